"""``pamms verify``: recorded cases, rated again from the command line."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Final, TypeAlias

import pytest

from pamms_core import load_answers, load_set, rate
from pamms_core.cli import main, progress
from pamms_core.cli.progress import Progress

if TYPE_CHECKING:
    from collections.abc import Callable

    Write: TypeAlias = Callable[[str, str | bytes], str]

SET: Final = "east-of-england-accommodation"
STARS: Final = "case,overall,residents-experience,compliance,staffing,quality-measures\n"


@pytest.fixture(autouse=True)
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test sees a screen of 80 columns."""
    monkeypatch.setenv("COLUMNS", "80")


@pytest.fixture
def recorded(write: Write) -> str:
    """Write the shipped examples as cases, one of them with ratings that it does not have."""
    question_set = load_set(SET)
    codes = [question.code for question in question_set]
    rows = [["case", "overall", "standard-8", *codes]]
    for name in ("solid-good", "excellent-staffing"):
        answers = load_answers(name, question_set)
        outcome = rate(question_set, answers)
        told = [str(outcome[code].rating) for code in ("overall", "standard-8")]
        labels = [answers[code].label if code in answers else "" for code in codes]
        rows.append([name, *told, *labels])
    rows[1][1:3] = ["Poor", "N/A"]
    return write("cases.csv", "".join(",".join(row) + "\n" for row in rows))


