"""One full decision beside a bare change of the case and beside other state machine libraries.

A full decision asks a role and two guards, and makes a new case, a log entry and
a notice; the hash chain is measured apart, and no clock is started. The bars: at
most 3 times an `attrs.evolve` of the same case; at least 2 times less than
transitions, 3 times less than xstate-statemachine, 30 times less than
python-statemachine. The peers are optional (extra: peers) and skipped if missing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs
import pytest

from benchmarks import workflow_peers
from benchmarks.in_turn import medians
from benchmarks.permit import OFFICER, OPENED, approving, machine, opened
from pamms_core.workflow.deciding import Accepted
from pamms_core.workflow.sealing import seal, verify_log

if TYPE_CHECKING:
    from collections.abc import Callable

EVOLVE_BAR = 3.0
PEER_BARS = {"by_transitions": 2, "by_xstate": 3, "by_python_statemachine": 30}


@pytest.fixture(scope="module")
def decision() -> Callable[[], Any]:
    """What takes the step by the kernel."""
    return approving()


def test_a_decision_beside_a_change_of_the_case(decision: Callable[[], Any]) -> None:
    """A full decision takes at most so many times as long as `attrs.evolve` of the same case."""
    case = opened(machine())
    found = medians(
        {"decide": decision, "evolve": lambda: attrs.evolve(case, state="granted", version=2)}
    )
    ratio = found["decide"] / found["evolve"]
    print(f"\n{ratio:.2f} times an evolve of {found['evolve'] * 1e6:.1f} µs (bar {EVOLVE_BAR})", end="")  # noqa: T201
    assert isinstance(decision(), Accepted)
    assert ratio <= EVOLVE_BAR


@pytest.mark.parametrize("peer", PEER_BARS)
def test_a_peer_is_slower(decision: Callable[[], Any], peer: str) -> None:
    """The same step takes the peer as many times longer as the bar asks."""
    step = getattr(workflow_peers, peer)(OFFICER.id, OFFICER.roles, OPENED)
    assert step()
    found = medians({"decide": decision, "peer": step})
    ratio = found["peer"] / found["decide"]
    print(f"\n{peer}: {ratio:.1f} times as long (bar {PEER_BARS[peer]})", end="")  # noqa: T201
    assert ratio >= PEER_BARS[peer]


def test_the_hash_chain_apart(decision: Callable[[], Any]) -> None:
    """Sealing an entry is reported beside deciding it; it is done once, when the entry is stored."""
    (entry,) = decision().entries
    found = medians({"decide": decision, "seal": lambda: seal([entry])})
    print(f"\nsealing: {found['seal'] / found['decide']:.1f} times a decision", end="")  # noqa: T201
    assert verify_log(seal([entry], "sha256:0"), previous="sha256:0") is None
