"""The truth tables as their script makes them, and raters to try them on."""

from __future__ import annotations

import runpy
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pamms_core import Rater, load_framework, load_method, read_set, shipped_methods

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pamms_core import Method, QuestionSet

HERE = Path(__file__).parent
# As pamms_tables.py has them: code, standard, weight, critical.
QUESTIONS = [
    ("A01", 1, 21, False),
    ("A02", 1, 3, True),
    ("A03", 2, 25, False),
    ("A04", 2, 26, False),
    ("B01", 3, 3, False),
    ("B02", 3, 12, False),
    ("B03", 3, 15, False),
    ("C01", 6, 25, False),
    ("C02", 6, 26, False),
]


@pytest.fixture(scope="session")
def generated() -> Mapping[str, str]:
    """Every table as its script makes it, by file name."""
    tables: dict[str, str] = runpy.run_path(str(HERE / "generate.py"))["tables"]()
    return tables


@pytest.fixture(scope="session")
def methods() -> Mapping[str, Method]:
    """Every shipped method, by the name of its file."""
    named = (*shipped_methods(), *shipped_methods(examples=True))
    return {name.rpartition("/")[2]: load_method(name) for name in named}


@pytest.fixture(scope="session")
def rater_of(methods: Mapping[str, Method]) -> Callable[[str], Rater]:
    """Return what makes the rater of a method: on its own tree, or on nine questions."""

    @cache
    def build(name: str) -> Rater:
        method = methods[name]
        return Rater(nine_questions(), method) if method.tree is None else Rater.of_method(method)

    return build


def nine_questions() -> QuestionSet:
    """Make the set that the tables of PAMMS methods are about."""
    ratings = ("excellent", "good", "requires_improvement", "poor")
    questions: list[dict[str, Any]] = [
        {
            "code": code,
            "standard": standard,
            "text": f"Is {code} met?",
            "guidance": {key: f"{code} {key}" for key in ratings},
            "evidence": ["record"],
            "weight": weight,
            "critical": critical,
            "areas": ["accommodation"],
        }
        for code, standard, weight, critical in QUESTIONS
    ]
    asked = {standard for _, standard, *_ in QUESTIONS}
    absent = [number for number in range(1, 17) if number not in asked]
    data = {
        "id": "nine",
        "edition": "1",
        "title": "Nine questions",
        "region": "nowhere",
        "area": "accommodation",
        "questions": questions,
        "left_out": [{"standard": n, "why": "to keep the set small"} for n in absent],
    }
    return read_set(data, load_framework())
