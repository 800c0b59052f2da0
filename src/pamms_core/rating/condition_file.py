"""Read conditions from a method file."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

import attrs

from pamms_core.rating.conditions import Comparison, Count, Flag, Own, Population

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pamms_core._reading import Table
    from pamms_core.rating.conditions import AtLeast, Condition

__all__ = ["Names", "read_child", "read_span", "read_when"]

_POPULATIONS: Final = {
    "children": Population.CHILDREN,
    "questions": Population.QUESTIONS,
    "critical": Population.CRITICAL,
}
_KINDS: Final = (*_POPULATIONS, "child", "own", "flag")


@attrs.frozen(kw_only=True)
class Names:
    """What the rules of one method file may name."""

    ratings: tuple[str, ...]
    """Keys of the ratings, best first."""
    flags: tuple[str, ...]
    children: tuple[str, ...] | None
    """Codes of the own tree's nodes and inputs; ``None`` where a question set gives them."""


def read_when(row: Table, names: Names, *, own: bool = True) -> tuple[Condition, ...]:
    """Read ``when``: one condition, or a list of which all must hold.

    Args:
        row: the limit, case or step.
        names: what it may name.
        own: whether the node's own rating before limits may be looked at.
    """
    if isinstance(row.data.get("when"), list):
        return tuple(_condition(each, names, own=own) for each in row.tables("when"))
    return (_condition(row.table("when"), names, own=own),)


def _condition(row: Table, names: Names, *, own: bool) -> Condition:
    named = [kind for kind in _KINDS if row.has(kind)]
    if len(named) != 1:
        row.wrong(None, f"must name one of {', '.join(_KINDS)}")
    if not named:
        _bounds(row)
        return Flag("")
    condition = _read(row, named[0], names)
    if isinstance(condition, Own) and not own:
        row.wrong("own", "is known to limits only")
    row.done()
    return condition


def _read(row: Table, kind: str, names: Names) -> Condition:
    if kind == "flag":
        return Flag(row.choice("flag", names.flags) or "", row.flag("given", default=True))
    if kind == "own":
        return Own(read_span(row, "own", names.ratings))
    if kind == "child":
        return _about_child(row, names)
    return _count(row, kind, names)


def _about_child(row: Table, names: Names) -> Condition:
    child = read_child(row, "child", names)
    if row.has("above"):
        return Comparison(child=child, above=read_child(row, "above", names))
    ratings = read_span(row, "is", names.ratings)
    return Count(population=Population.CHILDREN, ratings=ratings, among=(child,), at_least=1)


def read_child(row: Table, key: str, names: Names) -> str:
    """Read the code of a child."""
    if names.children is None:
        return row.text(key)
    return row.choice(key, names.children) or ""


def _count(row: Table, kind: str, names: Names) -> Count:
    at_least, at_most = _bounds(row)
    if (at_least is None) is (at_most is None):
        row.wrong(None, "must give one of at_least or at_most")
    if kind != "children" and row.has("among"):
        row.wrong("among", "names children, so it goes with children only")
    among = (
        row.texts("among", ()) if names.children is None else row.choices("among", names.children, ())
    )
    return Count(
        population=_POPULATIONS[kind],
        ratings=read_span(row, kind, names.ratings),
        among=among,
        at_least=at_least,
        at_most=at_most,
    )


def _bounds(row: Table) -> tuple[AtLeast | None, int | None]:
    at_least = _at_least(row) if row.has("at_least") else None
    return at_least, row.whole("at_most", least=0) if row.has("at_most") else None


def _at_least(row: Table) -> AtLeast:
    """Read a number, ``"all"``, a share such as ``"50%"``, or numbers by how many are present."""
    given = row.data.get("at_least")
    if given == "all":
        return Fraction(1)
    if isinstance(given, list):
        return _by_present(row)
    if not isinstance(given, str):
        return row.whole("at_least")
    share = row.exact("at_least")
    if not 0 < share <= 1:
        row.wrong("at_least", "must be a share above 0% and up to 100%", given)
    return share


def _by_present(row: Table) -> tuple[tuple[int, int], ...]:
    """Read from how many present on how many are needed, in rising order of those present."""
    pairs: list[tuple[int, int]] = []
    for each in row.tables("at_least"):
        pairs.append((each.whole("present"), each.whole("count")))
        each.done()
        if pairs[:-1] and pairs[-1][0] <= pairs[-2][0]:
            each.wrong("present", f"must be above the one before it ({pairs[-2][0]})", pairs[-1][0])
    return tuple(pairs)


def read_span(row: Table, key: str, ratings: Sequence[str]) -> tuple[str, ...]:
    """Read ``poor``, ``fair or worse``, ``good or better``, or ``good to fair``, better one first."""
    spans: dict[str, tuple[str, ...]] = {name: (name,) for name in ratings}
    for place, name in enumerate(ratings):
        spans[f"{name} or worse"] = tuple(ratings[place:])
        spans[f"{name} or better"] = tuple(ratings[: place + 1])
    return _from_to(row.data.get(key), ratings) or spans.get(row.choice(key, list(spans)) or "", ())


def _from_to(given: object, ratings: Sequence[str]) -> tuple[str, ...]:
    first, _, last = given.partition(" to ") if isinstance(given, str) else ("", "", "")
    if first not in ratings or last not in ratings:
        return ()
    return tuple(ratings[ratings.index(first) : ratings.index(last) + 1])
