"""What somebody may see of a case: nothing in a view depends on what is not open to its viewer."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 (the JSON codec reads these annotations)
from datetime import datetime  # noqa: TC003 (the JSON codec reads these annotations)
from typing import TYPE_CHECKING, Any

import attrs

from pamms_core.workflow.actors import Actor  # noqa: TC001 (the JSON codec reads these annotations)
from pamms_core.workflow.deciding import advance
from pamms_core.workflow.fact_paths import ALL, NONE, is_open, opened
from pamms_core.workflow.instants import as_instant
from pamms_core.workflow.period import Period  # noqa: TC001 (the JSON codec reads these annotations)
from pamms_core.workflow.view_options import ViewedOption, viewed_options

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pamms_core.workflow.case import Case, Entry
    from pamms_core.workflow.clocks import Running
    from pamms_core.workflow.openings import Grant, ViewPolicy
    from pamms_core.workflow.rules import Notice

__all__ = ["View", "ViewedClock", "ViewedEntry", "ViewedNotice", "ViewedOption", "view"]


@attrs.frozen(kw_only=True)
class ViewedEntry:
    """A step of the log, as far as it is open. It has no number: a gap would tell of a hidden one."""

    at: datetime
    """The instant of the step, in UTC."""
    name: str
    """The name of the command."""
    role: str
    """The role it was taken in."""
    from_state: str
    to_state: str
    by: str | None
    """Who took it, if people are open."""
    on_behalf_of: str | None
    """For whom, if people are open and there is one."""
    data: Mapping[str, Any]
    """What is open of the command's data."""


@attrs.frozen(kw_only=True)
class ViewedClock:
    """A clock that runs or is suspended, as far as it is open."""

    name: str
    started: datetime
    """The instant from which it counts, in UTC."""
    period: Period
    """How long it was to run at first."""
    due: datetime | None
    """The first instant that is too late, in UTC; ``None`` while it is suspended."""
    is_suspended: bool
    reasons: tuple[str, ...]
    """What was said when it was extended or suspended, if that is open."""


@attrs.frozen(kw_only=True)
class ViewedNotice:
    """A message that is open: it does not say which step sent it, which would tell of hidden ones."""

    template: str
    """The id of the text."""
    to: str
    """The role of those who get it."""
    fields: Mapping[str, Any]
    """What the text is filled with."""
    at: datetime
    """When it was sent, in UTC."""


@attrs.frozen(kw_only=True)
class View:
    """All that one person may see of a case at one moment, as plain data."""

    case: str
    """The host's id of the case."""
    viewer: Actor
    """Who sees it."""
    at: datetime
    """When, in UTC."""
    state: str | None
    """Where the case stands; ``None`` if nothing is open to the viewer."""
    facts: Mapping[str, Any]
    """What is open of the facts."""
    entries: tuple[ViewedEntry, ...]
    """The open steps of its log, oldest first."""
    clocks: tuple[ViewedClock, ...]
    """The open clocks, in the order in which they were started."""
    options: tuple[ViewedOption, ...]
    """What the viewer may do, as far as that is open."""
    notices: tuple[ViewedNotice, ...]
    """The open messages among those given."""


def view(
    policy: ViewPolicy[Any],
    case: Case[Any],
    viewer: Actor,
    at: datetime,
    notices: Iterable[Notice] = (),
) -> View:
    """Show a case to somebody, after what time itself has done up to then.

    Two cases that differ, at that moment, only in what is hidden from the viewer
    give equal views: in hidden facts, hidden clocks, or hidden steps of the log.
    The state is known to everybody to whom anything is open.

    Args:
        policy: what is open to whom.
        case: the case as the host has it.
        viewer: who wants to see it, with all roles in this case.
        at: when, with a time zone.
        notices: messages of this case that the host has kept, to show the open ones among them.

    Raises:
        NaiveTimeError: ``at`` has no time zone.
        WrongMachineError: the case follows another machine.
        RuleError: a function of a row failed.
        TypeError: an open fact cannot be shown as plain data.
    """
    now = advance(policy.machine, case, at).case
    grant = policy.grant(viewer.roles, now.state)
    head: dict[str, Any] = {"case": now.id, "viewer": viewer, "at": as_instant(at)}
    if grant is None:
        nothing: Any = ()
        parts = dict.fromkeys(("entries", "clocks", "options", "notices"), nothing)
        return View(**head, state=None, facts=NONE, **parts)
    return View(
        **head,
        state=now.state,
        facts=NONE if now.facts is None else opened(now.facts, grant.facts),
        entries=tuple(_entries(now, grant)),
        clocks=tuple(_clock(each, grant) for each in now.clocks if is_open(grant.clocks, each.name)),
        options=viewed_options(policy, now, grant, viewer, head["at"]),
        notices=tuple(
            _notice(each)
            for each in notices
            if each.to in viewer.roles and is_open(grant.notices, each.template)
        ),
    )


def _entries(case: Case[Any], grant: Grant) -> Iterator[ViewedEntry]:
    for entry in case.log:
        if is_open(grant.entries, entry.name):
            yield _entry(entry, grant)


def _entry(entry: Entry, grant: Grant) -> ViewedEntry:
    within = ALL if grant.entries is ALL else grant.entries[entry.name]
    return ViewedEntry(
        at=entry.at,
        name=entry.name,
        role=entry.role,
        from_state=entry.from_state,
        to_state=entry.to_state,
        by=entry.by.id if grant.people else None,
        on_behalf_of=entry.by.on_behalf_of if grant.people else None,
        data=opened(entry.command, within),
    )


def _notice(notice: Notice) -> ViewedNotice:
    fields = opened(notice.fields, ALL)
    return ViewedNotice(template=notice.template, to=notice.to, fields=fields, at=notice.at)


def _clock(clock: Running, grant: Grant) -> ViewedClock:
    deadline = clock.deadline
    told = grant.clocks is ALL or is_open(grant.clocks[clock.name], "reasons")
    return ViewedClock(
        name=clock.name,
        started=deadline.started,
        period=deadline.period,
        due=clock.due,
        is_suspended=deadline.is_suspended,
        reasons=tuple(each.reason for each in deadline.ledger) if told else (),
    )
