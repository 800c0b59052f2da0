"""Logs: kept without copying, sealed, verified, replayed, upcast, and decided again."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import attrs
import pytest
from loans import ANN, BEGIN, DAY, LIB, Lend, Loan, Rename, Renew, Return, asked, done, lent, loans

from pamms_core.testing import tampered
from pamms_core.workflow import (
    GENESIS,
    Case,
    Divergence,
    Entry,
    Log,
    LogError,
    LogFault,
    MachineKey,
    RuleError,
    Sealed,
    Upcast,
    UpcastError,
    Upcasts,
    WrongMachineError,
    advance,
    check_golden,
    replay,
    seal,
    verify_log,
)
from pamms_core.workflow.commands import plain

LOANS = loans()


def story() -> Case[Loan]:
    """Lend, renew, be reminded, and bring back."""
    case = done(LOANS, lent(LOANS), Renew("ill"), ANN, days=2)
    case = done(LOANS, case, Return(), days=21)
    assert isinstance(case, Case)
    return case


def test_a_log_is_read_like_a_tuple() -> None:
    """Length, order, index, slice, membership and equality are as of a tuple of its entries."""
    log = story().log
    entries = tuple(log)
    assert [each.number for each in log] == [1, 2, 3, 4, 5]
    assert (len(log), log[0], log[-1], log[1:3]) == (5, entries[0], entries[-1], entries[1:3])
    assert tuple(reversed(log)) == entries[::-1]
    assert entries[2] in log
    assert log == Log.of(entries)
    assert hash(log) == hash(Log.of(entries))
    assert log != Log.of(entries[:-1])
    assert log != Log.of([*entries[:-1], entries[0]])
    assert Log.of(entries[:-1]) != log
    assert (log == entries, Log() == Log(), len(Log()), hash(Log())) == (False, True, 0, hash(None))
    assert repr(log) == "<log of 5 entries>"


def test_a_log_cannot_change_and_can_be_copied() -> None:
    """It is frozen, and pickles and copies as its entries do."""
    case = story()
    with pytest.raises(AttributeError, match="read-only log: cannot set 'last'") as caught:
        case.log.last = None
    assert caught.type is AttributeError
    assert pickle.loads(pickle.dumps(case)) == case  # noqa: S301 - our own bytes
    assert copy.deepcopy(case) == case


def test_a_long_log_neither_overflows_nor_slows() -> None:
    """Fifty thousand entries can be compared, pickled and thrown away."""
    entry = story().log[0]
    log = Log.of([entry] * 50_000)
    assert log == pickle.loads(pickle.dumps(log))  # noqa: S301 - our own bytes


def test_replay_gives_the_same_case() -> None:
    """From entries or sealed entries: state, facts, clocks, version and log."""
    case = story()
    assert replay(LOANS, case.log) == case
    assert replay(LOANS, seal(case.log)) == case
    assert replay(LOANS, list(case.log)[:2]) == lent(LOANS)


def test_replay_asks_no_guard_and_counts_no_day() -> None:
    """A machine of the same key whose guards and calendar would say otherwise replays all the same."""
    case = story()
    strict = loans()
    object.__setattr__(
        strict, "by_id", {each.id: attrs.evolve(each, guards=()) for each in strict.all_rules}
    )
    object.__setattr__(strict, "counting", None)
    assert replay(strict, case.log) == case


def changed(place: int, /, **fields: Any) -> list[Entry]:
    """Change one entry of the story."""
    entries = list(story().log)
    entries[place - 1] = attrs.evolve(entries[place - 1], **fields)
    return entries


@pytest.mark.parametrize(
    ("entries", "number", "problem"),
    [
        ([], 1, "the log is empty; it begins with the opening of the case"),
        (list(story().log)[1:], 1, "its number is 2, where 1 must follow"),
        (changed(2, number=3), 2, "its number is 3, where 2 must follow"),
        (changed(3, case="loan 2"), 3, "its case is 'loan 2', where 'loan 1' must follow"),
        (changed(3, from_state="asked"), 3, "its from_state is 'asked', where 'lent' must follow"),
        (changed(3, rule="burn"), 3, "the machine has no row 'burn'"),
        (changed(3, command=Lend()), 3, "its name is 'lend', where 'renew' must follow"),
        (
            changed(3, at=BEGIN - DAY),
            3,
            "it is earlier than the entry before, at 2026-03-02T10:00:00+00:00",
        ),
        (changed(3, to_state="shelf"), 3, "the machine has no state 'shelf'"),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_a_log_that_does_not_fit_is_refused(entries: list[Entry], number: int, problem: str) -> None:
    """The error names the first entry at fault and what must stand there."""
    with pytest.raises(LogError, match=f"entry {number}: ") as caught:
        replay(LOANS, entries)
    assert (caught.value.number, caught.value.problem) == (number, problem)


def test_a_command_must_be_of_its_rows_type() -> None:
    """A type that only has the name is another type."""
    impostor = type("Impostor", (), {"command_name": "renew"})()
    with pytest.raises(LogError, match="entry 3: its command is no Renew") as caught:
        replay(LOANS, changed(3, command=impostor))
    assert caught.value.number == 3


def test_a_log_of_another_machine_is_refused() -> None:
    """Id, edition and fingerprint must all be the machine's."""
    with pytest.raises(WrongMachineError, match="entry 1 was made by 'loan' edition 1") as caught:
        replay(loans(edition="2"), story().log)
    assert (caught.value.number, caught.value.found) == (1, LOANS.key)


