"""How ratings are shown: one line for each node of the rated tree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pamms_core._display import decimal, percent
from pamms_core.rating.verdict import State
from pamms_core.reports.content import RatingText, Row
from pamms_core.scale import Rating

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pamms_core.answers import Answer
    from pamms_core.rating.outcome import NodeOutcome, Outcome
    from pamms_core.scale import Scale

__all__ = ["answer_text", "name_of", "nodes_of", "rating_text", "row_of"]

_BEST_TONE: Final = 3


def nodes_of(outcome: Outcome) -> tuple[NodeOutcome, ...]:
    """Return all nodes as they are read: overall first, then each domain with its standards."""
    return tuple(_top_down(outcome.overall))


def _top_down(node: NodeOutcome) -> Iterator[NodeOutcome]:
    yield node
    for child in node.children:
        yield from _top_down(child)


def row_of(node: NodeOutcome) -> Row:
    """Return the line for one node.

    >>> from pamms_core import load_answers, load_set, rate
    >>> question_set = load_set("east-of-england-accommodation")
    >>> outcome = rate(question_set, load_answers("solid-good", question_set))
    >>> row_of(outcome["standard-2"]).name
    'Standard 2: Consent'
    """
    score, percentage = node.score, node.percentage
    return Row(
        code=node.code,
        kind=node.kind,
        name=name_of(node),
        rating=_node_rating(node),
        score="" if score is None else decimal(score),
        exact="" if score is None else str(score),
        percentage="" if percentage is None else percent(percentage),
        assessed=percent(node.assessed_share),
        decided_by=_decision(node),
        noted=bool(node.acting) or node.rating is None,
    )


def name_of(node: NodeOutcome) -> str:
    """Name a node by its kind, number and title."""
    if node.node.number is None:
        return node.title
    return f"{node.kind.capitalize()} {node.node.number}: {node.title}"


def _node_rating(node: NodeOutcome) -> RatingText:
    return RatingText(label="No rating") if node.rating is None else rating_text(node.rating)


def answer_text(answer: Answer) -> RatingText:
    """Show the answer to a question: a rating, or that there is none (S8)."""
    if isinstance(answer.rating, Rating):
        return rating_text(answer.rating)
    return RatingText(label=answer.label)


def rating_text(rating: Rating) -> RatingText:
    """Show a rating.

    >>> from pamms_core import load_framework
    >>> rating_text(load_framework().scale["requires-improvement"]).picture
    '★★★☆☆'
    """
    return RatingText(
        label=rating.label,
        stars=rating.stars,
        most_stars=_most_stars(rating.scale),
        tone=rating.rank * _BEST_TONE // max(len(rating.scale) - 1, 1),
    )


def _most_stars(scale: Scale) -> int:
    return max(each.stars or 0 for each in scale)


def _decision(node: NodeOutcome) -> str:
    """Name in a few words what decided a rating; notes and explanations say more."""
    if node.before_limits is None:
        return _reason_for_none(node)
    if node.acting:
        noun = "Limit" if len(node.acting) == 1 else "Limits"
        names = " and ".join(limit.id for limit in node.acting)
        return f"{noun} {names}; by its score alone {node.before_limits}"
    return _score_band(node, node.before_limits)


def _reason_for_none(node: NodeOutcome) -> str:
    if node.state is State.TOO_LITTLE_ASSESSED:
        return f"{node.state.capitalize()}: at least {percent(node.rule.least_assessed)} is needed"
    return node.state.capitalize()


def _score_band(node: NodeOutcome, earned: Rating) -> str:
    """Say from which score the rating is earned, and where the next better one begins."""
    begins = {band.rating: decimal(band.least) for band in node.rule.bands}
    better = [begins[each.key] for each in node.scale if each > earned and each.key in begins]
    least = begins.get(earned.key)
    if least is None:
        return f"Score below {better[-1]}" if better else "Any score"
    return f"Score {least} to below {better[-1]}" if better else f"Score {least} or more"
