"""What one changed answer does: whether a better one lowers a rating, and how far one moves it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from pamms_core._display import counted
from pamms_core.rating.changes import Changes
from pamms_core.rating.findings import Property, Status
from pamms_core.rating.reach import BeyondBudgetError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from pamms_core.rating.changes import Moves, Wanted
    from pamms_core.rating.findings import Finding
    from pamms_core.rating.reach import Sheet
    from pamms_core.rating.subject import Subject
    from pamms_core.rating.verdict import Verdict

__all__ = ["Effects", "largest_effect", "largest_gain"]

_Found: TypeAlias = "tuple[tuple[Sheet, ...], Mapping[str, bool]]"


class Effects:
    """The changes of one answer, under every combination of flags.

    Args:
        subject: the method on its tree.
        moves: the changes of state that one question may make.
    """

    def __init__(self, subject: Subject, moves: Moves) -> None:
        self._subject = subject
        self._changes = [Changes(reach, moves, subject.budget) for reach in subject.reaches]

    def find(self, place: int, wanted: Wanted) -> _Found | None:
        """Find two sheets, and flags, on which a node's verdicts before and after are wanted.

        Answers that are not needed to show it are set aside.

        Raises:
            BeyondBudgetError: there is too much to try.
        """
        for flags, changes in zip(self._subject.flags, self._changes, strict=True):
            sheets = changes.find(place, wanted)
            if sheets is not None:
                return self._smallest(place, wanted, sheets, flags), flags
        return None

    def _smallest(
        self, place: int, wanted: Wanted, sheets: Sequence[Sheet], flags: Mapping[str, bool]
    ) -> tuple[Sheet, ...]:
        def shows(tried: Sequence[Sheet]) -> bool:
            before, after = (self._subject.verdict(place, sheet, flags) for sheet in tried)
            return wanted(before, after)

        return self._subject.smallest(sheets, shows)


def largest_gain(subject: Subject) -> Iterator[Finding]:
    """Measure what marking one answer *not assessed* can at most gain."""
    about, said = Property.SETTING_ASIDE, "gained {} by setting it aside"
    return _measured(subject, about, subject.set_asides, lambda a, b: b - a, said)


def largest_effect(subject: Subject) -> Iterator[Finding]:
    """Measure how far one non-critical answer can move a rating."""
    about, said = Property.ONE_ANSWER, "moved {} by one answer"
    return _measured(subject, about, subject.swaps, lambda a, b: abs(b - a), said)


def _measured(
    subject: Subject, about: Property, moves: Moves, size: Callable[[int, int], int], said: str
) -> Iterator[Finding]:
    effects = Effects(subject, moves)
    for place, rule in enumerate(subject.rules):
        if rule.reading is None:
            continue
        subject.progress(subject.rater.nodes[place].code)
        try:
            largest, found = _largest(effects, place, len(subject.scale) - 1, size)
        except BeyondBudgetError:
            yield subject.too_much(about, place)
            continue
        told = said.format(counted(largest, "rating"))
        sheets, flags = found or ((), subject.flags[0])
        yield subject.finding(
            about, place, Status.MEASURED, told, value=largest, sheets=sheets, flags=flags
        )


def _largest(
    effects: Effects, place: int, most: int, size: Callable[[int, int], int]
) -> tuple[int, _Found | None]:
    """Look for a change by so many ratings, for fewer and fewer of them."""
    for ratings in range(most, 0, -1):

        def wanted(before: Verdict, after: Verdict, ratings: int = ratings) -> bool:
            return (
                before.rating is not None
                and after.rating is not None
                and size(before.rating.rank, after.rating.rank) >= ratings
            )

        if found := effects.find(place, wanted):
            return ratings, found
    return 0, None
