"""Which answers matter: what each question, standard and domain would change by itself."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import attrs

from pamms_core._display import counted, decimal, percent
from pamms_core._frozen import FrozenMap
from pamms_core.rating.tree import top_down
from pamms_core.rating.whatif.alternatives import Asker, BranchInfluence, QuestionInfluence, branches
from pamms_core.rating.whatif.nearness import nearness_of
from pamms_core.rating.whatif.sheet import Sheet
from pamms_core.rating.whatif.showing import Shown, node_named
from pamms_core.rating.whatif.unanswered import MOST_NUMBERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pamms_core.answers import Answers
    from pamms_core.rating.engine import Rater
    from pamms_core.rating.outcome import Outcome
    from pamms_core.rating.verdict import Verdict
    from pamms_core.rating.whatif.alternatives import Alternative
    from pamms_core.rating.whatif.nearness import Nearness, Turn

__all__ = ["Influence", "NearLimit", "find_influence"]


@attrs.frozen(kw_only=True)
class NearLimit:
    """A limit that one answer would bring to act, or to act no longer."""

    node: str
    """The code of the node that it limits."""
    limit: str
    acts: bool
    """Whether it acts now."""
    answers: tuple[tuple[str, str], ...]
    """Each question's code with an answer to it that changes that."""

    def __str__(self) -> str:
        by = ", ".join(f"{code} {answer}" for code, answer in self.answers)
        change = "would act no longer" if self.acts else "would act"
        return f"Limit {self.limit} of {self.node} {change}: {by}."


