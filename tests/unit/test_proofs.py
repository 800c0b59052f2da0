"""Proofs on methods made by hand: what is found, what is said, and with which sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs
import pytest
from trees import BANDS, MEAN, tree_method

from pamms_core import Method, MethodMismatchError, Proofs, QuestionSet, Rater, prove
from pamms_core._frozen import FrozenMap
from pamms_core.rating.findings import Property, Status
from pamms_core.rating.readings import Bands
from pamms_core.rating.subject import Subject

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pamms_core.rating.findings import ProofFinding

    SetMaker = Callable[..., QuestionSet]
    MethodMaker = Callable[..., Method]

WHOLE = {"digits": 0, "mode": "half up", "before": "banding"}


def one(proofs: Proofs, about: Property, node: str = "top") -> ProofFinding:
    """Return the one finding on a property at a node."""
    (found,) = [each for each in proofs.of(about) if each.node == node]
    return found


def on(rule: Mapping[str, Any], below: str = "A B", **more: Any) -> Proofs:
    """Prove a method of one node."""
    return prove(tree_method({"top": rule}, {"top": below}, **more))


def limited(when: object, cap: str = "poor") -> dict[str, Any]:
    """Write a mean with one limit."""
    return {**MEAN, "limits": [{"id": "cap", "at_most": cap, "when": when}]}


def test_without_a_set_only_the_form_is_looked_at(own_method: MethodMaker) -> None:
    """The rules' bands, limits and monotony are found out; no node is named."""
    proofs = prove(own_method())
    assert proofs.question_set == ""
    assert {each.property for each in proofs.findings} == {Property.BANDS, Property.MONOTONE}
    assert {each.node for each in proofs.findings} == {"overall", "domain", "standard"}
    assert repr(proofs) == "<Proofs on own: 6 holds, 0 fails, 0 measured, 0 unproven, 0 idle>"


def test_with_a_set_every_node_is_looked_at_and_progress_is_told(
    make_set: SetMaker, own_method: MethodMaker
) -> None:
    """Findings name nodes, rules only for their form; each node is named while it is tried."""
    told: list[str] = []
    question_set = make_set({"A01": (1, 1), "A02": (3, 2)})
    proofs = prove(own_method(), question_set, progress=told.append)
    nodes = [node.code for node in Rater(question_set, own_method()).nodes]
    assert proofs.question_set == "small"
    assert [each.node for each in proofs.of(Property.MONOTONE)] == nodes
    assert set(told) == set(nodes)
    assert proofs.with_status(Status.MEASURED) == (
        *proofs.of(Property.SETTING_ASIDE),
        *proofs.of(Property.ONE_ANSWER),
    )


def test_a_method_that_does_not_fit_is_refused(make_set: SetMaker) -> None:
    """A method with its own tree rates no question set."""
    method = tree_method({"top": MEAN}, {"top": "A B"})
    with pytest.raises(MethodMismatchError, match="tree of its own") as caught:
        prove(method, make_set({"A01": (1, 1)}))
    assert caught.value.method == "small-tree"


def test_a_fall_is_shown_by_two_sheets_that_differ_in_one_answer() -> None:
    """A limit on good answers makes a better answer lower the rating."""
    finding = one(on(limited({"children": "good", "at_least": 2})), Property.MONOTONE)
    assert finding.status is Status.FAILS
    assert finding.said == "a better answer lowers it from Fair to Poor"
    first, second = map(dict, finding.sheets)
    assert second == {"A": "good", "B": "good"}
    assert sorted(first.values()) == ["good", "poor"]


def test_a_fall_past_an_undetermined_rating_is_a_fall() -> None:
    """From Poor over what needs judgement to Good: the answer rose, and the rating fell."""
    cases = [
        {"rating": "good", "when": {"children": "poor", "at_least": 1}},
        {"rating": "fair", "when": {"children": "good", "at_least": 1}},
    ]
    finding = one(on({"cases": cases, "otherwise": "undetermined"}, "A"), Property.MONOTONE)
    assert finding.status is Status.FAILS
    assert [dict(each) for each in finding.sheets] == [{"A": "poor"}, {"A": "good"}]


def test_a_fall_under_one_flag_names_it() -> None:
    """The sheets show it only where the flag is given so."""
    when = [{"children": "good", "at_least": 2}, {"flag": "breach"}]
    finding = one(on(limited(when), flags=["breach"]), Property.MONOTONE)
    assert finding.status is Status.FAILS
    assert finding.flags == {"breach": True}


def test_what_its_form_does_not_show_is_tried() -> None:
    """A limit between two ratings that acts on no rising answer: tried throughout."""
    finding = one(on(limited({"child": "A", "above": "A"})), Property.MONOTONE)
    assert (finding.status, finding.said) == (Status.HOLDS, "tried throughout")


