"""People who play a process, a question set of four questions, and a stage that keeps the time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from pamms_core import Answer, QuestionSet, Rater, load_framework, read_set
from pamms_core.policies.catalogue import load_policy
from pamms_core.processes.recorded import AskedSet, RecordedSheet
from pamms_core.workflow import Accepted, Actor, advance, decide, new_case

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pamms_core.policies.policy import LocalPolicy
    from pamms_core.workflow import Case, Machine, Notice

LOCALITIES: Final = ("norfolk", "essex", "wirral", "lancashire", "south-west")
BEGIN: Final = datetime(2026, 9, 1, 10, tzinfo=UTC)

PAT: Final = Actor("pat", ["provider"])
MIA: Final = Actor("mia", ["registered-manager"])
ANN: Final = Actor("ann", ["assessor"])
BEN: Final = Actor("ben", ["assessor"])
TOM: Final = Actor("tom", ["team-manager"])
LEA: Final = Actor("lea", ["contract-lead"])
MAX: Final = Actor("max", ["contracts-manager"])
SUE: Final = Actor("sue", ["senior-officer"])
HAL: Final = Actor("hal", ["head-of-service"])
SAM: Final = Actor("sam", ["safeguarding"])
SOL: Final = Actor("sol", ["social-care"])
PUB: Final = Actor("pub", ["region"])
EVERYBODY: Final = (PAT, MIA, ANN, BEN, TOM, LEA, MAX, SUE, HAL, SAM, SOL, PUB, Actor("ned"))

_ASKED: Final = {"A01": 1, "B01": 2, "C01": 6, "F01": 14}
_GUIDANCE: Final = ("excellent", "good", "requires_improvement", "poor")


@cache
def small_set(edition: str = "1") -> QuestionSet:
    """Make a set of four questions in sections 1, 2, 3 and 6, about standards 1, 2, 6 and 14."""
    questions = [
        {
            "code": code,
            "standard": standard,
            "weight": 1,
            "text": f"Is {code} so?",
            "evidence": ["record"],
            "areas": ["accommodation"],
            "guidance": {key: f"What {code} looks like where it is {key}." for key in _GUIDANCE},
        }
        for code, standard in _ASKED.items()
    ]
    framework = load_framework()
    others = [each.number for each in framework.standards if each.number not in _ASKED.values()]
    data = {
        "id": "small",
        "edition": edition,
        "title": "A small set",
        "region": "nowhere",
        "area": "accommodation",
        "questions": questions,
        "left_out": [{"standard": number, "why": "kept small"} for number in others],
    }
    return read_set(data, framework)


@cache
def asked(edition: str = "1") -> AskedSet:
    """Take what a case keeps of the small set."""
    return AskedSet.of(small_set(edition))


@cache
def rater() -> Rater:
    """Make a rater of the small set by the reference method."""
    return Rater(small_set())


@cache
def policy_of(name: str) -> LocalPolicy:
    """Load a shipped policy once."""
    return load_policy(name)


def answers(letters: str = "GGGG", edition: str = "1") -> RecordedSheet:
    """Answer the questions in order: E, G, R or P; a hyphen for nothing."""
    changes = {code: rated(each) for code, each in zip(_ASKED, letters, strict=True) if each != "-"}
    return asked(edition).empty_sheet().with_answers(changes)


def rated(letter: str) -> Any:
    """Record a rating as a case keeps it."""
    from pamms_core.processes.recorded import RecordedAnswer

    scale = small_set().framework.scale
    keys = {"E": "excellent", "G": "good", "R": "requires-improvement", "P": "poor"}
    return RecordedAnswer.of(Answer(scale[keys[letter]], "As seen."))


class Stage:
    """One case of a machine, and the time."""

    def __init__(self, machine: Machine[Any], at: datetime = BEGIN) -> None:
        self.machine = machine
        self.case: Case[Any] = new_case(machine, at, "case 1")
        self.at = at
        self.sent: tuple[Notice, ...] = ()

    @property
    def facts(self) -> Any:
        """The facts of the case."""
        return self.case.facts

    @property
    def state(self) -> str:
        """Where it stands."""
        return self.case.state

    @property
    def today(self) -> date:
        """The day, in London."""
        return self.machine.counting.day_of(self.at)

    def do(self, command: object, by: Actor) -> Stage:
        """Take a step an hour later; it must be allowed."""
        self.at += timedelta(hours=1)
        decided = decide(self.machine, self.case, command, by=by, at=self.at)
        assert isinstance(decided, Accepted), decided.say(self.machine.sentences)
        self.case = decided.case
        self.sent += decided.notices
        return self

    def refuse(self, command: object, by: Actor) -> tuple[str, ...]:
        """Try a step, which must be refused and change nothing; name the reasons."""
        decided = decide(self.machine, self.case, command, by=by, at=self.at)
        assert not isinstance(decided, Accepted), f"{command} was allowed in {self.state}"
        assert decided.case is self.case
        assert decided.say(self.machine.sentences)
        return decided.codes

    def wait(self, days: int) -> Stage:
        """Let days pass."""
        self.at += timedelta(days=days)
        passed = advance(self.machine, self.case, self.at)
        self.case = passed.case
        self.sent += passed.notices
        return self

    def told(self, template: str) -> list[str]:
        """List the roles that were told of an event, in order."""
        return [each.to for each in self.sent if each.template == template]

    def due(self, clock: str) -> date:
        """Find the last day of a clock that runs."""
        running = self.case.clock(clock)
        assert running is not None, f"{clock} does not run; {[each.name for each in self.case.clocks]}"
        found = running.deadline.due(self.machine.counting)
        assert found is not None
        return found.date

    def fields_of(self, template: str) -> Mapping[str, object]:
        """Give what the last message about an event says."""
        return next(each for each in reversed(self.sent) if each.template == template).fields
