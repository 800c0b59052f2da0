"""Find question sets by region and area, and questions by where and how they are asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pamms_core.answers import EvidenceKind
from pamms_core.errors import UnknownNameError
from pamms_core.scale import fold
from pamms_core.standards.catalogue import load_set, shipped_heads
from pamms_core.standards.framework import Area

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pamms_core.standards.question_set import Question, QuestionSet

__all__ = ["find_questions", "find_sets"]


def find_sets(*, region: str | None = None, area: Area | str | None = None) -> tuple[QuestionSet, ...]:
    """Find the shipped question sets of a region, of a market area, or both.

    Args:
        region: the region's name; case, spaces and hyphens do not matter.
        area: such as ``community``.

    Raises:
        UnknownNameError: there is no set of this region, or no such area.

    >>> [each.id for each in find_sets(region="south west", area="community")]
    ['south-west-community']
    """
    found = shipped_heads()
    if region is not None:
        wanted = _named("region", region, {str(head["region"]) for head in found.values()})
        found = {name: head for name, head in found.items() if head["region"] == wanted}
    if area is not None:
        wanted = _named("area", area, Area)
        found = {name: head for name, head in found.items() if head["area"] == wanted}
    return tuple(map(load_set, found))


def find_questions(
    question_set: QuestionSet,
    *,
    section: str | None = None,
    standard: int | None = None,
    evidence: EvidenceKind | str | None = None,
    critical: bool | None = None,
) -> tuple[Question, ...]:
    """Find the questions of a set that fit everything that is asked for.

    Args:
        question_set: the set to look in.
        section: a section's letter.
        standard: the number of the standard that a question bears on; where the
            standards are the sections, that of the common standard (S3).
        evidence: a kind of evidence it looks at, such as ``care file``.
        critical: whether it is critical; ``None`` for either.

    Raises:
        UnknownNameError: there is no such section, standard or kind of evidence.

    >>> from pamms_core import load_set
    >>> question_set = load_set("east-of-england-accommodation")
    >>> [each.code for each in find_questions(question_set, section="D", standard=8)]
    ['D06', 'D07']
    """
    framework = question_set.framework
    letter = None if section is None else framework.section(section.strip().upper()).letter
    number = None if standard is None else framework.basis.standard(standard).number
    kind = None if evidence is None else _named("kind of evidence", evidence, EvidenceKind)
    bearing_of = question_set.bearing_of
    return tuple(
        each
        for each in question_set
        if letter in {None, each.letter}
        and number in {None, bearing_of.get(each.code)}
        and (kind is None or kind in each.evidence)
        and critical in {None, each.critical}
    )


def _named(kind: str, name: str, known: Iterable[str]) -> str:
    """Find a name as people type it."""
    names = {fold(each): str(each) for each in sorted(known)}
    try:
        return names[fold(name)]
    except KeyError:
        raise UnknownNameError(kind, name, names.values()) from None
