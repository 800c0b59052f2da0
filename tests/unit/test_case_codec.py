"""Cases and logs as JSON: strict, stable, and every mistake with its path."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from drafts import (
    DRAFTS,
    FACTS,
    NINE,
    OFFICER,
    AddComment,
    GoOn,
    Share,
    example,
    machine,
)

from pamms_core import DataFileError
from pamms_core.codec import UnstorableError, dump_case, dump_log, load_case, load_log
from pamms_core.workflow import (
    LogError,
    Open,
    WrongMachineError,
    command_name,
    decide,
    new_case,
    open_case,
    replay,
    seal,
    verify_log,
)

if TYPE_CHECKING:
    from collections.abc import Callable

GOLDEN = Path(__file__).parent.parent / "golden"


def broken(change: Callable[[dict[str, Any]], object]) -> list[str]:
    """Change a good document and give the mistakes that are found in it."""
    plain = json.loads(dump_case(example(), DRAFTS))
    change(plain["case"])
    with pytest.raises(DataFileError, match="<JSON>") as caught:
        load_case(json.dumps(plain), DRAFTS)
    return [str(each).removeprefix("<JSON>: ") for each in caught.value.mistakes]


def test_a_case_comes_back_as_it_was() -> None:
    """What is written and read is the same case, and it is the one that its log tells of."""
    case = example()
    text = dump_case(case, DRAFTS)
    again = load_case(text, DRAFTS)
    assert again == case
    assert again.facts == case.facts
    assert dump_case(again, DRAFTS) == text
    assert replay(DRAFTS, again.log) == case
    assert load_case(dump_case(new_case(DRAFTS, NINE), DRAFTS), DRAFTS) == new_case(DRAFTS, NINE)


def test_a_log_comes_back_sealed() -> None:
    """The hash chain of a log that was stored and read is whole."""
    sealed = seal(example().log)
    again = load_log(dump_log(sealed, DRAFTS, indent=2), DRAFTS)
    assert again == sealed
    assert verify_log(again, sealed[-1].hash) is None


@pytest.mark.parametrize("name", ["case", "log"])
def test_documents_are_stable(name: str) -> None:
    """The documents of one example are byte for byte the recorded ones, on every Python."""
    case = example()
    text = (
        dump_case(case, DRAFTS, indent=1)
        if name == "case"
        else dump_log(seal(case.log), DRAFTS, indent=1)
    )
    recorded = (GOLDEN / f"draft.{name}.json").read_text(encoding="utf-8")
    assert text + "\n" == recorded


def test_all_mistakes_come_at_once_with_their_paths() -> None:
    """Unknown, missing and wrong fields of every depth are told together."""

    def change(case: dict[str, Any]) -> None:
        case["at"] = "2026-03-02 09:00"
        case["colour"] = "red"
        case["facts"]["comments"][0]["text"] = 1.5
        case["clocks"][0]["deadline"]["ledger"][0]["$"] = "pause"
        del case["log"][0]["number"]
        case["log"][1]["by"]["roles"] = ["officer", "officer"]
        case["log"][2]["command"]["$"] = "remark"

    assert broken(change) == [
        (
            'case.at: must be an instant in UTC such as "2026-03-02T09:00:00+00:00",'
            " not '2026-03-02 09:00'"
        ),
        "case.facts.comments[0].text: must be a text, not 1.5",
        (
            'case.clocks[0].deadline.ledger[0]: must be tagged under "$" as one of extension, suspension'
            ", not 'pause'"
        ),
        "case.log[0].number: is missing",
        "case.log[1].by.roles: must not name a member twice: ['officer', 'officer']",
        (
            'case.log[2].command: must be tagged under "$" as one of open, share, add-comment,'
            " give-more-time, pause, go-on, publish, fell-due, not 'remark'"
        ),
        "case.colour: is an unknown field",
    ]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda case: case.update(clocks={}), "case.clocks: must be a list, not {}"),
        (lambda case: case.update(facts=[]), "case.facts: must be an object, not []"),
        (lambda case: case.update(version=True), "case.version: must be a whole number, not True"),
        (lambda case: case["facts"].update(ratings=3), "case.facts.ratings: must be an object, not 3"),
        (lambda case: case["log"][0].update(command=None), "case.log[0].command: must be an object"),
        (
            lambda case: case["log"][0].update(command={}),
            'case.log[0].command: must be tagged under "$"',
        ),
        (
            lambda case: case["log"][0]["by"].update(id=" "),
            "case.log[0].by: an actor's id must be a text",
        ),
        (
            lambda case: case["log"][0].update(at="2026-02-30T09:00:00+00:00"),
            "case.log[0].at: must be an",
        ),
        (
            lambda case: case["clocks"][0]["deadline"].update(period="0 days"),
            "case.clocks[0].deadline.period: '0 days' is no period",
        ),
        (
            lambda case: case["clocks"][0]["deadline"].update(period="14 Days"),
            "case.clocks[0].deadline.period: must be a period such as",
        ),
        (
            lambda case: case["clocks"][0]["deadline"].update(period=3),
            "case.clocks[0].deadline.period: must be a period such as",
        ),
    ],
)
def test_a_wrong_value_is_told_with_its_path(change: Callable[[Any], object], expected: str) -> None:
    """Each wrong value is refused where it stands."""
    (mistake,) = broken(change)
    assert mistake.startswith(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"format": "pamms-core/log", "version": 1}', "format: must be 'pamms-core/case'"),
        ('{"format": "pamms-core/case", "version": 2, "case": {}}', "version: must be 1, not 2"),
        ('{"format": "pamms-core/case", "version": true, "case": {}}', "version: must be 1, not True"),
        ('{"format": "a", "format": "b"}', "the key 'format' appears twice in one object"),
        ('{"format": "pamms-core/case", "version": 1, "case": ' + "[" * 100_000, "nested too deeply"),
        (" " * (2**24 + 1), "is longer than 16777216 characters"),
        ("[]", "must be a JSON object, not list"),
        ('{"case": NaN}', "NaN is not a JSON number"),
        ("", "is not valid JSON"),
    ],
)
def test_documents_that_are_no_case_are_refused(text: str, expected: str) -> None:
    """Other shapes and versions, duplicate keys, huge and deep documents are typed errors."""
    with pytest.raises(DataFileError, match="<JSON>") as caught:
        load_case(text, DRAFTS)
    assert expected in str(caught.value)
    assert len(caught.value.mistakes) >= 1


@pytest.mark.parametrize(
    ("key", "value", "problem"),
    [
        ("state", "drafting", "is not what its log tells: look at its state"),
        ("version", 4, "look at its version"),
        ("id", "c2", "look at its id"),
        ("at", "2026-03-30T00:00:00+00:00", "look at its at"),
        ("wake", None, "look at its wake"),
        ("clocks", [], "look at its clocks"),
    ],
)
def test_a_case_must_be_what_its_log_tells(key: str, value: object, problem: str) -> None:
    """A case that was edited by hand is found out, whatever it was that was changed."""
    case = decide(DRAFTS, example(), GoOn(), by=OFFICER, at=NINE + timedelta(days=22)).case
    plain = json.loads(dump_case(case, DRAFTS))
    edited = {**plain, "case": {**plain["case"], key: value}}
    with pytest.raises(LogError, match=problem) as caught:
        load_case(json.dumps(edited), DRAFTS)
    assert caught.value.number == 7


def test_facts_that_the_log_does_not_tell_are_found() -> None:
    """Nobody can write into the facts of a stored case without a step."""
    text = dump_case(example(), DRAFTS)
    plain = json.loads(text)
    plain["case"]["facts"]["note"] = "Nothing to see."
    with pytest.raises(LogError, match="look at its facts") as caught:
        load_case(json.dumps(plain), DRAFTS)
    assert caught.value.number == 6


def test_a_log_that_was_cut_is_found() -> None:
    """At its end the case does not follow; at its beginning or in between its numbers do not."""
    plain = json.loads(dump_case(example(), DRAFTS))
    for gone, number in ((0, 1), (2, 3), (5, 5)):
        log = [each for place, each in enumerate(plain["case"]["log"]) if place != gone]
        cut = {**plain, "case": {**plain["case"], "log": log}}
        with pytest.raises(LogError, match=f"entry {number}: ") as caught:
            load_case(json.dumps(cut), DRAFTS)
        assert caught.value.number == number


def test_another_edition_is_refused() -> None:
    """A case belongs to one edition; a log of older ones can be read, to be upcast."""
    case, newer = example(), machine("2")
    with pytest.raises(WrongMachineError, match="edition 1") as caught:
        load_case(dump_case(case, DRAFTS), newer)
    assert caught.value.expected == newer.key
    with pytest.raises(WrongMachineError, match="edition 1") as caught:
        dump_case(case, newer)
    assert caught.value.found == DRAFTS.key
    assert load_log(dump_log(seal(case.log), DRAFTS), newer) == seal(case.log)


def test_commands_of_older_editions_can_be_named() -> None:
    """A command without rows any more is read if its type is given."""
    rows = [each for each in DRAFTS.rules if each.command is not AddComment]
    newer = machine("2", rows, roles=["officer", "manager", "provider"])
    text = dump_log(seal(example().log), DRAFTS)
    with pytest.raises(DataFileError, match="as one of open, share, give-more-time") as caught:
        load_log(text, newer)
    assert caught.value.mistakes[0].path == "entries[2].entry.command"
    assert load_log(text, newer, older=[AddComment]) == seal(example().log)
    twin = attrs.make_class("Twin", [], frozen=True, class_body={"command_name": command_name(Share)})
    with pytest.raises(UnstorableError, match="two command types have the same name") as twice:
        load_log(text, newer, older=[twin])
    assert twice.value.path == "draft"


def test_facts_need_a_declared_type() -> None:
    """A machine that does not tell the type of its facts has no JSON form for its cases."""
    bare = machine(facts=object)
    with pytest.raises(UnstorableError, match=r"Machine\(facts=\.\.\., \.\.\.\)") as caught:
        dump_case(open_case(bare, Open(FACTS), by=OFFICER, at=NINE).case, bare)
    assert caught.value.path == "draft"
