"""Methods with their own tree, against plain fractions that know nothing of sums and signs."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import floor
from typing import TYPE_CHECKING, Any

import attrs
import pytest

from pamms_core import MethodMismatchError, Outcome, Rater, State, rate
from pamms_core.rating.method import NodeKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pamms_core import Method, QuestionSet

    TreeMaker = Callable[..., Method]
    TreeRater = Callable[..., Outcome]

POINTS = {"a": 4, "b": 3, "c": 2, "d": 1}
MEAN_BANDS = {"a": "7/2", "b": "5/2", "c": "3/2"}
X, Y, Z = ({"code": code, "weight": weight} for code, weight in (("x", 2), ("y", 1), ("z", 3)))
WEIGHTS = {"x": 2, "y": 1, "z": 3}


def sheets(codes: str, values: str = "abcd-") -> Iterator[dict[str, str]]:
    """List every way to answer some inputs."""
    for letters in product(values, repeat=len(codes)):
        yield dict(zip(codes, letters, strict=True))


def banded(score: Fraction, bands: dict[str, str]) -> str:
    """Read a rating off bands, best first; below the last it is d."""
    return next((key for key, bound in bands.items() if score >= Fraction(bound)), "d")


def mean(parts: Sequence[tuple[int, Fraction | int | None]]) -> Fraction | None:
    """Return the weighted mean of the parts that have a value."""
    known = [(weight, value) for weight, value in parts if value is not None]
    weight = sum(weight for weight, _ in known)
    return Fraction(sum((w * Fraction(v) for w, v in known), Fraction()) / weight) if weight else None


def half_up(number: Fraction, digits: int = 0) -> Fraction:
    """Round as at school."""
    return Fraction(floor(number * 10**digits + Fraction(1, 2)), 10**digits)


def key_of(outcome: Outcome, code: str) -> str | None:
    """Return the key of a node's rating."""
    rating = outcome[code].rating
    return None if rating is None else rating.key


def test_a_node_may_have_inputs_and_nodes(tree_method: TreeMaker, rate_tree: TreeRater) -> None:
    """Pooled, a mixed node's score is the mean of all inputs below it; its children may be counted."""
    method = tree_method(
        [X, Y, Z],
        {"top": ("upper", ["x", "low"]), "low": ("lower", ["y", "z"])},
        lower={"score": "mean of questions", "bands": MEAN_BANDS},
        upper={
            "score": "mean of questions",
            "bands": MEAN_BANDS,
            "limits": [{"id": "two", "at_most": "c", "when": {"children": "c or worse", "at_least": 2}}],
        },
    )
    rater = Rater.of_method(method)
    assert [node.code for node in rater.nodes] == ["low", "top"]
    assert [question.code for question in rater.questions] == ["x", "y", "z"]
    for given in sheets("xyz"):
        outcome = rate_tree(rater, **given)
        parts = {code: (WEIGHTS[code], POINTS.get(value)) for code, value in given.items()}
        low = mean([parts["y"], parts["z"]])
        top = mean(list(parts.values()))
        assert (outcome["low"].score, outcome["top"].score) == (low, top)
        below = None if low is None else banded(low, MEAN_BANDS)
        assert key_of(outcome, "low") == below
        earned = None if top is None else banded(top, MEAN_BANDS)
        if earned and given["x"] in "cd" and below in {"c", "d"}:
            earned = max(earned, "c")
        assert key_of(outcome, "top") == earned


def test_several_tops_stand_side_by_side(tree_method: TreeMaker, rate_tree: TreeRater) -> None:
    """Nodes that are nobody's child are tops; none of them need be called overall."""
    rule = {"rating": "worst of children"}
    method = tree_method(
        ["x", "y", "z"], {"one": ("worst", ["x", "y"]), "two": ("worst", ["z"])}, worst=rule
    )
    rater = Rater.of_method(method)
    for given in sheets("xyz"):
        outcome = rate_tree(rater, **given)
        known = sorted(letter for letter in (given["x"], given["y"]) if letter != "-")
        assert [top.code for top in outcome.tops] == ["one", "two"]
        assert key_of(outcome, "one") == (known[-1] if known else None)
        assert key_of(outcome, "two") == (None if given["z"] == "-" else given["z"])
        assert outcome.domains == outcome.standards == ()
        assert NodeKind.OVERALL not in outcome


