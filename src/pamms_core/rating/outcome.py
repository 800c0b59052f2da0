"""The rated tree: what a rater returns, with everything derived on demand."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

import attrs

from pamms_core._hypothesis import offer
from pamms_core.answers import Answer
from pamms_core.errors import UnknownNameError
from pamms_core.rating.method import NodeKind
from pamms_core.scale import Rating

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pamms_core.answers import Answers
    from pamms_core.rating.engine import Rater
    from pamms_core.rating.explanation import Explanation
    from pamms_core.rating.method import Limit, Method, NodeRule
    from pamms_core.rating.record import OutcomeRecord
    from pamms_core.rating.tree import Node
    from pamms_core.rating.verdict import State, Verdict
    from pamms_core.scale import Scale
    from pamms_core.standards.question_set import Question, QuestionSet

__all__ = ["NodeOutcome", "Outcome", "QuestionOutcome"]


@attrs.frozen
class QuestionOutcome:
    """A question, what was recorded about it, and the points that earned."""

    question: Question
    answer: Answer
    points: Fraction | None
    """The points of its rating, ``None`` without a rating."""


@attrs.frozen(eq=False, repr=False, slots=False)
class NodeOutcome:
    """How one node of the tree was rated.

    >>> from pamms_core import load_answers, load_set, rate
    >>> question_set = load_set("east-of-england-accommodation")
    >>> outcome = rate(question_set, load_answers("solid-good", question_set))
    >>> outcome["standard-8"]
    <NodeOutcome standard-8: Good>
    """

    _sheet: _Sheet
    node: Node
    verdict: Verdict
    children: tuple[NodeOutcome, ...]
    """The rated nodes directly below; empty above questions."""

    @property
    def code(self) -> str:
        """``overall``, ``domain-3`` or ``standard-8``."""
        return self.node.code

    @property
    def kind(self) -> NodeKind:
        """Whether this is the overall node, a domain or a standard."""
        return self.node.kind

    @property
    def title(self) -> str:
        """The node's title under the set's framework."""
        return self.node.title

    @property
    def rule(self) -> NodeRule:
        """The rule of the method by which the node was rated."""
        return self._sheet.rater.method.rules[self.node.kind]

    @property
    def scale(self) -> Scale:
        """The scale it is rated on."""
        return self._sheet.rater.question_set.framework.scale

    @property
    def state(self) -> State:
        """Whether the node has a rating, and if not, why."""
        return self.verdict.state

    @property
    def rating(self) -> Rating | None:
        """The final rating, or ``None``; see :attr:`state`."""
        return self.verdict.rating

    @property
    def before_limits(self) -> Rating | None:
        """What the rating would be without limits."""
        return self.verdict.before_limits

    @property
    def acting(self) -> tuple[Limit, ...]:
        """The limits that lowered the rating to what it is."""
        return self.verdict.acting

    @cached_property
    def questions(self) -> tuple[QuestionOutcome, ...]:
        """Every question below, with its answer."""
        return tuple(map(self._sheet.question, self.node.questions))

    @cached_property
    def weight(self) -> int:
        """The weight of all questions below."""
        return sum(each.question.weight for each in self.questions)

    @cached_property
    def assessed_weight(self) -> int:
        """The weight of those that have a rating."""
        return sum(each.question.weight for each in self.questions if each.points is not None)

    @property
    def assessed_share(self) -> Fraction:
        """The share of the weight below that has a rating, from 0 to 1."""
        return Fraction(self.assessed_weight, self.weight)

    @cached_property
    def weighted_points(self) -> Fraction:
        """The sum of weight × points over the questions that have a rating."""
        rated = ((each.question.weight, each.points) for each in self.questions)
        return sum((weight * points for weight, points in rated if points is not None), Fraction())

    @property
    def score(self) -> Fraction | None:
        """The weighted mean of points, exact; ``None`` where nothing is assessed (S8)."""
        return self.weighted_points / self.assessed_weight if self.assessed_weight else None

    @property
    def percentage(self) -> Fraction | None:
        """The score as a share of the highest points; ``None`` where these are not above 0."""
        score, highest = self.score, self._sheet.rater.method.highest_points
        return None if score is None or highest <= 0 else score / highest

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
            if each.question.critical and each.points is None
        )

    def explain(self) -> Explanation:
        """Tell how the node came to its rating, in sentences and as data."""
        from pamms_core.rating.explanation import explain

        return explain(self)

    def __repr__(self) -> str:
        return f"<NodeOutcome {self.code}: {self.rating or self.state}>"


@attrs.frozen(eq=False)
class _Sheet:
    """What all nodes of one outcome share."""

    rater: Rater
    answers: Answers

    def question(self, question: Question) -> QuestionOutcome:
        answer = self.answers.entries.get(question.code, _BLANK)
        rating = answer.rating
        points = self.rater.method.points[rating.key] if isinstance(rating, Rating) else None
        return QuestionOutcome(question, answer, points)


_BLANK = Answer()


class Outcome(Mapping[str, NodeOutcome]):
    """An answer sheet, rated: a read-only mapping from node code to :class:`NodeOutcome`.

    Two outcomes are equal when their sets, methods and answers are.

    >>> from pamms_core import load_answers, load_set, rate
    >>> question_set = load_set("east-of-england-accommodation")
    >>> outcome = rate(question_set, load_answers("solid-good", question_set))
    >>> outcome.overall
    <NodeOutcome overall: Good>
    >>> [domain.rating.label for domain in outcome.domains]
    ['Good', 'Good', 'Good', 'Good', 'Good']
    """

    __slots__ = ("_nodes", "answers", "rater")

    def __init__(self, rater: Rater, answers: Answers, verdicts: Sequence[Verdict]) -> None:
        self.rater = rater
        self.answers = answers
        sheet = _Sheet(rater, answers)
        found: list[NodeOutcome] = []
        for node, verdict in zip(rater.nodes, verdicts, strict=True):
            below = tuple([found[each] for each in node.children])
            found.append(NodeOutcome(sheet, node, verdict, below))
        self._nodes = {each.node.code: each for each in found}

    @property
    def question_set(self) -> QuestionSet:
        """The question set that was answered."""
        return self.rater.question_set

    @property
    def method(self) -> Method:
        """The method by which the answers were rated."""
        return self.rater.method

    @property
    def overall(self) -> NodeOutcome:
        """The top of the tree."""
        return self._nodes[NodeKind.OVERALL]

    @property
    def domains(self) -> tuple[NodeOutcome, ...]:
        """The domains in order; none where the framework has none (S3)."""
        return self._of_kind(NodeKind.DOMAIN)

    @property
    def standards(self) -> tuple[NodeOutcome, ...]:
        """The standards in order."""
        return self._of_kind(NodeKind.STANDARD)

    def _of_kind(self, kind: NodeKind) -> tuple[NodeOutcome, ...]:
        found = [each for each in self._nodes.values() if each.kind is kind]
        return tuple(sorted(found, key=lambda each: each.node.number or 0))

    @property
    def is_partial(self) -> bool:
        """Whether a question has nothing yet, so that the ratings may still change."""
        return self.overall.is_partial

    @property
    def critical_not_assessed(self) -> tuple[str, ...]:
        """The codes of critical questions without a rating."""
        return self.overall.critical_not_assessed

    def record(self) -> OutcomeRecord:
        """Return everything about this outcome as plain data."""
        from pamms_core.rating.record import record

        return record(self)

    def explain(self, code: str = "overall") -> Explanation:
        """Tell how a node came to its rating, in sentences and as data.

        Raises:
            UnknownNameError: there is no such node.
        """
        return self[code].explain()

    def __getitem__(self, code: str) -> NodeOutcome:
        """Return a node by its code, or raise UnknownNameError (a LookupError)."""
        try:
            return self._nodes[code]
        except KeyError:
            raise _NoNodeError("node", code, self._nodes) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._nodes)

    def __len__(self) -> int:
        return len(self._nodes)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Outcome):
            return NotImplemented
        return self._identity == other._identity

    def __hash__(self) -> int:
        return hash((self.question_set.id, self.method.id, self.answers))

    @property
    def _identity(self) -> tuple[QuestionSet, Method, Answers]:
        return self.question_set, self.method, self.answers

    def __repr__(self) -> str:
        result = self.overall.rating or self.overall.state
        name = self.answers.title or self.answers.set_id
        return f"<Outcome of {name!r} by {self.method.id} {self.method.edition}: {result}>"

    def _repr_html_(self) -> str:
        from pamms_core.reports.html import outcome_table

        return outcome_table(self)


class _NoNodeError(UnknownNameError, KeyError):
    """A code with no node; also a KeyError, as ``Mapping.get`` expects."""

    __str__ = UnknownNameError.__str__


offer(__name__)
