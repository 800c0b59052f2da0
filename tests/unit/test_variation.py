"""Variations of sealed sets and methods: what they know, and that everything made from them says so."""

from __future__ import annotations

import json
import pickle
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import attrs
import pytest

from pamms_core import (
    Answers,
    Method,
    NodeOutcome,
    Outcome,
    OutcomeRecord,
    QuestionSet,
    Rater,
    Variation,
    VariationError,
    load_answers,
    load_method,
    rate,
    read_method,
)
from pamms_core._frozen import FrozenMap
from pamms_core.cli.explanation_view import part_view
from pamms_core.cli.layout import for_paper
from pamms_core.cli.rating_view import full_view, summary_view
from pamms_core.cli.shapes import outcome_shape, part_shape
from pamms_core.codec import dumps, loads
from pamms_core.rating.conditions import Comparison, Count, Flag, Own, Population
from pamms_core.rating.method import Limit
from pamms_core.rating.outcome_record import NodeRecord
from pamms_core.reports import full_html, full_markdown, summary_html, summary_markdown

if TYPE_CHECKING:
    from collections.abc import Callable

    SetMaker = Callable[..., QuestionSet]
    OutcomeMaker = Callable[..., Outcome]
    MethodMaker = Callable[..., Method]

WEIGHT: Final = "weight of A01 from 1 to 7"
POINTS: Final = "points of good from 4 to 9/2"
LIMIT: Final = "limit critical-poor of standard removed"


@pytest.fixture
def small(make_set: SetMaker) -> QuestionSet:
    """Make a set of two standards in one domain."""
    return make_set({"A01": (1, 1), "A02": (1, 3), "A03": (2, 2, True)})


@pytest.fixture
def varied(small: QuestionSet, method: Method, make_outcome: OutcomeMaker) -> Outcome:
    """Rate under another weight, other points and without a limit."""
    changed = method.with_points({"good": "4.5"}).with_limits("standard")
    return make_outcome(small.with_weights({"A01": 7}), "PGG", changed)


def cap(**named: Any) -> Limit:
    """Make a limit of one condition."""
    poor = Count(population=Population.CHILDREN, ratings=("poor",), at_least=1)
    return Limit(**{"id": "new", "at_most": "good", "when": (poor,), **named})


def problems(error: pytest.ExceptionInfo[VariationError]) -> list[tuple[str, str]]:
    """Return the path and the problem of each mistake."""
    return [(each.path, each.problem) for each in error.value.mistakes]


