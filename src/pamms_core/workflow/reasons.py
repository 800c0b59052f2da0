"""Why not: stable codes with parameters, and sentences that can be replaced for translation."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 (the JSON codec reads these annotations)
from datetime import datetime
from enum import StrEnum
from typing import Final

import attrs

from pamms_core._frozen import FrozenMap
from pamms_core.errors import did_you_mean
from pamms_core.workflow.errors import ReasonError

__all__ = [
    "KERNEL_SENTENCES",
    "KernelCode",
    "Reason",
    "Sentences",
    "frozen_texts",
    "frozen_values",
    "placeholders",
]


def frozen_texts(given: Mapping[str, str]) -> FrozenMap[str, str]:
    """Freeze texts by code."""
    return FrozenMap(given)


def frozen_values(given: Mapping[str, object]) -> FrozenMap[str, object]:
    """Freeze values by name."""
    return FrozenMap(given)


def placeholders(text: str, code: str = "") -> frozenset[str]:
    """Name the parameters that a sentence needs.

    Raises:
        ReasonError: a placeholder is more than a name, so that it could reach into a value.

    >>> sorted(placeholders("{person} is late by {days}."))
    ['days', 'person']
    """
    from string import Formatter

    try:
        fields = [
            (name, spec, how) for _, name, spec, how in Formatter().parse(text) if name is not None
        ]
    except ValueError as error:
        raise ReasonError(code, f"its sentence cannot be read ({error}): {text!r}") from error
    for name, spec, how in fields:
        if not name.isidentifier() or spec or how:
            raise ReasonError(
                code, f"a placeholder must be a plain name in braces, not {{{name}}} in {text!r}"
            )
    return frozenset(name for name, _, _ in fields)


class KernelCode(StrEnum):
    """The reasons that the kernel itself gives; a guard declares its own beside them."""

    CLOCK_NOT_RUNNING = "clock-not-running"
    CLOCK_NOT_SUSPENDED = "clock-not-suspended"
    CLOCK_SUSPENDED = "clock-suspended"
    CLOCK_WENT_BACKWARDS = "clock-went-backwards"
    ENDED = "ended"
    NO_ROLE = "no-role"
    REASON_MISSING = "reason-missing"
    ROLE_NOT_ALLOWED = "role-not-allowed"
    STALE_VERSION = "stale-version"
    TOKEN_REUSED = "token-reused"  # noqa: S105 - the name of a reason
    TOO_LATE = "too-late"
    UNKNOWN_COMMAND = "unknown-command"
    WRONG_MACHINE = "wrong-machine"
    WRONG_STATE = "wrong-state"


@attrs.frozen
class Reason:
    """One reason why something may not be done: a stable code and its parameters.

    >>> Reason.of("wrong-state", state="draft", allowed=("open",))
    Reason(code='wrong-state', params={'state': 'draft', 'allowed': ('open',)})
    """

    code: str = attrs.field(converter=str)
    """Stable, never reused for another meaning."""
    params: Mapping[str, object] = attrs.field(default=FrozenMap(), converter=frozen_values)
    """What the sentence is about: texts, numbers, instants, or tuples of texts."""

    @classmethod
    def of(cls, code: str, /, **params: object) -> Reason:
        """Make a reason from its parameters by name."""
        return cls(code, params)


@attrs.frozen
class Sentences:
    """The sentence of each reason, by code, with placeholders for its parameters.

    Raises:
        ReasonError: a placeholder is not a plain name, or a translation names an unknown code
            or a parameter that its reason does not have.

    >>> KERNEL_SENTENCES.say(Reason.of("no-role", person="ann"))
    'ann has no role here.'
    >>> german = KERNEL_SENTENCES.translated({"no-role": "{person} hat hier keine Rolle."})
    >>> german.say(Reason.of("no-role", person="ann"))
    'ann hat hier keine Rolle.'
    """

    texts: Mapping[str, str] = attrs.field(converter=frozen_texts)
    """The sentence by code."""

    def __attrs_post_init__(self) -> None:
        for code, text in self.texts.items():
            placeholders(text, code)

    def say(self, reason: Reason) -> str:
        """Write a reason as a sentence.

        Raises:
            ReasonError: the code has no sentence, or the reason lacks a parameter of it.
        """
        text = self.texts.get(reason.code)
        if text is None:
            near = did_you_mean(reason.code, self.texts)
            raise ReasonError(reason.code, f"no sentence is known for it{near and f' ({near})'}")
        missing = placeholders(text, reason.code) - set(reason.params)
        if missing:
            raise ReasonError(reason.code, f"its sentence needs {', '.join(sorted(missing))}")
        return text.format_map({name: _shown(each) for name, each in reason.params.items()})

    def translated(self, texts: Mapping[str, str]) -> Sentences:
        """Put other sentences in place of these; what is not translated stays as it is."""
        for code, text in texts.items():
            if code not in self.texts:
                near = did_you_mean(code, self.texts)
                raise ReasonError(code, f"there is no such reason to translate{near and f' ({near})'}")
            unknown = placeholders(text, code) - placeholders(self.texts[code], code)
            if unknown:
                raise ReasonError(code, f"it has no parameter {', '.join(sorted(unknown))}")
        return Sentences({**self.texts, **texts})


KERNEL_SENTENCES: Final = Sentences(
    {
        KernelCode.CLOCK_NOT_RUNNING: "The clock {clock} is not running.",
        KernelCode.CLOCK_NOT_SUSPENDED: "The clock {clock} is not suspended.",
        KernelCode.CLOCK_SUSPENDED: "The clock {clock} is suspended.",
        KernelCode.CLOCK_WENT_BACKWARDS: "The time given, {at}, is before the last step, at {last}.",
        KernelCode.ENDED: "The case has ended ({state}).",
        KernelCode.NO_ROLE: "{person} has no role here.",
        KernelCode.REASON_MISSING: "A reason must be given for changing the clock {clock}.",
        KernelCode.ROLE_NOT_ALLOWED: "Only {allowed} may do this; {person} is {roles}.",
        KernelCode.STALE_VERSION: "The case has changed: it is at version {version}, not {expected}.",
        KernelCode.TOKEN_REUSED: "The token {token} was used for something else, in entry {number}.",
        KernelCode.TOO_LATE: "Too late: {clock} was due by {due}, and it is {at}.",
        KernelCode.UNKNOWN_COMMAND: (
            "The rules that this case follows have no step {command}; nobody can take it, in any state."
        ),
        KernelCode.WRONG_MACHINE: "The case follows {found}, not {expected}.",
        KernelCode.WRONG_STATE: "This cannot be done in the state {state}, only in: {allowed}.",
    }
)
"""The kernel's own sentences, in English."""


def _shown(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, tuple):
        return ", ".join(_shown(each) for each in value)
    return str(value)
