"""Amending answers: what was there before stays on record, with who, why, and following what."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import attrs

from pamms_core.processes.assessment_facts import Amendment, AmendmentCause, AssessmentFacts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pamms_core.processes.recorded import RecordedAnswer, RecordedSheet
    from pamms_core.workflow.actors import Moment

__all__ = ["amended", "sheet_before"]


_Facts = TypeVar("_Facts", bound=AssessmentFacts)


def amended(
    facts: _Facts,
    changes: Mapping[str, RecordedAnswer],
    moment: Moment,
    *,
    why: str,
    cause: AmendmentCause,
    reference: str = "",
) -> _Facts:
    """Put other answers in place and keep each amendment (A7, SA3).

    An answer that is given again as it stands is no amendment.
    """
    made = tuple(
        Amendment(
            code=code,
            before=facts.sheet.get(code),
            after=after,
            by=moment.by.id,
            at=moment.at,
            why=why,
            cause=cause,
            reference=reference,
        )
        for code, after in changes.items()
        if after != facts.sheet.get(code)
    )
    sheet = facts.sheet.with_answers({each.code: each.after for each in made})
    return attrs.evolve(facts, sheet=sheet, amendments=(*facts.amendments, *made))


def sheet_before(facts: AssessmentFacts) -> RecordedSheet:
    """Give the sheet as it was before the first amendment, to rate before and after."""
    before = {each.code: each.before for each in reversed(facts.amendments)}
    return facts.sheet.with_answers(before)
