"""Regroup a rated sheet as evidence for key questions or regulations, and write it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pamms_core.cli.documents import chosen_format, deliver, keep
from pamms_core.cli.output import write_json
from pamms_core.cli.sources import load_outcome
from pamms_core.cli.status import Status
from pamms_core.rating.crosswalk import crosswalk as regroup

if TYPE_CHECKING:
    from argparse import Namespace

    from pamms_core.rating.crosswalk import Crosswalk, EvidenceGroup, StandardEvidence

__all__ = ["crosswalk", "crosswalk_shape"]


def crosswalk(options: Namespace) -> Status:
    """Regroup a rated sheet; it is rated no other way."""
    keep(options.output, options.file)
    found = regroup(load_outcome(options), options.by)
    if options.json:
        write_json(crosswalk_shape(found))
    else:
        deliver(_document(found, chosen_format(options), on_screen=not options.output), options)
    return Status.FINE


def _document(found: Crosswalk, chosen: str, *, on_screen: bool) -> str:
    if chosen == "text":
        from pamms_core.cli import crosswalk_view, layout

        parts = crosswalk_view.crosswalk_view(found)
        return layout.for_screen(parts) if on_screen else layout.for_paper(parts)
    from pamms_core.reports.crosswalk import crosswalk_html, crosswalk_markdown

    return crosswalk_html(found) if chosen == "html" else crosswalk_markdown(found)


def crosswalk_shape(found: Crosswalk) -> dict[str, Any]:
    """A crosswalk as plain data."""
    outcome = found.outcome
    return {
        "title": outcome.answers.title,
        "hypothetical": list(outcome.hypothetical),
        "by": found.by,
        "notices": list(found.notices),
        "groups": list(map(_group, found.groups)),
    }


def _group(group: EvidenceGroup) -> dict[str, Any]:
    return {"name": group.name, "standards": list(map(_standard, group.standards))}


def _standard(each: StandardEvidence) -> dict[str, Any]:
    rating = None if each.node is None or each.node.rating is None else each.node.rating.key
    return {
        "standard": each.standard.number,
        "title": each.standard.title,
        "bears": "chiefly" if each.chiefly else "also",
        "rating": rating,
        "finding": each.finding,
        "answers": {asked.question.code: asked.label for asked in each.questions},
    }
