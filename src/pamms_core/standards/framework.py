"""The framework that question sets share: sections, standards, domains (S1, S2)."""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

import attrs

from pamms_core._frozen import FrozenMap
from pamms_core.errors import UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pamms_core.answers import EvidenceKind
    from pamms_core.scale import Scale

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")
_Numbered = TypeVar("_Numbered", "Domain", "Standard")

__all__ = [
    "Area",
    "CqcLink",
    "Domain",
    "EvidenceRange",
    "Framework",
    "LocalTitles",
    "Section",
    "Standard",
]


class Area(StrEnum):
    """The market areas that question sets exist for (S4)."""

    ACCOMMODATION = "accommodation"
    COMMUNITY = "community"
    SUPPORTED_LIVING = "supported-living"
    NON_REGULATED = "non-regulated"

    @property
    def described(self) -> str:
        """The area as people call it.

        >>> Area.COMMUNITY.described
        'Community-based services (domiciliary care)'
        """
        return _AREA_TITLES[self]


_AREA_TITLES = {
    Area.ACCOMMODATION: "Accommodation-based services (residential and nursing)",
    Area.COMMUNITY: "Community-based services (domiciliary care)",
    Area.SUPPORTED_LIVING: "Supported living",
    Area.NON_REGULATED: "Non-regulated services",
}


@attrs.frozen(kw_only=True)
class Section:
    """A part of the question set, by where the evidence is found (S2)."""

    number: int
    letter: str
    """The letter that begins the codes of the section's questions."""
    title: str


@attrs.frozen(kw_only=True)
class Domain:
    """A group of standards with a rating of its own (S1)."""

    number: int
    title: str


@attrs.frozen(kw_only=True)
class CqcLink:
    """What a standard bears on under the regulator's rules (S13, F6).

    The pairing is this project's; say so wherever it is shown.
    """

    outcome_2010: int
    """The outcome of the 2010 essential standards, as the sources order them."""
    regulations: tuple[int, ...]
    """The regulations of 2014 it chiefly bears on."""
    also_regulations: tuple[int, ...] = ()
    key_question: str
    """The key question it chiefly bears on."""
    also_key_questions: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Standard:
    """What a service is rated against; its number is its identity (S1)."""

    number: int
    title: str
    domain: int | None = None
    """The number of its domain, ``None`` where the framework has no domains (S3)."""
    cqc: CqcLink | None = None


@attrs.frozen(kw_only=True)
class EvidenceRange:
    """How much evidence of one kind is usually looked at (S10): advice, not a rule."""

    kind: EvidenceKind
    least: int
    most: int | None = None
    among: tuple[str, ...] = ()
    """What the notes of some of these should mention, such as ``most recent``."""
    source: str


@attrs.frozen(kw_only=True)
class LocalTitles:
    """A locality's titles, where they differ, by number (S1)."""

    domains: FrozenMap[int, str]
    standards: FrozenMap[int, str]
    source: str


@attrs.frozen(kw_only=True)
class Framework:
    """Sections, domains and standards, and the scale they are rated on.

    >>> from pamms_core import load_framework
    >>> framework = load_framework()
    >>> len(framework.domains), len(framework.standards), len(framework.sections)
    (5, 16, 6)
    >>> framework.standard(8).title
    'Management of medicines'
    """

    id: str
    title: str
    scale: Scale
    sections: tuple[Section, ...]
    domains: tuple[Domain, ...]
    """Empty where standards stand directly below the overall rating (S3)."""
    standards: tuple[Standard, ...]
    evidence_ranges: tuple[EvidenceRange, ...] = ()
    titles: FrozenMap[str, LocalTitles] = attrs.field(factory=FrozenMap)
    """Other titles, by locality."""

    @cached_property
    def _by_letter(self) -> dict[str, Section]:
        return {section.letter: section for section in self.sections}

    @cached_property
    def _by_number(self) -> dict[int, Standard]:
        return {standard.number: standard for standard in self.standards}

    def section(self, letter: str) -> Section:
        """Return the section with this letter, or raise UnknownNameError."""
        return _named("section", letter, self._by_letter)

    def standard(self, number: int) -> Standard:
        """Return the standard with this number, or raise UnknownNameError."""
        return _named("standard", number, self._by_number)

    def standards_in(self, domain: Domain) -> tuple[Standard, ...]:
        """Return the standards of a domain, in order."""
        return tuple(each for each in self.standards if each.domain == domain.number)

    def titled(self, locality: str) -> Framework:
        """Return this framework under a locality's titles (S1).

        >>> from pamms_core import load_framework
        >>> load_framework().titled("lancashire").standard(15).title
        'Complaints'

        Raises:
            UnknownNameError: no titles are known for this locality.
        """
        titles = _named("locality", locality, self.titles)
        return attrs.evolve(
            self,
            domains=_retitled(self.domains, titles.domains),
            standards=_retitled(self.standards, titles.standards),
        )


def _named(kind: str, key: _Key, known: Mapping[_Key, _Value]) -> _Value:
    try:
        return known[key]
    except KeyError:
        raise UnknownNameError(kind, str(key), map(str, known)) from None


def _retitled(rows: Iterable[_Numbered], titles: Mapping[int, str]) -> tuple[_Numbered, ...]:
    return tuple(attrs.evolve(row, title=titles.get(row.number, row.title)) for row in rows)
