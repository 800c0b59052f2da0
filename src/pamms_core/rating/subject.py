"""What a study is of: one method on one tree, all that may be answered, and all that comes out."""

from __future__ import annotations

from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING

from pamms_core._frozen import FrozenMap
from pamms_core.rating.findings import Finding, Property, Status
from pamms_core.rating.plan import NOT_ANSWERED, NOT_ASSESSED
from pamms_core.rating.reach import explore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from pamms_core.rating.engine import Rater
    from pamms_core.rating.method import NodeRule
    from pamms_core.rating.reach import Reach, Sheet, Totals
    from pamms_core.rating.verdict import Verdict

__all__ = ["Subject"]

_TOO_MUCH = "there is too much to try or a node below is undetermined, and no argument applies"


class Subject:
    """One method on one tree.

    Args:
        rater: the set and method, compiled.
        budget: the most work that one step of a search may take.
        progress: called with what is being tried.
    """

    def __init__(self, rater: Rater, budget: int, progress: Callable[[str], None]) -> None:
        self.rater = rater
        self.budget = budget
        self.progress = progress
        self.scale = rater.question_set.framework.scale
        names = rater.method.flags
        self.flags: list[dict[str, bool]] = [
            dict(zip(names, guess, strict=True)) for guess in product([False, True], repeat=len(names))
        ]
        """Every combination of flags, the first with none given."""
        self.rules: list[NodeRule] = [rater.method.rule_of(node) for node in rater.nodes]

    @cached_property
    def reaches(self) -> list[Reach]:
        """What can come out under each combination of flags."""
        return [
            explore(self.rater, flags, self.states, budget=self.budget, progress=self.progress)
            for flags in self.flags
        ]

    def totals(self, place: int) -> list[Totals] | None:
        """Return what can come out at a node under each combination of flags, if it is known."""
        found = [reach.totals[place] for reach in self.reaches]
        known = [each for each in found if each is not None]
        return known if len(known) == len(found) else None

    def verdict(self, place: int, sheet: Sheet, flags: Mapping[str, bool]) -> Verdict:
        """Rate a node on a sheet of all questions below it."""
        return self.verdicts(sheet, flags)[place]

    def verdicts(self, sheet: Sheet, flags: Mapping[str, bool]) -> list[Verdict]:
        """Rate every node on a sheet; questions that are not on it are set aside."""
        return self.rater.verdicts([sheet.get(at, each) for at, each in self._aside], flags)

    @cached_property
    def _aside(self) -> list[tuple[int, int | None]]:
        """The state without an answer of every question."""
        ranks = len(self.scale)
        return [(at, ranks if q.most is None else None) for at, q in enumerate(self.rater.questions)]

    def smallest(
        self, sheets: Sequence[Sheet], shows: Callable[[Sequence[Sheet]], bool]
    ) -> tuple[Sheet, ...]:
        """Set answers aside, one after another, that are not needed for what sheets show.

        Args:
            sheets: one sheet, or two that differ in one answer, which is kept.
            shows: whether other sheets show the same.
        """
        kept = tuple(sheets)
        for at in sorted(kept[0]):
            if len({sheet[at] for sheet in kept}) == 1:
                tried = tuple({**sheet, **dict([self._aside[at]])} for sheet in kept)
                kept = tried if shows(tried) else kept
        return kept

    # What questions may be answered, and how one answer may change.

    def states(self, at: int) -> Sequence[int | None]:
        """Return the states of a question; *not answered* only where a rule tells it apart."""
        most = self.rater.questions[at].most
        if most is not None:
            return (*range(most + 1), None)
        ranks = len(self.scale)
        apart = any(
            rule.missing.get(NOT_ASSESSED) != rule.missing.get(NOT_ANSWERED) for rule in self.rules
        )
        return range(ranks + 2) if apart else range(ranks + 1)

    def raises(self, at: int) -> list[tuple[int, int]]:
        """Return the changes to a better rating.

        Not only to the next: between two ratings a node may be undetermined.
        """
        return [(a, b) for a, b in self.swaps(at, critical=True) if a < b]

    def set_asides(self, at: int) -> list[tuple[int, int]]:
        """Return the changes from a rating to *not assessed*."""
        ranks = len(self.scale)
        rated = self.rater.questions[at].most is None
        return [(rank, ranks) for rank in range(ranks)] if rated else []

    def swaps(self, at: int, *, critical: bool = False) -> list[tuple[int, int]]:
        """Return the changes from a rating to another, those of critical questions if asked for."""
        question, ranks = self.rater.questions[at], range(len(self.scale))
        if question.most is not None or (question.critical and not critical):
            return []
        return [(a, b) for a in ranks for b in ranks if a != b]

    # How it is told.

    def finding(  # noqa: PLR0913 (a finding's fields, by name)
        self,
        about: Property,
        place: int,
        status: Status,
        said: str,
        *,
        value: int | None = None,
        sheets: Iterable[Sheet] = (),
        flags: Mapping[str, bool] | None = None,
    ) -> Finding:
        """Write a finding on a node, with sheets by the questions' codes."""
        return Finding(
            property=about,
            node=self.rater.nodes[place].code,
            status=status,
            said=said,
            value=value,
            sheets=tuple(map(self._told, sheets)),
            flags=FrozenMap(flags or {}),
        )

    def too_much(self, about: Property, place: int) -> Finding:
        """Write that a property was not decided at a node."""
        return self.finding(about, place, Status.UNPROVEN, _TOO_MUCH)

    def _told(self, states: Sheet) -> FrozenMap[str, str]:
        """Write a sheet with codes and rating keys, in the tree's order."""
        ranks = len(self.scale)
        words = {ranks: NOT_ASSESSED, ranks + 1: NOT_ANSWERED}
        told: dict[str, str] = {}
        for place, state in sorted(states.items()):
            question = self.rater.questions[place]
            if question.most is not None:
                told[question.code] = "not given" if state is None else str(state)
            else:
                rank = state or 0
                told[question.code] = words.get(rank) or self.scale.at(rank).key
        return FrozenMap(told)
