"""Rating against its floor: adding up one table entry per question.

Run with ``pytest benchmarks``; every ratio is of two medians of one run. The bars
are 6 floors for all verdicts and 13 for the whole outcome tree.
"""

from __future__ import annotations

from operator import getitem
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pytest_benchmark.fixture import BenchmarkFixture

    from pamms_core import Answers, Rater

MEDIANS: dict[str, float] = {}
BARS = {"verdicts": 6, "outcome": 13}


def keep(name: str, benchmark: BenchmarkFixture) -> None:
    """Remember a median for the comparison at the end."""
    MEDIANS[name] = benchmark.stats.stats.median  # type: ignore[union-attr]


@pytest.mark.benchmark(group="rating", min_rounds=200)
def test_floor(benchmark: BenchmarkFixture, rater: Rater, states: list[int | None]) -> None:
    """The floor adds one small integer per question, smaller than those the engine adds."""
    places = [place for place in states if place is not None]
    small = [
        tuple(entry & 0x3FFF for entry in table) for table in rater.tables if isinstance(table, tuple)
    ]
    assert len(small) == len(places) == 144
    benchmark(lambda: sum(map(getitem, small, places)))
    keep("floor", benchmark)


@pytest.mark.benchmark(group="rating", min_rounds=200)
def test_verdicts(benchmark: BenchmarkFixture, rater: Rater, states: list[int | None]) -> None:
    """The verdicts on all 22 nodes of a checked sheet."""
    verdicts = benchmark(rater.verdicts, states)
    assert len(verdicts) == len(rater.nodes)
    keep("verdicts", benchmark)


@pytest.mark.benchmark(group="rating", min_rounds=200)
def test_outcome(
    benchmark: BenchmarkFixture, rater: Rater, sheet: Answers, states: list[int | None]
) -> None:
    """The whole outcome tree of a checked sheet, every node of it made."""
    nodes = benchmark(lambda: list(rater.outcome(sheet, states).values()))
    assert len(nodes) == len(rater.nodes)
    keep("outcome", benchmark)


def test_ratios() -> None:
    """Both stay within their bars, measured beside the floor."""
    ratios = {name: MEDIANS[name] / MEDIANS["floor"] for name in BARS}
    for name, bar in BARS.items():
        print(f"\n{name}: {ratios[name]:.2f} floors (bar {bar})", end="")  # noqa: T201
        assert ratios[name] <= bar
