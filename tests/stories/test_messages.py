"""Messages written from what machines ask for: every event, every locality, every field."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser
from typing import Any, Final

import pytest
from assessing import play
from playing import ANN, BEGIN, LOCALITIES, PAT, policy_of

from pamms_core import Deadline
from pamms_core._frozen import FrozenMap
from pamms_core.notices.calendar import CalendarEntry, calendar_entries, calendar_file
from pamms_core.notices.messages import (
    HostDetails,
    account_notices,
    follow_up_notices,
    messages,
    write_message,
)
from pamms_core.notices.texts import load_texts
from pamms_core.policies.events import CLOCKS, DUE, EVENTS
from pamms_core.policies.words import ConcernKind
from pamms_core.processes import assessment_commands as give
from pamms_core.processes.action_plan import action_plan_machine
from pamms_core.processes.assessment import assessment_machine
from pamms_core.processes.concern_facts import RaiseConcern
from pamms_core.processes.concerns import concern_machine, concern_machines
from pamms_core.processes.dispute import dispute_machine
from pamms_core.processes.follow_up import follow_ups
from pamms_core.processes.follow_up_case import follow_up_machine
from pamms_core.processes.self_assessment import self_assessment_machine
from pamms_core.processes.targeted_review import targeted_review_machine
from pamms_core.workflow import Machine, Notice, Refused, advance, deadlines, decide, open_case

TEXTS = load_texts()
_BUILDERS: Final = (
    assessment_machine,
    targeted_review_machine,
    self_assessment_machine,
    dispute_machine,
    action_plan_machine,
    follow_up_machine,
)
_BY_HOST: Final = {"account-created"}
"""What no step of a case brings about: the host says when it has made an account."""


def machines(locality: str) -> tuple[Machine[Any], ...]:
    """Build all machines of a locality."""
    policy = policy_of(locality)
    return (*(build(policy) for build in _BUILDERS), *concern_machines(policy).values())


@pytest.mark.parametrize("locality", LOCALITIES)
def test_a10_every_event_of_the_policy_is_sent_by_a_machine(locality: str) -> None:
    """A10: policies, machines and texts know the same events; some are for part of the localities."""
    sent = {
        each.template
        for every in machines(locality)
        for rule in every.all_rules
        for each in rule.notices
    }
    assert sent <= set(EVENTS)
    told = {each.event for each in policy_of(locality).notices if each.to}
    only_elsewhere = {"comments-reminder", "comments-unanswered", "comments-extended"}
    only_elsewhere |= {"action-accepted", "action-commented"}
    assert told - sent <= only_elsewhere | _BY_HOST


def test_every_event_is_sent_somewhere_and_every_clock_is_there() -> None:
    """No event and no clock of the tables is dead in all localities."""
    every = [machine for each in LOCALITIES for machine in machines(each)]
    sent = {each.template for machine in every for rule in machine.all_rules for each in rule.notices}
    assert set(EVENTS) - sent == _BY_HOST
    clocks = {clock for machine in every for clock in machine.clocks}
    assert clocks - set(CLOCKS) == {"action-reminder"}
    assert set(CLOCKS) <= clocks


def _notice(event: str, /, **fields: str) -> Notice:
    known = {**dict.fromkeys(EVENTS[event], ""), **fields}
    return Notice(event, "provider", FrozenMap(known), BEGIN, 1)


@pytest.mark.parametrize("event", EVENTS)
def test_every_text_reads_well_with_and_without(event: str) -> None:
    """With all fields every paragraph is written, without any the rest; no brace is left."""
    day = {name: "2026-04-03" for name in ("date", "on") if name in EVENTS[event]}
    fields = {name: f"({name})" for name in EVENTS[event]} | day
    due = Deadline(clock=DUE[event], started=BEGIN, period="14 days").due() if event in DUE else None
    host = HostDetails(region="R", location="L", assessment_name="N", portal="https://portal.example")
    policy = policy_of("norfolk")
    full = write_message(TEXTS, policy, _notice(event, **fields), due=due, host=host)
    assert len(full.paragraphs) == len(TEXTS.text(event).paragraphs)
    assert not {"{", "}"} & set(full.subject + full.text)
    assert ("Friday 3 April 2026" in full.text + full.subject) or "2026-04-03" not in full.text
    bare = write_message(TEXTS, policy, _notice(event, service="Cedar View", **day))
    assert "  " not in bare.text
    assert not bare.text.strip() or bare.paragraphs[0][-1] in ".:"


class _Text(HTMLParser):
    """Collect text and tags."""

    def __init__(self) -> None:
        super().__init__()
        self.text, self.tags = "", set[str]()

    def handle_starttag(self, tag: str, _: object) -> None:
        """Note a tag."""
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        """Collect text."""
        self.text += data


def test_what_somebody_typed_stays_text() -> None:
    """Markup, placeholders and line breaks in a field are neither obeyed nor filled."""
    notice = _notice("concern-raised", service="A & B\r\nBcc: x", what="<script>{due}</script>")
    written = write_message(TEXTS, policy_of("wirral"), notice)
    assert "\n" not in written.subject
    assert "<script>{due}</script>" in written.text
    page = _Text()
    page.feed(written.html)
    assert "<script>{due}</script>" in page.text
    assert page.tags == {"html", "head", "meta", "title", "body", "p"}


@pytest.mark.parametrize("locality", LOCALITIES)
def test_a10_messages_of_a_story(locality: str) -> None:
    """A10, A4, A5: with the draft the provider is told how it comes and how long it may comment."""
    stage = play(locality, "draft-issued")
    policy = policy_of(locality)
    written = messages(TEXTS, policy, stage.sent, stage.case.log)
    assert all(set(each.fields) == set(EVENTS[each.template]) for each in stage.sent)
    drafts = [each for each in written if each.event == "draft-issued"]
    assert [each.to for each in drafts] == ["provider"]
    assert str(policy.comments.period) in drafts[0].text
    assert ("attached" in drafts[0].text) is (policy.draft.delivered_as == "attachment")
    allocated = next(each for each in written if each.event == "assessor-allocated")
    assert allocated.due is not None
    assert "by the end of " in allocated.text


def test_p6_a_reminder_names_the_day_of_what_it_reminds_of() -> None:
    """A6: after silence in Wirral, the reminder says by when to answer."""
    stage = play("wirral", "comments-open")
    passed = advance(stage.machine, stage.case, stage.at + timedelta(days=15))
    (reminder,) = (
        each
        for each in messages(TEXTS, policy_of("wirral"), passed.notices, passed.entries)
        if each.event == "comments-reminder"
    )
    due = next(
        each
        for each in deadlines(stage.machine, passed.case)
        if each.deadline.clock == "further-comments"
    )
    assert reminder.due == due
    assert "another 14 days" in reminder.text


def test_a12_a_concern_says_by_when_an_answer_is_needed() -> None:
    """A12: a safeguarding concern asks for an answer within 24 hours."""
    policy = policy_of("wirral")
    machine = concern_machine(policy, ConcernKind.SAFEGUARDING)
    raised = open_case(machine, RaiseConcern(service="Cedar View", what="A bruise."), by=ANN, at=BEGIN)
    assert not isinstance(raised, Refused)
    first, *_ = messages(TEXTS, policy, raised.notices, raised.entries)
    assert first.to_title == "Registered manager"
    assert "by 11:00 BST on Wednesday 2 September 2026" in first.text


def test_p5_follow_ups_are_told_by_the_host() -> None:
    """P5: what follows a result becomes a message on its day; without a day that part is left out."""
    for locality in ("norfolk", "essex"):
        policy = policy_of(locality)
        first, *_ = follow_ups(policy, "poor", date(2026, 3, 2), has_plan=True)
        notices = follow_up_notices(policy, first, "Cedar View", BEGIN)
        (written,) = messages(TEXTS, policy, notices)
        assert (f"{written.paragraphs[0]}".startswith("A further assessment")) is (locality == "norfolk")


@pytest.mark.parametrize("locality", LOCALITIES)
def test_a10_a16_an_account_is_told_of_when_the_host_says_so(locality: str) -> None:
    """A10, A16: that there is an account becomes a message; no machine knows of accounts."""
    policy = policy_of(locality)
    notices = account_notices(policy, BEGIN)
    (written,) = messages(TEXTS, policy, notices, host=HostDetails(portal="https://portal.example"))
    assert (written.to, written.at, written.due) == ("provider", BEGIN, None)
    assert written.subject == f"{policy.title}: your account for quality assessments"
    assert written.paragraphs[-1] == "The portal: https://portal.example"
    (without,) = messages(TEXTS, policy, notices)
    assert without.paragraphs == written.paragraphs[:1]
    assert policy.is_ours("notices.account_created") is (locality != "lancashire")
    assert "A16" in policy.sources["notices.account_created"]
    sent = {
        each.template for one in machines(locality) for rule in one.all_rules for each in rule.notices
    }
    assert "account-created" not in sent


def test_deadlines_as_calendar_entries() -> None:
    """Whole days and hours both stand in the file; a reminder's clock does not; text is escaped."""
    icalendar = pytest.importorskip("icalendar")
    stage = play("norfolk", "comments-open")
    entries = calendar_entries(TEXTS, stage.case, deadlines(stage.machine, stage.case), "Cedar, View")
    assert [each.summary for each in entries] == ["Comments on the draft report: Cedar, View"]
    hours = Deadline(clock="answer", started=BEGIN, period="24 hours").due()
    reminder = Deadline(clock="action-reminder", started=BEGIN, period="1 day").due()
    assert hours is not None
    assert reminder is not None
    assert calendar_entries(TEXTS, stage.case, [reminder], "x") == ()
    both = (*entries, CalendarEntry(case="c", due=hours, summary="Answer"))
    written = calendar_file(both, BEGIN)
    assert written == calendar_file(both, BEGIN)
    read = icalendar.Calendar.from_ical(written)
    first, second = read.walk("VEVENT")
    assert first["SUMMARY"] == "Comments on the draft report: Cedar, View"
    assert first.decoded("DTSTART") == entries[0].due.date
    assert first.decoded("DTEND") == entries[0].due.date + timedelta(days=1)
    assert int(first["SEQUENCE"]) == stage.case.version
    assert second.decoded("DTSTART") == datetime(2026, 9, 2, 10, tzinfo=UTC)
    assert "14 days" in first["DESCRIPTION"]


def test_an_extension_names_the_new_day() -> None:
    """A5: in Lancashire an extension is told with its reason and the new last day."""
    stage = play("lancashire", "comments-open")
    extend = give.ExtendComments(by="7 days", reason="A manager is ill.")
    decided = decide(stage.machine, stage.case, extend, by=ANN, at=stage.at + timedelta(days=1))
    assert not isinstance(decided, Refused), decided.say(stage.machine.sentences)
    (written,) = messages(TEXTS, policy_of("lancashire"), decided.notices, decided.entries)
    assert "A manager is ill." in written.text
    assert written.due is not None
    assert (written.due.date - stage.today).days == 21
    assert PAT.roles == {written.to}
