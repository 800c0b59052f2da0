"""Write how a deadline was counted as a small table for a notebook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pamms_core._display import counted
from pamms_core.reports.markup import line
from pamms_core.workflow.day_lines import long_date
from pamms_core.workflow.due_words import due_sentences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pamms_core.workflow.due import Due

__all__ = ["due_table"]

# A deadline of years has more days than a page can show; people look at both ends.
_MOST_ROWS: Final = 100
_LAST_ROWS: Final = 20
_CAPTION: Final = "caption-side:top;text-align:left;color:inherit;padding:.25em .75em"
_CELL: Final = (
    "text-align:left;vertical-align:top;padding:.25em .75em;border-bottom:1px solid rgba(128,128,128,.4)"
)


def due_table(due: Due) -> str:
    """Write a row for every day from that of the event to the last.

    >>> from datetime import UTC, datetime
    >>> from pamms_core import Deadline
    >>> started = datetime(2026, 4, 2, 16, tzinfo=UTC)
    >>> due_table(Deadline(clock="reply", started=started, period="1 working day").due()).count("<tr")
    7
    """
    first, *rest = due_sentences(due)
    caption = "<br>".join((f"<strong>{line(first)}</strong>", *map(line, rest)))
    head = "".join(f'<th scope="col" style="{_CELL}">{name}</th>' for name in ("Day", "Counts"))
    return (
        '<table style="border-collapse:collapse;color:inherit">'
        f'<caption style="{_CAPTION}">{caption}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(_rows(due))}</tbody></table>"
    )


def _rows(due: Due) -> Iterator[str]:
    rows = [(long_date(each.date), each.words) for each in due.explain()]
    left_out = len(rows) - _MOST_ROWS
    if left_out > 0:
        rows[-left_out - _LAST_ROWS : -_LAST_ROWS] = [("…", f"{counted(left_out, 'more day')}")]
    for day, words in rows:
        yield (
            f'<tr><th scope="row" style="{_CELL};font-weight:normal">{line(day)}</th>'
            f'<td style="{_CELL}">{line(words)}</td></tr>'
        )
