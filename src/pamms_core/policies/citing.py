"""What a citation says: the rules it names, and whether a value is this project's own choice.

A citation names rules by their ids, each with the letters of the sources that
speak: ``A5 (N, W)``. ``ours`` marks a choice that no source gives, and
``elsewhere ours`` one that only the named sources give.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["OURS", "is_ours", "rule_ids"]

OURS: Final = "ours"
"""The source of a value that no source gives: the project's own choice."""
_ELSEWHERE: Final = re.compile(r"\belsewhere\b[^;]*\bours\b")
_OURS: Final = re.compile(r"\bours\b")
_RULE: Final = re.compile(r"\b(?:SA|[ASDPOFR])\d+\b")
_LETTERS: Final = re.compile(r"\(([A-Z](?:, [A-Z])*)\)")


def rule_ids(source: str) -> tuple[str, ...]:
    """List the ids of the rules that a citation names.

    >>> rule_ids("A5 (N, W), SA2 (W); elsewhere ours")
    ('A5', 'SA2')
    """
    return tuple(dict.fromkeys(_RULE.findall(source)))


def is_ours(source: str, letter: str = "") -> bool:
    """Tell whether a citation marks a choice of ours, for the locality with a letter.

    Where only a part is ours, such as the number of days, the value counts as ours.

    >>> is_ours("P2 (N); elsewhere ours", "N"), is_ours("P2 (N); elsewhere ours", "E")
    (False, True)
    >>> is_ours("P6 (E); the days are ours", "E")
    True
    """
    told = _ELSEWHERE.sub("", source)
    if _OURS.search(told):
        return True
    named = {each for group in _LETTERS.findall(told) for each in group.split(", ")}
    return told != source and letter not in named
