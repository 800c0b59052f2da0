"""Laws of spreadsheets: what is written is read back exactly, whatever the texts are."""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING, Any

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st

from pamms_core import Answers, Evidence, EvidenceKind, QuestionSet, read_answers, read_set
from pamms_core._files import parse_toml
from pamms_core._frozen import FrozenMap
from pamms_core.answers import Answer
from pamms_core.spreadsheets import answer_csv, answer_workbook, set_csv, set_toml, set_workbook
from pamms_core.standards.csv_answers import parse_csv
from pamms_core.standards.framework import Area
from pamms_core.standards.question_set import LeftOut, Question
from pamms_core.standards.set_tables import parse_set_csv, parse_set_workbook
from pamms_core.standards.workbook_answers import parse_answer_workbook
from pamms_core.testing import question_sets, reported_ratings, scales
from pamms_core.xlsx.escapes import escaped, unescaped
from pamms_core.xlsx.reading import parse_workbook

if TYPE_CHECKING:
    from collections.abc import Mapping

# Files take longer to write and read than other examples.
WORKBOOKS = settings(max_examples=settings().max_examples // 6)
TEXT_FILES = settings(max_examples=settings().max_examples // 3)

# What spreadsheets like to change: formulas, apostrophes, escapes, line ends, separators, emoji.
NASTY = [
    "=1+1", "+44 20", "-", "- a", "@SUM(A1)", "'quoted'", "''", "'=", "_x0041_", "_x005F_", "a_x000D_b",
    "line\nbreak", "line\rbreak", "line\r\nbreak", "\x01\x08\x0b\x1fx", "￾", "😀 👩‍⚕️", "007",
    "1e5", "TRUE", "2026-05-12", "a; b, c\td", '"x"', "<b>&amp;</b>", "]]>", "kind: ref (note)", "yes",
    "Not answered", "é\u0301", "#REF!", "left out", "title",
]  # fmt: skip
ANY = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12).map(str.strip)
TEXTS = st.sampled_from(NASTY).map(str.strip) | ANY
SAID = TEXTS.filter(bool)


@given(st.text(st.characters(codec="utf-8")))
def test_a_cell_holds_any_text(text: str) -> None:
    """Escaping leaves nothing that XML cannot hold, and is undone exactly."""
    stored = escaped(text)
    assert unescaped(stored) == text
    assert not set(stored) & {*map(chr, range(1, 9)), "\x0b", "\x0c", "\r", "\ufffe", "\uffff"}


class TestAnswers:
    """Answers → workbook → answers."""

    evidence = st.builds(Evidence, st.sampled_from(EvidenceKind), SAID, TEXTS)

    @staticmethod
    @st.composite
    def sheets(draw: st.DrawFn) -> tuple[QuestionSet, Answers]:
        """Draw a set on any scale, and answers with any texts."""
        question_set = draw(question_sets(draw(scales())))
        one = st.builds(
            Answer,
            reported_ratings(question_set.framework.scale),
            TEXTS,
            st.lists(TestAnswers.evidence, max_size=3).map(tuple),
        )
        answers = Answers(
            set_id=question_set.id,
            edition=question_set.edition,
            title=draw(TEXTS),
            details=draw(
                st.dictionaries(st.sampled_from(["service", "visited", "="]) | SAID, TEXTS, max_size=4)
            ),
            flags=draw(st.dictionaries(SAID, st.booleans(), max_size=2)),
            entries=draw(st.fixed_dictionaries({}, optional={each.code: one for each in question_set})),
        )
        return question_set, answers

    @WORKBOOKS
    @given(st.data())
    def test_answers_come_back_from_a_workbook(self, data: st.DataObject) -> None:
        """Every rating, comment, piece of evidence, detail and flag is read as it was written."""
        question_set, answers = data.draw(self.sheets())
        content = answer_workbook(question_set, answers, flags={"asked": "not told"})
        again = read_answers(parse_answer_workbook(parse_workbook(content, "it")), question_set)
        assert again == answers
        assert (again.title, again.details, again.flags) == (
            answers.title,
            answers.details,
            answers.flags,
        )

    @TEXT_FILES
    @given(st.data())
    def test_answers_come_back_from_csv(self, data: st.DataObject) -> None:
        """All of a sheet is in its table, and no cell of it begins as a formula does."""
        question_set, answers = data.draw(self.sheets())
        text = answer_csv(question_set, answers, flags={"asked": "not told"})
        again = read_answers(parse_csv(text, "it"), question_set)
        assert again == answers
        assert (again.title, again.details, again.flags) == (
            answers.title,
            answers.details,
            answers.flags,
        )
        cells = [cell for row in csv.reader(StringIO(text, newline="")) for cell in row]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]

    @settings(max_examples=3)
    @given(question_sets())
    def test_equal_answers_are_equal_bytes(self, question_set: QuestionSet) -> None:
        """No clock and no chance takes part in a workbook."""
        assert answer_workbook(question_set) == answer_workbook(question_set)


def worded(question_set: QuestionSet, draw: st.DrawFn) -> QuestionSet:
    """Give a set any texts, areas, kinds of evidence and standards that are left out."""
    extra = [attrs.evolve(question_set.framework.standards[-1], number=99, title="Extra")]
    house = attrs.evolve(question_set.framework, standards=(*question_set.framework.standards, *extra))

    def reworded(question: Question) -> Question:
        return attrs.evolve(
            question,
            text=draw(SAID),
            guidance=FrozenMap({key: draw(SAID) for key in question.guidance}),
            evidence=tuple(draw(st.lists(st.sampled_from(EvidenceKind), min_size=1, unique=True))),
            areas=tuple(draw(st.lists(st.sampled_from(Area), min_size=1, unique=True))),
            weight=draw(st.integers(1, 10**12)),
        )

    return attrs.evolve(
        question_set,
        framework=house,
        id=draw(SAID),
        edition=draw(SAID),
        title=draw(SAID),
        region=draw(SAID),
        source=draw(TEXTS),
        status=draw(st.sampled_from(["local", "licensed", "reference"])),
        questions=tuple(map(reworded, question_set.questions)),
        left_out=(LeftOut(standard=99, why=draw(SAID)),),
    )


@st.composite
def any_sets(draw: st.DrawFn) -> QuestionSet:
    """Draw a set on any scale with any texts."""
    return worded(draw(question_sets(draw(scales()))), draw)


class TestSets:
    """Set → workbook, CSV or TOML → set."""

    @staticmethod
    def check(data: Mapping[str, Any], question_set: QuestionSet) -> None:
        """Check that the data read as the set, by its digest too."""
        again = read_set(data, question_set.framework)
        assert again == question_set
        assert again.digest == question_set.digest

    @WORKBOOKS
    @given(any_sets())
    def test_a_set_comes_back_from_a_workbook(self, question_set: QuestionSet) -> None:
        """All that a set says is in its workbook."""
        self.check(parse_set_workbook(parse_workbook(set_workbook(question_set), "it")), question_set)

    @TEXT_FILES
    @given(any_sets())
    def test_a_set_comes_back_from_csv(self, question_set: QuestionSet) -> None:
        """All that a set says is in its table, and no cell of it begins as a formula does."""
        text = set_csv(question_set)
        self.check(parse_set_csv(text, "it"), question_set)
        cells = [cell for row in csv.reader(StringIO(text, newline="")) for cell in row]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]

    @TEXT_FILES
    @given(any_sets())
    def test_a_set_comes_back_from_toml(self, question_set: QuestionSet) -> None:
        """All that a set says is in its file."""
        self.check(parse_toml(set_toml(question_set), "it"), question_set)
