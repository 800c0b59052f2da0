"""Several tests that must turn at once: exact shares, worked by hand and tried on grids."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, product
from types import SimpleNamespace
from typing import Any

import pytest
from trees import MEAN, tree_method
from varying import may_be, varied

from pamms_core import Answer, Answers, Rater
from pamms_core._frozen import FrozenMap
from pamms_core.rating.robust import together
from pamms_core.rating.robust.box import Tree
from pamms_core.rating.robust.margins import Margin
from pamms_core.rating.robust.result import WHOLE, Breaking, Robustness
from pamms_core.rating.robust.robustness import robustness
from pamms_core.rating.robust.simplex import largest
from pamms_core.rating.robust.system import reached
from pamms_core.rating.robust.together import Met, Together

NODES = {"top": "left right", "left": "a b", "right": "c"}
NEVER_GOOD = {**MEAN, "bands": {"good": 4, "fair": "3/2"}}
LIFTED = tree_method(  # good only while no part is poor
    {
        "top": {
            **MEAN,
            "limits": [{"id": "l", "at_most": "fair", "when": {"children": "poor", "at_least": 1}}],
        },
        "left": MEAN,
        "right": MEAN,
    },
    NODES,
)
LOWERED = tree_method(  # good only while no part is good
    {
        "top": {
            **MEAN,
            "bands": {"good": "14/5", "fair": "3/2"},
            "limits": [{"id": "l", "at_most": "fair", "when": {"children": "good", "at_least": 1}}],
        },
        "left": MEAN,
        "right": NEVER_GOOD,
    },
    NODES,
)


def sheet_of(method: Any, weights: tuple[int, ...], ratings: str) -> tuple[Rater, Answers]:
    """Return a rater with these weights and a sheet of these ratings."""
    made = Rater.of_method(method).question_set
    codes = [each.code for each in made]
    rater = Rater(made.with_weights(dict(zip(codes, weights, strict=True))), method)
    words = {each.key: each for each in made.framework.scale}
    given = {code: Answer(words[word]) for code, word in zip(codes, ratings.split(), strict=True)}
    return rater, Answers(set_id=made.id, edition=rater.question_set.edition, entries=given)


def margin(sign: int, value: int, *, is_strict: bool = False, **slopes: int) -> Margin:
    """Return one test, by itself."""
    return Margin(place=0, sign=sign, value=value, slopes=slopes, is_strict=is_strict)


def vertices(rows: list[list[int]], most: list[int]) -> list[tuple[Fraction, Fraction]]:
    """List the corners of what two quantities may be, by cutting every two edges."""
    lines = [(*row, 0) for row in rows]
    lines += [(1, 0, 0), (0, 1, 0), (1, 0, most[0]), (0, 1, most[1])]
    found = []
    for (a, b, e), (c, d, f) in combinations(lines, 2):
        if one := a * d - b * c:
            point = Fraction(e * d - b * f, one), Fraction(a * f - e * c, one)
            kept = all(row[0] * point[0] + row[1] * point[1] >= 0 for row in rows)
            if kept and all(0 <= each <= end for each, end in zip(point, most, strict=True)):
                found.append(point)
    return found


def test_the_largest_is_that_of_the_best_corner() -> None:
    """For two quantities, every small programme has the value of its best corner."""
    small = [[one, other] for one, other in product((-2, -1, 1, 3), repeat=2)]
    for aim, first, second in product(small[::3], small[::2], small[1::3]):
        corners = vertices([first, second], [2, 3])
        found = largest([aim, [1, -1]], [first, second], [2, 3])
        values = [(aim[0] * one + aim[1] * other, one - other) for one, other in corners]
        assert (aim[0] * found[0] + aim[1] * found[1], found[0] - found[1]) == max(values)


def test_tests_that_share_a_weight_pull_in_opposite_directions() -> None:
    """One wants p up and q down, the other p down: p stays between, where both just hold."""
    up, down = margin(1, -2, p=4, q=-4), margin(2, -1, p=-4, r=4)
    found = reached({up: True, down: True}, [up, down], Fraction(1, 100))
    assert found is not None
    assert (found.share, found.beyond) == (Fraction(3, 8), False)  # up + down: 4 r - 4 q - 3 >= 0
    assert found.point == {"p": Fraction(1, 8), "q": Fraction(-3, 8), "r": Fraction(3, 8)}


def test_a_strict_test_is_passed_just_beyond_and_nothing_else_turns_before() -> None:
    """At the share itself a sum is 0; the point lies beyond it, this side of any other turn."""
    strict = margin(1, -1, is_strict=True, p=2)
    near = margin(2, -500_001, p=1_000_000)
    found = reached({strict: True}, [strict, near], Fraction(1, 100))
    assert found is not None
    assert (found.share, found.beyond) == (Fraction(1, 2), True)
    assert Fraction(1, 2) < found.point["p"] < Fraction(500_001, 1_000_000)


@pytest.mark.parametrize("second", [margin(2, 1, is_strict=True, p=-2), margin(2, -3, q=2)])
def test_what_never_comes_together_has_no_share(second: Margin) -> None:
    """Two strict tests that exclude each other, or one out of reach, leave nothing to find."""
    first = margin(1, -1, is_strict=True, p=2)
    assert reached({first: True, second: True}, [first, second], Fraction(1, 100)) is None


def found_for(method: Any, weights: tuple[int, ...], ratings: str) -> Robustness:
    """Return how robust a small tree is, having rated its breaking values with the engine."""
    rater, answers = sheet_of(method, weights, ratings)
    found = robustness(rater, answers, at="top")
    assert found.is_exact
    if found.breaking is not None:
        becomes = may_be(varied(rater, "weights", found.breaking.values), answers, "top")
        assert becomes == set(found.breaking.becomes) != set(found.rating)
    return found


def test_two_bands_that_want_a_weight_to_move_in_opposite_ways() -> None:
    """Left needs a >= b and the top c >= a + 3 b: at 5/11, a = b = 24/11 and c = 96/11."""
    found = found_for(LIFTED, (2, 4, 6), "fair poor good")
    assert (found.rating, found.safe, found.is_attained) == (("fair",), Fraction(5, 11), True)
    assert found.breaking is not None
    assert found.breaking.becomes == ("good",)
    assert found.breaking.values == {"a": Fraction(24, 11), "b": Fraction(24, 11), "c": Fraction(96, 11)}


def test_a_band_that_must_be_lost_is_lost_just_beyond() -> None:
    """Left must lose a >= b and the top reach a + c >= 4 b: only just beyond 3/5."""
    found = found_for(LOWERED, (4, 2, 3), "good fair good")
    assert (found.safe, found.breaks, found.is_attained) == (Fraction(3, 5), Fraction(3, 5), False)
    assert found.breaking is not None
    assert Fraction(3, 5) < found.breaking.by < Fraction(3, 5) + Fraction(1, 1000)


def test_two_bands_at_their_edges_turn_at_once() -> None:
    """With a = b and a + c = 4 b, the least step that lowers a and raises c is enough."""
    found = found_for(LOWERED, (1, 1, 3), "good fair good")
    assert (found.safe, found.breaks, found.is_attained) == (WHOLE * 0, WHOLE * 0, False)


@pytest.mark.parametrize("method", [LIFTED, LOWERED])
def test_no_point_of_a_grid_inside_changes_anything(method: Any) -> None:
    """Whatever the weights and answers, the bounds meet and a grid of the inside stands."""
    apart = 0
    steps = [Fraction(each, 3) for each in (-3, -1, 1, 3)]
    for weights in ((2, 4, 6), (4, 2, 3), (1, 1, 3)):
        for ratings in ("fair poor good", "good fair good", "poor good fair"):
            found = found_for(method, weights, ratings)
            rater, answers = sheet_of(method, weights, ratings)
            tree = Tree(rater, answers, len(rater.nodes) - 1, "weights")
            apart += (
                WHOLE
                > found.safe
                > min(
                    each.turns for each in tree.margins[len(rater.nodes) - 1] if each.turns is not None
                )
            )
            inside = found.safe * Fraction(9999, 10000)
            for corner in product(steps, repeat=3):
                point = {
                    code: (inside * way, inside * way) for code, way in zip("abc", corner, strict=True)
                }
                assert tree.possible(point) == set(found.rating)
    assert apart


@pytest.mark.parametrize("most", [0, 1])
def test_after_too_many_choices_the_bounds_stay_apart(
    most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both stay proven: the exact share lies between them."""
    monkeypatch.setattr(together, "MOST_CHOICES", most)
    rater, answers = sheet_of(LIFTED, (2, 4, 6), "fair poor good")
    found = robustness(rater, answers, at="top")
    assert found.breaks is not None
    assert found.safe < Fraction(5, 11) <= found.breaks
    assert not found.is_exact
    monkeypatch.setattr(together, "MOST_CHOICES", 2)
    assert robustness(rater, answers, at="top").is_exact  # what is open still, lies further out


