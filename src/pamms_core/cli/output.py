"""Write to standard output, in whatever signs its encoding has, or to a file."""

from __future__ import annotations

import sys
from typing import Final

from pamms_core.errors import PammsError

__all__ = ["UnwritableError", "save", "write", "write_json", "write_lines"]

_WIDTH: Final = 80

# What stands for our own signs where the output's encoding has none. Each is
# as wide as what it stands for, so that tables stay straight.
_PLAINER: Final = {"≥ ": ">=", "★": "*", "☆": ".", "─": "-", "…": "~"}


class UnwritableError(PammsError, OSError):
    """A file that cannot be written; says why."""


def save(content: bytes, path: str, *, replace: bool = True) -> None:
    """Write a file, in place of one that is there only if told so.

    Raises:
        UnwritableError: it cannot be written.
    """
    try:
        with open(path, "wb" if replace else "xb") as stream:
            stream.write(content)
    except FileExistsError as error:
        raise UnwritableError(f"{path} is there already; give --replace to replace it") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UnwritableError(f"{path} cannot be written: {reason.lower()}") from error


def write(text: str) -> None:
    """Write a text, with plainer signs where the output's encoding needs them."""
    encoding = _encoding()
    if not _fits(text, encoding):
        for sign, plainer in _PLAINER.items():
            text = text.replace(sign, plainer)
        text = text.encode(encoding, "replace").decode(encoding)
    _put(text)


def write_lines(text: str) -> None:
    """Write a text whose long lines are broken at 80 columns, what follows indented by two more."""
    write("".join(map(_broken, text.splitlines())))


def _broken(line: str) -> str:
    from textwrap import fill

    further = " " * (len(line) - len(line.lstrip()) + 2)
    # Names such as pamms-core, and paths, stay whole.
    broken = fill(
        line, _WIDTH, subsequent_indent=further, break_on_hyphens=False, break_long_words=False
    )
    return f"{broken}\n"


def write_json(value: object) -> None:
    """Write plain data as JSON; where the encoding needs it, in ASCII with escapes."""
    import json

    text = json.dumps(value, ensure_ascii=False, indent=2)
    if not _fits(text, _encoding()):
        text = json.dumps(value, indent=2)
    _put(f"{text}\n")


def _encoding() -> str:
    return getattr(sys.stdout, "encoding", None) or "utf-8"


def _fits(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _put(text: str) -> None:
    print(text, end="", flush=True)  # noqa: T201 (a command line prints)
