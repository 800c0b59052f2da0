"""One step of a permit's workflow, decided by the kernel: the same step that the peers take."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import attrs

from pamms_core.workflow.actors import Actor, Moment
from pamms_core.workflow.commands import Open
from pamms_core.workflow.deciding import Accepted, decide, open_case
from pamms_core.workflow.guards import guard
from pamms_core.workflow.machine import Machine
from pamms_core.workflow.reasons import Reason
from pamms_core.workflow.rules import Notify, Rule

if TYPE_CHECKING:
    from collections.abc import Callable

    from pamms_core.workflow.case import Case

__all__ = ["OFFICER", "OPENED", "Approve", "Permit", "approving", "machine", "opened"]

OPENED = datetime(2026, 3, 2, 10, tzinfo=UTC)
OFFICER = Actor("officer", ["officer", "clerk"])


@attrs.frozen
class Permit:
    """What is known of a permit."""

    applicant: str
    fee_paid: bool


@attrs.frozen
class Approve:
    """Grant the permit."""


@attrs.frozen
class Refuse:
    """Do not grant it."""


@guard({"fee-not-paid": "The fee is not paid."})
def fee_is_paid(case: Case[Any], _: Moment) -> Reason | None:
    """Ask whether the fee is paid."""
    return None if case.facts.fee_paid else Reason.of("fee-not-paid")


@guard({"own-application": "{person} cannot decide on their own application."})
def not_own(case: Case[Any], moment: Moment) -> Reason | None:
    """Ask whether somebody else decides."""
    if moment.by.id != case.facts.applicant:
        return None
    return Reason.of("own-application", person=moment.by.id)


def machine() -> Machine[Permit]:
    """Make the table."""
    return Machine(
        id="permit",
        edition="1",
        states=["asked", "granted", "refused"],
        ends=["granted", "refused"],
        roles=["applicant", "officer"],
        opening=Rule(
            id="ask",
            command=Open,
            to="asked",
            roles=["applicant"],
            apply=lambda _facts, command, _moment: command.facts,
        ),
        rules=[
            Rule(
                id="approve",
                command=Approve,
                from_states=["asked"],
                to="granted",
                roles=["officer"],
                guards=[fee_is_paid, not_own],
                notices=[Notify("granted", "applicant", lambda facts, _c, _m: {"who": facts.applicant})],
            ),
            Rule(id="refuse", command=Refuse, from_states=["asked"], to="refused", roles=["officer"]),
        ],
    )


def opened(table: Machine[Permit]) -> Case[Permit]:
    """Open a case."""
    by = Actor("ann", ["applicant"])
    decision = open_case(table, Open(Permit("ann", fee_paid=True)), by=by, at=OPENED)
    assert isinstance(decision, Accepted)
    return decision.case


def approving() -> Callable[[], object]:
    """Return what decides the approval, and does nothing else."""
    table = machine()
    case, command, at = opened(table), Approve(), OPENED + timedelta(hours=1)
    return lambda: decide(table, case, command, by=OFFICER, at=at)
