"""What the rules of a method show without a question set."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs
import pytest
from trees import MEAN, tree_method

from pamms_core._frozen import FrozenMap
from pamms_core.rating.findings import Property, Status
from pamms_core.rating.form import findings_by_form, monotone_rules
from pamms_core.rating.readings import Band, Bands

if TYPE_CHECKING:
    from collections.abc import Callable

    from pamms_core import Method

    MethodMaker = Callable[..., Method]

WORSE = {"children": "poor", "at_least": 1}


def with_bands(method: Method, *rows: tuple[str, int]) -> Method:
    """Put other bands into the top rule, as no file could."""
    bands = Bands(tuple(Band(rating=key, bound=bound) for key, bound in rows))  # type: ignore[arg-type]
    rule = attrs.evolve(method.rules["top"], reading=bands)
    return attrs.evolve(method, rules=FrozenMap({"top": rule}))


def stands(method: Method, about: Property) -> list[Status]:
    """List how a property of the rules stands."""
    return [each.status for each in findings_by_form(method) if each.property is about]


@pytest.mark.parametrize(
    ("rows", "status"),
    [
        ([("good", 3), ("fair", 2)], Status.HOLDS),
        ([("good", 2), ("fair", 2)], Status.FAILS),
        ([("good", 2), ("fair", 3)], Status.FAILS),
        ([("good", 3)], Status.FAILS),
        ([("fair", 3), ("good", 2)], Status.FAILS),
    ],
)
def test_bands_are_ordered_and_cover_every_rating_but_the_worst(
    rows: list[tuple[str, int]], status: Status
) -> None:
    """Each bound lies below the last, and no rating but the worst is without one."""
    method = with_bands(tree_method({"top": MEAN}, {"top": "A B"}), *rows)
    assert stands(method, Property.BANDS) == [status]


def test_bounds_rise_where_lower_is_better() -> None:
    """Where points rise with worse ratings, so do the bounds."""
    rule = {"score": "mean of questions", "bands": {"good": 1, "fair": 2}}
    method = tree_method({"top": rule}, {"top": "A B"}, points="1 2 3")
    assert stands(method, Property.BANDS) == [Status.HOLDS]
    assert stands(with_bands(method, ("good", 2), ("fair", 1)), Property.BANDS) == [Status.FAILS]


def limits(*caps: tuple[str, object]) -> dict[str, Any]:
    """Write a rule with these caps."""
    rows = [{"id": f"l{n}", "at_most": cap, "when": when} for n, (cap, when) in enumerate(caps)]
    return {"rating": "worst of children", "limits": rows}


def test_limits_with_the_same_conditions_and_other_caps_contradict_each_other() -> None:
    """The order of the conditions does not matter; both limits are named."""
    other = {"own": "fair or worse"}
    rule = limits(("fair", [WORSE, other]), ("poor", [other, WORSE]), ("fair", WORSE))
    (finding,) = findings_by_form(tree_method({"top": rule}, {"top": "A B"}))
    assert (finding.property, finding.status) == (Property.CONTRADICTION, Status.FAILS)
    assert finding.node == "top"
    assert finding.said == "l0 and l1 cap differently under the same conditions"


def test_limits_with_other_conditions_or_the_same_cap_do_not_contradict() -> None:
    """A second limit of the same effect is idle, not contradictory."""
    rule = limits(("fair", WORSE), ("fair", WORSE), ("poor", {"own": "fair"}))
    assert stands(tree_method({"top": rule}, {"top": "A B"}), Property.CONTRADICTION) == [Status.HOLDS]


def test_a_rule_without_bands_and_limits_shows_nothing() -> None:
    """There is nothing to find out about its bands and limits."""
    method = tree_method({"top": {"rating": "worst of children"}}, {"top": "A B"})
    assert list(findings_by_form(method)) == []


def test_a_rule_is_monotone_without_a_set_only_with_all_that_may_stand_below(
    own_method: MethodMaker,
) -> None:
    """One standard's rule that may fall leaves domains and overall open, other standards not."""
    falls = {"limits": [{"id": "odd", "at_most": "good", "when": {"questions": "good", "at_least": 1}}]}
    method = own_method()
    odd = own_method(standard=falls).rules["standard"]
    method = attrs.evolve(method, rules=FrozenMap({**method.rules, "standard-3": odd}))
    found = {each.node: each.status for each in monotone_rules(method)}
    assert found == {
        "overall": Status.UNPROVEN,
        "domain": Status.UNPROVEN,
        "standard": Status.HOLDS,
        "standard-3": Status.UNPROVEN,
    }


def test_every_rule_that_only_rises_is_monotone_on_any_set(own_method: MethodMaker) -> None:
    """Means and bands alone hold, and the argument is named."""
    found = list(monotone_rules(own_method()))
    assert {each.status for each in found} == {Status.HOLDS}
    assert {each.said for each in found} == {"by its form, and that of every rule below"}
