"""Write a report as a Word document. Needs the extra ``word`` (the package python-docx)."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from pamms_core.policies.words import Shown
from pamms_core.reports.audience import restricted
from pamms_core.reports.content import Meanings, Notes, Ratings
from pamms_core.reports.text import one_line, plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pamms_core.policies.policy import LocalPolicy
    from pamms_core.reports.content import Entry, Note, Part, RatingText, Report, Row, Section

__all__ = ["report_word", "word_copy"]

_NO_TIME: Final = (1980, 1, 1, 0, 0, 0)
_CORE: Final = "docProps/core.xml"
# The writer would say who wrote it and when; neither is ours to say.
_PROPERTIES: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
)
_COLUMNS: Final = ("Part", "Rating", "Score", "Assessed", "Decided by")
_WIDTHS: Final = (4.8, 4.0, 2.0, 2.3, 4.3)
"""In centimetres, of a page of A4 with margins of 1.8."""


def word_copy(report: Report, policy: LocalPolicy) -> bytes:
    """Write the Word copy of a report; without the overall rating where the policy says so (A9).

    Raises:
        ModuleNotFoundError: the extra ``word`` is not installed.
    """
    if policy.word_copy_shows_overall:
        return report_word(report)
    return report_word(restricted(report, [each for each in Shown if each is not Shown.OVERALL]))


def report_word(report: Report) -> bytes:
    """Write a report as a Word document; equal reports give equal bytes.

    Raises:
        ModuleNotFoundError: the extra ``word`` is not installed.
    """
    from docx import Document

    document = Document()
    _page(document)
    document.add_heading(one_line(report.title), 0)
    for note in report.notices:
        _labelled(document.add_paragraph(style="Intense Quote"), note)
    if report.overall is not None:
        line = document.add_paragraph()
        line.add_run(f"{report.overall_title}: {_rating(report.overall.rating)}").bold = True
    for fact in report.facts:
        line = document.add_paragraph(style="List Bullet")
        line.add_run(f"{one_line(fact.name)}: ").bold = True
        line.add_run(one_line(fact.value))
    for section in report.sections:
        _section(document, section)
    return _packed(document)


def _page(document: Any) -> None:
    from docx.shared import Cm, Pt

    for section in document.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(1.8)
        section.top_margin = section.bottom_margin = Cm(1.8)
    document.styles["Normal"].font.name = "Arial"
    document.styles["Normal"].font.size = Pt(10)


def _section(document: Any, section: Section) -> None:
    document.add_heading(one_line(section.title), 1)
    match section.body:
        case Ratings():
            document.add_paragraph(one_line(section.body.caption))
            _ratings(document, section.body)
        case Notes():
            _notes(document, section.body)
        case Meanings(meanings=meanings):
            for shown, text in meanings:
                line = document.add_paragraph(style="List Bullet")
                line.add_run(f"{_rating(shown)}: ").bold = True
                line.add_run(one_line(text))
        case _:
            for part in section.body.parts:
                _part(document, part)


def _ratings(document: Any, body: Ratings) -> None:
    columns = _COLUMNS[:2] if body.bare else _COLUMNS
    _table(document, columns, (_cells(row)[: len(columns)] for row in body.rows))


def _cells(row: Row) -> tuple[str, ...]:
    score = f"{row.score} ({row.percentage})" if row.percentage else row.score
    return (row.name, _rating(row.rating), score, row.assessed, row.decided_by)


def _table(document: Any, columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    from docx.shared import Cm

    table = document.add_table(rows=1, cols=len(columns), style="Light Grid Accent 1")
    table.autofit = False
    for column, width in zip(table.columns, _WIDTHS, strict=False):
        column.width = Cm(width)
    for cells in (columns, *rows):
        row = table.rows[0] if cells is columns else table.add_row()
        _keep_whole(row)
        for cell, text, width in zip(row.cells, cells, _WIDTHS, strict=False):
            cell.text, cell.width = one_line(text), Cm(width)
    _repeat_head(table.rows[0])


def _keep_whole(row: Any) -> None:
    """Let no page end within a row."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _repeat_head(row: Any) -> None:
    """Put the head of a table on each of its pages."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _notes(document: Any, body: Notes) -> None:
    if before := body.introduction if body.notes else body.otherwise:
        document.add_paragraph(one_line(before))
    for note in body.notes:
        _labelled(document.add_paragraph(style="List Bullet"), note)


def _labelled(line: Any, note: Note) -> None:
    line.add_run(f"{one_line(note.title)}. ").bold = True
    line.add_run(" ".join(map(one_line, note.sentences)))


def _part(document: Any, part: Part) -> None:
    document.add_heading(one_line(part.row.name), 2)
    document.add_paragraph().add_run(_rating(part.row.rating)).bold = True
    for sentence in part.sentences:
        document.add_paragraph(one_line(sentence), style="List Bullet")
    for entry in part.entries:
        _entry(document, entry)


def _entry(document: Any, entry: Entry) -> None:
    critical = " Critical." if entry.critical else ""
    document.add_heading(f"{one_line(entry.code)} {one_line(entry.text)}", 3)
    document.add_paragraph(f"{one_line(entry.asked)}.{critical}")
    for name, value in (("Rating", _rating(entry.rating)), ("Comment", plain(entry.comment))):
        line = document.add_paragraph()
        line.add_run(f"{name}: ").bold = True
        line.add_run(value or "none")
    for each in entry.evidence:
        document.add_paragraph(one_line(each), style="List Bullet")


def _rating(shown: RatingText) -> str:
    stars = f" ({shown.words})" if shown.words else ""
    return f"{one_line(shown.label)}{stars}"


def _packed(document: Any) -> bytes:
    """Save so that equal documents are equal bytes."""
    from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

    saved, packed = BytesIO(), BytesIO()
    document.save(saved)
    with ZipFile(saved) as source, ZipFile(packed, "w") as target:
        for name in source.namelist():
            content = _PROPERTIES.encode() if name == _CORE else source.read(name)
            target.writestr(ZipInfo(name, _NO_TIME), content, ZIP_DEFLATED)
    return packed.getvalue()
