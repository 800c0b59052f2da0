"""Read a data file of bounded size as text and parse it, with typed errors only."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import attrs

from pamms_core.errors import DataFileError, Mistake

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from os import PathLike

__all__ = [
    "LARGEST_FILE",
    "failure",
    "parse_json",
    "parse_toml",
    "read_bytes",
    "read_lines",
    "read_text",
]

LARGEST_FILE: Final = 16 * 2**20
"""No data file may be larger than this many bytes: a full question set has 200,000."""
_LONGEST_LINE: Final = 2**20

_LINE: Final = re.compile(r"\(at line (\d+), column (\d+)\)")
# Python's parser takes time by the square of a dotted key's parts, and no real key has so many.
_MOST_PARTS: Final = 100
_DOTTED: Final = re.compile(
    rf"""(?<![\w-])(?:(?:[\w-]++|"[^"]*+"|'[^']*+')[ \t]*+\.[ \t]*+){{{_MOST_PARTS}}}"""
)


def failure(file: str, problem: str, **where: object) -> DataFileError:
    """Make the error for a file that has one mistake only."""
    return DataFileError([Mistake(file=file, problem=problem, **where)])  # type: ignore[arg-type]


def read_text(path: str | PathLike[str]) -> str:
    """Read a UTF-8 text file, with or without a byte order mark.

    Raises:
        DataFileError: there is no such file, it is a directory, it is larger
            than LARGEST_FILE, or it is not UTF-8 text.
    """
    return _decode(read_bytes(path), str(path))


def read_bytes(path: str | PathLike[str]) -> bytes:
    """Read a file whole.

    Raises:
        DataFileError: there is no such file, it is a directory, or it is larger than LARGEST_FILE.
    """
    file = str(path)
    try:
        with open(path, "rb") as stream:
            content = stream.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as error:
        raise _unreadable(file, error) from error
    if len(content) > LARGEST_FILE:
        raise failure(file, f"is larger than {LARGEST_FILE // 2**20} MB")
    return content


def read_lines(path: str | PathLike[str]) -> Iterator[str]:
    """Yield the lines, with their ends, of a UTF-8 text file of any size.

    Raises:
        DataFileError: as for :func:`read_text`, only that a line may be too long, and not the file.
    """
    file, number = str(path), 0
    try:
        # What is no UTF-8 comes as half characters, so that its line is known.
        with open(path, encoding="utf-8-sig", errors="surrogateescape", newline="") as stream:
            while line := stream.readline(_LONGEST_LINE + 1):
                number += 1
                _check_line(line, file, number)
                yield line
    except DataFileError:
        raise
    except (OSError, ValueError) as error:
        raise _unreadable(file, error) from error


def _check_line(line: str, file: str, number: int) -> None:
    if len(line) > _LONGEST_LINE:
        raise failure(file, f"has a line of more than {_LONGEST_LINE:,} characters", line=number)
    if not line.isascii() or "\0" in line:
        try:
            _decode(line.encode("utf-8", "surrogateescape"), file)
        except DataFileError as error:
            raise DataFileError(attrs.evolve(each, line=number) for each in error.mistakes) from error


def _decode(content: bytes, file: str) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise failure(file, "must be UTF-8 text, not UTF-16 (save it as 'CSV UTF-8' or as UTF-8)")
    if (zero := content.find(b"\0")) >= 0:
        raise failure(file, f"must be text, but byte {zero} is NUL", line=_line_of(content, zero))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        problem = (
            f"must be UTF-8 text, but byte {error.start} is 0x{content[error.start]:02x}"
            " (save it as 'CSV UTF-8' or as UTF-8)"
        )
        raise failure(file, problem, line=_line_of(content, error.start)) from error


def _unreadable(file: str, error: Exception) -> DataFileError:
    reason = getattr(error, "strerror", None) or str(error)
    return failure(file, f"cannot be read: {reason.lower()}")


def _line_of(content: bytes, offset: int) -> int:
    return content.count(b"\n", 0, offset) + 1


def parse_toml(text: str, file: str) -> dict[str, object]:
    """Parse TOML, whatever is wrong with it."""
    import tomllib

    def loads(source: str) -> object:
        if any(line.count(".") >= _MOST_PARTS and _DOTTED.search(line) for line in source.split("\n")):
            raise RecursionError
        return tomllib.loads(source)

    return _parse(loads, text.replace("\r\n", "\n"), file, "TOML")


def parse_json(text: str, file: str) -> dict[str, object]:
    """Parse a JSON object strictly: no duplicate keys, no NaN, no infinity."""
    import json

    def unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
        found: dict[str, object] = {}
        for key, value in pairs:
            if key in found:
                raise ValueError(f"the key {key!r} appears twice in one object")
            found[key] = value
        return found

    def refuse(constant: str) -> object:
        raise ValueError(f"{constant} is not a JSON number")

    def loads(source: str) -> object:
        return json.loads(source, object_pairs_hook=unique, parse_constant=refuse)

    parsed = _parse(loads, text, file, "JSON")
    if not isinstance(parsed, dict):
        raise failure(file, f"must be a JSON object, not {type(parsed).__name__}")
    return parsed


def _parse(loads: Callable[[str], object], text: str, file: str, language: str) -> dict[str, object]:
    try:
        return loads(text)  # type: ignore[return-value]
    except RecursionError as error:
        raise failure(file, f"is not usable {language}: nested too deeply") from error
    except ValueError as error:
        line = getattr(error, "lineno", None)
        found = _LINE.search(str(error))
        line = int(found[1]) if found else line
        said = getattr(error, "msg", None) or str(error).replace(found[0] if found else "\0", "")
        if "set_int_max_str_digits" in said:  # Python's advice is for programmers
            said = "a number in it has too many digits"
        raise failure(file, f"is not valid {language}: {said.strip()}", line=line) from error
