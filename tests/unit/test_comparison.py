"""Two outcomes side by side: what differs in what went in, and what moved."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs
import pytest

from pamms_core import (
    NOT_ASSESSED,
    Comparison,
    Framework,
    Method,
    NodeChange,
    Outcome,
    QuestionSet,
    Standing,
    compare,
    load_method,
    read_method,
)
from pamms_core.cli import main
from pamms_core.cli.comparison_view import comparison_view
from pamms_core.cli.layout import for_paper
from pamms_core.cli.shapes import comparison_shape
from pamms_core.rating.differences import answer_differences, method_changes

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    SetMaker = Callable[..., QuestionSet]
    OutcomeMaker = Callable[..., Outcome]
    MethodMaker = Callable[..., Method]

ROWS = {"A01": (1, 1), "A02": (1, 3), "A03": (3, 2, True)}


@pytest.fixture
def small(make_set: SetMaker) -> QuestionSet:
    """Make a set of two standards in two domains."""
    return make_set(ROWS)


@pytest.fixture
def outcome(small: QuestionSet, make_outcome: OutcomeMaker) -> Outcome:
    """Rate a sheet that is good throughout."""
    return make_outcome(small, "GGG")


def by_code(comparison: Comparison) -> dict[str, NodeChange]:
    """Return the nodes by code."""
    return {each.code: each for each in comparison.nodes}


class TestInputs:
    """What differs in what went in."""

    def test_nothing(self, outcome: Outcome, small: QuestionSet, make_outcome: OutcomeMaker) -> None:
        """Equal outcomes differ in nothing, and nothing moves."""
        comparison = compare(outcome, make_outcome(small, "GGG"))
        assert (comparison.answers, comparison.question_set, comparison.method) == ((), (), ())
        assert comparison.moved == ()
        assert len(comparison.nodes) == 5
        assert comparison.hypothetical == ()
        assert comparison.sentences == (
            "The same answers, question set and method.",
            "No rating, score or acting limit differs.",
        )
        assert str(comparison) == "\n".join(comparison.sentences)
        assert repr(comparison) == "<Comparison of 'Example House': Good; 0 of 5 nodes moved>"

    def test_answers(self, outcome: Outcome) -> None:
        """Each answer that differs is named, and so is the title; comments are not looked at."""
        scale = outcome.question_set.framework.scale
        answers = outcome.answers.changed({"A01": scale["poor"], "A02": NOT_ASSESSED, "A03": None})
        other = attrs.evolve(answers, title="Other House")
        assert compare(outcome, outcome.rater.rate(other)).answers == (
            "title from 'Example House' to 'Other House'",
            "answer to A01 from Good to Poor",
            "answer to A02 from Good to Not assessed",
            "answer to A03 from Good to Not answered",
        )
        entries = {code: each for code, each in outcome.answers.entries.items() if code != "A01"}
        fewer = attrs.evolve(outcome.answers, entries=entries)
        assert compare(outcome.rater.rate(fewer), outcome).answers == (
            "answer to A01 from Not answered to Good",
        )

    def test_numbers_and_flags(self, outcome: Outcome) -> None:
        """Numbers and flags are named where they differ, come or go."""
        rated = attrs.evolve(outcome.answers, flags={"a": True, "b": True}, numbers={"n": 1})
        other = attrs.evolve(outcome.answers, flags={"a": False, "c": False}, numbers={"n": 2})
        assert list(answer_differences(rated, other)) == [
            "number of n from 1 to 2",
            "flag a from yes to no",
            "flag b removed: yes",
            "flag c added: no",
        ]

    def test_question_sets(
        self, outcome: Outcome, make_set: SetMaker, make_outcome: OutcomeMaker
    ) -> None:
        """The edition, weights, critical marks, standards, wording and questions are named."""
        rows = {"A01": (1, 2, True), "A02": (2, 3), "A03": (3, 2), "A04": (3, 1)}
        newer = make_set(rows, edition="2")
        comparison = compare(outcome, make_outcome(newer, "GGGG"))
        assert comparison.question_set == (
            "question set from small 1 to small 2",
            "weight of A01 from 1 to 2",
            "A01 now critical",
            "standard of A02 from 1 to 2",
            "A03 no longer critical",
            "question A04 added",
        )
        assert compare(comparison.after, outcome).question_set[-1] == "question A04 removed"
        reworded = attrs.evolve(
            newer, questions=(attrs.evolve(newer.questions[0], text="Why?"), *newer.questions[1:])
        )
        assert compare(comparison.after, make_outcome(reworded, "GGGG")).question_set == (
            "wording or evidence of A01",
        )

    def test_details(
        self, outcome: Outcome, small: QuestionSet, method: Method, make_outcome: OutcomeMaker
    ) -> None:
        """Where only details differ that no rating depends on, that is said."""
        retitled = (attrs.evolve(each, title="Other") for each in (small, method))
        comparison = compare(outcome, make_outcome(next(retitled), "GGG", next(retitled)))
        assert comparison.question_set == ("details of question set small 1 that no rating depends on",)
        assert comparison.method == ("details of method pamms-reference 2 that no rating depends on",)
        assert comparison.moved == ()

    def test_methods(self, method: Method, own_method: MethodMaker) -> None:
        """Points, parts of rules, and whole rules are named where they differ."""
        own = own_method(standard={"least_assessed": "10%"}, domain={"weights": {}})
        other = own_method("6 4 3 1", standard={"score": "sum of questions", "least_assessed": "5%"})
        assert list(method_changes(own, other)) == [
            "points of excellent from 5 to 6",
            "score and least assessed in the rule of standard",
        ]
        only = attrs.evolve(own, rules=type(own.rules)({"overall": own.rules["overall"]}))
        assert list(method_changes(own, only)) == ["rule of domain removed", "rule of standard removed"]
        assert "rule of domain added" in list(method_changes(only, own))
        flagged = attrs.evolve(own, flags=type(own.flags)({"breach": "A breach."}))
        assert list(method_changes(own, flagged)) == ["meaning of flag breach added: A breach."]
        tree = load_method("examples/cqc-local-authority")
        assert "the method's own tree" in list(method_changes(method, tree))


class TestNodes:
    """What moved."""

    def test_ratings_scores_and_limits(
        self, outcome: Outcome, small: QuestionSet, make_outcome: OutcomeMaker
    ) -> None:
        """A critical Poor answer moves its standard, and what is above it, exactly so much."""
        comparison = compare(outcome, make_outcome(small, "EGP"))
        nodes = by_code(comparison)
        standard = nodes["standard-3"]
        assert standard.before == Standing(
            state=outcome["standard-3"].state,
            rating=outcome["standard-3"].rating,
            score=Fraction(4),
            shown="4.00",
            limits=(),
            hypothetical=(),
        )
        assert (standard.score_by, standard.rating_by) == (Fraction(-3), -2)
        assert (nodes["standard-1"].score_by, nodes["standard-1"].rating_by) == (Fraction(1, 4), 0)
        overall = nodes["overall"]
        assert overall.score_by == Fraction(-5, 6)
        assert overall.limits_came == ()
        assert [each.code for each in comparison.nodes][:2] == ["overall", "domain-1"]
        assert comparison.moved == comparison.nodes
        assert comparison.tops == (overall,)
        assert str(standard) == (
            "Standard 3, Care and welfare of service users: from Good to Poor;"
            " score down by 3 from 4.00 to 1.00."
        )
        assert str(nodes["standard-1"]).endswith(": Good, as before; score up by 1/4 from 4.00 to 4.25.")

    def test_limits_come_and_go(
        self, small: QuestionSet, method: Method, make_outcome: OutcomeMaker
    ) -> None:
        """A limit that acts on one side only is named."""
        capped = make_outcome(small, "EEP")
        free = make_outcome(small, "EEP", method.with_limits("overall"))
        overall = by_code(compare(capped, free))["overall"]
        assert overall.limits_went == ("a-part-poor",)
        assert overall.limits_came == ()
        assert overall.rating_by == 1
        assert str(overall) == (
            "The service overall (hypothetical): from Requires Improvement to Good;"
            " limit a-part-poor acts no longer."
        )
        back = by_code(compare(free, capped))["overall"]
        assert back.limits_came == ("a-part-poor",)
        assert str(back).endswith("limit a-part-poor acts now.")

    def test_states(self, outcome: Outcome, small: QuestionSet, make_outcome: OutcomeMaker) -> None:
        """A part that loses its rating goes to its state, and no score is subtracted."""
        comparison = compare(outcome, make_outcome(small, "GGN"))
        standard = by_code(comparison)["standard-3"]
        assert (standard.score_by, standard.rating_by) == (None, None)
        assert str(standard).endswith(": from Good to nothing assessed; score from 4.00 to none.")

    def test_scores_of_different_points_are_not_subtracted(
        self, small: QuestionSet, make_outcome: OutcomeMaker, own_method: MethodMaker
    ) -> None:
        """Two methods' scores are subtracted where they count the same points, or are shares."""
        reference = make_outcome(small, "GGP")
        hundred = make_outcome(small, "GGP", own_method("100 80 60 20", "90 70 40"))
        same = make_outcome(small, "GGE", own_method())
        share = make_outcome(small, "GGP", load_method("percentage-bands"))
        other = make_outcome(small, "GGE", load_method("percentage-bands"))
        assert by_code(compare(reference, hundred))["overall"].score_by is None
        assert by_code(compare(reference, same))["overall"].score_by == Fraction(4, 3)
        assert by_code(compare(reference, share))["overall"].score_by is None
        overall = by_code(compare(share, other))["overall"]
        assert overall.score_by == Fraction(1, 5)
        assert str(overall).endswith("score up by 1/5 from 70.0% to 90.0%.")

    def test_trees_that_differ(
        self, outcome: Outcome, make_set: SetMaker, make_outcome: OutcomeMaker, framework: Framework
    ) -> None:
        """A part that only one tree has stands nowhere in the other."""
        flat = attrs.evolve(
            framework,
            domains=(),
            standards=tuple(attrs.evolve(each, domain=None) for each in framework.standards),
        )
        comparison = compare(outcome, make_outcome(make_set(ROWS, flat), "GGG"))
        domain = by_code(comparison)["domain-1"]
        assert domain.after is None
        assert domain.moved
        assert (domain.score_by, domain.rating_by, domain.limits_went) == (None, None, ())
        assert str(domain) == "Domain 1, Involvement and information is there only before: Good."
        back = by_code(compare(comparison.after, outcome))["domain-1"]
        assert str(back).endswith("is there only after: Good.")
        table = comparison._repr_html_()
        assert "not there" in table
        changed = {each["code"]: each for each in comparison_shape(comparison)["nodes"]}
        assert changed["domain-1"]["after"] is None

    def test_ratings_on_other_scales_are_not_subtracted(self, outcome: Outcome) -> None:
        """A rating on another scale differs, but not by so many ratings."""
        method = read_method(
            {
                "id": "tiny",
                "edition": "1",
                "title": "Tiny",
                "points": {"good": 2, "poor": 1},
                "scale": {
                    "id": "two",
                    "levels": [{"key": "good", "label": "Good"}, {"key": "poor", "label": "Poor"}],
                },
                "tree": {
                    "inputs": [{"code": "one"}],
                    "nodes": [{"code": "overall", "rule": "top", "children": ["one"]}],
                },
                "rules": {"top": {"score": "sum of questions"}},
            }
        )
        other = type(outcome.rater).of_method(method)
        sheet = attrs.evolve(outcome.answers, set_id="tiny", edition="1", entries={})
        good = sheet.changed({"one": other.question_set.framework.scale["good"]})
        overall = by_code(compare(outcome, other.rate(good)))["overall"]
        assert (overall.rating_by, overall.score_by) == (None, None)
        assert str(overall).endswith("from Good to scored; score from 4.00 to 2.00.")

    def test_a_part_without_score_or_number(self, outcome: Outcome) -> None:
        """A part of an own tree is named by its title, and may have a rating without a score."""
        method = load_method("examples/cqc-saf")
        rater = type(outcome.rater).of_method(method)
        sheet = attrs.evolve(outcome.answers, set_id=method.id, edition=method.edition, entries={})
        best = rater.question_set.framework.scale.best
        full = sheet.changed({each.code: best for each in rater.questions if each.most is None})
        comparison = compare(rater.rate(sheet), rater.rate(full))
        assert comparison.moved
        assert {each.name for each in comparison.nodes} >= {rater.nodes[0].title}