class TestWeights:
    """`QuestionSet.with_weights`."""

    def test_a_variation_knows_its_original(self, small: QuestionSet) -> None:
        """It keeps the id and the edition, and names its original's digest and the change."""
        other = small.with_weights({"A01": 7})
        assert (other.id, other.edition, other.title) == (small.id, small.edition, small.title)
        assert other.status == "hypothetical"
        assert other.digest != small.digest
        assert other.original is small
        assert other.variation == Variation(
            id="small", edition="1", status="local", digest=small.digest, changes=(WEIGHT,)
        )
        assert other.hypothetical == (WEIGHT,)
        assert repr(other) == f"<QuestionSet small 1: 3 questions, hypothetical: {WEIGHT}>"
        assert other["A01"].weight == 7
        assert small["A01"].weight == 1

    def test_a_sealed_set_varies_from_nothing(self, small: QuestionSet) -> None:
        """It has no variation and no changes."""
        assert small.variation is None
        assert small.hypothetical == ()
        assert repr(small) == "<QuestionSet small 1: 3 questions>"

    def test_changes_add_up_and_are_told_from_the_original(self, small: QuestionSet) -> None:
        """A variation of a variation names all changes, each from the sealed weight."""
        other = small.with_weights({"A03": 5}).with_weights({"A01": 2}).with_weights({"A01": 7})
        assert other.original is small
        assert other.hypothetical == (WEIGHT, "weight of A03 from 2 to 5")

    def test_changing_nothing_returns_the_same(self, small: QuestionSet) -> None:
        """Equal weights change nothing, and undoing every change gives the sealed set back."""
        other = small.with_weights({"A01": 7})
        assert small.with_weights({}) is small
        assert small.with_weights({"A01": 1}) is small
        assert other.with_weights({"A01": 7}) is other
        assert other.with_weights({"A01": 1}) is small

    def test_every_mistake_is_named(self, small: QuestionSet) -> None:
        """Unknown codes and impossible weights are reported at once."""
        wrong: Any = {"A1": 2, "A01": 0, "A02": 2.5, "A03": True}
        with pytest.raises(VariationError, match=r"weights\.A1: is no question of the set") as caught:
            small.with_weights(wrong)
        assert problems(caught) == [
            ("weights.A1", "is no question of the set"),
            ("weights.A01", "must be a positive integer"),
            ("weights.A02", "must be a positive integer"),
            ("weights.A03", "must be a positive integer"),
        ]
        assert caught.value.mistakes[0].hint.startswith("did you mean 'A0")
        assert isinstance(caught.value, ValueError)
        assert str(caught.value).count("\n") == 3
        assert pickle.loads(pickle.dumps(caught.value)).mistakes == caught.value.mistakes  # noqa: S301

    def test_a_number_has_no_weight(self) -> None:
        """A question that asks for a number cannot be weighted."""
        own = load_method("examples/cqc-local-authority").own_set()
        numbers = [each.code for each in own if each.most is not None]
        rated = attrs.evolve(own, questions=(attrs.evolve(own.questions[0], most=9),))
        code = rated.questions[0].code
        assert code not in numbers
        with pytest.raises(VariationError, match="asks for a number, which has no weight") as caught:
            rated.with_weights({code: 2})
        assert problems(caught) == [(f"weights.{code}", "asks for a number, which has no weight")]

    def test_the_digest_depends_on_the_original(self, small: QuestionSet) -> None:
        """Two originals with one id never have a variation in common."""
        twin = attrs.evolve(
            small, questions=(attrs.evolve(small.questions[0], weight=2), *small.questions[1:])
        )
        one, other = (each.with_weights({"A01": 7}) for each in (small, twin))
        assert one.questions == other.questions
        assert one.digest != other.digest

    def test_it_can_be_pickled_and_hashed(self, small: QuestionSet) -> None:
        """A variation survives a round trip and is equal to itself made again."""
        other = small.with_weights({"A01": 7})
        assert pickle.loads(pickle.dumps(other)) == other  # noqa: S301
        assert hash(other) == hash(small.with_weights({"A01": 7}))
        assert other != small


class TestPoints:
    """`Method.with_points`."""

    def test_a_variation_knows_its_original(self, method: Method) -> None:
        """It keeps the id and the edition, and names its original's digest and the change."""
        other = method.with_points({"good": "4.5"})
        assert (other.id, other.edition, other.status) == (method.id, method.edition, "hypothetical")
        assert other.variation == Variation(
            id=method.id,
            edition=method.edition,
            status="reference",
            digest=method.digest,
            changes=(POINTS,),
        )
        assert repr(other) == f"<Method pamms-reference 2, hypothetical: {POINTS}>"
        assert other.points["good"] == Fraction(9, 2)
        assert tuple(other.points) == tuple(method.points)
        assert other.digest != method.digest

    def test_changing_nothing_returns_the_same(self, method: Method) -> None:
        """Equal points change nothing, and undoing every change gives the sealed method back."""
        other = method.with_points({"good": Fraction(9, 2)})
        assert method.with_points({}) is method
        assert method.with_points({"good": 4}) is method
        assert other.with_points({"good": "4.5"}) is other
        assert other.with_points({"good": 4}) is method

    def test_changes_of_points_and_limits_add_up(self, method: Method) -> None:
        """A variation of a variation names all changes."""
        other = method.with_points({"good": "4.5"}).with_limits("standard")
        assert other.original is method
        assert other.hypothetical == (POINTS, LIMIT)
        assert other.with_points({"good": 4}).hypothetical == (LIMIT,)

    def test_every_mistake_is_named(self, method: Method) -> None:
        """Unknown ratings and inexact points are reported at once."""
        wrong: Any = {"god": 4, "poor": 0.5}
        with pytest.raises(VariationError, match=r"points\.god: is no rating of the method") as caught:
            method.with_points(wrong)
        assert [path for path, _ in problems(caught)] == ["points.god", "points.poor"]
        assert caught.value.mistakes[0].hint == "did you mean 'good'?"
        assert caught.value.mistakes[1].value == 0.5

    @pytest.mark.parametrize("points", [{"good": 5}, {"good": 6}, {"poor": 3}])
    def test_points_keep_their_order(self, method: Method, points: dict[str, int]) -> None:
        """Points that would be equal or turn round are refused."""
        with pytest.raises(VariationError, match="points: must fall from the best rating") as caught:
            method.with_points(points)
        assert len(caught.value.mistakes) == 1
        assert caught.value.mistakes[0].path == "points"

    def test_rising_points_keep_rising(self, own_method: MethodMaker) -> None:
        """Where lower is better, points rise from the best rating to the worst."""
        lower = own_method("1 2 3 4", "3/2 5/2 7/2")
        assert lower.with_points({"poor": 9}).hypothetical == ("points of poor from 4 to 9",)
        with pytest.raises(VariationError, match="must rise from the best rating") as caught:
            lower.with_points({"poor": 0})
        assert "poor 0" in caught.value.mistakes[0].problem

    def test_a_percentage_needs_points_above_zero(self) -> None:
        """Points of which no share can be taken are refused."""
        bands = load_method("percentage-bands")
        below = {key: -place for place, key in enumerate(bands.points)}
        with pytest.raises(VariationError, match="must be above 0 for one rating") as caught:
            bands.with_points(below)
        assert len(caught.value.mistakes) == 1


