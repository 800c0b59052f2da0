"""The commands that write workbooks and tables: answer workbooks, and question sets out and in."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

import attrs

from pamms_core import lint, load_method, load_set, read_answers
from pamms_core.cli.output import save, write_json, write_lines
from pamms_core.cli.sources import UsageError, as_path
from pamms_core.cli.status import Status
from pamms_core.standards.answer_files import parse_answer_file
from pamms_core.standards.catalogue import find_example

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Mapping

    from pamms_core import Answers, QuestionSet

__all__ = ["export_set", "import_set", "template"]


def template(options: Namespace) -> Status:
    """Write an answer workbook or a CSV table, empty or with answers in it."""
    from pamms_core.spreadsheets import answer_csv, answer_workbook

    ending = _ending(options.output, (".xlsx", ".csv"))
    question_set, flags = _asked(options)
    answers = _answers(options, question_set)
    if ending == ".csv":
        content = answer_csv(question_set, answers, flags=flags).encode("utf-8-sig")
    else:
        content = answer_workbook(question_set, answers, flags=flags)
    return _saved(content, options, question_set)


def _asked(options: Namespace) -> tuple[QuestionSet, Mapping[str, str]]:
    """Find what is asked: a set, or the inputs of a method's own tree, and a method's flags."""
    method = load_method(as_path(options.method)) if options.method else None
    if options.set:
        question_set = load_set(as_path(options.set))
        titled = question_set.titled(options.titles) if options.titles else question_set
        return titled, method.flags if method else {}
    if method is None or method.tree is None:
        raise UsageError("which question set? give SET, or a --method that has a tree of its own")
    return method.own_set(), method.flags


def _answers(options: Namespace, question_set: QuestionSet) -> Answers | None:
    if not options.answers:
        return None
    path = find_example(as_path(options.answers))
    return read_answers(parse_answer_file(path), question_set, file=path)


def import_set(options: Namespace) -> Status:
    """Check a question set of a spreadsheet as a shipped one is, and write it as TOML."""
    from pamms_core.spreadsheets import set_toml

    _ending(options.file, (".xlsx", ".csv"))
    _ending(options.output, (".toml",))
    question_set = load_set(as_path(options.file))
    findings = lint(question_set)
    save(set_toml(question_set).encode(), options.output, replace=options.replace)
    if options.json:
        odd = [attrs.asdict(each) for each in findings]
        write_json({**_shape(options, question_set), "findings": odd})
        return Status.FINE
    _tell(options, question_set)
    for each in findings:
        write_lines(f"{each.where}: {each.message} ({each.code})")
    return Status.FINE


def export_set(options: Namespace) -> Status:
    """Write a question set as a workbook, a CSV table or TOML."""
    write_as = _WRITERS[_ending(options.output, tuple(_WRITERS))]
    question_set = load_set(as_path(options.set))
    return _saved(write_as(question_set), options, question_set)


def _workbook(question_set: QuestionSet) -> bytes:
    from pamms_core.spreadsheets import set_workbook

    return set_workbook(question_set)


def _csv(question_set: QuestionSet) -> bytes:
    """Write CSV with the byte order mark that spreadsheet programs look for."""
    from pamms_core.spreadsheets import set_csv

    return set_csv(question_set).encode("utf-8-sig")


def _toml(question_set: QuestionSet) -> bytes:
    from pamms_core.spreadsheets import set_toml

    return set_toml(question_set).encode()


_WRITERS: Final[dict[str, Callable[[QuestionSet], bytes]]] = {
    ".xlsx": _workbook,
    ".csv": _csv,
    ".toml": _toml,
}


def _ending(path: str, known: tuple[str, ...]) -> str:
    ending = os.path.splitext(path)[1].casefold()
    if ending not in known:
        raise UsageError(f"{path} must end in {' or '.join(known)}")
    return ending


def _saved(content: bytes, options: Namespace, question_set: QuestionSet) -> Status:
    save(content, options.output, replace=options.replace)
    if options.json:
        write_json(_shape(options, question_set))
    else:
        _tell(options, question_set)
    return Status.FINE


def _shape(options: Namespace, question_set: QuestionSet) -> dict[str, object]:
    return {"written": options.output, "set": question_set.id, "questions": len(question_set)}


def _tell(options: Namespace, question_set: QuestionSet) -> None:
    write_lines(f"{options.output}: {question_set.title}, {len(question_set)} questions")
