"""Open a workbook's package of parts: only if it is small, plain and what it says it is.

Everything is bounded before anything is parsed: the file, the number of its
parts, and what they unpack to, both as declared and as found.
"""

from __future__ import annotations

import zlib
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, Final

from pamms_core._files import failure

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zipfile import ZipFile, ZipInfo

    from pamms_core.errors import DataFileError

__all__ = ["MOST_PARTS", "MOST_UNPACKED", "Parts", "open_parts"]

MOST_PARTS: Final = 1_000
"""A workbook has at most so many parts; one of ours has fewer than thirty."""
MOST_UNPACKED: Final = 64 * 2**20
"""A workbook's parts have at most so many bytes together, unpacked."""

_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STORED, _DEFLATED, _ENCRYPTED = 0, 8, 1
_SAVE: Final = "save it as an Excel workbook (.xlsx)"


class Parts:
    """The parts of one workbook, unpacked when asked for."""

    def __init__(self, package: ZipFile, file: str) -> None:
        self.file = file
        self._package = package
        self._by_name = {each.filename.casefold(): each for each in package.infolist()}

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self._by_name

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_name)

    def read(self, name: str) -> bytes:
        """Unpack a part; of a wrong name or damaged, it is a DataFileError."""
        info = self._by_name.get(name.casefold())
        if info is None:
            raise failure(self.file, f"is no complete workbook: its part {name!r:.80} is missing")
        with _sound(self.file), self._package.open(info) as stream:
            # No more is unpacked than the part declares, whatever it holds.
            return stream.read(info.file_size + 1)


def open_parts(content: bytes, file: str) -> Parts:
    """Open a workbook, by its content and not by its name.

    Raises:
        DataFileError: it is protected by a password, holds macros, is of
            another format, is damaged, or is or unpacks to more than a workbook may.
    """
    from zipfile import ZipFile

    if not content.startswith(_ZIP):
        raise _no_zip(content, file)
    with _sound(file):
        package = ZipFile(BytesIO(content))
    _check_sizes(package.infolist(), file)
    parts = Parts(package, file)
    _check_kind(parts)
    return parts


def _no_zip(content: bytes, file: str) -> DataFileError:
    if not content:
        return failure(file, f"is empty; {_SAVE}")
    if not content.startswith(_OLE):
        return failure(file, f"is no Excel workbook; {_SAVE}")
    if "EncryptedPackage".encode("utf-16-le") in content:
        return failure(file, "is protected by a password; save it without one")
    return failure(file, f"is a workbook of an old format (.xls); {_SAVE}")


def _check_sizes(infos: list[ZipInfo], file: str) -> None:
    if len(infos) > MOST_PARTS:
        raise failure(file, f"has more than {MOST_PARTS:,} parts, which no workbook has")
    if sum(each.file_size for each in infos) > MOST_UNPACKED:
        raise failure(file, f"unpacks to more than {MOST_UNPACKED // 2**20} MB")
    if len({each.filename.casefold() for each in infos}) < len(infos):
        raise failure(file, "is a damaged workbook: two of its parts have one name")
    for each in infos:
        if each.flag_bits & _ENCRYPTED:
            raise failure(file, "is protected by a password; save it without one")
        if each.compress_type not in (_STORED, _DEFLATED):
            raise failure(file, "is a damaged workbook: a part is packed in a way of its own")


def _check_kind(parts: Parts) -> None:
    if any(name.endswith("vbaproject.bin") for name in parts):
        raise failure(parts.file, f"holds macros; {_SAVE}, which has none")
    if "mimetype" in parts and b"opendocument" in parts.read("mimetype"):
        raise failure(parts.file, f"is an OpenDocument file; {_SAVE}")
    if "xl/workbook.bin" in parts:
        raise failure(parts.file, f"is a binary workbook (.xlsb); {_SAVE}")
    if "[content_types].xml" not in parts:
        raise failure(parts.file, f"is no Excel workbook; {_SAVE}")


@contextmanager
def _sound(file: str) -> Iterator[None]:
    """Turn whatever a damaged package does to the unpacker into one error."""
    from struct import error as struct_error
    from zipfile import BadZipFile

    try:
        yield
    except (
        BadZipFile, EOFError, NotImplementedError, OSError, RuntimeError, ValueError,
        struct_error, zlib.error,
    ) as error:  # fmt: skip
        raise failure(file, f"is a damaged workbook: {str(error).lower()}") from error
