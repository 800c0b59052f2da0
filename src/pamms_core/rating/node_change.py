"""One node in two outcomes: where it stood, where it stands, and what moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from pamms_core._display import decimal, percent
from pamms_core.rating.scores import Measure

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from pamms_core.rating.node_outcome import NodeOutcome
    from pamms_core.rating.verdict import State
    from pamms_core.scale import Rating

__all__ = ["NodeChange", "Standing", "node_change"]


@attrs.frozen(kw_only=True)
class Standing:
    """Where a node stands in one of two outcomes.

    >>> from pamms_core import Rater, load_answers, load_set
    >>> rater = Rater(load_set("east-of-england-accommodation"))
    >>> sheet = load_answers("solid-good", rater.question_set)
    >>> node = rater.change(sheet, {"F01": "poor"})["standard-14"]
    >>> str(node.before), node.before.symbol, node.before.score
    ('Good', 'good', Fraction(71, 18))
    """

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
    """One node in two outcomes; in a tree that does not have it, it stands nowhere.

    >>> from pamms_core import Rater, load_answers, load_set
    >>> rater = Rater(load_set("east-of-england-accommodation"))
    >>> sheet = load_answers("poor-management", rater.question_set)
    >>> node = rater.change(sheet, {"F01": "poor"})["standard-2"]
    >>> node.moved, node.rating_by, node.score_by
    (True, -1, Fraction(-6, 29))
    """

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


def node_change(node: NodeOutcome, before: NodeOutcome | None, after: NodeOutcome | None) -> NodeChange:
    """Tell where a node stands on either side; on one of them it may be missing."""
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
