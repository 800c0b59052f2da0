"""Verify a method against recorded cases: load, rate each case again, write what differs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pamms_core import NOT_ASSESSED, Rater, load_cases, load_method, load_set
from pamms_core import verify as verify_cases
from pamms_core.cli.output import write_json
from pamms_core.cli.progress import Progress
from pamms_core.cli.sources import UsageError, as_path
from pamms_core.cli.status import Status

if TYPE_CHECKING:
    from argparse import Namespace
    from fractions import Fraction

    from pamms_core import Disagreement, Threshold, Verification

__all__ = ["rater_for", "verification_shape", "verify"]


def verify(options: Namespace) -> Status:
    """Rate recorded cases again; a rating that differs is a problem."""
    rater = rater_for(options.method, options.set)
    if rater is None:
        raise UsageError(
            f"method {options.method!r} rates question sets; name the one that was answered"
        )
    with Progress() as progress:
        cases = load_cases(
            options.cases, rater, progress=lambda row: progress(f"mistakes found; {row:,} rows checked")
        )
        found = verify_cases(rater, cases, progress=lambda done: progress(f"{done:,} cases rated"))
    if options.json:
        write_json(verification_shape(found))
    else:
        from pamms_core.cli import layout, verified_view

        layout.show(verified_view.verified_view(found, rater))
    return Status.FINE if found.holds else Status.PROBLEMS


def rater_for(method_name: str, set_name: str | None) -> Rater | None:
    """Make the rater of a method and the set it is used on.

    Args:
        method_name: the name of a shipped method, or its file.
        set_name: the same of the set; ``-`` or nothing for the method's own tree.

    Returns:
        ``None`` where no set is named and the method has no tree of its own.
    """
    method = load_method(as_path(method_name))
    if set_name not in {None, "-"}:
        return Rater(load_set(as_path(str(set_name))), method)
    return None if method.tree is None else Rater.of_method(method)


def verification_shape(found: Verification) -> dict[str, Any]:
    """What was compared, as plain data."""
    nodes = [
        {"node": each.node, "agreed": each.agreed, "compared": each.compared} for each in found.nodes
    ]
    return {
        "method": {"id": found.method, "digest": found.method_digest},
        "question_set": {"id": found.question_set, "digest": found.set_digest},
        "cases": found.cases,
        "agreed": found.agreed,
        "compared": found.compared,
        "nodes": nodes,
        "disagreements": list(map(_disagreement, found.disagreements)),
        "untold": found.untold,
    }


def _disagreement(each: Disagreement) -> dict[str, Any]:
    far = each.distance
    return {
        "case": each.case,
        "line": each.line,
        "node": each.node,
        "expected": None if each.expected is NOT_ASSESSED else each.expected.key,
        "got": None if each.got is None else each.got.key,
        "state": each.state.value,
        "sentences": list(each.sentences),
        "up": None if far is None else _threshold(far.up),
        "down": None if far is None else _threshold(far.down),
    }


def _threshold(each: Threshold | None) -> dict[str, Any] | None:
    if each is None:
        return None
    return {
        "rating": each.rating.key,
        "score": _exact(each.score),
        "included": each.included,
        "away": _exact(each.away),
    }


def _exact(number: Fraction) -> str:
    return f"{number.numerator}/{number.denominator}"
