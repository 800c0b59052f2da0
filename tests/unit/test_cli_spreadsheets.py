"""``pamms template``, ``import-set`` and ``export-set``."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest

from pamms_core import DataFileError, load_answers, load_method, load_set, read_answers, read_method
from pamms_core.cli import main
from pamms_core.spreadsheets import answer_csv
from pamms_core.standards.csv_answers import parse_csv

if TYPE_CHECKING:
    from pathlib import Path

SET = "east-of-england-accommodation"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test runs in an empty folder, on a screen of 80 columns."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")


def test_a_template_with_answers_is_rated_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    """A shipped example in a workbook gives the same rating, explanation and check."""
    assert main(["template", SET, "--answers", "solid-good", "-o", "a.xlsx"]) == 0
    assert capsys.readouterr().out.startswith("a.xlsx: East of England")
    question_set = load_set(SET)
    assert load_answers("a.xlsx", question_set) == load_answers("solid-good", question_set)
    for command in (["rate"], ["explain"], ["report"]):
        assert main([command[0], "solid-good"]) == 0
        meant = capsys.readouterr().out
        assert main([command[0], "a.xlsx"]) == 0
        assert capsys.readouterr().out == meant
    assert main(["check", "a.xlsx", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["kind"] == "answers"


def test_a_table_of_answers_holds_all_that_a_sheet_says(capsys: pytest.CaptureFixture[str]) -> None:
    """Out as CSV and in again the title, the details and the evidence are there, and the rating is."""
    assert main(["template", SET, "--answers", "poor-management", "-o", "a.csv"]) == 0
    meant, sheet = load_answers("poor-management", load_set(SET)), load_answers("a.csv", load_set(SET))
    assert sheet == meant
    assert (sheet.title, sheet.details) == (meant.title, meant.details)
    assert main(["template", SET, "-o", "empty.csv"]) == 0
    assert len(load_answers("empty.csv", load_set(SET))) == 0
    capsys.readouterr()
    assert main(["rate", "poor-management"]) == 0
    told = capsys.readouterr().out
    assert main(["rate", "a.csv"]) == 0
    assert capsys.readouterr().out == told


SHARE = {
    "id": "enquiries",
    "edition": "1",
    "title": "Enquiries answered in time",
    "points": {"met": 1, "not_met": 0},
    "scale": {
        "id": "met",
        "levels": [{"key": "met", "label": "Met"}, {"key": "not-met", "label": "Not met"}],
    },
    "flags": {"breach": "a breach of regulations is known"},
    "tree": {
        "inputs": [{"code": "asked", "most": 1000}, {"code": "answered", "most": 1000}],
        "nodes": [{"code": "top", "rule": "share", "children": ["asked", "answered"]}],
    },
    "rules": {
        "share": {
            "score": "ratio of answered to asked",
            "bands": {"met": "90%"},
            "limits": [{"id": "breach", "at_most": "not-met", "when": {"flag": "breach"}}],
        }
    },
}


def test_numbers_and_flags_of_a_method_have_rows_of_their_own() -> None:
    """A method with a tree of its own is answered in a table too, and bad numbers are told."""
    method = read_method(SHARE)
    own = method.own_set()
    sheet = read_answers({"flags": {"breach": False}, "numbers": {"asked": 40, "answered": 37}}, own)
    text = answer_csv(own, sheet, flags=method.flags)
    again = read_answers(parse_csv(text, "own.csv"), own, file="own.csv")
    assert again == sheet
    assert (again.flags, again.numbers) == (sheet.flags, sheet.numbers)
    assert len(read_answers(parse_csv(answer_csv(own), "own.csv"), own)) == 0
    with pytest.raises(DataFileError, match=r"own\.csv:10: entry: must be at most 1000") as caught:
        read_answers(parse_csv(text.replace("asked,40", "asked,4000"), "own.csv"), own, file="own.csv")
    assert [each.value for each in caught.value.mistakes] == [4000]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_template_has_a_locality_s_titles_and_labels(ending: str, tmp_path: Path) -> None:
    """What is chosen from local labels is read without saying whose they are (S7)."""
    name = f"a.{ending}"
    command = ["template", SET, "--answers", "poor-management", "--titles", "south-west", "-o", name]
    assert main(command) == 0
    if ending == "csv":
        text = (tmp_path / name).read_text(encoding="utf-8-sig")
        assert ",Partially compliant," in text
        assert ",Requires Improvement," not in text
    assert load_answers(name, load_set(SET)) == load_answers("poor-management", load_set(SET))


def test_a_template_of_a_method_asks_for_its_inputs(capsys: pytest.CaptureFixture[str]) -> None:
    """A method with a tree of its own needs no set."""
    assert main(["template", "--method", "examples/cqc-asc-2014", "-o", "a.xlsx", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    own = load_method("examples/cqc-asc-2014").own_set()
    assert told == {"written": "a.xlsx", "set": own.id, "questions": len(own)}
    assert len(load_answers("a.xlsx", own)) == 0


def test_sets_go_out_and_come_in(capsys: pytest.CaptureFixture[str]) -> None:
    """Out as a workbook, CSV and TOML, in again as TOML, always the same."""
    for ending in ("xlsx", "csv", "toml"):
        assert main(["export-set", SET, "-o", f"s.{ending}"]) == 0
    for ending in ("xlsx", "csv"):
        assert main(["check", f"s.{ending}"]) == 0
        assert main(["import-set", f"s.{ending}", "-o", "again.toml", "--replace"]) == 0
        assert load_set("./again.toml") == load_set(SET)
    capsys.readouterr()
    assert main(["import-set", "s.csv", "-o", "third.toml", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told == {"written": "third.toml", "set": SET, "questions": 144, "findings": []}


def test_an_odd_set_is_imported_with_findings(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """What is legal but odd is told, and does not keep the set out."""
    assert main(["export-set", SET, "-o", "s.csv"]) == 0
    text = (tmp_path / "s.csv").read_text(encoding="utf-8-sig")
    kept = [line for line in text.splitlines() if not line.startswith("digest")]
    text = "\n".join(kept).replace("2026.2", "2027.1").replace("use the toilet?", "use the toilet")
    (tmp_path / "s.csv").write_text(text)
    capsys.readouterr()
    assert main(["import-set", "s.csv", "-o", "s.toml"]) == 0
    assert "A03: does not end with a question mark (no-question-mark)" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("command", "status", "said"),
    [
        (["template", SET, "-o", "a.ods"], 2, "a.ods must end in .xlsx or .csv"),
        (["template", "-o", "a.xlsx"], 2, "which question set? give SET, or a --method"),
        (["template", "-o", "a.xlsx", "--method", "pamms-reference"], 2, "which question set?"),
        (["template", SET, "-o", "there.xlsx"], 1, "there.xlsx is there already; give --replace"),
        (["template", SET, "-o", "no/folder.xlsx"], 1, "no/folder.xlsx cannot be written: no such file"),
        (["export-set", SET, "-o", "a.pdf"], 2, "a.pdf must end in .xlsx or .csv or .toml"),
        (["import-set", "a.toml", "-o", "b.toml"], 2, "a.toml must end in .xlsx or .csv"),
        (["import-set", "there.xlsx", "-o", "b.toml"], 1, "there.xlsx: is no Excel workbook"),
        (["rate", "there.xlsx"], 1, "there.xlsx: is no Excel workbook"),
    ],
)
def test_what_cannot_be_done_is_told(
    command: list[str], status: int, said: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """One line says why, and nothing is written or replaced."""
    (tmp_path / "there.xlsx").write_text("mine")
    assert main(command) == status
    assert said in capsys.readouterr().err
    assert (tmp_path / "there.xlsx").read_text() == "mine"


def test_the_missing_extra_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without openpyxl no workbook is written; CSV needs none, and reading none either."""
    assert main(["template", SET, "-o", "a.xlsx"]) == 0
    for name in [each for each in sys.modules if each.partition(".")[0] == "openpyxl"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    assert main(["template", SET, "-o", "b.xlsx"]) == 2
    assert "this needs the extra 'xlsx' (pip install 'pamms-core[xlsx]')" in capsys.readouterr().err
    assert main(["export-set", SET, "-o", "s.csv"]) == 0
    assert main(["rate", "a.xlsx"]) == 0
