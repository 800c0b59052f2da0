"""Guards: what must hold besides the state and the role, and the reasons they can give."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs

from pamms_core.workflow.commands import command_name
from pamms_core.workflow.reasons import Reason, frozen_texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from pamms_core.workflow.actors import Moment
    from pamms_core.workflow.case import Case

__all__ = ["Guard", "command_guard", "guard", "in_person", "not_same_person_as", "not_the_author"]

_CaseCheck: TypeAlias = "Callable[[Case[Any], Moment], Reason | None]"
_CommandCheck: TypeAlias = "Callable[[Case[Any], Any, Moment], Reason | None]"


@attrs.frozen
class Guard:
    """A named condition. It returns nothing, or the reason why not; every code it can give is declared.

    A guard of the case is known before anything is sent, so ``options`` asks it.
    A guard that reads the command is asked once there is one. Both are asked in
    every state of an open case, so that all reasons are told at once, and must cope
    with the facts of any. A case that is not open has no facts: ``None`` comes only
    to the guards of the opening row, and those are asked of no other case.
    """

    name: str
    """Its name, in diagrams, errors and the fingerprint."""
    reasons: Mapping[str, str] = attrs.field(converter=frozen_texts)
    """The sentence of each reason it can give, by code."""
    check: Callable[..., Reason | None] = attrs.field(eq=False)
    """The condition: of ``(case, moment)``, or ``(case, command, moment)`` if it reads the command."""
    reads_command: bool = False
    """Whether it needs the command's data."""


def guard(reasons: Mapping[str, str], name: str = "") -> Callable[[_CaseCheck], Guard]:
    """Make a guard of a function of the case and the moment.

    >>> @guard({"too-many-loans": "{person} has {count} loans already."})
    ... def may_borrow(case, moment):
    ...     if case.facts.loans < 5:
    ...         return None
    ...     return Reason.of("too-many-loans", person=moment.by.id, count=case.facts.loans)
    >>> may_borrow.name
    'may-borrow'
    """

    def make(check: _CaseCheck) -> Guard:
        return Guard(name or _named(check), reasons, check)

    return make


def command_guard(reasons: Mapping[str, str], name: str = "") -> Callable[[_CommandCheck], Guard]:
    """Make a guard of a function of the case, the command and the moment.

    >>> @command_guard({"unknown-book": "There is no book {book}."})
    ... def book_is_known(case, command, moment):
    ...     known = command.book in case.facts.books
    ...     return None if known else Reason.of("unknown-book", book=command.book)
    >>> book_is_known.reads_command
    True
    """

    def make(check: _CommandCheck) -> Guard:
        return Guard(name or _named(check), reasons, check, reads_command=True)

    return make


def not_the_author(of: str, author: Callable[[Any], str | Iterable[str] | None]) -> Guard:
    """Refuse whoever made something: nobody approves their own work.

    Args:
        of: what was made, as the reason names it, such as ``"draft"``.
        author: finds its author, or authors, in the facts; ``None`` if there is none yet.

    Whoever acts on behalf of an author is refused like the author.
    """

    def check(case: Case[Any], moment: Moment) -> Reason | None:
        found = author(case.facts)
        authors = {found} if isinstance(found, str) else set(found or ())
        mine = moment.by.persons & authors
        return Reason.of("is-the-author", person=min(mine), what=of) if mine else None

    sentence = "{person} made the {what}, so somebody else must do this."
    return Guard(f"not-the-author-of-{_kebab(of)}", {"is-the-author": sentence}, check)


def not_same_person_as(command: type) -> Guard:
    """Refuse whoever last gave a certain command: two different people are needed.

    Delegation counts on both sides: neither the one who acted nor the one on
    whose behalf it was may act again, in person or through another.
    """
    name = command_name(command)

    def check(case: Case[Any], moment: Moment) -> Reason | None:
        for entry in case.log.newest_first():
            if isinstance(entry.command, command):
                same = moment.by.persons & entry.by.persons
                return Reason.of("same-person", person=min(same), command=name) if same else None
        return None

    sentence = "{person} took the step {command}, so somebody else must do this."
    return Guard(f"not-same-person-as-{name}", {"same-person": sentence}, check)


def _in_person(_: Case[Any], moment: Moment) -> Reason | None:
    who = moment.by
    if who.on_behalf_of is None:
        return None
    return Reason.of("not-in-person", person=who.id, principal=who.on_behalf_of)


in_person = Guard(
    "in-person",
    {"not-in-person": "{principal} must do this in person, not through {person}."},
    _in_person,
)
"""Refuse whoever acts on behalf of another."""


def _named(check: Callable[..., object]) -> str:
    return _kebab(getattr(check, "__name__", type(check).__name__))


def _kebab(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")
