"""``pamms what-if``, ``improve``, ``range`` and ``influence``: what-ifs from the command line."""

from __future__ import annotations

import json
import sys
from fractions import Fraction
from time import sleep
from typing import TYPE_CHECKING, Any, Final

import attrs
import pytest

from pamms_core import Improvement, Rater, load_answers, load_set
from pamms_core.cli import main, progress, waiting
from pamms_core.rating.improving import finding
from pamms_core.rating.whatif import influence, still_possible
from pamms_core.rating.whatif.ranges import Certainty

if TYPE_CHECKING:
    from collections.abc import Callable

    from pamms_core import Answers

LODGE: Final = "poor-management"


@pytest.fixture(autouse=True)
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test sees a screen of 80 columns."""
    monkeypatch.setenv("COLUMNS", "80")


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Return what runs a command: its status, its output in single spaces, and its errors."""

    def run(*line: str) -> tuple[int, str, str]:
        status = main(line)
        written = capsys.readouterr()
        return status, " ".join(written.out.split()), written.err

    return run


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]) -> Callable[..., Any]:
    """Return what runs a command with --json, and reads that."""

    def run(*line: str) -> Any:
        main([*line, "--json"])
        return json.loads(capsys.readouterr().out)

    return run


@pytest.fixture
def lodge() -> tuple[Rater, Answers]:
    """Load the rater and the sheet that the commands use."""
    rater = Rater(load_set("east-of-england-accommodation"))
    return rater, load_answers(LODGE, rater.question_set)


def test_supposed_answers_are_named_and_move_ratings(
    said: Callable[..., tuple[int, str, str]], told: Callable[..., Any], lodge: tuple[Rater, Answers]
) -> None:
    """Codes may be typed in any case; what is supposed is said once, and the JSON is a comparison's."""
    line = ("what-if", LODGE, "--set", "F12=good", "--set", " f13 = Good")
    status, out, error = said(*line)
    assert (status, error) == (0, "")
    assert out.count("answer to F12 from Poor to Good") == 1
    assert "3 of 22 parts moved." in out
    rater, answers = lodge
    want = rater.change(answers, {"F12": "good", "F13": "good"})
    found = told(*line)
    assert found["hypothetical"] == list(want.hypothetical)
    assert [each["code"] for each in found["nodes"] if each["moved"]] == [e.code for e in want.moved]


def test_an_answer_may_be_taken_away(told: Callable[..., Any]) -> None:
    """Nothing after the sign is no answer; not assessed is one."""
    found = told("what-if", LODGE, "--set", "F12=", "--set", "F13=not assessed")
    assert found["answers"] == [
        "answer to F12 from Poor to Not answered",
        "answer to F13 from Poor to Not assessed",
    ]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (("what-if", LODGE, "--set", "F12"), "--set takes CODE=RATING, such as F12=good, not 'F12'"),
        (("what-if", LODGE, "--set", "=good"), "--set takes CODE=RATING, such as F12=good, not '=good'"),
        (("what-if", LODGE, "--set", "F12=good", "--set", "f12=poor"), "--set changes f12 twice"),
        (
            ("what-if", LODGE, "--set", "F12=god", "--set", "F99=good"),
            (
                "F12: unknown rating 'god' (did you mean 'Good'?); known: Excellent, Good, Requires"
                " Improvement, Poor; 'F99' is not a question of the set (did you mean 'F19'?)"
            ),
        ),
        (
            ("improve", LODGE, "--to", "good", "--fixed", "a01", "--only", "A01", "A02"),
            "A01 is fixed, and also among what is to be changed",
        ),
    ],
)
def test_what_cannot_be_asked_is_a_usage_error(
    line: tuple[str, ...], problem: str, said: Callable[..., tuple[int, str, str]]
) -> None:
    """The status is 2, and one line says what is wrong."""
    assert said(*line) == (2, "", f"pamms: {problem}\n")


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (("improve", LODGE, "--to", "god"), "unknown rating 'god' (did you mean 'Good'?)"),
        (("improve", LODGE, "--to", "good", "--at", "standard-99"), "unknown node 'standard-99'"),
        (("improve", LODGE, "--to", "good", "--max-plans", "0"), "must be a whole number of 1 or more"),
        (("improve", LODGE, "--to", "good", "--max-plans", "two"), "not 'two'"),
        (("influence", LODGE, "--at", "domain-9"), "unknown node 'domain-9'"),
        (("range", LODGE, "--open", "X9"), "unknown question 'X9'"),
        (("what-if", LODGE), "the following arguments are required: --set"),
    ],
)
def test_unknown_names_are_usage_errors(
    line: tuple[str, ...], problem: str, said: Callable[..., tuple[int, str, str]]
) -> None:
    """The status is 2, and the error names what was typed."""
    status, out, error = said(*line)
    assert (status, out) == (2, "")
    assert problem in error


