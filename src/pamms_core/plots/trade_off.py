"""What each cost buys: the best score and the best rating, as a curve."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pamms_core.plots.canvas import (
    INK,
    colour_of,
    figure_of,
    fresh_axes,
    marker_of,
    spread,
    tidy,
    write_title,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from pamms_core.rating.improving.tradeoff import TradeOff

__all__ = ["plot_trade_off"]

_HEIGHT: Final = 4.6  # inches
_APART: Final = 0.07  # of the height, the least distance of two labels


def plot_trade_off(curve: TradeOff, ax: Axes | None = None) -> Figure:
    """Draw the best score that each cost can buy, and mark where a better rating begins.

    Args:
        curve: what ``Rater.trade_off`` returned.
        ax: where to draw; without it, a figure is made.

    Raises:
        ModuleNotFoundError: matplotlib, of the extra ``plot``, is not installed.

    >>> from pamms_core import Rater, load_answers, load_set
    >>> rater = Rater(load_set("east-of-england-accommodation"))
    >>> curve = rater.trade_off(load_answers("poor-management", rater.question_set), at="standard-8")
    >>> [text.get_text() for text in plot_trade_off(curve).axes[0].texts][-1]
    'Excellent at cost 13'
    """
    axes = fresh_axes(ax, (8.0, _HEIGHT))
    scored = [(float(each.cost), float(each.score)) for each in curve.points if each.score is not None]
    costs, scores = [cost for cost, _ in scored], [score for _, score in scored]
    axes.step(costs, scores, where="post", color=INK, linewidth=1.3, label="best score")
    axes.plot(costs, scores, ".", color=INK, markersize=4)
    _mark(axes, curve)
    axes.set_xlabel("Cost of the changed answers")
    axes.set_ylabel("Best score at this cost")
    axes.margins(x=0.12, y=0.14)
    axes.grid(color="#e6e6e6", linewidth=0.8)
    axes.set_axisbelow(True)
    axes.xaxis.get_major_locator().set_params(integer=True)  # type: ignore[call-arg]
    tidy(axes)
    part = "" if curve.is_whole else " (only part of it was looked at)"
    title = f"Hypothetical: what each cost would buy, {curve.node}{part}"
    told = "A shape marks the least cost of each better rating"
    write_title(axes, (title, told), curve.hypothetical)
    return figure_of(axes)


def _mark(ax: Axes, curve: TradeOff) -> None:
    """Mark where each rating begins; its words stand to the right, apart from the next ones."""
    marked = [
        (each, float(each.score), each.rating)
        for each in curve.ratings
        if each.score is not None and each.rating is not None
    ]
    scores = [score for _, score, _ in marked]
    low, high = ax.get_ylim()
    places = spread(scores, (high - low) * _APART)
    for (point, score, rating), place in zip(marked, places, strict=True):
        at, size = (float(point.cost), score), 15 if marker_of(rating) == "*" else 10
        ax.plot(
            *at, marker_of(rating), color=colour_of(rating), markersize=size,
            markeredgecolor=INK, markeredgewidth=0.8, label=rating.label,
        )  # fmt: skip
        down = (place - score) / (high - low) * _HEIGHT * 60  # in points, where the axes are as high
        ax.annotate(
            f"{rating} at cost {point.cost}", at, (11, down - 13), textcoords="offset points", fontsize=9
        )
