"""The framework's values and look-ups."""

from __future__ import annotations

import pytest

from pamms_core import Area, Framework, UnknownNameError, load_framework


@pytest.fixture(scope="module")
def shipped() -> Framework:
    """The shipped framework."""
    return load_framework()


def test_sixteen_standards_stand_in_five_domains(shipped: Framework) -> None:
    """S1: the standards of each domain are those of the sources, in order."""
    found = {each.number: [s.number for s in shipped.standards_in(each)] for each in shipped.domains}
    assert found == {
        1: [1, 2],
        2: [3, 4, 5],
        3: [6, 7, 8, 9, 10],
        4: [11, 12, 13],
        5: [14, 15, 16],
    }


def test_the_outcomes_of_2010_are_those_of_the_sources(shipped: Framework) -> None:
    """F6: the standards follow outcomes 1, 2, 4 to 14, 16, 17 and 21."""
    outcomes = [each.cqc.outcome_2010 for each in shipped.standards if each.cqc]
    assert outcomes == [1, 2, *range(4, 15), 16, 17, 21]


def test_a_locality_retitles_without_renumbering(shipped: Framework) -> None:
    """S1: titles differ by locality, and the number stays the identity."""
    local = shipped.titled("lancashire")
    assert local.standard(12).title == "Suitability of staffing"
    assert local.standard(1).title == shipped.standard(1).title
    assert [each.number for each in local.standards] == [each.number for each in shipped.standards]
    assert local.domains[4].title == "Leadership and quality of management"


@pytest.mark.parametrize(
    ("look_up", "kind", "name"),
    [("section", "section", "Z"), ("standard", "standard", 17), ("titled", "locality", "atlantis")],
)
def test_what_is_not_there_is_named(
    shipped: Framework, look_up: str, kind: str, name: str | int
) -> None:
    """An unknown section, standard or locality is an error that lists what there is."""
    with pytest.raises(UnknownNameError, match=f"unknown {kind} '{name}'") as error:
        getattr(shipped, look_up)(name)
    assert (error.value.kind, error.value.name) == (kind, str(name))
    assert error.value.known


def test_sections_are_found_by_letter(shipped: Framework) -> None:
    """S2: six sections, lettered A to F in the order of their numbers."""
    assert [shipped.section(letter).number for letter in "ABCDEF"] == [1, 2, 3, 4, 5, 6]


def test_areas_describe_themselves() -> None:
    """S4: each market area has words of its own."""
    assert len({area.described for area in Area}) == len(Area) == 4


@pytest.mark.parametrize("name", ["pamms", "pamms-south-west"])
def test_every_locality_s_labels_are_heard(name: str) -> None:
    """Whatever titles are shown, each label of each locality means one rating (S7)."""
    plain = load_framework(name)
    for framework in (plain, *map(plain.titled, plain.titles)):
        for titles in plain.titles.values():
            for key, label in titles.labels.items():
                assert framework.heard.parse(label).key == key
        assert [each.label for each in framework.heard] == [each.label for each in framework.scale]
