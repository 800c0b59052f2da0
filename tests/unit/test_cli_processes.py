"""``pamms policies``, ``pamms workflow`` and ``pamms story``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from pamms_core.cli import main, process_arguments
from pamms_core.codec import dump_case
from pamms_core.policies.catalogue import load_policy, shipped_policies
from pamms_core.policies.events import EVENTS
from pamms_core.policies.words import Role, StageOutcome
from pamms_core.processes.assessment_commands import IssueDraft
from pamms_core.processes.catalogue import MACHINES, machine_named
from pamms_core.stories.script import play_story, story
from pamms_core.stories.telling import Stage, StoryError
from pamms_core.stories.text import story_text
from pamms_core.workflow.permissions import permissions, who_may

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

OWN = 'id = "own"\nedition = "1"\ntitle = "Own"\n'


def run(capsys: pytest.CaptureFixture[str], *line: str, status: int = 0) -> str:
    """Run a command line and return what it wrote: to standard error, if it fails."""
    assert main(list(line)) == status
    written = capsys.readouterr()
    return written.out if status == 0 else written.err + written.out


def told(capsys: pytest.CaptureFixture[str], *line: str, status: int = 0) -> Any:
    """Run a command line with --json and return what it wrote."""
    assert main([*line, "--json"]) == status
    return json.loads(capsys.readouterr().out)


def test_policies_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    """Every shipped policy stands in a line, with how much of it is ours."""
    lines = run(capsys, "policies").splitlines()
    assert [line.split()[0] for line in lines] == list(shipped_policies())
    assert "reviewed" not in run(capsys, "policies", "list", "--on", "2026-11-22")
    assert told(capsys, "policies", "list")["policies"][2]["title"] == "Norfolk"
    assert "should have been reviewed" in run(capsys, "policies", "list", "--on", "2031-01-01")
    assert "takes no names" in run(capsys, "policies", "list", "norfolk", status=2)


def test_a_policy_is_shown_whole(capsys: pytest.CaptureFixture[str]) -> None:
    """A15: each value with its source; on a day past its review, with a warning."""
    text = run(capsys, "policies", "show", "norfolk", "--on", "2030-01-01")
    assert text.startswith("The policy of Norfolk should have been reviewed")
    assert "Norfolk: A5 (N)" in text
    assert run(capsys, "policies", "show", "norfolk", "--on", "2026-11-22").startswith("Policies")
    values = told(capsys, "policies", "show", "norfolk")["values"]
    assert len(values) == len(load_policy("norfolk").sources)
    assert "name a policy" in run(capsys, "policies", "show", status=2)
    assert "must be a date" in run(capsys, "policies", "show", "norfolk", "--on", "soon", status=2)


def test_policies_are_compared(capsys: pytest.CaptureFixture[str]) -> None:
    """Differences only, or all; as text, Markdown and HTML."""
    text = run(capsys, "policies", "compare")
    assert "10 working days\n      Essex: A5 (E)" in text
    assert len(run(capsys, "policies", "compare", "--all")) > len(text)
    assert run(capsys, "policies", "compare", "--format", "markdown").startswith("# Policies")
    assert run(capsys, "policies", "compare", "essex", "wirral", "--format", "html").startswith("<table")
    assert told(capsys, "policies", "compare", "essex", "essex")["values"] == []
    shape = told(capsys, "policies", "compare", "essex", "wirral")
    assert shape["policies"] == ["essex", "wirral"]
    assert all(each["differs"] for each in shape["values"])
    assert any(None in each["cells"] for each in shape["values"])


def test_a_policy_file_is_checked(
    write: Callable[[str, str], str], capsys: pytest.CaptureFixture[str]
) -> None:
    """All mistakes at once, to standard error; remarks where there are none."""
    good = write("own.toml", f'{OWN}[concerns.concern]\nsource = "x"\ncopied = ["contract-lead"]\n')
    assert "told-and-copied" in run(capsys, "policies", "check", good, "--on", "2031-01-01")
    assert [each["code"] for each in told(capsys, "policies", "check", good)["findings"]] == [
        "told-and-copied"
    ]
    bad = write("bad.toml", f'{OWN}[comments]\nsource = "x"\nperiod = "0 days"\nfinalised_by = ["x"]\n')
    assert len(run(capsys, "policies", "check", bad, status=1).splitlines()) == 2
    assert len(told(capsys, "policies", "check", bad, status=1)["mistakes"]) == 2
    assert "name one policy" in run(capsys, "policies", "check", status=2)


@pytest.mark.parametrize("name", MACHINES)
def test_workflows_are_shown_and_drawn(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Every machine of a policy has a table and a picture."""
    wide = run(capsys, "workflow", "show", "wirral", name, "--format", "markdown")
    assert wide == who_may(machine_named(load_policy("wirral"), name))
    assert run(capsys, "workflow", "diagram", "wirral", name).startswith("stateDiagram-v2")
    rows = told(capsys, "workflow", "show", "wirral", name)["rows"]
    assert len(rows) == len(machine_named(load_policy("wirral"), name).all_rules)
    assert all(row["source"] for row in rows)


