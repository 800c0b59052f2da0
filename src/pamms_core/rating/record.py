"""An outcome as plain data: what its explanation, its JSON and its reports are made of.

A record holds every number that decided a rating, so that the rating can be
recomputed from it alone: points, weights and answers, bands, limits and what
they counted.
"""

from __future__ import annotations

from fractions import Fraction  # noqa: TC003 (the JSON codec reads these annotations)
from typing import TYPE_CHECKING

import attrs

from pamms_core._frozen import FrozenMap
from pamms_core.rating.method import NodeKind, Population
from pamms_core.rating.outcome import NodeOutcome
from pamms_core.rating.verdict import State  # noqa: TC001 (the JSON codec reads these annotations)
from pamms_core.scale import Rating

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pamms_core.rating.method import Condition, Limit, Method
    from pamms_core.rating.outcome import Outcome, QuestionOutcome
    from pamms_core.standards.question_set import QuestionSet

__all__ = [
    "BandRecord",
    "LimitRecord",
    "NodeRecord",
    "OutcomeRecord",
    "QuestionRecord",
    "Source",
    "record",
    "record_node",
]


@attrs.frozen(kw_only=True)
class Source:
    """Which question set or method an outcome was made with (S5)."""

    id: str
    edition: str
    title: str
    status: str
    digest: str


@attrs.frozen(kw_only=True)
class QuestionRecord:
    """A question's part in the ratings above it."""

    code: str
    weight: int
    critical: bool
    rating: str | None
    """The key of its rating."""
    state: str
    """``rated``, ``not assessed`` or ``not answered``."""
    points: Fraction | None


@attrs.frozen(kw_only=True)
class BandRecord:
    """From which score on a rating is earned."""

    rating: str
    least: Fraction


@attrs.frozen(kw_only=True)
class LimitRecord:
    """A limit, what it counted, and whether it made a difference."""

    id: str
    at_most: str
    population: Population
    ratings: tuple[str, ...]
    least_count: int | None
    """The limit's condition holds from this count on; or, if ``None``,"""
    most_count: int | None
    """up to this one."""
    count: int
    """How many there are."""
    holds: bool
    acts: bool
    """Whether it lowered the rating to what it is."""
    source: str


@attrs.frozen(kw_only=True)
class NodeRecord:
    """Everything about one node."""

    code: str
    kind: NodeKind
    number: int | None
    title: str
    state: State
    rating: str | None
    before_limits: str | None
    score: Fraction | None
    """The weighted mean of points."""
    percentage: Fraction | None
    """The score as a share of the highest points; ``None`` where these are not above 0."""
    weighted_points: Fraction
    weight: int
    assessed_weight: int
    least_assessed: Fraction
    """The least share of the weight that must be assessed, from 0 to 1."""
    asked: int
    answered: int
    bands: tuple[BandRecord, ...]
    """Best first; below the last the worst rating is earned."""
    limits: tuple[LimitRecord, ...]
    children: tuple[str, ...]
    """The codes of the nodes directly below, or of the questions if there are none."""
    critical_not_assessed: tuple[str, ...]
    source: str


@attrs.frozen(kw_only=True)
class OutcomeRecord:
    """Everything about an outcome."""

    title: str
    question_set: Source
    method: Source
    points: FrozenMap[str, Fraction]
    """The points of each rating, best first, by key."""
    labels: FrozenMap[str, str]
    """The label of each rating, by key."""
    stars: FrozenMap[str, int | None]
    """The stars of each rating, by key."""
    is_partial: bool
    nodes: tuple[NodeRecord, ...]
    """Overall first, then each domain with its standards."""
    questions: tuple[QuestionRecord, ...]


def record(outcome: Outcome) -> OutcomeRecord:
    """Write an outcome down."""
    scale = outcome.question_set.framework.scale
    return OutcomeRecord(
        title=outcome.answers.title,
        question_set=_source(outcome.question_set),
        method=_source(outcome.method),
        points=outcome.method.points,
        labels=FrozenMap({rating.key: rating.label for rating in scale}),
        stars=FrozenMap({rating.key: rating.stars for rating in scale}),
        is_partial=outcome.is_partial,
        nodes=tuple(_top_down(outcome.overall)),
        questions=tuple(map(_question, outcome.overall.questions)),
    )


def _source(data: QuestionSet | Method) -> Source:
    return Source(
        id=data.id, edition=data.edition, title=data.title, status=data.status, digest=data.digest
    )


def _top_down(node: NodeOutcome) -> Iterator[NodeRecord]:
    yield record_node(node)
    for child in node.children:
        yield from _top_down(child)


def _question(outcome: QuestionOutcome) -> QuestionRecord:
    question, answer = outcome.question, outcome.answer
    rating = answer.rating if isinstance(answer.rating, Rating) else None
    unrated = "not assessed" if answer.is_answered else "not answered"
    return QuestionRecord(
        code=question.code,
        weight=question.weight,
        critical=question.critical,
        rating=None if rating is None else rating.key,
        state="rated" if rating else unrated,
        points=outcome.points,
    )


def record_node(outcome: NodeOutcome) -> NodeRecord:
    """Write one node down."""
    verdict, rule, node = outcome.verdict, outcome.rule, outcome.node
    below = outcome.children or outcome.questions
    return NodeRecord(
        code=node.code,
        kind=node.kind,
        number=node.number,
        title=node.title,
        state=verdict.state,
        rating=verdict.key,
        before_limits=None if verdict.before_limits is None else verdict.before_limits.key,
        score=outcome.score,
        percentage=outcome.percentage,
        weighted_points=outcome.weighted_points,
        weight=outcome.weight,
        assessed_weight=outcome.assessed_weight,
        least_assessed=rule.least_assessed,
        asked=len(outcome.questions),
        answered=outcome.answered,
        bands=tuple(BandRecord(rating=band.rating, least=band.least) for band in rule.bands),
        limits=tuple(_limit(outcome, limit) for limit in rule.limits),
        children=tuple(
            each.node.code if isinstance(each, NodeOutcome) else each.question.code for each in below
        ),
        critical_not_assessed=outcome.critical_not_assessed,
        source=rule.source,
    )


def _limit(outcome: NodeOutcome, limit: Limit) -> LimitRecord:
    when = limit.when
    return LimitRecord(
        id=limit.id,
        at_most=limit.at_most,
        population=when.population,
        ratings=when.ratings,
        least_count=when.at_least,
        most_count=when.at_most,
        count=_count(outcome, when),
        holds=limit in outcome.verdict.triggered,
        acts=limit in outcome.acting,
        source=limit.source,
    )


def _count(outcome: NodeOutcome, when: Condition) -> int:
    """Count what a condition counts, from the tree rather than from packed sums."""
    if when.population is Population.CRITICAL:
        rated = [each.answer.rating for each in outcome.questions if each.question.critical]
    elif outcome.children:
        rated = [child.rating for child in outcome.children]
    else:
        rated = [each.answer.rating for each in outcome.questions]
    return sum(isinstance(each, Rating) and each.key in when.ratings for each in rated)
