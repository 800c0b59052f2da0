"""Pictures of ratings and what-ifs: what is drawn says what the results say."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from pamms_core import (
    NOT_ASSESSED,
    Answers,
    Outcome,
    Rater,
    compare,
    load_answers,
    load_method,
    load_set,
)
from pamms_core.plots import plot_chances, plot_change, plot_influence, plot_standards, plot_trade_off
from pamms_core.plots.canvas import colour_of, marker_of, spread

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.axes import Axes


@pytest.fixture(scope="module")
def rater() -> Rater:
    """Load the reference method and its set."""
    return Rater(load_set("east-of-england-accommodation"))


@pytest.fixture(scope="module")
def lodge(rater: Rater) -> Answers:
    """Load a sheet with poor management."""
    return load_answers("poor-management", rater.question_set)


def drawn(figure: Figure) -> Axes:
    """Draw a figure in full, which fails where it cannot be, and return its axes."""
    FigureCanvasAgg(figure).draw()  # type: ignore[no-untyped-call]
    return figure.axes[0]


def texts(axes: Axes) -> list[str]:
    """Return all that is written on axes."""
    return [each.get_text() for each in axes.texts]


def title(axes: Axes) -> str:
    """Return the title in single spaces."""
    return " ".join(axes.get_title(loc="left").split())


def test_every_part_has_its_score_and_rating(rater: Rater, lodge: Answers) -> None:
    """A row a part, top down, with the thresholds, the score and the rating in words."""
    outcome = rater.rate(lodge)
    axes = drawn(plot_standards(outcome))
    assert len(axes.get_yticklabels()) == len(outcome) == 22
    assert texts(axes)[0] == "3.17  Requires Improvement"
    assert axes.get_yticklabels()[0].get_text() == "The service overall"
    labels = [line.get_label() for line in axes.lines]
    assert labels.count("score") == 22
    assert labels.count("threshold") == 22
    assert title(axes).startswith("Example Lodge Final rating of each part")


def test_limits_and_parts_without_a_score_are_marked(rater: Rater, lodge: Answers) -> None:
    """A part that a limit lowered has a cross and the limit's name; one without a score its state."""
    changes: dict[str, Any] = {"A14": "poor"}
    changes |= {q.code: NOT_ASSESSED for q in rater.question_set if q.standard == 16}
    outcome = rater.change(lodge, changes).after
    axes = drawn(plot_standards(outcome))
    limited = [node for node in outcome.values() if node.acting]
    assert limited
    assert [line.get_label() for line in axes.lines].count("limit") == len(limited)
    assert sum("\N{MULTIPLICATION SIGN}" in text for text in texts(axes)) == len(limited)
    assert texts(axes)[-1] == "nothing assessed"
    assert title(axes).startswith("Hypothetical: answer to")


def test_an_empty_sheet_has_states_only(rater: Rater) -> None:
    """Nothing is marked where there is no score, and each part says why it has no rating."""
    sheet = Answers(set_id=rater.question_set.id, edition=rater.question_set.edition)
    axes = drawn(plot_standards(rater.rate(sheet)))
    assert {line.get_label() for line in axes.lines} == {"threshold"}
    assert set(texts(axes)) == {"nothing assessed"}


def test_a_method_of_shares_says_so(rater: Rater, lodge: Answers) -> None:
    """Scores that are shares are percentages, and too little assessed is a score without a rating."""
    other = Rater(rater.question_set, load_method("percentage-bands"))
    axes = drawn(plot_standards(other.rate(lodge)))
    assert axes.get_xlabel() == "Score in per cent of the highest"
    assert "%" in texts(axes)[0]
    most = {q.code: NOT_ASSESSED for q in list(rater.question_set)[1:] if q.standard == 1}
    little = rater.change(lodge, most).after
    assert "score without a rating" in [e.get_label() for e in drawn(plot_standards(little)).lines]


def test_the_longest_bars_come_first(rater: Rater, lodge: Answers) -> None:
    """A bar goes from the score at the worst answer to that at the best; turning ends are hatched."""
    outcome = rater.rate(lodge)
    axes = drawn(plot_influence(outcome, "domain-5"))
    assert len(axes.get_yticklabels()) == 12
    assert axes.get_yticklabels()[0].get_text().startswith("F13")
    hatched = [bar for bar in axes.patches if bar.get_hatch()]
    assert len(hatched) == len(rater.influence(lodge).pivotal("domain-5")) == 2
    assert texts(axes).count("Requires\nImprovement") == 2
    (above,) = axes.child_axes
    assert [each.get_text() for each in above.get_xticklabels()] == ["Requires\nImprovement\nbegins"]
    best = rater.change(lodge, {"F13": "excellent"})["domain-5"].after
    assert best is not None
    first: Any = axes.patches[0]
    assert best.score is not None
    assert first.get_x() + first.get_width() == pytest.approx(float(best.score))
    assert title(axes).startswith("Hypothetical: what moves Domain 5")
    assert len(drawn(plot_influence(outcome, "domain-5", most=3)).get_yticklabels()) == 3


def test_a_part_without_a_score_has_no_tornado(rater: Rater, lodge: Answers) -> None:
    """It says why, by an error."""
    nothing = {q.code: NOT_ASSESSED for q in rater.question_set if q.standard == 16}
    outcome = rater.change(lodge, nothing).after
    with pytest.raises(ValueError, match=r"^standard-16 has no score.*nothing assessed") as error:
        plot_influence(outcome, "standard-16")
    assert "standard-16" in error.value.args[0]


