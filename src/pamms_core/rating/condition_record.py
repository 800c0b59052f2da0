"""What a condition saw at one node, as plain data."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

import attrs

from pamms_core._display import percent
from pamms_core.rating.conditions import Comparison, Count, Flag, Own, Population
from pamms_core.rating.scoring import child_key, question_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pamms_core.rating.conditions import AtLeast, Condition, Facts
    from pamms_core.rating.node_outcome import NodeOutcome

__all__ = ["ConditionRecord", "record_conditions"]


@attrs.frozen(kw_only=True)
class ConditionRecord:
    """A condition, what it counted or compared, and whether it holds."""

    kind: str
    """``count``, ``comparison``, ``own rating`` or ``flag``."""
    holds: bool | None
    """``None`` where it turns on a flag that was not given, or a rating that is not known."""
    population: str
    """What is counted: ``children``, ``questions`` or ``critical questions``."""
    ratings: tuple[str, ...]
    """Which ratings are counted, or which the own rating must be among."""
    among: tuple[str, ...]
    """The children that are looked at, or compared: the first with the second."""
    at_least: str
    """The least count: a number, a share, or numbers by how many are present."""
    at_most: int | None
    count: int | None
    """How many there are."""
    present: int | None
    """Out of how many that have a rating."""
    flag: str
    given: bool | None
    """How the flag must be given."""


# What a kind of condition has nothing to say of; JSON names every field, so none has a default.
_BLANK: Final = ConditionRecord(
    kind="",
    holds=None,
    population="",
    ratings=(),
    among=(),
    at_least="",
    at_most=None,
    count=None,
    present=None,
    flag="",
    given=None,
)


def record_conditions(
    outcome: NodeOutcome, conditions: Iterable[Condition], facts: Facts
) -> tuple[ConditionRecord, ...]:
    """Write down what each condition saw."""
    return tuple(_record(outcome, condition, facts) for condition in conditions)


def _record(outcome: NodeOutcome, condition: Condition, facts: Facts) -> ConditionRecord:
    if isinstance(condition, Flag):
        known = condition.flag in facts.flags
        holds = condition.holds(facts, outcome.scale.keys) if known else None
        return attrs.evolve(_BLANK, kind="flag", holds=holds, flag=condition.flag, given=condition.given)
    holds = condition.holds(facts, outcome.scale.keys)
    if isinstance(condition, Own):
        unknown = facts.earned is None and outcome.state.has_score
        seen = None if unknown else holds
        return attrs.evolve(_BLANK, kind="own rating", holds=seen, ratings=condition.ratings)
    if isinstance(condition, Comparison):
        pair = (condition.child, condition.above)
        return attrs.evolve(_BLANK, kind="comparison", holds=holds, among=pair)
    return _count(outcome, condition, holds=holds)


def _count(outcome: NodeOutcome, condition: Count, *, holds: bool) -> ConditionRecord:
    """Count what a condition counts, from the tree rather than from packed sums."""
    rated = [key for key in _looked_at(outcome, condition) if key]
    return attrs.evolve(
        _BLANK,
        kind="count",
        holds=holds,
        population=condition.population.value,
        ratings=condition.ratings,
        among=condition.among,
        at_least=_said(condition.at_least),
        at_most=condition.at_most,
        count=sum(key in condition.ratings for key in rated),
        present=len(rated),
    )


def _looked_at(outcome: NodeOutcome, condition: Count) -> list[str]:
    """List what the inputs count as, by rating; empty where they count for nothing."""
    if condition.population is Population.CHILDREN:
        direct = outcome.questions[: len(outcome.node.direct)]
        below = {each.question.code: question_key(outcome, each) for each in direct}
        below |= {child.code: child_key(outcome, child) for child in outcome.children}
        return [key for code, key in below.items() if not condition.among or code in condition.among]
    critical_only = condition.population is Population.CRITICAL
    asked = (each for each in outcome.questions if each.question.critical or not critical_only)
    return [question_key(outcome, each) for each in asked]


def _said(bound: AtLeast | None) -> str:
    if bound is None:
        return ""
    if isinstance(bound, Fraction):
        return percent(bound)
    if isinstance(bound, int):
        return str(bound)
    return ", ".join(f"{count} from {present} present" for present, count in bound)
