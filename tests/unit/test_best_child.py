"""Whether a node can be rated above its best rated child."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from trees import BANDS, tree_method

from pamms_core import Rater
from pamms_core.rating.best_child import above_best_child
from pamms_core.rating.reach import BeyondBudgetError, explore

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pamms_core.rating.reach import Reach

BIG = 10**6
SUM = {"score": "sum of questions", "bands": BANDS}
MEAN = {"score": "mean of questions", "bands": BANDS}


def reached(
    rules: Mapping[str, Mapping[str, Any]],
    nodes: Mapping[str, str],
    inputs: Mapping[str, Mapping[str, Any]] | None = None,
) -> Reach:
    """Explore a small tree."""
    rater = Rater.of_method(tree_method(rules, nodes, inputs=inputs))

    def states(place: int) -> Sequence[int | None]:
        most = rater.questions[place].most
        return range(4) if most is None else (None, *range(most + 1))

    return explore(rater, {}, states, budget=BIG)


def test_a_sum_may_be_above_its_best_question() -> None:
    """Two Fair answers add up to Good, and a sheet shows it."""
    reach = reached({"top": SUM}, {"top": "A B"})
    found = above_best_child(reach, 0)
    assert found
    verdict, best, sheet = found
    assert verdict.rating is not None
    assert verdict.rating.rank > best
    assert reach.rater.verdicts([sheet[0], sheet[1]]) == [verdict]
    assert max(state for state in sheet.values() if state is not None and state < 3) == best


def test_a_mean_with_high_bands_never_is() -> None:
    """Nothing is found, which is not the same as not knowing."""
    assert above_best_child(reached({"top": MEAN}, {"top": "A B"}), 0) is None


def test_nodes_below_count_by_their_final_rating() -> None:
    """A child that is capped at Poor lets its parent be above it."""
    capped = {**MEAN, "limits": [{"id": "cap", "at_most": "poor", "when": {"own": "good"}}]}
    reach = reached({"low": capped, "top": MEAN}, {"top": "low", "low": "A B"})
    found = above_best_child(reach, 1)
    assert found
    verdict, best, sheet = found
    low, top = reach.rater.verdicts([sheet[0], sheet[1]])
    assert top == verdict
    assert low.rating is not None
    assert low.rating.rank == best
    assert (low.symbol, top.symbol) == ("poor", "good")


def test_numbers_are_no_ratings() -> None:
    """A node above numbers alone has no rated child, however large or small they are."""
    ratio = {"score": "ratio of N to M", "bands": {"good": 1, "fair": "0.5"}}
    reach = reached({"top": ratio}, {"top": "N M"}, {"N": {"most": 2}, "M": {"most": 2}})
    assert above_best_child(reach, 0) is None


def test_too_much_to_try_is_not_known() -> None:
    """Neither beyond the budget, nor where the node's totals are not known."""
    reach = reached({"top": SUM}, {"top": "A B"})
    reach.budget = 0
    with pytest.raises(BeyondBudgetError, match="too much to try"):
        above_best_child(reach, 0)
    reach.totals[0] = None
    with pytest.raises(BeyondBudgetError, match="too much to try"):
        above_best_child(reach, 0)


def test_what_is_counted_of_children_does_not_blur_with_tests_of_the_node() -> None:
    """A limit that counts questions keeps its count where rated children are counted too."""
    when = {"questions": "good", "at_least": 1}
    rule = {**SUM, "bands": {"good": "9", "fair": "1"}, "limits": [limit(when)]}
    reach = reached({"top": rule}, {"top": "A"})
    found = above_best_child(reach, 0)
    assert found
    verdict, best, sheet = found
    assert (verdict.symbol, best, sheet) == ("fair", 0, {0: 0})


def limit(when: object) -> dict[str, Any]:
    """Cap a node at Poor."""
    return {"id": "cap", "at_most": "poor", "when": when}
