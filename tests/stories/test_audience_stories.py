"""Who sees what, in every state and locality: what is hidden from somebody leaves no trace (A3, A9)."""

from __future__ import annotations

from itertools import combinations_with_replacement
from typing import TYPE_CHECKING, Any, Final

import attrs
import pytest
from assessing import REACHED, play
from playing import (
    ANN,
    HAL,
    LEA,
    LOCALITIES,
    MAX,
    MIA,
    PAT,
    PUB,
    SUE,
    TOM,
    Stage,
    answers,
    policy_of,
    rated,
    rater,
)

from pamms_core.policies.catalogue import load_policy
from pamms_core.policies.words import Audience, Shown
from pamms_core.processes import assessment_commands as give
from pamms_core.processes.action_plan import action_plan_machine
from pamms_core.processes.audiences import audiences_of, shown_now
from pamms_core.processes.concerns import concern_machines
from pamms_core.processes.dispute import dispute_machine
from pamms_core.processes.indicative import outcome_of
from pamms_core.processes.self_assessment import self_assessment_machine
from pamms_core.processes.targeted_review import targeted_review_machine
from pamms_core.processes.views import views_of
from pamms_core.reports.audience import audience_report, report_of, restricted
from pamms_core.reports.html import report_html
from pamms_core.reports.markdown import report_markdown
from pamms_core.workflow import Actor, Case, Machine
from pamms_core.workflow.views import view

if TYPE_CHECKING:
    from pamms_core.policies.policy import LocalPolicy
    from pamms_core.processes.assessment_facts import AssessmentFacts

AUD: Final = Actor("aud", ["audit-team"])
BRO: Final = Actor("bro", ["brokerage"])
REG: Final = Actor("reg", ["regulator"])
NED: Final = Actor("ned")
VIEWERS: Final = (PAT, MIA, ANN, TOM, AUD, LEA, MAX, SUE, HAL, PUB, BRO, REG, NED)
POINTS: Final = (*REACHED, "in-dispute", "final", "published")
_BEFORE: Final = REACHED[: REACHED.index("draft-issued")]
_ENDED: Final[dict[str, tuple[Any, ...]]] = {}


def reach(locality: str, point: str, letters: str = "GGGG") -> Stage:
    """Play an assessment up to a point, past its comments too."""
    if point in REACHED:
        return play(locality, point, letters)
    stage = play(locality, "comments-considered", letters)
    if point == "in-dispute":
        return stage.do(give.RequestDispute("A01 is not fair."), PAT)
    stage.do(give.AcceptReport(), PAT)
    if point == "final":
        return stage
    if meeting := policy_of(locality).agreement.shared_at_meeting_with:
        stage.do(give.ShareOutcome(attended_by=meeting), ANN)
    return stage.do(give.PublishReport(), ANN)


@pytest.mark.parametrize("locality", LOCALITIES)
@pytest.mark.parametrize("point", POINTS)
def test_a3_answers_are_with_the_provider_from_the_draft_on(locality: str, point: str) -> None:
    """A3: before the draft the provider sees no answer, unless they are discussed on site."""
    stage = reach(locality, point)
    policy = policy_of(locality)
    seen = view(views_of(policy, stage.machine), stage.case, PAT, stage.at)
    discussed = not policy.draft.blind and point in {"feedback-given", "answers-complete"}
    assert ("sheet" in seen.facts) is (point not in _BEFORE or discussed)
    assert all(entry.by is None for entry in seen.entries)
    assert "comment-on-draft" in {option.name for option in seen.options}


def _report(stage: Stage, policy: LocalPolicy, viewer: Actor, **more: Any) -> Any:
    return audience_report(policy, stage.case, rater(), roles=viewer.roles, **more)


@pytest.mark.parametrize("locality", LOCALITIES)
@pytest.mark.parametrize("point", POINTS)
def test_a3_a9_nobody_unauthorised_sees_a_rating(locality: str, point: str) -> None:
    """A3, A9: no report before a blind draft is out; then for those at work, then as the policy says."""
    policy, stage, other = policy_of(locality), reach(locality, point), reach(locality, point, "PRGE")
    for viewer in VIEWERS:
        shown = shown_now(policy, stage.state, viewer.roles)
        mine = _report(stage, policy, viewer)
        assert (mine is None) is (not shown)
        if viewer in {PAT, LEA, NED}:
            same = not shown or stage.facts.sheet == other.facts.sheet
            assert (mine == _report(other, policy, viewer)) is same, viewer
        if policy.draft.blind and point in _BEFORE:
            assert not shown
        if stage.state != "published" and viewer in {PUB, BRO, REG, NED}:
            assert not shown
        if shown:
            assert ("Draft" in {each.title for each in mine.notices}) is (stage.state != "published")
    assert audience_report(policy, stage.case, rater()) is None or policy.id == "norfolk"


