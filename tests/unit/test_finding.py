"""Sets by region and area, questions by where and how they are asked."""

from __future__ import annotations

from itertools import product

import pytest

from pamms_core import (
    Area,
    EvidenceKind,
    QuestionSet,
    UnknownNameError,
    find_questions,
    find_sets,
    load_set,
    shipped_sets,
)


@pytest.mark.parametrize(("region", "area"), [*product(["East of England", "South West"], Area)])
def test_every_region_and_area_has_one_set(region: str, area: Area) -> None:
    """S4: two regions, four areas, eight sets."""
    (found,) = find_sets(region=region, area=area)
    assert (found.region, found.area) == (region, area)


def test_without_a_wish_all_are_found() -> None:
    """Nothing that is asked for leaves nothing out."""
    assert tuple(each.id for each in find_sets()) == shipped_sets()
    assert len(find_sets(area="supported living")) == 2
    assert len(find_sets(region="south-west")) == 4


@pytest.mark.parametrize(
    ("wish", "kind", "near"),
    [
        ({"region": "East England"}, "region", "East of England"),
        ({"area": "comunity"}, "area", "community"),
    ],
)
def test_unknown_places_are_named(wish: dict[str, str], kind: str, near: str) -> None:
    """A misspelt region or area is answered with the near one."""
    with pytest.raises(UnknownNameError, match=f"did you mean '{near}'") as error:
        find_sets(**wish)
    assert error.value.kind == kind
    assert near in error.value.known


@pytest.fixture(scope="module", params=["east-of-england-community", "south-west-community"])
def question_set(request: pytest.FixtureRequest) -> QuestionSet:
    """Load a set with domains and one without."""
    return load_set(request.param)


def test_each_wish_narrows_what_is_found(question_set: QuestionSet) -> None:
    """What is found is exactly what fits, in the set's order."""
    assert find_questions(question_set) == question_set.questions
    bearing_of = question_set.bearing_of
    for letter, number, critical in product("ABCDEF", range(1, 17), [None, True, False]):
        found = find_questions(question_set, section=letter, standard=number, critical=critical)
        assert found == tuple(
            each
            for each in question_set
            if each.letter == letter
            and bearing_of[each.code] == number
            and (critical is None or each.critical is critical)
        )


@pytest.mark.parametrize("kind", list(EvidenceKind))
def test_questions_are_found_by_their_evidence(question_set: QuestionSet, kind: EvidenceKind) -> None:
    """A kind may be given as it is or as people write it."""
    found = find_questions(question_set, evidence=kind)
    assert found == tuple(each for each in question_set if kind in each.evidence)
    assert found == find_questions(question_set, evidence=kind.upper())


def test_unknown_sections_and_standards_are_named(question_set: QuestionSet) -> None:
    """Each of them is a typed error."""
    with pytest.raises(UnknownNameError, match="unknown section 'G'; known: A, B") as error:
        find_questions(question_set, section="g")
    assert error.value.kind == "section"
    with pytest.raises(UnknownNameError, match="unknown standard '17'") as other:
        find_questions(question_set, standard=17)
    assert len(other.value.known) == 16
