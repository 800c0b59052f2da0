"""A million random commands on random machines, every law held at each: run nightly, or by hand.

Usage: ``python .ci/million.py [COMMANDS] [SEED]``. It draws with its own seeded
generator, which is quicker than searching with Hypothesis. The laws of single
decisions are checked at each command, those of time at each wait, and those of
the log once a case is over.
"""

from __future__ import annotations

import random
import sys
import time
from datetime import timedelta

from pamms_core.testing import check_case, check_step, check_time, tampered
from pamms_core.testing.machines import BEGIN, Add, Mark, Press, Tally, machine_of
from pamms_core.workflow import Actor, Machine, Open, new_case, verify_log

COMMANDS_PER_CASE = 30
CASES_PER_MACHINE = 20
AFTER_END = 2


def main(wanted: int = 1_000_000, seed: int = 1) -> None:
    """Try so many commands."""
    source = random.Random(seed)  # noqa: S311 - the same commands in every run
    done, cases, accepted, begin = 0, 0, 0, time.perf_counter()
    while done < wanted:
        machine = machine_of(source.choice)
        for _ in range(CASES_PER_MACHINE):
            tried, taken = one_case(source, machine)
            done, accepted, cases = done + tried, accepted + taken, cases + 1
        if cases % 2000 == 0:
            seconds = time.perf_counter() - begin
            print(f"{done:,} commands, {accepted:,} accepted, {seconds:.0f} s", flush=True)
    print(f"{done:,} commands in {cases:,} cases, {accepted:,} accepted, no law broken (seed {seed})")


def one_case(source: random.Random, machine: Machine[Tally]) -> tuple[int, int]:
    """Drive one case; return how many commands there were and how many were accepted."""
    at, accepted, tried, after_end = BEGIN, 0, 0, 0
    new, ann = new_case(machine, at, "case 1"), Actor("ann", ["clerk"])
    early = source.choice((Add(1), Mark(""), Press()))
    if check_step(machine, new, early, Actor("ben", ["officer"]), at):
        raise AssertionError(f"{early} was accepted before the case was open")
    case = check_step(machine, new, Open(None), ann, at).case
    while tried < COMMANDS_PER_CASE and after_end < AFTER_END:
        tried, after_end = tried + 1, after_end + (case.state in machine.ends)
        at += timedelta(hours=source.choice((0, 0, 1, 5, 24, 70)))
        if source.randrange(10) == 0:
            case = check_time(machine, case, at, cuts=3)
        roles = source.sample(("clerk", "officer", "reader"), source.choice((0, 1, 2, 3, 3, 3)))
        by = Actor(source.choice(("ann", "ben", "cas")), roles, source.choice((None, None, None, "ben")))
        command = source.choice(
            (*[Add(source.randrange(4)), Mark(source.choice(("", "because"))), Press()] * 5, Open(None))
        )
        decision = check_step(machine, case, command, by, at)
        accepted, case = accepted + bool(decision), decision.case
    sealed = check_case(machine, case)
    position, changed = source.choice(list(tampered(sealed)))
    fault = verify_log(changed, sealed[-1].hash)
    if fault is None or fault.position != position:
        raise AssertionError(f"a change at {position} was not found there: {fault}")
    return tried, accepted


if __name__ == "__main__":
    main(*(int(each) for each in sys.argv[1:]))
