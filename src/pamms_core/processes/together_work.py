"""One decision about several cases: time first, then the step, then what follows from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import attrs

from pamms_core.processes.concern_facts import RaiseConcern
from pamms_core.processes.seams import dispute_of, join
from pamms_core.processes.together_values import Held, Moved, RaiseConcernHere, RequestReview, Together
from pamms_core.workflow.deciding import Refused, advance, decide, open_case
from pamms_core.workflow.instants import as_instant
from pamms_core.workflow.reasons import KernelCode, Reason

if TYPE_CHECKING:
    from datetime import datetime

    from pamms_core.processes import assessment_commands as give
    from pamms_core.processes.together import Processes
    from pamms_core.workflow.actors import Actor
    from pamms_core.workflow.case import Case, Entry
    from pamms_core.workflow.machine import Machine
    from pamms_core.workflow.rules import Notice

__all__ = ["Work"]

_FIELDS: Final = {
    "dispute": "disputes",
    "plan": "plan",
    "follow-up": "follow_ups",
    "concern": "concerns",
}
"""Where the cases of a place are kept."""


class Work:
    """One decision in the making: the cases as time has left them, and what was done so far."""

    def __init__(self, processes: Processes, together: Together, at: datetime) -> None:
        self.processes = processes
        self._given = together
        self.at = as_instant(at)
        self.now = together
        self.entries: list[Entry] = []
        self.notices: list[Notice] = []
        self._pass_time()

    def _pass_time(self) -> None:
        """Let time act where it comes first, and what follows from it elsewhere; and again."""
        upto = None
        while (instant := self._next_instant(upto)) is not None:
            before = len(self.entries)
            for case in self.now.cases:
                passed = advance(self.processes.machine_of(case), case, instant)
                self._note(passed.case, passed.entries, passed.notices)
            join(self.processes, self, instant)
            upto = instant if len(self.entries) == before else upto

    def _next_instant(self, after: datetime | None) -> datetime | None:
        """Find the next instant at which a clock of any case has a step to take."""
        steps = (step.at for case in self.now.cases for clock in case.clocks for step in clock.steps)
        return min((at for at in steps if at <= self.at and (after is None or at > after)), default=None)

    def _note(self, case: Case[Any], entries: tuple[Entry, ...], notices: tuple[Notice, ...]) -> None:
        self.now = self.now.with_case(case)
        self.entries += entries
        self.notices += notices

    def take(
        self, case: Case[Any], command: Any, by: Actor, expected: int | None, token: str | None
    ) -> Moved | Held:
        """Decide one command in one case, with what follows from it in the others."""
        decided = decide(self.processes.machine_of(case), case, command, by=by, at=self.at, token=token)
        if not isinstance(decided, Refused) and decided.repeated:
            return Moved(self._given, decided.entries, (), repeated=True)
        reasons = decided.reasons if isinstance(decided, Refused) else ()
        reasons += self._stale(case, expected)
        if reasons or isinstance(decided, Refused):
            return Held(reasons, self._given)
        self._note(decided.case, decided.entries, decided.notices)
        return self._joined()

    def _stale(self, case: Case[Any], expected: int | None) -> tuple[Reason, ...]:
        """Hold the version that an actor saw against the one that the host has, before time acted."""
        given = self._given.case(case.id)
        version = 0 if given is None else given.version
        if expected is None or expected == version:
            return ()
        return (Reason.of(KernelCode.STALE_VERSION, expected=expected, version=version),)

    def _joined(self) -> Moved | Held:
        reasons = join(self.processes, self, self.at)
        if reasons:
            return Held(reasons, self._given)
        return Moved(self.now, tuple(self.entries), tuple(self.notices))

    def follow(self, case: Case[Any], command: Any, by: Actor, at: datetime) -> tuple[Reason, ...]:
        """Take a step that follows from another; give the reasons against it."""
        decided = decide(self.processes.machine_of(case), case, command, by=by, at=at)
        if isinstance(decided, Refused):
            return decided.reasons
        self._note(decided.case, decided.entries, decided.notices)
        return ()

    def add(
        self,
        machine: Machine[Any],
        place: str,
        command: Any,
        by: Actor,
        at: datetime,
        token: str | None = None,
    ) -> tuple[Reason, ...]:
        """Open another case; give the reasons against it."""
        field = _FIELDS[place]
        others = getattr(self.now, field) or ()
        number = "" if place == "plan" else f"-{len(others) + 1}"
        opened = open_case(
            machine, command, by=by, at=at, id=f"{self.now.assessment.id}/{place}{number}", token=token
        )
        if isinstance(opened, Refused):
            return opened.reasons
        change: Any = opened.case if place == "plan" else (*others, opened.case)
        self.now = attrs.evolve(self.now, **{field: change})
        self.entries += opened.entries
        self.notices += opened.notices
        return ()

    def raise_concern(self, command: RaiseConcernHere, by: Actor, token: str | None) -> Moved | Held:
        """Open a case for an immediate concern (A12)."""
        service, about = self.now.assessment.facts.service, self.now.assessment.id
        raised = RaiseConcern(service=service, what=command.what, assessment=about)
        machine = self.processes.concerns[command.kind]
        before = [each for each in self.now.concerns if token is not None and each.log[0].token == token]
        if before:
            return self.take(before[0], raised, by, None, token)
        reasons = self.add(machine, "concern", raised, by, self.at, token)
        return Held(reasons, self._given) if reasons else self._joined()

    def request_review(
        self,
        command: RequestReview | give.RequestDispute,
        by: Actor,
        expected: int | None,
        token: str | None,
    ) -> Moved | Held:
        """Put the assessment in dispute and open the dispute, both or neither (D1)."""
        request, opening = dispute_of(self.now.assessment, command)
        machine = self.processes.assessment
        decided = decide(machine, self.now.assessment, request, by=by, at=self.at, token=token)
        if not isinstance(decided, Refused) and decided.repeated:
            return Moved(self._given, decided.entries, (), repeated=True)
        reasons = decided.reasons if isinstance(decided, Refused) else ()
        if not isinstance(decided, Refused):
            self._note(decided.case, decided.entries, decided.notices)
        more = self.add(self.processes.dispute, "dispute", opening, by, self.at)
        stale = self._stale(self.now.assessment, expected)
        reasons = tuple(dict.fromkeys((*reasons, *more, *stale)))
        return Held(reasons, self._given) if reasons else self._joined()
