"""The shipped framework, question sets and examples, and a council's own files."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from pamms_core.errors import UnknownNameError
from pamms_core.standards.framework_file import load_framework_file
from pamms_core.standards.set_files import load_set_file

if TYPE_CHECKING:
    from os import PathLike

    from pamms_core.standards.framework import Framework
    from pamms_core.standards.question_set import QuestionSet

__all__ = [
    "find_example",
    "load_framework",
    "load_set",
    "resolve",
    "shipped",
    "shipped_examples",
    "shipped_sets",
]

_DATA: Final = os.path.join(os.path.dirname(__file__), "data")


def load_framework() -> Framework:
    """Load the PAMMS framework (S1, S2, S6).

    >>> load_framework().scale.best.label
    'Excellent'
    """
    return load_framework_file(os.path.join(_DATA, "framework.toml"))


def load_set(name: str | PathLike[str]) -> QuestionSet:
    """Load a question set, by the id of a shipped one or from a file.

    Args:
        name: the id of a shipped set, or a path: a ``Path``, or a text that has
            a folder separator or an ending such as ``.toml``.

    Raises:
        UnknownNameError: no shipped set has this id.
        DataFileError: the file cannot be used; names every mistake in it.

    >>> load_set("east-of-england-accommodation").area.described
    'Accommodation-based services (residential and nursing)'
    """
    return load_set_file(resolve("question set", name, _folder("sets")), load_framework())


def shipped_sets() -> tuple[str, ...]:
    """List the ids of the shipped question sets."""
    return shipped(_folder("sets"))


def shipped_examples() -> tuple[str, ...]:
    """List the names of the shipped answer sheets; all of them are fictitious."""
    return shipped(_folder("examples"))


def find_example(name: str | PathLike[str]) -> str:
    """Find the file of a shipped example, or return the path that was given."""
    return resolve("example", name, _folder("examples"))


def shipped(folder: str) -> tuple[str, ...]:
    """List the names of the TOML files in a data folder."""
    names = (os.path.splitext(each) for each in os.listdir(folder))
    return tuple(sorted(stem for stem, ending in names if ending == ".toml"))


def resolve(kind: str, name: str | PathLike[str], folder: str) -> str:
    """Find the file for a shipped name or a path.

    Raises:
        UnknownNameError: it is no path, and nothing of that name is shipped.
    """
    text = os.fspath(name)
    is_path = not isinstance(name, str) or os.sep in text or "/" in text
    if is_path or os.path.splitext(text)[1]:  # nothing shipped has a dot in its name
        return text
    if text in (known := shipped(folder)):
        return os.path.join(folder, f"{text}.toml")
    raise UnknownNameError(kind, text, known)


def _folder(name: str) -> str:
    return os.path.join(_DATA, name)
