"""Show how well a method says what was recorded: what ``verify`` prints."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from pamms_core._display import counted, percent
from pamms_core.cli.layout import facts, heading, listing, paragraph, styled, table
from pamms_core.scale import Rating

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType
    from rich.table import Table

    from pamms_core import Disagreement, Rater, Verification

__all__ = ["verified_view"]

# Nobody reads more of them; --json has them all.
_MOST_SHOWN: Final = 20


def verified_view(found: Verification, rater: Rater) -> Iterator[RenderableType]:
    """Show how many ratings agree, and why the others do not."""
    yield heading(f"{rater.method.title}, tried on recorded cases")
    yield facts(_facts(found, rater))
    if found.nodes:
        yield _nodes(found)
    for each in found.disagreements[:_MOST_SHOWN]:
        yield heading(_title(each))
        yield listing(("-", sentence) for sentence in _told(each))
    if hidden := found.compared - found.agreed - len(found.disagreements[:_MOST_SHOWN]):
        yield paragraph(f"{counted(hidden, 'more disagreement')}; --json writes them.")


def _facts(found: Verification, rater: Rater) -> Iterator[tuple[str, str]]:
    method, asked = rater.method, rater.question_set
    yield "Method", f"{method.id}, edition {method.edition} ({method.status})"
    if method.tree is None:
        yield "Question set", f"{asked.id}, edition {asked.edition} ({asked.status})"
    yield "Cases", f"{found.cases:,}"
    yield "Agree", f"{found.agreed:,} of {found.compared:,} recorded ratings"


def _nodes(found: Verification) -> Table:
    grid = table()
    grid.add_column("Node", ratio=1)
    for title in ("Agree", "Of", "%"):
        grid.add_column(title, justify="right", no_wrap=True)
    for each in found.nodes:
        share = percent(Fraction(each.agreed, each.compared)).rstrip("%")
        cells = (each.node, f"{each.agreed:,}", f"{each.compared:,}", share)
        grid.add_row(*map(styled, cells))
    return grid


def _title(each: Disagreement) -> str:
    recorded = each.expected.label if isinstance(each.expected, Rating) else "no rating"
    got = each.state.value if each.got is None else each.got.label
    line = "" if each.line is None else f" (line {each.line})"
    return f"{each.case}{line}, {each.node}: recorded {recorded}, but {got}"


def _told(each: Disagreement) -> Iterator[str]:
    yield from each.sentences
    if each.distance is not None:
        yield each.distance.sentence
