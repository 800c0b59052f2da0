"""The text of a cell, in and out: what XML cannot hold is written such as ``_x0001_``.

That is the form ST_Xstring of ISO/IEC 29500.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["LONGEST_TEXT", "escaped", "fits", "unescaped"]

LONGEST_TEXT: Final = 32_767
"""No cell holds more UTF-16 units than this; Excel cuts off the rest without a word."""

# What XML 1.0 has no form for, and the carriage return, which its readers turn into a line feed;
# and what would be taken for an escape. An underscore before x is enough to be on the safe side.
_TO_ESCAPE: Final = re.compile("[\x01-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPE: Final = re.compile("_x([0-9A-Fa-f]{4})_")


def escaped(text: str) -> str:
    r"""Write a text as a cell holds it.

    >>> escaped("a\x01b _x0041_ c")
    'a_x0001_b _x005F_x0041_ c'
    """
    return _TO_ESCAPE.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def unescaped(text: str) -> str:
    r"""Read a text as a cell holds it.

    >>> unescaped("a_x0001_b _x005F_x0041_ c")
    'a\x01b _x0041_ c'
    """
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)


def fits(text: str) -> bool:
    r"""Whether a cell can hold the text: it is not too long, and has no NUL or half character.

    >>> fits("é" * 32_767), fits("\N{GRINNING FACE}" * 32_767), fits("\0")
    (True, False, False)
    """
    try:
        units = len(text.encode("utf-16-le")) // 2
    except UnicodeEncodeError:
        return False
    return units <= LONGEST_TEXT and "\0" not in text
