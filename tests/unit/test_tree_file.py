"""The tree of a method that rates no question set: its shape, and all that can be wrong with it."""

from __future__ import annotations

import copy
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from pamms_core import DataFileError, UnknownNameError, load_method, read_method
from pamms_core.rating.editions import OverlapError, method_in_force
from pamms_core.rating.method_file import shipped_methods

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pamms_core import Method

DATA: dict[str, Any] = {
    "id": "grown",
    "edition": "1",
    "title": "Grown",
    "points": {"a": 2, "b": 1},
    "scale": {"id": "two", "levels": [{"key": "a", "label": "A"}, {"key": "b", "label": "B"}]},
    "tree": {
        "inputs": [
            {"code": "x"},
            {"code": "y", "weight": 3, "critical": True},
            {"code": "n", "most": 5},
        ],
        "nodes": [
            {"code": "top", "title": "Top", "rule": "worst", "children": ["low", "x"]},
            {"code": "low", "rule": "plain", "children": ["y", "n"]},
        ],
    },
    "rules": {
        "worst": {"rating": "worst of children"},
        "plain": {"score": "mean of questions", "bands": {"a": 2}},
    },
}


def changed(**entries: object) -> dict[str, Any]:
    """Return the method with some entries replaced; a name with two underscores goes one deeper."""
    data = copy.deepcopy(DATA)
    for name, value in entries.items():
        first, _, rest = name.partition("__")
        if rest:
            data[first][rest] = value
        else:
            data[first] = value
    return data


def mistakes(data: Mapping[str, object]) -> list[tuple[str, str]]:
    """Read a method that is wrong; return path and problem of every mistake."""
    with pytest.raises(DataFileError, match=r"own\.toml: ") as caught:
        read_method(data, file="own.toml")
    assert {mistake.file for mistake in caught.value.mistakes} == {"own.toml"}
    return [(mistake.path, mistake.problem) for mistake in caught.value.mistakes]


def node(code: str, rule: str, *children: str) -> dict[str, Any]:
    """Write a node."""
    return {"code": code, "rule": rule, "children": list(children)}


def test_a_tree_is_read() -> None:
    """Inputs with weights, marks and numbers, and nodes with their rules and children."""
    tree = read_method(DATA).tree
    assert tree is not None
    assert [(each.code, each.weight, each.critical, each.most) for each in tree.inputs] == [
        ("x", 1, False, None),
        ("y", 3, True, None),
        ("n", 1, False, 5),
    ]
    assert [(each.code, each.title, each.rule, each.children) for each in tree.nodes] == [
        ("top", "Top", "worst", ("low", "x")),
        ("low", "", "plain", ("y", "n")),
    ]
    assert (tree.codes, tree.scale.keys) == (("x", "y", "n", "top", "low"), ("a", "b"))


@pytest.mark.parametrize(
    ("nodes", "expected"),
    [
        (
            [node("top", "worst", "x", "y"), node("low", "plain", "x", "n")],
            ("tree.nodes", "must give each child one parent"),
        ),
        (
            [node("top", "worst", "x", "low"), node("low", "plain", "y")],
            ("tree.inputs", "must all be a child of some node"),
        ),
        (
            [node("top", "worst", "x", "y", "n"), node("low", "plain", "low")],
            ("tree.nodes", "must not go round in a circle"),
        ),
        (
            [
                node("top", "worst", "x", "y", "n"),
                node("one", "plain", "two"),
                node("two", "plain", "one"),
            ],
            ("tree.nodes", "must not go round in a circle"),
        ),
        (
            [node("x", "worst", "y", "n"), node("low", "plain", "x")],
            ("tree", "must have each code once"),
        ),
        (
            [node("top", "worst", "x", "y", "n", "z"), node("low", "plain", "top")],
            ("tree.nodes[0].children[3]", None),
        ),
        (
            [node("top", "worse", "x", "y", "n"), node("low", "plain", "top")],
            ("tree.nodes[0].rule", None),
        ),
        (
            [node("top", "worst", "x", "y", "n"), node("low", "plain")],
            ("tree.nodes[1].children", "must not be empty"),
        ),
    ],
)
def test_a_tree_has_the_shape_of_one(
    nodes: list[dict[str, Any]], expected: tuple[str, str | None]
) -> None:
    """One parent each, no circles, no code twice, nothing unknown and nothing left over."""
    found = mistakes(changed(tree__nodes=nodes))
    path, problem = expected
    assert path in [each[0] for each in found]
    if problem is not None:
        assert (path, problem) in found


