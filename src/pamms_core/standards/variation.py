"""Variations of a sealed set or method: what it varies from, and which weights differ (S5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from pamms_core.errors import PammsError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pamms_core.errors import Mistake
    from pamms_core.standards.question_set import Question, QuestionSet

__all__ = ["HYPOTHETICAL", "Variation", "VariationError", "named", "weight_changes", "weighted"]

HYPOTHETICAL: Final = "hypothetical"
"""The status of every variation."""
# Past so many, a short text counts the changes that it does not name.
_MOST_NAMED: Final = 5


@attrs.frozen(kw_only=True)
class Variation:
    """What a hypothetical question set or method varies from, and how.

    >>> from pamms_core import load_set
    >>> varied = load_set("east-of-england-accommodation").with_weights({"A01": 5})
    >>> varied.variation.changes
    ('weight of A01 from 3 to 5',)
    """

    id: str
    edition: str
    status: str
    """The status of the original, such as ``licensed``."""
    digest: str
    """The digest of the original."""
    changes: tuple[str, ...]
    """Everything that differs from the original, such as ``weight of A01 from 3 to 5``."""


class VariationError(PammsError, ValueError):
    """Changes that a question set or a method cannot have, with *every* mistake in them.

    >>> from pamms_core import load_set
    >>> load_set("east-of-england-accommodation").with_weights({"A01": 0, "Z1": 2})
    Traceback (most recent call last):
    ...
    pamms_core.standards.variation.VariationError: variation of east-of-england-accommodation \
2026.2: weights.A01: must be a positive integer, not 0
    variation of east-of-england-accommodation 2026.2: weights.Z1: is no question of the set
    """

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes: tuple[Mistake, ...] = tuple(mistakes)
        super().__init__(self.mistakes)

    def __str__(self) -> str:
        return "\n".join(map(str, self.mistakes))


def named(changes: Sequence[str], called: str = HYPOTHETICAL) -> str:
    """Name some changes in one line; a long list is cut and the rest counted.

    >>> named(["points of good from 4 to 5"])
    'hypothetical: points of good from 4 to 5'
    """
    told = [*changes[:_MOST_NAMED]]
    if (more := len(changes) - _MOST_NAMED) > 0:
        told.append(f"and {more} more")
    return f"{called}: {'; '.join(told)}"


def weighted(question_set: QuestionSet, weights: Mapping[str, int]) -> tuple[Question, ...]:
    """Return the set's questions under other weights.

    Raises:
        VariationError: a code is unknown or a weight is none; names every mistake.
    """
    from pamms_core._reading import Mistakes, Table

    file = f"variation of {question_set.id} {question_set.edition}"
    mistakes, known = Mistakes(), question_set.by_code
    table = Table(dict(weights), file=file, mistakes=mistakes, path="weights")
    for code in weights:
        if code not in known:
            near = mistakes.near(str(code), known)
            table.wrong(code, "is no question of the set", hint=near)
        elif known[code].most is not None:
            table.wrong(code, "asks for a number, which has no weight")
        else:
            table.whole(code)
    if mistakes.found:
        raise VariationError(mistakes.found)
    return tuple(
        attrs.evolve(each, weight=weights[each.code]) if each.code in weights else each
        for each in question_set
    )


def weight_changes(before: QuestionSet, after: QuestionSet) -> Iterator[str]:
    """Name every weight in which two sets differ, among the questions that both have."""
    for question in after:
        known = before.by_code.get(question.code)
        if known is not None and known.weight != question.weight:
            yield f"weight of {question.code} from {known.weight} to {question.weight}"
