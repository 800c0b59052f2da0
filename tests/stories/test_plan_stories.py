"""Action plans as each locality runs them: P1 to P4, P6 and P7."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import attrs
import pytest
from planning import AUD, accepter, after, approved, approver, carried_out, opened, rated, write
from playing import ANN, BEGIN, LEA, LOCALITIES, MIA, PAT, TOM, Stage, answers, policy_of, small_set

from pamms_core import Rater, load_method, rate, read_method
from pamms_core.errors import UnknownNameError
from pamms_core.policies.words import Granularity, Needed
from pamms_core.processes import action_plan_commands as give
from pamms_core.processes.action_plan import action_plan_machine
from pamms_core.processes.action_plan_facts import ActionState, IssueKind, UpdateKind
from pamms_core.processes.assessment_facts import Material
from pamms_core.processes.plan_issues import issues_from, plan_needed
from pamms_core.processes.plan_statement import plan_statement
from pamms_core.rating.method_data import method_data
from pamms_core.workflow import Actor

QUESTIONS = ["question-A01", "question-B01"]


@pytest.mark.parametrize(
    ("locality", "letters", "needed"),
    [
        ("norfolk", "GGGG", False),
        ("norfolk", "GGGR", False),
        ("norfolk", "RRRR", True),
        ("wirral", "GGGG", False),
        ("wirral", "GGGR", True),
        ("essex", "EEEE", False),
        ("essex", "GGGR", True),
        ("lancashire", "GGGP", True),
        ("south-west", "EEER", True),
    ],
)
def test_p1_when_a_plan_is_needed(locality: str, letters: str, *, needed: bool) -> None:
    """By the overall rating in Norfolk, by any standard in Wirral, by any question elsewhere."""
    found = plan_needed(policy_of(locality), rated(letters))
    assert bool(found) is needed
    assert found.say()
    assert found.source


def test_p1_why_a_plan_is_needed() -> None:
    """The reasons name what falls short, or say that nothing does."""
    said = {
        (locality, letters): plan_needed(policy_of(locality), rated(letters)).say()
        for locality in ("norfolk", "wirral", "lancashire")
        for letters in ("GGGG", "RGGG", "RRRR")
    }
    assert said["norfolk", "RRRR"] == "The overall rating is Requires Improvement."
    assert said["norfolk", "GGGG"] == "The overall rating is Good, above Requires Improvement."
    assert said["wirral", "RGGG"] == "Standard 1 is rated Requires Improvement."
    assert said["lancashire", "RGGG"] == "1 questions are rated Requires Improvement or below: A01."
    assert said["lancashire", "GGGG"] == "Nothing is rated Requires Improvement or below."
    unrated = plan_needed(policy_of("norfolk"), rated("----")).say()
    assert unrated == "There is no overall rating: nothing assessed."


def test_p1_issues_are_the_questions_below_good() -> None:
    """One issue per question, with its standard, why it was rated so, and what good looks like."""
    first, second = issues_from(policy_of("norfolk"), rated("RPGE"))
    assert (first.id, first.standard, first.standard_title) == (
        "question-A01",
        1,
        "Respecting and involving service users",
    )
    assert (first.text, first.why) == ("Is A01 so?", "As seen.")
    assert first.guidance == "What A01 looks like where it is good."
    assert (second.question, second.rating) == ("B01", "poor")


def test_p1_standards_that_could_not_be_evidenced__wirral() -> None:
    """Each such standard makes an issue and a plan; elsewhere it does neither (S11)."""
    outcome = rated("GGGG")
    found = issues_from(policy_of("wirral"), outcome, [6])
    assert [(each.id, each.kind) for each in found] == [("not-evidenced-6", IssueKind.NOT_EVIDENCED)]
    need = plan_needed(policy_of("wirral"), outcome, [6])
    assert (bool(need), need.say()) == (True, "Standard 6 could not be evidenced.")
    assert issues_from(policy_of("essex"), outcome, [6]) == ()
    with pytest.raises(UnknownNameError, match="unknown standard '9'") as caught:
        issues_from(policy_of("wirral"), outcome, [9])
    assert caught.value.name == "9"


def test_p1_whole_standards_where_a_policy_says_so() -> None:
    """At the granularity of standards one issue stands for all questions of it."""
    plan = attrs.evolve(policy_of("essex").plan, issues=(Granularity.STANDARDS,))
    policy = attrs.evolve(policy_of("essex"), plan=plan)
    assert [each.id for each in issues_from(policy, rated("RGPG"))] == ["standard-1", "standard-6"]


def test_p1_a_plan_that_is_needed_has_something_to_plan_for() -> None:
    """Where no issue of the policy's kind says why, the standards do, the questions, or the whole."""
    norfolk, wirral = policy_of("norfolk"), policy_of("wirral")
    by_standard = attrs.evolve(norfolk.plan, issues=(Granularity.NOT_EVIDENCED,))
    found = issues_from(attrs.evolve(norfolk, plan=by_standard), rated("RRRG"))
    assert [(each.id, each.kind) for each in found] == [
        ("standard-1", IssueKind.STANDARDS),
        ("standard-2", IssueKind.STANDARDS),
        ("standard-6", IssueKind.STANDARDS),
    ]
    named = attrs.evolve(wirral.plan, issues=(Granularity.NOT_EVIDENCED,))
    both = issues_from(attrs.evolve(wirral, plan=named), rated("RRGG"), [1])
    assert [each.id for each in both] == ["not-evidenced-1", "standard-2"]
    data: Any = method_data(load_method())
    data["flags"] = {"breach": "whether the service is in breach"}
    limit = {"id": "breach", "at_most": "requires-improvement", "when": {"flag": "breach"}}
    data["rules"]["overall"]["limits"] = [*data["rules"]["overall"]["limits"], limit]
    told = attrs.evolve(answers("GGGG"), flags={"breach": True}).answers(small_set(), "Cedar View")
    outcome = Rater(small_set(), read_method(data)).rate(told)
    assert plan_needed(norfolk, outcome).say() == "The overall rating is Requires Improvement."
    (whole,) = issues_from(norfolk, outcome)
    assert (whole.id, whole.kind, whole.standard) == ("overall", IssueKind.OVERALL, 0)