class TestLimits:
    """`Method.with_limits`."""

    def test_limits_can_go_and_come(self, method: Method) -> None:
        """Each limit that differs is named with what it does."""
        kept = method.rules["standard"].limits
        softer = attrs.evolve(kept[0], at_most="good")
        resourced = attrs.evolve(kept[0], source="elsewhere")
        assert method.with_limits("standard").hypothetical == (LIMIT,)
        assert method.with_limits("standard", [*kept, cap()]).hypothetical == (
            "limit new of standard added: at most good when at least 1 children rated poor",
        )
        poor = "at least 1 critical questions rated poor"
        caps = f"at most requires-improvement when {poor} to at most good when {poor}"
        assert method.with_limits("standard", [softer]).hypothetical == (
            f"limit critical-poor of standard from {caps}",
        )
        assert method.with_limits("standard", [resourced]).hypothetical == (
            f"source of limit critical-poor of standard from {kept[0].source!r} to 'elsewhere'",
        )
        told = method.with_limits("domain").hypothetical[0]
        assert told.startswith("limits a-standard-poor, a-standard-requires-improvement, ")
        assert told.endswith(" and all-standards-poor of domain removed")

    def test_their_order_makes_no_difference(self, method: Method) -> None:
        """The lowest cap wins whatever the order, so another order changes nothing."""
        limits = method.rules["overall"].limits
        assert method.with_limits("overall", limits[::-1]) is method
        assert method.with_limits("overall").with_limits("overall", limits) is method

    def test_every_kind_of_condition_is_named(self, method: Method) -> None:
        """A limit that is added is told in a method file's words."""
        flagged = attrs.evolve(method, flags=FrozenMap({"breach": "A breach."}))
        count = Count(population=Population.CHILDREN, ratings=("poor",), at_least=1)
        told = {
            Flag("breach"): "flag breach is given as so",
            Flag("breach", given=False): "flag breach is given as not so",
            Own(("excellent", "good")): "its own rating is excellent or good",
            Comparison(child="domain-1", above="domain-2"): "domain-1 is above domain-2",
            attrs.evolve(count, at_least=Fraction(1, 2)): "at least 50% of the children rated poor",
            attrs.evolve(count, at_least=((2, 1), (5, 2)), among=("domain-1", "domain-2")): (
                "at least 1 (of 2 or more) or 2 (of 5 or more) children among domain-1, domain-2"
                " rated poor"
            ),
            attrs.evolve(count, at_least=None, at_most=0): "at most 0 children rated poor",
        }
        for condition, words in told.items():
            limits = [*flagged.rules["overall"].limits, cap(when=(condition,))]
            assert flagged.with_limits("overall", limits).hypothetical == (
                f"limit new of overall added: at most good when {words}",
            )

    def test_every_mistake_is_named(self, method: Method) -> None:
        """Unknown ratings and flags, repeated ids and caps that cap nothing are reported at once."""
        off_scale = Count(population=Population.CHILDREN, ratings=("bad",), at_least=1)
        limits = [cap(at_most="excellent"), cap(at_most="god"), cap(when=(Flag("x"), off_scale))]
        with pytest.raises(VariationError, match="caps nothing: excellent is the best") as caught:
            method.with_limits("overall", limits)
        known = "known: excellent, good, requires-improvement, poor"
        assert problems(caught) == [
            ("rules.overall.limits[0]", "caps nothing: excellent is the best rating"),
            ("rules.overall.limits[1]", f"names 'god', which is no rating of the method; {known}"),
            ("rules.overall.limits[2]", f"names 'bad', which is no rating of the method; {known}"),
            ("rules.overall.limits[2]", "names 'x', which is no flag of the method; known: none"),
            ("rules.overall.limits", "must have each id once"),
            ("rules.overall.limits", "must have each id once"),
        ]

    def test_an_unknown_rule_is_named(self, method: Method) -> None:
        """A rule that is not there, and what is no limit at all, are reported at once."""
        wrong: Any = [3]
        with pytest.raises(VariationError, match=r"rules\.ovrall: is no rule of the method") as caught:
            method.with_limits("ovrall", wrong)
        assert problems(caught) == [
            ("rules.ovrall", "is no rule of the method; known: standard, domain, overall"),
            ("rules.ovrall.limits[0]", "must be a Limit, not 3"),
        ]
        assert caught.value.mistakes[0].hint == "did you mean 'overall'?"

    def test_a_tree_of_its_own_knows_every_child(self) -> None:
        """In a method with its own tree a limit cannot name a child that is not there."""
        own = load_method("examples/cqc-local-authority")
        name = next(iter(own.rules))
        lead = Comparison(child="nobody", above="nothing")
        limit = cap(at_most=tuple(own.points)[-1], when=(lead,))
        with pytest.raises(VariationError, match="names 'nobody', which is no child there") as caught:
            own.with_limits(name, [limit])
        assert [path for path, _ in problems(caught)] == [f"rules.{name}", f"rules.{name}"]


