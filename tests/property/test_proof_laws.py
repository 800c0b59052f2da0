"""The prover against a look at every sheet, on drawn methods, lawful and lawless."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brute import Brute, rank_of
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pamms_core import Rater
from pamms_core.rating.conditions import Count
from pamms_core.rating.plan import NOT_ANSWERED, NOT_ASSESSED
from pamms_core.rating.proofs import Property, Status, prove
from pamms_core.rating.readings import Bands
from pamms_core.rating.rounding import RoundingMode
from pamms_core.testing import any_methods, methods, question_sets, scales

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pamms_core.rating.findings import ProofFinding
    from pamms_core.rating.verdict import Verdict

MOST_SHEETS = 1_500
# Each example is tried on all its sheets, so half of the profile's examples is plenty.
FEWER = settings(max_examples=max(settings().max_examples // 2, 1))
BUDGETS = st.sampled_from([0, 3, 10, 30, 100, 300, 1_000, 3_000, 10_000, 30_000])


@st.composite
def lawful(draw: st.DrawFn) -> Brute:
    """Draw a small set and a lawful method."""
    scale = draw(scales(max_size=4))
    question_set = draw(question_sets(scale, max_standards=3, max_questions=2))
    return small(Rater(question_set, draw(methods(scale))))


@st.composite
def lawless(draw: st.DrawFn) -> Brute:
    """Draw a small set and a method of any rules."""
    question_set = draw(question_sets(draw(scales(max_size=4)), max_standards=3, max_questions=2))
    return small(Rater(question_set, draw(any_methods(question_set))))


@st.composite
def own_trees(draw: st.DrawFn) -> Brute:
    """Draw a method of any rules with its own tree, numbers among its inputs."""
    return small(Rater.of_method(draw(any_methods())))


def small(rater: Rater) -> Brute:
    """Look at a rater only if it has few enough sheets."""
    brute = Brute(rater)
    assume(brute.size <= MOST_SHEETS)
    return brute


class TestAgainstEverySheet:
    """Issue "2 of 6": proofs are exact, and each finding is what looking at every sheet finds."""

    @FEWER
    @given(brute=lawful(), budget=BUDGETS)
    def test_findings_on_lawful_methods_are_true(self, brute: Brute, budget: int) -> None:
        """Every finding on a lawful method is what every sheet shows; every node is monotone."""
        check_all(brute, None)
        check_all(brute, budget)
        for place, node in enumerate(brute.rater.nodes):
            assert brute.is_monotone(place), node.code
            assert brute.is_uniform(place), node.code

    @FEWER
    @given(brute=lawless(), budget=BUDGETS)
    def test_findings_on_lawless_methods_are_true(self, brute: Brute, budget: int) -> None:
        """Every finding on a method of any rules is what every sheet shows."""
        check_all(brute, None)
        check_all(brute, budget)

    @FEWER
    @given(brute=own_trees(), budget=BUDGETS)
    def test_findings_on_methods_with_their_own_tree_are_true(self, brute: Brute, budget: int) -> None:
        """Every finding on a method with its own tree is what every sheet shows."""
        check_all(brute, None)
        check_all(brute, budget)


def check_all(brute: Brute, budget: int | None) -> None:
    """Check every finding; without a budget, also that nothing is left open that could be tried."""
    rater = brute.rater
    own_set = None if rater.method.tree is not None else rater.question_set
    if budget is None:
        proofs = prove(rater.method, own_set)
    else:
        proofs = prove(rater.method, own_set, budget=budget)
    looked_at = [each for each in proofs.findings if each.property not in BY_FORM]
    assert [(each.property, each.node) for each in looked_at] == list(expected(rater))
    places = {node.code: place for place, node in enumerate(rater.nodes)}
    for finding in looked_at:
        place = places[finding.node]
        if finding.status is Status.UNPROVEN:
            assert budget is not None or brute.is_undetermined_below(place), finding
        else:
            Check(brute, place, finding).run()


BY_FORM = (Property.BANDS, Property.CONTRADICTION)


def expected(rater: Rater) -> Iterator[tuple[Property, str]]:
    """Yield what must be found out about which node, in order."""
    rules = [(node, rater.method.rule_of(node)) for node in rater.nodes]
    rated = [(node, rule) for node, rule in rules if rule.reading is not None]
    for node, _ in rated:
        if any(question.most is None for question in node.questions):
            yield Property.UNIFORM, node.code
    yield from ((Property.MONOTONE, node.code) for node in rater.nodes)
    yield from ((Property.BEST_CHILD, node.code) for node, _ in rated)
    for node, rule in rules:
        if rule.reading is not None:
            yield Property.REACHABLE, node.code
        if rule.limits:
            yield Property.LIMIT_ACTS, node.code
    for about in (Property.SETTING_ASIDE, Property.ONE_ANSWER):
        yield from ((about, node.code) for node, _ in rated)
    for node, rule in rated:
        if rule.score and rule.score.banded_rounding and isinstance(rule.reading, Bands):
            yield Property.ROUNDING, node.code


class Check:
    """One finding, beside every sheet."""

    def __init__(self, brute: Brute, place: int, finding: ProofFinding) -> None:
        self.brute, self.place, self.finding = brute, place, finding
        self.sheets = [self._states(dict(sheet)) for sheet in finding.sheets]

    def run(self) -> None:
        """Compare, and rate the sheets again."""
        about, brute, place = self.finding.property, self.brute, self.place
        match about:
            case Property.UNIFORM:
                self._is(brute.is_uniform(place))
            case Property.MONOTONE:
                self._is(brute.is_monotone(place))
                self._shows_a_fall()
            case Property.BEST_CHILD:
                self._is(brute.is_within_best_child(place))
                self._shows_a_node_above()
            case Property.REACHABLE:
                self._names(brute.never_out(place), " or ")
            case Property.LIMIT_ACTS:
                self._names_idle(brute.never_acting(place))
            case Property.SETTING_ASIDE:
                self._measures(brute.largest_gain(place))
            case Property.ONE_ANSWER:
                self._measures(brute.largest_effect(place))
            case Property.ROUNDING:
                self._parts(brute.modes_that_differ(place))

    def _is(self, holds: bool) -> None:  # noqa: FBT001 (what the finding says)
        wanted = Status.HOLDS if holds else Status.FAILS
        assert self.finding.status is wanted, (self.finding, self.brute.rater.method)

    def _names(self, never: list[str], glue: str) -> None:
        self._is(not never)
        if never:
            assert glue.join(never) in self.finding.said

    def _names_idle(self, never: list[str]) -> None:
        """A limit that waits for critical questions, where there are none, is idle and no failure."""
        if self.finding.status is not Status.IDLE:
            self._names(never, ", ")
            return
        node, method = self.brute.rater.nodes[self.place], self.brute.rater.method
        waiting = {
            limit.id
            for limit in method.rule_of(node).limits
            for each in limit.when
            if isinstance(each, Count) and each.population == "critical questions"
        }
        assert method.tree is None
        assert not any(question.critical for question in node.questions)
        assert never
        assert set(never) <= waiting
        assert ", ".join(never) in self.finding.said

    def _states(self, sheet: dict[str, str]) -> list[int | None]:
        """Read a finding's sheet; what it does not name is not answered."""
        return [
            self._state(sheet.pop(question.code, ""), question.most)
            for question in self.brute.rater.questions
        ] + [None] * len(sheet)

    def _state(self, told: str, most: int | None) -> int | None:
        if most is not None:
            return int(told) if told.isdigit() else None
        others = {NOT_ASSESSED: self.brute.ranks, NOT_ANSWERED: self.brute.ranks + 1}
        if told in others or not told:
            return others[told or NOT_ANSWERED]
        return self.brute.scale[told].rank

    def _rated(self, sheet: list[int | None]) -> list[Verdict]:
        assert set(self.finding.flags) == set(self.brute.rater.method.flags)
        return self.brute.rater.verdicts(sheet, self.finding.flags)

    def _pair(self) -> tuple[int, int, int, int, int]:
        """Return the question in which two sheets differ, its states, and the node's ranks."""
        first, second = self.sheets
        differ = [at for at, (a, b) in enumerate(zip(first, second, strict=True)) if a != b]
        assert len(differ) == 1
        before, after = first[differ[0]], second[differ[0]]
        assert before is not None
        assert after is not None
        ranks = [rank_of(self._rated(sheet)[self.place]) for sheet in self.sheets]
        assert min(ranks) >= 0
        return differ[0], before, after, ranks[0], ranks[1]

    def _shows_a_fall(self) -> None:
        if self.finding.status is Status.FAILS:
            _, before, after, old, new = self._pair()
            assert before < after < self.brute.ranks
            assert new < old

    def _shows_a_node_above(self) -> None:
        if self.finding.status is Status.FAILS:
            (sheet,) = self.sheets
            assert self.brute.is_above_best_child(self.place, sheet, self._rated(sheet))

    def _measures(self, largest: int) -> None:
        assert self.finding.status is Status.MEASURED
        assert self.finding.value == largest, (self.finding, self.brute.rater.method)
        assert bool(largest) == bool(self.sheets)
        if largest:
            at, before, after, old, new = self._pair()
            assert before < self.brute.ranks
            if self.finding.property is Property.SETTING_ASIDE:
                assert after == self.brute.ranks
                assert new - old == largest
            else:
                assert not self.brute.rater.questions[at].critical
                assert after < self.brute.ranks
                assert abs(new - old) == largest

    def _parts(self, modes: set[RoundingMode]) -> None:
        self._is(not modes)
        told = self.finding.said.removeprefix("another rating is earned by ")
        named = {each.partition(" at ")[0] for each in told.split("; ")} if modes else set()
        assert named == {mode.value for mode in modes}
        if modes:
            (sheet,) = self.sheets
            earned = self._rated(sheet)[self.place].before_limits
            other = self.brute.other(self.place, RoundingMode(told.partition(" at ")[0]))
            assert other.verdicts(sheet, self.finding.flags)[self.place].before_limits != earned
