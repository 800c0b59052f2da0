"""The shipped framework, question sets and examples, and a council's own files."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from pamms_core._files import failure, parse_toml, read_text
from pamms_core.errors import UnknownNameError
from pamms_core.standards.bank import load_bank_file
from pamms_core.standards.framework_file import load_framework_file
from pamms_core.standards.set_files import load_set_file

if TYPE_CHECKING:
    from os import PathLike

    from pamms_core.standards.framework import Framework
    from pamms_core.standards.question_set import Question, QuestionSet

__all__ = [
    "find_example",
    "load_bank",
    "load_framework",
    "load_set",
    "resolve",
    "shipped",
    "shipped_examples",
    "shipped_frameworks",
    "shipped_heads",
    "shipped_sets",
]

_DATA: Final = os.path.join(os.path.dirname(__file__), "data")


def load_framework(name: str = "pamms") -> Framework:
    """Load a shipped framework: that of PAMMS (S1, S2, S6), or a region's (S3).

    Raises:
        UnknownNameError: no framework has this id.

    >>> load_framework().scale.best.label
    'Excellent'
    >>> len(load_framework("pamms-south-west").standards)
    6
    """
    if name not in (known := shipped_frameworks()):
        raise UnknownNameError("framework", name, known)
    return load_framework_file(os.path.join(_folder("frameworks"), f"{name}.toml"))


def shipped_frameworks() -> tuple[str, ...]:
    """List the ids of the frameworks that question sets may name.

    >>> shipped_frameworks()
    ('pamms', 'pamms-south-west')
    """
    return shipped(_folder("frameworks"))


def load_set(name: str | PathLike[str]) -> QuestionSet:
    """Load a question set, by the id of a shipped one or from a file.

    Args:
        name: the id of a shipped set, or a path: a ``Path``, or a text that has
            a folder separator or an ending such as ``.toml``.

    Raises:
        UnknownNameError: no shipped set has this id.
        DataFileError: the file cannot be used; names every mistake in it. So too
            if it says something else than the shipped set of its id and edition (S5).

    >>> load_set("east-of-england-accommodation").area.described
    'Accommodation-based services (residential and nursing)'
    """
    path = resolve("question set", name, _folder("sets"))
    found = load_set_file(path)
    if path == os.fspath(name):
        _check_not_shipped(found, path)
    return found


def _check_not_shipped(found: QuestionSet, file: str) -> None:
    """Check that a file's set is not another one by the name of a shipped set."""
    if found.id not in shipped_sets():
        return
    sealed = load_set_file(os.path.join(_folder("sets"), f"{found.id}.toml"))
    if found.edition == sealed.edition and found.digest != sealed.digest:
        problem = (
            f"is that of the shipped {sealed.id}, which says something else: its digest is"
            f" {sealed.digest}; a changed set needs an id or edition of its own"
        )
        raise failure(file, problem, path="edition", value=found.edition)


def load_bank(name: str | PathLike[str] | None = None) -> tuple[Question, ...]:
    """Load the questions of a bank file, or of the whole shipped bank, for every area.

    They have their first wording, which an area's set may adapt.

    Raises:
        DataFileError: a file cannot be used; names every mistake.

    >>> load_bank()[0].code
    'A01'
    """
    framework = load_framework()
    if name is not None:
        return load_bank_file(name, framework)
    folder = _folder("bank")
    files = (os.path.join(folder, f"{stem}.toml") for stem in shipped(folder))
    return tuple(question for file in files for question in load_bank_file(file, framework))


def shipped_sets() -> tuple[str, ...]:
    """List the ids of the shipped question sets.

    >>> len(shipped_sets()), shipped_sets()[0]
    (8, 'east-of-england-accommodation')
    """
    return shipped(_folder("sets"))


def shipped_heads() -> dict[str, dict[str, object]]:
    """Return what each shipped set's file itself says, by id, without a look into its banks."""
    paths = {name: os.path.join(_folder("sets"), f"{name}.toml") for name in shipped_sets()}
    return {name: parse_toml(read_text(path), path) for name, path in paths.items()}


def shipped_examples() -> tuple[str, ...]:
    """List the names of the shipped answer sheets; all of them are fictitious.

    >>> shipped_examples()[:3]
    ('compliant-care-home', 'excellent-staffing', 'landlord-delays')
    """
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
