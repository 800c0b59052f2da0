"""Evidence by key question and by regulation: regrouped, and rated by neither (S13, F6)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import attrs
import pytest

from pamms_core import (
    Answers,
    Area,
    By,
    Outcome,
    Rater,
    crosswalk,
    load_answers,
    load_framework,
    load_method,
    load_set,
    rate,
)
from pamms_core.cli import main
from pamms_core.rating.crosswalk import NoStandardsError
from pamms_core.reports import crosswalk_html, crosswalk_markdown

if TYPE_CHECKING:
    from pathlib import Path

    from pamms_core import Crosswalk

SET = "east-of-england-accommodation"
# F6, written out once more: the standards that chiefly bear on each, then those that also do.
KEY_QUESTIONS = {
    "Safe": ([6, 7, 8, 9, 10, 11, 12], [3, 5, 16]),
    "Effective": ([2, 4, 5, 13], [3, 9]),
    "Caring": ([1], []),
    "Responsive": ([3, 15], [1]),
    "Well-led": ([14, 16], [13]),
}
REGULATIONS = {
    9: ([3, 5], [1]),
    10: ([1], []),
    11: ([2], []),
    12: ([5, 7, 8], [3, 9, 10]),
    13: ([6], []),
    14: ([4], []),
    15: ([7, 9, 10], []),
    16: ([15], []),
    17: ([14, 16], []),
    18: ([12, 13], []),
    19: ([11], []),
}


@pytest.fixture(scope="module")
def outcome() -> Outcome:
    """Rate an example whose standards differ."""
    question_set = load_set(SET)
    return rate(question_set, load_answers("poor-management", question_set))


def regional(outcome: Outcome) -> Outcome:
    """Rate the same answers where the standards are the sections."""
    framework = load_framework("pamms-south-west")
    numbers = {section.letter: section.number for section in framework.sections}
    questions = tuple(
        attrs.evolve(each, standard=numbers[each.letter], bears_on=each.standard)
        for each in outcome.question_set
    )
    shorter = attrs.evolve(outcome.question_set, framework=framework, questions=questions)
    return rate(shorter, outcome.answers)


def pairs(found: Crosswalk) -> list[tuple[list[int], list[int]]]:
    """Return the numbers of the standards of each group: chiefly, and also."""
    return [
        (
            [each.standard.number for each in group.standards if each.chiefly],
            [each.standard.number for each in group.standards if not each.chiefly],
        )
        for group in found.groups
    ]


def test_by_key_question_as_the_table_says(outcome: Outcome) -> None:
    """F6: every standard stands under its key question, and under those it bears on too."""
    found = crosswalk(outcome)
    assert [group.name for group in found.groups] == list(KEY_QUESTIONS)
    assert pairs(found) == list(KEY_QUESTIONS.values())


def test_by_regulation_as_the_table_says(outcome: Outcome) -> None:
    """F6: likewise the regulations of 2014, in order and by name."""
    found = crosswalk(outcome, by="regulation")
    numbers = [int(group.name.split(":")[0].removeprefix("Regulation ")) for group in found.groups]
    assert numbers == list(REGULATIONS)
    assert pairs(found) == list(REGULATIONS.values())
    assert found.groups[8].name == "Regulation 17: Good governance"


def test_a_standard_keeps_the_rating_it_has(outcome: Outcome) -> None:
    """No rating is made: each finding is the standard's own."""
    for group in crosswalk(outcome).groups:
        for each in group.standards:
            assert each.node is outcome[f"standard-{each.standard.number}"]
            assert each.finding == str(each.node.rating)
            assert each.questions == each.node.questions


def test_without_rated_standards_the_answers_are_regrouped(outcome: Outcome) -> None:
    """S3: the questions that bear on a standard are counted by their answers, best first."""
    found = crosswalk(regional(outcome))
    medicines = found.groups[0].standards[2]
    assert (medicines.standard.number, medicines.node) == (8, None)
    assert medicines.finding == (
        "10 questions: 1 Compliant, 7 Partially compliant, 1 Non-compliant, 1 Not assessed"
    )
    assert [each.question.code for each in medicines.questions] == [
        each.question.code for each in outcome["standard-8"].questions
    ]


