"""Read the tree of a method that rates no question set: its scale, inputs and nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pamms_core._reading import keyed
from pamms_core.rating.own_tree import MethodInput, OwnTree, TreeNode
from pamms_core.standards.framework_file import read_scale

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pamms_core._reading import Table

__all__ = ["read_tree"]


def read_tree(method: Table, ratings: tuple[str, ...], rules: Sequence[str]) -> OwnTree:
    """Read ``tree`` and the ``scale`` that goes with it.

    Args:
        method: the method's table.
        ratings: the keys that the method gives points to.
        rules: the names of its rules.
    """
    table = method.table("tree")
    scale = read_scale(method.table("scale"))
    if scale.keys != ratings:
        wanted = f"must have the ratings of points, {', '.join(ratings)}"
        method.wrong("scale.levels", wanted, ", ".join(scale.keys))
    inputs = tuple(_input(row) for row in table.tables("inputs"))
    codes = [each.code for each in inputs]
    rows = list(table.tables("nodes"))
    codes += [str(row.data.get("code")) for row in rows]
    nodes = tuple(_node(row, codes, rules) for row in rows)
    keyed(codes, str, lambda code, _: table.wrong(None, "must have each code once", code))
    _check_shape(table, inputs, nodes)
    table.done()
    return OwnTree(scale=scale, inputs=inputs, nodes=nodes)


def _input(row: Table) -> MethodInput:
    found = MethodInput(
        code=row.text("code"),
        title=row.text("title", ""),
        weight=row.whole("weight", 1),
        critical=row.flag("critical"),
        most=row.whole("most") if row.has("most") else None,
    )
    row.done()
    return found


def _node(row: Table, codes: Sequence[str], rules: Sequence[str]) -> TreeNode:
    node = TreeNode(
        code=row.text("code"),
        title=row.text("title", ""),
        rule=row.choice("rule", list(rules)) or "",
        children=row.choices("children", list(codes)),
    )
    row.done()
    return node


def _check_shape(table: Table, inputs: tuple[MethodInput, ...], nodes: tuple[TreeNode, ...]) -> None:
    """Note a child of two parents, an input of none, and nodes that go round in a circle."""
    children = [child for node in nodes for child in node.children]
    keyed(children, str, lambda code, _: table.wrong("nodes", "must give each child one parent", code))
    for each in inputs:
        if each.code not in children:
            table.wrong("inputs", "must all be a child of some node", each.code)
    reached = {node.code for node in nodes if node.code not in children}
    for _ in nodes:
        reached |= {child for node in nodes if node.code in reached for child in node.children}
    for node in nodes:
        if node.code not in reached:
            table.wrong("nodes", "must not go round in a circle", node.code)
