"""Tell what holds of a method for all answers: find it out, write it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pamms_core import load_method, load_set
from pamms_core import prove as prove_method
from pamms_core.cli.output import write_json
from pamms_core.cli.progress import Progress
from pamms_core.cli.sources import as_path
from pamms_core.cli.status import Status
from pamms_core.rating.proofs import Property
from pamms_core.rating.proofs import Status as Standing
from pamms_core.rating.tree import plant, top_down

if TYPE_CHECKING:
    from argparse import Namespace

    from pamms_core import ProofFinding, Proofs

__all__ = ["PROMISED", "proofs_shape", "prove"]

# What any fair method keeps; the other properties are for its author to judge.
PROMISED: Final = (Property.BANDS, Property.CONTRADICTION, Property.UNIFORM, Property.MONOTONE)


def prove(options: Namespace) -> Status:
    """Tell what holds of a method; a promised property that fails is a problem."""
    method = load_method(as_path(options.method))
    named = options.set if options.set != "-" else None
    question_set = load_set(as_path(named)) if named else None
    with Progress() as progress:
        found = prove_method(method, question_set, progress=lambda what: progress(f"trying {what}"))
    if options.json:
        write_json(proofs_shape(found))
    else:
        from pamms_core.cli import layout, proofs_view

        tree = plant(question_set or method.own_set(), method) if found.question_set else ()
        layout.show(proofs_view.proofs_view(found, method, list(top_down(tree))))
    failing = {each.property for each in found.with_status(Standing.FAILS)}
    return Status.FINE if failing.isdisjoint(PROMISED) else Status.PROBLEMS


def proofs_shape(found: Proofs) -> dict[str, Any]:
    """What was found, as plain data."""
    return {
        "method": found.method,
        "question_set": found.question_set or None,
        "hypothetical": list(found.hypothetical),
        "findings": list(map(_finding, found.findings)),
    }


def _finding(each: ProofFinding) -> dict[str, Any]:
    return {
        "property": each.property.name.lower().replace("_", "-"),
        "node": each.node,
        "status": each.status.value,
        "said": each.said,
        "value": each.value,
        "sheets": [dict(sheet) for sheet in each.sheets],
    }
