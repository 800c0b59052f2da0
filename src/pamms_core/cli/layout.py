"""How anything is laid out on a terminal, piped or in a text file."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING, Final

from rich.box import Box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from pamms_core.cli.output import write
from pamms_core.reports.text import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import RenderableType

    from pamms_core.reports.content import RatingText

__all__ = [
    "facts",
    "for_paper",
    "for_screen",
    "heading",
    "listing",
    "paragraph",
    "rated",
    "show",
    "styled",
    "table",
]

_PAPER: Final = 80
# The width of a text that goes into a file, and the bounds that a screen is used within.
_NARROWEST: Final = 60
_WIDEST: Final = 110

# A line under the header and blank lines between sections. Called ASCII, so
# that rich leaves it alone: `write` finds a plainer line where one is needed.
_RULED: Final = Box("    \n" * 2 + " ── \n" + "    \n" * 5, ascii=True)

_TONES: Final = ("bold red", "yellow", "green", "bold green")


def show(parts: Iterable[RenderableType]) -> None:
    """Write parts to standard output."""
    write(for_screen(parts))


def for_screen(parts: Iterable[RenderableType]) -> str:
    """Return parts as text for standard output, in colour where that is a terminal that wants it."""
    console = Console(highlight=False)
    console.width = min(max(console.width, _NARROWEST), _WIDEST)
    return _captured(console, parts)


def for_paper(parts: Iterable[RenderableType]) -> str:
    """Return parts as text for a file, the same whatever the terminal."""
    return _captured(Console(file=StringIO(), width=_PAPER, color_system=None, highlight=False), parts)


def _captured(console: Console, parts: Iterable[RenderableType]) -> str:
    with console.capture() as captured:
        _print(console, parts)
    return _trimmed(captured.get())


def _print(console: Console, parts: Iterable[RenderableType]) -> None:
    for place, part in enumerate(parts):
        if place:
            console.print()
        console.print(part)


def _trimmed(text: str) -> str:
    """Cut the spaces that fill lines up to the width."""
    return "\n".join(line.rstrip() for line in text.split("\n"))


def styled(text: str, style: str = "") -> Text:
    """Return a text that somebody may have typed, without anything a terminal would obey."""
    return Text(plain(text), style)


def heading(text: str) -> Text:
    """Return the title of something."""
    return styled(text, "bold")


def paragraph(text: str, style: str = "") -> Text:
    """Return a paragraph."""
    return styled(text, style)


def rated(rating: RatingText) -> Text:
    """Return a rating's name; its colour only supports the word."""
    return styled(rating.label, "" if rating.tone is None else _TONES[rating.tone])


def facts(rows: Iterable[tuple[str, str | Text]]) -> Table:
    """Lay out names and what stands behind them."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim")
    grid.add_column(overflow="fold")
    for name, value in rows:
        grid.add_row(styled(name), styled(value) if isinstance(value, str) else value)
    return grid


def listing(items: Iterable[tuple[str, str]]) -> Table:
    """Lay out marked items, each with its lines beside its mark."""
    grid = Table.grid(padding=(0, 1))
    grid.add_column(justify="right", no_wrap=True)
    grid.add_column(overflow="fold")
    for mark, text in items:
        grid.add_row(styled(mark), styled(text))
    return grid


def table() -> Table:
    """Return an empty table in the style of all tables."""
    return Table(box=_RULED, pad_edge=False, show_edge=False, padding=(0, 1, 0, 0), header_style="bold")
