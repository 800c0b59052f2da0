"""What is proven of the shipped methods: what holds, what fails, what is measured."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, TypeAlias

import pytest

from pamms_core import Method, Proofs, QuestionSet, load_method, prove, shipped_methods
from pamms_core.rating.findings import Property, Status

if TYPE_CHECKING:
    from collections.abc import Callable

Row: TypeAlias = "str | int"
"""How a property stands, or what was measured, at every node of a rule."""

ROWS = {"A01": (1, 1, True), "A02": (1, 2), "A03": (2, 1), "B01": (3, 1), "B02": (6, 2)}
RATED: dict[Property, Row] = {
    Property.UNIFORM: "holds",
    Property.MONOTONE: "holds",
    Property.BEST_CHILD: "holds",
    Property.REACHABLE: "holds",
}
LIMITS: dict[Property, Row] = {Property.CONTRADICTION: "holds", Property.LIMIT_ACTS: "holds"}


def rows(expected: dict[Property, Row], *, aside: int, one: int) -> dict[Property, Row]:
    """Add what was measured."""
    return expected | {Property.SETTING_ASIDE: aside, Property.ONE_ANSWER: one}


SHIPPED: dict[str, dict[str, dict[Property, Row]]] = {
    "acecqa-nqs": {
        # An element is not Exceeding and a theme not below Meeting: so uniform answers of the
        # other ratings do not return themselves, and one shown theme of three is Meeting.
        "elements": rows(
            RATED | {Property.UNIFORM: "fails", Property.REACHABLE: "fails"}, aside=0, one=2
        ),
        "themes": rows(
            RATED
            | {Property.UNIFORM: "fails", Property.REACHABLE: "fails", Property.BEST_CHILD: "fails"},
            aside=0,
            one=1,
        ),
        "standard": rows(RATED, aside=0, one=3),
        "area": rows(RATED, aside=0, one=3),
        "overall": rows(RATED, aside=0, one=3),
    },
    "au-star-overall": {
        "overall": rows(
            RATED | LIMITS | {Property.BANDS: "holds", Property.ROUNDING: "fails"}, aside=0, one=4
        ),
    },
    "cms-2022": {
        "health": rows(RATED | LIMITS, aside=0, one=4),
        "overall": rows(RATED | LIMITS, aside=1, one=4),
    },
    "cms-pre-2022": {
        "health": rows(RATED | LIMITS, aside=0, one=4),
        "overall": rows(RATED | LIMITS, aside=1, one=4),
    },
    "cqc-asc-2014": {"overall": rows(RATED | LIMITS, aside=0, one=1)},
    "cqc-local-authority": {
        "overall": rows(RATED | {Property.BANDS: "holds", Property.ROUNDING: "fails"}, aside=0, one=1),
    },
    "cqc-saf": {
        "quality-statement": rows(
            RATED | {Property.BANDS: "holds", Property.ROUNDING: "fails"}, aside=1, one=3
        ),
        "key-question": rows(
            RATED | LIMITS | {Property.BANDS: "holds", Property.ROUNDING: "fails"}, aside=2, one=3
        ),
    },
    "openssf-scorecard": {"overall": {Property.MONOTONE: "holds"}},
}


@cache
def proofs_of(name: str) -> tuple[Method, Proofs]:
    """Prove an example once."""
    method = load_method(f"examples/{name}")
    return method, prove(method)


def test_every_example_is_listed() -> None:
    """No shipped example goes without its proofs."""
    assert {name.removeprefix("examples/") for name in shipped_methods(examples=True)} == set(SHIPPED)


@pytest.mark.parametrize("name", SHIPPED)
def test_examples_have_these_properties_and_nothing_is_left_open(name: str) -> None:
    """At all nodes of a rule a property stands alike, as listed; nothing else is found."""
    method, proofs = proofs_of(name)
    assert method.tree is not None
    rules = {node.code: node.rule for node in method.tree.nodes}
    found: dict[str, dict[Property, set[Row]]] = {}
    for each in proofs.findings:
        rule = rules.get(each.node, each.node)
        stands = each.status.value if each.value is None else each.value
        found.setdefault(rule, {}).setdefault(each.property, set()).add(stands)
    assert found == {
        rule: {about: {row} for about, row in expected.items()}
        for rule, expected in SHIPPED[name].items()
    }
    assert not proofs.with_status(Status.UNPROVEN)


@pytest.mark.parametrize(
    ("name", "modes"),
    [
        ("au-star-overall", {"half even", "half down", "down", "up"}),
        ("cqc-local-authority", {"down"}),
    ],
)
def test_where_the_mode_of_rounding_matters(name: str, modes: set[str]) -> None:
    """The stars' inferred mode decides at halves; the authorities' only against cutting off."""
    (finding,) = proofs_of(name)[1].of(Property.ROUNDING)
    told = finding.said.removeprefix("another rating is earned by ").split("; ")
    assert {each.partition(" at ")[0] for each in told} == modes


def small_proofs(make_set: Callable[..., QuestionSet], name: str) -> Proofs:
    """Prove a method on five questions of four standards in three domains."""
    return prove(load_method(name), make_set(ROWS))


@pytest.mark.parametrize("name", shipped_methods())
def test_both_pamms_methods_are_fair_on_a_small_set(
    make_set: Callable[..., QuestionSet], name: str
) -> None:
    """Uniform, monotone and reachable at every node, with ordered bands, and nothing left open."""
    proofs = small_proofs(make_set, name)
    for about in (Property.UNIFORM, Property.MONOTONE, Property.REACHABLE, Property.BANDS):
        assert {each.status for each in proofs.of(about)} == {Status.HOLDS}
    assert not proofs.with_status(Status.UNPROVEN)


def test_only_the_reference_method_keeps_nodes_at_or_below_their_best_child(
    make_set: Callable[..., QuestionSet],
) -> None:
    """Percentage bands have no such limit, and a domain of two standards shows it."""
    reference = small_proofs(make_set, "pamms-reference").of(Property.BEST_CHILD)
    assert {each.status for each in reference} == {Status.HOLDS}
    above = small_proofs(make_set, "percentage-bands").of(Property.BEST_CHILD)
    assert [each.node for each in above if each.status is Status.FAILS] == ["domain-1"]


@pytest.mark.parametrize("name", shipped_methods())
def test_setting_one_answer_aside_can_lift_the_overall_by_two(
    make_set: Callable[..., QuestionSet], name: str
) -> None:
    """So it is under both methods: a node with too little assessed no longer holds the others down."""
    measured = {
        each.node: each.value for each in small_proofs(make_set, name).of(Property.SETTING_ASIDE)
    }
    assert measured["overall"] == 2


def test_limits_that_never_act_on_a_small_set_are_named(
    make_set: Callable[..., QuestionSet],
) -> None:
    """Where no question is critical, or a domain has one standard, some limits are idle."""
    found = {
        each.node: each for each in small_proofs(make_set, "pamms-reference").of(Property.LIMIT_ACTS)
    }
    assert found["standard-1"].status is Status.HOLDS
    assert found["standard-2"].status is Status.IDLE
    assert found["standard-2"].said == "critical-poor has nothing to do here: no question is critical"
    assert found["domain-1"].status is Status.HOLDS
