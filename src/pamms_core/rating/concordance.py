"""How far two methods, two raters or two assessors agree over many answer sheets."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from pamms_core._display import counted, decimal
from pamms_core._frozen import FrozenMap
from pamms_core.errors import PammsError
from pamms_core.rating.improving.request import node_at
from pamms_core.standards.variation import named

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from pamms_core.answers import Answers
    from pamms_core.rating.engine import Rater
    from pamms_core.rating.verdict import Verdict
    from pamms_core.scale import Scale

__all__ = ["Concordance", "ConcordanceError", "concordance"]


class ConcordanceError(PammsError, ValueError):
    """Two columns of ratings that cannot be compared.

    >>> str(ConcordanceError("there must be at least one sheet to compare"))
    'there must be at least one sheet to compare'
    """


@attrs.frozen(kw_only=True, repr=False)
class Concordance:
    """A table of how often each pair of ratings was given, and Cohen's weighted kappa, exactly.

    >>> from pamms_core import Rater, load_answers, load_method, load_set
    >>> question_set = load_set("east-of-england-accommodation")
    >>> methods = [load_method(name) for name in ("pamms-reference", "percentage-bands")]
    >>> raters = [Rater(question_set, method) for method in methods]
    >>> names = ("excellent-staffing", "poor-management", "solid-good")
    >>> sheets = [load_answers(name, question_set) for name in names]
    >>> found = concordance(*raters, sheets)
    >>> found.agreed, found.rated
    (3, 3)
    """

    first: str
    """What gave the first rating of each pair."""
    second: str
    node: str
    scale: Scale
    table: FrozenMap[tuple[str, str], int]
    """How often each pair came out: the keys of two ratings, or states without a rating."""
    hypothetical: tuple[str, ...]
    """The changes that make either side hypothetical; none where all is sealed (S5)."""

    @property
    def sheets(self) -> int:
        """How many sheets were compared."""
        return sum(self.table.values())

    @property
    def rated(self) -> int:
        """How many of them both gave a rating; the rest counts for no agreement."""
        return sum(self._rated().values())

    @property
    def agreed(self) -> int:
        """How many of these got the same rating."""
        return sum(many for (one, other), many in self._rated().items() if one == other)

    @property
    def share(self) -> Fraction | None:
        """The share of those rated by both that got the same rating; ``None`` if there is none."""
        return Fraction(self.agreed, self.rated) if self.rated else None

    @property
    def kappa(self) -> Fraction | None:
        """Cohen's kappa: agreement beyond chance; every disagreement counts the same."""
        return self._kappa(lambda apart: int(apart > 0))

    @property
    def linear_kappa(self) -> Fraction | None:
        """Weighted kappa: two ratings apart count twice as much as one."""
        return self._kappa(lambda apart: apart)

    @property
    def quadratic_kappa(self) -> Fraction | None:
        """Weighted kappa: two ratings apart count four times as much as one."""
        return self._kappa(lambda apart: apart * apart)

    def _rated(self) -> dict[tuple[str, str], int]:
        keys = self.scale.keys
        return {pair: many for pair, many in self.table.items() if set(pair) <= set(keys)}

    def _kappa(self, weight: Callable[[int], int]) -> Fraction | None:
        """Return one less the weighted disagreement over that by chance; ``None`` if that is none."""
        pairs, keys = self._rated(), self.scale.keys
        first: Counter[str] = Counter()
        second: Counter[str] = Counter()
        for (one, other), many in pairs.items():
            first[one] += many
            second[other] += many
        rank = {key: place for place, key in enumerate(keys)}
        seen = sum(weight(abs(rank[a] - rank[b])) * many for (a, b), many in pairs.items())
        chance = sum(weight(abs(rank[a] - rank[b])) * first[a] * second[b] for a in keys for b in keys)
        return 1 - Fraction(seen * self.rated, chance) if chance else None

    @property
    def rows(self) -> tuple[dict[str, str], ...]:
        """The table as plain data: rows are ratings by the first, columns by the second."""
        return self._rows({})

    def _rows(self, labels: Mapping[str, str]) -> tuple[dict[str, str], ...]:
        ones, others = self._labels(0), self._labels(1)
        return tuple(
            {
                f"{self.first}": labels.get(one, one),
                **{
                    f"{self.second}: {labels.get(other, other)}": str(self.table.get((one, other), 0))
                    for other in others
                },
            }
            for one in ones
        )

    def _labels(self, side: int) -> list[str]:
        """Return the scale's keys, and the states that came out beside them."""
        others = sorted({pair[side] for pair in self.table} - set(self.scale.keys))
        return [*self.scale.keys, *others]

    @property
    def sentences(self) -> tuple[str, ...]:
        """The result in words."""
        return tuple(self._sentences())

    def _sentences(self) -> Iterator[str]:
        if self.hypothetical:
            yield f"{named(self.hypothetical, 'Hypothetical')}."
        both = f"{self.first} and {self.second}"
        yield f"{both} rate {self.node} alike on {self.agreed} of {counted(self.rated, 'sheet')}."
        if self.sheets > self.rated:
            yield f"On {self.sheets - self.rated} more, one of them gives no rating."
        kappas = {
            "kappa": self.kappa,
            "linear": self.linear_kappa,
            "quadratic": self.quadratic_kappa,
        }
        told = [
            f"{name} {decimal(value)} ({value})" for name, value in kappas.items() if value is not None
        ]
        yield f"Agreement beyond chance: {', '.join(told) or 'not defined, as all ratings are one'}."

    def __str__(self) -> str:
        return "\n".join(self.sentences)

    def __repr__(self) -> str:
        marks = f"; {named(self.hypothetical)}" if self.hypothetical else ""
        told = f"{self.agreed} of {counted(self.rated, 'sheet')} alike"
        return f"<Concordance of {self.first} and {self.second} at {self.node}: {told}{marks}>"

    def _repr_html_(self) -> str:
        from pamms_core.reports.what_if import result_table

        return result_table(self.sentences, self._rows({each.key: each.label for each in self.scale}))


