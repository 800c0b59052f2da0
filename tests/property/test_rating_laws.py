"""Laws that hold of every rating, on drawn sets, methods and answers."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pamms_core import (
    NOT_ASSESSED,
    Answer,
    Answers,
    AnswersMismatchError,
    Method,
    Outcome,
    QuestionSet,
    Rater,
    Rating,
    load_framework,
    load_method,
)
from pamms_core.testing import (
    answers,
    complete_answers,
    methods,
    misfit_answers,
    outcomes,
    question_sets,
    ratings,
)

if TYPE_CHECKING:
    from collections.abc import Callable

REFERENCE = load_method()
REFERENCE_BEST = load_framework().scale.best


def any_method() -> st.SearchStrategy[Method]:
    """Draw a lawful method, the reference method among them."""
    return st.just(REFERENCE) | methods()


@st.composite
def rated(
    draw: st.DrawFn, sheet_of: Callable[[QuestionSet], st.SearchStrategy[Answers]]
) -> tuple[Rater, Answers]:
    """Draw a rater and a sheet of its set."""
    rater = Rater(draw(question_sets()), draw(any_method()))
    return rater, draw(sheet_of(rater.question_set))


def all_rated(question_set: QuestionSet, rating: Rating) -> Answers:
    """Give every question the same rating."""
    return Answers(
        set_id=question_set.id,
        edition=question_set.edition,
        entries={question.code: Answer(rating) for question in question_set},
    )


class TestMonotone:
    """A better answer never lowers a rating: S6's order is kept from answers to overall."""

    @given(case=rated(complete_answers), data=st.data())
    def test_raising_one_answer_lowers_no_node(
        self, case: tuple[Rater, Answers], data: st.DataObject
    ) -> None:
        """Raising any one answer leaves every node's score and rating as good or better."""
        rater, sheet = case
        code = data.draw(st.sampled_from([question.code for question in rater.questions]))
        before, after = sheet, sheet.changed({code: data.draw(ratings())})
        if before[code].rating > after[code].rating:  # type: ignore[operator]
            before, after = after, before
        lower, higher = rater.rate(before), rater.rate(after)
        for node in lower.values():
            assert node.rating is not None
            assert higher[node.code].rating >= node.rating
            assert higher[node.code].score >= node.score  # type: ignore[operator]

    @given(case=rated(answers), data=st.data())
    def test_raising_an_answer_of_a_partial_sheet_lowers_no_node(
        self, case: tuple[Rater, Answers], data: st.DataObject
    ) -> None:
        """The same holds where some questions are blank or not assessed."""
        rater, sheet = case
        graded = [code for code, answer in sheet.items() if answer.is_rated]
        if not graded:
            return
        code = data.draw(st.sampled_from(graded))
        lower, higher = rater.rate(sheet), rater.rate(sheet.changed({code: REFERENCE_BEST}))
        for node in lower.values():
            assert (node.rating is None) == (higher[node.code].rating is None)
            if node.rating is not None:
                assert higher[node.code].rating >= node.rating


class TestUniform:
    """All answers *r* rate *r* everywhere."""

    @given(question_set=question_sets(), method=any_method(), rating=ratings())
    def test_every_node_gets_the_rating_of_all_answers(
        self, question_set: QuestionSet, method: Method, rating: Rating
    ) -> None:
        """Uniform answers return their own rating at every node, with its points as score."""
        outcome = Rater(question_set, method).rate(all_rated(question_set, rating))
        for node in outcome.values():
            assert node.rating == rating
            assert node.score == method.points[rating.key]


class TestNeverAboveTheBestChild:
    """Under the reference method a node is never rated above its best child, nor two above its worst."""

    @given(question_set=question_sets(), data=st.data())
    def test_domains_and_overall_stay_near_their_children(
        self, question_set: QuestionSet, data: st.DataObject
    ) -> None:
        """A parent is at most its best child's rating and one step above its worst child's."""
        outcome = Rater(question_set, REFERENCE).rate(data.draw(answers(question_set)))
        for node in outcome.values():
            below = [child.rating for child in node.children if child.rating is not None]
            if below and node.rating is not None:
                assert node.rating <= max(below)
                assert node.rating.rank <= min(below).rank + 1


