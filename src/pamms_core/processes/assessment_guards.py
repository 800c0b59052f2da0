"""What must hold before the steps up to the draft, and the reasons where it does not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pamms_core.policies.words import Role
from pamms_core.processes.portfolio import PORTFOLIO_SENTENCES, may_assess
from pamms_core.workflow.guards import Guard, command_guard, guard
from pamms_core.workflow.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pamms_core.policies.policy import LocalPolicy
    from pamms_core.workflow.actors import Moment
    from pamms_core.workflow.case import Case
    from pamms_core.workflow.counting import Counting

__all__ = [
    "all_answered",
    "allocated_only",
    "attended_by",
    "documents_sent",
    "in_scope",
    "may_be_held",
    "no_visit_outstanding",
    "not_blank",
    "not_in_the_past",
    "ratings_agreed",
    "references_given",
    "right_answers",
    "some_of",
    "standards_asked",
    "standards_named",
    "visit_in_order",
]

_SHOWN: Final = 10


def some_of(names: Iterable[object]) -> str:
    """Name a few of many."""
    told = [str(each) for each in names]
    more = f" and {len(told) - _SHOWN} more" if len(told) > _SHOWN else ""
    return ", ".join(told[:_SHOWN]) + more


def not_blank(field: str, what: str) -> Guard:
    """Ask that a text of the command, or each of its texts, is not empty."""

    @command_guard({"text-missing": "The {what} must not be empty."}, f"{field.replace('_', '-')}-given")
    def check(_: Case[Any], command: Any, __: Moment) -> Reason | None:
        given = getattr(command, field)
        texts = (given,) if isinstance(given, str) else tuple(given)
        return None if texts and all(map(str.strip, texts)) else Reason.of("text-missing", what=what)

    return check


@guard(
    {"not-the-allocated-assessor": "{person} is not the assessor allocated to this case, {assessor}."},
    "allocated-only",
)
def allocated_only(case: Case[Any], moment: Moment) -> Reason | None:
    """Ask that an assessor who acts is the one allocated; the team's manager may act for them (ours)."""
    assessor = case.facts.assessor
    if moment.role != Role.ASSESSOR or assessor in moment.by.persons:
        return None
    return Reason.of("not-the-allocated-assessor", person=moment.by.id, assessor=assessor or "nobody")


def may_be_held(policy: LocalPolicy) -> Guard:
    """Ask that the provider may be assessed on the planned day (A11)."""
    told = {"assessed-too-recently": PORTFOLIO_SENTENCES.texts["assessed-too-recently"]}

    @command_guard(told, "may-be-held")
    def check(_: Case[Any], command: Any, __: Moment) -> Reason | None:
        found = may_assess(policy, command.history, command.planned_on, high_risk=command.high_risk)
        return None if found else found.reasons[0]

    return check


def not_in_the_past(counting: Counting) -> Guard:
    """Ask that what is planned lies ahead."""

    @command_guard({"planned-in-the-past": "{planned} has passed; today is {today}."}, "planned-ahead")
    def check(_: Case[Any], command: Any, moment: Moment) -> Reason | None:
        today = counting.day_of(moment.at)
        if command.planned_on >= today:
            return None
        planned = command.planned_on.isoformat()
        return Reason.of("planned-in-the-past", planned=planned, today=today.isoformat())

    return check


@command_guard(
    {"unknown-standards": "The question set does not ask about standard {standards}."}, "standards-asked"
)
def standards_asked(case: Case[Any], command: Any, _: Moment) -> Reason | None:
    """Ask that the standards a command names are asked about."""
    asked = command.asked if case.facts is None else case.facts.asked
    wrong = [each for each in command.standards if each not in asked.standards]
    return Reason.of("unknown-standards", standards=some_of(wrong)) if wrong else None


@command_guard({"standards-missing": "At least one standard must be named."}, "standards-named")
def standards_named(_: Case[Any], command: Any, __: Moment) -> Reason | None:
    """Ask that a targeted review says what it covers (A13)."""
    return None if command.standards else Reason.of("standards-missing")


def documents_sent(policy: LocalPolicy) -> Guard:
    """Ask that the provider got in advance what the policy says (A1)."""

    @guard({"documents-not-sent": "The provider has not been sent: {missing}."}, "documents-sent")
    def check(case: Case[Any], _: Moment) -> Reason | None:
        missing = [each for each in policy.scheduling.sent_before if each not in case.facts.sent]
        return Reason.of("documents-not-sent", missing=some_of(missing)) if missing else None

    return check


