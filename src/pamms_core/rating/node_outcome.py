"""How one node, and one question, was rated, with everything derived on demand."""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import attrs

from pamms_core.answers import NOT_ASSESSED, Answer
from pamms_core.rating.scoring import exact_score, score_parts, share_of_highest
from pamms_core.scale import Rating
from pamms_core.standards.variation import named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pamms_core._frozen import FrozenMap
    from pamms_core.answers import Answers
    from pamms_core.rating.conditions import Facts
    from pamms_core.rating.engine import Rater
    from pamms_core.rating.explanation import Explanation
    from pamms_core.rating.method import Limit, Method, NodeRule
    from pamms_core.rating.tree import Node
    from pamms_core.rating.verdict import State, Verdict
    from pamms_core.scale import Scale
    from pamms_core.standards.question_set import Question

__all__ = ["NodeOutcome", "Part", "QuestionOutcome", "RatedSheet", "rated_node"]


@attrs.frozen
class QuestionOutcome:
    """A question, what was recorded about it, and the points that earned.

    >>> from pamms_core import load_answers, load_set, rate
    >>> question_set = load_set("east-of-england-accommodation")
    >>> outcome = rate(question_set, load_answers("solid-good", question_set))
    >>> question = outcome["standard-8"].questions[0]
    >>> question.question.code, question.label, question.points
    ('A19', 'Requires Improvement', Fraction(3, 1))
    """

    question: Question
    answer: Answer
    points: Fraction | None
    """The points of its rating, ``None`` without a rating."""
    number: int | None = None
    """The number that was given, where one is asked for."""
    hypothetical: tuple[str, ...] = ()
    """The changes that make it hypothetical; none where set and method are sealed."""

    @property
    def label(self) -> str:
        """The rating's label, the number, ``Not assessed`` or ``Not answered``."""
        return self.answer.label if self.number is None else str(self.number)


@attrs.frozen
class Part:
    """What one input, a question or a node, contributes to a node's score."""

    code: str
    weight: int
    points: Fraction | None
    """Its points or its score, as the method names it; ``None`` where it counts for nothing."""


