"""The Word copy of a report: whole, without what the policy leaves out, and equal bytes each time."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from examples import answered
from playing import answers, rater, small_set

from pamms_core import Rater
from pamms_core.policies.catalogue import load_policy
from pamms_core.policies.words import Shown
from pamms_core.reports.audience import report_of
from pamms_core.reports.word import report_word, word_copy

if TYPE_CHECKING:
    from pamms_core import Outcome

docx = pytest.importorskip("docx")


def rated(letters: str) -> Outcome:
    """Rate four answers."""
    return rater().rate(answers(letters).answers(small_set(), "Cedar View"))


@pytest.fixture(scope="module")
def report() -> Any:
    """Compose a full report in which a limit acted."""
    return report_of(rated("EGPP"), Shown, full=True)


def text_of(content: bytes) -> str:
    """Read all text of a document, its tables included."""
    document = docx.Document(BytesIO(content))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(each.text for each in document.paragraphs), *cells])


def test_a9_the_word_copy_leaves_the_overall_rating_out_in_norfolk(report: Any) -> None:
    """A9 (N): the overall rating and what limited it are not in the copy; elsewhere they are."""
    norfolk = text_of(word_copy(report, load_policy("norfolk")))
    essex = text_of(word_copy(report, load_policy("essex")))
    assert "Overall" not in norfolk
    assert "Overall rating" in essex
    assert "Domain 5" in norfolk
    assert "Domain 5" in essex


def test_the_copy_has_every_question(report: Any) -> None:
    """Each question, comment and piece of evidence stands in the document."""
    text = text_of(report_word(report))
    for question in small_set():
        assert f"{question.code} {question.text}" in text
    entries = [
        entry
        for section in report.sections
        for part in getattr(section.body, "parts", ())
        for entry in part.entries
    ]
    assert len(entries) == len(small_set())
    for entry in entries:
        assert " ".join(entry.comment.split()) in " ".join(text.split())
        assert all(each in text for each in entry.evidence)


def test_evidence_stands_in_the_copy() -> None:
    """What was looked at is listed below its question."""
    question_set, sheet = answered("solid-good")
    content = report_word(report_of(Rater(question_set).rate(sheet), Shown, full=True))
    assert sheet["A01"].evidence[0].reference in text_of(content)


def test_equal_reports_give_equal_bytes(report: Any) -> None:
    """Neither a clock nor a name of a writer gets into the file."""
    first = report_word(report)
    assert first == report_word(report)
    properties = docx.Document(BytesIO(first)).core_properties
    assert (properties.author, properties.created) == ("", None)


def test_ratings_alone() -> None:
    """A report of ratings only has a table of two columns."""
    content = report_word(report_of(rated("GGGG"), [Shown.OVERALL, Shown.STANDARDS], full=True))
    table = docx.Document(BytesIO(content)).tables[0]
    assert [cell.text for cell in table.rows[0].cells] == ["Part", "Rating"]
    assert len(table.rows) == 1 + 1 + 4