@attrs.frozen(kw_only=True, repr=False, slots=False, eq=False)
class Influence(Shown):
    """Which answers matter, and how near everything is to turning.

    >>> from pamms_core import Rater, load_answers, load_set
    >>> rater = Rater(load_set("east-of-england-accommodation"))
    >>> influence = rater.influence(load_answers("poor-management", rater.question_set))
    >>> [each.code for each in influence.pivotal("standard-5")]
    ['A15', 'F04']
    >>> [each.answer for each in influence.turning("F04", "standard-5")]
    ['Excellent', 'Good']
    """

    title: str
    now: FrozenMap[str, Verdict]
    """The verdict on every node as it is, by code, from the top down."""
    questions: tuple[QuestionInfluence, ...]
    """Every question, in the tree's order."""
    branches: tuple[BranchInfluence, ...]
    """Every node but the topmost, from the top down."""
    left_out: tuple[str, ...]
    """The codes of questions that ask for a number, and were not tried at each of too many."""
    hypothetical: tuple[str, ...]
    """The changes to set and method that make it a what-if (S5)."""
    _sheet: Sheet
    _outcome: Outcome

    def __getitem__(self, code: str) -> QuestionInfluence:
        """Return a question's influence by its code, or raise UnknownNameError."""
        return node_named(self.questions, code)

    def pivotal(self, code: str | None = None) -> tuple[QuestionInfluence, ...]:
        """Return the questions of which a single other answer changes a node's rating or state.

        Args:
            code: the node; the topmost if not given.

        Raises:
            UnknownNameError: there is no such node.
        """
        node = self._node(code)
        return tuple(each for each in self.questions if self.turning(each.code, node))

    def turning(self, question: str, code: str | None = None) -> tuple[Alternative, ...]:
        """Return the other answers to a question that change a node's rating or state.

        Raises:
            UnknownNameError: there is no such question or node.
        """
        node = self._node(code)
        now = _essence(self.now[node])
        found = ((each, each.at(node)) for each in self[question].alternatives)
        return tuple(each for each, then in found if then is not None and _essence(then) != now)

    def _node(self, code: str | None) -> str:
        node = next(iter(self.now)) if code is None else code
        return str(self._outcome[node].code)

    @cached_property
    def nodes(self) -> tuple[Nearness, ...]:
        """How near every node is to its next thresholds, from the top down."""
        return tuple(nearness_of(self._sheet, self._outcome))

    def _moves(self) -> Iterator[tuple[tuple[str, str], str, Verdict]]:
        """Yield each single answer, and the verdict that it makes another one, with the node."""
        now = dict(self.now)
        for question in self.questions:
            for each in question.alternatives:
                for code, verdict in each.verdicts:
                    if verdict is not now[code]:  # equal sums have the very same verdict
                        yield (question.code, each.answer), code, verdict

    @cached_property
    def limits(self) -> tuple[NearLimit, ...]:
        """The limits that one answer would bring to act, or to act no longer, from the top down."""
        found: dict[tuple[str, str], list[tuple[str, str]]] = {}
        acting = {code: {limit.id for limit in verdict.acting} for code, verdict in self.now.items()}
        for answer, code, verdict in self._moves():
            for limit in acting[code] ^ {limit.id for limit in verdict.acting}:
                found.setdefault((code, limit), []).append(answer)
        order = {code: place for place, code in enumerate(self.now)}
        return tuple(
            NearLimit(node=code, limit=limit, acts=limit in acting[code], answers=tuple(by))
            for (code, limit), by in sorted(
                found.items(), key=lambda item: (order[item[0][0]], item[0][1])
            )
        )

    def rows(self) -> tuple[dict[str, object], ...]:
        """Return a plain row for each question, each other answer and each node it reaches."""
        return tuple(
            {
                "question": question.code,
                "now": question.now,
                "answer": each.answer,
                "node": code,
                "before": self.now[code].symbol,
                "after": verdict.symbol,
                "turns": _essence(verdict) != _essence(self.now[code]),
            }
            for question in self.questions
            for each in question.alternatives
            for code, verdict in each.verdicts
        )

    @property
    def subject(self) -> str:
        """What it is about, in a few words."""
        return f"Influence of {counted(len(self.questions), 'question')} of {self.title!r}"

    @property
    def summary(self) -> str:
        """How many answers could turn the top by themselves."""
        top = next(iter(self.now))
        now = self.now[top].rating or self.now[top].state
        count = len(self.pivotal(top))
        return f"{top} {now}, {counted(count, 'question')} could turn it alone"

    @property
    def notes(self) -> tuple[str, ...]:
        """How it was found."""
        left = [f"not tried: {', '.join(self.left_out)}"] if self.left_out else []
        return ("one answer is changed at a time", *left)

    @property
    def lines(self) -> tuple[str, ...]:
        """A sentence for each node: its pivotal questions and its thresholds; then the limits."""
        told = (
            f"{name}: {now}; turned by {pivotal or 'no single answer'}; "
            f"next better threshold: {up}; next worse threshold: {down}."
            for name, now, pivotal, up, down in self.cells
        )
        return (*told, *map(str, self.limits))

    @property
    def columns(self) -> tuple[str, ...]:
        """The headings of the table."""
        return (
            "Part",
            "Now",
            "Turned by one answer to",
            "Next better threshold",
            "Next worse threshold",
        )

    @property
    def cells(self) -> Iterator[tuple[str, ...]]:
        """The rows of the table."""
        for near in self.nodes:
            verdict = self.now[near.code]
            turns = (_turn_text(near, turn) for turn in (near.up, near.down))
            pivotal = ", ".join(each.code for each in self.pivotal(near.code))
            yield (near.name, str(verdict.rating or verdict.state), pivotal, *turns)


def _turn_text(near: Nearness, turn: Turn | None) -> str:
    if turn is None or near.distance is None:
        return "none"
    away = turn.threshold.away
    return f"{percent(away) if near.distance.is_share else decimal(away)} away, {turn.shown}"


def _essence(verdict: Verdict) -> tuple[object, ...]:
    return verdict.symbol, verdict.possible


def find_influence(rater: Rater, answers: Answers, *, not_assessed: bool) -> Influence:
    """Find which answers matter; see :meth:`pamms_core.Rater.influence`."""
    sheet = Sheet(rater, answers)
    verdicts = {id(node): verdict for node, verdict in zip(rater.nodes, sheet.verdicts, strict=True)}
    tried = [question.most is None or question.most <= MOST_NUMBERS for question in rater.questions]
    codes = [str(node.code) for node in rater.nodes]
    asker = Asker(sheet, codes, not_assessed=not_assessed)
    return Influence(
        title=answers.title or answers.set_id,
        now=FrozenMap({node.code: verdicts[id(node)] for node in top_down(rater.nodes)}),
        questions=tuple(asker.ask(at) for at, each in enumerate(tried) if each),
        branches=tuple(branches(sheet, codes)),
        left_out=tuple(
            question.code for question, each in zip(rater.questions, tried, strict=True) if not each
        ),
        hypothetical=rater.hypothetical,
        sheet=sheet,
        outcome=sheet.outcome,
    )
