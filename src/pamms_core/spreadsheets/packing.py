"""Save a workbook so that equal workbooks are equal bytes: no clock, and parts in order."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from openpyxl import Workbook

__all__ = ["new_workbook", "packed"]

_CORE: Final = "docProps/core.xml"
_NO_TIME: Final = (1980, 1, 1, 0, 0, 0)
# The writer would say who wrote it and when; neither is ours to say.
_PROPERTIES: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
)


def new_workbook() -> Workbook:
    """Begin a workbook without sheets.

    Raises:
        ModuleNotFoundError: the extra ``xlsx`` is not installed.
    """
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    return book


def packed(book: Workbook) -> bytes:
    """Return the bytes of a workbook's file."""
    from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

    saved, packed = BytesIO(), BytesIO()
    book.save(saved)
    with ZipFile(saved) as source, ZipFile(packed, "w") as target:
        for name in source.namelist():
            content = _PROPERTIES.encode() if name == _CORE else source.read(name)
            target.writestr(ZipInfo(name, _NO_TIME), content, ZIP_DEFLATED)
    return packed.getvalue()
