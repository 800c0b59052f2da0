"""What all commands share: statuses, errors, help, and life without rich."""

from __future__ import annotations

import builtins
import json
import sys
from importlib import metadata
from typing import TYPE_CHECKING, Any

import pytest

from pamms_core import cli
from pamms_core.cli import exploring, main

if TYPE_CHECKING:
    from pathlib import Path

COMMANDS = [
    ["rate", "solid-good"],
    ["explain", "solid-good"],
    ["report", "solid-good"],
    ["what-if", "solid-good", "--set", "A01=poor"],
    ["improve", "poor-management", "--to", "good"],
    ["range", "solid-good", "--open", "A01", "--chances"],
    ["influence", "poor-management", "--at", "domain-5"],
    ["sets"],
    ["questions", "east-of-england-accommodation"],
    ["check", "solid-good"],
    ["prove", "examples/cqc-asc-2014"],
]


@pytest.mark.parametrize("line", COMMANDS, ids=lambda line: line[0])
def test_every_command_ends_well_within_80_columns(
    line: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Piped, each command writes lines of 80 columns or fewer, no escapes, and nothing to stderr."""
    monkeypatch.setenv("COLUMNS", "80")
    assert main(line) == 0
    written = capsys.readouterr()
    assert written.err == ""
    assert "\x1b" not in written.out
    assert max(map(len, written.out.splitlines())) <= 80
    assert all(each == each.rstrip() for each in written.out.splitlines())


@pytest.mark.parametrize("line", COMMANDS, ids=lambda line: line[0])
def test_every_command_writes_json(line: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """With --json, each command writes one JSON object and nothing else."""
    assert main([*line, "--json"]) == 0
    assert isinstance(json.loads(capsys.readouterr().out), dict)


@pytest.mark.parametrize("line", COMMANDS, ids=lambda line: line[0])
def test_without_rich_json_still_works(
    line: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without rich a command says in one line which extra to install; with --json it works."""
    _hide(monkeypatch, "rich")
    assert main(line) == 2
    error = capsys.readouterr().err
    assert error == "pamms: this needs the extra 'cli' (pip install 'pamms-core[cli]'), or use --json\n"
    wanted = ["--json"] if line[0] != "report" else ["--json", "--format", "html"]
    assert main([*line, *wanted]) == 0


def _hide(monkeypatch: pytest.MonkeyPatch, package: str) -> None:
    """Make a package, and our modules that import it, as if never imported."""
    ours = (
        "layout",
        "rating_view",
        "explanation_view",
        "set_view",
        "checked_view",
        "comparison_view",
        "influence_view",
        "what_if_view",
        "proofs_view",
        "verified_view",
    )
    for name in list(sys.modules):
        if name.partition(".")[0] == package:
            monkeypatch.delitem(sys.modules, name)
    for name in ours:
        monkeypatch.delitem(sys.modules, f"pamms_core.cli.{name}", raising=False)
        monkeypatch.delattr(cli, name, raising=False)
    monkeypatch.setitem(sys.modules, package, None)


def test_another_missing_module_is_not_mistaken_for_rich(monkeypatch: pytest.MonkeyPatch) -> None:
    """A module that is missing for any other reason is a fault of the installation, and shows."""

    def broken(_: object) -> None:
        raise ModuleNotFoundError("no module named 'zebra'", name="zebra")

    monkeypatch.setattr(exploring, "sets", broken)
    with pytest.raises(ModuleNotFoundError, match="zebra") as caught:
        main(["sets"])
    assert caught.value.name == "zebra"


@pytest.mark.parametrize("line", [[], ["fly"], ["rate"], ["rate", "solid-good", "--colour"]])
def test_wrong_arguments_are_usage(line: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Arguments that argparse refuses end with 2, with the usage on stderr."""
    assert main(line) == 2
    written = capsys.readouterr()
    assert written.out == ""
    assert written.err.startswith("usage: pamms")


def test_help_documents_the_exit_statuses(capsys: pytest.CaptureFixture[str]) -> None:
    """The help of the program and of each command lists the exit statuses."""
    for line in ([], *([each[0]] for each in COMMANDS)):
        assert main([*line, "--help"]) == 0
        text = capsys.readouterr().out
        assert "0  fine" in text
        assert "1  problems found" in text
        assert "2  usage" in text
        assert max(map(len, text.splitlines())) <= 80


def test_version_names_the_installed_version(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """--version writes the version of the installed package."""
    monkeypatch.setattr(metadata, "version", lambda _: "9.8.7")
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == "pamms 9.8.7\n"


def test_version_of_what_is_not_installed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Run from its source, the program says that it is not installed."""

    def missing(name: str) -> str:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "version", missing)
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == "pamms (not installed)\n"


def test_an_unknown_name_is_usage_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    """A name that nothing has ends with 2 and one line that offers the nearest."""
    assert main(["rate", "solid-goood"]) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert error.startswith("pamms: unknown example 'solid-goood' (did you mean 'solid-good'?)")


def test_every_mistake_has_one_line_on_stderr(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """All mistakes of a file are listed, one a line, even past what the library shows of them."""
    sheet = tmp_path / "bad.csv"
    sheet.write_text("code,rating\n" + "A01,fine\n" + "A02,\x1b[31mred\n" * 60, encoding="utf-8")
    assert main(["rate", str(sheet), "--set", "east-of-england-accommodation"]) == 1
    written = capsys.readouterr()
    assert written.out == ""
    assert len(written.err.splitlines()) == 1 + 60 + 59
    assert all(line.startswith(f"{sheet}:") for line in written.err.splitlines())
    assert "\x1b" not in written.err


def test_a_method_that_does_not_fit_is_a_problem(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A method that lacks rules for the set's tree ends with 1 and one line."""
    method = tmp_path / "thin.toml"
    method.write_text(
        'id = "thin"\nedition = "1"\ntitle = "Thin"\n[points]\nyes = 1\nno = 0\n'
        '[rules.overall]\nscore = "mean of questions"\nbands = { yes = 1 }\n',
        encoding="utf-8",
    )
    assert main(["rate", "solid-good", "--method", str(method)]) == 1
    error = capsys.readouterr().err
    assert error.startswith("pamms: method 'thin' does not fit question set")
    assert error.count("\n") == 1


def test_the_command_line_is_light_to_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """--help imports neither rich nor the codec."""
    original = builtins.__import__
    seen: set[str] = set()

    def watched(name: str, *rest: Any) -> Any:
        seen.add(name)
        return original(name, *rest)

    monkeypatch.setattr(builtins, "__import__", watched)
    assert main(["--help"]) == 0
    assert not {"rich", "cattrs", "pamms_core.codec", "pamms_core.cli.layout"} & seen
