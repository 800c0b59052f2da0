"""Cases and logs as JSON: strict, stable, and every mistake with its path."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from fractions import Fraction
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
    Share,
    example,
    machine,
)

from pamms_core import DataFileError, Period
from pamms_core._frozen import FrozenMap
from pamms_core.codec import UnstorableError, dump_case, dump_log, load_case, load_log
from pamms_core.codec.kinds import shape_of
from pamms_core.codec.values import reader
from pamms_core.codec.writing import Writer
from pamms_core.workflow import (
    LogError,
    Open,
    WrongMachineError,
    command_name,
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


def test_a_case_must_stand_where_its_log_ends() -> None:
    """A case whose state, version or time was edited does not agree with its log."""
    plain = json.loads(dump_case(example(), DRAFTS))
    for key, value in (
        ("state", "drafting"),
        ("version", 4),
        ("id", "c2"),
        ("at", "2026-03-30T00:00:00+00:00"),
    ):
        edited = {**plain, "case": {**plain["case"], key: value}}
        with pytest.raises(LogError, match="its log does not end there") as caught:
            load_case(json.dumps(edited), DRAFTS)
        assert caught.value.number == 6
    cut = {**plain, "case": {**plain["case"], "log": plain["case"]["log"][1:]}}
    with pytest.raises(LogError, match="its log does not end there") as caught:
        load_case(json.dumps(cut), DRAFTS)
    assert caught.value.number == 5


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


@attrs.frozen
class Every:
    """A value of every type that can be stored."""

    score: Fraction
    day: date
    at: datetime
    long: Period
    more: Every | None
    codes: FrozenMap[str, tuple[int, ...]]


EVERY = Every(
    Fraction(7, 2), date(2026, 3, 2), NINE, Period.parse("2 weeks"), None, FrozenMap({"a": (1, 2)})
)


def test_every_type_comes_back() -> None:
    """Fractions, dates, instants, periods, maps and values within values come back as they were."""
    value = attrs.evolve(EVERY, more=EVERY, at=NINE.astimezone())
    plain = Writer({}).write(value, Every, "")
    assert plain["score"] == "7/2"
    assert plain["at"] == "2026-03-02T09:00:00+00:00"
    assert reader({}).structure(json.loads(json.dumps(plain)), Every) == value


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"score": 0.5}, "x.score: must be a Fraction, not 0.5"),
        ({"day": NINE}, "x.day: must be a date, not datetime"),
        ({"at": datetime(2026, 3, 2)}, "x.at: 2026-03-02T00:00:00 has no time zone"),  # noqa: DTZ001
        ({"more": "text"}, "x.more: must be a Every, not 'text'"),
        ({"codes": {"a": "12"}}, "x.codes.a: must be a list, not '12'"),
        ({"codes": {1: ()}}, "x.codes: a key must be a text, not 1"),
        ({"codes": {"a": (1, True)}}, "x.codes.a[1]: must be a int, not True"),
        ({"codes": 7}, "x.codes: must be a map, not 7"),
    ],
)
def test_what_could_not_be_read_back_is_not_written(changes: dict[str, Any], expected: str) -> None:
    """A value of another type than declared is refused with its path."""
    with pytest.raises(UnstorableError, match=r"^x") as caught:
        Writer({}).write(attrs.evolve(EVERY, **changes), Every, "x")
    assert str(caught.value).startswith(expected)
    assert caught.value.path in expected


@pytest.mark.parametrize(
    "declared", [float, object, list[int], tuple[int, str], int | str, dict[str, int], bytes]
)
def test_types_without_a_json_form_are_refused(declared: Any) -> None:
    """What could not be read back strictly has no JSON form."""
    with pytest.raises(UnstorableError, match=r"no JSON form|told apart") as caught:
        shape_of(declared, "facts.x")
    assert caught.value.path == "facts.x"


def test_annotations_must_be_found() -> None:
    """A class whose annotations cannot be resolved is refused by its name."""

    @attrs.frozen
    class Local:
        part: Missing  # type: ignore[name-defined] # noqa: F821

    with pytest.raises(
        UnstorableError, match="its annotations cannot be resolved: name 'Missing'"
    ) as caught:
        Writer({}).write(Local(1), Local, "")
    assert caught.value.path == "Local"


def test_days_are_read_strictly() -> None:
    """A date is written one way."""
    for wrong in ("2026-3-2", "20260302", "2026-02-30", 7):
        with pytest.raises(ValueError, match="must be a date such as") as caught:
            reader({}).structure(wrong, date)
        assert caught.value.value == wrong  # type: ignore[attr-defined]
    assert reader({}).structure("2026-03-02T09:00:00+00:00", datetime).tzinfo is UTC
