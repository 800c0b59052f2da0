"""The record of an outcome: every rating can be recomputed from its JSON alone."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from examples import answered

from pamms_core import NOT_ASSESSED, Method, Outcome, QuestionSet, load_answers, rate, shipped_examples
from pamms_core.codec import dumps

if TYPE_CHECKING:
    from collections.abc import Callable

    SetMaker = Callable[..., QuestionSet]
    OutcomeMaker = Callable[..., Outcome]
    MethodMaker = Callable[..., Method]

ROWS = {
    "A01": (1, 1, True),
    "A02": (1, 9),
    "A03": (2, 10),
    "B01": (3, 12),
    "B02": (6, 12),
    "B03": (6, 6, True),
    "B04": (7, 4),
}


class Recomputation:
    """Every node recomputed from a record's JSON text alone: plain fractions, the plainest way."""

    def __init__(self, text: str) -> None:
        document = json.loads(text)
        self.points = {key: Fraction(value) for key, value in document["points"].items()}
        self.best_first = sorted(self.points, key=self.points.__getitem__, reverse=True)
        self.nodes = {node["code"]: node for node in document["nodes"]}
        self.questions = {question["code"]: question for question in document["questions"]}

    def below(self, code: str) -> list[dict[str, Any]]:
        """List the questions below a node."""
        if code in self.questions:
            return [self.questions[code]]
        return [question for child in self.nodes[code]["children"] for question in self.below(child)]

    def final(self, code: str) -> str | None:
        """Tell the final rating of a child, be it a node or a question."""
        known = self.questions[code] if code in self.questions else self.verdict(code)
        rating: str | None = known["rating"]
        return rating

    def count(self, condition: dict[str, Any], code: str) -> tuple[int, int]:
        """Count what a condition counts, and out of how many with a rating."""
        assert condition["kind"] == "count"
        if condition["population"] == "critical questions":
            ratings = [each["rating"] for each in self.below(code) if each["critical"]]
        else:
            ratings = [self.final(child) for child in self.nodes[code]["children"]]
        present = sum(rating is not None for rating in ratings)
        return sum(rating in condition["ratings"] for rating in ratings), present

    def holds(self, condition: dict[str, Any], code: str) -> bool:
        """Tell whether a condition holds."""
        least, most = condition["at_least"], condition["at_most"]
        counted, _ = self.count(condition, code)
        assert bool(least) != (most is not None)
        return counted >= int(least) if most is None else bool(counted <= most)

    def totals(self, code: str) -> dict[str, Any]:
        """Add up weights and points."""
        asked = self.below(code)
        rated = [question for question in asked if question["rating"] is not None]
        assessed = sum(question["weight"] for question in rated)
        total = sum((each["weight"] * self.points[each["rating"]] for each in rated), Fraction())
        score = total / assessed if assessed else None
        return {
            "code": code,
            "asked": len(asked),
            "answered": sum(question["state"] != "not answered" for question in asked),
            "weight": sum(question["weight"] for question in asked),
            "assessed_weight": assessed,
            "weighted_points": total,
            "score": score,
            "percentage": score / max(self.points.values()) if score is not None else None,
            "scored_weight": assessed,
            "parts": {each["code"]: (each["weight"], self.points.get(each["rating"])) for each in asked},
            "critical_not_assessed": [
                each["code"] for each in asked if each["critical"] and each["rating"] is None
            ],
            "counts": [
                [self.count(condition, code) for condition in limit["conditions"]]
                for limit in self.nodes[code]["limits"]
            ],
        }

    def verdict(self, code: str) -> dict[str, Any]:
        """Decide a node's rating."""
        node, totals = self.nodes[code], self.totals(code)
        idle = [False for _ in node["limits"]]
        unrated = {**totals, "rating": None, "before_limits": None, "holds": idle, "acts": idle}
        if not totals["assessed_weight"]:
            return {**unrated, "state": "nothing assessed"}
        if Fraction(totals["assessed_weight"], totals["weight"]) < Fraction(node["least_assessed"]):
            return {**unrated, "state": "too little assessed"}
        reached = (each for each in node["bands"] if totals["score"] >= Fraction(each["bound"]))
        earned = next((band["rating"] for band in reached), self.best_first[-1])
        held = [
            all(self.holds(condition, code) for condition in limit["conditions"])
            for limit in node["limits"]
        ]
        caps = [limit["at_most"] for limit in node["limits"]]
        holding = [cap for cap, holds in zip(caps, held, strict=True) if holds]
        rating = max([earned, *holding], key=self.best_first.index)
        return {
            **totals,
            "state": "rated",
            "rating": rating,
            "before_limits": earned,
            "holds": held,
            "acts": [h and cap == rating != earned for cap, h in zip(caps, held, strict=True)],
        }


