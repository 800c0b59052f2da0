"""Load a framework from its TOML file."""

from __future__ import annotations

import re
from os.path import dirname, join
from typing import TYPE_CHECKING, Final

from pamms_core._files import parse_toml, read_text
from pamms_core._frozen import FrozenMap
from pamms_core._reading import Mistakes, Table, keyed
from pamms_core.answers import EvidenceKind
from pamms_core.scale import Level, Scale
from pamms_core.standards.framework import (
    CqcLink,
    Domain,
    EvidenceRange,
    Framework,
    LocalTitles,
    Section,
    Standard,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from os import PathLike

__all__ = ["load_framework_file", "read_scale"]

_FEWEST_RATINGS: Final = 2
_NUMBER: Final = re.compile(r"[1-9][0-9]{0,3}")


def load_framework_file(path: str | PathLike[str]) -> Framework:
    """Load a framework.

    Raises:
        DataFileError: the file, or that of the framework it shares, cannot be
            used; names every mistake.
    """
    mistakes = Mistakes()
    table = Table(parse_toml(read_text(path), str(path)), file=str(path), mistakes=mistakes)
    framework = (_sharing if table.has("common") else _whole)(table)
    table.done()
    mistakes.check()
    return framework


def _whole(table: Table) -> Framework:
    """Read a framework that says everything itself."""
    domains = tuple(_domain(row) for row in table.tables("domains", ()))
    numbers = [domain.number for domain in domains]
    standards = tuple(_standard(row, numbers) for row in table.tables("standards"))
    _check_numbers(table, "standards", [each.number for each in standards])
    _check_numbers(table, "domains", numbers)
    sections = tuple(_section(row) for row in table.tables("sections"))
    _check_numbers(table, "sections", [each.number for each in sections])
    letters = [each.letter for each in sections if each.letter]
    keyed(letters, str, lambda letter, _: table.wrong("sections", "must have each letter once", letter))
    name, title = table.text("id"), table.text("title")
    scale = read_scale(table.table("scale"))
    return Framework(
        id=name,
        title=title,
        scale=scale,
        sections=sections,
        domains=domains,
        standards=standards,
        evidence_ranges=tuple(_range(row) for row in table.tables("evidence_ranges", ())),
        titles=FrozenMap({name: _titles(row, scale) for name, row in table.named_tables("titles", {})}),
        key_questions=table.texts("key_questions", ()),
        regulations=_by_number(table.table("regulations", {})),
    )


def _sharing(table: Table) -> Framework:
    """Read a framework whose standards are the sections of another one (S3).

    Its localities' titles are the other's labels, all of them, so that any can be chosen.
    """
    common = _common(table)
    table.choice("standards", ["sections"])
    labels = table.choice("labels", tuple(common.titles)) if table.has("labels") else None
    return Framework(
        id=table.text("id"),
        title=table.text("title"),
        scale=(common if labels is None else common.titled(labels)).scale,
        sections=common.sections,
        domains=(),
        standards=tuple(Standard(number=each.number, title=each.title) for each in common.sections),
        evidence_ranges=common.evidence_ranges,
        titles=FrozenMap({name: _labels_only(common, name) for name in common.titles}),
        key_questions=common.key_questions,
        regulations=common.regulations,
        common=common,
    )


def _common(table: Table) -> Framework:
    """Load the other framework, from its path beside this one; it must stand on its own.

    Raises:
        DataFileError: without it nothing more can be said of the file.
    """
    path = join(dirname(table.file), table.text("common"))
    table.mistakes.check()
    other = Table(parse_toml(read_text(path), path), file=path, mistakes=table.mistakes)
    framework = _whole(other)
    other.done()
    table.mistakes.check()
    return framework


def _labels_only(common: Framework, name: str) -> LocalTitles:
    labels = {level.key: level.label for level in common.titled(name).scale.levels}
    source = common.titles[name].source
    return LocalTitles(
        domains=FrozenMap(), standards=FrozenMap(), labels=FrozenMap(labels), source=source
    )


def read_scale(table: Table) -> Scale:
    """Read a scale, best rating first; fewer than two ratings or a key twice is a mistake."""
    levels = tuple(_level(row) for row in table.tables("levels"))
    keys = [level.key for level in levels]
    keyed(keys, str, lambda key, _: table.wrong("levels", "must have each key once", key))
    if 0 < len(levels) < _FEWEST_RATINGS:  # that there are none is noted already
        table.wrong("levels", "must be two ratings or more", len(levels))
    scale = Scale(id=table.text("id"), levels=levels)
    table.text("source", "")
    table.done()
    return scale


def _level(row: Table) -> Level:
    level = Level(
        key=row.text("key"),
        label=row.text("label"),
        stars=row.whole("stars", least=0) if row.has("stars") else None,
        meaning=row.text("meaning", ""),
        also=row.texts("also", ()),
    )
    row.done()
    return level


def _section(row: Table) -> Section:
    letter = row.text("letter")
    if letter and not (len(letter) == 1 and letter.isascii() and letter.isupper()):
        row.wrong("letter", "must be one letter from A to Z", letter)
    section = Section(number=row.whole("number"), letter=letter, title=row.text("title"))
    row.done()
    return section


def _domain(row: Table) -> Domain:
    domain = Domain(number=row.whole("number"), title=row.text("title"))
    row.done()
    return domain


def _standard(row: Table, domains: Sequence[int]) -> Standard:
    standard = Standard(
        number=row.whole("number"),
        title=row.text("title"),
        domain=row.choice("domain", domains) if domains else None,
        cqc=_cqc(row.table("cqc")) if row.has("cqc") else None,
    )
    row.done()
    return standard


def _cqc(row: Table) -> CqcLink:
    link = CqcLink(
        outcome_2010=row.whole("outcome_2010"),
        regulations=_whole_numbers(row, "regulations"),
        also_regulations=_whole_numbers(row, "also_regulations", ()),
        key_question=row.text("key_question"),
        also_key_questions=row.texts("also_key_questions", ()),
    )
    row.done()
    return link


def _whole_numbers(row: Table, key: str, *default: object) -> tuple[int, ...]:
    return row.choices(key, range(1, 100), *default)


def _range(row: Table) -> EvidenceRange:
    found = EvidenceRange(
        kind=row.choice("kind", tuple(EvidenceKind)) or EvidenceKind.RECORD,
        least=row.whole("least"),
        most=row.whole("most") if row.has("most") else None,
        among=row.texts("among", ()),
        source=row.text("source"),
    )
    row.done()
    return found


def _titles(row: Table, scale: Scale) -> LocalTitles:
    titles = LocalTitles(
        domains=_by_number(row.table("domains", {})),
        standards=_by_number(row.table("standards", {})),
        labels=_labels(row.table("labels", {}), scale),
        hides_domains=row.flag("hides_domains"),
        source=row.text("source"),
    )
    row.done()
    return titles


def _labels(table: Table, scale: Scale) -> FrozenMap[str, str]:
    """Read other labels; TOML keys are written with underscores."""
    written = {key.replace("-", "_"): key for key in scale.keys}
    labels = {key: table.text(name) for name, key in written.items() if table.has(name)}
    table.done()
    return FrozenMap(labels)


def _by_number(table: Table) -> FrozenMap[int, str]:
    for key in table.data:
        if not _NUMBER.fullmatch(key):
            table.wrong(key, "must be the number of a standard, domain or regulation", key)
    return FrozenMap({int(key): table.text(key) for key in table.data if _NUMBER.fullmatch(key)})


def _check_numbers(table: Table, key: str, numbers: list[int]) -> None:
    keyed(numbers, int, lambda number, _: table.wrong(key, "must have each number once", number))
