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
    from pamms_core.scale import Level, Scale

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
    """A locality's titles and labels, where they differ (S1, S7)."""

    domains: FrozenMap[int, str]
    """Titles of domains, by number."""
    standards: FrozenMap[int, str]
    """Titles of standards, by number."""
    labels: FrozenMap[str, str] = attrs.field(factory=FrozenMap)
    """Labels of ratings, by key."""
    hides_domains: bool = False
    """Whether it shows standards without their domains (S1)."""
    hides_stars: bool = False
    """Whether it shows ratings by their labels alone, though the scale has stars (S6)."""
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
    """Other titles and labels, by locality."""
    key_questions: tuple[str, ...] = ()
    """The regulator's key questions, in its order (S13)."""
    regulations: FrozenMap[int, str] = attrs.field(factory=FrozenMap)
    """The names of the regulations of 2014, by number (S13)."""
    common: Framework | None = None
    """The framework whose standards its questions bear on, where its own are the sections (S3)."""
    hides_domains: bool = False
    """Whether domains, though rated, are left out of what is shown (S1)."""
    untitled: Framework | None = attrs.field(default=None, eq=False, repr=False)
    """The same under its own titles, if these are a locality's."""

    @cached_property
    def _by_letter(self) -> dict[str, Section]:
        return {section.letter: section for section in self.sections}

    @cached_property
    def _by_number(self) -> dict[int, Standard]:
        return {standard.number: standard for standard in self.standards}

    @cached_property
    def heard(self) -> Scale:
        """The scale with every locality's labels for its ratings, to read what was typed (S7).

        >>> from pamms_core import load_framework
        >>> load_framework().heard.parse("partially compliant").key
        'requires-improvement'
        """
        known = (self.untitled or self).titles.values()

        def every(level: Level) -> tuple[str, ...]:
            return (*level.also, *(each.labels[level.key] for each in known if level.key in each.labels))

        levels = (attrs.evolve(level, also=every(level)) for level in self.scale.levels)
        return attrs.evolve(self.scale, levels=tuple(levels))

    def section(self, letter: str) -> Section:
        """Return the section with this letter, or raise UnknownNameError."""
        return _named("section", letter, self._by_letter)

    def standard(self, number: int) -> Standard:
        """Return the standard with this number, or raise UnknownNameError."""
        return _named("standard", number, self._by_number)

    @property
    def basis(self) -> Framework:
        """The framework whose standards questions bear on: the common one, or this itself."""
        return self.common or self

    def standards_in(self, domain: Domain) -> tuple[Standard, ...]:
        """Return the standards of a domain, in order."""
        return tuple(each for each in self.standards if each.domain == domain.number)

    def titled(self, locality: str) -> Framework:
        """Return this framework under a locality's titles and labels (S1, S7).

        Numbers and the ratings' keys are the identity, so what was rated under
        other titles still compares. The titles of another locality are put off.

        >>> from pamms_core import load_framework
        >>> load_framework().titled("lancashire").standard(15).title
        'Complaints'
        >>> load_framework().titled("south-west").scale.best
        <Rating Exceeds compliance>

        Raises:
            UnknownNameError: no titles are known for this locality.
        """
        plain = self.untitled or self
        titles = _named("locality", locality, plain.titles)
        scale = plain.scale.relabelled(titles.labels) if titles.labels else plain.scale
        return attrs.evolve(
            plain,
            scale=attrs.evolve(scale, shows_stars=not titles.hides_stars),
            domains=_retitled(plain.domains, titles.domains),
            standards=_retitled(plain.standards, titles.standards),
            hides_domains=titles.hides_domains,
            untitled=plain,
        )


def _named(kind: str, key: _Key, known: Mapping[_Key, _Value]) -> _Value:
    try:
        return known[key]
    except KeyError:
        raise UnknownNameError(kind, str(key), map(str, known)) from None


def _retitled(rows: Iterable[_Numbered], titles: Mapping[int, str]) -> tuple[_Numbered, ...]:
    return tuple(attrs.evolve(row, title=titles.get(row.number, row.title)) for row in rows)
