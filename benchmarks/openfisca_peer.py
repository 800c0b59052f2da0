"""The reference method as a tax and benefit system of OpenFisca-Core.

An assessment is a person; each question is an input variable, its points or 0
without a rating, and each node has variables for its points, its weight, whether
a critical question below is Poor, and its rank, −1 without a rating. A domain
adds up its standards, so that each question is read but twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import pytest

from pamms_core.rating.method import NodeKind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pamms_core import Rater
    from pamms_core.rating.tree import Node

    Formula: TypeAlias = Callable[[Any, Any], Any]

__all__ = ["OpenFiscaPeer"]


class OpenFiscaPeer:
    """Rates by OpenFisca-Core, one assessment or many at once."""

    def __init__(self, rater: Rater) -> None:
        self._nodes = rater.nodes
        self._builder = _module("simulations").SimulationBuilder
        self._variable = _module("variables").Variable
        periods = _module("periods")
        self._period, self._year = periods.period("2026"), periods.DateUnit.YEAR
        self._assessment = _module("entities").build_entity(
            key="assessment", plural="assessments", label="An assessment", is_person=True
        )
        self._system = _module("taxbenefitsystems").TaxBenefitSystem([self._assessment])
        for question in rater.questions:
            self._add(question.code, None)
        for node in rater.nodes:
            self._add_node(node)

    def calculate(self, points: Mapping[str, Any]) -> list[Any]:
        """Rate assessments, given arrays of their points; this is what is measured."""
        count = len(next(iter(points.values())))
        simulation = self._builder().build_default_simulation(self._system, count)
        for code, each in points.items():
            simulation.set_input(code, self._period, each)
        return [simulation.calculate(f"{_name(node)}_rank", self._period) for node in self._nodes]

    def ranks(self, points: Mapping[str, Any]) -> list[int | None]:
        """Return the rank of every node of one assessment, in the rater's order."""
        found = [int(array[0]) for array in self.calculate(points)]
        return [None if rank < 0 else rank for rank in found]

    def _add(self, name: str, formula: Formula | None) -> None:
        said: dict[str, Any] = {
            "value_type": int,
            "entity": self._assessment,
            "definition_period": self._year,
            "label": name,
        }
        if formula is not None:
            said["formula"] = formula
        self._system.add_variable(type(name, (self._variable,), said))

    def _add_node(self, node: Node) -> None:
        name, below = _name(node), [_name(self._nodes[child]) for child in node.children]
        sums = _sums_of_nodes(below) if below else _sums_of_questions(node)
        for what, formula in zip(("points", "weight", "critical"), sums, strict=True):
            self._add(f"{name}_{what}", formula)
        self._add(f"{name}_rank", _rank(node, name, below))


def _module(name: str) -> Any:
    reason = "OpenFisca-Core is not installed (extra: peers)"
    return pytest.importorskip(f"openfisca_core.{name}", reason=reason)


def _name(node: Node) -> str:
    return node.code.replace("-", "_")


def _sums_of_questions(node: Node) -> list[Formula]:
    rows = [(each.code, each.weight) for each in node.direct]
    critical = [each.code for each in node.direct if each.critical]
    return [
        lambda asked, year: sum(weight * asked(code, year) for code, weight in rows),
        lambda asked, year: sum(weight * (asked(code, year) > 0) for code, weight in rows),
        lambda asked, year: sum((asked(code, year) == 1 for code in critical), asked.empty_array()),
    ]


def _sums_of_nodes(below: list[str]) -> list[Formula]:
    def added(what: str) -> Formula:
        return lambda asked, year: sum(asked(f"{each}_{what}", year) for each in below)

    return [added(what) for what in ("points", "weight", "critical")]


def _rank(node: Node, name: str, below: list[str]) -> Formula:
    np = pytest.importorskip("numpy")  # it comes with OpenFisca-Core
    every = sum(question.weight for question in node.questions)
    most = {NodeKind.STANDARD: 1, NodeKind.OVERALL: 2}.get(NodeKind(node.kind))

    def formula(asked: Any, year: Any) -> Any:
        weight = asked(f"{name}_weight", year)
        mean = asked(f"{name}_points", year) / np.maximum(weight, 1)
        rank = np.digitize(mean, [2, 3.5, 4.5])
        if most is not None:
            rank = np.where(asked(f"{name}_critical", year) > 0, np.minimum(rank, most), rank)
        if below:
            ranks = np.array([asked(f"{each}_rank", year) for each in below])
            worst = np.where(ranks < 0, 3, ranks).min(axis=0)
            rank = np.minimum(np.minimum(rank, worst + 1), ranks.max(axis=0))
            if node.kind == NodeKind.OVERALL:
                rank = np.where((ranks == 0).sum(axis=0) >= 2, 0, rank)
        return np.where((weight > 0) & (2 * weight >= every), rank, -1)

    return formula
