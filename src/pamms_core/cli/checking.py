"""Check a file of any kind: tell by its content what it is, and find all that is wrong."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import attrs

from pamms_core import (
    evidence_advice,
    lint,
    load_method,
    load_methods,
    load_set,
    shipped_examples,
    shipped_methods,
    shipped_sets,
)
from pamms_core.cli.sources import as_path, load_sheet
from pamms_core.errors import DataFileError, Mistake, UnknownNameError
from pamms_core.standards.answer_files import parse_answer_file
from pamms_core.standards.catalogue import find_example

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Checked", "Remark", "check_file"]


@attrs.frozen(kw_only=True)
class Remark:
    """Something odd that is no mistake."""

    code: str
    where: str
    """The question, standard or section, or the kind of evidence."""
    message: str


@attrs.frozen(kw_only=True)
class Checked:
    """What a check found."""

    file: str
    kind: str
    """``answers``, ``question set``, ``method``, ``methods`` for a folder of these, or, where it
    cannot be told, ``unknown``.
    """
    title: str = ""
    digest: str = ""
    """The digest of a question set or method, to state in its file or to compare."""
    mistakes: tuple[Mistake, ...] = ()
    findings: tuple[Remark, ...] = ()


def check_file(name: str, set_name: str | None) -> Checked:
    """Check a file, or anything shipped, by its name.

    Args:
        name: a path, or the name of a shipped example, question set or method.
        set_name: the question set that answers are checked against, if not
            the one they name.

    Raises:
        UnknownNameError: it is no path, and nothing of that name is shipped.
        UsageError: it is answers, and nothing says to which question set.
    """
    kind = "unknown"
    try:
        kind = _kind_of(name)
        return _CHECKS[kind](name, set_name)
    except DataFileError as error:
        return Checked(file=name, kind=kind, mistakes=error.mistakes)


def _kind_of(name: str) -> str:
    shipped = {
        "answers": shipped_examples(),
        "question set": shipped_sets(),
        "method": (*shipped_methods(), *shipped_methods(examples=True)),
    }
    for kind, names in shipped.items():
        if name in names:
            return kind
    if os.path.isdir(name):
        return "methods"
    try:
        path = find_example(as_path(name))
    except UnknownNameError:
        known = [each for names in shipped.values() for each in names]
        raise UnknownNameError("example, question set or method", name, known) from None
    return _recognised(parse_answer_file(path), path)


def _recognised(data: Mapping[str, object], path: str) -> str:
    """Tell what a file is by the keys that only its kind has."""
    for kind, keys in _KEYS.items():
        if not data.keys().isdisjoint(keys):
            return kind
    listed = "; ".join(f"{kind}: {', '.join(keys)}" for kind, keys in _KEYS.items())
    problem = f"is neither answers, a question set nor a method; keys that tell ({listed}) are missing"
    raise DataFileError([Mistake(file=path, problem=problem)])


def _check_answers(name: str, set_name: str | None) -> Checked:
    answers, question_set = load_sheet(find_example(as_path(name)), set_name)
    findings = tuple(
        Remark(code=each.code, where=each.kind, message=each.message)
        for each in evidence_advice(answers, question_set)
    )
    return Checked(file=name, kind="answers", title=answers.title, findings=findings)


def _check_set(name: str, _: str | None) -> Checked:
    question_set = load_set(as_path(name))
    findings = tuple(
        Remark(code=each.code, where=each.where, message=each.message) for each in lint(question_set)
    )
    return Checked(
        file=name,
        kind="question set",
        title=question_set.title,
        digest=question_set.digest,
        findings=findings,
    )


def _check_method(name: str, _: str | None) -> Checked:
    method = load_method(as_path(name))
    return Checked(file=name, kind="method", title=method.title, digest=method.digest)


def _check_methods(folder: str, _: str | None) -> Checked:
    """Check a folder of method files: each, and that no two editions are in force together."""
    titles = ", ".join(f"{each.id} {each.edition}" for each in load_methods(folder))
    return Checked(file=folder, kind="methods", title=titles)


_KEYS = {
    "answers": ("answers",),
    "question set": ("questions", "bank", "left_out"),
    "method": ("points", "rules"),
}
_CHECKS = {
    "answers": _check_answers,
    "question set": _check_set,
    "method": _check_method,
    "methods": _check_methods,
}
