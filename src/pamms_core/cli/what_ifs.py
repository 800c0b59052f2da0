"""Ask what if: changed answers, the cheapest way up, what is still possible, what matters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pamms_core.cli.output import write_json
from pamms_core.cli.sources import UsageError, load_outcome
from pamms_core.cli.status import Status
from pamms_core.cli.waiting import waiting
from pamms_core.errors import PammsError
from pamms_core.rating.improving.costs import QUESTIONS, STEPS
from pamms_core.rating.improving.request import ChangeRequestError
from pamms_core.rating.mismatch import AnswersMismatchError
from pamms_core.rating.whatif.spread import TooManyStatesError
from pamms_core.scale import fold

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable, Iterator

    from pamms_core import Chances, Outcome

__all__ = ["TooMuchError", "improve", "influence", "range", "what_if"]


class TooMuchError(PammsError, ValueError):
    """More to add up than is allowed; says which option allows more."""


def what_if(options: Namespace) -> Status:
    """Rate the sheet with some answers changed, and compare."""
    changes = _changes(options.changes)
    outcome = load_outcome(options)
    try:
        named = {_code(outcome, code): told for code, told in changes.items()}
        found = outcome.rater.change(outcome.answers, named)
    except AnswersMismatchError as error:  # the sheet itself has been rated: it is the changes
        raise UsageError("; ".join(error.reasons)) from error
    if options.json:
        from pamms_core.cli.shapes import comparison_shape

        write_json(comparison_shape(found))
    else:
        from pamms_core.cli import comparison_view, layout

        layout.show(comparison_view.comparison_view(found))
    return Status.FINE


def _changes(texts: Iterable[str]) -> dict[str, str | None]:
    """Read ``CODE=RATING``; nothing behind the sign is no answer.

    Raises:
        UsageError: one cannot be read, or a question is changed twice.
    """
    found: dict[str, str | None] = {}
    for text in texts:
        code, sign, told = (each.strip() for each in text.partition("="))
        if not sign or not code:
            raise UsageError(f"--set takes CODE=RATING, such as F12=good, not {text!r}")
        if code.upper() in map(str.upper, found):
            raise UsageError(f"--set changes {code} twice")
        found[code] = told or None
    return found


def _code(outcome: Outcome, typed: str) -> str:
    """Return a question's or a node's code as the set has it; case and spaces are forgiven."""
    codes = [each.question.code for each in outcome.questions]
    node = fold(typed).replace(" ", "-")
    for known, code in ((codes, typed), (codes, typed.upper()), (outcome, typed), (outcome, node)):
        if code in known:
            return code
    top = outcome.tops[0].code
    return top if node == "overall" and len(outcome.tops) == 1 else typed


def improve(options: Namespace) -> Status:
    """Find the cheapest changes that reach a rating; that there are none is a problem."""
    outcome = load_outcome(options)
    only = None if options.only is None else list(_codes(outcome, options.only))
    try:
        with waiting("looking for the cheapest way"):
            found = outcome.rater.improve(
                outcome.answers,
                options.to,
                at=_code(outcome, options.at),
                plans=options.max_plans,
                cost=STEPS if options.cost == "steps" else QUESTIONS,
                fixed=list(_codes(outcome, options.fixed)),
                **({} if only is None else {"only": only}),
            )
            from pamms_core.cli.what_if_shapes import improvement_shape

            shape = improvement_shape(found)
    except ChangeRequestError as error:
        raise UsageError(str(error)) from error
    if options.json:
        write_json(shape)
    else:
        from pamms_core.cli import layout, what_if_view

        layout.show(what_if_view.improvement_view(outcome, found))
    return Status.FINE if found.is_possible else Status.PROBLEMS


def _codes(outcome: Outcome, typed: Iterable[str]) -> Iterator[str]:
    return (_code(outcome, each) for each in typed)


def _questions(outcome: Outcome, typed: Iterable[str]) -> Iterator[str]:
    """Yield the codes of questions, for a part those of all questions below it."""
    below = {node.code: node.questions for node in outcome.rater.nodes}
    for code in _codes(outcome, typed):
        yield from (each.code for each in below[code]) if code in below else (code,)


def range(options: Namespace) -> Status:  # noqa: A001 (the command is called so)
    """Tell what open questions still leave possible, and how likely each rating is if asked."""
    outcome = load_outcome(options)
    asked: dict[str, Any] = {"not_assessed": options.not_assessed}
    if options.most is not None:
        asked["most"] = options.most
    if options.open is not None:
        asked |= {"questions": list(_questions(outcome, options.open)), "reopen": True}
    chances: Chances | None = None
    try:
        with waiting("looking at what is still possible"):
            found = outcome.rater.range(outcome.answers, **asked)
            if options.chances:
                chances = outcome.rater.chances(outcome.answers, **asked)
    except TooManyStatesError as error:
        raise TooMuchError(error.told("--most N")) from None
    if options.json:
        from pamms_core.cli.what_if_shapes import range_shape

        write_json(range_shape(found, chances))
    else:
        from pamms_core.cli import layout, what_if_view

        layout.show(what_if_view.range_view(outcome, found, chances))
    return Status.FINE


def influence(options: Namespace) -> Status:
    """Tell which answers matter, and how near each part is to turning."""
    outcome = load_outcome(options)
    with waiting("trying every other answer"):
        found = outcome.rater.influence(outcome.answers)
        at = str(outcome[_code(outcome, options.at)].code)
        from pamms_core.cli.what_if_shapes import influence_shape

        shape = influence_shape(found)
    if options.json:
        write_json(shape)
    else:
        from pamms_core.cli import influence_view, layout

        layout.show(influence_view.influence_view(outcome, found, at))
    return Status.FINE
