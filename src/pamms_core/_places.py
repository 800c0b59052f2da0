"""Where in a spreadsheet each value of plain data came from, so that mistakes name the cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pamms_core.errors import Mistake

__all__ = ["Place", "Placed", "Places"]

Place: TypeAlias = tuple[str, int | None]
"""What the place is called, such as ``Section A!C12``, and its line where the format has lines."""


class Places:
    """The places of values, by their paths in the plain data.

    >>> places = Places()
    >>> places.put("rating", ("A!E7", None))
    >>> places.put("evidence", ("A!G7", None))
    >>> places.find("rating"), places.find("evidence[1].kind")
    (('A!E7', None), ('A!G7: evidence[1].kind', None))
    """

    def __init__(self) -> None:
        self._by_path: dict[str, Place] = {}
        self._unusable: set[str] = set()

    def put(self, path: str, place: Place) -> None:
        """Say where the value of a path came from."""
        self._by_path[path] = place

    def spoil(self, path: str) -> None:
        """Say that what stands there could not be read, so that nothing more is said of it."""
        self._unusable.add(path)

    def find(self, path: str) -> Place | None:
        """Find where a value came from, or the nearest that holds it; ``None`` of a spoilt one."""
        whole = path
        while path:
            if path in self._unusable:
                return None
            if path in self._by_path:
                place, line = self._by_path[path]
                inside = whole[len(path.rpartition(".")[0]) :].removeprefix(".")
                named = path in {whole, place}  # a column that is called as the key is
                return (
                    inside if named and path != whole else place if named else f"{place}: {inside}"
                ), line
            path = path[: max(path.rfind("."), path.rfind("["), 0)]
        return whole, None


class Placed(dict[str, object]):
    """Plain data that came from a spreadsheet, with the places of its values.

    What was wrong with the form of the file is kept until the rest is checked,
    so that all mistakes are told at once.
    """

    def __init__(
        self, data: dict[str, object], *, places: Places, mistakes: Iterable[Mistake] = ()
    ) -> None:
        super().__init__(data)
        self.places = places
        self.mistakes = tuple(mistakes)
