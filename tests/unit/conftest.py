"""Small question sets, and sheets for them written as a row of letters."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import pytest

from pamms_core import (
    NOT_ASSESSED,
    Answer,
    Answers,
    Framework,
    Method,
    Outcome,
    QuestionSet,
    Rater,
    ReportedRating,
    Scale,
    load_framework,
    load_method,
    load_set,
    rate,
    read_method,
    read_set,
)
from pamms_core.rating.method import NodeKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from types import FrameType

    QuestionRow: TypeAlias = tuple[int, int] | tuple[int, int, bool]

GUIDANCE: Final = {
    "excellent": "All of it, and more.",
    "good": "All of it.",
    "requires_improvement": "Some of it.",
    "poor": "None of it.",
}
LETTERS: Final = {
    "E": "excellent",
    "G": "good",
    "R": "requires-improvement",
    "P": "poor",
}


@pytest.fixture
def calls() -> Callable[..., int]:
    """Return what counts the calls that calling a function makes, of functions of Python and of C."""
    return count_calls


def count_calls(function: Callable[[], object]) -> int:
    """Count the function calls, of Python and of C, that calling a function makes."""
    count = 0

    def profile(_: FrameType, event: str, __: Any) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(profile)
    try:
        function()
    finally:
        sys.setprofile(before)
    return count


@pytest.fixture(scope="session")
def framework() -> Framework:
    """Load the shipped framework once."""
    return load_framework()


@pytest.fixture(scope="session")
def scale(framework: Framework) -> Scale:
    """Return the scale of four ratings."""
    return framework.scale


@pytest.fixture(scope="session")
def method() -> Method:
    """Load the reference method once."""
    return load_method()


@pytest.fixture(scope="session")
def full_set() -> QuestionSet:
    """Load the shipped set once."""
    return load_set("east-of-england-accommodation")


@pytest.fixture(scope="session")
def make_set(framework: Framework) -> Callable[..., QuestionSet]:
    """Return what builds a set from (standard, weight[, critical]) by question code."""

    def build(
        rows: Mapping[str, QuestionRow], framework: Framework = framework, edition: str = "1"
    ) -> QuestionSet:
        asked = {row[0] for row in rows.values()}
        left_out = [each.number for each in framework.standards if each.number not in asked]
        data = {
            "id": "small",
            "edition": edition,
            "title": "A small set",
            "region": "nowhere",
            "area": "accommodation",
            "questions": [question_row(code, row) for code, row in rows.items()],
            "left_out": [{"standard": number, "why": "kept small"} for number in left_out],
        }
        return read_set(data, framework)

    return build


def question_row(code: str, row: QuestionRow) -> dict[str, object]:
    """Write one question as a set file would."""
    return {
        "code": code,
        "standard": row[0],
        "weight": row[1],
        "critical": len(row) > 2 and row[2],
        "text": f"Is {code} so?",
        "evidence": ["record"],
        "areas": ["accommodation"],
        "guidance": {key: f"{code}: {text}" for key, text in GUIDANCE.items()},
    }


@pytest.fixture(scope="session")
def make_sheet() -> Callable[[QuestionSet, str], Answers]:
    """Return what answers a set's questions in order: E, G, R, P, N (not assessed) or - (nothing)."""

    def build(question_set: QuestionSet, letters: str) -> Answers:
        scale = question_set.framework.scale
        states: dict[str, ReportedRating] = {
            **{letter: scale[key] for letter, key in LETTERS.items()},
            "N": NOT_ASSESSED,
            "-": None,
        }
        return Answers(
            set_id=question_set.id,
            edition=question_set.edition,
            title="Example House",
            entries={
                question.code: Answer(states[letter])
                for question, letter in zip(question_set, letters, strict=True)
                if letter != "-"
            },
        )

    return build


@pytest.fixture(scope="session")
def make_outcome(make_sheet: Callable[[QuestionSet, str], Answers]) -> Callable[..., Outcome]:
    """Return what rates a set's questions answered in order."""

    def build(question_set: QuestionSet, letters: str, method: Method | None = None) -> Outcome:
        return rate(question_set, make_sheet(question_set, letters), method)

    return build


@pytest.fixture(scope="session")
def own_method() -> Callable[..., Method]:
    """Return what makes a method of other points, bands and rules, without limits unless told."""

    def build(points: str = "5 4 3 1", bands: str = "9/2 7/2 2", **rules: dict[str, Any]) -> Method:
        keys = ("excellent", "good", "requires_improvement", "poor")
        rule = {
            "score": "mean of questions",
            "bands": dict(zip(keys[:-1], bands.split(), strict=True)),
        }
        return read_method(
            {
                "id": "own",
                "edition": "1",
                "title": "Own",
                "points": dict(zip(keys, points.split(), strict=True)),
                "rules": {kind.value: rule | rules.get(kind.value, {}) for kind in NodeKind},
            }
        )

    return build


@pytest.fixture(scope="session")
def tree_method() -> Callable[..., Method]:
    """Return what makes a method with its own tree: ratings a, b, c, d of 4 to 1 points, best first.

    Inputs are codes, or tables; nodes are a rule's name and children by code.
    """
    return tree_method_of


def tree_method_of(
    inputs: Iterable[str | dict[str, Any]],
    nodes: Mapping[str, tuple[str, list[str]]],
    points: str = "4 3 2 1",
    flags: Iterable[str] = (),
    **rules: dict[str, Any],
) -> Method:
    """Make a method with its own tree."""
    keys = "abcdefgh"[: len(points.split())]
    data = {
        "id": "grown",
        "edition": "1",
        "title": "Grown",
        "points": dict(zip(keys, points.split(), strict=True)),
        "scale": {"id": "letters", "levels": [{"key": key, "label": key.upper()} for key in keys]},
        "flags": {name: f"whether {name}" for name in flags},
        "tree": {
            "inputs": [{"code": each} if isinstance(each, str) else each for each in inputs],
            "nodes": [
                {"code": code, "rule": rule, "children": children}
                for code, (rule, children) in nodes.items()
            ],
        },
        "rules": rules,
    }
    return read_method(data)


@pytest.fixture(scope="session")
def rate_tree() -> Callable[..., Outcome]:
    """Return what rates inputs by a method with its own tree: letters, ``-`` not assessed, numbers."""

    def build(rater: Rater, flags: Mapping[str, bool] | None = None, **given: str | int) -> Outcome:
        scale = rater.question_set.framework.scale
        states: dict[str, ReportedRating] = {"-": NOT_ASSESSED, " ": None}
        return rater.rate(
            Answers(
                set_id=rater.question_set.id,
                edition=rater.question_set.edition,
                entries={
                    code: Answer(states[value] if value in states else scale[value])
                    for code, value in given.items()
                    if isinstance(value, str)
                },
                numbers={code: value for code, value in given.items() if isinstance(value, int)},
                flags=flags or {},
            )
        )

    return build
