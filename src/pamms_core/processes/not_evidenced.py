"""Standards that could not be evidenced: named by the assessor, for the action plan (S11, P1)."""

from __future__ import annotations

from collections.abc import Iterable  # noqa: TC003 - the JSON codec reads these annotations
from typing import TYPE_CHECKING

import attrs

from pamms_core.policies.words import Granularity
from pamms_core.processes.assessment_facts import AssessmentState as S
from pamms_core.processes.assessment_guards import allocated_only, not_blank, standards_asked
from pamms_core.processes.policy_rows import OFFICERS
from pamms_core.workflow.rules import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pamms_core.policies.policy import LocalPolicy
    from pamms_core.processes.assessment_facts import AssessmentFacts
    from pamms_core.workflow.actors import Moment

__all__ = ["NameNotEvidenced", "not_evidenced_rows"]


def _numbers(given: Iterable[int]) -> tuple[int, ...]:
    return tuple(sorted(frozenset(given)))


@attrs.frozen(kw_only=True)
class NameNotEvidenced:
    """Name the standards that could not be evidenced, all of them anew; none takes them back (S11).

    >>> NameNotEvidenced(standards=[8, 6, 8], why="No audits were kept.").standards
    (6, 8)
    """

    standards: tuple[int, ...] = attrs.field(converter=_numbers)
    """Their numbers."""
    why: str
    """What was looked for and not found, or what was found since."""


def not_evidenced_rows(policy: LocalPolicy) -> Iterator[Rule]:
    """Make the row, where the policy makes issues of such standards.

    The assessor may name them from complete answers on, and name others after
    comments or a dispute brought more to light, until the report is published.
    """
    if Granularity.NOT_EVIDENCED not in policy.plan.issues:
        return
    yield Rule(
        id="name-not-evidenced",
        command=NameNotEvidenced,
        from_states=(S.ANSWERS_COMPLETE, S.COMMENTS_CLOSED, S.FINAL),
        roles=OFFICERS,
        guards=[allocated_only, standards_asked, not_blank("why", "reason")],
        apply=_named,
        source="S11 (W), P1 (W): until when is ours",
    )


def _named(facts: AssessmentFacts, command: NameNotEvidenced, _: Moment) -> AssessmentFacts:
    return attrs.evolve(facts, not_evidenced=command.standards)
