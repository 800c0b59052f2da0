"""Compare two outcomes: what differs in what went in, and what moved because of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from pamms_core._display import counted, decimal, percent
from pamms_core.errors import UnknownNameError
from pamms_core.rating.differences import answer_differences, method_differences, set_differences
from pamms_core.rating.scores import Measure
from pamms_core.rating.walk import shown_nodes
from pamms_core.standards.variation import named

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from fractions import Fraction

    from pamms_core.rating.node_outcome import NodeOutcome
    from pamms_core.rating.outcome import Outcome
    from pamms_core.rating.verdict import State
    from pamms_core.scale import Rating

__all__ = ["Comparison", "NodeChange", "Standing", "compare"]


@attrs.frozen(kw_only=True)
class Standing:
    """Where a node stands in one of two outcomes."""

    state: State
    rating: Rating | None
    score: Fraction | None
    shown: str
    """The score as people read it, empty without one."""
    limits: tuple[str, ...]
    """The ids of the limits that act."""
    hypothetical: tuple[str, ...]
    """The changes that make it a what-if; none where set and method are sealed."""

    @property
    def symbol(self) -> str:
        """The rating's key, or the state without a rating."""
        return self.state.value if self.rating is None else self.rating.key

    def __str__(self) -> str:
        return str(self.rating or self.state)


@attrs.frozen(kw_only=True)
class NodeChange:
    """One node in two outcomes; in a tree that does not have it, it stands nowhere."""

    code: str
    name: str
    before: Standing | None
    after: Standing | None
    score_by: Fraction | None
    """How much the score rose; ``None`` without two scores that count the same points."""

    @property
    def rating_by(self) -> int | None:
        """How many ratings it rose; ``None`` without two ratings on one scale."""
        one, other = (None if each is None else each.rating for each in (self.before, self.after))
        if one is None or other is None or one.scale != other.scale:
            return None
        return other.rank - one.rank

    @property
    def limits_came(self) -> tuple[str, ...]:
        """The limits that act only after."""
        return _without(self.after, self.before)

    @property
    def limits_went(self) -> tuple[str, ...]:
        """The limits that acted only before."""
        return _without(self.before, self.after)

    @property
    def moved(self) -> bool:
        """Whether its rating, its state, its score or a limit that acts differs."""
        one, other = self.before, self.after
        if one is None or other is None:
            return True
        same = (one.state, one.rating) == (other.state, other.rating)
        return not same or bool(self.score_by) or bool(self.limits_came or self.limits_went)

    @property
    def hypothetical(self) -> tuple[str, ...]:
        """The changes that make it a what-if on either side."""
        found = (each.hypothetical for each in (self.before, self.after) if each is not None)
        return tuple(dict.fromkeys(change for changes in found for change in changes))

    def __str__(self) -> str:
        name = f"{self.name} (hypothetical)" if self.hypothetical else self.name
        if self.before is None or self.after is None:
            there, when = (self.before, "before") if self.after is None else (self.after, "after")
            return f"{name} is there only {when}: {there}."
        return f"{name}: {'; '.join(_moves(self, self.before, self.after))}."


def _without(one: Standing | None, other: Standing | None) -> tuple[str, ...]:
    there = () if one is None else one.limits
    return tuple(each for each in there if other is None or each not in other.limits)


def _moves(change: NodeChange, before: Standing, after: Standing) -> Iterator[str]:
    one, other = str(before), str(after)
    yield f"{one}, as before" if one == other else f"from {one} to {other}"
    if change.score_by:
        way = "up" if change.score_by > 0 else "down"
        yield f"score {way} by {abs(change.score_by)} from {before.shown} to {after.shown}"
    elif before.shown != after.shown:
        yield f"score from {before.shown or 'none'} to {after.shown or 'none'}"
    for limit in change.limits_came:
        yield f"limit {limit} acts now"
    for limit in change.limits_went:
        yield f"limit {limit} acts no longer"