def test_uniform_answers_that_return_another_rating_are_named() -> None:
    """Bands above the points of a rating; the worst such rating is named."""
    rule = {"score": "mean of questions", "bands": {"good": "3.5", "fair": "2"}}
    finding = one(on(rule), Property.UNIFORM)
    assert (finding.status, finding.said) == (Status.FAILS, "all good is rated otherwise")


def test_uniform_answers_say_nothing_of_numbers() -> None:
    """A node above numbers alone cannot be answered uniformly."""
    ratio = {"score": "ratio of N to M", "bands": {"good": 1, "fair": "0.5"}}
    proofs = on(ratio, "N M", inputs={"N": {"most": 2}, "M": {"most": 2}})
    assert proofs.of(Property.UNIFORM) == ()
    assert one(proofs, Property.MONOTONE).status is Status.HOLDS
    assert one(proofs, Property.REACHABLE).status is Status.HOLDS


def test_sheets_tell_numbers_and_numbers_that_were_not_given() -> None:
    """A counterexample with numbers names each input as an answer sheet would."""
    rules = {
        "share": {
            "score": "ratio of N to M",
            "rounding": WHOLE,
            "bands": {"good": 2, "fair": 1},
        },
        "top": {
            "start": "A",
            "steps": [{"by": 1, "when": {"child": "share", "is": "poor"}}],
            "missing": {"nothing_assessed": "counts as poor"},
        },
    }
    inputs = {"N": {"most": 2}, "M": {"most": 2}}
    proofs = prove(tree_method(rules, {"top": "A share", "share": "N M"}, inputs=inputs))
    (rounded,) = proofs.of(Property.ROUNDING)
    assert rounded.status is Status.FAILS
    assert dict(rounded.sheets[0]) == {"N": "1", "M": "2"}
    above = one(proofs, Property.BEST_CHILD)
    assert above.status is Status.FAILS
    (sheet,) = above.sheets
    assert sheet["N"] in {"not given", "0", "1", "2"}
    assert sheet["A"] in {"poor", "fair"}


def test_a_number_that_is_not_given_is_told_so() -> None:
    """In a sheet, beside numbers that are."""
    ratio = {"score": "ratio of N to M", "bands": {"good": 1, "fair": "0.5"}}
    inputs = {"N": {"most": 2}, "M": {"most": 2}}
    rater = Rater.of_method(tree_method({"top": ratio}, {"top": "N M"}, inputs=inputs))
    subject = Subject(rater, 10**6, lambda _: None)
    found = subject.finding(Property.MONOTONE, 0, Status.FAILS, "so", sheets=[{1: None, 0: 2}])
    assert [dict(each) for each in found.sheets] == [{"N": "2", "M": "not given"}]


def test_sheets_tell_not_answered_from_not_assessed_where_a_rule_does() -> None:
    """An answer that is not there may count as good, one that is set aside not."""
    rule = {**MEAN, "missing": {"not_answered": "counts as good"}}
    finding = one(on(rule), Property.BEST_CHILD)
    assert finding.status is Status.FAILS
    assert finding.said == "it can be Fair while its best child is Poor"
    assert sorted(finding.sheets[0].values()) == ["not answered", "poor"]


def test_no_node_above_its_best_child_by_form_or_by_trying() -> None:
    """The best of the children by form, a mean of children's points by trying."""
    assert one(on({"rating": "best of children"}), Property.BEST_CHILD).said == "by the form of its rule"
    rule = {"score": "mean of children's points", "bands": {"good": "2", "fair": "1"}, "limits": []}
    high = {**rule, "bands": {"good": "5/2", "fair": "3/2"}}
    proofs = prove(tree_method({"top": high, "low": MEAN}, {"top": "low", "low": "A B"}))
    assert one(proofs, Property.BEST_CHILD).said == "tried throughout"
    assert one(on(rule), Property.BEST_CHILD).status is Status.FAILS


def test_the_form_of_a_rule_bounds_nothing_above_what_needs_judgement() -> None:
    """An undetermined child is tried at its ratings, and may lift a node above every rated child."""
    case = {"rating": "poor", "when": {"children": "good", "at_least": 2}}
    rules = {
        "low": {"cases": [case], "otherwise": "undetermined"},
        "top": {"rating": "best of children"},
    }
    finding = one(prove(tree_method(rules, {"top": "low C", "low": "A B"})), Property.BEST_CHILD)
    assert finding.status is Status.UNPROVEN
    assert "a node below is undetermined" in finding.said