def test_p1_nothing_follows_from_a_what_if() -> None:
    """No plan is made of a hypothetical outcome."""
    varied = small_set().with_weights({"A01": 5})
    outcome = rate(varied, rated("RRRR").answers)
    for make in (plan_needed, issues_from):
        with pytest.raises(ValueError, match="nothing follows from a hypothetical outcome"):
            make(policy_of("norfolk"), outcome)


def test_p1_issues_are_grouped_by_standard() -> None:
    """They come in the order of standards, and each once."""
    stage = opened("essex", "RPRP")
    assert [number for number, _ in stage.facts.by_standard()] == [1, 2, 6, 14]
    machine = Stage(action_plan_machine(policy_of("essex")))
    issues = stage.facts.issues
    odd = give.OpenActionPlan(service=" ", published_on=after(5), issues=[issues[0], issues[0]])
    assert machine.refuse(odd, ANN) == ("text-missing", "published-later", "issue-twice")
    none = give.OpenActionPlan(service="Cedar View", published_on=BEGIN.date(), issues=[])
    assert machine.refuse(none, ANN) == ("issues-missing",)


@pytest.mark.parametrize("locality", LOCALITIES)
def test_p2_fourteen_days_from_publication_then_chased(locality: str) -> None:
    """The time counts from publication; after it the provider is chased by those whose task it is."""
    stage = opened(locality)
    by = {"wirral": LEA}.get(locality, ANN)
    assert stage.due("submission") == after(14)
    assert stage.refuse(give.ChasePlan("Rang."), by) == ("plan-not-late",)
    stage.wait(15)
    told = dict.fromkeys((*policy_of(locality).told_of("action-plan-late"), *by.roles))
    assert stage.told("action-plan-late") == [str(each) for each in told]
    assert stage.do(give.ChasePlan("Rang the manager."), by).facts.chased == ("Rang the manager.",)
    assert write(stage).do(give.SubmitPlan(), PAT).state == "submitted"


def test_p2_a_plan_opened_late_is_late_at_once() -> None:
    """The time counts from publication, not from the opening."""
    stage = opened("norfolk", published_on=BEGIN.date() - timedelta(days=20))
    assert stage.wait(0).facts.is_late


@pytest.mark.parametrize("locality", LOCALITIES)
def test_p3_no_issue_is_left_without_an_action(locality: str) -> None:
    """All issues that no action answers are named, and one action may answer several."""
    stage = opened(locality)
    assert stage.refuse(give.SubmitPlan(), PAT) == ("issues-without-action",)
    stage.do(give.AddAction(issues=QUESTIONS, what="Train.", due_on=after(30), who="Manager"), PAT)
    assert stage.do(give.SubmitPlan(), MIA).state == "submitted"