def test_an_apply_that_fails_in_replay_names_its_row() -> None:
    """The cause is chained."""
    with pytest.raises(RuleError, match="row 'renew': apply raised AttributeError") as caught:
        replay(LOANS, changed(1, command=attrs.evolve(story().log[0].command, facts=5)))
    assert isinstance(caught.value.__cause__, AttributeError)


def test_a_sealed_log_is_found_whole() -> None:
    """As one piece, in two pieces, and with its head."""
    sealed = seal(story().log)
    head = sealed[-1].hash
    assert sealed[0].previous == GENESIS
    assert verify_log(sealed, head) is None
    assert verify_log(sealed[2:], head, sealed[1].hash) is None
    assert seal(list(story().log)[2:], sealed[1].hash) == sealed[2:]
    assert verify_log([]) is None


def test_hashes_are_the_same_everywhere() -> None:
    """The chain of this story is known: it may not change with Python, platform or process."""
    case = asked(LOANS)
    entry = attrs.evolve(case.log[0], machine=MachineKey("loan", "1", "sha256:0"))
    assert seal([entry])[0].hash == "sha256:" + KNOWN


KNOWN = "ba202020f1b2e09e2e9392a8a4fb256bbe6a462508e85c89c738492cca51f13d"


def test_every_single_change_is_found_at_its_place() -> None:
    """Each field edited, each entry left out, doubled, swapped, and the log cut short."""
    sealed = seal(story().log)
    changes = list(tampered(sealed))
    assert len(changes) > 80
    for position, log in changes:
        fault = verify_log(log, sealed[-1].hash)
        assert isinstance(fault, LogFault)
        assert fault.position == position


def test_a_fault_says_what_is_wrong() -> None:
    """Edited, left out, cut off: each has its own words."""
    sealed = seal(story().log)
    edited = attrs.evolve(sealed[2], entry=attrs.evolve(sealed[2].entry, role="librarian"))
    found = [
        verify_log([*sealed[:2], edited, *sealed[3:]]),
        verify_log([sealed[0], *sealed[2:]]),
        verify_log(sealed[:-1], sealed[-1].hash),
    ]
    assert [str(each) for each in found] == [
        "entry 3: it is not what was sealed: it was edited",
        "entry 2: it does not follow the entry before: something was left out, put in or moved",
        "entry 5: the log ends before the head that was given, or is another log",
    ]


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"number": 7}, "its number is 7, after 1"),
        ({"case": "loan 2"}, "it belongs to another case, 'loan 2'"),
        ({"at": BEGIN - DAY}, "it is earlier than the entry before"),
    ],
)
def test_a_chain_made_anew_must_still_make_sense(fields: dict[str, Any], problem: str) -> None:
    """Whoever seals again after an edit is found by number, case and time."""
    found = verify_log(seal(changed(2, **fields)[:2]))
    assert found == LogFault(2, problem)


def test_a_log_begins_with_entry_1() -> None:
    """The tail of a log cannot pass for a whole one."""
    assert verify_log(seal(list(story().log)[1:])) == LogFault(1, "a log begins with entry 1, not 2")


def test_what_has_no_canonical_form_cannot_be_sealed() -> None:
    """A float in a command is a typed error that names the entry, and a fault when verified."""
    entries = changed(3, command=Renew(0.5))  # type: ignore[arg-type]
    with pytest.raises(
        LogError, match="entry 3: it cannot be sealed: no canonical form for float"
    ) as caught:
        seal(entries)
    assert caught.value.number == 3
    sealed = [*seal(entries[:2]), Sealed(entries[2], seal(entries[:2])[1].hash, "sha256:0")]
    assert str(verify_log(sealed)).startswith("entry 3: it cannot be sealed")


def test_plain_data_tell_types_apart() -> None:
    """Two commands with equal fields are not the same in the log."""
    assert plain(Lend()) == {"$": "lend"}
    assert plain((Rename("x"), frozenset({2, 1}), {"a": BEGIN}, b"".decode())) == [
        {"$": "rename", "book": "x"},
        [1, 2],
        {"a": "2026-03-02T10:00:00+00:00"},
        "",
    ]


def newer(entry: Entry) -> Entry:
    """Read an entry of edition 1 as edition 2 would have made it."""
    rule = "hand-out" if entry.rule == "lend" else entry.rule
    return attrs.evolve(entry, rule=rule)


NEW = loans(attrs.evolve(LOANS.by_id["lend"], id="hand-out"), without="lend", edition="2")