class TestEverythingSaysSo:
    """What is made from a variation says *hypothetical* and names the changes (S5)."""

    CHANGES: Final = (WEIGHT, POINTS, LIMIT)

    def is_said_in(self, text: str) -> bool:
        """Whether a text says that it is hypothetical, and names every change."""
        return "hypothetical" in text.casefold() and all(each in text for each in self.CHANGES)

    def test_values(self, varied: Outcome) -> None:
        """Outcomes, nodes, questions and the rater know the changes, and their reprs name them."""
        question = varied.questions[0]
        values: list[Any] = [varied, varied.overall, varied["standard-1"], question, varied.rater]
        for value in values:
            assert value.hypothetical == self.CHANGES
            assert self.is_said_in(repr(value))
        assert repr(varied.overall).startswith("<NodeOutcome overall: Requires Improvement; hypo")

    def test_explanations(self, varied: Outcome) -> None:
        """The first sentence of every explanation says so, and so do its data and its repr."""
        for code in varied:
            explanation = varied.explain(code)
            assert explanation.sentences[0].startswith(f"Hypothetical: {WEIGHT}; {POINTS}; {LIMIT}. ")
            assert explanation.data.hypothetical == self.CHANGES
            assert self.is_said_in(repr(explanation))

    def test_records_and_json(self, varied: Outcome, small: QuestionSet, method: Method) -> None:
        """The record of an outcome or a node names the changes, and the originals' digests."""
        record = varied.record()
        text = dumps(record)
        assert loads(text, OutcomeRecord) == record
        told = json.loads(text)
        assert told["hypothetical"] == list(self.CHANGES)
        assert all(node["hypothetical"] == list(self.CHANGES) for node in told["nodes"])
        assert told["question_set"]["status"] == told["method"]["status"] == "hypothetical"
        assert told["question_set"]["variation"]["digest"] == small.digest
        assert told["method"]["variation"]["digest"] == method.digest
        node = varied.explain().data
        assert loads(dumps(node), NodeRecord) == node
        assert self.is_said_in(dumps(node))

    @pytest.mark.parametrize("write", [summary_html, full_html, summary_markdown, full_markdown])
    def test_reports(self, varied: Outcome, write: Callable[[Outcome], str]) -> None:
        """The title, the notice at the top and the overall rating say so in words."""
        text = write(varied)
        assert self.is_said_in(text)
        length = write.__name__.partition("_")[0]
        assert f"Hypothetical {length} report: Example House" in text
        assert "Hypothetical overall rating" in text
        assert "Hypothetical ratings" in text
        notice = "This is a what-if, not the rating of the service"
        assert text.index(notice) < text.index("Hypothetical overall rating")
        assert "varies from digest sha256:" in text
        assert "are a reference method" in text

    def test_notebooks(self, varied: Outcome) -> None:
        """The small table begins with it."""
        table = varied._repr_html_()
        assert self.is_said_in(table)
        assert f"<strong>Hypothetical: {WEIGHT}; " in table
        assert "reference weights, not official" in table

    def test_the_command_line(self, varied: Outcome) -> None:
        """What `rate`, `explain` and `report` show, as text or JSON, says so."""
        views = [
            summary_view(varied),
            full_view(varied),
            part_view(varied, varied["domain-1"]),
            part_view(varied, varied.questions[0]),
        ]
        for view in views:
            assert self.is_said_in(" ".join(for_paper(view).split()))
        assert for_paper(summary_view(varied)).startswith("Hypothetical: Example House\n")
        shapes = [outcome_shape(varied), *(part_shape(varied, each) for each in self.parts(varied))]
        assert all(self.is_said_in(json.dumps(shape)) for shape in shapes)

    @staticmethod
    def parts(outcome: Outcome) -> list[Any]:
        """Return a node and a question."""
        return [outcome.overall, outcome.questions[0]]

    def test_one_side_is_enough(
        self, small: QuestionSet, method: Method, make_outcome: OutcomeMaker
    ) -> None:
        """A report on a hypothetical set, or by a hypothetical method, names only what differs."""
        by_weight = make_outcome(small.with_weights({"A01": 7}), "GGG", method)
        by_points = make_outcome(small, "GGG", method.with_points({"good": "4.5"}))
        assert (by_weight.hypothetical, by_points.hypothetical) == ((WEIGHT,), (POINTS,))
        assert "Changes to small, edition 1:" in summary_markdown(by_weight)
        assert "Changes to small" not in summary_markdown(by_points)

    def test_a_long_list_is_cut_in_short_texts_only(self, full_set: QuestionSet, method: Method) -> None:
        """A repr names five changes and counts the rest; a report names all of them."""
        heavier = full_set.with_weights({each.code: each.weight + 1 for each in full_set})
        outcome = rate(heavier, load_answers("solid-good", full_set), method)
        assert len(outcome.hypothetical) == len(full_set)
        assert repr(outcome).endswith(f"; and {len(full_set) - 5} more>")
        text = summary_markdown(outcome)
        assert all(change in text for change in outcome.hypothetical)

    def test_a_sealed_outcome_never_says_so(
        self, small: QuestionSet, make_outcome: OutcomeMaker
    ) -> None:
        """Without changes the word is nowhere, but for the empty field of the record."""
        outcome = make_outcome(small, "GGG")
        assert outcome.hypothetical == ()
        texts = [
            repr(outcome),
            repr(outcome.overall),
            repr(outcome.rater),
            str(outcome.explain()),
            outcome._repr_html_(),
            full_html(outcome),
            full_markdown(outcome),
            for_paper(full_view(outcome)),
            dumps(outcome.record()).replace('"hypothetical": []', ""),
        ]
        assert not any("hypothetical" in text.casefold() for text in texts)


