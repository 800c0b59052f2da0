"""Several of a kind, as commands and facts keep them: tuples of a known type."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pamms_core.processes.assessment_facts import Material

__all__ = ["as_material", "as_numbers", "as_texts"]

# Type checkers need a function for each: `tuple` would lose what it holds.


def as_texts(given: Iterable[str]) -> tuple[str, ...]:
    """Keep several texts, and refuse a single one, whose letters would become texts.

    Raises:
        TypeError: a single text was given.

    A role or another word of an enumeration becomes plain text, as logs keep it.

    >>> as_texts(["B07", "B08"])
    ('B07', 'B08')
    """
    if isinstance(given, str):
        raise TypeError(f"must be several texts, not the text {given!r}; write [{given!r}]")
    return tuple(map(str, given))


def as_numbers(given: Iterable[int]) -> tuple[int, ...]:
    """Keep several numbers."""
    return tuple(given)


def as_material(given: Iterable[Material]) -> tuple[Material, ...]:
    """Keep several things that were handed in."""
    return tuple(given)
