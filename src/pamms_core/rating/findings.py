"""What may be asked of a method, and how an answer stands."""

from __future__ import annotations

from enum import StrEnum

import attrs

from pamms_core._frozen import FrozenMap

__all__ = ["Finding", "ProofFinding", "Property", "Status"]


class Property(StrEnum):
    """What is asked of a method."""

    BANDS = "bands are ordered and cover every score"
    CONTRADICTION = "no two limits of a node contradict each other"
    UNIFORM = "uniform answers return their own rating"
    MONOTONE = "a better answer never lowers a rating"
    BEST_CHILD = "no node is rated above its best rated child"
    REACHABLE = "every rating can come out"
    LIMIT_ACTS = "every limit can act"
    SETTING_ASIDE = "what marking one answer not assessed can at most gain"
    ONE_ANSWER = "the largest effect of one non-critical answer"
    ROUNDING = "the rounding mode makes no difference"


class Status(StrEnum):
    """How a property stands."""

    HOLDS = "holds"
    FAILS = "fails"
    MEASURED = "measured"
    UNPROVEN = "unproven"
    IDLE = "idle"
    """A limit is written for more nodes than have what it looks at: no fault of the method's."""


@attrs.frozen(kw_only=True)
class ProofFinding:
    """How one property stands at one node.

    >>> from pamms_core import load_method, prove
    >>> found = prove(load_method()).findings[0]
    >>> found.property.value, found.node, found.status.value
    ('bands are ordered and cover every score', 'standard', 'holds')
    """

    property: Property
    node: str
    """The node's code, or the rule's name where no question set is given."""
    status: Status
    said: str
    """What was found, in a sentence, and by which argument."""
    value: int | None = None
    """What was measured, in ratings."""
    sheets: tuple[FrozenMap[str, str], ...] = ()
    """The smallest counterexample found: one sheet, or two that differ in one answer."""
    flags: FrozenMap[str, bool] = attrs.field(factory=FrozenMap)
    """The flags under which the sheets show it, where the method names any."""


Finding = ProofFinding
"""The name within the prover; to the public, a ``Finding`` is what lint finds odd about a set."""