def test_plans_are_listed_with_their_questions(
    said: Callable[..., tuple[int, str, str]], told: Callable[..., Any], lodge: tuple[Rater, Answers]
) -> None:
    """As many as were asked for, each change with what it asks; the JSON has them exactly."""
    line = ("improve", LODGE, "--to", "Good", "--at", "Standard 8", "--max-plans", "2")
    status, out, _ = said(*line)
    assert status == 0
    assert out.startswith("Hypothetical: Example Lodge Part Standard 8, Management of medicines")
    assert "The least cost is 4, counting 1 per step. No plan costs less." in out
    assert "7 plans cost as little; listed: 2. Plan 1 " in out
    assert "D06 Before giving medicines alone" in out
    rater, answers = lodge
    want = rater.improve(answers, "good", at="standard-8", plans=2)
    assert isinstance(want, Improvement)
    found = told(*line)
    assert found["result"] == "possible"
    assert (found["cost"], found["count"]) == ("4/1", 7)
    assert [plan["changes"] for plan in found["plans"]] == [list(plan.rows) for plan in want.plans]
    assert found["plans"][0]["rating"] == "good"
    assert found["plans"][0]["hypothetical"] == list(want.plans[0].hypothetical)


def test_costs_may_count_changed_answers(told: Callable[..., Any]) -> None:
    """With --cost questions a changed answer costs 1, and --only keeps to what it names."""
    found = told("improve", LODGE, "--to", "good", "--cost", "questions", "--only", "overall")
    assert found["cost"] == "12/1"
    assert len(found["plans"]) == 1


def test_a_single_plan_has_no_number(said: Callable[..., tuple[int, str, str]]) -> None:
    """Where one plan is all there is, nothing is counted."""
    status, out, _ = said("improve", LODGE, "--to", "good", "--at", "standard-10", "--only", "D08")
    assert status == 0
    assert "plans cost as little" not in out
    assert "Plan 1" not in out


def test_a_rating_that_is_there_needs_nothing(said: Callable[..., tuple[int, str, str]]) -> None:
    """A target that is reached already is said to be, with status 0."""
    status, out, _ = said("improve", "solid-good", "--to", "good")
    assert status == 0
    assert out.endswith("Wanted Good or better Nothing needs to change.")


def test_the_impossible_is_a_problem_with_its_reasons(
    said: Callable[..., tuple[int, str, str]], told: Callable[..., Any]
) -> None:
    """The status is 1, and limits and parts that stand in the way are named."""
    line = ("improve", LODGE, "--to", "good", "--fixed", "domain-5")
    status, out, error = said(*line)
    assert (status, error) == (1, "")
    assert "- Limit a-part-poor holds it at Requires Improvement." in out
    found = told(*line)
    assert found["result"] == "impossible"
    assert {"node": "overall", "limit": "a-part-poor"} in found["limits"]
    assert found["missing"] == []


