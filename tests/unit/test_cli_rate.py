"""``pamms rate``: the ratings as people see them, and where sets and methods come from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pamms_core import load_answers, load_set, rate, shipped_examples
from pamms_core._display import percent
from pamms_core.cli import main
from pamms_core.codec import loads
from pamms_core.rating.outcome_record import OutcomeRecord

if TYPE_CHECKING:
    from pathlib import Path

    from pamms_core.standards.framework import Framework

SET = "east-of-england-accommodation"

MIXED = """\
set = "east-of-england-accommodation"
title = "Mixed \\u001b[31mHouse"
[answers]
"""


@pytest.fixture(autouse=True)
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test sees a screen of 80 columns."""
    monkeypatch.setenv("COLUMNS", "80")


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """Return a sheet with a limit that acts, a Poor standard and two standards without a rating."""
    lines = []
    for question in load_set(SET):
        rating = {2: "", 8: "n/a", 7: "poor"}.get(question.standard, "good")
        if question.standard == 10 and question.critical:
            rating = "poor"
        lines.append(f'{question.code} = "{rating}"')
    path = tmp_path / "mixed.toml"
    path.write_text(MIXED + "\n".join(lines), encoding="utf-8")
    return path


@pytest.mark.parametrize("example", ["solid-good", "poor-management", "excellent-staffing"])
def test_every_node_is_shown(example: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The table has a row for overall, each domain and each standard, with score and percentage."""
    question_set = load_set(SET)
    outcome = rate(question_set, load_answers(example, question_set))
    assert main(["rate", example]) == 0
    out = capsys.readouterr().out
    for node in outcome.values():
        assert node.rating is not None
        assert node.percentage is not None
        numbers = f" {node.score}  {percent(node.percentage)[:-1]}  "
        line = next(each for each in out.splitlines() if numbers in each)
        assert line.count("★") == node.rating.stars
        assert node.rating.label.split()[0] in line
    assert example in shipped_examples()


def test_the_head_says_where_the_ratings_come_from(capsys: pytest.CaptureFixture[str]) -> None:
    """Above the table stand the title, that it is fictitious and a reference, set and method."""
    main(["rate", "solid-good"])
    head, _, _ = capsys.readouterr().out.partition("Decided")
    for part in ("Example House", "Fictitious", "not official", SET, "pamms-reference", "144 of 144"):
        assert part in head


def test_limits_and_missing_ratings_have_notes(mixed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What the score alone did not decide refers to a note that tells it; critical gaps are named."""
    assert main(["rate", str(mixed)]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "Partial rating: 134 of 144 questions answered" in out
    assert "note 1" in out
    assert "Limit critical-poor: at most Requires Improvement, because" in out
    assert "Standard 2, Consent, has no rating: nothing assessed." in out
    assert "Critical questions not assessed: " in out
    assert "< 2.00" in out


def test_nothing_in_a_file_steers_the_terminal(mixed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Control characters of a title are shown as replaced, not sent."""
    main(["rate", str(mixed)])
    assert capsys.readouterr().out.startswith("Mixed �[31mHouse\n")


def test_a_scale_without_stars_has_no_column_for_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the framework's ratings have no stars, the table has none either."""
    from pamms_core.standards import catalogue, framework_file

    source = f"{catalogue._DATA}/frameworks/pamms.toml"
    with open(source, encoding="utf-8") as stream:
        lines = [line for line in stream if not line.startswith("stars")]
    bare = tmp_path / "framework.toml"
    bare.write_text("".join(lines), encoding="utf-8")

    def load(_: str = "pamms") -> Framework:
        return framework_file.load_framework_file(bare)

    monkeypatch.setattr(catalogue, "load_framework", load)
    assert main(["rate", "solid-good"]) == 0
    assert main(["explain", "solid-good"]) == 0
    out = capsys.readouterr().out
    assert "Stars" not in out
    assert "★" not in out


def test_json_is_the_record_that_the_codec_reads_back(capsys: pytest.CaptureFixture[str]) -> None:
    """--json writes the outcome's record in the library's own shape."""
    question_set = load_set(SET)
    outcome = rate(question_set, load_answers("solid-good", question_set))
    assert main(["rate", "solid-good", "--json"]) == 0
    assert loads(capsys.readouterr().out, OutcomeRecord) == outcome.record()


def test_csv_without_a_set_among_several_is_usage(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of several shipped sets none is guessed: a file that names none needs --set."""
    sheet = tmp_path / "sheet.csv"
    sheet.write_text("code,rating\nA01,Good\n", encoding="utf-8")
    assert main(["rate", str(sheet)]) == 2
    assert f"give --set: {SET}, east-of-england-community" in capsys.readouterr().err
    assert main(["rate", str(sheet), "--set", SET]) == 0


def test_a_set_that_is_not_shipped_needs_its_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A data file does not choose which other file is opened; it is told to use --set."""
    sheet = tmp_path / "sheet.toml"
    sheet.write_text('set = "../secret.toml"\n[answers]\nA01 = "good"\n', encoding="utf-8")
    assert main(["rate", str(sheet)]) == 1
    error = capsys.readouterr().err
    assert error.startswith(f"{sheet}: set: must be a shipped question set ({SET}, ")


@pytest.mark.parametrize("option", ["--set", "--method"])
def test_an_unknown_set_or_method_is_usage(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A set or method that is not shipped ends with 2; a file of it that is missing with 1."""
    assert main(["rate", "solid-good", option, "nothing"]) == 2
    assert main(["rate", "solid-good", option, "nothing.toml"]) == 1
    unknown, missing = capsys.readouterr().err.splitlines()
    assert unknown.startswith("pamms: unknown ")
    assert missing == "nothing.toml: cannot be read: no such file or directory"


def test_another_ending_is_a_path_too(capsys: pytest.CaptureFixture[str]) -> None:
    """A name with any ending is taken for a path, and the endings that can be read are named."""
    assert main(["rate", "sheet.docx"]) == 1
    assert capsys.readouterr().err == "sheet.docx: must end in .toml, .json, .csv, .xlsx\n"


def test_all_mistakes_of_flags_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An unknown flag, an ill-typed one and an unknown question: one line each, at once."""
    path = tmp_path / "sheet.toml"
    path.write_text(MIXED + 'ZZ = "good"\n[flags]\nbreach = "yes"\nodd = true\n', encoding="utf-8")
    assert main(["rate", str(path)]) == 1
    lines = capsys.readouterr().err.splitlines()
    assert [line.removeprefix(f"{path}: ").split(":")[0] for line in lines] == [
        "answers.ZZ",
        "flags.breach",
        "flags.breach",
        "flags.odd",
    ]
