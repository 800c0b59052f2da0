"""An outcome as plain data: what its explanation, its JSON and its reports are made of.

A record holds every number that decided a rating, so that the rating can be
recomputed from it alone: points, weights and answers, bands, and what each
condition counted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pamms_core._frozen import FrozenMap
from pamms_core.rating.condition_record import record_conditions
from pamms_core.rating.outcome_record import (
    BandRecord,
    LimitRecord,
    NodeRecord,
    OutcomeRecord,
    PartRecord,
    QuestionRecord,
    RuleRecord,
    Source,
)
from pamms_core.rating.readings import FirstMatch, Steps
from pamms_core.rating.walk import nodes_of
from pamms_core.scale import Rating

if TYPE_CHECKING:
    from pamms_core.rating.conditions import Facts
    from pamms_core.rating.method import Limit, Method
    from pamms_core.rating.node_outcome import NodeOutcome, Part, QuestionOutcome
    from pamms_core.rating.outcome import Outcome
    from pamms_core.rating.readings import Case, Step
    from pamms_core.standards.question_set import QuestionSet

__all__ = ["record", "record_node"]


def record(outcome: Outcome) -> OutcomeRecord:
    """Write an outcome down."""
    scale = outcome.question_set.framework.scale
    return OutcomeRecord(
        hypothetical=outcome.hypothetical,
        title=outcome.answers.title,
        question_set=_source(outcome.question_set),
        method=_source(outcome.method),
        points=outcome.method.points,
        labels=FrozenMap({rating.key: rating.label for rating in scale}),
        stars=FrozenMap({rating.key: rating.stars for rating in scale}),
        flags=outcome.answers.flags,
        is_partial=outcome.is_partial,
        nodes=tuple(map(record_node, nodes_of(outcome))),
        questions=tuple(map(_question, outcome.questions)),
    )


def _source(data: QuestionSet | Method) -> Source:
    return Source(
        id=data.id,
        edition=data.edition,
        title=data.title,
        status=data.status,
        digest=data.digest,
        variation=data.variation,
    )


def _question(outcome: QuestionOutcome) -> QuestionRecord:
    question, answer = outcome.question, outcome.answer
    rating = answer.rating if isinstance(answer.rating, Rating) else None
    unrated = "not assessed" if answer.is_answered else "not answered"
    if outcome.number is not None:
        unrated = "given"
    return QuestionRecord(
        code=question.code,
        weight=question.weight,
        critical=question.critical,
        rating=None if rating is None else rating.key,
        state="rated" if rating else unrated,
        points=outcome.points,
        number=outcome.number,
    )


def record_node(outcome: NodeOutcome) -> NodeRecord:
    """Write one node down."""
    verdict, rule, node = outcome.verdict, outcome.rule, outcome.node
    facts = outcome.facts
    return NodeRecord(
        hypothetical=outcome.hypothetical,
        code=node.code,
        kind=node.kind,
        number=node.number,
        title=node.title,
        state=verdict.state,
        rating=None if verdict.rating is None else verdict.rating.key,
        before_limits=None if verdict.before_limits is None else verdict.before_limits.key,
        possible=tuple(rating.key for rating in verdict.possible),
        causes=verdict.causes,
        measure="" if rule.score is None else rule.score.described,
        rounding="" if rule.score is None else rule.score.rounding_described,
        score=outcome.score,
        shown_score=outcome.shown_score,
        percentage=outcome.percentage,
        parts=tuple(map(_part, outcome.parts)),
        weighted_points=outcome.weighted_points,
        scored_weight=outcome.scored_weight,
        weight=outcome.weight,
        assessed_weight=outcome.assessed_weight,
        least_assessed=rule.least_assessed,
        asked=len(outcome.questions),
        answered=outcome.answered,
        reading="" if rule.reading is None else rule.reading.described,
        bands=tuple(BandRecord(rating=band.rating, bound=band.bound) for band in rule.bands.bands),
        rules=tuple(_rule(outcome, each, facts) for each in _rules(outcome)),
        limits=tuple(_limit(outcome, limit, facts) for limit in rule.limits),
        children=(
            *(question.code for question in node.direct),
            *(child.code for child in outcome.children),
        ),
        critical_not_assessed=outcome.critical_not_assessed,
        source=rule.source,
    )


def _part(part: Part) -> PartRecord:
    return PartRecord(code=part.code, weight=part.weight, points=part.points)


def _rules(outcome: NodeOutcome) -> tuple[Case | Step, ...]:
    reading = outcome.rule.reading
    if isinstance(reading, FirstMatch):
        return reading.cases
    return reading.steps if isinstance(reading, Steps) else ()


def _rule(outcome: NodeOutcome, rule: Case | Step, facts: Facts) -> RuleRecord:
    conditions = record_conditions(outcome, rule.when, facts)
    found = {each.holds for each in conditions}
    return RuleRecord(
        rating=getattr(rule, "rating", None),
        by=getattr(rule, "by", None),
        conditions=conditions,
        holds=False if False in found else None if None in found else True,
        source=rule.source,
    )


def _limit(outcome: NodeOutcome, limit: Limit, facts: Facts) -> LimitRecord:
    return LimitRecord(
        id=limit.id,
        at_most=limit.at_most,
        conditions=record_conditions(outcome, limit.when, facts),
        holds=limit in outcome.verdict.triggered,
        acts=limit in outcome.acting,
        source=limit.source,
    )
