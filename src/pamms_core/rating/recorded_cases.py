"""Read recorded cases from CSV, one row a case: its answers, and the ratings it was given.

The columns are ``case``, the nodes whose recorded ratings are compared (such as
``overall`` or ``standard-8``), the questions by code, and the method's flags by
name; ``comment`` is not read. The file is read row by row, however long it is.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, TypeAlias

import attrs

from pamms_core._files import failure, read_lines
from pamms_core._frozen import FrozenMap
from pamms_core._reading import Mistakes
from pamms_core.answers import NOT_ASSESSED, Answer, Answers, NotAssessed, parse_reported
from pamms_core.errors import Mistake, UnknownNameError
from pamms_core.rating.tree import top_down
from pamms_core.scale import Rating, fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from os import PathLike

    from pamms_core.answers import ReportedRating
    from pamms_core.rating.engine import Rater
    from pamms_core.scale import Scale

    _Cell: TypeAlias = "Answer | ReportedRating | int | bool | str | None"
    _Read: TypeAlias = Callable[[str], _Cell]

__all__ = ["RecordedCase", "load_cases"]

_CASE: Final = "case"
_COMMENT: Final = "comment"
_NEEDS: Final = "a header row with case, a node such as overall, and question codes is needed"
_NO_RATING: Final = "no rating"
_YES_OR_NO: Final = {"yes": True, "true": True, "no": False, "false": False}
# Each column is compared with all that are known; no real file has so many others.
_MOST_UNKNOWN: Final = 100


def _frozen_ratings(
    ratings: Mapping[str, Rating | NotAssessed],
) -> FrozenMap[str, Rating | NotAssessed]:
    return FrozenMap(ratings)


@attrs.frozen(kw_only=True)
class RecordedCase:
    """A case that was rated before, to be rated again.

    >>> from pamms_core import load_answers, load_set
    >>> question_set = load_set("east-of-england-accommodation")
    >>> good = question_set.framework.scale["good"]
    >>> sheet = load_answers("solid-good", question_set)
    >>> RecordedCase(name="7", answers=sheet, expected={"overall": good}).expected["overall"]
    <Rating Good>
    """

    name: str
    answers: Answers
    expected: FrozenMap[str, Rating | NotAssessed] = attrs.field(converter=_frozen_ratings)
    """What was recorded, by node code: a rating, or ``NOT_ASSESSED`` where there was none.

    A node that is not named is not compared.
    """
    line: int | None = None
    """Where it stands in its file."""


def load_cases(
    path: str | PathLike[str], rater: Rater, *, progress: Callable[[int], None] = lambda _: None
) -> Iterator[RecordedCase]:
    r"""Yield the recorded cases of a CSV file, row by row.

    Cells of questions are read as in answer files. A blank cell of a node is not
    compared; ``N/A`` or ``no rating`` says that the node had none. A flag is
    ``yes``, ``no`` or blank for not known. Once something is wrong no more cases
    come, and the rest of the file is only checked.

    Args:
        path: the file.
        rater: the question set and method that the cases are for.
        progress: called with the number of each row that is only checked; those of cases are
            whoever takes them to count.

    Raises:
        DataFileError: the file cannot be used; names every mistake, with its line.

    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from pamms_core import Rater, load_set
    >>> rater = Rater(load_set("east-of-england-accommodation"))
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "cases.csv")
    ...     _ = path.write_text("case,overall,A01,B07\n12,good,good,N/A\n")
    ...     [case] = load_cases(path, rater)
    >>> case.name, case.expected["overall"], case.answers["B07"].label
    ('12', <Rating Good>, 'Not assessed')
    """
    from pamms_core.standards.csv_tables import csv_rows

    file, mistakes = str(path), Mistakes()
    rows = csv_rows(read_lines(path), file)
    header = next(rows, None)
    if header is None:
        raise failure(file, f"is empty; {_NEEDS}")
    form = _Form(rater, file, mistakes, header)
    row = 0
    for row, (line, cells) in enumerate(rows, 1):
        case = form.case(line, cells)
        if mistakes.found:
            progress(row)
        else:
            yield case
    if not row:
        mistakes.note([Mistake(file=file, problem="has no cases below its header row")])
    mistakes.check()


class _Form:
    """What the columns of one file stand for, and how their cells are read.

    Raises:
        DataFileError: the header row cannot be used.
    """

    def __init__(
        self, rater: Rater, file: str, mistakes: Mistakes, header: tuple[int, list[str]]
    ) -> None:
        self._file, self._mistakes = file, mistakes
        self._labels = [rating.label for rating in rater.question_set.framework.scale]
        self._readers = _readers(rater)
        self._columns = self._read_header(*header, rater.question_set.id)
        asked = rater.question_set
        self._blank = Answers(set_id=asked.id, edition=asked.edition)

    def _read_header(self, line: int, titles: list[str], asked: str) -> list[str]:
        """Find out what each column stands for."""
        from pamms_core.standards.csv_tables import Columns, trimmed

        titles, known = trimmed(titles), tuple(self._readers)
        if len(titles) > len(known) + _MOST_UNKNOWN:
            raise failure(self._file, f"has {len(titles):,} columns, of {len(known)} known", line=line)
        folded = {fold(name): name for name in known}
        exact = [title.strip() for title in titles]
        columns = [name if name in known else folded.get(fold(name), name) for name in exact]
        others = [name for name, (part, _) in self._readers.items() if part != "entries"]
        listed = f"{', '.join(others)} and the questions of {asked}"
        form = Columns(known=known, listed=listed, needed=(_CASE,), needs=_NEEDS)
        self._mistakes.note(form.mistakes(columns, titles, self._file, line))
        given = {self._readers[name][0] for name in columns if name in self._readers}
        if "expected" not in given:
            self._wrong(line, "", f"has no column of a node; {_NEEDS}")
        if given.isdisjoint({"entries", "numbers"}):
            self._wrong(line, "", f"has no column of a question; {_NEEDS}")
        if _CASE not in columns:
            self._mistakes.check()
        return columns

    def case(self, line: int, cells: list[str]) -> RecordedCase:
        """Read one row, and note all that is wrong with it."""
        from pamms_core.standards.csv_tables import cells_by_column

        wrong: list[Mistake] = []
        row = cells_by_column(line, cells, self._columns, self._file, wrong)
        self._mistakes.note(wrong)
        parts: dict[str, dict[str, _Cell]] = {part: {} for part in _PARTS}
        for column, text in row.items():
            part, read = self._readers.get(column, _UNREAD)
            try:
                if (value := read(text)) is not None:
                    parts[part][column] = value
            except ValueError as error:
                self._wrong(line, column, str(error), text)
        named = parts.pop("texts")
        expected = parts.pop("expected")
        name = str(named.get(_CASE, ""))
        if not name:
            self._wrong(line, _CASE, "is missing; a name for the case is needed")
        answers = attrs.evolve(self._blank, title=name, **parts)  # type: ignore[arg-type]
        return RecordedCase(name=name, answers=answers, expected=expected, line=line)  # type: ignore[arg-type]

    def _wrong(self, line: int, column: str, problem: str, value: str | None = None) -> None:
        hint = "" if value is None else self._mistakes.near(value, self._labels)
        mistake = Mistake(
            file=self._file, line=line, path=column, problem=problem, value=value, hint=hint
        )
        self._mistakes.note([mistake])


_PARTS: Final = ("texts", "expected", "entries", "numbers", "flags")
_UNREAD: Final = ("texts", str)


def _readers(rater: Rater) -> dict[str, tuple[str, _Read]]:
    """Tell for every column that a file may have what it is part of, and how its cells are read."""
    from functools import cache

    scale = rater.question_set.framework.scale
    # A file repeats a few words, so each is read once.
    answer, expected = cache(partial(_answer, scale)), cache(partial(_expected, scale))
    rated = (each for each in top_down(rater.nodes) if rater.method.rule_of(each).reading is not None)
    found: dict[str, tuple[str, _Read]] = dict.fromkeys((_CASE, _COMMENT), ("texts", str))
    found |= {node.code: ("expected", expected) for node in rated}
    found |= {
        each.code: ("entries", answer) if each.most is None else ("numbers", partial(_number, each.most))
        for each in rater.questions
    }
    return found | {name: ("flags", _flag) for name in rater.method.flags if name not in found}


def _answer(scale: Scale, text: str) -> Answer | None:
    reported = _reported(scale, text, "not assessed or blank")
    return None if reported is None else Answer(reported)


def _expected(scale: Scale, text: str) -> ReportedRating:
    if fold(text) == _NO_RATING:
        return NOT_ASSESSED
    return _reported(scale, text, f"{_NO_RATING} or blank")


def _reported(scale: Scale, text: str, besides: str) -> ReportedRating:
    try:
        return parse_reported(text, scale)
    except UnknownNameError as error:
        raise ValueError(f"must be one of {', '.join(error.known)}, {besides}") from None


def _number(most: int, text: str) -> int | None:
    if not text:
        return None
    if text.isascii() and text.isdigit() and len(text) <= len(str(most)) and int(text) <= most:
        return int(text)
    raise ValueError(f"must be a whole number from 0 to {most}, or blank")


def _flag(text: str) -> bool | None:
    if text and fold(text) not in _YES_OR_NO:
        raise ValueError(f"must be one of {', '.join(_YES_OR_NO)} or blank")
    return _YES_OR_NO.get(fold(text))
