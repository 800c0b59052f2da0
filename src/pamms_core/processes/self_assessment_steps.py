"""What the steps of a self-assessment do to the facts, up to complete answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from pamms_core.processes.amending import amended
from pamms_core.processes.assessment_facts import (
    AmendmentCause,
    AssessmentKind,
    SelfAssessmentState,
    Visit,
)
from pamms_core.processes.self_assessment_facts import (
    SelfAssessmentFacts,
    ValidatedSection,
    Validation,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pamms_core.policies.policy import LocalPolicy
    from pamms_core.processes import self_assessment_facts as give
    from pamms_core.workflow.actors import Moment
    from pamms_core.workflow.counting import Counting

__all__ = [
    "explain",
    "fill_in",
    "how_far",
    "sections_told",
    "send",
    "set_level",
    "submit",
    "time_to_complete",
    "validate",
]


def send(_: None, command: give.SendTemplate, __: Moment) -> SelfAssessmentFacts:
    """Begin a self-assessment (SA1)."""
    return SelfAssessmentFacts(
        service=command.service,
        kind=AssessmentKind.SELF_ASSESSMENT,
        asked=command.asked,
        planned_on=command.planned_on,
        sheet=command.asked.empty_sheet(),
        assessor=command.assessor,
    )


def time_to_complete(policy: LocalPolicy) -> Callable[..., Mapping[str, object]]:
    """Make what tells the provider how long it has (SA2)."""

    def fields(_: SelfAssessmentFacts, __: Any, ___: Moment) -> Mapping[str, object]:
        return {"period": str(policy.self_assessment.complete_within)}

    return fields


def explain(facts: SelfAssessmentFacts, _: give.ExplainTemplate, __: Moment) -> SelfAssessmentFacts:
    """Record that it was explained (SA1)."""
    return attrs.evolve(facts, explained=True)


def fill_in(facts: SelfAssessmentFacts, command: give.FillIn, _: Moment) -> SelfAssessmentFacts:
    """Keep what the provider has filled in so far (SA1)."""
    return attrs.evolve(facts, sheet=facts.sheet.with_sheet(command.sheet))


def submit(facts: SelfAssessmentFacts, _: give.SubmitSelfAssessment, __: Moment) -> SelfAssessmentFacts:
    """Keep what was submitted as it was (SA3)."""
    return attrs.evolve(facts, submitted=facts.sheet)


def set_level(counting: Counting) -> Callable[..., SelfAssessmentFacts]:
    """Make the step that records which sections are validated, and that the provider knows (SA3)."""

    def level_set(
        facts: SelfAssessmentFacts, command: give.SetLevel | give.AddSections, moment: Moment
    ) -> SelfAssessmentFacts:
        told_on = counting.day_of(moment.at)
        level = tuple(
            ValidatedSection(section=each, told_on=told_on, cause=command.cause)
            for each in sorted(set(command.sections))
        )
        return attrs.evolve(facts, level=(*facts.level, *level), agreed=None)

    return level_set


def sections_told(
    _: SelfAssessmentFacts, command: give.SetLevel | give.AddSections, __: Moment
) -> Mapping[str, object]:
    """Tell the provider which sections are validated on site, and why others than usual (SA3)."""
    return {"sections": ", ".join(map(str, sorted(set(command.sections)))), "reason": command.cause}


def validate(
    facts: SelfAssessmentFacts, command: give.ValidateSection, moment: Moment
) -> SelfAssessmentFacts:
    """Record a validated section; answers that it changed stay on record beside the new ones (SA3)."""
    after = amended(
        facts,
        command.changes,
        moment,
        why=command.why,
        cause=AmendmentCause.VALIDATION,
        reference=str(command.section),
    )
    made = Validation(
        section=command.section, on=command.on, by=moment.by.id, amended=tuple(command.changes)
    )
    visit = Visit(on=command.on, spoken_to=())
    visits = facts.visits if visit in facts.visits else (*facts.visits, visit)
    return attrs.evolve(after, validations=(*facts.validations, made), visits=visits, agreed=None)


def how_far(facts: SelfAssessmentFacts, _: give.ValidateSection, __: Moment) -> str:
    """Tell whether every section has been validated (SA4)."""
    done = not facts.still_to_validate
    return (SelfAssessmentState.VALIDATED if done else SelfAssessmentState.LEVEL_SET).value
