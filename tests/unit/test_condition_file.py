"""Conditions as a method file writes them."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from pamms_core._reading import Mistakes, Table
from pamms_core.rating.condition_file import Names, read_when
from pamms_core.rating.conditions import Comparison, Condition, Count, Flag, Own, Population

GROWN = Names(ratings=("a", "b", "c"), flags=("breach",), children=("x", "y"))
ASKED = Names(ratings=("a", "b", "c"), flags=(), children=None)
KINDS = "children, questions, critical, child, own, flag"


def read(when: object, names: Names = GROWN, *, own: bool = True) -> tuple[Condition, ...]:
    """Read what is right."""
    mistakes = Mistakes()
    found = read_when(Table({"when": when}, file="f", mistakes=mistakes), names, own=own)
    mistakes.check()
    return found


def wrong(when: object, names: Names = GROWN, *, own: bool = True) -> list[tuple[str, str]]:
    """Read what is wrong; return path and problem of every mistake."""
    mistakes = Mistakes()
    read_when(Table({"when": when}, file="f", mistakes=mistakes), names, own=own)
    return [(each.path, each.problem) for each in mistakes.found]


def children(**fields: Any) -> Count:
    """Count children."""
    return Count(population=Population.CHILDREN, **fields)


@pytest.mark.parametrize(
    ("when", "condition"),
    [
        ({"children": "c", "at_least": 2}, children(ratings=("c",), at_least=2)),
        ({"children": "b or worse", "at_most": 0}, children(ratings=("b", "c"), at_most=0)),
        (
            {"children": "b or better", "at_least": "50%"},
            children(ratings=("a", "b"), at_least=Fraction(1, 2)),
        ),
        ({"children": "c", "at_least": "all"}, children(ratings=("c",), at_least=Fraction(1))),
        (
            {"children": "c", "at_least": 1, "among": ["x", "y"]},
            children(ratings=("c",), at_least=1, among=("x", "y")),
        ),
        (
            {"children": "c", "at_least": [{"present": 2, "count": 1}, {"present": 5, "count": 2}]},
            children(ratings=("c",), at_least=((2, 1), (5, 2))),
        ),
        (
            {"questions": "c", "at_least": 3},
            Count(population=Population.QUESTIONS, ratings=("c",), at_least=3),
        ),
        (
            {"critical": "c", "at_least": "1/3"},
            Count(population=Population.CRITICAL, ratings=("c",), at_least=Fraction(1, 3)),
        ),
        ({"child": "x", "is": "c"}, children(ratings=("c",), among=("x",), at_least=1)),
        ({"child": "x", "above": "y"}, Comparison(child="x", above="y")),
        ({"own": "b or better"}, Own(("a", "b"))),
        ({"flag": "breach"}, Flag("breach")),
        ({"flag": "breach", "given": False}, Flag("breach", given=False)),
    ],
)
def test_every_condition_is_read(when: dict[str, Any], condition: Condition) -> None:
    """Each way to write a condition is read as what it says; a list of one is the same."""
    assert read(when) == read([when]) == (condition,)


def test_all_of_a_list_must_hold() -> None:
    """Several conditions stand in a list."""
    assert read([{"flag": "breach"}, {"own": "a"}]) == (Flag("breach"), Own(("a",)))


def test_a_question_set_names_its_children_itself() -> None:
    """Without an own tree any code may be named; whether it is there is seen with the set."""
    assert read({"child": "standard-8", "is": "c"}, ASKED) == (
        children(ratings=("c",), among=("standard-8",), at_least=1),
    )
    assert read({"children": "c", "at_least": 1, "among": "standard-8"}, ASKED) == (
        children(ratings=("c",), among=("standard-8",), at_least=1),
    )


@pytest.mark.parametrize(
    ("when", "mistakes"),
    [
        ({}, [("when", f"must name one of {KINDS}")]),
        ([], [("when", "must not be empty")]),
        (3, [("when", "must be a table"), ("when", f"must name one of {KINDS}")]),
        (
            {"flag": "breach", "own": "a", "colour": 1},
            [
                ("when", f"must name one of {KINDS}"),
                (
                    "when.colour",
                    "is an unknown key; known: child, children, critical, flag, own, questions",
                ),
            ],
        ),
        ({"children": "c"}, [("when", "must give one of at_least or at_most")]),
        (
            {"children": "c", "at_least": 1, "at_most": 1},
            [("when", "must give one of at_least or at_most")],
        ),
        ({"children": "d", "at_most": -1}, None),
        ({"children": "c", "at_least": 0}, [("when.at_least", "must be a positive integer")]),
        (
            {"children": "c", "at_least": "0%"},
            [("when.at_least", "must be a share above 0% and up to 100%")],
        ),
        (
            {"children": "c", "at_least": "101%"},
            [("when.at_least", "must be a share above 0% and up to 100%")],
        ),
        (
            {"children": "c", "at_least": [{"present": 3, "count": 1}, {"present": 3, "count": 2}]},
            [("when.at_least[1].present", "must be above the one before it (3)")],
        ),
        ({"children": "c", "at_least": [{"present": 3}]}, None),
        (
            {"critical": "c", "at_least": 1, "among": ["x"]},
            [("when.among", "names children, so it goes with children only")],
        ),
        ({"child": "z", "is": "c"}, [("when.child", "must be one of x, y")]),
        ({"child": "x", "above": "z"}, [("when.above", "must be one of x, y")]),
        ({"children": "c", "at_least": 1, "among": ["z"]}, [("when.among[0]", "must be one of x, y")]),
        ({"flag": "breech"}, [("when.flag", "must be one of breach")]),
        ([{"flag": "breach", "given": 1}], [("when[0].given", "must be true or false")]),
    ],
)
def test_mistakes_have_their_paths(when: object, mistakes: list[tuple[str, str]] | None) -> None:
    """What is missing, unknown, too much or out of range is noted where it stands."""
    found = wrong(when)
    assert found
    if mistakes is not None:
        assert found == mistakes


def test_the_own_rating_is_known_to_limits_only() -> None:
    """A case or a step comes before the node's own rating, and cannot look at it."""
    assert wrong({"own": "a"}, own=False) == [("when.own", "is known to limits only")]
