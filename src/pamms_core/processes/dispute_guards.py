"""What must hold before the steps of a dispute, and the reasons where it does not."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from pamms_core.policies.words import StageOutcome
from pamms_core.processes.assessment_guards import some_of
from pamms_core.workflow.deadline import Deadline
from pamms_core.workflow.guards import Guard, command_guard, guard
from pamms_core.workflow.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pamms_core.policies.parts import Stage
    from pamms_core.workflow.actors import Moment
    from pamms_core.workflow.case import Case
    from pamms_core.workflow.counting import Counting

__all__ = [
    "all_checked",
    "check_is_asked",
    "decision_fits",
    "finding_questions_asked",
    "grounds_given",
    "grounds_in_order",
    "has_not_agreed",
    "involvement_explained",
    "one_person_each",
    "outcome_allowed",
    "requested_in_time",
    "reviewers_for_all_roles",
    "reviewers_only",
    "sheet_fits",
]


def requested_in_time(stage: Stage, counting: Counting) -> Guard:
    """Ask that the first stage is requested in the policy's time (D1, D6)."""
    told = {"requested-too-late": "A review could be requested until {last}; it is {today}."}

    @command_guard(told, "requested-in-time")
    def check(_: Case[Any], command: Any, moment: Moment) -> Reason | None:
        deadline = Deadline(clock="review-request", started=command.told_at, period=stage.request_within)
        due = deadline.due(counting)
        if due is None or not due.is_over(moment.at):
            return None
        today = counting.day_of(moment.at).isoformat()
        return Reason.of("requested-too-late", last=due.date.isoformat(), today=today)

    return check


@command_guard({"grounds-missing": "At least one ground must be given."}, "grounds-given")
def grounds_given(_: Case[Any], command: Any, __: Moment) -> Reason | None:
    """Ask for a ground."""
    return None if command.grounds else Reason.of("grounds-missing")


def grounds_in_order() -> tuple[Guard, ...]:
    """Ask that each ground has a text, is about a question of the set, and has references."""
    return _GROUNDS


@command_guard({"text-missing": "The {what} must not be empty."}, "ground-texts-given")
def _texts_given(_: Case[Any], command: Any, __: Moment) -> Reason | None:
    given = all(each.text.strip() for each in command.grounds)
    return None if given else Reason.of("text-missing", what="ground")


@command_guard(
    {"unknown-questions": "The question set has no question {codes}."}, "ground-questions-asked"
)
def _questions_asked(case: Case[Any], command: Any, _: Moment) -> Reason | None:
    asked = getattr(command, "asked", None) or case.facts.asked
    wrong = [
        each.question for each in command.grounds if each.question and each.question not in asked.codes
    ]
    return Reason.of("unknown-questions", codes=some_of(wrong)) if wrong else None


@command_guard({"reference-missing": "What is handed in needs a reference."}, "ground-references-given")
def _references_given(_: Case[Any], command: Any, __: Moment) -> Reason | None:
    evidence = [material for each in command.grounds for material in each.evidence]
    given = all(each.reference.strip() for each in evidence)
    return None if given else Reason.of("reference-missing")


@command_guard(
    {
        "wrong-question-set": "The answers are for {found}; this is about {expected}.",
        "unknown-answers": "This cannot be recorded of the question set: {answers}.",
    },
    "sheet-fits",
)
def sheet_fits(_: Case[Any], command: Any, __: Moment) -> Reason | None:
    """Ask that the disputed answers are for the set that is named with them."""
    asked, sheet = command.asked, command.sheet
    if (sheet.set_id, sheet.edition) != (asked.set_id, asked.edition):
        found = f"{sheet.set_id} {sheet.edition}"
        expected = f"{asked.set_id} {asked.edition}"
        return Reason.of("wrong-question-set", found=found, expected=expected)
    wrong = asked.misfits(sheet)
    return Reason.of("unknown-answers", answers=some_of(wrong)) if wrong else None


@command_guard(
    {"unknown-questions": "The question set has no question {codes}."}, "finding-questions-asked"
)
def finding_questions_asked(case: Case[Any], command: Any, _: Moment) -> Reason | None:
    """Ask that a finding is about questions of the set."""
    wrong = [each for each in command.questions if each not in case.facts.asked.codes]
    return Reason.of("unknown-questions", codes=some_of(wrong)) if wrong else None


_GROUNDS = (_texts_given, _questions_asked, _references_given)


def _elsewhere(case: Case[Any], stage: Stage) -> bool:
    """Whether a dispute stands at another stage: then this stage's guards have nothing to say."""
    return case.facts is None or case.facts.review.stage != stage.id


def reviewers_for_all_roles(stage: Stage) -> Guard:
    """Ask for one person in each role of the stage, and in no other (D1, D4)."""
    wanted = tuple(role.value for role in stage.decided_by)
    told = {
        "reviewers-not-as-needed": "This stage needs one reviewer for each of: {wanted}; given: {given}."
    }

    @command_guard(told, f"reviewers-{'-and-'.join(wanted)}")
    def check(case: Case[Any], command: Any, _: Moment) -> Reason | None:
        given = tuple(each.role for each in command.reviewers)
        if _elsewhere(case, stage) or sorted(given) == sorted(wanted):
            return None
        return Reason.of("reviewers-not-as-needed", wanted=wanted, given=given or ("nobody",))

    return check


