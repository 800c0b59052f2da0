"""The same step by other libraries: role, two guards, a change of state, a log entry, a notice.

Each is written in a quick form of its own kind. It goes to and fro between two
states, by the same guards and callbacks, so that nothing has to be put back
between two measurements. None of them tells a reason or keeps the old state.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

PAIRS = (("asked", "granted"), ("granted", "asked"))

__all__ = ["Desk", "by_python_statemachine", "by_transitions", "by_xstate"]


class Desk:
    """What guards read, and where the log and the notices go."""

    def __init__(self) -> None:
        self.applicant, self.fee_paid = "ann", True
        self.log: list[tuple[object, ...]] = []
        self.notices: list[tuple[object, ...]] = []

    def has_role(self, roles: frozenset[str]) -> bool:
        """Ask whether an officer acts."""
        return "officer" in roles

    def fee_is_paid(self) -> bool:
        """Ask whether the fee is paid."""
        return self.fee_paid

    def not_own(self, person: str) -> bool:
        """Ask whether somebody else decides."""
        return person != self.applicant

    def record(self, person: str, at: object) -> None:
        """Write the log, of which only the newest entry is kept, and the notice."""
        self.log[:] = [(len(self.log) + 1, at, person, "officer", "approve", "asked", "granted")]
        self.notices[:] = [("granted", "applicant", {"who": self.applicant})]


def by_transitions(person: str, roles: frozenset[str], at: object) -> Callable[[], object]:
    """Return what takes the step by transitions."""
    transitions = pytest.importorskip("transitions")

    class Permit(Desk):
        """The model: guards and callbacks by name."""

        approve: Callable[..., bool]

        def allowed(self, person: str, roles: frozenset[str], at: object) -> bool:
            """Ask for the role."""
            del person, at
            return self.has_role(roles)

        def paid(self, person: str, roles: frozenset[str], at: object) -> bool:
            """Ask for the fee."""
            del person, roles, at
            return self.fee_is_paid()

        def other(self, person: str, roles: frozenset[str], at: object) -> bool:
            """Ask whether it is somebody else's."""
            del roles, at
            return self.not_own(person)

        def done(self, person: str, roles: frozenset[str], at: object) -> None:
            """Write it down."""
            del roles
            self.record(person, at)

    permit = Permit()
    given = {"initial": "asked", "auto_transitions": False, "send_event": False}
    table = transitions.Machine(permit, states=["asked", "granted"], **given)
    conditions = ["allowed", "paid", "other"]
    for source, target in PAIRS:
        table.add_transition("approve", source, target, conditions=conditions, after="done")
    return lambda: permit.approve(person, roles, at)


def by_xstate(person: str, roles: frozenset[str], at: object) -> Callable[[], object]:
    """Return what takes the step by xstate-statemachine."""
    xstate = pytest.importorskip("xstate_statemachine")
    desk = Desk()

    def may(_: object, event: Any) -> bool:
        given = event.payload
        return desk.has_role(given["roles"]) and desk.fee_is_paid() and desk.not_own(given["person"])

    def record(_: object, __: object, event: Any, ___: object) -> None:
        desk.record(event.payload["person"], event.payload["at"])

    states = {
        source: {"on": {"APPROVE": {"target": target, "guard": "may", "actions": ["record"]}}}
        for source, target in PAIRS
    }
    config = {"id": "permit", "initial": "asked", "context": {}, "states": states}
    logic = xstate.MachineLogic(guards={"may": may}, actions={"record": record})
    interpreter = xstate.SyncInterpreter(xstate.create_machine(config, logic=logic)).start()

    def step() -> bool:
        interpreter.send("APPROVE", person=person, roles=roles, at=at)
        return bool(desk.log)

    return step


def by_python_statemachine(person: str, roles: frozenset[str], at: object) -> Callable[[], object]:
    """Return what takes the step by python-statemachine."""
    statemachine = pytest.importorskip("statemachine")
    desk = Desk()

    class Permit(statemachine.StateMachine):  # type: ignore[name-defined, misc]
        """The table: guards and callbacks by name."""

        asked = statemachine.State(initial=True)
        granted = statemachine.State()
        conditions = ("allowed", "paid", "other")
        approve = asked.to(granted, cond=conditions, on="done") | granted.to(
            asked, cond=conditions, on="done"
        )

        def allowed(self, roles: frozenset[str]) -> bool:
            """Ask for the role."""
            return desk.has_role(roles)

        def paid(self) -> bool:
            """Ask for the fee."""
            return desk.fee_is_paid()

        def other(self, person: str) -> bool:
            """Ask whether it is somebody else's."""
            return desk.not_own(person)

        def done(self, person: str, at: object) -> None:
            """Write it down."""
            desk.record(person, at)

    permit = Permit()

    def step() -> bool:
        permit.approve(person=person, roles=roles, at=at)
        return bool(desk.log)

    return step
