"""Reports and the command line, for methods with trees of their own and all they can come to."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from pamms_core import Rater, load_method, read_answers, shipped_methods
from pamms_core.cli import main
from pamms_core.cli.rating_view import short_rule
from pamms_core.codec import dumps, loads
from pamms_core.rating.method import NodeKind
from pamms_core.rating.outcome_record import OutcomeRecord
from pamms_core.reports import full_html, full_markdown, summary_html, summary_markdown
from pamms_core.reports.compose import compose_full, compose_summary
from pamms_core.reports.content import Notes, Parts
from pamms_core.reports.rows import kind_of, nodes_of, row_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pamms_core import Method, Outcome

METHOD = """\
id = "grown"
edition = "1"
title = "Grown"
points = { a = 4, b = 3, c = 2, d = 1 }
scale = { id = "letters", levels = [
  { key = "a", label = "Ay", stars = 4 },
  { key = "b", label = "Bee", stars = 3 },
  { key = "c", label = "Cee", stars = 2 },
  { key = "d", label = "Dee", stars = 1 },
] }
flags = { breach = "a breach" }

[tree]
inputs = [
  { code = "x", title = "The x" },
  { code = "y", critical = true },
  { code = "z" },
  { code = "part", most = 9 },
  { code = "whole", most = 9 },
  { code = "q", weight = 2 },
]
nodes = [
  { code = "first", rule = "capped", children = ["mid", "judged"] },
  { code = "mid", title = "Middle <b>", rule = "worst", children = ["x", "y"] },
  { code = "judged", rule = "judged", children = ["z"] },
  { code = "second", rule = "share", children = ["part", "whole"] },
  { code = "third", rule = "scored", children = ["q"] },
]

[rules.capped]
rating = "worst of children"
limits = [{ id = "breach", at_most = "c", when = { flag = "breach" } }]

[rules.worst]
rating = "worst of children"

[rules.judged]
cases = [{ rating = "a", when = { children = "a", at_least = 1 } }]
otherwise = "undetermined"

[rules.share]
score = "ratio of part to whole"
lower_is_better = true
bands = { a = "10%", b = "50%", c = "90%" }

[rules.scored]
score = "percent of questions"
"""

SHEET = """\
set = "grown"
title = "Grown House"

[flags]
breach = true

[numbers]
part = 1
whole = 4

[answers]
x = "Ay"
z = "a"
q = { rating = "Bee", comment = "so", evidence = [{ kind = "record", reference = "R1" }] }

[answers.y]
comment = "not looked at yet"
"""


@pytest.fixture(autouse=True)
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test sees a screen of 80 columns."""
    monkeypatch.setenv("COLUMNS", "80")


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    """Write the method and the sheet; return their paths."""
    method, sheet = tmp_path / "method.toml", tmp_path / "sheet.toml"
    method.write_text(METHOD, encoding="utf-8")
    sheet.write_text(SHEET, encoding="utf-8")
    return str(method), str(sheet)


@pytest.fixture
def rated(files: tuple[str, str]) -> Callable[..., Outcome]:
    """Return what rates the sheet with some answers changed."""
    rater = Rater.of_method(load_method(files[0]))

    def build(flags: dict[str, bool] | None = None, **answers: Any) -> Outcome:
        data = {
            "answers": {"x": "a", "y": "a", "z": "a", "q": "b", **answers},
            "flags": {"breach": True} if flags is None else flags,
            "numbers": {"part": 1, "whole": 4},
        }
        return rater.rate(read_answers(data, rater.question_set))

    return build


def told(outcome: Outcome) -> dict[str, tuple[str, str]]:
    """Return the label and what decided it, for each node."""
    rows = {node.code: row_of(node) for node in nodes_of(outcome)}
    return {code: (row.rating.label, row.decided_by) for code, row in rows.items()}


def test_rows_say_how_each_rating_was_read(rated: Callable[..., Outcome]) -> None:
    """Extremes, cases, bands of ratios, limits, scores alone: each row names what decided it."""
    assert told(rated()) == {
        "first": ("Cee", "Limit breach; without limits Ay"),
        "mid": ("Ay", "Worst of children"),
        "judged": ("Ay", "Cases"),
        "second": ("Bee", "Score 50.0% to above 10.0%"),
        "third": ("No rating", "By this method it has a score and no rating"),
    }


