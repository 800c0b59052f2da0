"""What each audience is shown, in every state: a report tells nothing of what is not shown (A9)."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import attrs
import pytest
from assessing import play
from disputing import OFFICERS
from playing import LOCALITIES, PAT, SAM, SOL, TOM, answers, policy_of, rater
from twins import twins

from pamms_core.policies.words import Audience, ConcernKind, Role, Shown
from pamms_core.processes import dispute_commands as dispute
from pamms_core.processes.audiences import shown_now
from pamms_core.processes.concern_facts import AnswerConcern
from pamms_core.processes.dispute_facts import Ground, Reviewer
from pamms_core.processes.indicative import outcome_of
from pamms_core.processes.together import Processes
from pamms_core.processes.together_values import Moved, RaiseConcernHere, RequestReview, Together
from pamms_core.processes.views import views_of
from pamms_core.rating.method import NodeKind
from pamms_core.reports.audience import audience_report
from pamms_core.reports.rows import nodes_of
from pamms_core.workflow import Actor
from pamms_core.workflow.views import view

if TYPE_CHECKING:
    from pamms_core.workflow import Case

REPORTS: Final = ("assessment", "targeted-review", "self-assessment")
KINDS: Final = {
    Shown.OVERALL: NodeKind.OVERALL,
    Shown.DOMAINS: NodeKind.DOMAIN,
    Shown.STANDARDS: NodeKind.STANDARD,
}
SHEETS: Final = tuple(
    answers(letters).with_answers({"C01": attrs.evolve(answers(letters).get("C01"), comment=comment)})
    for letters in ("GGGG", "EGGG", "GEGG", "GGGR", "RGGG", "PGGG", "EEEG")
    for comment in ("As seen.", "Seen otherwise.")
)
"""Answers of which several have the same ratings at some level, and all other reasons."""
READERS: Final[tuple[tuple[tuple[str, ...], Audience | None], ...]] = (
    *(((role.value,), None) for role in Role),
    *(((), each) for each in Audience),
    ((), None),
)


@cache
def reached(locality: str, name: str) -> dict[str, Any]:
    """Find a pair of cases in every state, in which nothing but the answers differs."""
    return {
        state: (both[-1].one.case, both[-1].other_answers.case)
        for state, both in twins(locality, name).items()
    }


def told(case: Case[Any], shown: frozenset[Shown]) -> Any:
    """Take what may be known of a case's result."""
    if {Shown.QUESTIONS, Shown.STANDARDS} <= shown:
        return case.facts.sheet
    kinds = {KINDS[each] for each in shown & set(KINDS)}
    nodes = nodes_of(outcome_of(case.facts, rater()))
    return tuple(str(each.rating) for each in nodes if each.kind in kinds)


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("locality", LOCALITIES)
def test_a3_a9_where_nothing_is_shown_there_is_no_report(locality: str, name: str) -> None:
    """A3, A9: in every state, whoever is shown nothing gets no report, and whoever is does."""
    policy, shut, done = policy_of(locality), 0, set()
    for state, (one, other) in reached(locality, name).items():
        for roles, audience in READERS:
            shown = shown_now(policy, state, roles, audience)
            if shown and (state, shown) in done:
                continue
            done.add((state, shown))
            found = [
                audience_report(policy, each, rater(), roles=roles, audience=audience)
                for each in (one, other)
            ]
            assert (found == [None, None]) is (not shown), (state, roles, audience)
            if Shown.QUESTIONS in shown and one.facts.sheet != other.facts.sheet:
                assert found[0] != found[1]
            shut += not shown
    assert shut


