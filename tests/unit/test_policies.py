"""Local policies: what is shipped, and a council's own file with every mistake at once."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from pamms_core import UnknownNameError, load_framework
from pamms_core.policies.catalogue import load_policy, shipped_policies
from pamms_core.policies.citing import is_ours, rule_ids
from pamms_core.policies.words import (
    Audience,
    Check,
    ConcernKind,
    FollowUpKind,
    Granularity,
    Needed,
    Role,
    Shown,
    Silence,
    StageOutcome,
    Trigger,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from pamms_core.policies.policy import LocalPolicy

ALL = tuple(map(load_policy, shipped_policies()))
NORFOLK, ESSEX, WIRRAL, LANCASHIRE, SOUTH_WEST = map(
    load_policy, ("norfolk", "essex", "wirral", "lancashire", "south-west")
)
OWN = 'id = "own"\nedition = "1"\ntitle = "Own"\n'


def test_a5_time_to_comment() -> None:
    """A5: 14 days from receipt, in Essex 10 working days from access; Lancashire's assessor extends."""
    assert {each.id: str(each.comments.period) for each in ALL} == {
        "essex": "10 working days",
        "lancashire": "14 days",
        "norfolk": "14 days",
        "south-west": "14 days",
        "wirral": "14 days",
    }
    assert [each.id for each in ALL if each.comments.counted_from == "draft-accessed"] == ["essex"]
    assert [each.id for each in ALL if each.comments.may_be_extended_by] == ["lancashire"]
    assert LANCASHIRE.comments.may_be_extended_by == (Role.ASSESSOR,)
    assert [each.id for each in ALL if each.comments.name_questions] == ["lancashire"]


def test_a3_a6_a8_how_a_draft_becomes_final() -> None:
    """A3, A6, A8: all but Wirral are blind and publish in silence; Wirral asks for acceptance."""
    for policy in ALL:
        usual = policy.id != "wirral"
        assert policy.draft.blind is usual
        assert (policy.comments.when_silent is Silence.PUBLISH) is usual
        assert policy.agreement.accepted_by_provider is not usual
        assert bool(policy.agreement.ratings_agreed_with) is not usual
        assert policy.scheduling.introductory_meeting is not usual
    assert WIRRAL.comments.finalised_by == (Role.TEAM_MANAGER,)
    assert str(ESSEX.draft.within) == "14 working days"


def test_a9_who_is_shown_what() -> None:
    """A9: Norfolk alone publishes; the South West shows its region overall ratings and no more."""
    assert [each.id for each in ALL if each.shown_to(Audience.PUBLIC)] == ["norfolk"]
    assert Shown.QUESTIONS not in NORFOLK.shown_to(Audience.PUBLIC)
    assert Shown.QUESTIONS in NORFOLK.shown_to(Audience.PROVIDER)
    assert not NORFOLK.word_copy_shows_overall
    assert all(each.word_copy_shows_overall for each in ALL if each.id != "norfolk")
    others = (Audience.REGION, Audience.BROKERAGE, Audience.REGULATOR, Audience.COUNCIL)
    assert {SOUTH_WEST.shown_to(each) for each in others} == {(Shown.OVERALL,)}
    outside = {*others, Audience.PUBLIC, Audience.OTHER_PROVIDERS} - {Audience.COUNCIL}
    assert not any(WIRRAL.shown_to(each) for each in outside)
    assert not any(LANCASHIRE.shown_to(each) for each in outside)
    assert all(Shown.DOMAINS not in each.shown for each in WIRRAL.publication)


def test_d1_to_d6_ladders() -> None:
    """D1 to D6: each ladder has its stages, checks and outcomes, and its last stage is final."""
    assert {each.id: tuple(stage.id for stage in each.ladder) for each in ALL} == {
        "essex": ("lead-officer", "improvement-manager"),
        "lancashire": ("review",),
        "norfolk": ("senior-officer", "head-of-service"),
        "south-west": ("council-appeal",),
        "wirral": ("joint-review",),
    }
    first, second = NORFOLK.ladder
    assert first.uninvolved
    assert StageOutcome.REFER in first.outcomes
    assert second.final
    assert first.checks == (
        Check.ROBUST_EVIDENCE,
        Check.RIGHT_STANDARDS,
        Check.NO_DUPLICATION,
        Check.FAIRNESS,
        Check.INTEGRITY,
    )
    assert WIRRAL.stage("joint-review").decided_by == (Role.TEAM_MANAGER, Role.CONTRACTS_MANAGER)
    assert StageOutcome.REPEAT in WIRRAL.ladder[0].outcomes
    assert not {Check.PARTNERSHIP, Check.SUPPORT} - set(WIRRAL.ladder[0].checks)
    for policy in ALL:
        assert [stage.final for stage in policy.ladder] == [False] * (len(policy.ladder) - 1) + [True]


