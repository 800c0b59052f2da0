"""Open questions: what is still possible, and how likely it is."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest

from pamms_core import (
    AnsweredQuestionError,
    Answers,
    ChancesError,
    Method,
    QuestionSet,
    Rater,
    State,
    TooManyStatesError,
    UnknownNameError,
    learned_chances,
)
from pamms_core.rating.whatif.ranges import Certainty
from pamms_core.rating.whatif.showing import Shown

if TYPE_CHECKING:
    from collections.abc import Callable

    SetMaker = Callable[..., QuestionSet]
    SheetMaker = Callable[..., Answers]
    TreeMaker = Callable[..., Method]

ROWS = {"A01": (1, 1), "A02": (1, 3), "A03": (3, 2, True)}
WORST: dict[str, Any] = {"rating": "worst of children"}
JUDGED: dict[str, Any] = {
    "cases": [{"rating": "a", "when": {"children": "a", "at_least": "all"}}],
    "otherwise": "undetermined",
}
BREACH = {"id": "breach", "at_most": "c", "when": {"flag": "breach"}}


@pytest.fixture
def rater(make_set: SetMaker) -> Rater:
    """Make a rater of two standards in two domains."""
    return Rater(make_set(ROWS))


@pytest.fixture
def capped(tree_method: TreeMaker) -> Rater:
    """Make a rater of one node, capped by a flag."""
    rule = {**WORST, "limits": [BREACH]}
    return Rater.of_method(tree_method(["x", "y"], {"top": ("t", ["x", "y"])}, flags=["breach"], t=rule))


class TestRange:
    """The best and the worst that may still come out."""

    def test_open_questions_are_those_without_an_answer(
        self, rater: Rater, make_sheet: SheetMaker
    ) -> None:
        """Blank questions are open, *not assessed* ones are not; two sheets are enough."""
        found = rater.range(make_sheet(rater.question_set, "GN-"))
        assert found.open == ("A03",)
        assert found.is_exact
        scale = rater.question_set.framework.scale
        overall = found["standard-3"]
        assert (overall.best, overall.worst) == (scale.best, scale.worst)
        assert overall.span == "Excellent to Poor"
        assert overall.reached == (scale.best, scale.worst)
        assert found["standard-1"].states == (State.TOO_LITTLE_ASSESSED,)
        assert found["standard-1"].is_settled
        assert found["standard-1"].best is None
        assert {each.by for each in found.nodes} == {Certainty.TWO_SHEETS}
        assert [each.code for each in found.settled] == ["domain-1", "standard-1"]

    def test_without_open_questions_everything_is_settled(
        self, rater: Rater, make_sheet: SheetMaker
    ) -> None:
        """The range of a full sheet is its rating."""
        found = rater.range(make_sheet(rater.question_set, "GGG"))
        assert found.settled == found.nodes
        assert found.summary == "Good"

    def test_an_empty_sheet_may_become_anything(self, rater: Rater, make_sheet: SheetMaker) -> None:
        """With nothing answered, every rating is possible; with *not assessed*, none as well."""
        found = rater.range(make_sheet(rater.question_set, "---"))
        assert found.summary == "Excellent to Poor"
        found = rater.range(make_sheet(rater.question_set, "---"), not_assessed=True)
        assert found.summary == "Excellent to Poor or nothing assessed or too little assessed"
        assert found.nodes[0].by is Certainty.EVERY_TOTAL

    def test_only_not_assessed_answers_leave_nothing_to_rate(
        self, rater: Rater, make_sheet: SheetMaker
    ) -> None:
        """A sheet of *not assessed* throughout comes to nothing, whichever way it is asked."""
        answers = make_sheet(rater.question_set, "NNN")
        assert rater.range(answers).summary == "nothing assessed"
        assert rater.chances(answers)["overall"].unrated == {"nothing assessed": 1}
        assert rater.chances(answers)["overall"].likeliest == "nothing assessed"
        assert rater.influence(answers).summary.startswith("overall nothing assessed")

    def test_a_flag_that_was_not_given_counts(self, capped: Rater) -> None:
        """An unknown flag makes it undetermined where it matters, and what it could be counts."""
        answers = Answers(set_id="grown", edition="1").changed(
            {"x": capped.question_set.framework.scale.best}
        )
        found = capped.range(answers)["top"]
        assert found.states == (State.UNDETERMINED,)
        assert (str(found.best), str(found.worst)) == ("A", "D")
        assert not found.is_settled

    def test_bounds_where_there_is_too_much(self, rater: Rater, make_sheet: SheetMaker) -> None:
        """Past the bound the result has bounds, says so, and has what is known to be reached."""
        found = rater.range(make_sheet(rater.question_set, "G--"), not_assessed=True, most=1)
        assert not found.is_exact
        top = found["overall"]
        assert top.by is Certainty.BOUNDS
        assert top.span.endswith(" at the outside")
        assert top.reached is not None
        assert "no, bounds" in found._repr_html_()

    def test_bounds_with_an_unknown_flag(self, capped: Rater) -> None:
        """Bounds under an unknown flag know that it may be undetermined, or that it cannot be."""
        scale = capped.question_set.framework.scale
        blank = Answers(set_id="grown", edition="1")
        found = capped.range(blank.changed({"x": scale.best}), most=1)["top"]
        assert (str(found.best), str(found.worst), found.states) == ("A", "D", (State.UNDETERMINED,))
        assert found.by is Certainty.BOUNDS
        found = capped.range(blank.changed({"x": scale.worst}), most=1)["top"]
        assert (found.best, found.worst, found.states) == (scale.worst, scale.worst, ())

    def test_bounds_on_scores_of_children(self, tree_method: TreeMaker) -> None:
        """Where children's scores are carried up, bounds are those of any score they could have."""
        bands = {"a": "7/2", "b": "5/2", "c": "3/2"}
        method = tree_method(
            ["x", "y", "z"],
            {"top": ("scores", ["l", "z"]), "l": ("mean", ["x", "y"])},
            scores={"score": "mean of children's scores", "bands": bands},
            mean={"score": "mean of questions", "bands": bands},
        )
        rater = Rater.of_method(method)
        scale = rater.question_set.framework.scale
        answers = Answers(set_id="grown", edition="1").changed({"z": scale.best})
        found = rater.range(answers, not_assessed=True, most=1)["top"]
        exact = rater.range(answers, not_assessed=True)["top"]
        assert found.by is Certainty.BOUNDS
        assert exact.by is Certainty.EVERY_TOTAL
        assert found.worst is not None
        assert exact.worst is not None
        assert found.worst <= exact.worst
        assert found.best == exact.best == scale.best
        assert rater.chances(answers)["top"].at_least("a") == Fraction(3, 8)

    def test_too_many_results_to_try_are_bounded_by_everything(self, tree_method: TreeMaker) -> None:
        """A rule of very many tests may come to anything, as far as bounds tell."""
        codes = [f"q{n}" for n in range(16)]
        cases = [
            {"rating": "a", "when": {"children": "a", "among": [code], "at_least": 1}} for code in codes
        ]
        method = tree_method(codes, {"top": ("many", codes)}, many={"cases": cases, "otherwise": "d"})
        rater = Rater.of_method(method)
        found = rater.range(Answers(set_id="grown", edition="1"), most=1)["top"]
        assert (str(found.best), str(found.worst)) == ("A", "D")
        assert State.PART_MISSING in found.states

    def test_which_questions_are_open_may_be_said(self, rater: Rater, make_sheet: SheetMaker) -> None:
        """A named question must exist, and have no answer unless that is set aside."""
        answers = make_sheet(rater.question_set, "GG-")
        assert rater.range(answers, ["A03"]).open == ("A03",)
        assert rater.range(answers, ["A03", "A01"], reopen=True).open == ("A01", "A03")
        with pytest.raises(AnsweredQuestionError, match="answered already: A01; to set") as error:
            rater.range(answers, ["A01", "A03"])
        assert error.value.codes == ("A01",)
        with pytest.raises(UnknownNameError, match="unknown question 'A3'") as unknown:
            rater.range(answers, ["A3"])
        assert unknown.value.name == "A3"

    def test_shown(self, rater: Rater, make_sheet: SheetMaker) -> None:
        """It reads as a line, as text, as a table, and as rows."""
        found = rater.range(make_sheet(rater.question_set, "GG-"), not_assessed=True)
        assert repr(found).startswith("<Range of 'Example House' with 1 open question: ")
        assert "Not assessed is among the possibilities." in str(found)
        assert "Found by every total for 5 parts." in str(found)
        assert str(found["standard-1"]) == f"{found['standard-1'].name}: Good."
        assert found.rows()[0]["node"] == "overall"
        assert found.rows()[0]["best"] == "good"
        assert "Best possible" in found._repr_html_()
        empty = rater.range(make_sheet(rater.question_set, "GGN"))
        assert next(row for row in empty.rows() if row["node"] == "standard-3")["best"] is None
        assert "none" in empty._repr_html_()
        with pytest.raises(UnknownNameError, match="unknown node 'overal'") as error:
            found["overal"]
        assert error.value.known[0] == "overall"

    def test_a_what_if_set_is_marked(self, make_set: SetMaker, make_sheet: SheetMaker) -> None:
        """Under changed weights every result says that it is hypothetical (S5)."""
        varied = Rater(make_set(ROWS).with_weights({"A01": 4}))
        answers = make_sheet(varied.question_set, "GG-")
        for found in (varied.range(answers), varied.chances(answers), varied.influence(answers)):
            assert isinstance(found, Shown)
            assert "hypothetical: weight of A01 from 1 to 4" in repr(found)
            assert "Hypothetical: weight of A01 from 1 to 4." in str(found)
            assert "<strong>Hypothetical: weight of A01 from 1 to 4</strong>" in found._repr_html_()


