"""What comes of asking for the cheapest changes: a plan, or why there is none."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

import attrs

from pamms_core._display import counted
from pamms_core.standards.variation import named

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from pamms_core.answers import Answers, NotAssessed
    from pamms_core.rating.improving.finding import Found
    from pamms_core.rating.improving.tradeoff import TradeOff
    from pamms_core.rating.verdict import Verdict
    from pamms_core.scale import Rating

__all__ = ["AnswerChange", "Impossible", "Improved", "Improvement", "Plan", "Unsettled"]


@attrs.frozen(kw_only=True)
class AnswerChange:
    """One answer of a plan: what it is, and what it is to become.

    >>> from pamms_core import Rater, load_answers, load_set
    >>> rater = Rater(load_set("east-of-england-accommodation"))
    >>> sheet = load_answers("poor-management", rater.question_set)
    >>> change = rater.improve(sheet, "good", at="standard-8").plan.changes[0]
    >>> print(change)
    C15 from Requires Improvement to Good
    >>> change.cost
    Fraction(1, 1)
    """

    code: str
    before: Rating | NotAssessed | int | None
    after: Rating | NotAssessed | int | None
    cost: Fraction

    def __str__(self) -> str:
        return f"{self.code} from {_label(self.before)} to {_label(self.after)}"


def _label(state: Rating | NotAssessed | int | None) -> str:
    if state is None:
        return "no answer"
    return str(state) if not hasattr(state, "value") else str(state.value)


@attrs.frozen(kw_only=True, repr=False)
class Plan:
    """Some changes of answers, and what comes of them; always hypothetical.

    A plan was rated again from its answers before it was returned.

    >>> from pamms_core import Rater, load_answers, load_set
    >>> rater = Rater(load_set("east-of-england-accommodation"))
    >>> sheet = load_answers("poor-management", rater.question_set)
    >>> plan = rater.improve(sheet, "good", at="standard-8").plan
    >>> plan
    <Plan, hypothetical: 3 changes, cost 4: Good>
    >>> rater.rate(plan.answers)["standard-8"].rating
    <Rating Good>
    """

    changes: tuple[AnswerChange, ...]
    """In the order of the tree's questions."""
    cost: Fraction
    verdict: Verdict
    """What the node then is."""
    answers: Answers
    """The sheet with the changes made."""
    hypothetical: tuple[str, ...]
    """All that makes it a what-if: its changes, and those of the set and the method (S5)."""

    @property
    def rows(self) -> tuple[dict[str, str], ...]:
        """The changes as plain data."""
        return tuple(
            {
                "code": each.code,
                "before": _label(each.before),
                "after": _label(each.after),
                "cost": str(each.cost),
            }
            for each in self.changes
        )

    def __str__(self) -> str:
        told = "; ".join(map(str, self.changes)) or "no change"
        return f"{told} (cost {self.cost})"

    def __repr__(self) -> str:
        result = self.verdict.rating or self.verdict.state
        return (
            f"<Plan, hypothetical: {counted(len(self.changes), 'change')}, cost {self.cost}: {result}>"
        )


@attrs.frozen(kw_only=True, repr=False)
class _Result:
    """What was asked."""

    node: str
    """The node's code."""
    wanted: str
    """What was wanted of it, in words, such as ``Good or better``."""
    before: Verdict
    """What the node is now."""
    set_and_method: tuple[str, ...]
    """The changes that make set or method hypothetical; none where both are sealed (S5)."""

    @property
    def hypothetical(self) -> tuple[str, ...]:
        """What makes it a what-if besides changed answers."""
        return self.set_and_method

    def _marks(self) -> str:
        return f"; {named(self.set_and_method)}" if self.set_and_method else ""

    @property
    def sentences(self) -> tuple[str, ...]:
        """The result in words."""
        return tuple(self._sentences())

    def _sentences(self) -> Iterator[str]:
        if self.set_and_method:
            yield f"{named(self.set_and_method, 'Hypothetical')}."
        yield f"{self.node} is {self.before.rating or self.before.state}; wanted: {self.wanted}."

    def __str__(self) -> str:
        return "\n".join(self.sentences)


