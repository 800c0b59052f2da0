"""A strategy for rating methods that keep the laws a fair method keeps."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from pamms_core._frozen import FrozenMap
from pamms_core.rating.conditions import Count, Population
from pamms_core.rating.method import Limit, Method, NodeKind, NodeRule
from pamms_core.rating.readings import Band, Bands
from pamms_core.rating.scores import Measure, Score
from pamms_core.testing._shipped import scale_or_shipped

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pamms_core.scale import Scale

__all__ = ["methods"]

_STEPS = st.builds(Fraction, st.integers(1, 6), st.integers(1, 4))


def methods(scale: Scale | None = None) -> st.SearchStrategy[Method]:
    """Draw a method for a scale, by default the PAMMS scale.

    Every drawn method is monotone (a better answer never lowers a rating), and
    uniform answers return their own rating.
    """

    @st.composite
    def drawn(draw: st.DrawFn) -> Method:
        keys = scale_or_shipped(scale).keys
        points = draw(_points(keys))
        rules = {kind.value: draw(_rules(keys, points)) for kind in NodeKind}
        return Method(
            id="drawn",
            edition="1",
            title="A drawn method",
            points=FrozenMap(points),
            rules=FrozenMap(rules),
        )

    return drawn()


@st.composite
def _points(draw: st.DrawFn, keys: tuple[str, ...]) -> dict[str, Fraction]:
    """Draw points that fall from the best rating to the worst."""
    total = draw(st.builds(Fraction, st.integers(-2, 2)))
    points = {}
    for key in reversed(keys):
        points[key] = total
        total += draw(_STEPS)
    return {key: points[key] for key in keys}


@st.composite
def _rules(draw: st.DrawFn, keys: tuple[str, ...], points: Mapping[str, Fraction]) -> NodeRule:
    limits = draw(st.lists(_limits(keys), max_size=3))
    return NodeRule(
        score=Score(measure=Measure.MEAN),
        reading=Bands(
            tuple(
                Band(rating=better, bound=draw(_between(points[worse], points[better])))
                for better, worse in pairwise(keys)
            )
        ),
        least_assessed=draw(st.sampled_from([Fraction(0), Fraction(1, 2), Fraction(1)])),
        limits=tuple(
            Limit(id=f"limit-{n}", at_most=each.at_most, when=each.when) for n, each in enumerate(limits)
        ),
    )


def _between(low: Fraction, high: Fraction) -> st.SearchStrategy[Fraction]:
    """Draw a threshold above ``low``, up to and including ``high``."""
    return st.integers(1, 4).map(lambda quarters: low + (high - low) * Fraction(quarters, 4))


@st.composite
def _limits(draw: st.DrawFn, keys: tuple[str, ...]) -> Limit:
    """Draw a limit that a better answer can only lift and that spares uniform answers.

    "So many are *X* or worse" caps at *X* or above; "none is *X* or better" caps
    no lower than the rating below *X*.
    """
    place = draw(st.integers(1, len(keys) - 1))
    if draw(st.booleans()):
        population = draw(st.sampled_from(Population))
        when = Count(population=population, ratings=keys[place:], at_least=draw(st.integers(1, 3)))
    else:
        when = Count(population=Population.CHILDREN, ratings=keys[:place], at_most=0)
    return Limit(id="limit", at_most=keys[draw(st.integers(1, place))], when=(when,))
