"""At which scores that can come out does the rounding mode decide the rating?

The bands are read by every mode at once: a node is given the tests of all of
them, and each total that it can then have shows what every mode would earn.
"""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING

import attrs

from pamms_core._frozen import FrozenMap
from pamms_core.answers import NOT_ASSESSED, Answer, Answers
from pamms_core.rating.compiler import Compiled
from pamms_core.rating.masks import lowest
from pamms_core.rating.reach import explore
from pamms_core.rating.rounding import RoundingMode
from pamms_core.rating.verdict import State

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from fractions import Fraction

    from pamms_core.rating.conditions import Facts
    from pamms_core.rating.engine import Rater
    from pamms_core.rating.reach import Reach, Totals
    from pamms_core.rating.rounding import Rounding
    from pamms_core.rating.scores import Score
    from pamms_core.rating.sums import Test
    from pamms_core.scale import Rating, Scale

__all__ = ["Parting", "modes_that_differ"]


@attrs.frozen(kw_only=True)
class Parting:
    """A score at which a rounding mode earns another rating than the method's."""

    mode: RoundingMode
    score: Fraction
    states: Mapping[int, int | None]
    """A sheet with this score: states by the questions' places."""
    flags: Mapping[str, bool]


@attrs.frozen
class _EveryMode:
    """Reads bands by every rounding mode; the rating itself is of no interest."""

    bands: Mapping[RoundingMode, Sequence[tuple[str, Test, bool]]]

    def tests(self, keys: tuple[str, ...]) -> Iterable[Test]:  # noqa: ARG002
        """List the tests of all modes."""
        return (test for bands in self.bands.values() for _, test, _ in bands)

    def read(self, facts: Facts, scale: Scale) -> Rating | State:  # noqa: ARG002
        """Rate the node anyhow."""
        return scale.worst

    def earned(self, results: Mapping[Test, bool]) -> dict[RoundingMode, str]:
        """Return the rating that each mode earns, empty for the worst."""
        return {
            mode: next((key for key, test, failing in bands if results[test] is not failing), "")
            for mode, bands in self.bands.items()
        }


def modes_that_differ(
    rater: Rater,
    place: int,
    states: Callable[[int], Sequence[int | None]],
    flags: Iterable[Mapping[str, bool]],
    budget: int,
) -> tuple[Parting, ...] | None:
    """Find each rounding mode that earns a node another rating, before limits.

    Args:
        rater: the set and method.
        place: a node that reads bands off a rounded score.
        states: the states that a question, by its place, may have.
        flags: every combination of flags.
        budget: the most additions that any one step of the search may take.

    Returns:
        Where the modes part; ``None`` where there is too much to try.
    """
    score = rater.method.rule_of(rater.nodes[place]).score
    if score is None or score.rounding is None:
        return ()
    every = _every_mode(rater, place, score, score.rounding)
    other, start = _reading_by(rater, place, every), rater.nodes[place].start
    found: dict[RoundingMode, Parting] = {}
    for given in flags:
        reach = explore(other, given, lambda at: states(start + at), budget=budget)
        totals = reach.totals[-1]
        if totals is None:
            return None
        for rest, at, earned in _earned(reach, totals, every, given):
            for mode in RoundingMode:
                if mode not in found and earned[mode] != earned[score.rounding.mode]:
                    sheet = {start + each: state for each, state in totals.sheet(rest, at).items()}
                    found[mode] = _parting(rater, place, mode, sheet, given)
    return tuple(found[mode] for mode in RoundingMode if mode in found)


def _every_mode(rater: Rater, place: int, score: Score, rounding: Rounding) -> _EveryMode:
    rule, points = rater.method.rule_of(rater.nodes[place]), rater.method.points
    units = rater.compiled.plans[place].units
    scores = {
        mode: attrs.evolve(score, rounding=attrs.evolve(rounding, mode=mode)) for mode in RoundingMode
    }
    return _EveryMode(
        {
            mode: [(band.rating, *each.earns(band.bound, points, units)) for band in rule.bands.bands]
            for mode, each in scores.items()
        }
    )


def _reading_by(rater: Rater, place: int, every: _EveryMode) -> Rater:
    """Make a rater of a node and all below it, which differs at that node only, in its reading."""
    node = rater.nodes[place]
    rule = attrs.evolve(rater.method.rule_of(node), reading=every)  # type: ignore[arg-type]  # it reads like a reading, for all modes at once
    name = node.code if rater.method.tree is None else f"{node.kind} of {node.code}"
    other = copy(rater)
    other.method = attrs.evolve(rater.method, rules=FrozenMap({**rater.method.rules, name: rule}))
    below = sorted(_below(rater, place))
    other.nodes = tuple(
        attrs.evolve(
            each,
            kind=name if each is node else each.kind,
            children=tuple(map(below.index, each.children)),
            start=each.start - node.start,
        )
        for each in map(rater.nodes.__getitem__, below)
    )
    other.compiled = Compiled(rater.question_set.framework.scale, other.method, other.nodes)
    other.questions, other.tables = other.compiled.questions, other.compiled.tables
    other._steps = {}
    return other


def _below(rater: Rater, place: int) -> set[int]:
    """Return the places of a node and all nodes below it."""
    children = rater.nodes[place].children
    return {place}.union(*(_below(rater, child) for child in children))


def _earned(
    reach: Reach, totals: Totals, every: _EveryMode, flags: Mapping[str, bool]
) -> Iterator[tuple[int, int, dict[RoundingMode, str]]]:
    """Yield what every mode earns, once for all totals that no test tells apart."""
    alike = {
        sign: (rest, lowest(places))
        for rest, by_sign in totals.signed.items()
        for sign, places in by_sign.items()
    }
    for rest, at in alike.values():
        if totals.verdict(rest, at).state is State.RATED:
            total = totals.plane.total(rest, at)
            facts = reach.rater.compiled.facts(totals.node, total, flags)
            yield rest, at, every.earned(facts.results)


def _parting(
    rater: Rater,
    place: int,
    mode: RoundingMode,
    sheet: Mapping[int, int | None],
    flags: Mapping[str, bool],
) -> Parting:
    scale = rater.question_set.framework.scale
    states = {at: sheet[at] for at in sorted(sheet)}
    entries, numbers = {}, {}
    for at, state in states.items():
        question = rater.questions[at]
        if question.most is not None and state is not None:
            numbers[question.code] = state
        elif state is not None and state <= len(scale):
            reported = scale.at(state) if state < len(scale) else NOT_ASSESSED
            entries[question.code] = Answer(reported)
    answers = Answers(
        set_id=rater.question_set.id,
        edition=rater.question_set.edition,
        entries=entries,
        numbers=numbers,
        flags=flags,
    )
    score = rater.rate(answers)[rater.nodes[place].code].score
    assert score is not None  # noqa: S101 (the node is rated off bands)
    return Parting(mode=mode, score=score, states=states, flags=flags)
