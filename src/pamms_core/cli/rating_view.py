"""Show a rated sheet: what ``rate`` prints and the text report contains."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pamms_core.cli.layout import facts, heading, listing, paragraph, rated, styled, table
from pamms_core.rating.method import NodeKind
from pamms_core.reports.compose import compose_full, compose_summary
from pamms_core.reports.content import Notes, Parts
from pamms_core.reports.rows import bound_text, kind_of, lower_is_better, row_of, shown_nodes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType
    from rich.table import Table
    from rich.text import Text

    from pamms_core.rating.node_outcome import NodeOutcome
    from pamms_core.rating.outcome import Outcome
    from pamms_core.reports.content import Entry, Note, Part, Report, Section
    from pamms_core.scale import Scale

__all__ = ["full_view", "short_rule", "summary_view"]

# The sections of a report whose notes are about single nodes.
_UNRATED: Final = "unrated"
_NOTED: Final = ("limits", _UNRATED)
_LAST_COLUMN: Final = "Decided: the score that the rating begins at, or the note that tells more."


def summary_view(outcome: Outcome) -> Iterator[RenderableType]:
    """Show the ratings, with notes on whatever the score alone did not decide."""
    report = compose_summary(outcome)
    yield heading(f"Hypothetical: {report.subject}" if report.hypothetical else report.subject)
    yield from _notices(report)
    yield facts((fact.name, fact.value) for fact in report.facts)
    numbers = _note_numbers(report)
    yield _ratings(outcome, numbers)
    yield from _notes(report, numbers)
    if outcome.critical_not_assessed:
        yield paragraph(f"Critical questions not assessed: {', '.join(outcome.critical_not_assessed)}")


def full_view(outcome: Outcome) -> Iterator[RenderableType]:
    """Show the ratings, then every question with its comment and evidence."""
    yield from summary_view(outcome)
    for section in compose_full(outcome).sections:
        if isinstance(section.body, Parts):
            for part in section.body.parts:
                yield from _part(part)


def _notices(report: Report) -> Iterator[RenderableType]:
    for note in report.notices:
        yield paragraph(f"{note.title}: {' '.join(note.sentences)}", "italic")


def _note_numbers(report: Report) -> dict[str, int]:
    """Number the notes that are about a node, by the node's code."""
    codes = [note.code for _, notes in _sections(report) for note in notes]
    return {code: place for place, code in enumerate(codes, start=1)}


def _sections(report: Report) -> Iterator[tuple[Section, tuple[Note, ...]]]:
    """Yield the sections that have something to say about single nodes, with their notes."""
    for section in report.sections:
        if section.id in _NOTED and isinstance(section.body, Notes) and section.body.notes:
            yield section, section.body.notes


def _ratings(outcome: Outcome, numbers: dict[str, int]) -> Table:
    """Lay out the tree: standards below their domain, their numbers before them."""
    nodes = shown_nodes(outcome)
    found = table()
    found.add_column("", justify="right", no_wrap=True)
    found.add_column("", ratio=1)
    scale = outcome.question_set.framework.scale
    found.add_column("Rating", width=_longest_word(scale))
    stars = any(rating.stars is not None for rating in scale)
    if stars:
        found.add_column("Stars", no_wrap=True)
    for title in ("Score", "%"):
        found.add_column(title, justify="right", no_wrap=True)
    found.add_column("Decided", no_wrap=True)
    for node in nodes:
        if kind_of(node) is NodeKind.DOMAIN:
            found.add_section()
        found.add_row(*_row(node, numbers.get(node.code), stars=stars))
    return found


def _longest_word(scale: Scale) -> int:
    """Make room for the longest word of any label: two short lines read well."""
    return max(len(word) for rating in scale for word in rating.label.split())


def _row(node: NodeOutcome, note: int | None, *, stars: bool) -> list[Text]:
    row = row_of(node)
    is_standard = row.kind is NodeKind.STANDARD
    cells = [
        styled(str(node.node.number or "") if is_standard else ""),
        styled(node.title if is_standard else row.name, "" if is_standard else "bold"),
        rated(row.rating),
    ]
    rule = short_rule(node) if note is None else f"note {note}"
    plain = [*([row.rating.picture] if stars else []), row.exact, row.percentage.rstrip("%"), rule]
    return cells + list(map(styled, plain))


def short_rule(node: NodeOutcome) -> str:
    """Say where the rating begins that a score alone has earned, or how it was read.

    >>> from pamms_core import load_answers, load_set, rate
    >>> question_set = load_set("east-of-england-accommodation")
    >>> outcome = rate(question_set, load_answers("solid-good", question_set))
    >>> short_rule(outcome["standard-1"])
    '≥ 3.50'
    """
    bands = node.rule.bands.bands
    if not bands:
        return row_of(node).decided_by
    begins = {band.rating: bound_text(node, band.bound) for band in bands}
    earns, fails = ("≤", ">") if lower_is_better(node) else ("≥", "<")
    if node.rating is not None and node.rating.key in begins:
        return f"{earns} {begins[node.rating.key]}"
    return f"{fails} {begins[bands[-1].rating]}"


def _notes(report: Report, numbers: dict[str, int]) -> Iterator[RenderableType]:
    """Yield each section of notes that has any, and first what the last column means."""
    yield paragraph(_LAST_COLUMN, "dim")
    for section, notes in _sections(report):
        yield heading(section.title)
        yield listing((f"{numbers[note.code]}.", _told(section, note)) for note in notes)


def _told(section: Section, note: Note) -> str:
    """Tell a note briefly; an explanation names its node itself, and its first sentences say why."""
    if section.id == _UNRATED:
        return " ".join(note.sentences[:2])
    return f"{note.title}. {' '.join(note.sentences)}"


def _part(part: Part) -> Iterator[RenderableType]:
    yield heading(part.row.name)
    yield paragraph(" ".join(part.sentences))
    for entry in part.entries:
        yield facts(_entry(entry))


def _entry(entry: Entry) -> Iterator[tuple[str, str | Text]]:
    critical = " (critical)" if entry.critical else ""
    yield entry.code, f"{entry.text}{critical}"
    yield "", rated(entry.rating)
    if entry.comment:
        yield "", entry.comment
    if entry.evidence:
        yield "", f"Evidence: {'; '.join(entry.evidence)}"