def recomputed(text: str) -> list[dict[str, Any]]:
    """Recompute every node of a record."""
    recomputation = Recomputation(text)
    return [recomputation.verdict(code) for code in recomputation.nodes]


def written(text: str) -> list[dict[str, Any]]:
    """Return what the record itself says of each node, in the shape of ``recomputed``."""
    plain = ("code", "asked", "answered", "weight", "assessed_weight", "critical_not_assessed")
    exact = ("weighted_points", "score", "percentage")
    return [
        {
            **{key: node[key] for key in (*plain, "state", "rating", "before_limits")},
            **{key: None if node[key] is None else Fraction(node[key]) for key in exact},
            "scored_weight": node["scored_weight"],
            "parts": {
                each["code"]: (each["weight"], each["points"] and Fraction(each["points"]))
                for each in node["parts"]
            },
            "counts": [
                [(each["count"], each["present"]) for each in limit["conditions"]]
                for limit in node["limits"]
            ],
            "holds": [limit["holds"] for limit in node["limits"]],
            "acts": [limit["acts"] for limit in node["limits"]],
        }
        for node in json.loads(text)["nodes"]
    ]


def check(outcome: Outcome) -> None:
    """Compare what is recomputed with what the record says and with the outcome itself."""
    text = dumps(outcome.record())
    found = recomputed(text)
    assert found == written(text)
    assert {each["code"] for each in found} == set(outcome)
    for each in found:
        node = outcome[each["code"]]
        assert each["rating"] == (None if node.rating is None else node.rating.key)
        assert each["score"] == node.score
        assert each["state"] == node.state


@pytest.mark.parametrize("name", shipped_examples())
def test_a_shipped_example_is_recomputed_from_its_record(name: str) -> None:
    """Every rating of a full assessment follows from the numbers in its record."""
    check(rate(*answered(name)))


def test_a_full_sheet_with_gaps_is_recomputed(full_set: QuestionSet) -> None:
    """So it does when questions are set aside or not answered, and when limits act because of it."""
    sheet = load_answers("poor-management", full_set)
    codes = [question.code for question in full_set]
    aside = sheet.changed(dict.fromkeys(codes[::3], NOT_ASSESSED))
    partial = aside.changed(dict.fromkeys(codes[1::5]))
    for answers in (aside, partial):
        outcome = rate(full_set, answers)
        assert outcome.critical_not_assessed
        check(outcome)


@pytest.mark.parametrize(
    ("letters", "acting"),
    [
        ("EEEEEEE", {}),
        ("PEEEEEE", {"standard-1": "critical-poor"}),
        ("GGGPEEE", {"overall": "a-part-poor"}),
        ("GNNGEPG", {"standard-6": "critical-poor"}),
        ("ENRGE-G", {}),
        ("NNNNNNN", {}),
        ("E------", {}),
        ("PPPPPPP", {}),
        ("REEGRPE", {}),
    ],
)
def test_small_sheets_are_recomputed(
    make_set: SetMaker, make_outcome: OutcomeMaker, letters: str, acting: dict[str, str]
) -> None:
    """Sheets with limits acting, questions set aside and gaps are recomputed too."""
    outcome = make_outcome(make_set(ROWS), letters)
    check(outcome)
    for code, limit in acting.items():
        assert limit in [each.id for each in outcome[code].acting]


