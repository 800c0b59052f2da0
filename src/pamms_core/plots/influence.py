"""A tornado: how far each single answer could move the score of a part."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Final

import attrs

from pamms_core.plots.canvas import (
    GREY,
    INK,
    are_shares,
    figure_of,
    fresh_axes,
    name_score,
    name_thresholds,
    tidy,
    told_score,
    write_title,
)

if TYPE_CHECKING:
    from fractions import Fraction

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from pamms_core.rating.node_outcome import NodeOutcome
    from pamms_core.rating.outcome import Outcome

__all__ = ["plot_influence"]

_WORSE: Final = "#f1a340"
_BETTER: Final = "#5f9bd1"
_WIDTH: Final = 11.0  # inches
_QUESTION: Final = 58  # characters of a question's text


@attrs.frozen
class _Bar:
    """What the worst and the best answer to one question would make of a part."""

    name: str
    worst: Fraction
    best: Fraction
    turns: tuple[str, str]
    """What the part would then be, if that is not what it is."""


def plot_influence(
    outcome: Outcome, at: str = "overall", most: int = 12, ax: Axes | None = None
) -> Figure:
    """Draw how far the best and the worst answer to each question would move a part's score.

    The longest bars come first. A hatched end would change the part's rating, and says into
    what. All other answers stay as they are.

    Args:
        outcome: the rated sheet.
        at: the part's code, such as ``standard-8``.
        most: how many questions are drawn at most.
        ax: where to draw; without it, a figure is made.

    Raises:
        ModuleNotFoundError: matplotlib, of the extra ``plot``, is not installed.
        UnknownNameError: there is no such part.
        ValueError: the part has no score.

    >>> from pamms_core import load_answers, load_set, rate
    >>> question_set = load_set("east-of-england-accommodation")
    >>> outcome = rate(question_set, load_answers("poor-management", question_set))
    >>> len(plot_influence(outcome, "standard-5").axes[0].get_yticklabels())
    6
    """
    node = outcome[at]
    if node.score is None:
        raise ValueError(f"{at} has no score that could move: it is {node.state}")
    bars = sorted(_bars(outcome, node, node.score), key=lambda each: each.worst - each.best)[:most]
    axes = fresh_axes(ax, (_WIDTH, 1.8 + 0.36 * len(bars)))
    for down, bar in enumerate(bars):
        _draw(axes, down, bar, float(node.score))
    _name(axes, node, [bar.name for bar in bars])
    now = f"Now {node.rating or node.state}, {told_score(node, node.score)}"
    told = f"{now}; hatched: the rating would change"
    write_title(axes, (f"Hypothetical: what moves {node.node.name}", told), outcome.hypothetical)
    return figure_of(axes)


def _bars(outcome: Outcome, node: NodeOutcome, score: Fraction) -> list[_Bar]:
    """Rate the sheet with each question at its worst and at its best."""
    sheet = outcome.rater.sheet(outcome.answers)
    scale = outcome.question_set.framework.scale
    found: list[_Bar] = []
    for each in (asked for asked in node.questions if asked.question.most is None):
        ends = [
            sheet.changed({each.question.code: to}).outcome[node.code]
            for to in (scale.worst, scale.best)
        ]
        scores = [score if end.score is None else end.score for end in ends]
        turns = [str(end.rating or end.state) if end.rating != node.rating else "" for end in ends]
        name = f"{each.question.code}  {each.question.text}"
        shown = f"{textwrap.shorten(name, _QUESTION, placeholder='…')} ({each.label})"
        found.append(_Bar(shown, min(scores), max(scores), (turns[0], turns[1])))
    return found


def _draw(ax: Axes, down: int, bar: _Bar, now: float) -> None:
    ends = ((bar.worst, _WORSE, bar.turns[0], "right"), (bar.best, _BETTER, bar.turns[1], "left"))
    for end, colour, turned, side in ends:
        if float(end) == now:
            continue
        hatch = "////" if turned else ""
        ax.barh(
            down,
            float(end) - now,
            left=now,
            height=0.66,
            color=colour,
            edgecolor=INK,
            linewidth=0.6,
            hatch=hatch,
        )
        if turned:
            space = 4 if side == "left" else -4
            ax.annotate(
                turned.replace(" ", "\n", 1), (float(end), down), (space, 0), textcoords="offset points",
                ha=side, va="center", fontsize=8.5,
            )  # fmt: skip


def _name(ax: Axes, node: NodeOutcome, names: list[str]) -> None:
    """Name the bars, and mark the score as it is and the thresholds within sight."""
    ax.set_yticks(range(len(names)), names)
    ax.set_ylim(len(names) - 0.4, -0.6)
    ax.margins(x=0.34)  # room for what an end would turn into
    low, high = ax.get_xlim()
    bounds = {float(each.bound): node.scale[each.rating].label for each in node.rule.bands.bands}
    seen = {bound: label for bound, label in bounds.items() if low < bound < high}
    for bound in seen:
        ax.axvline(bound, color=GREY, linestyle="--", linewidth=1)
    name_thresholds(ax, seen)
    ax.axvline(float(node.score or 0), color=INK, linewidth=1.4)
    name_score(ax.xaxis, shares=are_shares([node]))
    ax.set_xlabel(f"{ax.get_xlabel()}; left the worst answer, right the best")
    tidy(ax)
    ax.tick_params(axis="y", length=0)
