"""What must hold before the steps on a draft: comments, disputes, publication."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pamms_core.policies.words import Role, StageOutcome
from pamms_core.processes.assessment_facts import DisputeEnding
from pamms_core.processes.assessment_guards import some_of
from pamms_core.workflow.guards import Guard, command_guard, guard
from pamms_core.workflow.period import Unit
from pamms_core.workflow.reasons import Reason

if TYPE_CHECKING:
    from pamms_core.policies.policy import LocalPolicy
    from pamms_core.policies.words import Occasion
    from pamms_core.workflow.actors import Moment
    from pamms_core.workflow.case import Case

__all__ = [
    "all_considered",
    "comment_is_open",
    "ending_fits",
    "ending_foreseen",
    "extended_by_days",
    "names_a_question",
    "not_decided_before",
    "occasion_is",
    "outcome_shared",
    "questions_asked",
    "right_changes",
    "withdrawn_by_provider",
]


def occasion_is(wanted: Occasion) -> Guard:
    """Ask that the time to comment begins on the policy's occasion: receipt, or access (A5)."""

    @command_guard(
        {"wrong-occasion": "The time to comment begins with {wanted}, not {given}."},
        f"occasion-is-{wanted.value}",
    )
    def check(_: Case[Any], command: Any, __: Moment) -> Reason | None:
        if command.occasion == wanted:
            return None
        return Reason.of("wrong-occasion", wanted=wanted.value, given=str(command.occasion))

    return check


@command_guard({"unknown-questions": "The question set has no question {codes}."}, "questions-asked")
def questions_asked(case: Case[Any], command: Any, _: Moment) -> Reason | None:
    """Ask that the questions a comment names are in the set (S9)."""
    codes = case.facts.asked.codes
    wrong = [each for each in command.questions if each not in codes]
    return Reason.of("unknown-questions", codes=some_of(wrong)) if wrong else None


@command_guard(
    {"names-no-question": "Each comment must name the question it is about."}, "names-a-question"
)
def names_a_question(_: Case[Any], command: Any, __: Moment) -> Reason | None:
    """Ask that a comment names a question, where the policy says so (S9)."""
    return None if command.questions else Reason.of("names-no-question")


@command_guard(
    {"extended-by-hours": "The time to comment is counted in days; {by} cannot be added to it."},
    "extended-by-days",
)
def extended_by_days(_: Case[Any], command: Any, __: Moment) -> Reason | None:
    """Ask that the time to comment is not extended by hours."""
    hours = command.by.unit is Unit.HOURS
    return Reason.of("extended-by-hours", by=str(command.by)) if hours else None


@command_guard(
    {
        "unknown-comment": "There is no comment {comment}.",
        "already-considered": "Comment {comment} has been considered.",
    },
    "comment-is-open",
)
def comment_is_open(case: Case[Any], command: Any, _: Moment) -> Reason | None:
    """Ask that a comment is there and has not been considered."""
    if command.comment not in {each.number for each in case.facts.comments}:
        return Reason.of("unknown-comment", comment=command.comment)
    if command.comment not in case.facts.comments_open:
        return Reason.of("already-considered", comment=command.comment)
    return None


@command_guard(
    {
        "unknown-answers": "This cannot be recorded of the question set: {answers}.",
        "nothing-changes": "The answers to {codes} are so already.",
    },
    "right-changes",
)
def right_changes(case: Case[Any], command: Any, _: Moment) -> Reason | None:
    """Ask that amendments are of this set's questions and ratings, and change something."""
    facts = case.facts
    wrong = facts.asked.misfits(facts.asked.empty_sheet().with_answers(command.changes))
    if wrong:
        return Reason.of("unknown-answers", answers=some_of(wrong))
    same = [code for code, after in command.changes.items() if facts.sheet.get(code) == after]
    return Reason.of("nothing-changes", codes=some_of(same)) if same else None


@guard(
    {"comments-not-considered": "Comments that have not been considered: {numbers}."}, "all-considered"
)
def all_considered(case: Case[Any], _: Moment) -> Reason | None:
    """Ask that every comment was considered (A7)."""
    left = case.facts.comments_open
    return Reason.of("comments-not-considered", numbers=some_of(left)) if left else None


@guard({"dispute-decided": "The dispute about this report was decided finally."}, "not-decided-before")
def not_decided_before(case: Case[Any], _: Moment) -> Reason | None:
    """Ask that no final decision was taken before; a repeated assessment is a new one (D3)."""
    last = case.facts.dispute
    decided = last is not None and last.final and last.ending is not DisputeEnding.REPEAT
    return Reason.of("dispute-decided") if decided else None


def ending_foreseen(policy: LocalPolicy) -> Guard:
    """Ask that a dispute ends as some stage of the policy's ladder may, or is withdrawn (D6)."""
    outcomes = {each for stage in policy.ladder for each in stage.outcomes} - {StageOutcome.REPEAT}
    allowed = tuple(each.value for each in DisputeEnding if each.value in outcomes)

    @command_guard(
        {"ending-not-foreseen": "No dispute ends here with {ending}; allowed: {allowed}, withdrawn."},
        f"ending-is-{'-or-'.join(allowed)}",
    )
    def check(_: Case[Any], command: Any, __: Moment) -> Reason | None:
        if command.ending in {*allowed, DisputeEnding.WITHDRAWN}:
            return None
        return Reason.of("ending-not-foreseen", ending=str(command.ending), allowed=allowed)

    return check


@command_guard(
    {"not-the-providers-to-decide": "The provider may withdraw the dispute, and not decide it."},
    "withdrawn-by-provider",
)
def withdrawn_by_provider(_: Case[Any], command: Any, moment: Moment) -> Reason | None:
    """Ask that the provider ends its own dispute in no other way than by taking it back."""
    provider = moment.role in {Role.PROVIDER, Role.REGISTERED_MANAGER}
    if not provider or command.ending == DisputeEnding.WITHDRAWN:
        return None
    return Reason.of("not-the-providers-to-decide")


@command_guard(
    {
        "amendments-missing": "A report that is to be amended needs its amendments.",
        "amendments-not-decided": "Answers are amended only where that was decided.",
    },
    "ending-fits",
)
def ending_fits(_: Case[Any], command: Any, __: Moment) -> Reason | None:
    """Ask that the end of a dispute brings what it needs, and nothing else."""
    amends = command.ending is DisputeEnding.AMEND
    if amends and not command.changes:
        return Reason.of("amendments-missing")
    return Reason.of("amendments-not-decided") if command.changes and not amends else None


@command_guard(
    {"outcome-not-shared": "The outcome is shared at a meeting before; or say why it cannot be."},
    "outcome-shared",
)
def outcome_shared(case: Case[Any], command: Any, _: Moment) -> Reason | None:
    """Ask that the outcome was shared at a meeting (A8), or why not (ours)."""
    fine = bool(case.facts.shared_with) or bool(command.without_meeting.strip())
    return None if fine else Reason.of("outcome-not-shared")
