"""Decide each property of a method on one tree, by argument or by trying everything."""

from __future__ import annotations

from itertools import combinations, product
from typing import TYPE_CHECKING

from pamms_core._display import counted
from pamms_core._frozen import FrozenMap
from pamms_core.rating.best_child import above_best_child
from pamms_core.rating.bounds import bounded_shifts
from pamms_core.rating.examples import largest_found
from pamms_core.rating.findings import Finding, Property, Status
from pamms_core.rating.monotony import is_bounded_by_form, is_decided_by_form, is_monotone_by_form
from pamms_core.rating.plan import NOT_ANSWERED, NOT_ASSESSED
from pamms_core.rating.reach import explore, follow
from pamms_core.rating.readings import Bands
from pamms_core.rating.score_reach import modes_that_differ
from pamms_core.rating.verdict import State

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from pamms_core.rating.bounds import Shifts
    from pamms_core.rating.engine import Rater
    from pamms_core.rating.method import NodeRule
    from pamms_core.rating.reach import Changes, Moves, Reach
    from pamms_core.rating.tree import Node
    from pamms_core.rating.verdict import Verdict

__all__ = ["Study"]


class Study:
    """One method on one tree.

    Args:
        rater: the set and method, compiled.
        budget: the most additions that one step of a search may take.
        progress: called with what is being tried.
    """

    def __init__(self, rater: Rater, budget: int, progress: Callable[[str], None]) -> None:
        self._rater = rater
        self._budget = budget
        self._progress = progress
        self._ranks = len(rater.question_set.framework.scale)
        flags = rater.method.flags
        self._flags = [
            dict(zip(flags, guess, strict=True)) for guess in product([False, True], repeat=len(flags))
        ]
        self._rules = [rater.method.rule_of(node) for node in rater.nodes]
        self._decided = self._by_form(is_decided_by_form)
        self._argued = self._by_form(lambda rule: is_monotone_by_form(rule, rater.method))
        self._explored: dict[bool, list[Reach]] = {}

    def findings(self) -> Iterator[Finding]:
        """Yield the findings on every property that needs the tree."""
        yield from self._uniform()
        yield from self._monotone()
        yield from self._best_child()
        yield from self._reached()
        yield from self._largest(
            Property.SETTING_ASIDE, self._set_asides, lambda a, b: b - a, "gained {} by setting it aside"
        )
        yield from self._largest(
            Property.ONE_ANSWER, self._swaps, lambda a, b: abs(b - a), "moved {} by one answer"
        )
        yield from self._rounding()

    # What questions may be answered, and how one answer may change.

    def _rated_states(self, place: int) -> Sequence[int | None]:
        most = self._rater.questions[place].most
        return range(self._ranks) if most is None else range(most + 1)

    def _all_states(self, place: int) -> Sequence[int | None]:
        rated = self._rated_states(place)
        if self._rater.questions[place].most is not None:
            return (*rated, None)
        apart = any(
            rule.missing.get(NOT_ASSESSED) != rule.missing.get(NOT_ANSWERED) for rule in self._rules
        )
        return (*rated, self._ranks, self._ranks + 1) if apart else (*rated, self._ranks)

    def _raises(self, place: int) -> Sequence[tuple[int, int]]:
        if self._rater.questions[place].most is not None:
            return ()  # better or worse is said of ratings
        # Not only to the next rating: between two ratings a node may be undetermined.
        return list(combinations(range(self._ranks), 2))

    def _set_asides(self, place: int) -> Sequence[tuple[int, int]]:
        if self._rater.questions[place].most is not None:
            return ()
        return [(rank, self._ranks) for rank in range(self._ranks)]

    def _swaps(self, place: int) -> Sequence[tuple[int, int]]:
        question = self._rater.questions[place]
        if question.most is not None or question.critical:
            return ()
        return [(a, b) for a in range(self._ranks) for b in range(self._ranks) if a != b]

    def _reaches(self, *, full: bool) -> list[Reach]:
        """Explore under every combination of flags, once."""
        if full not in self._explored:
            self._explored[full] = [
                explore(
                    self._rater,
                    flags,
                    self._all_states if full else self._rated_states,
                    budget=self._budget,
                    progress=self._progress,
                )
                for flags in self._flags
            ]
        return self._explored[full]

    def _followed(self, moves: Moves) -> list[list[Changes | None]]:
        budget = self._budget // 20  # pairs cost more than totals
        return [
            follow(reach, moves, budget=budget, progress=self._progress)
            for reach in self._reaches(full=True)
        ]

    # The properties.

    def _uniform(self) -> Iterator[Finding]:
        """Rate every uniform sheet; flags, if there are any, given as not so."""
        scale = self._rater.question_set.framework.scale
        unraised = self._flags[0]
        wrong: dict[int, str] = {}
        for rating in scale:
            states = [
                rating.rank if question.most is None else None for question in self._rater.questions
            ]
            for place, verdict in enumerate(self._rater.verdicts(states, unraised)):
                if verdict.state is not State.SCORED and verdict.rating != rating:
                    wrong.setdefault(place, rating.key)
        for place, node in enumerate(self._rater.nodes):
            asks_ratings = any(question.most is None for question in node.questions)
            if self._rules[place].reading is None or not asks_ratings:
                continue
            status = Status.FAILS if place in wrong else Status.HOLDS
            said = (
                f"all {wrong[place]} is rated otherwise" if place in wrong else "tried for each rating"
            )
            yield Finding(property=Property.UNIFORM, node=node.code, status=status, said=said)

    def _by_form(self, holds: Callable[[NodeRule], bool]) -> list[bool]:
        """Argue node by node: it holds of the rule, and of those of all nodes below."""
        argued: list[bool] = []
        for node, rule in zip(self._rater.nodes, self._rules, strict=True):
            argued.append(all(argued[child] for child in node.children) and holds(rule))
        return argued

    def _monotone(self) -> Iterator[Finding]:
        about = Property.MONOTONE
        tried = [] if all(self._argued) else self._followed(self._raises)
        for place, node in enumerate(self._rater.nodes):
            if self._argued[place]:
                said = "by its form, and that of every rule below"
                yield Finding(property=about, node=node.code, status=Status.HOLDS, said=said)
            else:
                yield self._tried(about, node, [changes[place] for changes in tried])

    def _tried(self, about: Property, node: Node, tried: Sequence[Changes | None]) -> Finding:
        """Look for a raised answer that lowers a rating."""
        for flags, changes in zip(self._flags, tried, strict=True):
            for a, b in sorted(changes.pairs) if changes is not None else ():
                before, after = changes.totals.verdict(a), changes.totals.verdict(b)  # type: ignore[union-attr]
                if before.rating and after.rating and after.rating < before.rating:
                    return Finding(
                        property=about,
                        node=node.code,
                        status=Status.FAILS,
                        said=f"a better answer lowers it from {before.rating} to {after.rating}",
                        sheets=tuple(map(self._sheet, changes.sheets((a, b)))),  # type: ignore[union-attr]
                        flags=FrozenMap(flags),
                    )
        if None in tried:
            return self._too_much(about, node)
        return Finding(property=about, node=node.code, status=Status.HOLDS, said="tried throughout")

    def _best_child(self) -> Iterator[Finding]:
        about = Property.BEST_CHILD
        open_ = [place for place in range(len(self._rules)) if not self._is_bounded(place)]
        reaches = self._reaches(full=True) if open_ else []
        for place, node in enumerate(self._rater.nodes):
            if self._rules[place].reading is None:
                continue
            if place not in open_:
                said = "by the form of its rule"
                yield Finding(property=about, node=node.code, status=Status.HOLDS, said=said)
                continue
            found = [above_best_child(reach, place, self._budget) for reach in reaches]
            above = next((each for each in zip(found, self._flags, strict=True) if each[0]), None)
            if above and above[0]:
                verdict, best, states = above[0]
                flags = above[1]
                said = f"it can be {verdict.rating} while its best child is {best}"
                yield Finding(
                    property=about,
                    node=node.code,
                    status=Status.FAILS,
                    said=said,
                    sheets=(self._sheet(states),),
                    flags=FrozenMap(flags),
                )
            elif None in found:
                yield self._too_much(about, node)
            else:
                yield Finding(
                    property=about, node=node.code, status=Status.HOLDS, said="tried throughout"
                )

    def _is_bounded(self, place: int) -> bool:
        node = self._rater.nodes[place]
        decided = all(self._decided[child] for child in node.children)
        return decided and is_bounded_by_form(self._rules[place], node, self._rater.method)

    def _reached(self) -> Iterator[Finding]:
        """Look for ratings that never come out, and limits that never act."""
        full = self._reaches(full=True)
        for place, node in enumerate(self._rater.nodes):
            complete = all(reach.totals[place] is not None for reach in full)
            tried = [reach.totals[place] for reach in (full if complete else self._reaches(full=False))]
            verdicts = {
                totals.verdict(total)
                for totals in tried
                if totals is not None
                for total in totals.reached
            }
            if self._rules[place].reading is not None:
                yield self._ratings(node, verdicts, complete=complete)
            if self._rules[place].limits:
                yield self._limits(node, self._rules[place], verdicts, complete=complete)

    def _ratings(self, node: Node, verdicts: Collection[Verdict], *, complete: bool) -> Finding:
        if not verdicts:
            return self._too_much(Property.REACHABLE, node)
        found = {verdict.rating for verdict in verdicts}
        never = [
            rating.label for rating in self._rater.question_set.framework.scale if rating not in found
        ]
        if not never:
            status, said = Status.HOLDS, "a sheet was found for each"
        elif complete:
            status, said = Status.FAILS, f"never {' or '.join(never)}; tried throughout"
        else:
            status, said = Status.UNPROVEN, f"no full sheet gives {' or '.join(never)}"
        return Finding(property=Property.REACHABLE, node=node.code, status=status, said=said)

    def _limits(
        self, node: Node, rule: NodeRule, verdicts: Collection[Verdict], *, complete: bool
    ) -> Finding:
        if not verdicts:
            return self._too_much(Property.LIMIT_ACTS, node)
        acting = {limit.id for verdict in verdicts for limit in verdict.acting}
        never = [limit.id for limit in rule.limits if limit.id not in acting]
        if not never:
            status, said = Status.HOLDS, "a sheet was found for each"
        elif complete:
            status, said = Status.FAILS, f"{', '.join(never)} can never act; tried throughout"
        else:
            status, said = Status.UNPROVEN, f"{', '.join(never)} acts on no full sheet"
        return Finding(property=Property.LIMIT_ACTS, node=node.code, status=status, said=said)

    def _largest(
        self, about: Property, moves: Moves, size: Callable[[int, int], int], said: str
    ) -> Iterator[Finding]:
        """Measure the largest change of rank that one changed answer can make at each node."""
        followed = self._followed(moves)
        shifts: list[Shifts | None] = []
        for place, node in enumerate(self._rater.nodes):
            tried = [each for changes in followed if (each := changes[place]) is not None]
            if len(tried) == len(followed):
                shifts.append(_shifts(tried))
                if self._rules[place].reading is not None:
                    yield self._largest_at(about, node, tried, size, said)
                continue
            bound = self._bounded(place, shifts, sets_aside=about is Property.SETTING_ASIDE)
            shifts.append(bound)
            if self._rules[place].reading is not None:
                yield self._largest_within(about, node, bound, size, moves, said)

    def _bounded(
        self, place: int, shifts: Sequence[Shifts | None], *, sets_aside: bool
    ) -> Shifts | None:
        """Bound a node's pairs of verdicts, under every combination of flags."""
        below = [shifts[child] for child in self._rater.nodes[place].children]
        if not below or None in below:
            return None
        every = frozenset(pair for each in below if each for pair in each)
        found = [
            bounded_shifts(
                self._rater.compiled.plans[place],
                self._rater.question_set.framework.scale,
                self._rater.method.points,
                every,
                flags,
                sets_aside=sets_aside,
            )
            for flags in self._flags
        ]
        return None if None in found else frozenset(pair for each in found if each for pair in each)

    def _largest_within(
        self,
        about: Property,
        node: Node,
        bound: Shifts | None,
        size: Callable[[int, int], int],
        moves: Moves,
        said: str,
    ) -> Finding:
        """Settle the largest change by a bound from above and an example that reaches it."""
        if bound is None:
            return self._too_much(about, node)
        keys = self._rater.question_set.framework.scale.keys[::-1]
        most = max(
            (size(keys.index(a), keys.index(b)) for a, b in bound if a in keys and b in keys), default=0
        )
        reached, sheets = largest_found(self._rater, self._reaches(full=False)[0], node, moves, size)
        if reached < most:
            said = f"at least {reached} and at most {counted(most, 'rating')}; not settled between"
            return Finding(property=about, node=node.code, status=Status.UNPROVEN, said=said)
        measured = said.format(counted(most, "rating"))
        return Finding(
            property=about,
            node=node.code,
            status=Status.MEASURED,
            said=f"{measured}; no more by a bound, and an example reaches it",
            value=most,
            sheets=tuple(map(self._sheet, sheets)),
            flags=FrozenMap(self._flags[0]),
        )

    def _largest_at(
        self,
        about: Property,
        node: Node,
        tried: Sequence[Changes],
        size: Callable[[int, int], int],
        said: str,
    ) -> Finding:
        largest, under = 0, self._flags[0]
        sheets: tuple[FrozenMap[str, str], ...] = ()
        for flags, changes in zip(self._flags, tried, strict=True):
            for a, b in sorted(changes.pairs):
                before, after = changes.totals.verdict(a).rating, changes.totals.verdict(b).rating
                if before and after and size(before.rank, after.rank) > largest:
                    largest = size(before.rank, after.rank)
                    sheets, under = tuple(map(self._sheet, changes.sheets((a, b)))), flags
        return Finding(
            property=about,
            node=node.code,
            status=Status.MEASURED,
            said=said.format(counted(largest, "rating")),
            value=largest,
            sheets=sheets,
            flags=FrozenMap(under),
        )

    def _rounding(self) -> Iterator[Finding]:
        """Compare the rounding modes at every score that can come out where bands are read."""
        for place, node in enumerate(self._rater.nodes):
            score = self._rules[place].score
            banded = isinstance(self._rules[place].reading, Bands)
            if score is not None and score.banded_rounding is not None and banded:
                yield self._rounded(place, node)

    def _rounded(self, place: int, node: Node) -> Finding:
        parted = modes_that_differ(self._rater, place, self._all_states, self._flags, self._budget)
        if parted is None:
            return self._too_much(Property.ROUNDING, node)
        if not parted:
            said = "tried at every score"
            return Finding(property=Property.ROUNDING, node=node.code, status=Status.HOLDS, said=said)
        shown = "; ".join(f"{each.mode} at {each.score}" for each in parted)
        return Finding(
            property=Property.ROUNDING,
            node=node.code,
            status=Status.FAILS,
            said=f"another rating is earned by {shown}",
            sheets=(self._sheet(parted[0].states),),
            flags=FrozenMap(parted[0].flags),
        )

    def _too_much(self, about: Property, node: Node) -> Finding:
        said = "there is too much to try or a node below is undetermined, and no argument applies"
        return Finding(property=about, node=node.code, status=Status.UNPROVEN, said=said)

    def _sheet(self, states: Mapping[int, int | None]) -> FrozenMap[str, str]:
        """Write a sheet with codes and rating keys, in the tree's order."""
        scale = self._rater.question_set.framework.scale
        words = {len(scale): NOT_ASSESSED, len(scale) + 1: NOT_ANSWERED}
        told: dict[str, str] = {}
        for place, state in sorted(states.items()):
            question = self._rater.questions[place]
            if question.most is not None:
                told[question.code] = "not given" if state is None else str(state)
            else:
                rank = state if state is not None else len(scale) + 1
                told[question.code] = words.get(rank) or scale.at(rank).key
        return FrozenMap(told)


def _shifts(tried: Sequence[Changes]) -> Shifts:
    """Return the pairs of symbols of some changes, and those of no change."""
    moved = {
        (changes.totals.verdict(a).symbol, changes.totals.verdict(b).symbol)
        for changes in tried
        for a, b in changes.pairs
    }
    every = {
        changes.totals.verdict(total).symbol for changes in tried for total in changes.totals.reached
    }
    return frozenset({*moved, *((each, each) for each in every)})
