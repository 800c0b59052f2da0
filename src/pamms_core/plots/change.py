"""Before and after: the parts that moved, as slopes of their scores."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Final

from pamms_core.plots.canvas import (
    GREY,
    INK,
    are_shares,
    colour_of,
    figure_of,
    fresh_axes,
    marker_of,
    spread,
    write_title,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from pamms_core.rating.comparison import Comparison
    from pamms_core.rating.node_change import NodeChange, Standing

__all__ = ["plot_change"]

_WIDTH: Final = 10.4  # inches
_ROW: Final = 0.24
_ASIDE: Final = 0.12  # of the width between before and after
_NAME: Final = 40  # characters of a name
_LINE: Final = 96  # characters of a line below the picture


def plot_change(comparison: Comparison, ax: Axes | None = None) -> Figure:
    """Draw the score of each part that moved, before and after, each with its rating in words.

    Parts without two scores that compare are told of below the picture.

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
    'Score in points'
    """
    drawn = [each for each in comparison.moved if each.score_by is not None]
    axes = fresh_axes(ax, (_WIDTH, 3.2 + _ROW * len(drawn)))
    for change in drawn:
        _slope(axes, change)
    _label(axes, drawn)
    axes.set_xticks([0, 1], ["Before", "After"])
    axes.set_xlim(-_ASIDE, 1 + _ASIDE)
    shares = are_shares(comparison.after[each.code] for each in drawn)
    axes.set_ylabel("Score in per cent of the highest" if shares else "Score in points")
    for side in axes.spines.values():
        side.set_visible(False)
    if not drawn:
        axes.set_yticks([])
        axes.text(0.5, 0.5, "No score moved", ha="center", va="center", color=INK)
    others = [_words(each) for each in comparison.moved if each not in drawn]
    if others:
        told = f"Moved, but without two scores that compare: {'; '.join(others)}"
        axes.set_xlabel(textwrap.fill(told, _LINE))
    name = comparison.after.answers.title.strip() or comparison.after.question_set.title
    told = f"{name}: {len(comparison.moved)} of {len(comparison.nodes)} parts moved"
    write_title(axes, (told,), comparison.hypothetical)
    return figure_of(axes)


def _words(change: NodeChange) -> str:
    """Say in words what a part was and is."""
    ends = [_standing(each) or "absent" for each in (change.before, change.after)]
    return f"{change.name} ({', then '.join(ends)})"


def _standing(standing: Standing | None) -> str:
    return "" if standing is None else ", ".join(filter(None, (str(standing), standing.shown)))


def _score(standing: Standing | None) -> float:
    """Return the score of a part that is known to have one."""
    return float((standing and standing.score) or 0)


def _slope(ax: Axes, change: NodeChange) -> None:
    ends = [_score(change.before), _score(change.after)]
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
    right = ax.secondary_yaxis("right")
    low, high = ax.get_ylim()
    for across, axis in ((0, ax.yaxis), (1, right.yaxis)):
        ends = [(_score((each.before, each.after)[across]), each) for each in drawn]
        ends.sort(key=lambda end: end[0])
        places = spread([score for score, _ in ends], (high - low) / max(len(drawn), 5))
        axis.set_ticks(places, [_label_of(each, across) for _, each in ends])
        for (score, _), place in zip(ends, places, strict=True):
            out = (-_ASIDE, -_ASIDE / 3) if across == 0 else (1 + _ASIDE, 1 + _ASIDE / 3)
            ax.plot(out, (place, score), color=GREY, linewidth=0.6, label="leads to its name")
            low, high = min(low, place), max(high, place)
    room = (high - low) * 0.06
    ax.set_ylim(low - room, high + room)
    for each in (ax, right):
        each.tick_params(axis="y", length=0, labelsize=8.5, colors=INK)
    right.spines["right"].set_visible(False)


def _label_of(change: NodeChange, across: int) -> str:
    if across:
        return f"{change.name.partition(',')[0]}: {_standing(change.after)}"
    return f"{textwrap.shorten(change.name, _NAME, placeholder='…')}: {_standing(change.before)}"