def test_rows_say_what_is_not_known(rated: Callable[..., Outcome]) -> None:
    """An undetermined rating names all that it could be and what that turns on."""
    found = told(rated({}, z="b", x="N/A", y="N/A"))
    assert found["judged"] == (
        "Undetermined",
        "Could be Ay or Bee or Cee or Dee; that turns on judgement",
    )
    assert found["first"] == (
        "Undetermined",
        "Could be Ay or Bee or Cee or Dee; that turns on breach, judgement",
    )
    assert found["mid"] == ("No rating", "Nothing assessed")


@pytest.mark.parametrize(
    ("part", "whole", "decided_by", "short"),
    [
        (0, 4, "Score 10.0% or less", "≤ 10.0%"),
        (1, 2, "Score 50.0% to above 10.0%", "≤ 50.0%"),
        (4, 4, "Score above 90.0%", "> 90.0%"),
    ],
)
def test_where_lower_is_better_bands_are_told_so(
    files: tuple[str, str], part: int, whole: int, decided_by: str, short: str
) -> None:
    """A band is from its bound down to above the next better one."""
    rater = Rater.of_method(load_method(files[0]))
    data = {"numbers": {"part": part, "whole": whole}}
    node = rater.rate(read_answers(data, rater.question_set))["second"]
    assert (row_of(node).decided_by, short_rule(node)) == (decided_by, short)


def test_a_cap_may_be_certain_where_the_rest_is_not(
    tree_method: Callable[..., Method], rate_tree: Callable[..., Outcome]
) -> None:
    """Where a limit settles what is not known, the row names the limit and no rating before it."""
    cap = {"id": "cap", "at_most": "d", "when": {"child": "x", "is": "b"}}
    judged = {"cases": [{"rating": "a", "when": {"child": "x", "is": "a"}}], "otherwise": "undetermined"}
    method = tree_method(["x"], {"top": ("judged", ["x"])}, judged={**judged, "limits": [cap]})
    top = rate_tree(Rater.of_method(method), x="b")["top"]
    assert (row_of(top).rating.label, row_of(top).decided_by) == ("D", "Limit cap")


