"""The plain values that an outcome's explanation, its JSON and its reports are made of."""

from __future__ import annotations

from fractions import Fraction  # noqa: TC003 (the JSON codec reads these annotations)

import attrs

from pamms_core._frozen import FrozenMap  # noqa: TC001 (likewise)
from pamms_core.rating.condition_record import ConditionRecord  # noqa: TC001 (likewise)
from pamms_core.rating.verdict import State  # noqa: TC001 (likewise)
from pamms_core.standards.variation import Variation  # noqa: TC001 (likewise)

__all__ = [
    "BandRecord",
    "LimitRecord",
    "NodeRecord",
    "OutcomeRecord",
    "PartRecord",
    "QuestionRecord",
    "RuleRecord",
    "Source",
]


@attrs.frozen(kw_only=True)
class Source:
    """Which question set or method an outcome was made with (S5)."""

    id: str
    edition: str
    title: str
    status: str
    digest: str
    variation: Variation | None
    """What it varies from, and how, where it is hypothetical."""


@attrs.frozen(kw_only=True)
class QuestionRecord:
    """A question's part in the ratings above it."""

    code: str
    weight: int
    critical: bool
    rating: str | None
    """The key of its rating."""
    state: str
    """``rated``, ``given`` (a number), ``not assessed`` or ``not answered``."""
    points: Fraction | None
    number: int | None
    """The number that was given, where one is asked for."""


@attrs.frozen(kw_only=True)
class PartRecord:
    """What one input contributes to a node's score."""

    code: str
    weight: int
    points: Fraction | None


@attrs.frozen(kw_only=True)
class BandRecord:
    """From which score on a rating is earned, or up to which where lower is better."""

    rating: str
    bound: Fraction


@attrs.frozen(kw_only=True)
class LimitRecord:
    """A limit, what its conditions saw, and whether it made a difference."""

    id: str
    at_most: str
    conditions: tuple[ConditionRecord, ...]
    holds: bool
    acts: bool
    """Whether it lowered the rating to what it is."""
    source: str


@attrs.frozen(kw_only=True)
class RuleRecord:
    """A case or a step of the reading, what its conditions saw, and whether they hold."""

    rating: str | None
    """The rating that a case gives."""
    by: int | None
    """How many ratings a step goes."""
    conditions: tuple[ConditionRecord, ...]
    holds: bool | None
    source: str


@attrs.frozen(kw_only=True)
class NodeRecord:
    """Everything about one node."""

    hypothetical: tuple[str, ...]
    """The changes to set and method that make it hypothetical; none where these are sealed."""
    code: str
    kind: str
    number: int | None
    title: str
    state: State
    rating: str | None
    before_limits: str | None
    possible: tuple[str, ...]
    """What an undetermined rating could be, best first."""
    causes: tuple[str, ...]
    """Why it is undetermined."""
    measure: str
    """How the score is made, such as ``mean of questions``; empty without a score."""
    rounding: str
    """How the score is rounded, such as ``0 digits, half up, before banding``; or empty."""
    score: Fraction | None
    """The exact score."""
    shown_score: Fraction | None
    """The score as the method rounds it."""
    percentage: Fraction | None
    """The score as a share of the highest points; ``None`` where these are not above 0."""
    parts: tuple[PartRecord, ...]
    """What the score is made of."""
    weighted_points: Fraction
    scored_weight: int
    """The weight of the parts that have points."""
    weight: int
    """The weight of all questions below that ask for a rating."""
    assessed_weight: int
    """The weight of those that have a rating."""
    least_assessed: Fraction
    """The least share of the weight that must be assessed, from 0 to 1."""
    asked: int
    answered: int
    reading: str
    """How the rating is read: ``bands``, ``worst of children``, ``cases``, ``table``, …"""
    bands: tuple[BandRecord, ...]
    """Best first; beyond the last the worst rating is earned."""
    rules: tuple[RuleRecord, ...]
    """The cases or steps of the reading, in order."""
    limits: tuple[LimitRecord, ...]
    children: tuple[str, ...]
    """The codes of the questions and nodes directly below."""
    critical_not_assessed: tuple[str, ...]
    source: str


@attrs.frozen(kw_only=True)
class OutcomeRecord:
    """Everything about an outcome.

    >>> from pamms_core import load_answers, load_set, rate
    >>> question_set = load_set("east-of-england-accommodation")
    >>> record = rate(question_set, load_answers("solid-good", question_set)).record()
    >>> record.question_set.edition, record.nodes[0].rating, record.nodes[0].score
    ('2026.2', 'good', Fraction(1489, 366))
    """

    hypothetical: tuple[str, ...]
    """The changes to set and method that make it hypothetical; none where these are sealed."""
    title: str
    question_set: Source
    method: Source
    points: FrozenMap[str, Fraction]
    """The points of each rating, best first, by key."""
    labels: FrozenMap[str, str]
    """The label of each rating, by key."""
    stars: FrozenMap[str, int | None]
    """The stars of each rating, by key."""
    flags: FrozenMap[str, bool]
    """The flags that were given."""
    is_partial: bool
    nodes: tuple[NodeRecord, ...]
    """From the top of the tree down, each node before its children."""
    questions: tuple[QuestionRecord, ...]