def test_a_tree_may_be_deep(tree_method: TreeMaker, rate_tree: TreeRater) -> None:
    """A chain of a hundred nodes passes its one rating up, and pools its one score."""
    names = [f"n{number}" for number in range(100)]
    nodes = {
        name: ("link", [below] if below else ["x", "y"])
        for name, below in zip(names, [*names[1:], ""], strict=True)
    }
    method = tree_method(
        ["x", "y"],
        nodes,
        link={"score": "mean of questions", "bands": MEAN_BANDS, "least_assessed": "50%"},
    )
    rater = Rater.of_method(method)
    assert len(rater.nodes) == 100
    for given in sheets("xy"):
        outcome = rate_tree(rater, **given)
        score = mean([(1, POINTS.get(letter)) for letter in given.values()])
        expected = None if score is None else banded(score, MEAN_BANDS)
        assert {key_of(outcome, name) for name in names} == {expected}
        assert outcome["n0"].score == score


@pytest.mark.parametrize("extreme", ["worst", "best"])
def test_extremes_are_of_the_children_present(
    tree_method: TreeMaker, rate_tree: TreeRater, extreme: str
) -> None:
    """The worst or the best of the children that have a rating, be they inputs or nodes."""
    method = tree_method(
        ["x", "y", "z"],
        {"top": ("ends", ["x", "low"]), "low": ("ends", ["y", "z"])},
        ends={"rating": f"{extreme} of children"},
    )
    rater = Rater.of_method(method)
    pick = max if extreme == "worst" else min
    for given in sheets("xyz"):
        outcome = rate_tree(rater, **given)
        known = [letter for letter in given.values() if letter != "-"]
        assert key_of(outcome, "top") == (pick(known) if known else None)
        assert outcome["top"].score is None


@pytest.mark.parametrize("measure", ["mean", "sum", "percent"])
@pytest.mark.parametrize("rounding", [None, 0, 1])
@pytest.mark.parametrize("basis", ["children's points", "children's scores"])
def test_children_contribute_points_or_scores(
    tree_method: TreeMaker, rate_tree: TreeRater, measure: str, rounding: int | None, basis: str
) -> None:
    """Weighted points of final ratings, or weighted scores as rounded: two ways to go up."""
    lower: dict[str, Any] = {"score": "mean of questions", "bands": MEAN_BANDS}
    if rounding is not None:
        lower["rounding"] = {"digits": rounding, "mode": "half up", "before": "banding"}
    bounds = {
        "mean": MEAN_BANDS,
        "sum": {"a": "16", "b": "12", "c": "5"},
        "percent": {"a": "9/10", "b": "5/8", "c": "1/3"},
    }[measure]
    method = tree_method(
        [X, Y, Z, "w"],
        {
            "top": ("upper", ["one", "two", "w"]),
            "one": ("lower", ["x", "y"]),
            "two": ("lower", ["z"]),
        },
        lower=lower,
        upper={"score": f"{measure} of {basis}", "bands": bounds, "weights": {"one": 3}},
    )
    rater = Rater.of_method(method)
    for given in sheets("xyzw", "abd-"):
        outcome = rate_tree(rater, **given)
        parts = {code: (WEIGHTS.get(code, 1), POINTS.get(value)) for code, value in given.items()}
        scores = [mean([parts["x"], parts["y"]]), mean([parts["z"]])]
        if rounding is not None:
            scores = [None if each is None else half_up(each, rounding) for each in scores]
        letters = [None if each is None else banded(each, MEAN_BANDS) for each in scores]
        points = [None if each is None else POINTS[each] for each in letters]
        one, two = scores if basis == "children's scores" else points
        made = [(3, one), (1, two), (1, parts["w"][1])]
        score = mean(made)
        if score is not None and measure == "sum":
            score = sum((w * Fraction(v) for w, v in made if v is not None), Fraction())
        if score is not None and measure == "percent":
            score /= 4
        assert outcome["top"].score == score, given
        weight = sum(w for w, v in made if v is not None)
        highest = {"mean": 4, "sum": 4 * weight, "percent": 1}[measure]
        assert outcome["top"].percentage == (None if score is None else score / highest)
        expected = None if score is None else banded(score, bounds)
        assert key_of(outcome, "top") == expected, given