def made_up(margins: tuple[Margin, ...], *when: set[Margin]) -> Together:
    """Search a tree that changes when all of one of these sets of tests hold."""

    def holding(box: Any, fixed: Any, one: Margin) -> bool:
        high = one.value + sum(abs(s) * box[n][1] for n, s in one.slopes.items())
        return bool(fixed.get(one, high >= 0))

    def may_differ(box: Any, *, beyond: bool, fixed: Any) -> bool:
        assert beyond
        return any(all(holding(box, fixed, each) for each in those) for those in when)

    def rated(point: Any) -> Breaking | None:
        sums = {m: m.value + sum(s * point.get(n, 0) for n, s in m.slopes.items()) for m in margins}
        if not any(all(sums[each] >= 0 for each in those) for those in when):
            return None
        by = max(map(abs, point.values()))
        return Breaking(by=by, values=FrozenMap(point), becomes=("then",))

    names = tuple({name: 0 for each in margins for name in each.slopes})
    tree: Any = SimpleNamespace(margins={0: margins}, may_differ=may_differ)
    return Together(tree, names, rated)


def test_of_two_ways_to_change_the_nearer_one_is_found() -> None:
    """Neither test is needed by itself; both ways are followed, and the nearer one counts."""
    one, other = margin(1, -3, p=4), margin(2, -1, p=-2)
    both = margin(3, -1, p=8)
    search = made_up((one, other, both), {one, both}, {other})
    assert search.search(Fraction(1, 4), None)[0] == Fraction(1, 2)
    late = made_up((one, other, both), {one}, {other})
    assert late.search(Fraction(3, 4), None)[0] == Fraction(3, 4)  # told that nothing is nearer


