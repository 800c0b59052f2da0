"""Write a comparison of two outcomes as a small table for a notebook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pamms_core.reports.compose import subject_of
from pamms_core.reports.markup import line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pamms_core.rating.comparison import Comparison, NodeChange, Standing

__all__ = ["comparison_table", "limits_text", "standing_text", "step_text"]

_COLUMNS: Final = ("Part", "Before", "After", "Score by", "Limits")
_CAPTION: Final = "caption-side:top;text-align:left;color:inherit;padding:.25em .75em"
_CELL: Final = (
    "text-align:left;vertical-align:top;padding:.25em .75em;border-bottom:1px solid rgba(128,128,128,.4)"
)


def comparison_table(comparison: Comparison) -> str:
    """Write what differs, and a row for every part that moved.

    >>> from pamms_core import compare, load_answers, load_set, rate
    >>> question_set = load_set("east-of-england-accommodation")
    >>> outcome = rate(question_set, load_answers("solid-good", question_set))
    >>> comparison_table(compare(outcome, outcome)).count("<tr")
    1
    """
    head = "".join(f'<th scope="col" style="{_CELL}">{name}</th>' for name in _columns(comparison))
    rows = "".join(map(_row, comparison.moved))
    return (
        '<table style="border-collapse:collapse;color:inherit">'
        f'<caption style="{_CAPTION}">{"<br>".join(_caption(comparison))}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _columns(comparison: Comparison) -> Iterator[str]:
    """Mark the side that is a what-if."""
    marked = {"Before": comparison.before.hypothetical, "After": comparison.after.hypothetical}
    return (f"{name} (hypothetical)" if marked.get(name) else name for name in _COLUMNS)


def _caption(comparison: Comparison) -> Iterator[str]:
    if comparison.hypothetical:
        yield f"<strong>Hypothetical: {line('; '.join(comparison.hypothetical))}</strong>"
    moved = len(comparison.moved)
    told = f"{moved} of {len(comparison.nodes)} parts moved"
    yield f"<strong>{line(subject_of(comparison.after))}</strong> ({told})"
    yield from map(line, (*comparison.answers, *comparison.question_set, *comparison.method))


def _row(change: NodeChange) -> str:
    cells = (
        standing_text(change.before),
        standing_text(change.after),
        step_text(change),
        limits_text(change),
    )
    data = "".join(f'<td style="{_CELL}">{line(each)}</td>' for each in cells)
    return f'<tr><th scope="row" style="{_CELL}">{line(change.name)}</th>{data}</tr>'


def standing_text(standing: Standing | None) -> str:
    """Say where a part stands: its rating or state, and its score."""
    if standing is None:
        return "not there"
    return f"{standing}, {standing.shown}" if standing.shown else str(standing)


def step_text(change: NodeChange) -> str:
    """Say by how much the score moved, exactly and with its sign."""
    if change.score_by is None:
        return ""
    return f"+{change.score_by}" if change.score_by > 0 else str(change.score_by)


def limits_text(change: NodeChange) -> str:
    """Say which limits came and went."""
    came = (f"{each} acts now" for each in change.limits_came)
    went = (f"{each} acts no longer" for each in change.limits_went)
    return "; ".join((*came, *went))