@pytest.mark.parametrize("locality", LOCALITIES)
def test_p3_an_action_states_what_the_policy_needs(locality: str) -> None:
    """What alone is needed in Norfolk; who and when elsewhere; each need that is not met is told."""
    stage = opened(locality).do(give.AddAction(issues=QUESTIONS, what=" "), PAT)
    needs = policy_of(locality).plan.needs
    assert stage.refuse(give.SubmitPlan(), PAT) == ("action-lacks",) * len(needs)
    stage.do(give.ChangeAction(number=1, what="Train all staff."), PAT)
    if needs == (Needed.WHAT,):
        assert stage.do(give.SubmitPlan(), PAT).state == "submitted"
    else:
        assert stage.refuse(give.SubmitPlan(), PAT) == ("action-lacks", "action-lacks")


def test_p3_the_provider_owns_its_draft() -> None:
    """Actions answer issues of the plan, are changed and removed by the provider, and by nobody else."""
    stage = opened("norfolk")
    odd = give.AddAction(issues=["question-Z99"], what="Train.")
    assert stage.refuse(odd, PAT) == ("unknown-issues",)
    assert stage.refuse(give.AddAction(issues=[], what="Train."), PAT) == ("names-no-issue",)
    assert stage.refuse(give.AddAction(issues=QUESTIONS, what="So."), ANN)[0] == "role-not-allowed"
    write(stage).do(give.RemoveAction(1), PAT)
    assert [each.number for each in stage.facts.actions] == [2]
    assert stage.refuse(give.RemoveAction(1), PAT) == ("unknown-action",)
    stage.do(give.AddAction(issues=QUESTIONS, what="Train."), PAT)
    assert stage.facts.actions[-1].number == 3


@pytest.mark.parametrize("locality", LOCALITIES)
def test_p3_no_action_is_dated_before_its_approval(locality: str) -> None:
    """Dates before the day of approval, or beyond the longest, are refused, with all their actions."""
    stage = write(opened(locality), 3, 400).do(give.SubmitPlan(), PAT).wait(10)
    assert stage.refuse(give.ApprovePlan(), approver(locality)) == ("dated-too-early", "dated-too-late")
    new = give.ChangeAction(number=1, what="Train.", due_on=after(20), who="M", why="It had passed.")
    stage.do(new, approver(locality))
    assert stage.refuse(give.ApprovePlan(), approver(locality)) == ("dated-too-late",)


def test_p4_returned_with_comments__lancashire() -> None:
    """A returned plan has a new time, and goes in again; the comments reach the provider."""
    stage = write(opened("lancashire")).do(give.SubmitPlan(), PAT)
    assert stage.refuse(give.ReturnPlan(" "), ANN) == ("text-missing",)
    stage.do(give.ReturnPlan("Say who."), ANN)
    assert (stage.state, stage.due("submission")) == ("returned", after(14))
    assert stage.fields_of("action-plan-returned")["comments"] == "Say who."
    assert stage.do(give.SubmitPlan(), PAT).state == "submitted"


def test_p4_amended_by_the_assessor__lancashire() -> None:
    """What an action said before stays on record; no issue loses its only action."""
    stage = write(opened("lancashire")).do(give.SubmitPlan(), PAT)
    assert stage.refuse(give.RemoveAction(1), ANN) == ("only-action",)
    assert stage.refuse(give.RemoveAction(9), ANN) == ("unknown-action",)
    silent = give.ChangeAction(number=1, what=" ")
    assert stage.refuse(silent, ANN) == ("reason-needed", *["action-lacks"] * 3)
    stage.do(
        give.ChangeAction(number=1, what="Train twice.", due_on=after(9), who="M", why="Agreed."), ANN
    )
    (before,) = stage.facts.actions[0].revisions
    assert (before.what, before.by, before.why) == ("Train all staff.", "ann", "Agreed.")
    more = give.AddAction(issues=QUESTIONS, what="Audit.", due_on=after(9), who="M")
    stage.do(more, ANN).do(give.RemoveAction(1), ANN)
    assert [each.number for each in stage.facts.actions] == [2, 3]


