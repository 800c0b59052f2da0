"""An answer sheet that is being worked on: one changed answer re-rates its path only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pamms_core.rating.trying import agreed_on
from pamms_core.rating.whatif.asking import read_changes, sheet_with, supposed
from pamms_core.rating.whatif.world import World, owners

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pamms_core.answers import Answers
    from pamms_core.rating.engine import Rater
    from pamms_core.rating.outcome import Outcome
    from pamms_core.rating.verdict import Verdict
    from pamms_core.rating.whatif.asking import Told
    from pamms_core.rating.whatif.world import Climb

__all__ = ["Sheet"]


class Sheet:
    """A rated sheet with the packed sums of every node kept, for many small what-ifs.

    It never changes: :meth:`changed` returns another. Moving a slider in a
    notebook is one such step.

    Args:
        rater: the set and method.
        answers: the answer sheet.

    Raises:
        AnswersMismatchError: the answers are not for this set.

    >>> from pamms_core import Rater, load_answers, load_set
    >>> rater = Rater(load_set("east-of-england-accommodation"))
    >>> sheet = rater.sheet(load_answers("poor-management", rater.question_set))
    >>> sheet
    <Sheet of 'Example Lodge': Requires Improvement>
    >>> worse = sheet.changed({"A01": "poor", "B02": "not assessed"})
    >>> worse.outcome.hypothetical
    ('answer to A01 from Good to Poor', 'answer to B02 from Excellent to Not assessed')
    """

    def __init__(self, rater: Rater, answers: Answers) -> None:
        self.rater = rater
        self.recorded = answers
        """The answers as they were recorded."""
        self.states: list[int | None] = rater.states(answers)
        self._owners = owners(rater)
        self._unknown, worlds = rater.worlds(answers.flags)
        self._worlds = {guess: World(rater, steps, self.states) for guess, steps in worlds.items()}
        self._first = next(iter(self._worlds.values()))
        self._changes: dict[int, int | None] = {}

    def copy(self, changes: Mapping[int, int | None] | None = None) -> Sheet:
        """Return another sheet with the same answers, or with many changed and all rated anew."""
        other = object.__new__(Sheet)
        other.__dict__.update(self.__dict__)
        other.states = self.states[:]
        other._changes = {**self._changes, **(changes or {})}
        for place, state in (changes or {}).items():
            other.states[place] = state
        worlds = self._worlds.items()
        other._worlds = {guess: each.copy(other.states, anew=bool(changes)) for guess, each in worlds}
        other._first = next(iter(other._worlds.values()))
        return other

    def changed(self, changes: Mapping[str, Told]) -> Sheet:
        """Return a sheet with some answers changed: what if they were so?

        Args:
            changes: by code, a rating or its name, ``"not assessed"``, a number where one is
                asked for, or ``None`` for no answer.

        Raises:
            AnswersMismatchError: a code or a rating is unknown; lists every reason.
        """
        other = self.copy()
        for place, state in read_changes(self.rater, changes).items():
            other.put(place, state)
        return other

    @property
    def answers(self) -> Answers:
        """The answers with all changes."""
        return sheet_with(self.rater, self.recorded, self._changes) if self._changes else self.recorded

    @property
    def verdicts(self) -> list[Verdict]:
        """The verdict on every node, children before parents."""
        if not self._unknown:
            return self._first.verdicts
        found = {guess: dict(enumerate(each.verdicts)) for guess, each in self._worlds.items()}
        return [agreed_on(place, self._unknown, found) for place in range(len(self.rater.nodes))]

    @property
    def totals(self) -> list[int]:
        """The packed total of every node."""
        return self._first.totals

    @property
    def outcome(self) -> Outcome:
        """The rated tree; it says which answers are supposed (S5)."""
        from pamms_core.rating.outcome import Outcome

        answers = self.answers
        changes = supposed(self.recorded, answers) if self._changes else ()
        return Outcome(self.rater, answers, self.totals[:], self.verdicts[:], changes)

    # What follows goes by places and states, unchecked, for readings that ask thousands of times.

    def put(self, place: int, state: int | None) -> None:
        """Change one answer of this very sheet."""
        by, owner = self._more(place, state), self._owners[place]
        self.states[place] = self._changes[place] = state
        for world in self._worlds.values():
            world.put(owner, by)

    def try_answer(self, place: int, state: int | None) -> Climb:
        """Return what one answer in another state makes of its node and of all nodes above."""
        by, owner = self._more(place, state), self._owners[place]
        if not self._unknown:
            return self._first.answer(owner, by)
        return self._merged({guess: each.answer(owner, by) for guess, each in self._worlds.items()})

    def try_branch(self, place: int, other: Sheet) -> Climb:
        """Return what becomes of a node, and of all above, if all below it is as on another sheet."""
        worlds = self._worlds.items()
        return self._merged({guess: each.graft(place, other._worlds[guess]) for guess, each in worlds})

    def _more(self, place: int, state: int | None) -> int:
        table = self.rater.tables[place]
        return table[state] - table[self.states[place]]  # type: ignore[index]

    def _merged(self, climbs: Mapping[tuple[bool, ...], Climb]) -> Climb:
        """Merge the climbs under every guess at flags that were not given."""
        first = next(iter(climbs.values()))
        if len(climbs) == 1:
            return first
        found = {guess: {at: verdict for at, _, verdict in climb} for guess, climb in climbs.items()}
        return [(at, total, agreed_on(at, self._unknown, found)) for at, total, _ in first]

    def __repr__(self) -> str:
        top = self._tops()
        name = self.recorded.title or self.recorded.set_id
        count = len(self._changes)
        varied = f"; {count} answer{'s' if count != 1 else ''} supposed" if count else ""
        return f"<Sheet of {name!r}: {', '.join(top)}{varied}>"

    def _tops(self) -> Sequence[str]:
        below = {child for node in self.rater.nodes for child in node.children}
        verdicts = self.verdicts
        return [
            str(verdicts[at].rating or verdicts[at].state)
            for at in range(len(verdicts))
            if at not in below
        ]
