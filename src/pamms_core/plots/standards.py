"""Every part of a rated sheet on one strip: its score, the thresholds, and the limits that act."""

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
    name_score,
    name_thresholds,
    tidy,
    told_score,
    write_title,
)
from pamms_core.rating.method import NodeKind
from pamms_core.rating.walk import shown_nodes

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from pamms_core.rating.node_outcome import NodeOutcome
    from pamms_core.rating.outcome import Outcome

__all__ = ["plot_standards"]

_WIDTH: Final = 9.6  # inches
_ROW: Final = 0.36
_NAME: Final = 52  # characters of a name in a line


def plot_standards(outcome: Outcome, ax: Axes | None = None) -> Figure:
    """Draw the score of every part by domain, with the thresholds and the limits that act.

    The shape and its word say the final rating; short lines are the scores at which ratings
    begin. A cross marks a part whose rating a limit lowered, and names the limit. A part
    without a score has its state in words.

    Args:
        outcome: the rated sheet.
        ax: where to draw; without it, a figure is made.

    Raises:
        ModuleNotFoundError: matplotlib, of the extra ``plot``, is not installed.

    >>> from pamms_core import load_answers, load_set, rate
    >>> question_set = load_set("east-of-england-accommodation")
    >>> figure = plot_standards(rate(question_set, load_answers("solid-good", question_set)))
    >>> figure.axes[0].get_xlabel()
    'Score in points'
    """
    nodes = shown_nodes(outcome)
    axes = fresh_axes(ax, (_WIDTH, 1.6 + _ROW * len(nodes)))
    for down, node in enumerate(nodes):
        _draw(axes, down, node)
    _name(axes, nodes)
    name = outcome.answers.title.strip() or outcome.question_set.title
    told = "Final rating of each part; \N{MULTIPLICATION SIGN} lowered by a limit"
    write_title(axes, (name, told), outcome.hypothetical)
    _thresholds(axes, nodes)
    return figure_of(axes)


def _draw(ax: Axes, down: int, node: NodeOutcome) -> None:
    """Draw one part: its thresholds, its score and its rating."""
    score = node.score
    bands = [] if score is None else [float(band.bound) for band in node.rule.bands.bands]
    ax.plot(bands, [down] * len(bands), "|", color=GREY, markersize=11, label="threshold")
    word = str(node.rating or node.state)
    limits = "".join(f" \N{MULTIPLICATION SIGN} {limit.id}" for limit in node.acting)
    told = word + limits if score is None else f"{told_score(node, score)}  {word}{limits}"
    weight = "normal" if node.kind == NodeKind.STANDARD else "bold"
    ax.text(
        1.02, down, told, transform=ax.get_yaxis_transform(), va="center", fontsize=9, fontweight=weight
    )
    if score is not None:
        known = node.rating is not None
        shape = marker_of(node.rating) if node.rating is not None else "s"
        fill = colour_of(node.rating) if node.rating is not None else "white"
        size = 13 if shape == "*" else 8
        ax.plot(
            float(score), down, shape, color=fill, markersize=size, markeredgecolor=INK,
            markeredgewidth=0.7, label="score" if known else "score without a rating",
        )  # fmt: skip
        if node.acting:
            ax.plot(float(score), down, "x", color=INK, markersize=11, label="limit")


def _thresholds(ax: Axes, nodes: tuple[NodeOutcome, ...]) -> None:
    """Name the scores at which ratings begin, where these are the same for every part."""
    found = {node.rule.bands.bands for node in nodes if node.score is not None}
    if len(found) != 1:
        return
    (bands,) = found
    scale = nodes[0].scale
    name_thresholds(ax, {float(band.bound): scale[band.rating].label for band in bands})


def _name(ax: Axes, nodes: tuple[NodeOutcome, ...]) -> None:
    """Name the rows, set domains apart, and name the axis with its unit."""
    ax.set_yticks(
        range(len(nodes)), [textwrap.shorten(n.node.name, _NAME, placeholder="…") for n in nodes]
    )
    for label, node in zip(ax.get_yticklabels(), nodes, strict=True):
        label.set_fontweight("normal" if node.kind == NodeKind.STANDARD else "bold")
    for down, node in enumerate(nodes):
        if node.kind != NodeKind.STANDARD:
            ax.axhspan(down - 0.5, down + 0.5, color="#f0f0f0", zorder=0)
    ax.set_ylim(len(nodes) - 0.5, -0.5)
    name_score(ax.xaxis, shares=are_shares(nodes))
    ax.margins(x=0.05)
    ax.grid(axis="x", color="#e6e6e6", linewidth=0.8)
    ax.set_axisbelow(True)
    tidy(ax)
    ax.tick_params(axis="y", length=0)
