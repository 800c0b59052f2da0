"""Write what came out of a what-if as a small table for a notebook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pamms_core.reports.markup import line
from pamms_core.standards.variation import named

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pamms_core.rating.whatif.showing import Shown

__all__ = ["shown_table", "table_of"]

_CAPTION: Final = "caption-side:top;text-align:left;color:inherit;padding:.25em .75em"
_CELL: Final = (
    "text-align:left;vertical-align:top;padding:.25em .75em;border-bottom:1px solid rgba(128,128,128,.4)"
)


def shown_table(shown: Shown) -> str:
    """Write a result: what it is about, what was assumed, and its rows.

    >>> from pamms_core import Rater, load_answers, load_set
    >>> rater = Rater(load_set("east-of-england-accommodation"))
    >>> answers = load_answers("solid-good", rater.question_set)
    >>> shown_table(rater.range(answers, ["A01"], reopen=True)).count("<tr")
    23
    """
    return table_of(_caption(shown), shown.columns, shown.cells)


def table_of(caption: Iterable[str], columns: Iterable[str], rows: Iterable[tuple[str, ...]]) -> str:
    """Write a table whose first column names the rows; the caption is markup already."""
    head = "".join(f'<th scope="col" style="{_CELL}">{line(name)}</th>' for name in columns)
    body = "".join(map(_row, rows))
    return (
        '<table style="border-collapse:collapse;color:inherit">'
        f'<caption style="{_CAPTION}">{"<br>".join(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def _caption(shown: Shown) -> Iterator[str]:
    if shown.hypothetical:
        yield f"<strong>{line(named(shown.hypothetical, 'Hypothetical'))}</strong>"
    yield f"<strong>{line(shown.subject)}</strong>"
    yield from map(line, shown.notes)


def _row(cells: tuple[str, ...]) -> str:
    first, *others = cells
    data = "".join(f'<td style="{_CELL}">{line(each)}</td>' for each in others)
    return f'<tr><th scope="row" style="{_CELL}">{line(first)}</th>{data}</tr>'
