"""Play a story step by step: what is done, what time does, who is told what, and what falls due."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

import attrs

from pamms_core._frozen import FrozenMap
from pamms_core.errors import PammsError
from pamms_core.notices.messages import Message, messages
from pamms_core.notices.texts import load_texts
from pamms_core.policies.events import CLOCKS
from pamms_core.processes.together import Processes
from pamms_core.processes.together_values import Held, Together
from pamms_core.workflow.actors import TIME, Actor
from pamms_core.workflow.clocks import ClockEvent

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from pamms_core.policies.policy import LocalPolicy
    from pamms_core.policies.words import Role
    from pamms_core.processes.together_values import Moved
    from pamms_core.rating.engine import Rater
    from pamms_core.workflow.case import Case, Entry
    from pamms_core.workflow.due import Due

__all__ = ["ASSESSOR", "Scene", "Stage", "StoryError"]

ASSESSOR: Final = "officer 1"
"""Who assesses; so nobody reviews their own assessment."""

_NEW: Final = (ClockEvent.STARTED, ClockEvent.EXTENDED, ClockEvent.RESUMED)


_TOLD: Final = frozenset(CLOCKS) - {"action-due", "follow-up"}
"""The clocks that a story explains. Those of actions and follow-ups count nothing: the day is known."""


_MORNING, _EVENING = 9, 17
"""The office hours of a story."""


class StoryError(PammsError, RuntimeError):
    """A step of a story that the policy does not allow; says why."""

    def __init__(self, what: str, reasons: str) -> None:
        self.what = what
        """What was to be done."""
        self.reasons = reasons
        """Why not, a sentence for each reason."""
        super().__init__(what, reasons)

    def __str__(self) -> str:
        return f"the story cannot go on: {self.what}: {self.reasons}"


@attrs.frozen(kw_only=True)
class Scene:
    """One moment of a story."""

    at: datetime
    who: str
    """The local title of the role that acted; empty where time did, or for a remark."""
    what: str
    """What happened, in a sentence."""
    states: FrozenMap[str, str]
    """Where each case that it moved stands now."""
    sources: tuple[str, ...] = ()
    """The rules by which it was allowed."""
    told: tuple[Message, ...] = ()
    due: tuple[Due, ...] = ()
    """What falls due from now on."""


class Stage:
    """The cases of one story, and the time."""

    def __init__(self, policy: LocalPolicy, rater: Rater, begin: datetime) -> None:
        self.policy, self.rater, self.at = policy, rater, begin
        self.processes = Processes.of(policy, rater)
        self.texts = load_texts()
        self.scenes: list[Scene] = []
        self._all: Together | None = None

    @property
    def all(self) -> Together:
        """All cases; there are none before the story is opened."""
        if self._all is None:
            raise StoryError("look at its cases", "it is not open yet")
        return self._all

    @property
    def day(self) -> date:
        """What day it is, where the council is."""
        return self.processes.assessment.counting.day_of(self.at)

    @property
    def case(self) -> Case[Any]:
        """The assessment."""
        return self.all.assessment

    def open(self, command: object, role: Role, what: str) -> None:
        """Open the assessment."""
        found = self.processes.open(command, by=self._actor(role), at=self.at, id="1")
        self._take(found, role, what)

    def do(self, command: object, role: Role, what: str, person: str = "", case: str = "") -> None:
        """Take a step, an hour after the last one in office hours; it must be allowed."""
        self._on(timedelta(hours=1))
        by = self._actor(role, person)
        self._take(self.processes.decide(self.all, command, by=by, at=self.at, case=case), role, what)

    def wait(self, days: int) -> None:
        """Let days pass, until a working day, and time take its own steps."""
        self._on(timedelta(days=days))
        moved = self.processes.advance(self.all, self.at)
        self._all = moved.together
        self.scenes += self._scenes(moved, "", "")

    def _on(self, span: timedelta) -> None:
        """Let time pass, and go on when people are at work."""
        counting, self.at = self.processes.assessment.counting, self.at + span
        if self.at.hour >= _EVENING:
            self.at = self.at.replace(hour=_MORNING) + timedelta(days=1)
        while not counting.is_working(counting.day_of(self.at)):
            self.at = self.at.replace(hour=_MORNING) + timedelta(days=1)

    def remark(self, what: str) -> None:
        """Tell the reader something; nothing happens."""
        self.scenes.append(Scene(at=self.at, who="", what=what, states=FrozenMap()))

    def _actor(self, role: Role, person: str = "") -> Actor:
        return Actor(person or role.value, [role.value])

    def _take(self, found: Moved | Held, role: Role, what: str) -> None:
        if isinstance(found, Held):
            said = " ".join(self.processes.sentences.say(each) for each in found.reasons)
            raise StoryError(what, said)
        self._all = found.together
        self.scenes += self._scenes(found, self.policy.title_of(role), what)

    def _scenes(self, moved: Moved, who: str, what: str) -> Iterator[Scene]:
        """Make a scene of each step of time, and one of all that a person's step brought about."""
        by_time = [each for each in moved.entries if each.by == TIME]
        for entry in by_time:
            yield self._scene(moved, [entry], "", f"{entry.rule.replace('-', ' ').capitalize()}.")
        if rest := [each for each in moved.entries if each.by != TIME]:
            yield self._scene(moved, rest, who, what or "What was decided goes on in the assessment.")

    def _scene(self, moved: Moved, entries: list[Entry], who: str, what: str) -> Scene:
        sent = [
            each
            for each in moved.notices
            if any((each.entry, each.at) == (entry.number, entry.at) for entry in entries)
        ]
        rows = [self._machine(entry).by_id[entry.rule] for entry in entries]
        return Scene(
            at=entries[-1].at,
            who=who,
            what=what,
            states=FrozenMap(
                {each.case: each.to_state for each in entries if each.to_state != each.from_state}
            ),
            sources=tuple(dict.fromkeys(row.source for row in rows)),
            told=messages(self.texts, self.policy, sent, entries),
            due=tuple(self._new_dues(entries)),
        )

    def _machine(self, entry: Entry) -> Any:
        case = self.all.case(entry.case)
        return self.processes.machine_of(self.case if case is None else case)

    def _new_dues(self, entries: list[Entry]) -> Iterator[Due]:
        for entry in entries:
            counting = self._machine(entry).counting
            started = [
                change.running.deadline.due(counting)
                for change in entry.clocks
                if change.event in _NEW and change.running is not None and change.clock in _TOLD
            ]
            yield from filter(None, started)