def test_a_changed_record_is_noticed(make_set: SetMaker, make_outcome: OutcomeMaker) -> None:
    """Recomputing is a real check: a record with one number changed no longer agrees with itself."""
    text = dumps(make_outcome(make_set(ROWS), "PEEEGGG").record())
    for place, change in (
        (("questions", 1), {"rating": "poor"}),
        (("nodes", 0), {"rating": "excellent"}),
        (("nodes", 2, "limits", 0), {"holds": False}),
        (("points",), {"excellent": "6/1"}),
    ):
        found = document = json.loads(text)
        for step in place:
            found = found[step]
        found.update(change)
        tampered = json.dumps(document)
        assert recomputed(tampered) != written(tampered)


def test_what_the_record_says_of_a_question(make_set: SetMaker, make_outcome: OutcomeMaker) -> None:
    """A question's part is its weight, whether it is critical, its state, rating and points."""
    record = make_outcome(make_set({"A01": (1, 2, True), "A02": (1, 1), "A03": (1, 1)}), "RN-").record()
    assert [
        (each.code, each.weight, each.critical, each.rating, each.state, each.points)
        for each in record.questions
    ] == [
        ("A01", 2, True, "requires-improvement", "rated", 3),
        ("A02", 1, False, None, "not assessed", None),
        ("A03", 1, False, None, "not answered", None),
    ]


def test_what_the_record_says_of_the_whole(make_set: SetMaker, make_outcome: OutcomeMaker) -> None:
    """The record names its set and method by digest, shows the scale, and lists nodes from the top."""
    outcome = make_outcome(make_set(ROWS), "GGGGGG-")
    record = outcome.record()
    assert record.title == "Example House"
    assert (record.question_set.id, record.question_set.edition) == ("small", "1")
    assert (record.question_set.status, record.method.status) == ("local", "reference")
    assert record.question_set.digest == outcome.question_set.digest
    assert record.method.digest == outcome.method.digest
    assert record.labels["requires-improvement"] == "Requires Improvement"
    assert record.stars == {"excellent": 5, "good": 4, "requires-improvement": 3, "poor": 1}
    assert record.is_partial
    assert [node.code for node in record.nodes] == [
        "overall",
        "domain-1",
        "standard-1",
        "standard-2",
        "domain-2",
        "standard-3",
        "domain-3",
        "standard-6",
        "standard-7",
    ]
    assert record.nodes[2].children == ("A01", "A02")
    assert record.nodes[0].children == ("domain-1", "domain-2", "domain-3")
    assert record.nodes[0].number is None
    assert record.nodes[1].source.startswith("ours")


def test_a_standards_limits_may_count_its_questions(
    make_set: SetMaker, make_outcome: OutcomeMaker, own_method: MethodMaker
) -> None:
    """Where a method counts a standard's questions, the record says how many there are."""
    two_poor = {"id": "two", "at_most": "poor", "when": {"children": "poor", "at_least": 2}}
    method = own_method("4 3 2 1", "4 3 2", standard={"limits": [two_poor]})
    for letters, counts in (("PPEN", (2, True, True)), ("PEEP", (1, False, False))):
        question_set = make_set({"A01": (1, 1), "A02": (1, 1), "A03": (1, 9), "A04": (2, 1)})
        outcome = make_outcome(question_set, letters, method)
        limit = outcome["standard-1"].explain().data.limits[0]
        assert [each.holds for each in limit.conditions] == [limit.holds]
        assert (limit.conditions[0].count, limit.holds, limit.acts) == counts
        check(outcome)
