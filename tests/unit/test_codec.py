"""JSON in and out: round trips, strictness, and the text itself."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from examples import answered

from pamms_core import (
    NOT_ASSESSED,
    Answer,
    Answers,
    DataFileError,
    Evidence,
    EvidenceKind,
    Outcome,
    OutcomeRecord,
    QuestionSet,
    Scale,
    State,
    load_answers,
    rate,
    read_answers,
    shipped_examples,
)
from pamms_core.codec import FORMATS, dumps, loads
from pamms_core.rating.outcome_record import NodeRecord

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def answers(scale: Scale) -> Answers:
    """Make a sheet that uses every field and every state."""
    return Answers(
        set_id="small",
        edition="1",
        title="Example House \N{EM DASH} “annexe”",
        details={"visited": "2026-03-10"},
        entries={
            "A01": Answer(
                scale["requires-improvement"],
                "line one\nline two",
                (Evidence(EvidenceKind.CARE_FILE, "CF1"), Evidence(EvidenceKind.PERSON, "P1", "at tea")),
            ),
            "A02": Answer(NOT_ASSESSED, "no lift here"),
            "A03": Answer(),
        },
    )


@pytest.fixture(scope="module")
def outcome(full_set: QuestionSet) -> Outcome:
    """Rate a shipped example."""
    return rate(full_set, load_answers("poor-management", full_set))


@pytest.fixture(scope="module")
def node_text(outcome: Outcome) -> str:
    """Write one node of it."""
    return dumps(outcome.explain("standard-14").data)


SHEET: dict[str, Any] = {"format": "pamms-core/answers", "version": 1, "set": "small", "edition": "1"}


def problems(text: str, scale: Scale, kind: type[object] = Answers) -> list[tuple[str, str, object]]:
    """Read a document that is wrong; return path, problem and value of every mistake."""
    with pytest.raises(DataFileError, match="<JSON>") as caught:
        loads(text, kind, scale=scale)
    assert {mistake.file for mistake in caught.value.mistakes} == {"<JSON>"}
    return [(each.path, each.problem, each.value) for each in caught.value.mistakes]


def test_the_text_of_a_sheet_is_stable(answers: Answers) -> None:
    """Version 1 of the shape is written so, to the letter: only what was recorded is written."""
    assert dumps(answers) == (
        '{"format": "pamms-core/answers", "version": 1, "set": "small", "edition": "1", '
        '"answers": {"A01": {"rating": "requires-improvement", "comment": "line one\\nline two", '
        '"evidence": [{"kind": "care file", "reference": "CF1"}, '
        '{"kind": "person", "reference": "P1", "note": "at tea"}]}, '
        '"A02": {"rating": "not-assessed", "comment": "no lift here"}, "A03": {}}, '
        '"title": "Example House — “annexe”", "details": {"visited": "2026-03-10"}}'
    )


def test_indented_text_says_the_same(answers: Answers) -> None:
    """Indentation changes the layout alone."""
    text = dumps(answers, indent=2)
    assert text.startswith('{\n  "format": "pamms-core/answers",')
    assert json.loads(text) == json.loads(dumps(answers))


def test_a_sheet_comes_back_equal(answers: Answers, scale: Scale) -> None:
    """Reading what was written gives the same sheet, its answers in the same order."""
    back = loads(dumps(answers), Answers, scale=scale)
    assert back == answers
    assert list(back) == list(answers)
    assert back["A02"].rating is NOT_ASSESSED
    assert hash(back) == hash(answers)


@pytest.mark.parametrize("name", shipped_examples())
def test_every_example_comes_back_equal(name: str) -> None:
    """A full sheet and its whole outcome survive the round trip, as does each node's explanation."""
    question_set, sheet = answered(name)
    record = rate(question_set, sheet).record()
    assert loads(dumps(sheet), Answers, scale=question_set.framework.scale) == sheet
    assert loads(dumps(record), OutcomeRecord) == record
    for node in record.nodes:
        assert loads(dumps(node), NodeRecord) == node


