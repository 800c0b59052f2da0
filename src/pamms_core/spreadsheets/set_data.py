"""A question set taken apart again: what a file of it says, whatever the format."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from pamms_core.errors import Mistake
from pamms_core.spreadsheets.errors import UnwritableError, must_read_back
from pamms_core.standards.set_columns import COLUMNS, FIELDS, column_titles, field_form, question_data
from pamms_core.standards.set_files import read_set

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pamms_core.standards.framework import Framework
    from pamms_core.standards.question_set import Question, QuestionSet

__all__ = ["SetTable", "check_reads_back", "check_writable", "set_fields", "set_table"]

_WRITTEN: Final = "<written>"


@attrs.frozen
class SetTable:
    """A set as rows of text, the same for CSV and for a workbook."""

    fields: tuple[tuple[str, str], ...]
    """What is said of the set as a whole: names and values."""
    left_out: tuple[tuple[str, str], ...]
    """The standards that are left out, and why."""
    titles: tuple[str, ...]
    """The titles of the columns of questions."""
    questions: tuple[tuple[str, ...], ...]


def set_table(question_set: QuestionSet) -> SetTable:
    """Return a set as rows of text."""
    keys = question_set.framework.scale.keys
    return SetTable(
        fields=tuple(
            (name, field_form(name).write(value)) for name, value in set_fields(question_set).items()
        ),
        left_out=tuple((str(each.standard), each.why) for each in question_set.left_out),
        titles=column_titles(keys),
        questions=tuple(
            (*_cells(each, question_set.framework), *(each.guidance.get(key, "") for key in keys))
            for each in question_set
        ),
    )


def _cells(question: Question, framework: Framework) -> list[str]:
    data = question_data(question, framework)
    return [each.form.write(data[each.key]) if each.key in data else "" for each in COLUMNS]


def set_fields(question_set: QuestionSet) -> dict[str, object]:
    """Return what is said of the set as a whole, by name; what is blank is not said."""
    given = {**attrs.asdict(question_set, recurse=False), "framework": question_set.framework.id}
    values = {name: given[name] for name in FIELDS if given[name]}
    return {
        name: list(value) if isinstance(value, tuple) else str(value) for name, value in values.items()
    }


def check_writable(question_set: QuestionSet) -> None:
    """Check that a file can say all that the set says.

    Raises:
        UnwritableError: the set is hypothetical, or no file reads as it; names every reason.
    """
    if question_set.original is not None:
        problem = "is a hypothetical variation; write the set it varies from, or give it an edition"
        raise UnwritableError(question_set.id, [Mistake(file=_WRITTEN, problem=problem)])
    left_out = [{"standard": each.standard, "why": each.why} for each in question_set.left_out]
    data = {
        **set_fields(question_set),
        "left_out": left_out,
        "questions": [question_data(question, question_set.framework) for question in question_set],
    }
    check_reads_back(question_set, lambda: data)


def check_reads_back(question_set: QuestionSet, parse: Callable[[], Mapping[str, object]]) -> None:
    """Check that what was written reads as the set.

    Raises:
        UnwritableError: it does not; names every reason.
    """
    framework = question_set.framework
    must_read_back(question_set.id, question_set, lambda: read_set(parse(), framework, file=_WRITTEN))
