"""Show an outcome as evidence for key questions or regulations: what ``crosswalk`` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pamms_core.cli.layout import heading, paragraph, styled, table
from pamms_core.reports.compose import notices_of, subject_of
from pamms_core.reports.crosswalk import title_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType
    from rich.table import Table

    from pamms_core.rating.crosswalk import Crosswalk, EvidenceGroup

__all__ = ["crosswalk_view"]


def crosswalk_view(found: Crosswalk) -> Iterator[RenderableType]:
    """Show what it is and is not, then each group."""
    yield heading(f"{title_of(found)}: {subject_of(found.outcome)}")
    yield paragraph(" ".join(found.notices), "italic")
    for note in notices_of(found.outcome):
        yield paragraph(f"{note.title}: {' '.join(note.sentences)}", "italic")
    for group in found.groups:
        yield heading(group.name)
        yield _standards(group)


def _standards(group: EvidenceGroup) -> Table:
    found = table()
    found.add_column("", justify="right", no_wrap=True)
    found.add_column("Standard", ratio=3)
    found.add_column("Bears", no_wrap=True)
    found.add_column("Finding", ratio=2)
    for each in group.standards:
        bears = "chiefly" if each.chiefly else "also"
        texts = (str(each.standard.number), each.standard.title, bears, each.finding)
        found.add_row(*map(styled, texts))
    return found