def test_a_written_sheet_is_an_answer_file(full_set: QuestionSet) -> None:
    """What the codec writes, the loader of answer files reads."""
    sheet = load_answers("solid-good", full_set)
    assert read_answers(json.loads(dumps(sheet)), full_set) == sheet


def test_an_outcome_without_ratings_comes_back_equal(
    make_set: Callable[..., QuestionSet], make_outcome: Callable[..., Outcome]
) -> None:
    """Nodes without a score or rating are written as null and come back as nothing."""
    record = make_outcome(make_set({"A01": (1, 1)}), "-").record()
    assert '"score": null' in dumps(record)
    assert loads(dumps(record), OutcomeRecord) == record


def test_no_number_is_a_float(outcome: Outcome) -> None:
    """Every score, share and threshold is an exact fraction in a string."""

    def refuse(number: str) -> object:
        raise AssertionError(number)

    document = json.loads(dumps(outcome.record()), parse_float=refuse)
    assert document["points"] == {
        "excellent": "5/1",
        "good": "4/1",
        "requires-improvement": "3/1",
        "poor": "1/1",
    }


def test_every_shape_has_a_format_and_a_version() -> None:
    """The three shapes are named apart."""
    assert {
        Answers: ("pamms-core/answers", 1),
        OutcomeRecord: ("pamms-core/outcome", 1),
        NodeRecord: ("pamms-core/node", 1),
    } == FORMATS


def test_other_kinds_have_no_shape() -> None:
    """Only the three kinds are written or read."""
    with pytest.raises(TypeError, match="no JSON shape for dict") as written:
        dumps({})  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"no JSON shape for Answer$") as read:
        loads("{}", Answer)
    assert (written.type, read.type) == (TypeError, TypeError)


def test_answers_need_their_scale(answers: Answers) -> None:
    """Without a scale a rating could not be told from any other word."""
    with pytest.raises(TypeError, match="reading answers needs the scale") as caught:
        loads(dumps(answers), Answers)
    assert caught.type is TypeError


def test_every_mistake_of_a_sheet_is_reported_at_once(scale: Scale) -> None:
    """Unknown, missing and mistyped fields at any depth come with path and value, in one error."""
    text = json.dumps(
        {
            "format": "pamms-core/answers",
            "version": 1,
            "set": 7,
            "titel": "misspelt",
            "details": {"visited": 2026, "by": None},
            "answers": {
                "A01": {"rating": "god", "comment": ["x"], "evidence": "CF1", "weight": 3},
                "A02": "good",
                "A03": {"rating": 4, "evidence": [{"kind": "book", "note": True}, "CF2", {"page": 1}]},
                "A04": {"rating": True},
                "A05": {"rating": ["good"]},
            },
        }
    )
    rating = "must be one of excellent, good, requires-improvement, poor, not-assessed or null"
    kinds = f"must be one of {', '.join(EvidenceKind)}"
    assert sorted(problems(text, scale), key=lambda each: each[:2]) == [
        ("answers.A01.comment", "must be a text", ["x"]),
        ("answers.A01.evidence", "must be a list", "CF1"),
        ("answers.A01.rating", rating, "god"),
        ("answers.A01.weight", "is an unknown field", None),
        ("answers.A02", "must be an object", "good"),
        ("answers.A03.evidence[0].kind", kinds, "book"),
        ("answers.A03.evidence[0].note", "must be a text", True),
        ("answers.A03.evidence[0].reference", "is missing", None),
        ("answers.A03.evidence[1]", "must be an object", "CF2"),
        ("answers.A03.evidence[2].kind", "is missing", None),
        ("answers.A03.evidence[2].page", "is an unknown field", None),
        ("answers.A03.evidence[2].reference", "is missing", None),
        ("answers.A03.rating", rating, 4),
        ("answers.A04.rating", rating, True),
        ("answers.A05.rating", rating, ["good"]),
        ("details.by", "must be a text", None),
        ("details.visited", "must be a text", 2026),
        ("edition", "is missing", None),
        ("set", "must be a text", 7),
        ("titel", "is an unknown field", None),
    ]


