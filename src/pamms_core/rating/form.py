"""Findings that rest on the form of a method's rules alone, whatever is rated by it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pamms_core.rating.findings import Finding, Property, Status
from pamms_core.rating.method import NodeKind
from pamms_core.rating.monotony import is_monotone_by_form
from pamms_core.rating.readings import Bands

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pamms_core.rating.method import Limit, Method, NodeRule

__all__ = ["findings_by_form", "monotone_rules"]


def findings_by_form(method: Method) -> Iterator[Finding]:
    """Yield what each rule shows by itself."""
    for name, rule in method.rules.items():
        if isinstance(rule.reading, Bands):
            yield _bands(name, rule, method)
        yield from _contradictions(name, rule)


def monotone_rules(method: Method) -> Iterator[Finding]:
    """Yield which rules are monotone on any question set, with all that may stand below them."""
    argued = {name: is_monotone_by_form(rule, method) for name, rule in method.rules.items()}
    for name in method.rules:
        below = (other for other in method.rules if _level(other) > _level(name))
        holds = argued[name] and all(argued[other] for other in below)
        yield Finding(
            property=Property.MONOTONE,
            node=name,
            status=Status.HOLDS if holds else Status.UNPROVEN,
            said="by its form, and that of every rule below"
            if holds
            else "no argument from its form applies, and there is no question set to try it on",
        )


def _level(name: str) -> int:
    """How far down the tree the nodes of a rule stand, by its kind or a node's code."""
    return list(NodeKind).index(NodeKind(name.partition("-")[0]))


def _bands(name: str, rule: NodeRule, method: Method) -> Finding:
    """Check that there is a band for every rating but the worst, each bound beyond the next."""
    bounds = [band.bound for band in rule.bands.bands]
    falling = rule.score is None or not rule.score.lower_is_better
    ordered = bounds == sorted(set(bounds), reverse=falling)
    covering = [band.rating for band in rule.bands.bands] == list(method.points)[:-1]
    holds = ordered and covering
    return Finding(
        property=Property.BANDS,
        node=name,
        status=Status.HOLDS if holds else Status.FAILS,
        said="each bound is beyond the next, and below the last the worst rating is earned"
        if holds
        else "a bound is out of order, or a rating has none",
    )


def _contradictions(name: str, rule: NodeRule) -> Iterator[Finding]:
    """Two limits contradict when they have the same conditions and different caps."""
    alike: dict[object, list[Limit]] = defaultdict(list)
    for limit in rule.limits:
        alike[frozenset(limit.when)].append(limit)
    found = [group for group in alike.values() if len({each.at_most for each in group}) > 1]
    for group in found:
        said = f"{' and '.join(each.id for each in group)} cap differently under the same conditions"
        yield Finding(property=Property.CONTRADICTION, node=name, status=Status.FAILS, said=said)
    if rule.limits and not found:
        said = "no two limits have the same conditions and different caps"
        yield Finding(property=Property.CONTRADICTION, node=name, status=Status.HOLDS, said=said)
