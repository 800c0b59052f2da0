"""The facts of a spreadsheet of answers: its set, the service, details, flags and numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pamms_core._places import Places
from pamms_core.scale import fold
from pamms_core.standards.workbook_layout import FACTS, FIXED_FACTS, PROMPTS, Group

if TYPE_CHECKING:
    from pamms_core.standards.csv_tables import Row

__all__ = ["Facts", "truth", "whole"]

_TRUTHS: Final = {"yes": True, "true": True, "no": False, "false": False}
# Python reads no number of thousands of digits, and none that is asked for has so many.
_LONGEST_WHOLE: Final = 20
_GROUPS: Final = {fold(each): each for each in (Group.SET, Group.SERVICE, *FACTS)}


def truth(text: str) -> bool | None:
    """Read yes or no, in any case; ``None`` if it is neither.

    >>> truth(" Yes"), truth("FALSE"), truth("perhaps")
    (True, False, None)
    """
    return _TRUTHS.get(fold(text))


def whole(text: str) -> int | str:
    """Read a whole number; what is none stays as it is, to be refused with its place.

    >>> whole("40"), whole("40 or so")
    (40, '40 or so')
    """
    return int(text) if text.isascii() and text.isdigit() and len(text) < _LONGEST_WHOLE else text


class Facts:
    """Gathers the rows of the table of facts as plain data, with the places they came from."""

    def __init__(self, *, beside: tuple[str, ...] = ()) -> None:
        """Begin; ``beside`` names what else rows may be about, which is read elsewhere."""
        self._abouts = (*_GROUPS.values(), *beside)
        self.data: dict[str, object] = {}
        self.places = Places()
        self._tables: dict[str, dict[str, object]] = {}
        self._asked: set[str] = set()

    def add(self, row: Row) -> None:
        """Keep what one row says."""
        about, name = row.text("about"), row.text("name")
        if about is None or name is None:
            return
        group = _GROUPS.get(fold(about))
        if group is None:
            row.wrong("about", f"must be one of {', '.join(self._abouts)}", about)
        elif group in FACTS:
            self._add_entry(row, group, name)
        elif key := FIXED_FACTS.get((group, fold(name))):
            self._put(row, key, self.data, key, row.text("entry"))
        else:
            known = ", ".join(named for each, named in FIXED_FACTS if each == group)
            row.wrong("name", f"must be one of {known}", name)

    def _add_entry(self, row: Row, group: str, name: str) -> None:
        """Keep a detail, a flag or a number."""
        value = row.text("entry") if group == Group.DETAIL else row.value("entry")
        if not name:
            if value not in ("", None):
                row.wrong("name", "is missing: what is this entry called?")
        elif value != "" or (group == Group.DETAIL and not self._prompts(name)):
            table = self._tables.setdefault(FACTS[group], {})
            self.data[FACTS[group]] = table
            if group == Group.FLAG and isinstance(value, str):
                value = self._truth(row, value)
            if group == Group.NUMBER and isinstance(value, str):
                value = whole(value)
            self._put(row, f"{FACTS[group]}.{name}", table, name, value)

    def _prompts(self, name: str) -> bool:
        """Whether a blank detail is only asked for: the first row of a name we ask for is."""
        asked = name in PROMPTS and name not in self._asked
        self._asked.add(name)
        return asked

    def _truth(self, row: Row, text: str) -> bool | None:
        found = truth(text)
        if found is None:
            row.wrong("entry", "must be yes, no or blank (not known)", text)
        return found

    def _put(self, row: Row, path: str, table: dict[str, object], key: str, value: object) -> None:
        """Keep a value; one that could not be read was noted, and nothing more is said of it."""
        if key in table:
            row.wrong("name", "stands here a second time", key)
            return
        self.places.put(path, row.place("entry"))
        if value is None:
            self.places.spoil(path)
        table[key] = "" if value is None else value
