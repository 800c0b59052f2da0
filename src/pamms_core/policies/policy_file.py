"""Load a local policy from its TOML file; every mistake is reported at once.

What a file leaves out comes from the common policy: the choices that are ours
everywhere stand there once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pamms_core._files import parse_toml, read_text
from pamms_core._frozen import FrozenMap
from pamms_core._reading import Mistakes, Table
from pamms_core.policies import policy as parts
from pamms_core.policies import words
from pamms_core.policies.cited import Cited, cite, overlay
from pamms_core.policies.policy_checks import check

if TYPE_CHECKING:
    from collections.abc import Mapping
    from os import PathLike

__all__ = ["load_policy_file", "read_policy"]

_IDENTITY: Final = ("id", "edition", "title")
_LETTER: Final = "letter"
_ROLES: Final = tuple(words.Role)
_SECTIONS: Final = tuple(range(1, 7))


def load_policy_file(path: str | PathLike[str], *, common: str | PathLike[str]) -> parts.LocalPolicy:
    """Load a policy of a council's own, or a shipped one.

    Args:
        path: the policy's file.
        common: the file of the common policy, which gives what the policy leaves out.

    Raises:
        DataFileError: the file cannot be used; names every mistake in it.
    """
    below = parse_toml(read_text(common), str(common))
    return read_policy(parse_toml(read_text(path), str(path)), common=below, file=str(path))


def read_policy(
    data: Mapping[str, object], *, common: Mapping[str, object], file: str = "<data>"
) -> parts.LocalPolicy:
    """Build a policy from plain data, such as parsed TOML or JSON.

    Raises:
        DataFileError: the data cannot be used; names every mistake.
    """
    mistakes = Mistakes()
    sources: dict[str, str] = {}
    values = overlay(cite(common), _own_values(data))
    head = Table(
        {key: data[key] for key in (*_IDENTITY, _LETTER) if key in data}, file=file, mistakes=mistakes
    )
    identity: dict[str, Any] = {key: head.text(key) for key in _IDENTITY}
    identity[_LETTER] = head.text(_LETTER, "")
    cited = Cited(Table(values, file=file, mistakes=mistakes), sources)
    fields = _fields(cited)
    cited.done()
    policy = parts.LocalPolicy(**identity, **fields, sources=FrozenMap(sources))
    check(policy, cited.table)
    mistakes.check()
    return policy


def _own_values(data: Mapping[str, object]) -> dict[str, Any]:
    """Cite what stands below the head; a list of tables without any stays what it is."""
    own = {key: each for key, each in data.items() if key not in (*_IDENTITY, _LETTER)}
    empty = {key: each for key, each in own.items() if each == []}
    return {**cite(own), **empty}


def _fields(cited: Cited) -> dict[str, Any]:
    publication = cited.inner("publication")
    return {
        **_dates(cited.inner("policy")),
        "role_titles": _role_titles(cited.inner("roles")),
        "scheduling": _scheduling(cited.inner("scheduling")),
        "draft": _draft(cited.inner("draft")),
        "comments": _comments(cited.inner("comments")),
        "agreement": _agreement(cited.inner("agreement")),
        "ladder": tuple(_stage(row) for row in cited.rows("ladder")),
        **_publication(publication),
        "concerns": tuple(_concern(name, row) for name, row in cited.named("concerns")),
        "plan": _plan(cited.inner("plan")),
        "follow_up": tuple(_follow_up(row) for row in cited.rows("follow_up")),
        "frequency": _frequency(cited.inner("frequency")),
        "self_assessment": _self_assessment(cited.inner("self_assessment")),
        "notices": _notices(cited.inner("notices")),
    }


def _dates(row: Cited) -> dict[str, Any]:
    found = {
        "titles": row.text("titles") if row.has("titles") else None,
        "agreed_on": row.optional_day("agreed_on"),
        "effective_from": row.day("effective_from"),
        "review_by": row.day("review_by"),
        "difference_from_regulator": row.whole("difference_from_regulator"),
    }
    row.done()
    return found


def _role_titles(row: Cited) -> FrozenMap[words.Role, str]:
    titles = FrozenMap({role: row.text(role.replace("-", "_")) for role in _ROLES})
    row.done()
    return titles


def _scheduling(row: Cited) -> parts.Scheduling:
    found = parts.Scheduling(
        allocation=row.period("allocation"),
        introductory_meeting=row.flag("introductory_meeting"),
        meeting_attended_by=row.choices("meeting_attended_by", _ROLES),
        sent_before=row.texts("sent_before"),
        visit_days=row.text("visit_days"),
        spoken_to=row.texts("spoken_to"),
    )
    row.done()
    return found


def _draft(row: Cited) -> parts.Draft:
    found = parts.Draft(
        blind=row.flag("blind"),
        within=row.period("within"),
        received_within=row.period("received_within"),
        delivered_as=row.choice("delivered_as", tuple(words.Delivery)),
    )
    row.done()
    return found


def _comments(row: Cited) -> parts.Comments:
    found = parts.Comments(
        period=row.period("period"),
        counted_from=row.choice("counted_from", tuple(words.Occasion)),
        may_be_extended_by=row.choices("may_be_extended_by", _ROLES),
        name_questions=row.flag("name_questions"),
        when_silent=row.choice("when_silent", tuple(words.Silence)),
        further=row.optional_period("further"),
        finalised_by=row.choices("finalised_by", _ROLES),
    )
    row.done()
    return found


def _agreement(row: Cited) -> parts.Agreement:
    found = parts.Agreement(
        considered_by=row.choices("considered_by", _ROLES),
        accepted_by_provider=row.flag("accepted_by_provider"),
        ratings_agreed_with=row.choices("ratings_agreed_with", _ROLES),
        shared_at_meeting_with=row.choices("shared_at_meeting_with", _ROLES),
        published_by=row.choices("published_by", _ROLES),
    )
    row.done()
    return found


def _stage(row: Cited) -> parts.Stage:
    found = parts.Stage(
        id=row.text("id"),
        title=row.text("title"),
        decided_by=row.choices("decided_by", _ROLES),
        uninvolved=row.flag("uninvolved"),
        checks=row.choices("checks", tuple(words.Check)),
        outcomes=row.choices("outcomes", tuple(words.StageOutcome)),
        request_within=row.period("request_within"),
        decide_within=row.period("decide_within"),
        final=row.flag("final"),
    )
    row.done()
    return found


def _publication(row: Cited) -> dict[str, Any]:
    audiences = row.inner("shown")
    shown = tuple(
        parts.Publication(audience=each, shown=audiences.choices(key, tuple(words.Shown)))
        for each in words.Audience
        if audiences.has(key := each.replace("-", "_"))
    )
    audiences.done()
    found = {
        "publication": shown,
        "word_copy_shows_overall": row.flag("word_copy_shows_overall"),
        "good_practice_needs_permission": row.flag("good_practice_needs_permission"),
    }
    row.done()
    return found


def _concern(name: str, row: Cited) -> parts.Concern:
    kinds = {kind.replace("-", "_"): kind for kind in words.ConcernKind}
    if name not in kinds:
        row.table.wrong(None, f"must be one of {', '.join(kinds)}", name)
    found = parts.Concern(
        kind=kinds.get(name, words.ConcernKind.CONCERN),
        told=row.choices("told", _ROLES),
        copied=row.choices("copied", _ROLES),
        decided_by=row.choices("decided_by", _ROLES),
        answered_by=row.choices("answered_by", _ROLES),
        answer_within=row.period("answer_within"),
    )
    row.done()
    return found


def _plan(row: Cited) -> parts.Plan:
    found = parts.Plan(
        trigger=row.choice("trigger", tuple(words.Trigger)),
        at_or_below=row.text("at_or_below"),
        issues=row.choices("issues", tuple(words.Granularity)),
        submit_within=row.period("submit_within"),
        needs=row.choices("needs", tuple(words.Needed)),
        longest=row.optional_period("longest"),
        approved_by=row.choices("approved_by", _ROLES),
        actions_accepted_by=row.choices("actions_accepted_by", _ROLES),
        accepted_one_by_one=row.flag("accepted_one_by_one"),
        reminded_before=row.period("reminded_before"),
        chased_by=row.choices("chased_by", _ROLES),
        chased_every=row.period("chased_every"),
        statement=row.flag("statement"),
    )
    row.done()
    return found


def _follow_up(row: Cited) -> parts.FollowUp:
    found = parts.FollowUp(
        rating=row.text("rating"),
        kind=row.choice("kind", tuple(words.FollowUpKind)),
        after=row.optional_period("after"),
        only_if_plan=row.flag("only_if_plan"),
    )
    row.done()
    return found


def _frequency(row: Cited) -> parts.Frequency:
    found = parts.Frequency(
        at_most_every=row.period("at_most_every"),
        unless_high_risk=row.flag("unless_high_risk"),
        counted=row.texts("counted"),
        review_about=row.optional_period("review_about"),
        apart_from_regulator=row.period("apart_from_regulator"),
    )
    row.done()
    return found


def _self_assessment(row: Cited) -> parts.SelfAssessment:
    found = parts.SelfAssessment(
        only_if_fit=row.flag("only_if_fit"),
        complete_within=row.period("complete_within"),
        reminded_before=row.period("reminded_before"),
        review_within=row.period("review_within"),
        validated_on_site=row.choices("validated_on_site", _SECTIONS),
    )
    row.done()
    return found


def _notices(row: Cited) -> tuple[parts.NoticeRule, ...]:
    found = tuple(
        parts.NoticeRule(event=key.replace("_", "-"), to=row.choices(key, _ROLES))
        for key in row.table.data
    )
    row.done()
    return found
