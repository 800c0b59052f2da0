"""How pictures look: no words run into each other or out of the picture, and all can be made out."""

from __future__ import annotations

from functools import cache
from itertools import combinations, cycle, pairwise
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.text import Text

from pamms_core import NOT_ASSESSED, Answer, Answers, Rater, compare, load_answers, load_method, load_set
from pamms_core.plots import (
    plot_chances,
    plot_change,
    plot_influence,
    plot_standards,
    plot_trade_off,
    plot_triangulation,
)
from pamms_core.plots.canvas import GREY, INK, colour_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from matplotlib.transforms import Bbox

RATER = Rater(load_set("east-of-england-accommodation"))
OTHER = Rater(RATER.question_set, load_method("percentage-bands"))
LODGE = load_answers("poor-management", RATER.question_set)
SET = RATER.question_set


def crowded() -> dict[str, str]:
    """Return changes of nearly every answer, so that all parts move."""
    return {
        each.code: rating for each, rating in zip(SET, cycle(["good", "poor", "good"]), strict=False)
    }


def long_names() -> Rater:
    """Return a rater of a set whose every title and question is very long."""
    long = " and a good many further words that nobody would ever put into a title"
    framework = SET.framework
    standards = tuple(attrs.evolve(each, title=each.title + long) for each in framework.standards)
    sections = tuple(attrs.evolve(each, title=each.title + long) for each in framework.sections)
    wordy = attrs.evolve(framework, standards=standards, sections=sections)
    return Rater(attrs.evolve(SET, framework=wordy))


def mixed(rater: Rater) -> Answers:
    """Return a sheet with all ratings of a set's scale in turn."""
    scale = rater.question_set.framework.scale
    entries = {
        each.code: Answer(rating)
        for each, rating in zip(rater.question_set, cycle(scale.ratings), strict=False)
    }
    made = rater.question_set
    return Answers(
        set_id=made.id,
        edition=made.edition,
        title="A service with quite a long name " * 3,
        entries=entries,
    )


SOUTH = Rater(load_set("south-west-community"))
WORDY = long_names()
LITTLE: dict[str, Any] = dict.fromkeys((each.code for each in SET if each.standard == 16), NOT_ASSESSED)
POOR: dict[str, Any] = {"A14": "poor", "A01": "poor", **LITTLE}

PICTURES: dict[str, Callable[[], Figure]] = {
    "standards, hypothetical": lambda: plot_standards(RATER.change(LODGE, POOR).after),
    "standards, without domains": lambda: plot_standards(SOUTH.rate(mixed(SOUTH))),
    "standards, long names": lambda: plot_standards(WORDY.rate(mixed(WORDY))),
    "influence that turns": lambda: plot_influence(RATER.rate(LODGE), "domain-5"),
    "influence in per cent": lambda: plot_influence(OTHER.rate(LODGE), "standard-16"),
    "influence, all": lambda: plot_influence(RATER.rate(LODGE), most=144),
    "influence, long names": lambda: plot_influence(WORDY.rate(mixed(WORDY)), "standard-6"),
    "trade-off, from Poor": lambda: plot_trade_off(RATER.trade_off(LODGE, at="standard-15")),
    "chances, many": lambda: plot_chances(
        RATER.chances(LODGE, questions=list(LODGE)[::7], reopen=True, not_assessed=True),
        [node.code for node in RATER.nodes],
    ),
    "chances, one": lambda: plot_chances(RATER.chances(LODGE)),
    "change, all": lambda: plot_change(RATER.change(LODGE, crowded())),
    "change, none": lambda: plot_change(RATER.change(LODGE, {})),
    "change, methods": lambda: plot_change(compare(RATER.rate(LODGE), OTHER.rate(LODGE))),
    "change, long names": lambda: plot_change(WORDY.change(mixed(WORDY), crowded())),
    "triangulation, hypothetical": lambda: plot_triangulation(SET.with_weights({"A01": 20, "B01": 19})),
}


def words(figure: Figure) -> Iterator[tuple[str, Bbox]]:
    """Yield everything that is written, with the place that it takes."""
    FigureCanvasAgg(figure).draw()  # type: ignore[no-untyped-call]
    hidden = {id(label) for label in undrawn(figure)}
    for text in figure.findobj(Text):
        assert isinstance(text, Text)
        if text.get_visible() and text.get_text().strip() and id(text) not in hidden:
            yield text.get_text(), text.get_window_extent()


