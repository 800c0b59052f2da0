"""Write the result of a what-if as a small table for a notebook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pamms_core.reports.markup import line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["result_table"]

_CAPTION: Final = "caption-side:top;text-align:left;color:inherit;padding:.25em .75em"
_CELL: Final = (
    "text-align:left;vertical-align:top;padding:.25em .75em;border-bottom:1px solid rgba(128,128,128,.4)"
)


def result_table(caption: Iterable[str], rows: Sequence[Mapping[str, str]]) -> str:
    """Write rows of plain data under what is said of them; the first of several columns heads its row.

    >>> result_table(["One <b>."], [{"code": "A01", "cost": "2"}]).count("<td")
    1
    """
    columns = list(rows[0]) if rows else []
    head = "".join(f'<th scope="col" style="{_CELL}">{line(_heading(name))}</th>' for name in columns)
    body = "".join(_row([each[name] for name in columns]) for each in rows)
    return (
        '<table style="border-collapse:collapse;color:inherit">'
        f'<caption style="{_CAPTION}">{"<br>".join(map(line, caption))}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def _heading(name: str) -> str:
    return name if "-" in name else name.capitalize()  # an id stays as it is written


def _row(cells: Sequence[str]) -> str:
    first, *others = cells
    if not others:
        return f'<tr><td style="{_CELL}">{line(first)}</td></tr>'
    data = "".join(f'<td style="{_CELL}">{line(each)}</td>' for each in others)
    return f'<tr><th scope="row" style="{_CELL}">{line(first)}</th>{data}</tr>'
