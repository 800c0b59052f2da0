"""Write policies side by side: as plain text, as Markdown tables, and as one HTML table."""

from __future__ import annotations

from html import escape
from itertools import groupby
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pamms_core.policies.comparison import ComparedValue, PolicyComparison
    from pamms_core.policies.shown_values import ShownValue

__all__ = ["as_html", "as_markdown", "as_text"]

_MARK: Final = "*"
_TOLD: Final = f"{_MARK} A choice of this project: no source of that locality gives it in full."
_ABSENT: Final = "(has none)"
_NONE: Final = "Nothing differs."
_SPECIAL: Final = "\\`*_{}[]<>#|~!$&"
_CELL: Final = "text-align:left;vertical-align:top;padding:.3em .75em;border-bottom:1px solid #8886"


def as_text(comparison: PolicyComparison, shown: Sequence[ComparedValue]) -> str:
    """Write it as plain text: below each value, who has it and on whose word."""
    titles = ", ".join(each.title for each in comparison.policies)
    lines = [f"Policies: {titles}", _TOLD, ""]
    for group, values in groupby(shown, key=lambda each: each.group):
        lines += [group, ""]
        for value in values:
            lines += [f"  {value.name}", *_told(comparison, value), ""]
    return "\n".join(lines if shown else [*lines, _NONE, ""])


def _told(comparison: PolicyComparison, value: ComparedValue) -> Iterator[str]:
    """Put those who have the same value together, and among them those who have it from one source."""
    same: dict[str, dict[str, list[str]]] = {}
    for policy, cell in zip(comparison.policies, value.cells, strict=True):
        text, source = (_ABSENT, "") if cell is None else (cell.text, f": {cell.source}{_mark(cell)}")
        same.setdefault(text, {}).setdefault(source, []).append(policy.title)
    for text, sources in same.items():
        yield f"    {text}"
        for source, titles in sources.items():
            yield f"      {', '.join(titles)}{source}"


def _mark(cell: ShownValue | None) -> str:
    return f" {_MARK}" if cell is not None and cell.is_ours else ""


def as_markdown(comparison: PolicyComparison, shown: Sequence[ComparedValue]) -> str:
    """Write it as a table in Markdown for each group, a column a policy."""
    titles = [_plain(each.title) for each in comparison.policies]
    lines = [f"# Policies: {', '.join(titles)}", "", f"\\{_TOLD}", ""]
    for group, values in groupby(shown, key=lambda each: each.group):
        lines += [f"## {_plain(group)}", "", f"| | {' | '.join(titles)} |"]
        lines += ["|" + "---|" * (len(titles) + 1)]
        for value in values:
            cells = " | ".join(map(_markdown_cell, value.cells))
            lines.append(f"| {_plain(value.name)} | {cells} |")
        lines.append("")
    return "\n".join(lines if shown else [*lines, _NONE, ""])


def _markdown_cell(cell: ShownValue | None) -> str:
    if cell is None:
        return _plain(_ABSENT)
    mark = f" \\{_MARK}" if cell.is_ours else ""
    return f"{_plain(cell.text)}{mark}<br><small>{_plain(cell.source)}</small>"


def _plain(text: str) -> str:
    escaped = "".join(f"\\{each}" if each in _SPECIAL else each for each in text)
    return " ".join(escaped.split())


def as_html(comparison: PolicyComparison, shown: Sequence[ComparedValue]) -> str:
    """Write it as one HTML table, a column a policy."""
    titles = [each.title for each in comparison.policies]
    head = "".join(f'<th scope="col" style="{_CELL}">{_safe(each)}</th>' for each in ["", *titles])
    rows: list[str] = []
    for group, values in groupby(shown, key=lambda each: each.group):
        spans = f'scope="rowgroup" colspan="{len(titles) + 1}"'
        rows.append(f'<tr><th {spans} style="{_CELL}">{_safe(group)}</th></tr>')
        rows += [_html_row(value) for value in values]
    caption = _safe(_TOLD if shown else _NONE)
    return (
        '<table style="border-collapse:collapse">\n'
        f'<caption style="caption-side:top;text-align:left">{caption}</caption>\n'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n" + "\n".join(rows) + "\n</tbody></table>\n"
    )


def _html_row(value: ComparedValue) -> str:
    cells = "".join(f'<td style="{_CELL}">{_html_cell(each)}</td>' for each in value.cells)
    head = f'<th scope="row" style="{_CELL};font-weight:normal">{_safe(value.name)}</th>'
    return f"<tr>{head}{cells}</tr>"


def _html_cell(cell: ShownValue | None) -> str:
    if cell is None:
        return _safe(_ABSENT)
    return f"{_safe(cell.text)}{_mark(cell)}<br><small>{_safe(cell.source)}</small>"


def _safe(text: str) -> str:
    return escape(" ".join(text.split()))
