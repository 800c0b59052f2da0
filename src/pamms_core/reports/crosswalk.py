"""Write a crosswalk: evidence by key question or regulation, as Markdown and as HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pamms_core.reports import markdown
from pamms_core.reports.compose import notices_of, subject_of
from pamms_core.reports.content import Note
from pamms_core.reports.html import heading, notice, page
from pamms_core.reports.markup import cell, header, line, rating, table
from pamms_core.reports.rows import answer_text, rating_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pamms_core.rating.crosswalk import Crosswalk, EvidenceGroup, StandardEvidence

__all__ = ["crosswalk_html", "crosswalk_markdown", "crosswalk_tables", "title_of"]

_COLUMNS: Final = ("Standard", "Bears on it", "Finding", "Questions")
_NOTICE: Final = "Evidence, not a CQC rating"
_CELL: Final = "text-align:left;vertical-align:top;padding:.25em .75em"


def title_of(found: Crosswalk) -> str:
    """Name the report.

    >>> from pamms_core import crosswalk, load_answers, load_set, rate
    >>> question_set = load_set("east-of-england-accommodation")
    >>> outcome = rate(question_set, load_answers("solid-good", question_set))
    >>> title_of(crosswalk(outcome))
    'Evidence by key question'
    """
    kind = f"Evidence by {found.by.described}"
    return f"Hypothetical {kind.lower()}" if found.outcome.hypothetical else kind


def crosswalk_markdown(found: Crosswalk) -> str:
    """Write a crosswalk as Markdown.

    >>> from pamms_core import crosswalk, load_answers, load_set, rate
    >>> question_set = load_set("east-of-england-accommodation")
    >>> outcome = rate(question_set, load_answers("solid-good", question_set))
    >>> crosswalk_markdown(crosswalk(outcome)).count("## ")
    5
    """
    return markdown.joined_blocks(_blocks(found))


def _blocks(found: Crosswalk) -> Iterator[str]:
    yield f"# {title_of(found)}: {markdown.line(subject_of(found.outcome))}"
    yield from map(markdown.notice, _notices(found))
    for group in found.groups:
        yield f"## {markdown.line(group.name)}"
        rows = (tuple(map(markdown.line, _cells(each))) for each in group.standards)
        yield markdown.table(_COLUMNS, rows)


def _notices(found: Crosswalk) -> tuple[Note, ...]:
    return (Note(title=_NOTICE, sentences=found.notices), *notices_of(found.outcome))


def _cells(each: StandardEvidence) -> tuple[str, str, str, str]:
    return _name(each), _bears(each), each.finding, _codes(each)


def _name(each: StandardEvidence) -> str:
    return f"Standard {each.standard.number}: {each.standard.title}"


def _bears(each: StandardEvidence) -> str:
    return "chiefly" if each.chiefly else "also"


def _codes(each: StandardEvidence) -> str:
    """List the questions; where the standard is not rated by itself, with their answers."""
    if each.node is not None:
        return ", ".join(asked.question.code for asked in each.questions)
    return ", ".join(f"{asked.question.code} {asked.label}" for asked in each.questions)


def crosswalk_html(found: Crosswalk) -> str:
    """Write a crosswalk as one HTML page that needs nothing else.

    >>> from pamms_core import crosswalk, load_answers, load_set, rate
    >>> question_set = load_set("east-of-england-accommodation")
    >>> outcome = rate(question_set, load_answers("solid-good", question_set))
    >>> crosswalk_html(crosswalk(outcome))[:15]
    '<!DOCTYPE html>'
    """
    kind, subject = title_of(found), subject_of(found.outcome)
    return page(f"{kind}: {subject}", heading(kind, subject), _main(found))


def _main(found: Crosswalk) -> Iterator[str]:
    yield from map(notice, _notices(found))
    for place, group in enumerate(found.groups):
        yield (
            f'<section aria-labelledby="group-{place}"><h2 id="group-{place}">{line(group.name)}</h2>\n'
            f"{_table(group)}</section>"
        )


def _table(group: EvidenceGroup) -> str:
    caption = f'<span class="spoken">Standards that bear on {line(group.name)}</span>'
    head = "".join(map(header, _COLUMNS))
    return table("crosswalk", caption, head, map(_row, group.standards))


def _row(each: StandardEvidence) -> str:
    _, bears, _, codes = _COLUMNS
    cells = (
        cell(bears, _bears(each)),
        cell("Finding", _finding(each), "answer"),
        cell(codes, _asked(each)),
    )
    head = f'<th scope="row" role="rowheader">{line(_name(each))}</th>'
    return f'<tr role="row" class="standard">{head}{"".join(cells)}</tr>'


def _finding(each: StandardEvidence) -> str:
    if each.node is not None and each.node.rating is not None:
        return rating(rating_text(each.node.rating))
    return line(each.finding)


def _asked(each: StandardEvidence) -> str:
    if each.node is not None:
        return line(_codes(each))
    shown = (f"{line(asked.question.code)} {rating(answer_text(asked))}" for asked in each.questions)
    return "<br>".join(shown)


def crosswalk_tables(found: Crosswalk) -> str:
    """Write a crosswalk as one small table for a notebook, in the notebook's own colours."""
    told = [note for note in _notices(found) if note.title in {_NOTICE, "Hypothetical"}]
    sentences = (sentence for note in told for sentence in note.sentences)
    caption = "<br>".join(map(line, (f"{subject_of(found.outcome)}: {title_of(found)}", *sentences)))
    body = "".join(_plain_rows(found))
    return (
        '<table style="border-collapse:collapse;color:inherit">'
        f'<caption style="caption-side:top;{_CELL}">{caption}</caption><tbody>{body}</tbody></table>'
    )


def _plain_rows(found: Crosswalk) -> Iterator[str]:
    for group in found.groups:
        yield f'<tr><th scope="rowgroup" colspan="4" style="{_CELL}">{line(group.name)}</th></tr>'
        for each in group.standards:
            cells = "".join(f'<td style="{_CELL}">{line(text)}</td>' for text in _cells(each))
            yield f"<tr>{cells}</tr>"
