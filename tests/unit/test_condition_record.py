"""What conditions saw, as data and in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from pamms_core import Outcome, Rater
from pamms_core.rating.condition_words import describe_condition

if TYPE_CHECKING:
    from collections.abc import Callable

    from pamms_core import Method

    TreeMaker = Callable[..., Method]
    TreeRater = Callable[..., Outcome]

LABELS = {key: key.upper() for key in "abcd"}


@pytest.fixture
def seen(tree_method: TreeMaker, rate_tree: TreeRater) -> Callable[..., tuple[Any, str]]:
    """Return what tells what one condition of a limit saw: its record, and its words."""

    def build(
        when: dict[str, Any],
        flags: dict[str, bool] | None = None,
        missing: str = "left out",
        **given: str,
    ) -> tuple[Any, str]:
        limit = {"id": "one", "at_most": "d", "when": when}
        method = tree_method(
            [{"code": "x", "critical": True}, "y", "z"],
            {"top": ("rule", ["low", "x"]), "low": ("plain", ["y", "z"])},
            flags=["breach"],
            rule={"rating": "best of children", "limits": [limit], "missing": missing},
            plain={"rating": "worst of children"},
        )
        node = rate_tree(Rater.of_method(method), flags, **given)["top"].explain().data
        record = node.limits[0].conditions[0]
        return record, describe_condition(record, node, LABELS)

    return build


@pytest.mark.parametrize(
    ("when", "counted", "words"),
    [
        ({"children": "c or worse", "at_least": 2}, (True, 2, 2), "2 parts are rated C or worse"),
        ({"children": "d", "at_least": 1}, (True, 1, 2), "1 part is rated D"),
        ({"children": "a", "at_least": 1}, (False, 0, 2), "no part is rated A"),
        (
            {"questions": "c or worse", "at_least": "50%"},
            (True, 2, 3),
            "2 questions are rated C or worse",
        ),
        ({"critical": "c", "at_most": 0}, (False, 1, 1), "1 critical question is rated C"),
        ({"children": "d", "at_least": 1, "among": ["low"]}, (True, 1, 1), "low is rated D"),
        ({"child": "x", "is": "b or better"}, (False, 0, 1), "x is not rated B or better"),
        (
            {"children": "d", "at_least": 1, "among": ["low", "x"]},
            (True, 1, 2),
            "1 part of low, x is rated D",
        ),
    ],
)
def test_counts_tell_how_many(
    seen: Callable[..., tuple[Any, str]],
    when: dict[str, Any],
    counted: tuple[bool, int, int],
    words: str,
) -> None:
    """A count is told with its noun, and recorded with how many there are out of how many."""
    record, told = seen(when, x="c", y="d", z="a")
    assert (record.holds, record.count, record.present) == counted
    assert (record.kind, told) == ("count", words)


@pytest.mark.parametrize(
    ("at_least", "said"),
    [
        (2, "2"),
        ("all", "100.0%"),
        ("1/3", "33.3%"),
        ([{"present": 1, "count": 1}, {"present": 2, "count": 2}], "1 from 1 present, 2 from 2 present"),
    ],
)
def test_bounds_are_recorded_as_they_read(
    seen: Callable[..., tuple[Any, str]], at_least: object, said: str
) -> None:
    """A number, a share, or numbers by how many are present."""
    record, _ = seen({"children": "d", "at_least": at_least}, x="d", y="d", z="d")
    assert (record.at_least, record.at_most, record.holds) == (said, None, True)


def test_what_is_missing_counts_as_the_rule_says(seen: Callable[..., tuple[Any, str]]) -> None:
    """An input that counts as a rating is counted as one, in the record as in the decision."""
    when = {"children": "d", "at_least": 1}
    left_out, _ = seen(when, x="a")
    assert (left_out.holds, left_out.count, left_out.present) == (False, 0, 1)
    counted, told = seen(when, missing="counts as d", x="a")
    assert (counted.holds, counted.count, counted.present) == (True, 1, 2)
    assert told == "1 part is rated D"


@pytest.mark.parametrize(
    ("low", "words"), [("a", "low is rated above x"), ("c", "low is not rated above x")]
)
def test_comparisons_name_both(seen: Callable[..., tuple[Any, str]], low: str, words: str) -> None:
    """A comparison records which child is compared with which."""
    record, told = seen({"child": "low", "above": "x"}, x="b", y=low)
    assert (record.kind, record.among, record.holds) == ("comparison", ("low", "x"), low == "a")
    assert told == words


def test_the_own_rating_is_the_one_before_limits(seen: Callable[..., tuple[Any, str]]) -> None:
    """A limit may look at what was earned."""
    record, told = seen({"own": "b or better"}, x="b")
    assert (record.kind, record.ratings, record.holds) == ("own rating", ("a", "b"), True)
    assert told == "its own rating before limits is B or better"


@pytest.mark.parametrize(
    ("given", "flags", "holds", "words"),
    [
        (True, {"breach": True}, True, "flag breach is given"),
        (True, {"breach": False}, False, "flag breach is given as not so"),
        (True, {}, None, "flag breach is not given"),
        (False, {"breach": False}, True, "flag breach is given as not so"),
    ],
)
def test_flags_are_given_or_not(
    seen: Callable[..., tuple[Any, str]],
    flags: dict[str, bool],
    words: str,
    *,
    given: bool,
    holds: bool | None,
) -> None:
    """A flag may be given, given as not so, or not given at all."""
    record, told = seen({"flag": "breach", "given": given}, flags, x="a")
    assert (record.kind, record.flag, record.given, record.holds) == ("flag", "breach", given, holds)
    assert told == words