def test_ratings_and_limits_that_never_come_out_are_named() -> None:
    """Good is capped away, and a second limit on the same is never what lowers the rating."""
    rule = {
        **MEAN,
        "limits": [
            {"id": "always", "at_most": "fair", "when": {"own": "fair or better"}},
            {"id": "never", "at_most": "poor", "when": {"children": "good", "at_least": 3}},
        ],
    }
    proofs = on(rule)
    assert one(proofs, Property.REACHABLE).said == "never Good; tried throughout"
    assert one(proofs, Property.REACHABLE).status is Status.FAILS
    assert one(proofs, Property.LIMIT_ACTS).said == "never can never act; tried throughout"


def test_a_score_alone_is_only_looked_at_for_what_it_does_above() -> None:
    """A node without a rating is monotone in itself, and nothing else is asked of it."""
    rules = {
        "low": {"score": "mean of questions"},
        "top": {"score": "mean of children's scores", "bands": BANDS},
    }
    proofs = prove(tree_method(rules, {"top": "low", "low": "A B"}))
    assert {each.property for each in proofs.findings if each.node == "low"} == {Property.MONOTONE}


def test_setting_aside_and_one_answer_are_measured_with_sheets() -> None:
    """A Poor answer set aside lifts a mean; one answer moves it by two; critical ones do not count."""
    critical = {"A": {"critical": True}, "B": {"weight": 3}}
    proofs = on({**MEAN, "missing": "left out"}, inputs=critical)
    aside, effect = one(proofs, Property.SETTING_ASIDE), one(proofs, Property.ONE_ANSWER)
    assert (aside.status, aside.value) == (Status.MEASURED, 1)
    assert aside.said == "gained 1 rating by setting it aside"
    before, after = map(dict, aside.sheets)
    assert [code for code in before if before[code] != after[code]] != []
    assert "not assessed" in after.values()
    assert effect.value == 2
    first, second = map(dict, effect.sheets)
    assert first["A"] == second["A"]


def test_one_answer_has_no_effect_where_all_are_critical() -> None:
    """There is no non-critical answer, so the largest effect is none, without a sheet."""
    effect = one(on(MEAN, "A", inputs={"A": {"critical": True}}), Property.ONE_ANSWER)
    assert (effect.value, effect.sheets) == (0, ())


def test_rounding_is_looked_at_where_bands_see_it() -> None:
    """Before banding the modes part or not; for display, and without bands, nothing is asked."""
    rounded = {"score": "mean of questions", "rounding": WHOLE, "bands": {"good": 3, "fair": 2}}
    finding = one(on(rounded), Property.ROUNDING)
    assert finding.status is Status.FAILS
    assert finding.said.startswith("another rating is earned by half even at 5/2")
    assert one(on(rounded, "A"), Property.ROUNDING).status is Status.HOLDS
    shown = rounded | {"rounding": WHOLE | {"before": "display"}}
    assert on(shown).of(Property.ROUNDING) == ()
    alone = {"score": "mean of questions", "rounding": WHOLE}
    assert on(alone).of(Property.ROUNDING) == ()


OPEN = limited({"child": "A", "above": "B"})


def test_with_no_budget_everything_that_must_be_tried_is_open() -> None:
    """Only what a few sheets or the form show is decided."""
    method = tree_method({"top": {**OPEN, "rounding": WHOLE}}, {"top": "A B"})
    proofs = prove(method, budget=0)
    decided = {Property.BANDS, Property.CONTRADICTION, Property.UNIFORM}
    assert {each.property for each in proofs.findings if each.status is not Status.UNPROVEN} == decided
    assert {each.said for each in proofs.with_status(Status.UNPROVEN)} == {
        "there is too much to try or a node below is undetermined, and no argument applies"
    }


def test_bands_in_no_order_are_rated_but_not_argued() -> None:
    """A rule made by hand with its bands turned round is tried, and falls short."""
    method = tree_method({"top": MEAN}, {"top": "A B"})
    rule = method.rules["top"]
    turned = attrs.evolve(rule, reading=Bands(rule.bands.bands[::-1]))
    proofs = prove(attrs.evolve(method, rules=FrozenMap({"top": turned})))
    assert one(proofs, Property.BANDS).status is Status.FAILS
    assert one(proofs, Property.MONOTONE).said == "tried throughout"
    assert one(proofs, Property.REACHABLE).said == "never Good; tried throughout"


def test_counterexamples_are_small() -> None:
    """What is not needed to show a fall, or a node above its best child, is set aside."""
    rule = limited({"children": "good", "at_least": 1})
    proofs = on(rule, "A B C D E")
    fall = one(proofs, Property.MONOTONE)
    for sheet in fall.sheets:
        assert list(sheet.values()).count("not assessed") >= 3
    summed = on({"score": "sum of questions", "bands": {"good": "6", "fair": "3"}}, "A B C D E")
    above = one(summed, Property.BEST_CHILD)
    assert above.said == "it can be Fair while its best child is Poor"
    (sheet,) = above.sheets
    assert sorted(sheet.values()) == ["not assessed"] * 2 + ["poor"] * 3
