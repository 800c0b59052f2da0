"""The triangulation matrix counts each question once, where it is asked and what it bears on (S2)."""

from __future__ import annotations

import attrs
import pytest

from pamms_core import MatrixCell, load_set, shipped_sets, triangulation_matrix


@pytest.mark.parametrize("name", shipped_sets())
def test_every_question_is_in_one_cell(name: str) -> None:
    """Rows and columns add up to the set, and a cell is empty where `triangulation` has no letter."""
    question_set = load_set(name)
    matrix = triangulation_matrix(question_set)
    whole = MatrixCell(len(question_set), sum(each.weight for each in question_set))
    assert matrix.total == whole
    rows = [matrix.of_standard(each.number) for each in matrix.standards]
    columns = [matrix.of_section(each.letter) for each in matrix.sections]
    for sums in (rows, columns):
        assert sum(each.questions for each in sums) == whole.questions
        assert sum(each.weight for each in sums) == whole.weight
    asked = {
        (number, letter) for number, found in question_set.triangulation().items() for letter in found
    }
    assert {place for place, cell in matrix.cells.items() if cell} == asked
    assert matrix.left_out == {each.standard for each in question_set.left_out}


def test_a_question_moves_from_cell_to_cell() -> None:
    """D06 is one of section D's questions on standard 8, by the weight it has."""
    question_set = load_set("south-west-community")
    question = question_set["D06"]
    others = tuple(each for each in question_set if each is not question)
    moved = attrs.evolve(question_set, questions=(*others, attrs.evolve(question, bears_on=13)))
    before, after = triangulation_matrix(question_set), triangulation_matrix(moved)
    cells = [matrix.cells[number, "D"] for number in (8, 13) for matrix in (before, after)]
    less, more = attrs.astuple(cells[0]), attrs.astuple(cells[2])
    assert attrs.astuple(cells[1]) == (less[0] - 1, less[1] - question.weight)
    assert attrs.astuple(cells[3]) == (more[0] + 1, more[1] + question.weight)


def test_what_bears_on_nothing_known_is_in_no_cell() -> None:
    """A region's own set may not say on which standard a question bears."""
    question_set = load_set("south-west-community")
    plain = tuple(attrs.evolve(each, bears_on=None) for each in question_set)
    assert triangulation_matrix(attrs.evolve(question_set, questions=plain)).total == MatrixCell(0, 0)
