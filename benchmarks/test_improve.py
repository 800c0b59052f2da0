"""The cheapest improvement, beside a full rating and two integer programming solvers.

All costs are compared too: a solver that knows the reference method by heart must find the
same least cost. What is not installed is skipped.
"""

from __future__ import annotations

from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

import pytest
from integer_programme import programme, solve_highs, solve_sat
from sheets import sheets

from pamms_core import Improvement

if TYPE_CHECKING:
    from collections.abc import Callable

    from pamms_core import Answers, Rater

SOLVERS = {"scipy": solve_highs, "ortools": solve_sat}


def timed(call: Callable[[], object], rounds: int = 5) -> float:
    """Return the median time of a call, in seconds."""
    times = []
    for _ in range(rounds):
        start = perf_counter()
        call()
        times.append(perf_counter() - start)
    return median(times)


def full(rater: Rater) -> list[Answers]:
    """Sheets on which every question has a rating."""
    ranks = len(rater.question_set.framework.scale)
    return [
        sheet
        for sheet in sheets(rater.question_set, 16)
        if all(state is not None and state < ranks for state in rater.states(sheet))
    ]


# How many times the solver's own time the search may take: HiGHS is about as fast.
BARS = {"scipy": 2.0, "ortools": 1.0}


@pytest.mark.parametrize("solver", SOLVERS)
def test_solvers_find_the_same_cost(solver: str, rater: Rater) -> None:
    """On every full sheet and for every target the least cost is the solver's."""
    pytest.importorskip(solver)
    for sheet in full(rater):
        states = rater.states(sheet)
        for level, target in enumerate(("requires-improvement", "good", "excellent"), 1):
            found = rater.improve(sheet, target)
            assert isinstance(found, Improvement)
            if found.cost:  # the programme has no row for a goal that is reached already
                assert found.cost == SOLVERS[solver](programme(rater, states, level))


@pytest.mark.parametrize("solver", SOLVERS)
def test_the_next_rating_up_beside_a_solver(solver: str, rater: Rater) -> None:
    """To the next rating up, over all full sheets together, within the solver's bar."""
    pytest.importorskip(solver)
    keys = rater.question_set.framework.scale.keys[::-1]
    ours = theirs = 0.0
    for sheet in full(rater):
        states, rating = rater.states(sheet), rater.rate(sheet).overall.rating
        if rating is None or rating.rank == len(keys) - 1:
            continue
        level, target = rating.rank + 1, keys[rating.rank + 1]
        SOLVERS[solver](programme(rater, states, level))  # its import is not counted
        ours += timed(lambda s=sheet, t=target: rater.improve(s, t), 3)  # type: ignore[misc]
        theirs += timed(lambda s=states, n=level: SOLVERS[solver](programme(rater, s, n)), 3)  # type: ignore[misc]
    print(f"\nsearch {ours * 1000:.0f} ms, {solver} {theirs * 1000:.0f} ms", end="")  # noqa: T201
    assert ours < theirs * BARS[solver]


def test_an_improvement_takes_fewer_than_300_full_rates(rater: Rater, sheet: Answers) -> None:
    """To the next rating up, with step costs, measured beside a full rating."""
    floor = timed(lambda: rater.rate(sheet), 51)
    for each in full(rater):
        rating = rater.rate(each).overall.rating
        if rating is None or rating == rating.scale.best:
            continue
        up = rating.scale.at(rating.rank + 1)
        ratio = timed(lambda s=each, t=up: rater.improve(s, t), 3) / floor  # type: ignore[misc]
        print(f"\nimprove to {up}: {ratio:.0f} full rates", end="")  # noqa: T201
        assert ratio < 300


def test_all_flip_points_take_at_most_100_full_rates(rater: Rater, sheet: Answers) -> None:
    """Every single weight that could turn the overall rating, of the sheet and of each full one."""
    floor = timed(lambda: rater.rate(sheet), 51)
    for each in (sheet, *full(rater)):
        ratio = timed(lambda s=each: rater.flip_points(s), 15) / floor  # type: ignore[misc]
        print(f"\nall flip points: {ratio:.0f} full rates", end="")  # noqa: T201
        assert ratio <= 100
