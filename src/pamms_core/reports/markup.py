"""The parts of a report's page: ratings, tables, notes and questions as HTML.

Tables name their roles, because a phone shows their rows as blocks and some
browsers would then no longer tell listeners that they are tables.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from pamms_core.reports.content import Meanings, Notes, Ratings
from pamms_core.reports.text import one_line, plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pamms_core.reports.content import Body, Entry, Note, Part, RatingText, Row, Section

__all__ = ["cell", "header", "joined", "line", "lines", "rating", "section", "table", "tone"]

_COLUMNS: Final = ("Part", "Rating", "Score", "Percentage", "Assessed", "Decided by")
_ASKED: Final = (
    ("Code", "code"),
    ("Question", "asked"),
    ("Rating", "answer"),
    ("Comment and evidence", ""),
)
_NOTHING: Final = '<span class="quiet">none</span>'


def line(text: str) -> str:
    """Escape a text that stands in a single line or an attribute.

    >>> line('"Ash" & <b>Elm</b>')
    '&quot;Ash&quot; &amp; &lt;b&gt;Elm&lt;/b&gt;'
    """
    return escape(one_line(text))


def lines(text: str) -> str:
    """Escape a text that keeps its lines."""
    return escape(plain(text))


def joined(pieces: Iterable[str]) -> str:
    """Put each piece of markup on lines of its own."""
    return "\n".join(pieces)


def tone(shown: RatingText) -> str:
    """Name the class that colours a rating."""
    return "tone-none" if shown.tone is None else f"tone-{shown.tone}"


def rating(shown: RatingText) -> str:
    """Write a rating: its label, and its stars to see and to hear."""
    chip = f'<span class="chip {tone(shown)}">{line(shown.label)}</span>'
    return f'<span class="rating">{chip}{_stars(shown)}</span>'


def _stars(shown: RatingText) -> str:
    if not shown.picture:
        return ""
    seen = f'<span class="stars" aria-hidden="true">{shown.picture}</span>'
    return f' {seen}<span class="spoken">{shown.words}</span>'


def section(content: Section) -> str:
    """Write a section under its heading."""
    return (
        f'<section class="{content.id}" aria-labelledby="{content.id}">'
        f'<h2 id="{content.id}">{line(content.title)}</h2>\n{_body(content.body)}</section>'
    )


def _body(content: Body) -> str:
    match content:
        case Ratings(rows=rows, caption=caption):
            return _ratings(caption, rows, _COLUMNS[: 2 if content.bare else None])
        case Notes():
            return _notes(content)
        case Meanings(meanings=meanings):
            return _meanings(meanings)
        case _:
            return joined(map(_part, content.parts))


def _ratings(caption: str, rows: Iterable[Row], columns: tuple[str, ...]) -> str:
    head = "".join(header(name) for name in columns)
    shown = [_row(row, len(columns) - 1) for row in rows]
    return table("ratings", line(caption), head, shown)


def table(kind: str, caption: str, head: str, rows: Iterable[str]) -> str:
    """Write a table of rows that are markup already."""
    return (
        f'<table class="{kind}" role="table"><caption>{caption}</caption>\n'
        f'<thead role="rowgroup"><tr role="row">{head}</tr></thead>\n'
        f'<tbody role="rowgroup">\n{joined(rows)}\n</tbody></table>'
    )


def header(name: str, kind: str = "") -> str:
    """Write the head of a column."""
    named = f' class="{kind}"' if kind else ""
    return f'<th scope="col" role="columnheader"{named}>{name}</th>'


def cell(column: str, content: str, kind: str = "") -> str:
    """Write a cell, which says its column's name where rows are stacked."""
    named = f' class="{kind}"' if kind else ""
    return f'<td role="cell" data-label="{column}"{named}><div>{content}</div></td>'


def _row(row: Row, most: int) -> str:
    cells = (
        cell("Rating", rating(row.rating), "answer"),
        cell("Score", _score(row), "number"),
        cell("Percentage", row.percentage or _NOTHING, "number"),
        cell("Assessed", row.assessed, "number"),
        cell("Decided by", _decided(row), "decided"),
    )
    head = f'<th scope="row" role="rowheader">{line(row.name)}</th>'
    return f'<tr role="row" class="{row.kind}">{head}{"".join(cells[:most])}</tr>'


def _score(row: Row) -> str:
    return f'{row.score} <span class="exact">{row.exact}</span>' if row.score else _NOTHING


def _decided(row: Row) -> str:
    decided = line(row.decided_by)
    return f'<a href="#note-{line(row.code)}">{decided}</a>' if row.noted else decided


def _notes(content: Notes) -> str:
    if not content.notes:
        return f"<p>{line(content.otherwise)}</p>"
    before = f"<p>{line(content.introduction)}</p>\n" if content.introduction else ""
    return f'{before}<ul class="notes">\n{joined(map(_note, content.notes))}\n</ul>'


def _note(note: Note) -> str:
    anchor = f' id="note-{line(note.code)}"' if note.code else ""
    sentences = "".join(f"<p>{line(each)}</p>" for each in note.sentences)
    return f"<li{anchor}><p><strong>{line(note.title)}</strong></p>{sentences}</li>"


def _meanings(meanings: Iterable[tuple[RatingText, str]]) -> str:
    pairs = (
        f"<div><dt>{rating(shown)}</dt><dd>{line(meaning)}</dd></div>" for shown, meaning in meanings
    )
    return f'<dl class="meanings">\n{joined(pairs)}\n</dl>'


def _part(part: Part) -> str:
    why = "".join(f"<li>{line(each)}</li>" for each in part.sentences)
    caption = f'<span class="spoken">Questions of {line(part.row.name)}</span>'
    head = "".join(header(name, kind) for name, kind in _ASKED)
    return (
        f'<section aria-labelledby="{line(part.row.code)}">'
        f'<h3 id="{line(part.row.code)}">{line(part.row.name)}</h3>\n'
        f'<p class="standing">{rating(part.row.rating)}</p>\n<ul class="why">{why}</ul>\n'
        f"{table('questions', caption, head, map(_entry, part.entries))}</section>"
    )


def _entry(entry: Entry) -> str:
    critical = ' <span class="tag">Critical</span>' if entry.critical else ""
    asked = f'<p>{lines(entry.text)}</p><p class="quiet">{line(entry.asked)}{critical}</p>'
    cells = (
        cell("Question", asked),
        cell("Rating", rating(entry.rating)),
        cell("Comment and evidence", _recorded(entry)),
    )
    head = f'<th scope="row" role="rowheader" class="code">{line(entry.code)}</th>'
    return f'<tr role="row">{head}{"".join(cells)}</tr>'


def _recorded(entry: Entry) -> str:
    comment = f'<p class="comment">{lines(entry.comment)}</p>' if entry.comment.strip() else ""
    listed = "".join(f"<li>{line(each)}</li>" for each in entry.evidence)
    evidence = f"<ul>{listed}</ul>" if listed else ""
    return comment + evidence or '<p class="quiet">Nothing recorded</p>'
