"""Small methods against plain functions written by hand for just them; the bar is 25 times.

Both must say the same of every case there is; a sample of the complete ones is
measured. The bar holds for all that a caller does with a plain answer sheet: have
it checked and rated, and read the overall rating off the outcome. What the verdict
on a case takes that was checked before is reported beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs
import pytest

from benchmarks.by_hand import BY_HAND, ByHand
from benchmarks.in_turn import medians
from pamms_core import NOT_ASSESSED, Answer, Answers, Rater, load_method
from pamms_core.rating.verdict import State

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

BAR = 25
SAMPLED = 11
"""Every so many-th case is measured, so that a spell holds many rounds."""


@attrs.frozen
class Small:
    """A method twice: as its file, compiled, and by hand."""

    by_hand: ByHand
    rater: Rater

    @property
    def name(self) -> str:
        """What it is called in reports."""
        return self.by_hand.name.removeprefix("examples/")

    def sheet(self, case: tuple[Any, ...]) -> Answers:
        """Write a case as an answer sheet."""
        scale = self.rater.question_set.framework.scale
        ratings = dict(enumerate(reversed(list(scale)), self.by_hand.levels.start))
        return Answers(
            set_id=self.rater.question_set.id,
            edition=self.rater.question_set.edition,
            entries={
                code: Answer(ratings.get(given, NOT_ASSESSED))
                for code, given in zip(self.by_hand.inputs, case, strict=False)
            },
            flags=dict.fromkeys(self.rater.method.flags, case[-1]),
        )

    def checked(self, case: tuple[Any, ...]) -> tuple[list[int | None], dict[str, bool]]:
        """Return the states and flags of a case."""
        sheet = self.sheet(case)
        return self.rater.states(sheet), dict(sheet.flags)


@pytest.fixture(scope="module", params=BY_HAND, ids=lambda each: each.name)
def small(request: pytest.FixtureRequest) -> Small:
    """One of the methods."""
    return Small(request.param, Rater.of_method(load_method(request.param.name)))


def test_both_say_the_same(small: Small) -> None:
    """Every case, with inputs missing too, has one rating, whichever way it is made."""
    start = small.by_hand.levels.start
    for case in small.by_hand.cases(missing=True):
        verdict = small.rater.verdicts(*small.checked(case))[-1]
        found = None if verdict.rating is None else verdict.rating.rank + start
        assert found == small.by_hand.rated(*case), case
        assert (verdict.state is State.RATED) == (found is not None), case


def test_a_case_costs_little_more_than_by_hand(small: Small) -> None:
    """From an answer sheet to the rating read stays within the bar, measured beside the function."""
    rated, verdicts, rate = small.by_hand.rated, small.rater.verdicts, small.rater.rate
    cases = small.by_hand.cases(missing=False)[::SAMPLED]
    checked = [small.checked(case) for case in cases]
    sheets = [(small.sheet(case),) for case in cases]
    found = medians(
        {
            "by hand": lambda: rate_all(rated, cases),
            "verdicts": lambda: rate_all(verdicts, checked),
            "rate": lambda: rate_all(rate, sheets),
            "read": lambda: rate_all(lambda sheet: rate(sheet).overall.rating, sheets),
        }
    )
    ratios = {what: found[what] / found["by hand"] for what in ("verdicts", "rate", "read")}
    said = ", ".join(f"{what} {ratio:.1f}" for what, ratio in ratios.items())
    print(f"\n{small.name}: {said} times by hand (bar {BAR})", end="")  # noqa: T201
    assert max(ratios.values()) <= BAR


def rate_all(run: Callable[..., object], cases: Sequence[Iterable[Any]]) -> None:
    """Rate one case after another and keep nothing."""
    for case in cases:
        run(*case)
