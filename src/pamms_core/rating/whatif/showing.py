"""How every what-if is shown: in a line, in sentences, as a table and as plain rows."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Protocol, TypeVar

from pamms_core.errors import UnknownNameError
from pamms_core.standards.variation import named

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Shown", "node_named"]


class Shown(ABC):
    """A result that can be read as text, in a notebook, and as rows for a dataframe."""

    __slots__ = ()

    hypothetical: tuple[str, ...]

    @property
    @abstractmethod
    def subject(self) -> str:
        """What it is about, in a few words."""

    @property
    @abstractmethod
    def summary(self) -> str:
        """What came out, in a few words."""

    @property
    @abstractmethod
    def notes(self) -> tuple[str, ...]:
        """How it was found and what was assumed."""

    @property
    @abstractmethod
    def lines(self) -> tuple[str, ...]:
        """What came out, in sentences."""

    @property
    @abstractmethod
    def columns(self) -> tuple[str, ...]:
        """The headings of the table."""

    @property
    @abstractmethod
    def cells(self) -> Iterable[tuple[str, ...]]:
        """The rows of the table."""

    @abstractmethod
    def rows(self) -> tuple[dict[str, object], ...]:
        """Return plain rows, such as a dataframe is made of."""

    def __repr__(self) -> str:
        varied = f"; {named(self.hypothetical)}" if self.hypothetical else ""
        return f"<{self.subject}: {self.summary}{varied}>"

    def __str__(self) -> str:
        what_if = [f"{named(self.hypothetical, 'Hypothetical')}."] if self.hypothetical else []
        notes = (f"{note[:1].upper()}{note[1:]}." for note in self.notes)
        return "\n".join([f"{self.subject}.", *what_if, *notes, *self.lines])

    def _repr_html_(self) -> str:
        from pamms_core.reports.whatif import shown_table

        return shown_table(self)


class _Coded(Protocol):
    @property
    def code(self) -> str: ...


_Node = TypeVar("_Node", bound=_Coded)


def node_named(nodes: Sequence[_Node], code: str) -> _Node:
    """Return the one with this code.

    Raises:
        UnknownNameError: there is none; names the nearest.
    """
    for node in nodes:
        if node.code == code:
            return node
    raise UnknownNameError("node", code, (node.code for node in nodes))
