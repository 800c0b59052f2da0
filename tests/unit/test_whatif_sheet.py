"""Sheets that are worked on, changed answers, and what a change is called."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import attrs
import pytest

from pamms_core import (
    NOT_ASSESSED,
    Answers,
    AnswersMismatchError,
    Comparison,
    Method,
    Outcome,
    QuestionSet,
    Rater,
    Scale,
    Sheet,
    UnknownNameError,
    compare_dates,
    load_answers,
)
from pamms_core.rating.whatif.asking import read_state, state_label
from pamms_core.reports import full_markdown

if TYPE_CHECKING:
    from collections.abc import Callable

    SetMaker = Callable[..., QuestionSet]
    SheetMaker = Callable[..., Answers]
    TreeMaker = Callable[..., Method]

ROWS = {"A01": (1, 1), "A02": (1, 3), "A03": (3, 2, True)}
JUDGED: dict[str, Any] = {
    "cases": [{"rating": "a", "when": {"children": "a", "at_least": "all"}}],
    "otherwise": "undetermined",
}


@pytest.fixture
def rater(make_set: SetMaker) -> Rater:
    """Make a rater of two standards in two domains."""
    return Rater(make_set(ROWS))


@pytest.fixture
def answers(rater: Rater, make_sheet: SheetMaker) -> Answers:
    """Answer Good throughout."""
    return make_sheet(rater.question_set, "GGG")


class TestCost:
    """Issue "6 of 6": a one-answer change costs at most a quarter of a full rating."""

    def test_one_answer_costs_a_quarter_of_a_rating(
        self, full_set: QuestionSet, calls: Callable[..., int]
    ) -> None:
        """Trying or changing one answer of 144 takes at most a quarter of the calls of a rating."""
        rater = Rater(full_set)
        answers = load_answers("solid-good", full_set)
        sheet = rater.sheet(answers)
        rater.rate(answers)
        sheet.try_answer(5, 0)
        full = calls(lambda: rater.rate(answers))
        assert 0 < calls(lambda: sheet.try_answer(5, 0)) <= full / 4
        assert 0 < calls(lambda: sheet.put(5, 0)) <= full / 4

    def test_influence_costs_few_ratings(self, full_set: QuestionSet, calls: Callable[..., int]) -> None:
        """The influence of all questions takes at most the calls of 60 ratings."""
        rater = Rater(full_set)
        answers = load_answers("solid-good", full_set)
        rater.influence(answers)
        full = calls(lambda: rater.rate(answers))
        assert calls(lambda: rater.influence(answers)) <= 60 * full


class TestSheet:
    """A sheet never changes by itself; its copies do."""

    def test_changes_add_up_and_leave_the_first_sheet_alone(
        self, rater: Rater, answers: Answers
    ) -> None:
        """Each changed sheet knows its own answers; the one it came from is as it was."""
        sheet = rater.sheet(answers)
        worse = sheet.changed({"A01": "poor"}).changed({"A03": NOT_ASSESSED})
        assert sheet.answers is answers
        assert sheet.outcome == rater.rate(answers)
        assert sheet.outcome.hypothetical == ()
        assert worse.answers == answers.changed(
            {"A01": rater.question_set.framework.scale["poor"], "A03": NOT_ASSESSED}
        )
        assert worse.outcome.supposed == (
            "answer to A01 from Good to Poor",
            "answer to A03 from Good to Not assessed",
        )
        assert repr(sheet) == "<Sheet of 'Example House': Good>"
        assert repr(worse) == "<Sheet of 'Example House': Requires Improvement; 2 answers supposed>"
        assert repr(sheet.changed({"A01": "good"})).endswith("1 answer supposed>")

    def test_a_supposed_answer_that_is_the_recorded_one_is_no_what_if(
        self, rater: Rater, answers: Answers
    ) -> None:
        """Where nothing differs from what was recorded, nothing is hypothetical."""
        assert rater.sheet(answers).changed({"A01": "good"}).outcome.hypothetical == ()

    def test_every_report_says_what_is_supposed(self, rater: Rater, answers: Answers) -> None:
        """A report on supposed answers is headed and explained as a what-if (S5)."""
        outcome = rater.sheet(answers).changed({"A01": None}).outcome
        report = full_markdown(outcome)
        assert "Hypothetical full report" in report
        assert "Supposed: answer to A01 from Good to Not answered." in report
        assert outcome["standard-1"].hypothetical == outcome.hypothetical
        assert outcome.questions[0].hypothetical == outcome.hypothetical
        assert "Changes to" not in report

    def test_answers_of_another_set_are_refused(self, rater: Rater, answers: Answers) -> None:
        """A sheet is checked when it is opened."""
        with pytest.raises(AnswersMismatchError, match="the answers are for") as error:
            rater.sheet(attrs.evolve(answers, edition="9"))
        assert len(error.value.reasons) == 1

    def test_judgement_below_is_tried_on_the_way_up(self, tree_method: TreeMaker) -> None:
        """Changes into, within and out of what needs judgement give what rating anew gives."""
        method = tree_method(
            ["x", "y", "z"],
            {"top": ("worst", ["left", "z"]), "left": ("judged", ["x", "y"])},
            worst={"rating": "worst of children"},
            judged=JUDGED,
        )
        rater = Rater.of_method(method)
        sheet = Sheet(rater, Answers(set_id="grown", edition="1")).changed(
            {"x": "a", "y": "a", "z": "a"}
        )
        for changes in ({"x": "b"}, {"y": "c"}, {"z": "d"}, {"x": "a", "y": "a"}):
            sheet = sheet.changed(changes)
            assert sheet.verdicts == rater.verdicts(sheet.states)
        known = rater.sheet(sheet.changed({"z": "c"}).answers)
        for changes in ({"x": "b"}, {"y": "b"}):
            known = known.changed(changes)
            assert known.verdicts == rater.verdicts(known.states)


class TestChange:
    """What moves when answers change."""

    def test_nodes_limits_and_words(self, rater: Rater, answers: Answers) -> None:
        """A critical Poor answer brings limits; the comparison says so and is marked."""
        comparison = rater.change(answers, {"A03": "P"})
        assert comparison["standard-3"].rating_by == -2
        assert comparison["overall"].limits_came == ("within-children",) or comparison["overall"].moved
        assert comparison.hypothetical == ("answer to A03 from Good to Poor",)
        assert comparison.sentences[0] == "Hypothetical after: answer to A03 from Good to Poor."
        assert not any(each.startswith("Answers:") for each in comparison.sentences)
        assert "After (hypothetical)" in comparison._repr_html_()
        assert "Before (hypothetical)" not in comparison._repr_html_()

    def test_rows_are_plain(self, rater: Rater, answers: Answers) -> None:
        """A row has a node's two ratings as keys, scores, and what came and went."""
        comparison: Comparison = rater.change(answers, {"A01": None, "A02": "not assessed"})
        rows = {row["node"]: row for row in comparison.rows()}
        assert rows["standard-1"]["before"] == "good"
        assert rows["standard-1"]["after"] == "nothing assessed"
        assert rows["standard-1"]["score_after"] is None
        assert rows["standard-3"]["moved"] is False
        assert comparison["standard-1"].code == "standard-1"
        with pytest.raises(UnknownNameError, match="did you mean 'standard-1'") as error:
            comparison["standrd-1"]
        assert error.value.name == "standrd-1"

    def test_a_node_that_is_not_there_has_no_rating_in_its_row(
        self, make_set: SetMaker, make_outcome: Callable[..., Outcome]
    ) -> None:
        """A node of only one of two trees has ``None`` on the other side."""
        from pamms_core import compare

        other = make_set({"A01": (1, 1), "A02": (1, 3)})
        rows = compare(make_outcome(make_set(ROWS), "GGG"), make_outcome(other, "GG")).rows()
        gone = next(row for row in rows if row["node"] == "standard-3")
        assert (gone["before"], gone["after"], gone["score_after"]) == ("good", None, None)

    def test_every_mistake_is_named(self, rater: Rater, answers: Answers) -> None:
        """Unknown codes, ratings, scales and kinds are refused at once, with near matches."""
        foreign = Scale(id="other", levels=rater.question_set.framework.scale.levels)
        changes: Any = {"A1": "good", "A01": "god", "A02": foreign.best, "A03": 4}
        with pytest.raises(AnswersMismatchError, match="'A1' is not a question of the set") as error:
            rater.change(answers, changes)
        assert len(error.value.reasons) == 4
        assert "did you mean 'A01'?" in error.value.reasons[0]
        assert "unknown rating 'god'" in error.value.reasons[1]
        assert error.value.reasons[2] == "A02: a rating on scale 'other', not 'pamms'"
        assert error.value.reasons[3] == "A03: 4 is no rating"

    def test_numbers(self, tree_method: TreeMaker) -> None:
        """A number is changed, given, or taken away; others are refused."""
        rule = {
            "score": "ratio of n to d",
            "lower_is_better": True,
            "bands": {"a": "5%", "b": "6%", "c": "9%"},
        }
        method = tree_method(
            [{"code": "n", "most": 9}, {"code": "d", "most": 99}],
            {"top": ("ratio", ["n", "d"])},
            ratio=rule,
        )
        rater = Rater.of_method(method)
        answers = Answers(set_id="grown", edition="1", numbers={"n": 1, "d": 20})
        comparison = rater.change(answers, {"n": "2"})
        assert comparison.answers == ("number of n from 1 to 2",)
        assert comparison["top"].rating_by is not None
        gone = rater.change(answers, {"n": None, "d": "not assessed"})
        assert gone.after.answers.numbers == {}
        assert state_label(rater, 0, None) == "Not given"
        assert state_label(rater, 0, 3) == "3"
        assert read_state(rater, rater.questions[0], NOT_ASSESSED) is None
        for wrong in (-1, 10, True, "x"):
            with pytest.raises(
                AnswersMismatchError, match="must be a whole number from 0 to 9"
            ) as error:
                rater.change(answers, {"n": wrong})
            assert repr(wrong) in error.value.reasons[0]


def test_two_dates(rater: Rater, answers: Answers, method: Method) -> None:
    """A sheet is rated by the edition in force on each date; details that differ are named."""
    old = attrs.evolve(method, effective_to=date(2025, 12, 31))
    points = attrs.evolve(method.with_points({"good": "4.4"}), status="local", original=None)
    new = attrs.evolve(points, edition="3", effective_from=date(2026, 1, 1))
    found = compare_dates(rater.question_set, answers, [old, new], date(2025, 6, 1), date(2026, 6, 1))
    assert found.method[0] == "method from pamms-reference 2 to pamms-reference 3"
    assert found["overall"].after is not None
    with pytest.raises(UnknownNameError, match="method in force on") as error:
        compare_dates(rater.question_set, answers, [new], date(2025, 6, 1), date(2026, 6, 1))
    assert error.value.name == "2025-06-01"
    later = attrs.evolve(answers, details={"visited": "2026-03-01"})
    earlier = attrs.evolve(answers, details={"visited": "2025-03-01"})
    from pamms_core import compare

    assert compare(rater.rate(earlier), rater.rate(later)).answers == (
        "detail visited from 2025-03-01 to 2026-03-01",
    )
