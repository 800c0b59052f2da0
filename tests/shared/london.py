"""Deadlines that run in London, for tests to start and derive."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from pamms_core import Counting, Deadline, Due, Extension, Suspension

__all__ = ["LONDON", "at", "deadline", "due"]

LONDON: Final = ZoneInfo("Europe/London")


def at(text: str) -> datetime:
    """Read a time in London."""
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


def deadline(period: str, started: str, *ledger: Extension | Suspension) -> Deadline:
    """Start a deadline in London."""
    return Deadline(clock="comments", started=at(started), period=period, ledger=ledger)


def due(of: Deadline, **rules: Any) -> Due:
    """Derive when something is due, which it must be."""
    found = of.due(Counting(**rules))
    assert found is not None
    return found
