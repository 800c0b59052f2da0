"""``pamms check``: what a file is, what is wrong with it and what is odd."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from pamms_core.cli import main
from pamms_core.rating import method_file
from pamms_core.standards import catalogue

SET = "east-of-england-accommodation"


@pytest.fixture(autouse=True)
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test sees a screen of 80 columns."""
    monkeypatch.setenv("COLUMNS", "80")


@pytest.mark.parametrize(
    ("name", "kind"),
    [("solid-good", "answers"), (SET, "question set"), ("pamms-reference", "method")],
)
def test_all_that_is_shipped_is_without_mistakes(
    name: str, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A shipped example, set and method is each recognised by its name and found good."""
    assert main(["check", name]) == 0
    assert capsys.readouterr().out.startswith(f"{name}: {kind} (")
    assert main(["check", name, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["file"], told["kind"], told["mistakes"]) == (name, kind, [])


@pytest.mark.parametrize(
    ("text", "kind", "mistake"),
    [
        (
            f'set = "{SET}"\n[answers]\nA01 = "god"\n',
            "answers",
            "answers.A01.rating: must be one of Excellent",
        ),
        ("questions = []\n", "question set", "questions: must not be empty"),
        ("bank = 3\n", "question set", "bank: must be a list"),
        ("[points]\n", "method", "points: must give points to two ratings or more"),
        ('id = "x"\n', "unknown", "is neither answers, a question set nor a method"),
        ("id = \n", "unknown", "is not valid TOML"),
    ],
)
def test_a_file_is_recognised_by_its_content(
    text: str, kind: str, mistake: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each kind of file is recognised, and its mistakes go to stderr, one a line, with status 1."""
    path = tmp_path / "some.toml"
    path.write_text(text, encoding="utf-8")
    assert main(["check", str(path)]) == 1
    written = capsys.readouterr()
    assert written.out == ""
    assert mistake in written.err
    assert main(["check", str(path), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["kind"] == kind
    assert [each["text"] for each in told["mistakes"]] == written.err.splitlines()
    assert set(told["mistakes"][0]) == {"file", "line", "path", "problem", "hint", "text"}


def test_csv_is_answers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A CSV file is an answer sheet, and thin evidence is remarked on without being a mistake."""
    sheet = tmp_path / "sheet.csv"
    sheet.write_text("code,rating\nA01,Good\n", encoding="utf-8")
    assert main(["check", str(sheet), "--set", SET]) == 0
    out = capsys.readouterr().out
    assert " remarks:" in out
    assert "0 care files were looked at; 2 to 5 are usual [too-few]" in " ".join(out.split())


def test_findings_of_a_set_are_no_mistakes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What lint finds is listed with where it is and its code, and the status is 0."""
    with open(f"{catalogue._DATA}/sets/{SET}.toml", encoding="utf-8") as stream:
        text = stream.read()
    text = text.replace('    "../bank/section-b.toml",\n', "").replace(
        "../bank", f"{catalogue._DATA}/bank"
    )
    text = "".join(each for each in text.splitlines(keepends=True) if not each.startswith("digest"))
    own = tmp_path / "own.toml"
    own.write_text(re.sub("(?m)^id = .*", 'id = "our-own"', text), encoding="utf-8")
    assert main(["check", str(own)]) == 0
    assert "- section B: no question is asked in it [empty-section]" in capsys.readouterr().out
    assert main(["check", str(own), "--json"]) == 0
    finding = {"code": "empty-section", "where": "section B", "message": "no question is asked in it"}
    assert finding in json.loads(capsys.readouterr().out)["findings"]


def test_an_unknown_name_is_usage(capsys: pytest.CaptureFixture[str]) -> None:
    """A name that nothing shipped has ends with 2; a file that is missing ends with 1."""
    assert main(["check", "pamms-referense"]) == 2
    error = capsys.readouterr().err
    assert error.startswith("pamms: unknown example, question set or method 'pamms-referense' (did you")
    assert main(["check", "missing.toml"]) == 1
    assert capsys.readouterr().err == "missing.toml: cannot be read: no such file or directory\n"


def test_an_example_of_a_method_is_found_by_its_name(capsys: pytest.CaptureFixture[str]) -> None:
    """Examples are named with their folder, and a mistyped one gets the nearest name."""
    assert main(["check", "examples/cms-2022"]) == 0
    assert capsys.readouterr().out.startswith("examples/cms-2022: method (")
    assert main(["prove", "examples/cms-2021"]) == 2
    assert "did you mean 'examples/cms-2022'?" in capsys.readouterr().err


def test_a_folder_of_methods_is_checked_together(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each file by itself, and every two editions that are in force together, with file and path."""
    good = Path(method_file._DATA, "percentage-bands.toml").read_text("utf-8")
    for number, dates in enumerate(["2024-01-01", "2025-01-01"]):
        text = good.replace('edition = "1"', f'edition = "{number}"\neffective_from = {dates}')
        (tmp_path / f"m{number}.toml").write_text(text, encoding="utf-8")
    assert main(["check", str(tmp_path)]) == 1
    assert "m1.toml: effective_from: must be after edition 0" in capsys.readouterr().err
    (tmp_path / "m1.toml").unlink()
    assert main(["check", str(tmp_path), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["kind"], told["title"], told["mistakes"]) == ("methods", "percentage-bands 0", [])
