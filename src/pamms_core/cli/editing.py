"""Compare two editions of a question set, and carry a sheet from one to the other."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pamms_core import carry as carry_over
from pamms_core import compare_editions, load_set, read_answers
from pamms_core.cli.documents import keep
from pamms_core.cli.output import save, write_json
from pamms_core.cli.sources import as_path
from pamms_core.cli.status import Status
from pamms_core.codec import dumps
from pamms_core.standards.answer_files import parse_answer_file
from pamms_core.standards.catalogue import find_example

if TYPE_CHECKING:
    from argparse import Namespace

    from pamms_core.standards.carrying import Carried
    from pamms_core.standards.editions import EditionComparison, QuestionChange

__all__ = ["carry", "carry_shape", "editions", "editions_shape"]


def editions(options: Namespace) -> Status:
    """Tell what differs between two editions; a code that is used again is a problem."""
    found = compare_editions(load_set(as_path(options.old)), load_set(as_path(options.new)))
    if options.json:
        write_json(editions_shape(found))
    else:
        from pamms_core.cli import editions_view, layout

        layout.show(editions_view.editions_view(found))
    return Status.PROBLEMS if found.reused else Status.FINE


def carry(options: Namespace) -> Status:
    """Carry a sheet over, write it if a file is named, and tell what needs looking at."""
    keep(options.output, options.file, options.old, options.new)
    old, new = load_set(as_path(options.old)), load_set(as_path(options.new))
    path = find_example(as_path(options.file))
    carried = carry_over(read_answers(parse_answer_file(path), old, file=path), old, new)
    if options.output:
        save(f"{dumps(carried.answers, indent=2)}\n".encode(), options.output)
    if options.json:
        write_json(carry_shape(carried, options.output))
    else:
        from pamms_core.cli import editions_view, layout

        layout.show(editions_view.carried_view(carried, options.output))
    return Status.FINE


def editions_shape(found: EditionComparison) -> dict[str, Any]:
    """A comparison of editions as plain data."""
    return {
        "old": _identity(found.old.id, found.old.edition, found.old.digest),
        "new": _identity(found.new.id, found.new.edition, found.new.digest),
        "particulars": list(found.particulars),
        "reused": [each.code for each in found.reused],
        "questions": list(map(_change, found.changes)),
    }


def _identity(name: str, edition: str, digest: str) -> dict[str, str]:
    return {"id": name, "edition": edition, "digest": digest}


def _change(change: QuestionChange) -> dict[str, Any]:
    return {
        "code": change.code,
        "added": change.added,
        "dropped": change.dropped,
        "reworded": change.reworded,
        "replaced": change.replaced,
        "guidance": list(change.guidance),
        "evidence": change.evidence,
        "reweighted": change.reweighted,
        "moved": list(change.moved),
        "text": str(change),
    }


def carry_shape(carried: Carried, written: str | None) -> dict[str, Any]:
    """What became of a sheet, as plain data."""
    left = [
        {"code": each.code, "label": each.answer.label, "why": each.why.name.lower(), "text": str(each)}
        for each in carried.left
    ]
    return {
        "kept": list(carried.kept),
        "left": left,
        "noted": [each.code for each in carried.noted],
        "written": written,
        "answers": None if written else json.loads(dumps(carried.answers)),
    }
