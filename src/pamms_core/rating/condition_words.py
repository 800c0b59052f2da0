"""What a condition saw, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pamms_core._display import counted
from pamms_core.rating.conditions import Population
from pamms_core.rating.method import NodeKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pamms_core.rating.condition_record import ConditionRecord
    from pamms_core.rating.outcome_record import NodeRecord

__all__ = ["describe_condition", "describe_ratings"]


def describe_condition(
    seen: ConditionRecord, node: NodeRecord, labels: Mapping[str, str], *, hides_domains: bool = False
) -> str:
    """Say what a condition saw, such as ``2 domains are rated Poor``.

    Where a locality shows no domains (S1) they are what they do: groups of standards.
    """
    if seen.kind == "flag":
        return f"flag {seen.flag} is {_given(seen)}"
    if seen.kind == "own rating":
        return f"its own rating before limits is {describe_ratings(seen.ratings, labels)}"
    if seen.kind == "comparison":
        ahead = "is" if seen.holds else "is not"
        return f"{seen.among[0]} {ahead} rated above {seen.among[1]}"
    return _count(seen, labels, _noun(seen, node, hides_domains=hides_domains))


def _given(seen: ConditionRecord) -> str:
    if seen.holds is None:
        return "not given"
    return "given" if seen.given is seen.holds else "given as not so"


def _count(seen: ConditionRecord, labels: Mapping[str, str], nouns: tuple[str, str]) -> str:
    rated = describe_ratings(seen.ratings, labels)
    if len(seen.among) == 1:
        return f"{seen.among[0]} is {'' if seen.count else 'not '}rated {rated}"
    among = f" of {', '.join(seen.among)}" if seen.among else ""
    if not seen.count:
        return f"no {nouns[0]}{among} is rated {rated}"
    return f"{counted(seen.count, *nouns)}{among} {'is' if seen.count == 1 else 'are'} rated {rated}"


def _noun(seen: ConditionRecord, node: NodeRecord, *, hides_domains: bool) -> tuple[str, str]:
    """Name what is counted, one and many; children by the kind that the first child's code tells."""
    if seen.population == Population.CRITICAL:
        return "critical question", "critical questions"
    if seen.population == Population.QUESTIONS or node.kind == NodeKind.STANDARD:
        return "question", "questions"
    kind = node.children[0].partition("-")[0]
    if kind == NodeKind.DOMAIN and hides_domains:
        return "group of standards", "groups of standards"
    noun = kind if kind in {NodeKind.DOMAIN, NodeKind.STANDARD} else "part"
    return noun, f"{noun}s"


def describe_ratings(ratings: tuple[str, ...], labels: Mapping[str, str]) -> str:
    """Name a span of ratings; from one end of the scale it is "or worse" or "or better", else "to"."""
    keys = list(labels)
    if len(ratings) == 1:
        return labels[ratings[0]]
    if ratings[-1] == keys[-1]:
        return f"{labels[ratings[0]]} or worse"
    if ratings[0] == keys[0]:
        return f"{labels[ratings[-1]]} or better"
    return f"{labels[ratings[0]]} to {labels[ratings[-1]]}"
