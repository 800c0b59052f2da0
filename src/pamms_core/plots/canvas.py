"""What every picture shares: where it is drawn, its title, and how ratings look."""

from __future__ import annotations

import textwrap
from itertools import pairwise
from typing import TYPE_CHECKING, Final, cast

from pamms_core._display import decimal, percent
from pamms_core.rating.scores import Measure
from pamms_core.standards.variation import named

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from fractions import Fraction

    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.figure import Figure

    from pamms_core.rating.node_outcome import NodeOutcome
    from pamms_core.scale import Rating

__all__ = [
    "GREY",
    "INK",
    "are_shares",
    "colour_of",
    "figure_of",
    "fresh_axes",
    "marker_of",
    "name_score",
    "name_thresholds",
    "spread",
    "tidy",
    "told_score",
    "write_title",
]

INK: Final = "#222222"
GREY: Final = "#666666"
_BREAK: Final = "\n"
_TITLE: Final = 62  # characters of a title in a line, beside names of parts
# From the worst to the best: two hues that all kinds of colour-blind eyes tell apart, each with a
# pale and a deep tone, and a shape of its own for each, so that grey print says the same.
_COLOURS: Final = ("#b35806", "#f1a340", "#5f9bd1", "#1f5c99")
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


def are_shares(nodes: Iterable[NodeOutcome]) -> bool:
    """Whether the scores of all parts that have one are shares of the highest."""
    measures = {node.rule.score.measure for node in nodes if node.rule.score is not None}
    return bool(measures) and measures <= {Measure.PERCENT, Measure.RATIO}


def told_score(node: NodeOutcome, score: Fraction) -> str:
    """Write a score as people read it: as a percentage where it is a share."""
    return percent(score) if are_shares([node]) else decimal(score)


def name_score(axis: Axis, *, shares: bool) -> None:
    """Name an axis of scores with its unit, and write its figures in that unit."""
    from matplotlib.ticker import PercentFormatter

    axis.set_label_text("Score in per cent of the highest" if shares else "Score in points")
    if shares:
        axis.set_major_formatter(PercentFormatter(1))


def name_thresholds(ax: Axes, bounds: Mapping[float, str]) -> None:
    """Write above a picture where each rating begins."""
    above = ax.secondary_xaxis("top")
    labels = [f"{label.replace(' ', _BREAK)}{_BREAK}begins" for label in bounds.values()]
    above.set_xticks(list(bounds), labels)
    above.tick_params(length=0, labelsize=8, colors=GREY)
    above.spines["top"].set_visible(False)


def spread(wanted: Sequence[float], apart: float) -> list[float]:
    """Return places in rising order, at least so far apart, near those that are wanted."""
    places = list(wanted)
    for _ in range(len(places) ** 2):
        tight = [at for at, (one, other) in enumerate(pairwise(places)) if other - one < apart * 0.999]
        for at in tight:
            middle = (places[at] + places[at + 1]) / 2
            places[at], places[at + 1] = middle - apart / 2, middle + apart / 2
    return places


def colour_of(rating: Rating) -> str:
    """Return a rating's colour: blue for the better half of its scale, orange for the worse."""
    return _COLOURS[_place(rating)]


def marker_of(rating: Rating) -> str:
    """Return the shape that stands for a rating."""
    return _MARKERS[_place(rating)]


def _place(rating: Rating) -> int:
    steps = max(len(rating.scale) - 1, 1)
    return round(rating.rank * (len(_COLOURS) - 1) / steps)
