"""Together as JSON: read back as it was written, strictly, with the mistakes of every case."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from joining import published
from playing import policy_of, rater

from pamms_core.codec import dump_together, load_together
from pamms_core.errors import DataFileError
from pamms_core.processes.together import Processes
from pamms_core.workflow.errors import LogError, WrongMachineError

if TYPE_CHECKING:
    from collections.abc import Callable

    from pamms_core.processes.together_values import Together

PROCESSES = Processes.of(policy_of("wirral"), rater())


@pytest.fixture(scope="module")
def whole() -> Together:
    """Give an assessment with a dispute, a plan, two follow-ups and a concern."""
    return published("wirral", PROCESSES)


@pytest.fixture(scope="module")
def text(whole: Together) -> str:
    """Give it as JSON."""
    return dump_together(whole, PROCESSES)


def test_read_back_as_it_was(whole: Together, text: str) -> None:
    """All five kinds of case come back, and what is written again is the same text."""
    found = load_together(text, PROCESSES)
    assert found == whole
    assert [len(each) for each in (found.disputes, found.follow_ups, found.concerns)] == [1, 2, 1]
    assert dump_together(found, PROCESSES) == text
    assert json.loads(dump_together(found, PROCESSES, indent=2)) == json.loads(text)


def test_a_plan_need_not_be_there(whole: Together) -> None:
    """An assessment alone is a document too."""
    alone = attrs.evolve(whole, disputes=(), plan=None, follow_ups=(), concerns=())
    assert load_together(dump_together(alone, PROCESSES), PROCESSES) == alone


def _broken(text: str, *breaks: Callable[[Any], Any]) -> list[str]:
    data = json.loads(text)
    for each in breaks:
        each(data)
    with pytest.raises(DataFileError, match="<JSON>") as caught:
        load_together(json.dumps(data), PROCESSES)
    return [f"{each.path}: {each.problem}" for each in caught.value.mistakes]


def test_the_mistakes_of_every_case_at_once(text: str) -> None:
    """Each is told with the path that leads to it, through its own case."""
    found = _broken(
        text,
        lambda data: data["assessment"].update(version="1"),
        lambda data: data["disputes"][0].pop("state"),
        lambda data: data["plan"].update(colour="red"),
        lambda data: data["follow_ups"].__setitem__(1, []),
        lambda data: data["concerns"][0]["machine"].update(id="plan"),
        lambda data: data["concerns"].append("x"),
    )
    known = "must be one of concern, concern-safeguarding, concern-health-and-safety"
    assert found == [
        "assessment.version: must be a whole number",
        "plan.colour: is an unknown field",
        "disputes[0].state: is missing",
        "follow_ups[1]: must be an object",
        f"concerns[0].machine.id: {known}",
        f"concerns[1].machine.id: {known}",
    ]


def test_the_document_itself_is_strict(text: str) -> None:
    """Another field, a missing one, another shape and another version are mistakes."""
    assert _broken(text, lambda data: data.update(more=1), lambda data: data.pop("concerns")) == [
        "concerns: is missing",
        "more: is an unknown field",
    ]
    assert _broken(text, lambda data: data.update(version=2)) == ["version: must be 1"]
    assert _broken(text, lambda data: data.update(disputes={})) == ["disputes: must be a list"]


def test_each_case_stands_where_it_was_made(whole: Together) -> None:
    """A case under another's id, twice, or in another order is a mistake: its log is about another."""
    first, second = whole.follow_ups
    mixed = attrs.evolve(whole, follow_ups=(second, first), disputes=(*whole.disputes, *whole.disputes))
    with pytest.raises(DataFileError, match="must be 'case 1/dispute-2'") as caught:
        load_together(dump_together(mixed, PROCESSES), PROCESSES)
    assert [each.path for each in caught.value.mistakes] == [
        "disputes[1].id",
        "follow_ups[0].id",
        "follow_ups[1].id",
    ]
    with pytest.raises(DataFileError, match=r"plan\.id: must be 'other/plan'"):
        load_together(dump_together(_renamed(whole), PROCESSES), PROCESSES)


def _renamed(whole: Together) -> Together:
    from pamms_core.workflow.case import Log

    log = Log.of(attrs.evolve(each, case="other") for each in whole.assessment.log)
    return attrs.evolve(whole, assessment=attrs.evolve(whole.assessment, id="other", log=log))


def test_the_machines_and_logs_must_fit(whole: Together, text: str) -> None:
    """Another council's machines cannot read it, and a case that its log does not tell is refused."""
    other = Processes.of(policy_of("norfolk"), rater())
    with pytest.raises(WrongMachineError, match="norfolk") as foreign:
        load_together(text, other)
    assert foreign.value.expected == other.assessment.key
    assert whole.plan is not None
    with pytest.raises(WrongMachineError, match="wirral"):
        dump_together(whole, other)
    data = json.loads(text)
    data["plan"]["machine"]["edition"] = "wirral 0"
    with pytest.raises(WrongMachineError, match="wirral 0"):
        load_together(json.dumps(data), PROCESSES)
    data = json.loads(text)
    data["plan"]["version"] = 7
    with pytest.raises(LogError, match="not what its log tells: look at its version") as caught:
        load_together(json.dumps(data), PROCESSES)
    assert caught.value.number == 1
