"""The overall stars of American nursing homes, under two editions of the rule."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from pamms_core import State, load_method
from pamms_core.rating.editions import method_in_force

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pamms_core import Outcome, Rater

    Rated = Callable[..., Outcome]

FILE = "cms_five_star_overall.json"
CODES = {"health": "health-inspection", "staffing": "staffing", "qm": "quality-measures"}
COLUMNS = {
    "expected_2022": ("cms-2022", {"abuse": False}),
    "expected_pre_2022": ("cms-pre-2022", {"abuse": False, "special_focus": False}),
    "expected_pre_2022_sff": ("cms-pre-2022", {"abuse": False, "special_focus": True}),
}


@pytest.fixture(scope="module")
def published(oracle: Callable[[str], dict[str, Any]]) -> dict[str, Any]:
    """What was published."""
    return oracle(FILE)


@pytest.fixture(scope="module")
def stars(
    rater_of: Callable[[str], Rater], rated: Rated
) -> Callable[[str, Mapping[str, Any]], int | None]:
    """Return what gives the overall stars of a row, as a column of the cases names the rule."""

    def find(column: str, row: Mapping[str, Any]) -> int | None:
        name, flags = COLUMNS[column]
        inputs = {code: str(row[name]) for name, code in CODES.items() if name in row}
        rating = rated(rater_of(name), inputs, **flags).overall.rating
        return rating.stars if rating else None

    return find


def test_every_derived_case_is_reproduced(
    published: dict[str, Any],
    stars: Callable[[str, Mapping[str, Any]], int | None],
    stated: Mapping[tuple[str, str], tuple[int, int]],
) -> None:
    """All 125 combinations get their stars, under both editions and in special focus."""
    cases = published["cases"]
    failing = [(column, row) for row in cases for column in COLUMNS if stars(column, row) != row[column]]
    assert failing == []
    assert stated[FILE, "cases"] == (len(cases), len(cases))


def test_every_real_row_is_reproduced_by_the_edition_in_force(
    published: dict[str, Any],
    stars: Callable[[str, Mapping[str, Any]], int | None],
    stated: Mapping[tuple[str, str], tuple[int, int]],
) -> None:
    """Each published home gets its stars under the edition that was in force."""
    rows = published["real_rows"]
    editions = [load_method(f"examples/{name}") for name in ("cms-2022", "cms-pre-2022")]
    for row in rows:
        on = date(2022, 1, 1) if "pre-2022 rule" in row["release"] else date(2023, 1, 1)
        method = method_in_force(editions, on)
        column = "expected_2022" if method is editions[0] else "expected_pre_2022"
        assert stars(column, row) == row["published"], row
    assert stated[FILE, "real rows"] == (len(rows), len(rows))


def test_a_row_that_tells_the_editions_apart(
    published: dict[str, Any], stars: Callable[[str, Mapping[str, Any]], int | None]
) -> None:
    """Where the file notes what the older rule would give, the older edition gives it."""
    noted = [row for row in published["real_rows"] if "note" in row]
    assert [stars("expected_pre_2022", row) for row in noted] == [3]
    assert noted[0]["note"] == "pre-2022 rule would give 3"


@pytest.mark.parametrize(
    ("on", "edition"), [(date(2022, 7, 26), "pre-2022"), (date(2022, 7, 27), "2022-07")]
)
def test_the_editions_follow_each_other(on: date, edition: str) -> None:
    """One edition is in force until the day before the other, whichever is named first."""
    editions = [load_method(f"examples/{name}") for name in ("cms-2022", "cms-pre-2022")]
    assert method_in_force(editions, on).edition == edition
    assert {method.id for method in editions} == {"cms-five-star"}


@pytest.mark.parametrize("column", COLUMNS)
def test_what_a_missing_rating_means(
    column: str, stars: Callable[[str, Mapping[str, Any]], int | None]
) -> None:
    """Without health inspection there is no overall; a step without its rating is skipped."""
    assert stars(column, {"staffing": 5, "qm": 5}) is None
    assert stars(column, {"health": 3, "qm": 1}) == stars(column, {"health": 3, "staffing": 3, "qm": 1})
    assert stars(column, {"health": 3, "staffing": 1}) == 2


@pytest.mark.parametrize("name", ["cms-2022", "cms-pre-2022"])
def test_the_icon_for_abuse_lowers_health_inspection_itself(
    name: str, rated: Rated, rater_of: Callable[[str], Rater]
) -> None:
    """With the icon five stars of health inspection are two; not knowing of it leaves both open."""
    inputs = {"health-inspection": "5", "staffing": "3", "quality-measures": "3"}
    other = {} if name == "cms-2022" else {"special_focus": False}
    marked = rated(rater_of(name), inputs, abuse=True, **other)
    assert [str(marked[code].rating) for code in ("health", "overall")] == ["2 stars", "2 stars"]
    unknown = rated(rater_of(name), inputs, **other).overall
    assert unknown.state is State.UNDETERMINED
    assert [rating.stars for rating in unknown.verdict.possible] == [5, 2]
    assert "abuse" in unknown.verdict.causes
