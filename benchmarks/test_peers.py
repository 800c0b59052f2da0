"""The reference method on the full set, beside two general rule engines.

The bars: a checked sheet is rated at least 100 times faster than by OpenFisca-Core
and 10 times faster than by zen-engine. Each peer is given its input ready made and
must rate every node; what it takes to compile a method is left out on all sides.
The peers are optional (extra: peers), and skipped where they are not installed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from benchmarks.in_turn import medians
from benchmarks.openfisca_peer import OpenFiscaPeer
from benchmarks.sheets import full_rating, sheets
from benchmarks.zen_peer import ZenPeer
from pamms_core import Rating

if TYPE_CHECKING:
    from collections.abc import Callable

    from pamms_core import Answers, Rater

OPENFISCA_BAR = 100
ZEN_BAR = 10
CHECKED = 63
MANY = 1000


@pytest.fixture(scope="module")
def zen(rater: Rater) -> ZenPeer:
    """The peer by zen-engine."""
    return ZenPeer(rater)


@pytest.fixture(scope="module")
def openfisca(rater: Rater) -> OpenFiscaPeer:
    """The peer by OpenFisca-Core."""
    return OpenFiscaPeer(rater)


def test_zen_rates_alike(rater: Rater, zen: ZenPeer) -> None:
    """Every node of every sheet has the engine's rating by zen-engine too."""
    agree(rater, lambda sheet: zen.ranks(points_of(rater, sheet)))


def test_openfisca_rates_alike(rater: Rater, openfisca: OpenFiscaPeer) -> None:
    """Every node of every sheet has the engine's rating by OpenFisca-Core too."""
    agree(rater, lambda sheet: openfisca.ranks(arrays(rater, sheet)))


def test_zen_is_slower(rater: Rater, sheet: Answers, states: list[int | None], zen: ZenPeer) -> None:
    """Rating a checked sheet takes zen-engine as many times longer as the bar asks."""
    points = points_of(rater, sheet)
    found = medians(
        {
            "verdicts": lambda: rater.verdicts(states),
            "rate": lambda: full_rating(rater, sheet),
            "peer": lambda: zen.evaluate(points),
        }
    )
    report("zen-engine", found, ZEN_BAR)
    assert found["peer"] / found["verdicts"] >= ZEN_BAR


def test_openfisca_is_slower(
    rater: Rater, sheet: Answers, states: list[int | None], openfisca: OpenFiscaPeer
) -> None:
    """Rating a checked sheet takes OpenFisca-Core as many times longer as the bar asks.

    A thousand sheets at once, which is what it is made for, are reported only.
    """
    one, many = arrays(rater, sheet), arrays(rater, sheet, MANY)
    found = medians(
        {
            "verdicts": lambda: rater.verdicts(states),
            "rate": lambda: full_rating(rater, sheet),
            "peer": lambda: openfisca.calculate(one),
            "bulk": lambda: openfisca.calculate(many),
        }
    )
    report("OpenFisca-Core", found, OPENFISCA_BAR)
    each = found["bulk"] / MANY / found["verdicts"]
    print(f"\n{MANY} sheets at once, each: {each:.2f} times the verdicts", end="")  # noqa: T201
    assert found["peer"] / found["verdicts"] >= OPENFISCA_BAR


def report(peer: str, found: dict[str, float], bar: int) -> None:
    """Say how much longer a peer takes."""
    verdicts, rate = (found["peer"] / found[what] for what in ("verdicts", "rate"))
    said = f"{verdicts:.1f} times the verdicts (bar {bar}), {rate:.1f} times checks and outcome too"
    print(f"\n{peer}: {said}", end="")  # noqa: T201


def agree(rater: Rater, ranks: Callable[[Answers], list[int | None]]) -> None:
    """Compare all nodes of sheets on which the overall rating, too, takes every value."""
    overall = set()
    for sheet in sheets(rater.question_set, CHECKED):
        verdicts = rater.verdicts(rater.states(sheet))
        expected = [None if each.rating is None else each.rating.rank for each in verdicts]
        assert ranks(sheet) == expected
        overall.add(expected[-1])
    assert overall == {0, 1, 2, 3, None}


def points_of(rater: Rater, sheet: Answers) -> dict[str, int]:
    """Write a sheet as the points of each question, 0 without a rating."""
    points = rater.method.points
    ratings = {code: answer.rating for code, answer in sheet.items()}
    earned = {code: int(points[each.key]) for code, each in ratings.items() if isinstance(each, Rating)}
    return {question.code: earned.get(question.code, 0) for question in rater.questions}


def arrays(rater: Rater, sheet: Answers, count: int = 1) -> dict[str, Any]:
    """Write a sheet's points as arrays of the same sheet so many times."""
    numpy = pytest.importorskip("numpy")
    found = points_of(rater, sheet)
    return {code: numpy.full(count, each, numpy.int32) for code, each in found.items()}
