"""Immediate concerns: to the right people by kind, answered in time, open until assured (A12)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import attrs

from pamms_core._frozen import FrozenMap
from pamms_core.policies.words import ConcernKind, Role
from pamms_core.processes import concern_facts as give
from pamms_core.processes.assessment_guards import not_blank
from pamms_core.processes.concern_facts import ConcernFacts, ConcernResponse
from pamms_core.processes.concern_facts import ConcernState as S
from pamms_core.processes.policy_rows import edition_of, plain_rows, roles_of, told
from pamms_core.workflow.counting import usual_counting
from pamms_core.workflow.machine import Machine
from pamms_core.workflow.rules import ANYWHERE, Choice, Notify, Occasion, Rule, Start

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from pamms_core.policies.parts import Concern
    from pamms_core.policies.policy import LocalPolicy
    from pamms_core.workflow.actors import Moment
    from pamms_core.workflow.counting import Counting

__all__ = ["concern_machine", "concern_machines"]

_SOURCE: Final = "A12 (W)"
_RAISED_BY: Final = (
    Role.ASSESSOR,
    Role.TEAM_MANAGER,
    Role.AUDIT_TEAM,
    Role.CONTRACT_LEAD,
    Role.CONTRACTS_MANAGER,
    Role.SAFEGUARDING,
    Role.SOCIAL_CARE,
    Role.SPECIALIST,
)


def concern_machine(
    policy: LocalPolicy,
    kind: ConcernKind = ConcernKind.CONCERN,
    counting: Counting | None = None,
) -> Machine[ConcernFacts]:
    """Build the table of one kind of immediate concern: who is told differs by kind (A12).

    Args:
        policy: the local policy.
        kind: the kind of concern.
        counting: how days are counted; without, as is usual in England and Wales.

    >>> from pamms_core.policies.catalogue import load_policy
    >>> machine = concern_machine(load_policy("wirral"), ConcernKind.SAFEGUARDING)
    >>> [notice.to for notice in machine.opening.notices]
    ['registered-manager', 'contract-lead', 'contracts-manager', 'safeguarding']
    """
    concern = policy.concern(kind)
    rows = (_raising(concern), *_answering(policy, concern), *_deciding(concern))
    first, *others = plain_rows(rows)
    return Machine(
        id=f"concern-{kind.value}" if kind is not ConcernKind.CONCERN else "concern",
        edition=edition_of(policy),
        states=[each.value for each in S],
        ends=[S.ASSURED.value],
        roles=roles_of(rows),
        opening=first,
        rules=others,
        facts=ConcernFacts,
        counting=usual_counting() if counting is None else counting,
    )


def concern_machines(
    policy: LocalPolicy, counting: Counting | None = None
) -> FrozenMap[ConcernKind, Machine[ConcernFacts]]:
    """Build the tables of all kinds of concern."""
    return FrozenMap({kind: concern_machine(policy, kind, counting) for kind in ConcernKind})


def _fields(facts: ConcernFacts, _: Any, __: Moment) -> Mapping[str, object]:
    return {"service": facts.service, "kind": facts.kind.value, "what": facts.what}


def _raising(concern: Concern) -> Rule:
    recipients = dict.fromkeys((*concern.told, *concern.copied))
    return Rule(
        id="raise",
        command=give.RaiseConcern,
        to=S.RAISED,
        roles=_RAISED_BY,
        guards=[not_blank("service", "service"), not_blank("what", "concern")],
        starts=[Start("answer", concern.answer_within)],
        notices=[Notify("concern-raised", role, _fields) for role in recipients],
        apply=_raised(concern.kind),
        source=_SOURCE,
    )


def _raised(kind: ConcernKind) -> Callable[[None, give.RaiseConcern, Moment], ConcernFacts]:
    def opened(_: None, command: give.RaiseConcern, moment: Moment) -> ConcernFacts:
        return ConcernFacts(
            kind=kind,
            service=command.service,
            what=command.what,
            assessment=command.assessment,
            raised_by=moment.by.id,
        )

    return opened


def _answering(policy: LocalPolicy, concern: Concern) -> Iterator[Rule]:
    yield Rule(
        id="answer",
        command=give.AnswerConcern,
        from_states=S.RAISED,
        to=S.ANSWERED,
        roles=concern.answered_by,
        guards=[not_blank("response", "response")],
        stops=["answer"],
        apply=_answered,
        source=_SOURCE,
    )
    yield Rule(
        id="answer-again",
        command=give.AnswerConcern,
        from_states=(S.ANSWERED, S.DECIDED),
        roles=concern.answered_by,
        guards=[not_blank("response", "response")],
        apply=_answered,
        source=_SOURCE,
    )
    yield Rule(
        id="answer-is-late",
        when=Occasion("answer"),
        from_states=S.RAISED,
        notices=told(policy, "concern-overdue", _fields),
        source=_SOURCE,
    )
    if Role.SAFEGUARDING in concern.told:
        yield Rule(
            id="triage",
            command=give.TriageConcern,
            from_states=ANYWHERE,
            roles=Role.SAFEGUARDING,
            guards=[not_blank("finding", "finding")],
            apply=_triaged,
            source=_SOURCE,
        )
    yield Rule(
        id="call-in-specialists",
        command=give.CallInSpecialists,
        from_states=ANYWHERE,
        roles=tuple(dict.fromkeys((*concern.decided_by, *concern.answered_by, Role.TEAM_MANAGER))),
        guards=[not_blank("team", "team")],
        notices=told(policy, "specialists-called-in", _fields),
        apply=_called_in,
        source=_SOURCE,
    )


def _deciding(concern: Concern) -> Iterator[Rule]:
    everybody = tuple(role.value for role in concern.decided_by)

    def agreed(facts: ConcernFacts, _: Any, __: Moment) -> str:
        all_agree = set(everybody) <= set(facts.agreed_by)
        return (S.DECIDED if all_agree else S.ANSWERED).value

    yield Rule(
        id="decide",
        command=give.DecideOnConcern,
        from_states=(S.ANSWERED, S.DECIDED),
        to=Choice("once all agree", (S.ANSWERED, S.DECIDED), agreed),
        roles=concern.decided_by,
        guards=[not_blank("measures", "measures")],
        apply=_decided(concern),
        source=_SOURCE,
    )
    yield Rule(
        id="assure",
        command=give.ConfirmAssurance,
        from_states=S.DECIDED,
        to=S.ASSURED,
        roles=concern.decided_by,
        guards=[not_blank("how", "assurance")],
        apply=_assured,
        source=_SOURCE,
    )


def _answered(facts: ConcernFacts, command: give.AnswerConcern, moment: Moment) -> ConcernFacts:
    made = ConcernResponse(text=command.response, by=moment.by.id, role=moment.role, at=moment.at)
    return attrs.evolve(facts, responses=(*facts.responses, made))


def _triaged(facts: ConcernFacts, command: give.TriageConcern, _: Moment) -> ConcernFacts:
    return attrs.evolve(facts, triage=command.finding)


def _called_in(facts: ConcernFacts, command: give.CallInSpecialists, _: Moment) -> ConcernFacts:
    return attrs.evolve(facts, specialists=(*facts.specialists, command.team))


def _decided(concern: Concern) -> Callable[..., ConcernFacts]:
    def decided(facts: ConcernFacts, command: give.DecideOnConcern, moment: Moment) -> ConcernFacts:
        """Agree to measures; other measures than before need everybody's agreement anew."""
        before = facts.agreed_by if command.measures == facts.measures else ()
        mine = [role.value for role in concern.decided_by if role in moment.by.roles]
        agreed = tuple(dict.fromkeys((*before, *mine)))
        return attrs.evolve(facts, measures=command.measures, agreed_by=agreed)

    return decided


def _assured(facts: ConcernFacts, command: give.ConfirmAssurance, _: Moment) -> ConcernFacts:
    return attrs.evolve(facts, assurance=command.how)
