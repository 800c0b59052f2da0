"""Random machines, driven by random people at random times: every law holds at every step."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from pamms_core.testing import actors, commands, gaps, machines
from pamms_core.testing.machines import BEGIN
from pamms_core.testing.workflow_laws import check_case, check_step, check_time, tampered
from pamms_core.workflow import Accepted, Actor, LogFault, Open, decide, new_case, verify_log

if TYPE_CHECKING:
    from pamms_core.testing.machines import Tally
    from pamms_core.workflow import Case, Machine


class RandomCase(RuleBasedStateMachine):
    """One case of a drawn machine."""

    machine: Machine[Tally]
    case: Case[Tally]

    @initialize(machine=machines(), early=commands(), by=actors())
    def open(self, machine: Machine[Tally], early: object, by: Actor) -> None:
        """Open a case: whoever has a role may. Before that nothing else may be done."""
        self.machine, self.at = machine, BEGIN
        case = new_case(machine, BEGIN, "case 1")
        assert not check_step(machine, case, early, by, BEGIN)
        opened = check_step(machine, case, Open(None), Actor("ann", ["clerk"]), BEGIN)
        assert isinstance(opened, Accepted)
        self.case = opened.case

    @rule(command=commands(), by=actors(), gap=gaps())
    def act(self, command: object, by: Actor, gap: timedelta) -> None:
        """Try a command some time later."""
        self.at += gap
        decision = check_step(self.machine, self.case, command, by, self.at)
        self.case = decision.case

    @rule(gap=gaps())
    def wait(self, gap: timedelta) -> None:
        """Let time pass."""
        self.at += gap
        self.case = check_time(self.machine, self.case, self.at)

    @rule(command=commands(), by=actors())
    def act_in_the_past(self, command: object, by: Actor) -> None:
        """Before the last step nothing is accepted."""
        at = self.case.at - timedelta(seconds=1)
        assert not check_step(self.machine, self.case, command, by, at)

    @rule(by=actors())
    def open_again(self, by: Actor) -> None:
        """A case is opened once."""
        assert not check_step(self.machine, self.case, Open(None), by, self.at)

    @rule(command=commands(), by=actors())
    def click_twice(self, command: object, by: Actor) -> None:
        """A token accepted once gives the same entries again, and nothing new."""
        token = f"token {self.case.version}"
        first = decide(self.machine, self.case, command, by=by, at=self.at, token=token)
        if isinstance(first, Accepted):
            again = decide(
                self.machine, first.case, command, by=by, at=self.at, expected_version=0, token=token
            )
            assert again == Accepted(first.case, first.entries[-1:], (), repeated=True)
            self.case = first.case

    @precondition(lambda self: hasattr(self, "case"))
    @invariant()
    def the_log_tells_the_case(self) -> None:
        """Replay, golden check and hash chain agree with the case."""
        check_case(self.machine, self.case)

    @rule(data=st.data())
    def tamper(self, data: st.DataObject) -> None:
        """Any single change to the sealed log is found, at its place."""
        sealed = check_case(self.machine, self.case)
        changes = list(tampered(sealed))
        position, changed = changes[data.draw(st.integers(0, len(changes) - 1))]
        fault = verify_log(changed, sealed[-1].hash)
        assert isinstance(fault, LogFault)
        assert fault.position == position


TestRandomCase = RandomCase.TestCase
TestRandomCase.__doc__ = """Every law holds of random cases."""
