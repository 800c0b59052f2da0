"""What can come out at each node: all totals, and sheets to show them."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

from trees import MEAN, tree_method

from pamms_core import Rater
from pamms_core.rating.reach import explore
from pamms_core.rating.verdict import State

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pamms_core.rating.reach import Reach, Totals

RANKS = 3
BIG = 10**6


def limit(when: object, cap: str = "fair", name: str = "cap") -> dict[str, Any]:
    """Write a limit."""
    return {"id": name, "at_most": cap, "when": when}


# Counts of all questions below are lowered where no test can tell more apart.
COUNTED = {
    **MEAN,
    "limits": [
        limit({"questions": "poor", "at_least": 2}),
        limit({"critical": "poor", "at_least": 1}, "poor", "critical"),
    ],
}
NODES = {"top": "low left A", "low:mean": "B C D", "left:mean": "E"}
NUMBER = {"score": "ratio of N to M", "bands": {"good": 1, "fair": "0.5"}}


def counted() -> Rater:
    """Make a rater of five inputs on two levels, one of them critical."""
    return Rater.of_method(
        tree_method({"top": COUNTED, "mean": MEAN}, NODES, inputs={"B": {"critical": True}})
    )


def every(_: int) -> Sequence[int | None]:
    """Let a question have any rating, or be not assessed."""
    return range(RANKS + 1)


def reached(rater: Rater, budget: int = BIG, states: object = every) -> Reach:
    """Explore without flags."""
    return explore(rater, {}, states, budget=budget)  # type: ignore[arg-type]


def each_of(totals: Totals) -> Iterator[tuple[int, int]]:
    """Yield the rest and the place of every total."""
    for rest, mask in totals.spread.items():
        yield from ((rest, at) for at in range(mask.bit_length()) if mask >> at & 1)


def filled(sheet: dict[int, int | None], rater: Rater) -> list[int | None]:
    """Complete a part of a sheet; what is not in it does not matter to its node."""
    return [sheet.get(place, RANKS) for place in range(len(rater.questions))]


def test_totals_are_those_of_all_sheets_and_each_is_shown_by_a_sheet() -> None:
    """The verdicts of a node's totals are those of all sheets, and a total's sheet has its verdict."""
    rater = counted()
    sheets = list(product(range(RANKS + 1), repeat=len(rater.questions)))
    for place, totals in enumerate(reached(rater).totals):
        assert totals is not None
        assert totals.verdicts() == {rater.verdicts(sheet)[place] for sheet in sheets}
        for rest, at in each_of(totals):
            sheet = totals.sheet(rest, at)
            node = rater.nodes[place]
            assert set(sheet) == set(range(node.start, node.stop))
            assert rater.verdicts(filled(sheet, rater))[place] == totals.verdict(rest, at)


def test_signs_are_those_of_each_place() -> None:
    """Cut by rows, every place of every rest has the sign that it has by itself."""
    for totals in reached(counted()).totals:
        assert totals is not None
        for rest, by_sign in totals.signed.items():
            assert sum(by_sign.values()) == totals.spread[rest]
            for sign, places in by_sign.items():
                signs = {
                    totals.sign(rest, at)
                    for each, at in each_of(totals)
                    if each == rest and places >> at & 1
                }
                assert signs == {sign}


def test_counts_are_lowered_to_what_a_test_can_tell() -> None:
    """Three Poor answers below are no other total than two, if a mean is not asked for."""
    rule = {"rating": "best of children", "limits": [limit({"questions": "poor", "at_least": 2})]}
    rater = Rater.of_method(tree_method({"top": rule}, {"top": "A B C D"}))
    (totals,) = reached(rater).totals
    assert totals is not None
    ((shift, mask),) = [(shift, mask) for shift, mask, most in totals.ceilings if most == 2]
    found = {totals.plane.total(*each) >> shift & mask for each in each_of(totals)}
    assert found == {0, 1, 2}
    capped = [each for each in each_of(totals) if totals.verdict(*each).acting]
    assert capped
    for each in capped:
        assert list(totals.sheet(*each).values()).count(0) >= 2


def test_a_budget_leaves_out_nodes_with_more_to_try_and_all_above() -> None:
    """The single input is within a small budget, the three are not, and so neither is the top."""
    rater = counted()
    known = {
        node.code: totals is not None
        for node, totals in zip(rater.nodes, reached(rater, 5).totals, strict=True)
    }
    assert known == {"low": False, "left": True, "top": False}


def test_numbers_beyond_the_budget_are_not_even_listed() -> None:
    """A number of up to a million million is too much to try."""

    def states(_: int) -> Sequence[int | None]:
        raise AssertionError("nothing was to be listed")

    inputs = {"N": {"most": 10**12}, "M": {"most": 10**12}}
    rater = Rater.of_method(tree_method({"top": NUMBER}, {"top": "N M"}, inputs=inputs))
    assert reached(rater, states=states).totals == [None]


def test_numbers_are_tried_like_ratings() -> None:
    """Every pair of small numbers, given or not, is among the totals."""
    rater = Rater.of_method(
        tree_method({"top": NUMBER}, {"top": "N M"}, inputs={"N": {"most": 2}, "M": {"most": 2}})
    )
    (totals,) = reached(rater, states=lambda _: (None, 0, 1, 2)).totals
    assert totals is not None
    symbols = {each.symbol for each in totals.verdicts()}
    assert symbols == {"good", "fair", "poor", "nothing assessed"}


def test_nothing_is_known_above_a_node_that_may_be_undetermined() -> None:
    """The node itself is explored; its parent has no totals."""
    case = {"rating": "good", "when": {"children": "good", "at_least": 2}}
    rules = {
        "low": {"cases": [case], "otherwise": "undetermined"},
        "top": {"rating": "best of children"},
    }
    rater = Rater.of_method(tree_method(rules, {"top": "low", "low": "A B"}))
    low, top = reached(rater).totals
    assert low is not None
    assert State.UNDETERMINED in {each.state for each in low.verdicts()}
    assert top is None


def test_progress_is_told_node_by_node() -> None:
    """Each node is named before it is searched."""
    told: list[str] = []
    explore(counted(), {}, every, budget=BIG, progress=told.append)
    assert told == ["low", "left", "top"]
