"""``pamms editions`` and ``pamms carry``: what differs, and what became of a sheet."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from pamms_core import load_answers, load_set
from pamms_core.cli import main
from pamms_core.standards import catalogue

if TYPE_CHECKING:
    from pathlib import Path

SET = "east-of-england-accommodation"


@pytest.fixture
def later(tmp_path: Path) -> str:
    """Write a later edition without section B's questions of the shipped set, and A01 changed."""
    with open(f"{catalogue._DATA}/sets/{SET}.toml", encoding="utf-8") as stream:
        lines = [line for line in stream if not line.startswith("digest")]
    text = "".join(lines).replace("../bank", f"{catalogue._DATA}/bank")
    kept = [each.code for each in load_set(SET) if each.code != "B01"]
    first, _, rest = text.partition("\narea = ")
    own = first.replace(load_set(SET).edition, "2099.1")
    path = tmp_path / "later.toml"
    path.write_text(f"{own}\nselect = {json.dumps(kept)}\narea = {rest}", encoding="utf-8")
    return str(path)


def test_editions_are_compared(later: str, capsys: pytest.CaptureFixture[str]) -> None:
    """What was dropped is told, in words and as JSON."""
    assert main(["editions", SET, later]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert "1 question differs" in shown
    assert "B01 dropped before" in shown
    assert main(["editions", SET, later, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["old"]["id"], told["new"]["edition"]) == (SET, "2099.1")
    assert [(each["code"], each["dropped"]) for each in told["questions"]] == [("B01", True)]


def test_a_code_that_is_used_again_is_a_problem(later: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The comparison is shown, and the status says that something is wrong."""
    with open(later, encoding="utf-8") as stream:
        text = stream.read().replace('"A01", ', "")
    own = load_set(SET)["A01"]
    rows = {key.replace("-", "_"): f"Another {key} thing to see." for key in own.guidance}
    inline = ", ".join(f"{key} = {json.dumps(each)}" for key, each in rows.items())
    question = (
        'questions = [{code = "A01", standard = 1, text = "Are hoists safe?", evidence = ["record"],'
        f' weight = 1, areas = ["accommodation"], guidance = {{{inline}}}}}]\n'
    )
    with open(later, "w", encoding="utf-8") as stream:
        stream.write(question + text)
    assert main(["editions", SET, later]) == 1
    assert "A01 is used again in edition 2099.1" in " ".join(capsys.readouterr().out.split())


def test_a_sheet_is_carried_over(later: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The new sheet is written where it is asked for, and can be loaded with the new edition."""
    out = tmp_path / "new.json"
    assert main(["carry", "solid-good", SET, later, "-o", str(out)]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert "143 answers kept, 1 to look at." in shown
    assert "asked no more" in shown
    sheet = load_answers(out, load_set(later))
    assert "B01" not in sheet
    assert len(sheet) == 143
    assert main(["carry", "solid-good", SET, later, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert len(told["kept"]) == 143
    assert [each["why"] for each in told["left"]] == ["dropped"]
    assert told["answers"]["edition"] == "2099.1"
    assert main(["carry", "solid-good", SET, SET]) == 0
    assert "to look at" in capsys.readouterr().out


def test_what_is_read_is_not_replaced(later: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The new edition's own file would be gone."""
    assert main(["carry", "solid-good", SET, later, "-o", later]) == 2
    assert "would replace the input" in capsys.readouterr().err