def test_p1_to_p7_plans() -> None:
    """P1 to P7: what triggers a plan, what an action needs, and who accepts it."""
    triggers = {each.id: each.plan.trigger for each in ALL}
    assert triggers.pop("norfolk") is Trigger.OVERALL
    assert triggers.pop("wirral") is Trigger.ANY_STANDARD
    assert set(triggers.values()) == {Trigger.ANY_QUESTION}
    assert str(NORFOLK.plan.submit_within) == "14 days"
    assert NORFOLK.plan.needs == (Needed.WHAT,)
    assert all(set(each.plan.needs) == set(Needed) for each in ALL if each.id != "norfolk")
    assert Granularity.NOT_EVIDENCED in WIRRAL.plan.issues
    assert [each.id for each in ALL if not each.plan.accepted_one_by_one] == ["wirral"]
    assert [each.id for each in ALL if not each.plan.statement] == ["wirral"]


def test_p5_follow_up() -> None:
    """P5, F5: what follows each rating in Wirral and in Norfolk, and by the plan in Essex."""
    assert [(each.rating, each.kind, str(each.after)) for each in WIRRAL.follow_up] == [
        ("poor", FollowUpKind.CONTRACT_MEETING, "3 months"),
        ("poor", FollowUpKind.REASSESSMENT, "6 months"),
        ("requires-improvement", FollowUpKind.VALIDATION_VISIT, "3 months"),
        ("good", FollowUpKind.VERIFICATION, "None"),
    ]
    assert {(each.rating, str(each.after)) for each in NORFOLK.follow_up} == {
        ("poor", "6 months"),
        ("requires-improvement", "6 months"),
    }
    assert all(each.only_if_plan and each.after is None for each in ESSEX.follow_up)
    assert len(ESSEX.follow_up) == 4


def test_sa1_to_sa3_self_assessments() -> None:
    """SA1 to SA3: four weeks, two weeks, sections 2 and 3; in Wirral only for providers found fit."""
    for policy in ALL:
        own = policy.self_assessment
        assert (str(own.complete_within), str(own.review_within)) == ("4 weeks", "2 weeks")
        assert own.validated_on_site == (2, 3)
        assert own.only_if_fit is (policy.id == "wirral")


def test_a12_concerns() -> None:
    """A12: the registered manager hears first; safeguarding and social care answer within 24 hours."""
    for policy in ALL:
        assert {each.kind for each in policy.concerns} == set(ConcernKind)
        assert {each.told[0] for each in policy.concerns} == {Role.REGISTERED_MANAGER}
        safeguarding = policy.concern(ConcernKind.SAFEGUARDING)
        assert str(safeguarding.answer_within) == "24 hours"
        assert Role.SOCIAL_CARE in safeguarding.answered_by
        assert Role.SPECIALIST not in policy.concern(ConcernKind.HEALTH_AND_SAFETY).told


def test_s1_s7_titles_are_known_to_the_framework() -> None:
    """S1, S7: the policies that show other titles and labels name some that there are."""
    assert {each.id: each.titles for each in ALL if each.titles} == {
        "lancashire": "lancashire",
        "south-west": "south-west",
    }
    assert load_framework().titled("south-west").scale["excellent"].label == "Exceeds compliance"


@pytest.mark.parametrize("policy", ALL, ids=lambda each: each.id)
def test_every_value_cites_a_rule_or_is_ours(policy: LocalPolicy) -> None:
    """No value stands without a source, and each names rules, or says that it is ours."""
    for path, source in policy.sources.items():
        assert rule_ids(source) or is_ours(source), path
        letters = {each for group in re.findall(r"\(([A-Z, ]+)\)", source) for each in group.split(", ")}
        assert letters <= set("NTLWE"), path