def test_p4_action_by_action_to_the_end__lancashire() -> None:
    """Progress, completion, a comment, acceptance of each, then of the whole; the report says so."""
    policy = policy_of("lancashire")
    stage = approved("lancashire")
    evidence = Material("doc-1", "Training record")
    stage.do(give.ReportProgress(number=1, text="Half done.", attachments=[evidence]), PAT)
    bare = give.CompleteAction(number=1, attachments=[Material(" ")])
    assert stage.refuse(bare, PAT) == ("reference-missing",)
    assert stage.refuse(give.AcceptAction(number=1), ANN) == ("action-not-so",)
    stage.do(give.CompleteAction(number=1, attachments=[evidence]), PAT)
    stage.do(give.CommentOnAction(number=1, text="One record is missing."), ANN)
    assert stage.facts.action(1).state is ActionState.OPEN
    for number in (1, 2):
        stage.do(give.CompleteAction(number=number), PAT)
        if number == 1:
            stage.do(give.AcceptAction(number=1, text="Seen."), ANN)
    assert stage.refuse(give.SubmitCompletedPlan(), PAT) == ("actions-not-done",)
    stage.do(give.AcceptAction(number=2), ANN).do(give.SubmitCompletedPlan(), PAT)
    assert plan_statement(policy, stage.case) == ""
    stage.do(give.AcceptPlan(), ANN)
    assert stage.state == "accepted"
    kinds = [each.kind for each in stage.facts.action(1).updates]
    assert kinds == [
        UpdateKind.PROGRESS,
        UpdateKind.COMPLETED,
        UpdateKind.COMMENT,
        UpdateKind.COMPLETED,
        UpdateKind.ACCEPTED,
    ]
    said = plan_statement(policy, stage.case)
    on = "Wednesday 2 September 2026"
    assert said == f"All actions were carried out to the satisfaction of the assessor by {on}."


@pytest.mark.parametrize("locality", LOCALITIES)
def test_p4_the_statement_of_the_published_report(locality: str) -> None:
    """It is there once the plan is accepted, where the policy has one."""
    stage = carried_out(locality)
    by = approver(locality) if policy_of(locality).plan.accepted_one_by_one else accepter(locality)
    stage.do(give.AcceptPlan(visited_on=stage.today), by)
    assert bool(plan_statement(policy_of(locality), stage.case)) is (locality != "wirral")


def test_p4_amended_after_approval() -> None:
    """A date may move, with a reason and not into the past; the clocks follow."""
    stage = approved("essex", 30, 60)
    assert (stage.due("action-due"), stage.due("action-reminder")) == (after(30), after(23))
    early = give.ChangeAction(number=1, what="Train.", due_on=after(-1), who="M", why="")
    assert stage.refuse(early, ANN) == ("reason-needed", "dated-too-early")
    late = attrs.evolve(early, due_on=after(400), why="Longer.")
    assert stage.refuse(late, ANN) == ("dated-too-late",)
    stage.do(attrs.evolve(late, due_on=after(45)), ANN)
    assert (stage.due("action-due"), stage.due("action-reminder")) == (after(45), after(38))
    more = give.AddAction(issues=QUESTIONS, what="Audit.", due_on=after(10), who="M")
    stage.do(more, ANN)
    assert (stage.due("action-due"), stage.due("action-reminder")) == (after(10), after(3))
    stage.do(give.CompleteAction(number=1), PAT)
    again = attrs.evolve(late, due_on=after(50))
    assert stage.refuse(again, ANN) == ("action-not-so",)


@pytest.mark.parametrize("locality", LOCALITIES)
def test_p4_opened_again_as_a_whole(locality: str) -> None:
    """Some actions of a completed plan are opened again with comments, and it goes on."""
    stage = carried_out(locality)
    by = approver(locality) if policy_of(locality).plan.accepted_one_by_one else accepter(locality)
    assert stage.refuse(give.ReopenPlan(comments="", actions=[]), by) == (
        "names-no-action",
        "text-missing",
    )
    assert stage.refuse(give.ReopenPlan(comments="So.", actions=[9]), by) == ("unknown-actions",)
    stage.do(give.ReopenPlan(comments="Action 2 did not last.", actions=[2]), by)
    assert (stage.state, [each.number for each in stage.facts.open_actions]) == ("in-progress", [2])
    assert stage.facts.action(2).updates[-1].text == "Action 2 did not last."
    assert stage.due("action-due") == after(60)


def test_p4_closed_with_a_reason() -> None:
    """A plan may be given up, such as where the service closes."""
    stage = approved("norfolk")
    assert stage.refuse(give.ClosePlan(" "), TOM) == ("text-missing",)
    stage.do(give.ClosePlan("The service has closed."), TOM)
    assert (stage.state, stage.facts.ended_because) == ("closed", "The service has closed.")


def test_p6_reminded_before_and_on_each_date() -> None:
    """Two actions three days apart: each is reminded of seven days before, and told of on its day."""
    stage = approved("essex", 30, 33)
    seen = []
    for _ in range(40):
        before = len(stage.sent)
        stage.wait(1)
        seen += [
            ((stage.today - BEGIN.date()).days - 1, each.template, each.fields["actions"])
            for each in stage.sent[before:]
            if each.to == "provider"
        ]
    assert seen == [
        (23, "action-due-soon", "1"),
        (26, "action-due-soon", "2"),
        (30, "action-due", "1"),
        (33, "action-due", "1, 2"),
    ]


