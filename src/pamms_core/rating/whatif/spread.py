"""Everything that open questions can still make of each node, and in how many ways.

What the inputs of a node add up to is a distribution: sums, each with a weight.
Distributions are convolved input by input. A finished node goes up to its parent
as a distribution of what it adds there, in which its pooled sums and its verdict
stay together; so limits on children's ratings, carried scores and counts of
questions in the whole tree see the same sheets. Weights are whole numbers.

Questions that move together are one input. Where they are below different
nodes, each of these has a distribution per row of their table, until they meet.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import product
from math import prod
from typing import TYPE_CHECKING, TypeAlias

import attrs

from pamms_core.errors import PammsError
from pamms_core.rating.whatif.finishing import Finisher, Sum, added

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pamms_core.rating import compiler
    from pamms_core.rating.engine import Rater
    from pamms_core.rating.verdict import Verdict

__all__ = ["Group", "Likely", "TooManyStatesError", "Weighted", "spread"]

Weighted: TypeAlias = "list[tuple[Verdict, int]]"
"""A node's verdicts, each with its weight; one may be there more than once."""

_Sums: TypeAlias = dict[Sum, int]


class TooManyStatesError(PammsError, ValueError):
    """There are more states to add up than were allowed; has what was found until then.

    >>> error = TooManyStatesError("overall", combinations=5_000_000, most=1_000_000)
    >>> error.node, error.combinations, error.most
    ('overall', 5000000, 1000000)
    """

    def __init__(self, node: str, combinations: int, most: int, found: tuple[object, ...] = ()) -> None:
        self.node = node
        """The node at which it stopped."""
        self.combinations = combinations
        """How many combinations of states one addition would have taken."""
        self.most = most
        """How many were allowed."""
        self.found = found
        """What was found for the nodes before it."""
        super().__init__(node, combinations, most, found)

    def __str__(self) -> str:
        return self.told()

    def told(self, allowing: str = "most=…") -> str:
        """Say what happened; ``allowing`` is how more is allowed where it was asked."""
        found = ", ".join(str(getattr(each, "code", each)) for each in self.found) or "no node"
        return (
            f"stopped at {self.node}: one addition would take {self.combinations} combinations of "
            f"states, and at most {self.most} are allowed (say {allowing}, or leave fewer questions "
            f"open); finished: {found}"
        )


@attrs.frozen
class Group:
    """Questions that move together."""

    places: tuple[int, ...]
    rows: tuple[tuple[tuple[int | None, ...], int], ...]
    """The states of all its questions together, each row with its weight."""


@attrs.frozen(kw_only=True)
class Likely:
    """What each question may be."""

    alone: Mapping[int, Mapping[int | None, int]]
    """By the place of each open question that moves by itself, its states and their weights."""
    groups: tuple[Group, ...]
    states: Sequence[int | None]
    """The states of all other questions."""


@attrs.frozen
class _Branch:
    """What an input, or several together, may add, for each way the groups below may be."""

    seen: Mapping[int, int]
    """Of which groups it has how many questions, where not yet all of them."""
    by_rows: Mapping[tuple[int, ...], _Sums]
    """By a row of each of these groups, in order: sums with their weights."""


def spread(
    rater: Rater, worlds: Sequence[tuple[compiler.Step, ...]], likely: Likely, most: int
) -> Iterator[Weighted]:
    """Yield the verdicts that each node may come to, children before parents.

    Args:
        rater: the set and method.
        worlds: the steps of all nodes, under each guess at the flags that are not given.
        likely: what each question may be.
        most: the most combinations of states that one addition may take.

    Raises:
        TooManyStatesError: one addition would take more.
    """
    work = _Work(rater, likely, most)
    for place in range(len(rater.nodes)):
        yield work.finish(place, Finisher(rater, place, worlds))