class TestOrder:
    """The order of answers never matters."""

    @given(case=rated(answers), data=st.data())
    def test_shuffled_answers_rate_the_same(
        self, case: tuple[Rater, Answers], data: st.DataObject
    ) -> None:
        """A sheet with its answers in another order has an equal outcome, verdict by verdict."""
        rater, sheet = case
        shuffled = data.draw(st.permutations(list(sheet.items())))
        other = Answers(
            set_id=sheet.set_id,
            edition=sheet.edition,
            title=sheet.title,
            details=sheet.details,
            entries=dict(shuffled),
        )
        first, second = rater.rate(sheet), rater.rate(other)
        assert first == second
        assert {code: node.verdict for code, node in first.items()} == {
            code: node.verdict for code, node in second.items()
        }


class TestNotAssessed:
    """S8: what is not assessed counts neither for nor against."""

    @given(case=rated(answers))
    def test_not_assessed_equals_absent_for_score_and_rating(self, case: tuple[Rater, Answers]) -> None:
        """Leaving out the questions that are not assessed changes no score and no rating."""
        rater, sheet = case
        kept = {code: answer for code, answer in sheet.items() if answer.rating is not NOT_ASSESSED}
        absent = Answers(set_id=sheet.set_id, edition=sheet.edition, entries=kept)
        with_them, without = rater.rate(sheet), rater.rate(absent)
        for node in with_them.values():
            assert without[node.code].score == node.score
            assert without[node.code].verdict == node.verdict

    @given(question_set=question_sets(), method=any_method())
    def test_a_sheet_with_nothing_assessed_has_no_rating_anywhere(
        self, question_set: QuestionSet, method: Method
    ) -> None:
        """All *not assessed* gives no score and no rating, and is complete all the same."""
        codes = {question.code: NOT_ASSESSED for question in question_set}
        sheet = Answers(set_id="drawn", edition="1").changed(codes)
        outcome = Rater(question_set, method).rate(sheet)
        assert not outcome.is_partial
        for node in outcome.values():
            assert (node.rating, node.score) == (None, None)
            assert node.state == "nothing assessed"


class TestShares:
    """Every node reports how much is assessed and answered."""

    @given(outcome=outcomes())
    def test_shares_add_up_from_questions_to_overall(self, outcome: Outcome) -> None:
        """A parent's weights, points and counts are the sums of its children's."""
        for node in outcome.values():
            if node.children:
                assert node.weight == sum(child.weight for child in node.children)
                assert node.assessed_weight == sum(c.assessed_weight for c in node.children)
                assert node.weighted_points == sum(
                    (child.weighted_points for child in node.children), Fraction()
                )
                assert node.answered == sum(child.answered for child in node.children)
            assert 0 <= node.assessed_share <= 1

    @given(outcome=outcomes())
    def test_too_little_assessed_has_no_rating(self, outcome: Outcome) -> None:
        """A node is rated exactly when something, and the method's least share, is assessed."""
        for node in outcome.values():
            enough = node.assessed_weight > 0 and node.assessed_share >= node.rule.least_assessed
            assert (node.rating is not None) == enough


class TestMisfits:
    """Answers to another set are refused, with the reason."""

    @given(data=st.data(), question_set=question_sets())
    def test_sheets_of_another_set_are_refused(
        self, data: st.DataObject, question_set: QuestionSet
    ) -> None:
        """A sheet of another set, edition, question or scale raises and says why."""
        sheet = data.draw(misfit_answers(question_set))
        with pytest.raises(
            AnswersMismatchError, match=r"answers are for|not a question|is rated on"
        ) as e:
            Rater(question_set, REFERENCE).rate(sheet)
        assert e.value.reasons
