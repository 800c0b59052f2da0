"""Read what is asked of ``improve``: which answers may change, how far, and at what cost."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

import attrs

from pamms_core._frozen import FrozenMap
from pamms_core.answers import NOT_ASSESSED, NotAssessed, parse_reported
from pamms_core.errors import PammsError, UnknownNameError, did_you_mean
from pamms_core.rating.improving.choices import Choice, Choices
from pamms_core.rating.improving.costs import STEPS, Cost, scale_of
from pamms_core.scale import Rating

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pamms_core.rating.engine import Rater
    from pamms_core.rating.tree import Node
    from pamms_core.standards.question_set import Question

__all__ = ["ChangeRequestError", "Request", "Told", "node_at", "rating_of"]

Told: TypeAlias = "Rating | NotAssessed | str | int"
"""What a question may become: a rating or its name, *not assessed*, or a number."""


class ChangeRequestError(PammsError, ValueError):
    """A request for changes of answers that contradicts itself or the set; lists every reason.

    >>> ChangeRequestError(["'A01' is both fixed and to be changed"]).reasons
    ("'A01' is both fixed and to be changed",)
    """

    def __init__(self, reasons: Iterable[str]) -> None:
        self.reasons: tuple[str, ...] = tuple(reasons)
        super().__init__(self.reasons)

    def __str__(self) -> str:
        return "; ".join(self.reasons)


def node_at(rater: Rater, code: str) -> int:
    """Return the place of a node, or raise UnknownNameError."""
    codes = [node.code for node in rater.nodes]
    if code not in codes:
        raise UnknownNameError("node", str(code), codes)
    return codes.index(code)


def rating_of(rater: Rater, told: Rating | str) -> Rating:
    """Return a rating of the scale by what it is called, or raise UnknownNameError."""
    scale = rater.question_set.framework.scale
    if isinstance(told, Rating):
        if told.scale != scale:
            raise UnknownNameError("rating", f"{told.scale.id}: {told.key}", scale.keys)
        return told
    return scale.parse(str(told))


def _codes(codes: Iterable[str]) -> tuple[str, ...]:
    return (codes,) if isinstance(codes, str) else tuple(dict.fromkeys(codes))


def _optional(codes: Iterable[str] | None) -> tuple[str, ...] | None:
    return None if codes is None else _codes(codes)


def _groups(groups: Iterable[Iterable[str]]) -> tuple[tuple[str, ...], ...]:
    return tuple(map(_codes, groups))


def _mapped(given: Mapping[str, Rating | str]) -> FrozenMap[str, Rating | str]:
    return FrozenMap(given)


def _nested(given: Mapping[str, Mapping[Told, int]]) -> FrozenMap[str, FrozenMap[Told, int | Fraction]]:
    return FrozenMap({code: FrozenMap(dict(each)) for code, each in given.items()})


@attrs.frozen(kw_only=True)
class Request:
    """What may change, and at what cost. Codes are of questions, or of nodes with all below."""

    cost: Cost = STEPS
    fixed: tuple[str, ...] = attrs.field(default=(), converter=_codes)
    only: tuple[str, ...] | None = attrs.field(default=None, converter=_optional)
    together: tuple[tuple[str, ...], ...] = attrs.field(default=(), converter=_groups)
    limits: FrozenMap[str, Rating | str] = attrs.field(factory=FrozenMap, converter=_mapped)
    """How far an answer can go at most."""
    may_become: FrozenMap[str, FrozenMap[Told, int | Fraction]] = attrs.field(
        factory=FrozenMap, converter=_nested
    )
    """All that a question may become, each with its whole cost, in place of steps."""
    loses: bool = False

    def choices(self, rater: Rater, states: Sequence[int | None], top: int) -> Choices:
        """Work out what each question may become.

        Raises:
            ChangeRequestError: the request contradicts itself or the set; lists every reason.
        """
        return _Reader(self, rater, states, rater.nodes[top]).choices()


class _Reader:
    """Reads one request beside one sheet, and keeps what is wrong with it."""

    def __init__(self, request: Request, rater: Rater, states: Sequence[int | None], node: Node) -> None:
        self.request, self.rater, self.states, self.node = request, rater, states, node
        self.scale = rater.question_set.framework.scale
        self.ranks = len(self.scale)
        self.at = {question.code: place for place, question in enumerate(rater.questions)}
        self.below = {node.code: [question.code for question in node.questions] for node in rater.nodes}
        self.wrong: list[str] = list(request.cost.wrong())
        self._costs: dict[tuple[str, int], Fraction] = {}

    def choices(self) -> Choices:
        request = self.request
        fixed, only = self._expanded(request.fixed), self._expanded(request.only or ())
        self._unknown([*request.cost.steps, *request.cost.questions, *request.may_become])
        self._clashes(fixed)
        limits = self._limits()
        offers = [self._offers(place, limits) for place in range(len(self.states))]
        if self.wrong:
            raise ChangeRequestError(dict.fromkeys(self.wrong))
        free = {self.at[each] for each in only} if request.only is not None else set(self.at.values())
        free -= {self.at[each] for each in fixed}
        free &= set(range(self.node.start, self.node.stop))
        scale = scale_of(cost for place in free for _, cost in offers[place])
        return Choices(
            questions=tuple(
                _sorted(state, offers[place] if place in free else (), scale)
                for place, state in enumerate(self.states)
            ),
            together=tuple(
                tuple(self.at[code] for code in group if self.at[code] in free)
                for group in request.together
            ),
            scale=scale,
        )

    def _expanded(self, codes: Iterable[str]) -> dict[str, None]:
        """Return the codes of questions, those below named nodes among them."""
        found: dict[str, None] = {}
        for code in codes:
            found |= dict.fromkeys(self.below.get(code, [code]))
        self._unknown(found)
        return {code: None for code in found if code in self.at}

    def _unknown(self, codes: Iterable[str]) -> None:
        for code in codes:
            if code not in self.at:
                near = did_you_mean(str(code), [*self.at, *self.below])
                hint = f" ({near})" if near else ""
                self.wrong.append(f"{code!r} is not a question of the set{hint}")

    def _clashes(self, fixed: Iterable[str]) -> None:
        """Note where a question is to be fixed and also to be changed."""
        request = self.request
        named = set(_codes(request.only or ())) | set(request.may_become) | set(request.limits)
        grouped = [code for group in request.together for code in group]
        for code in fixed:
            if code in named or code in grouped:
                self.wrong.append(f"{code} is fixed, and also among what is to be changed")
        self._unknown(grouped)
        for code in sorted({code for code in grouped if grouped.count(code) > 1}):
            self.wrong.append(f"{code} is in more than one group")
        if request.only is not None:
            only = self._expanded(request.only)
            outside = [code for code in dict.fromkeys(grouped) if code in self.at and code not in only]
            self.wrong += [f"{code} is in a group, but not among what may change" for code in outside]

    def _limits(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for code, told in self.request.limits.items():
            try:
                rank = rating_of(self.rater, told).rank
            except UnknownNameError as error:
                self.wrong.append(f"{code}: {error}")
                continue
            found |= dict.fromkeys(self._expanded([code]), rank)
        return found

    def _offers(self, place: int, limits: Mapping[str, int]) -> list[tuple[int | None, Fraction]]:
        """List what a question may become, with exact costs."""
        question, state = self.rater.questions[place], self.states[place]
        if question.code in self.request.may_become:
            return list(self._told(question, self.request.may_become[question.code]))
        if question.most is not None or state is None or state >= self.ranks:
            return []
        if self.wrong:
            return []
        if self.request.loses:
            last = max(limits.get(question.code, 0), 0)
            ranks = range(state - 1, last - 1, -1)
        else:
            ranks = range(state + 1, limits.get(question.code, self.ranks - 1) + 1)
        return [(rank, self._cost(question.code, abs(rank - state))) for rank in ranks]

    def _cost(self, code: str, steps: int) -> Fraction:
        """Work out what steps cost once for all questions that nothing is told of."""
        cost = self.request.cost
        named = code if code in cost.steps or code in cost.questions else ""
        if (named, steps) not in self._costs:
            self._costs[named, steps] = cost.of(named, steps)
        return self._costs[named, steps]

    def _told(
        self, question: Question, told: Mapping[Told, int | Fraction]
    ) -> Iterator[tuple[int | None, Fraction]]:
        for become, cost in told.items():
            if not isinstance(cost, int | Fraction) or isinstance(cost, bool) or cost <= 0:
                self.wrong.append(f"{question.code}: a cost must be above 0, not {cost!r:.80}")
                continue
            try:
                state = self._state(question, become)
            except (UnknownNameError, ValueError) as error:
                self.wrong.append(f"{question.code}: {error}")
                continue
            if state != self.states[self.at[question.code]]:
                yield state, Fraction(cost)

    def _state(self, question: Question, told: Told) -> int | None:
        if question.most is not None:
            if told is NOT_ASSESSED:
                return None
            if isinstance(told, bool) or not isinstance(told, int) or not 0 <= told <= question.most:
                raise ValueError(f"must be a number from 0 to {question.most}, not {told!r:.80}")
            return told
        reported = parse_reported(told, self.scale) if isinstance(told, str) else told
        if isinstance(reported, NotAssessed):
            return self.ranks
        if not isinstance(reported, Rating):
            raise ValueError(f"{told!r:.80} is no rating")  # noqa: TRY004 (callers catch one kind)
        return rating_of(self.rater, reported).rank


def _sorted(
    now: int | None, offers: Iterable[tuple[int | None, Fraction]], scale: int
) -> tuple[Choice, ...]:
    """Put how it is now first, and then what costs more and more."""
    others = [Choice(state, cost.numerator * (scale // cost.denominator)) for state, cost in offers]
    return (Choice(now, 0), *sorted(others, key=lambda each: each.cost))
