"""Write to standard output, in whatever signs its encoding has."""

from __future__ import annotations

import sys
from typing import Final

__all__ = ["write", "write_json"]

# What stands for our own signs where the output's encoding has none. Each is
# as wide as what it stands for, so that tables stay straight.
_PLAINER: Final = {"≥ ": ">=", "★": "*", "☆": ".", "─": "-", "…": "~"}


def write(text: str) -> None:
    """Write a text, with plainer signs where the output's encoding needs them."""
    encoding = _encoding()
    if not _fits(text, encoding):
        for sign, plainer in _PLAINER.items():
            text = text.replace(sign, plainer)
        text = text.encode(encoding, "replace").decode(encoding)
    _put(text)


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
