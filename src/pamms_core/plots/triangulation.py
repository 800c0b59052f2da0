"""The triangulation matrix as a heat map (S2)."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Final

from pamms_core._display import counted
from pamms_core.plots.canvas import figure_of, fresh_axes, write_title
from pamms_core.standards.matrix import triangulation_matrix

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from pamms_core.standards.matrix import MatrixCell, TriangulationMatrix
    from pamms_core.standards.question_set import QuestionSet

__all__ = ["plot_triangulation"]

# One hue that grows darker: it reads the same in grey and to colour-blind eyes, and black
# letters stand out on all of it (6 to 1 at least).
_COLOURS: Final = ("#eef4fb", "#5b94d1")
_SIZE: Final = (9.6, 10.4)  # inches: a page, upright, with room for the standards' titles
_COLUMN: Final = 13  # characters of a section's title in a line
_ROW: Final = 38


def plot_triangulation(question_set: QuestionSet, ax: Axes | None = None) -> Figure:
    """Draw which standard is asked about in which section, how often and how weightily.

    Each cell has the number of its questions and, after a *w*, their weight, which
    its colour shows too. A dash is a section where the standard is not asked about; a
    hatched row is a standard that the set leaves out. Where the standards are the
    sections, the rows are the common standards (S3).

    Args:
        question_set: the set to draw.
        ax: where to draw; without it, a figure is made, of 9.6 by 10.4 inches.

    Returns:
        The figure, which can be saved with its ``savefig``.

    Raises:
        ModuleNotFoundError: matplotlib, of the extra ``plot``, is not installed.

    >>> from pamms_core import load_set
    >>> figure = plot_triangulation(load_set("south-west-community"))
    >>> figure.axes[0].get_xlabel()
    'Section: where it is asked'
    """
    ax = fresh_axes(ax, _SIZE)
    matrix = triangulation_matrix(question_set)
    _colour(ax, matrix)
    _write(ax, matrix)
    _name(ax, matrix)
    write_title(ax, _title(question_set, matrix), question_set.hypothetical)
    return figure_of(ax)


def _colour(ax: Axes, matrix: TriangulationMatrix) -> None:
    """Colour the cells by weight, with a scale beside them; nothing asked stays white."""
    from matplotlib.colors import LinearSegmentedColormap
    from matplotlib.ticker import MaxNLocator

    colours = LinearSegmentedColormap.from_list("weight", _COLOURS)
    image = ax.imshow(_weights(matrix), cmap=colours, vmin=0, aspect="auto")
    bar = figure_of(ax).colorbar(image, ax=ax, shrink=0.5, pad=0.02)
    bar.set_label("Weight of the questions, added up")
    bar.locator = MaxNLocator(integer=True)
    bar.update_ticks()


def _weights(matrix: TriangulationMatrix) -> list[list[float]]:
    empty = float("nan")  # drawn as nothing
    return [
        [matrix.cells[row.number, column.letter].weight or empty for column in matrix.sections]
        for row in matrix.standards
    ]


def _write(ax: Axes, matrix: TriangulationMatrix) -> None:
    """Write the figures into the cells, and hatch the rows that are left out."""
    for down, standard in enumerate(matrix.standards):
        if standard.number in matrix.left_out:
            ax.axhspan(down - 0.5, down + 0.5, facecolor="none", edgecolor="0.6", hatch="///")
            middle = (len(matrix.sections) - 1) / 2
            box = {"facecolor": "white", "edgecolor": "none"}
            ax.text(middle, down, "left out of this set", ha="center", va="center", bbox=box)
            continue
        for across, section in enumerate(matrix.sections):
            cell = matrix.cells[standard.number, section.letter]
            text = f"{cell.questions}\nw {cell.weight}" if cell else "\N{EN DASH}"
            ax.text(across, down, text, ha="center", va="center", fontsize=8.5)


def _name(ax: Axes, matrix: TriangulationMatrix) -> None:
    """Name rows and columns, with their sums, and draw lines between them."""
    rows = [
        _named(f"{each.number} {each.title}", _ROW, matrix.of_standard(each.number))
        for each in matrix.standards
    ]
    columns = [
        _named(f"{each.letter} {each.title}", _COLUMN, matrix.of_section(each.letter))
        for each in matrix.sections
    ]
    ax.set_yticks(range(len(rows)), rows)
    ax.set_xticks(range(len(columns)), columns)
    ax.set_ylabel("Standard: what it bears on")
    ax.set_xlabel("Section: where it is asked")
    ax.set_yticks([place - 0.5 for place in range(1, len(rows))], minor=True)
    ax.set_xticks([place - 0.5 for place in range(1, len(columns))], minor=True)
    ax.grid(which="minor", color="white", linewidth=1.5)
    ax.tick_params(which="both", length=0, labelsize=8.5)


def _named(name: str, width: int, cell: MatrixCell) -> str:
    sums = f"\n{cell.questions}, w {cell.weight}" if cell else ""
    return textwrap.fill(name, width) + sums


def _title(question_set: QuestionSet, matrix: TriangulationMatrix) -> tuple[str, str]:
    asked = counted(matrix.total.questions, "question")
    told = f"{asked}, weight {matrix.total.weight}; in each cell questions and their weight (w)"
    return question_set.title, told
