"""What a change of answers costs: per step, per question, or as told for each."""

from __future__ import annotations

from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, Final, TypeAlias

import attrs

from pamms_core._frozen import FrozenMap

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = ["QUESTIONS", "STEPS", "Cost", "scale_of"]

Amount: TypeAlias = "int | Fraction"


def _frozen(amounts: Mapping[str, Amount]) -> FrozenMap[str, Amount]:
    return FrozenMap(amounts)


@attrs.frozen(kw_only=True)
class Cost:
    """What it costs to change one answer: so much for the question, and so much for each step.

    A step is one level up or down. Costs are exact: whole numbers or fractions, in any unit.
    What a change costs altogether must be above 0.

    >>> Cost(per_question=2, per_step=1).of("A01", 3)
    Fraction(5, 1)
    >>> Cost(steps={"A01": 4}).of("A01", 2)
    Fraction(8, 1)
    """

    per_step: Amount = 1
    """For each level that an answer rises or falls."""
    per_question: Amount = 0
    """Once for each question whose answer changes."""
    steps: FrozenMap[str, Amount] = attrs.field(factory=FrozenMap, converter=_frozen)
    """In place of ``per_step``, by the question's code."""
    questions: FrozenMap[str, Amount] = attrs.field(factory=FrozenMap, converter=_frozen)
    """In place of ``per_question``, by the question's code."""

    def of(self, code: str, steps: int) -> Fraction:
        """Return what it costs to change an answer by so many steps."""
        once = self.questions.get(code, self.per_question)
        return Fraction(once) + steps * Fraction(self.steps.get(code, self.per_step))

    def wrong(self) -> Iterator[str]:
        """Say what cannot be: a cost below 0, or a change that costs nothing."""
        named = {"per_step": self.per_step, "per_question": self.per_question}
        named |= {f"steps[{code!r}]": each for code, each in self.steps.items()}
        named |= {f"questions[{code!r}]": each for code, each in self.questions.items()}
        below = [name for name, amount in named.items() if not _is_exact(amount) or amount < 0]
        for name in below:
            yield f"cost {name} must be exact and 0 or more, not {named[name]!r:.80}"
        codes = ["", *self.steps, *self.questions]
        for code in () if below else dict.fromkeys(each for each in codes if self.of(each, 1) <= 0):
            yield f"a change of {code or 'a question'} must cost more than 0"

    @property
    def described(self) -> str:
        """The cost in words."""
        if self == STEPS:
            return "1 per step"
        if self == QUESTIONS:
            return "1 per question"
        own = "; others for some questions" if self.steps or self.questions else ""
        return f"{self.per_step} per step and {self.per_question} per question{own}"


def _is_exact(amount: object) -> bool:
    return isinstance(amount, int | Fraction) and not isinstance(amount, bool)


def scale_of(amounts: Iterable[Fraction]) -> int:
    """Return the least number by which all amounts become whole."""
    return lcm(*(each.denominator for each in amounts))


STEPS: Final = Cost()
"""One for each level that an answer rises or falls."""
QUESTIONS: Final = Cost(per_step=0, per_question=1)
"""One for each question whose answer changes, however far."""
