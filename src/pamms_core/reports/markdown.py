"""Write a report as Markdown (CommonMark with tables).

What people typed can neither format the report nor bring HTML into it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pamms_core.rating.method import NodeKind
from pamms_core.reports.compose import compose_full, compose_summary
from pamms_core.reports.content import Meanings, Notes, Ratings
from pamms_core.reports.text import one_line, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pamms_core.rating.outcome import Outcome
    from pamms_core.reports.content import Body, Entry, Note, Part, RatingText, Report, Row, Section

__all__ = [
    "full_markdown",
    "joined_blocks",
    "line",
    "notice",
    "report_markdown",
    "summary_markdown",
    "table",
]

# Signs that begin something anywhere in a line, and signs that do so where a line begins.
_SIGNS: Final = re.compile(r"[\\`*_{\[\]<|~$#]|&(?=[#\w])")
_LINE_SIGNS: Final = re.compile(r"^(\d*)([-+=:%>.)])", re.MULTILINE)
_COLUMNS: Final = ("Part", "Rating", "Score", "Percentage", "Assessed", "Decided by")


def summary_markdown(outcome: Outcome) -> str:
    """Write the summary: the service overall, its domains and standards.

    >>> from pamms_core import load_answers, load_set, rate
    >>> question_set = load_set("east-of-england-accommodation")
    >>> text = summary_markdown(rate(question_set, load_answers("solid-good", question_set)))
    >>> text.count("| Standard")
    16
    """
    return report_markdown(compose_summary(outcome))


def full_markdown(outcome: Outcome) -> str:
    """Write the full report: the summary, and every question with its evidence.

    >>> from pamms_core import load_answers, load_set, rate
    >>> question_set = load_set("east-of-england-accommodation")
    >>> text = full_markdown(rate(question_set, load_answers("solid-good", question_set)))
    >>> text.count("#### ")
    144
    """
    return report_markdown(compose_full(outcome))


def report_markdown(report: Report) -> str:
    """Write a report that is composed already."""
    return joined_blocks(_blocks(report))


def joined_blocks(blocks: Iterable[str]) -> str:
    """Put an empty line between blocks."""
    return "\n\n".join(blocks) + "\n"


def _blocks(report: Report) -> Iterator[str]:
    yield f"# {line(report.title)}"
    yield from map(notice, report.notices)
    if overall := report.overall:
        told = f"**{report.overall_title}: {_rating(overall.rating)}.**"
        yield f"{told} {line(overall.decided_by)}." if overall.decided_by else told
    if report.facts:
        yield "\n".join(f"- {line(each.name)}: {line(each.value)}" for each in report.facts)
    for section in report.sections:
        yield from _section(section)


def notice(note: Note) -> str:
    """Write a note that must not be overlooked."""
    return f"> {_labelled(note.title, note.sentences)}"


def _section(section: Section) -> Iterator[str]:
    yield f"## {line(section.title)}"
    yield from _body(section.body)


def _body(content: Body) -> Iterator[str]:
    match content:
        case Ratings(rows=rows, caption=caption) if content.bare:
            yield from (line(caption), table(_COLUMNS[:2], (_cells(each)[:2] for each in rows)))
        case Ratings(rows=rows, caption=caption):
            yield from (line(caption), table(_COLUMNS, map(_cells, rows)))
        case Notes():
            yield from _notes(content)
        case Meanings(meanings=meanings):
            yield "\n".join(f"- {_rating(shown)}: {line(text)}" for shown, text in meanings)
        case _:
            for part in content.parts:
                yield from _part(part)


def _notes(content: Notes) -> Iterator[str]:
    if not content.notes:
        yield line(content.otherwise)
        return
    if content.introduction:
        yield line(content.introduction)
    yield "\n".join(map(_note, content.notes))


def table(columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """Write a table of cells that are escaped already."""
    lines = (columns, ("---",) * len(columns), *rows)
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _cells(row: Row) -> tuple[str, ...]:
    name = line(row.name)
    return (
        name if row.kind == NodeKind.STANDARD else f"**{name}**",
        _rating(row.rating),
        f"{row.score} ({row.exact})" if row.score else "none",
        row.percentage or "none",
        row.assessed,
        line(row.decided_by),
    )


def _rating(shown: RatingText) -> str:
    stars = f" {shown.picture} ({shown.words})" if shown.picture else ""
    return f"{line(shown.label)}{stars}"


def _note(note: Note) -> str:
    return f"- {_labelled(note.title, note.sentences)}"


def _labelled(title: str, sentences: Iterable[str]) -> str:
    return f"**{line(title)}.** {' '.join(map(line, sentences))}"


def _part(part: Part) -> Iterator[str]:
    yield f"### {line(part.row.name)}"
    yield f"**{_rating(part.row.rating)}**"
    yield "\n".join(f"- {line(each)}" for each in part.sentences)
    for entry in part.entries:
        yield from _entry(entry)


def _entry(entry: Entry) -> Iterator[str]:
    yield f"#### {line(entry.code)} {line(entry.text)}"
    critical = "; critical" if entry.critical else ""
    yield f"{line(entry.asked)}{critical}."
    yield "\n".join(_recorded(entry))


def _recorded(entry: Entry) -> Iterator[str]:
    yield f"- **Rating:** {_rating(entry.rating)}"
    yield f"- **Comment:** {_indented(entry.comment) or 'none'}"
    yield f"- **Evidence:**{'' if entry.evidence else ' none'}"
    yield from (f"  - {line(each)}" for each in entry.evidence)


def line(text: str) -> str:
    r"""Escape a text as a single line.

    >>> line("- a | *b* <i>\nc")
    '\\- a \\| \\*b\\* \\<i> c'
    """
    return _escape(one_line(text))


def _indented(text: str) -> str:
    """Escape a text whose lines stay lines inside a list item."""
    kept = (" ".join(each.split()) for each in plain(text).split("\n"))
    return "\\\n  ".join(_escape(each) for each in kept if each)


def _escape(text: str) -> str:
    return _LINE_SIGNS.sub(r"\1\\\2", _SIGNS.sub(r"\\\g<0>", text))
