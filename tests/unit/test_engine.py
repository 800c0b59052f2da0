"""Rating: scores, thresholds, states, and what the rater keeps."""

from __future__ import annotations

import copy
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs
import pytest

from pamms_core import (
    Answer,
    Answers,
    AnswersMismatchError,
    Framework,
    Method,
    Outcome,
    QuestionSet,
    Rater,
    State,
    rate,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    SetMaker = Callable[..., QuestionSet]
    SheetMaker = Callable[[QuestionSet, str], Answers]
    OutcomeMaker = Callable[..., Outcome]
    MethodMaker = Callable[..., Method]

# Two standards of domain 1 and one of domain 2; A01 is critical.
ROWS = {"A01": (1, 1, True), "A02": (1, 9), "A03": (2, 10), "A04": (3, 20)}


@pytest.mark.parametrize(
    ("weights", "letters", "score_and_key"),
    [
        ((1, 1), "EG", (Fraction(9, 2), "excellent")),
        ((49, 51), "EG", (Fraction(449, 100), "good")),
        ((499_999, 500_001), "EG", (Fraction(4_499_999, 1_000_000), "good")),
        ((1, 1), "GR", (Fraction(7, 2), "good")),
        ((49, 51), "GR", (Fraction(349, 100), "requires-improvement")),
        ((1, 1), "RP", (Fraction(2), "requires-improvement")),
        ((49, 51), "RP", (Fraction(198, 100), "poor")),
        ((3, 4), "EP", (Fraction(19, 7), "requires-improvement")),
        ((7, 7), "PP", (Fraction(1), "poor")),
    ],
)
def test_a_score_is_the_weighted_mean_and_thresholds_are_exact(
    make_set: SetMaker,
    make_outcome: OutcomeMaker,
    weights: tuple[int, int],
    letters: str,
    score_and_key: tuple[Fraction, str],
) -> None:
    """A score at a threshold earns the better rating, one part in a million below it does not."""
    outcome = make_outcome(make_set({"A01": (1, weights[0]), "A02": (1, weights[1])}), letters)
    standard = outcome["standard-1"]
    assert (standard.score, standard.verdict.symbol) == score_and_key
    assert standard.before_limits == standard.rating


def test_higher_nodes_average_all_their_questions(
    make_set: SetMaker, make_outcome: OutcomeMaker
) -> None:
    """A domain and the overall score are means over questions, not over rounded ratings."""
    outcome = make_outcome(make_set(ROWS), "GEGR")
    assert outcome["standard-1"].score == Fraction(4 + 45, 10)
    assert outcome["domain-1"].score == Fraction(4 + 45 + 40, 20)
    assert outcome.overall.score == Fraction(4 + 45 + 40 + 60, 40)
    assert [outcome[code].rating for code in ("standard-1", "domain-1", "overall")] == [
        outcome.question_set.framework.scale[key] for key in ("excellent", "good", "good")
    ]


def test_not_assessed_counts_neither_way(make_set: SetMaker, make_outcome: OutcomeMaker) -> None:
    """S8: a question set aside leaves score and rating to the others."""
    question_set = make_set({"A01": (1, 1), "A02": (1, 2), "A03": (1, 3)})
    aside, blank = (make_outcome(question_set, f"G{letter}E") for letter in "N-")
    for outcome in (aside, blank):
        assert outcome.overall.score == Fraction(4 + 15, 4)
        assert outcome.overall.assessed_share == Fraction(4, 6)
    assert (aside.is_partial, blank.is_partial) == (False, True)


def test_half_the_weight_is_enough_and_less_is_too_little(
    make_set: SetMaker, make_outcome: OutcomeMaker
) -> None:
    """A node needs a rating for at least half the weight below it, exactly."""
    enough = make_outcome(make_set({"A01": (1, 5), "A02": (1, 5)}), "EN")
    short = make_outcome(make_set({"A01": (1, 5), "A02": (1, 6)}), "EN")
    assert enough.overall.rating == enough.question_set.framework.scale.best
    for node in short.values():
        assert node.state is State.TOO_LITTLE_ASSESSED
        assert node.rating is node.before_limits is None
        assert node.score == 5
        assert node.acting == ()


def test_a_node_with_nothing_assessed_has_no_rating(
    make_set: SetMaker, make_outcome: OutcomeMaker
) -> None:
    """S8: a standard and its domain without any rating have none; the rest is rated."""
    outcome = make_outcome(make_set(ROWS), "EEEN")
    for code in ("standard-3", "domain-2"):
        node = outcome[code]
        assert node.state is State.NOTHING_ASSESSED
        assert (node.rating or node.score or node.percentage) is None
        assert node.assessed_share == 0
    assert outcome["domain-1"].state is State.RATED
    assert outcome.overall.state is State.RATED  # 20 of 40 is half


@pytest.mark.parametrize("letters", ["NNNN", "----", "N-N-"])
def test_an_empty_sheet_has_no_rating_anywhere(
    make_set: SetMaker, make_outcome: OutcomeMaker, letters: str
) -> None:
    """Where nothing is assessed at all, no node has a rating, nor does any limit hold."""
    for node in make_outcome(make_set(ROWS), letters).values():
        assert node.state is State.NOTHING_ASSESSED
        assert node.rating is None
        assert node.verdict.triggered == ()


def test_a_child_without_a_rating_is_not_counted(make_set: SetMaker, make_outcome: OutcomeMaker) -> None:
    """A domain without a rating is neither Poor nor good: the other one decides the limits."""
    rows = {"A01": (1, 10), "A02": (3, 1)}
    rated = make_outcome(make_set(rows), "EN")
    assert rated.overall.rating == rated.question_set.framework.scale.best
    assert rated.overall.verdict.triggered == ()


def test_the_order_of_answers_does_not_matter(make_set: SetMaker, make_sheet: SheetMaker) -> None:
    """A sheet written backwards is rated the same."""
    question_set = make_set(ROWS)
    sheet = make_sheet(question_set, "PEGR")
    backwards = attrs.evolve(sheet, entries=dict(reversed(list(sheet.entries.items()))))
    one, other = (rate(question_set, each) for each in (sheet, backwards))
    assert one == other
    assert [node.verdict for node in one.values()] == [node.verdict for node in other.values()]


def test_a_method_that_wants_nothing_assessed_or_everything(
    make_set: SetMaker, make_outcome: OutcomeMaker, own_method: MethodMaker
) -> None:
    """With a least share of 0 one answer is enough; with 1 a single gap is too much."""
    question_set = make_set({"A01": (1, 1), "A02": (1, 99)})
    rule = {"least_assessed": "100%"}
    everything = own_method(standard=rule, domain=rule, overall=rule)
    assert make_outcome(question_set, "GN", own_method()).overall.state is State.RATED
    assert make_outcome(question_set, "GN", everything).overall.state is State.TOO_LITTLE_ASSESSED
    assert make_outcome(question_set, "GE", everything).overall.state is State.RATED
    assert make_outcome(question_set, "NN", own_method()).overall.state is State.NOTHING_ASSESSED


def test_rating_points_may_be_fractions_and_negative(
    make_set: SetMaker, make_outcome: OutcomeMaker, own_method: MethodMaker
) -> None:
    """Points of any exact value are averaged exactly; without points above 0 there is no percentage."""
    method = own_method("0 -1/3 -0.5 -7/5", "-1/6 -5/12 -19/20")
    question_set = make_set({"A01": (1, 1), "A02": (1, 1)})
    for letters, score, key in [
        ("EG", Fraction(-1, 6), "excellent"),
        ("GR", Fraction(-5, 12), "good"),
        ("RP", Fraction(-19, 20), "requires-improvement"),
        ("PP", Fraction(-7, 5), "poor"),
        ("EE", Fraction(0), "excellent"),
    ]:
        overall = make_outcome(question_set, letters, method).overall
        assert (overall.score, overall.verdict.symbol, overall.percentage) == (score, key, None)


def test_without_domains_the_standards_decide_the_overall(
    make_set: SetMaker, make_outcome: OutcomeMaker, framework: Framework
) -> None:
    """S3: a set without domains needs no rule for them; its standards are the overall's children."""
    standards = tuple(attrs.evolve(each, domain=None) for each in framework.standards)
    question_set = make_set(ROWS, attrs.evolve(framework, domains=(), standards=standards))
    outcome = make_outcome(question_set, "EEPE")
    assert outcome.domains == ()
    assert [limit.id for limit in outcome.overall.acting] == ["a-part-poor"]
    assert outcome.overall.score == Fraction(50 + 10 + 100, 40)


def test_a_rater_can_be_used_again_and_again(make_set: SetMaker, make_sheet: SheetMaker) -> None:
    """A rater keeps nothing of a sheet: rating it again after another gives the same."""
    rater = Rater(make_set(ROWS))
    sheets = [make_sheet(rater.question_set, letters) for letters in ("PEGR", "EEEE", "NN--")]
    first = [rater.rate(sheet) for sheet in sheets]
    again = [rater.rate(sheet) for sheet in reversed(sheets)]
    assert first == again[::-1]
    assert first == [rate(rater.question_set, sheet) for sheet in sheets]
    assert repr(rater) == "<Rater small by pamms-reference>"


def test_states_are_ranks_then_not_assessed_then_nothing(
    make_set: SetMaker, make_sheet: SheetMaker
) -> None:
    """A sheet's states follow the tree's order of questions, blanks included."""
    rater = Rater(
        make_set(
            {"A01": (3, 1), "A02": (1, 1), "A03": (1, 1), "B01": (2, 1), "B02": (2, 1), "B03": (2, 1)}
        )
    )
    assert [question.code for question in rater.questions] == ["A02", "A03", "B01", "B02", "B03", "A01"]
    assert rater.states(make_sheet(rater.question_set, "EGRPN-")) == [2, 1, 0, 4, 5, 3]
    assert all(isinstance(table, tuple) and len(table) == 6 for table in rater.tables)
    blank = Answers(set_id="small", edition="1", entries={"A01": Answer(None, "asked, no answer yet")})
    assert rater.states(blank) == [5] * 6


def test_a_relabelled_scale_rates_the_same(
    make_set: SetMaker, make_sheet: SheetMaker, framework: Framework
) -> None:
    """S7: answers on a relabelled scale fit the set, and the other way round."""
    relabelled = attrs.evolve(framework, scale=framework.scale.relabelled({"good": "Compliant"}))
    plain_set, local_set = make_set(ROWS), make_set(ROWS, relabelled)
    sheet = make_sheet(plain_set, "GGGG")
    assert str(rate(local_set, sheet).overall.rating) == "Compliant"
    assert str(rate(plain_set, make_sheet(local_set, "GGGG")).overall.rating) == "Good"


def test_rating_changes_nothing(make_set: SetMaker, make_sheet: SheetMaker, method: Method) -> None:
    """Set, sheet and method are as they were."""
    question_set = make_set(ROWS)
    sheet = make_sheet(question_set, "PEGR")
    before = copy.deepcopy((question_set, sheet, method))
    rate(question_set, sheet, method)
    assert (question_set, sheet, method) == before


def test_what_cannot_even_be_looked_up_is_refused_with_its_reason(
    make_set: SetMaker, make_sheet: SheetMaker
) -> None:
    """A list is no rating, and is told so as any other wrong rating is."""
    question_set = make_set({"A01": (1, 1), "A02": (1, 1)})
    wrong: Any = []
    sheet = make_sheet(question_set, "GG").changed({"A02": Answer(wrong)})
    with pytest.raises(AnswersMismatchError, match=r"A02 is rated \[\], which is no rating") as caught:
        Rater(question_set).rate(sheet)
    assert caught.value.reasons == ("A02 is rated [], which is no rating",)
