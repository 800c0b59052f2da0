"""How a command ended."""

from __future__ import annotations

from enum import IntEnum

__all__ = ["Status"]


class Status(IntEnum):
    """The exit status of a command."""

    FINE = 0
    PROBLEMS = 1
    """Bad data, mistakes in a file, or a file that cannot be written."""
    USAGE = 2
    """A wrong option, a name that is not known, or a missing extra."""
    # 128 + the signal's number, as a shell reports a program that the signal ended.
    INTERRUPTED = 130
    PIPE_CLOSED = 141
