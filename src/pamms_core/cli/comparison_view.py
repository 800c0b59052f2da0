"""Show two outcomes side by side: what ``compare`` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pamms_core._display import counted
from pamms_core.cli.layout import heading, listing, paragraph, styled, table
from pamms_core.reports.comparison import limits_text, standing_text, step_text
from pamms_core.reports.compose import subject_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType
    from rich.table import Table

    from pamms_core.rating.comparison import Comparison

__all__ = ["comparison_view"]


def comparison_view(comparison: Comparison) -> Iterator[RenderableType]:
    """Show what differs, then every part that moved."""
    yield heading(subject_of(comparison.after))
    if comparison.hypothetical:
        yield paragraph(f"Hypothetical: {'; '.join(comparison.hypothetical)}", "italic")
    differences = [each for found in comparison.inputs.values() for each in found]
    if differences:
        yield listing(("-", each) for each in differences)
    moved, of = len(comparison.moved), counted(len(comparison.nodes), "part")
    yield paragraph(f"{moved} of {of} moved.")
    yield _changes(comparison)


def _changes(comparison: Comparison) -> Table:
    """Lay out the topmost parts, and below them all others that moved."""
    found = table()
    found.add_column("Part", ratio=1)
    for title in ("Before", "After", "Score by"):
        found.add_column(title)
    found.add_column("Limits", ratio=1)
    for each in dict.fromkeys((*comparison.tops, *comparison.moved)):
        cells = (standing_text(each.before), standing_text(each.after), step_text(each))
        found.add_row(*map(styled, (each.name, *cells, limits_text(each))))
    return found
