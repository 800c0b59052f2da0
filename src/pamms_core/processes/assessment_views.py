"""What each role sees of an assessment, state by state (A3, A5, A9, SA1 to SA4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pamms_core.policies.words import Role
from pamms_core.processes.assessment_facts import AssessmentState as S
from pamms_core.processes.assessment_facts import SelfAssessmentState
from pamms_core.processes.audiences import reads_drafts
from pamms_core.processes.policy_rows import PROVIDER_SIDE
from pamms_core.processes.self_assessment_facts import FillIn, SelfAssessmentFacts
from pamms_core.workflow.commands import FellDue, command_name
from pamms_core.workflow.openings import EVERY_STATE, Opening

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pamms_core.policies.policy import LocalPolicy
    from pamms_core.workflow.machine import Machine

__all__ = ["assessment_openings", "given_by"]

_ALL: Final = ("*",)
_AT_WORK: Final = (Role.ASSESSOR, Role.TEAM_MANAGER, Role.AUDIT_TEAM)
_KNOWN_TO_ALL: Final = ("service", "kind", "planned_on", "published_on")
_OF_THE_VISIT: Final = (
    *_KNOWN_TO_ALL,
    "asked",
    "standards",
    "cause",
    "sent",
    "material",
    "visits",
    "further_visit",
    "feedback",
    "agreed",
    "ended_because",
)
_OF_THE_DRAFT: Final = (
    "sheet",
    "risks",
    "not_evidenced",
    "comments",
    "amendments",
    "accepted_by",
    "disputes",
    "shared_with",
)
_BEFORE_DRAFT: Final = (
    *SelfAssessmentState,
    S.SCHEDULED,
    S.ALLOCATED,
    S.INTRODUCED,
    S.VISITED,
    S.FEEDBACK_GIVEN,
    S.ANSWERS_COMPLETE,
    S.CANCELLED,
    S.ABANDONED,
)
_OWN_SHEET: Final = (SelfAssessmentState.TEMPLATE_SENT, SelfAssessmentState.SUBMITTED)
_PROVIDER_CLOCKS: Final = ("comments", "further-comments", "review-request", "completion")


def assessment_openings(policy: LocalPolicy, machine: Machine[Any]) -> Iterator[Opening]:
    """Open an assessment to those at work on it, its provider, its council and its reviewers.

    The provider sees answers from the draft on, and before that what is agreed with
    it on site where ratings are; its own answers of a self-assessment always. No
    facts hold a rating of ours: they follow from answers, see ``shown_now``.
    """
    yield from _at_work(machine)
    yield from _provider(policy, machine)
    yield from _others(policy, machine)


def _at_work(machine: Machine[Any]) -> Iterator[Opening]:
    """The assessor's side sees everything, but a self-assessment's answers only once submitted."""
    whole: dict[str, Any] = dict.fromkeys(("entries", "clocks", "options", "guards", "notices"), _ALL)
    drafting = [each for each in machine.states if each == SelfAssessmentState.TEMPLATE_SENT]
    if drafting:
        facts = (*_OF_THE_VISIT, "assessor", "explained")
        quiet = {**whole, "entries": ("send-template", "explain-template", "submit-material")}
        yield Opening(to=_AT_WORK, states=drafting, people=True, facts=facts, **quiet)
    later = [each for each in machine.states if each not in drafting]
    told = {**whole, "entries": _steps(machine)}
    yield Opening(to=_AT_WORK, states=later, people=True, facts=_ALL, **told)


def _steps(machine: Machine[Any]) -> tuple[str, ...]:
    """Open every step, but of the provider's drafts no more than that there were some (SA1)."""
    if SelfAssessmentState.TEMPLATE_SENT not in machine.states:
        return _ALL
    names = (*machine.commands, command_name(FellDue))
    return tuple(name if name == command_name(FillIn) else f"{name}.*" for name in names)


def _provider(policy: LocalPolicy, machine: Machine[Any]) -> Iterator[Opening]:
    own = () if machine.facts is not SelfAssessmentFacts else ("submitted", "explained", "level")
    yield Opening(
        to=PROVIDER_SIDE,
        states=EVERY_STATE,
        facts=(*_OF_THE_VISIT, *own),
        clocks=[each for each in machine.clocks if each in _PROVIDER_CLOCKS],
        options=given_by(machine, PROVIDER_SIDE),
        notices=_ALL,
    )
    if mine := [each for each in machine.states if each in _OWN_SHEET]:
        yield Opening(to=PROVIDER_SIDE, states=mine, facts="sheet")
    if shared := _discussed(policy, machine):
        yield Opening(to=PROVIDER_SIDE, states=shared, facts=("sheet", "risks"))
    with_draft = _with_draft(machine)
    entries = [
        each
        for each in ("issue-draft", "consider-comment", "publish-report")
        if each in machine.commands
    ]
    yield Opening(to=PROVIDER_SIDE, states=with_draft, facts=_OF_THE_DRAFT, entries=entries)


def _with_draft(machine: Machine[Any]) -> list[str]:
    return [each for each in machine.states if each not in _BEFORE_DRAFT]


def _discussed(policy: LocalPolicy, machine: Machine[Any]) -> list[str]:
    """Name the states in which answers are discussed on site, where the policy is not blind (A3, A8)."""
    if policy.draft.blind:
        return []
    discussed = {S.FEEDBACK_GIVEN, S.ANSWERS_COMPLETE, SelfAssessmentState.VALIDATED}
    return [each for each in machine.states if each in discussed]


def _others(policy: LocalPolicy, machine: Machine[Any]) -> Iterator[Opening]:
    """Other officers see how far it is; the content as the policy opens the final report to them."""
    for role in machine.roles:
        if role in {*_AT_WORK, *PROVIDER_SIDE}:
            continue
        facts = _OF_THE_VISIT if reads_drafts(policy, role) else _KNOWN_TO_ALL
        options = given_by(machine, (Role(role),))
        yield Opening(to=role, states=EVERY_STATE, facts=facts, options=options, notices=_ALL)
        if reads_drafts(policy, role):
            yield Opening(to=role, states=_with_draft(machine), facts=_OF_THE_DRAFT)
    reviewers = tuple(dict.fromkeys(role for stage in policy.ladder for role in stage.decided_by))
    yield Opening(
        to=reviewers,
        states=[S.IN_DISPUTE],
        facts=(*_OF_THE_VISIT, *_OF_THE_DRAFT),
        entries=_steps(machine),
        people=True,
    )


def given_by(machine: Machine[Any], roles: tuple[Role, ...]) -> list[str]:
    """Name the commands that some roles may give at all."""
    return [
        name
        for name, kind in machine.commands.items()
        if any(not set(roles).isdisjoint(rule.roles) for rule in machine.rows_of[kind])
    ]