@pytest.mark.parametrize("name", MACHINES)
def test_a_workflow_is_read_in_eighty_columns(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Every rule stands there with who may, from where to where, and its source; no line is wide."""
    text = run(capsys, "workflow", "show", "wirral", name)
    assert max(map(len, text.splitlines())) <= 80
    assert "\x1b" not in text
    machine = machine_named(load_policy("wirral"), name)
    whole = " ".join(text.split())
    for row in permissions(machine):
        way = f"{row.what} {', '.join(row.states)} -> {', '.join(row.leads_to)}"
        assert (f"{way} who may: {', '.join(row.who)}" if row.who else way) in whole
        assert f"source: {row.source}" in whole
    assert whole.count(" -> ") == len(machine.all_rules)


def test_a_workflow_is_shown_in_one_state(capsys: pytest.CaptureFixture[str]) -> None:
    """With a state only what applies there is shown; at an end that is nothing."""
    shown = run(capsys, "workflow", "show", "norfolk", "dispute", "--state", "senior-officer-decided")
    assert "In the state senior-officer-decided.\n" in shown
    assert "open-dispute" not in shown
    assert "next-request is due\n  senior-officer-decided -> settled\n  clocks" in shown
    ended = run(capsys, "workflow", "show", "norfolk", "dispute", "--state", "settled")
    assert "Nobody may do anything.\n" in ended
    assert ended.endswith("Nothing.\n")


def test_tables_and_drawings_have_formats_of_their_own(capsys: pytest.CaptureFixture[str]) -> None:
    """A drawing cannot be a table, nor a table a drawing: usage, with the formats there are."""
    show = run(capsys, "workflow", "show", "norfolk", "dispute", "--format", "svg", status=2)
    assert show == "pamms: --format svg: workflow show writes text, markdown\n"
    draw = run(capsys, "workflow", "diagram", "norfolk", "dispute", "--format", "text", status=2)
    assert draw == "pamms: --format text: workflow diagram writes mermaid, dot, svg\n"
    assert main(["workflow", "--help"]) == 0
    assert "for other programs" in " ".join(capsys.readouterr().out.split())


def test_names_that_are_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    """An unknown machine, state or policy is a mistake of usage, with what there is."""
    assert "did you mean 'dispute'" in run(capsys, "workflow", "show", "wirral", "disputes", status=2)
    assert "norfolk" in run(capsys, "workflow", "show", "norfolc", "dispute", status=2)
    assert "finl" in run(
        capsys, "workflow", "diagram", "wirral", "assessment", "--state", "finl", status=2
    )
    assert run(capsys, "workflow", "diagram", "wirral", "dispute", "--format", "dot").startswith(
        "digraph"
    )
    assert "stateDiagram" in told(capsys, "workflow", "diagram", "wirral", "dispute")["text"]


def test_a_stored_log_is_looked_at(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The log of a story replays, is whole, and says what may be done; an edited one is found out."""
    log = str(tmp_path / "log.json")
    run(capsys, "story", "norfolk", "--log", log)
    at = ("norfolk", "assessment", log)
    history = run(capsys, "workflow", "replay", *at)
    assert "It stands at: published" in history
    assert "silence-publishes" not in history
    replayed = told(capsys, "workflow", "replay", *at)
    assert (replayed["state"], replayed["entries"][0]["rule"]) == ("published", "schedule")
    assert "nobody can tell" in run(capsys, "workflow", "verify", *at)
    assert told(capsys, "workflow", "verify", *at)["fault"] is None
    refused = run(
        capsys, "workflow", "options", *at, "--role", "provider", "--at", "2027-03-01T09:00:00Z"
    )
    assert refused.startswith("In the state published:\n")
    options = told(capsys, "workflow", "options", *at, "--role", "provider")["options"]
    assert not any(each["allowed"] for each in options)
    with open(log, encoding="utf-8") as stream:
        text = stream.read()
    with open(log, "w", encoding="utf-8") as stream:
        stream.write(text.replace("Care is kind", "Care is poor"))
    assert "it was edited" in run(capsys, "workflow", "verify", *at, status=1)


def test_what_is_wrong_with_the_arguments(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A missing file, a time without a zone and no time at all are told."""
    log = str(tmp_path / "log.json")
    run(capsys, "story", "essex", "--log", log, "--from", "2026-10-01")
    at = ("essex", "assessment", log)
    assert "name the file of a log" in run(capsys, "workflow", "replay", "essex", "assessment", status=2)
    assert "has no zone" in run(capsys, "workflow", "options", *at, "--at", "2027-03-01T09:00", status=2)
    assert "must be a time" in run(capsys, "workflow", "options", *at, "--at", "soon", status=2)
    assert "was made by" in run(capsys, "workflow", "replay", "norfolk", "assessment", log, status=1)
    assert "head" in run(capsys, "workflow", "verify", *at, "--head", "0" * 64, status=1)


def test_a_stored_case_is_looked_at(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A stored case tells the same as the log of it; another document is told apart, with its file."""
    log, stored = str(tmp_path / "log.json"), str(tmp_path / "case.json")
    run(capsys, "story", "norfolk", "--log", log)
    stage = play_story(load_policy("norfolk"))
    plan = stage.all.plan
    assert plan is not None
    for name, case in (("assessment", stage.case), ("action-plan", plan)):
        with open(stored, "w", encoding="utf-8") as stream:
            stream.write(dump_case(case, stage.processes.machine_of(case)))
        replayed = run(capsys, "workflow", "replay", "norfolk", name, stored)
        assert f"case {case.id}\n" in replayed
    asked = ("norfolk", "assessment")
    with open(stored, "w", encoding="utf-8") as stream:
        stream.write(dump_case(stage.case, stage.processes.assessment))
    for action in ("options", "replay"):
        assert run(capsys, "workflow", action, *asked, stored) == run(
            capsys, "workflow", action, *asked, log
        )
    allowed = run(capsys, "workflow", "verify", *asked, stored, status=1)
    assert "case.json: format: must be 'pamms-core/log'" in allowed
    with open(stored, "w", encoding="utf-8") as stream:
        stream.write('{"format": "pamms-core/node", "version": 1}')
    told_apart = run(capsys, "workflow", "options", *asked, stored, status=1)
    assert "case.json: format: must be 'pamms-core/case' or 'pamms-core/log'" in told_apart
    misspelt = run(capsys, "workflow", "options", *asked, log, "--role", "provder", status=2)
    assert "did you mean 'provider'" in misspelt


def test_the_help_names_every_machine() -> None:
    """What may stand for MACHINE is told in full."""
    for name in MACHINES:
        assert name in process_arguments._MACHINE.replace(" or ", ", ").split(", ")


@pytest.mark.parametrize("name", shipped_policies())
def test_the_story_of_a_locality(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Each locality's story comes to its end, tells its messages and explains what falls due."""
    text = run(capsys, "story", name)
    policy = load_policy(name)
    for part in (
        "is scheduled",
        "asks for a review",
        "The report is published.",
        "The plan is accepted",
    ):
        assert part in " ".join(text.split())
    assert policy.ladder[-1].title in " ".join(text.split())
    assert "! Comments on the draft report: due by the end of" in text
    assert max(map(len, text.splitlines())) <= 80
    assert ("sees the ratings" in text.partition("goes to the provider")[0]) is not policy.draft.blind
    scenes = told(capsys, "story", name)["scenes"]
    assert all(each["sources"] for each in scenes if each["states"])
    assert [each["at"] for each in scenes] == sorted(each["at"] for each in scenes)


@pytest.mark.parametrize("name", shipped_policies())
def test_a10_messages_hold_what_their_event_knows(name: str) -> None:
    """A10, F4: every message of a whole story has just the fields that the table of events names."""
    stage = play_story(load_policy(name))
    messages = [each for scene in stage.scenes for each in scene.told]
    assert {"draft-issued", "dispute-decided", "action-plan-needed", "plan-accepted"} <= {
        each.event for each in messages
    }
    assert {each.event for each in messages} <= set(EVENTS)
    assert all(each.paragraphs for each in messages)
    assert any(each.due for each in messages if each.event == "action-plan-needed")


def test_the_story_in_full(capsys: pytest.CaptureFixture[str]) -> None:
    """With --full every message is written out."""
    assert "calls for an action plan" in " ".join(run(capsys, "story", "norfolk", "--full").split())


def test_a_policy_that_the_story_cannot_follow() -> None:
    """What the policy forbids stops the story with the reason; nothing is told of an unopened one."""
    policy = load_policy("norfolk")
    stage = play_story(policy)
    with pytest.raises(StoryError, match="the story cannot go on: a second draft: ") as caught:
        stage.do(IssueDraft(), Role.ASSESSOR, "a second draft")
    assert caught.value.what == "a second draft"
    assert caught.value.reasons
    with pytest.raises(StoryError, match="not open yet") as early:
        _ = Stage(policy, stage.rater, stage.at).all
    assert early.value.reasons == "it is not open yet"


def test_stories_of_unusual_policies(write: Callable[[str, str], str]) -> None:
    """A ladder that can only confirm, and a plan that nothing calls for, lead to other ends."""
    stage = 'id = "r"\ntitle = "Review"\ndecided_by = ["senior-officer"]\nuninvolved = true\n'
    stage += 'checks = ["fairness"]\n'
    times = 'request_within = "14 days"\ndecide_within = "14 days"\nfinal = true\n'
    ladder = f'[[ladder]]\nsource = "x"\n{stage}outcomes = ["{StageOutcome.PUBLISH}"]\n{times}'
    plan = '[plan]\nsource = "x"\ntrigger = "overall"\nat_or_below = "poor"\n'
    policy = load_policy(write("own.toml", f"{OWN}{ladder}{plan}"))
    text = story_text(policy, story(policy))
    assert "Review: a fair record." in text
    assert "No action plan is needed." in text
