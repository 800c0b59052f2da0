"""The least cost beside a solver's, on every shipped set: a check of what is found, not of its speed.

The solver is told the reference method anew, by hand. It is skipped where SciPy is missing.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from integer_programme import is_enough, programme, solve_highs
from sheets import sheets

from pamms_core import (
    Cost,
    Impossible,
    Improvement,
    PammsError,
    Rater,
    load_answers,
    load_set,
    shipped_examples,
    shipped_sets,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pamms_core import Answers

TARGETS = ("requires-improvement", "good", "excellent")
SETS = tuple(shipped_sets())


def drawn(rater: Rater) -> Iterator[Answers]:
    """Yield the examples of a set, and sheets drawn for it, with enough assessed at every node."""
    found = list(sheets(rater.question_set, 9))
    for example in shipped_examples():
        try:
            found.append(load_answers(example, rater.question_set))
        except PammsError:  # it answers another set
            continue
    return (each for each in found if is_enough(rater, rater.states(each)))


def priced(rater: Rater, seed: int) -> dict[str, int]:
    """Give every question a cost per step of its own, the same in every run."""
    return {each.code: (at * 37 + seed * 11) % 13 + 1 for at, each in enumerate(rater.questions)}


@pytest.mark.parametrize("own_costs", [False, True], ids=["one a step", "costs per question"])
@pytest.mark.parametrize("question_set", SETS)
def test_the_least_cost_is_the_solvers(question_set: str, own_costs: bool) -> None:  # noqa: FBT001
    """For every sheet and every target that is not reached yet, both find the same least cost."""
    pytest.importorskip("scipy")
    rater, compared = Rater(load_set(question_set)), Counter[str]()
    for seed, sheet in enumerate(drawn(rater)):
        costs = priced(rater, seed) if own_costs else {}
        for level, target in enumerate(TARGETS, 1):
            found = rater.improve(sheet, target, cost=Cost(steps=costs))
            if isinstance(found, Improvement) and not found.cost:
                continue  # the programme has no row for a goal that is reached already
            least = solve_highs(programme(rater, rater.states(sheet), level, costs))
            assert isinstance(found, Impossible if least is None else Improvement)
            assert getattr(found, "cost", None) == least
            compared[target] += 1
    print(f"\n{question_set}: {sum(compared.values())} least costs compared", end="")  # noqa: T201
    assert compared["good"] >= 2
    assert compared["excellent"] >= 5
