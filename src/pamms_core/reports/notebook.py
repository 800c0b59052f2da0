"""Write an outcome as a small table for a notebook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pamms_core.rating.method import NodeKind
from pamms_core.reports.compose import subject_of
from pamms_core.reports.markup import line
from pamms_core.reports.rows import is_reference, row_of, shown_nodes

if TYPE_CHECKING:
    from pamms_core.rating.outcome import Outcome
    from pamms_core.reports.content import Row

__all__ = ["outcome_table"]

_COLUMNS: Final = ("Part", "Rating", "Score", "Assessed", "Decided by")
_CAPTION: Final = "caption-side:top;text-align:left;color:inherit;padding:.25em .75em"
_CELL: Final = (
    "text-align:left;vertical-align:top;padding:.25em .75em;border-bottom:1px solid rgba(128,128,128,.4)"
)
_HEADS: Final = {
    NodeKind.OVERALL: f"{_CELL};font-weight:bold",
    NodeKind.DOMAIN: f"{_CELL};font-weight:bold",
    NodeKind.STANDARD: f"{_CELL};font-weight:normal;padding-left:2em",
}


def outcome_table(outcome: Outcome) -> str:
    """Write the ratings as a small table for a notebook.

    It takes its colours from the notebook, so it can be read in the dark too,
    and brings no style sheet that could change anything around it.

    >>> from pamms_core import load_answers, load_set, rate
    >>> question_set = load_set("east-of-england-accommodation")
    >>> table = outcome_table(rate(question_set, load_answers("solid-good", question_set)))
    >>> table.count("<tr"), "<style" in table
    (23, False)
    """
    rows = (_table_row(row_of(node)) for node in shown_nodes(outcome))
    head = "".join(f'<th scope="col" style="{_CELL}">{name}</th>' for name in _COLUMNS)
    return (
        '<table style="border-collapse:collapse;color:inherit">'
        f'<caption style="{_CAPTION}">{_caption(outcome)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    )


def _caption(outcome: Outcome) -> str:
    question_set, method = outcome.question_set, outcome.method
    facts = [f"{each.id} {each.edition}" for each in (question_set, method)]
    if is_reference(question_set) or is_reference(method):
        facts.append("reference weights, not official")
    if outcome.is_partial:
        facts.append("partial")
    told = f"<strong>{line(subject_of(outcome))}</strong> ({line(', '.join(facts))})"
    if not outcome.hypothetical:
        return told
    return f"<strong>Hypothetical: {line('; '.join(outcome.hypothetical))}</strong><br>{told}"


def _table_row(row: Row) -> str:
    stars = f" {row.rating.picture}" if row.rating.picture else ""
    score = f"{row.score} ({row.exact})" if row.score else "none"
    short = (f"{line(row.rating.label)}{stars}", score, row.assessed)
    data = "".join(f'<td style="{_CELL};white-space:nowrap">{each}</td>' for each in short)
    head = f'<th scope="row" style="{_HEADS[row.kind]}">{line(row.name)}</th>'
    return f'<tr>{head}{data}<td style="{_CELL}">{line(row.decided_by)}</td></tr>'
