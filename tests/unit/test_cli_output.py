"""Where the output goes: closed pipes, full disks, poor encodings, colour or none."""

from __future__ import annotations

import importlib
import io
import json
import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from pamms_core.cli import exploring, main
from pamms_core.cli.json_fields import FIELDS
from pamms_core.cli.output import write_lines

if TYPE_CHECKING:
    from pathlib import Path


def run(*arguments: str, **more: Any) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own."""
    line = [sys.executable, "-m", "pamms_core", *arguments]
    more = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **more}
    return subprocess.run(line, check=False, text=True, encoding="utf-8", **more)  # noqa: S603


def test_an_interrupt_ends_quietly(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C ends the program with 130 and without a word."""

    def interrupted(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(exploring, "sets", interrupted)
    assert main(["sets"]) == 130
    assert capsys.readouterr() == ("", "")


class Refusing(io.StringIO):
    """An output that takes nothing more."""

    def __init__(self, error: OSError) -> None:
        super().__init__()
        self.error = error

    def write(self, _: str) -> int:
        """Refuse."""
        raise self.error


def test_a_closed_pipe_ends_quietly(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reader that has gone ends the program with 141 and without a word."""
    monkeypatch.setattr(sys, "stdout", Refusing(BrokenPipeError()))
    assert main(["sets", "--json"]) == 141
    assert capsys.readouterr().err == ""


def test_output_that_cannot_be_written_is_a_problem(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk ends the program with 1 and one line."""
    monkeypatch.setattr(sys, "stdout", Refusing(OSError(28, "No space left on device")))
    assert main(["sets", "--json"]) == 1
    assert capsys.readouterr().err == "pamms: cannot write the output: no space left on device\n"


def test_without_any_output_nothing_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that has neither output nor error stream still ends with its status."""
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    assert main(["sets", "--json"]) == 0
    assert main(["rate", "no-such-example"]) == 2


def test_plainer_signs_where_the_encoding_needs_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """On an ASCII terminal stars, lines and signs are replaced, and columns stay straight."""
    monkeypatch.setenv("COLUMNS", "80")
    lines = []
    for encoding in ("utf-8", "ascii"):
        stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
        monkeypatch.setattr(sys, "stdout", stream)
        assert main(["rate", "solid-good"]) == 0
        stream.seek(0)
        lines.append(stream.read().splitlines())
    rich, plain = lines
    assert list(map(len, rich)) == list(map(len, plain))
    assert any("****." in line and ">=3.50" in line for line in plain)


def test_json_survives_any_encoding(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where the encoding lacks a character, JSON escapes it, so that nothing is lost."""
    sheet = tmp_path / "sheet.toml"
    sheet.write_text(
        'set = "east-of-england-accommodation"\ntitle = "Café ★"\n[answers]\nA01 = "good"\n',
        encoding="utf-8",
    )
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", stream)
    assert main(["rate", str(sheet), "--json"]) == 0
    stream.seek(0)
    assert json.loads(stream.read())["title"] == "Café ★"


def test_colour_only_where_it_is_wanted(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A terminal gets colour, and none where NO_COLOR is set; the words are the same."""
    shown = []
    for settings in ({"FORCE_COLOR": "1"}, {"FORCE_COLOR": "1", "NO_COLOR": "1"}):
        with monkeypatch.context() as scene:
            scene.setenv("TERM", "xterm")
            for name, value in settings.items():
                scene.setenv(name, value)
            assert main(["rate", "solid-good"]) == 0
            shown.append(capsys.readouterr().out)
    coloured, plain = shown
    assert "\x1b[32m" in coloured
    assert "\x1b[32m" not in plain
    assert "Good" in plain


def test_as_a_module_the_program_runs_and_pipes(tmp_path: Path) -> None:
    """`python -m pamms_core` rates an example, whatever the working directory."""
    done = run("rate", "solid-good", cwd=tmp_path, env={**os.environ, "COLUMNS": "80"})
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Example House\n")


def test_importing_the_module_runs_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    """Tools that import every module, such as documentation builders, do not start the program."""
    module = importlib.import_module("pamms_core.__main__")
    assert module.main is main
    assert capsys.readouterr() == ("", "")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs pipes as POSIX has them")
def test_a_reader_that_leaves_early_hears_no_complaint() -> None:
    """`pamms questions … | head` ends with 141 and an empty stderr."""
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = run("questions", "east-of-england-accommodation", stdout=writing)
    finally:
        os.close(writing)
    assert (done.returncode, done.stderr) == (141, "")


@pytest.mark.parametrize(
    "line",
    [
        "compare solid-good --method pamms-reference --method percentage-bands",
        "crosswalk solid-good",
        "editions east-of-england-accommodation east-of-england-community",
        "policies show norfolk",
        "prove pamms-reference",
        "questions east-of-england-accommodation --section B",
        "range solid-good",
        "report solid-good",
        "sets",
        "workflow show norfolk assessment",
    ],
)
def test_the_help_names_every_key_of_the_json(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    """What ``--json`` writes at its top, its help tells."""
    assert main([*line.split(), "--json"]) == 0
    written = json.loads(capsys.readouterr().out)
    assert written.keys() <= set(re.findall(r"\w+", FIELDS[line.split(maxsplit=1)[0]]))


def test_long_lines_are_broken_between_words(capsys: pytest.CaptureFixture[str]) -> None:
    """No line is wider than 80 columns, unless one word is; the rest is indented by two more."""
    write_lines(f"  a-name: {'why ' * 30}\nshort\n\n{'x' * 90}")
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("  a-name: why")
    assert all(len(each) <= 80 for each in lines[:-1])
    assert lines[1].startswith("    why why")
    assert " ".join(lines).split() == ["a-name:", *["why"] * 30, "short", "x" * 90]


@pytest.mark.parametrize("line", ["policies", "policies show norfolk", "policies compare"])
def test_policies_are_read_in_eighty_columns(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Long sources are broken."""
    assert main(line.split()) == 0
    assert max(map(len, capsys.readouterr().out.splitlines())) <= 80
