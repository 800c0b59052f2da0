"""The machines of a policy by their names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pamms_core.errors import UnknownNameError
from pamms_core.policies.words import ConcernKind
from pamms_core.processes.action_plan import action_plan_machine
from pamms_core.processes.assessment import assessment_machine
from pamms_core.processes.concerns import concern_machine
from pamms_core.processes.dispute import dispute_machine
from pamms_core.processes.follow_up_case import follow_up_machine
from pamms_core.processes.self_assessment import self_assessment_machine
from pamms_core.processes.targeted_review import targeted_review_machine

if TYPE_CHECKING:
    from collections.abc import Callable

    from pamms_core.policies.policy import LocalPolicy
    from pamms_core.workflow.counting import Counting
    from pamms_core.workflow.machine import Machine

__all__ = ["MACHINES", "machine_named"]


def _concern(kind: ConcernKind) -> Callable[[LocalPolicy, Counting | None], Machine[Any]]:
    def build(policy: LocalPolicy, counting: Counting | None) -> Machine[Any]:
        return concern_machine(policy, kind, counting)

    return build


_BUILDERS: Final[dict[str, Callable[[LocalPolicy, Counting | None], Machine[Any]]]] = {
    "assessment": assessment_machine,
    "targeted-review": targeted_review_machine,
    "self-assessment": self_assessment_machine,
    "dispute": dispute_machine,
    "action-plan": action_plan_machine,
    "follow-up": follow_up_machine,
    "concern": _concern(ConcernKind.CONCERN),
    "concern-safeguarding": _concern(ConcernKind.SAFEGUARDING),
    "concern-health-and-safety": _concern(ConcernKind.HEALTH_AND_SAFETY),
}
MACHINES: Final = tuple(_BUILDERS)
"""The names of all machines."""


def machine_named(policy: LocalPolicy, name: str, counting: Counting | None = None) -> Machine[Any]:
    """Build a machine of a policy by its name.

    Raises:
        UnknownNameError: there is no machine of this name.

    >>> from pamms_core.policies.catalogue import load_policy
    >>> [machine_named(load_policy("norfolk"), name).id == name for name in MACHINES].count(True)
    9
    """
    if name not in _BUILDERS:
        raise UnknownNameError("machine", name, MACHINES)
    return _BUILDERS[name](policy, counting)
