"""Show what differs between two editions, and what became of a sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pamms_core.cli.layout import facts, heading, listing, paragraph
from pamms_core.reports.editions import changed_texts, changes_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from pamms_core.standards.carrying import Carried
    from pamms_core.standards.editions import EditionComparison, QuestionChange

__all__ = ["carried_view", "editions_view"]


def editions_view(found: EditionComparison) -> Iterator[RenderableType]:
    """Show how the sets differ, then every question that does."""
    first, *_ = found.sentences
    yield heading(first)
    if told := (*found.particulars, *map(str, found.reused)):
        yield listing(("-", each) for each in told)
    for change in found.changes:
        yield facts(_rows(change))


def _rows(change: QuestionChange) -> Iterator[tuple[str, str]]:
    yield change.code, "; ".join(changes_of(change))
    for name, text in zip(("before", "after"), changed_texts(change), strict=True):
        if text:
            yield name, text


def carried_view(carried: Carried, written: str | None) -> Iterator[RenderableType]:
    """Show how much was kept, and what needs looking at."""
    first, *rest = carried.sentences
    yield heading(first)
    if rest:
        yield listing(("-", each) for each in rest)
    if written:
        yield paragraph(f"The sheet for edition {carried.answers.edition} is in {written}.")
