"""The command line: rate, explain, report on, check and print what the library knows.

``main`` returns the exit status:

* 0: fine;
* 1: problems found: bad data, mistakes in a file, or a file that cannot be written;
* 2: usage: a wrong option, a name that is not known, or a missing extra.

A closed pipe and Ctrl-C end quietly with 141 and 130, as shells expect.
Results go to standard output; every error goes to standard error, one line
for each mistake.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from pamms_core.cli.status import Status
from pamms_core.errors import DataFileError, PammsError, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["main"]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status.

    Args:
        argv: the arguments after the program's name; those of the process if
            none are given.

    >>> main(["rate", "no-such-example"])
    2
    """
    return int(_watched(argv))


def _watched(argv: Sequence[str] | None) -> Status:
    """Run one command and end quietly when nobody wants its output any more."""
    try:
        status = _run(argv)
        if sys.stdout:  # it is None in a process that was started without one
            sys.stdout.flush()
    except KeyboardInterrupt:
        return Status.INTERRUPTED
    except BrokenPipeError:
        _discard_output()
        return Status.PIPE_CLOSED
    except OSError as error:
        _discard_output()
        _complain([f"pamms: cannot write the output: {(error.strerror or str(error)).lower()}"])
        return Status.PROBLEMS
    return status


def _run(argv: Sequence[str] | None) -> Status:
    """Run one command, turning every error into lines and a status."""
    from pamms_core.cli.arguments import parse
    from pamms_core.cli.sources import UsageError

    try:
        return parse(argv)()
    except SystemExit as end:  # argparse has said all there is to say
        return Status.USAGE if end.code else Status.FINE
    except DataFileError as error:
        _complain(map(str, error.mistakes))
        return Status.PROBLEMS
    except (UsageError, UnknownNameError) as error:
        _complain([f"pamms: {error}"])
        return Status.USAGE
    except PammsError as error:
        _complain([f"pamms: {error}"])
        return Status.PROBLEMS
    except ModuleNotFoundError as error:
        needed = _NEEDED.get((error.name or "").partition(".")[0])
        if needed is None:
            raise
        _complain([f"pamms: this needs the extra {needed}"])
        return Status.USAGE


# What is missing when a module of an extra is, and what else would do.
_NEEDED: Final = {
    "rich": "'cli' (pip install 'pamms-core[cli]'), or use --json",
    "openpyxl": "'xlsx' (pip install 'pamms-core[xlsx]')",
}


def _complain(lines: Iterable[str]) -> None:
    from pamms_core.reports.text import one_line

    with suppress(AttributeError):  # no standard error, nobody to tell
        sys.stderr.writelines(f"{one_line(line)}\n" for line in lines)


def _discard_output() -> None:
    """Let nothing be written any more: the interpreter would try again at its end, and complain."""
    with suppress(OSError, ValueError, AttributeError):
        output = sys.stdout.fileno()
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, output)
        os.close(nowhere)
