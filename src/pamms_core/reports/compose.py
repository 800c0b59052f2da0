"""Compose a report from an outcome: what it says, and in which order."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from pamms_core._display import counted, decimal, percent
from pamms_core.rating.explanation import describe_limit
from pamms_core.rating.scores import Basis, Measure
from pamms_core.reports.content import (
    Entry,
    Fact,
    Meanings,
    Note,
    Notes,
    Part,
    Parts,
    Ratings,
    Report,
    Section,
)
from pamms_core.reports.evidence import evidence_sections
from pamms_core.reports.rows import (
    answer_text,
    is_reference,
    name_of,
    rating_text,
    row_of,
    shown_nodes,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pamms_core.rating.method import Method, NodeRule
    from pamms_core.rating.node_outcome import NodeOutcome, QuestionOutcome
    from pamms_core.rating.outcome import Outcome
    from pamms_core.standards.question_set import Question, QuestionSet

__all__ = ["compose_full", "compose_summary", "notices_of", "subject_of"]

_DIGEST_SHOWN: Final = 12
_PROMINENT: Final = "fictitious"


def compose_summary(outcome: Outcome) -> Report:
    """Compose the summary: the service overall, its domains and standards.

    >>> from pamms_core import load_answers, load_set, rate
    >>> question_set = load_set("east-of-england-accommodation")
    >>> outcome = rate(question_set, load_answers("solid-good", question_set))
    >>> compose_summary(outcome).sections[0].title
    'Ratings'
    """
    return _report("Summary report", outcome, (*_findings(outcome), _meanings(outcome)))


def compose_full(outcome: Outcome) -> Report:
    """Compose the full report: the summary, and every question with its evidence."""
    sections = (
        *_findings(outcome),
        _meanings(outcome),
        _standards(outcome),
        *evidence_sections(outcome),
    )
    return _report("Full report", outcome, sections)


def _report(kind: str, outcome: Outcome, sections: tuple[Section, ...]) -> Report:
    return Report(
        kind=f"Hypothetical {kind.lower()}" if outcome.hypothetical else kind,
        subject=subject_of(outcome),
        notices=tuple(notices_of(outcome)),
        overall=row_of(outcome.tops[0]) if len(outcome.tops) == 1 else None,
        hypothetical=bool(outcome.hypothetical),
        facts=tuple(_facts(outcome)),
        sections=sections,
    )


def subject_of(outcome: Outcome) -> str:
    """Name what was assessed."""
    return outcome.answers.title.strip() or "Untitled assessment"


def notices_of(outcome: Outcome) -> Iterator[Note]:
    """Yield what must not be overlooked: that it is a what-if, fictitious, partial or a reference."""
    if outcome.hypothetical:
        yield Note(title="Hypothetical", sentences=tuple(_hypothetical(outcome)))
    for name, value in outcome.answers.details.items():
        if _is_prominent(name, value):
            yield _prominent(name, value)
    if outcome.is_partial:
        yield _partial(outcome)
    if sentences := tuple(_reference(outcome)):
        yield Note(title="Reference weights, not official", sentences=sentences)


def _hypothetical(outcome: Outcome) -> Iterator[str]:
    """Say what was changed, and that the result is not the service's rating (S5)."""
    yield "This is a what-if, not the rating of the service."
    for data in (outcome.question_set, outcome.method):
        if data.hypothetical:
            yield f"Changes to {data.id}, edition {data.edition}: {'; '.join(data.hypothetical)}."
    if outcome.supposed:
        yield f"Supposed: {'; '.join(outcome.supposed)}."


def _is_prominent(name: str, value: str) -> bool:
    """Whether a detail must not be overlooked: that the assessment is fictitious."""
    return _PROMINENT in f"{name} {value}".casefold()


def _prominent(name: str, value: str) -> Note:
    """Let a note that begins "Fictitious:" have that word as its title."""
    first, _, rest = value.partition(":")
    if first.strip().casefold() == _PROMINENT and rest.strip():
        return Note(title=_heading(first), sentences=(_heading(rest),))
    return Note(title=_heading(name), sentences=(value,))


def _partial(outcome: Outcome) -> Note:
    asked = len(outcome.questions)
    share = percent(Fraction(outcome.answered, asked))
    left = counted(asked - outcome.answered, "question has", "questions have")
    return Note(
        title="Partial rating",
        sentences=(
            f"{outcome.answered} of {counted(asked, 'question')} answered ({share}).",
            f"{left} no answer yet, so the ratings may still change.",
        ),
    )


def _reference(outcome: Outcome) -> Iterator[str]:
    """Say which choices are the project's own (S5, S12)."""
    question_set, method = is_reference(outcome.question_set), is_reference(outcome.method)
    if question_set:
        yield "The questions, their weights and critical marks are a reference set."
    if method:
        yield "The points, score bands and limits are a reference method."
    if question_set or method:
        yield "The official ones are set centrally and are not public; under them a rating may differ."


def _facts(outcome: Outcome) -> Iterator[Fact]:
    for name, value in outcome.answers.details.items():
        if not _is_prominent(name, value):
            yield Fact(_heading(name.replace("_", " ")), value)
    for name, given in outcome.answers.flags.items():
        yield Fact(f"Flag {name}", "yes" if given else "no")
    yield Fact("Answered", f"{outcome.answered} of {counted(len(outcome.questions), 'question')}")
    if outcome.method.tree is None:
        yield Fact("Question set", _identity(outcome.question_set))
    yield Fact("Rating method", _identity(outcome.method))