@pytest.mark.parametrize("mode", ["half up", "half even", "half down", "down", "up"])
def test_cascades_of_rounded_scores(tree_method: TreeMaker, rate_tree: TreeRater, mode: str) -> None:
    """Each level rounds what the level below has rounded; bands read the last."""
    rounding = {"digits": 0, "mode": mode, "before": "banding"}
    bands = {"a": 4, "b": 3, "c": 2}
    method = tree_method(
        ["u", "v", "x", "y"],
        {
            "top": ("upper", ["mid", "y"]),
            "mid": ("upper", ["low", "x"]),
            "low": ("lower", ["u", "v"]),
        },
        lower={"score": "mean of questions", "rounding": rounding},
        upper={"score": "mean of children's scores", "rounding": rounding, "bands": bands},
    )
    rater = Rater.of_method(method)

    def rounded(number: Fraction | None) -> Fraction | None:
        if number is None or number.denominator == 1:
            return number
        down, rest = floor(number), number - floor(number)
        up = {
            "half up": rest >= Fraction(1, 2),
            "half down": rest > Fraction(1, 2),
            "half even": rest > Fraction(1, 2) or (rest == Fraction(1, 2) and down % 2 == 1),
            "down": False,
            "up": True,
        }[mode]
        return Fraction(down + up)

    for given in sheets("uvxy", "abcd-"):
        outcome = rate_tree(rater, **given)
        points = {code: POINTS.get(letter) for code, letter in given.items()}
        low = rounded(mean([(1, points["u"]), (1, points["v"])]))
        middle = rounded(mean([(1, low), (1, points["x"])]))
        top = rounded(mean([(1, middle), (1, points["y"])]))
        assert outcome["top"].shown_score == top
        expected = None if top is None else banded(top, {k: str(v) for k, v in bands.items()})
        assert key_of(outcome, "top") == expected
        assert outcome["low"].state is (State.NOTHING_ASSESSED if low is None else State.SCORED)


def test_sums_of_sums_need_more_room_than_points(tree_method: TreeMaker, rate_tree: TreeRater) -> None:
    """Scores that are sums may be far beyond any rating's points, and still add up exactly."""
    inputs = [f"q{number}" for number in range(6)]
    method = tree_method(
        inputs,
        {
            "top": ("total", ["one", "two"]),
            "one": ("total", ["deep"]),
            "deep": ("part", inputs[:4]),
            "two": ("part", inputs[4:]),
        },
        part={"score": "sum of questions"},
        total={"score": "sum of children's scores", "bands": {"a": 20, "b": 15, "c": 10}},
    )
    rater = Rater.of_method(method)
    for letters in product("ad-", repeat=6):
        outcome = rate_tree(rater, **dict(zip(inputs, letters, strict=True)))
        total = sum(POINTS.get(letter, 0) for letter in letters)
        assert outcome["top"].score == (total or None)
        expected = banded(Fraction(total), {"a": "20", "b": "15", "c": "10"}) if total else None
        assert key_of(outcome, "top") == expected