def test_each_better_rating_is_marked_on_the_curve(rater: Rater, lodge: Answers) -> None:
    """A shape and its words stand at the least cost of each rating."""
    curve = rater.trade_off(lodge, at="standard-8")
    axes = drawn(plot_trade_off(curve))
    assert texts(axes) == [
        "Requires Improvement at cost 0",
        "Good at cost 4",
        "Excellent at cost 13",
    ]
    assert len(axes.lines) == 2 + 3
    assert axes.lines[0].get_xydata().shape == (len(curve.points), 2)  # type: ignore[union-attr]
    assert title(axes).startswith("Hypothetical: what each cost would buy, standard-8")
    bare = attrs.evolve(curve.points[0], rating=None, score=None)
    part = attrs.evolve(curve, points=(bare,), is_whole=False)
    axes = drawn(plot_trade_off(part))
    assert "only part of it was looked at" in title(axes)
    assert len(axes.lines) == 2


def test_chances_are_bars_of_one_hundred(rater: Rater, lodge: Answers) -> None:
    """Each part that is open has a bar that ends at 100; what was assumed is in the title."""
    chances = rater.chances(lodge, questions=["F12", "F13", "F01"], reopen=True)
    figure = plot_chances(chances)
    axes = drawn(figure)
    names = [label.get_text() for label in axes.get_yticklabels()]
    assert len(names) == 3
    ends: dict[float, float] = {}
    for bar in axes.patches:
        rectangle: Any = bar
        down = round(rectangle.get_y() + rectangle.get_height() / 2)
        ends[down] = ends.get(down, 0) + rectangle.get_width()
    assert list(ends.values()) == pytest.approx([100] * 3)
    assert "25.0" in texts(axes)
    (legend,) = figure.legends
    assert [each.get_text() for each in legend.get_texts()] == ["Poor", "Requires Improvement", "Good"]
    assert title(axes).startswith("Hypothetical: chances with 3 open questions, Example Lodge")


def test_what_is_certain_and_what_has_no_rating_can_be_drawn(rater: Rater, lodge: Answers) -> None:
    """Parts may be named; a state without a rating has a bar too; nothing open is one bar."""
    codes = [q.code for q in rater.question_set if q.standard == 16]
    chances = rater.chances(lodge, questions=codes, reopen=True, not_assessed=True)
    figure = plot_chances(chances, ["standard-16", "standard-1"])
    assert len(drawn(figure).get_yticklabels()) == 2
    assert "nothing assessed" in [each.get_text() for each in figure.legends[0].get_texts()]
    assert len(drawn(plot_chances(rater.chances(lodge))).get_yticklabels()) == 1


def test_each_moved_part_is_a_slope(rater: Rater, lodge: Answers) -> None:
    """A part that moved is a line with its words at both ends; it is bold where its rating changed."""
    found = rater.change(lodge, {"F12": "good", "F13": "good"})
    axes = drawn(plot_change(found))
    slopes = [line for line in axes.lines if list(line.get_xdata()) == [0, 1]]  # type: ignore[arg-type]
    assert len(slopes) == len(found.moved) == 3
    assert sorted(line.get_linestyle() for line in slopes) == ["-", "-", "--"]
    (right,) = axes.child_axes
    before, after = ([each.get_text() for each in one.get_yticklabels()] for one in (axes, right))
    assert "The service overall: Requires Improvement, 3.17" in before
    assert "The service overall: Requires Improvement, 3.23" in after
    assert len(before) == len(after) == 3
    assert title(axes).startswith("Hypothetical: answer to F12 from Poor to Good")


def test_what_has_no_score_on_both_sides_is_named(rater: Rater, lodge: Answers) -> None:
    """A part that lost its score is named below; what is recorded is not called hypothetical."""
    nothing = {q.code: NOT_ASSESSED for q in rater.question_set if q.standard == 16}
    later: Outcome = rater.rate(lodge.changed(nothing))
    axes = drawn(plot_change(compare(rater.rate(lodge), later)))
    assert "Standard 16, Records" in axes.get_xlabel()
    assert "Hypothetical" not in title(axes)
    little = rater.change(lodge, {q.code: None for q in list(rater.question_set)[1:3]}).after
    assert drawn(plot_change(compare(rater.rate(lodge), little))).lines


@pytest.mark.parametrize("draw", [plot_standards, plot_influence])
def test_it_draws_on_axes_that_are_given(
    draw: Callable[..., Figure], rater: Rater, lodge: Answers
) -> None:
    """The figure is the axes' own, and another drawing beside it stays."""
    figure = Figure(figsize=(20, 9))
    left, right = figure.subplots(1, 2)
    right.plot([1, 2])
    assert draw(rater.rate(lodge), ax=left) is figure
    assert left.get_title(loc="left")
    assert len(right.lines) == 1


def test_labels_keep_apart() -> None:
    """Labels are moved no more than they must, and keep their order."""
    assert spread([0.0, 1.0], 0.5) == [0.0, 1.0]
    found = spread([1.0, 1.0, 1.1, 3.0], 0.5)
    assert found == sorted(found)
    assert all(other - one >= 0.49 for one, other in pairwise(found))
    assert found[-1] == 3.0


def test_no_two_ratings_look_alike(rater: Rater) -> None:
    """Each has a colour and a shape of its own."""
    scale = rater.question_set.framework.scale
    assert len({colour_of(rating) for rating in scale}) == len(scale)
    assert len({marker_of(rating) for rating in scale}) == len(scale)
