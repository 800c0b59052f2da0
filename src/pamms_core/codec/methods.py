"""Methods as JSON and as TOML, with the keys of a method file: whatever reads the one reads both."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from pamms_core._files import parse_toml
from pamms_core._toml import toml_lines
from pamms_core.codec.kinds import UnstorableError
from pamms_core.codec.strict import document, sealed
from pamms_core.errors import DataFileError
from pamms_core.rating.method_data import method_data
from pamms_core.rating.method_file import read_method

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pamms_core.rating.method import Method

__all__ = ["METHOD_FORMAT", "dump_method", "load_method", "method_toml"]

METHOD_FORMAT: Final = ("pamms-core/method", 1)
"""The shape and version of a stored method."""

_WRITTEN: Final = "<written>"


def dump_method(method: Method, *, indent: int | None = None) -> str:
    """Write a sealed method as JSON, with its digest.

    Args:
        method: the method.
        indent: how many spaces to indent by; ``None`` for one line.

    Raises:
        UnstorableError: the method is hypothetical (store the sealed method and the changes,
            S5), or no method file says what it says.

    >>> from pamms_core import load_method
    >>> dump_method(load_method()).partition(', "digest"')[0]
    '{"format": "pamms-core/method", "version": 1'
    """
    data = _writable(method)
    name, version = METHOD_FORMAT
    body = {"format": name, "version": version, "digest": method.digest, **data}
    return json.dumps(body, ensure_ascii=False, indent=indent)


def load_method(text: str) -> Method:
    """Read a method back.

    Args:
        text: the document, as :func:`dump_method` wrote it. The order of its keys counts:
            points stand best first.

    Raises:
        DataFileError: the document cannot be used, or is not what its digest says; names every mistake.

    >>> from pamms_core import codec, load_method
    >>> codec.load_method(dump_method(load_method()))
    <Method pamms-reference 2>
    """
    body = document(text, *METHOD_FORMAT)
    digest = body.pop("digest", None)
    return sealed(read_method(body, file="<JSON>"), digest)


def method_toml(method: Method) -> str:
    """Write a sealed method as a method file, in TOML.

    Comments of the file that it was read from are not in it; sources are.

    Raises:
        UnstorableError: the method is hypothetical, or no method file says what it says.

    >>> from pamms_core import load_method
    >>> print(method_toml(load_method()).partition("source")[0].rstrip())
    id = "pamms-reference"
    edition = "2"
    title = "PAMMS reference method"
    status = "reference"
    """
    text = "".join(f"{line}\n" for line in toml_lines(_writable(method)))
    _must_read_back(method, parse_toml(text, _WRITTEN))
    return text


def _writable(method: Method) -> dict[str, object]:
    """Return what a file of the method says, once it is certain that it reads as the method."""
    if method.original is not None:
        raise UnstorableError("", f"a hypothetical method is not stored: {method!r}")
    data = method_data(method)
    _must_read_back(method, data)
    return data


def _must_read_back(method: Method, data: Mapping[str, object]) -> None:
    try:
        again = read_method(data, file=_WRITTEN)
    except DataFileError as error:
        first = error.mistakes[0]
        raise UnstorableError(first.path, f"no method file can say that: {first.problem}") from error
    if again != method or again.digest != method.digest:
        raise UnstorableError("", f"no method file says what {method!r} says")
