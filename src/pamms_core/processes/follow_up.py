"""How a published result is followed up: what, when and why (P5, A11, F5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from pamms_core.policies.words import FollowUpKind
from pamms_core.processes.days import due_from
from pamms_core.workflow.day_lines import long_date

if TYPE_CHECKING:
    from datetime import date

    from pamms_core.policies.parts import FollowUp
    from pamms_core.policies.policy import LocalPolicy
    from pamms_core.workflow.counting import Counting
    from pamms_core.workflow.due import Due

__all__ = ["FollowUpDue", "follow_ups"]

_CALLED: Final = {
    FollowUpKind.VERIFICATION: "verification session or visit",
    FollowUpKind.VALIDATION_VISIT: "validation visit",
    FollowUpKind.REASSESSMENT: "further assessment",
    FollowUpKind.CONTRACT_MEETING: "contract meeting",
}


@attrs.frozen(kw_only=True)
class FollowUpDue:
    """One thing that follows a result."""

    kind: FollowUpKind
    rule: str
    """Which of the policy's it is, such as ``follow_up[0]``."""
    on: date | None
    """The day by which it is due; ``None`` where it turns on the plan's content, which is not known."""
    why: str
    """One sentence."""
    source: str
    """Where the policy has it from."""
    due: Due | None
    """How the day was counted, where it was."""


def follow_ups(
    policy: LocalPolicy,
    overall: str,
    published_on: date,
    *,
    has_plan: bool,
    last_action: date | None = None,
    counting: Counting | None = None,
) -> tuple[FollowUpDue, ...]:
    """Tell what follows a published result, soonest first (P5).

    Args:
        policy: the local policy; what a rating is followed by is data of it (F5).
        overall: the key of the overall rating.
        published_on: the day of publication, from which periods count.
        has_plan: whether there is an action plan.
        last_action: the last date in that plan, by which visits are timed that have no period (E).
        counting: how days are counted; without, as is usual in England and Wales.

    >>> from datetime import date
    >>> from pamms_core.policies.catalogue import load_policy
    >>> wirral = load_policy("wirral")
    >>> for each in follow_ups(wirral, "poor", date(2026, 3, 2), has_plan=True):
    ...     print(each.on, each.why)
    2026-06-02 Rated poor, published on Monday 2 March 2026: a contract meeting follows after 3 months.
    2026-09-02 Rated poor, published on Monday 2 March 2026: a further assessment follows after 6 months.
    """
    found = [
        _due(policy, place, rule, published_on, last_action, counting)
        for place, rule in enumerate(policy.follow_up)
        if rule.rating == overall and (has_plan or not rule.only_if_plan)
    ]
    return tuple(sorted(found, key=lambda each: (each.on is None, each.on or published_on)))


def _due(
    policy: LocalPolicy,
    place: int,
    rule: FollowUp,
    published_on: date,
    last_action: date | None,
    counting: Counting | None,
) -> FollowUpDue:
    path = f"follow_up[{place}]"
    source = policy.sources.get(f"{path}.after", "")
    what = _CALLED[rule.kind]
    rated = rule.rating.replace("-", " ")
    head = f"Rated {rated}, published on {long_date(published_on)}: a {what} follows"
    if rule.after is not None:
        due = due_from(published_on, rule.after, what, counting)
        why = f"{head} after {rule.after}."
        return FollowUpDue(kind=rule.kind, rule=path, on=due.date, why=why, source=source, due=due)
    why = f"{head} at a time that the plan's content gives"
    why += f": its last action is dated {long_date(last_action)}." if last_action else "."
    return FollowUpDue(kind=rule.kind, rule=path, on=last_action, why=why, source=source, due=None)