def test_a9_norfolk_publishes_a_summary_of_ratings() -> None:
    """A9 (N): the public sees every rating, and nothing of answers, comments, evidence or scores."""
    norfolk = policy_of("norfolk")
    stage = reach("norfolk", "published", "GRGE")
    told = "All actions were carried out."
    public = audience_report(norfolk, stage.case, rater(), full=True, statement=told)
    assert public is not None
    assert public.overall is not None
    text = report_markdown(public) + report_html(public)
    assert told in text
    assert "As seen." not in text
    assert "A01" not in text
    assert "Score" not in report_markdown(public)
    assert [fact.name for fact in public.facts] == ["Council", "Kind", "Published on"]
    comments = stage.facts.sheet.with_answers({"A01": attrs.evolve(rated("G"), comment="Other words.")})
    other = attrs.evolve(stage.case, facts=attrs.evolve(stage.facts, sheet=comments))
    assert audience_report(norfolk, other, rater(), full=True, statement=told) == public
    assert audience_report(norfolk, other, rater(), roles=["provider"], full=True) != audience_report(
        norfolk, stage.case, rater(), roles=["provider"], full=True
    )


def _published(locality: str, letters: str) -> Case[AssessmentFacts]:
    """Take one published case, with other answers in it."""
    if locality not in _ENDED:
        _ENDED[locality] = (reach(locality, "published").case,)
    case = _ENDED[locality][0]
    return attrs.evolve(case, facts=attrs.evolve(case.facts, sheet=answers(letters)))


def test_a9_the_region_sees_the_overall_rating_and_nothing_else() -> None:
    """A9 (T): all answers that have one overall rating give the region one and the same report."""
    policy = policy_of("south-west")
    reports: dict[str, set[str]] = {}
    for letters in map("".join, combinations_with_replacement("EGRP", 4)):
        case = _published("south-west", letters)
        overall = str(outcome_of(case.facts, rater()).overall.rating)
        report = audience_report(policy, case, rater(), roles=["region"], full=True)
        reports.setdefault(overall, set()).add(repr(report))
        if letters[0] == letters[-1]:
            for role in ("brokerage", "regulator", "contract-lead"):
                assert audience_report(policy, case, rater(), roles=[role], full=True) == report
    assert len(reports) == 4
    assert {len(each) for each in reports.values()} == {1}


def test_s7_reports_use_the_localitys_names() -> None:
    """S1, S7: the South West's report names its own ratings."""
    report = audience_report(
        policy_of("south-west"), _published("south-west", "GGGG"), rater(), roles=["region"]
    )
    assert report is not None
    assert report.overall is not None
    assert report.overall.rating.label == "Compliant"


def test_a9_wirral_shows_no_domains_and_nobody_else() -> None:
    """A9 (W), S1: the provider sees overall and standards without domains; nobody outside does."""
    wirral, case = policy_of("wirral"), _published("wirral", "GRGE")
    report = audience_report(wirral, case, rater(), roles=["provider"], full=True)
    assert report is not None
    text = report_markdown(report)
    assert "Domain" not in text
    assert "Standard 1" in text
    for roles in ([], ["region"], ["brokerage"]):
        assert audience_report(wirral, case, rater(), roles=roles) is None
    assert audience_report(wirral, case, rater(), audience=Audience.OTHER_PROVIDERS) is None


def test_a9_good_practice_goes_out_with_permission_only() -> None:
    """A9 (E): what others may learn from is shown to them only if the provider lets us."""
    essex = policy_of("essex")
    others = attrs.evolve(
        essex.publication[0], audience=Audience.OTHER_PROVIDERS, shown=(Shown.GOOD_PRACTICE,)
    )
    sharing = attrs.evolve(essex, publication=(*essex.publication, others))
    case = _published("essex", "EGGG")

    def text(policy: LocalPolicy, *, permitted: bool) -> str:
        told = audience_report(
            policy,
            case,
            rater(),
            audience=Audience.OTHER_PROVIDERS,
            good_practice_permitted=permitted,
        )
        return "" if told is None else report_markdown(told)

    assert "Good practice" not in text(sharing, permitted=False)
    assert "As seen." in text(sharing, permitted=True)
    assert "Good practice" in text(
        attrs.evolve(sharing, good_practice_needs_permission=False), permitted=False
    )
    own = audience_report(essex, case, rater(), roles=["provider"])
    assert own is not None
    assert "good-practice" in {section.id for section in own.sections}