def test_what_differs_is_a_problem(recorded: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The counts by node come first, then each difference with its explanation and distance."""
    assert main(["verify", "pamms-reference", SET, recorded]) == 1
    written = capsys.readouterr()
    assert written.err == ""
    assert max(map(len, written.out.splitlines())) <= 80
    words = " ".join(written.out.split())
    assert "Cases 2 Agree 2 of 4 recorded ratings" in words
    assert "overall 1 2 50.0 standard-8 1 2 50.0" in words
    assert "solid-good (line 2), overall: recorded Poor, but Good - The service" in words
    assert "solid-good (line 2), standard-8: recorded no rating, but Good" in words
    assert "Good from 3.50 (7/2), 0.47 (27/58) away." in words


def test_json_has_every_number_exactly(recorded: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Scores are fractions, ratings are keys, and no rating is null."""
    assert main(["verify", "pamms-reference", SET, recorded, "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["cases"], told["agreed"], told["compared"], told["untold"]) == (2, 2, 4, 0)
    assert told["nodes"][1] == {"node": "standard-8", "agreed": 1, "compared": 2}
    assert told["question_set"]["id"] == SET
    second = told["disagreements"][1]
    assert (second["case"], second["line"], second["node"]) == ("solid-good", 2, "standard-8")
    assert (second["expected"], second["got"], second["state"]) == (None, "good", "rated")
    assert second["sentences"][0] == "Standard 8, Management of medicines, is rated Good."
    assert second["down"] == {"rating": "good", "score": "7/2", "included": True, "away": "27/58"}
    assert second["up"]["rating"] == "excellent"


@pytest.mark.parametrize("set_name", [[], ["-"]])
def test_a_method_with_its_own_tree_needs_no_set(
    set_name: list[str], write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    """The set is left out or a hyphen, and inputs are the columns."""
    path = write("stars.csv", f"{STARS}Acacia,4 stars,4,4,4,3\nBanksia,n/a,4,,1,5\n")
    assert main(["verify", "examples/au-star-overall", *set_name, path]) == 0
    assert "2 of 2 recorded ratings" in capsys.readouterr().out


def test_a_state_is_told_where_there_is_no_rating(
    write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    """A missing part is no rating, which differs from one that was recorded; JSON has no distance."""
    path = write("stars.csv", f"{STARS}Acacia,4,4,,4,3\nBanksia,,4,4,4,4\nCorrea,4,5,5,5,5\n")
    assert main(["verify", "examples/au-star-overall", path]) == 1
    out = capsys.readouterr().out
    assert "Acacia (line 2), overall: recorded 4 stars, but a part has no rating" in out
    assert main(["verify", "examples/au-star-overall", path, "--json"]) == 1
    first, second = json.loads(capsys.readouterr().out)["disagreements"]
    assert (first["got"], first["up"], first["down"]) == (None, None, None)
    assert (second["up"], second["down"]["score"]) == (None, "9/2")


def test_nothing_recorded_is_nothing_compared(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    """Cases without a recorded rating are rated, and there is no table of nodes."""
    path = write("stars.csv", f"{STARS}Acacia,,4,4,4,3\n")
    assert main(["verify", "examples/au-star-overall", path]) == 0
    assert capsys.readouterr().out.endswith("Agree   0 of 0 recorded ratings\n")


def test_few_disagreements_are_shown(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    """Past the twentieth they are counted; JSON has them all."""
    path = write("stars.csv", STARS + "Acacia,1,4,4,4,3\n" * 23)
    assert main(["verify", "examples/au-star-overall", path]) == 1
    out = capsys.readouterr().out
    assert out.count("recorded 1 star, but 4 stars") == 20
    assert out.endswith("3 more disagreements; --json writes them.\n")
    assert main(["verify", "examples/au-star-overall", path, "--json"]) == 1
    assert len(json.loads(capsys.readouterr().out)["disagreements"]) == 23


def test_a_method_for_sets_needs_one(recorded: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing says which set was answered, so that has to be given."""
    assert main(["verify", "pamms-reference", recorded]) == 2
    error = capsys.readouterr().err
    assert (
        error == "pamms: method 'pamms-reference' rates question sets; name the one that was answered\n"
    )


def test_mistakes_are_told_one_a_line(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    """A file that cannot be used ends with 1, and every mistake has its line on stderr."""
    path = write("stars.csv", f"{STARS}Acacia,6,4,4,4,3\n,,4,4,4,3\n")
    assert main(["verify", "examples/au-star-overall", path]) == 1
    written = capsys.readouterr()
    assert written.out == ""
    assert [line.removeprefix(path)[:9] for line in written.err.splitlines()] == [
        ":2: overa",
        ":3: case:",
    ]


def test_without_rich_json_still_works(
    recorded: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Numbers need no table: only what people read needs the extra."""
    monkeypatch.setitem(sys.modules, "rich", None)
    assert main(["verify", "pamms-reference", SET, recorded, "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["cases"] == 2


def test_help_says_what_it_takes(capsys: pytest.CaptureFixture[str]) -> None:
    """The help fits a screen and tells the columns."""
    assert main(["verify", "--help"]) == 0
    out = capsys.readouterr().out
    assert "METHOD [SET] CASES" in " ".join(out.split())
    assert max(map(len, out.splitlines())) <= 80


@pytest.mark.parametrize("as_json", [[], ["--json"]])
def test_what_is_long_tells_its_progress_beside_the_result(
    as_json: list[str],
    write: Write,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Past the first second progress is on stderr only; what is written is the same without it."""
    path = write("stars.csv", STARS + "Acacia,4,4,4,4,3\n" * 3_000)
    line = ["verify", "examples/au-star-overall", path, *as_json]
    monkeypatch.setattr(progress, "_FIRST", 1_000)
    assert main(line) == 0
    quick = capsys.readouterr()
    assert quick.err == ""
    monkeypatch.setattr(progress, "_FIRST", 0)
    assert main(line) == 0
    slow = capsys.readouterr()
    assert slow.err.splitlines()[0] == "1,000 cases rated"
    assert slow.out == quick.out


def test_a_long_check_tells_its_progress_too(
    write: Write, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a mistake rows are only checked: that is told, and the mistakes stand below it."""
    monkeypatch.setattr(progress, "_FIRST", 0)
    path = write("stars.csv", STARS + "Acacia,4,4,4,4,3\n" + "Banksia,9,4,4,4,3\n" * 2)
    assert main(["verify", "examples/au-star-overall", path]) == 1
    written = capsys.readouterr()
    assert written.out == ""
    first, *mistakes = written.err.splitlines()
    assert first == "mistakes found; 2 rows checked"
    assert [each.removeprefix(path)[:11] for each in mistakes] == [":3: overall", ":4: overall"]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Return the time that progress reads, to be set."""
    now = [0.0]
    monkeypatch.setattr(progress, "monotonic", lambda: now[0])
    return now


def test_progress_of_what_is_short_is_not_told(
    clock: list[float], capsys: pytest.CaptureFixture[str]
) -> None:
    """Within the first second nothing is written."""
    with Progress() as tell:
        clock[0] = 0.9
        tell("half")
    assert capsys.readouterr().err == ""


def test_progress_in_a_pipe_is_a_few_lines(
    clock: list[float], capsys: pytest.CaptureFixture[str]
) -> None:
    """After a second comes a line, and then one every ten seconds at most."""
    with Progress() as tell:
        for clock[0] in (0.5, 1.5, 2.5, 11.4, 11.6):
            tell(f"at {clock[0]}")
    assert capsys.readouterr().err == "at 1.5\nat 11.6\n"


def test_progress_on_a_terminal_is_one_line(
    clock: list[float], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each line replaces the one before, and at the end there is none."""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    with Progress() as tell:
        for clock[0] in (0.5, 1.5, 1.6, 2.5):
            tell(f"at {clock[0]}")
    erase = "\r\x1b[2K"
    assert capsys.readouterr().err == f"{erase}at 1.5{erase}at 2.5{erase}"


def test_progress_without_standard_error(clock: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no standard error nobody is told."""
    monkeypatch.setattr("sys.stderr", None)
    with Progress() as tell:
        clock[0] = 5.0
        tell("at 5")


def test_long_files_show_their_progress(
    write: Write, clock: list[float], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every thousand cases, if they take their time, standard error says how many are done."""

    def later() -> float:
        clock[0] += 2
        return clock[0]

    monkeypatch.setattr(progress, "monotonic", later)
    path = write("stars.csv", STARS + "Acacia,4,4,4,4,3\n" * 1_001)
    assert main(["verify", "examples/au-star-overall", path]) == 0
    assert capsys.readouterr().err == "1,000 cases rated\n"
