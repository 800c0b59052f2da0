"""The Australian National Quality Standard, at each level of its tree."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from pamms_core import Outcome, Rater

FILE = "acecqa_nqs.json"
THEMES = ("embedded", "reflection", "engagement")
# How many elements each standard has, by quality area.
ELEMENTS = {1: (3, 3, 3), 2: (3, 3), 3: (2, 3), 4: (2, 2), 5: (2, 2), 6: (3, 3), 7: (3, 3)}
KEYS = {
    "E": "exceeding",
    "M": "meeting",
    "WT": "working-towards",
    "SIR": "significant-improvement-required",
}


@pytest.fixture(scope="module")
def published(oracle: Callable[[str], dict[str, Any]]) -> dict[str, Any]:
    """What was published."""
    return oracle(FILE)


def standard_inputs(
    number: str, elements: Sequence[str], themes: Sequence[int]
) -> Iterator[tuple[str, str]]:
    """Give a standard's elements these ratings, and show these of its themes."""
    for place, key in enumerate(elements, 1):
        yield f"{number}.{place}", key
    for name, shown in zip(THEMES, themes, strict=True):
        yield f"{number}-{name}", "exceeding" if shown else "meeting"


def area_inputs(area: int, standards: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Give an area's elements and themes what makes its standards of these ratings."""
    for place, (rating, count) in enumerate(zip(standards, ELEMENTS[area], strict=True), 1):
        worst = "meeting" if rating == "E" else KEYS[rating]
        elements = [*["meeting"] * (count - 1), worst]
        yield from standard_inputs(f"{area}.{place}", elements, [rating == "E"] * 3)


def sheets(case: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield every node that a case can be tried at, with inputs that make it."""
    if case["level"] == "overall":
        areas = enumerate(case["quality_areas"], 1)
        made = (area_inputs(area, [rating] * len(ELEMENTS[area])) for area, rating in areas)
        yield "overall", dict(chain.from_iterable(made))
    elif case["level"] == "quality area":
        for area, counts in ELEMENTS.items():
            if len(counts) == len(case["standards"]):
                yield f"area-{area}", dict(area_inputs(area, case["standards"]))
    else:
        met = [KEYS["M" if each else "WT"] for each in case["elements_met"]]
        for area, counts in ELEMENTS.items():
            for place, count in enumerate(counts, 1):
                if count == len(met):
                    number = f"{area}.{place}"
                    themes = case["exceeding_themes"]
                    yield f"standard-{number}", dict(standard_inputs(number, met, themes))


def test_every_case_is_reproduced(
    published: dict[str, Any],
    rater_of: Callable[[str], Rater],
    rated: Callable[..., Outcome],
    stated: Mapping[tuple[str, str], tuple[int, int]],
) -> None:
    """Every case gets its rating, at every node of its level and with as many parts."""
    rater, cases, tried = rater_of("acecqa-nqs"), published["cases"], 0
    failing = []
    for case in cases:
        for node, inputs in sheets(case):
            tried += 1
            rating = rated(rater, inputs)[node].rating
            if rating is None or rating.label != published["codes"][case["expected"]]:
                failing.append((node, case))
    assert failing == []
    assert tried > len(cases)
    assert all(any(sheets(case)) for case in cases)
    assert stated[FILE, "cases"] == (len(cases), len(cases))


def test_areas_are_as_an_overall_case_wants_them(
    published: dict[str, Any], rater_of: Callable[[str], Rater], rated: Callable[..., Outcome]
) -> None:
    """The elements and themes of an overall case make exactly the areas that it lists."""
    for case in published["cases"]:
        if case["level"] == "overall":
            outcome = rated(rater_of("acecqa-nqs"), dict(*(inputs for _, inputs in sheets(case))))
            found = [outcome[f"area-{area}"].rating for area in ELEMENTS]
            assert [each and each.key for each in found] == [KEYS[r] for r in case["quality_areas"]]


def test_the_tree_has_forty_elements_and_three_themes_for_each_standard(
    rater_of: Callable[[str], Rater],
) -> None:
    """Seven areas, fifteen standards, forty elements: what the tests give is what is asked."""
    asked = {question.code for question in rater_of("acecqa-nqs").questions}
    everything = chain.from_iterable(area_inputs(a, ["E"] * len(n)) for a, n in ELEMENTS.items())
    assert asked == {code for code, _ in everything}
    assert (sum(map(len, ELEMENTS.values())), sum(map(sum, ELEMENTS.values()))) == (15, 40)
    assert len(asked) == 40 + 3 * 15
