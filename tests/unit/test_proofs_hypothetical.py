"""Proofs on a varied method say so (S5)."""

from __future__ import annotations

from fractions import Fraction

from pamms_core import load_method, prove


def test_proofs_on_a_variation_name_its_changes() -> None:
    """What is proven of a what-if is marked hypothetical, in the value and its repr."""
    varied = load_method().with_points({"good": Fraction(9, 2)})
    found = prove(varied)
    assert found.hypothetical == varied.hypothetical != ()
    assert "hypothetical" in repr(found)


def test_proofs_on_a_sealed_method_are_not_hypothetical() -> None:
    """A shipped method is no what-if."""
    found = prove(load_method())
    assert found.hypothetical == ()
    assert "hypothetical" not in repr(found)
