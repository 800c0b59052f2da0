"""What is not known: flags that were not given, and verdicts that need judgement."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest

from pamms_core import Answers, AnswersMismatchError, Outcome, Rater, State

if TYPE_CHECKING:
    from collections.abc import Callable

    from pamms_core import Method, NodeOutcome

    TreeMaker = Callable[..., Method]
    TreeRater = Callable[..., Outcome]

BREACH = {"id": "breach", "at_most": "c", "when": {"flag": "breach"}}
NO_PLAN = {"id": "no-plan", "at_most": "b", "when": {"flag": "plan", "given": False}}
WORST: dict[str, Any] = {"rating": "worst of children"}
JUDGED: dict[str, Any] = {
    "cases": [{"rating": "a", "when": {"children": "a", "at_least": "all"}}],
    "otherwise": "undetermined",
}


def possible(node: NodeOutcome) -> str:
    """Write the possible ratings of an undetermined node, or the rating of another."""
    if node.rating is not None:
        return node.rating.key
    assert node.state is State.UNDETERMINED
    return "".join(rating.key for rating in node.verdict.possible)


@pytest.mark.parametrize("letter", "abcd")
def test_an_unknown_flag_is_tried_both_ways(
    tree_method: TreeMaker, rate_tree: TreeRater, letter: str
) -> None:
    """Where a cap would change the rating it is undetermined; where not, that is the rating."""
    method = tree_method(
        ["x"], {"top": ("capped", ["x"])}, flags=["breach"], capped={**WORST, "limits": [BREACH]}
    )
    rater = Rater.of_method(method)
    given = {known: rate_tree(rater, {"breach": known}, x=letter)["top"] for known in (True, False)}
    assert possible(given[True]) == max(letter, "c")
    assert possible(given[False]) == letter
    unknown = rate_tree(rater, x=letter)["top"]
    if letter in "ab":
        assert possible(unknown) == f"{letter}c"
        assert unknown.verdict.causes == ("breach",)
    else:
        assert unknown.rating == given[True].rating
        assert unknown.verdict.causes == ()
        assert unknown.verdict.triggered == ()


def test_several_flags_are_tried_together(tree_method: TreeMaker, rate_tree: TreeRater) -> None:
    """Only the flags on which a rating turns are named, under whatever else was given."""
    both = {"id": "both", "at_most": "d", "when": [{"flag": "breach"}, {"flag": "plan", "given": False}]}
    method = tree_method(
        ["x"],
        {"top": ("capped", ["x"])},
        flags=["breach", "plan", "idle"],
        capped={**WORST, "limits": [NO_PLAN, both]},
    )
    rater = Rater.of_method(method)

    def by_hand(letter: str, *, breach: bool, plan: bool) -> str:
        capped = letter if plan else max(letter, "b")
        return "d" if breach and not plan else capped

    for letter, breach, plan in product("abcd", [True, False, None], [True, False, None]):
        flags = {k: v for k, v in (("breach", breach), ("plan", plan)) if v is not None}
        found = rate_tree(rater, flags, x=letter)["top"]
        tried = {
            (one, other): by_hand(letter, breach=one, plan=other)
            for one in ([True, False] if breach is None else [breach])
            for other in ([True, False] if plan is None else [plan])
        }
        assert possible(found) == "".join(sorted(set(tried.values())))
        turns = [
            any(tried.get((not one, other), rating) != rating for (one, other), rating in tried.items()),
            any(tried.get((one, not other), rating) != rating for (one, other), rating in tried.items()),
        ]
        causes = [name for name, on in zip(("breach", "plan"), turns, strict=True) if on]
        assert list(found.verdict.causes) == causes


def test_a_flag_may_decide_a_case(tree_method: TreeMaker, rate_tree: TreeRater) -> None:
    """Flags are conditions of cases and steps too."""
    method = tree_method(
        ["x"],
        {"top": ("stepped", ["mid"]), "mid": ("cased", ["x"])},
        flags=["breach"],
        cased={"cases": [{"rating": "d", "when": {"flag": "breach"}}], "otherwise": "b"},
        stepped={"start": "mid", "steps": [{"by": 1, "when": {"flag": "breach"}}]},
    )
    rater = Rater.of_method(method)
    outcome = rate_tree(rater, x="a")
    assert (possible(outcome["mid"]), possible(outcome["top"])) == ("bd", "bc")
    assert outcome["top"].verdict.causes == ("breach",)
    assert possible(rate_tree(rater, {"breach": True}, x="a")["top"]) == "c"


def test_one_flag_is_one_fact_at_all_nodes(tree_method: TreeMaker, rate_tree: TreeRater) -> None:
    """A flag that lowers one node and lifts another is not tried one way here and another there."""
    method = tree_method(
        ["x", "y"],
        {"top": ("best", ["one", "two"]), "one": ("if-so", ["x"]), "two": ("if-not", ["y"])},
        flags=["breach"],
        best={"rating": "best of children"},
        **{
            "if-so": {**WORST, "limits": [BREACH]},
            "if-not": {
                **WORST,
                "limits": [{"id": "other", "at_most": "c", "when": {"flag": "breach", "given": False}}],
            },
        },
    )
    outcome = rate_tree(Rater.of_method(method), x="a", y="a")
    assert [possible(outcome[code]) for code in ("one", "two", "top")] == ["ac", "ac", "a"]


def test_a_scores_flag_is_tried_with_its_rating(tree_method: TreeMaker, rate_tree: TreeRater) -> None:
    """A flag changes a child's rating and not its score; a parent that takes scores is not moved."""
    bands = {"a": "7/2", "b": "5/2", "c": "3/2"}
    lower = {"score": "mean of questions", "bands": bands, "limits": [BREACH]}
    rule = {"score": "mean of children's scores", "bands": bands}
    method = tree_method(
        ["x"],
        {"top": ("upper", ["mid"]), "mid": ("lower", ["x"])},
        flags=["breach"],
        lower=lower,
        upper=rule,
    )
    outcome = rate_tree(Rater.of_method(method), x="a")
    assert (possible(outcome["mid"]), possible(outcome["top"])) == ("ac", "a")
    assert outcome["mid"].score == outcome["top"].score == 4


