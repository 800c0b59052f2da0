"""From intents to messages: whom to tell, what, and by when they should act. The host sends them."""

from __future__ import annotations

from datetime import date, datetime
from html import escape
from typing import TYPE_CHECKING, Any, Final

import attrs

from pamms_core._frozen import FrozenMap
from pamms_core.notices.texts import PLACEHOLDER
from pamms_core.policies.events import DUE, EVENTS
from pamms_core.policies.words import Role
from pamms_core.workflow.day_lines import long_date
from pamms_core.workflow.due_words import due_moment
from pamms_core.workflow.instants import as_instant
from pamms_core.workflow.rules import Notice

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pamms_core.notices.texts import NoticeTexts
    from pamms_core.policies.policy import LocalPolicy
    from pamms_core.processes.follow_up import FollowUpDue
    from pamms_core.workflow.case import Entry
    from pamms_core.workflow.counting import Counting
    from pamms_core.workflow.due import Due

__all__ = [
    "HostDetails",
    "Message",
    "account_notices",
    "follow_up_notices",
    "messages",
    "write_message",
]

_STYLE: Final = (
    "max-width: 38em; margin: 2em auto; padding: 0 1em; overflow-wrap: anywhere;"
    " font: 1em/1.5 Arial, Helvetica, sans-serif; color: #1c2a30; background: #fff"
)
"""Stands in the page's one element, as readers of mail leave out what stands elsewhere."""
_DATES: Final = ("date", "on")
"""Fields that hold a day, as plain text of the form 2026-04-03."""


@attrs.frozen(kw_only=True)
class HostDetails:
    """What only the host knows, for texts that use it (F4)."""

    region: str = ""
    location: str = ""
    assessment_name: str = ""
    portal: str = ""
    """The address of the portal."""


@attrs.frozen(kw_only=True)
class Message:
    """One message, ready to be sent to everybody who has a role."""

    event: str
    to: Role
    to_title: str
    """What the role is called here."""
    subject: str
    paragraphs: tuple[str, ...]
    at: datetime
    """When what it tells of happened, in UTC."""
    due: Due | None = None
    """By when the recipient should act, if there is such a day."""

    @property
    def text(self) -> str:
        """The message as plain text."""
        return "\n\n".join(self.paragraphs) + "\n"

    @property
    def html(self) -> str:
        """The message as a small page that needs nothing else; all text is escaped."""
        body = "\n".join(f"<p>{escape(each)}</p>" for each in self.paragraphs)
        return (
            '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
            '<meta name="viewport" content="width=device-width">\n'
            f"<title>{escape(self.subject)}</title>\n</head>\n"
            f'<body style="{_STYLE}">\n{body}\n</body>\n</html>\n'
        )


def messages(
    texts: NoticeTexts,
    policy: LocalPolicy,
    notices: Iterable[Notice],
    entries: Iterable[Entry] = (),
    *,
    host: HostDetails | None = None,
    counting: Counting | None = None,
) -> tuple[Message, ...]:
    """Write the messages that a decision asks for.

    Args:
        texts: what messages say.
        policy: the local policy, for the titles of roles.
        notices: the intents of a decision, or of time that passed.
        entries: the entries of the same decision, which tell by when somebody should act.
        host: what only the host knows.
        counting: how days are counted; without, as is usual in England and Wales.
    """
    kept = tuple(entries)
    return tuple(
        write_message(texts, policy, each, due=_due(each, kept, counting), host=host) for each in notices
    )


def _due(notice: Notice, entries: tuple[Entry, ...], counting: Counting | None) -> Due | None:
    """Find the clock that runs after the step and that such a message tells of."""
    for entry in entries:
        if (entry.number, entry.at) == (notice.entry, notice.at):
            for change in entry.clocks:
                if change.clock == DUE.get(notice.template) and change.running is not None:
                    return change.running.deadline.due(counting)
    return None


