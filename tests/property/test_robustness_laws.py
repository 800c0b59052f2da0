"""Robustness against the engine itself: what is called safe holds, and what breaks it does."""

from __future__ import annotations

from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, NamedTuple

import attrs
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from pamms_core import Answers, Method, MethodMismatchError, Rater, Robustness
from pamms_core._frozen import FrozenMap
from pamms_core.rating.readings import Bands
from pamms_core.rating.robust.flips import flip_points
from pamms_core.rating.robust.result import KINDS
from pamms_core.rating.robust.robustness import robustness
from pamms_core.rating.scores import Measure
from pamms_core.testing import answers as any_answers
from pamms_core.testing import any_methods, methods, question_sets, scales

if TYPE_CHECKING:
    from collections.abc import Mapping

FEWER = settings(max_examples=max(settings().max_examples // 6, 1))
SHARES = st.lists(st.integers(-999, 999), min_size=12, max_size=12)


class Sheet(NamedTuple):
    """A rated sheet."""

    rater: Rater
    answers: Answers
    node: str

    def becomes(self, rater: Rater) -> set[str]:
        """Return what the node may be under another rater."""
        verdict = rater.rate(self.answers)[self.node].verdict
        return {each.key for each in verdict.possible} or {verdict.symbol}


@st.composite
def sheets(draw: st.DrawFn, *, lawful: bool) -> Sheet:
    """Draw a set, a method and a sheet."""
    scale = draw(scales(max_size=4))
    question_set = draw(question_sets(scale, max_standards=3, max_questions=2))
    rater = Rater(question_set, draw(methods(scale) if lawful else any_methods(question_set)))
    sheet = draw(any_answers(question_set))
    flags = {name: draw(st.booleans()) for name in rater.method.flags}
    sheet = attrs.evolve(sheet, flags=flags)
    node = draw(st.sampled_from([node.code for node in rater.nodes]))
    return Sheet(rater, sheet, node)


def varied(sheet: Sheet, of: str, values: Mapping[str, Fraction]) -> Rater:
    """Make a rater with other weights, points or thresholds: the engine, compiled anew."""
    rater = sheet.rater
    if of == "points":
        points = FrozenMap({key: values.get(key, each) for key, each in rater.method.points.items()})
        return Rater(rater.question_set, attrs.evolve(rater.method, points=points))
    if of == "thresholds":
        return Rater(rater.question_set, with_thresholds(rater, values))
    assume(
        all(r.score is None or r.score.measure is not Measure.SUM for r in rater.method.rules.values())
    )
    weights = {each.code: values.get(each.code, Fraction(each.weight)) for each in rater.question_set}
    units = lcm(*(each.denominator for each in weights.values()))
    whole = {
        each.code: int(weights[each.code] * units) for each in rater.question_set if each.most is None
    }
    assume(max(whole.values()) <= 10**12)  # no weight is larger
    try:
        return Rater(rater.question_set.with_weights(whole), rater.method)
    except MethodMismatchError:  # an exact mean of means over so large weights is refused
        assume(False)
        raise


def with_thresholds(rater: Rater, values: Mapping[str, Fraction]) -> Method:
    """Return the method with other bounds of its bands."""
    rules = {}
    for name, rule in rater.method.rules.items():
        bands = tuple(
            attrs.evolve(band, bound=values.get(f"{name}: {band.rating}", band.bound))
            for band in rule.bands.bands
        )
        rules[name] = attrs.evolve(rule, reading=Bands(bands)) if bands else rule
    return attrs.evolve(rater.method, rules=FrozenMap(rules))


def named(sheet: Sheet, of: str) -> dict[str, Fraction]:
    """Return everything that varies, with its value."""
    rater = sheet.rater
    if of == "points":
        return dict(rater.method.points)
    if of == "thresholds":
        return {
            f"{name}: {band.rating}": band.bound
            for name, rule in rater.method.rules.items()
            for band in rule.bands.bands
        }
    return {each.code: Fraction(each.weight) for each in rater.question_set if each.most is None}


def check(sheet: Sheet, of: str, shares: list[int]) -> Robustness:
    """Vary within what is called safe, at random and to its corners, and then break it."""
    found = robustness(sheet.rater, sheet.answers, of=of, at=sheet.node)
    values = named(sheet, of)
    now = set(found.rating)
    assert sheet.becomes(sheet.rater) == now
    corners = [
        [Fraction(1 if share > 0 else -1) for share in shares],
        [Fraction(share, 1000) for share in shares],
    ]
    for corner in corners:
        around = {
            name: value * (1 + rounded(found.safe) * Fraction(999, 1000) * corner[at % len(corner)])
            for at, (name, value) in enumerate(values.items())
        }
        assert sheet.becomes(varied(sheet, of, around)) == now
    if found.breaking is not None:
        assert found.breaks is not None
        assert found.safe <= found.breaks <= found.breaking.by
        for name, value in found.breaking.values.items():
            assert abs(value - values[name]) <= found.breaking.by * abs(values[name])
        becomes = sheet.becomes(varied(sheet, of, found.breaking.values))
        assert becomes == set(found.breaking.becomes) != now
    event(f"{of}: {'exact' if found.is_exact else 'bounds'}")
    return found


def rounded(share: Fraction) -> Fraction:
    """Return a share with few digits that is no larger."""
    return Fraction(int(share * 1000), 1000)


class TestRobustness:
    """Issue "6 of 6": the bound holds inside, and there is a change at or just outside."""

    @FEWER
    @given(sheet=sheets(lawful=True), of=st.sampled_from(KINDS), shares=SHARES)
    def test_lawful_methods(self, sheet: Sheet, of: str, shares: list[int]) -> None:
        """Nothing within the safe share changes the rating, and the breaking values do."""
        check(sheet, of, shares)

    @FEWER
    @given(sheet=sheets(lawful=False), of=st.sampled_from(KINDS), shares=SHARES)
    def test_lawless_methods(self, sheet: Sheet, of: str, shares: list[int]) -> None:
        """It goes for methods of any rules, whose scores may be made of scores."""
        check(sheet, of, shares)


class TestFlipPoints:
    """Issue "6 of 6": each single weight changes the rating where it is said to, and not before."""

    @FEWER
    @given(sheet=sheets(lawful=True))
    def test_lawful_methods(self, sheet: Sheet) -> None:
        """Just before a flip point the rating stands, and at it or just beyond it differs."""
        check_flips(sheet)

    @FEWER
    @given(sheet=sheets(lawful=False))
    def test_lawless_methods(self, sheet: Sheet) -> None:
        """It goes for methods of any rules, whose scores may be made of scores, rounded or not."""
        check_whole(sheet)


def check_whole(sheet: Sheet) -> None:
    """Try whole weights up to the first flip and at it, which goes for sums of points too."""
    found = flip_points(sheet.rater, sheet.answers, at=sheet.node)
    flips = {(flip.code, flip.rises): flip for flip in found.flips}
    node = next(node for node in sheet.rater.nodes if node.code == sheet.node)
    for question in (each for each in node.questions if each.most is None):
        for weight in (1, 2, 3, 4, 5, 6, 8, 11, 16, 30, 97):
            rises = weight > question.weight
            flip = flips.get((question.code, rises))
            past = 0 if flip is None else (weight - flip.flips_at) * (1 if rises else -1)
            if flip is not None and past == 0 and flip.is_attained:
                expected = set(flip.becomes)
            elif flip is None or past <= 0:
                expected = set(found.rating)
            else:
                continue
            varied_set = sheet.rater.question_set.with_weights({question.code: weight})
            try:
                rater = Rater(varied_set, sheet.rater.method)
            except MethodMismatchError:  # an exact mean of means over so large weights is refused
                continue
            assert sheet.becomes(rater) == expected
    event(f"flips: {min(len(found.flips), 3)}")


def check_flips(sheet: Sheet) -> None:
    """Try every single weight on both sides of where it is said to flip, and far away if nowhere."""
    found = flip_points(sheet.rater, sheet.answers, at=sheet.node)
    tiny = Fraction(1, 10**6)
    flips = {(flip.code, flip.rises): flip for flip in found.flips}
    below = next(node for node in sheet.rater.nodes if node.code == sheet.node).questions
    for question in (each for each in below if each.most is None):
        for sign in (-1, 1):
            flip = flips.get((question.code, sign > 0))
            far = Fraction(question.weight) * (tiny if sign < 0 else 1000)
            before = far if flip is None else flip.flips_at - sign * tiny
            after = None if flip is None else flip.flips_at + sign * tiny * (not flip.is_attained)
            if before > 0 and (before - question.weight) * sign > 0:
                rater = varied(sheet, "weights", {question.code: before})
                assert sheet.becomes(rater) == set(found.rating)
            if flip is not None and after is not None:
                rater = varied(sheet, "weights", {question.code: after})
                assert sheet.becomes(rater) == set(flip.becomes) != set(found.rating)
