"""Load a rating method from TOML: every mistake of the file at once."""

from __future__ import annotations

import os
import re
from datetime import date, datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from pamms_core._files import parse_toml, read_text
from pamms_core._frozen import FrozenMap
from pamms_core._reading import Mistakes, Table
from pamms_core.errors import UnknownNameError
from pamms_core.rating.condition_file import Names
from pamms_core.rating.method import Method, NodeKind
from pamms_core.rating.mismatch import wrong_rules
from pamms_core.rating.rule_file import read_rule
from pamms_core.rating.scores import Measure
from pamms_core.rating.tree import plant
from pamms_core.rating.tree_file import read_tree
from pamms_core.standards.catalogue import resolve, shipped

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction
    from os import PathLike

__all__ = ["load_method", "read_method", "shipped_methods"]

_DATA: Final = os.path.join(os.path.dirname(__file__), "data")
_FEWEST_RATINGS: Final = 2
_STATUSES: Final = ("reference", "licensed", "local", "example")
_CODE: Final = re.compile(r"overall|(domain|standard)(-[0-9]+)?")


def load_method(name: str | PathLike[str] = "pamms-reference") -> Method:
    """Load a rating method, by the id of a shipped one or from a file.

    Methods of other bodies, shipped as examples, are named ``examples/cms-2022``.

    Raises:
        UnknownNameError: no shipped method has this id.
        DataFileError: the file cannot be used; names every mistake in it.

    >>> load_method().title
    'PAMMS reference method'
    """
    if name in _example_names():
        path = os.path.join(_DATA, f"{name}.toml")
    elif _is_mistyped_example(name):
        raise UnknownNameError("method", str(name), (*shipped_methods(), *_example_names()))
    else:
        path = resolve("method", name, _DATA)
    return read_method(parse_toml(read_text(path), path), file=path)


def shipped_methods(*, examples: bool = False) -> tuple[str, ...]:
    """List the names of the shipped methods that rate question sets, or of the examples.

    >>> shipped_methods()
    ('pamms-reference', 'percentage-bands')
    """
    return _example_names() if examples else shipped(_DATA)


def _is_mistyped_example(name: str | PathLike[str]) -> bool:
    """Whether an example was meant: by a path with no ending, to nothing that is there, or the rest."""
    if not isinstance(name, str) or os.path.exists(name):
        return False
    meant = name.startswith("examples/") and not os.path.splitext(name)[1]
    return meant or f"examples/{name}" in _example_names()


def _example_names() -> tuple[str, ...]:
    return tuple(f"examples/{each}" for each in shipped(os.path.join(_DATA, "examples")))


def read_method(data: Mapping[str, object], *, file: str = "<data>") -> Method:
    """Build a method from plain data, such as parsed TOML or JSON.

    Raises:
        DataFileError: the data cannot be used; names every mistake.

    >>> from pamms_core import DataFileError
    >>> try:
    ...     read_method({"id": "ours"}, file="ours.toml")
    ... except DataFileError as error:
    ...     print(error.mistakes[0])
    ours.toml: edition: is missing; a text is needed
    """
    mistakes = Mistakes()
    table = Table(dict(data), file=file, mistakes=mistakes)
    fields = {key: table.text(key) for key in ("id", "edition", "title")}
    status = table.choice("status", _STATUSES, "local")
    points = _points(table.table("points"))
    listed = list(points.values())
    rising = bool(listed) and listed[0] < listed[-1]
    flags = table.table("flags", {})
    told = {name: flags.text(name) for name in flags.data}
    rules = table.table("rules")
    before = len(mistakes.found)
    tree = read_tree(table, tuple(points), tuple(rules.data)) if table.has("tree") else None
    is_whole = len(mistakes.found) == before
    names = Names(
        ratings=tuple(points), flags=tuple(told), children=None if tree is None else tree.codes
    )
    found = {name: read_rule(rules.table(name), names, lower_is_better=rising) for name in rules.data}
    dates = _dates(table)
    method = Method(
        id=fields["id"],
        edition=fields["edition"],
        title=fields["title"],
        status=str(status),
        source=table.text("source", ""),
        effective_from=dates[0],
        effective_to=dates[1],
        points=FrozenMap(points),
        rules=FrozenMap(found),
        flags=FrozenMap(told),
        tree=tree,
    )
    _check_rules(rules, method, is_whole=is_whole)
    table.done()
    mistakes.check()
    return method


def _check_rules(rules: Table, method: Method, *, is_whole: bool) -> None:
    """Note rules that cannot be meant, and names that the nodes of an own tree do not have."""
    for name, rule in method.rules.items():
        is_share = rule.score is not None and rule.score.measure is Measure.PERCENT
        if is_share and max(method.points.values(), default=0) <= 0:
            rules.wrong(f"{name}.score", "must have points above 0 to be a percentage of")
        if method.tree is None and not _CODE.fullmatch(name):
            kinds = ", ".join(NodeKind)
            rules.wrong(name, f"must be {kinds} or the code of a node, such as standard-8")
    if method.tree is None and not set(method.rules) & set(NodeKind):
        rules.wrong(None, f"must rate one of {', '.join(NodeKind)}")
    if method.tree is not None and is_whole and method.rules:
        nodes = plant(method.own_set(), method)
        for name, problem in wrong_rules(method, nodes):
            rules.wrong(name, problem)


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
    steps = {more > less for more, less in pairwise(points.values())}
    if len(steps) > 1 or len(set(points.values())) < len(points):
        listed = ", ".join(f"{key} {value}" for key, value in points.items())
        table.wrong(None, f"must be listed best first and all rise or all fall, but are {listed}")
    return points


def _dates(table: Table) -> tuple[date | None, date | None]:
    first, last = (_date(table, key) for key in ("effective_from", "effective_to"))
    if first is not None and last is not None and last < first:
        table.wrong("effective_to", f"must not be before effective_from ({first})", str(last))
    return first, last


def _date(table: Table, key: str) -> date | None:
    value = table.data.get(key) if table.has(key) else None
    if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
        return value
    try:
        return date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        table.wrong(key, "must be a date such as 2026-04-01", str(value))
        return None
