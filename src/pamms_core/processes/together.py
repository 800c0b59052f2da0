"""One composition of the processes: an assessment goes into its dispute and its plan, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import attrs

from pamms_core._frozen import FrozenMap
from pamms_core.processes import assessment_commands as give
from pamms_core.processes.action_plan import action_plan_machine
from pamms_core.processes.assessment import assessment_machine
from pamms_core.processes.concerns import concern_machines
from pamms_core.processes.dispute import dispute_machine
from pamms_core.processes.follow_up_case import follow_up_machine
from pamms_core.processes.seams import own_commands
from pamms_core.processes.together_values import (
    CaseDue,
    Held,
    Moved,
    RaiseConcernHere,
    RequestReview,
    Together,
)
from pamms_core.processes.together_work import Work
from pamms_core.workflow.deciding import deadlines, new_case
from pamms_core.workflow.errors import WrongMachineError
from pamms_core.workflow.option import Option, options
from pamms_core.workflow.reasons import Reason, Sentences

if TYPE_CHECKING:
    from datetime import datetime

    from pamms_core.policies.policy import LocalPolicy
    from pamms_core.policies.words import ConcernKind
    from pamms_core.processes.action_plan_facts import ActionPlanFacts
    from pamms_core.processes.concern_facts import ConcernFacts
    from pamms_core.processes.dispute_facts import DisputeFacts
    from pamms_core.processes.follow_up_facts import FollowUpFacts
    from pamms_core.processes.recorded import AskedSet
    from pamms_core.rating.engine import Rater
    from pamms_core.workflow.actors import Actor
    from pamms_core.workflow.case import Case
    from pamms_core.workflow.counting import Counting
    from pamms_core.workflow.machine import Machine

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
    follow_up: Machine[FollowUpFacts]
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
            follow_up=follow_up_machine(policy, counting),
            concerns=concern_machines(policy, counting),
        )

    def machine_of(self, case: Case[Any]) -> Machine[Any]:
        """Find the machine of a case.

        Raises:
            WrongMachineError: it follows none of them, or another edition.
        """
        found = next((each for each in self.machines if each.key == case.machine), None)
        if found is None:
            known = {each.id: each for each in self.machines}
            raise WrongMachineError(known.get(case.machine.id, self.assessment).key, case.machine)
        return found

    @property
    def machines(self) -> tuple[Machine[Any], ...]:
        """All machines, that of the assessment first."""
        return (self.assessment, self.dispute, self.plan, self.follow_up, *self.concerns.values())

    @property
    def sentences(self) -> Sentences:
        """The sentence of every reason that may be given here."""
        texts = {code: text for each in self.machines for code, text in each.sentences.texts.items()}
        return Sentences({**TOGETHER_SENTENCES.texts, **texts})

    def open(self, command: Any, *, by: Actor, at: datetime, id: str) -> Moved | Held:  # noqa: A002
        """Open an assessment.

        A set that is not the rater's is refused: no plan could be made from its ratings.
        """
        new = Together(assessment=new_case(self.assessment, at, id))
        if foreign := self._foreign(getattr(command, "asked", None)):
            return Held(foreign, new)
        return Work(self, new, at).take(new.assessment, command, by, None, None)

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
            expected_version: the version of that case that the actor saw: that of the assessment
                for a request of a review; a new concern has none, and asks for none.
            token: names this attempt, as for :func:`~pamms_core.workflow.deciding.decide`.
        """
        if foreign := self._foreign(together.assessment.facts.asked):
            return Held(foreign, together)
        work = Work(self, together, at)
        if isinstance(command, RaiseConcernHere):
            return work.raise_concern(command, by, token)
        if isinstance(command, RequestReview | give.RequestDispute):
            return work.request_review(command, by, expected_version, token)
        found = self._about(work.now, command, case)
        if isinstance(found, Reason):
            return Held((found,), together)
        return work.take(found, command, by, expected_version, token)

    def _foreign(self, asked: AskedSet | None) -> tuple[Reason, ...]:
        """Hold the rater to the set that is asked, by its digest (S5)."""
        ours = self.rater.question_set
        if asked is None or asked.digest == ours.digest:
            return ()
        found, expected = f"{ours.id} {ours.edition}", f"{asked.set_id} {asked.edition}"
        return (Reason.of("wrong-rater", found=found, expected=expected),)

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
        found: Case[Any] = (going or known)[0]
        return found

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
        """Let time take its own steps in all cases up to an instant, in their order.

        Raises:
            ValueError: time publishes a report, and the rater is for another set than it asked.
        """
        work = Work(self, together, at)
        return Moved(work.now, tuple(work.entries), tuple(work.notices))

    def deadlines(self, together: Together) -> tuple[CaseDue, ...]:
        """List what falls due in all cases, soonest first."""
        found = [
            CaseDue(case=case.id, due=due)
            for case in together.cases
            for due in deadlines(self.machine_of(case), case)
        ]
        return tuple(sorted(found, key=lambda each: each.due.instant))