@command_guard(
    {
        "reviewer-unnamed": "Each reviewer must be named.",
        "reviewer-twice": "{persons} cannot review in two roles at once.",
    },
    "one-person-each",
)
def one_person_each(_: Case[Any], command: Any, __: Moment) -> Reason | None:
    """Ask that each reviewer is somebody, and nobody two of them."""
    if not all(each.person.strip() for each in command.reviewers):
        return Reason.of("reviewer-unnamed")
    counts = Counter(each.person for each in command.reviewers)
    twice = [person for person, count in counts.items() if count > 1]
    return Reason.of("reviewer-twice", persons=some_of(twice)) if twice else None


@command_guard(
    {"involvement-unexplained": "{persons} took part before; say why nobody else can review."},
    "involvement-explained",
)
def involvement_explained(case: Case[Any], command: Any, _: Moment) -> Reason | None:
    """Ask why somebody reviews who took part: that is recorded, not refused (D1)."""
    known = case.facts.prior_knowledge
    found = [
        each.person
        for each in command.reviewers
        if each.person in known and not each.involvement.strip()
    ]
    return Reason.of("involvement-unexplained", persons=some_of(found)) if found else None


@guard({"not-a-reviewer": "{person} does not review this stage; {reviewers} do."}, "reviewers-only")
def reviewers_only(case: Case[Any], moment: Moment) -> Reason | None:
    """Ask that whoever acts was assigned, and acts in the role they were assigned for."""
    review = case.facts.review
    assigned = review.reviewer(moment.by.persons)
    if assigned is not None and assigned.role in moment.by.roles:
        return None
    reviewers = some_of(each.person for each in review.reviewers) or "nobody"
    return Reason.of("not-a-reviewer", person=moment.by.id, reviewers=reviewers)


def check_is_asked(stage: Stage) -> Guard:
    """Ask that a check is one of the stage's (D2, D4)."""
    wanted = tuple(check.value for check in stage.checks)

    @command_guard(
        {"unknown-check": "This stage does not check {check}; it checks: {wanted}."},
        f"check-of-{stage.id}",
    )
    def asked(case: Case[Any], command: Any, _: Moment) -> Reason | None:
        known = command.check in wanted or _elsewhere(case, stage)
        return None if known else Reason.of("unknown-check", check=str(command.check), wanted=wanted)

    return asked


def all_checked(stage: Stage) -> Guard:
    """Ask that every check of the stage was answered before it is decided (D2, D4)."""

    @guard(
        {"checks-unanswered": "Checks that have no answer yet: {checks}."}, f"all-checked-of-{stage.id}"
    )
    def check(case: Case[Any], _: Moment) -> Reason | None:
        if _elsewhere(case, stage):
            return None
        left = tuple(each.value for each in stage.checks if case.facts.review.finding(each) is None)
        return Reason.of("checks-unanswered", checks=left) if left else None

    return check


def outcome_allowed(stage: Stage) -> Guard:
    """Ask that a stage ends as it may (D3, D6); to refer is a command of its own."""
    allowed = tuple(each.value for each in stage.outcomes if each is not StageOutcome.REFER)

    @command_guard(
        {"outcome-not-allowed": "This stage cannot end with {outcome}; allowed: {allowed}."},
        f"outcome-of-{stage.id}",
    )
    def check(case: Case[Any], command: Any, _: Moment) -> Reason | None:
        if _elsewhere(case, stage) or command.outcome in allowed:
            return None
        return Reason.of(
            "outcome-not-allowed", outcome=str(command.outcome), allowed=allowed or ("refer",)
        )

    return check


def decision_fits() -> tuple[Guard, ...]:
    """Ask that a decision brings what its outcome needs, and nothing else."""
    return _DECISION


@command_guard(
    {
        "amendments-missing": "A report that is to be amended needs its amendments.",
        "amendments-not-decided": "Answers are amended only where that was decided.",
    },
    "amendments-fit",
)
def _amendments_fit(_: Case[Any], command: Any, __: Moment) -> Reason | None:
    amends = command.outcome == StageOutcome.AMEND
    if amends == bool(command.changes):
        return None
    return Reason.of("amendments-missing" if amends else "amendments-not-decided")


@command_guard(
    {
        "standards-missing": "At least one standard must be named.",
        "standards-not-repeated": "Standards are named only where the assessment is repeated.",
        "amended-before": "An earlier stage amended the report; no standard can be repeated now.",
    },
    "standards-fit",
)
def _standards_fit(case: Case[Any], command: Any, _: Moment) -> Reason | None:
    repeats = command.outcome == StageOutcome.REPEAT
    if repeats and case.facts.changes:
        return Reason.of("amended-before")
    if repeats == bool(command.standards):
        return None
    return Reason.of("standards-missing" if repeats else "standards-not-repeated")


_DECISION = (_amendments_fit, _standards_fit)


@guard({"agreed-already": "{person} has agreed already; {others} must."}, "has-not-agreed")
def has_not_agreed(case: Case[Any], moment: Moment) -> Reason | None:
    """Ask that each reviewer agrees once: all of them decide together (D4)."""
    review = case.facts.review
    agreed = () if review.decision is None else review.decision.agreed_by
    mine = moment.by.persons & set(agreed)
    if not mine:
        return None
    others = _others(agreed, (each.person for each in review.reviewers))
    return Reason.of("agreed-already", person=min(mine), others=others)


def _others(agreed: Iterable[str], reviewers: Iterable[str]) -> str:
    known = set(agreed)
    return some_of(each for each in reviewers if each not in known) or "nobody else"
