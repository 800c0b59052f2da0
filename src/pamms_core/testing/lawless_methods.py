"""A strategy for rating methods that keep no law, for a question set or with a tree of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

from pamms_core._frozen import FrozenMap
from pamms_core.rating.method import Method, NodeKind, NodeRule
from pamms_core.rating.own_tree import MethodInput, OwnTree, TreeNode
from pamms_core.rating.scores import Measure
from pamms_core.rating.tree import plant
from pamms_core.testing.lawless import Around, Lot, any_points, any_rule
from pamms_core.testing.question_sets import scales

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from fractions import Fraction

    from pamms_core.rating.tree import Node
    from pamms_core.standards.question_set import QuestionSet

__all__ = ["any_methods"]

_FLAGS = {"breach": "a regulation is breached"}


def any_methods(question_set: QuestionSet | None = None) -> st.SearchStrategy[Method]:
    """Draw a method of any rules for a question set, or with a tree of its own if none is given.

    Nothing holds of what is drawn but that it can be rated by: ratings may fall as answers
    rise, be left to judgement, or never come out.
    """
    return _own_methods() if question_set is None else _methods_for(question_set)


@st.composite
def _methods_for(draw: st.DrawFn, question_set: QuestionSet) -> Method:
    lot = Lot(draw)
    points = any_points(lot, question_set.framework.scale.keys)
    nodes = plant(question_set, _method(points, {}, dict.fromkeys(map(str, NodeKind), NodeRule())))
    rules = _Drawn(lot, points, lot.pick(({}, _FLAGS)))
    for kind in reversed(NodeKind):
        here = [node for node in nodes if node.kind == kind]
        alone = lot.pick((None, None, *here))
        if alone is not None:
            rules.add(alone.code, [alone], nodes)
        if others := [node for node in here if node is not alone]:
            rules.add(kind.value, others, nodes)
    return _method(points, rules.flags, rules.found)


class _Drawn:
    """Rules drawn so far, from the leaves up."""

    def __init__(self, lot: Lot, points: FrozenMap[str, Fraction], flags: Mapping[str, str]) -> None:
        self.lot, self.points, self.flags = lot, points, flags
        self.found: dict[str, NodeRule] = {}

    def add(self, name: str, ruled: Sequence[Node], nodes: Sequence[Node]) -> None:
        """Draw the rule of some nodes."""
        below = [nodes[child].code for node in ruled for child in node.children]
        direct = [question.code for node in ruled for question in node.direct]
        numbers = [each.code for node in ruled for each in node.questions if each.most is not None]
        around = Around(
            points=self.points,
            children=(*direct, *below),
            nodes=tuple(below),
            numbers=tuple(numbers),
            flags=tuple(self.flags),
            are_scored=all(_is_carried(rule) for rule in self.found.values()),
        )
        self.found[name] = any_rule(self.lot, around)


def _is_carried(rule: NodeRule) -> bool:
    return rule.score is not None and rule.score.measure is not Measure.RATIO


@st.composite
def _own_methods(draw: st.DrawFn) -> Method:
    lot = Lot(draw)
    scale = draw(scales(max_size=3))
    points = any_points(lot, scale.keys)
    inputs = _inputs(lot)
    nodes = _nodes(lot, [each.code for each in inputs])
    tree = OwnTree(scale=scale, inputs=inputs, nodes=nodes)
    bare = _method(points, {}, {each.rule: NodeRule() for each in nodes}, tree)
    planted = plant(bare.own_set(), bare)
    rules = _Drawn(lot, points, lot.pick(({}, _FLAGS)))
    for name in dict.fromkeys(node.kind for node in planted):
        rules.add(name, [node for node in planted if node.kind == name], planted)
    return _method(points, rules.flags, rules.found, tree)


def _inputs(lot: Lot) -> tuple[MethodInput, ...]:
    """Draw up to four inputs, numbers among them."""
    return tuple(
        MethodInput(
            code=f"input-{n}",
            weight=lot.pick((1, 2, 3)),
            critical=lot.sometimes(),
            most=lot.pick((None, None, 2)),
        )
        for n in range(1, lot.pick((2, 3, 4, 5)))
    )


def _nodes(lot: Lot, inputs: Sequence[str]) -> tuple[TreeNode, ...]:
    """Draw a tree up to three nodes high, with two branches at the bottom; the top first."""
    left = list(inputs)
    nodes: list[TreeNode] = []
    for below, name in (("", "left"), ("", "right"), ("left", "middle")):
        mine = [left.pop() for _ in range(lot.pick((0, 1, 2))) if left]
        tops = [each.code for each in nodes if each.code == below]
        if mine or (tops and lot.sometimes()):
            rule = lot.pick((name, "left")) if name == "right" else name
            nodes.append(TreeNode(code=name, rule=rule, children=(*tops, *mine)))
    taken = {child for node in nodes for child in node.children}
    tops = [node.code for node in nodes if node.code not in taken]
    return (TreeNode(code="top", rule="top", children=(*left, *tops)), *reversed(nodes))


def _method(
    points: FrozenMap[str, Fraction],
    flags: Mapping[str, str],
    rules: Mapping[str, NodeRule],
    tree: OwnTree | None = None,
) -> Method:
    return Method(
        id="drawn",
        edition="1",
        title="A drawn method",
        points=points,
        rules=FrozenMap(rules),
        flags=FrozenMap(flags),
        tree=tree,
    )