def test_what_was_not_asked_is_said_with_its_reason(outcome: Outcome) -> None:
    """A standard that the set leaves out, or has nothing assessed of, has no finding to show."""
    known = outcome.question_set
    short = load_set(SET)
    kept = tuple(each for each in short if each.standard not in {9, 10})
    left_out = attrs.evolve(short, questions=kept, left_out=())
    empty = Answers(set_id=known.id, edition=known.edition)
    found = {each.standard.number: each for each in crosswalk(rate(left_out, empty)).groups[0].standards}
    assert found[9].finding == "not asked"
    assert found[8].finding == "no rating: nothing assessed"


def test_every_form_says_what_it_is_not(outcome: Outcome) -> None:
    """Text, Markdown, HTML and the notebook's table say that it is no CQC rating, and whose pairing."""
    found = crosswalk(outcome, By.REGULATION)
    forms = (str(found), crosswalk_markdown(found), crosswalk_html(found), found._repr_html_())
    for text in forms:
        plain = text.replace("&#x27;", "'")
        assert "not a CQC rating; no regulation is rated here" in plain
        assert "this project's own pairing" in plain
        assert "Regulation 17: Good governance" in text
    assert "not a CQC rating" in repr(found)
    assert "Fictitious" in crosswalk_markdown(found)


def test_a_what_if_is_marked_in_every_form(outcome: Outcome) -> None:
    """S5: evidence under changed weights is hypothetical wherever it is shown."""
    varied = outcome.question_set.with_weights({"A01": 9})
    found = crosswalk(rate(varied, outcome.answers))
    forms = (str(found), repr(found), crosswalk_markdown(found), crosswalk_html(found))
    for text in (*forms, found._repr_html_()):
        assert "ypothetical" in text
        assert "weight of A01 from 3 to 9" in text


def test_services_that_are_not_registered_are_called_so(outcome: Outcome) -> None:
    """S4: the regulations are no duty of a service without registration."""
    other = attrs.evolve(outcome.question_set, area=Area.NON_REGULATED)
    assert "not registered with CQC" in str(crosswalk(rate(other, outcome.answers)))
    assert "not registered" not in str(crosswalk(outcome))


def test_a_method_with_its_own_tree_has_no_standards() -> None:
    """Other bodies' methods rate nothing that the pairing knows."""
    rater = Rater.of_method(load_method("examples/cqc-asc-2014"))
    own = rater.question_set
    blank = rater.rate(Answers(set_id=own.id, edition=own.edition))
    with pytest.raises(NoStandardsError, match="bear on no standard") as error:
        crosswalk(blank)
    assert error.value.set_id == own.id


def test_by_what_must_be_known(outcome: Outcome) -> None:
    """Only key questions and regulations can be regrouped by."""
    with pytest.raises(ValueError, match="'outcome' is not a valid By") as error:
        crosswalk(outcome, "outcome")
    assert error.value.args == ("'outcome' is not a valid By",)


@pytest.mark.parametrize("by", list(By))
def test_the_command_line_writes_it(by: By, capsys: pytest.CaptureFixture[str]) -> None:
    """Text on a screen, and JSON with keys and labels."""
    assert main(["crosswalk", "poor-management", "--by", by]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert f"Evidence by {by.described}: Example Lodge" in shown
    assert "not a CQC rating" in shown
    assert main(["crosswalk", "poor-management", "--by", by, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["by"] == by
    assert {each["rating"] for group in told["groups"] for each in group["standards"]} == {
        "good",
        "requires-improvement",
        "poor",
    }


def test_the_command_line_writes_documents(tmp_path: Path, outcome: Outcome) -> None:
    """The ending says the format, and a text file is as wide as paper."""
    found = crosswalk(outcome)
    for name, expected in (
        ("a.html", crosswalk_html(found)),
        ("a.md", crosswalk_markdown(found)),
    ):
        path = tmp_path / name
        assert main(["crosswalk", "poor-management", "-o", str(path)]) == 0
        assert path.read_text(encoding="utf-8") == expected
    path = tmp_path / "a.txt"
    assert main(["crosswalk", "poor-management", "-o", str(path)]) == 0
    assert max(map(len, path.read_text(encoding="utf-8").splitlines())) <= 80
    assert main(["crosswalk", str(tmp_path / "a.md"), "-o", str(tmp_path / "a.md")]) == 2


def test_answers_of_a_region_are_shown_in_documents(outcome: Outcome) -> None:
    """Where standards are not rated, each question stands with its answer."""
    found = crosswalk(regional(outcome))
    assert "F08 Non-compliant" in crosswalk_markdown(found)
    assert 'F08 <span class="rating"><span class="chip tone-0">Non-compliant' in crosswalk_html(found)
