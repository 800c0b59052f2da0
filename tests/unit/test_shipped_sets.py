"""The eight shipped sets: what each of them must be (S1 to S5, S7, S8)."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from pamms_core import (
    Answer,
    Answers,
    Area,
    QuestionSet,
    Rater,
    lint,
    load_bank,
    load_set,
    reused_codes,
    shipped_sets,
)
from pamms_core.standards import catalogue

EAST = tuple(name for name in shipped_sets() if name.startswith("east"))
SOUTH_WEST = tuple(name for name in shipped_sets() if name.startswith("south"))
NOT_FOR_UNREGISTERED = ("cqc", "registered manager", "regulated activit", "care home", "resident")


@pytest.fixture(scope="module", params=shipped_sets())
def question_set(request: pytest.FixtureRequest) -> QuestionSet:
    """Load each shipped set."""
    return load_set(request.param)


def test_there_are_eight() -> None:
    """S4: each of two regions has a set for each of four areas."""
    assert len(EAST) == len(SOUTH_WEST) == len(Area)
    assert len(load_bank()) >= 260


def test_lint_finds_nothing(question_set: QuestionSet) -> None:
    """Each standard is triangulated, and nothing is odd."""
    assert lint(question_set) == ()


def test_each_states_its_digest(question_set: QuestionSet) -> None:
    """S5: what is shipped is sealed, so that a change of the bank cannot pass unseen."""
    path = Path(catalogue._DATA) / "sets" / f"{question_set.id}.toml"
    assert f'digest = "{question_set.digest}"' in path.read_text(encoding="utf-8")


def test_what_is_left_out_has_a_reason(question_set: QuestionSet) -> None:
    """Home care has no premises of its own; everything else is asked everywhere."""
    left_out = [each.standard for each in question_set.left_out]
    assert left_out == ([9] if question_set.area is Area.COMMUNITY else [])
    assert len(question_set.triangulation()) == 16 - len(left_out)


@pytest.mark.parametrize("name", EAST)
def test_the_east_asks_on_five_domains(name: str) -> None:
    """S1: 110 to 160 questions, five domains, each standard in three sections or more."""
    question_set = load_set(name)
    assert 110 <= len(question_set) <= 160
    assert len(question_set.framework.domains) == 5
    assert min(map(len, question_set.triangulation().values())) >= 3


@pytest.mark.parametrize("name", SOUTH_WEST)
def test_the_south_west_asks_ten_in_each_section(name: str) -> None:
    """S3: sixty questions, six standards without domains, every critical question among them."""
    question_set = load_set(name)
    assert set(Counter(each.letter for each in question_set).values()) == {10}
    assert question_set.framework.domains == ()
    east = load_set(name.replace("south-west", "east-of-england"))
    assert {each.code for each in question_set} <= set(east.by_code)
    critical = {each.code for each in east if each.critical}
    assert {each.code for each in question_set if each.critical} == critical
    assert question_set.framework.scale.best.label == "Exceeds compliance"


@pytest.mark.parametrize("name", SOUTH_WEST)
def test_what_the_south_west_takes_has_the_same_words(name: str) -> None:
    """Both regions' sets of an area have the area's wording."""
    question_set, east = load_set(name), load_set(name.replace("south-west", "east-of-england"))
    for each in question_set:
        other = east[each.code]
        assert (each.text, each.guidance, each.adapted) == (other.text, other.guidance, other.adapted)
        assert each.bears_on == other.standard


@pytest.mark.parametrize("name", [each for each in shipped_sets() if each.endswith("non-regulated")])
def test_services_without_registration_are_not_asked_about_it(name: str) -> None:
    """S4: neither registration nor a regulated activity, nor the words of care homes."""
    for question in load_set(name):
        told = " ".join((question.text, *question.guidance.values())).casefold()
        assert not [word for word in NOT_FOR_UNREGISTERED if word in told], question.code


def test_the_shipped_method_rates_every_set(question_set: QuestionSet) -> None:
    """Uniform answers return their own rating, and a better sheet is never rated worse."""
    rater = Rater(question_set)
    overall = []
    for rating in question_set.framework.scale:
        sheet = Answers(
            set_id=question_set.id,
            edition=question_set.edition,
            entries={each.code: Answer(rating) for each in question_set},
        )
        outcome = rater.rate(sheet)
        assert {each.rating for each in outcome.values()} == {rating}
        overall.append(outcome.overall.score or 0)
    assert all(better > worse for better, worse in pairwise(overall))
    assert len(outcome.standards) == len(question_set.standards)


def test_codes_name_one_question_in_all_sets() -> None:
    """A code of the bank is the same question in every area, whatever its wording there."""
    assert reused_codes(map(load_set, shipped_sets())) == ()