@pytest.mark.parametrize("digits", [None, 0, 1])
@pytest.mark.parametrize("measure", ["mean", "sum", "percent"])
def test_lower_may_be_better(
    tree_method: TreeMaker, rate_tree: TreeRater, digits: int | None, measure: str
) -> None:
    """Where points rise from the best rating on, bands are upper bounds, inclusive, after rounding."""
    bounds = {
        "mean": {"a": "1.3", "b": "2", "c": "3"},
        "sum": {"a": "4", "b": "9", "c": "17"},
        "percent": {"a": "0.3", "b": "0.5", "c": "0.8"},
    }[measure]
    rule: dict[str, Any] = {"score": f"{measure} of questions", "bands": bounds}
    if digits is not None:
        rule["rounding"] = {"digits": digits, "mode": "half up", "before": "banding"}
    method = tree_method([X, Y, Z], {"top": ("fewer", ["x", "y", "z"])}, "1 2 3 4", fewer=rule)
    points = {"a": 1, "b": 2, "c": 3, "d": 4}
    rater = Rater.of_method(method)
    for given in sheets("xyz"):
        outcome = rate_tree(rater, **given)
        made = [(WEIGHTS[code], points.get(letter)) for code, letter in given.items()]
        score = mean(made)
        if score is None:
            assert outcome["top"].state is State.NOTHING_ASSESSED
            continue
        if measure == "sum":
            score = Fraction(sum(w * v for w, v in made if v is not None))
        if measure == "percent":
            score /= 4
        assert outcome["top"].score == score
        seen = score if digits is None else half_up(score, digits)
        assert outcome["top"].shown_score == seen
        assert key_of(outcome, "top") == next((k for k, b in bounds.items() if seen <= Fraction(b)), "d")


def test_rounding_for_display_decides_nothing(tree_method: TreeMaker, rate_tree: TreeRater) -> None:
    """Bands read the exact score where rounding is for display only."""
    method = tree_method(
        ["x", "y"],
        {"top": ("plain", ["x", "y"])},
        plain={
            "score": "mean of questions",
            "rounding": {"digits": 0, "mode": "half up", "before": "display"},
            "bands": {"a": 4, "b": 3, "c": 2},
        },
    )
    node = rate_tree(Rater.of_method(method), x="a", y="b")["top"]
    assert (node.score, node.shown_score) == (Fraction(7, 2), Fraction(4))
    assert node.rating is not None
    assert node.rating.key == "b"


@pytest.mark.parametrize("lower_is_better", [False, True])
@pytest.mark.parametrize("digits", [None, 1])
def test_ratios_of_given_numbers(
    tree_method: TreeMaker, rate_tree: TreeRater, *, lower_is_better: bool, digits: int | None
) -> None:
    """A ratio is exact; without both numbers, or over nothing, there is nothing to rate."""
    bounds = {"a": "2/3", "b": "1/2", "c": "1/10"}
    if lower_is_better:
        bounds = dict(zip("abc", reversed(bounds.values()), strict=True))
    rule: dict[str, Any] = {
        "score": "ratio of part to whole",
        "bands": bounds,
        "lower_is_better": lower_is_better,
    }
    if digits is not None:
        rule["rounding"] = {"digits": digits, "mode": "half even", "before": "banding"}
    numbers = [{"code": "part", "most": 12}, {"code": "whole", "most": 9}]
    method = tree_method(numbers, {"top": ("share", ["part", "whole"])}, share=rule)
    rater = Rater.of_method(method)
    for part, whole in product([None, *range(13)], [None, *range(10)]):
        given = {k: v for k, v in (("part", part), ("whole", whole)) if v is not None}
        node = rate_tree(rater, **given)["top"]
        if part is None or not whole:
            assert (node.state, node.score, node.rating) == (State.NOTHING_ASSESSED, None, None)
            continue
        assert node.score == Fraction(part, whole)
        seen = node.score
        if digits is not None:
            seen = Fraction(round(node.score * 10), 10)  # Python rounds fractions half to even
        good = (seen <= Fraction(b) if lower_is_better else seen >= Fraction(b) for b in bounds.values())
        expected = next((key for key, held in zip(bounds, good, strict=True) if held), "d")
        assert node.rating is not None
        assert node.rating.key == expected
        assert (node.percentage, node.assessed_share) == (node.score, Fraction(1))
        assert not node.is_partial


