"""Where rounding modes earn different ratings."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from trees import BANDS, tree_method

from pamms_core import Method, QuestionSet, Rater
from pamms_core._frozen import FrozenMap
from pamms_core.rating.rounding import RoundingMode
from pamms_core.rating.score_reach import Parting, modes_that_differ

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

BIG = 10**6
WHOLE = {"digits": 0, "mode": "half up", "before": "banding"}
ROUNDED: Mapping[str, Any] = {
    "score": "mean of questions",
    "rounding": WHOLE,
    "bands": {"good": 3, "fair": 2},
}


def parted(rater: Rater, place: int = -1, budget: int = BIG) -> tuple[Parting, ...] | None:
    """Try all states under all flags."""
    ranks = len(rater.question_set.framework.scale)

    def states(at: int) -> Sequence[int | None]:
        most = rater.questions[at].most
        return range(ranks + 2) if most is None else (None, *range(most + 1))

    names = list(rater.method.flags)
    flags = [dict.fromkeys(names, given) for given in ((False, True) if names else (False,))]
    return modes_that_differ(rater, place % len(rater.nodes), states, flags, budget)


def of(rules: Mapping[str, Mapping[str, Any]], nodes: Mapping[str, str], **more: Any) -> Rater:
    """Make a rater of a small tree."""
    return Rater.of_method(tree_method(rules, nodes, **more))


def modes(found: tuple[Parting, ...] | None) -> dict[RoundingMode, Fraction]:
    """Return the score at which each mode parts."""
    assert found is not None
    return {each.mode: each.score for each in found}


def test_modes_part_at_halves_and_beyond() -> None:
    """Halves part the modes that differ there; other scores part up and down."""
    found = modes(parted(of({"top": ROUNDED}, {"top": "A B"})))
    assert found[RoundingMode.HALF_DOWN] in {Fraction(3, 2), Fraction(5, 2)}
    assert found[RoundingMode.HALF_EVEN] == Fraction(5, 2)
    assert found[RoundingMode.DOWN] in {Fraction(3, 2), Fraction(5, 2)}
    assert RoundingMode.HALF_UP not in found
    assert RoundingMode.UP not in found


def test_the_sheet_has_the_score_and_both_modes_rate_it_apart() -> None:
    """What is found can be rated again, by either mode."""
    rater = of({"top": ROUNDED}, {"top": "A B C"})
    found = parted(rater)
    assert found
    for each in found:
        sheet = [each.states[at] for at in range(3)]
        rule = rater.method.rules["top"]
        assert rule.score is not None
        assert rule.score.rounding is not None
        rounding = attrs.evolve(rule.score.rounding, mode=each.mode)
        rule = attrs.evolve(rule, score=attrs.evolve(rule.score, rounding=rounding))
        other = Rater.of_method(attrs.evolve(rater.method, rules=FrozenMap({"top": rule})))
        assert other.verdicts(sheet) != rater.verdicts(sheet)
        points = [Fraction(state + 1) for state in sheet if state is not None and state < 3]
        assert each.score == sum(points) / len(points)


def test_a_score_that_earns_no_rating_does_not_count() -> None:
    """Of two equal weights, a half can only be made by both: nothing parts if just one is rated."""
    weights = {"A": {"weight": 1}, "B": {"weight": 1}, "C": {"weight": 2}}
    rule = {**ROUNDED, "least_assessed": "100%"}
    pair = of({"top": rule}, {"top": "A B"})
    assert RoundingMode.HALF_EVEN in modes(parted(pair))
    blocked = of({"top": {**ROUNDED, "missing": "no rating"}}, {"top": "A C"}, inputs=weights)
    assert RoundingMode.HALF_EVEN not in modes(parted(blocked))


def test_only_ratings_that_children_have_count() -> None:
    """A child that is never Fair brings no half between Good and Fair."""
    never = {
        "cases": [{"rating": "good", "when": {"children": "good", "at_least": 1}}],
        "otherwise": "poor",
    }
    rule = {**ROUNDED, "score": "mean of children's points"}
    rater = of(
        {"never": never, "top": rule},
        {"top": "a:never b:never".replace(":never", ""), "a:never": "A", "b:never": "B"},
    )
    assert parted(rater) == ()


def test_scores_of_children_and_ratios_are_tried_too() -> None:
    """Exact scores that are carried up, and numbers, part the modes like points."""
    carried = {**ROUNDED, "score": "mean of children's scores"}
    exact = {"score": "mean of questions"}
    rater = of({"low": exact, "top": carried}, {"top": "low", "low": "A B"})
    assert modes(parted(rater))[RoundingMode.HALF_EVEN] == Fraction(5, 2)
    ratio = {"score": "ratio of N to M", "rounding": WHOLE, "bands": {"good": 2, "fair": 1}}
    rater = of({"top": ratio}, {"top": "N M"}, inputs={"N": {"most": 2}, "M": {"most": 2}})
    found = parted(rater)
    assert modes(found)[RoundingMode.HALF_DOWN] == Fraction(1, 2)
    assert found
    assert found[0].states == {0: 1, 1: 2}


def test_lower_may_be_better() -> None:
    """Bands of demerits are read by each mode as they are."""
    rule = {**ROUNDED, "bands": {"good": 1, "fair": 2}}
    found = modes(parted(of({"top": rule}, {"top": "A B"}, points="1 2 3")))
    assert found[RoundingMode.HALF_DOWN] in {Fraction(3, 2), Fraction(5, 2)}


def test_modes_may_part_under_one_flag_only() -> None:
    """Where a flag decides what a child is, it is named with the sheet."""
    low = {
        "rating": "best of children",
        "limits": [
            {
                "id": "no-fair",
                "at_most": "poor",
                "when": [{"flag": "breach", "given": False}, {"own": "fair"}],
            }
        ],
    }
    top = {**ROUNDED, "score": "mean of children's points"}
    found = parted(
        of({"low": low, "top": top}, {"top": "a b", "a:low": "A", "b:low": "B"}, flags=["breach"])
    )
    assert found
    assert {each.flags["breach"] for each in found} == {True}


def test_rounding_for_display_parts_nothing_at_a_node_without_rounding() -> None:
    """Without rounding, and without a score, there are no modes."""
    plain = {"score": "mean of questions", "bands": BANDS}
    assert parted(of({"top": plain}, {"top": "A B"})) == ()
    assert parted(of({"top": {"rating": "best of children"}}, {"top": "A B"})) == ()


def test_too_much_to_try_is_not_known() -> None:
    """Beyond the budget nothing is claimed."""
    assert parted(of({"top": ROUNDED}, {"top": "A B"}), budget=0) is None


@pytest.mark.parametrize("own", [False, True])
def test_sets_are_tried_node_by_node(
    make_set: Callable[..., QuestionSet], own_method: Callable[..., Method], *, own: bool
) -> None:
    """At a node of a set only that node's reading is looked at, by its kind's rule or its own."""
    question_set = make_set({"A01": (1, 1), "A02": (1, 1), "B01": (2, 1)})
    rounded = {"rounding": WHOLE, "bands": {"excellent": 5, "good": 4, "requires_improvement": 2}}
    method = own_method(standard=rounded)
    if own:
        rules = {**method.rules, "standard-1": method.rules["standard"]}
        method = attrs.evolve(method, rules=FrozenMap(rules))
    rater = Rater(question_set, method)
    places = {node.code: place for place, node in enumerate(rater.nodes)}
    assert RoundingMode.HALF_EVEN in modes(parted(rater, places["standard-1"]))
    assert parted(rater, places["standard-2"]) == ()