@attrs.frozen(kw_only=True, repr=False, eq=False, slots=False)
class Improvement(_Result):
    """The cheapest changes that reach what is wanted, proven cheapest.

    >>> from pamms_core import Rater, load_answers, load_set
    >>> rater = Rater(load_set("east-of-england-accommodation"))
    >>> found = rater.improve(load_answers("poor-management", rater.question_set), "good")
    >>> found
    <Improvement of overall to Good or better, hypothetical: cost 27>
    >>> found.cost, found.plan.verdict.rating
    (Fraction(27, 1), <Rating Good>)
    """

    is_possible = True
    cost: Fraction
    """The least cost; no plan costs less."""
    costing: str
    """What is counted as cost, in words."""
    plan: Plan
    """One of the cheapest plans, the one that the search met first."""
    _found: Found = attrs.field(repr=False)

    @cached_property
    def count(self) -> int | None:
        """How many plans have the least cost; ``None`` where counting took more than the budget."""
        return self._found.count()

    @cached_property
    def plans(self) -> tuple[Plan, ...]:
        """As many of the cheapest plans as were asked for, the first in order.

        Of two plans, the one comes first that changes more the first question, in the tree's
        order, in which they differ. Where listing took more than the budget, only the plan
        that the search met first.
        """
        return self._found.plans() or (self.plan,)

    @cached_property
    def curve(self) -> TradeOff:
        """What can be had at each cost: see ``Rater.trade_off``."""
        return self._found.curve()

    @property
    def rows(self) -> tuple[dict[str, str], ...]:
        """The changes of one cheapest plan as plain data."""
        return self.plan.rows

    def _sentences(self) -> Iterator[str]:
        yield from super()._sentences()
        if not self.plan.changes:
            yield "Nothing needs to change."
            return
        yield f"The least cost is {self.cost}, counting {self.costing}; proven."
        yield f"One plan, hypothetical: {'; '.join(map(str, self.plan.changes))}."

    def __repr__(self) -> str:
        told = f"{self.node} to {self.wanted}, hypothetical: cost {self.cost}"
        return f"<Improvement of {told}{self._marks()}>"

    def _repr_html_(self) -> str:
        from pamms_core.reports.what_if import result_table

        return result_table(self.sentences[:-1], self.rows)


@attrs.frozen(kw_only=True, repr=False, eq=False)
class Impossible(_Result):
    """What is wanted cannot be had by the changes that are allowed; it says what stands in the way.

    >>> from pamms_core import Rater, load_answers, load_set
    >>> rater = Rater(load_set("east-of-england-accommodation"))
    >>> sheet = load_answers("poor-management", rater.question_set)
    >>> print(rater.improve(sheet, "good", at="standard-8", only=["A01"]))
    standard-8 is Requires Improvement; wanted: Good or better.
    Impossible with the changes that are allowed.
    No answer that is allowed to change can change.
    Management of medicines can become Requires Improvement, and no better.
    What it can earn, before limits, does not reach Good.
    """

    is_possible = False
    reasons: tuple[str, ...]
    """What stands in the way, in sentences."""
    limits: tuple[tuple[str, str], ...]
    """The limits that act even then: the node's code and the limit's id."""
    missing: tuple[str, ...]
    """The codes of questions without a rating below a node that has none for want of them."""
    best: Plan | None
    """The plan that comes nearest, if any change is allowed."""

    @property
    def rows(self) -> tuple[dict[str, str], ...]:
        """The reasons as plain data."""
        return tuple({"reason": each} for each in self.reasons)

    def _sentences(self) -> Iterator[str]:
        yield from super()._sentences()
        yield "Impossible with the changes that are allowed."
        yield from self.reasons

    def __repr__(self) -> str:
        return f"<Impossible: {self.node} to {self.wanted}: {' '.join(self.reasons[:2])}{self._marks()}>"

    def _repr_html_(self) -> str:
        from pamms_core.reports.what_if import result_table

        return result_table(self.sentences[: -len(self.reasons) or None], self.rows)


@attrs.frozen(kw_only=True, repr=False, eq=False)
class Unsettled(_Result):
    """There was more to try than the budget allows; it says what is proven so far.

    >>> from pamms_core import Rater, load_answers, load_set
    >>> rater = Rater(load_set("east-of-england-accommodation"))
    >>> sheet = load_answers("poor-management", rater.question_set)
    >>> print(rater.improve(sheet, "good", budget=10))
    overall is Requires Improvement; wanted: Good or better.
    Not settled within 10 additions; every plan costs more than 26.
    """

    is_possible = None
    above: Fraction
    """Every plan, if there is one, costs more than this."""
    budget: int
    """How many additions were allowed."""

    @property
    def rows(self) -> tuple[dict[str, str], ...]:
        """What is proven as plain data."""
        return ({"every plan costs more than": str(self.above)},)

    def _sentences(self) -> Iterator[str]:
        yield from super()._sentences()
        yield f"Not settled within {self.budget:,} additions; every plan costs more than {self.above}."

    def __repr__(self) -> str:
        return f"<Unsettled: {self.node} to {self.wanted}: costs more than {self.above}{self._marks()}>"

    def _repr_html_(self) -> str:
        from pamms_core.reports.what_if import result_table

        return result_table(self.sentences, self.rows)


Improved: TypeAlias = Improvement | Impossible | Unsettled
"""The cheapest changes, or why there are none, or what is proven so far."""