def _heading(words: str) -> str:
    """Begin with a capital letter."""
    return words.strip()[:1].upper() + words.strip()[1:]


def _identity(data: QuestionSet | Method) -> str:
    varied = "" if data.variation is None else f", varies from digest {_short(data.variation.digest)}"
    status = f"status {data.status}, digest {_short(data.digest)}{varied}"
    return f"{data.title}; {data.id}, edition {data.edition}, {status}"


def _short(digest: str) -> str:
    return f"{digest[: digest.index(':') + 1 + _DIGEST_SHOWN]}…"


def _findings(outcome: Outcome) -> Iterator[Section]:
    nodes = shown_nodes(outcome)
    what_if = "Hypothetical ratings. " if outcome.hypothetical else ""
    rows = Ratings(tuple(map(row_of, nodes)), f"{what_if}{_caption(outcome)}")
    yield Section(id="ratings", title="Ratings", body=rows)
    acting = tuple(_limits_note(node) for node in nodes if node.acting)
    limits = Notes(notes=acting, otherwise="No limit lowered a rating.")
    yield Section(id="limits", title="Limits that acted", body=limits)
    if unrated := tuple(_unrated_note(node) for node in nodes if node.rating is None):
        yield Section(id="unrated", title="Parts without a rating", body=Notes(notes=unrated))
    yield _critical(outcome)


def _caption(outcome: Outcome) -> str:
    highest = outcome.method.highest_points
    if not all(_is_plain_mean(rule) for rule in outcome.method.rules.values()):
        return (
            "All parts that the method rates. How a score comes about is told for each part;"
            " assessed is the share of the weight that has a rating."
        )
    parts = [
        "The service overall",
        *(["its domains"] if _shows_domains(outcome) else []),
        "its standards",
    ]
    return (
        f"{', '.join(parts[:-1])} and {parts[-1]}. A score is the mean of the points of"
        " all assessed questions below, by weight; its percentage is of the highest points,"
        f" {decimal(highest, 0 if highest.denominator == 1 else 2)}; assessed is the share of the weight"
        " that has a rating."
    )


def _shows_domains(outcome: Outcome) -> bool:
    return bool(outcome.domains) and not outcome.question_set.framework.hides_domains


def _is_plain_mean(rule: NodeRule) -> bool:
    score = rule.score
    return score is not None and (score.measure, score.basis) == (Measure.MEAN, Basis.QUESTIONS)


def _limits_note(node: NodeOutcome) -> Note:
    data = node.explain().data
    labels = {rating.key: rating.label for rating in node.scale}
    acting = tuple(
        describe_limit(limit, data, labels, hides_domains=node.hides_domains)
        for limit in data.limits
        if limit.acts
    )
    return Note(title=name_of(node), sentences=acting, code=node.code)


def _unrated_note(node: NodeOutcome) -> Note:
    return Note(title=name_of(node), sentences=node.explain().sentences, code=node.code)


def _critical(outcome: Outcome) -> Section:
    missing = frozenset(outcome.critical_not_assessed)
    questions = (each for each in outcome.questions if each.question.code in missing)
    notes = Notes(
        notes=tuple(map(_critical_note, questions)), otherwise="Every critical question has a rating."
    )
    return Section(id="critical", title="Critical questions not assessed", body=notes)


def _critical_note(asked: QuestionOutcome) -> Note:
    question, answer = asked.question, asked.answer
    standard = f", standard {question.standard}" if question.standard else ""
    title = f"{question.code}{standard}: {answer.label.lower()}"
    return Note(title=title, sentences=(question.text,))


def _meanings(outcome: Outcome) -> Section:
    scale = outcome.question_set.framework.scale
    meanings = tuple((rating_text(each), each.meaning) for each in scale)
    return Section(id="meanings", title="What the ratings mean", body=Meanings(meanings))


def _standards(outcome: Outcome) -> Section:
    parts = (
        Part(
            row=row_of(node),
            sentences=node.explain().sentences,
            entries=tuple(_entry(outcome, each) for each in node.questions[: len(node.node.direct)]),
        )
        for node in outcome.standards or shown_nodes(outcome)
        if node.node.direct
    )
    title = "Standards in detail" if outcome.standards else "Parts in detail"
    return Section(id="standards", title=title, body=Parts(tuple(parts)))


def _entry(outcome: Outcome, asked: QuestionOutcome) -> Entry:
    question, answer = asked.question, asked.answer
    return Entry(
        code=question.code,
        text=question.text,
        asked=f"{_section_of(outcome, question)}weight {question.weight}",
        critical=question.critical,
        rating=answer_text(asked),
        comment=answer.comment,
        evidence=tuple(map(str, answer.evidence)),
    )


def _section_of(outcome: Outcome, question: Question) -> str:
    """Say in which section a question is asked; a method's own inputs are in none."""
    if outcome.method.tree is not None:
        return ""
    section = outcome.question_set.framework.section(question.letter)
    return f"Section {section.letter}, {section.title}; "
