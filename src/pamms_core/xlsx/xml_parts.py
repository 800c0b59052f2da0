"""Walk through one XML part of a workbook, without entities, by the elements' local names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from pamms_core._files import failure

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Visitor", "attribute", "elements", "walk"]


class Visitor(Protocol):
    """What is told of each element on the way."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, text: str) -> None:
        """A piece of text stands inside."""


class _DoctypeError(Exception):
    """A part declares a document type; no workbook does, and entities need one."""


def walk(content: bytes, visitor: Visitor, *, file: str, part: str) -> None:
    """Tell a visitor all elements of a part.

    Raises:
        DataFileError: it is not XML, or declares a document type or entities.
    """
    from xml.parsers.expat import ExpatError, ParserCreate

    parser = ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = lambda name, found: visitor.start(_local(name), found)
    parser.EndElementHandler = lambda name: visitor.end(_local(name))
    parser.CharacterDataHandler = visitor.text
    try:
        parser.Parse(content, True)
    except _DoctypeError as error:
        raise failure(file, f"declares XML entities in {part}, which no workbook does") from error
    except (ExpatError, ValueError, LookupError) as error:  # the latter two for strange encodings
        raise failure(file, f"is a damaged workbook: {part} is not XML ({error})") from error


def _refuse(*_: object) -> None:
    raise _DoctypeError


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def attribute(attributes: dict[str, str], name: str) -> str:
    """Find an attribute by its local name, whatever its namespace."""
    return next((value for key, value in attributes.items() if _local(key) == name), "")


def elements(content: bytes, name: str, *, file: str, part: str) -> Iterator[dict[str, str]]:
    """Yield the attributes of each element of a name."""
    found = _Attributes(name)
    walk(content, found, file=file, part=part)
    yield from found.found


class _Attributes:
    """Keeps the attributes of each element of a name."""

    def __init__(self, name: str) -> None:
        self.found: list[dict[str, str]] = []
        self._name = name

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Keep the attributes, if it is one of those."""
        if name == self._name:
            self.found.append(attributes)

    def end(self, name: str) -> None:
        """Nothing is to be done."""

    def text(self, text: str) -> None:
        """Nothing is to be done."""