def test_explain_finds_the_only_top(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a code the only top is explained, whatever the method calls it."""
    method, sheet = tmp_path / "one.toml", tmp_path / "sheet.toml"
    method.write_text(
        'id = "one"\nedition = "1"\ntitle = "One"\npoints = { a = 2, b = 1 }\n'
        'scale = { id = "ab", levels = [{ key = "a", label = "A" }, { key = "b", label = "B" }] }\n'
        '[tree]\ninputs = [{ code = "x" }]\n'
        'nodes = [{ code = "whole", rule = "worst", children = ["x"] }]\n'
        '[rules.worst]\nrating = "worst of children"\n',
        encoding="utf-8",
    )
    sheet.write_text('[answers]\nx = "A"\n', encoding="utf-8")
    assert "whole is rated A." in run(capsys, "explain", str(sheet), "--method", str(method))


def test_kinds_are_shown_by_what_is_below(rated: Callable[..., Outcome]) -> None:
    """In an own tree a top with nodes is shown like the overall node, one of inputs like a standard."""
    kinds = {node.code: kind_of(node) for node in nodes_of(rated())}
    assert kinds == {
        "first": NodeKind.OVERALL,
        "mid": NodeKind.STANDARD,
        "judged": NodeKind.STANDARD,
        "second": NodeKind.STANDARD,
        "third": NodeKind.STANDARD,
    }


def test_reports_of_several_tops_have_no_overall_rating(rated: Callable[..., Outcome]) -> None:
    """Without a single top there is nothing to call overall; every part is still there."""
    outcome = rated()
    report = compose_full(outcome)
    assert report.overall is None
    assert [fact.value for fact in report.facts if fact.name == "Flag breach"] == ["yes"]
    assert "Question set" not in [fact.name for fact in report.facts]
    (parts,) = (each.body for each in report.sections if isinstance(each.body, Parts))
    assert [[entry.code for entry in part.entries] for part in parts.parts] == [
        ["x", "y"],
        ["z"],
        ["part", "whole"],
        ["q"],
    ]
    assert parts.parts[2].entries[0].rating.label == "1"
    assert parts.parts[3].entries[0].asked == "weight 2"
    for text in (summary_markdown(outcome), full_markdown(outcome)):
        assert "Overall rating" not in text
        assert "| **first** | Cee" in text
    for page in (summary_html(outcome), full_html(outcome), outcome._repr_html_()):
        assert "Middle &lt;b&gt;" in page
        assert "<b>" not in page
        assert 'id="overall-rating"' not in page


def test_a_partial_sheet_and_its_critical_inputs(rated: Callable[..., Outcome]) -> None:
    """What has no answer yet is told for the whole tree; a critical input has no standard."""
    outcome = rated(y="", q="")
    assert outcome.is_partial
    assert (len(outcome.questions), outcome.answered) == (6, 4)
    report = compose_summary(outcome)
    assert [note.sentences[0] for note in report.notices] == ["4 of 6 questions answered (66.7%)."]
    (critical,) = (each.body for each in report.sections if each.id == "critical")
    assert isinstance(critical, Notes)
    assert [note.title for note in critical.notes] == ["y: not answered"]


def test_the_record_comes_back(rated: Callable[..., Outcome]) -> None:
    """A record of everything that can come of an own tree is written and read back."""
    for outcome in (rated(), rated({}, z="d"), rated(q="N/A")):
        record = outcome.record()
        assert loads(dumps(record), OutcomeRecord) == record
    numbers = {each.code: (each.state, each.number) for each in rated().record().questions}
    assert (numbers["part"], numbers["x"]) == (("given", 1), ("rated", None))


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Run a command that must succeed; return what it writes."""
    assert main(list(arguments)) == 0
    return capsys.readouterr().out


def test_the_command_line_rates_an_own_tree(
    files: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    """``rate`` takes the set from the method; notes are about what the table cannot hold."""
    method, sheet = files
    shown = run(capsys, "rate", sheet, "--method", method)
    assert "Limits that acted" in shown
    assert "5 of 6 questions" in shown
    assert "≤ 50.0%" in shown
    whole = json.loads(run(capsys, "rate", sheet, "--method", method, "--json"))
    assert whole["flags"] == {"breach": True}
    report = run(capsys, "report", sheet, "--method", method, "--format", "text", "--full")
    assert "Middle <b>" in report


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("first", ["first is rated Cee.", "Made of", "Middle <b>"]),
        ("mid", ["The x", "!  a critical question"]),
        ("second", ["ratio of part to whole is 1/4, or 25.0%"]),
        ("x", ["The x", "1 of the 2 of its part", "adds 4 weighted points"]),
        ("part", ["none: it is a number"]),
        ("Y", ["not looked at yet", "Not answered"]),
    ],
)
def test_the_command_line_explains_an_own_tree(
    files: tuple[str, str], capsys: pytest.CaptureFixture[str], code: str, expected: list[str]
) -> None:
    """``explain`` finds nodes and inputs by their codes, and tells numbers from ratings."""
    method, sheet = files
    shown = " ".join(run(capsys, "explain", sheet, code, "--method", method).split())
    for words in expected:
        assert " ".join(words.split()) in shown
    coded = json.loads(run(capsys, "explain", sheet, code, "--method", method, "--json"))
    assert coded


@pytest.mark.parametrize("name", shipped_methods(examples=True))
def test_every_shipped_example_can_be_shown(name: str) -> None:
    """Uniform answers to each shipped example make a report, an explanation and a record."""
    rater = Rater.of_method(load_method(name))
    scale = rater.question_set.framework.scale
    for rating in scale:
        data = {
            "answers": {each.code: rating.key for each in rater.question_set if each.most is None},
            "numbers": {each.code: each.most for each in rater.question_set if each.most is not None},
        }
        outcome = rater.rate(read_answers(data, rater.question_set))
        assert len(told(outcome)) == len(outcome)
        assert full_markdown(outcome)
        assert full_html(outcome)
        assert all(node.explain().sentences for node in outcome.values())
        assert loads(dumps(outcome.record()), OutcomeRecord) == outcome.record()
