"""Question sets as JSON, with the keys of a set file: whatever reads the one reads the other."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from pamms_core.codec.kinds import UnstorableError
from pamms_core.codec.strict import document
from pamms_core.errors import DataFileError, Mistake
from pamms_core.standards.set_files import read_set

if TYPE_CHECKING:
    from pamms_core.standards.framework import Framework
    from pamms_core.standards.question_set import Question, QuestionSet

__all__ = ["SET_FORMAT", "dump_set", "load_set"]

SET_FORMAT: Final = ("pamms-core/question-set", 1)
"""The shape and version of a stored question set."""


def dump_set(question_set: QuestionSet, *, indent: int | None = None) -> str:
    """Write a sealed question set as JSON, with its digest.

    Args:
        question_set: the set. Its framework is named, not written.
        indent: how many spaces to indent by; ``None`` for one line.

    Raises:
        UnstorableError: the set is hypothetical; store the sealed set and the changes (S5).
    """
    if question_set.original is not None:
        raise UnstorableError("", f"a hypothetical set is not stored: {question_set!r}")
    name, version = SET_FORMAT
    said = {key: getattr(question_set, key) for key in ("id", "edition", "title", "region", "area")}
    body = {
        "format": name,
        "version": version,
        "digest": question_set.digest,
        **said,
        "framework": question_set.framework.id,
        "status": question_set.status,
        "source": question_set.source,
        "left_out": [{"standard": each.standard, "why": each.why} for each in question_set.left_out],
        "questions": [_question(each) for each in question_set],
    }
    return json.dumps(body, ensure_ascii=False, indent=indent)


def load_set(text: str, framework: Framework) -> QuestionSet:
    """Read a question set back.

    Args:
        text: the document, as :func:`dump_set` wrote it.
        framework: the framework it belongs to.

    Raises:
        DataFileError: the document cannot be used, or is not what its digest says; names every mistake.
    """
    body = document(text, *SET_FORMAT)
    sealed = body.pop("digest", None)
    found = read_set(body, framework, file="<JSON>")
    if sealed != found.digest:
        problem = f"must be {found.digest}, the digest of what it says"
        raise DataFileError([Mistake(file="<JSON>", path="digest", problem=problem, value=sealed)])
    return found


def _question(question: Question) -> dict[str, Any]:
    return {
        "code": question.code,
        "standard": question.standard,
        "text": question.text,
        "evidence": list(question.evidence),
        "weight": question.weight,
        "critical": question.critical,
        "areas": list(question.areas),
        "guidance": {key.replace("-", "_"): each for key, each in question.guidance.items()},
    }
