"""Views: what each person sees of a case, and nothing else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import attrs
import pytest
from drafts import (
    DRAFTS,
    FACTS,
    MANAGER,
    NINE,
    OFFICER,
    PROVIDER,
    AddComment,
    Comment,
    GiveMoreTime,
    Share,
    machine,
)

from pamms_core._frozen import FrozenMap
from pamms_core.workflow import Actor, Case, Notice, Open, WrongMachineError, decide, open_case
from pamms_core.workflow.fact_paths import open_paths
from pamms_core.workflow.openings import Opening, ViewPolicy
from pamms_core.workflow.veil import veiled
from pamms_core.workflow.views import View, ViewedOption, view

DAY = timedelta(days=1)


def policy(**opening: Any) -> ViewPolicy[Any]:
    """Make a policy of one opening to the provider, in every state."""
    return ViewPolicy(
        machine=DRAFTS, openings=[Opening(**({"to": "provider", "states": "*"} | opening))]
    )


def taken(
    case: Case[Any], command: object, by: Actor, days: int
) -> tuple[Case[Any], tuple[Notice, ...]]:
    """Take a step that must be accepted."""
    decision = decide(DRAFTS, case, command, by=by, at=NINE + days * DAY)
    assert decision
    return decision.case, decision.notices  # type: ignore[union-attr]


@pytest.fixture
def drafting() -> Case[Any]:
    """Return a case that is being drafted."""
    return open_case(DRAFTS, Open(FACTS), by=OFFICER, at=NINE, id="c1").case


@pytest.fixture
def commented(drafting: Case[Any]) -> Case[Any]:
    """Return a case that was shared, commented on and given more time."""
    case, _ = taken(drafting, Share(), OFFICER, 1)
    case, _ = taken(case, AddComment("Not so.", "a typing error"), PROVIDER, 2)
    return taken(case, GiveMoreTime("illness"), OFFICER, 2)[0]


def seen(policy: ViewPolicy[Any], case: Case[Any], viewer: Actor = PROVIDER, days: int = 3) -> View:
    """See a case some days after it began."""
    return view(policy, case, viewer, NINE + days * DAY)


def option(found: View, name: str) -> ViewedOption:
    """Pick an option by its command's name."""
    return next(each for each in found.options if each.name == name)


def test_nothing_is_open_by_default(commented: Case[Any]) -> None:
    """Whoever has no opening in the state sees nothing, not even the state."""
    for found in (
        seen(policy(states="drafting", facts="*", options="*"), commented),
        seen(policy(facts="*", options="*"), commented, MANAGER),
        seen(policy(facts="*", options="*"), commented, Actor("nobody")),
    ):
        assert found.state is None
        assert found.facts == {}
        assert not (found.entries)
        assert not (found.clocks)
        assert not (found.options)
        assert not (found.notices)


def test_an_opening_without_more_opens_the_state_only(commented: Case[Any]) -> None:
    """The state is seen; facts, steps, clocks, options and messages are not."""
    found = seen(policy(), commented)
    assert found.state == "with-provider"
    assert found.facts == {}
    assert not (found.entries)
    assert not (found.clocks)
    assert not (found.options)
    assert not (found.notices)


def test_open_facts_are_plain_data(commented: Case[Any]) -> None:
    """Values are shown as maps and tuples, cut to the open paths."""
    found = seen(policy(facts=["title", "comments.text"]), commented)
    assert found.facts == {"title": "Cedar View", "comments": ({"text": "Not so."},)}


def test_a_case_that_is_not_open_yet_has_no_facts() -> None:
    """Before its opening a case shows its state, and who may open it."""
    from pamms_core.workflow import new_case

    found = seen(policy(to="officer", facts="*", options="open"), new_case(DRAFTS, NINE), OFFICER)
    assert (found.state, found.facts) == ("(new)", {})
    assert option(found, "open").allowed


def test_steps_are_shown_without_data_people_and_numbers(commented: Case[Any]) -> None:
    """A step's name opens that it was taken; a path opens data, and people are open on their own."""
    found = seen(policy(entries=["share", "add-comment.text"]), commented)
    assert [(each.name, each.by, each.data) for each in found.entries] == [
        ("share", None, {}),
        ("add-comment", None, {"text": "Not so."}),
    ]
    found = seen(policy(entries=["*"], people=True), commented)
    assert [each.by for each in found.entries] == ["olu", "olu", "pat", "olu"]
    assert found.entries[2].data == {"text": "Not so.", "why": "a typing error"}
    assert found.entries[3].to_state == "with-provider"


def test_clocks_are_shown_with_or_without_reasons(commented: Case[Any]) -> None:
    """A clock's name opens when it is due; what was said about it is open on its own."""
    (clock,) = seen(policy(clocks="comments"), commented).clocks
    assert str(clock.period) == "14 days"
    assert clock.due == NINE.replace(hour=0) + 23 * DAY
    assert clock.reasons == ()
    for paths in (["comments.reasons"], ["*"]):
        (clock,) = seen(policy(clocks=paths), commented).clocks
        assert clock.reasons == ("illness",)


def test_time_acts_before_anyone_sees(commented: Case[Any]) -> None:
    """A view of a later day shows what time itself has done by then."""
    found = seen(policy(entries="fell-due.clock"), commented, days=40)
    assert found.state == "published"
    assert [each.data for each in found.entries] == [{"clock": "comments"}, {"clock": "comments"}]