class TestMarks:
    """A comparison with a what-if says so."""

    @pytest.fixture
    def comparison(self, outcome: Outcome, small: QuestionSet, make_outcome: OutcomeMaker) -> Comparison:
        """Compare a sealed outcome with one under another weight."""
        return compare(outcome, make_outcome(small.with_weights({"A01": 9}), "PGG"))

    def test_in_words(self, comparison: Comparison) -> None:
        """The first sentence says which side is hypothetical; each part and the repr say so too."""
        change = "weight of A01 from 1 to 9"
        assert comparison.hypothetical == (change,)
        assert comparison.sentences[0] == f"Hypothetical after: {change}."
        assert comparison.sentences[1:3] == (
            "Answers: answer to A01 from Good to Poor.",
            f"Question set: {change}.",
        )
        assert all("(hypothetical)" in str(each) for each in comparison.moved)
        assert all(each.hypothetical == (change,) for each in comparison.nodes)
        assert repr(comparison) == (
            "<Comparison of 'Example House': Good to Requires Improvement; 3 of 5 nodes moved;"
            f" hypothetical: {change}>"
        )
        assert change in repr(comparison.nodes[0])
        back = compare(comparison.after, comparison.before)
        assert back.sentences[0] == f"Hypothetical before: {change}."

    def test_in_a_notebook(self, comparison: Comparison) -> None:
        """The caption and the column say so, and every part that moved has a row."""
        table = comparison._repr_html_()
        assert "<strong>Hypothetical: weight of A01 from 1 to 9</strong>" in table
        assert ">After (hypothetical)</th>" in table
        assert ">Before</th>" in table
        assert "3 of 5 parts moved" in table
        assert table.count("<tr>") == 4
        assert "-9/5" not in table
        assert "answer to A01 from Good to Poor" in table

    def test_on_a_screen(self, comparison: Comparison) -> None:
        """The line below the title says so."""
        text = for_paper(comparison_view(comparison))
        assert text.startswith("Example House\n\nHypothetical: weight of A01 from 1 to 9\n")

    def test_notebooks_escape(self, outcome: Outcome) -> None:
        """What anyone typed stays text."""
        other = outcome.rater.rate(attrs.evolve(outcome.answers, title="<b>Ash</b>"))
        table = compare(outcome, other)._repr_html_()
        assert "<b>" not in table
        assert "&lt;b&gt;Ash&lt;/b&gt;" in table

    def test_in_json(self, comparison: Comparison) -> None:
        """The shape names the changes for the whole and for each side."""
        shape = json.loads(json.dumps(comparison_shape(comparison)))
        assert shape["hypothetical"] == shape["after"]["hypothetical"] == ["weight of A01 from 1 to 9"]
        assert shape["before"]["hypothetical"] == []
        assert shape["after"]["question_set"]["status"] == "hypothetical"
        overall = shape["nodes"][0]
        assert (overall["code"], overall["moved"]) == ("overall", True)
        assert overall["before"] == {"state": "rated", "rating": "good", "score": "4/1", "limits": []}

    def test_it_is_a_value(self, comparison: Comparison, outcome: Outcome) -> None:
        """Comparisons of equal outcomes are equal, and none can be changed."""
        assert comparison == compare(outcome, comparison.after)
        assert comparison != compare(comparison.after, outcome)
        assert hash(comparison) == hash(compare(outcome, comparison.after))
        with pytest.raises(AttributeError, match=r"^(can't set attribute)?$") as caught:
            comparison.answers = ()  # type: ignore[misc]
        assert isinstance(caught.value, attrs.exceptions.FrozenInstanceError)


