"""Which answers matter, and how near everything is to turning."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from pamms_core import Answers, Influence, Method, QuestionSet, Rater, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Callable

    SetMaker = Callable[..., QuestionSet]
    SheetMaker = Callable[..., Answers]
    TreeMaker = Callable[..., Method]

ROWS = {"A01": (1, 1), "A02": (1, 3), "A03": (3, 2, True)}


@pytest.fixture
def rater(make_set: SetMaker) -> Rater:
    """Make a rater of two standards in two domains."""
    return Rater(make_set(ROWS))


@pytest.fixture
def influence(rater: Rater, make_sheet: SheetMaker) -> Influence:
    """Look at a sheet that is Good throughout."""
    return rater.influence(make_sheet(rater.question_set, "GGG"))


class TestQuestions:
    """What each question would change."""

    def test_alternatives(self, influence: Influence) -> None:
        """Every other rating is tried, best first, at each node above the question."""
        found = influence["A01"]
        assert found.now == "Good"
        assert [each.answer for each in found.alternatives] == [
            "Excellent",
            "Requires Improvement",
            "Poor",
        ]
        assert [code for code, _ in found.alternatives[0].verdicts] == [
            "standard-1",
            "domain-1",
            "overall",
        ]
        assert found.alternatives[0].at("standard-3") is None

    def test_pivotal(self, influence: Influence) -> None:
        """A heavy question turns its standard by any other answer, a light one by Poor only."""
        turning = {
            each.code: [other.answer for other in influence.turning(each.code, "standard-1")]
            for each in influence.pivotal("standard-1")
        }
        assert turning == {
            "A01": ["Poor"],
            "A02": ["Excellent", "Requires Improvement", "Poor"],
        }
        assert influence.pivotal() == influence.pivotal("overall")
        with pytest.raises(UnknownNameError, match="unknown node 'standard-2'") as error:
            influence.pivotal("standard-2")
        assert error.value.name == "standard-2"
        with pytest.raises(UnknownNameError, match="unknown node 'A09'") as error:
            influence.turning("A09")
        assert "A01" in error.value.known

    def test_numbers_are_tried_while_they_are_few(self, tree_method: TreeMaker) -> None:
        """A number of few values is tried at each; one of very many is left out, and named."""
        rule = {
            "score": "ratio of n to d",
            "lower_is_better": True,
            "bands": {"a": "5%", "b": "6%", "c": "7%"},
        }
        inputs = [{"code": "n", "most": 9}, {"code": "d", "most": 1000}]
        rater = Rater.of_method(tree_method(inputs, {"top": ("ratio", ["n", "d"])}, ratio=rule))
        found = rater.influence(Answers(set_id="grown", edition="1", numbers={"n": 4, "d": 100}))
        assert found.left_out == ("d",)
        assert [each.answer for each in found["n"].alternatives] == list("987653210")
        assert "Not tried: d." in str(found)
        assert found.branches == ()
        near = found.nodes[0]
        assert near.up is None
        assert near.down is not None
        assert near.down.answers == 1
        assert "1.0% away, 1 answer" in found._repr_html_()


class TestBranches:
    """What each standard and domain would change as a whole."""

    def test_every_node_below_the_top(self, influence: Influence) -> None:
        """All questions below a node have each rating in turn."""
        assert [each.code for each in influence.branches] == [
            "domain-1",
            "standard-1",
            "domain-2",
            "standard-3",
        ]
        standard = influence.branches[-1]
        assert [each.answer for each in standard.alternatives] == [
            "Excellent",
            "Good",
            "Requires Improvement",
            "Poor",
        ]
        worst = standard.alternatives[-1].at("standard-3")
        assert worst is not None
        assert str(worst.rating) == "Poor"
        assert standard.now == ""


class TestNearness:
    """Distances to thresholds."""

    def test_points_and_answers(self, influence: Influence) -> None:
        """A score of 4 is 1/2 from either threshold; the heaviest answers are counted first."""
        near = {each.code: each for each in influence.nodes}["standard-1"]
        assert near.up is not None
        assert near.down is not None
        assert (near.up.threshold.away, near.down.threshold.away) == (Fraction(1, 2), Fraction(1, 2))
        assert (near.up.answers, near.down.answers) == (1, 1)
        assert near.up.shown == "1 answer"

    def test_what_has_no_score_has_no_thresholds(self, rater: Rater, make_sheet: SheetMaker) -> None:
        """A node with nothing assessed is near nothing."""
        near = rater.influence(make_sheet(rater.question_set, "GGN"), not_assessed=True).nodes
        found = {each.code: each for each in near}["standard-3"]
        assert (found.distance, found.up, found.down) == (None, None, None)

    def test_scores_of_children(self, tree_method: TreeMaker) -> None:
        """Where a score is made of children's points, only single answers are tried."""
        strict: dict[str, Any] = {
            "score": "mean of questions",
            "bands": {"a": "4", "b": "15/4", "c": "7/2"},
        }
        tops: dict[str, Any] = {
            "score": "mean of children's points",
            "bands": {"a": "7/2", "b": "5/2", "c": "2"},
        }
        method = tree_method(
            ["w", "x", "y", "z"],
            {"top": ("tops", ["l", "r"]), "l": ("strict", ["w", "x"]), "r": ("strict", ["y", "z"])},
            tops=tops,
            strict=strict,
        )
        rater = Rater.of_method(method)
        blank = Answers(set_id="grown", edition="1")
        best, worse = (
            rater.influence(rater.sheet(blank).changed(dict.fromkeys("wxyz", key)).answers)
            for key in ("a", "b")
        )
        down, up = best.nodes[0].down, worse.nodes[0].up
        assert down is not None
        assert (down.answers, down.is_exact, down.shown) == (1, True, "1 answer")
        assert up is not None
        assert (up.answers, up.is_exact, up.shown) == (None, False, "more than one answer")

    def test_out_of_reach(self, tree_method: TreeMaker) -> None:
        """A threshold that no answers reach is out of reach."""
        high: dict[str, Any] = {
            "score": "mean of questions",
            "bands": {"a": "5", "b": "5/2", "c": "3/2"},
        }
        rater = Rater.of_method(tree_method(["x", "y"], {"top": ("high", ["x", "y"])}, high=high))
        scale = rater.question_set.framework.scale
        answers = Answers(set_id="grown", edition="1").changed({"x": scale["b"], "y": scale["a"]})
        near = rater.influence(answers).nodes[0]
        assert near.up is not None
        assert near.up.is_exact
        assert near.up.shown == "out of reach"


