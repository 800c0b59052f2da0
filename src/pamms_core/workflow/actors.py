"""Who acts, in which role, for whom, and at what moment."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime  # noqa: TC003 (the JSON codec reads these annotations)
from typing import Any, Final

import attrs

from pamms_core._hypothesis import offer

__all__ = ["TIME", "TIME_ROLE", "Actor", "Moment"]


def _roles(given: Iterable[str]) -> frozenset[str]:
    """Refuse a single text, whose letters would become roles, and what is no text."""
    if isinstance(given, str):
        raise TypeError(f"roles must be several texts, not the text {given!r}; write [{given!r}]")
    if not isinstance(given, Iterable):
        raise TypeError(f"roles must be several texts, not {given!r}; write [] for none")
    roles = frozenset(given)
    for each in roles:
        if not isinstance(each, str):
            raise TypeError(f"a role must be a text, not {each!r}")
    return roles


def _check_id(_: object, field: attrs.Attribute[Any], value: object) -> None:
    if value is None and field.name == "on_behalf_of":
        return
    if not isinstance(value, str) or not value.strip():
        what = "id" if field.name == "id" else "principal (on_behalf_of)"
        raise ValueError(f"an actor's {what} must be a text that is not empty, not {value!r}")


@attrs.frozen
class Actor:
    """A person (or a system) as the host knows it: an id, roles, and for whom it acts.

    An actor without roles is no error: whatever it tries is refused, with the reason.

    Raises:
        TypeError: roles given as one text, or a role that is no text.
        ValueError: an empty id, of the actor or of the one for whom it acts.

    >>> Actor("ann", ["clerk", "reader"], on_behalf_of="ben").persons == {"ann", "ben"}
    True
    """

    id: str = attrs.field(validator=_check_id)
    """The host's id of the person; the library knows no names and no accounts (A16)."""
    roles: frozenset[str] = attrs.field(default=frozenset(), converter=_roles)
    """All roles the person has in this case."""
    on_behalf_of: str | None = attrs.field(default=None, validator=_check_id)
    """The id of the person for whom this one acts; it is recorded in the log."""

    @property
    def persons(self) -> frozenset[str]:
        """Everyone whose act this is: the actor, and the one for whom it acts."""
        return frozenset({self.id} if self.on_behalf_of is None else {self.id, self.on_behalf_of})


TIME_ROLE: Final = "time"
"""The role that the log names where time itself took a step."""
TIME: Final = Actor("time", [TIME_ROLE])
"""Time itself, in the log. What it does, no person can: rows of time are open to no role."""


@attrs.frozen(weakref_slot=False)
class Moment:
    """Who acts and when: all that a rule may know of the world besides the case and the command."""

    at: datetime
    """The instant of the step, with a time zone."""
    by: Actor
    """Who takes it."""
    role: str
    """The role it is taken in: the first of the row's that the actor has; empty if it has none."""


offer(__name__)
