"""Read the rules of a method file: scores, readings, limits and what missing inputs mean."""

from __future__ import annotations

import re
from itertools import pairwise, product
from typing import TYPE_CHECKING, Final

from pamms_core._frozen import FrozenMap
from pamms_core._reading import keyed
from pamms_core.rating.condition_file import read_child, read_when
from pamms_core.rating.method import LEFT_OUT, NO_RATING, Limit, NodeRule
from pamms_core.rating.plan import NOT_ANSWERED, NOT_ASSESSED
from pamms_core.rating.readings import Band, Bands, Case, Extreme, FirstMatch, Step, Steps
from pamms_core.rating.readings import Table as LookUp
from pamms_core.rating.rounding import Rounding, RoundingMode
from pamms_core.rating.scores import Basis, Measure, Score
from pamms_core.rating.verdict import State

if TYPE_CHECKING:
    from pamms_core._reading import Table
    from pamms_core.rating.condition_file import Names
    from pamms_core.rating.readings import Reading

__all__ = ["read_rule"]

_SCORE: Final = re.compile(r"(mean|sum|percent) of (questions|children's points|children's scores)")
_RATIO: Final = re.compile(r"ratio of (\S+) to (\S+)")
_READINGS: Final = ("bands", "rating", "cases", "table", "start")
_EXTREMES: Final = ("worst of children", "best of children")
_UNDETERMINED: Final = "undetermined"
_MOST_DIGITS: Final = 12
_MISSING_STATES: Final = (
    NOT_ASSESSED,
    NOT_ANSWERED,
    State.NOTHING_ASSESSED.value,
    State.TOO_LITTLE_ASSESSED.value,
    State.PART_MISSING.value,
)


def read_rule(table: Table, names: Names, *, lower_is_better: bool) -> NodeRule:
    """Read one rule.

    Args:
        table: the rule's table.
        names: what it may name.
        lower_is_better: whether the points fall from the worst rating to the best.
    """
    score = _score(table, names, lower_is_better=lower_is_better) if table.has("score") else None
    reading = _reading(table, names, score)
    share = table.exact("least_assessed", 0)
    if not 0 <= share <= 1:
        table.wrong("least_assessed", "must be from 0% to 100%", table.data["least_assessed"])
    rule = NodeRule(
        score=score,
        reading=reading,
        least_assessed=share,
        missing=_missing(table, names),
        weights=_weights(table, names),
        limits=_limits(table, names),
        source=table.text("source", ""),
    )
    table.done()
    return rule


def _score(table: Table, names: Names, *, lower_is_better: bool) -> Score | None:
    text = table.text("score")
    rounding = _rounding(table.table("rounding")) if table.has("rounding") else (None, False)
    if ratio := _RATIO.fullmatch(text):
        for code in ratio.groups():
            if names.children is not None and code not in names.children:
                table.wrong("score", f"names {code!r}, which is no input", text)
        return Score(
            measure=Measure.RATIO,
            rounding=rounding[0],
            rounds_display_only=rounding[1],
            numerator=ratio[1],
            denominator=ratio[2],
            lower_is_better=table.flag("lower_is_better"),
        )
    found = _SCORE.fullmatch(text)
    if found is None:
        wanted = "mean, sum or percent of questions, children's points or children's scores"
        table.wrong("score", f"must be the {wanted}, or the ratio of one input to another", text)
        return None
    return Score(
        measure=Measure(found[1]),
        basis=Basis(found[2]),
        rounding=rounding[0],
        rounds_display_only=rounding[1],
        lower_is_better=lower_is_better,
    )


def _rounding(table: Table) -> tuple[Rounding, bool]:
    mode = table.choice("mode", [each.value for each in RoundingMode])
    before = table.choice("before", ("banding", "display"))
    digits = table.whole("digits", least=0)
    if digits > _MOST_DIGITS:
        table.wrong("digits", f"must be at most {_MOST_DIGITS}", digits)
    table.done()
    rounding = Rounding(min(digits, _MOST_DIGITS), RoundingMode(mode or "half up"))
    return rounding, before == "display"


def _reading(table: Table, names: Names, score: Score | None) -> Reading | None:
    """Read how the rating is read; a rule with a score alone gives no rating."""
    given = [key for key in _READINGS if table.has(key)]
    if len(given) > 1 or not (given or table.has("score")):
        table.wrong(None, f"must have one of {', '.join(_READINGS)}, or a score alone")
    match given[:1]:
        case ["bands"]:
            return _bands(table, names, score)
        case ["rating"]:
            return Extreme(worst=table.choice("rating", _EXTREMES) == _EXTREMES[0])
        case ["cases"]:
            return _cases(table, names)
        case ["table"]:
            return _look_up(table.table("table"), names)
        case ["start"]:
            return _steps(table, names)
    return None


