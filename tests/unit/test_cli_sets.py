"""``pamms sets`` and ``pamms questions``: what is shipped, and the checklist."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from pamms_core import load_set, shipped_examples, shipped_methods
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
    assert [each["id"] for each in told["sets"]] == [SET]
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
    assert out.count("CRITICAL. ") == sum(question.critical for question in question_set)
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
    own = tmp_path / "own.toml"
    own.write_text(text.replace('status = "reference"', 'status = "local"'), encoding="utf-8")
    assert main(["questions", str(own)]) == 0
    out = capsys.readouterr().out
    assert "Section B" not in out
    assert "(local)" in out
    assert "official" not in out


def test_an_unknown_set_is_usage(capsys: pytest.CaptureFixture[str]) -> None:
    """A set that is not shipped ends with 2."""
    assert main(["questions", "acommodation"]) == 2
    assert capsys.readouterr().err.startswith("pamms: unknown question set 'acommodation'")
