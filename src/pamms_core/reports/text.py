"""Make text that anyone may have typed harmless before a format escapes it."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["one_line", "plain"]

# Control characters can hide text, and lone surrogates cannot be encoded; marks
# that turn the direction of writing could make a Poor read as something else.
_UNSEEN: Final = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_LINE_ENDS: Final = re.compile(r"\r\n|[\r\x85\u2028\u2029]")


def plain(text: str) -> str:
    r"""Return a text with one kind of line end and nothing that cannot be seen.

    >>> plain("first\r\nsecond\x00")
    'first\nsecond\ufffd'
    """
    return _UNSEEN.sub("\ufffd", _LINE_ENDS.sub("\n", text)).strip()


def one_line(text: str) -> str:
    r"""Return a text in a single line.

    >>> one_line("Ash\nHouse")
    'Ash House'
    """
    return " ".join(plain(text).split())