def concordance(
    first: Rater,
    second: Rater,
    sheets: Iterable[Answers] | Iterable[tuple[Answers, Answers]],
    *,
    at: str = "overall",
) -> Concordance:
    """Rate many sheets twice, and count how often the two agree.

    Args:
        first: a set and method.
        second: another, with ratings on the same scale; or the same, to compare assessors.
        sheets: answer sheets, each rated by both; or pairs, such as of two assessors, one for each.
        at: the node's code.

    Raises:
        AnswersMismatchError: a sheet is not for the set that it is rated by.
        ConcordanceError: the two do not rate on one scale, or there is no sheet.
        UnknownNameError: there is no such node.

    >>> from pamms_core import Rater, load_answers, load_method, load_set
    >>> rater = Rater(load_set("east-of-england-accommodation"))
    >>> other = Rater(rater.question_set, load_method("percentage-bands"))
    >>> sheets = [load_answers(name, rater.question_set) for name in ("solid-good", "poor-management")]
    >>> concordance(rater, other, sheets)
    <Concordance of pamms-reference and percentage-bands at overall: 2 of 2 sheets alike>
    """
    scale = first.question_set.framework.scale
    if second.question_set.framework.scale != scale:
        other = second.question_set.framework.scale.id
        raise ConcordanceError(f"ratings of scale {scale.id!r} and {other!r} cannot be compared")
    places = node_at(first, at), node_at(second, at)
    table: Counter[tuple[str, str]] = Counter()
    for each in sheets:
        one, two = each if isinstance(each, tuple) else (each, each)
        found = _verdict(first, one, places[0]), _verdict(second, two, places[1])
        table[found[0].symbol, found[1].symbol] += 1
    if not table:
        raise ConcordanceError("there must be at least one sheet to compare")
    return Concordance(
        first=first.method.id,
        second=second.method.id,
        node=at,
        scale=scale,
        table=FrozenMap(table),
        hypothetical=tuple(dict.fromkeys((*first.hypothetical, *second.hypothetical))),
    )


def _verdict(rater: Rater, answers: Answers, place: int) -> Verdict:
    return rater.verdicts(rater.states(answers), answers.flags)[place]