@attrs.frozen(kw_only=True, repr=False)
class Comparison:
    """Two outcomes side by side: what differs in what went in, and which nodes moved.

    >>> from pamms_core import compare, load_answers, load_set, rate
    >>> question_set = load_set("east-of-england-accommodation")
    >>> answers = load_answers("solid-good", question_set)
    >>> compare(
    ...     rate(question_set, answers), rate(question_set.with_weights({"A01": 5}), answers)
    ... ).question_set
    ('weight of A01 from 3 to 5',)
    """

    before: Outcome
    after: Outcome
    answers: tuple[str, ...]
    """How the answers differ; comments and evidence are not looked at, because nothing rests on them."""
    question_set: tuple[str, ...]
    """How the question sets differ."""
    method: tuple[str, ...]
    """How the methods differ."""
    nodes: tuple[NodeChange, ...]
    """Every node of either outcome that is shown, from the top down."""

    @property
    def moved(self) -> tuple[NodeChange, ...]:
        """The nodes whose rating, state, score or acting limits differ."""
        return tuple(each for each in self.nodes if each.moved)

    @property
    def tops(self) -> tuple[NodeChange, ...]:
        """The topmost nodes, whether they moved or not."""
        codes = {node.code for each in (self.before, self.after) for node in each.tops}
        return tuple(each for each in self.nodes if each.code in codes)

    @property
    def hypothetical(self) -> tuple[str, ...]:
        """The changes that make either outcome a what-if; none where both are sealed (S5)."""
        return tuple(dict.fromkeys((*self.before.hypothetical, *self.after.hypothetical)))

    @property
    def inputs(self) -> Mapping[str, tuple[str, ...]]:
        """What differs in what went in, by what it is; supposed answers are named as such already."""
        supposed = self.after.supposed == self.answers
        return {
            "Answers": () if supposed else self.answers,
            "Question set": self.question_set,
            "Method": self.method,
        }

    def rows(self) -> tuple[dict[str, object], ...]:
        """Return a plain row for each node, such as a dataframe is made of.

        >>> from pamms_core import Rater, load_answers, load_set
        >>> rater = Rater(load_set("east-of-england-accommodation"))
        >>> answers = load_answers("poor-management", rater.question_set)
        >>> row = rater.change(answers, {"F01": "poor"}).rows()[3]
        >>> row["node"], row["before"], row["after"], row["score_by"]
        ('standard-2', 'good', 'requires-improvement', Fraction(-6, 29))
        """
        return tuple(map(_row, self.nodes))

    def __getitem__(self, code: str) -> NodeChange:
        """Return a node by its code, or raise UnknownNameError."""
        for node in self.nodes:
            if node.code == code:
                return node
        raise UnknownNameError("node", code, (node.code for node in self.nodes))

    @property
    def sentences(self) -> tuple[str, ...]:
        """The comparison in words."""
        return tuple(_sentences(self))

    def __str__(self) -> str:
        return "\n".join(self.sentences)

    def __repr__(self) -> str:
        name = self.after.answers.title or self.after.answers.set_id
        tops = ", ".join(map(_top, self.tops))
        moved = f"{len(self.moved)} of {counted(len(self.nodes), 'node')} moved"
        varied = f"; {named(self.hypothetical)}" if self.hypothetical else ""
        return f"<Comparison of {name!r}: {tops}; {moved}{varied}>"

    def _repr_html_(self) -> str:
        from pamms_core.reports.comparison import comparison_table

        return comparison_table(self)


def _top(change: NodeChange) -> str:
    one, other = (str(each or "none") for each in (change.before, change.after))
    return one if one == other else f"{one} to {other}"


def _sentences(comparison: Comparison) -> Iterator[str]:
    for when, outcome in (("before", comparison.before), ("after", comparison.after)):
        if outcome.hypothetical:
            yield f"{named(outcome.hypothetical, f'Hypothetical {when}')}."
    for called, differences in comparison.inputs.items():
        if differences:
            yield f"{called}: {'; '.join(differences)}."
    if not (comparison.answers or comparison.question_set or comparison.method):
        yield "The same answers, question set and method."
    yield from map(str, comparison.moved)
    if not comparison.moved:
        yield "No rating, score or acting limit differs."


def _row(change: NodeChange) -> dict[str, object]:
    sides = {"before": change.before, "after": change.after}
    found: dict[str, object] = {"node": str(change.code), "name": change.name}
    for side, standing in sides.items():
        found[side] = None if standing is None else standing.symbol
        found[f"score_{side}"] = None if standing is None else standing.score
    return found | {
        "rating_by": change.rating_by,
        "score_by": change.score_by,
        "limits_came": change.limits_came,
        "limits_went": change.limits_went,
        "moved": change.moved,
    }


def compare(before: Outcome, after: Outcome) -> Comparison:
    """Compare two outcomes: of two sheets, under two sets or editions, or by two methods.

    Scores are subtracted where they count the same points: by one method or its
    variation, or by two with the same points.

    >>> from pamms_core import compare, load_answers, load_set, rate
    >>> question_set = load_set("east-of-england-accommodation")
    >>> answers = load_answers("poor-management", question_set)
    >>> varied = question_set.with_weights({"F01": 30})
    >>> comparison = compare(rate(question_set, answers), rate(varied, answers))
    >>> print(comparison.moved[2])
    Standard 2, Consent (hypothetical): from Good to Requires Improvement; score down by 243/812 \
from 3.62 to 3.32.
    """
    nodes = {node.code: node for outcome in (before, after) for node in shown_nodes(outcome)}
    return Comparison(
        before=before,
        after=after,
        answers=tuple(answer_differences(before.answers, after.answers)),
        question_set=tuple(set_differences(before.question_set, after.question_set)),
        method=tuple(method_differences(before.method, after.method)),
        nodes=tuple(_change(node, before.get(code), after.get(code)) for code, node in nodes.items()),
    )


def _change(node: NodeOutcome, before: NodeOutcome | None, after: NodeOutcome | None) -> NodeChange:
    return NodeChange(
        code=node.code,
        name=node.node.name,
        before=None if before is None else _standing(before),
        after=None if after is None else _standing(after),
        score_by=None if before is None or after is None else _score_by(before, after),
    )


def _standing(node: NodeOutcome) -> Standing:
    score = node.score
    return Standing(
        state=node.state,
        rating=node.rating,
        score=score,
        shown="" if score is None else _shown(node, score),
        limits=tuple(limit.id for limit in node.acting),
        hypothetical=node.hypothetical,
    )


def _shown(node: NodeOutcome, score: Fraction) -> str:
    return percent(score) if _measure(node) in {Measure.PERCENT, Measure.RATIO} else decimal(score)


def _measure(node: NodeOutcome) -> Measure | None:
    return None if node.rule.score is None else node.rule.score.measure


def _score_by(before: NodeOutcome, after: NodeOutcome) -> Fraction | None:
    one, other = before.score, after.score
    if one is None or other is None or _measure(before) is not _measure(after):
        return None
    alike = before.method.id == after.method.id or before.method.points == after.method.points
    is_share = _measure(before) in {Measure.PERCENT, Measure.RATIO}
    return other - one if alike or is_share else None