def test_what_is_not_settled_says_what_is_proven(
    said: Callable[..., tuple[int, str, str]],
    told: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A search that stops at its bound is a problem, and never a plan."""
    monkeypatch.setattr("pamms_core.rating.improve.BUDGET", 0)
    status, out, _ = said("improve", LODGE, "--to", "good")
    assert status == 1
    assert "Not settled within 0 additions; every plan costs more than" in out
    found = told("improve", LODGE, "--to", "good")
    assert (found["result"], found["budget"]) == ("unsettled", 0)
    assert Fraction(found["above"]) >= 0


def test_plans_that_cannot_be_counted_are_said_so(
    said: Callable[..., tuple[int, str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where counting takes too much, no number is made up."""
    monkeypatch.setattr(finding.Found, "count", lambda _: None)
    _, out, _ = said("improve", LODGE, "--to", "good", "--at", "standard-8")
    assert "How many plans cost as little was too much to count." in out


def test_a_part_may_be_opened_with_all_below(
    told: Callable[..., Any], lodge: tuple[Rater, Answers]
) -> None:
    """A part's code stands for its questions; a question named besides is not counted twice."""
    rater, _ = lodge
    part = next(node for node in rater.nodes if node.code == "standard-14")
    found = told("range", LODGE, "--open", "Standard 14", part.questions[0].code, "A01")
    codes = {question.code for question in part.questions}
    assert set(found["open"]) == {"A01", *codes}
    assert len(found["open"]) == len(codes) + 1


def test_what_is_open_has_a_range(
    said: Callable[..., tuple[int, str, str]], told: Callable[..., Any]
) -> None:
    """Answers are set aside by name; parts that only one thing may become are counted."""
    line = ("range", "solid-good", "--open", "a09", "F01")
    status, out, _ = said(*line)
    assert status == 0
    assert "2 open questions. 21 of 22 parts are settled." in out
    found = told(*line)
    assert sorted(found["open"]) == ["A09", "F01"]
    spans = {each["code"]: each["span"] for each in found["nodes"]}
    assert spans["standard-3"] == "Good to Requires Improvement"
    assert "assumed" not in found


def test_without_open_questions_it_says_how_to_open_some(
    said: Callable[..., tuple[int, str, str]],
) -> None:
    """A complete sheet has no range; --open makes one."""
    status, out, _ = said("range", "solid-good")
    assert status == 0
    assert "nothing is open. To set answers aside, use --open." in out


def test_chances_are_exact_and_say_what_was_assumed(
    said: Callable[..., tuple[int, str, str]], told: Callable[..., Any]
) -> None:
    """Each part has a chance for each rating, which sum to one."""
    line = ("range", "solid-good", "--open", "A09", "F01", "--not-assessed", "--chances")
    _, out, _ = said(*line)
    assert "Standard 4, Meeting nutritional needs 100.0" in out
    assert "Assumed: 2 of 2 open questions have every answer alike likely" in out
    found = told(*line)
    assert found["not_assessed"] is True
    for node in found["nodes"]:
        assert sum(map(Fraction, node["chances"].values())) == 1
    assert any("alike likely" in each for each in found["assumed"])


def test_the_bound_is_an_option(
    said: Callable[..., tuple[int, str, str]], told: Callable[..., Any]
) -> None:
    """Past ``--most`` chances stop, naming the option; with enough they are found, alike."""
    line = ("range", "solid-good", "--open", "A09", "F01", "--chances")
    status, out, errors = said(*line, "--most", "1")
    assert (status, out) == (1, "")
    assert "at most 1 are allowed (say --most N, or leave fewer questions open)" in errors
    assert "most=" not in errors
    assert told(*line, "--most", "9999999") == told(*line)
    status, _, errors = said(*line, "--most", "0")
    assert status == 2
    assert "must be a whole number of 1 or more, not '0'" in errors


def test_bounds_are_called_so(
    said: Callable[..., tuple[int, str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is only known from outside is not shown as exact."""
    real = still_possible.find_range

    def outside(*given: Any, **named: Any) -> Any:
        found = real(*given, **named)
        first = attrs.evolve(found.nodes[0], by=Certainty.BOUNDS, reached=None)
        return attrs.evolve(found, nodes=(first, *found.nodes[1:]))

    monkeypatch.setattr(still_possible, "find_range", outside)
    _, out, _ = said("range", "solid-good", "--open", "A09")
    assert "Good at the outside" in out
    assert "nothing beyond is possible, and perhaps not all of it." in out


def test_what_matters_is_told_part_by_part(
    said: Callable[..., tuple[int, str, str]], told: Callable[..., Any], lodge: tuple[Rater, Answers]
) -> None:
    """Each part has its distances and its pivotal questions; those of one part are listed."""
    line = ("influence", LODGE, "--at", "domain-5")
    status, out, _ = said(*line)
    assert status == 0
    assert "Domain 5, Quality of management: turned by 2 questions" in out
    assert "Limits one answer away - Standard 4, Meeting nutritional needs: limit critical-poor" in out
    rater, answers = lodge
    want = rater.influence(answers)
    found = told(*line)
    by_code = {each["code"]: each for each in found["nodes"]}
    assert by_code["domain-5"]["pivotal"] == ["F12", "F13"]
    assert by_code["domain-5"]["up"]["away"] == "3/11"
    assert by_code["domain-5"]["down"] is None
    assert len(found["questions"]) == len(want.questions) == 144
    assert found["limits"][0]["acts"] is want.limits[0].acts


def test_what_was_not_tried_is_named(
    said: Callable[..., tuple[int, str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Questions with too many numbers are left out, and that is said; a top may turn by nothing."""
    real = influence.find_influence

    def partly(*given: Any, **named: Any) -> Any:
        return attrs.evolve(real(*given, **named), left_out=("beds",))

    monkeypatch.setattr(influence, "find_influence", partly)
    _, out, _ = said("influence", "excellent-staffing")
    assert "The service overall: no single answer turns it." in out
    assert out.endswith("Not tried, because of too many numbers: beds")


def test_no_limit_is_near(said: Callable[..., tuple[int, str, str]]) -> None:
    """Where no limit is one answer away, nothing is said of limits."""
    _, out, _ = said("influence", "village-club", "--at", "standard-1")
    assert "Limits one answer away" not in out
    assert "One answer is changed at a time" in out


def test_weights_that_are_hypothetical_are_marked(
    said: Callable[..., tuple[int, str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A set that is a what-if marks what comes of it, in every command (S5)."""
    varied = load_set("east-of-england-accommodation").with_weights({"A01": 30})
    monkeypatch.setattr("pamms_core.cli.sources.set_for", lambda *_: varied)
    for line in (
        ("improve", LODGE, "--to", "good", "--at", "standard-1"),
        ("range", LODGE),
        ("influence", LODGE, "--at", "standard-1"),
        ("what-if", LODGE, "--set", "A01=poor"),
    ):
        _, out, _ = said(*line)
        assert "weight of A01 from 3 to 30" in out


def test_what_takes_long_says_so_and_leaves_nothing(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """After its first pause it tells what is being done, on standard error only."""
    monkeypatch.setattr(progress, "_FIRST", 0)
    monkeypatch.setattr(waiting, "_LOOK", 0.01)
    assert not sys.stderr.isatty()
    with waiting.waiting("looking"):
        sleep(0.1)
    written = capsys.readouterr()
    assert (written.out, written.err) == ("", "looking: 0 s\n")