@pytest.mark.parametrize("label", ["Good", "GOOD", "G", "n/a", ""])
def test_documents_are_read_strictly(scale: Scale, label: str) -> None:
    """A document holds keys: what people write in spreadsheets is for answer files."""
    text = json.dumps({**SHEET, "answers": {"A01": {"rating": label}}})
    assert [each[0] for each in problems(text, scale)] == ["answers.A01.rating"]


def test_null_is_nothing_yet(scale: Scale) -> None:
    """A rating that is null is read like one that is left out."""
    text = json.dumps({**SHEET, "answers": {"A01": {"rating": None, "comment": "ask again"}, "A02": {}}})
    answers = loads(text, Answers, scale=scale)
    assert answers.entries == {"A01": Answer(None, "ask again"), "A02": Answer()}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            {"format": "pamms-core/outcome"},
            [("format", "must be 'pamms-core/answers'", "pamms-core/outcome")],
        ),
        ({"version": 2}, [("version", "must be 1", 2)]),
        ({"version": True}, [("version", "must be 1", True)]),
        ({"version": 1.0}, [("version", "must be 1", 1.0)]),
        ({"version": "1"}, [("version", "must be 1", "1")]),
        (
            {"format": None, "version": None},
            [("format", "must be 'pamms-core/answers'", None), ("version", "must be 1", None)],
        ),
    ],
)
def test_the_shape_and_version_must_be_the_wanted_ones(
    scale: Scale, changes: dict[str, object], expected: list[tuple[str, str, object]]
) -> None:
    """Another shape or version is refused before anything else is looked at."""
    assert problems(json.dumps({**SHEET, "answers": 1, **changes}), scale) == expected


def test_a_document_without_its_format_is_refused(scale: Scale) -> None:
    """An empty object misses shape and version."""
    assert [each[0] for each in problems("{}", scale)] == ["format", "version"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is not valid JSON"),
        ("{", "is not valid JSON"),
        ("[]", "must be a JSON object, not list"),
        ('"text"', "must be a JSON object, not str"),
        ('{"set": "a", "set": "b"}', "the key 'set' appears twice in one object"),
        ('{"answers": {"A01": {}, "A01": {}}}', "the key 'A01' appears twice in one object"),
        ('{"version": NaN}', "NaN is not a JSON number"),
        ('{"version": -Infinity}', "-Infinity is not a JSON number"),
        ("[" * 100_000, "nested too deeply"),
        ('{"a":' * 100_000, "nested too deeply"),
        ('{"version": ' + "1" * 5000 + "}", "is not valid JSON"),
    ],
)
def test_what_is_no_json_object_is_refused(scale: Scale, text: str, said: str) -> None:
    """Syntax errors, keys that stand twice, NaN and endless nesting are one clear mistake."""
    ((path, problem, _),) = problems(text, scale)
    assert path == ""
    assert said in problem


def test_a_huge_document_is_refused_unread(scale: Scale) -> None:
    """A document past the largest size is not even parsed."""
    ((path, problem, _),) = problems(" " * (16 * 2**20 + 1), scale)
    assert (path, problem) == ("", "is longer than 16777216 characters")


def test_nested_rubbish_is_named_not_followed(scale: Scale) -> None:
    """A deep value in a field is one mistake of that field, whose message can be written."""
    nested = "[" * 400 + "]" * 400
    text = '{"format": "pamms-core/answers", "version": 1, "set": %s, "edition": "1", "answers": {}}'
    with pytest.raises(DataFileError, match=r"^<JSON>: set: must be a text, not \[\[\[") as caught:
        loads(text % nested, Answers, scale=scale)
    assert [mistake.path for mistake in caught.value.mistakes] == ["set"]


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("asked", "9", "must be a whole number"),
        ("asked", 9.0, "must be a whole number"),
        ("asked", True, "must be a whole number"),
        ("score", 3.5, 'must be an exact fraction such as "7/2"'),
        ("score", "3.5", 'must be an exact fraction such as "7/2"'),
        ("score", "7/0", 'must be an exact fraction such as "7/2"'),
        ("score", "7/-2", 'must be an exact fraction such as "7/2"'),
        ("score", "+7/2", 'must be an exact fraction such as "7/2"'),
        ("score", "\N{ARABIC-INDIC DIGIT SEVEN}/2", 'must be an exact fraction such as "7/2"'),
        ("score", f"{'1' * 4001}/2", 'must be an exact fraction such as "7/2"'),
        ("state", "fine", f"must be one of {', '.join(State)}"),
        ("kind", 1, "must be a text"),
        ("children", "B01", "must be a list"),
        ("children", {"0": "B01"}, "must be a list"),
        ("bands", [1], "must be an object"),
        ("limits", {}, "must be a list"),
    ],
)
def test_fields_of_a_node_are_typed(
    node_text: str, scale: Scale, field: str, value: object, problem: str
) -> None:
    """A field takes its own type only; a number in quotes or a float is not a whole number."""
    document = {**json.loads(node_text), field: value}
    path, said, found = problems(json.dumps(document), scale, NodeRecord)[0]
    assert path.removesuffix("[0]") == field
    assert said == problem
    assert found in (value, 1)