@attrs.frozen(eq=False, repr=False, slots=False)
class NodeOutcome:
    """How one node of the tree was rated.

    >>> from pamms_core import load_answers, load_set, rate
    >>> question_set = load_set("east-of-england-accommodation")
    >>> outcome = rate(question_set, load_answers("solid-good", question_set))
    >>> outcome["standard-8"]
    <NodeOutcome standard-8: Good>
    """

    _sheet: RatedSheet
    _place: int

    @property
    def node(self) -> Node:
        """Where it stands in the tree, and what is below it."""
        return self._sheet.rater.nodes[self._place]

    @property
    def verdict(self) -> Verdict:
        """Its rating or why it has none, and which limits hold."""
        return self._sheet.verdicts[self._place]

    @cached_property
    def children(self) -> tuple[NodeOutcome, ...]:
        """The rated nodes directly below; empty above questions."""
        sheet = self._sheet
        return tuple([rated_node(sheet, each) for each in self.node.children])

    @property
    def code(self) -> str:
        """``overall``, ``domain-3`` or ``standard-8``, or as the method's own tree names it."""
        return self.node.code

    @property
    def kind(self) -> str:
        """Whether this is the overall node, a domain or a standard."""
        return self.node.kind

    @property
    def title(self) -> str:
        """The node's title under the set's framework."""
        return self.node.title

    @property
    def rule(self) -> NodeRule:
        """The rule of the method by which the node was rated."""
        return self._sheet.rater.method.rule_of(self.node)

    @property
    def scale(self) -> Scale:
        """The scale it is rated on."""
        return self._sheet.rater.question_set.framework.scale

    @property
    def hides_domains(self) -> bool:
        """Whether domains, though rated, are left out of what is shown (S1)."""
        return self._sheet.rater.question_set.framework.hides_domains

    @property
    def state(self) -> State:
        """Whether the node has a rating, and if not, why."""
        return self.verdict.state

    @property
    def rating(self) -> Rating | None:
        """The final rating, or ``None``; see :attr:`state`."""
        return self._sheet.verdicts[self._place].rating

    @property
    def before_limits(self) -> Rating | None:
        """What the rating would be without limits."""
        return self.verdict.before_limits

    @property
    def acting(self) -> tuple[Limit, ...]:
        """The limits that lowered the rating to what it is."""
        return self.verdict.acting

    @property
    def facts(self) -> Facts:
        """What the conditions of the node's rule saw."""
        compiled, flags = self._sheet.rater.compiled, self._sheet.answers.flags
        facts = compiled.facts(self._place, self._sheet.totals[self._place], flags)
        return attrs.evolve(facts, earned=self.before_limits)

    @cached_property
    def questions(self) -> tuple[QuestionOutcome, ...]:
        """Every question below, with its answer."""
        return tuple(map(self._sheet.question, self.node.questions))

    @cached_property
    def weight(self) -> int:
        """The weight of all questions below that ask for a rating."""
        return sum(each.question.weight for each in self.questions if each.question.most is None)

    @cached_property
    def assessed_weight(self) -> int:
        """The weight of those that have a rating."""
        return sum(each.question.weight for each in self.questions if each.answer.is_rated)

    @property
    def assessed_share(self) -> Fraction:
        """The share of the weight below that has a rating, from 0 to 1; 1 where there is none."""
        return Fraction(self.assessed_weight, self.weight) if self.weight else Fraction(1)

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """What the score is made of; empty where the method makes none, or a ratio."""
        return tuple(score_parts(self))

    @cached_property
    def weighted_points(self) -> Fraction:
        """The sum of weight × points over the parts that have points."""
        counted = (each.weight * each.points for each in self.parts if each.points is not None)
        return sum(counted, Fraction())

    @cached_property
    def scored_weight(self) -> int:
        """The weight of the parts that have points."""
        return sum(each.weight for each in self.parts if each.points is not None)

    @property
    def score(self) -> Fraction | None:
        """The score, exact; ``None`` without one (S8)."""
        return exact_score(self)

    @property
    def shown_score(self) -> Fraction | None:
        """The score as the method rounds it."""
        score, how = self.score, self.rule.score
        if score is None or how is None or how.rounding is None:
            return score
        return how.rounding.apply(score)

    @property
    def percentage(self) -> Fraction | None:
        """The score as a share of the highest points; ``None`` where these are not above 0."""
        return share_of_highest(self)

    @property
    def answered(self) -> int:
        """How many questions below have a rating or are *not assessed*."""
        return sum(each.answer.is_answered for each in self.questions)

    @property
    def is_partial(self) -> bool:
        """Whether a question below has nothing yet."""
        return self.answered < len(self.questions)

    @property
    def critical_not_assessed(self) -> tuple[str, ...]:
        """The codes of critical questions below that have no rating."""
        return tuple(
            each.question.code
            for each in self.questions
            if each.question.critical and not each.answer.is_rated
        )

    @property
    def method(self) -> Method:
        """The method by which it was rated."""
        return self._sheet.rater.method

    @property
    def hypothetical(self) -> tuple[str, ...]:
        """The changes that make it hypothetical; none where set and method are sealed (S5)."""
        return self._sheet.hypothetical

    @property
    def numbers(self) -> FrozenMap[str, int]:
        """The numbers that were given."""
        return self._sheet.answers.numbers

    def explain(self) -> Explanation:
        """Tell how the node came to its rating, in sentences and as data."""
        from pamms_core.rating.explanation import explain

        return explain(self)

    def __repr__(self) -> str:
        varied = f"; {named(self.hypothetical)}" if self.hypothetical else ""
        return f"<NodeOutcome {self.code}: {self.rating or self.state}{varied}>"


class RatedSheet(NamedTuple):
    """A rated answer sheet: what all nodes of one outcome share."""

    rater: Rater
    answers: Answers
    totals: Sequence[int]
    """Every node's packed total, in the tree's order."""
    verdicts: Sequence[Verdict]
    supposed: tuple[str, ...]

    @property
    def hypothetical(self) -> tuple[str, ...]:
        """The changes that make it hypothetical, to set, method and answers."""
        return (*self.rater.hypothetical, *self.supposed)

    def question(self, question: Question) -> QuestionOutcome:
        """Return what was recorded about a question, and the points that earned."""
        answer = self._labelled(self.answers.entries.get(question.code, _BLANK))
        number = self.answers.numbers.get(question.code)
        if number is not None:  # it is answered, though not rated
            answer = attrs.evolve(answer, rating=NOT_ASSESSED)
        rating = answer.rating
        points = self.rater.method.points[rating.key] if isinstance(rating, Rating) else None
        return QuestionOutcome(question, answer, points, number, self.hypothetical)

    def _labelled(self, answer: Answer) -> Answer:
        """Show an answer's rating as the set labels it, should the sheet's scale label it otherwise."""
        rating, scale = answer.rating, self.rater.question_set.framework.scale
        if not isinstance(rating, Rating) or rating.scale is scale:
            return answer
        return attrs.evolve(answer, rating=scale[rating.key])


_BLANK = Answer()
_new = object.__new__


def rated_node(sheet: RatedSheet, place: int) -> NodeOutcome:
    """Make the outcome of the node at a place of the tree, as calling its class would, in less time."""
    made = _new(NodeOutcome)
    fields = made.__dict__
    fields["_sheet"] = sheet
    fields["_place"] = place
    return made
