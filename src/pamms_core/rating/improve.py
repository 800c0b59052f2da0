"""The cheapest changes of answers that reach a rating, or lose it, and what each cost buys: exactly."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from pamms_core.rating.improving.asking import Asked
from pamms_core.rating.improving.costs import STEPS, Cost
from pamms_core.rating.improving.finding import BUDGET, find
from pamms_core.rating.improving.goal import Goal
from pamms_core.rating.improving.request import ChangeRequestError, Request, node_at, rating_of
from pamms_core.rating.improving.tradeoff import TradeOff
from pamms_core.rating.improving.tradeoff import trade_off as _trade_off

if TYPE_CHECKING:
    from fractions import Fraction

    from pamms_core.answers import Answers
    from pamms_core.rating.engine import Rater
    from pamms_core.rating.improving.result import Impossible, Improvement, Unsettled
    from pamms_core.scale import Rating

__all__ = ["Changes", "deteriorate", "improve", "trade_off"]


class Changes(TypedDict, total=False):
    """Which answers may change, how far, and at what cost.

    Codes are of questions, or of nodes with all questions below them.
    """

    cost: Cost
    """What a change costs; 1 for each step if not given."""
    fixed: Iterable[str]
    """Codes of what stays as it is."""
    only: Iterable[str]
    """Codes of all that may change."""
    together: Iterable[Iterable[str]]
    """Groups of questions; of each group none changes, or all that can."""
    at_most: Mapping[str, Rating | str]
    """The highest rating that a question, or each below a node, can rise to."""
    at_least: Mapping[str, Rating | str]
    """The lowest rating that a question, or each below a node, can fall to."""
    may_become: Mapping[str, Mapping[Any, int | Fraction]]
    """All that a question may become, each with its whole cost, in place of steps.

    By code: a rating or its name, ``"not assessed"``, or a number where one is asked for.
    """
    budget: int
    """How many additions the search may take before it stops and says what is proven."""


def improve(
    rater: Rater,
    answers: Answers,
    target: Rating | str,
    *,
    at: str = "overall",
    plans: int = 1,
    **changes: Unpack[Changes],
) -> Improvement | Impossible | Unsettled:
    """Find the cheapest changes of answers that bring a node to a rating, or better.

    Answers that have a rating may rise. A question that is not assessed, not answered or asks
    for a number stays as it is, unless ``may_become`` says otherwise.

    Args:
        rater: the set and method.
        answers: the answer sheet.
        target: the rating, or what it is called.
        at: the node's code.
        plans: how many plans to list.
        changes: which answers may change, how far, and at what cost: :class:`Changes`.

    Returns:
        The least cost with a plan, proven least; or why there is no plan; or, where there is
        more to try than the budget allows, what is proven so far.

    Raises:
        AnswersMismatchError: the answers are not for this set.
        ChangeRequestError: the request contradicts itself or the set; lists every reason.
        UnknownNameError: there is no such node or rating.

    >>> from pamms_core import Rater, load_answers, load_set
    >>> rater = Rater(load_set("east-of-england-accommodation"))
    >>> answers = load_answers("poor-management", rater.question_set)
    >>> found = improve(rater, answers, "excellent", at="standard-8", only=["C01", "C02"])
    >>> found
    <Impossible: standard-8 to Excellent or better: ...>
    """
    top, rating = node_at(rater, at), rating_of(rater, target)
    return find(_asked(rater, answers, top, changes, loses=False), Goal(rating), plans)


def deteriorate(
    rater: Rater,
    answers: Answers,
    below: Rating | str | None = None,
    *,
    at: str = "overall",
    plans: int = 1,
    **changes: Unpack[Changes],
) -> Improvement | Impossible | Unsettled:
    """Find the fewest, or cheapest, deteriorations by which a node loses a rating.

    It is the mirror of :func:`improve`: answers fall, and the node is to be rated below.

    Args:
        rater: the set and method.
        answers: the answer sheet.
        below: the rating to fall below; the node's own if none is given.
        at: the node's code.
        plans: how many plans to list.
        changes: which answers may change, how far, and at what cost: :class:`Changes`.

    Raises:
        AnswersMismatchError: the answers are not for this set.
        ChangeRequestError: the request contradicts itself or the set, or the node has no
            rating to lose; lists every reason.
        UnknownNameError: there is no such node or rating.

    >>> from pamms_core import QUESTIONS, Rater, load_answers, load_set
    >>> rater = Rater(load_set("east-of-england-accommodation"))
    >>> deteriorate(rater, load_answers("solid-good", rater.question_set), cost=QUESTIONS)
    <Improvement of overall to below Good, hypothetical: cost 12>
    """
    top = node_at(rater, at)
    told = None if below is None else rating_of(rater, below)
    asked = _asked(rater, answers, top, changes, loses=True)
    rating = told or asked.before.rating
    if rating is None:
        state = asked.before.state
        raise ChangeRequestError(
            [f"{at} has no rating to lose ({state}); say below which it is to fall"]
        )
    return find(asked, Goal(rating, loses=True), plans)


def trade_off(
    rater: Rater, answers: Answers, *, at: str = "overall", **changes: Unpack[Changes]
) -> TradeOff:
    """Find the best rating and the best score that each cost can buy, at any node.

    Args:
        rater: the set and method.
        answers: the answer sheet.
        at: the node's code.
        changes: which answers may change, how far, and at what cost: :class:`Changes`.

    Raises:
        AnswersMismatchError: the answers are not for this set.
        ChangeRequestError: the request contradicts itself or the set; lists every reason.
        UnknownNameError: there is no such node.

    >>> from pamms_core import Rater, load_answers, load_set
    >>> rater = Rater(load_set("east-of-england-accommodation"))
    >>> trade_off(rater, load_answers("poor-management", rater.question_set), at="standard-8")
    <TradeOff at standard-8, hypothetical: ... points>
    """
    top = node_at(rater, at)
    return _trade_off(_asked(rater, answers, top, changes, loses="at_least" in changes))


def _asked(rater: Rater, answers: Answers, top: int, changes: Changes, *, loses: bool) -> Asked:
    given: dict[str, Any] = dict(changes)
    budget = given.pop("budget", BUDGET)
    limits = given.pop("at_least" if loses else "at_most", {})
    known = set(Changes.__annotations__) - {"at_most", "at_least", "budget"}
    wrong = [f"{name!r} is nothing that can be asked here" for name in given if name not in known]
    if isinstance(budget, bool) or not isinstance(budget, int) or budget < 0:
        wrong.append(f"budget must be a whole number of 0 or more, not {budget!r:.80}")
    if not isinstance(given.get("cost", STEPS), Cost):
        wrong.append(f"cost must be a Cost, not {given['cost']!r:.80}")
    wrong += _shapeless({**given, "at_least" if loses else "at_most": limits})
    if wrong:
        raise ChangeRequestError(wrong)
    return Asked.of(rater, answers, top, Request(limits=limits, loses=loses, **given), budget)


def _shapeless(given: Mapping[str, Any]) -> Iterator[str]:
    """Say which arguments are no codes, groups of codes or mappings where these are asked for."""
    for name in ("fixed", "only", "together"):
        if not isinstance(given.get(name) or (), Iterable):
            yield f"{name} must be codes, not {given[name]!r:.80}"
    groups = given.get("together") or ()
    for each in groups if isinstance(groups, Iterable) else ():
        if isinstance(each, str) or not isinstance(each, Iterable):
            yield f"together must be groups of codes, and {each!r:.80} is none"
    for name in ("at_most", "at_least", "may_become"):
        if not isinstance(given.get(name, {}), Mapping):
            yield f"{name} must say by code what is allowed, not {given[name]!r:.80}"
    offers = given.get("may_become")
    for code, told in offers.items() if isinstance(offers, Mapping) else ():
        if not isinstance(told, Mapping):
            yield f"may_become must give each change of {code} a cost, not {told!r:.80}"