class _Work:
    """The branches finished so far."""

    def __init__(self, rater: Rater, likely: Likely, most: int) -> None:
        self._rater, self._likely, self._most = rater, likely, most
        self._member = {
            at: (g, n) for g, group in enumerate(likely.groups) for n, at in enumerate(group.places)
        }
        self._branches: dict[int, _Branch] = {}
        self._code = ""

    def finish(self, place: int, finisher: Finisher) -> Weighted:
        """Add up the inputs of a node and read its verdicts off the sums."""
        node = self._rater.nodes[place]
        self._code = node.code
        fixed, inputs = 0, []
        for at in range(node.start, node.start + len(node.direct)):
            if at in self._likely.alone or at in self._member:
                inputs.append(self._question(at))
            else:
                fixed += self._entry(at, self._likely.states[at])
        inputs += [self._branches.pop(child) for child in node.children]
        whole = _Branch({}, {(): {fixed: 1}})
        for each in sorted(inputs, key=lambda branch: (len(branch.seen), _size(branch))):
            whole = self._closed(self._joined(whole, each, finisher))
        return self._read(place, whole, finisher)

    def _entry(self, place: int, state: int | None) -> int:
        return self._rater.tables[place][state]  # type: ignore[index]  # None is for numbers only

    def _question(self, at: int) -> _Branch:
        """Return what one open question may add."""
        if at in self._member:
            group, nth = self._member[at]
            rows = enumerate(self._likely.groups[group].rows)
            return _Branch({group: 1}, {(n,): {self._entry(at, row[nth]): 1} for n, (row, _) in rows})
        sums: dict[Sum, int] = defaultdict(int)
        for state, weight in self._likely.alone[at].items():
            sums[self._entry(at, state)] += weight
        return _Branch({}, {(): sums})

    def _joined(self, one: _Branch, other: _Branch, finisher: Finisher) -> _Branch:
        """Add two inputs, row by row of the groups that both have questions of."""
        groups = sorted({*one.seen, *other.seen})
        size = prod(len(self._likely.groups[each].rows) for each in groups)
        if size * _size(one) * _size(other) > self._most:
            raise TooManyStatesError(self._code, size * _size(one) * _size(other), self._most)
        found: dict[tuple[int, ...], _Sums] = {}
        for rows in product(*(range(len(self._likely.groups[each].rows)) for each in groups)):
            row = dict(zip(groups, rows, strict=True))
            ours, theirs = (
                each.by_rows[tuple(row[group] for group in sorted(each.seen))] for each in (one, other)
            )
            found[rows] = _convolved(ours, theirs, finisher)
        seen = {group: one.seen.get(group, 0) + other.seen.get(group, 0) for group in groups}
        return _Branch(seen, found)

    def _closed(self, branch: _Branch) -> _Branch:
        """Merge the rows of groups all of whose questions are in."""
        left = {g: n for g, n in branch.seen.items() if n < len(self._likely.groups[g].places)}
        return branch if len(left) == len(branch.seen) else self._merged(branch, left)

    def _merged(self, branch: _Branch, left: Mapping[int, int]) -> _Branch:
        """Merge the rows of all groups but some, each row by its weight."""
        found: dict[tuple[int, ...], _Sums] = defaultdict(lambda: defaultdict(int))
        for rows, sums in branch.by_rows.items():
            row = dict(zip(sorted(branch.seen), rows, strict=True))
            weight = prod(self._likely.groups[g].rows[r][1] for g, r in row.items() if g not in left)
            target = found[tuple(row[group] for group in sorted(left))]
            for total, times in sums.items():
                target[total] += times * weight
        return _Branch(left, found)

    def _read(self, place: int, whole: _Branch, finisher: Finisher) -> Weighted:
        """Read the verdicts off the sums, and keep what the node adds to its parent."""
        ups: dict[tuple[int, ...], _Sums] = {}
        verdicts: dict[Sum, Verdict] = {}
        for rows, sums in whole.by_rows.items():
            up = ups[rows] = defaultdict(int)
            for total, weight in sums.items():
                verdicts[total], more = finisher.finish(total)
                up[more] += weight
        self._branches[place] = _Branch(whole.seen, ups)
        weights: dict[int, int] = defaultdict(int)  # by identity: a verdict is slow to hash
        for total, weight in self._merged(whole, {}).by_rows[()].items():
            weights[id(verdicts[total])] += weight
        by_id = {id(each): each for each in verdicts.values()}
        return [(by_id[key], weight) for key, weight in weights.items()]


def _size(branch: _Branch) -> int:
    """Return how many sums one row may have."""
    return max(map(len, branch.by_rows.values()))


def _convolved(one: _Sums, other: _Sums, finisher: Finisher) -> _Sums:
    """Add each sum of one to each of the other; weights multiply."""
    found: _Sums = defaultdict(int)
    if all(isinstance(each, int) for sums in (one, other) for each in sums):
        for b, times in other.items():
            for a, weight in one.items():
                found[a + b] += weight * times  # type: ignore[operator]
    else:
        for b, times in other.items():
            for a, weight in one.items():
                found[added(a, b)] += weight * times
    lowered: _Sums = defaultdict(int)
    for total, weight in found.items():
        lowered[finisher.lowered(total)] += weight
    return lowered