@pytest.mark.parametrize("extreme", ["worst", "best"])
def test_undetermined_children_are_tried_at_every_rating(
    tree_method: TreeMaker, rate_tree: TreeRater, extreme: str
) -> None:
    """A parent is determined where it does not matter what its undetermined children come to."""
    method = tree_method(
        ["x", "y", "z"],
        {"top": ("ends", ["one", "two", "z"]), "one": ("judged", ["x"]), "two": ("judged", ["y"])},
        judged=JUDGED,
        ends={"rating": f"{extreme} of children"},
    )
    rater = Rater.of_method(method)
    pick = max if extreme == "worst" else min
    for x, y, z in product("abcd-", repeat=3):
        outcome = rate_tree(rater, x=x, y=y, z=z)
        children = [{"a": "a", "-": "-"}.get(letter, "abcd") for letter in (x, y)] + [z]
        tried = {
            pick(known)
            for combined in product(*children)
            if (known := [letter for letter in combined if letter != "-"])
        }
        if not tried:
            assert outcome["top"].state is State.NOTHING_ASSESSED
            continue
        assert possible(outcome["top"]) == "".join(sorted(tried)), (x, y, z)
        assert outcome["top"].verdict.causes == (("judgement",) if len(tried) > 1 else ())


@pytest.mark.parametrize("basis", ["children's points", "children's scores"])
def test_a_score_that_turns_on_judgement_is_tried_with_it(
    tree_method: TreeMaker, rate_tree: TreeRater, basis: str
) -> None:
    """Points of an undetermined grandchild make a score, and all that follows from it, unknown."""
    bands = {"a": "7/2", "b": "5/2", "c": "3/2"}
    method = tree_method(
        ["x", "y", "z"],
        {"top": ("upper", ["mid", "z"]), "mid": ("middle", ["low", "y"]), "low": ("judged", ["x"])},
        judged=JUDGED,
        middle={"score": "mean of children's points", "bands": {"a": 4, "b": 1, "c": "1/2"}},
        upper={"score": f"mean of {basis}", "bands": bands},
    )
    rater = Rater.of_method(method)
    points = {"a": 4, "b": 3, "c": 2, "d": 1}
    for x, y, z in product("abcd-", repeat=3):
        outcome = rate_tree(rater, x=x, y=y, z=z)
        tops, mids = set(), set()
        for low in {"a": "a", "-": "-"}.get(x, "abcd"):
            known = [points[each] for each in (low, y) if each != "-"]
            score = Fraction(sum(known), len(known)) if known else None
            middle = None if score is None else "a" if score >= 4 else "b"
            mids.add(middle)
            worth = None if middle is None else Fraction(points[middle])
            part = score if basis.endswith("scores") else worth
            parts = [Fraction(each) for each in (part, points.get(z)) if each is not None]
            top = sum(parts, Fraction()) / len(parts) if parts else None
            reached = (key for key in "abc" if top is not None and top >= Fraction(bands[key]))
            tops.add(None if top is None else next(reached, "d"))
        if None in tops:
            assert outcome["top"].state is State.NOTHING_ASSESSED
            continue
        assert possible(outcome["top"]) == "".join(sorted(map(str, tops))), (x, y, z)
        if x in "bcd":
            assert outcome["mid"].score is None
            if basis.endswith("scores") or len(mids) > 1:
                assert outcome["top"].score is None


