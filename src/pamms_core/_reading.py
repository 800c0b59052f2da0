"""Read plain data (from TOML or JSON) and note every mistake on the way.

A :class:`Table` is a cursor on one table of a file. Each question asked of it
("the text called title", "the whole number called weight") answers with a
usable value even where the file is wrong, and notes the mistake; what nobody
asked for is an unknown key. Nothing is built until :meth:`Mistakes.check`.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, TypeVar

from pamms_core._places import Placed
from pamms_core.errors import DataFileError, Mistake, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from pamms_core._places import Places

__all__ = ["Mistakes", "Table", "exact", "keyed", "opened"]

_T = TypeVar("_T")

_MISSING = object()
# Longer texts are no number a person wrote, and would take long to compute with.
_LONGEST_NUMBER = 40
# No weight or count is larger: Python refuses to write numbers of thousands of digits.
_LARGEST_WHOLE = 10**12
# JSON and TOML can write what no text file or report can hold: NUL, and half a surrogate pair.
_NO_TEXT = re.compile("[\0\ud800-\udfff]")
# A file with more mistakes is not a data file of ours, and would take much time and memory.
_MOST_MISTAKES = 10_000
# Near matches are looked for in so many names altogether, which takes about a second.
_MOST_COMPARISONS = 100_000


class Mistakes:
    """The mistakes found so far, over all files that belong together."""

    def __init__(self) -> None:
        self.found: list[Mistake] = []
        self._comparisons = 0

    def note(self, mistakes: Iterable[Mistake]) -> None:
        """Keep some mistakes; past the most that are kept, raise DataFileError at once."""
        for mistake in mistakes:
            self.found.append(mistake)
            if len(self.found) > _MOST_MISTAKES:
                problem = f"has more than {_MOST_MISTAKES:,} mistakes; only these were looked at"
                self.found[-1] = Mistake(file=mistake.file, problem=problem)
                self.check()

    def near(self, name: str, known: Collection[str]) -> str:
        """Answer ``did you mean '…'?``, unless too many names were compared already."""
        self._comparisons += len(known)
        return did_you_mean(name, known) if self._comparisons <= _MOST_COMPARISONS else ""

    def check(self) -> None:
        """Raise DataFileError if there is any."""
        if self.found:
            raise DataFileError(self.found)


class Table:
    """A cursor on one table of a data file."""

    def __init__(
        self,
        data: object,
        *,
        file: str,
        mistakes: Mistakes,
        path: str = "",
        line: int | None = None,
        places: Places | None = None,
    ) -> None:
        self.file, self.path, self.line, self.mistakes = file, path, line, mistakes
        self.places = places
        self._asked: set[str] = set()
        self._is_table = isinstance(data, dict)
        self.data: dict[str, object] = data if isinstance(data, dict) else {}
        if not self._is_table and data is not _MISSING:
            self.wrong(None, "must be a table", data)

    def at(self, key: str | None) -> str:
        """The path of a key of this table."""
        return self.path if key is None else f"{self.path}.{key}" if self.path else key

    def where(self, key: str) -> str:
        """The place of a key as a person finds it: a path, an address, or a column and its line."""
        path, line = (self.places and self.places.find(self.at(key))) or (self.at(key), self.line)
        return path if line is None else f"{path}, line {line}"

    def wrong(self, key: str | None, problem: str, value: object = None, hint: str = "") -> None:
        """Note a mistake, at the place in the file that the value came from."""
        path, line = self.at(key), self.line
        if self.places is not None:
            found = self.places.find(path)
            if found is None:  # what stands there could not be read, and that was said already
                return
            path, line = found
        mistake = Mistake(file=self.file, path=path, problem=problem, value=value, hint=hint, line=line)
        self.mistakes.note([mistake])

    def has(self, key: str) -> bool:
        """Whether the file gives this key."""
        self._asked.add(key)
        return key in self.data

    def _get(self, key: str, default: object, wanted: str) -> object:
        self._asked.add(key)
        value = self.data.get(key, default)
        if value is _MISSING and self._is_table:  # of what is no table, nothing more is said
            self.wrong(key, f"is missing; {wanted} is needed")
        return value

    def text(self, key: str, default: object = _MISSING) -> str:
        """A text; where it must be given, one that is not blank."""
        value = self._get(key, default, "a text")
        if isinstance(value, str):
            if default is _MISSING and not value.strip():
                self.wrong(key, "must not be empty", value)
            self.writable(key, value)
            return value.strip()
        if value is not _MISSING:
            self.wrong(key, "must be a text", value)
        return ""

    def writable(self, key: str, text: str) -> None:
        """Check that a text of this key, or the key itself, could be written to a file."""
        if _NO_TEXT.search(text):
            self.wrong(key, "must be text without NUL or half characters", text)

    def whole(self, key: str, default: object = _MISSING, *, least: int = 1) -> int:
        """A whole number of at least ``least``, and at most 10**12."""
        value = self._get(key, default, f"a whole number of {least} or more")
        if isinstance(value, int) and not isinstance(value, bool) and value >= least:
            if value > _LARGEST_WHOLE:
                self.wrong(key, f"must be at most {_LARGEST_WHOLE:,}", value)
            return value
        if value is not _MISSING:
            named = "a positive integer" if least == 1 else f"an integer of {least} or more"
            self.wrong(key, f"must be {named}", value)
        return least

    def flag(self, key: str, *, default: bool = False) -> bool:
        """``true`` or ``false``."""
        value = self._get(key, default, "true or false")
        if not isinstance(value, bool):
            self.wrong(key, "must be true or false", value)
        return value is True

    def exact(self, key: str, default: object = _MISSING) -> Fraction:
        """An exact number: a whole number, ``"62.5%"``, ``"4.5"`` or ``"1/3"``."""
        value = self._get(key, default, 'a number such as 3, "62.5%" or "1/3"')
        try:
            return exact(value) if value is not _MISSING else Fraction(0)
        except ValueError as error:
            self.wrong(key, str(error), value)
            return Fraction(0)

    def choice(self, key: str, names: Sequence[_T], default: object = _MISSING) -> _T | None:
        """One of some names (or numbers); ``None`` where the file is wrong."""
        listed = ", ".join(map(str, names))
        value = self._get(key, default, f"one of {listed}")
        return None if value is _MISSING else self._one_of(key, value, names)

    def choices(self, key: str, names: Sequence[_T], default: object = _MISSING) -> tuple[_T, ...]:
        """A list of some names, without repetition."""
        found: list[_T] = []
        for place, value in enumerate(self.items(key, default)):
            one = self._one_of(f"{key}[{place}]", value, names)
            if one is not None and one in found:
                self.wrong(f"{key}[{place}]", "is in the list twice", value)
            elif one is not None:
                found.append(one)
        return tuple(found)

    def _one_of(self, key: str, value: object, names: Sequence[_T]) -> _T | None:
        if not isinstance(value, bool | float):
            for name in names:
                if value == name:
                    return name
        hint = self.mistakes.near(value, list(map(str, names))) if isinstance(value, str) else ""
        listed = ", ".join(map(str, names)) or "nothing"
        self.wrong(key, f"must be one of {listed}", value, hint)
        return None

    def items(self, key: str, default: object = _MISSING) -> list[object]:
        """A list of anything."""
        value = self._get(key, default, "a list")
        if isinstance(value, list | tuple):
            if default is _MISSING and not value:
                self.wrong(key, "must not be empty", value)
            return list(value)
        if value is not _MISSING:
            self.wrong(key, "must be a list", value)
        return []

    def texts(self, key: str, default: object = _MISSING) -> tuple[str, ...]:
        """A list of texts, or one text alone."""
        alone = self.data.get(key)
        if isinstance(alone, str):
            return (self.text(key),)
        found = self.items(key, default)
        for place, value in enumerate(found):
            if not isinstance(value, str) or not value.strip():
                self.wrong(f"{key}[{place}]", "must be a text", value)
        return tuple(each.strip() for each in found if isinstance(each, str))

    def table(self, key: str, default: object = _MISSING) -> Table:
        """A table inside this one."""
        value = self._get(key, default, "a table")
        return self._inner(value, self.at(key))

    def tables(self, key: str, default: object = _MISSING) -> Iterator[Table]:
        """The tables of a list."""
        for place, value in enumerate(self.items(key, default)):
            yield self._inner(value, f"{self.at(key)}[{place}]")

    def named_tables(self, key: str, default: object = _MISSING) -> Iterator[tuple[str, Table]]:
        """The tables inside a table, each with its name."""
        outer = self.table(key, default)
        for name in outer.data:
            yield name, outer.table(name)

    def _inner(self, value: object, path: str) -> Table:
        return Table(
            value,
            file=self.file,
            mistakes=self.mistakes,
            path=path,
            line=self.line,
            places=self.places,
        )

    def done(self) -> None:
        """Note every key that nobody asked for."""
        for key in self.data:
            if key not in self._asked:
                asked = sorted(self._asked)
                hint = self.mistakes.near(key, asked)
                self.wrong(key, f"is an unknown key; known: {', '.join(asked)}", hint=hint)


def opened(data: Mapping[str, object], *, file: str, line: int | None = None) -> Table:
    """Begin to read a file's data, with the mistakes that were found in its form."""
    mistakes = Mistakes()
    if isinstance(data, Placed):
        mistakes.note(data.mistakes)
        return Table(dict(data), file=file, mistakes=mistakes, line=line, places=data.places)
    return Table(dict(data), file=file, mistakes=mistakes, line=line)


def exact(value: object) -> Fraction:
    """Read an exact number from a whole number or a text.

    >>> exact("62.5%"), exact("1/3"), exact(4)
    (Fraction(5, 8), Fraction(1, 3), Fraction(4, 1))

    Raises:
        ValueError: it is something else; floats are, since they are not exact.
    """
    wanted = 'must be an exact number: a whole number, or a text such as "62.5%", "4.5" or "1/3"'
    if isinstance(value, int) and not isinstance(value, bool):
        return Fraction(value)
    if not isinstance(value, str) or len(value) > _LONGEST_NUMBER or "e" in value.casefold():
        raise ValueError(wanted)
    try:
        number = Fraction(value.strip().removesuffix("%"))
    except (ValueError, ZeroDivisionError):
        raise ValueError(wanted) from None
    return number / 100 if value.strip().endswith("%") else number


def keyed(rows: Sequence[_T], key: Callable[[_T], object], note: Callable[[_T, object], None]) -> None:
    """Call ``note`` for each row whose key an earlier row has."""
    seen: set[object] = set()
    for row in rows:
        name = key(row)
        if name in seen:
            note(row, name)
        seen.add(name)
