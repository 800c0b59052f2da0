"""What one changed answer can do at each node: pairs of totals, before and after.

A change moves the place of a total by the same whatever else was answered. So a
pair is written as the rests before and after, and by how much the place moves.
Which pairs would show what is looked for is known from the node's totals alone,
and only those are gone into, down to the question that changes.
"""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

import attrs

from pamms_core.rating.masks import added, lowest, meeting, runs_of, shifted
from pamms_core.rating.reach import Asked, BeyondBudgetError, Sum, add_up, effort

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from pamms_core.rating.reach import Part, Reach, Sheet, Totals
    from pamms_core.rating.verdict import Verdict

__all__ = ["Changes", "Moves", "Wanted"]

Moves: TypeAlias = "Callable[[int], Iterable[tuple[int | None, int | None]]]"
"""The changes of state that one question, by its place, may make: before and after."""

Wanted: TypeAlias = "Callable[[Verdict, Verdict], bool]"
"""Whether a verdict before and one after a change are what is looked for."""

_Key: TypeAlias = "tuple[int, int, int]"
"""The rests before and after, and by how much the place moves."""

_Needed: TypeAlias = "Callable[[_Key], bool]"


class _Memo(dict):  # type: ignore[type-arg]
    """Results of a function, each found once."""

    def __init__(self, of: Callable[..., object]) -> None:
        super().__init__()
        self._of = of

    def __missing__(self, given: object) -> object:
        found = self[given] = self._of(given)
        return found


@attrs.frozen
class _Moved:
    """Places of one rest, all of which a change moves alike."""

    mask: int
    sheets: Callable[[int], tuple[Sheet, Sheet]]
    """Two sheets that differ in one answer, by the place before."""


