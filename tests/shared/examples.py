"""The shipped examples, each with the set that it answers."""

from __future__ import annotations

import tomllib

from pamms_core import Answers, QuestionSet, load_answers, load_set
from pamms_core.standards.catalogue import find_example

__all__ = ["answered"]


def answered(name: str) -> tuple[QuestionSet, Answers]:
    """Load an example and its question set."""
    with open(find_example(name), "rb") as stream:
        question_set = load_set(tomllib.load(stream)["set"])
    return question_set, load_answers(name, question_set)