def test_messages_are_shown_to_those_they_are_for(drafting: Case[Any]) -> None:
    """A message is seen by its role, if its template is open, and does not number its step."""
    case, notices = taken(drafting, Share(), OFFICER, 1)
    at = NINE + 2 * DAY
    (notice,) = view(policy(notices="draft-ready"), case, PROVIDER, at, notices).notices
    assert (notice.template, notice.fields) == ("draft-ready", {"title": "Cedar View"})
    assert not hasattr(notice, "entry")
    assert view(policy(notices="reminder"), case, PROVIDER, at, notices).notices == ()
    assert view(policy(to="officer", notices="*"), case, OFFICER, at, notices).notices == ()


def test_options_say_nothing_about_hidden_facts(drafting: Case[Any]) -> None:
    """A guard that reads a hidden fact is named and not answered, whatever the fact is."""
    empty = attrs.evolve(drafting, facts=attrs.evolve(FACTS, note=""))
    hides = policy(to="officer", options="share", clocks="*")
    for case in (drafting, empty):
        share = option(seen(hides, case, OFFICER), "share")
        assert (share.allowed, share.hidden, share.reasons) == (None, ("has-note",), ())
    shows = policy(to="officer", options="share", facts="note")
    assert option(seen(shows, drafting, OFFICER), "share").allowed is True
    share = option(seen(shows, empty, OFFICER), "share")
    assert (share.allowed, [each.code for each in share.reasons]) == (False, ["no-note"])


def test_a_guards_answer_can_be_opened_alone(drafting: Case[Any]) -> None:
    """A policy may tell whether a step is allowed without telling the facts."""
    empty = attrs.evolve(drafting, facts=attrs.evolve(FACTS, note=""))
    tells = policy(to="officer", options="share", guards="has-note")
    assert option(seen(tells, drafting, OFFICER), "share").allowed is True
    assert option(seen(tells, empty, OFFICER), "share").allowed is False
    assert seen(tells, empty, OFFICER).facts == {}


def test_options_say_nothing_about_hidden_clocks(drafting: Case[Any]) -> None:
    """Whether a hidden clock is suspended or over cannot be told from what is allowed."""
    case, _ = taken(drafting, Share(), OFFICER, 1)
    stopped = attrs.evolve(case, clocks=(), wake=None)
    hides = policy(options="add-comment")
    for each in (case, stopped):
        comment = option(seen(hides, each), "add-comment")
        assert (comment.allowed, comment.hidden) == (None, ("comments",))
    shows = policy(options="add-comment", clocks="comments")
    assert option(seen(shows, case), "add-comment").allowed is True
    assert option(seen(shows, stopped), "add-comment").allowed is False


def test_guards_read_the_log_only_where_all_of_it_is_open(commented: Case[Any]) -> None:
    """One hidden kind of step hides every answer that rests on the log."""
    some = policy(to="manager", options="publish", facts="*", entries=["share"], people=True)
    assert option(seen(some, commented, MANAGER), "publish").hidden == ("not-same-person-as-share",)
    whole = policy(to="manager", options="publish", facts="*", entries="*", people=True, clocks="*")
    assert option(seen(whole, commented, MANAGER), "publish").allowed is True


def test_a_look_back_in_time_is_no_error(commented: Case[Any]) -> None:
    """A view for a time before the last step does not tell when that was."""
    found = view(policy(options="*", clocks="*"), commented, PROVIDER, NINE)
    assert "clock-went-backwards" not in str(found)


def test_another_machines_case_is_refused(commented: Case[Any]) -> None:
    """A policy shows cases of its own machine and edition only."""
    other = ViewPolicy(machine=machine("2"), openings=[Opening(to="provider", states="*")])
    with pytest.raises(WrongMachineError, match="edition 1") as caught:
        seen(other, commented)
    assert caught.value.found == DRAFTS.key


def test_veiled_values_keep_their_class_and_their_open_parts() -> None:
    """A guard finds the same classes behind the veil; hidden parts cannot be read by any way."""
    alerts = frozenset({Comment("b", "ann"), Comment("a", "ben")})
    facts = attrs.evolve(FACTS, comments=(Comment("x", "y"),), alerts=alerts)
    behind = veiled(facts, open_paths(["comments.text", "ratings", "alerts.text", "title.x"]))
    assert isinstance(behind, type(facts))
    assert behind.comments[0].text == "x"
    assert behind.ratings == FrozenMap({"B01": "good"})
    assert not behind.title
    for read in (
        lambda: behind.note,
        lambda: len(behind.alerts),
        lambda: list(behind.alerts),
        lambda: "a" in behind.alerts,  # type: ignore[comparison-overlap]
        lambda: behind.comments[0].author,
        lambda: hash(behind),
        lambda: repr(behind),
        lambda: attrs.evolve(behind),
        lambda: attrs.asdict(behind),
    ):
        with pytest.raises(Exception, match=r"^$") as caught:
            read()
        assert type(caught.value).__name__ == "_HiddenError"
    assert veiled(FrozenMap({"a": Comment("x", "y")}), open_paths(["text"]))["a"].text == "x"