@pytest.mark.parametrize(
    ("name", "rule", "problem"),
    [
        (
            "worst",
            {"rating": "worst of children", "weights": {"y": 2}},
            ("rules.worst", "names 'y', which is no child there"),
        ),
        (
            "worst",
            {"cases": [{"rating": "a", "when": {"child": "n", "is": "a"}}], "otherwise": "b"},
            ("rules.worst", "names 'n', which is no child there"),
        ),
        ("worst", {"score": "ratio of x to n"}, ("rules.worst", "names 'x', which is no number there")),
        (
            "worst",
            {"score": "ratio of nn to n"},
            ("rules.worst.score", "names 'nn', which is no input"),
        ),
    ],
)
def test_rules_name_children_of_their_nodes(
    name: str, rule: dict[str, Any], problem: tuple[str, str]
) -> None:
    """A code that is in the tree and no child of the rule's nodes is no less unknown there."""
    assert problem in mistakes(changed(**{f"rules__{name}": rule}))


def test_scores_that_go_up_must_be_there() -> None:
    """A parent of scores needs a score of each child node, and no ratio."""
    data = changed(rules__worst={"score": "mean of children's scores"})
    assert read_method(data).tree is not None
    data["rules"]["plain"] = {"rating": "worst of children"}
    assert mistakes(data) == [("rules.worst", "needs the score of 'low', which has none")]
    data["rules"]["plain"] = {"score": "ratio of n to n"}
    assert mistakes(data) == [("rules.worst", "needs the score of 'low', which has a ratio")]


@pytest.mark.parametrize("weight", [1997, 1998])
def test_exact_scores_go_up_to_a_weight(weight: int) -> None:
    """An exact mean has the weights of its parts below the line: past 2,000 it is to be rounded."""
    data = changed(rules__worst={"score": "mean of children's scores"})
    data["tree"]["inputs"][1]["weight"] = weight + 2
    problem = f"needs the exact score of 'low' over a weight of {weight + 3}; round it first"
    if weight == 1998:
        assert mistakes(data) == [("rules.worst", problem)]
        data["rules"]["plain"]["rounding"] = {"digits": 2, "mode": "half up", "before": "banding"}
    assert read_method(data).id == "grown"


def test_weights_of_nodes_count_towards_an_exact_score() -> None:
    """Where a score is of children, their weights are those that the rule gives them."""
    data = changed(
        tree__nodes=[
            node("top", "worst", "mid"),
            node("mid", "middle", "low", "x"),
            node("low", "plain", "y", "n"),
        ],
        rules__worst={"score": "mean of children's scores"},
        rules__middle={"score": "mean of children's points", "weights": {"low": 2000}},
    )
    assert mistakes(data) == [
        ("rules.worst", "needs the exact score of 'mid' over a weight of 2001; round it first")
    ]


