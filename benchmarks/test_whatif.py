"""What-ifs against one full rating of the same sheet, checks and outcome included.

The bars are a quarter of a full rating for one changed answer (the copying of the
sheet is not in it), 3 for the range, 60 for the influence of all questions, and
5,000 for exact probabilities with 20 open questions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from benchmarks.in_turn import medians
from benchmarks.sheets import full_rating

if TYPE_CHECKING:
    from collections.abc import Callable

    from pamms_core import Answers, Rater

BARS = {"change": 0.25, "range": 3, "influence": 60, "chances": 5_000}
# The slower ones, and a spell is at least two calls, are measured in fewer spells.
SPELLS = 60


@pytest.fixture(scope="module")
def partial(rater: Rater, sheet: Answers) -> Answers:
    """The sheet with 20 questions of all domains open."""
    codes = [question.code for question in rater.questions[::7]][:20]
    return sheet.changed(dict.fromkeys(codes))


def changer(rater: Rater, sheet: Answers) -> Callable[[], None]:
    """Return what changes one answer of a sheet for good, there and back, question by question."""
    work = rater.sheet(sheet)
    recorded = list(work.states)
    turn = 0

    def change() -> None:
        nonlocal turn
        at, back = divmod(turn, 2)
        at %= len(recorded)
        work.put(at, recorded[at] if back else 0)
        turn += 1

    for _ in range(2 * len(recorded)):
        change()  # every pattern of signs has been met, as in a full rating
    assert work.verdicts == rater.verdicts(recorded)
    return change


def test_ratios(rater: Rater, sheet: Answers, partial: Answers) -> None:
    """All stay within their bars, measured beside a full rating."""
    assert len(rater.range(partial).open) == 20
    found = medians(
        {
            "full": lambda: full_rating(rater, sheet),
            "change": changer(rater, sheet),
            "range": lambda: rater.range(partial),
            "influence": lambda: rater.influence(sheet),
            "chances": lambda: rater.chances(partial),
            "nearness and limits": lambda: near(rater, sheet),
            "all open": lambda: rater.range(sheet.changed(dict.fromkeys(sheet))),
        },
        SPELLS,
    )
    for name, time in found.items():
        ratio, bar = time / found["full"], BARS.get(name, "none")
        print(f"\n{name}: {ratio:.3g} full ratings (bar {bar})", end="")  # noqa: T201
    for name, bar in BARS.items():
        assert found[name] / found["full"] <= bar


def near(rater: Rater, sheet: Answers) -> None:
    """Ask of an influence what is worked out only when someone asks for it."""
    influence = rater.influence(sheet)
    assert influence.nodes
    assert influence.limits
