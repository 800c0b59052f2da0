"""Find and load what the arguments name: answers, their question set, the method."""

from __future__ import annotations

import os
from pathlib import PurePath
from typing import TYPE_CHECKING

from pamms_core import load_method, load_set, rate, read_answers, shipped_sets
from pamms_core.errors import DataFileError, Mistake, PammsError, UnknownNameError, did_you_mean
from pamms_core.rating.method import NodeKind
from pamms_core.rating.walk import nodes_of
from pamms_core.scale import fold
from pamms_core.standards.answer_files import parse_answer_file
from pamms_core.standards.catalogue import find_example

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Collection, Mapping
    from os import PathLike

    from pamms_core import Answers, NodeOutcome, Outcome, QuestionOutcome, QuestionSet

__all__ = ["UsageError", "as_path", "find_part", "load_outcome", "load_sheet", "set_for"]


class UsageError(PammsError, ValueError):
    """Arguments that cannot be acted on; says what to give instead."""


def load_outcome(options: Namespace) -> Outcome:
    """Load the answers, the set and the method that the arguments name, and rate.

    Raises:
        PammsError: one of them cannot be used; see each loader.
    """
    method = load_method(as_path(options.method))
    if method.tree is not None and not options.set:
        path, own = find_example(as_path(options.file)), method.own_set()
        data = parse_answer_file(path)
        return rate(own, read_answers(data, own, file=path, flags=method.flags), method)
    path = find_example(as_path(options.file))
    answers, question_set = load_sheet(path, options.set, options.titles, method.flags)
    return rate(question_set, answers, method)


def load_sheet(
    path: str, set_name: str | None, titles: str | None = None, flags: Collection[str] | None = None
) -> tuple[Answers, QuestionSet]:
    """Load an answer sheet with its question set, under a locality's titles if one is named.

    With a method's flags, one that it has not is told with all other mistakes.

    Raises:
        DataFileError: a file cannot be used.
        UnknownNameError: there is no question set of this name.
        UsageError: nothing says which question set was answered.
    """
    data = parse_answer_file(path)
    question_set = load_set(as_path(set_name)) if set_name else set_for(data, path)
    question_set = question_set.titled(titles) if titles else question_set
    return read_answers(data, question_set, file=path, flags=flags), question_set


def set_for(data: Mapping[str, object], path: str) -> QuestionSet:
    """Load the set that an answers file names.

    Only shipped sets are found so: a data file must not choose which other
    file is opened.
    """
    told, known = data.get("set"), shipped_sets()
    if told in known:
        return load_set(str(told))
    if told:
        problem = f"must be a shipped question set ({', '.join(known)}), unless --set names its file"
        hint = did_you_mean(str(told), known)
        raise DataFileError([Mistake(file=path, path="set", problem=problem, value=told, hint=hint)])
    raise UsageError(
        f"{path} does not say which question set it answers; give --set: {', '.join(known)}"
    )


def find_part(outcome: Outcome, code: str) -> NodeOutcome | QuestionOutcome:
    """Find a node or a question by its code; case and spaces are forgiven.

    The overall node is also the only top of an own tree, whatever that calls it.

    Raises:
        UnknownNameError: there is neither.
    """
    by_code = {each.question.code: each for each in outcome.questions}
    node = fold(code).replace(" ", "-")
    for name in (code.strip(), node):
        if name in outcome:
            return outcome[name]
    for name in (code.strip(), code.strip().upper(), node):
        if name in by_code:
            return by_code[name]
    if node == NodeKind.OVERALL and len(outcome.tops) == 1:
        return outcome.tops[0]
    known = [*(each.code for each in nodes_of(outcome)), *by_code]
    raise UnknownNameError("node or question", code, known)


def as_path(name: str) -> str | PathLike[str]:
    """Take a name with an ending for a path, whatever the ending.

    Nothing shipped has one, and the library then says which endings it reads.
    """
    return PurePath(name) if os.path.splitext(name)[1] else name
