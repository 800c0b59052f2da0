"""Everything about the shipped methods on whole shipped sets is decided, and fair."""

from __future__ import annotations

import os
from itertools import product
from typing import TypeAlias

import pytest

from pamms_core import Proofs, load_method, load_set, prove, shipped_methods, shipped_sets
from pamms_core.rating.findings import Property, Status

Pair: TypeAlias = "tuple[str, str]"

ALWAYS = ("percentage-bands", "east-of-england-accommodation")
"""One pair is proven in every run; all of them take a minute, and are for the longer profiles."""
PAIRS = list(product(shipped_methods(), shipped_sets()))
THOROUGH = os.environ.get("PAMMS_PROFILE", "fast") != "fast"


@pytest.mark.parametrize("pair", PAIRS if THOROUGH else [ALWAYS], ids="-".join)
def test_nothing_is_left_open_and_what_is_promised_holds(pair: Pair) -> None:
    """No finding is unproven; ratings are monotone, uniform answers return, every rating comes out."""
    method, question_set = pair
    proofs: Proofs = prove(load_method(method), load_set(question_set))
    assert proofs.with_status(Status.UNPROVEN) == ()
    for about in (
        Property.BANDS,
        Property.CONTRADICTION,
        Property.UNIFORM,
        Property.MONOTONE,
        Property.REACHABLE,
    ):
        assert {each.status for each in proofs.of(about)} <= {Status.HOLDS}, about
    if method == "pamms-reference":
        assert {each.status for each in proofs.of(Property.BEST_CHILD)} == {Status.HOLDS}
        assert proofs.with_status(Status.FAILS) == ()
        assert {each.property for each in proofs.with_status(Status.IDLE)} <= {Property.LIMIT_ACTS}
