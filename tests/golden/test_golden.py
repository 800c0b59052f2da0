"""Every shipped method against truth tables that another program made."""

from __future__ import annotations

import csv
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pamms_core import NOT_ASSESSED, Answer, Answers, State

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from pamms_core import Method, NodeOutcome, Rater, Rating

HERE = Path(__file__).parent
TABLES = sorted(path.name for path in HERE.glob("*.csv"))
LETTERS = {
    State.NOTHING_ASSESSED: "n",
    State.TOO_LITTLE_ASSESSED: "t",
    State.PART_MISSING: "p",
    State.SCORED: "s",
}


def test_the_committed_tables_are_what_the_script_makes(generated: Mapping[str, str]) -> None:
    """Every table is committed as its script makes it, and no other table is there."""
    committed = {name: (HERE / name).read_text(encoding="utf-8") for name in TABLES}
    assert committed == generated


def test_the_tables_are_small() -> None:
    """All tables together take less than 200 KB."""
    assert sum((HERE / name).stat().st_size for name in TABLES) < 200_000


def test_every_shipped_method_has_a_table(methods: Mapping[str, Method]) -> None:
    """No method is shipped without a table, and no table is of another method."""
    assert {name.removesuffix(".csv").partition(".")[0] for name in TABLES} == set(methods)


def test_every_rule_cites_its_source(methods: Mapping[str, Method]) -> None:
    """Every shipped method, and every rule, limit, case and step of it, says where it is from."""
    for name, method in methods.items():
        assert method.source, name
        for kind, rule in method.rules.items():
            reading = rule.reading
            rows = (*getattr(reading, "cases", ()), *getattr(reading, "steps", ()), *rule.limits)
            assert all(each.source for each in (rule, *rows)), (name, kind)


@pytest.mark.parametrize("name", TABLES)
def test_the_engine_reproduces_every_row(name: str, rater_of: Callable[[str], Rater]) -> None:
    """Each row's inputs give each of its results, under the flags of its column."""
    rater = rater_of(name.removesuffix(".csv").partition(".")[0])
    with (HERE / name).open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            inputs = dict(chain.from_iterable(given(rater, *cell) for cell in row.items()))
            for flags, columns in by_flags(row).items():
                sheet = answers(rater, inputs, dict(flags))
                outcome = rater.rate(sheet)
                for column, node, what in columns:
                    assert not row[column] or shown(outcome[node], what) == row[column], (column, row)


def given(rater: Rater, code: str, cell: str) -> Iterator[tuple[str, str]]:
    """Yield what inputs a cell stands for: itself, or below a node those that give it this rating."""
    if code in {question.code for question in rater.questions}:
        yield code, cell
    elif not code.startswith(">"):
        for question in next(node for node in rater.nodes if node.code == code).questions:
            yield question.code, nqs_input(question.code, cell)


def nqs_input(code: str, rating: str) -> str:
    """Choose the state of an element or a theme for a standard of this rating."""
    is_theme = "-" in code
    if rating == "-":
        return "-"
    return ("E" if rating == "E" else "M") if is_theme else ("M" if rating == "E" else rating)


def by_flags(
    row: Mapping[str, str],
) -> dict[tuple[tuple[str, bool], ...], list[tuple[str, str, str]]]:
    """Group the result columns by their flags: each as column, node and what of the node."""
    grouped: dict[tuple[tuple[str, bool], ...], list[tuple[str, str, str]]] = {}
    for column in row:
        if column.startswith(">"):
            result, _, condition = column[1:].partition(" if ")
            node, _, what = result.partition(" ")
            named = condition.split(" and ") if condition else []
            flags = tuple((each.removeprefix("not "), not each.startswith("not ")) for each in named)
            grouped.setdefault(flags, []).append((column, node, what))
    return grouped


def answers(rater: Rater, inputs: Mapping[str, str], flags: Mapping[str, bool]) -> Answers:
    """Make an answer sheet of cells."""
    asked = rater.question_set
    ratings = {letter(rating): rating for rating in asked.framework.scale}
    states = {**ratings, "-": NOT_ASSESSED, "": None}
    entries = {code: Answer(states[cell]) for code, cell in inputs.items()}
    return Answers(set_id=asked.id, edition=asked.edition, entries=entries, flags=flags)


def letter(rating: Rating) -> str:
    """Write a rating as the tables do."""
    return rating.key if rating.key.isdigit() else rating.key[0].upper()


def shown(node: NodeOutcome, what: str) -> str:
    """Write what came of a node as the tables do."""
    if what in {"score", "shown"}:
        number = node.score if what == "score" else node.shown_score
        return "n" if number is None else str(number)
    if what == "before":
        return "n" if node.before_limits is None else letter(node.before_limits)
    if node.state is State.UNDETERMINED:
        return "/".join(map(letter, node.verdict.possible))
    return letter(node.rating) if node.rating else LETTERS[node.state]