def test_judgement_and_a_flag_are_both_named(tree_method: TreeMaker, rate_tree: TreeRater) -> None:
    """An undetermined part below and a flag at the top are causes of one verdict."""
    method = tree_method(
        ["x"],
        {"top": ("capped", ["mid"]), "mid": ("judged", ["x"])},
        flags=["breach"],
        judged=JUDGED,
        capped={**WORST, "limits": [BREACH]},
    )
    rater = Rater.of_method(method)
    top = rate_tree(rater, x="b")["top"]
    assert (possible(top), top.verdict.causes) == ("abcd", ("breach", "judgement"))
    capped = rate_tree(rater, {"breach": True}, x="b")["top"]
    assert (possible(capped), capped.verdict.causes) == ("cd", ("judgement",))
    settled = rate_tree(rater, x="a")["top"]
    assert (possible(settled), settled.verdict.causes) == ("ac", ("breach",))


def test_the_tree_says_what_is_not_known(tree_method: TreeMaker, rate_tree: TreeRater) -> None:
    """Explanation and record name what a rating could be, what that turns on, and the open flag."""
    method = tree_method(
        ["x"], {"top": ("capped", ["x"])}, flags=["breach"], capped={**WORST, "limits": [BREACH]}
    )
    rater = Rater.of_method(method)
    outcome = rate_tree(rater, x="a")
    node = outcome["top"].explain()
    assert node.sentences[0] == "top has no rating: it could be A or C; that turns on breach."
    assert (node.data.possible, node.data.causes) == (("a", "c"), ("breach",))
    assert [each.holds for each in node.data.limits[0].conditions] == [None]
    assert outcome.record().flags == {}
    told = rate_tree(rater, {"breach": True}, x="a")
    assert told.record().flags == {"breach": True}
    assert [each.holds for each in told.explain("top").data.limits[0].conditions] == [True]
    agreed = rate_tree(rater, x="c").explain("top")
    assert agreed.sentences[0] == "top is rated C."


def test_what_it_would_be_without_limits_may_be_unknown(
    tree_method: TreeMaker, rate_tree: TreeRater
) -> None:
    """Where a cap makes a rating certain, what it would be without is not told, nor is an own rating."""
    own = {"id": "own", "at_most": "d", "when": [{"own": "d"}, {"flag": "breach"}]}
    always = {"id": "cap", "at_most": "d", "when": {"children": "b", "at_least": 1}}
    method = tree_method(
        ["x"],
        {"top": ("judged", ["x"])},
        flags=["breach"],
        judged={**JUDGED, "limits": [always, own]},
    )
    node = rate_tree(Rater.of_method(method), {"breach": False}, x="b")["top"]
    assert (possible(node), node.before_limits) == ("d", None)
    assert [limit.id for limit in node.acting] == ["cap"]
    explained = node.explain()
    assert "What it would be without limits turns on what is not known." in explained.sentences
    assert [each.holds for each in explained.data.limits[1].conditions] == [None, False]


def test_flags_and_numbers_must_be_the_methods(tree_method: TreeMaker) -> None:
    """Unknown flags, numbers out of range and what is neither true nor false are all refused."""
    method = tree_method(
        ["x", {"code": "n", "most": 9}, {"code": "m", "most": 9}, {"code": "k", "most": 9}],
        {"top": ("capped", ["x", "n", "m", "k"])},
        flags=["breach"],
        capped={**WORST, "limits": [BREACH]},
    )
    rater = Rater.of_method(method)
    scale = rater.question_set.framework.scale
    sheet = Answers(
        set_id="grown",
        edition="1",
        entries={"n": scale_answer(scale["a"])},
        flags={"breech": True, "breach": "yes"},  # type: ignore[dict-item]
        numbers={"x": 1, "n": 10, "m": True, "k": 1.5, "q": 1},  # type: ignore[dict-item]
    )
    with pytest.raises(AnswersMismatchError, match="n asks for a number, not a rating") as caught:
        rater.rate(sheet)
    assert caught.value.reasons == (
        "n asks for a number, not a rating",
        "'breech' is not a flag of method 'grown' (did you mean 'breach'?)",
        "flag 'breach' is 'yes', which is neither true nor false",
        "'x' does not ask for a number",
        "n must be a whole number from 0 to 9, not 10",
        "m must be a whole number from 0 to 9, not True",
        "k must be a whole number from 0 to 9, not 1.5",
        "'q' does not ask for a number",
    )


def scale_answer(rating: Any) -> Any:
    """Answer with a rating."""
    from pamms_core import Answer

    return Answer(rating)