def test_p6_a_reminder_on_the_day_another_is_due() -> None:
    """A reminder and a due date of one day do not get in each other's way."""
    stage = approved("essex", 30, 37).wait(31)
    assert stage.told("action-due-soon") == ["provider", "provider"]
    assert [each.fields["actions"] for each in stage.sent if each.template == "action-due-soon"] == [
        "1",
        "2",
    ]
    assert stage.told("action-due") == ["provider", "assessor"]
    assert stage.due("action-due") == after(37)


def test_p6_open_actions_are_looked_at_again_after_all_dates() -> None:
    """Once every date has passed, a month later it is told what is open and what waits."""
    stage = approved("essex", 30, 33)
    stage.do(give.CompleteAction(number=1), PAT).wait(34)
    assert stage.due("action-due") == after(64)
    stage.wait(31)
    said = stage.fields_of("action-due")
    assert (said["actions"], said["open"], said["waiting"]) == ("2", "2", "1")
    assert len(stage.told("action-due")) == 4


def test_p6_actions_without_a_date__norfolk() -> None:
    """Where dates are not needed, nothing is reminded of, and a month later all is looked at."""
    stage = opened("norfolk").do(give.AddAction(issues=QUESTIONS, what="Train."), PAT)
    stage.do(give.SubmitPlan(), PAT).do(give.ApprovePlan(), ANN).wait(31)
    assert stage.told("action-due-soon") == []
    assert stage.fields_of("action-due")["open"] == "1"


def test_p6_completion_is_told_to_provider_and_officer__essex() -> None:
    """Both hear when an action was completed (A10)."""
    stage = approved("essex").do(give.CompleteAction(number=1), PAT)
    assert stage.told("action-completed") == ["provider", "assessor"]
    assert stage.fields_of("action-completed")["action"] == 1


def test_p7_not_one_by_one_but_at_the_review_visit__wirral() -> None:
    """The assessor has nothing more to do with it; the quality team looks at all of it on its visit."""
    stage = approved("wirral")
    for number in (1, 2):
        assert stage.refuse(give.SubmitCompletedPlan(), PAT) == ("actions-not-done",)
        stage.do(give.CompleteAction(number=number), PAT)
    assert stage.refuse(give.AcceptAction(number=1), AUD) == ("unknown-command",)
    stage.do(give.SubmitCompletedPlan(), PAT)
    assert "role-not-allowed" in stage.refuse(give.AcceptPlan(visited_on=stage.today), ANN)
    assert stage.refuse(give.AcceptPlan(), AUD) == ("visit-missing",)
    assert stage.refuse(give.AcceptPlan(visited_on=after(5)), AUD) == ("visit-in-the-future",)
    assert stage.refuse(give.AcceptPlan(visited_on=after(-5)), AUD) == ("visit-before-approval",)
    stage.do(give.AcceptPlan(visited_on=stage.today), AUD)
    assert {each.state for each in stage.facts.actions} == {ActionState.ACCEPTED}
    assert (stage.facts.visited_on, stage.facts.accepted_on) == (stage.today, stage.today)


def test_p7_the_contract_lead_approves_and_chases__wirral() -> None:
    """Once the plan exists, questions go to the contract lead."""
    stage = write(opened("wirral")).do(give.SubmitPlan(), PAT)
    assert stage.told("action-plan-submitted") == ["contract-lead"]
    assert stage.refuse(give.ApprovePlan(), ANN) == ("role-not-allowed",)
    assert stage.do(give.ApprovePlan(), LEA).state == "in-progress"


def test_p3_who_may_open_a_plan() -> None:
    """A provider opens no plan for itself."""
    machine = Stage(action_plan_machine(policy_of("essex")))
    issues = opened("essex").facts.issues
    opening = give.OpenActionPlan(service="Cedar View", published_on=BEGIN.date(), issues=issues)
    assert machine.refuse(opening, PAT) == ("role-not-allowed",)
    assert machine.refuse(opening, Actor("ned")) == ("no-role",)


def test_p5_the_plans_last_day() -> None:
    """A visit can be timed by the last date in the plan; a plan without dates has none."""
    assert approved("essex", 30, 60).facts.last_day == after(60)
    assert opened("norfolk").facts.last_day is None


def test_p3_one_text_is_not_several_issues() -> None:
    """A single id in place of a list is a mistake of the caller, told at once."""
    with pytest.raises(TypeError, match=r"must be several texts, not the text 'question-A01'") as caught:
        give.AddAction(issues="question-A01", what="Train.")
    assert "write ['question-A01']" in str(caught.value)
