"""The rated tree: how its nodes are found, what they know, and equality."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import attrs
import pytest

from pamms_core import (
    NOT_ASSESSED,
    Answers,
    Method,
    Outcome,
    OutcomeRecord,
    QuestionOutcome,
    QuestionSet,
    State,
    UnknownNameError,
    rate,
)
from pamms_core._frozen import FrozenMap
from pamms_core.rating.method import NodeKind

if TYPE_CHECKING:
    from collections.abc import Callable

    SetMaker = Callable[..., QuestionSet]
    OutcomeMaker = Callable[..., Outcome]

ROWS = {"A01": (1, 1, True), "A02": (1, 3), "B01": (3, 4, True), "B02": (4, 2)}


@pytest.fixture
def question_set(make_set: SetMaker) -> QuestionSet:
    """Make a set of three standards in two domains."""
    return make_set(ROWS)


@pytest.fixture
def outcome(question_set: QuestionSet, make_outcome: OutcomeMaker) -> Outcome:
    """Rate it with a question set aside and one without an answer."""
    return make_outcome(question_set, "GEN-")


def test_nodes_are_found_by_code(outcome: Outcome) -> None:
    """An outcome is a mapping from code to node, overall last."""
    assert list(outcome) == [
        "standard-1",
        "domain-1",
        "standard-3",
        "standard-4",
        "domain-2",
        "overall",
    ]
    assert len(outcome) == 6
    assert outcome["overall"] is outcome.overall
    assert [node.code for node in outcome.domains] == ["domain-1", "domain-2"]
    assert [node.code for node in outcome.standards] == ["standard-1", "standard-3", "standard-4"]
    assert "standard-2" not in outcome


def test_an_unknown_code_names_the_nearest(outcome: Outcome) -> None:
    """A code that is no node's is a KeyError that reads well, from look-up and explanation alike."""
    for look_up in (outcome.__getitem__, outcome.explain):
        with pytest.raises(
            UnknownNameError, match=r"unknown node 'domain-7' \(did you mean '"
        ) as caught:
            look_up("domain-7")
        assert isinstance(caught.value, KeyError)
        assert (caught.value.kind, caught.value.name) == ("node", "domain-7")
        assert caught.value.known == tuple(outcome)


def test_a_node_knows_its_place(outcome: Outcome, method: Method) -> None:
    """Kind, title, children, rule and scale belong to the node."""
    domain = outcome["domain-2"]
    assert (domain.code, domain.kind, domain.title) == (
        "domain-2",
        NodeKind.DOMAIN,
        "Personalised care and support",
    )
    assert domain.children == (outcome["standard-3"], outcome["standard-4"])
    assert outcome["standard-3"].children == ()
    assert domain.rule is outcome.method.rules[NodeKind.DOMAIN]
    assert domain.scale == outcome.question_set.framework.scale
    assert outcome.method == method


def test_the_numbers_of_a_node(outcome: Outcome) -> None:
    """Weights, points, score and share are exact and of the questions below."""
    standard = outcome["standard-1"]
    assert (standard.weight, standard.assessed_weight) == (4, 4)
    assert standard.weighted_points == 4 + 15
    assert standard.score == Fraction(19, 4)
    assert standard.percentage == Fraction(19, 20)
    overall = outcome.overall
    assert (overall.weight, overall.assessed_weight) == (10, 4)
    assert overall.assessed_share == Fraction(2, 5)
    assert overall.state is State.TOO_LITTLE_ASSESSED
    assert overall.score == Fraction(19, 4)
    empty = outcome["domain-2"]
    assert empty.weighted_points == 0
    assert empty.score is None
    assert empty.percentage is None


def test_a_node_knows_its_questions(outcome: Outcome) -> None:
    """Each question below comes with its answer and points; one without an answer is blank."""
    found = outcome.overall.questions
    assert [each.question.code for each in found] == ["A01", "A02", "B01", "B02"]
    assert [each.points for each in found] == [4, 5, None, None]
    assert found[2].answer.rating is NOT_ASSESSED
    assert found[3].answer.rating is None
    assert isinstance(found[0], QuestionOutcome)
    assert outcome["standard-4"].questions == found[3:]


