"""``pamms sets`` and ``pamms questions``: what is shipped, and the checklist."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from pamms_core import load_set, shipped_examples, shipped_methods, shipped_sets
from pamms_core.cli import main
from pamms_core.standards import catalogue

if TYPE_CHECKING:
    from pathlib import Path

SET = "east-of-england-accommodation"


@pytest.fixture(autouse=True)
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test sees a screen of 80 columns."""
    monkeypatch.setenv("COLUMNS", "80")


def test_sets_lists_all_that_is_shipped(capsys: pytest.CaptureFixture[str]) -> None:
    """The shipped sets, methods and examples are listed with what tells them apart."""
    assert main(["sets"]) == 0
    out = capsys.readouterr().out
    question_set = load_set(SET)
    for part in (SET, question_set.title, question_set.digest, "pamms-reference", *shipped_examples()):
        assert part in out


def test_sets_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    """--json lists sets, methods and examples by their ids."""
    assert main(["sets", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert tuple(each["id"] for each in told["sets"]) == shipped_sets()
    assert told["sets"][0]["questions"] == 144
    assert [each["id"] for each in told["methods"]] == list(shipped_methods())
    assert tuple(told["examples"]) == shipped_examples()


def test_the_checklist_asks_every_question(capsys: pytest.CaptureFixture[str]) -> None:
    """Each question stands under its section, with its standard, evidence and boxes."""
    assert main(["questions", SET]) == 0
    out = capsys.readouterr().out
    question_set = load_set(SET)
    codes = [line[:3] for line in out.splitlines() if line[:1].isalpha() and line[1:3].isdecimal()]
    assert codes == [question.code for question in question_set]
    assert [line[8] for line in out.splitlines() if line.startswith("Section ")] == list("ABCDEF")
    boxes = "[ ] Excellent  [ ] Good  [ ] Requires Improvement  [ ] Poor  [ ] N/A"
    assert out.count(boxes) == len(question_set)
    assert out.count("Critical. ") == sum(question.critical for question in question_set)
    assert "Look at: care file, conversation with a person" in " ".join(out.split())
    assert "not official" in " ".join(out.split())


def test_guidance_is_added_on_request(capsys: pytest.CaptureFixture[str]) -> None:
    """--guidance adds what each rating looks like."""
    text = load_set(SET)["A01"].guidance["poor"].split()
    for options, expected in (([], False), (["--guidance"], True)):
        assert main(["questions", SET, *options]) == 0
        assert (" ".join(text) in " ".join(capsys.readouterr().out.split())) is expected


def test_the_checklist_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    """--json writes the set by section."""
    assert main(["questions", SET, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [section["letter"] for section in told["sections"]] == list("ABCDEF")
    first = told["sections"][0]["questions"][0]
    assert (first["code"], first["standard"]) == ("A01", 1)
    assert set(first["guidance"]) == {"excellent", "good", "requires-improvement", "poor"}


def test_a_council_s_own_set_is_printed_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A set from a file is printed without the sections it leaves empty, and not called a reference."""
    with open(f"{catalogue._DATA}/sets/{SET}.toml", encoding="utf-8") as stream:
        text = stream.read()
    text = text.replace('    "../bank/section-b.toml",\n', "").replace(
        "../bank", f"{catalogue._DATA}/bank"
    )
    text = "".join(each for each in text.splitlines(keepends=True) if not each.startswith("digest"))
    own = tmp_path / "own.toml"
    text = text.replace('status = "reference"', 'status = "local"').replace(f'"{SET}"', '"ours"')
    own.write_text(text, encoding="utf-8")
    assert main(["questions", str(own)]) == 0
    out = capsys.readouterr().out
    assert "Section B" not in out
    assert "(local)" in out
    assert "official" not in out


def test_an_unknown_set_is_usage(capsys: pytest.CaptureFixture[str]) -> None:
    """A set that is not shipped ends with 2."""
    assert main(["questions", "acommodation"]) == 2
    assert capsys.readouterr().err.startswith("pamms: unknown question set 'acommodation'")


def test_sets_are_found_by_region_and_area(capsys: pytest.CaptureFixture[str]) -> None:
    """Only the sets that are looked for are listed, without methods and examples."""
    assert main(["sets", "--region", "south west", "--area", "Community"]) == 0
    out = capsys.readouterr().out
    assert "south-west-community" in out
    assert "standard 9: Care is given" in " ".join(out.split())
    assert "east-of-england" not in out
    assert "pamms-reference" not in out
    assert main(["sets", "--region", "West"]) == 2
    assert "unknown region 'West'" in capsys.readouterr().err


def test_questions_are_found_by_all_that_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    """Section, standard, evidence and critical narrow the checklist down together."""
    line = ["questions", SET, "--section", "d", "--standard", "8", "--evidence", "Staff File"]
    assert main([*line, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    codes = [each["code"] for section in told["sections"] for each in section["questions"]]
    assert codes == ["D06", "D07"]
    assert main([*line, "--critical"]) == 0
    out = capsys.readouterr().out
    assert "\nD06  " in out
    assert "D07" not in out
    assert main(["questions", SET, "--standard", "17"]) == 2
    assert "unknown standard '17'" in capsys.readouterr().err


def test_a_set_is_found_by_its_region_and_area(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a name, region and area must lead to one set."""
    place = ["--region", "South West", "--area", "community"]
    assert main(["questions", *place, "--standard", "8"]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "Bears on PAMMS standard 8: Management of medicines." in out
    assert "Standard 9 is left out" in out
    assert main(["questions", "--area", "community"]) == 2
    error = capsys.readouterr().err
    assert "there are east-of-england-community, south-west-community" in error


@pytest.mark.parametrize("ending", ["html", "md", "txt"])
def test_a_checklist_is_written_to_a_file(ending: str, tmp_path: Path) -> None:
    """The ending says the format; guidance is added on request."""
    path = tmp_path / f"list.{ending}"
    assert main(["questions", SET, "--section", "A", "--guidance", "-o", str(path)]) == 0
    text = path.read_text(encoding="utf-8")
    assert text.startswith({"html": "<!DOCTYPE html>", "md": "# Checklist", "txt": "East of"}[ending])
    assert " ".join(load_set(SET)["A01"].guidance["poor"].split()[:5]) in " ".join(text.split())
    assert "B01" not in text