def undrawn(figure: Figure) -> Iterator[Text]:
    """Yield the labels of ticks beyond the limits of their axes."""
    every: list[Any] = [*figure.axes, *(child for axes in figure.axes for child in axes.child_axes)]
    for axis in (axis for axes in every for axis in (axes.xaxis, axes.yaxis)):
        drawn = set(map(id, axis._update_ticks()))
        for tick in (*axis.get_major_ticks(), *axis.get_minor_ticks()):
            if id(tick) not in drawn:
                yield from (tick.label1, tick.label2)


@cache
def picture(name: str) -> Figure:
    """Draw a picture once."""
    return PICTURES[name]()


@pytest.mark.parametrize("name", PICTURES)
def test_no_words_run_into_others_or_out_of_the_picture(name: str) -> None:
    """Every word is inside the picture, and its box meets no other's."""
    figure = picture(name)
    written = list(words(figure))
    assert len(written) > 3
    meet = [
        (one, other)
        for (one, a), (other, b) in combinations(written, 2)
        if min(a.x1, b.x1) - max(a.x0, b.x0) > 1 and min(a.y1, b.y1) - max(a.y0, b.y0) > 1
    ]
    assert meet == []
    width, height = figure.canvas.get_width_height()
    assert [
        text
        for text, box in written
        if box.x0 < -1 or box.y0 < -1 or box.x1 > width + 1 or box.y1 > height + 1
    ] == []


@pytest.mark.parametrize("name", PICTURES)
def test_each_picture_has_a_title_and_named_axes(name: str) -> None:
    """The title stands at the left, and what is measured is named with its unit."""
    axes = picture(name).axes[0]
    assert axes.get_title(loc="left").strip()
    assert axes.get_xlabel() or axes.get_ylabel()


@pytest.mark.parametrize("name", PICTURES)
def test_words_stand_out_from_what_is_behind_them(name: str) -> None:
    """Every word is dark enough for small print on the lightest grey that is used: 4.5 to 1."""
    figure = picture(name)
    for text in figure.findobj(Text):
        assert isinstance(text, Text)
        if text.get_text().strip():
            assert contrast(text.get_color(), "#f0f0f0") >= 4.5


def contrast(one: object, other: object) -> float:
    """Return the contrast of two colours, as accessibility guidelines reckon it."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: object) -> float:
    """Return the relative luminance of a colour."""
    parts = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in to_rgb(colour)]  # type: ignore[arg-type]
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))


def test_shapes_and_lines_stand_out() -> None:
    """Lines and the edges of all shapes are 3 to 1 at least beside white and beside each fill."""
    assert contrast(GREY, "white") >= 4.5
    for rating in SET.framework.scale:
        assert max(contrast(colour_of(rating), "white"), contrast(INK, "white")) >= 3


def test_neighbouring_ratings_differ_in_lightness() -> None:
    """In grey print, the fills of ratings next to each other differ, beside their shapes."""
    fills = [luminance(colour_of(rating)) for rating in sorted(SET.framework.scale)]
    assert all(abs(one - other) > 0.1 for one, other in pairwise(fills))


@pytest.mark.parametrize(
    "draw",
    [
        lambda ax: plot_standards(RATER.rate(LODGE), ax=ax),
        lambda ax: plot_influence(RATER.rate(LODGE), ax=ax),
        lambda ax: plot_trade_off(RATER.trade_off(LODGE, at="standard-8"), ax=ax),
        lambda ax: plot_chances(RATER.chances(LODGE), ax=ax),
        lambda ax: plot_change(RATER.change(LODGE, {"F12": "good"}), ax=ax),
        lambda ax: plot_triangulation(SET, ax=ax),
    ],
)
def test_every_picture_can_be_drawn_beside_another(draw: Callable[..., Figure]) -> None:
    """Given axes are drawn on, and their figure comes back."""
    figure = Figure(figsize=(20, 9))
    left, right = figure.subplots(1, 2)
    right.plot([1, 2])
    assert draw(left) is figure
    assert left.get_title(loc="left")
    assert len(right.lines) == 1
