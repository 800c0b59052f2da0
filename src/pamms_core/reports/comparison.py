"""Write a comparison of two outcomes as a small table for a notebook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pamms_core.reports.compose import subject_of
from pamms_core.reports.markup import line
from pamms_core.reports.whatif import table_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pamms_core.rating.comparison import Comparison
    from pamms_core.rating.node_change import NodeChange, Standing

__all__ = ["comparison_table", "limits_text", "standing_text", "step_text"]

_COLUMNS: Final = ("Part", "Before", "After", "Score by", "Limits")


def comparison_table(comparison: Comparison) -> str:
    """Write what differs, and a row for every part that moved.

    >>> from pamms_core import compare, load_answers, load_set, rate
    >>> question_set = load_set("east-of-england-accommodation")
    >>> outcome = rate(question_set, load_answers("solid-good", question_set))
    >>> comparison_table(compare(outcome, outcome)).count("<tr")
    1
    """
    return table_of(_caption(comparison), _columns(comparison), map(_row, comparison.moved))


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
    for differences in comparison.inputs.values():
        yield from map(line, differences)


def _row(change: NodeChange) -> tuple[str, ...]:
    before, after = standing_text(change.before), standing_text(change.after)
    return (change.name, before, after, step_text(change), limits_text(change))


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
