"""The engine against an independent rating of every possible sheet of a small set.

The rating below is written anew from the rules (S8 and the reference method's
file), with plain fractions and none of the engine's code: six questions with
four ratings, *not assessed* and blank make 46,656 sheets.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from itertools import product

import pytest

from pamms_core import Rater, load_framework, load_method, read_set
from pamms_core.rating.verdict import State

# code, standard, domain, weight, critical
QUESTIONS = [
    ("A01", 1, 1, 2, False),
    ("A02", 1, 1, 1, True),
    ("A03", 3, 2, 3, False),
    ("B01", 3, 2, 1, False),
    ("A04", 6, 3, 2, True),
    ("B02", 7, 3, 3, False),
]
POINTS = {3: 5, 2: 4, 1: 3, 0: 1}
EXCELLENT, GOOD, IMPROVE, POOR = 3, 2, 1, 0
NOT_ASSESSED, BLANK = 4, 5


def small_rater() -> Rater:
    """Make a rater for the six questions."""
    keys = ("excellent", "good", "requires_improvement", "poor")
    rows = [
        {
            "code": code,
            "standard": standard,
            "text": f"Is {code} met?",
            "guidance": {key: f"{code} {key}" for key in keys},
            "evidence": ["record"],
            "weight": weight,
            "critical": critical,
            "areas": ["accommodation"],
        }
        for code, standard, _, weight, critical in QUESTIONS
    ]
    asked = {standard for _, standard, *_ in QUESTIONS}
    data = {
        "id": "six",
        "edition": "1",
        "title": "Six questions",
        "region": "nowhere",
        "area": "accommodation",
        "questions": rows,
        "left_out": [
            {"standard": n, "why": "to keep the set small"} for n in range(1, 17) if n not in asked
        ],
    }
    return Rater(read_set(data, load_framework()), load_method())


@cache
def nearest(score: Fraction) -> int:
    """Return the rating whose stars are nearest to a score, a tie going to the better."""
    return max(POINTS, key=lambda rating: (-abs(score - POINTS[rating]), rating))


@cache
def own_rating(rows: tuple[tuple[int, bool, int], ...]) -> int | str:
    """Rate the answers below a node by their points alone: (weight, critical, state)."""
    rated = [(weight, POINTS[state]) for weight, _, state in rows if state in POINTS]
    assessed = sum(weight for weight, _ in rated)
    if not assessed:
        return "nothing assessed"
    if 2 * assessed < sum(weight for weight, *_ in rows):
        return "too little assessed"
    return nearest(Fraction(sum(weight * points for weight, points in rated), assessed))


def critical_poor(rows: tuple[tuple[int, bool, int], ...]) -> bool:
    """Tell whether a critical question is Poor."""
    return any(critical and state == POOR for _, critical, state in rows)


def near_children(rating: int, children: list[int | str]) -> int:
    """Keep a rating at most one above the worst rated child and not above the best."""
    below = [child for child in children if isinstance(child, int)]
    return min(rating, min(below) + 1, max(below)) if below else rating


def independent(states: tuple[int, ...]) -> dict[str, int | str]:
    """Rate the six answers."""
    rows = [
        (standard, domain, (weight, critical, state))
        for (_, standard, domain, weight, critical), state in zip(QUESTIONS, states, strict=True)
    ]
    found: dict[str, int | str] = {}
    for number in {standard for standard, *_ in rows}:
        below = tuple(row for standard, _, row in rows if standard == number)
        rating = own_rating(below)
        if isinstance(rating, int) and critical_poor(below):
            rating = min(rating, IMPROVE)
        found[f"standard-{number}"] = rating
    for number, standards in {1: [1], 2: [3], 3: [6, 7]}.items():
        rating = own_rating(tuple(row for _, domain, row in rows if domain == number))
        if isinstance(rating, int):
            rating = near_children(rating, [found[f"standard-{each}"] for each in standards])
        found[f"domain-{number}"] = rating
    everything = tuple(row for *_, row in rows)
    rating = own_rating(everything)
    if isinstance(rating, int):
        domains = [found[f"domain-{number}"] for number in (1, 2, 3)]
        rating = near_children(rating, domains)
        rating = min(rating, GOOD) if critical_poor(everything) else rating
        rating = POOR if domains.count(POOR) >= 2 else rating
    found["overall"] = rating
    return found


@pytest.fixture(scope="module")
def rater() -> Rater:
    """The rater of the six questions."""
    return small_rater()


def test_every_sheet_of_six_questions_rates_as_the_rules_say(rater: Rater) -> None:
    """All 46,656 sheets get the independent rating, or the same reason for none, at every node."""
    order = [[code for code, *_ in QUESTIONS].index(question.code) for question in rater.questions]
    codes = [node.code for node in rater.nodes]
    checked = 0
    for states in product(range(6), repeat=len(QUESTIONS)):
        verdicts = rater.verdicts([states[place] for place in order])
        found = {
            code: verdict.rating.rank if verdict.rating else str(verdict.state)
            for code, verdict in zip(codes, verdicts, strict=True)
        }
        assert found == independent(states), states
        checked += 1
    assert checked == 6**6


@pytest.mark.parametrize(("better", "least"), [(3, "9/2"), (2, "7/2"), (1, "2")])
def test_thresholds_are_exact_and_inclusive(rater: Rater, better: int, least: str) -> None:
    """A score at a threshold earns the better rating, one just below does not, one just above does."""
    place = [node.code for node in rater.nodes].index("overall")
    threshold = Fraction(least)
    earned: dict[Fraction, set[int]] = {}
    for states in product(range(4), repeat=len(QUESTIONS)):
        rows = [(q.weight, POINTS[s]) for q, s in zip(rater.questions, states, strict=True)]
        score = Fraction(sum(w * p for w, p in rows), sum(w for w, _ in rows))
        if abs(score - threshold) <= Fraction(1, 12):
            before = rater.verdicts(states)[place].before_limits
            assert before is not None
            earned.setdefault(score, set()).add(before.rank)
    assert earned[threshold] == {better}
    assert earned[threshold - Fraction(1, 12)] == {better - 1}
    assert earned[threshold + Fraction(1, 12)] == {better}


def test_states_are_named_as_the_independent_rating_names_them() -> None:
    """The independent rating's words for "no rating" are the engine's."""
    assert {State.NOTHING_ASSESSED, State.TOO_LITTLE_ASSESSED} == {
        "nothing assessed",
        "too little assessed",
    }