def test_reports_restricted_by_kind() -> None:
    """How a rating came about is told where everything below it is shown, and not otherwise."""
    outcome = outcome_of(_published("norfolk", "PGEG").facts, rater())
    whole = report_of(outcome, Shown, full=True)
    assert restricted(whole, Shown) == whole
    no_overall = restricted(whole, [each for each in Shown if each is not Shown.OVERALL])
    assert no_overall.overall is None
    assert "Overall" not in report_markdown(no_overall)
    ratings = no_overall.sections[0].body.rows  # type: ignore[union-attr]
    assert all(row.decided_by for row in ratings)
    no_domains = restricted(whole, [each for each in Shown if each is not Shown.DOMAINS])
    assert no_domains.overall is not None
    assert not no_domains.overall.decided_by
    assert "Domain" not in report_markdown(no_domains)
    assert "basis" in report_html(no_domains)
    bare = attrs.evolve(whole, overall=None, facts=())
    assert restricted(bare, [Shown.STANDARDS, Shown.QUESTIONS]).overall is None
    assert "\n\n\n" not in report_markdown(bare)
    standards = report_of(outcome, [Shown.STANDARDS], full=True)
    assert standards.overall is None
    assert {row.kind.value for row in standards.sections[0].body.rows} == {"standard"}  # type: ignore[union-attr]
    assert report_of(outcome, Shown, full=False).kind == "Summary report"


@pytest.mark.parametrize("locality", LOCALITIES)
def test_every_machine_has_views_that_fit_it(locality: str) -> None:
    """Views of all machines name only what there is, and nobody without a role sees a thing."""
    policy = policy_of(locality)
    every: list[Machine[Any]] = [
        targeted_review_machine(policy),
        self_assessment_machine(policy),
        dispute_machine(policy),
        action_plan_machine(policy),
        *concern_machines(policy).values(),
    ]
    for machine in every:
        views = views_of(policy, machine)
        for state in machine.states:
            assert views.grant([], state) is None
            for role in machine.roles:
                grant = views.grant([role], state)
                assert grant is not None or machine.id != "action-plan"


def test_a12_who_raised_a_concern_stays_at_the_council() -> None:
    """A12: the service hears what it is about, and not who raised it or what was answered."""
    policy = policy_of("wirral")
    for machine in concern_machines(policy).values():
        grant = views_of(policy, machine).grant(["registered-manager"], "raised")
        assert grant is not None
        assert set(grant.facts or ()) == {"kind", "service", "what"}


def test_d2_findings_are_told_once_a_stage_is_decided() -> None:
    """D2: while a stage is under way, provider and assessor see neither findings nor proposals."""
    policy = policy_of("essex")
    views = views_of(policy, dispute_machine(policy))
    for role in ("provider", "assessor"):
        before = views.grant([role], "lead-officer-in-review")
        after = views.grant([role], "lead-officer-decided")
        assert before is not None
        assert after is not None
        assert "reviews" not in (before.facts or ())
        assert "reviews" in (after.facts or ())


def test_sa1_a_draft_of_a_self_assessment_is_the_providers() -> None:
    """SA1: what the provider has filled in so far the council sees once it is submitted."""
    policy = policy_of("norfolk")
    views = views_of(policy, self_assessment_machine(policy))
    early, late = (views.grant(["assessor"], state) for state in ("template-sent", "submitted"))
    assert early is not None
    assert late is not None
    assert "sheet" not in (early.facts or ())
    assert late.facts is None
    assert late.entries is not None
    assert not late.entries["fill-in"]
    assert late.entries["set-level"] is None
    reviewing = views.grant(["senior-officer"], "in-dispute")
    assert reviewing is not None
    assert reviewing.entries is not None
    assert not reviewing.entries["fill-in"]
    assert reviewing.entries["set-level"] is None


def test_audiences_of_roles() -> None:
    """Everybody is of the public; who decides a stage of the ladder reviews."""
    wirral, norfolk = load_policy("wirral"), load_policy("norfolk")
    assert audiences_of(norfolk, []) == (Audience.PUBLIC,)
    assert Audience.REVIEWER in audiences_of(wirral, ["contracts-manager"])
    assert Audience.REVIEWER not in audiences_of(norfolk, ["contracts-manager"])
    assert set(shown_now(norfolk, "in-dispute", ["head-of-service"])) == {
        Shown.OVERALL,
        Shown.DOMAINS,
        Shown.STANDARDS,
        Shown.QUESTIONS,
    }
    assert shown_now(norfolk, "comments-considered", ["head-of-service"]) == frozenset()
    assert Shown.QUESTIONS in shown_now(load_policy("south-west"), "in-dispute", ["senior-officer"])
    assert shown_now(load_policy("south-west"), "draft-issued", ["contract-lead"]) == frozenset()
