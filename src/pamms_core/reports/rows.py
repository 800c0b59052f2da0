"""How ratings are shown: one line for each node of the rated tree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pamms_core._display import decimal, percent
from pamms_core.rating.method import NodeKind
from pamms_core.rating.readings import Bands
from pamms_core.rating.scores import Measure
from pamms_core.rating.verdict import State
from pamms_core.rating.walk import nodes_of, shown_nodes
from pamms_core.reports.content import RatingText, Row
from pamms_core.scale import Rating

if TYPE_CHECKING:
    from fractions import Fraction

    from pamms_core.rating.method import Method
    from pamms_core.rating.node_outcome import NodeOutcome, QuestionOutcome
    from pamms_core.rating.outcome import Outcome
    from pamms_core.scale import Scale
    from pamms_core.standards.question_set import QuestionSet

__all__ = [
    "answer_text",
    "bound_text",
    "is_reference",
    "kind_of",
    "lower_is_better",
    "name_of",
    "nodes_of",
    "parent_of",
    "rating_text",
    "row_of",
    "shown_nodes",
]

_BEST_TONE: Final = 3


def parent_of(outcome: Outcome, asked: QuestionOutcome) -> NodeOutcome:
    """Return the node directly above a question: its standard, or as an own tree has it."""
    return next(node for node in outcome.values() if asked.question in node.node.direct)


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
        kind=kind_of(node),
        name=name_of(node),
        rating=_node_rating(node),
        score="" if score is None else decimal(score),
        exact="" if score is None else str(score),
        percentage="" if percentage is None else percent(percentage),
        assessed=percent(node.assessed_share),
        decided_by=_decision(node),
        noted=bool(node.acting) or node.rating is None,
    )


def is_reference(data: QuestionSet | Method) -> bool:
    """Whether a set or method is the project's own, or varies from one that is (S12)."""
    return (data if data.original is None else data.original).status == "reference"


def kind_of(node: NodeOutcome) -> NodeKind:
    """Return the kind that a node is shown as; a node of an own tree by what is below it."""
    if node.method.tree is None:
        return NodeKind(node.kind)
    if not node.children:
        return NodeKind.STANDARD
    below = {child for each in node.method.tree.nodes for child in each.children}
    return NodeKind.DOMAIN if node.code in below else NodeKind.OVERALL


def name_of(node: NodeOutcome) -> str:
    """Name a node by its kind, number and title."""
    if node.node.number is None:
        return node.title
    return f"{node.kind.capitalize()} {node.node.number}: {node.title}"


def _node_rating(node: NodeOutcome) -> RatingText:
    if node.state is State.UNDETERMINED:
        return RatingText(label="Undetermined")
    return RatingText(label="No rating") if node.rating is None else rating_text(node.rating)


def answer_text(asked: QuestionOutcome) -> RatingText:
    """Show the answer to a question: a rating, a number, or that there is none (S8)."""
    if isinstance(asked.answer.rating, Rating):
        return rating_text(asked.answer.rating)
    return RatingText(label=asked.label)


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
    if node.rating is None:
        return _reason_for_none(node)
    if node.acting:
        noun = "Limit" if len(node.acting) == 1 else "Limits"
        names = " and ".join(limit.id for limit in node.acting)
        return f"{noun} {names}{_otherwise(node)}"
    if isinstance(node.rule.reading, Bands):
        return _score_band(node, node.rating)
    reading = node.rule.reading
    return "" if reading is None else reading.described.capitalize()


def _otherwise(node: NodeOutcome) -> str:
    """Say what the rating would be without limits, where that is known."""
    if node.before_limits is None:
        return ""
    by = "by its score alone" if isinstance(node.rule.reading, Bands) else "without limits"
    return f"; {by} {node.before_limits}"


def _reason_for_none(node: NodeOutcome) -> str:
    if node.state is State.TOO_LITTLE_ASSESSED:
        return f"{node.state.capitalize()}: at least {percent(node.rule.least_assessed)} is needed"
    if node.state is State.UNDETERMINED:
        possible = " or ".join(map(str, node.verdict.possible))
        return f"Could be {possible}; that turns on {', '.join(node.verdict.causes)}"
    if node.state is State.SCORED:
        return "By this method it has a score and no rating"
    return node.state.capitalize()


def _score_band(node: NodeOutcome, earned: Rating) -> str:
    """Say from which score the rating is earned, and where the next better one begins."""
    begins = {band.rating: bound_text(node, band.bound) for band in node.rule.bands.bands}
    better = [begins[each.key] for each in node.scale if each > earned and each.key in begins]
    bound = begins.get(earned.key)
    if bound is None and not better:
        return "Any score"
    below, more = ("above", "less") if lower_is_better(node) else ("below", "more")
    if bound is None:
        return f"Score {below} {better[-1]}"
    return f"Score {bound} to {below} {better[-1]}" if better else f"Score {bound} or {more}"


def lower_is_better(node: NodeOutcome) -> bool:
    """Whether a lower score earns a better rating."""
    return node.rule.score is not None and node.rule.score.lower_is_better


def bound_text(node: NodeOutcome, bound: Fraction) -> str:
    """Write the bound of a band, as the score that it is compared with is written."""
    score = node.rule.score
    shares = score is not None and score.measure in {Measure.PERCENT, Measure.RATIO}
    return percent(bound) if shares else decimal(bound)