class TestAnswers:
    """Answers stay answers."""

    def test_answers_to_the_original_suit_its_variation(self, full_set: QuestionSet) -> None:
        """The same sheet is rated under other weights, and a question weighs what it should."""
        answers = load_answers("poor-management", full_set)
        outcome = rate(full_set.with_weights({"F01": 30}), answers)
        assert str(rate(full_set, answers)["standard-2"].rating) == "Good"
        assert str(outcome["standard-2"].rating) == "Requires Improvement"

    def test_a_tree_of_its_own_keeps_its_inputs(self) -> None:
        """The inputs of a varied method are the sealed method's inputs, to the digest."""
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
                    "inputs": [{"code": "one"}, {"code": "two"}],
                    "nodes": [{"code": "all", "rule": "top", "children": ["one", "two"]}],
                },
                "rules": {"top": {"score": "mean of questions", "bands": {"good": "3/2"}}},
            }
        )
        varied = method.with_points({"good": 3})
        assert varied.own_set() == method.own_set()
        scale = method.own_set().framework.scale
        sheet = Answers(set_id="tiny", edition="1").changed({"one": scale["good"], "two": scale["poor"]})
        outcome = Rater.of_method(varied).rate(sheet)
        assert outcome["all"].score == 2
        assert outcome.hypothetical == ("points of good from 2 to 3",)
        assert outcome.record().question_set.variation is None
        assert isinstance(outcome["all"], NodeOutcome)