def _bands(table: Table, names: Names, score: Score | None) -> Bands:
    """Read where each rating begins, for every rating but the worst."""
    if not table.has("score"):
        table.wrong("bands", "are read off a score, and the rule has none")
    rows = table.table("bands")
    before = len(rows.mistakes.found)
    bands = tuple(
        Band(rating=rating, bound=rows.exact(rating.replace("-", "_"))) for rating in names.ratings[:-1]
    )
    rows.done()
    if len(rows.mistakes.found) > before:
        return Bands(bands)  # a number that is not there is not compared with its neighbours
    falling = score is None or not score.lower_is_better
    for better, worse in pairwise(bands):
        if (better.bound > worse.bound) is not falling or better.bound == worse.bound:
            side = "above" if falling else "below"
            problem = f"must begin {side} {worse.rating} ({worse.bound})"
            rows.wrong(better.rating.replace("-", "_"), problem, str(better.bound))
    return Bands(bands)


def _cases(table: Table, names: Names) -> FirstMatch:
    cases = []
    for row in table.tables("cases"):
        rating = row.choice("rating", names.ratings) or ""
        when = read_when(row, names, own=False)
        cases.append(Case(rating=rating, when=when, source=row.text("source", "")))
        row.done()
    otherwise = table.choice("otherwise", (*names.ratings, _UNDETERMINED))
    return FirstMatch(tuple(cases), None if otherwise == _UNDETERMINED else otherwise)


def _look_up(table: Table, names: Names) -> LookUp:
    """Read a look-up table; every combination of the children's ratings must be there once."""
    over = table.texts("over") if names.children is None else table.choices("over", names.children)
    keyed(over, str, lambda code, _: table.wrong("over", "is in the list twice", code))
    rows: dict[tuple[str, ...], str] = {}
    for place, row in enumerate(table.items("rows")):
        path = f"rows[{place}]"
        cells = row if isinstance(row, list) else []
        if len(cells) != len(over) + 1 or any(cell not in names.ratings for cell in cells):
            wanted = f"one rating each of {', '.join(over)} and the rating they make"
            table.wrong(path, f"must be {wanted}", row)
        elif (key := tuple(cells[:-1])) in rows:
            table.wrong(path, "is there a second time", list(key))
        else:
            rows[key] = cells[-1]
    for key in product(names.ratings, repeat=len(over)) if over else ():
        if key not in rows:
            table.wrong("rows", f"has no row for {', '.join(key)}")
    table.done()
    return LookUp(over, FrozenMap(rows))


def _steps(table: Table, names: Names) -> Steps:
    steps = []
    for row in table.tables("steps"):
        by = row.data.get("by")
        if isinstance(by, bool) or not isinstance(by, int) or by == 0:
            row.wrong("by", "must be how many ratings to go up or, below zero, down", by)
            by = 1
        row.has("by")
        when = read_when(row, names, own=False)
        steps.append(Step(by=by, when=when, source=row.text("source", "")))
        row.done()
    return Steps(read_child(table, "start", names), tuple(steps))


def _missing(table: Table, names: Names) -> FrozenMap[str, str]:
    """Read what an input without a rating means: for every state alike, or state by state."""
    policies = {LEFT_OUT: LEFT_OUT, NO_RATING: NO_RATING}
    policies |= {f"counts as {rating}": rating for rating in names.ratings}
    if not table.has("missing"):
        return FrozenMap()
    if isinstance(table.data["missing"], str):
        alike = policies.get(table.choice("missing", list(policies)) or "", LEFT_OUT)
        return FrozenMap(dict.fromkeys(_MISSING_STATES, alike))
    rows = table.table("missing")
    found = {
        state: policies.get(rows.choice(key, list(policies)) or "", LEFT_OUT)
        for state in _MISSING_STATES
        if rows.has(key := state.replace(" ", "_"))
    }
    rows.done()
    return FrozenMap(found)


def _weights(table: Table, names: Names) -> FrozenMap[str, int]:
    rows = table.table("weights", {})
    for code in rows.data:
        if names.children is not None and code not in names.children:
            rows.wrong(code, f"must be a child; known: {', '.join(names.children)}")
    weights = {code: rows.whole(code) for code in rows.data}
    return FrozenMap(weights)


def _limits(table: Table, names: Names) -> tuple[Limit, ...]:
    limits = tuple(_limit(row, names) for row in table.tables("limits", ()))
    ids = [limit.id for limit in limits]
    keyed(ids, str, lambda name, _: table.wrong("limits", "must have each id once", name))
    return limits


def _limit(row: Table, names: Names) -> Limit:
    limit = Limit(
        id=row.text("id"),
        at_most=row.choice("at_most", names.ratings) or "",
        when=read_when(row, names),
        source=row.text("source", ""),
    )
    if names.ratings and limit.at_most == names.ratings[0]:
        row.wrong("at_most", "caps nothing, being the best rating", limit.at_most)
    row.done()
    return limit
