"""Show the cheapest way to a rating, and what is still possible."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pamms_core._display import counted
from pamms_core.cli.layout import facts, heading, listing, paragraph, styled, table
from pamms_core.rating.improving.result import Improvement, Unsettled
from pamms_core.reports.compose import subject_of
from pamms_core.standards.variation import named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType
    from rich.table import Table

    from pamms_core import Chances, Impossible, Outcome
    from pamms_core.rating.improving.result import Plan
    from pamms_core.rating.whatif.ranges import Range

__all__ = ["improvement_view", "range_view"]

_NO_PROMISE: Final = (
    "A plan tells what the rating would be if these answers were so. It is no advice on care: a better"
    " answer has to be earned, and assessed again."
)

_CERTAIN: Final = "100.0"


def improvement_view(
    outcome: Outcome, found: Improvement | Impossible | Unsettled
) -> Iterator[RenderableType]:
    """Show the cheapest plans; or why there is none, or what is proven so far."""
    yield heading(f"Hypothetical: {subject_of(outcome)}")
    if found.set_and_method:
        yield paragraph(f"{named(found.set_and_method, 'Hypothetical')}.", "italic")
    node = outcome[found.node].node.name
    yield facts([("Part", node), ("Now", _now(found)), ("Wanted", found.wanted)])
    if isinstance(found, Improvement):
        yield from _plans(outcome, found)
    elif isinstance(found, Unsettled):
        yield paragraph(found.sentences[-1])
    else:
        yield paragraph("Impossible with the changes that are allowed:")
        yield listing(("-", reason) for reason in found.reasons)


def _now(found: Improvement | Impossible | Unsettled) -> str:
    return str(found.before.rating or found.before.state)


def _plans(outcome: Outcome, found: Improvement) -> Iterator[RenderableType]:
    if not found.plan.changes:
        yield paragraph("Nothing needs to change.")
        return
    yield paragraph(f"The least cost is {found.cost}, counting {found.costing}. No plan costs less.")
    listed, count = len(found.plans), found.count
    if count is None:
        yield paragraph("How many plans cost as little was too much to count.")
    elif count > listed:
        yield paragraph(f"{count:,} plans cost as little; listed: {listed}.")
    for place, plan in enumerate(found.plans, start=1):
        if listed > 1:
            yield heading(f"Plan {place}")
        yield _changes(outcome, plan)
    yield paragraph(_NO_PROMISE, "dim")


def _changes(outcome: Outcome, plan: Plan) -> Table:
    """Lay out the answers of a plan, each with what it asks."""
    texts = {each.question.code: each.question.text for each in outcome.questions}
    found = table()
    found.add_column("Code", no_wrap=True)
    found.add_column("Question", ratio=1)
    found.add_column("From", width=11)
    found.add_column("To", width=11)
    found.add_column("Cost", justify="right", no_wrap=True)
    for row in plan.rows:
        cells = (row["code"], texts[row["code"]], row["before"], row["after"], row["cost"])
        found.add_row(*map(styled, cells))
    return found


def range_view(outcome: Outcome, found: Range, chances: Chances | None) -> Iterator[RenderableType]:
    """Show the best and the worst that is still possible for each part, and the chances."""
    yield heading(subject_of(outcome))
    if found.hypothetical:
        yield paragraph(f"{named(found.hypothetical, 'Hypothetical')}.", "italic")
    if not found.open:
        yield paragraph(
            "Every question is answered, so nothing is open. To set answers aside, use --open."
        )
    else:
        settled = f"{len(found.settled)} of {counted(len(found.nodes), 'part')} are settled."
        yield paragraph(f"{counted(len(found.open), 'open question')}. {settled}")
    yield _spans(found, chances)
    if any(not each.is_exact for each in found.nodes):
        yield paragraph("at the outside: nothing beyond is possible, and perhaps not all of it.", "dim")
    if chances is not None:
        notes = "; ".join(chances.notes)
        yield paragraph(f"Chances are in per cent. Assumed: {notes}.", "dim")


def _spans(found: Range, chances: Chances | None) -> Table:
    """Lay out what is possible, and behind it the chance of each rating."""
    spans = table()
    spans.add_column("Part", ratio=3)
    if chances is None:
        spans.add_column("Still possible", ratio=2)
        for each in found.nodes:
            spans.add_row(styled(each.name), styled(each.span))
        return spans
    labels = chances.columns[1:]
    for label in labels:
        spans.add_column(label, width=max(map(len, (_CERTAIN, *label.split()))), justify="right")
    for cells in chances.cells:
        spans.add_row(*(styled(cell.rstrip("%")) for cell in cells))
    return spans
