"""The hash chain over a log: each entry names the one before, so that no change goes unseen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from pamms_core.canonical import digest
from pamms_core.workflow.case import Entry  # noqa: TC001 (the JSON codec reads these annotations)
from pamms_core.workflow.commands import plain
from pamms_core.workflow.errors import LogError

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["GENESIS", "LogFault", "Sealed", "entry_digest", "seal", "verify_log"]

GENESIS: Final = "sha256:" + "0" * 64
"""What the first entry of a log names as the one before."""


@attrs.frozen
class Sealed:
    """An entry with its link in the chain, as a host stores it."""

    entry: Entry
    """The step."""
    previous: str
    """The hash of the entry before; :data:`GENESIS` for the first."""
    hash: str
    """The SHA-256 of the entry and ``previous`` in their canonical form."""


@attrs.frozen
class LogFault:
    """The first entry at which a stored log is not what was sealed."""

    position: int
    """Its place in what was given, counted from 1; one past the end if entries are missing there."""
    problem: str
    """What is wrong."""

    def __str__(self) -> str:
        return f"entry {self.position}: {self.problem}"


def entry_digest(entry: Entry, previous: str) -> str:
    """Hash an entry together with the hash of the one before.

    Raises:
        LogError: a command holds a value that has no canonical form, such as a float.
    """
    try:
        return digest({"previous": previous, "entry": plain(entry)})
    except (TypeError, ValueError) as error:
        raise LogError(entry.number, f"it cannot be sealed: {error}") from error


def seal(entries: Iterable[Entry], previous: str = GENESIS) -> tuple[Sealed, ...]:
    """Seal new entries, in order, after those that a host has stored.

    Args:
        entries: the new entries, such as those of an accepted decision.
        previous: the hash of the last entry stored before.

    Raises:
        LogError: a command holds a value that has no canonical form, such as a float.
    """
    sealed = []
    for entry in entries:
        made = Sealed(entry, previous, entry_digest(entry, previous))
        sealed.append(made)
        previous = made.hash
    return tuple(sealed)


def verify_log(
    sealed: Iterable[Sealed], head: str | None = None, previous: str = GENESIS
) -> LogFault | None:
    """Look for an entry that was edited, left out, put in or moved; find the first one.

    Args:
        sealed: the stored log, oldest first.
        head: the hash of the newest entry, kept elsewhere. Without it nobody can tell
            that entries at the end were cut off, or that the whole was made anew.
        previous: what the first entry given must follow, for a part of a log.

    Returns:
        ``None`` if the log is what was sealed.
    """
    position, before = 0, None
    for position, each in enumerate(sealed, 1):
        problem = _fault(each, before, previous)
        if problem:
            return LogFault(position, problem)
        before, previous = each, each.hash
    if head is not None and previous != head:
        return LogFault(position + 1, "the log ends before the head that was given, or is another log")
    return None


def _fault(each: Sealed, before: Sealed | None, previous: str) -> str:
    """Say what is wrong with a link, if anything is."""
    entry = each.entry
    if each.previous != previous:
        return "it does not follow the entry before: something was left out, put in or moved"
    try:
        found = entry_digest(entry, previous)
    except LogError as error:
        return error.problem
    if each.hash != found:
        return "it is not what was sealed: it was edited"
    return _misplaced(entry, None if before is None else before.entry, previous)


def _misplaced(entry: Entry, before: Entry | None, previous: str) -> str:
    """Say why an entry cannot stand where it does, though its link is whole."""
    if before is None:
        begins = previous != GENESIS or entry.number == 1
        return "" if begins else f"a log begins with entry 1, not {entry.number}"
    if entry.number != before.number + 1:
        return f"its number is {entry.number}, after {before.number}"
    if entry.case != before.case:
        return f"it belongs to another case, {entry.case!r}"
    return "" if entry.at >= before.at else "it is earlier than the entry before"