@pytest.mark.parametrize("policy", ALL, ids=lambda each: each.id)
def test_a_value_of_another_locality_counts_as_ours(policy: LocalPolicy) -> None:
    """What a policy has from another locality's source only is a choice of ours."""
    for path, source in policy.sources.items():
        letters = re.findall(r"\b[A-Z]{1,2}\d+ \(([A-Z, ]+)\)", source)
        if letters and not any(policy.letter in each.split(", ") for each in letters):
            assert policy.is_ours(path), (path, source)


def test_names_that_are_not_there() -> None:
    """An unknown policy or stage is named with what there is; what is not said is nothing."""
    with pytest.raises(UnknownNameError, match="did you mean 'norfolk'") as policy:
        load_policy("norfolc")
    assert policy.value.known
    with pytest.raises(UnknownNameError, match="did you mean 'senior-officer'") as stage:
        NORFOLK.stage("senior")
    assert stage.value.name == "senior"
    assert NORFOLK.told_of("no-such-event") == ()
    assert SOUTH_WEST.shown_to(Audience.PUBLIC) == ()
    assert NORFOLK.title_of(Role.ASSESSOR) == "Quality monitoring officer"


def test_a15_dates() -> None:
    """A15: a policy is in force from a day, and overdue for review after another."""
    assert not NORFOLK.in_force(date(2026, 3, 31))
    assert NORFOLK.in_force(date(2026, 4, 1))
    assert not NORFOLK.overdue_for_review(date(2029, 3, 31))
    assert NORFOLK.overdue_for_review(date(2029, 4, 1))
    assert repr(NORFOLK).startswith("<LocalPolicy norfolk 2026.1: ")


def test_an_own_policy_says_only_where_it_differs(write: Callable[[str, str], str]) -> None:
    """A council's own file of three lines is a policy; what it adds replaces what is common."""
    plain = load_policy(write("plain.toml", OWN))
    assert plain.comments.period == NORFOLK.comments.period
    own = load_policy(
        write("own.toml", f'{OWN}[draft]\nsource = "our policy, page 3"\nwithin = "3 weeks"\n')
    )
    assert str(own.draft.within) == "3 weeks"
    assert own.sources["draft.within"] == "our policy, page 3"
    assert own.draft.blind is plain.draft.blind
    assert not own.is_ours("draft.within")
    assert own.letter == ""


WRONG = (
    ('[comments]\nsource = "x"\nperiod = "0 days"', "comments.period.is", "from 1 to"),
    ('[comments]\nsource = "x"\nperiod = ""', "comments.period.is", "must not be empty"),
    ('[comments]\nsource = "x"\nfinalised_by = ["assesor"]', "comments.finalised_by.is[0]", "one of"),
    ('[comments]\nperiod = "3 days"', "comments.period.source", "cite a rule"),
    ('[comments]\nsource = "x"\nperiods = "3 days"', "comments.periods", "unknown key"),
    ('[comments]\nsource = "x"\nwhen_silent = "remind-then-decide"', "comments.further", "a period"),
    (
        '[comments]\nsource = "x"\nwhen_silent = "remind-then-decide"',
        "comments.finalised_by",
        "name a role",
    ),
    (
        '[agreement]\nsource = "x"\naccepted_by_provider = true',
        "comments.when_silent",
        "remind-then-decide",
    ),
    ('[agreement]\nsource = "x"\nconsidered_by = []', "agreement.considered_by", "name a role"),
    ('[policy]\nsource = "x"\nreview_by = 2020-01-01', "policy.review_by", "after effective_from"),
    ('[policy]\nsource = "x"\nagreed_on = 2027-01-01', "policy.agreed_on", "not be after"),
    ('[policy]\nsource = "x"\nreview_by = "soon"', "policy.review_by.is", "must be a date"),
    ('[policy]\nsource = "x"\ntitles = "lancs"', "policy.titles", "must be one of"),
    ('[notices]\nsource = "x"\ndraft_isued = []', "notices.draft_isued", "did you mean 'draft_issued'"),
    ('[plan]\nsource = "x"\nlongest = true', "plan.longest.is", "a period such as"),
    ('[plan]\nsource = "x"\nneeds = ["when"]', "plan.needs", "must hold what"),
    ('[plan]\nsource = "x"\nissues = []', "plan.issues", "not be empty"),
    ('[plan]\nsource = "x"\nat_or_below = "gud"', "plan.at_or_below", "one of excellent"),
    ('[frequency]\nsource = "x"\ncounted = ["onsite"]', "frequency.counted", "must be of"),
    ('[concerns.concern]\nsource = "x"\ntold = []', "concerns.concern.told", "name a role"),
    ('[[ladder]]\nsource = "x"\nid = "one"', "ladder[0].title", "is missing"),
    ('[concerns.fire]\nsource = "x"\ntold = []', "concerns.fire", "must be one of"),
)


