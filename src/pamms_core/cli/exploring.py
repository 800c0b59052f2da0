"""List what is shipped, and print the questions of a set that are looked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pamms_core import (
    find_questions,
    find_sets,
    load_method,
    load_set,
    shipped_examples,
    shipped_methods,
)
from pamms_core.cli.documents import chosen_format, deliver, keep
from pamms_core.cli.output import write_json
from pamms_core.cli.sources import UsageError, as_path
from pamms_core.cli.status import Status

if TYPE_CHECKING:
    from argparse import Namespace

    from pamms_core import Question, QuestionSet

__all__ = ["questions", "sets"]


def sets(options: Namespace) -> Status:
    """List the shipped question sets, methods and examples; or only the sets that are looked for."""
    looked_for = options.region is not None or options.area is not None
    shipped = (
        find_sets(region=options.region, area=options.area),
        () if looked_for else tuple(map(load_method, shipped_methods())),
        () if looked_for else shipped_examples(),
    )
    if options.json:
        from pamms_core.cli.shapes import shipped_shape

        write_json(shipped_shape(*shipped))
    else:
        from pamms_core.cli import layout, set_view

        layout.show(set_view.shipped_view(*shipped))
    return Status.FINE


def questions(options: Namespace) -> Status:
    """Print a question set, or those of its questions that are looked for, as a checklist."""
    keep(options.output, options.set)
    question_set = _chosen_set(options)
    found = find_questions(
        question_set,
        section=options.section,
        standard=options.standard,
        evidence=options.evidence,
        critical=options.critical,
    )
    if options.json:
        from pamms_core.cli.shapes import set_shape

        write_json(set_shape(question_set, found))
    else:
        deliver(_document(question_set, found, options), options)
    return Status.FINE


def _chosen_set(options: Namespace) -> QuestionSet:
    """Load the set that was named, or the only one of its region and area."""
    if options.set:
        question_set = load_set(as_path(options.set))
    else:
        sets = find_sets(region=options.region, area=options.area)
        if len(sets) != 1:
            listed = ", ".join(each.id for each in sets)
            raise UsageError(f"name one question set, or its --region and --area; there are {listed}")
        (question_set,) = sets
    return question_set.titled(options.titles) if options.titles else question_set


def _document(question_set: QuestionSet, found: tuple[Question, ...], options: Namespace) -> str:
    chosen = chosen_format(options)
    if chosen == "text":
        from pamms_core.cli import layout, set_view

        parts = set_view.checklist_view(question_set, found, guidance=options.guidance)
        return layout.for_paper(parts) if options.output else layout.for_screen(parts)
    from pamms_core.reports import checklist_html, checklist_markdown

    write = checklist_html if chosen == "html" else checklist_markdown
    return write(question_set, found, guidance=options.guidance)
