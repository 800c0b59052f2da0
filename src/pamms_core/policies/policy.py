"""A local policy: everything in which one council's process differs from another's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from pamms_core._display import counted
from pamms_core.errors import UnknownNameError
from pamms_core.policies.citing import is_ours

if TYPE_CHECKING:
    from datetime import date

    from pamms_core._frozen import FrozenMap
    from pamms_core.policies.parts import (
        Agreement,
        Comments,
        Concern,
        Draft,
        FollowUp,
        Frequency,
        NoticeRule,
        Plan,
        Publication,
        Scheduling,
        SelfAssessment,
        Stage,
    )
    from pamms_core.policies.words import Audience, ConcernKind, Role, Shown

__all__ = ["LocalPolicy"]


@attrs.frozen(kw_only=True, repr=False)
class LocalPolicy:
    """One locality's policy. Every value in it has a source: see :attr:`sources`."""

    id: str
    edition: str
    title: str
    letter: str
    """The letter that stands for its own source where values are cited; empty if it has none."""
    titles: str | None
    """Whose titles and labels of ratings it shows (S1, S7), if not the usual ones."""
    agreed_on: date | None
    effective_from: date
    review_by: date
    """After that it is used with a warning (A15)."""
    role_titles: FrozenMap[Role, str]
    scheduling: Scheduling
    draft: Draft
    comments: Comments
    agreement: Agreement
    ladder: tuple[Stage, ...]
    publication: tuple[Publication, ...]
    word_copy_shows_overall: bool
    """Whether the Word copy of the full report shows the overall rating (A9)."""
    good_practice_needs_permission: bool
    difference_from_regulator: int
    """From how many steps apart the rating and the regulator's are flagged, for a reason (A14)."""
    concerns: tuple[Concern, ...]
    plan: Plan
    follow_up: tuple[FollowUp, ...]
    frequency: Frequency
    self_assessment: SelfAssessment
    notices: tuple[NoticeRule, ...]
    sources: FrozenMap[str, str]
    """Where each value comes from, by its path in the file: a rule id, or ``ours``."""

    def title_of(self, role: Role) -> str:
        """Give the local title of a role."""
        return self.role_titles[role]

    def stage(self, id: str) -> Stage:  # noqa: A002 - what it is called everywhere
        """Return a stage of the dispute ladder, or raise UnknownNameError."""
        for stage in self.ladder:
            if stage.id == id:
                return stage
        raise UnknownNameError("stage", id, [stage.id for stage in self.ladder])

    def shown_to(self, audience: Audience) -> tuple[Shown, ...]:
        """Tell what an audience is shown of a final report; nothing, unless the policy says so."""
        return next((each.shown for each in self.publication if each.audience == audience), ())

    def told_of(self, event: str) -> tuple[Role, ...]:
        """Tell who gets the message about an event; nobody, unless the policy says so."""
        return next((each.to for each in self.notices if each.event == event), ())

    def concern(self, kind: ConcernKind) -> Concern:
        """Tell how a kind of immediate concern is handled."""
        return next(each for each in self.concerns if each.kind == kind)

    def is_ours(self, path: str) -> bool:
        """Tell whether the value at a path is this project's own choice, as far as it is cited.

        >>> from pamms_core.policies.catalogue import load_policy
        >>> norfolk, essex = load_policy("norfolk"), load_policy("essex")
        >>> norfolk.is_ours("plan.chased_by"), essex.is_ours("plan.chased_by")
        (False, True)
        """
        return is_ours(self.sources[path], self.letter)

    def in_force(self, on: date) -> bool:
        """Whether the policy is in force on a day."""
        return self.effective_from <= on

    def overdue_for_review(self, on: date) -> bool:
        """Whether the policy should have been reviewed before this day (A15)."""
        return on > self.review_by

    def __repr__(self) -> str:
        ours = sum(self.is_ours(path) for path in self.sources)
        values = f"{counted(len(self.sources), 'value')}, {ours} of them ours"
        return f"<LocalPolicy {self.id} {self.edition}: {values}>"
