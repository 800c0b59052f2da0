"""Show which answers matter: what ``influence`` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pamms_core._display import counted, decimal, percent
from pamms_core.cli.layout import heading, listing, paragraph, styled, table
from pamms_core.reports.compose import subject_of
from pamms_core.standards.variation import named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType
    from rich.table import Table

    from pamms_core import Influence, Outcome
    from pamms_core.rating.whatif.influence import NearLimit
    from pamms_core.rating.whatif.nearness import Nearness, Turn

__all__ = ["influence_view"]


def influence_view(outcome: Outcome, found: Influence, at: str) -> Iterator[RenderableType]:
    """Show how near each part is to turning, then the answers that turn one part."""
    yield heading(subject_of(outcome))
    if found.hypothetical:
        yield paragraph(f"{named(found.hypothetical, 'Hypothetical')}.", "italic")
    yield paragraph("One answer is changed at a time; all else stays as it is.")
    yield _parts(found)
    told = "Better, Worse: how far the score is from the next threshold, and how many answers it takes."
    yield paragraph(f"{told} Turned by: single answers that change the rating.", "dim")
    yield from _turning(outcome, found, at)
    if found.limits:
        yield heading("Limits one answer away")
        yield listing(("-", _limit(outcome, each)) for each in found.limits)
    if found.left_out:
        yield paragraph(f"Not tried, because of too many numbers: {', '.join(found.left_out)}", "dim")


def _parts(found: Influence) -> Table:
    laid = table()
    laid.add_column("Part", ratio=3)
    laid.add_column("Now", width=11)
    for title in ("Better", "Worse"):
        laid.add_column(title, width=10)
    laid.add_column("Turned by", ratio=2)
    for near in found.nodes:
        verdict = found.now[near.code]
        pivotal = ", ".join(each.code for each in found.pivotal(near.code)) or "-"
        ways = (_turn(near, near.up), _turn(near, near.down))
        laid.add_row(*map(styled, (near.name, str(verdict.rating or verdict.state), *ways, pivotal)))
    return laid


def _turn(near: Nearness, turn: Turn | None) -> str:
    if turn is None or near.distance is None:
        return "-"
    away = turn.threshold.away
    shown = percent(away) if near.distance.is_share else decimal(away)
    return f"{shown}, {turn.shown}"


def _turning(outcome: Outcome, found: Influence, at: str) -> Iterator[RenderableType]:
    """List the answers that turn one part, each with what the part would become."""
    name = outcome[at].node.name
    pivotal = found.pivotal(at)
    if not pivotal:
        yield paragraph(f"{name}: no single answer turns it.")
        return
    yield heading(f"{name}: turned by {counted(len(pivotal), 'question')}")
    laid = table()
    laid.add_column("Code", no_wrap=True)
    laid.add_column("Question", ratio=1)
    laid.add_column("Now", width=11)
    laid.add_column("If it were", width=11)
    laid.add_column("Would be", width=11)
    texts = {each.question.code: each.question.text for each in outcome.questions}
    for question in pivotal:
        shown = (question.code, texts[question.code], question.now)
        for other in found.turning(question.code, at):
            verdict = dict(other.verdicts)[at]
            laid.add_row(*map(styled, (*shown, other.answer, str(verdict.rating or verdict.state))))
            shown = ("", "", "")
    yield laid


def _limit(outcome: Outcome, near: NearLimit) -> str:
    by = ", ".join(f"{code} {answer}" for code, answer in near.answers)
    change = "would act no longer" if near.acts else "would act"
    return f"{outcome[near.node].node.name}: limit {near.limit} {change} with {by}."
