"""The generated pages of the docs: one for each shipped set, with its matrix and its questions."""

from __future__ import annotations

import re
import runpy
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pamms_core import load_set, shipped_sets, triangulation_matrix

if TYPE_CHECKING:
    from collections.abc import Callable

    from pamms_core import QuestionSet

_DOCS = Path(__file__).parents[2] / "docs"
_SCRIPT: dict[str, Any] = runpy.run_path(str(_DOCS / "generate_set_pages.py"))
_page: Callable[[QuestionSet], str] = _SCRIPT["page"]
_QUESTION = re.compile(r"^\| ([A-F]\d\d) \| (.+) \| (\d+) \| (\d+) \| (.*) \|$", re.MULTILINE)


@pytest.mark.parametrize("name", shipped_sets())
def test_a_page_lists_every_question_once(name: str) -> None:
    """With its standard and weight, marked if it is critical or worded for the area."""
    question_set = load_set(name)
    rows = _QUESTION.findall(_page(question_set))
    assert [row[0] for row in rows] == [each.code for each in question_set]
    for (_, text, standard, weight, marks), each in zip(rows, question_set, strict=True):
        assert (text, int(weight)) == (each.text, each.weight)
        assert int(standard) == question_set.bearing_of[each.code]
        assert ("**critical**" in marks) == each.critical
        assert ("worded for this area" in marks) == bool(each.adapted)


@pytest.mark.parametrize("name", shipped_sets())
def test_a_page_shows_the_matrix_and_what_is_left_out(name: str) -> None:
    """Sixteen rows of figures and their sum, and for what is not asked the reason."""
    question_set = load_set(name)
    text, matrix = _page(question_set), triangulation_matrix(question_set)
    for row in matrix.standards:
        cells = [matrix.cells[row.number, each.letter] for each in matrix.sections]
        told = [f"{each.questions} ({each.weight})" if each else "\N{EN DASH}" for each in cells]
        assert f"| {row.number} {row.title} | {' | '.join(told)} | " in text
    assert f"| {matrix.total.questions} ({matrix.total.weight}) |\n" in text
    assert all(each.why in text for each in question_set.left_out)
    assert ("No standard is left out." in text) == (not question_set.left_out)
    assert question_set.digest in text
    assert "| Filled in, fictitious | `" in text


def test_pages_and_pictures_are_written_anew(tmp_path: Path) -> None:
    """What was there of a set that is no more is removed, and the index lists what is."""
    (tmp_path / "gone.md").write_text("old", encoding="utf-8")
    name = "south-west-community"
    _SCRIPT["write_pages"](tmp_path, (name,))
    assert {path.name for path in tmp_path.iterdir()} == {"index.md", f"{name}.md", f"{name}.svg"}
    index = (tmp_path / "index.md").read_text(encoding="utf-8")
    assert f"({name}.md) | 60 | 187 | 20 |" in index
    assert index.endswith(f"```{{toctree}}\n:hidden:\n\n{name}\n```\n")
    assert (tmp_path / f"{name}.svg").read_text(encoding="utf-8").count("<g ") > 100