def test_where_nothing_changes_the_whole_is_safe() -> None:
    """Tests that exclude each other are never met together, however far all varies."""
    one, other = margin(1, -1, p=2), margin(2, -1, p=-2)
    assert made_up((one, other), {one, other}).search(Fraction(1, 2), None) == (WHOLE, None)


def test_what_no_test_decides_leaves_the_bound_as_it_is() -> None:
    """Where there is nothing left to choose, the bound that is proven stays."""
    breaking = Breaking(by=WHOLE / 2, values=FrozenMap({}), becomes=("then",))
    met = Met(WHOLE / 2, True, breaking)
    assert made_up((), set()).search(Fraction(1, 5), met) == (Fraction(1, 5), met)


JUDGED = {
    "cases": [{"rating": "good", "when": {"children": "good", "at_least": "all"}}],
    "otherwise": "undetermined",
}
LIMITED = {**MEAN, "limits": [{"id": "flagged", "at_most": "poor", "when": {"flag": "shut"}}]}


@pytest.mark.parametrize(
    "method",
    [
        tree_method(
            {"top": {"rating": "worst of children"}, "judged": JUDGED, "right": MEAN},
            {"top": "judged right", "judged": "a", "right": "b c"},
        ),
        tree_method({"top": LIMITED}, {"top": "a b c"}, flags=("shut",)),
    ],
    ids=["judged", "flagged"],
)
def test_several_ratings_that_become_fewer_are_a_change(method: Any) -> None:
    """Fair or poor, which one is not known, becomes poor for sure just beyond 1/9."""
    judged = len(method.rules) > 1
    weights = (1, 5, 4) if judged else (5, 2, 2)  # a mean of 3/2 is reached where 5 and 4 are level
    found = found_for(method, weights, "fair fair poor" if judged else "fair poor poor")
    assert found.rating == ("fair", "poor")
    assert (found.safe, found.is_attained) == (Fraction(1, 9), False)
    assert found.breaking is not None
    assert found.breaking.becomes == ("poor",)
