"""Editions of methods: a folder of them, no two in force at once, and the one in force on a date."""

from __future__ import annotations

import os
from itertools import combinations
from typing import TYPE_CHECKING

from pamms_core._reading import Mistakes
from pamms_core.errors import DataFileError, Mistake, PammsError, UnknownNameError
from pamms_core.rating.method_file import load_method
from pamms_core.standards.catalogue import shipped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date
    from os import PathLike

    from pamms_core.rating.method import Method

__all__ = ["OverlapError", "load_methods", "method_in_force", "overlaps"]


class OverlapError(PammsError, ValueError):
    """Editions of which more than one is in force on a date.

    >>> from datetime import date
    >>> print(OverlapError([load_method(), load_method()], on=date(2026, 11, 22)))
    the effective dates of pamms-reference 2, pamms-reference 2 overlap on 2026-11-22
    """

    def __init__(self, methods: Iterable[Method], on: date) -> None:
        self.methods: tuple[Method, ...] = tuple(methods)
        self.on = on
        super().__init__(self.methods, on)

    def __str__(self) -> str:
        named = ", ".join(f"{each.id} {each.edition}" for each in self.methods)
        return f"the effective dates of {named} overlap on {self.on.isoformat()}"


def load_methods(folder: str | PathLike[str]) -> tuple[Method, ...]:
    """Load every method file of a folder, in the order of their names.

    Methods of different ids may be in force together, editions of one may not.

    Raises:
        DataFileError: the folder or a file cannot be used, or effective dates of editions
            overlap; names every mistake of every file.

    >>> from pamms_core import DataFileError
    >>> try:
    ...     load_methods("no-such-folder")
    ... except DataFileError as error:
    ...     print(error)
    no-such-folder: cannot be read as a folder: no such file or directory
    """
    path = os.fspath(folder)
    mistakes = Mistakes()
    loaded: dict[str, Method] = {}
    for file in _files(path):
        try:
            loaded[file] = load_method(file)
        except DataFileError as error:
            mistakes.note(error.mistakes)
    mistakes.note(overlaps(loaded))
    mistakes.check()
    return tuple(loaded.values())


def _files(folder: str) -> list[str]:
    try:
        files = [os.path.join(folder, f"{name}.toml") for name in shipped(folder)]
    except OSError as error:
        problem = f"cannot be read as a folder: {str(error.strerror).lower()}"
        raise DataFileError([Mistake(file=folder, problem=problem)]) from None
    if not files:
        raise DataFileError([Mistake(file=folder, problem="must hold at least one method file (.toml)")])
    return files


def overlaps(methods: Mapping[str, Method]) -> Iterator[Mistake]:
    """Yield a mistake for each two editions of one method that are in force on one day.

    Args:
        methods: the methods by their files.
    """
    for (first_file, first), (second_file, second) in combinations(methods.items(), 2):
        if first.id != second.id or not _overlap(first, second):
            continue
        # The later one is at fault: it begins before the other has ended.
        files = {first_file: first, second_file: second}
        (other_file, other), (file, edition) = sorted(files.items(), key=lambda each: _begin(each[1]))
        begins = edition.effective_from
        yield Mistake(
            file=file,
            path="effective_from",
            value=None if begins is None else begins.isoformat(),
            problem=f"must be after edition {other.edition} of {other.id} ({other_file}),"
            f" which is in force {_when(other)}",
        )


def _begin(method: Method) -> str:
    return "" if method.effective_from is None else method.effective_from.isoformat()


def _overlap(first: Method, second: Method) -> bool:
    starts = [each.effective_from for each in (first, second) if each.effective_from is not None]
    ends = [each.effective_to for each in (first, second) if each.effective_to is not None]
    return not starts or not ends or max(starts) <= min(ends)


def _when(method: Method) -> str:
    """Tell when a method is in force."""
    begins, ends = method.effective_from, method.effective_to
    words = [f"from {begins.isoformat()}"] if begins else []
    words += [f"to {ends.isoformat()}"] if ends else []
    return " ".join(words) or "always"


def method_in_force(methods: Iterable[Method], on: date) -> Method:
    """Pick the edition of a method that is in force on a date.

    Args:
        methods: the editions, in any order.
        on: the date.

    Raises:
        UnknownNameError: none is in force on that date.
        OverlapError: two of them are; their dates overlap.

    >>> from datetime import date
    >>> from pamms_core import load_method
    >>> editions = [load_method("examples/cms-pre-2022"), load_method("examples/cms-2022")]
    >>> method_in_force(editions, date(2023, 1, 1)).edition
    '2022-07'
    """
    editions = list(methods)
    valid = [each for each in editions if each.in_force(on)]
    if not valid:
        raise UnknownNameError("method in force on", on.isoformat(), (each.edition for each in editions))
    if len(valid) > 1:
        raise OverlapError(valid, on)
    return valid[0]
