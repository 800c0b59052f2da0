"""A what-if says so wherever it is reported: Word, Markdown, HTML, JSON, every audience (S5)."""

from __future__ import annotations

import re
from io import BytesIO
from itertools import combinations
from typing import TYPE_CHECKING, Final

import pytest
from assessing import play
from playing import answers, rater, small_set

from pamms_core import Rater, load_method
from pamms_core.codec import dumps, loads
from pamms_core.policies.catalogue import load_policy
from pamms_core.policies.words import Shown
from pamms_core.rating.outcome_record import OutcomeRecord
from pamms_core.reports.audience import audience_report, report_of
from pamms_core.reports.content import Ratings
from pamms_core.reports.html import report_html
from pamms_core.reports.markdown import report_markdown
from pamms_core.reports.word import report_word, word_copy

if TYPE_CHECKING:
    from pamms_core import Outcome
    from pamms_core.reports.content import Report

POINTS: Final = "points of good from 4 to 9/2"
ALL: Final = tuple(Shown)


def changed_points() -> Rater:
    """Make a rater of the small set by a method that gives Good more points."""
    return Rater(small_set(), load_method("pamms-reference").with_points({"good": "4.5"}))


@pytest.fixture(scope="module", params=["points", "answer"])
def varied(request: pytest.FixtureRequest) -> tuple[Outcome, str]:
    """Rate under a changed method, or a supposed answer; name the change."""
    sheet = answers("GGGP").answers(small_set(), "Cedar View")
    if request.param == "points":
        return changed_points().rate(sheet), POINTS
    outcome = rater().change(sheet, {next(iter(sheet)): "poor"}).after
    return outcome, f"answer to {next(iter(sheet))} from Good to Poor"


def word_text(content: bytes) -> str:
    """Read the paragraphs of a document, and the cells of its tables."""
    docx = pytest.importorskip("docx")
    document = docx.Document(BytesIO(content))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(each.text for each in document.paragraphs), *cells])


def assert_said(text: str, change: str) -> None:
    """Hold a text to the word in its title and its notice, and to the change by name."""
    assert re.search("Hypothetical (full|summary) report: ", text)
    assert "This is a what-if, not the rating of the service." in text
    assert change in text


def captions(report: Report) -> list[str]:
    """Return what is said above each table of ratings."""
    return [each.body.caption for each in report.sections if isinstance(each.body, Ratings)]


@pytest.mark.parametrize("full", [True, False])
def test_a_word_document_says_so(varied: tuple[Outcome, str], *, full: bool) -> None:
    """The Word report and both kinds of Word copy are headed as a what-if and name the change."""
    outcome, change = varied
    report = report_of(outcome, ALL, full=full)
    whole = word_text(report_word(report))
    assert_said(whole, change)
    assert "Hypothetical overall rating: " in whole
    for locality in ("norfolk", "essex"):
        assert_said(word_text(word_copy(report, load_policy(locality))), change)


def test_json_says_so(varied: tuple[Outcome, str]) -> None:
    """The record that is stored has the changes, and is the same when read back."""
    outcome, change = varied
    record = loads(dumps(outcome.record()), OutcomeRecord)
    assert record == outcome.record()
    assert record.hypothetical == (change,)
    assert {each.hypothetical for each in record.nodes} == {(change,)}


@pytest.mark.parametrize("full", [True, False])
def test_whatever_is_shown_says_so(varied: tuple[Outcome, str], *, full: bool) -> None:
    """For every choice of what a reader may see, Markdown and HTML say so, above the ratings too."""
    outcome, change = varied
    for many in range(1, len(ALL) + 1):
        for shown in combinations(ALL, many):
            report = report_of(outcome, shown, full=full)
            assert report.kind.startswith("Hypothetical ")
            assert all(each.startswith("Hypothetical ratings. ") for each in captions(report))
            assert captions(report)
    for shown in ((Shown.OVERALL,), (Shown.STANDARDS, Shown.QUESTIONS), ALL):
        report = report_of(outcome, shown, full=full)
        assert_said(report_markdown(report), change)
        assert_said(report_html(report), change)


@pytest.mark.parametrize("locality", ["norfolk", "essex", "wirral", "lancashire", "south-west"])
def test_reports_to_each_audience_say_so(locality: str) -> None:
    """Rated by a changed method, the report of a case is a what-if to each who may see any of it."""
    policy = load_policy(locality)
    case = play(locality, "draft-issued").case
    told = 0
    for role in ("provider", "assessor", "senior-officer", "registered-manager"):
        report = audience_report(policy, case, changed_points(), roles=[role], full=True)
        if report is not None:
            told += 1
            assert report.kind.startswith("Hypothetical ")
            assert_said(report_markdown(report), POINTS)
            assert_said(word_text(word_copy(report, policy)), POINTS)
    assert told


def test_a_recorded_outcome_never_says_so() -> None:
    """Without changes the word stands nowhere, whatever is shown."""
    outcome = rater().rate(answers("GGGP").answers(small_set(), "Cedar View"))
    for shown in ((Shown.OVERALL,), ALL):
        report = report_of(outcome, shown, full=True)
        assert not report.kind.startswith("Hypothetical")
        for text in (report_markdown(report), report_html(report), word_text(report_word(report))):
            assert "hypothetical" not in text.casefold()
            assert "what-if" not in text
