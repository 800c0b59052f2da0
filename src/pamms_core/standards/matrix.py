"""The triangulation matrix: how often, and how weightily, a section asks about a standard (S2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from pamms_core._frozen import FrozenMap

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pamms_core.standards.framework import Section, Standard
    from pamms_core.standards.question_set import Question, QuestionSet

__all__ = ["MatrixCell", "TriangulationMatrix", "triangulation_matrix"]


@attrs.frozen
class MatrixCell:
    """How many questions there are, and what they weigh together.

    >>> from pamms_core import load_set, triangulation_matrix
    >>> triangulation_matrix(load_set("east-of-england-accommodation")).cells[8, "C"]
    MatrixCell(questions=2, weight=7)
    """

    questions: int
    weight: int

    def __bool__(self) -> bool:
        """Tell whether there is any question."""
        return self.questions > 0


@attrs.frozen(kw_only=True)
class TriangulationMatrix:
    """Standards by sections; where standards are sections, the common standards (S3).

    >>> from pamms_core import load_set, triangulation_matrix
    >>> matrix = triangulation_matrix(load_set("east-of-england-accommodation"))
    >>> matrix.of_standard(8)
    MatrixCell(questions=10, weight=32)
    """

    standards: tuple[Standard, ...]
    """The rows: every standard of the framework, those that the set leaves out among them."""
    sections: tuple[Section, ...]
    """The columns."""
    cells: FrozenMap[tuple[int, str], MatrixCell]
    """By standard's number and section's letter."""
    left_out: frozenset[int]
    """The numbers of the standards that the set leaves out."""

    def of_standard(self, number: int) -> MatrixCell:
        """Sum up a row."""
        return _sum(cell for (row, _), cell in self.cells.items() if row == number)

    def of_section(self, letter: str) -> MatrixCell:
        """Sum up a column."""
        return _sum(cell for (_, column), cell in self.cells.items() if column == letter)

    @property
    def total(self) -> MatrixCell:
        """Sum up everything that bears on a known standard."""
        return _sum(self.cells.values())


def triangulation_matrix(question_set: QuestionSet) -> TriangulationMatrix:
    """Count the questions of a set, and add up their weights, by standard and section (S2).

    Weights are those of the questions that ask for a rating or a number alike.

    >>> from pamms_core import load_set
    >>> matrix = triangulation_matrix(load_set("east-of-england-accommodation"))
    >>> matrix.cells[8, "E"]
    MatrixCell(questions=2, weight=6)
    >>> matrix.of_section("E").questions, matrix.total.questions
    (24, 144)
    """
    standards, sections = question_set.framework.basis.standards, question_set.framework.sections
    return TriangulationMatrix(
        standards=standards,
        sections=sections,
        cells=FrozenMap(
            {
                (standard.number, section.letter): _cell(_asked(question_set, standard, section))
                for standard in standards
                for section in sections
            }
        ),
        left_out=frozenset(each.standard for each in question_set.left_out),
    )


def _asked(question_set: QuestionSet, standard: Standard, section: Section) -> tuple[Question, ...]:
    bearing = question_set.bearing_of
    return tuple(
        each for each in question_set.asked_in(section) if bearing.get(each.code) == standard.number
    )


def _cell(questions: tuple[Question, ...]) -> MatrixCell:
    return MatrixCell(len(questions), sum(each.weight for each in questions))


def _sum(cells: Iterable[MatrixCell]) -> MatrixCell:
    counted = list(cells)
    return MatrixCell(sum(each.questions for each in counted), sum(each.weight for each in counted))
