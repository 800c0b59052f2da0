"""The two ways to start the command line."""

from __future__ import annotations

import os
import runpy
import sys
from typing import TYPE_CHECKING

import pytest

from pamms_core.cli import _discard_output

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def _not_imported_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let `runpy` find the module unloaded, as a fresh interpreter does."""
    monkeypatch.delitem(sys.modules, "pamms_core.__main__", raising=False)


def test_python_m_runs_the_command_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`python -m pamms_core` is the command line, and its status is the exit code."""
    monkeypatch.setattr(sys, "argv", ["pamms", "sets", "--json"])
    with pytest.raises(SystemExit, match="0") as exit_:
        runpy.run_module("pamms_core", run_name="__main__")
    assert exit_.value.code == 0
    assert "east-of-england-accommodation" in capsys.readouterr().out


def test_importing_the_main_module_runs_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    """Importing `pamms_core.__main__` starts no command."""
    runpy.run_module("pamms_core.__main__", run_name="imported")
    assert capsys.readouterr().out == ""


def test_discarded_output_is_written_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a closed pipe, what is still to be written goes to the null device."""
    path = tmp_path / "out.txt"
    with path.open("w", encoding="utf-8") as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        _discard_output()
        stream.write("nobody reads this")
        stream.flush()
        assert os.fstat(stream.fileno()).st_size == 0
    assert path.read_text(encoding="utf-8") == ""