class TestLimits:
    """Limits one answer away."""

    def test_critical_questions(self, make_set: SetMaker, make_sheet: SheetMaker) -> None:
        """A limit that an answer would bring to act is named with it, and so is one it would lift."""
        rater = Rater(make_set({"A01": (1, 9), "A02": (1, 1, True)}))
        good = rater.influence(make_sheet(rater.question_set, "GG")).limits
        assert ("standard-1", "critical-poor", False, (("A02", "Poor"),)) in [
            (each.node, each.limit, each.acts, each.answers) for each in good
        ]
        assert "Limit critical-poor of standard-1 would act: A02 Poor." in map(str, good)
        poor = rater.influence(make_sheet(rater.question_set, "GP")).limits
        lifted = {(each.node, each.limit): each for each in poor if each.acts}
        by = lifted["standard-1", "critical-poor"]
        assert {code for code, _ in by.answers} == {"A01", "A02"}
        assert str(by).startswith("Limit critical-poor of standard-1 would act no longer: A01 ")


def test_shown(influence: Influence) -> None:
    """It reads as a line, as text, as a table, and as rows."""
    assert repr(influence).startswith("<Influence of 3 questions of 'Example House': overall Good, ")
    assert "One answer is changed at a time." in str(influence)
    assert "Turned by one answer to" in influence._repr_html_()
    rows = influence.rows()
    assert len(rows) == 3 * 3 * 3
    assert rows[0] == {
        "question": "A01",
        "now": "Good",
        "answer": "Excellent",
        "node": "standard-1",
        "before": "good",
        "after": "good",
        "turns": False,
    }
