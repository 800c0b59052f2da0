"""The rated tree: what a rater returns, with everything derived on demand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from pamms_core._hypothesis import offer
from pamms_core.errors import UnknownNameError
from pamms_core.rating.method import NodeKind
from pamms_core.rating.node_outcome import NodeOutcome, RatedSheet, rated_node
from pamms_core.standards.variation import named

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pamms_core.answers import Answers
    from pamms_core.rating.engine import Rater
    from pamms_core.rating.explanation import Explanation
    from pamms_core.rating.method import Method
    from pamms_core.rating.node_outcome import QuestionOutcome
    from pamms_core.rating.outcome_record import OutcomeRecord
    from pamms_core.rating.verdict import Verdict
    from pamms_core.standards.question_set import QuestionSet

__all__ = ["Outcome"]

_OVERALL: Final = NodeKind.OVERALL.value
_new = tuple.__new__


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

    __slots__ = ("_made", "_sheet")

    def __init__(
        self,
        rater: Rater,
        answers: Answers,
        totals: Sequence[int],
        verdicts: Sequence[Verdict],
        supposed: tuple[str, ...] = (),
    ) -> None:
        shared = rater, answers, totals, verdicts, supposed
        self._sheet: RatedSheet = _new(RatedSheet, shared)  # a third of what calling it takes
        self._made: dict[int, NodeOutcome] = {}

    @property
    def rater(self) -> Rater:
        """The set and the method, compiled, that rated it."""
        return self._sheet.rater

    @property
    def answers(self) -> Answers:
        """The answer sheet."""
        return self._sheet.answers

    @property
    def supposed(self) -> tuple[str, ...]:
        """The answers that are supposed, not recorded; none of a sheet as it was given."""
        return self._sheet.supposed

    @property
    def question_set(self) -> QuestionSet:
        """The question set that was answered."""
        return self.rater.question_set

    @property
    def method(self) -> Method:
        """The method by which the answers were rated."""
        return self.rater.method

    @property
    def hypothetical(self) -> tuple[str, ...]:
        """The changes that make it a what-if: to set and method (S5), or supposed answers.

        There are none where set and method are sealed and the answers are as recorded.

        >>> from pamms_core import load_answers, load_set, rate
        >>> question_set = load_set("east-of-england-accommodation")
        >>> answers = load_answers("solid-good", question_set)
        >>> rate(question_set.with_weights({"A01": 5}), answers).hypothetical
        ('weight of A01 from 3 to 5',)
        """
        return (*self.rater.hypothetical, *self.supposed)

    @property
    def overall(self) -> NodeOutcome:
        """The top of the tree.

        Raises:
            UnknownNameError: the method rates no overall node.
        """
        return self._node(_OVERALL)

    @property
    def tops(self) -> tuple[NodeOutcome, ...]:
        """The nodes that are nobody's child: the overall node, if the method rates it."""
        placed = zip(self.rater.nodes, self.rater.parents, strict=True)
        return tuple(self[node.code] for node, parent in placed if parent is None)

    @property
    def domains(self) -> tuple[NodeOutcome, ...]:
        """The domains in order; none where the framework has none (S3)."""
        return self._of_kind(NodeKind.DOMAIN)

    @property
    def standards(self) -> tuple[NodeOutcome, ...]:
        """The standards in order."""
        return self._of_kind(NodeKind.STANDARD)

    def _of_kind(self, kind: NodeKind) -> tuple[NodeOutcome, ...]:
        found = [each for each in self.values() if each.kind == kind]
        return tuple(sorted(found, key=lambda each: each.node.number or 0))

    @property
    def questions(self) -> tuple[QuestionOutcome, ...]:
        """Every question, with its answer."""
        return tuple(each for top in self.tops for each in top.questions)

    @property
    def answered(self) -> int:
        """How many questions have a rating, a number or are *not assessed*."""
        return sum(top.answered for top in self.tops)

    @property
    def is_partial(self) -> bool:
        """Whether a question has nothing yet, so that the ratings may still change."""
        return any(top.is_partial for top in self.tops)

    @property
    def critical_not_assessed(self) -> tuple[str, ...]:
        """The codes of critical questions without a rating."""
        return tuple(code for top in self.tops for code in top.critical_not_assessed)

    def titled(self, locality: str) -> Outcome:
        """Return the outcome under a locality's titles and labels; the ratings stay (S1, S7).

        Raises:
            UnknownNameError: no titles are known for this locality.

        >>> from pamms_core import load_answers, load_set, rate
        >>> question_set = load_set("east-of-england-accommodation")
        >>> outcome = rate(question_set, load_answers("solid-good", question_set))
        >>> outcome.titled("south-west").overall.rating
        <Rating Compliant>
        """
        return type(self.rater)(self.question_set.titled(locality), self.method).rate(self.answers)

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

    def _node(self, code: str) -> NodeOutcome:
        """Return a node by its code, or raise UnknownNameError (a LookupError)."""
        try:
            place = self._sheet.rater.node_places[code]
        except KeyError:
            raise _NoNodeError("node", code, tuple(self)) from None
        made = self._made.get(place)
        return self._make(place) if made is None else made

    __getitem__ = _node

    def _make(self, place: int) -> NodeOutcome:
        """Make a node: a top at once, any other with all of its parent's children."""
        sheet, made = self._sheet, self._made
        parent = sheet.rater.parents[place]
        if parent is None:
            made[place] = rated_node(sheet, place)
        else:
            above = sheet.rater.nodes[parent]
            made.update(zip(above.children, self._node(above.code).children, strict=True))
        return made[place]

    def __iter__(self) -> Iterator[str]:
        return iter(self.rater.node_places)

    def __len__(self) -> int:
        return len(self.rater.nodes)

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
        result = ", ".join(str(top.rating or top.state) for top in self.tops)
        name = self.answers.title or self.answers.set_id
        varied = f"; {named(self.hypothetical)}" if self.hypothetical else ""
        return f"<Outcome of {name!r} by {self.method.id} {self.method.edition}: {result}{varied}>"

    def _repr_html_(self) -> str:
        from pamms_core.reports.html import outcome_table

        return outcome_table(self)


class _NoNodeError(UnknownNameError, KeyError):
    """A code with no node; also a KeyError, as ``Mapping.get`` expects."""

    __str__ = UnknownNameError.__str__


offer(__name__)