def test_a_node_knows_what_is_answered(outcome: Outcome) -> None:
    """An unanswered question makes all nodes above it partial; one set aside does not."""
    partial = {code: (node.answered, node.is_partial) for code, node in outcome.items()}
    assert partial == {
        "standard-1": (2, False),
        "domain-1": (2, False),
        "standard-3": (1, False),
        "standard-4": (0, True),
        "domain-2": (1, True),
        "overall": (3, True),
    }
    assert outcome.is_partial


def test_critical_questions_without_a_rating_are_listed(
    question_set: QuestionSet, make_outcome: OutcomeMaker
) -> None:
    """A critical question set aside or not answered is listed at every node above it."""
    for letters, expected in (("GENG", ("B01",)), ("-ENG", ("A01", "B01")), ("GEGN", ())):
        outcome = make_outcome(question_set, letters)
        assert outcome.critical_not_assessed == expected
        assert outcome["standard-3"].critical_not_assessed == tuple(
            code for code in expected if code == "B01"
        )
        assert outcome["standard-4"].critical_not_assessed == ()


def test_limits_that_act_show_on_the_node(question_set: QuestionSet, make_outcome: OutcomeMaker) -> None:
    """A capped node says what it would be without limits and which limit acted."""
    node = make_outcome(question_set, "PEEE")["standard-1"]
    assert node.score == Fraction(1 + 15, 4)
    assert [str(rating) for rating in (node.before_limits, node.rating)] == [
        "Good",
        "Requires Improvement",
    ]
    assert [limit.id for limit in node.acting] == ["critical-poor"]


def test_outcomes_equal_by_set_method_and_answers(
    question_set: QuestionSet, make_outcome: OutcomeMaker, make_set: SetMaker, method: Method
) -> None:
    """The same answers to the same set by the same method are the same outcome."""
    outcome = make_outcome(question_set, "GEN-")
    same = make_outcome(make_set(ROWS), "GEN-")
    assert outcome == same
    assert hash(outcome) == hash(same)
    assert outcome != make_outcome(question_set, "GENG")
    assert outcome != make_outcome(make_set({**ROWS, "A01": (1, 2, True)}), "GEN-")
    other = attrs.evolve(
        method,
        points=FrozenMap({key: points + 1 for key, points in method.points.items()}),
    )
    assert outcome != make_outcome(question_set, "GEN-", other)
    elsewhere: object = dict(outcome)
    assert outcome != elsewhere


def test_outcomes_and_nodes_show_their_rating_or_why_there_is_none(
    question_set: QuestionSet, make_outcome: OutcomeMaker
) -> None:
    """``repr`` has the name and result, falling back on the set's id without a title."""
    outcome = make_outcome(question_set, "GEN-")
    assert repr(outcome) == ("<Outcome of 'Example House' by pamms-reference 2: too little assessed>")
    assert repr(outcome["standard-1"]) == "<NodeOutcome standard-1: Excellent>"
    assert repr(outcome["standard-4"]) == "<NodeOutcome standard-4: nothing assessed>"
    untitled = rate(question_set, Answers(set_id="small", edition="1"))
    assert repr(untitled) == "<Outcome of 'small' by pamms-reference 2: nothing assessed>"


def test_an_outcome_tells_itself_in_other_forms(outcome: Outcome) -> None:
    """An outcome gives its record, its explanation and a table for notebooks."""
    assert isinstance(outcome.record(), OutcomeRecord)
    assert outcome.explain().data.code == "overall"
    assert outcome["standard-1"].explain().sentences == outcome.explain("standard-1").sentences
    html = outcome._repr_html_()
    assert "<table" in html
    assert "Respecting and involving service users" in html


def test_a_node_is_made_once_whichever_way_one_comes_to_it(
    question_set: QuestionSet, make_outcome: OutcomeMaker
) -> None:
    """Asked for by code first, or as its parent's child first, it is one and the same."""
    by_code = make_outcome(question_set, "GEGG")
    lowest = by_code["standard-3"]
    assert by_code["domain-2"].children[0] is lowest
    assert by_code.overall.children[1].children[0] is lowest
    from_top = make_outcome(question_set, "GEGG")
    reached = from_top.overall.children[1].children[0]
    assert from_top["standard-3"] is reached
    assert [*from_top.values()] == [from_top[code] for code in from_top]
    assert from_top.tops == (from_top.overall,)
