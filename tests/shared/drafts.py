"""A fictitious workflow for tests: a draft report that a provider may comment on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import attrs

from pamms_core._frozen import FrozenMap
from pamms_core.workflow.actors import Actor
from pamms_core.workflow.commands import Open
from pamms_core.workflow.deciding import decide, open_case
from pamms_core.workflow.guards import guard, not_same_person_as
from pamms_core.workflow.machine import Machine
from pamms_core.workflow.reasons import Reason
from pamms_core.workflow.rules import Choice, Extend, Notify, Occasion, Rule, Start, Suspend

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pamms_core.workflow.case import Case


@attrs.frozen
class Comment:
    """What the provider says about a question."""

    text: str
    author: str


@attrs.frozen(kw_only=True)
class Draft:
    """The facts of a draft report."""

    title: str
    ratings: FrozenMap[str, str]
    comments: tuple[Comment, ...] = ()
    note: str = ""
    alerts: frozenset[Comment] = frozenset()


@attrs.frozen
class Share:
    """Share the draft with the provider."""


@attrs.frozen
class AddComment:
    """Comment on the draft."""

    text: str
    why: str = ""


@attrs.frozen
class GiveMoreTime:
    """Give the provider more time."""

    reason: str


@attrs.frozen
class Pause:
    """Stop the clock for a while."""

    reason: str


@attrs.frozen
class GoOn:
    """Let the clock run again."""


@attrs.frozen
class Publish:
    """Publish the report."""


@guard({"no-note": "There must be a note."})
def has_note(case, moment):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201, ARG001
    """Ask for a note, which is hidden from most."""
    return None if case.facts.note else Reason.of("no-note")


@guard({"no-comment": "There is no comment."})
def has_comment(case, moment):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201, ARG001
    """Ask for a comment."""
    return None if case.facts.comments else Reason.of("no-comment")


def _comment(facts, command, moment):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    comment = Comment(command.text, moment.by.id)
    return attrs.evolve(facts, comments=(*facts.comments, comment))


def _open(_facts, command, _moment):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    return command.facts


def _after_sharing(facts, _command, _moment):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    return "urgent" if facts.alerts else "with-provider"


def _title(facts, _command, _moment):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    return {"title": facts.title}


SHARED = ("with-provider", "urgent")
RULES = (
    Rule(
        id="share",
        command=Share,
        from_states="drafting",
        to=Choice("by-alerts", SHARED, _after_sharing),
        roles=["officer"],
        guards=[has_note],
        starts=[Start("comments", "14 days")],
        notices=[Notify("draft-ready", "provider", _title)],
        source="A4",
    ),
    Rule(
        id="comment",
        command=AddComment,
        from_states=SHARED,
        roles=["provider"],
        within="comments",
        apply=_comment,
        source="A5",
    ),
    Rule(
        id="extend",
        command=GiveMoreTime,
        from_states=SHARED,
        roles=["officer", "manager"],
        extends=[Extend("comments", "7 days", lambda command: command.reason)],
        source="A5",
    ),
    Rule(
        id="pause",
        command=Pause,
        from_states=SHARED,
        roles=["officer"],
        suspends=[Suspend("comments", lambda command: command.reason)],
    ),
    Rule(id="go-on", command=GoOn, from_states=SHARED, roles=["officer"], resumes="comments"),
    Rule(
        id="remind",
        when=Occasion("comments", before="3 days"),
        from_states=SHARED,
        notices=[Notify("reminder", "provider", _title)],
    ),
    Rule(
        id="lapse",
        when=Occasion("comments"),
        from_states=SHARED,
        to="published",
        stops="comments",
        source="A6",
    ),
    Rule(
        id="publish",
        command=Publish,
        from_states=SHARED,
        to="published",
        roles=["manager"],
        guards=[has_comment, not_same_person_as(Share)],
        stops="comments",
    ),
)


def machine(edition: str = "1", rules: Iterable[Rule] = RULES, **changes: Any) -> Machine[Draft]:
    """Make the machine, or another edition of it."""
    table: dict[str, Any] = {
        "id": "draft",
        "edition": edition,
        "states": ("drafting", *SHARED, "published"),
        "ends": ["published"],
        "roles": ["officer", "manager", "provider"],
        "opening": Rule(id="open", command=Open, to="drafting", roles=["officer"], apply=_open),
        "rules": rules,
        "facts": Draft,
    }
    return Machine(**(table | changes))


DRAFTS = machine()
OFFICER = Actor("olu", ["officer"])
MANAGER = Actor("mia", ["manager"])
PROVIDER = Actor("pat", ["provider"])
NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
FACTS = Draft(
    title="Cedar View",
    ratings=FrozenMap({"B01": "good"}),
    note="Ask about staffing.",
    alerts=frozenset(),
)


def example() -> Case[Draft]:
    """Make a case with comments, an extension, a suspension and a token."""
    facts = attrs.evolve(FACTS, alerts=frozenset({Comment("b", "ann"), Comment("a", "ben")}))
    case = open_case(DRAFTS, Open(facts), by=OFFICER, at=NINE, id="c1").case
    for day, command, by in (
        (1, Share(), OFFICER),
        (2, AddComment("Not so: “good” ½.", "typing"), PROVIDER),
        (3, GiveMoreTime("illness"), attrs.evolve(OFFICER, on_behalf_of="mia")),
        (20, Pause("closed for a week"), OFFICER),
    ):
        at = NINE + day * timedelta(days=1) + timedelta(microseconds=day)
        case = decide(DRAFTS, case, command, by=by, at=at, token=f"t{day}").case
    return case
