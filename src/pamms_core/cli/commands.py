"""The commands of the command line: load, do one thing, write it.

Each takes the parsed arguments and returns the exit status. What is shown to
people needs rich, so its modules are imported only where it is shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pamms_core.cli.documents import chosen_format, keep
from pamms_core.cli.output import save, write, write_json
from pamms_core.cli.sources import UsageError, find_part, load_outcome
from pamms_core.cli.status import Status
from pamms_core.errors import DataFileError

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable

    from pamms_core import Outcome

__all__ = ["check", "compare", "explain", "rate", "report"]

_COMPARED: Final = 2


def rate(options: Namespace) -> Status:
    """Rate an answer sheet."""
    outcome = load_outcome(options)
    if options.json:
        from pamms_core.cli.shapes import outcome_shape

        write_json(outcome_shape(outcome))
    else:
        from pamms_core.cli import layout, rating_view

        layout.show(rating_view.summary_view(outcome))
    return Status.FINE


def explain(options: Namespace) -> Status:
    """Tell how the rating of a node came about, or what a question did to it."""
    outcome = load_outcome(options)
    part = find_part(outcome, options.code)
    if options.json:
        from pamms_core.cli.shapes import part_shape

        write_json(part_shape(outcome, part))
    else:
        from pamms_core.cli import explanation_view, layout

        layout.show(explanation_view.part_view(outcome, part))
    return Status.FINE


def report(options: Namespace) -> Status:
    """Write a report, to standard output or to a file."""
    keep(options.output, options.file)
    chosen = chosen_format(options)
    full = chosen != "text" if options.full is None else options.full
    outcome = load_outcome(options)
    if chosen == "text":
        text = _text_report(outcome, full=full, on_screen=not (options.output or options.json))
    else:
        text = _document(outcome, chosen, full=full)
    if options.output:
        save(text.encode(), options.output)
    if options.json:
        shape = {"format": chosen, "full": full, "written": options.output}
        write_json({**shape, "text": None if options.output else text})
    elif not options.output:
        write(text)
    return Status.FINE


def _text_report(outcome: Outcome, *, full: bool, on_screen: bool) -> str:
    from pamms_core.cli import layout, rating_view

    parts = rating_view.full_view(outcome) if full else rating_view.summary_view(outcome)
    return layout.for_screen(parts) if on_screen else layout.for_paper(parts)


def _document(outcome: Outcome, chosen: str, *, full: bool) -> str:
    from pamms_core import reports

    length = "full" if full else "summary"
    compose: Callable[[Outcome], str] = getattr(reports, f"{length}_{chosen}")
    return compose(outcome)


def compare(options: Namespace) -> Status:
    """Compare what two methods, or two editions of one, make of the same answers."""
    if len(options.method) != _COMPARED:
        raise UsageError("two methods are compared: give --method twice")
    from argparse import Namespace

    from pamms_core import compare

    before, after = (
        load_outcome(Namespace(**{**vars(options), "method": each})) for each in options.method
    )
    compared = compare(before, after)
    if options.json:
        from pamms_core.cli.shapes import comparison_shape

        write_json(comparison_shape(compared))
    else:
        from pamms_core.cli import comparison_view, layout

        layout.show(comparison_view.comparison_view(compared))
    return Status.FINE


def check(options: Namespace) -> Status:
    """Check a file; what is wrong goes to standard error, what is odd to standard output."""
    from pamms_core.cli.checking import check_file

    checked = check_file(options.file, options.set)
    if options.json:
        from pamms_core.cli.shapes import checked_shape

        write_json(checked_shape(checked))
        return Status.PROBLEMS if checked.mistakes else Status.FINE
    if checked.mistakes:
        raise DataFileError(checked.mistakes)
    from pamms_core.cli import checked_view, layout

    layout.show(checked_view.checked_view(checked))
    return Status.FINE
