"""What each cost buys: the best score and the best rating, as a curve."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pamms_core.plots.canvas import INK, colour_of, figure_of, fresh_axes, marker_of, tidy, write_title

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from pamms_core.rating.improving.tradeoff import TradeOff

__all__ = ["plot_trade_off"]


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
    axes = fresh_axes(ax, (8.0, 4.6))
    scored = [(float(each.cost), float(each.score)) for each in curve.points if each.score is not None]
    costs, scores = [cost for cost, _ in scored], [score for _, score in scored]
    axes.step(costs, scores, where="post", color=INK, linewidth=1.3, label="best score")
    axes.plot(costs, scores, ".", color=INK, markersize=4)
    for point in curve.ratings:
        if point.score is None or point.rating is None:
            continue
        at = (float(point.cost), float(point.score))
        size = 15 if marker_of(point.rating) == "*" else 10
        axes.plot(
            *at, marker_of(point.rating), color=colour_of(point.rating), markersize=size,
            markeredgecolor=INK, markeredgewidth=0.8, label=point.rating.label,
        )  # fmt: skip
        axes.annotate(
            f"{point.rating} at cost {point.cost}", at, (9, -13), textcoords="offset points", fontsize=9
        )
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
