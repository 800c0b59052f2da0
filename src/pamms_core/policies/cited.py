"""Read values that each cite a source, and remember where each comes from.

A value is written ``{ is = "14 days", source = "A5 (N)" }``. A table whose values
share a source says ``source`` once, and its values stand plainly.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final, TypeVar

from pamms_core.workflow.period import Period, PeriodError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from pamms_core._reading import Table

__all__ = ["Cited", "cite", "overlay"]

_T = TypeVar("_T")
_VALUE: Final = "is"
_SOURCE: Final = "source"


def cite(data: Mapping[str, Any], source: object = None) -> dict[str, Any]:
    """Write every value of a table with its own source.

    >>> cite({"source": "A5 (N)", "period": "14 days", "extended": {"is": True, "source": "ours"}})
    {'period': {'is': '14 days', 'source': 'A5 (N)'}, 'extended': {'is': True, 'source': 'ours'}}
    """
    own = data.get(_SOURCE, source)
    return {key: _cited(value, own) for key, value in data.items() if key != _SOURCE}


def _cited(value: object, source: object) -> object:
    if isinstance(value, dict) and _VALUE in value:
        return value if _SOURCE in value else {**value, _SOURCE: source}
    if isinstance(value, dict):
        return cite(value, source)
    if isinstance(value, list) and value and all(isinstance(each, dict) for each in value):
        return [cite(each, source) for each in value]
    return {_VALUE: value, _SOURCE: source}


def overlay(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Lay one table of cited values over another, value by value; a list counts as one value.

    >>> overlay({"a": {"is": 1}, "b": {"is": 2}}, {"b": {"is": 3}})
    {'a': {'is': 1}, 'b': {'is': 3}}
    """
    merged = dict(below)
    for key, value in above.items():
        under = merged.get(key)
        inner = isinstance(under, dict) and isinstance(value, dict) and _VALUE not in value
        merged[key] = overlay(dict(under or {}), value) if inner else value
    return merged


class Cited:
    """A cursor on a table of cited values."""

    def __init__(self, table: Table, sources: dict[str, str]) -> None:
        self.table = table
        self._sources = sources

    def _value(self, key: str) -> Table:
        """Find a value with its source, and note the source."""
        value = self.table.table(key)
        if value.data:
            source = value.data.get(_SOURCE)
            if source is None:
                value.has(_SOURCE)
                value.wrong(_SOURCE, 'is missing; cite a rule or paragraph, or write "ours"')
            else:
                self._sources[value.path] = value.text(_SOURCE)
            value.text("note", "")
        return value

    def _read(self, key: str, read: Callable[[Table], _T]) -> _T:
        value = self._value(key)
        found = read(value)
        value.done()
        return found

    def has(self, key: str) -> bool:
        """Whether the value is given."""
        return self.table.has(key)

    def text(self, key: str) -> str:
        """A text."""
        return self._read(key, lambda value: value.text(_VALUE))

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; it may be empty."""
        return self._read(key, lambda value: value.texts(_VALUE, ()))

    def flag(self, key: str) -> bool:
        """``true`` or ``false``."""
        return self._read(key, lambda value: value.flag(_VALUE))

    def whole(self, key: str) -> int:
        """A whole number, 1 or more."""
        return self._read(key, lambda value: value.whole(_VALUE))

    def choice(self, key: str, names: Sequence[_T]) -> _T:
        """One of some names; the first of them where the file is wrong."""
        found = self._read(key, lambda value: value.choice(_VALUE, names))
        return names[0] if found is None else found

    def choices(self, key: str, names: Sequence[_T]) -> tuple[_T, ...]:
        """A list of some names, without repetition; it may be empty."""
        return self._read(key, lambda value: value.choices(_VALUE, names, ()))

    def period(self, key: str) -> Period:
        """A period such as ``"10 working days"``."""
        return self._read(key, _period)

    def optional_period(self, key: str) -> Period | None:
        """A period, or ``false`` where there is none by choice."""
        return self._read(key, lambda value: None if _is_no(value) else _period(value, ", or false"))

    def day(self, key: str) -> date:
        """A date."""
        return self._read(key, _day)

    def optional_day(self, key: str) -> date | None:
        """A date, or ``false`` where none is known."""
        return self._read(key, lambda value: None if _is_no(value) else _day(value))

    def inner(self, key: str) -> Cited:
        """A table of values inside this one."""
        return Cited(self.table.table(key), self._sources)

    def rows(self, key: str) -> Iterator[Cited]:
        """The tables of a list."""
        for row in self.table.tables(key):
            yield Cited(row, self._sources)

    def named(self, key: str) -> Iterator[tuple[str, Cited]]:
        """The tables inside a table, each with its name."""
        for name, row in self.table.named_tables(key):
            yield name, Cited(row, self._sources)

    def done(self) -> None:
        """Note every key that nobody asked for."""
        self.table.done()


def _is_no(value: Table) -> bool:
    return value.has(_VALUE) and value.data[_VALUE] is False


def _period(value: Table, otherwise: str = "") -> Period:
    if value.has(_VALUE) and not isinstance(given := value.data[_VALUE], str):
        value.wrong(_VALUE, f'must be a period such as "14 days"{otherwise}', given)
        return Period.parse("1 day")
    text = value.text(_VALUE)
    try:
        return Period.parse(text)
    except PeriodError as error:
        if text:
            value.wrong(_VALUE, f"must be a period: {error.problem}", text)
        return Period.parse("1 day")


def _day(value: Table) -> date:
    found = value.data.get(_VALUE)
    value.has(_VALUE)
    if isinstance(found, date) and not isinstance(found, datetime):
        return found
    value.wrong(_VALUE, "must be a date such as 2026-04-01", found)
    return date.max
