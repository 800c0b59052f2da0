"""``pamms explain``: nodes and questions."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from pamms_core.cli import main
from pamms_core.codec import loads
from pamms_core.rating.outcome_record import NodeRecord

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test sees a screen of 80 columns."""
    monkeypatch.setenv("COLUMNS", "80")


def explained(capsys: pytest.CaptureFixture[str], *line: str) -> str:
    """Explain something and return what was written, on one line."""
    assert main(["explain", *line]) == 0
    return " ".join(capsys.readouterr().out.split())


def test_without_a_code_the_overall_rating(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a code the overall rating is explained, with the domains it is made of."""
    out = explained(capsys, "solid-good")
    assert out.startswith("Overall Good ★★★★☆ - The service overall is rated Good.")
    assert "Domain 5: Quality of management" in out


@pytest.mark.parametrize("code", ["standard-8", " Standard 8 ", "STANDARD_8"])
def test_a_standard_with_its_questions(code: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A standard shows each question with answer, points and weight; the code's form is forgiven."""
    out = explained(capsys, "poor-management", code)
    assert out.startswith("Standard 8: Management of medicines Requires Improvement ★★★☆☆")
    assert "C15 !" in out
    assert "Not -" in out
    assert out.endswith("! a critical question")


def test_a_standard_without_critical_questions_needs_no_key(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The key to the critical mark stands only where the mark does."""
    assert "!" not in explained(capsys, "solid-good", "standard-16")


def test_a_question_and_what_its_standard_got(capsys: pytest.CaptureFixture[str]) -> None:
    """A question tells its text, answer, evidence, points, weight and its standard's result."""
    out = explained(capsys, "solid-good", "b07")
    assert out.startswith("B07 Do people receive the personal care")
    for part in ("Asked in Section B", "Answer", "Looks like", "Comment", "Evidence", "times weight 3"):
        assert part in out
    assert "Standard 3, Care and welfare of service users, is rated Good." in out


def test_a_critical_question_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    """A critical question is marked as one."""
    assert "Critical yes" in explained(capsys, "solid-good", "C15")


def test_a_question_without_points(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A question that is not assessed, or not answered, counts neither for nor against."""
    sheet = tmp_path / "sheet.toml"
    sheet.write_text('set = "east-of-england-accommodation"\n[answers]\nA01 = "n/a"\n', encoding="utf-8")
    for code, label in (("A01", "Not assessed"), ("A02", "Not answered")):
        out = explained(capsys, str(sheet), code)
        assert f"Answer {label} Points none: it counts neither for nor against" in out
        assert main(["explain", str(sheet), code, "--json"]) == 0
        answer = json.loads(capsys.readouterr().out)["answer"]
        assert answer == {"label": label, "points": None, "comment": "", "evidence": []}


def test_json_of_a_node(capsys: pytest.CaptureFixture[str]) -> None:
    """--json writes the sentences, and the node's record in the shape the codec reads back."""
    assert main(["explain", "solid-good", "domain-3", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["sentences"][0] == "Domain 3, Safeguarding and safety, is rated Good."
    assert loads(json.dumps(told["node"]), NodeRecord).code == "domain-3"


def test_json_of_a_question(capsys: pytest.CaptureFixture[str]) -> None:
    """--json writes the question, its answer and its standard."""
    assert main(["explain", "solid-good", "B07", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["question"]["code"] == "B07"
    assert told["answer"]["points"] == "4/1"
    assert told["standard"]["node"]["code"] == "standard-3"


def test_an_unknown_code_is_usage(capsys: pytest.CaptureFixture[str]) -> None:
    """A code of neither a node nor a question ends with 2 and names the nearest."""
    assert main(["explain", "solid-good", "standard-88"]) == 2
    error = capsys.readouterr().err
    assert error.startswith("pamms: unknown node or question 'standard-88' (did you mean 'standard-8'?)")
