"""What must hold before the steps of a self-assessment, and the reasons where it does not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pamms_core.processes.assessment_guards import some_of
from pamms_core.workflow.guards import Guard, command_guard, guard
from pamms_core.workflow.reasons import Reason

if TYPE_CHECKING:
    from pamms_core.policies.policy import LocalPolicy
    from pamms_core.workflow.actors import Moment
    from pamms_core.workflow.case import Case

__all__ = [
    "changes_explained",
    "found_fit",
    "fully_validated",
    "has_minimum",
    "in_section",
    "more_explained",
    "not_in_level",
    "sections_asked",
    "told_before",
]


@command_guard(
    {"not-found-fit": "Contract monitoring has not found the provider fit for it."}, "found-fit"
)
def found_fit(_: Case[Any], command: Any, __: Moment) -> Reason | None:
    """Ask that contract monitoring found the provider fit for a self-assessment (SA1)."""
    return None if command.found_fit else Reason.of("not-found-fit")


@command_guard(
    {"unknown-sections": "The question set has no section {sections}."},
    "sections-asked",
)
def sections_asked(case: Case[Any], command: Any, _: Moment) -> Reason | None:
    """Ask that the sections are in the set."""
    asked = case.facts.asked.sections
    wrong = [each for each in command.sections if each not in asked]
    return Reason.of("unknown-sections", sections=some_of(wrong)) if wrong else None


def has_minimum(policy: LocalPolicy) -> Guard:
    """Ask that the policy's sections are validated at least, as far as the set asks them (SA3)."""
    least = policy.self_assessment.validated_on_site

    @command_guard({"sections-missing": "These are validated at least: {sections}."}, "has-minimum")
    def check(case: Case[Any], command: Any, _: Moment) -> Reason | None:
        wanted = [each for each in least if each in case.facts.asked.sections]
        missing = [each for each in wanted if each not in command.sections]
        if missing or not command.sections:
            return Reason.of("sections-missing", sections=some_of(missing or case.facts.asked.sections))
        return None

    return check


def more_explained(policy: LocalPolicy) -> Guard:
    """Ask that sections beyond the policy's have a cause (SA3)."""
    least = policy.self_assessment.validated_on_site

    @command_guard(
        {"cause-missing": "Why section {sections} is to be validated too must be told."},
        "more-explained",
    )
    def check(_: Case[Any], command: Any, __: Moment) -> Reason | None:
        more = [each for each in command.sections if each not in least]
        if not more or command.cause.strip():
            return None
        return Reason.of("cause-missing", sections=some_of(more))

    return check


@command_guard(
    {
        "sections-unnamed": "At least one section must be named.",
        "in-level-already": "Section {sections} is to be validated already.",
    },
    "not-in-level",
)
def not_in_level(case: Case[Any], command: Any, _: Moment) -> Reason | None:
    """Ask that added sections are new."""
    if not command.sections:
        return Reason.of("sections-unnamed")
    level = {each.section for each in case.facts.level}
    twice = [each for each in command.sections if each in level]
    return Reason.of("in-level-already", sections=some_of(twice)) if twice else None


@command_guard(
    {
        "not-in-level": "Section {section} is not to be validated; the provider has not been told.",
        "told-too-late": "The provider was told on {told} that section {section} would be validated,"
        " and must be told before the visit.",
    },
    "told-before",
)
def told_before(case: Case[Any], command: Any, _: Moment) -> Reason | None:
    """Ask that the provider was told before the visit of a section that is not the policy's (SA3)."""
    for each in case.facts.level:
        if each.section != command.section:
            continue
        if not each.cause or each.told_on < command.on:
            return None
        return Reason.of("told-too-late", section=each.section, told=each.told_on.isoformat())
    return Reason.of("not-in-level", section=command.section)


@command_guard({"outside-section": "Not in section {section}: {codes}."}, "in-section")
def in_section(case: Case[Any], command: Any, _: Moment) -> Reason | None:
    """Ask that validating a section changes answers of that section only."""
    of = {each.code: each.section for each in case.facts.asked.questions}
    wrong = [code for code in command.changes if of.get(code, command.section) != command.section]
    return Reason.of("outside-section", section=command.section, codes=some_of(wrong)) if wrong else None


@command_guard({"text-missing": "The {what} must not be empty."}, "changes-explained")
def changes_explained(_: Case[Any], command: Any, __: Moment) -> Reason | None:
    """Ask that changed answers have a reason."""
    fine = not command.changes or command.why.strip()
    return None if fine else Reason.of("text-missing", what="reason for the changes")


@guard({"not-validated": "These sections have not been validated: {sections}."}, "fully-validated")
def fully_validated(case: Case[Any], _: Moment) -> Reason | None:
    """Ask that everything is validated before ratings are discussed and agreed (SA4)."""
    left = case.facts.still_to_validate
    return Reason.of("not-validated", sections=some_of(left)) if left else None
