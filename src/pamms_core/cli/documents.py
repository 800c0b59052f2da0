"""Documents that a command writes: their format, and where they go."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from pamms_core.cli.output import save, write
from pamms_core.cli.sources import UsageError

if TYPE_CHECKING:
    from argparse import Namespace

__all__ = ["chosen_format", "deliver", "keep"]

_FORMATS: Final = {".md": "markdown", ".markdown": "markdown", ".html": "html", ".htm": "html"}


def chosen_format(options: Namespace) -> str:
    """Return the format that was asked for, by name or by the ending of the file to write."""
    ending = os.path.splitext(options.output or "")[1].casefold()
    return options.format or _FORMATS.get(ending, "text")


def keep(output: str | None, *inputs: str | None) -> None:
    """Refuse to replace what is read by what is written.

    Raises:
        UsageError: a file would be read and written.
    """
    for name in inputs:
        if output and name and _are_one_file(output, name):
            raise UsageError(f"the output would replace the input {name}")


def _are_one_file(one: str, other: str) -> bool:
    try:
        return os.path.samefile(one, other)
    except (OSError, ValueError):  # one is not there, or no path at all
        return False


def deliver(text: str, options: Namespace) -> None:
    """Write a document to the file that was named, or to standard output."""
    if options.output:
        save(text.encode(), options.output)
    else:
        write(text)