class Changes:
    """The changes of one answer.

    Args:
        reach: what can come out.
        moves: the changes of state that one question may make.
        budget: the most work that a search may take.
    """

    def __init__(self, reach: Reach, moves: Moves, budget: int) -> None:
        self._reach = reach
        self._moves = moves
        self._budget = budget
        self._left = budget
        self._is_flat = not reach.plane.point  # then totals have hardly more than a place each
        self._others: dict[tuple[int, int], Sum] = {}
        self._joined = _Memo(self._join)
        self._samples: dict[tuple[int, int], dict[int, int]] = {}
        self._rests: dict[tuple[int, int], dict[int, int]] = {}

    def find(self, at: int, wanted: Wanted) -> tuple[Sheet, Sheet] | None:
        """Find two sheets that differ in one answer, on which a node's verdicts are wanted.

        Raises:
            BeyondBudgetError: there is too much to try.
        """
        self._left = self._budget
        totals = self._reach.totals[at]
        if totals is None:
            raise BeyondBudgetError
        looked_for = _Pairs(totals, wanted)
        for number in reversed(range(len(totals.stages))):
            for key, moved in self._own(at, number, looked_for.any).items():
                found = self._shown(at, number, key, moved, looked_for)
                if found is not None:
                    return found
        return None

    def _shown(
        self, at: int, number: int, key: _Key, moved: Sequence[_Moved], looked_for: _Pairs
    ) -> tuple[Sheet, Sheet] | None:
        """Look for a wanted pair where one input changes so."""
        for rest, pair in self._beside(at, number, key).items():
            places = looked_for.places(pair)
            for each in moved if places else ():
                found = self._sums(at, number, rest, each.mask) & places
                if found:
                    return self._sheets(at, number, rest, each, lowest(found))
        return None

    def _sheets(self, at: int, number: int, rest: int, moved: _Moved, place: int) -> tuple[Sheet, Sheet]:
        """Show a pair by two sheets."""
        others = self._other_inputs(at, number)
        own = meeting(moved.mask, others.spread[rest], place)
        assert own is not None  # noqa: S101 (the place is such a sum)
        first, second = moved.sheets(own)
        same = others.sheet(rest, place - own)
        return first | same, second | same

    # What an input itself may change by.

    def _own(self, at: int, number: int, needed: Callable[[_Key], bool]) -> dict[_Key, list[_Moved]]:
        """List the changes of one input, of which some other inputs may make a wanted pair."""
        parts = self._parts(at)[number]
        origin = parts[0].origin
        known: dict[_Key, bool] = {}

        def is_needed(key: _Key) -> bool:
            if key not in known:
                known[key] = any(map(needed, self._beside(at, number, key).values()))
            return known[key]

        found: dict[_Key, list[_Moved]] = defaultdict(list)
        own = self._asked(origin) if isinstance(origin, Asked) else self._below(at, origin, is_needed)
        for key, moved in own:
            if is_needed(key):
                found[key].append(moved)
        return found

    def _asked(self, origin: Asked) -> Iterator[tuple[_Key, _Moved]]:
        at = origin.at
        for before, after in self._moves(at):
            (rest, place), (other, to) = self._reach.put(at, before), self._reach.put(at, after)
            sheets = ({at: before}, {at: after})
            yield (rest, other, to - place), _Moved(1 << place, lambda _, sheets=sheets: sheets)  # type: ignore[misc]

    def _below(self, at: int, below: Totals, needed: _Needed) -> Iterator[tuple[_Key, _Moved]]:
        """Pass the changes of a child node on to the node."""
        passed = self._passed(at, below)

        def onward(pair: _Key) -> list[tuple[_Key, int]]:
            before, after, by = pair
            keys = [
                ((own, other, by), mask & shifted(onto, -by))
                for own, mask in passed[before].items()
                for other, onto in passed[after].items()
                if needed((own, other, by))
            ]
            return [(key, mask) for key, mask in keys if mask]

        goes_on = _Memo(onward)
        for number in range(len(below.stages)):
            for key, moved in self._own(below.node, number, lambda pair: bool(goes_on[pair])).items():
                for rest, pair in self._beside(below.node, number, key).items():
                    for each in moved if goes_on[pair] else ():
                        sums = self._sums(below.node, number, rest, each.mask)
                        show = partial(self._sheets, below.node, number, rest, each)
                        yield from (
                            (on, _Moved(sums & mask, show)) for on, mask in goes_on[pair] if sums & mask
                        )

    def _passed(self, at: int, below: Totals) -> Mapping[int, Mapping[int, int]]:
        """For each rest of a child, the places by what they are a rest of at the node."""
        step = self._parent(at).step
        found: dict[int, dict[int, int]] = {}
        for rest, by_sign in below.signed.items():
            merged: dict[int, int] = defaultdict(int)
            for mask in by_sign.values():
                for own, places in self._reach.passed_on(step, below, rest, mask):
                    merged[own] |= places
            found[rest] = merged
        return found

    # What the other inputs of a node add.

    def _beside(self, at: int, number: int, key: _Key) -> dict[int, _Key]:
        """For each rest of the other inputs, the pair of the node's own when one input changes so."""
        before, after, by = key
        earlier, later = self._joined[at, number, before], self._joined[at, number, after]
        return {rest: (earlier[rest], later[rest], by) for rest in earlier}

    def _join(self, given: tuple[int, int, int]) -> dict[int, int]:
        """For each rest of the other inputs, the node's own when one input adds a rest."""
        at, number, own = given
        place, lowered = self._places(at, number)[own], self._parent(at).lowered
        return {
            rest: lowered(rest + own, start + place)
            for rest, start in self._other_rests(at, number).items()
        }

    def _places(self, at: int, number: int) -> dict[int, int]:
        """Return a place for each rest that one input adds."""
        if (at, number) not in self._samples:
            parts = self._parent(at).stages[number][1]
            self._samples[at, number] = {part.rest: part.lowest for part in parts}
        return self._samples[at, number]

    def _other_rests(self, at: int, number: int) -> dict[int, int]:
        """Return the rests of all inputs but one, each with a place."""
        if (at, number) not in self._rests:
            found = self._other_inputs(at, number) if self._is_flat else self._one_of_each(at, number)
            self._rests[at, number] = {rest: lowest(mask) for rest, mask in found.spread.items()}
        return self._rests[at, number]

    def _one_of_each(self, at: int, number: int) -> Sum:
        """Add up all inputs but one, as if each rest that they add had one place only."""
        others = self._but(at, number)
        one = [[attrs.evolve(each, mask=1 << each.lowest) for each in parts] for parts in others]
        return self._added(at, one)

    def _other_inputs(self, at: int, number: int) -> Sum:
        """Return the totals of all inputs but one."""
        if (at, number) not in self._others:
            totals = self._parent(at)
            *earlier, (before_last, _) = totals.stages
            self._others[at, number] = (
                Sum(totals.plane, totals.ceilings, before_last, earlier)
                if number == len(earlier)
                else self._added(at, self._but(at, number))
            )
        return self._others[at, number]

    def _sums(self, at: int, number: int, rest: int, mask: int) -> int:
        """Add some places to those that the other inputs have with a rest."""
        runs = runs_of(mask)
        others = self._other_inputs(at, number).spread[rest]
        self._left -= len(runs) * effort(others)
        if self._left < 0:
            raise BeyondBudgetError
        return added(others, runs)

    def _added(self, at: int, inputs: Sequence[Sequence[Part]]) -> Sum:
        totals = self._parent(at)
        return add_up(totals.plane, totals.ceilings, inputs, self._budget)

    def _but(self, at: int, number: int) -> list[Sequence[Part]]:
        parts = self._parts(at)
        return [*parts[:number], *parts[number + 1 :]]

    def _parts(self, at: int) -> list[Sequence[Part]]:
        return [parts for _, parts in self._parent(at).stages]

    def _parent(self, at: int) -> Totals:
        totals = self._reach.totals[at]
        assert totals is not None  # noqa: S101 (children of what is within reach are so too)
        return totals


class _Pairs:
    """Where a node's verdicts before and after are as wanted."""

    def __init__(self, totals: Totals, wanted: Wanted) -> None:
        self._wanted = wanted
        self._found: dict[_Key, int] = {}
        self._rated: dict[int, dict[object, tuple[Verdict, int]]] = {}
        for rest, by_sign in totals.signed.items():
            masks: dict[str, int] = defaultdict(int)
            for sign, mask in by_sign.items():
                masks[totals.step.verdicts[sign].symbol] |= mask
            verdicts = {
                totals.step.verdicts[sign].symbol: totals.step.verdicts[sign] for sign in by_sign
            }
            self._rated[rest] = {
                symbol: (verdicts[symbol], mask)
                for symbol, mask in masks.items()
                if verdicts[symbol].rating is not None
            }

    def any(self, pair: _Key) -> bool:
        """Whether any pair of totals so written is wanted."""
        return bool(self.places(pair))

    def places(self, pair: _Key) -> int:
        """Return the places before a change so written, from which it is wanted."""
        if pair not in self._found:
            before, after, by = pair
            self._found[pair] = 0
            for verdict, mask in self._rated[before].values():
                for other, onto in self._rated[after].values():
                    if self._wanted(verdict, other):
                        self._found[pair] |= mask & shifted(onto, -by)
        return self._found[pair]
