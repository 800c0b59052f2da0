"""How likely each rating of each part is, as bars of one hundred per cent."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Final

from pamms_core._display import counted
from pamms_core.plots.canvas import INK, colour_of, figure_of, fresh_axes, tidy, write_title
from pamms_core.scale import Rating

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from fractions import Fraction

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from pamms_core.rating.whatif.chances import Chances, NodeChances

__all__ = ["plot_chances"]

_NAME: Final = 46
_ROOM: Final = 0.055  # the smallest share of a bar in which its figure has room
# A hatch for each rating from the worst to the best, beside its colour.
_HATCHES: Final = ("xxx", "///", "", "...")


def plot_chances(chances: Chances, parts: Iterable[str] | None = None, ax: Axes | None = None) -> Figure:
    """Draw the probability of each rating of each part; bars have a hatch and a figure each.

    Args:
        chances: what ``Rater.chances`` returned.
        parts: the codes of the parts to draw; if not given, those that are not certain yet.
        ax: where to draw; without it, a figure is made.

    Raises:
        ModuleNotFoundError: matplotlib, of the extra ``plot``, is not installed.
        UnknownNameError: there is no such part.

    >>> from pamms_core import Rater, load_answers, load_set
    >>> rater = Rater(load_set("east-of-england-accommodation"))
    >>> answers = load_answers("poor-management", rater.question_set)
    >>> chances = rater.chances(answers, questions=["F12", "F13"], reopen=True)
    >>> len(plot_chances(chances).axes[0].get_yticklabels())
    2
    """
    if parts is None:
        nodes = [each for each in chances.nodes if max(_shares(each).values()) < 1] or [chances.nodes[0]]
    else:
        nodes = [chances[code] for code in parts]
    axes = fresh_axes(ax, (9.6, 2.2 + 0.42 * len(nodes)))
    for down, node in enumerate(nodes):
        _draw(axes, down, node)
    names = [textwrap.shorten(node.name, _NAME, placeholder="…") for node in nodes]
    axes.set_yticks(range(len(nodes)), names)
    axes.set_ylim(len(nodes) - 0.5, -0.5)
    axes.set_xlim(0, 100)
    axes.set_xlabel("Probability in per cent")
    tidy(axes)
    axes.tick_params(axis="y", length=0)
    _legend(axes, [rating.label for rating in reversed(tuple(nodes[0].ratings))])
    told = f"Hypothetical: chances with {counted(len(chances.open), 'open question')}"
    write_title(axes, (f"{told}, {chances.title}", *_notes(chances)), chances.hypothetical)
    return figure_of(axes)


def _notes(chances: Chances) -> Iterator[str]:
    yield f"Assumed: {'; '.join(chances.notes)}"


def _shares(node: NodeChances) -> dict[Rating | str, float]:
    every: list[tuple[Rating | str, Fraction]] = [*node.ratings.items(), *node.unrated.items()]
    return {each: float(chance) for each, chance in reversed(every) if chance}


def _draw(ax: Axes, down: int, node: NodeChances) -> None:
    left = 0.0
    for each, share in _shares(node).items():
        colour = colour_of(each) if isinstance(each, Rating) else "white"
        hatch = _hatch(each) if isinstance(each, Rating) else "OO"
        ax.barh(
            down, share * 100, left=left, height=0.7, color=colour, edgecolor=INK, linewidth=0.6,
            hatch=hatch, label=str(each),
        )  # fmt: skip
        if share >= _ROOM:
            box = {"facecolor": "white", "edgecolor": "none", "pad": 1.2}
            ax.text(
                left + share * 50,
                down,
                f"{share * 100:.1f}",
                ha="center",
                va="center",
                fontsize=8.5,
                bbox=box,
            )
        left += share * 100


def _hatch(rating: Rating) -> str:
    return _HATCHES[round(rating.rank * (len(_HATCHES) - 1) / max(len(rating.scale) - 1, 1))]


def _legend(ax: Axes, order: Iterable[str]) -> None:
    """Name each hatch once, below the picture, from the worst rating to the best."""
    known = dict(zip(*ax.get_legend_handles_labels()[::-1], strict=True))
    labels = [*(each for each in order if each in known)]
    labels += [each for each in known if each not in labels]
    figure_of(ax).legend(
        [known[each] for each in labels],
        labels,
        loc="outside lower center",
        ncols=len(labels),
        frameon=False,
        fontsize=9,
        handlelength=2.2,
    )
