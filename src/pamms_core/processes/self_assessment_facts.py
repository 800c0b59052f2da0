"""What is known of a self-assessment beyond an assessment, and what may be done with it (SA1 to SA4)."""

# ruff: noqa: TC003 - the JSON codec reads these annotations
from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

import attrs

from pamms_core._frozen import FrozenMap
from pamms_core.processes.assessment_facts import AssessmentFacts
from pamms_core.processes.portfolio import Portfolio
from pamms_core.processes.recorded import (
    AskedSet,
    RecordedAnswer,
    RecordedSheet,
    recorded,
    recorded_changes,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "AddSections",
    "ExplainTemplate",
    "FillIn",
    "SelfAssessmentFacts",
    "SendTemplate",
    "SetLevel",
    "SubmitSelfAssessment",
    "ValidateSection",
    "ValidatedSection",
    "Validation",
]


def _numbers(given: Iterable[int]) -> tuple[int, ...]:
    return tuple(given)


@attrs.frozen(kw_only=True)
class ValidatedSection:
    """A section that is to be validated on site, and since when the provider knows (SA2, SA3)."""

    section: int
    told_on: date
    cause: str = ""
    """Why it is, where it is not one of the policy's."""


@attrs.frozen(kw_only=True)
class Validation:
    """That a section was validated on site (SA3)."""

    section: int
    on: date
    by: str
    amended: tuple[str, ...]
    """The codes of the questions whose answers validation changed."""


@attrs.frozen(kw_only=True)
class SelfAssessmentFacts(AssessmentFacts):
    """All that is known of a self-assessment."""

    submitted: RecordedSheet | None = None
    """What the provider submitted, as it was: validation amends the sheet and leaves this."""
    explained: bool = False
    """Whether the assessor explained it in a first meeting (SA1)."""
    level: tuple[ValidatedSection, ...] = ()
    """The sections that are to be validated."""
    validations: tuple[Validation, ...] = ()

    @property
    def still_to_validate(self) -> tuple[int, ...]:
        """The numbers of the sections that are to be validated and have not been."""
        done = {each.section for each in self.validations}
        return tuple(each.section for each in self.level if each.section not in done)

    def begun_again(self, on: date) -> Self:
        """Begin again with the last dispute's standards: their sections are validated anew (D6)."""
        again = sorted({each.section for each in self.asked.about(self.scope)})
        kept = tuple(each for each in self.level if each.section not in again)
        level = (*kept, *(ValidatedSection(section=each, told_on=on) for each in again))
        left = tuple(each for each in self.validations if each.section not in again)
        begun = super().begun_again(on)
        return attrs.evolve(begun, level=level, validations=left)


@attrs.frozen(kw_only=True)
class SendTemplate:
    """Send a provider the template of a self-assessment (SA1)."""

    service: str
    asked: AskedSet
    assessor: str
    """The host's id of the assessor who will review it."""
    planned_on: date
    """When it is to be finished, about."""
    found_fit: bool = False
    """Whether contract monitoring found the provider fit for it (SA1, O2)."""
    history: Portfolio = attrs.field(factory=Portfolio)
    high_risk: bool = False


@attrs.frozen
class ExplainTemplate:
    """Record that the self-assessment was explained in a first meeting (SA1)."""


@attrs.frozen
class FillIn:
    """Fill in answers for the provider; it need not be complete (SA1)."""

    sheet: RecordedSheet = attrs.field(converter=recorded)


@attrs.frozen
class SubmitSelfAssessment:
    """Submit the completed template (SA1)."""


@attrs.frozen(kw_only=True)
class SetLevel:
    """Set the level of validation, after the initial review (SA2, SA3)."""

    sections: tuple[int, ...] = attrs.field(converter=_numbers)
    """The numbers of the sections to validate on site."""
    cause: str = ""
    """Why more than the policy's sections, if there are more."""


@attrs.frozen(kw_only=True)
class AddSections:
    """Validate more sections, which the provider is told before the visit (SA3)."""

    sections: tuple[int, ...] = attrs.field(converter=_numbers)
    cause: str


@attrs.frozen(kw_only=True)
class ValidateSection:
    """Record that a section was validated on site, with the answers that this changed (SA3)."""

    section: int
    on: date
    changes: FrozenMap[str, RecordedAnswer] = attrs.field(factory=FrozenMap, converter=recorded_changes)
    """What is recorded now, by question code; nothing where the provider's answers stand."""
    why: str = ""
    """Why answers were changed."""
