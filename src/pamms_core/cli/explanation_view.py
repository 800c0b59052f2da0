"""Show how a rating came about: what ``explain`` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pamms_core.cli.layout import facts, heading, listing, paragraph, rated, styled, table
from pamms_core.rating.node_outcome import NodeOutcome
from pamms_core.rating.walk import shown_children
from pamms_core.reports.rows import answer_text, name_of, parent_of, row_of
from pamms_core.scale import Rating

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType
    from rich.table import Table
    from rich.text import Text

    from pamms_core.rating.node_outcome import QuestionOutcome
    from pamms_core.rating.outcome import Outcome
    from pamms_core.reports.content import RatingText

__all__ = ["part_view"]


def part_view(outcome: Outcome, part: NodeOutcome | QuestionOutcome) -> Iterator[RenderableType]:
    """Show how a node was rated, or what a question did to its standard."""
    return _node(outcome, part) if isinstance(part, NodeOutcome) else _question(outcome, part)


def _node(outcome: Outcome, node: NodeOutcome) -> Iterator[RenderableType]:
    row = row_of(node)
    yield heading(row.name)
    yield _pictured(row.rating)
    yield listing(("-", sentence) for sentence in node.explain().sentences)
    if below := shown_children(outcome, node):
        yield _children(below)
    if direct := node.questions[: len(node.node.direct)]:
        yield _answers(direct)
    if any(each.question.critical for each in direct):
        yield paragraph("!  a critical question", "dim")


def _pictured(rating: RatingText) -> Text:
    shown = rated(rating)
    return shown.append(f"  {rating.picture}") if rating.picture else shown


def _children(children: tuple[NodeOutcome, ...]) -> Table:
    found = table()
    found.add_column("Made of", ratio=1)
    found.add_column("Rating")
    for title in ("Weight", "Score", "%"):
        found.add_column(title, justify="right", no_wrap=True)
    for child in children:
        row = row_of(child)
        plain = (str(child.weight), row.exact, row.percentage.rstrip("%"))
        found.add_row(styled(row.name), rated(row.rating), *map(styled, plain))
    return found


def _answers(questions: tuple[QuestionOutcome, ...]) -> Table:
    found = table()
    found.add_column("", no_wrap=True)
    found.add_column("Made of", ratio=1)
    found.add_column("Answer", width=_answer_width(questions))
    for title in ("Points", "Weight"):
        found.add_column(title, justify="right", no_wrap=True)
    for each in questions:
        found.add_row(*_answer(each))
    return found


def _answer_width(questions: tuple[QuestionOutcome, ...]) -> int:
    words = (word for each in questions for word in each.label.split())
    return max(map(len, words))


def _answer(each: QuestionOutcome) -> tuple[Text, ...]:
    question = each.question
    return (
        styled(f"{question.code}{' !' if question.critical else ''}"),
        styled(question.text),
        rated(answer_text(each)),
        styled(_points(each)),
        styled(str(question.weight)),
    )


def _points(each: QuestionOutcome) -> str:
    return "-" if each.points is None else str(each.points)


def _question(outcome: Outcome, part: QuestionOutcome) -> Iterator[RenderableType]:
    standard = parent_of(outcome, part)
    yield heading(part.question.code)
    yield paragraph(part.question.text)
    yield facts(_question_facts(outcome, part, standard))
    yield heading(name_of(standard))
    yield listing(("-", sentence) for sentence in standard.explain().sentences)


def _question_facts(
    outcome: Outcome, part: QuestionOutcome, standard: NodeOutcome
) -> Iterator[tuple[str, str | Text]]:
    question, answer = part.question, part.answer
    if outcome.method.tree is None:
        section = outcome.question_set.framework.section(question.letter)
        yield "Asked in", f"Section {section.letter}: {section.title}"
    yield "Answer", _pictured(answer_text(part))
    if answer.comment:
        yield "Comment", answer.comment
    if isinstance(answer.rating, Rating) and question.guidance:
        yield "Looks like", question.guidance[answer.rating.key]
    for place, evidence in enumerate(answer.evidence):
        yield "" if place else "Evidence", str(evidence)
    yield "Points", _points_told(outcome, part)
    above = "standard" if outcome.method.tree is None else "part"
    yield "Weight", f"{question.weight} of the {standard.weight} of its {above}"
    if question.critical:
        yield "Critical", "yes"


def _points_told(outcome: Outcome, part: QuestionOutcome) -> str:
    """Say what the answer adds to the standard's score (S8)."""
    if part.number is not None:
        return "none: it is a number"
    if part.points is None:
        return "none: it counts neither for nor against"
    added = part.points * part.question.weight
    return (
        f"{part.points} of {outcome.method.highest_points}, times weight {part.question.weight}:"
        f" adds {added} weighted points"
    )