class TestCommand:
    """`pamms compare`."""

    @pytest.fixture(autouse=True)
    def narrow(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Every test sees a screen of 80 columns."""
        monkeypatch.setenv("COLUMNS", "80")

    def test_two_methods(self, capsys: pytest.CaptureFixture[str]) -> None:
        """What differs is listed, then the overall rating and every part that moved."""
        methods = ("--method", "pamms-reference", "--method", "percentage-bands")
        assert main(["compare", "poor-management", *methods]) == 0
        out = capsys.readouterr().out
        assert out.startswith("Example Lodge\n\n- method from pamms-reference 2 to percentage-bands 1")
        assert "2 of 22 parts moved." in out
        for each in ("The service overall", "Standard 13, Staff", "Poor, 62.5%"):
            assert each in out

    def test_json(self, capsys: pytest.CaptureFixture[str]) -> None:
        """The same as data."""
        methods = ("--method", "pamms-reference", "--method", "percentage-bands")
        assert main(["compare", "poor-management", *methods, "--json"]) == 0
        shape = json.loads(capsys.readouterr().out)
        moved = [each for each in shape["nodes"] if each["moved"]]
        assert [each["code"] for each in moved] == ["standard-13", "standard-16"]
        assert moved[0]["rating_by"] == -1
        assert moved[0]["score_by"] is None

    def test_two_editions(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        """A council's own two editions are compared from their files, and nothing may have moved."""
        bands = 'bands = { excellent = "4.5", good = "3.5", requires_improvement = 2 }'
        rule = f'score = "mean of questions"\n{bands}\n'
        points = "[points]\nexcellent = 5\ngood = 4\nrequires_improvement = 3\npoor = 1\n"
        rules = "".join(f"[rules.{kind}]\n{rule}" for kind in ("standard", "domain", "overall"))
        for edition in "12":
            head = f'id = "ours"\nedition = "{edition}"\ntitle = "Ours"\n'
            (tmp_path / f"{edition}.toml").write_text(head + points + rules, encoding="utf-8")
        methods = [f"--method={tmp_path / f'{edition}.toml'}" for edition in "12"]
        assert main(["compare", "solid-good", *methods]) == 0
        out = capsys.readouterr().out
        assert "- method from ours 1 to ours 2" in out
        assert "0 of 22 parts moved." in out

    def test_one_method_with_itself(self, capsys: pytest.CaptureFixture[str]) -> None:
        """Where nothing differs nothing is listed."""
        assert main(["compare", "solid-good", *["--method", "pamms-reference"] * 2]) == 0
        assert capsys.readouterr().out.startswith("Example House\n\n0 of 22 parts moved.")

    @pytest.mark.parametrize("times", [0, 1, 3])
    def test_two_methods_are_needed(self, times: int, capsys: pytest.CaptureFixture[str]) -> None:
        """Any other number of methods is a mistake in usage."""
        assert main(["compare", "solid-good", *["--method", "pamms-reference"] * times]) == 2
        assert capsys.readouterr().err == "pamms: two methods are compared: give --method twice\n"