def attended_by(roles: Iterable[Role]) -> Guard:
    """Ask that all took part in a meeting who should."""
    wanted = tuple(role.value for role in roles)

    @command_guard({"not-attended": "The meeting needs: {missing}."}, f"attended-by-{'-'.join(wanted)}")
    def check(_: Case[Any], command: Any, __: Moment) -> Reason | None:
        missing = [each for each in wanted if each not in command.attended_by]
        return Reason.of("not-attended", missing=some_of(missing)) if missing else None

    return check


def visit_in_order(counting: Counting) -> Guard:
    """Ask that a visit is not recorded before it was, nor before the last one."""
    told = {
        "visit-in-the-future": "The visit on {on} has not been; today is {today}.",
        "visit-before-the-last": "The visit on {on} is before the last one, on {last}.",
    }

    @command_guard(told, "visit-in-order")
    def check(case: Case[Any], command: Any, moment: Moment) -> Reason | None:
        today, on = counting.day_of(moment.at), command.on.isoformat()
        if command.on > today:
            return Reason.of("visit-in-the-future", on=on, today=today.isoformat())
        last = max((each.on for each in case.facts.visits), default=command.on)
        if command.on < last:
            return Reason.of("visit-before-the-last", on=on, last=last.isoformat())
        return None

    return check


@command_guard(
    {
        "wrong-question-set": "The answers are for {found}; this is about {expected}.",
        "unknown-answers": "This cannot be recorded of the question set: {answers}.",
    },
    "right-answers",
)
def right_answers(case: Case[Any], command: Any, _: Moment) -> Reason | None:
    """Ask that answers are for this set and edition, and for its questions and ratings."""
    asked, sheet = case.facts.asked, command.sheet
    if (sheet.set_id, sheet.edition) != (asked.set_id, asked.edition):
        found = f"{sheet.set_id} {sheet.edition}"
        expected = f"{asked.set_id} {asked.edition}"
        return Reason.of("wrong-question-set", found=found, expected=expected)
    wrong = asked.misfits(sheet)
    return Reason.of("unknown-answers", answers=some_of(wrong)) if wrong else None


@command_guard({"outside-scope": "This is not assessed here: {codes}."}, "in-scope")
def in_scope(case: Case[Any], command: Any, _: Moment) -> Reason | None:
    """Ask that answers are about the standards assessed: all, some (A13), or some again (D6)."""
    facts = case.facts
    inside = {each.code for each in facts.asked.about(facts.scope)}
    given = (*command.sheet.entries, *command.sheet.numbers)
    outside = [code for code in given if code in facts.asked.codes and code not in inside]
    return Reason.of("outside-scope", codes=some_of(outside)) if outside else None


@guard({"further-visit-outstanding": "A further visit was announced: {why}."}, "no-visit-outstanding")
def no_visit_outstanding(case: Case[Any], _: Moment) -> Reason | None:
    """Ask that no further visit was announced that has not been (A2)."""
    further = case.facts.further_visit
    return Reason.of("further-visit-outstanding", why=further) if further else None


@guard({"questions-unanswered": "{count} questions have no answer: {codes}."}, "all-answered")
def all_answered(case: Case[Any], _: Moment) -> Reason | None:
    """Ask that every question in the assessment's scope has an answer, be it *not assessed* (A3)."""
    missing = case.facts.unanswered()
    if not missing:
        return None
    return Reason.of("questions-unanswered", count=len(missing), codes=some_of(missing))


@command_guard(
    {
        "ratings-not-agreed": "The ratings have not been agreed;"
        " the team's manager may submit with a reason."
    },
    "ratings-agreed",
)
def ratings_agreed(case: Case[Any], command: Any, moment: Moment) -> Reason | None:
    """Ask that the ratings were agreed (A8), or that the team's manager says why not (ours)."""
    excused = bool(command.not_agreed.strip()) and Role.TEAM_MANAGER in moment.by.roles
    return None if case.facts.agreed is not None or excused else Reason.of("ratings-not-agreed")


def references_given(field: str) -> Guard:
    """Ask that everything handed in has a reference: the host keeps the thing itself."""

    @command_guard({"reference-missing": "What is handed in needs a reference."}, "references-given")
    def check(_: Case[Any], command: Any, __: Moment) -> Reason | None:
        given = all(each.reference.strip() for each in getattr(command, field))
        return None if given else Reason.of("reference-missing")

    return check
