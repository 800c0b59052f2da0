"""Wording of an area's own: the same question, in words that fit the setting (S4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import pytest

from pamms_core import EvidenceKind, Mistake, load_set, read_set
from pamms_core.standards.catalogue import load_bank

if TYPE_CHECKING:
    from collections.abc import Callable

    from pamms_core import Framework

    Data: TypeAlias = dict[str, Any]
    MistakesOf: TypeAlias = Callable[..., tuple[Mistake, ...]]
    Write: TypeAlias = Callable[[str, str | bytes], str]

OWN: Data = {
    "text": "Is A01 so at home?",
    "evidence": ["person"],
    "guidance": {"good": "What A01 looks like at home."},
}


@pytest.fixture
def worded(small_data: Data) -> Data:
    """Return the small set for two areas, with wording of home care's own for A01."""
    for row in small_data["questions"]:
        row["areas"] = ["accommodation", "community"]
    small_data["questions"][0]["wording"] = {"community": OWN}
    return small_data


def test_an_area_gets_its_own_wording(worded: Data, framework: Framework) -> None:
    """What the area changes is changed, the rest stays, and the question says what was adapted."""
    first = read_set(worded, framework)["A01"]
    own = read_set(worded | {"area": "community"}, framework)["A01"]
    assert (own.text, own.evidence) == ("Is A01 so at home?", (EvidenceKind.PERSON,))
    assert own.guidance == {**first.guidance, "good": "What A01 looks like at home."}
    assert own.adapted == ("text", "evidence", "guidance.good")
    assert (first.text, first.adapted) == ("Is A01 so?", ())
    assert (own.code, own.standard, own.weight) == (first.code, first.standard, first.weight)


def test_what_repeats_the_first_guidance_is_not_called_adapted(
    worded: Data, framework: Framework
) -> None:
    """Only what differs is named."""
    row = worded["questions"][0]
    row["wording"]["community"] = {"guidance": {"poor": row["guidance"]["poor"]}}
    assert read_set(worded | {"area": "community"}, framework)["A01"].adapted == ()


def test_the_digest_covers_the_merged_text(worded: Data, framework: Framework) -> None:
    """S5: a set is the same whether its words are its own or were adapted from others."""
    merged = read_set(worded | {"area": "community"}, framework)
    row = worded["questions"][0]
    row |= {**OWN, "guidance": {**row["guidance"], **OWN["guidance"]}}
    del row["wording"]
    plain = read_set(worded | {"area": "community"}, framework)
    assert merged.digest == plain.digest
    assert merged == plain
    row["guidance"]["good"] += " "
    row["guidance"]["good"] += "Always."
    assert read_set(worded | {"area": "community"}, framework).digest != merged.digest


def test_other_areas_do_not_change_the_digest(worded: Data, framework: Framework) -> None:
    """A question that is widened to another area stays what it was for this one."""
    before = read_set(worded, framework).digest
    worded["questions"][1]["areas"].append("supported-living")
    assert read_set(worded, framework).digest == before


def test_every_mistake_in_wording_is_told_whatever_the_area(
    worded: Data, framework: Framework, mistakes_of: MistakesOf
) -> None:
    """Wording is checked even where the set does not use it."""
    worded["questions"][0]["wording"] = {
        "comunity": {"text": "Is it?"},
        "supported-living": {"text": "Is it?"},
        "community": {"text": " ", "evidence": ["hearsay"], "guidance": {"god": "x"}, "weight": 2},
        "accommodation": {},
    }
    found = mistakes_of("wording", read_set, worded, framework, file="own.toml")
    told = [(each.path, each.problem, each.hint) for each in found]
    areas = "is wording for an area that the question is not for; its areas: accommodation, community"
    kinds = ", ".join(EvidenceKind)
    at = "questions[0].wording"
    assert told == [
        (f"{at}.comunity", areas, "did you mean 'community'?"),
        (f"{at}.supported-living", areas, ""),
        (f"{at}.community.text", "must not be empty", ""),
        (f"{at}.community.evidence[0]", f"must be one of {kinds}", ""),
        (
            f"{at}.community.guidance.god",
            "is an unknown key; known: excellent, good, poor, requires_improvement",
            "did you mean 'good'?",
        ),
        (
            f"{at}.community.weight",
            "is an unknown key; known: evidence, guidance, text",
            "",
        ),
        (
            f"{at}.accommodation",
            "changes nothing; text, evidence or guidance is needed",
            "",
        ),
    ]


def test_wording_that_is_no_table_is_told(
    worded: Data, framework: Framework, mistakes_of: MistakesOf
) -> None:
    """A text in the place of a table is a mistake, not wording."""
    worded["questions"][0]["wording"] = {"community": "Is it?"}
    found = mistakes_of("wording", read_set, worded, framework, file="own.toml")
    assert found[0] == Mistake(
        file="own.toml",
        path="questions[0].wording.community",
        problem="must be a table",
        value="Is it?",
    )


def test_the_bank_has_the_first_wording() -> None:
    """Every question of the bank is complete in its first wording, under a code of its own."""
    bank = load_bank()
    codes = [question.code for question in bank]
    assert len(set(codes)) == len(codes) >= 144
    assert all(question.adapted == () for question in bank)
    assert {each.code for each in load_set("east-of-england-accommodation")} <= set(codes)


def test_one_bank_file_is_loaded_by_its_path(write: Write, mistakes_of: MistakesOf) -> None:
    """A council's own bank file is read alone, and its mistakes are told."""
    path = write("bank.toml", 'questions = [{ code = "A01" }]')
    found = mistakes_of("bank.toml", load_bank, path)
    assert [each.path for each in found] == [
        f"questions[0].{key}" for key in ("standard", "text", "guidance", "evidence", "weight", "areas")
    ]
