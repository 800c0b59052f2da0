"""Recorded cases, rated again."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import attrs
import pytest

from pamms_core import (
    NOT_ASSESSED,
    Agreement,
    Answers,
    AnswersMismatchError,
    QuestionSet,
    Rater,
    RecordedCase,
    Scale,
    State,
    load_method,
    verify,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pamms_core import NotAssessed, Rating

    MakeCase: TypeAlias = Callable[..., RecordedCase]

ROWS = {"A01": (1, 1), "A02": (1, 1), "B01": (3, 1)}


@pytest.fixture
def rater(make_set: Callable[..., QuestionSet]) -> Rater:
    """Return a rater of three questions on two standards, in two domains."""
    return Rater(make_set(ROWS))


@pytest.fixture
def case(rater: Rater, scale: Scale, make_sheet: Callable[[QuestionSet, str], Answers]) -> MakeCase:
    """Return what makes a case of a row of letters and what was recorded by node."""

    def build(name: str, letters: str, **expected: str) -> RecordedCase:
        told: dict[str, Rating | NotAssessed] = {
            code.replace("_", "-"): NOT_ASSESSED if key == "none" else scale[key]
            for code, key in expected.items()
        }
        answers = make_sheet(rater.question_set, letters)
        return RecordedCase(name=name, answers=answers, expected=told, line=7)

    return build


def test_all_that_agrees_is_counted_by_node(rater: Rater, case: MakeCase) -> None:
    """A node counts in the cases that recorded a rating of it, and no rating is one too."""
    cases = [
        case("1", "GGG", overall="good", standard_1="good"),
        case("2", "EEG", standard_1="excellent", standard_3="good"),
        case("3", "NNG", standard_1="none"),
    ]
    found = verify(rater, cases)
    assert found.nodes == (
        Agreement(node="overall", agreed=1, compared=1),
        Agreement(node="standard-1", agreed=3, compared=3),
        Agreement(node="standard-3", agreed=1, compared=1),
    )
    assert (found.cases, found.agreed, found.compared) == (3, 5, 5)
    assert found.holds
    assert (found.disagreements, found.untold) == ((), 0)
    assert repr(found) == "<Verification of pamms-reference: 5 of 5 ratings agree in 3 cases>"
    assert (found.method, found.method_digest) == (rater.method.id, rater.method.digest)
    assert (found.question_set, found.set_digest) == ("small", rater.question_set.digest)


def test_a_disagreement_says_why(rater: Rater, case: MakeCase, scale: Scale) -> None:
    """It names the case, its line and the node, and has the explanation and the distance."""
    found = verify(rater, [case("Elm", "EGG", overall="poor", standard_1="good")])
    top, standard = found.disagreements
    assert not found.holds
    assert (found.agreed, found.compared) == (0, 2)
    assert (top.case, top.line, top.node) == ("Elm", 7, "overall")
    assert (standard.node, standard.expected, standard.got) == (
        "standard-1",
        scale["good"],
        scale["excellent"],
    )
    assert standard.state is State.RATED
    assert standard.sentences[0].endswith("is rated Excellent.")
    assert standard.distance is not None
    assert standard.distance.nearest.away == 0


def test_no_rating_is_told_as_a_state(rater: Rater, case: MakeCase) -> None:
    """A state tells why the method says nothing; a rating differs from none recorded."""
    found = verify(rater, [case("1", "NNG", standard_1="good"), case("2", "GGG", standard_1="none")])
    first, second = found.disagreements
    assert (first.got, first.state, first.distance) == (None, State.NOTHING_ASSESSED, None)
    assert (second.expected, second.got) == (NOT_ASSESSED, second.got)
    assert second.got is not None


def test_cases_are_let_go_of(rater: Rater, case: MakeCase) -> None:
    """Cases are taken one at a time, and past the most told disagreements are only counted."""
    taken: list[int] = []
    marks: list[tuple[int, int]] = []

    def cases() -> Iterator[RecordedCase]:
        for number in range(7):
            taken.append(number)
            yield case(str(number), "GGG", overall="poor", standard_1="poor")

    found = verify(
        rater, cases(), progress=lambda done: marks.append((done, len(taken))), every=3, most_told=5
    )
    assert marks == [(3, 3), (6, 6)]
    assert [(each.case, each.node) for each in found.disagreements] == [
        ("0", "overall"),
        ("0", "standard-1"),
        ("1", "overall"),
        ("1", "standard-1"),
        ("2", "overall"),
    ]
    assert (found.compared, found.agreed, found.untold) == (14, 0, 9)


def test_no_cases_agree(rater: Rater) -> None:
    """Nothing was recorded, so nothing differs."""
    found = verify(rater, [])
    assert (found.cases, found.nodes, found.holds) == (0, (), True)


def test_a_case_that_does_not_belong_is_named_with_every_reason(rater: Rater, case: MakeCase) -> None:
    """A node that is not there, a rating of another scale and answers to another set: all at once."""
    good = case("Elm", "GGG", overall="good")
    other = Rater.of_method(load_method("examples/au-star-overall")).question_set.framework.scale.best
    wrong = attrs.evolve(
        good,
        answers=attrs.evolve(good.answers, edition="2"),
        expected={"overal": good.expected["overall"], "zebra": NOT_ASSESSED, "domain-1": other},
    )
    scale, asked = rater.question_set.framework.scale, "question set 'small', edition"
    with pytest.raises(AnswersMismatchError, match="case 'Elm': 'overal' is no node") as caught:
        verify(rater, [good, wrong])
    assert caught.value.reasons == (
        "case 'Elm': 'overal' is no node that is rated (did you mean 'overall'?)",
        "case 'Elm': 'zebra' is no node that is rated",
        f"case 'Elm': domain-1 was rated on scale 'five-stars', not {scale.id!r}",
        f"case 'Elm': the answers are for {asked} '2', not {asked} '1'",
    )


def test_a_variation_says_that_it_is_hypothetical(make_set: Callable[..., QuestionSet]) -> None:
    """S5: what is verified against other weights names them."""
    found = verify(Rater(make_set(ROWS).with_weights({"A01": 9})), [])
    assert found.hypothetical == ("weight of A01 from 1 to 9",)
    assert repr(found).endswith("agree in 0 cases; hypothetical: weight of A01 from 1 to 9>")