@pytest.mark.parametrize("value", [0, "true", None])
def test_truth_values_are_true_or_false(outcome: Outcome, scale: Scale, value: object) -> None:
    """Neither a number nor a word stands for true or false."""
    document = {**json.loads(dumps(outcome.record())), "is_partial": value}
    expected = ("is_partial", "must be a truth value (true or false)", value)
    assert problems(json.dumps(document), scale, OutcomeRecord) == [expected]


def test_fractions_come_back_exact(node_text: str) -> None:
    """A fraction of any size, sign and form is read as the number it is."""
    document = json.loads(node_text)
    for text, number in (("-14/4", Fraction(-7, 2)), (f"{10**99}/3", Fraction(10**99, 3))):
        node = loads(json.dumps({**document, "score": text}), NodeRecord)
        assert node.score == number


def test_a_tampered_outcome_is_reported_with_its_paths(outcome: Outcome, scale: Scale) -> None:
    """Fields taken away, renamed or mistyped anywhere in an outcome are all found."""
    document = json.loads(dumps(outcome.record()))
    del document["nodes"][3]["limits"][0]["conditions"][0]["count"]
    document["nodes"][0]["limits"][1]["conditions"][0]["holds"] = 1
    document["nodes"][0]["rating"] = 4
    document["nodes"][1]["stars"] = 5
    document["questions"][143]["points"] = 4
    document["points"]["good"] = "4"
    document["stars"]["good"] = "4"
    document["method"] = "pamms-reference"
    del document["title"]
    found = problems(json.dumps(document), scale, OutcomeRecord)
    assert sorted(each[:2] for each in found) == [
        ("method", "must be an object"),
        ("nodes[0].limits[1].conditions[0].holds", "must be a truth value (true or false)"),
        ("nodes[0].rating", "must be a text"),
        ("nodes[1].stars", "is an unknown field"),
        ("nodes[3].limits[0].conditions[0].count", "is missing"),
        ("points.good", 'must be an exact fraction such as "7/2"'),
        ("questions[143].points", 'must be an exact fraction such as "7/2"'),
        ("stars.good", "must be a whole number"),
        ("title", "is missing"),
    ]


def test_an_outcome_names_its_set_and_method(outcome: Outcome) -> None:
    """S5: the record says which set and method made it, by id, edition and digest."""
    document = json.loads(dumps(outcome.record()))
    assert document["question_set"]["digest"] == outcome.question_set.digest
    assert document["method"]["digest"] == outcome.method.digest
    assert document["method"]["id"] == "pamms-reference"


def test_flags_and_numbers_come_back(scale: Scale) -> None:
    """They are written where there are any, and read strictly."""
    sheet = Answers(set_id="grown", edition="1", flags={"breach": False}, numbers={"n": 3})
    text = dumps(sheet)
    assert '"flags": {"breach": false}, "numbers": {"n": 3}' in text
    assert loads(text, Answers, scale=scale) == sheet
    document = {**json.loads(text), "flags": {"breach": 0}, "numbers": {"n": True}}
    assert problems(json.dumps(document), scale) == [
        ("flags.breach", "must be a truth value (true or false)", 0),
        ("numbers.n", "must be a whole number", True),
    ]
