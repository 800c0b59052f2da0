"""Rules as a method file writes them: scores, readings, what is missing, weights and limits."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from pamms_core._frozen import FrozenMap
from pamms_core._reading import Mistakes, Table
from pamms_core.rating.condition_file import Names
from pamms_core.rating.conditions import Flag
from pamms_core.rating.method import Limit, NodeRule
from pamms_core.rating.readings import Band, Bands, Case, Extreme, FirstMatch, Step, Steps
from pamms_core.rating.readings import Table as LookUp
from pamms_core.rating.rounding import Rounding, RoundingMode
from pamms_core.rating.rule_file import read_rule
from pamms_core.rating.scores import Basis, Measure, Score

GROWN = Names(ratings=("a", "b"), flags=("breach",), children=("x", "y"))
ASKED = Names(ratings=("a", "b"), flags=(), children=None)
BREACH = {"flag": "breach"}
ROWS = [["a", "a", "a"], ["a", "b", "b"], ["b", "a", "b"], ["b", "b", "b"]]
MEAN = {"score": "mean of questions"}
NO_SCORE = (
    "must be the mean, sum or percent of questions, children's points or children's scores, "
    "or the ratio of one input to another"
)


def read(rule: dict[str, Any], names: Names = GROWN, *, falling: bool = True) -> NodeRule:
    """Read what is right."""
    mistakes = Mistakes()
    found = read_rule(Table(rule, file="f", mistakes=mistakes), names, lower_is_better=not falling)
    mistakes.check()
    return found


def wrong(rule: dict[str, Any], names: Names = GROWN, *, falling: bool = True) -> list[tuple[str, str]]:
    """Read what is wrong; return path and problem of every mistake."""
    mistakes = Mistakes()
    read_rule(Table(rule, file="f", mistakes=mistakes), names, lower_is_better=not falling)
    return [(each.path, each.problem) for each in mistakes.found]


@pytest.mark.parametrize("measure", [Measure.MEAN, Measure.SUM, Measure.PERCENT])
@pytest.mark.parametrize("basis", Basis)
@pytest.mark.parametrize("falling", [True, False])
def test_every_score_is_read(measure: Measure, basis: Basis, *, falling: bool) -> None:
    """A score is a measure of a basis; lower is better where points rise from the best rating."""
    rule = read({"score": f"{measure} of {basis}"}, falling=falling)
    assert rule == NodeRule(score=Score(measure=measure, basis=basis, lower_is_better=not falling))


def test_a_ratio_says_itself_which_end_is_better() -> None:
    """Points have no part in a ratio, so it names its better end."""
    rule = read({"score": "ratio of x to y", "lower_is_better": True})
    assert rule.score == Score(
        measure=Measure.RATIO, numerator="x", denominator="y", lower_is_better=True
    )
    other = read({"score": "ratio of x to z"}, ASKED, falling=False)
    assert other.score == Score(measure=Measure.RATIO, numerator="x", denominator="z")
    assert wrong({"score": "ratio of x to z"}) == [("score", "names 'z', which is no input")]


@pytest.mark.parametrize("mode", RoundingMode)
@pytest.mark.parametrize("before", ["banding", "display"])
def test_rounding_names_digits_mode_and_purpose(mode: RoundingMode, before: str) -> None:
    """Nothing about rounding is left to a default."""
    rule = read({**MEAN, "rounding": {"digits": 1, "mode": mode.value, "before": before}})
    assert rule.score == Score(
        measure=Measure.MEAN, rounding=Rounding(1, mode), rounds_display_only=before == "display"
    )
    assert wrong({**MEAN, "rounding": {}}) == [
        ("rounding.mode", "is missing; one of half up, half even, half down, down, up is needed"),
        ("rounding.before", "is missing; one of banding, display is needed"),
        ("rounding.digits", "is missing; a whole number of 0 or more is needed"),
    ]
    fine = {"digits": 10**9, "mode": "up", "before": "display"}
    assert wrong({**MEAN, "rounding": fine}) == [("rounding.digits", "must be at most 12")]


@pytest.mark.parametrize(
    ("rule", "reading"),
    [
        ({**MEAN, "bands": {"a": "1/2"}}, Bands((Band(rating="a", bound=Fraction(1, 2)),))),
        ({"rating": "worst of children"}, Extreme(worst=True)),
        ({"rating": "best of children"}, Extreme(worst=False)),
        (
            {"cases": [{"rating": "b", "when": BREACH, "source": "here"}], "otherwise": "a"},
            FirstMatch((Case(rating="b", when=(Flag("breach"),), source="here"),), "a"),
        ),
        (
            {"cases": [{"rating": "b", "when": BREACH}], "otherwise": "undetermined"},
            FirstMatch((Case(rating="b", when=(Flag("breach"),)),), None),
        ),
        (
            {"table": {"over": ["x", "y"], "rows": ROWS}},
            LookUp(("x", "y"), FrozenMap({(row[0], row[1]): row[2] for row in ROWS})),
        ),
        (
            {"start": "x", "steps": [{"by": -2, "when": BREACH, "source": "here"}]},
            Steps("x", (Step(by=-2, when=(Flag("breach"),), source="here"),)),
        ),
    ],
)
def test_every_reading_is_read(rule: dict[str, Any], reading: object) -> None:
    """Bands, extremes, cases, look-up tables and steps are each read as written."""
    assert read(rule).reading == reading


def test_a_table_over_standards(  # a question set's children are known with the set only
) -> None:
    """Without an own tree any child may be named, once."""
    assert isinstance(read({"table": {"over": ["x", "y"], "rows": ROWS}}, ASKED).reading, LookUp)
    assert wrong({"table": {"over": ["x", "x"], "rows": ROWS}}, ASKED) == [
        ("table.over", "is in the list twice")
    ]


def test_a_table_that_is_none_has_no_missing_rows() -> None:
    """Without children to look up there are no rows to miss; only what is wrong itself is told."""
    told = [path for path, _ in wrong({"table": []})]
    assert told[0] == "table"
    assert "table.rows" not in told


def test_a_table_has_every_row_once() -> None:
    """A missing, a doubled and a misshapen row are each noted, with the ratings they are about."""
    rows = [*ROWS[1:], ["b", "b", "a"], ["a", "a"], ["a", "a", "z"], "a"]
    assert wrong({"table": {"over": ["x", "y"], "rows": rows}}) == [
        ("table.rows[3]", "is there a second time"),
        ("table.rows[4]", "must be one rating each of x, y and the rating they make"),
        ("table.rows[5]", "must be one rating each of x, y and the rating they make"),
        ("table.rows[6]", "must be one rating each of x, y and the rating they make"),
        ("table.rows", "has no row for a, a"),
    ]


@pytest.mark.parametrize(
    ("rule", "mistakes"),
    [
        ({}, [("", "must have one of bands, rating, cases, table, start, or a score alone")]),
        (
            {"rating": "worst of children", "start": "x"},
            [("", "must have one of bands, rating, cases, table, start, or a score alone")],
        ),
        ({"bands": {"a": 1}}, [("bands", "are read off a score, and the rule has none")]),
        (
            {"score": "median of questions"},
            [("score", NO_SCORE)],
        ),
        ({"rating": "some"}, [("rating", "must be one of worst of children, best of children")]),
        (
            {"cases": [{"rating": "z", "when": BREACH}], "otherwise": "a"},
            [("cases[0].rating", "must be one of a, b")],
        ),
        (
            {"cases": [{"rating": "a", "when": BREACH}]},
            [("otherwise", "is missing; one of a, b, undetermined is needed")],
        ),
        ({"start": "z", "steps": []}, None),
        (
            {"start": "x", "steps": [{"by": 0, "when": BREACH}]},
            [("steps[0].by", "must be how many ratings to go up or, below zero, down")],
        ),
        ({"start": "x", "steps": [{"by": True, "when": {"own": "a"}}]}, None),
        ({**MEAN, "least_assessed": "101%"}, [("least_assessed", "must be from 0% to 100%")]),
        ({**MEAN, "lower_is_better": True}, None),
        ({**MEAN, "missing": "left"}, None),
        ({**MEAN, "missing": {"not_assessed": "counts as z", "rated": "left out"}}, None),
        ({**MEAN, "weights": {"z": 1}}, [("weights.z", "must be a child; known: x, y")]),
        ({**MEAN, "weights": {"x": 0}}, [("weights.x", "must be a positive integer")]),
        (
            {"rating": "worst of children", "limits": [{"id": "i", "at_most": "a", "when": BREACH}]},
            [("limits[0].at_most", "caps nothing, being the best rating")],
        ),
        (
            {"rating": "worst of children", "limits": [{"id": "i", "at_most": "z", "when": BREACH}]},
            [("limits[0].at_most", "must be one of a, b")],
        ),
        (
            {"rating": "worst of children", "limits": [{"id": "i", "at_most": "b", "when": BREACH}] * 2},
            [("limits", "must have each id once")],
        ),
    ],
)
def test_mistakes_have_their_paths(rule: dict[str, Any], mistakes: list[tuple[str, str]] | None) -> None:
    """What is missing, unknown, contradictory or out of range is noted where it stands."""
    found = wrong(rule)
    assert found
    if mistakes is not None:
        assert found == mistakes


@pytest.mark.parametrize(
    ("falling", "bounds", "problem"),
    [
        (True, (1, 2), "must begin above b (2)"),
        (True, (2, 2), "must begin above b (2)"),
        (False, (2, 1), "must begin below b (1)"),
        (False, (1, 1), "must begin below b (1)"),
    ],
)
def test_bands_neither_overlap_nor_leave_a_gap(
    *, falling: bool, bounds: tuple[int, int], problem: str
) -> None:
    """Each band begins beyond the next worse one; what is between belongs to the better of them."""
    names = Names(ratings=("a", "b", "c"), flags=(), children=None)
    rule = {**MEAN, "bands": dict(zip("ab", bounds, strict=True))}
    assert wrong(rule, names, falling=falling) == [("bands.a", problem)]
    assert wrong(rule, names, falling=not falling) == (
        []
        if bounds[0] != bounds[1]
        else [("bands.a", f"must begin {'above' if not falling else 'below'} b ({bounds[1]})")]
    )


def test_what_is_missing_is_said_for_all_states_or_one_by_one() -> None:
    """One word is for every state; a table names the states it is for."""
    assert read(MEAN).missing == FrozenMap()
    for said, means in (("left out", "left out"), ("no rating", "no rating"), ("counts as b", "b")):
        alike = read({**MEAN, "missing": said}).missing
        assert dict(alike) == dict.fromkeys(
            (
                "not assessed",
                "not answered",
                "nothing assessed",
                "too little assessed",
                "a part has no rating",
            ),
            means,
        )
    one_by_one = {"not_answered": "no rating", "a_part_has_no_rating": "counts as a"}
    assert dict(read({**MEAN, "missing": one_by_one}).missing) == {
        "not answered": "no rating",
        "a part has no rating": "a",
    }


def test_a_whole_rule() -> None:
    """Everything a rule may say beside its score and its reading."""
    rule = read(
        {
            "rating": "best of children",
            "least_assessed": "50%",
            "weights": {"x": 2},
            "limits": [{"id": "i", "at_most": "b", "when": [BREACH, {"own": "a"}], "source": "there"}],
            "source": "here",
        }
    )
    assert (rule.least_assessed, rule.weights, rule.source) == (
        Fraction(1, 2),
        FrozenMap({"x": 2}),
        "here",
    )
    assert [(limit.id, limit.at_most, len(limit.when), limit.source) for limit in rule.limits] == [
        ("i", "b", 2, "there")
    ]
    assert isinstance(rule.limits[0], Limit)
    assert list(rule.named_children()) == ["x"]
    assert rule.bands == Bands(())
