"""How a node came to its rating, told in sentences from its record."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from pamms_core._display import counted, decimal, percent
from pamms_core.rating.condition_words import describe_condition
from pamms_core.rating.method import NodeKind
from pamms_core.rating.record import record_node
from pamms_core.rating.verdict import State
from pamms_core.standards.variation import named

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from fractions import Fraction

    from pamms_core.rating.node_outcome import NodeOutcome
    from pamms_core.rating.outcome_record import BandRecord, LimitRecord, NodeRecord

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
        varied = f"; {named(self.data.hypothetical)}" if self.data.hypothetical else ""
        return f"<Explanation of {self.data.code}: {len(self.sentences)} sentences{varied}>"


def explain(outcome: NodeOutcome) -> Explanation:
    """Explain one node."""
    labels = {rating.key: rating.label for rating in outcome.scale}
    data = record_node(outcome)
    hidden = tuple(
        child for child in outcome.children if outcome.hides_domains and child.kind == NodeKind.DOMAIN
    )
    return Explanation(data, tuple(_sentences(data, labels, hidden)))


def _sentences(
    node: NodeRecord, labels: Mapping[str, str], hidden: tuple[NodeOutcome, ...]
) -> Iterator[str]:
    hypothetical = f"{named(node.hypothetical, 'Hypothetical')}. " if node.hypothetical else ""
    yield f"{hypothetical}{_result(node, labels)}"
    yield _assessed(node)
    if node.score is not None:
        yield _score(node, node.score)
    if hidden:
        yield _groups(hidden)
    if node.before_limits is not None:
        yield from _reading(node, node.before_limits, labels)
    elif node.rating is not None:
        yield "What it would be without limits turns on what is not known."
    for limit in node.limits:
        if limit.holds:
            yield describe_limit(limit, node, labels, hides_domains=bool(hidden))
    if node.critical_not_assessed:
        yield f"Critical questions without a rating: {', '.join(node.critical_not_assessed)}."
    yield f"Source of this rule: {node.source or 'not stated'}."


def _name(node: NodeRecord) -> str:
    if node.code == NodeKind.OVERALL:
        return "The service overall"
    if node.number is None:
        return node.title
    return f"{node.kind.capitalize()} {node.number}, {node.title},"


def _result(node: NodeRecord, labels: Mapping[str, str]) -> str:
    if node.rating is not None:
        return f"{_name(node)} is rated {labels[node.rating]}."
    if node.state is State.UNDETERMINED:
        possible = " or ".join(labels[key] for key in node.possible)
        causes = ", ".join(node.causes)
        return f"{_name(node)} has no rating: it could be {possible}; that turns on {causes}."
    if node.state is State.SCORED:
        return f"{_name(node)} has a score and, by this method, no rating."
    return f"{_name(node)} has no rating: {node.state}."


def _assessed(node: NodeRecord) -> str:
    """Say how much is answered and assessed, and whether it is enough (S8)."""
    unanswered = node.asked - node.answered
    so = ", so the rating is partial" if node.rating is not None else ""
    partial = f"; {unanswered} not answered yet{so}" if unanswered else ""
    share = f"{node.assessed_weight} of {node.weight} of their weight assessed"
    needed = f", where at least {percent(node.least_assessed)} is needed"
    short = needed if node.state is State.TOO_LITTLE_ASSESSED else ""
    weighed = f", {share}{short}" if node.weight else ""  # numbers have no weight
    return f"{counted(node.asked, 'question')} below{weighed}{partial}."


def _groups(hidden: tuple[NodeOutcome, ...]) -> str:
    """Say how the domains came out that a locality does not show, by their standards (S1)."""
    told = (
        f"{', '.join(str(each.node.number) for each in group.children)}"
        f" {group.rating.label if group.rating else group.state}"
        for group in hidden
    )
    return f"Standards are rated in groups on the way: {'; '.join(told)}."


def _score(node: NodeRecord, score: Fraction) -> str:
    """Say how the score comes about, exactly and as shown."""
    if node.measure.startswith("ratio"):
        return f"Score: the {node.measure} is {score}, or {percent(score)}{_rounded(node)}."
    points = f"{node.weighted_points} points over a weight of {node.scored_weight}"
    if node.measure.startswith("percent"):
        return f"Score: {points} is {percent(score)} of the highest points{_rounded(node)}."
    share = "" if node.percentage is None else f" ({percent(node.percentage)} of the highest points)"
    return f"Score: {points} is {score}, or {decimal(score)}{share}{_rounded(node)}."


def _rounded(node: NodeRecord) -> str:
    if not node.rounding or node.shown_score is None:
        return ""
    shown = percent(node.shown_score) if _is_share(node) else decimal(node.shown_score)
    return f"; rounded {shown} ({node.rounding})"


def _reading(node: NodeRecord, earned: str, labels: Mapping[str, str]) -> Iterator[str]:
    """Say how the rating before limits was read."""
    if node.bands:
        yield _band(node, earned, labels)
        return
    yield f"Before limits it is {labels[earned]}, read by {node.reading}."
    for rule in node.rules:
        if rule.holds:
            seen = " and ".join(describe_condition(each, node, labels) for each in rule.conditions)
            effect = f"{rule.by:+d}" if rule.rating is None and rule.by else labels[rule.rating or ""]
            yield f"{'Step' if rule.rating is None else 'Case'} {effect}, because {seen}."
            if rule.rating is not None:
                return  # the first case that holds decides


def _band(node: NodeRecord, earned: str, labels: Mapping[str, str]) -> str:
    """Say where the earned rating begins, and the next better one."""
    keys = [band.rating for band in node.bands]
    place = keys.index(earned) if earned in keys else len(keys)
    near = reversed(node.bands[max(place - 1, 0) : place + 1])
    begins = " and ".join(f"{labels[band.rating]} begins at {_bound(node, band)}" for band in near)
    return f"By its score alone it is {labels[earned]}: {begins}."


def _bound(node: NodeRecord, band: BandRecord) -> str:
    return percent(band.bound) if _is_share(node) else decimal(band.bound)


def _is_share(node: NodeRecord) -> bool:
    return node.measure.startswith(("percent", "ratio"))


def describe_limit(
    limit: LimitRecord, node: NodeRecord, labels: Mapping[str, str], *, hides_domains: bool = False
) -> str:
    """Say what a limit does, what it counted, and whether it made a difference."""
    seen = " and ".join(
        describe_condition(each, node, labels, hides_domains=hides_domains) for each in limit.conditions
    )
    effect = f"That makes it {labels[limit.at_most]}" if limit.acts else "It makes no difference here"
    source = f" Source: {limit.source}." if limit.source else ""
    return f"Limit {limit.id}: at most {labels[limit.at_most]}, because {seen}. {effect}.{source}"
