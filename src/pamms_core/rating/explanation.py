"""How a node came to its rating, told in sentences from its record."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from pamms_core._display import counted, decimal, percent
from pamms_core.rating.method import NodeKind, Population
from pamms_core.rating.record import record_node
from pamms_core.rating.verdict import State

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from fractions import Fraction

    from pamms_core.rating.outcome import NodeOutcome
    from pamms_core.rating.record import LimitRecord, NodeRecord

__all__ = ["Explanation", "describe_limit", "explain"]


@attrs.frozen(repr=False)
class Explanation:
    """Why a node is rated as it is.

    >>> from pamms_core import load_answers, load_set, rate
    >>> question_set = load_set("east-of-england-accommodation")
    >>> outcome = rate(question_set, load_answers("solid-good", question_set))
    >>> print(outcome.explain("domain-1").sentences[0])
    Domain 1, Involvement and information, is rated Good.
    """

    data: NodeRecord
    """Every number that decided it."""
    sentences: tuple[str, ...]
    """The same in words, one step each."""

    def __str__(self) -> str:
        return "\n".join(self.sentences)

    def __repr__(self) -> str:
        return f"<Explanation of {self.data.code}: {len(self.sentences)} sentences>"


def explain(outcome: NodeOutcome) -> Explanation:
    """Explain one node."""
    labels = {rating.key: rating.label for rating in outcome.scale}
    data = record_node(outcome)
    return Explanation(data, tuple(_sentences(data, labels)))


def _sentences(node: NodeRecord, labels: Mapping[str, str]) -> Iterator[str]:
    yield _result(node, labels)
    yield _assessed(node)
    if node.score is not None:
        yield _score(node, node.score)
    if node.before_limits is not None:
        yield _band(node, node.before_limits, labels)
    for limit in node.limits:
        if limit.holds:
            yield describe_limit(limit, node, labels)
    if node.critical_not_assessed:
        named = ", ".join(node.critical_not_assessed)
        yield f"Critical questions without a rating: {named}."
    yield f"Source of this rule: {node.source or 'not stated'}."


def _name(node: NodeRecord) -> str:
    if node.number is None:
        return "The service overall"
    return f"{node.kind.capitalize()} {node.number}, {node.title},"


def _result(node: NodeRecord, labels: Mapping[str, str]) -> str:
    if node.rating is not None:
        return f"{_name(node)} is rated {labels[node.rating]}."
    return f"{_name(node)} has no rating: {node.state}."


def _assessed(node: NodeRecord) -> str:
    """Say how much is answered and assessed, and whether it is enough (S8)."""
    unanswered = node.asked - node.answered
    so = ", so the rating is partial" if node.rating is not None else ""
    partial = f"; {unanswered} not answered yet{so}" if unanswered else ""
    share = f"{node.assessed_weight} of {node.weight} of their weight assessed"
    needed = f", where at least {percent(node.least_assessed)} is needed"
    short = needed if node.state is State.TOO_LITTLE_ASSESSED else ""
    return f"{counted(node.asked, 'question')} below, {share}{short}{partial}."


def _score(node: NodeRecord, score: Fraction) -> str:
    exact = f"{node.weighted_points} points over a weight of {node.assessed_weight} is {score}"
    share = "" if node.percentage is None else f" ({percent(node.percentage)} of the highest points)"
    return f"Score: {exact}, or {decimal(score)}{share}."


def _band(node: NodeRecord, earned: str, labels: Mapping[str, str]) -> str:
    """Say where the earned rating begins, and the next better one."""
    keys = [band.rating for band in node.bands]
    place = keys.index(earned) if earned in keys else len(keys)
    near = reversed(node.bands[max(place - 1, 0) : place + 1])
    begins = " and ".join(f"{labels[band.rating]} begins at {decimal(band.least)}" for band in near)
    return f"By its score alone it is {labels[earned]}: {begins}."


def describe_limit(limit: LimitRecord, node: NodeRecord, labels: Mapping[str, str]) -> str:
    """Say what a limit does, what it counted, and whether it made a difference."""
    counts = f"{_counted(limit, node)} rated {_ratings(limit.ratings, labels)}"
    effect = f"That makes it {labels[limit.at_most]}" if limit.acts else "It makes no difference here"
    source = f" Source: {limit.source}." if limit.source else ""
    return f"Limit {limit.id}: at most {labels[limit.at_most]}, because {counts}. {effect}.{source}"


def _counted(limit: LimitRecord, node: NodeRecord) -> str:
    noun = "critical question" if limit.population is Population.CRITICAL else _child_noun(node)
    verb = "is" if limit.count == 1 else "are"
    return (
        f"{counted(limit.count, noun) if limit.count else f'no {noun}'} {verb if limit.count else 'is'}"
    )


def _child_noun(node: NodeRecord) -> str:
    """Name what stands directly below a node, from the first child's code."""
    kind = node.children[0].partition("-")[0]
    return kind if kind in tuple(NodeKind) else "question"


def _ratings(ratings: tuple[str, ...], labels: Mapping[str, str]) -> str:
    """Name a span of ratings; from one end of the scale it is "or worse" or "or better"."""
    keys = list(labels)
    if len(ratings) == 1:
        return labels[ratings[0]]
    if ratings[-1] == keys[-1]:
        return f"{labels[ratings[0]]} or worse"
    return f"{labels[ratings[-1]]} or better"
