"""The cheapest improvement under the reference method as an integer programme, for two solvers.

The programme says the method anew: a binary for each level of each question, and for each
rating that a limit looks at. It knows the reference method only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pamms_core import Rater
    from pamms_core.rating.tree import Node

__all__ = ["Programme", "is_enough", "programme", "solve_highs", "solve_sat"]

POINTS = (1, 3, 4, 5)
BOUNDS = (None, (4, 2), (7, 2), (9, 2))  # thresholds 2, 3.5 and 4.5 in quarters: times 2


class Programme(NamedTuple):
    """Minimise the costs; each row's sum is at least its bound."""

    costs: list[int]
    rows: list[tuple[dict[int, int], int]]


def is_enough(rater: Rater, states: Sequence[int | None]) -> bool:
    """Whether half the weight below every node is assessed, which the programme takes for granted."""
    weights = [question.weight for question in rater.questions]
    rated = [0 if _points(state) is None else weights[at] for at, state in enumerate(states)]
    spans = [slice(node.start, node.stop) for node in rater.nodes]
    return all(2 * sum(rated[span]) >= sum(weights[span]) for span in spans)


def programme(
    rater: Rater, states: Sequence[int | None], level: int, costs: Mapping[str, int] | None = None
) -> Programme:
    """Write the problem for a sheet on which enough is assessed; what is not stays as it is.

    Args:
        rater: a set, and the reference method.
        states: each question's state.
        level: the rank that the overall rating is to reach.
        costs: what a step costs by the question's code; 1 for every question if not given.
    """
    build = _Build(rater, states, costs or {})
    tree = {node.code: node for node in rater.nodes}
    overall = tree["overall"]
    domains = [build.part(rater.nodes[child], level) for child in overall.children]
    build.reaches(None, overall, level)
    build.critical(overall, None, least=3 - level)  # a critical Poor caps at Good
    for reached in domains:
        for rank in range(1, level):  # at most one step above the worst domain
            build.row({reached[rank]: 1}, 1)
    build.row({reached[level]: 1 for reached in domains}, 1)  # not above the best
    build.row({reached[1]: 1 for reached in domains}, len(domains) - 1)  # not two that are Poor
    return Programme(build.costs, build.rows)


class _Build:
    def __init__(self, rater: Rater, states: Sequence[int | None], costs: Mapping[str, int]) -> None:
        self.rater, self.states = rater, states
        self.costs: list[int] = []
        self.rows: list[tuple[dict[int, int], int]] = []
        self.raised: list[dict[int, int]] = []
        for question, state in zip(rater.questions, states, strict=True):
            cost = costs.get(question.code, 1)
            lowest = 3 if state is None or _points(state) is None else state
            mine = {rank: self.binary(cost) for rank in range(lowest + 1, 4)}  # one for each step
            for rank in range(lowest + 2, 4):
                self.row({mine[rank - 1]: 1, mine[rank]: -1}, 0)
            self.raised.append(mine)

    def binary(self, cost: int = 0) -> int:
        self.costs.append(cost)
        return len(self.costs) - 1

    def row(self, terms: dict[int, int], bound: int) -> None:
        self.rows.append((terms, bound))

    def reaches(self, when: int | None, node: Node, rank: int) -> None:
        """Say that a node's score reaches a rank; only where a binary is set, if one is given."""
        above, below = BOUNDS[rank] or (0, 1)
        terms, total = {}, 0
        for place in range(node.start, node.stop):
            state, weight = self.states[place], self.rater.questions[place].weight
            points = _points(state)
            total += 0 if points is None else weight * (points * below - above)
            for level, binary in self.raised[place].items():
                terms[binary] = weight * (POINTS[level] - POINTS[level - 1]) * below
        if when is not None:
            terms[when] = min(total, 0)
            self.row(terms, 0 if total > 0 else 0 - total + min(total, 0))
        else:
            self.row(terms, -total)

    def critical(self, node: Node, when: int | None, *, least: int) -> None:
        """Say that no critical question is Poor, if the limit would hold the rating back."""
        if least > 0:
            return
        for place in range(node.start, node.stop):
            if self.rater.questions[place].critical and self.states[place] == 0:
                terms = {self.raised[place][1]: 1}
                if when is not None:
                    terms[when] = -1
                self.row(terms, 1 if when is None else 0)

    def standard(self, node: Node) -> dict[int, int]:
        """Return a binary for each rank that a standard may reach."""
        reached = {rank: self.binary() for rank in (1, 2, 3)}
        for rank, binary in reached.items():
            self.reaches(binary, node, rank)
            self.critical(node, binary, least=2 - rank)  # a critical Poor caps at the rank of 1
        return reached

    def part(self, node: Node, level: int) -> dict[int, int]:
        """Return a binary for each rank that a domain, or a standard without one, may reach."""
        if not node.children:
            return self.standard(node)
        below = [self.standard(self.rater.nodes[child]) for child in node.children]
        reached = {rank: self.binary() for rank in range(1, level + 1)}
        for rank, binary in reached.items():
            self.reaches(binary, node, rank)
            for each in below:
                for lower in range(1, rank):
                    self.row({each[lower]: 1, binary: -1}, 0)
            self.row({**{each[rank]: 1 for each in below}, binary: -1}, 0)
        return reached


def _points(state: int | None) -> int | None:
    return None if state is None or state >= len(POINTS) else POINTS[state]


def solve_highs(problem: Programme) -> int | None:
    """Solve with HiGHS, through SciPy; ``None`` where there is no plan."""
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    at = [(row, column) for row, (terms, _) in enumerate(problem.rows) for column in terms]
    values = [value for terms, _ in problem.rows for value in terms.values()]
    rows, columns = zip(*at, strict=True)
    matrix = csr_array((values, (rows, columns)), shape=(len(problem.rows), len(problem.costs)))
    found = milp(
        np.array(problem.costs),
        integrality=np.ones(len(problem.costs)),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(matrix, lb=[bound for _, bound in problem.rows]),
        options={"mip_rel_gap": 0},  # else it may stop short of the least cost
    )
    return None if found.x is None else round(found.fun)


def solve_sat(problem: Programme) -> int | None:
    """Solve with CP-SAT, on one thread; ``None`` where there is no plan."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    binaries = [model.new_bool_var("") for _ in problem.costs]
    for terms, bound in problem.rows:
        model.add(sum(value * binaries[column] for column, value in terms.items()) >= bound)
    model.minimize(sum(cost * each for cost, each in zip(problem.costs, binaries, strict=True)))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    return round(solver.objective_value) if solver.solve(model) == cp_model.OPTIMAL else None
