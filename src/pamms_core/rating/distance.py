"""How far a node's score is from the thresholds where its rating turns, exactly."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from pamms_core._display import decimal, percent
from pamms_core.rating.scores import Measure

if TYPE_CHECKING:
    from fractions import Fraction

    from pamms_core.rating.node_outcome import NodeOutcome
    from pamms_core.rating.readings import Band
    from pamms_core.rating.scores import Score
    from pamms_core.scale import Rating

__all__ = ["Distance", "Threshold", "distance", "is_earned"]


@attrs.frozen(kw_only=True)
class Threshold:
    """A score at which the rating turns, and how far the node's score is from it.

    >>> from pamms_core import Rater, load_answers, load_set
    >>> rater = Rater(load_set("east-of-england-accommodation"))
    >>> node = rater.rate(load_answers("solid-good", rater.question_set)).overall
    >>> up = distance(node).up
    >>> up.rating, up.score, up.away, up.included
    (<Rating Excellent>, Fraction(9, 2), Fraction(79, 183), True)
    """

    rating: Rating
    """The better of the two ratings that meet here."""
    score: Fraction
    """The exact score; where the method rounds before banding, the one that just rounds so far."""
    included: bool
    """Whether a score that stands exactly here earns the better rating."""
    away: Fraction
    """The distance from the node's exact score, in the same units, 0 or more."""


@attrs.frozen(kw_only=True)
class Distance:
    """The two thresholds that a node's score lies between, before any limit.

    >>> from pamms_core import Rater, load_answers, load_set
    >>> rater = Rater(load_set("east-of-england-accommodation"))
    >>> node = rater.rate(load_answers("solid-good", rater.question_set)).overall
    >>> found = distance(node)
    >>> found.nearest.rating, found.nearest.away
    (<Rating Excellent>, Fraction(79, 183))
    """

    up: Threshold | None
    """Where the next better rating begins; ``None`` if the score earns the best."""
    down: Threshold | None
    """Where the rating that the score earns begins; ``None`` if it earns the worst."""
    is_share: bool = False
    """Whether scores are shares, which people read as percentages."""

    @property
    def nearest(self) -> Threshold:
        """The nearer of the two; the one above where both are as near."""
        return min(self._thresholds, key=lambda each: each.away)

    @property
    def sentence(self) -> str:
        """The distances as people read them, and exactly."""
        return f"Nearest thresholds of its score: {'; '.join(map(self._told, self._thresholds))}."

    @property
    def _thresholds(self) -> list[Threshold]:
        return [each for each in (self.up, self.down) if each is not None]

    def _told(self, to: Threshold) -> str:
        score, away = (
            f"{percent(each, 2) if self.is_share else decimal(each)} ({each})"
            for each in (to.score, to.away)
        )
        return f"{to.rating.label} from {score}, {away} away"


def distance(node: NodeOutcome) -> Distance | None:
    """Return how far a node's score is from the next better and the next worse rating.

    Returns:
        ``None`` where the node's rating is not read off bands of a score, or it has no score.

    >>> from pamms_core import load_answers, load_set, rate
    >>> question_set = load_set("east-of-england-accommodation")
    >>> outcome = rate(question_set, load_answers("solid-good", question_set))
    >>> outcome["standard-8"].score
    Fraction(115, 29)
    >>> near = distance(outcome["standard-8"])
    >>> near.up.rating, near.up.away, near.down.rating, near.down.away
    (<Rating Excellent>, Fraction(31, 58), <Rating Good>, Fraction(27, 58))
    >>> near.sentence
    'Nearest thresholds of its score: Excellent from 4.50 (9/2), 0.53 (31/58) away; Good from ...
    """
    score, how = node.score, node.rule.score
    if score is None or how is None or not node.state.has_score or not node.rule.bands.bands:
        return None
    better: Threshold | None = None
    is_share = how.measure in {Measure.PERCENT, Measure.RATIO}
    for band in node.rule.bands.bands:
        found = _threshold(node, how, band, score)
        if is_earned(found, score, how):
            return Distance(up=better, down=found, is_share=is_share)
        better = found
    return Distance(up=better, down=None, is_share=is_share)


def _threshold(node: NodeOutcome, how: Score, band: Band, score: Fraction) -> Threshold:
    turning, excluded = how.turning(band.bound)
    return Threshold(
        rating=node.scale[band.rating],
        score=turning,
        included=excluded is how.lower_is_better,
        away=abs(score - turning),
    )


def is_earned(threshold: Threshold, score: Fraction, how: Score) -> bool:
    """Whether a score is on the better side of a threshold."""
    if score == threshold.score:
        return threshold.included
    return (score < threshold.score) is how.lower_is_better
