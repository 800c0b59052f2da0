"""Load a rating method from TOML: every mistake of the file at once."""

from __future__ import annotations

import os
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from pamms_core._files import parse_toml, read_text
from pamms_core._frozen import FrozenMap
from pamms_core._reading import Mistakes, Table, keyed
from pamms_core.rating.method import (
    Band,
    Condition,
    Limit,
    Measure,
    Method,
    NodeKind,
    NodeRule,
    Population,
)
from pamms_core.standards.catalogue import resolve, shipped

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction
    from os import PathLike

__all__ = ["load_method", "read_method", "shipped_methods"]

_DATA: Final = os.path.join(os.path.dirname(__file__), "data")
_FEWEST_RATINGS: Final = 2
_STATUSES: Final = ("reference", "licensed", "local")
_POPULATIONS: Final = {"children": Population.CHILDREN, "critical": Population.CRITICAL}


def load_method(name: str | PathLike[str] = "pamms-reference") -> Method:
    """Load a rating method, by the id of a shipped one or from a file.

    Raises:
        UnknownNameError: no shipped method has this id.
        DataFileError: the file cannot be used; names every mistake in it.

    >>> load_method().title
    'PAMMS reference method'
    """
    path = resolve("method", name, _DATA)
    return read_method(parse_toml(read_text(path), path), file=path)


def shipped_methods() -> tuple[str, ...]:
    """List the ids of the shipped methods."""
    return shipped(_DATA)


def read_method(data: Mapping[str, object], *, file: str = "<data>") -> Method:
    """Build a method from plain data, such as parsed TOML or JSON.

    Raises:
        DataFileError: the data cannot be used; names every mistake.
    """
    mistakes = Mistakes()
    table = Table(dict(data), file=file, mistakes=mistakes)
    fields = {key: table.text(key) for key in ("id", "edition", "title")}
    points = _points(table.table("points"))
    rules = table.table("rules")
    found = {kind: _rule(rules.table(kind), list(points)) for kind in NodeKind if rules.has(kind)}
    if NodeKind.OVERALL not in found:
        rules.wrong("overall", "is missing; every method rates the overall node")
    rules.done()
    status = table.choice("status", _STATUSES, "local")
    source = table.text("source", "")
    table.done()
    mistakes.check()
    return Method(
        **fields, status=str(status), source=source, points=FrozenMap(points), rules=FrozenMap(found)
    )


def _points(table: Table) -> dict[str, Fraction]:
    """Read the points, best rating first; TOML keys are written with underscores."""
    before = len(table.mistakes.found)
    points = {key.replace("_", "-"): table.exact(key) for key in table.data}
    if len(points) < len(table.data):
        table.wrong(None, "must give points to each rating once")
    if len(points) < _FEWEST_RATINGS:
        table.wrong(None, "must give points to two ratings or more")
    if len(table.mistakes.found) > before:
        return points  # a number that is not there is not compared with its neighbours
    for (better, more), (worse, less) in pairwise(points.items()):
        if more <= less:
            problem = f"must be listed best first, but {better} ({more}) is not above {worse} ({less})"
            table.wrong(None, problem)
    return points


def _rule(table: Table, ratings: list[str]) -> NodeRule:
    measure = table.choice("score", tuple(Measure))
    share = table.exact("least_assessed", 0)
    if not 0 <= share <= 1:
        table.wrong("least_assessed", "must be from 0% to 100%", table.data["least_assessed"])
    limits = tuple(_limit(row, ratings) for row in table.tables("limits", ()))
    keyed(
        [limit.id for limit in limits],
        str,
        lambda name, _: table.wrong("limits", "must have each id once", name),
    )
    rule = NodeRule(
        measure=measure or Measure.MEAN_OF_QUESTIONS,
        bands=_bands(table.table("bands"), ratings),
        least_assessed=share,
        limits=limits,
        source=table.text("source", ""),
    )
    table.done()
    return rule


def _bands(table: Table, ratings: list[str]) -> tuple[Band, ...]:
    """Read where each rating begins, for every rating but the worst."""
    before = len(table.mistakes.found)
    bands = tuple(
        Band(rating=rating, least=table.exact(rating.replace("-", "_"))) for rating in ratings[:-1]
    )
    table.done()
    if len(table.mistakes.found) > before:
        return bands
    for better, worse in pairwise(bands):
        if better.least <= worse.least:
            problem = f"must begin above {worse.rating} ({worse.least})"
            table.wrong(better.rating.replace("-", "_"), problem, str(better.least))
    return bands


def _limit(row: Table, ratings: list[str]) -> Limit:
    limit = Limit(
        id=row.text("id"),
        at_most=row.choice("at_most", ratings) or "",
        when=_condition(row.table("when"), ratings),
        source=row.text("source", ""),
    )
    if ratings and limit.at_most == ratings[0]:
        row.wrong("at_most", "caps nothing, being the best rating", limit.at_most)
    row.done()
    return limit


def _condition(row: Table, ratings: list[str]) -> Condition:
    named = [key for key in _POPULATIONS if row.has(key)]
    bounds = [key for key in ("at_least", "at_most") if row.has(key)]
    if len(named) != 1:
        row.wrong(None, f"must name one of {' or '.join(_POPULATIONS)}")
    if len(bounds) != 1:
        row.wrong(None, "must give one of at_least or at_most")
    condition = Condition(
        population=_POPULATIONS[named[0]] if named else Population.CHILDREN,
        ratings=_span(row, named[0], ratings) if named else (),
        at_least=row.whole("at_least") if "at_least" in bounds else None,
        at_most=row.whole("at_most", least=0) if "at_most" in bounds else None,
    )
    row.done()
    return condition


def _span(row: Table, key: str, ratings: list[str]) -> tuple[str, ...]:
    """Read ``poor``, ``requires-improvement or worse`` or ``good or better``."""
    spans: dict[str, tuple[str, ...]] = {name: (name,) for name in ratings}
    for place, name in enumerate(ratings):
        spans[f"{name} or worse"] = tuple(ratings[place:])
        spans[f"{name} or better"] = tuple(ratings[: place + 1])
    chosen = row.choice(key, list(spans))
    return spans.get(chosen or "", ())
