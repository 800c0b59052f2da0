"""What one changed answer can do, against every sheet before and after."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
from trees import BANDS, MEAN, tree_method

from pamms_core import Rater
from pamms_core.rating.changes import Changes
from pamms_core.rating.reach import BeyondBudgetError, explore

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pamms_core.rating.verdict import Verdict

RANKS = 3
BIG = 10**6
LIMITED = {
    **MEAN,
    "limits": [
        {"id": "two", "at_most": "fair", "when": {"questions": "poor", "at_least": 2}},
        {"id": "key", "at_most": "poor", "when": {"critical": "poor", "at_least": 1}},
        {"id": "child", "at_most": "fair", "when": {"children": "poor", "at_least": 1}},
    ],
}
SCORES = {"score": "mean of children's scores", "bands": BANDS}
TREES: dict[str, tuple[Mapping[str, Mapping[str, Any]], Mapping[str, str]]] = {
    "pooled": ({"top": MEAN, "mean": MEAN}, {"top": "low left", "low:mean": "B C", "left:mean": "D E"}),
    "limited": ({"top": LIMITED, "mean": MEAN}, {"top": "low A", "low:mean": "B C D"}),
    "scores": ({"top": SCORES, "mean": MEAN}, {"top": "low left", "low:mean": "B C", "left:mean": "D"}),
    "deep": (
        {"top": {"rating": "worst of children"}, "mid": LIMITED, "mean": MEAN},
        {"top": "mid A", "mid": "low B", "low:mean": "C D"},
    ),
}


def rater_of(name: str) -> Rater:
    """Make a rater; input B is critical, and C weighs three."""
    rules, nodes = TREES[name]
    inputs = {"B": {"critical": True}, "C": {"weight": 3}}
    return Rater.of_method(tree_method(rules, nodes, inputs=inputs))


def states(_: int) -> Sequence[int | None]:
    """Let a question have any rating, or be not assessed."""
    return range(RANKS + 1)


def every_move(_: int) -> Iterable[tuple[int, int]]:
    """Change an answer from any rating to any other, or to *not assessed*."""
    return [(a, b) for a in range(RANKS) for b in range(RANKS + 1) if a != b]


def changes_of(rater: Rater, budget: int = BIG) -> Changes:
    """Explore without flags, and follow every move."""
    return Changes(explore(rater, {}, states, budget=BIG), every_move, budget)


def pairs_of(rater: Rater, node: int) -> set[tuple[str, str]]:
    """Rate all sheets before and after every change of one answer."""
    found = set()
    for sheet in product(range(RANKS + 1), repeat=len(rater.questions)):
        before = rater.verdicts(sheet)[node].symbol
        for at in range(rater.nodes[node].start, rater.nodes[node].stop):
            for old, new in every_move(at):
                if sheet[at] == old:
                    changed = (*sheet[:at], new, *sheet[at + 1 :])
                    found.add((before, rater.verdicts(changed)[node].symbol))
    return found


@pytest.mark.parametrize("name", TREES)
def test_a_pair_of_ratings_is_found_if_and_only_if_a_change_has_it(name: str) -> None:
    """For every pair of ratings at every node; two sheets that differ in one answer show it."""
    rater = rater_of(name)
    changes = changes_of(rater)
    keys = rater.question_set.framework.scale.keys
    for node in range(len(rater.nodes)):
        there = pairs_of(rater, node)
        for pair in product(keys, keys):

            def wanted(before: Verdict, after: Verdict, pair: tuple[str, str] = pair) -> bool:
                return (before.symbol, after.symbol) == pair

            found = changes.find(node, wanted)
            assert (found is not None) == (pair in there), (node, pair)
            if found is not None:
                first, second = found
                (at,) = [each for each in first if first[each] != second[each]]
                assert (first[at], second[at]) in set(every_move(at))
                shown = [
                    rater.verdicts([sheet.get(each, RANKS) for each in range(len(rater.questions))])
                    for sheet in found
                ]
                assert tuple(verdicts[node].symbol for verdicts in shown) == pair


def test_what_is_not_within_reach_is_not_searched() -> None:
    """A node whose totals are not known has no known changes."""
    reach = explore(rater_of("pooled"), {}, states, budget=0)
    with pytest.raises(BeyondBudgetError, match="too much to try"):
        Changes(reach, every_move, BIG).find(0, lambda _, __: True)


def test_a_search_ends_with_its_budget() -> None:
    """Up to some budget there is too much to try, from there on there is not."""
    rater = rater_of("deep")
    enough = [_is_enough(changes_of(rater, budget)) for budget in range(0, 700, 7)]
    assert enough == sorted(enough)
    assert set(enough) == {False, True}


def test_each_search_has_the_budget_anew() -> None:
    """A budget that is enough once is enough again, whatever was searched before."""
    rater = rater_of("deep")
    least = next(each for each in range(0, 700, 7) if _is_enough(changes_of(rater, each)))
    changes = changes_of(rater, least)
    assert [_is_enough(changes) for _ in range(20)] == [True] * 20


def _is_enough(changes: Changes) -> bool:
    """Search for a change from Fair to Poor at the top."""
    try:
        found = changes.find(2, lambda a, b: (a.symbol, b.symbol) == ("fair", "poor"))
    except BeyondBudgetError:
        return False
    return found is None or len(found) == 2