class TestChances:
    """How likely each rating is."""

    def test_uniform(self, rater: Rater, make_sheet: SheetMaker) -> None:
        """Every answer is alike likely, and probabilities are exact."""
        found = rater.chances(make_sheet(rater.question_set, "GG-"))
        assert dict(found["standard-3"].ratings) == dict.fromkeys(
            rater.question_set.framework.scale, Fraction(1, 4)
        ) | {
            rater.question_set.framework.scale["requires-improvement"]: Fraction(1, 4),
        }
        assert found["standard-3"].at_least("Good") == Fraction(1, 2)
        assert found["standard-3"].at_least(rater.question_set.framework.scale.worst) == 1
        assert found["standard-1"].likeliest == rater.question_set.framework.scale["good"]
        assert found.uniform == ("A03",)

    def test_given_and_not_assessed(self, rater: Rater, make_sheet: SheetMaker) -> None:
        """Given chances are used as they are; *not assessed* may be one; others are uniform."""
        found = rater.chances(
            make_sheet(rater.question_set, "G--"),
            {"A03": {"good": "0.5", "not assessed": Fraction(1, 2), "poor": 0}},
        )
        assert found["standard-3"].unrated == {"nothing assessed": Fraction(1, 2)}
        assert found.uniform == ("A02",)
        assert found.unused == ()
        more = rater.chances(make_sheet(rater.question_set, "GG-"), {"A01": {"poor": 1}})
        assert more.unused == ("A01",)
        assert "Chances of 1 question not open were not used." in str(more)
        assert more["standard-1"].at_least("good") == 1
        assert rater.chances(make_sheet(rater.question_set, "GG-"), {"A03": "uniform"}) == rater.chances(
            make_sheet(rater.question_set, "GG-")
        )

    def test_groups(self, rater: Rater, make_sheet: SheetMaker) -> None:
        """Questions of one group have the same rating, or that of a joint row, across standards."""
        answers = make_sheet(rater.question_set, "---")
        alike = rater.chances(answers, groups={("A01", "A02", "A03"): "uniform"})
        assert set(alike["overall"].ratings.values()) == {Fraction(1, 4)}
        assert alike.together == (("A01", "A02", "A03"),)
        assert alike.uniform == ()
        assert "A01, A02, A03 move together." in str(alike)
        joint: Any = {("A01", "A03"): {"good": "1/3", ("poor", "good"): "2/3"}}
        told = rater.chances(answers, {"A02": {"good": 1}}, groups=joint)
        assert told["standard-3"].at_least("good") == 1
        assert told.hypothetical == ()

    def test_flags(self, capped: Rater) -> None:
        """A flag may have a chance; without one it is tried both ways."""
        scale = capped.question_set.framework.scale
        answers = Answers(set_id="grown", edition="1").changed({"x": scale.best, "y": scale.best})
        assert capped.chances(answers)["top"].unrated == {"undetermined": 1}
        told = capped.chances(answers, flags={"breach": "1/5"})["top"]
        assert (told.ratings[scale["a"]], told.ratings[scale["c"]]) == (Fraction(4, 5), Fraction(1, 5))
        assert told.limits == {"breach": Fraction(1, 5)}
        assert capped.chances(answers, flags={"breach": 1})["top"].ratings[scale["c"]] == 1

    def test_what_is_possible_is_never_shown_as_nothing_or_certain(
        self, rater: Rater, make_sheet: SheetMaker
    ) -> None:
        """Tiny probabilities, and those close to 1, are written as such."""
        given: Any = {"A03": {"good": "9999/10000", "poor": "1/10000"}}
        found = rater.chances(make_sheet(rater.question_set, "GG-"), given)["standard-3"]
        assert str(found) == f"{found.name}: Good > 99.9%, Poor < 0.1%."

    def test_judgement_below(self, tree_method: TreeMaker) -> None:
        """A child left to judgement is tried at every rating, on each completed sheet."""
        method = tree_method(
            ["x", "y", "z"],
            {"top": ("worst", ["left", "z"]), "left": ("judged", ["x", "y"])},
            flags=["breach"],
            worst={**WORST, "limits": [BREACH]},
            judged=JUDGED,
        )
        rater = Rater.of_method(method)
        for flags in ({}, {"breach": False}, {"breach": True}):
            counts: Counter[str] = Counter()
            for states in product(range(4), repeat=3):
                counts[rater.verdicts(states, flags)[-1].symbol] += 1
            found = rater.chances(Answers(set_id="grown", edition="1", flags=flags))["top"]
            told = {**{rating.key: c for rating, c in found.ratings.items()}, **found.unrated}
            assert {key: chance * 64 for key, chance in told.items() if chance} == counts
            assert counts["undetermined"]

    @pytest.mark.parametrize(
        ("given", "said"),
        [
            ({"A03": {"good": "1/2"}}, "A03: its chances sum to 1/2, not 1"),
            ({"A03": {"good": 2, "poor": -1}}, "A03: a chance must be from 0 to 1, not 2"),
            ({"A03": {"good": "half", "poor": 1}}, "A03: a chance must be a number, such as '1/4'"),
            ({"A03": {"good": 0.5, "poor": 0.5}}, "A03: a chance must be exact"),
            ({"A03": {"good": True}}, "A03: a chance must be exact"),
            ({"A03": {"god": 1}}, "A03: unknown rating 'god'"),
            ({"A03": {"good": "1/2", "G": "1/2"}}, "A03: Good is given twice"),
            ({"A03": "even"}, "A03: must be 'uniform' or a chance for each answer, not 'even'"),
            ("even", "chances must be 'uniform' or given by code, not 'even'"),
        ],
    )
    def test_chances_that_cannot_be(
        self, rater: Rater, make_sheet: SheetMaker, given: Any, said: str
    ) -> None:
        """Chances that are not exact, not from 0 to 1, or do not sum to 1 are refused, and why."""
        with pytest.raises(ChancesError, match=said.split(" ", maxsplit=1)[0]) as error:
            rater.chances(make_sheet(rater.question_set, "G--"), given)
        assert error.value.reasons[0].startswith(said)

    @pytest.mark.parametrize(
        ("groups", "said"),
        [
            ({("A02",): "uniform"}, "A02: a group must have two questions or more"),
            ({("A02", "A02"): "uniform"}, "A02, A02: a group must have two questions or more"),
            ({("A02", "A01"): "uniform"}, "A02, A01: A01 not among the open questions"),
            ({("A02", "A03"): "alike"}, "A02, A03: must be 'uniform' or a chance for each row"),
            ({("A02", "A03"): {("good",): 1}}, "A02, A03: a row must have 2 answers"),
            ({("A02", "A03"): {"good": "1/2"}}, "A02, A03: its chances sum to 1/2, not 1"),
            (
                {("A02", "A03"): {("G", "P"): "1/2", ("good", "poor"): "1/2"}},
                "A02, A03: Good, Poor is given",
            ),
        ],
    )
    def test_groups_that_cannot_be(
        self, rater: Rater, make_sheet: SheetMaker, groups: Any, said: str
    ) -> None:
        """Groups of fewer than two open questions, and rows that do not fit, are refused."""
        with pytest.raises(ChancesError, match=said.split(",", maxsplit=1)[0]) as error:
            rater.chances(make_sheet(rater.question_set, "G--"), groups=groups)
        assert error.value.reasons[0].startswith(said)

    def test_more_that_cannot_be(
        self, rater: Rater, make_sheet: SheetMaker, tree_method: TreeMaker
    ) -> None:
        """Two chances for one question, unknown flags, and alike numbers are refused."""
        answers = make_sheet(rater.question_set, "G--")
        with pytest.raises(ChancesError, match="A03: has chances of its own and in a group") as error:
            rater.chances(answers, {"A03": {"good": 1}}, groups={("A02", "A03"): "uniform"})
        assert len(error.value.reasons) == 1
        with pytest.raises(ChancesError, match="flag 'x' is not one of the method's: none") as error:
            rater.chances(answers, flags={"x": 1})
        assert len(error.value.reasons) == 1
        rule = {**WORST, "limits": [BREACH]}
        inputs = [{"code": "n", "most": 2}, {"code": "m", "most": 2}, "x"]
        method = tree_method(inputs, {"top": ("t", ["x", "n", "m"])}, flags=["breach"], t=rule)
        tree = Rater.of_method(method)
        sheet = Answers(set_id="grown", edition="1", flags={"breach": True})
        with pytest.raises(ChancesError, match="flag 'breach' is given already") as error:
            tree.chances(sheet, flags={"breach": 1}, groups={("n", "m"): "uniform"})
        assert (
            error.value.reasons[0] == "n, m: questions that ask for a number need a chance for each row"
        )
        with pytest.raises(ChancesError, match="flag 'breach': a chance must be") as error:
            tree.chances(Answers(set_id="grown", edition="1"), flags={"breach": 2})
        assert len(error.value.reasons) == 1
        assert tree.chances(sheet, not_assessed=True).open == ("x", "n", "m")

    def test_too_much_stops_and_says_what_it_has(self, rater: Rater, make_sheet: SheetMaker) -> None:
        """Past the bound an error names the node, the bound, and what was found until then."""
        with pytest.raises(TooManyStatesError, match="stopped at overall") as error:
            rater.chances(make_sheet(rater.question_set, "---"), most=20)
        assert error.value.node == "overall"
        assert error.value.combinations > error.value.most == 20
        found = ["standard-1", "domain-1", "standard-3", "domain-2"]
        assert [each.code for each in error.value.found] == found  # type: ignore[attr-defined]
        assert "finished: standard-1, domain-1, standard-3, domain-2" in str(error.value)
        with pytest.raises(TooManyStatesError, match="finished: no node") as error:
            rater.chances(make_sheet(rater.question_set, "---"), most=1)
        assert error.value.found == ()

    def test_shown(self, rater: Rater, make_sheet: SheetMaker) -> None:
        """It reads as a line, as text, as a table, and as rows."""
        found = rater.chances(make_sheet(rater.question_set, "GN-"), not_assessed=True)
        assert repr(found).startswith("<Chances of 'Example House' with 1 open question: The service")
        assert "Each open question moves independently of each other." in str(found)
        assert "Too little" not in str(found)
        row = found.rows()[0]
        assert set(row) == {"node", "name", "rating", "probability"}
        assert "too little assessed" in found._repr_html_()
        assert "20.0%" in found._repr_html_()


