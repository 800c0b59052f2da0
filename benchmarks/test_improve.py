"""The cheapest improvement, beside a full rating and two integer programming solvers.

All costs are compared too: a solver that knows the reference method by heart must find the
same least cost. What is not installed is skipped.
"""

from __future__ import annotations

from functools import partial
from statistics import median
from time import process_time
from typing import TYPE_CHECKING

import pytest
from integer_programme import is_enough, programme, solve_highs, solve_sat
from sheets import full_rating, sheets

from benchmarks.in_turn import medians
from pamms_core import Improvement, load_answers

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pamms_core import Answers, Rater

EXAMPLES = ("excellent-staffing", "poor-management", "solid-good")
SPELLS = 8  # each is at least two calls
SOLVERS = {"scipy": solve_highs, "ortools": solve_sat}


def timed(call: Callable[[], object], rounds: int = 5) -> float:
    """Return the median time of a call, in seconds of the processor."""
    times = []
    for _ in range(rounds):
        start = process_time()
        call()
        times.append(process_time() - start)
    return median(times)


TARGETS = ("requires-improvement", "good", "excellent")


def cases(rater: Rater) -> list[tuple[Answers, int]]:
    """All examples and drawn sheets with enough assessed, with each rank that is above theirs."""
    found = [load_answers(each, rater.question_set) for each in EXAMPLES]
    found += sheets(rater.question_set, 16)
    return [
        (sheet, level)
        for sheet in found
        if is_enough(rater, rater.states(sheet))
        for level in range(1, len(TARGETS) + 1)
        if (rating := rater.rate(sheet).overall.rating) is not None and rating.rank < level
    ]


@pytest.mark.parametrize("solver", SOLVERS)
def test_the_search_is_faster_than_a_solver(solver: str, rater: Rater) -> None:
    """For every sheet and target together it takes less time, and finds the same least cost."""
    pytest.importorskip(solver)
    ours = theirs = 0.0
    worst = 0.0
    for sheet, level in cases(rater):
        states, target = rater.states(sheet), TARGETS[level - 1]
        least = SOLVERS[solver](programme(rater, states, level))  # its import is not counted
        found = rater.improve(sheet, target)
        assert isinstance(found, Improvement)
        assert found.cost == least
        mine = timed(lambda s=sheet, t=target: rater.improve(s, t), 3)  # type: ignore[misc]
        other = timed(lambda s=states, n=level: SOLVERS[solver](programme(rater, s, n)), 3)  # type: ignore[misc]
        ours, theirs, worst = ours + mine, theirs + other, max(worst, mine / other)
    print(f"\nsearch {ours * 1000:.0f} ms, {solver} {theirs * 1000:.0f} ms: {ours / theirs:.2f}", end="")  # noqa: T201
    print(f" of its time, {worst:.2f} at the worst", end="")  # noqa: T201
    assert ours < theirs


def test_an_improvement_takes_fewer_than_300_full_rates(rater: Rater, sheet: Answers) -> None:
    """To every rating above, with step costs, measured in turn with a full rating."""
    runs: dict[str, Callable[[], object]] = {
        f"{number} to {TARGETS[level - 1]}": partial(rater.improve, each, TARGETS[level - 1])
        for number, (each, level) in enumerate(cases(rater))
    }
    assert max(ratios(runs, rater, sheet).values()) < 300


def test_a_trade_off_curve_takes_at_most_10000_full_rates(rater: Rater, sheet: Answers) -> None:
    """From the poorest of the sheets, at the overall rating: the best for every cost there is."""
    poorest = sheets(rater.question_set, 5)[-1]
    assert ratios({"trade-off": lambda: rater.trade_off(poorest)}, rater, sheet)["trade-off"] <= 10_000


def test_all_flip_points_take_at_most_100_full_rates(rater: Rater, sheet: Answers) -> None:
    """Every single weight that could turn the overall rating, of the examples and of drawn sheets."""
    runs: dict[str, Callable[[], object]] = {
        f"flip points of {number}": partial(rater.flip_points, each)
        for number, each in enumerate([sheet, *sheets(rater.question_set, 6)])
    }
    assert max(ratios(runs, rater, sheet).values()) <= 100


def ratios(runs: Mapping[str, Callable[[], object]], rater: Rater, sheet: Answers) -> dict[str, float]:
    """Measure calls in turn with a full rating, and tell each in full ratings."""
    found = medians({"full": lambda: full_rating(rater, sheet), **runs}, SPELLS)
    told = {name: found[name] / found["full"] for name in runs}
    for name, ratio in told.items():
        print(f"\n{name}: {ratio:.0f} full rates", end="")  # noqa: T201
    return told
