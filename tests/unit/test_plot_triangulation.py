"""The heat map of a set's triangulation: what is drawn says what the matrix says."""

from __future__ import annotations

import subprocess
import sys
from itertools import combinations
from typing import Any, cast

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from matplotlib.text import Text

from pamms_core import QuestionSet, load_set, triangulation_matrix
from pamms_core.plots import plot_triangulation


@pytest.fixture
def question_set() -> QuestionSet:
    """Load a set that leaves a standard out."""
    return load_set("east-of-england-community")


def test_each_cell_has_its_figures(question_set: QuestionSet) -> None:
    """Questions and weight, a dash where nothing is asked, words where a standard is left out."""
    matrix = triangulation_matrix(question_set)
    drawn = {
        (text.get_position(), text.get_text()) for text in plot_triangulation(question_set).axes[0].texts
    }
    wanted = {((2.5, 8), "left out of this set")}
    for down, standard in enumerate(matrix.standards):
        for across, section in enumerate(matrix.sections):
            cell = matrix.cells[standard.number, section.letter]
            if standard.number != 9:
                told = f"{cell.questions}\nw {cell.weight}" if cell.questions else "\N{EN DASH}"
                wanted.add(((across, down), told))
    assert drawn == wanted


def test_colours_follow_weights_and_letters_stay_readable(question_set: QuestionSet) -> None:
    """What is empty has no colour; the heaviest cell is darkest, and light enough for black letters."""
    figure = plot_triangulation(question_set)
    (image,) = figure.axes[0].findobj(AxesImage)
    assert isinstance(image, AxesImage)
    values = np.ma.masked_invalid(cast("np.ma.MaskedArray[Any, Any]", image.get_array()))
    matrix = triangulation_matrix(question_set)
    assert values.max() == max(cell.weight for cell in matrix.cells.values())
    assert values.mask.sum() == sum(not cell for cell in matrix.cells.values())
    for shade in image.cmap([0.0, 0.25, 0.5, 0.75, 1.0]):
        assert (_luminance(*shade[:3]) + 0.05) / 0.05 > 6
    shades = [_luminance(*image.cmap(step / 10)[:3]) for step in range(11)]
    assert shades == sorted(shades, reverse=True)


def _luminance(*parts: float) -> float:
    """Return the relative luminance of a colour, as accessibility guidelines reckon it."""
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_it_says_what_it_shows(question_set: QuestionSet) -> None:
    """Title, axes, units and every row and column are named."""
    axes, scale = plot_triangulation(question_set).axes
    assert axes.get_title(loc="left").startswith(f"{question_set.title}\n147 questions, weight 386;")
    assert axes.get_ylabel() == "Standard: what it bears on"
    assert axes.get_xlabel() == "Section: where it is asked"
    assert scale.get_ylabel() == "Weight of the questions, added up"
    rows = [" ".join(label.get_text().split()) for label in axes.get_yticklabels()]
    assert rows[8] == "9 Safety and suitability of premises"
    cell = triangulation_matrix(question_set).of_standard(8)
    assert rows[7] == f"8 Management of medicines {cell.questions}, w {cell.weight}"
    assert [label.get_text()[0] for label in axes.get_xticklabels()] == list("ABCDEF")


def test_no_name_overlaps_another(question_set: QuestionSet) -> None:
    """Every label has room for itself, in the picture's own size."""
    figure = plot_triangulation(question_set)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()  # type: ignore[no-untyped-call]
    axes = figure.axes[0]
    for labels in (axes.get_xticklabels(), axes.get_yticklabels()):
        boxes = [label.get_window_extent() for label in labels if isinstance(label, Text)]
        assert not [pair for pair in combinations(boxes, 2) if pair[0].overlaps(pair[1])]
        assert all(box.x0 >= 0 and box.y0 >= 0 for box in boxes)


def test_it_draws_on_axes_that_are_given(question_set: QuestionSet) -> None:
    """The figure is the axes' own, and another drawing beside it stays."""
    figure = Figure(figsize=(20, 9))
    left, right = figure.subplots(1, 2)
    right.plot([1, 2])
    assert plot_triangulation(question_set, left) is figure
    assert len(left.texts) > 90
    assert len(right.lines) == 1


def test_nothing_is_loaded_before_a_picture_is_drawn() -> None:
    """Importing the module does not import matplotlib, and drawing does not import pyplot."""
    code = (
        "import sys; from pamms_core import load_set; from pamms_core.plots import plot_triangulation;"
        "early = 'matplotlib' in sys.modules; plot_triangulation(load_set('south-west-community'));"
        "print(early, 'matplotlib' in sys.modules, 'matplotlib.pyplot' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)  # noqa: S603
    assert run.stdout.split() == ["False", "True", "False"]