def test_a_number_is_no_rating_among_ratings(tree_method: TreeMaker, rate_tree: TreeRater) -> None:
    """Numbers beside ratings have no part in means, counts and what must be assessed."""
    method = tree_method(
        ["x", "y", {"code": "n", "most": 9, "weight": 50}],
        {"top": ("mixed", ["x", "y", "n"])},
        mixed={
            "score": "mean of questions",
            "bands": MEAN_BANDS,
            "least_assessed": "50%",
            "missing": "counts as d",
            "limits": [{"id": "some", "at_most": "b", "when": {"questions": "d", "at_least": 2}}],
        },
    )
    rater = Rater.of_method(method)
    for number in (0, 4):
        node = rate_tree(rater, x="a", y="a", n=number)["top"]
        assert node.score == 4
        assert key_of(rate_tree(rater, x="a", y="a", n=number), "top") == "a"
        assert (node.weight, node.assessed_weight, node.answered) == (2, 2, 3)
    alone = rate_tree(rater, n=3)["top"]
    assert (alone.score, str(alone.rating)) == (Fraction(1), "D")
    assert [limit.id for limit in alone.verdict.triggered] == ["some"]


def test_tables_look_up_all_their_children(tree_method: TreeMaker, rate_tree: TreeRater) -> None:
    """Every row is found again; with a child missing the node lacks a part."""
    results = {
        (one, two): "abcd"[(3 * "abcd".index(one) + 5 * "abcd".index(two)) % 4]
        for one, two in product("abcd", repeat=2)
    }
    rows = [[one, two, result] for (one, two), result in results.items()]
    method = tree_method(
        ["x", "y", "z"],
        {"top": ("look-up", ["low", "y"]), "low": ("worst", ["x", "z"])},
        **{
            "look-up": {"table": {"over": ["y", "low"], "rows": rows}},
            "worst": {"rating": "worst of children"},
        },
    )
    rater = Rater.of_method(method)
    for given in sheets("xyz"):
        outcome = rate_tree(rater, **given)
        low = key_of(outcome, "low")
        if low is None or given["y"] == "-":
            nothing = low is None and given["y"] == "-"
            assert outcome["top"].state is (State.NOTHING_ASSESSED if nothing else State.PART_MISSING)
            continue
        assert key_of(outcome, "top") == results[given["y"], low]


def test_steps_are_clamped_one_by_one(tree_method: TreeMaker, rate_tree: TreeRater) -> None:
    """A step off the end of the scale stays at the end, and the next one starts from there."""
    steps = [
        {"by": 1, "when": {"child": "y", "is": "a"}},
        {"by": -2, "when": {"child": "y", "is": "c or worse"}},
        {"by": -1, "when": {"child": "z", "is": "d"}},
        {"by": 3, "when": [{"child": "z", "is": "a"}, {"child": "y", "is": "b or worse"}]},
    ]
    method = tree_method(
        ["x", "y", "z"],
        {"top": ("stepped", ["x", "y", "z"])},
        stepped={"start": "x", "steps": steps},
    )
    rater = Rater.of_method(method)
    for given in sheets("xyz"):
        node = rate_tree(rater, **given)["top"]
        y, z = given["y"], given["z"]
        if all(letter == "-" for letter in given.values()):
            assert node.state is State.NOTHING_ASSESSED
            continue
        if given["x"] == "-":
            assert node.state is State.PART_MISSING
            continue
        rank = "dcba".index(given["x"])
        for by, holds in ((1, y == "a"), (-2, y in "cd"), (-1, z == "d"), (3, z == "a" and y in "bcd")):
            rank = min(max(rank + by * holds, 0), 3)
        assert node.rating is not None
        assert node.rating.key == "dcba"[rank]


MISSING = [
    "left out",
    "no rating",
    "counts as d",
    {"not_assessed": "no rating"},
    {"not_answered": "no rating", "nothing_assessed": "counts as c"},
    {"nothing_assessed": "no rating", "too_little_assessed": "counts as b"},
    {"too_little_assessed": "no rating", "a_part_has_no_rating": "counts as a"},
    {"a_part_has_no_rating": "no rating"},
]