def test_every_mistake_of_a_tree_is_reported_at_once() -> None:
    """Scale, points, bands, caps, tables, weights, circles and dates, each with its path."""
    data = {
        **DATA,
        "effective_from": "2026-04-01",
        "effective_to": date(2026, 3, 31),
        "points": {"a": 3, "b": 2, "c": 1},
        "tree": {
            "inputs": [{"code": "x", "weight": 0}, {"code": "x"}],
            "nodes": [node("top", "worst", "low"), node("low", "plain", "top", "x")],
        },
        "rules": {
            "worst": {
                "table": {"over": ["x"], "rows": [["a", "a"], ["a", "b"], ["b", "b"]]},
                "weights": {"z": 1},
                "limits": [{"id": "cap", "at_most": "d", "when": {"child": "q", "is": "a"}}],
            },
            "plain": {"score": "mean of questions", "bands": {"a": 1, "b": 2}},
        },
    }
    found = mistakes(data)
    for expected in [
        ("scale.levels", "must have the ratings of points, a, b, c"),
        ("tree.inputs[0].weight", "must be a positive integer"),
        ("tree", "must have each code once"),
        ("tree.nodes", "must not go round in a circle"),
        ("rules.worst.table.rows[1]", "is there a second time"),
        ("rules.worst.table.rows", "has no row for c"),
        ("rules.worst.weights.z", "must be a child; known: x, x, top, low"),
        ("rules.worst.limits[0].at_most", "must be one of a, b, c"),
        ("rules.worst.limits[0].when.child", "must be one of x, x, top, low"),
        ("rules.plain.bands.a", "must begin above b (2)"),
        ("effective_to", "must not be before effective_from (2026-04-01)"),
    ]:
        assert expected in found


def test_rules_without_nodes_and_percentages_of_nothing() -> None:
    """A rule for no node is a slip of the pen, and so is a percentage of points that are not above 0."""
    data = changed(points={"a": 0, "b": -1}, rules__plain={"score": "percent of questions"})
    data["rules"]["idle"] = {"rating": "best of children"}
    assert mistakes(data) == [
        ("rules.plain.score", "must have points above 0 to be a percentage of"),
        ("rules.idle", "is for no node of the tree"),
    ]


@pytest.mark.parametrize("name", [*shipped_methods(), *shipped_methods(examples=True)])
def test_shipped_methods_load(name: str) -> None:
    """Every method that is listed loads by that name, with or without a tree of its own."""
    method = load_method(name)
    assert method.title
    assert (method.tree is not None) is name.startswith("examples/")
    assert method.status == ("example" if method.tree else "reference")


def edition(name: str, first: str | date | None, last: str | date | None) -> Method:
    """Make an edition with its dates."""
    dates = {"effective_from": first, "effective_to": last}
    given = {key: value for key, value in dates.items() if value is not None}
    return read_method({**DATA, "edition": name, **given})


def test_the_edition_in_force_on_a_date() -> None:
    """First and last day belong to the edition; one without dates is always in force."""
    first, second = edition("1", None, "2026-03-31"), edition("2", date(2026, 4, 1), "2026-12-31")
    for day, found in (
        (date(2020, 1, 1), first),
        (date(2026, 3, 31), first),
        (date(2026, 4, 1), second),
        (date(2026, 12, 31), second),
    ):
        assert method_in_force([second, first], day) is found
    assert method_in_force([edition("x", None, None)], date(1900, 1, 1)).edition == "x"
    with pytest.raises(
        UnknownNameError, match="unknown method in force on '2027-01-01'; known: 1, 2"
    ) as none:
        method_in_force([first, second], date(2027, 1, 1))
    assert none.value.known == ("1", "2")


def test_overlapping_editions_are_refused() -> None:
    """Where two editions are in force, neither is picked; both are named."""
    one, other = edition("1", None, "2026-04-01"), edition("2", "2026-04-01", None)
    with pytest.raises(
        OverlapError, match="the effective dates of grown 1, grown 2 overlap on 2026-04-01"
    ) as caught:
        method_in_force([one, other], date(2026, 4, 1))
    assert (caught.value.methods, caught.value.on) == ((one, other), date(2026, 4, 1))
    assert isinstance(caught.value, ValueError)
    assert method_in_force([one, other], date(2026, 4, 2)) is other


@pytest.mark.parametrize("value", ["soon", 2026, "2026-13-01", True])
def test_dates_are_dates(value: object) -> None:
    """A date is written as one, in TOML or as a text."""
    assert ("effective_from", "must be a date such as 2026-04-01") in mistakes(
        changed(effective_from=value)
    )