@pytest.mark.parametrize(("text", "path", "problem"), WRONG, ids=[each[1] for each in WRONG])
def test_a_mistake_is_told_with_its_place(
    text: str,
    path: str,
    problem: str,
    write: Callable[[str, str], str],
    mistakes_of: Callable[..., Any],
) -> None:
    """Each mistake names the file, the path and what is allowed."""
    file = write("own.toml", f"{OWN}{text}\n")
    found = mistakes_of("own.toml", load_policy, file)
    assert [each for each in found if each.path == path and problem in str(each)], list(map(str, found))


STAGE = """
[[ladder]]
source = "x"
id = "{id}"
title = "Review"
decided_by = {by}
uninvolved = false
checks = {checks}
outcomes = {outcomes}
request_within = "14 days"
decide_within = "14 days"
final = {final}
"""


def test_every_mistake_of_a_ladder_at_once(
    write: Callable[[str, str], str], mistakes_of: Callable[..., Any]
) -> None:
    """D6: a ladder with a final stage in its middle and none at its end, and more, is told at once."""
    good = {"by": '["senior-officer"]', "checks": '["fairness"]'}
    ladder = (
        STAGE.format(id="one", final="true", outcomes='["publish"]', by="[]", checks="[]"),
        STAGE.format(id="one", final="false", outcomes="[]", **good),
        STAGE.format(id="two", final="false", outcomes='["refer"]', **good),
    )
    found = mistakes_of("own.toml", load_policy, write("own.toml", OWN + "".join(ladder)))
    assert {each.path for each in found} == {
        "ladder",
        "ladder[0].decided_by",
        "ladder[0].checks",
        "ladder[0].final",
        "ladder[1].outcomes",
        "ladder[2].final",
        "ladder[2].outcomes",
    }


def test_of_what_is_no_kind_of_concern_nothing_more_is_said(
    write: Callable[[str, str], str], mistakes_of: Callable[..., Any]
) -> None:
    """A12: an unknown kind is one mistake, with what is allowed, and hides no known kind."""
    text = f'{OWN}[concerns.saveguarding]\nsource = "x"\ntold = ["provider"]\n'
    (found,) = mistakes_of("must be one of concern", load_policy, write("own.toml", text))
    assert (found.path, found.value) == ("concerns.saveguarding", "saveguarding")
    assert "did you mean 'safeguarding'?" in str(found)


def test_a_policy_without_a_ladder(
    write: Callable[[str, str], str], mistakes_of: Callable[..., Any]
) -> None:
    """An empty ladder is a mistake, and the only one."""
    found = mistakes_of(
        "ladder: must not be empty", load_policy, write("own.toml", f"ladder = []\n{OWN}")
    )
    assert [each.path for each in found] == ["ladder"]


def test_every_kind_of_concern_is_needed(mistakes_of: Callable[..., Any]) -> None:
    """A12: a kind of concern that nobody hears of is a mistake of the whole policy."""
    import tomllib
    from pathlib import Path

    from pamms_core.policies import catalogue
    from pamms_core.policies.policy_file import read_policy

    common = tomllib.loads(Path(catalogue._COMMON).read_text(encoding="utf-8"))
    del common["concerns"]["safeguarding"]
    own = tomllib.loads(OWN)
    found = mistakes_of("every kind", read_policy, own, common=common)
    assert [each.path for each in found] == ["concerns.safeguarding"]
