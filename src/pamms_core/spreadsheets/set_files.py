"""Write a question set as text: TOML, or the one table of CSV."""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING, Final

from pamms_core._files import parse_toml
from pamms_core._toml import toml_pairs, toml_value
from pamms_core.spreadsheets.set_data import (
    check_reads_back,
    check_writable,
    set_table,
)
from pamms_core.standards.csv_tables import guarded
from pamms_core.standards.set_columns import question_data, set_fields
from pamms_core.standards.set_tables import LEFT_OUT, parse_set_csv

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pamms_core.standards.framework import Framework
    from pamms_core.standards.question_set import Question, QuestionSet

__all__ = ["set_csv", "set_toml"]

_WRITTEN: Final = "<written>"


def set_toml(question_set: QuestionSet) -> str:
    """Write a set as TOML, with its questions inline.

    Raises:
        UnwritableError: no file reads as this set; names every reason.

    >>> from pamms_core import load_set
    >>> print(set_toml(load_set("east-of-england-accommodation")).partition("edition")[0].rstrip())
    framework = "pamms"
    id = "east-of-england-accommodation"
    """
    check_writable(question_set)
    text = "".join(f"{line}\n" for line in _toml_lines(question_set))
    check_reads_back(question_set, lambda: parse_toml(text, _WRITTEN))
    return text


def _toml_lines(question_set: QuestionSet) -> Iterator[str]:
    yield from toml_pairs(set_fields(question_set))
    if question_set.left_out:
        yield "left_out = ["
        for each in question_set.left_out:
            yield f"    {{ standard = {each.standard}, why = {toml_value(each.why)} }},"
        yield "]"
    for question in question_set:
        yield from _question_lines(question, question_set.framework)


def _question_lines(question: Question, framework: Framework) -> Iterator[str]:
    data = question_data(question, framework)
    guidance = data.pop("guidance")
    yield from ("", "[[questions]]", *toml_pairs(data), "", "[questions.guidance]")
    yield from toml_pairs(guidance if isinstance(guidance, dict) else {})


def set_csv(question_set: QuestionSet) -> str:
    r"""Write a set as one CSV table; its lines end with ``\r\n``.

    An apostrophe guards what a spreadsheet would take for a formula.

    Raises:
        UnwritableError: no file reads as this set; names every reason.

    >>> from pamms_core import load_set
    >>> set_csv(load_set("east-of-england-accommodation")).splitlines()[2]
    'id,,east-of-england-accommodation,,,,,,,,'
    """
    check_writable(question_set)
    stream = StringIO(newline="")
    writer = csv.writer(stream)
    for row in _csv_rows(question_set):
        writer.writerow(map(guarded, row))
    text = stream.getvalue()
    check_reads_back(question_set, lambda: parse_set_csv(text, _WRITTEN))
    return text


def _csv_rows(question_set: QuestionSet) -> Iterator[tuple[str, ...]]:
    """Yield the header row, what is said of the set, then the questions."""
    table = set_table(question_set)
    yield table.titles
    blank = ("",) * (len(table.titles) - 3)
    for name, value in table.fields:
        yield (name, "", value, *blank)
    for standard, why in table.left_out:
        yield (LEFT_OUT.lower(), standard, why, *blank)
    yield from table.questions
