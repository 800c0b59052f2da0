"""One composition of the processes: an assessment goes into its dispute and its plan, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import attrs

from pamms_core._frozen import FrozenMap
from pamms_core.processes import assessment_commands as give
from pamms_core.processes.action_plan import action_plan_machine
from pamms_core.processes.assessment import assessment_machine
from pamms_core.processes.concern_facts import RaiseConcern
from pamms_core.processes.concerns import concern_machines
from pamms_core.processes.dispute import dispute_machine
from pamms_core.processes.seams import dispute_of, join, own_commands
from pamms_core.processes.together_values import (
    CaseDue,
    Held,
    Moved,
    RaiseConcernHere,
    RequestReview,
    Together,
)
from pamms_core.workflow.deciding import Refused, advance, deadlines, decide, new_case, open_case
from pamms_core.workflow.instants import as_instant
from pamms_core.workflow.option import Option, options
from pamms_core.workflow.reasons import Reason, Sentences

if TYPE_CHECKING:
    from datetime import datetime

    from pamms_core.policies.policy import LocalPolicy
    from pamms_core.policies.words import ConcernKind
    from pamms_core.processes.action_plan_facts import ActionPlanFacts
    from pamms_core.processes.concern_facts import ConcernFacts
    from pamms_core.processes.dispute_facts import DisputeFacts
    from pamms_core.rating.engine import Rater
    from pamms_core.workflow.actors import Actor
    from pamms_core.workflow.case import Case, Entry
    from pamms_core.workflow.counting import Counting
    from pamms_core.workflow.machine import Machine
    from pamms_core.workflow.rules import Notice

__all__ = ["TOGETHER_SENTENCES", "Processes"]

TOGETHER_SENTENCES: Final = Sentences(
    {
        "no-such-case": "There is no case here that {command} could be about.",
        "several-cases": "Say which case {command} is about: {cases}.",
        "comes-from-dispute": "The end of a dispute comes from the dispute itself.",
        "wrong-rater": "The rater is for {found}; this is about {expected}.",
    }
)
"""The reasons that no machine gives by itself."""


@attrs.frozen(kw_only=True, eq=False)
class Processes:
    """The machines of a locality, joined: what ends in one goes on in another, in one decision."""

    policy: LocalPolicy
    rater: Rater
    """The rater of the set that is asked, by which an action plan's issues are found."""
    assessment: Machine[Any]
    dispute: Machine[DisputeFacts]
    plan: Machine[ActionPlanFacts]
    concerns: FrozenMap[ConcernKind, Machine[ConcernFacts]]

    @classmethod
    def of(
        cls,
        policy: LocalPolicy,
        rater: Rater,
        *,
        assessment: Machine[Any] | None = None,
        counting: Counting | None = None,
    ) -> Processes:
        """Build the machines of a policy.

        Args:
            policy: the local policy.
            rater: the rater of the set that is asked.
            assessment: the machine of a self-assessment or a targeted review; without, that of an
                assessment on site.
            counting: how days are counted; without, as is usual in England and Wales.
        """
        return cls(
            policy=policy,
            rater=rater,
            assessment=assessment_machine(policy, counting) if assessment is None else assessment,
            dispute=dispute_machine(policy, counting),
            plan=action_plan_machine(policy, counting),
            concerns=concern_machines(policy, counting),
        )

    def machine_of(self, case: Case[Any]) -> Machine[Any]:
        """Find the machine of a case."""
        every = (self.assessment, self.dispute, self.plan, *self.concerns.values())
        return next(each for each in every if each.key == case.machine)

    @property
    def sentences(self) -> Sentences:
        """The sentence of every reason that may be given here."""
        every = (self.assessment, self.dispute, self.plan, *self.concerns.values())
        texts = {code: text for each in every for code, text in each.sentences.texts.items()}
        return Sentences({**TOGETHER_SENTENCES.texts, **texts})

    def open(self, command: Any, *, by: Actor, at: datetime, id: str) -> Moved | Held:  # noqa: A002
        """Open an assessment.

        A set that is not the rater's is refused: no plan could be made from its ratings.
        """
        new = Together(assessment=new_case(self.assessment, at, id))
        asked, ours = getattr(command, "asked", None), self.rater.question_set
        if asked is not None and asked.digest != ours.digest:
            found, expected = f"{ours.id} {ours.edition}", f"{asked.set_id} {asked.edition}"
            return Held((Reason.of("wrong-rater", found=found, expected=expected),), new)
        return _Work(self, new, at).take(new.assessment, command, by, None, None)

    def decide(  # noqa: PLR0913 - all that a decision depends on comes in here
        self,
        together: Together,
        command: Any,
        *,
        by: Actor,
        at: datetime,
        case: str = "",
        expected_version: int | None = None,
        token: str | None = None,
    ) -> Moved | Held:
        """Decide a command in the case that it is about, after what time itself has done; and go on.

        Args:
            together: the cases as the host has them.
            command: what is wanted: a command of any machine, or one of this composition.
            by: who wants it.
            at: when, with a time zone.
            case: the id of the case, where several could be meant, such as two concerns.
            expected_version: the version of that case that the actor saw.
            token: names this attempt, as for :func:`~pamms_core.workflow.deciding.decide`.
        """
        work = _Work(self, together, at)
        if isinstance(command, RaiseConcernHere):
            return work.raise_concern(command, by)
        if isinstance(command, RequestReview | give.RequestDispute):
            return work.request_review(command, by, token)
        found = self._about(together, command, case)
        if isinstance(found, Reason):
            return Held((found,), together)
        return work.take(found, command, by, expected_version, token)

    def _about(self, together: Together, command: Any, id_: str) -> Case[Any] | Reason:
        """Find the case that a command is about."""
        name = type(command).__name__
        if together.dispute is not None and isinstance(command, own_commands()):
            return Reason.of("comes-from-dispute")
        known = [
            each
            for each in (*together.cases[:1], *reversed(together.cases[1:]))
            if type(command) in self.machine_of(each).rows_of and id_ in {"", each.id}
        ]
        if not known:
            return Reason.of("no-such-case", command=name)
        going = [each for each in known if each.state not in self.machine_of(each).ends]
        if len(going) > 1:
            return Reason.of("several-cases", command=name, cases=tuple(each.id for each in going))
        return (going or known)[0]

    def options(
        self, together: Together, *, by: Actor, at: datetime
    ) -> FrozenMap[str, tuple[Option, ...]]:
        """Tell of every command of every case whether it is allowed, by the case's id."""
        now = self.advance(together, at).together
        taken = own_commands() if now.dispute is not None else ()
        return FrozenMap(
            {
                case.id: tuple(
                    each
                    for each in options(self.machine_of(case), case, by=by, at=at)
                    if each.command not in taken
                )
                for case in now.cases
            }
        )

    def advance(self, together: Together, at: datetime) -> Moved:
        """Let time take its own steps in all cases up to an instant, in their order."""
        work = _Work(self, together, at)
        return Moved(work.now, tuple(work.entries), tuple(work.notices))

    def deadlines(self, together: Together) -> tuple[CaseDue, ...]:
        """List what falls due in all cases, soonest first."""
        found = [
            CaseDue(case=case.id, due=due)
            for case in together.cases
            for due in deadlines(self.machine_of(case), case)
        ]
        return tuple(sorted(found, key=lambda each: each.due.instant))