def test_old_entries_are_upcast_and_stay_as_they_are() -> None:
    """A log of edition 1 replays on edition 2, and its own entries are unchanged."""
    upcasts = Upcasts(NEW, Upcast("1", "2", newer))
    case = replay(NEW, story().log, upcasts)
    assert (case.state, case.machine) == ("returned", NEW.key)
    assert [each.rule for each in case.log] == ["ask", "hand-out", "renew", "remind", "return"]
    assert replay(NEW, case.log, upcasts) == case
    assert upcasts.editions == ("1",)


def test_upcasts_are_chained() -> None:
    """From edition 0 by way of 1 to 2."""
    upcasts = Upcasts(NEW, Upcast("1", "2", newer), Upcast("0", "1", lambda entry: entry))
    old = [attrs.evolve(each, machine=MachineKey("loan", "0", "sha256:0")) for each in story().log]
    assert replay(NEW, old, upcasts).machine == NEW.key


@pytest.mark.parametrize(
    ("steps", "problem"),
    [
        ([("0", "1")], "no upcast leads on from edition 1 to edition 2, on the way from 0"),
        ([("1", "2"), ("1", "2")], "two upcasts begin at edition 1"),
        ([("0", "1"), ("1", "0")], "the upcasts go in a circle at edition 0"),
        ([("2", "3"), ("3", "2")], "an upcast begins at edition 2, the machine's own"),
    ],
)
def test_gaps_are_found_when_upcasts_are_put_together(
    steps: list[tuple[str, str]], problem: str
) -> None:
    """A chain must lead from every older edition to the machine's own, and end there."""
    with pytest.raises(UpcastError, match="upcasts of 'loan': ") as caught:
        Upcasts(NEW, *(Upcast(*step, newer) for step in steps))
    assert (caught.value.machine, caught.value.problem) == ("loan", problem)


def test_an_upcast_cannot_rewrite_history() -> None:
    """Who did it, when, and in which place stay as recorded."""
    upcasts = Upcasts(NEW, Upcast("1", "2", lambda entry: attrs.evolve(entry, by=LIB)))
    with pytest.raises(
        LogError, match="entry 1: the upcast 1 to 2 changes its number, case, time, actor"
    ) as caught:
        replay(NEW, story().log, upcasts)
    assert caught.value.number == 1


def test_a_golden_log_that_comes_out_the_same() -> None:
    """Steps of people and of time, sealed or not, on the same machine or a like one."""
    assert check_golden(LOANS, story().log) is None
    assert check_golden(loans(edition="2"), seal(story().log)) is None
    lost = advance(LOANS, lent(LOANS), BEGIN + 90 * DAY).case
    assert check_golden(LOANS, lost.log) is None
    assert check_golden(LOANS, []) is None


def test_the_first_divergence_is_told() -> None:
    """Refused now, another field now, a step of time gone or added: each with both values."""
    lost = advance(LOANS, lent(LOANS), BEGIN + 90 * DAY).case.log
    stricter = loans(attrs.evolve(LOANS.by_id["renew"], roles=("librarian",)), without="renew")
    shorter = loans(attrs.evolve(LOANS.by_id["renew"], to="lent"), without="renew")
    found = [
        check_golden(stricter, story().log),
        check_golden(shorter, changed(3, to_state="asked")[:3]),
        check_golden(loans(without="chase"), lost),
        check_golden(loans(without="remind"), list(lost)[:3]),
        check_golden(LOANS, [*list(story().log)[:3], attrs.evolve(story().log[-1], number=4)]),
    ]
    assert [
        (each.number, each.field, each.recorded, each.now) for each in found if each is not None
    ] == [
        (3, "refused", "renew", ("role-not-allowed",)),
        (3, "to_state", "asked", "lent"),
        (2, "clocks", *[each.log[1].clocks for each in (lent(LOANS), lent(loans(without="chase")))]),
        (2, "clocks", *[each.log[1].clocks for each in (lent(LOANS), lent(loans(without="remind")))]),
        (4, "at", BEGIN + 21 * DAY, story().log[3].at),
    ]
    assert str(found[0]) == "entry 3: 'renew' was accepted, and is refused now: role-not-allowed"
    assert str(found[1]) == "entry 3: to_state was 'asked', and is 'lent' now"


def test_a_golden_log_in_which_time_no_longer_acts() -> None:
    """Time that is held back now, or comes at another instant, is a divergence."""
    case = advance(LOANS, lent(LOANS), BEGIN + 13 * DAY).case
    never = attrs.evolve(LOANS.by_id["remind"], from_states=("in-repair",))
    found = check_golden(loans(never, without="remind"), case.log)
    assert found == Divergence(number=3, field="rule", recorded="remind", now=None)
    short = list(advance(LOANS, lent(LOANS), BEGIN + 20 * DAY).case.log)[:3]
    again = [*short[:2], attrs.evolve(short[2], at=BEGIN + 20 * DAY)]
    found = check_golden(LOANS, again)
    assert found is not None
    assert (found.number, found.field) == (3, "at")
