"""What every picture shares: where it is drawn, its title, and how ratings look."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Final, cast

from pamms_core.standards.variation import named

if TYPE_CHECKING:
    from collections.abc import Iterable

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from pamms_core.scale import Rating

__all__ = ["GREY", "INK", "colour_of", "figure_of", "fresh_axes", "marker_of", "tidy", "write_title"]

INK: Final = "#222222"
GREY: Final = "#767676"
_TITLE: Final = 62  # characters of a title in a line, beside names of parts
# From the worst to the best: two hues that all kinds of colour-blind eyes tell apart, each with a
# pale and a deep tone, and a shape of its own for each, so that grey print says the same.
_COLOURS: Final = ("#b35806", "#f1a340", "#8cb8dc", "#1f5c99")
_MARKERS: Final = ("v", "D", "o", "*")


def fresh_axes(ax: Axes | None, size: tuple[float, float]) -> Axes:
    """Return the axes that were given, or those of a new figure; ``pyplot`` knows nothing of it."""
    from matplotlib.figure import Figure as NewFigure

    return NewFigure(figsize=size, layout="constrained").subplots() if ax is None else ax


def figure_of(ax: Axes) -> Figure:
    """Return the figure that axes are on."""
    return cast("Figure", ax.get_figure(root=True))


def write_title(ax: Axes, lines: Iterable[str], hypothetical: Iterable[str]) -> None:
    """Write the title; a what-if says first that it is one, and what makes it one (S5)."""
    supposed = tuple(hypothetical)
    marks = [f"{named(supposed, 'Hypothetical')}."] if supposed else []
    text = "\n".join(textwrap.fill(line, _TITLE) for line in (*marks, *lines))
    ax.set_title(text, loc="left", fontsize=11, color=INK)


def tidy(ax: Axes) -> None:
    """Leave out the frame's lines that say nothing."""
    for side in ("top", "right"):
        ax.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        ax.spines[side].set_color(GREY)
    ax.tick_params(colors=INK, labelsize=9)


def colour_of(rating: Rating) -> str:
    """Return a rating's colour: blue for the better half of its scale, orange for the worse."""
    return _COLOURS[_place(rating)]


def marker_of(rating: Rating) -> str:
    """Return the shape that stands for a rating."""
    return _MARKERS[_place(rating)]


def _place(rating: Rating) -> int:
    steps = max(len(rating.scale) - 1, 1)
    return round(rating.rank * (len(_COLOURS) - 1) / steps)