def write_message(
    texts: NoticeTexts,
    policy: LocalPolicy,
    notice: Notice,
    *,
    due: Due | None = None,
    host: HostDetails | None = None,
) -> Message:
    """Write one message. A paragraph whose placeholder has nothing to say is left out.

    Raises:
        UnknownNameError: there is no text about such an event.

    >>> from datetime import UTC
    >>> from pamms_core.notices.texts import load_texts
    >>> from pamms_core.policies.catalogue import load_policy
    >>> fields = FrozenMap({"service": "Cedar View", "kind": "safeguarding", "what": "An open gate."})
    >>> notice = Notice("concern-raised", "safeguarding", fields, datetime(2026, 9, 1, tzinfo=UTC), 1)
    >>> message = write_message(load_texts(), load_policy("norfolk"), notice)
    >>> message.subject, message.to_title
    ('Urgent: safeguarding concern about Cedar View', 'Safeguarding advice and duty team')
    >>> message.paragraphs[1:]
    ('An open gate.',)
    """
    role = Role(notice.to)
    told = texts.text(notice.template)
    given = attrs.asdict(host or HostDetails()) | dict(notice.fields)
    given |= {"to": policy.title_of(role), "council": policy.title, "due": due}
    fields = {name: _spoken(texts, name, value) for name, value in given.items()}
    return Message(
        event=notice.template,
        to=role,
        to_title=fields["to"],
        subject=_filled(told.subject, fields),
        paragraphs=tuple(
            _filled(each, fields)
            for each in told.paragraphs
            if all(fields.get(name) for name in PLACEHOLDER.findall(each))
        ),
        at=notice.at,
        due=due,
    )


def _spoken(texts: NoticeTexts, name: str, value: Any) -> str:
    """Write a value as people read it."""
    if value is None:
        return ""
    if name == "due":
        return due_moment(value)
    if name in _DATES:
        return long_date(date.fromisoformat(str(value)))
    words: Mapping[str, str] = texts.words.get(name, FrozenMap())
    return " ".join(words.get(str(value), str(value)).split())


def _filled(text: str, fields: Mapping[str, str]) -> str:
    """Put values in; what a value says is text and never a placeholder."""
    return " ".join(PLACEHOLDER.sub(lambda found: fields.get(found[1], ""), text).split())


def account_notices(policy: LocalPolicy, at: datetime) -> tuple[Notice, ...]:
    """Make the intents that tell of a new portal account (A10): accounts are the host's (A16).

    Args:
        policy: the local policy, which says who is told.
        at: when the account was created, with a time zone.

    >>> from datetime import UTC
    >>> from pamms_core.policies.catalogue import load_policy
    >>> told, = account_notices(load_policy("lancashire"), datetime(2026, 9, 2, tzinfo=UTC))
    >>> told.template, told.to
    ('account-created', 'provider')
    """
    return _by_host(policy, "account-created", {"council": policy.title}, at)


def follow_up_notices(
    policy: LocalPolicy, follow_up: FollowUpDue, service: str, at: datetime
) -> tuple[Notice, ...]:
    """Make the intents that tell of a follow-up that is due (P5), for a host without its case.

    >>> from datetime import UTC
    >>> from pamms_core.policies.catalogue import load_policy
    >>> from pamms_core.processes.follow_up import follow_ups
    >>> norfolk = load_policy("norfolk")
    >>> first, = follow_ups(norfolk, "poor", date(2026, 3, 2), has_plan=True)
    >>> when = datetime(2026, 9, 2, tzinfo=UTC)
    >>> [each.to for each in follow_up_notices(norfolk, first, "Cedar View", when)]
    ['assessor']
    """
    known: dict[str, object] = {
        "council": policy.title,
        "service": service,
        "kind": follow_up.kind.value,
        "on": None if follow_up.on is None else follow_up.on.isoformat(),
        "reason": follow_up.why,
    }
    return _by_host(policy, "follow-up-due", known, at)


def _by_host(
    policy: LocalPolicy, event: str, known: Mapping[str, object], at: datetime
) -> tuple[Notice, ...]:
    """Make the intents of an event that no step of a case brings about."""
    fields = FrozenMap({name: known[name] for name in EVENTS[event]})
    return tuple(Notice(event, role.value, fields, as_instant(at), 0) for role in policy.told_of(event))
