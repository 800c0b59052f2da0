"""How far something may vary: two proven bounds, and values that just change a rating."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

import attrs

from pamms_core._display import percent
from pamms_core.standards.variation import named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pamms_core._frozen import FrozenMap
    from pamms_core.rating.robust.margins import Variable

__all__ = ["KINDS", "WHOLE", "Breaking", "Robustness"]

KINDS: Final = ("weights", "points", "thresholds")
"""What may vary together."""
WHOLE: Final = Fraction(1)
"""No variation is looked at from here on: something would have to vanish, or double."""


@attrs.frozen(kw_only=True)
class Breaking:
    """Values that just change the rating.

    >>> from pamms_core import Rater, load_answers, load_set
    >>> rater = Rater(load_set("east-of-england-accommodation"))
    >>> sheet = load_answers("solid-good", rater.question_set)
    >>> found = rater.robustness(sheet, at="standard-8", of="thresholds").breaking
    >>> found.by, found.becomes
    (Fraction(31, 261), ('excellent',))
    """

    by: Fraction
    """The largest share by which one of them differs from what it is."""
    values: FrozenMap[Variable, Fraction]
    """Each value, exactly; what is not named stays as it is."""
    becomes: tuple[str, ...]
    """What the node then is: a rating's key or a state; several where something is unknown."""


@attrs.frozen(kw_only=True, repr=False)
class Robustness:
    """How far something may vary, everything independently, with no change of a rating.

    >>> from pamms_core import Rater, load_answers, load_set
    >>> rater = Rater(load_set("east-of-england-accommodation"))
    >>> found = rater.robustness(load_answers("solid-good", rater.question_set), at="standard-8")
    >>> found.is_exact, found.breaking.becomes
    (True, ('too little assessed',))
    """

    node: str
    of: str
    """``weights``, ``points``, ``thresholds``, or the name of the one thing that varies."""
    rating: tuple[str, ...]
    """What the node is: a rating's key or a state; several where something is unknown."""
    safe: Fraction
    """Proven: the rating stays while everything varies by less than this share."""
    breaks: Fraction | None
    """Proven: from here on, or just beyond, there is a variation that changes it.

    ``None`` where no variation below 100 % was found that does.
    """
    is_attained: bool
    """Whether it changes at this share itself, and not only just beyond."""
    breaking: Breaking | None
    """A variation that changes it."""
    hypothetical: tuple[str, ...]
    """The changes that make set or method hypothetical; none where both are sealed (S5)."""

    @property
    def is_exact(self) -> bool:
        """Whether the two bounds meet, so that the largest variation is known exactly."""
        return self.safe == (WHOLE if self.breaks is None else self.breaks)

    @property
    def rows(self) -> tuple[dict[str, str], ...]:
        """The values that just break it, as plain data."""
        values = {} if self.breaking is None else self.breaking.values
        return tuple({"name": name, "value": str(value)} for name, value in values.items())

    @property
    def sentences(self) -> tuple[str, ...]:
        """The result in words."""
        return tuple(self._sentences())

    def _sentences(self) -> Iterator[str]:
        if self.hypothetical:
            yield f"{named(self.hypothetical, 'Hypothetical')}."
        now = " or ".join(self.rating)
        what = f"{self.of} vary" if self.of in KINDS else f"the weight of {self.of} varies"
        yield f"{self.node} stays {now} while {what} by less than {percent(self.safe, 2)}."
        if self.breaks is None or self.breaking is None:
            yield "No change was found for any variation below 100%."
            return
        how = "at" if self.is_attained else "just beyond"
        exact = "exactly" if self.is_exact else "a bound from above"
        becomes = " or ".join(self.breaking.becomes)
        yield (
            f"It becomes {becomes} {how} {percent(self.breaks, 2)} ({self.breaks}, {exact}), "
            "which is a what-if."
        )

    def __str__(self) -> str:
        return "\n".join(self.sentences)

    def __repr__(self) -> str:
        upper = "100%" if self.breaks is None else percent(self.breaks, 2)
        bounds = upper if self.is_exact else f"{percent(self.safe, 2)} to {upper}"
        marks = f"; {named(self.hypothetical)}" if self.hypothetical else ""
        return f"<Robustness of {self.node} to {self.of}, hypothetical: {bounds}{marks}>"

    def _repr_html_(self) -> str:
        from pamms_core.reports.what_if import result_table

        return result_table(self.sentences, self.rows)
