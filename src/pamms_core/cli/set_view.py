"""Show what is shipped, and a question set as a checklist to print."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Final

from rich.table import Table

from pamms_core._display import counted
from pamms_core.cli.layout import facts, heading, listing, styled
from pamms_core.reports.checklist import chosen_by_section, notes_of, particulars

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from pamms_core import Method, Question, QuestionSet

__all__ = ["checklist_view", "shipped_view"]

_BOXES_WIDTH: Final = 74
_NOTES: Final = f"Notes: {'_' * 60}"


def shipped_view(
    sets: tuple[QuestionSet, ...], methods: tuple[Method, ...], examples: tuple[str, ...]
) -> Iterator[RenderableType]:
    """Show the shipped question sets, methods and examples; without methods, the sets only."""
    yield heading("Question sets")
    for question_set in sets:
        yield facts(_set_facts(question_set))
    if not methods:
        return
    yield heading("Methods")
    for method in methods:
        title = f"{method.title}, edition {method.edition} ({method.status})"
        yield facts([(method.id, title)])
    yield heading("Examples (all fictitious)")
    yield listing(("-", name) for name in examples)


def _set_facts(question_set: QuestionSet) -> Iterator[tuple[str, str]]:
    yield "Id", question_set.id
    yield "Title", question_set.title
    yield "Region", question_set.region
    yield "Area", question_set.area.described
    yield "Edition", f"{question_set.edition} ({question_set.status})"
    standards = counted(len(question_set.standards), "standard")
    yield "Asks", f"{counted(len(question_set), 'question')} on {standards}"
    for each in question_set.left_out:
        yield "Leaves out", f"standard {each.standard}: {each.why}"
    yield "Digest", question_set.digest


def checklist_view(
    question_set: QuestionSet, questions: Sequence[Question] | None = None, *, guidance: bool
) -> Iterator[RenderableType]:
    """Show a question set, or some of its questions, as a checklist by section."""
    yield heading(question_set.title)
    yield facts(_key(question_set, questions))
    for section, asked in chosen_by_section(question_set, questions):
        yield heading(f"Section {section.letter}: {section.title}")
        for question in asked:
            yield _item(question, question_set, guidance=guidance)


def _key(question_set: QuestionSet, questions: Sequence[Question] | None) -> Iterator[tuple[str, str]]:
    """Say what the checklist is of, and how to read it."""
    yield "Edition", f"{question_set.edition} ({question_set.status})"
    for note in notes_of(question_set, questions):
        yield note.title, " ".join(note.sentences)


def _item(question: Question, question_set: QuestionSet, *, guidance: bool) -> Table:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="bold", no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row(styled(question.code), styled(question.text))
    grid.add_row("", styled(particulars(question_set, question), "dim"))
    scale = question_set.framework.scale
    if guidance:
        texts = ((rating.label, question.guidance[rating.key]) for rating in scale)
        grid.add_row("", facts(texts))
    grid.add_row("", styled(_boxes([*(rating.label for rating in scale), "N/A"])))
    grid.add_row("", styled(_NOTES))
    return grid


def _boxes(labels: list[str]) -> str:
    """Put a box before each label, and no line break inside either."""
    joined = "  ".join(f"[ ] {label}".replace(" ", "\0") for label in labels)
    lines = textwrap.wrap(joined, _BOXES_WIDTH, break_on_hyphens=False)
    return "\n".join(lines).replace("\0", " ")
