"""``pamms prove``: what holds of a method, from the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import pytest

from pamms_core import Method, ProofFinding, Proofs, QuestionSet
from pamms_core._frozen import FrozenMap
from pamms_core.cli import main, proving
from pamms_core.cli.proofs_view import runs
from pamms_core.rating.proofs import Property, Status

if TYPE_CHECKING:
    from collections.abc import Callable


SET: Final = "east-of-england-accommodation"
TREE: Final = "examples/cqc-asc-2014"


@pytest.fixture(autouse=True)
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test sees a screen of 80 columns."""
    monkeypatch.setenv("COLUMNS", "80")


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Return what makes the prover find these findings, whatever it is asked about."""

    def arrange(*findings: ProofFinding) -> None:
        def prover(method: Method, question_set: QuestionSet | None, **_: object) -> Proofs:
            named = "" if question_set is None and method.tree is None else "tried"
            return Proofs(method=method.id, question_set=named, findings=findings)

        monkeypatch.setattr(proving, "prove_method", prover)

    return arrange


def finding(
    about: Property,
    status: Status,
    node: str,
    said: str,
    *sheets: dict[str, str],
    value: int | None = None,
) -> ProofFinding:
    """Write a finding."""
    frozen = tuple(FrozenMap(sheet) for sheet in sheets)
    return ProofFinding(property=about, status=status, node=node, said=said, value=value, sheets=frozen)


def test_a_method_is_proven_by_its_form(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a question set the rules alone are looked at, and the output says so."""
    assert main(["prove", "pamms-reference"]) == 0
    written = capsys.readouterr()
    assert "Seen from the rules alone." in written.out
    assert "A better answer never lowers a rating" in written.out
    assert "unproven" not in written.out.replace("0 unproven", "")
    assert max(map(len, written.out.splitlines())) <= 80
    assert main(["prove", "pamms-reference", "-", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["method"], told["question_set"]) == ("pamms-reference", None)


def test_a_method_with_its_own_tree_is_tried(capsys: pytest.CaptureFixture[str]) -> None:
    """An example is found by its name, and its inputs are tried without a question set."""
    assert main(["prove", TREE]) == 0
    out = capsys.readouterr().out
    assert "Seen from the rules alone." not in out
    assert "Method  cqc-asc-2014, edition" in out
    assert "holds" in out
    assert max(map(len, out.splitlines())) <= 80


def test_a_promised_property_that_fails_is_a_problem(capsys: pytest.CaptureFixture[str]) -> None:
    """Nodes that cannot have every rating do not return uniform answers, so the status is 1."""
    assert main(["prove", "examples/acecqa-nqs"]) == 1
    out = capsys.readouterr().out
    assert "elements: all 15" in out
    assert max(map(len, out.splitlines())) <= 80


@pytest.mark.parametrize("about", Property)
def test_only_what_is_promised_is_a_problem(
    about: Property, found: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    """Bands, contradictions, uniform answers and monotony are promised; the rest is for its author."""
    found(finding(about, Status.FAILS, "overall", "so it is"))
    promised = {"BANDS", "CONTRADICTION", "UNIFORM", "MONOTONE"}
    assert main(["prove", TREE]) == (1 if about.name in promised else 0)
    assert f"{about[0].upper()}{about[1:]}" in capsys.readouterr().out
    found(finding(about, Status.UNPROVEN, "overall", "nobody knows"))
    assert main(["prove", TREE]) == 0


def test_findings_that_say_the_same_are_one_row(
    found: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    """Nodes are named by kind, failures come first, and names that are no node are rules."""
    standards = [f"standard-{number}" for number in range(1, 17)]
    about = Property.REACHABLE
    found(
        *(finding(about, Status.HOLDS, code, "found") for code in [*standards, "domain-1", "domain-2"]),
        finding(about, Status.FAILS, "overall", "never Poor"),
        *(finding(Property.BANDS, Status.HOLDS, rule, "ordered") for rule in ("domain", "standard")),
    )
    assert main(["prove", "pamms-reference", SET]) == 0
    lines = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert "Question set tried" in lines
    assert "Found 20 holds, 1 fails, 0 measured, 0 unproven, 0 idle" in lines
    assert "holds ordered domain, standard" in lines
    place = lines.index("Every rating can come out")
    assert lines[place + 4 : place + 6] == [
        "fails never Poor overall",
        "holds found domain-1, domain-2; standard: all 16",
    ]


def test_the_smallest_counterexample_is_shown(
    found: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    """A sheet is told by its answers, then how the second one differs from it."""
    long = {f"A{number:02}": "poor" for number in range(1, 9)}
    short = {"A01": "good", "A02": "poor", "A03": "poor", "A04": "poor"}
    about = Property.MONOTONE
    found(
        finding(about, Status.FAILS, "overall", "it falls", long, {**long, "A01": "good"}),
        finding(about, Status.FAILS, "safe", "it falls", short, {**short, "A01": "excellent"}),
        finding(about, Status.FAILS, "caring", "it falls"),
    )
    assert main(["prove", TREE]) == 1
    assert capsys.readouterr().out.split("\n\n")[-1].splitlines() == [
        "Example  safe: it falls",
        "         good: A01",
        "         poor: A02 to A04",
        "then     A01: excellent, where it was good",
    ]


def test_what_most_answers_are_is_counted(
    found: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    """A list of codes that fits no line is counted; what one sheet leaves open is told."""
    many = {f"evidence-{place}-of-people": "not assessed" for place in "abcdef"}
    first, second = {"A1": "good", "A2": "poor", **many}, {"A1": "good", **many, "A3": "poor"}
    found(finding(Property.ONE_ANSWER, Status.MEASURED, "overall", "moved", first, second, value=2))
    assert main(["prove", TREE]) == 0
    assert capsys.readouterr().out.split("\n\n")[-1].splitlines() == [
        "Example  overall: moved",
        "         good: A1",
        "         poor: A2",
        "         not assessed: the other 6",
        "then     A2: left open, where it was poor",
        "then     A3: poor, where it was left open",
    ]


def test_a_sheet_of_one_answer_lists_its_codes(
    found: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    """Where all answers are alike there are no others to count; without answers there is nothing."""
    alike = {f"evidence-{place}-of-people": "poor" for place in "abcd"}
    found(
        finding(Property.BEST_CHILD, Status.FAILS, "overall", "above", alike),
        finding(Property.ROUNDING, Status.FAILS, "overall", "differs", {}),
    )
    assert main(["prove", TREE]) == 0
    out = capsys.readouterr().out
    assert "evidence-d-of-people" in out
    assert out.endswith("Example  overall: differs\n")


def test_json_has_every_finding(found: Callable[..., None], capsys: pytest.CaptureFixture[str]) -> None:
    """Properties are named by words, and sheets are tables by code."""
    sheet = {"A01": "good"}
    found(finding(Property.SETTING_ASIDE, Status.MEASURED, "safe", "gained 1", sheet, value=1))
    assert main(["prove", TREE, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["findings"] == [
        {
            "property": "setting-aside",
            "node": "safe",
            "status": "measured",
            "said": "gained 1",
            "value": 1,
            "sheets": [sheet],
        }
    ]


def test_progress_tells_what_is_tried(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """When it takes over a second, standard error says at which node the prover is."""
    from pamms_core.cli import progress

    times = iter(range(0, 10_000, 20))
    monkeypatch.setattr(progress, "monotonic", lambda: next(times))
    assert main(["prove", TREE]) == 0
    assert "trying overall\n" in capsys.readouterr().err


def test_what_cannot_be_proven(capsys: pytest.CaptureFixture[str]) -> None:
    """A name that nothing shipped has is usage; a method that does not fit the set is a problem."""
    assert main(["prove", "pamms-referense"]) == 2
    assert "unknown method 'pamms-referense' (did you mean" in capsys.readouterr().err
    assert main(["prove", TREE, SET]) == 1
    assert "has a tree of its own" in capsys.readouterr().err


def test_runs_keep_their_order() -> None:
    """Codes that follow one another are a run; two alone are listed, and so is what has no number."""
    assert runs(["b2", "b1", "a", "b4", "c9", "c10", "c11", "b5"]) == "b1, b2, b4, b5, a, c9 to c11"