@pytest.mark.parametrize("policy", MISSING, ids=str)
@pytest.mark.parametrize("score", ["", "mean of children's points", "mean of children's scores"])
def test_every_state_goes_up_as_its_parent_says(
    tree_method: TreeMaker, rate_tree: TreeRater, policy: str | dict[str, str], score: str
) -> None:
    """For each state without a rating a rule says: left out, no rating, or the rating it counts as."""
    reading = {"score": score, "bands": MEAN_BANDS} if score else {"rating": "worst of children"}
    plain = {"score": "mean of questions", "bands": MEAN_BANDS}
    method = tree_method(
        ["x", "u", "v", "y"],
        {
            "top": ("upper", ["x", "little", "strict"]),
            "little": ("half", ["u", "v"]),
            "strict": ("all", ["y"]),
        },
        upper={**reading, "missing": policy},
        half={**plain, "least_assessed": "51%"},
        all={**plain, "missing": {"not_assessed": "no rating"}},
    )
    rater = Rater.of_method(method)
    states = ("not_assessed", "not_answered", "nothing_assessed", "too_little_assessed")
    named = (
        dict.fromkeys((*states, "a_part_has_no_rating"), policy) if isinstance(policy, str) else policy
    )
    for given in sheets("xuvy", "ad- "):
        outcome = rate_tree(rater, **given)
        parts: list[Fraction | str] = []
        for symbol, value in (
            ({"-": "not_assessed", " ": "not_answered"}.get(given["x"], given["x"]), None),
            (_half(given["u"], given["v"]), None),
            ({"-": "a_part_has_no_rating", " ": "nothing_assessed"}.get(given["y"], given["y"]), None),
        ):
            means = symbol
            if isinstance(symbol, str) and symbol not in POINTS:
                means = named.get(symbol, "left out").removeprefix("counts as ")
            parts.append(means if value is None else value)
        top = outcome["top"]
        if "no rating" in parts:
            assert top.state is State.PART_MISSING, given
            continue
        known = [each for each in parts if each != "left out"]
        if not known:
            assert top.state is State.NOTHING_ASSESSED, given
            continue
        values = [POINTS[each] if isinstance(each, str) else each for each in known]
        assert top.rating is not None
        if score:
            points = [
                POINTS[banded(value, MEAN_BANDS)] if score.endswith("points") else value
                for value in map(Fraction, values)
            ]
            assert top.score == Fraction(sum(points), len(points)), given
            assert top.rating.key == banded(Fraction(sum(points), len(points)), MEAN_BANDS)
        else:
            worst = [banded(Fraction(value), MEAN_BANDS) for value in values]
            assert top.rating.key == max(worst), given


def _half(u: str, v: str) -> str | Fraction:
    """Return the state of a node that needs more than half of two inputs, or its score."""
    known = [POINTS[letter] for letter in (u, v) if letter in POINTS]
    if len(known) < 2:
        return "too_little_assessed" if known else "nothing_assessed"
    return Fraction(sum(known), 2)


@pytest.mark.parametrize("population", ["children", "questions", "critical"])
@pytest.mark.parametrize("share", ["50%", "2/3", "all", "1/3"])
def test_shares_are_of_those_present(
    tree_method: TreeMaker, rate_tree: TreeRater, population: str, share: str
) -> None:
    """A share is of the inputs of the population that have a rating; of none, it never holds."""
    method = tree_method(
        [{"code": code, "critical": code in "xy"} for code in "wxyz"],
        {"top": ("shared", list("wxyz"))},
        shared={
            "cases": [{"rating": "d", "when": {population: "c or worse", "at_least": share}}],
            "otherwise": "a",
        },
    )
    rater = Rater.of_method(method)
    for given in sheets("wxyz", "ad-"):
        codes = "xy" if population == "critical" else "wxyz"
        known = [given[code] for code in codes if given[code] != "-"]
        wanted = Fraction(1) if share == "all" else Fraction(share.removesuffix("%"))
        wanted = wanted / 100 if share.endswith("%") else wanted
        holds = bool(known) and Fraction(known.count("d"), len(known)) >= wanted
        outcome = rate_tree(rater, **given)
        if all(letter == "-" for letter in given.values()):
            assert outcome["top"].state is State.NOTHING_ASSESSED
        else:
            assert key_of(outcome, "top") == ("d" if holds else "a")


