"""Write a question set as a checklist to print and fill in, as Markdown and as HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pamms_core.reports import markdown
from pamms_core.reports.content import Note
from pamms_core.reports.html import heading, notice, page
from pamms_core.reports.markup import line
from pamms_core.reports.rows import is_reference

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pamms_core.standards.framework import Section
    from pamms_core.standards.question_set import Question, QuestionSet

__all__ = ["checklist_html", "checklist_markdown", "chosen_by_section", "notes_of", "particulars"]

_NOT_ASSESSED: Final = "N/A"
_BOX: Final = "\u2610"
_KEY: Final = Note(
    title="Key",
    sentences=(
        "N/A: not assessed.",
        "Critical: the lowest rating here could mean serious harm.",
    ),
)


def chosen_by_section(
    question_set: QuestionSet, questions: Iterable[Question] | None = None
) -> Iterator[tuple[Section, tuple[Question, ...]]]:
    """Yield each section with those of its questions that were chosen: all, unless some are given."""
    chosen = question_set.questions if questions is None else tuple(questions)
    for section in question_set.framework.sections:
        if asked := tuple(each for each in chosen if each.letter == section.letter):
            yield section, asked


def particulars(question_set: QuestionSet, question: Question) -> str:
    """Say what a question counts towards, and where to look.

    >>> from pamms_core import load_set
    >>> question_set = load_set("east-of-england-accommodation")
    >>> particulars(question_set, question_set["D06"])
    'Critical. Standard 8: Management of medicines. Look at: staff file, record.'
    """
    framework = question_set.framework
    standard = framework.standard(question.standard)
    critical = "Critical. " if question.critical else ""
    evidence = ", ".join(kind.described for kind in question.evidence)
    bears = ""
    if framework.common is not None and question.bears_on is not None:
        other = framework.common.standard(question.bears_on)
        bears = f" Bears on {framework.common.id.upper()} standard {other.number}: {other.title}."
    return f"{critical}Standard {standard.number}: {standard.title}.{bears} Look at: {evidence}."


def notes_of(question_set: QuestionSet, chosen: Sequence[Question] | None = None) -> Iterator[Note]:
    """Yield what the checklist is of, how to read it, and what the set leaves out and why."""
    if chosen is not None and len(chosen) < len(question_set):
        told = (
            f"{len(chosen) or 'None'} of its {len(question_set)} questions: those that were looked for."
        )
        yield Note(title="Part of the set", sentences=(told,))
    if question_set.hypothetical:
        yield Note(title="Hypothetical", sentences=question_set.hypothetical)
    if is_reference(question_set):
        told = "The wording, weights and critical marks are a reference set, not official."
        yield Note(title="Reference set", sentences=(told,))
    yield _KEY
    for each in question_set.left_out:
        title = question_set.framework.basis.standard(each.standard).title
        yield Note(title=f"Standard {each.standard} is left out: {title}", sentences=(each.why,))


def _identity(question_set: QuestionSet) -> str:
    return (
        f"{question_set.id}, edition {question_set.edition} ({question_set.status}),"
        f" digest {question_set.digest}"
    )


def _labels(question_set: QuestionSet) -> tuple[str, ...]:
    return (*(each.label for each in question_set.framework.scale), _NOT_ASSESSED)


def checklist_markdown(
    question_set: QuestionSet,
    questions: Iterable[Question] | None = None,
    *,
    guidance: bool = True,
) -> str:
    """Write a checklist as Markdown: by section, with a box for each rating.

    Args:
        question_set: the set to ask.
        questions: some of its questions; all if none are given.
        guidance: whether to say what each rating looks like.

    >>> from pamms_core import load_set
    >>> checklist_markdown(load_set("east-of-england-accommodation")).count("### ")
    144
    """
    chosen = None if questions is None else tuple(questions)
    return markdown.joined_blocks(_blocks(question_set, chosen, guidance=guidance))


def _blocks(
    question_set: QuestionSet, questions: Sequence[Question] | None, *, guidance: bool
) -> Iterator[str]:
    yield f"# Checklist: {markdown.line(question_set.title)}"
    yield from map(markdown.notice, notes_of(question_set, questions))
    yield markdown.line(_identity(question_set))
    for section, asked in chosen_by_section(question_set, questions):
        yield f"## Section {section.letter}: {markdown.line(section.title)}"
        for question in asked:
            yield f"### {markdown.line(question.code)} {markdown.line(question.text)}"
            yield markdown.line(particulars(question_set, question))
            yield "\n".join(_boxes(question_set, question, guidance=guidance))
            yield "Notes:"


def _boxes(question_set: QuestionSet, question: Question, *, guidance: bool) -> Iterator[str]:
    for rating in question_set.framework.scale:
        told = f": {markdown.line(question.guidance[rating.key])}" if guidance else ""
        yield f"- [ ] **{markdown.line(rating.label)}**{told}"
    yield f"- [ ] **{_NOT_ASSESSED}**"


def checklist_html(
    question_set: QuestionSet,
    questions: Iterable[Question] | None = None,
    *,
    guidance: bool = True,
) -> str:
    """Write a checklist as one HTML page, to print.

    >>> from pamms_core import load_set
    >>> checklist_html(load_set("east-of-england-accommodation")).count('<article class="question"')
    144
    """
    kind = "Checklist"
    chosen = None if questions is None else tuple(questions)
    body = _main(question_set, chosen, guidance=guidance)
    return page(f"{kind}: {question_set.title}", heading(kind, question_set.title), body)


def _main(
    question_set: QuestionSet, questions: Sequence[Question] | None, *, guidance: bool
) -> Iterator[str]:
    yield from map(notice, notes_of(question_set, questions))
    yield f'<p class="quiet">{line(_identity(question_set))}</p>'
    for section, asked in chosen_by_section(question_set, questions):
        letter = line(section.letter)
        items = "\n".join(_item(question_set, each, guidance=guidance) for each in asked)
        yield (
            f'<section aria-labelledby="section-{letter}"><h2 id="section-{letter}">'
            f"Section {letter}: {line(section.title)}</h2>\n{items}</section>"
        )


def _item(question_set: QuestionSet, question: Question, *, guidance: bool) -> str:
    code = line(question.code)
    return (
        f'<article class="question" aria-labelledby="{code}"><h3 id="{code}">{code}'
        f" {line(question.text)}</h3>"
        f'<p class="quiet">{line(particulars(question_set, question))}</p>'
        f"{_choices(question_set, question, guidance=guidance)}"
        '<p class="notes-line">Notes</p></article>'
    )


def _choices(question_set: QuestionSet, question: Question, *, guidance: bool) -> str:
    if not guidance:
        return f'<p class="boxes">{" ".join(map(_choice, _labels(question_set)))}</p>'
    rows = (
        f"<div><dt>{_choice(rating.label)}</dt><dd>{line(question.guidance[rating.key])}</dd></div>"
        for rating in question_set.framework.scale
    )
    last = f"<div><dt>{_choice(_NOT_ASSESSED)}</dt><dd>Not assessed</dd></div>"
    return f'<dl class="facts boxes">{"".join(rows)}{last}</dl>'


def _choice(label: str) -> str:
    return f'<span class="box"><span aria-hidden="true">{_BOX}</span> {line(label)}</span>'
