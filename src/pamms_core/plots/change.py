"""Before and after: the parts that moved, as slopes of their scores."""

from __future__ import annotations

import textwrap
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from pamms_core.plots.canvas import (
    GREY,
    INK,
    colour_of,
    figure_of,
    fresh_axes,
    marker_of,
    tidy,
    write_title,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from pamms_core.rating.comparison import Comparison
    from pamms_core.rating.node_change import NodeChange, Standing

__all__ = ["plot_change"]

_SIZE: Final = (9.6, 6.0)  # inches
_APART: Final = 0.045  # of the height, the least distance of two labels
_NAME: Final = 44


def plot_change(comparison: Comparison, ax: Axes | None = None) -> Figure:
    """Draw the score of each part that moved, before and after, each with its rating in words.

    Parts without a score on both sides are named below the picture.

    Args:
        comparison: what ``compare`` or ``Rater.change`` returned.
        ax: where to draw; without it, a figure is made.

    Raises:
        ModuleNotFoundError: matplotlib, of the extra ``plot``, is not installed.

    >>> from pamms_core import Rater, load_answers, load_set
    >>> rater = Rater(load_set("east-of-england-accommodation"))
    >>> answers = load_answers("poor-management", rater.question_set)
    >>> figure = plot_change(rater.change(answers, {"F12": "good", "F13": "good"}))
    >>> figure.axes[0].get_ylabel()
    'Score'
    """
    axes = fresh_axes(ax, _SIZE)
    drawn = [
        each
        for each in comparison.moved
        if _score(each.before) is not None and _score(each.after) is not None
    ]
    for change in drawn:
        _slope(axes, change)
    axes.margins(y=0.1)
    _label(axes, drawn)
    axes.set_xticks([0, 1], ["Before", "After"])
    axes.set_xlim(-1.2, 1.75)
    axes.set_yticks([])
    axes.set_ylabel("Score")
    tidy(axes)
    for side in ("bottom", "left"):
        axes.spines[side].set_visible(False)
    others = [each.name for each in comparison.moved if each not in drawn]
    if others:
        axes.set_xlabel(
            textwrap.fill(f"Moved, but without a score on both sides: {'; '.join(others)}", 100)
        )
    name = comparison.after.answers.title.strip() or comparison.after.question_set.title
    told = f"{name}: {len(comparison.moved)} of {len(comparison.nodes)} parts moved"
    write_title(axes, (told,), comparison.hypothetical)
    return figure_of(axes)


def _score(standing: Standing | None) -> float | None:
    return None if standing is None or standing.score is None else float(standing.score)


def _slope(ax: Axes, change: NodeChange) -> None:
    ends = [_score(change.before) or 0.0, _score(change.after) or 0.0]
    turned = change.rating_by != 0
    ax.plot(
        [0, 1],
        ends,
        color=INK if turned else GREY,
        linewidth=2 if turned else 1,
        linestyle="-" if turned else "--",
    )
    for across, standing in enumerate((change.before, change.after)):
        rating = None if standing is None else standing.rating
        shape = "s" if rating is None else marker_of(rating)
        fill = "white" if rating is None else colour_of(rating)
        ax.plot(
            across,
            ends[across],
            shape,
            color=fill,
            markeredgecolor=INK,
            markersize=13 if shape == "*" else 9,
        )


def _label(ax: Axes, drawn: Sequence[NodeChange]) -> None:
    """Write names and ratings beside the ends, moved apart where they would overlap."""
    low, high = ax.get_ylim()
    for across, side in ((0, "right"), (1, "left")):
        standings = [(each, each.after if across else each.before) for each in drawn]
        ordered = sorted(standings, key=lambda each: _score(each[1]) or 0.0)
        places = _spread([_score(each) or 0.0 for _, each in ordered], (high - low) * _APART)
        for (change, standing), place in zip(ordered, places, strict=True):
            name = textwrap.shorten(change.name, _NAME, placeholder="…")
            told = f"{standing}, {standing.shown}" if standing is not None else ""
            text = told if across else f"{name}: {told}"
            ax.text(1.04 if across else -0.04, place, text, ha=side, va="center", fontsize=8.5)


def _spread(wanted: Sequence[float], apart: float) -> list[float]:
    """Return places in rising order, at least so far apart, near those that are wanted."""
    places = list(wanted)
    for _ in range(len(places) ** 2):
        tight = [at for at, (one, other) in enumerate(pairwise(places)) if other - one < apart * 0.999]
        for at in tight:
            middle = (places[at] + places[at + 1]) / 2
            places[at], places[at + 1] = middle - apart / 2, middle + apart / 2
    return places
