"""Run every example of the docstrings, of README.md and of docs/, as part of the tests.

In a docstring an example is what follows ``>>>``. In Markdown it is a fence of
``python`` (a script, or ``>>>`` lines) or ``pycon``; a fence of ``console``,
whose ``$ pamms`` lines are run and compared with what stands below them; and a
``{code-block}`` with a file name as its caption, which is written to the
folder that the document's examples run in. ``...`` stands for anything, and in
a console any space for any other.
"""

from __future__ import annotations

import shlex
from contextlib import ExitStack, chdir, redirect_stderr, redirect_stdout
from doctest import ELLIPSIS, NORMALIZE_WHITESPACE, Example
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from sybil import Sybil
from sybil.evaluators.doctest import OutputChecker
from sybil.evaluators.python import PythonEvaluator
from sybil.parsers.myst import CodeBlockParser, PythonCodeBlockParser
from sybil.parsers.myst.lexers import DirectiveLexer
from sybil.parsers.rest import DocTestParser
from sybil.sybil import SybilCollection

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sybil import Document, Region
    from sybil import Example as SybilExample


@pytest.fixture(scope="module")
def empty_folder() -> Iterator[None]:
    """Run the examples of one document in an empty folder, on a screen of 80 columns."""
    with ExitStack() as stack:
        stack.enter_context(chdir(stack.enter_context(TemporaryDirectory())))
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        patch.setenv("COLUMNS", "80")
        patch.setattr("pamms_core.cli.progress.monotonic", lambda: 0.0)  # no progress to tell, if slow
        yield


def _run_console(example: SybilExample) -> str | None:
    """Run the ``pamms`` lines of a console fence; return how the output differs, if it does."""
    checker, flags = OutputChecker(), ELLIPSIS | NORMALIZE_WHITESPACE
    differences: list[str] = []
    for session in f"\n{example.parsed}".split("\n$ ")[1:]:
        line, _, want = session.partition("\n")
        if line.startswith("pamms "):
            want, got = want.strip() + "\n", _output(line).strip() + "\n"
            if not checker.check_output(want, got, flags):
                differences.append(f"$ {line}\n")
                differences.append(checker.output_difference(Example("", want), got, flags))
    return "".join(differences) or None


def _output(line: str) -> str:
    """Run one command line in this process and return all that it writes."""
    from pamms_core.cli import main

    written = StringIO()
    with redirect_stdout(written), redirect_stderr(written):
        main(shlex.split(line)[1:])
    return written.getvalue()


def _captioned_files(document: Document) -> Iterator[Region]:
    """Find the code blocks that show a file; evaluating one writes the file."""
    for region in DirectiveLexer("code-block", ".+")(document):
        if "caption" in region.lexemes["options"]:
            region.parsed = region.lexemes["source"]
            region.evaluator = _write_file
            yield region


def _write_file(example: SybilExample) -> None:
    name = example.region.lexemes["options"]["caption"].strip("` ")
    Path(name).write_text(example.parsed, encoding="utf-8")


class _PyconParser(PythonCodeBlockParser):
    """Python's interactive sessions, under the name that highlighters know them by."""

    def __init__(self) -> None:
        super().__init__(doctest_optionflags=ELLIPSIS)
        self.codeblock_parser = CodeBlockParser("pycon", PythonEvaluator())


_MARKDOWN = (
    PythonCodeBlockParser(doctest_optionflags=ELLIPSIS),
    _PyconParser(),
    CodeBlockParser("console", _run_console),
    _captioned_files,
)

pytest_collect_file = SybilCollection(
    (
        Sybil([DocTestParser(ELLIPSIS)], path="src", pattern="*.py"),
        Sybil(_MARKDOWN, path="docs", pattern="*.md", fixtures=["empty_folder"]),
        Sybil(_MARKDOWN, pattern="README.md", fixtures=["empty_folder"]),
    )
).pytest()
