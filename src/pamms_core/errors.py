"""What can be wrong with data or a call, as typed errors a person can act on.

Every error has :class:`PammsError` at its root and is also one of Python's
own exceptions, so a host may catch either.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "DataFileError",
    "Mistake",
    "PammsError",
    "UnknownNameError",
    "did_you_mean",
    "plain_code",
    "printable",
    "shorten",
]

# A person reads these lines: past this many, the rest is counted.
_LINES_SHOWN = 50
# Of the names that would have been right, so many are listed.
_NAMES_SHOWN = 20
# After a problem that begins so, "not X" tells what stands there; after others it is just named.
_DEMANDS = ("must be ", "must begin ")
# No value is quoted at greater length than this, and no path is given at more.
_VALUE_SHOWN = 80
_PATH_SHOWN = 200
_LEADING_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")


class PammsError(Exception):
    """The root of all errors raised by this library.

    >>> from pamms_core import load_set
    >>> try:
    ...     load_set("no-such-set")
    ... except PammsError as error:
    ...     print(type(error).__name__)
    UnknownNameError
    """


@attrs.frozen(kw_only=True)
class Mistake:
    """One mistake in a data file: where it is, what stands there, what may.

    >>> str(Mistake(file="set.toml", path="questions[12].weight", value=0,
    ...             problem="must be a positive integer"))
    'set.toml: questions[12].weight: must be a positive integer, not 0'
    """

    file: str
    """The file as the caller named it, or a description such as ``"<text>"``."""
    problem: str
    """What is wrong and what is allowed, in lower case."""
    path: str = ""
    """Where inside the file, such as ``questions[12].weight``; empty for the whole."""
    value: object = attrs.field(default=None, hash=False)
    """The value that stands there, ``None`` where the point is that nothing does."""
    line: int | None = None
    """The line, counted from 1, where the format gives one."""
    hint: str = ""
    """A near match, such as ``did you mean 'accommodation'?``."""

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        where = f"{place}: {shorten(printable(self.path), _PATH_SHOWN)}" if self.path else place
        link = ", not" if self.problem.startswith(_DEMANDS) else ":"
        shown = "" if self.value is None else f"{link} {shorten(_quoted(self.value))}"
        hint = f" ({self.hint})" if self.hint else ""
        return f"{where}: {self.problem}{shown}{hint}"


class DataFileError(PammsError, ValueError):
    """A data file that cannot be used, with *every* mistake found in it.

    >>> error = DataFileError([Mistake(file="a.csv", problem="the file is empty")])
    >>> print(error)
    a.csv: the file is empty
    """

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes: tuple[Mistake, ...] = tuple(mistakes)
        super().__init__(self.mistakes)

    def __str__(self) -> str:
        lines = [str(mistake) for mistake in self.mistakes[:_LINES_SHOWN]]
        more = len(self.mistakes) - _LINES_SHOWN
        return "\n".join(lines + ([f"… and {more} more mistakes"] if more > 0 else []))


class UnknownNameError(PammsError, LookupError):
    """A name that is not there: a question, a node, a rating, a shipped set.

    >>> raise UnknownNameError("rating", "god", ["good", "poor"])
    Traceback (most recent call last):
    ...
    pamms_core.errors.UnknownNameError: unknown rating 'god' (did you mean 'good'?); known: good, poor
    """

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        self.kind = kind
        """What was looked for, such as ``"rating"``."""
        self.name = name
        """The name that was given."""
        self.known: tuple[str, ...] = tuple(known)
        """The names there are."""
        super().__init__(kind, name, self.known)

    def __str__(self) -> str:
        near = did_you_mean(self.name, self.known)
        listed = ", ".join(self.known[:_NAMES_SHOWN]) + (", …" if len(self.known) > _NAMES_SHOWN else "")
        hint = f" ({near})" if near else ""
        return f"unknown {self.kind} {shorten(repr(self.name))}{hint}; known: {listed or 'none'}"


def plain_code(text: str) -> str:
    """Fold what codes must not differ in alone: case, and zeros before a number.

    >>> plain_code("B7") == plain_code("b07"), plain_code("B70")
    (True, 'b70')
    """
    return _LEADING_ZEROS.sub("", text.casefold())


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Answer ``did you mean '…'?`` for the nearest known name, or nothing.

    >>> did_you_mean("Acommodation", ["accommodation", "community"])
    "did you mean 'accommodation'?"
    >>> did_you_mean("B7", ["B07", "B17"])
    "did you mean 'B07'?"
    >>> did_you_mean("zebra", ["accommodation"])
    ''
    """
    from difflib import get_close_matches  # costly to import, needed only for errors

    typed = name[:200].casefold()
    folded = {each.casefold(): str(each) for each in known}  # a code may be an enum member
    alike = [each for each in folded if plain_code(each) == plain_code(typed)]
    near = alike or get_close_matches(typed, folded, n=1, cutoff=0.6)
    return f"did you mean {folded[near[0]]!r}?" if near else ""


def _quoted(value: object) -> str:
    try:
        return repr(value)
    except (RecursionError, ValueError):  # Python writes no number of more than 4,300 digits
        return f"a {type(value).__name__} too large or too deep to be shown"


def printable(text: str) -> str:
    """Escape what would break the line or act on a terminal."""
    return text if text.isprintable() else repr(text)[1:-1]


def shorten(text: str, longest: int = _VALUE_SHOWN) -> str:
    """Cut a text that is longer than people will read."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
