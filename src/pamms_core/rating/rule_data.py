"""A rule taken apart again: what a method file says of it, as plain data."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from pamms_core.rating.condition_words import describe_ratings
from pamms_core.rating.conditions import Comparison, Count, Flag, Own, Population
from pamms_core.rating.method import LEFT_OUT, NO_RATING
from pamms_core.rating.readings import Bands, Extreme, FirstMatch, Table
from pamms_core.rating.scores import Measure

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pamms_core.rating.conditions import AtLeast, Condition
    from pamms_core.rating.method import Limit, NodeRule
    from pamms_core.rating.readings import Case, Reading, Step, Steps
    from pamms_core.rating.rounding import Rounding
    from pamms_core.rating.scores import Score

__all__ = ["exact_data", "rule_data", "said"]


def rule_data(rule: NodeRule, keys: Sequence[str]) -> dict[str, object]:
    """Return a rule as a method file gives it; what is not there is not said.

    Args:
        rule: the rule.
        keys: the ratings, best first.
    """
    parts = {
        **({} if rule.score is None else _score(rule.score)),
        **({} if rule.reading is None else _reading(rule.reading, keys)),
        **({"least_assessed": exact_data(rule.least_assessed)} if rule.least_assessed else {}),
        "missing": {state.replace(" ", "_"): _policy(meant) for state, meant in rule.missing.items()},
        "weights": dict(rule.weights),
        "limits": [_limit(limit, keys) for limit in rule.limits],
        "source": rule.source,
    }
    return said(parts)


def said(parts: Mapping[str, object]) -> dict[str, object]:
    """Leave out what is empty."""
    return {key: value for key, value in parts.items() if value not in ("", {}, [])}


def exact_data(number: Fraction) -> int | str:
    """Return an exact number as a file gives it: ``4``, or ``"9/2"``.

    >>> exact_data(Fraction(4)), exact_data(Fraction(9, 2))
    (4, '9/2')
    """
    return number.numerator if number.denominator == 1 else f"{number.numerator}/{number.denominator}"


def _score(score: Score) -> dict[str, object]:
    found: dict[str, object] = {"score": score.described}
    if score.rounding is not None:
        found["rounding"] = _rounding(score.rounding, display=score.rounds_display_only)
    if score.measure is Measure.RATIO and score.lower_is_better:
        found["lower_is_better"] = True
    return found


def _rounding(rounding: Rounding, *, display: bool) -> dict[str, object]:
    before = "display" if display else "banding"
    return {"digits": rounding.digits, "mode": rounding.mode.value, "before": before}


def _reading(reading: Reading, keys: Sequence[str]) -> dict[str, object]:
    if isinstance(reading, Bands):
        bounds = {each.rating.replace("-", "_"): exact_data(each.bound) for each in reading.bands}
        return {"bands": bounds}
    if isinstance(reading, Extreme):
        return {"rating": reading.described}
    if isinstance(reading, FirstMatch):
        return {
            "cases": [_row(case, {"rating": case.rating}, keys) for case in reading.cases],
            "otherwise": "undetermined" if reading.otherwise is None else reading.otherwise,
        }
    if isinstance(reading, Table):
        rows = [[*over, made] for over, made in reading.rows.items()]
        return {"table": {"over": list(reading.over), "rows": rows}}
    return _steps(reading, keys)


def _steps(reading: Steps, keys: Sequence[str]) -> dict[str, object]:
    steps = [_row(step, {"by": step.by}, keys) for step in reading.steps]
    return {"start": reading.start, "steps": steps}


def _limit(limit: Limit, keys: Sequence[str]) -> dict[str, object]:
    return _row(limit, {"id": limit.id, "at_most": limit.at_most}, keys)


def _row(row: Limit | Case | Step, first: dict[str, object], keys: Sequence[str]) -> dict[str, object]:
    when = [_condition(each, keys) for each in row.when]
    return said({**first, "when": when[0] if len(when) == 1 else when, "source": row.source})


def _condition(condition: Condition, keys: Sequence[str]) -> dict[str, object]:
    if isinstance(condition, Flag):
        given = {} if condition.given else {"given": False}
        return {"flag": condition.flag, **given}
    if isinstance(condition, Own):
        return {"own": _span(condition.ratings, keys)}
    if isinstance(condition, Comparison):
        return {"child": condition.child, "above": condition.above}
    return _count(condition, keys)


def _count(count: Count, keys: Sequence[str]) -> dict[str, object]:
    """Return a count; of one child alone, that it has one of the ratings."""
    ratings = _span(count.ratings, keys)
    is_one = count.population is Population.CHILDREN and len(count.among) == 1
    if is_one and count.at_least == 1 and isinstance(count.at_least, int) and count.at_most is None:
        return {"child": count.among[0], "is": ratings}
    kind = "critical" if count.population is Population.CRITICAL else count.population.value
    found: dict[str, object] = {kind: ratings}
    if count.at_least is not None:
        found["at_least"] = _at_least(count.at_least)
    if count.at_most is not None:
        found["at_most"] = count.at_most
    return {**found, **({"among": list(count.among)} if count.among else {})}


def _at_least(least: AtLeast) -> object:
    if isinstance(least, tuple):
        return [{"present": present, "count": count} for present, count in least]
    if isinstance(least, Fraction):
        return "all" if least == 1 else f"{least.numerator}/{least.denominator}"
    return least


def _span(ratings: tuple[str, ...], keys: Sequence[str]) -> str:
    return describe_ratings(ratings, {key: key for key in keys}) if ratings else ""


def _policy(meant: str) -> str:
    return meant if meant in {LEFT_OUT, NO_RATING} else f"counts as {meant}"
