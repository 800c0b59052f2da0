"""The reference method as a decision graph of zen-engine.

One expression node holds every rule, and the decision is compiled beforehand:
of the forms tried (a graph of several nodes, arrays, a function node) this was
the fastest. Its input is the points of each question, 0 without a rating; its
output has the rank of each node, none without a rating.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from pamms_core.rating.method import NodeKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pamms_core import Rater
    from pamms_core.rating.tree import Node

__all__ = ["ZenPeer"]


class ZenPeer:
    """Rates by zen-engine."""

    def __init__(self, rater: Rater) -> None:
        zen = pytest.importorskip("zen", reason="zen-engine is not installed (extra: peers)")
        self._nodes = rater.nodes
        rules = [rule for node in rater.nodes for rule in self._rules(node)]
        self._decision = zen.ZenEngine().create_decision(zen.ZenDecisionContent(_graph(rules)))

    def evaluate(self, points: Mapping[str, int]) -> Mapping[str, int]:
        """Rate; this is what is measured."""
        found: Mapping[str, int] = self._decision.evaluate(points)["result"]
        return found

    def ranks(self, points: Mapping[str, int]) -> list[int | None]:
        """Return the rank of every node, in the rater's order."""
        found = self.evaluate(points)
        return [found.get(f"{_name(node)}_rank") for node in self._nodes]

    def _rules(self, node: Node) -> Iterator[tuple[str, str]]:
        """Write what a node has: points, weight, whether a critical question is Poor, its rank."""
        name, below = _name(node), [_name(self._nodes[child]) for child in node.children]
        yield from _sums(node, name, below)
        weight = sum(question.weight for question in node.questions)
        yield f"{name}_enough", f"$.{name}_weight > 0 and 2 * $.{name}_weight >= {weight}"
        yield f"{name}_mean", f"$.{name}_enough ? $.{name}_points / $.{name}_weight : 0"
        mean = f"$.{name}_mean"
        yield f"{name}_earned", f"{mean} >= 4.5 ? 3 : {mean} >= 3.5 ? 2 : {mean} >= 2 ? 1 : 0"
        if below:
            ranks = ", ".join(f"$.{each}_rank" for each in below)
            yield f"{name}_below", f"filter([{ranks}], # != null)"
        yield f"{name}_rank", f"$.{name}_enough ? min([{', '.join(_caps(node, name))}]) : null"


def _name(node: Node) -> str:
    return node.code.replace("-", "_")


def _sums(node: Node, name: str, below: list[str]) -> Iterator[tuple[str, str]]:
    """Add up questions, or what was added up below."""
    points = [f"{each.weight} * {each.code}" for each in node.direct]
    weight = [f"({each.code} > 0 ? {each.weight} : 0)" for each in node.direct]
    critical = [f"{each.code} == 1" for each in node.direct if each.critical]
    yield f"{name}_points", " + ".join(points + [f"$.{each}_points" for each in below])
    yield f"{name}_weight", " + ".join(weight + [f"$.{each}_weight" for each in below])
    critical += [f"$.{each}_critical" for each in below]
    yield f"{name}_critical", " or ".join(critical) or "false"


def _caps(node: Node, name: str) -> Iterator[str]:
    """Write what a node's rank is the least of."""
    yield f"$.{name}_earned"
    if node.children:
        yield f"min($.{name}_below) + 1"
        yield f"max($.{name}_below)"
    if node.kind == NodeKind.STANDARD:
        yield f"$.{name}_critical ? 1 : 3"
    if node.kind == NodeKind.OVERALL:
        yield f"$.{name}_critical ? 2 : 3"
        yield f"count($.{name}_below, # == 0) >= 2 ? 0 : 3"


def _graph(rules: list[tuple[str, str]]) -> str:
    """Write a decision graph of an input, one expression node and an output."""
    expressions = [{"id": key, "key": key, "value": value} for key, value in rules]
    kinds = {"input": "inputNode", "rules": "expressionNode", "output": "outputNode"}
    nodes = [
        {"id": name, "type": kind, "name": name, "position": {"x": 0, "y": 0}}
        for name, kind in kinds.items()
    ]
    nodes[1]["content"] = {"expressions": expressions}
    edges = [
        {"id": source, "type": "edge", "sourceId": source, "targetId": target}
        for source, target in (("input", "rules"), ("rules", "output"))
    ]
    kind = "application/vnd.gorules.decision"
    return json.dumps({"contentType": kind, "nodes": nodes, "edges": edges})
