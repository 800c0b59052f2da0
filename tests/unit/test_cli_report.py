"""``pamms report``: formats, lengths, and writing to a file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from pamms_core import load_answers, load_set, rate, reports
from pamms_core.cli import main

if TYPE_CHECKING:
    from pathlib import Path

    from pamms_core import Outcome


@pytest.fixture(autouse=True)
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test sees a screen of 80 columns."""
    monkeypatch.setenv("COLUMNS", "80")


@pytest.fixture
def outcome() -> Outcome:
    """Return the outcome that the reports are about."""
    question_set = load_set("east-of-england-accommodation")
    return rate(question_set, load_answers("solid-good", question_set))


@pytest.mark.parametrize("chosen", ["markdown", "html"])
def test_documents_are_the_library_s_own(
    chosen: str, outcome: Outcome, capsys: pytest.CaptureFixture[str]
) -> None:
    """Markdown and HTML are full unless --summary is given, and as the library writes them."""
    line = ["report", "solid-good", "--format", chosen]
    for options, length in (([], "full"), (["--full"], "full"), (["--summary"], "summary")):
        assert main([*line, *options]) == 0
        assert capsys.readouterr().out == getattr(reports, f"{length}_{chosen}")(outcome)


def test_text_is_what_rate_shows(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a format the report is the summary that rate shows; --full adds every question."""
    main(["rate", "solid-good"])
    shown = capsys.readouterr().out
    assert main(["report", "solid-good"]) == 0
    assert capsys.readouterr().out == shown
    assert main(["report", "solid-good", "--full"]) == 0
    full = capsys.readouterr().out
    assert full.startswith(shown)
    assert "\nA01  Does the care file show" in full
    assert "(critical)" in full
    assert "Evidence: care file CF3" in full


def test_an_unanswered_question_has_no_comment(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The full text says of an unanswered question that it is not answered, and no more."""
    sheet = tmp_path / "sheet.toml"
    sheet.write_text(
        'set = "east-of-england-accommodation"\n[answers]\nA01 = "good"\n', encoding="utf-8"
    )
    assert main(["report", str(sheet), "--full"]) == 0
    out = capsys.readouterr().out
    assert "Not answered" in out
    assert "Evidence: " not in out


@pytest.mark.parametrize(
    ("name", "begins"), [("r.html", "<!DOCTYPE html>"), ("r.MD", "# "), ("r.out", "Example House")]
)
def test_the_ending_chooses_the_format(
    name: str, begins: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """-o writes UTF-8, replacing what is there, in the format its ending names; nothing is shown."""
    out = tmp_path / name
    out.write_text("old", encoding="utf-8")
    assert main(["report", "solid-good", "-o", str(out)]) == 0
    assert capsys.readouterr() == ("", "")
    text = out.read_bytes().decode("utf-8")
    assert text.startswith(begins)
    assert "★" in text


def test_a_text_file_has_80_columns_and_no_colour(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A text report in a file is the same whatever the terminal."""
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("FORCE_COLOR", "1")
    out = tmp_path / "report.txt"
    assert main(["report", "solid-good", "-o", str(out)]) == 0
    text = out.read_text(encoding="utf-8")
    assert "\x1b" not in text
    assert max(map(len, text.splitlines())) == 80


def test_json_tells_what_was_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """--json holds the text of the report, or the path that it was written to."""
    assert main(["report", "solid-good", "--json", "--summary"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["format"], told["full"], told["written"]) == ("text", False, None)
    assert told["text"].startswith("Example House\n")
    out = str(tmp_path / "r.html")
    assert main(["report", "solid-good", "--json", "-o", out]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told == {"format": "html", "full": True, "written": out, "text": None}


def test_a_failure_to_write_is_a_problem(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file that cannot be written ends with 1 and one line with the path and the reason."""
    out = tmp_path / "none" / "report.html"
    assert main(["report", "solid-good", "-o", str(out)]) == 1
    assert capsys.readouterr().err == f"pamms: {out} cannot be written: no such file or directory\n"
    assert main(["report", "solid-good", "-o", "nul\0.html"]) == 1
    assert "cannot be written: embedded null byte" in capsys.readouterr().err


def test_the_answers_are_never_replaced(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """-o with the file of the answers themselves is refused, and the file stays as it is."""
    sheet = tmp_path / "sheet.toml"
    sheet.write_text('[answers]\nA01 = "good"\n', encoding="utf-8")
    assert main(["report", str(sheet), "-o", str(sheet)]) == 2
    assert capsys.readouterr().err == f"pamms: the output would replace the input {sheet}\n"
    assert sheet.read_text(encoding="utf-8").startswith("[answers]")
