"""Scores on their way to the parent: what makes them whole, and how far they reach."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest

from pamms_core import State
from pamms_core._frozen import FrozenMap
from pamms_core.rating.carry import Carry, Scorer, score_range, score_units
from pamms_core.rating.packing import Layout
from pamms_core.rating.rounding import Rounding, RoundingMode
from pamms_core.rating.scores import Measure, Score
from pamms_core.rating.sums import ScoreMargin, ScoreWeight
from pamms_core.rating.verdict import Verdict

POINTS = (Fraction(3, 2), Fraction(1), Fraction(-1, 2))
WEIGHTS = (1, 2, 3)


def every_score(measure: Measure) -> set[Fraction]:
    """List all scores of three parts with some of these points, or without."""
    found = set()
    for parts in product((*POINTS, None), repeat=3):
        known = [(w, p) for w, p in zip(WEIGHTS, parts, strict=True) if p is not None]
        if known:
            total = sum((w * p for w, p in known), Fraction())
            weight = 1 if measure is Measure.SUM else sum(w for w, _ in known)
            found.add(total / weight / (Fraction(3, 2) if measure is Measure.PERCENT else 1))
    return found


@pytest.mark.parametrize("measure", [Measure.MEAN, Measure.SUM, Measure.PERCENT])
@pytest.mark.parametrize("rounding", [None, Rounding(1, RoundingMode.HALF_UP)])
def test_units_make_scores_whole_and_ranges_hold_them(
    measure: Measure, rounding: Rounding | None
) -> None:
    """Every score there can be is a whole number of units, within the bounds."""
    score = Score(measure=measure, rounding=rounding)
    low, high = score_range(score, POINTS, WEIGHTS, max(POINTS))
    units = score_units(score, WEIGHTS, 2 * 3)
    for each in every_score(measure):
        seen = rounding.apply(each) if rounding else each
        assert low <= seen <= high
        assert (seen * units).denominator == 1


def scorer(**how: object) -> Scorer:
    """Make a scorer that reads its total as 100 × weight + points in halves."""
    return Scorer(
        score=Score(**how),  # type: ignore[arg-type]
        highest=Fraction(4),
        units=2,
        weight=lambda total: total // 100,
        points=lambda total: total % 100,
    )


@pytest.mark.parametrize(
    ("how", "score"),
    [
        ({"measure": Measure.MEAN}, Fraction(5, 2)),
        ({"measure": Measure.SUM}, Fraction(15, 2)),
        ({"measure": Measure.PERCENT}, Fraction(5, 8)),
        ({"measure": Measure.MEAN, "rounding": Rounding(0, RoundingMode.HALF_UP)}, Fraction(3)),
        (
            {
                "measure": Measure.MEAN,
                "rounding": Rounding(0, RoundingMode.HALF_UP),
                "rounds_display_only": True,
            },
            Fraction(5, 2),
        ),
    ],
)
def test_a_scorer_reads_a_total(how: dict[str, object], score: Fraction) -> None:
    """15 halves over a weight of 3, as mean, sum, share of 4, rounded or for display only."""
    assert scorer(**how)(315, Verdict(State.SCORED)) == score
    assert scorer(**how)(315, Verdict(State.UNDETERMINED)) == score
    assert scorer(**how)(0, Verdict(State.NOTHING_ASSESSED)) is None


def test_a_child_without_a_score_may_count_as_points() -> None:
    """What a state counts as is carried in the place of a score; otherwise nothing is."""
    weight, margin = ScoreWeight(), ScoreMargin(Fraction(1), 2)
    layout = Layout()
    fields = tuple((layout.add([[0, 5], [-10, 40]]), each) for each in (weight, margin))
    carry = Carry(
        scorer=scorer(measure=Measure.MEAN),
        counts_as=FrozenMap({"nothing assessed": Fraction(3)}),
        weight=5,
        place=1,
        fields=fields,
    )

    def carried(total: int, state: State) -> list[int]:
        packed = carry(total, Verdict(state))
        return [field.read(packed, 1, 2) for field, _ in fields]

    assert carried(315, State.RATED) == [5, 15]
    assert carried(0, State.NOTHING_ASSESSED) == [5, 20]
    assert carried(0, State.PART_MISSING) == [0, 0]
