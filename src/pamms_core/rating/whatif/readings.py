"""What a rater can be asked besides the rating: the what-ifs of one answer sheet."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pamms_core.answers import Answers
    from pamms_core.rating import comparison
    from pamms_core.rating.engine import Rater
    from pamms_core.rating.whatif.asking import Told
    from pamms_core.rating.whatif.chances import Chances
    from pamms_core.rating.whatif.influence import Influence
    from pamms_core.rating.whatif.likelihoods import Chance, Given, Together
    from pamms_core.rating.whatif.ranges import Range
    from pamms_core.rating.whatif.sheet import Sheet

__all__ = ["WhatIf"]

_MOST = 5_000_000
"""How many combinations of states one addition may take; a second or two of them."""


class WhatIf:
    """The questions that a :class:`~pamms_core.rating.engine.Rater` answers besides the rating."""

    @property
    def _rater(self) -> Rater:
        return cast("Rater", self)

    @cached_property
    def monotone(self) -> tuple[bool, ...]:
        """Whether the form of the rules proves, node by node, that a better answer lowers no rating."""
        from pamms_core.rating.monotony import is_monotone_by_form

        rater = self._rater
        rules = {id(rule): rule for rule in map(rater.method.rule_of, rater.nodes)}
        holds = {key: is_monotone_by_form(rule, rater.method) for key, rule in rules.items()}
        found: list[bool] = []
        for node in rater.nodes:
            rule = rater.method.rule_of(node)
            found.append(holds[id(rule)] and all(found[child] for child in node.children))
        return tuple(found)

    def sheet(self, answers: Answers) -> Sheet:
        """Open an answer sheet to work on: each changed answer re-rates its path only.

        Raises:
            AnswersMismatchError: the answers are not for this set.

        >>> from pamms_core import Rater, load_answers, load_set
        >>> rater = Rater(load_set("east-of-england-accommodation"))
        >>> sheet = rater.sheet(load_answers("poor-management", rater.question_set))
        >>> sheet.changed({"F01": "poor"}).outcome["standard-2"]
        <NodeOutcome standard-2: Requires Improvement; hypothetical: answer to F01 from Requires ...>
        """
        from pamms_core.rating.whatif.sheet import Sheet

        return Sheet(self._rater, answers)

    def change(self, answers: Answers, changes: Mapping[str, Told]) -> comparison.Comparison:
        """Change some answers: which nodes move, by how much, and which limits come or go.

        The outcome after the change, and so the comparison, is marked hypothetical.

        Args:
            answers: the answer sheet.
            changes: by code, a rating or its name, ``"not assessed"``, a number where one is
                asked for, or ``None`` for no answer.

        Raises:
            AnswersMismatchError: the answers are not for this set, or a changed code or rating is
                unknown; lists every reason.

        >>> from pamms_core import Rater, load_answers, load_set
        >>> rater = Rater(load_set("east-of-england-accommodation"))
        >>> answers = load_answers("poor-management", rater.question_set)
        >>> [str(each.code) for each in rater.change(answers, {"F01": "poor"}).moved]
        ['overall', 'domain-1', 'standard-2']
        """
        from pamms_core.rating.whatif.changing import change

        return change(self._rater, answers, changes)

    def range(
        self,
        answers: Answers,
        questions: Iterable[str] | None = None,
        *,
        not_assessed: bool = False,
        reopen: bool = False,
        most: int = _MOST,
    ) -> Range:
        """Find the best and the worst rating that open questions still leave possible, at every node.

        By a method that is proven monotone, two sheets are rated. By any other, and where *not
        assessed* is among the possibilities, all that the open questions can add up to is
        looked at; where that is too much, the result has bounds and says so.

        Args:
            answers: the answer sheet.
            questions: the open questions' codes; all that have no answer yet if not given.
            not_assessed: whether they may also be *not assessed*, or a number not be given.
            reopen: whether ``questions`` may name some that have an answer, which is set aside.
            most: the most combinations of states that one addition may take.

        Raises:
            AnswersMismatchError: the answers are not for this set.
            UnknownNameError: the set does not have such a question.
            AnsweredQuestionError: a question has an answer, and ``reopen`` was not said.

        >>> from pamms_core import Rater, load_answers, load_set
        >>> rater = Rater(load_set("east-of-england-accommodation"))
        >>> answers = load_answers("solid-good", rater.question_set)
        >>> rater.range(answers, ["F01", "A02"], reopen=True)
        <Range of 'Example House' with 2 open questions: Good>
        """
        from pamms_core.rating.whatif.still_possible import find_range

        return find_range(
            self._rater,
            answers,
            questions=questions,
            not_assessed=not_assessed,
            reopen=reopen,
            most=most,
        )

    def chances(  # noqa: PLR0913 (each is an input choice of its own)
        self,
        answers: Answers,
        chances: Given = "uniform",
        *,
        questions: Iterable[str] | None = None,
        groups: Together | None = None,
        flags: Mapping[str, Chance] | None = None,
        not_assessed: bool = False,
        reopen: bool = False,
        most: int = _MOST,
    ) -> Chances:
        """Find the exact probability of each rating of every node, given chances for open questions.

        Open questions are independent of each other, except where ``groups`` says that some
        move together. Nothing is sampled: probabilities are fractions, and sum to exactly 1.

        Args:
            answers: the answer sheet.
            chances: by code, the chance of each answer, exact: a fraction or a text such as
                ``"1/4"``. Open questions that are not named have every answer alike likely;
                chances of questions that are not open are not used, and the result names them.
                :func:`~pamms_core.rating.whatif.likelihoods.learned_chances` learns them.
            questions: the open questions' codes; all that have no answer yet if not given.
            groups: by the codes of questions that move together, the chance of each row of
                answers to them, or ``"uniform"``: all have the same rating, each alike likely.
            flags: the chance that a flag which was not given is so; one without a chance is
                tried both ways, and where it matters the rating is undetermined.
            not_assessed: whether uniform chances include *not assessed*.
            reopen: whether ``questions`` may name some that have an answer, which is set aside.
            most: the most combinations of states that one addition may take.

        Raises:
            AnswersMismatchError: the answers are not for this set.
            UnknownNameError: the set does not have such a question.
            AnsweredQuestionError: a question has an answer, and ``reopen`` was not said.
            ChancesError: chances are negative, do not sum to one, or cannot be read.
            TooManyStatesError: there is too much to add up; has the nodes found until then.

        >>> from pamms_core import Rater, load_answers, load_set
        >>> rater = Rater(load_set("east-of-england-accommodation"))
        >>> answers = load_answers("poor-management", rater.question_set)
        >>> found = rater.chances(answers, {"F01": {"good": "3/4", "poor": "1/4"}}, questions=["F01"],
        ...                       reopen=True)
        >>> print(found["standard-2"])
        Standard 2, Consent: Good 75.0%, Requires Improvement 25.0%.
        """
        from pamms_core.rating.whatif.chances import find_chances

        return find_chances(
            self._rater,
            answers,
            chances,
            questions=questions,
            groups=groups or {},
            flags=flags or {},
            not_assessed=not_assessed,
            reopen=reopen,
            most=most,
        )

    def influence(self, answers: Answers, *, not_assessed: bool = False) -> Influence:
        """Find which answers matter: what each question would change, and how near everything is.

        Args:
            answers: the answer sheet.
            not_assessed: whether *not assessed* is tried as an answer too.

        Raises:
            AnswersMismatchError: the answers are not for this set.

        >>> from pamms_core import Rater, load_answers, load_set
        >>> rater = Rater(load_set("east-of-england-accommodation"))
        >>> influence = rater.influence(load_answers("solid-good", rater.question_set))
        >>> [each.answer for each in influence["A01"].alternatives]
        ['Excellent', 'Requires Improvement', 'Poor']
        >>> influence["A01"].alternatives[-1].verdicts[0]  # doctest: +ELLIPSIS
        ('standard-1', Verdict(...))
        """
        from pamms_core.rating.whatif.influence import find_influence

        return find_influence(self._rater, answers, not_assessed=not_assessed)
