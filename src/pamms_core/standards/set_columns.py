"""A question set as tables: one list of fields and columns, for Excel and CSV, in and out.

A new column is one row of :data:`COLUMNS`; what it may hold, the rules of a set say.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

import attrs

from pamms_core.standards.csv_tables import Columns
from pamms_core.standards.workbook_facts import truth, whole
from pamms_core.standards.workbook_layout import GUIDANCE, guidance_title

if TYPE_CHECKING:
    from pamms_core.standards.framework import Framework
    from pamms_core.standards.question_set import Question, QuestionSet

__all__ = [
    "COLUMNS",
    "FIELDS",
    "TEXT",
    "WHOLE",
    "Column",
    "Form",
    "column_titles",
    "field_form",
    "question_columns",
    "question_data",
    "set_data",
    "set_fields",
]


def _yes_no(text: str) -> object:
    found = truth(text)
    return text if found is None else found


def _list(text: str) -> object:
    return [each.strip().casefold() for each in text.translate(_SEPARATORS).split(";") if each.strip()]


def _codes(text: str) -> object:
    return [each.strip() for each in text.translate(_SEPARATORS).split(";") if each.strip()]


def _listed(value: object) -> str:
    return "; ".join(map(str, value)) if isinstance(value, Sequence) else ""


_SEPARATORS: Final = str.maketrans(",\n\r", ";;;")


@attrs.frozen
class Form:
    """How a kind of value stands in a cell.

    What is read from a text that is not of the form is the text itself, for the
    rules of a set to refuse.
    """

    said: str
    """What a cell of it holds, in words."""
    read: Callable[[str], object]
    write: Callable[[object], str] = str
    only_text: bool = True
    """Whether a number, or true or false, may not stand in a cell of it."""


TEXT: Final = Form("text", str)
WHOLE: Final = Form("a whole number", whole, only_text=False)
YES_NO: Final = Form(
    "yes, or no or blank", _yes_no, lambda value: "yes" if value else "no", only_text=False
)
LIST: Final = Form("a list, with semicolons between", _list, _listed)
CODES: Final = Form("codes, with semicolons between", _codes, _listed)


@attrs.frozen
class Column:
    """A column: its title, the key of a set file it stands for, and what its cells hold."""

    title: str
    key: str
    form: Form
    said: str
    optional: bool = False
    """Whether a cell is left blank where the value is nothing, zero or no."""


COLUMNS: Final = (
    Column("Code", "code", TEXT, "the letter of its section and two to four digits; once in a set"),
    Column("Standard", "standard", WHOLE, "the number of the standard it counts towards or bears on"),
    Column("Question", "text", TEXT, "what is asked"),
    Column("Evidence", "evidence", LIST, "the kinds of evidence to look at"),
    Column("Weight", "weight", WHOLE, "how much it counts among its standard's questions"),
    Column("Critical", "critical", YES_NO, "whether the worst rating could mean harm", optional=True),
    Column("Areas", "areas", LIST, "the market areas it suits"),
)
"""The columns of the table of questions, but for those of guidance, one for each rating."""

FIELDS: Final = {
    "framework": "the framework that the set belongs to",
    "id": "the set's name, for good",
    "edition": "which edition of it this is",
    "title": "what people call it",
    "region": "where it is used",
    "area": "the market area",
    "status": "licensed or local",
    "source": "where the questions and weights come from",
    "retired": "codes of earlier editions that no question may have again",
    "digest": "the seal of all that it says; blank if it was changed into an edition of its own",
}
"""What is said of a set as a whole, each with what is meant."""


def question_columns(found: list[str]) -> Columns:
    """Return the columns of the table of questions, given the titles that stand there, folded."""
    known = tuple(each.title.lower() for each in COLUMNS)
    guidance = tuple(dict.fromkeys(each for each in found if each.startswith(GUIDANCE)))
    needed = tuple(each.title.lower() for each in COLUMNS if not each.optional)
    return Columns(
        known=(*known, *guidance),
        listed=f"{', '.join(known)}, and {guidance_title('…').lower()} for each rating",
        needed=needed,
        needs=f"a header row with {', '.join(needed)} is needed",
    )


def column_titles(guidance: Sequence[str]) -> tuple[str, ...]:
    """Title the columns of the table of questions, given the keys of its guidance."""
    ratings = (guidance_title(key.replace("_", " ")) for key in guidance)
    return (*(each.title for each in COLUMNS), *ratings)


def field_form(name: str) -> Form:
    """Tell what the value of a field may hold."""
    return CODES if name == "retired" else TEXT


def question_data(question: Question, framework: Framework) -> dict[str, object]:
    """Return a question as plain data, as a set file gives it.

    Where sections are the standards, a file says which common standard it bears on (S3).
    """
    standard = question.standard if framework.common is None else question.bears_on
    data: dict[str, object] = {}
    for column in COLUMNS:
        value = standard if column.key == "standard" else getattr(question, column.key)
        if value or not (column.optional or value is None):
            data[column.key] = list(value) if isinstance(value, tuple) else value
    guidance = {key.replace("-", "_"): text for key, text in question.guidance.items()}
    return {**data, "guidance": guidance}


def set_data(question_set: QuestionSet) -> dict[str, object]:
    """Return a set as plain data, as a set file with its questions inline gives it."""
    left_out = [{"standard": each.standard, "why": each.why} for each in question_set.left_out]
    return {
        **set_fields(question_set),
        **({"left_out": left_out} if left_out else {}),
        "questions": [question_data(question, question_set.framework) for question in question_set],
    }


def set_fields(question_set: QuestionSet) -> dict[str, object]:
    """Return what is said of the set as a whole, by name; what is blank is not said."""
    given = {
        **attrs.asdict(question_set, recurse=False),
        "framework": question_set.framework.id,
        "digest": question_set.digest,
    }
    values = {name: given[name] for name in FIELDS if given[name]}
    return {
        name: list(value) if isinstance(value, tuple) else str(value) for name, value in values.items()
    }