@pytest.mark.parametrize("full", [False, True])
@pytest.mark.parametrize("locality", LOCALITIES)
def test_a9_equal_reports(locality: str, full: bool) -> None:  # noqa: FBT001 - a parameter of the test
    """A9: for every audience, answers that agree in all that is shown give equal reports."""
    policy, done = policy_of(locality), set()
    for state, (case, _) in reached(locality, "assessment").items():
        for roles, audience in READERS:
            shown = shown_now(policy, state, roles, audience)
            if not shown or (state == "published", shown) in done:
                continue
            done.add((state == "published", shown))
            seen: dict[Any, set[str]] = {}
            for sheet in SHEETS:
                other = attrs.evolve(case, facts=attrs.evolve(case.facts, sheet=sheet))
                report = audience_report(
                    policy, other, rater(), roles=roles, audience=audience, full=full
                )
                seen.setdefault(repr(told(other, shown)), set()).add(repr(report))
            if not ({Shown.QUESTIONS, Shown.STANDARDS} <= shown):
                assert {len(each) for each in seen.values()} == {1}, (state, roles, audience)
                assert len(seen) < len(SHEETS)
            if full:  # a summary has no reasons in it
                assert len({text for each in seen.values() for text in each}) >= len(seen)
    assert done


class Twin:
    """An assessment with all that hangs on it, in one of two flavours."""

    def __init__(self, locality: str, until: str, letters: str = "GGGG") -> None:
        stage = play(locality, until, letters)
        self.processes = Processes.of(policy_of(locality), rater())
        self.all = Together(assessment=stage.case)
        self.at, self.sent = stage.at, stage.sent

    def do(self, command: object, by: Actor) -> None:
        """Take a step an hour later."""
        self.at += timedelta(hours=1)
        found = self.processes.decide(self.all, command, by=by, at=self.at)
        assert isinstance(found, Moved), found.reasons
        self.all, self.sent = found.together, (*self.sent, *found.notices)

    def seen(self, viewer: Actor) -> list[Any]:
        """Show all the cases to somebody."""
        return [view(self._views(each), each, viewer, self.at, self.sent) for each in self.all.cases]

    def _views(self, case: Case[Any]) -> Any:
        return views_of(self.processes.policy, self.processes.machine_of(case))


@pytest.mark.parametrize("locality", LOCALITIES)
def test_d2_together_a_reviewers_findings_show_nowhere(locality: str) -> None:
    """D2: while a review runs, no case of the composition tells provider or assessor what it found."""
    both = [Twin(locality, "comments-considered") for _ in "ab"]
    rung = policy_of(locality).ladder[0]
    first = OFFICERS[rung.decided_by[0]]
    for text, twin in zip("ab", both, strict=True):
        twin.do(RequestReview([Ground(question="A01", text="The record was there.")]), PAT)
        people = [
            Reviewer(role=role.value, person=OFFICERS[role].id, involvement=f"It was {text}.")
            for role in rung.decided_by
        ]
        twin.do(dispute.AssignReviewers(people), first)
        for check in rung.checks:
            twin.do(dispute.AnswerCheck(check=check, holds=text == "a", finding=f"It is {text}."), first)
    one, other = both
    assert one.all != other.all
    for role in ("provider", "registered-manager", "assessor"):
        viewer = Actor(role, [role])
        assert one.seen(viewer) == other.seen(viewer)
    assert one.seen(first) != other.seen(first)


@pytest.mark.parametrize("locality", LOCALITIES)
@pytest.mark.parametrize("letters", ["GGGG", "PGEG"])
def test_a12_together_a_concern_shows_as_far_as_it_is_the_providers(locality: str, letters: str) -> None:
    """A12, A3: what is said at the council of a concern, and answers before a draft, show nowhere."""
    until = "visited"
    one, other = (Twin(locality, until, each) for each in ("GGGG", letters))
    for twin, text in ((one, "a"), (other, "b")):
        twin.do(RaiseConcernHere(ConcernKind.SAFEGUARDING, "A fall."), TOM if text == "a" else SAM)
        twin.do(AnswerConcern(f"It was {text}."), SOL if text == "a" else SAM)
    assert one.all != other.all
    for role in ("provider", "registered-manager"):
        viewer = Actor(role, [role])
        assert one.seen(viewer) == other.seen(viewer)
    assert one.seen(TOM) != other.seen(TOM)