class _Work:
    """One decision in the making: the cases as time has left them, and what was done so far."""

    def __init__(self, processes: Processes, together: Together, at: datetime) -> None:
        self._processes, self._given, self.at = processes, together, as_instant(at)
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
                if case.version:
                    passed = advance(self._processes.machine_of(case), case, instant)
                    self._note(passed.case, passed.entries, passed.notices)
            join(self._processes, self, instant)
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
        now = self.now.case(case.id) or case
        seen = None if expected is None else expected + now.version - case.version
        machine = self._processes.machine_of(case)
        decided = decide(machine, now, command, by=by, at=self.at, expected_version=seen, token=token)
        if isinstance(decided, Refused):
            return Held(decided.reasons, self._given)
        if decided.repeated:
            return Moved(self._given, decided.entries, (), repeated=True)
        self._note(decided.case, decided.entries, decided.notices)
        return self._joined()

    def _joined(self) -> Moved | Held:
        reasons = join(self._processes, self, self.at)
        if reasons:
            return Held(reasons, self._given)
        return Moved(self.now, tuple(self.entries), tuple(self.notices))

    def follow(self, case: Case[Any], command: Any, by: Actor, at: datetime) -> tuple[Reason, ...]:
        """Take a step that follows from another; give the reasons against it."""
        decided = decide(self._processes.machine_of(case), case, command, by=by, at=at)
        if isinstance(decided, Refused):
            return decided.reasons
        self._note(decided.case, decided.entries, decided.notices)
        return ()

    def add(
        self, machine: Machine[Any], place: str, command: Any, by: Actor, at: datetime
    ) -> tuple[Reason, ...]:
        """Open another case; give the reasons against it."""
        others = self.now.disputes if place == "dispute" else self.now.concerns
        number = "" if place == "plan" else f"-{len(others) + 1}"
        opened = open_case(
            machine, command, by=by, at=at, id=f"{self.now.assessment.id}/{place}{number}"
        )
        if isinstance(opened, Refused):
            return opened.reasons
        changes: dict[str, Any] = {
            "dispute": {"disputes": (*self.now.disputes, opened.case)},
            "plan": {"plan": opened.case},
            "concern": {"concerns": (*self.now.concerns, opened.case)},
        }
        self.now = attrs.evolve(self.now, **changes[place])
        self.entries += opened.entries
        self.notices += opened.notices
        return ()

    def raise_concern(self, command: RaiseConcernHere, by: Actor) -> Moved | Held:
        """Open a case for an immediate concern (A12)."""
        service, about = self.now.assessment.facts.service, self.now.assessment.id
        raised = RaiseConcern(service=service, what=command.what, assessment=about)
        machine = self._processes.concerns[command.kind]
        reasons = self.add(machine, "concern", raised, by, self.at)
        return Held(reasons, self._given) if reasons else self._joined()

    def request_review(
        self, command: RequestReview | give.RequestDispute, by: Actor, token: str | None
    ) -> Moved | Held:
        """Put the assessment in dispute and open the dispute, both or neither (D1)."""
        request, opening = dispute_of(self.now.assessment, command)
        machine = self._processes.assessment
        decided = decide(machine, self.now.assessment, request, by=by, at=self.at, token=token)
        if not isinstance(decided, Refused) and decided.repeated:
            return Moved(self._given, decided.entries, (), repeated=True)
        reasons = decided.reasons if isinstance(decided, Refused) else ()
        if not isinstance(decided, Refused):
            self._note(decided.case, decided.entries, decided.notices)
        more = self.add(self._processes.dispute, "dispute", opening, by, self.at)
        reasons = tuple(dict.fromkeys((*reasons, *more)))
        return Held(reasons, self._given) if reasons else self._joined()