def test_thresholds_may_depend_on_how_many_are_present(
    tree_method: TreeMaker, rate_tree: TreeRater
) -> None:
    """The threshold is that of the most present children reached; below the first it never holds."""
    by_present = [{"present": 2, "count": 1}, {"present": 3, "count": 3}, {"present": 4, "count": 2}]
    method = tree_method(
        list("wxyz"),
        {"top": ("counted", list("wxyz"))},
        counted={
            "cases": [{"rating": "d", "when": {"children": "c or worse", "at_least": by_present}}],
            "otherwise": "a",
        },
    )
    rater = Rater.of_method(method)
    for given in sheets("wxyz", "acd-"):
        known = [letter for letter in given.values() if letter != "-"]
        if not known:
            continue
        low = sum(letter in "cd" for letter in known)
        needed = {1: 5, 2: 1, 3: 3, 4: 2}[len(known)]
        assert key_of(rate_tree(rater, **given), "top") == ("d" if low >= needed else "a")


def test_comparisons_need_both_children(tree_method: TreeMaker, rate_tree: TreeRater) -> None:
    """One child above another; where either has no rating, neither is above."""
    method = tree_method(
        ["x", "y", "z"],
        {"top": ("compared", ["x", "y", "z"])},
        compared={
            "cases": [
                {"rating": "a", "when": {"child": "x", "above": "y"}},
                {"rating": "b", "when": {"child": "y", "above": "x"}},
            ],
            "otherwise": "c",
        },
    )
    rater = Rater.of_method(method)
    for given in sheets("xyz"):
        x, y = given["x"], given["y"]
        both = "-" not in (x, y)
        expected = "a" if both and x < y else "b" if both and y < x else "c"
        outcome = rate_tree(rater, **given)
        assert key_of(outcome, "top") == (None if set(given.values()) == {"-"} else expected)


def test_a_node_is_rated_by_the_rule_it_names(tree_method: TreeMaker, rate_tree: TreeRater) -> None:
    """A rule that happens to be called like a node is that node's only where the node says so."""
    method = tree_method(
        ["x", "y"],
        {"one": ("two", ["x", "y"]), "top": ("one", ["one"])},
        one={"rating": "best of children"},
        two={"rating": "worst of children"},
    )
    outcome = rate_tree(Rater.of_method(method), x="a", y="d")
    assert (key_of(outcome, "one"), key_of(outcome, "top")) == ("d", "d")


def test_only_its_own_set_fits(tree_method: TreeMaker, full_set: QuestionSet) -> None:
    """A method with its own tree refuses any other set; one without has no set of its own."""
    method = tree_method(["x"], {"top": ("worst", ["x"])}, worst={"rating": "worst of children"})
    with pytest.raises(MethodMismatchError, match="it has a tree of its own") as caught:
        Rater(full_set, method)
    assert caught.value.reasons == ("it has a tree of its own, and rates answers to its own set only",)
    with pytest.raises(
        ValueError, match="method 'grown' has no tree of its own; it rates question sets"
    ):
        attrs.evolve(method, tree=None).own_set()


def test_the_set_of_its_own_says_what_it_asks(tree_method: TreeMaker) -> None:
    """Inputs are asked for by title, with their weight, whether critical, and the largest number."""
    method = tree_method(
        [{"code": "x", "title": "An x", "weight": 3, "critical": True}, {"code": "n", "most": 7}],
        {"top": ("worst", ["x", "n"])},
        worst={"rating": "worst of children"},
    )
    asked = method.own_set()
    assert (asked.id, asked.edition, asked.title) == ("grown", "1", "Grown")
    assert [(each.code, each.text, each.weight, each.critical, each.most) for each in asked] == [
        ("x", "An x", 3, True, None),
        ("n", "n", 1, False, 7),
    ]
    assert rate(asked, Rater.of_method(method).rate(answers_of(asked)).answers, method).tops


def answers_of(question_set: QuestionSet) -> Any:
    """Return an empty sheet of a set."""
    from pamms_core import Answers

    return Answers(set_id=question_set.id, edition=question_set.edition)
