"""Tell on standard error how far something long has come."""

from __future__ import annotations

import sys
from time import monotonic
from typing import TYPE_CHECKING, Final, Self

if TYPE_CHECKING:
    from types import TracebackType

__all__ = ["Progress"]

# In seconds: when the first line is written, and how far apart the others are. On a terminal
# a line replaces the one before; elsewhere every line stays, so they are fewer.
_FIRST: Final = 1
_PACE: Final = 1
_PACE_OF_LINES: Final = 10
_ERASE: Final = "\r\x1b[2K"


class Progress:
    """Says what it is told, once that takes longer than a second; leaves a terminal clean."""

    def __init__(self) -> None:
        self._replaces = bool(sys.stderr) and sys.stderr.isatty()
        self._next = monotonic() + _FIRST
        self._stands = False

    def __call__(self, text: str) -> None:
        """Tell something, unless it is too early to tell more."""
        now = monotonic()
        if not sys.stderr or now < self._next:
            return
        self._next = now + (_PACE if self._replaces else _PACE_OF_LINES)
        self._stands = self._replaces
        sys.stderr.write(f"{_ERASE}{text}" if self._replaces else f"{text}\n")
        sys.stderr.flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._stands:
            sys.stderr.write(_ERASE)
            sys.stderr.flush()
