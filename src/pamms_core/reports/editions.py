"""Write what differs between two editions of a question set as a small table for a notebook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pamms_core.reports.markup import line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pamms_core.standards.editions import EditionComparison, QuestionChange

__all__ = ["changed_texts", "changes_of", "editions_table"]

_COLUMNS: Final = ("Question", "Change", "Before", "After")
_CELL: Final = (
    "text-align:left;vertical-align:top;padding:.25em .75em;border-bottom:1px solid rgba(128,128,128,.4)"
)


def editions_table(found: EditionComparison) -> str:
    """Write what differs between the sets, and a row for every question that does.

    >>> from pamms_core import compare_editions, load_set
    >>> question_set = load_set("east-of-england-accommodation")
    >>> varied = question_set.with_weights({"A01": 5})
    >>> editions_table(compare_editions(question_set, varied)).count("<tr")
    2
    """
    head = "".join(f'<th scope="col" style="{_CELL}">{name}</th>' for name in _COLUMNS)
    first, *_ = found.sentences
    told = "<br>".join(map(line, (first, *found.particulars, *map(str, found.reused))))
    return (
        '<table style="border-collapse:collapse;color:inherit">'
        f'<caption style="caption-side:top;text-align:left">{told}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(map(_row, found.changes))}</tbody></table>"
    )


def _row(change: QuestionChange) -> str:
    texts = ("; ".join(changes_of(change)), *changed_texts(change))
    cells = "".join(f'<td style="{_CELL}">{line(each)}</td>' for each in texts)
    return f'<tr><th scope="row" style="{_CELL}">{line(change.code)}</th>{cells}</tr>'


def changes_of(change: QuestionChange) -> Iterator[str]:
    """Name in a word or two each thing that differs about a question."""
    if change.added or change.dropped:
        yield "added" if change.added else "dropped"
    if change.reworded:
        yield "another question" if change.replaced else "reworded"
    if change.guidance:
        yield f"guidance on {', '.join(change.guidance)}"
    if change.evidence:
        yield "evidence"
    if change.reweighted:
        yield "weight"
    yield from change.moved


def changed_texts(change: QuestionChange) -> tuple[str, str]:
    """Return what stood there before and what stands there after, where that can be shown."""
    before, after = change.before, change.after
    if before is None or after is None:
        return ("" if before is None else before.text, "" if after is None else after.text)
    old, new = [], []
    if change.reworded:
        old, new = [before.text], [after.text]
    for key in change.guidance:
        old.append(f"{key}: {before.guidance.get(key, '')}")
        new.append(f"{key}: {after.guidance.get(key, '')}")
    if change.evidence:
        old.append(", ".join(before.evidence))
        new.append(", ".join(after.evidence))
    if change.reweighted:
        old.append(f"weight {before.weight}")
        new.append(f"weight {after.weight}")
    return "\n".join(old), "\n".join(new)
