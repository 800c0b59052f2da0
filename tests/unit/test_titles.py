"""Titles and labels of localities: chosen for any output, and never part of a rating (S1, S7)."""

from __future__ import annotations

import json

import pytest

from pamms_core import Outcome, UnknownNameError, load_answers, load_framework, load_set, rate
from pamms_core.cli import main
from pamms_core.rating.walk import shown_children, shown_nodes
from pamms_core.reports import full_html, full_markdown, summary_html, summary_markdown

SET = "east-of-england-accommodation"
LABELS = ["Exceeds compliance", "Compliant", "Partially compliant", "Non-compliant"]


@pytest.fixture(scope="module")
def outcome() -> Outcome:
    """Rate an example under the framework's own titles."""
    question_set = load_set(SET)
    return rate(question_set, load_answers("poor-management", question_set))


def test_titles_change_nothing_but_what_is_read(outcome: Outcome) -> None:
    """The set keeps its digest, and every rating equals the one under other labels."""
    for locality in load_framework().titles:
        titled = outcome.titled(locality)
        assert titled.question_set.digest == outcome.question_set.digest
        assert [each.rating for each in titled.values()] == [each.rating for each in outcome.values()]


def test_lancashire_titles_its_standards(outcome: Outcome) -> None:
    """S1 (L): what differs is retitled in the tree, and the base list is Norfolk's (N)."""
    titled = outcome.titled("lancashire")
    assert titled["standard-15"].title == "Complaints"
    assert titled["domain-5"].title == "Leadership and quality of management"
    assert titled.titled("norfolk")["standard-15"].title == outcome["standard-15"].title


def test_the_south_west_labels_ratings(outcome: Outcome) -> None:
    """S7: nodes and questions alike have the labels, whatever scale the sheet was read on."""
    titled = outcome.titled("south-west")
    assert [each.label for each in titled.question_set.framework.scale] == LABELS
    seen = {each.label for each in titled.questions} - {"Not assessed"}
    assert seen == set(LABELS)
    assert {each.label for each in titled.titled("norfolk").questions} & set(LABELS) == set()


def test_labels_and_old_names_are_read(outcome: Outcome) -> None:
    """A sheet may be filled in with a locality's labels or with the usual ones."""
    scale = load_framework().titled("south-west").scale
    assert scale.parse("non compliant") == scale.parse("Poor") == outcome.overall.scale.worst


def test_an_unknown_locality_is_named(outcome: Outcome) -> None:
    """A misspelt locality is answered with the near one."""
    with pytest.raises(UnknownNameError, match="did you mean 'lancashire'") as error:
        outcome.titled("lancashir")
    assert error.value.kind == "locality"
    assert error.value.known == tuple(load_framework().titles)


@pytest.mark.parametrize("write", [full_html, full_markdown, summary_html, summary_markdown])
def test_reports_show_the_chosen_labels_only(outcome: Outcome, write: object) -> None:
    """No rating of a report has a label that was not chosen."""
    assert callable(write)
    page = write(outcome.titled("south-west"))
    assert "Partially compliant" in page
    assert "Requires Improvement" not in page
    assert "rated Good" not in page


def test_without_domains_standards_stand_below_the_overall(outcome: Outcome) -> None:
    """S1 (W): domains are rated, but neither tables nor notes show them."""
    titled = outcome.titled("wirral")
    assert len(titled.domains) == 5
    assert [node.kind for node in shown_nodes(titled)] == ["overall", *["standard"] * 16]
    assert shown_children(titled, titled.overall) == titled.standards
    assert shown_children(outcome, outcome.overall) == outcome.domains
    page = full_markdown(titled)
    assert "Domain 5" not in page
    assert "The service overall and its standards." in page
    assert "Domain" not in titled._repr_html_()
    assert "The service overall, its domains and its standards." in full_markdown(outcome)


@pytest.mark.parametrize("command", [["rate"], ["explain"], ["report", "--full"]])
def test_the_command_line_shows_them_too(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """--titles works for every command that shows ratings."""
    name, *options = command
    assert main([name, "poor-management", *options, "--titles", "south-west"]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "Partially" in told
    assert "Requires Improvement" not in told
    assert main([name, "poor-management", *options, "--titles", "west"]) == 2
    assert "unknown locality 'west'" in capsys.readouterr().err


def test_comparisons_and_checklists_show_them_too(capsys: pytest.CaptureFixture[str]) -> None:
    """So do what-ifs by two methods, and the checklist of a set."""
    methods = ["--method", "pamms-reference", "--method", "percentage-bands"]
    assert main(["compare", "poor-management", *methods, "--titles", "south-west"]) == 0
    assert "compliant" in capsys.readouterr().out
    assert main(["questions", SET, "--titles", "lancashire"]) == 0
    assert "Standard 15: Complaints." in " ".join(capsys.readouterr().out.split())


def test_json_names_the_labels(capsys: pytest.CaptureFixture[str]) -> None:
    """The record holds keys, and the label of each."""
    assert main(["rate", "poor-management", "--titles", "south-west", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert list(told["labels"].values()) == LABELS
    assert told["nodes"][0]["rating"] == "requires-improvement"
