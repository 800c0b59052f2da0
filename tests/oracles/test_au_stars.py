"""Published overall stars of Australian aged care homes."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest

from pamms_core import State

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pamms_core import Outcome, Rater

    Rated = Callable[..., Outcome]
    Rows = list[dict[str, Any]]

FILE = "au_star_ratings_overall.json"
CODES = {
    "re": "residents-experience",
    "compliance": "compliance",
    "staffing": "staffing",
    "qm": "quality-measures",
}


@pytest.fixture(scope="module")
def published(oracle: Callable[[str], dict[str, Any]]) -> dict[str, Any]:
    """What was published."""
    return oracle(FILE)


@pytest.fixture(scope="module")
def rater(rater_of: Callable[[str], Rater]) -> Rater:
    """The rater of the method."""
    return rater_of("au-star-overall")


def rate(rated: Rated, rater: Rater, row: Mapping[str, Any]) -> Outcome:
    """Rate a row's four sub-categories, or those that it has."""
    return rated(rater, {code: str(row[name]) for name, code in CODES.items() if name in row})


def stars(outcome: Outcome) -> int | None:
    """Return the overall stars."""
    return outcome.overall.rating.stars if outcome.overall.rating else None


def test_the_anomalies_are_exactly_what_is_not_reproduced(
    published: dict[str, Any],
    rater: Rater,
    rated: Rated,
    stated: Mapping[tuple[str, str], tuple[int, int]],
) -> None:
    """Every published combination gets its published stars, and no row listed as an anomaly does."""
    failing: dict[str, Rows] = {
        which: [row for row in published[which] if stars(rate(rated, rater, row)) != row["expected"]]
        for which in ("cases", "anomalies")
    }
    assert failing == {"cases": [], "anomalies": published["anomalies"]}
    for which, rows in failing.items():
        count = len(published[which])
        assert stated[FILE, which] == (count, count - len(rows))


def test_an_anomaly_is_one_star_off_as_the_page_says(
    published: dict[str, Any], rater: Rater, rated: Rated
) -> None:
    """Rated here, each anomaly gets what the rule gives it: three were published higher, one lower."""
    for row in published["anomalies"]:
        found = stars(rate(rated, rater, row))
        assert found == row["formula"]
    off = [(*row["extract"], row["expected"] - row["formula"]) for row in published["anomalies"]]
    assert sorted(off) == [
        ("December 2023", -1),
        ("February 2026", 1),
        ("May 2023", 1),
        ("May 2023", 1),
    ]
    assert sum(row["n"] for row in published["cases"]) == 16_152  # as the page says


def test_means_and_caps_are_as_published(published: dict[str, Any], rater: Rater, rated: Rated) -> None:
    """Every weighted mean is exactly as listed, and a limit acts where the list says so."""
    for row in [*published["cases"], *published["anomalies"]]:
        overall = rate(rated, rater, row).overall
        assert overall.score == Fraction(str(row["weighted"])), row
        assert bool(overall.acting) is row["capped"], row


def test_no_published_combination_depends_on_where_a_half_is_rounded(
    published: dict[str, Any], rater: Rater, rated: Rated
) -> None:
    """Four combinations of stars have a mean of a half, and none of these was published."""
    combinations = [dict(zip(CODES, each, strict=True)) for each in product(range(1, 6), repeat=4)]
    halves = [row for row in combinations if rate(rated, rater, row).overall.score in _HALVES]
    assert len(halves) == 4
    listed = [{name: row[name] for name in CODES} for row in published["cases"]]
    assert not [row for row in halves if row in listed]


_HALVES = {Fraction(odd, 2) for odd in (3, 5, 7, 9)}


def test_which_published_rows_contradict_what_a_missing_sub_category_means(
    published: dict[str, Any],
    rater: Rater,
    rated: Rated,
    stated: Mapping[tuple[str, str], tuple[int, int]],
) -> None:
    """Rows with all four and no overall, or with one missing and an overall, contradict the rule."""
    patterns: Rows = published["missing_patterns"]
    whole = [row for row in patterns if all(row["present"].values())]
    without = [row for row in whole if row["overall"] is None]
    despite = [row for row in patterns if row not in whole and row["overall"] is not None]
    failing = [row for row in patterns if _rated_at_all(rated, rater, row) is (row["overall"] is None)]
    assert failing == [row for row in patterns if row in without or row in despite]
    assert [(len(rows), sum(row["n"] for row in rows)) for rows in (without, despite)] == [
        (1, 2),
        (6, 7),
    ]
    count = len(patterns)
    assert stated[FILE, "missing patterns"] == (count, count - len(failing))


def _rated_at_all(rated: Rated, rater: Rater, row: Mapping[str, Any]) -> bool:
    """Tell whether a pattern has an overall rating, which no stars of what is present may change."""
    present = [name for name, there in row["present"].items() if there]
    tried = [
        rate(rated, rater, dict(zip(present, each, strict=True))).overall
        for each in product((1, 2, 3, 5), repeat=len(present))
    ]
    states = {node.state for node in tried}
    assert len(states) == 1
    assert states < {State.RATED, State.PART_MISSING}
    return states == {State.RATED}
