"""The shipped examples, rated: written down, and worked out once more from the data files.

The second reckoning takes nothing from the library: it reads the sheets, sets and banks as
TOML, and follows the words of the reference method with plain fractions.
"""

from __future__ import annotations

import tomllib
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest

from pamms_core import evidence_advice, load_answers, load_set, rate, shipped_examples, shipped_sets
from pamms_core.standards import catalogue

if TYPE_CHECKING:
    from collections.abc import Iterable

Row: TypeAlias = dict[str, Any]

DATA = Path(catalogue._DATA)
STARS = {"excellent": 5, "good": 4, "requires-improvement": 3, "poor": 1}
ORDER = tuple(STARS)

# Overall; domains, if any; standards (- is one that the set leaves out), each by its first letter.
EXPECTED = {
    "compliant-care-home": "G  GGGERG",
    "excellent-staffing": "G GGGEG EGGGGGGGRGEEEGGG",
    "landlord-delays": "G GGRGG GGGGGGGGPGGGGGGG",
    "late-calls": "R GGGRR GGGGGGGR-GGPRRRR",
    "neglected-flats": "P  RRGRPP",
    "open-doors": "E EEGGG EEEGGEGEGEGGEEGG",
    "poor-management": "R GGRRP GGGGRRGRRRRRRPPR",
    "solid-good": "G GGGGG GGGEGGGGGGGGGGGG",
    "steady-rounds": "E  GEEGGE",
    "village-club": "R  RGGGRR",
}
# What the words of some stories rest on: the limits that lowered a rating, by node.
LIMITED = {
    "landlord-delays": {"domain-3": ["a-standard-poor"]},
    "neglected-flats": {"overall": ["two-parts-poor"]},
}


def toml(folder: str, name: str) -> Row:
    """Read a data file, as it stands there."""
    return tomllib.loads((DATA / folder / f"{name}.toml").read_text(encoding="utf-8"))


def rows_of(head: Row) -> list[Row]:
    """Return the rows that a set takes: of the bank those it selects, or that suit its area."""
    banks = [toml("bank", Path(each).stem)["questions"] for each in head["bank"]]
    chosen = head.get("select")
    return [
        row
        for bank in banks
        for row in bank
        if (row["code"] in chosen if chosen else head["area"] in row["areas"])
    ]


def mean_rating(rows: list[Row]) -> int:
    """Return the place in the order of the stars nearest to the weighted mean, ties to the better."""
    rated = [row for row in rows if row["is"] in STARS]
    assert 2 * sum(row["weight"] for row in rated) >= sum(row["weight"] for row in rows)
    mean = Fraction(
        sum(row["weight"] * STARS[row["is"]] for row in rated), sum(row["weight"] for row in rated)
    )
    return min(range(4), key=lambda place: (abs(STARS[ORDER[place]] - mean), place))


def near(place: int, below: list[int]) -> int:
    """Keep a rating at most one step above the worst below it, and never above the best."""
    return max(place, max(below) - 1, min(below))


def has_critical_poor(rows: list[Row]) -> bool:
    """Tell whether a critical question is rated Poor."""
    return any(row.get("critical") and row["is"] == "poor" for row in rows)


def standard(rows: list[Row]) -> int:
    """Rate a standard: a critical Poor keeps it at Requires Improvement."""
    return max(mean_rating(rows), 2 if has_critical_poor(rows) else 0)


def overall(rows: list[Row], parts: list[int]) -> int:
    """Rate the whole: a critical Poor keeps it at Good, and two Poor parts at Poor."""
    if parts.count(3) >= 2:
        return 3
    return near(max(mean_rating(rows), 1 if has_critical_poor(rows) else 0), parts)


def worked_out(name: str) -> str:
    """Rate an example by hand, as :data:`EXPECTED` has it."""
    sheet = toml("examples", name)
    head = toml("sets", sheet["set"])
    rows = [{**row, "is": sheet["answers"][row["code"]]["rating"]} for row in rows_of(head)]
    regional = "framework" in head
    shared = toml("frameworks", "pamms")["standards"]
    below: dict[int, list[list[Row]]] = {}
    standards: list[list[Row]] = []
    for number in range(1, 7) if regional else range(1, 17):
        key, wanted = ("code", "ABCDEF"[number - 1]) if regional else ("standard", number)
        mine = [row for row in rows if (row[key][0] if regional else row[key]) == wanted]
        standards.append(mine)
        if mine:
            below.setdefault(shared[number - 1]["domain"], []).append(mine)
    rated = [standard(mine) if mine else None for mine in standards]
    whole = (
        []
        if regional
        else [
            near(mean_rating([row for mine in parts for row in mine]), list(map(standard, parts)))
            for parts in below.values()
        ]
    )
    parts = whole or [each for each in rated if each is not None]
    return " ".join([letters([overall(rows, parts)]), letters(whole), letters(rated)])


def letters(places: Iterable[int | None]) -> str:
    """Write ratings by their first letters."""
    return "".join("-" if place is None else ORDER[place][0].upper() for place in places)


@pytest.mark.parametrize("name", shipped_examples())
def test_each_example_is_rated_as_written_down(name: str) -> None:
    """Overall, domains and standards, by the library and by the other reckoning."""
    question_set = load_set(toml("examples", name)["set"])
    outcome = rate(question_set, load_answers(name, question_set))
    keys = [each.key for each in question_set.framework.scale]
    assert keys == list(ORDER)

    def place(code: str) -> int | None:
        found = outcome[code].rating if code in outcome else None
        return None if found is None else keys.index(found.key)

    framework = question_set.framework
    domains = [place(f"domain-{each.number}") for each in framework.domains]
    standards = [place(f"standard-{each.number}") for each in framework.standards]
    assert " ".join(map(letters, ([place("overall")], domains, standards))) == EXPECTED[name]
    assert worked_out(name) == EXPECTED[name]
    acting = {code: [limit.id for limit in each.acting] for code, each in outcome.items() if each.acting}
    assert acting == LIMITED.get(name, {})


def test_every_example_is_written_down_and_every_set_has_one() -> None:
    """No example is forgotten here, and each shipped set is shown at work."""
    assert set(EXPECTED) == set(shipped_examples())
    assert {toml("examples", name)["set"] for name in EXPECTED} == set(shipped_sets())


@pytest.mark.parametrize("name", shipped_examples())
def test_each_example_is_a_whole_careful_sheet(name: str) -> None:
    """Every question is answered, on evidence of the usual range, with a reason where it falls short."""
    question_set = load_set(toml("examples", name)["set"])
    answers = load_answers(name, question_set)
    assert answers.keys() == question_set.by_code.keys()
    assert evidence_advice(answers, question_set) == ()
    assert "Fictitious" in answers.details["note"]
    for code, answer in answers.items():
        assert answer.comment or answer.rating == question_set.framework.scale["good"], code
        assert answer.evidence or not answer.is_rated, code
    comments = [each.comment for each in answers.values() if each.comment]
    assert len(set(comments)) == len(comments)