class TestLearned:
    """Chances from recorded sheets."""

    def test_counts(self, rater: Rater, make_sheet: SheetMaker) -> None:
        """Shares of sheets, with a prior so that nothing is held to be impossible."""
        sheets = [make_sheet(rater.question_set, letters) for letters in ("EGN", "EG-", "GRN")]
        bare = learned_chances(rater.question_set, sheets[:2], prior=0, not_assessed=True)
        assert bare["A01"] == {
            "excellent": 1,
            "good": 0,
            "requires-improvement": 0,
            "poor": 0,
            "not assessed": 0,
        }
        assert bare["A03"]["not assessed"] == 1
        prior = learned_chances(rater.question_set, sheets)
        assert prior["A01"]["excellent"] == Fraction(3, 7)
        assert sum(prior["A03"].values()) == 1
        found = rater.chances(make_sheet(rater.question_set, "GG-"), {"A03": prior["A03"]})
        assert found["standard-3"].at_least("good") == Fraction(1, 2)
        with pytest.raises(ChancesError, match="A03: no sheet has an answer") as error:
            learned_chances(rater.question_set, sheets, prior=0)
        assert len(error.value.reasons) == 1
        with pytest.raises(ChancesError, match="the prior must be 0 or more") as error:
            learned_chances(rater.question_set, sheets, prior=-1)
        assert len(error.value.reasons) == 1

    @pytest.mark.parametrize(
        ("asked", "told"),
        [
            (None, "not for None"),
            ("small", "not for 'small'"),
            (Rater, "not for type"),
        ],
    )
    def test_a_question_set_is_needed(self, asked: Any, told: str) -> None:
        """Without a question set there is nothing to learn about; the reason says what is needed."""
        with pytest.raises(ChancesError, match="a question set, as load_set gives one") as error:
            learned_chances(asked, [])
        (reason,) = error.value.reasons
        assert reason.endswith(told)

    def test_sheets_are_needed(self, rater: Rater, make_sheet: SheetMaker) -> None:
        """A single sheet, nothing, or things that are no sheets: each is named."""
        sheet = make_sheet(rater.question_set, "GGG")
        for given, told in ((sheet, "not Answers"), (None, "not None")):
            with pytest.raises(ChancesError, match="must be a list of answer sheets") as error:
                learned_chances(rater.question_set, given)  # type: ignore[arg-type]
            assert error.value.reasons == (f"sheets must be a list of answer sheets, {told}",)
        mixed: Any = iter([sheet, "solid-good", 3])
        with pytest.raises(ChancesError, match="must be an answer sheet") as error:
            learned_chances(rater.question_set, mixed)
        assert error.value.reasons == (
            "sheets[1] must be an answer sheet, not 'solid-good'",
            "sheets[2] must be an answer sheet, not int",
        )
