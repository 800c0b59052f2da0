"""Write a page for each shipped question set: ``python docs/generate_set_pages.py``.

``conf.py`` writes them, with their pictures, to ``reference/sets`` before each build. They
are not kept in the repository, so they cannot fall behind the sets.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from pamms_core import load_set, shipped_examples, shipped_sets
from pamms_core.plots import plot_triangulation
from pamms_core.standards.catalogue import find_example
from pamms_core.standards.matrix import triangulation_matrix

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pamms_core import Question, QuestionSet
    from pamms_core.standards.framework import Section
    from pamms_core.standards.matrix import MatrixCell

_FOLDER = Path(__file__).parent / "reference" / "sets"


def write_pages(folder: Path = _FOLDER, names: tuple[str, ...] = shipped_sets()) -> None:
    """Write all pages and pictures anew, and an index of them."""
    folder.mkdir(exist_ok=True)
    for old in (*folder.glob("*.md"), *folder.glob("*.svg")):
        old.unlink()
    for name in names:
        question_set = load_set(name)
        (folder / f"{name}.md").write_text(page(question_set), encoding="utf-8")
        draw(question_set, folder / f"{name}.svg")
    (folder / "index.md").write_text("\n".join(_index(names)), encoding="utf-8")


def _index(names: tuple[str, ...]) -> Iterator[str]:
    yield "# Question sets"
    yield "\nThe reference sets: who asks what, and where each standard's evidence is found."
    yield "[Pick one](../../how-to/pick-a-question-set.md), or read "
    yield "[why they are as they are](../../explanation/question-sets.md).\n"
    yield "| set | questions | weight | critical |"
    yield "|---|---:|---:|---:|"
    for name in names:
        question_set = load_set(name)
        numbers = _numbers(question_set)
        yield f"| [{question_set.title}]({name}.md) | {' | '.join(map(str, numbers))} |"
    yield "\n```{toctree}\n:hidden:\n"
    yield from names
    yield "```\n"


def page(question_set: QuestionSet) -> str:
    """Write what a set is, where its standards are asked about, and its questions."""
    lines = [f"# {question_set.title}", "", *_about(question_set)]
    lines += ["", "## Triangulation", "", *_triangulation(question_set)]
    for section in question_set.framework.sections:
        lines += ["", f"## Section {section.letter}: {section.title}", ""]
        lines += _questions(question_set, section)
    return "\n".join(lines) + "\n"


def draw(question_set: QuestionSet, path: Path) -> None:
    """Draw a set's triangulation matrix to a file, whose ending says how."""
    plot_triangulation(question_set).savefig(path, facecolor="white")


def _about(question_set: QuestionSet) -> Iterator[str]:
    count, weight, critical = _numbers(question_set)
    adapted = sum(bool(each.adapted) for each in question_set)
    yield f"`{question_set.id}`, edition {question_set.edition}. The questions, weights and critical"
    yield "marks are this project's reference choices, not the licensed set (S5, S12).\n"
    yield "| | |"
    yield "|---|---|"
    yield f"| Region | {question_set.region} |"
    yield f"| Market area | {question_set.area.described} |"
    yield f"| Framework | {question_set.framework.title} |"
    kinds = f"{critical} critical, {adapted} worded for the area"
    yield f"| Questions | {count}, of weight {weight}; {kinds} |"
    yield f"| Standards | {len(question_set.standards)} |"
    yield f"| Ratings | {', '.join(each.label for each in question_set.framework.scale)} |"
    yield f"| Rests on | {question_set.source} |"
    yield f"| Filled in, fictitious | {', '.join(f'`{name}`' for name in _examples(question_set))} |"
    yield f"| Digest | `{question_set.digest}` |"
    for each in question_set.left_out:
        title = question_set.framework.basis.standard(each.standard).title
        yield f"\n**Left out: standard {each.standard}, {title}.** {each.why}"
    if not question_set.left_out:
        yield "\nNo standard is left out."
    command = f"pamms questions {question_set.id} --guidance"
    yield f"\n`{command}` prints the questions with their guidance, to fill in."


def _examples(question_set: QuestionSet) -> Iterator[str]:
    for name in shipped_examples():
        head = tomllib.loads(Path(find_example(name)).read_text(encoding="utf-8"))
        if head["set"] == question_set.id:
            yield name


def _numbers(question_set: QuestionSet) -> tuple[int, int, int]:
    critical = sum(each.critical for each in question_set)
    return len(question_set), sum(each.weight for each in question_set), critical


def _triangulation(question_set: QuestionSet) -> Iterator[str]:
    """Show the matrix as a picture and as a table with the same figures."""
    matrix = triangulation_matrix(question_set)
    if question_set.framework.common:
        yield "Here the standards are the sections (S3). The rows are the common standards on which"
        yield "the questions bear.\n"
    yield "How many questions, and in brackets their weight, a section asks about a standard.\n"
    yield f"![Heat map of the table below: standards by sections]({question_set.id}.svg)\n"
    letters = [section.letter for section in matrix.sections]
    yield f"| standard | {' | '.join(letters)} | all |"
    yield f"|---|{'---:|' * (len(letters) + 1)}"
    for row in matrix.standards:
        cells = [matrix.cells[row.number, letter] for letter in letters]
        yield f"| {row.number} {row.title} | {_row([*cells, matrix.of_standard(row.number)])} |"
    yield f"| all | {_row([*map(matrix.of_section, letters), matrix.total])} |"


def _row(cells: list[MatrixCell]) -> str:
    return " | ".join(f"{each.questions} ({each.weight})" if each else "\N{EN DASH}" for each in cells)


def _questions(question_set: QuestionSet, section: Section) -> Iterator[str]:
    yield "| code | question | standard | weight | marks |"
    yield "|---|---|---:|---:|---|"
    for each in question_set.asked_in(section):
        number = question_set.bearing_of[each.code]
        yield f"| {each.code} | {each.text} | {number} | {each.weight} | {_marks(each)} |"


def _marks(question: Question) -> str:
    marks = ["**critical**"] if question.critical else []
    if question.adapted:
        parts = dict.fromkeys(part.partition(".")[0] for part in question.adapted)
        marks.append(f"worded for this area: {', '.join(parts)}")
    return "; ".join(marks)


if __name__ == "__main__":
    write_pages()
