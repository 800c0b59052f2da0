"""Read a workbook: its package, its list of sheets, and each sheet's cells."""

from __future__ import annotations

from posixpath import basename, dirname, join, normpath
from typing import TYPE_CHECKING, Final

from pamms_core._files import failure, read_bytes
from pamms_core.xlsx.cells import Sheet, Workbook
from pamms_core.xlsx.package import open_parts
from pamms_core.xlsx.sheet_parts import MOST_CELLS, read_sheet, read_texts
from pamms_core.xlsx.xml_parts import attribute, elements

if TYPE_CHECKING:
    from os import PathLike

    from pamms_core.xlsx.package import Parts

__all__ = ["parse_workbook", "read_workbook"]

_MOST_SHEETS: Final = 200


def read_workbook(path: str | PathLike[str]) -> Workbook:
    """Read a workbook file; see :func:`parse_workbook`.

    Raises:
        DataFileError: it cannot be read or parsed.
    """
    return parse_workbook(read_bytes(path), str(path))


def parse_workbook(content: bytes, file: str) -> Workbook:
    """Read what stands in the cells of a workbook; hidden ones are read as any other.

    Nothing is computed, and nothing outside the sheets is looked at.

    Raises:
        DataFileError: it cannot be opened safely, or is damaged; see :func:`open_parts`.
    """
    parts = open_parts(content, file)
    main = _main_part(parts)
    related = _related(parts, main)
    texts = _texts(parts, related)
    listed = list(elements(parts.read(main), "sheet", file=parts.file, part=main))
    if len(listed) > _MOST_SHEETS:
        raise failure(parts.file, f"has more than {_MOST_SHEETS} sheets")
    if len({attribute(each, "id") for each in listed}) < len(listed):
        raise failure(parts.file, "is a damaged workbook: two sheets are one")
    sheets: list[Sheet] = []
    for each in listed:
        sheets.append(_sheet(parts, each, related, texts))
        if sum(len(sheet.cells) for sheet in sheets) > MOST_CELLS:
            raise failure(parts.file, f"has more than {MOST_CELLS:,} filled cells")
    return Workbook(file=parts.file, sheets=tuple(sheets))


def _main_part(parts: Parts) -> str:
    for target, kind in _related(parts, "").values():
        if kind == "officeDocument":
            return target
    raise failure(parts.file, "is no Excel workbook; save it as an Excel workbook (.xlsx)")


def _related(parts: Parts, part: str) -> dict[str, tuple[str, str]]:
    """List by id which parts a part refers to, each with what kind it is."""
    name = join(dirname(part), "_rels", f"{basename(part)}.rels")
    found = {}
    for each in elements(parts.read(name), "Relationship", file=parts.file, part=name):
        target = normpath(join("/", dirname(part), each.get("Target", ""))).lstrip("/")
        found[each.get("Id", "")] = (target, basename(each.get("Type", "")))
    if len(set(found.values())) < len(found):  # each part is read once, so that little stays little
        raise failure(parts.file, f"is a damaged workbook: {name} names a part twice")
    return found


def _texts(parts: Parts, related: dict[str, tuple[str, str]]) -> tuple[str, ...]:
    for target, kind in related.values():
        if kind == "sharedStrings":
            return read_texts(parts.read(target), file=parts.file, part=target)
    return ()


def _sheet(
    parts: Parts, listed: dict[str, str], related: dict[str, tuple[str, str]], texts: tuple[str, ...]
) -> Sheet:
    """Read a listed sheet; a chart or the like has no cells."""
    name = listed.get("name", "")
    target, kind = related.get(attribute(listed, "id"), ("", ""))
    if kind != "worksheet":
        return Sheet(name=name, cells={})
    return read_sheet(parts.read(target), name, texts, file=parts.file, part=target)
