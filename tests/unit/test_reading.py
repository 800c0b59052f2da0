"""The cursor on a table: it answers every question and notes every mistake."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from pamms_core import DataFileError, Mistake
from pamms_core._reading import Mistakes, Table, exact, keyed

if TYPE_CHECKING:
    from collections.abc import Callable

EXACT = 'must be an exact number: a whole number, or a text such as "62.5%", "4.5" or "1/3"'


def table(data: object, path: str = "") -> Table:
    """Put a cursor on some data."""
    return Table(data, file="a.toml", mistakes=Mistakes(), path=path)


def noted(cursor: Table) -> list[tuple[str, str, object]]:
    """Return path, problem and value of every mistake so far; all are of one file."""
    assert {mistake.file for mistake in cursor.mistakes.found} <= {"a.toml"}
    return [(each.path, each.problem, each.value) for each in cursor.mistakes.found]


def test_what_is_right_is_read_without_a_word() -> None:
    """Each kind of value comes out as it is meant, and nothing is left to complain about."""
    cursor = table(
        {
            "text": " a ",
            "whole": 3,
            "flag": True,
            "exact": "62.5%",
            "choice": "b",
            "choices": ["b", "a"],
            "texts": ["x ", "y"],
            "alone": "z",
            "inner": {"key": 1},
            "rows": [{"key": 2}, {"key": 3}],
            "named": {"first": {"key": 4}},
        }
    )
    assert cursor.text("text") == "a"
    assert cursor.whole("whole") == 3
    assert cursor.flag("flag")
    assert cursor.exact("exact") == Fraction(5, 8)
    assert cursor.choice("choice", ["a", "b"]) == "b"
    assert cursor.choices("choices", ["a", "b"]) == ("b", "a")
    assert cursor.texts("texts") == ("x", "y")
    assert cursor.texts("alone") == ("z",)
    inner = cursor.table("inner")
    assert (inner.path, inner.whole("key")) == ("inner", 1)
    assert [(row.path, row.whole("key")) for row in cursor.tables("rows")] == [
        ("rows[0]", 2),
        ("rows[1]", 3),
    ]
    named = [(name, row.path, row.whole("key")) for name, row in cursor.named_tables("named")]
    assert named == [("first", "named.first", 4)]
    assert cursor.has("text")
    assert not cursor.has("absent")
    cursor.done()
    cursor.mistakes.check()
    assert noted(cursor) == []


def test_what_may_be_left_out_has_its_default() -> None:
    """A default is as good as a value, and nothing is noted."""
    cursor = table({})
    assert cursor.text("a", "") == ""
    assert cursor.whole("a", 2) == 2
    assert cursor.flag("a", default=True)
    assert cursor.exact("a", 0) == 0
    assert cursor.choice("a", ["x"], "x") == "x"
    assert cursor.choices("a", ["x"], ()) == ()
    assert cursor.texts("a", ()) == ()
    assert list(cursor.tables("a", ())) == []
    assert list(cursor.named_tables("a", {})) == []
    assert noted(cursor) == []


@pytest.mark.parametrize(
    ("ask", "answer", "wanted"),
    [
        (lambda cursor: cursor.text("a"), "", "a text"),
        (lambda cursor: cursor.whole("a", least=0), 0, "a whole number of 0 or more"),
        (lambda cursor: cursor.exact("a"), 0, 'a number such as 3, "62.5%" or "1/3"'),
        (lambda cursor: cursor.choice("a", ["x", "y"]), None, "one of x, y"),
        (lambda cursor: cursor.choices("a", ["x"]), (), "a list"),
        (lambda cursor: cursor.texts("a"), (), "a list"),
        (lambda cursor: cursor.table("a").data, {}, "a table"),
        (lambda cursor: list(cursor.tables("a")), [], "a list"),
        (lambda cursor: list(cursor.named_tables("a")), [], "a table"),
    ],
    ids=["text", "whole", "exact", "choice", "choices", "texts", "table", "tables", "named"],
)
def test_what_is_missing_is_noted_once(
    ask: Callable[[Table], object], answer: object, wanted: str
) -> None:
    """The answer is usable all the same, and the mistake says what is needed."""
    cursor = table({}, path="questions[2]")
    assert ask(cursor) == answer
    assert noted(cursor) == [("questions[2].a", f"is missing; {wanted} is needed", None)]


def test_inside_what_is_missing_nothing_more_is_missing() -> None:
    """A table that is not there is one mistake, not one for each of its keys."""
    cursor = table({"rows": [7]})
    cursor.table("guidance").text("good")
    for row in cursor.tables("rows"):
        assert (row.text("code"), row.whole("weight")) == ("", 1)
    assert noted(cursor) == [
        ("guidance", "is missing; a table is needed", None),
        ("rows[0]", "must be a table", 7),
    ]


@pytest.mark.parametrize("value", [1, None, True, ["x"], {"x": 1}])
def test_only_a_text_is_a_text(value: object) -> None:
    """Nothing is turned into a text by itself."""
    cursor = table({"a": value})
    assert cursor.text("a") == ""
    assert noted(cursor) == [("a", "must be a text", value)]


def test_a_needed_text_is_not_blank() -> None:
    """Blanks count as nothing, but may stand where a text is optional."""
    cursor = table({"a": " \n"})
    assert (cursor.text("a"), cursor.text("a", "")) == ("", "")
    assert noted(cursor) == [("a", "must not be empty", " \n")]


@pytest.mark.parametrize("value", ["a\0b", "\ud800", "x\udfff"])
def test_a_text_that_no_file_can_hold_is_refused(value: str) -> None:
    """JSON escapes can write NUL and halves of characters, which no report could be written with."""
    cursor = table({"a": value})
    cursor.text("a", "")
    assert noted(cursor) == [("a", "must be text without NUL or half characters", value)]


@pytest.mark.parametrize("value", [0, -1, True, 1.0, float("inf"), "1", None, [1]])
def test_only_a_positive_integer_is_a_weight(value: object) -> None:
    """Zero, less, fractions, infinity, truth values and texts are refused."""
    cursor = table({"weight": value})
    assert cursor.whole("weight") == 1
    assert noted(cursor) == [("weight", "must be a positive integer", value)]


def test_not_a_number_is_no_weight() -> None:
    """NaN, which equals nothing, not even itself, is refused and shown."""
    cursor = table({"weight": float("nan")})
    assert cursor.whole("weight") == 1
    with pytest.raises(DataFileError, match=r"a\.toml: weight: must be a positive integer, not nan"):
        cursor.mistakes.check()


def test_other_least_numbers_are_named() -> None:
    """Where zero is allowed the problem says so."""
    cursor = table({"stars": -1})
    assert cursor.whole("stars", least=0) == 0
    assert noted(cursor) == [("stars", "must be an integer of 0 or more", -1)]


def test_a_number_has_an_upper_bound() -> None:
    """A hexadecimal number of thousands of digits could neither be summed in time nor shown."""
    cursor = table({"weight": 10**12})
    assert cursor.whole("weight") == 10**12
    assert noted(cursor) == []
    cursor = table({"weight": 2**50_000})
    cursor.whole("weight")
    assert noted(cursor) == [("weight", "must be at most 1,000,000,000,000", 2**50_000)]
    with pytest.raises(DataFileError, match="1,000,000,000,000, not a int too large") as caught:
        cursor.mistakes.check()
    assert caught.value.mistakes == tuple(cursor.mistakes.found)


@pytest.mark.parametrize("value", [0, 1, "true", None])
def test_only_true_and_false_are_flags(value: object) -> None:
    """A number or a word is no flag."""
    cursor = table({"critical": value})
    assert not cursor.flag("critical")
    assert noted(cursor) == [("critical", "must be true or false", value)]


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (4, Fraction(4)),
        (" 4.5 ", Fraction(9, 2)),
        ("62.5%", Fraction(5, 8)),
        ("-1/3", Fraction(-1, 3)),
        ("50 %", Fraction(1, 2)),
    ],
)
def test_exact_numbers_are_read_exactly(value: object, number: Fraction) -> None:
    """Whole numbers and texts are exact, however they are written."""
    assert exact(value) == number


@pytest.mark.parametrize(
    "value",
    [4.5, True, None, "", "%", "five", "1/0", "1e9", "1E400", "nan", "inf", "9" * 41, [1]],
)
def test_what_is_not_exact_is_refused(value: object) -> None:
    """Floats, powers of ten and numbers of more than forty digits are not read."""
    with pytest.raises(ValueError, match="must be an exact number") as caught:
        exact(value)
    assert str(caught.value) == EXACT
    cursor = table({"a": value})
    assert cursor.exact("a") == 0
    assert noted(cursor) == [("a", EXACT, value)]


@pytest.mark.parametrize(
    ("value", "hint"),
    [("communty", "did you mean 'community'?"), ("zebra", ""), (True, ""), (1.0, ""), (["x"], "")],
)
def test_a_choice_is_one_of_its_names(value: object, hint: str) -> None:
    """Names are exact; a near one is suggested."""
    cursor = table({"area": value})
    assert cursor.choice("area", ["community", "1"]) is None
    assert noted(cursor) == [("area", "must be one of community, 1", value)]
    assert cursor.mistakes.found[0].hint == hint


@pytest.mark.parametrize("value", [True, 1.0, "1"])
def test_a_number_to_choose_is_a_whole_number(value: object) -> None:
    """What merely equals a whole number is not one."""
    cursor = table({"standard": value})
    assert cursor.choice("standard", [1, 2]) is None
    assert noted(cursor) == [("standard", "must be one of 1, 2", value)]


def test_a_list_of_choices_names_each_place() -> None:
    """Wrong and repeated entries are noted where they stand; the others are kept."""
    cursor = table({"evidence": ["staff", "staf", "staff", "policy"]})
    assert cursor.choices("evidence", ["staff", "policy"]) == ("staff", "policy")
    assert cursor.mistakes.found == [
        Mistake(
            file="a.toml",
            path="evidence[1]",
            problem="must be one of staff, policy",
            value="staf",
            hint="did you mean 'staff'?",
        ),
        Mistake(file="a.toml", path="evidence[2]", problem="is in the list twice", value="staff"),
    ]
    assert str(cursor.mistakes.found[1]) == "a.toml: evidence[2]: is in the list twice: 'staff'"


def test_a_needed_list_is_a_list_with_something_in_it() -> None:
    """An empty list and a lone value are different mistakes."""
    cursor = table({"a": [], "b": 7, "c": ()})
    assert (cursor.items("a"), cursor.items("b"), cursor.items("c", ())) == ([], [], [])
    assert noted(cursor) == [("a", "must not be empty", []), ("b", "must be a list", 7)]


def test_a_list_of_texts_names_each_place() -> None:
    """What is no text is noted where it stands, and blanks too."""
    cursor = table({"among": ["x", 1, " "], "bank": ""})
    assert cursor.texts("among") == ("x", "")
    assert cursor.texts("bank") == ("",)
    assert noted(cursor) == [
        ("among[1]", "must be a text", 1),
        ("among[2]", "must be a text", " "),
        ("bank", "must not be empty", ""),
    ]


@pytest.mark.parametrize("value", [7, "x", [], None])
def test_only_a_table_is_a_table(value: object) -> None:
    """A whole file, a key and a row alike must be tables."""
    cursor = table(value)
    assert cursor.data == {}
    assert noted(cursor) == [("", "must be a table", value)]
    outer = table({"a": value, "b": [value]})
    assert outer.table("a").data == {}
    assert [row.data for row in outer.tables("b")] == [{}]
    assert noted(outer) == [("a", "must be a table", value), ("b[0]", "must be a table", value)]


def test_keys_that_nobody_asked_for_are_unknown() -> None:
    """Each is noted with the keys there are, and a near one is suggested."""
    cursor = table({"weight": 1, "wieght": 2, "zebra": 3}, path="questions[0]")
    cursor.whole("weight")
    cursor.text("code", "")
    cursor.done()
    problem = "is an unknown key; known: code, weight"
    assert cursor.mistakes.found == [
        Mistake(
            file="a.toml",
            path="questions[0].wieght",
            problem=problem,
            hint="did you mean 'weight'?",
        ),
        Mistake(file="a.toml", path="questions[0].zebra", problem=problem),
    ]


def test_the_line_of_a_row_stands_in_its_mistakes() -> None:
    """Where a format gives lines, the tables inside a row have its line too."""
    mistakes = Mistakes()
    row = Table({"inner": {}}, file="a.csv", mistakes=mistakes, line=7)
    row.table("inner").text("x")
    assert str(mistakes.found[0]) == "a.csv:7: inner.x: is missing; a text is needed"


def test_rows_with_the_key_of_an_earlier_row_are_told() -> None:
    """The first of equal rows is right, the later ones are not."""
    told: list[tuple[str, object]] = []
    keyed(["a1", "b1", "a2", "a3"], lambda row: row[0], lambda row, key: told.append((row, key)))
    assert told == [("a2", "a"), ("a3", "a")]


def test_mistakes_are_raised_all_at_once() -> None:
    """Nothing is raised before the check, and then everything."""
    cursor: Any = table({"a": 1, "b": 2})
    cursor.text("a")
    cursor.text("b")
    with pytest.raises(
        DataFileError, match=r"(?s)a: must be a text, not 1.*b: must be a text"
    ) as caught:
        cursor.mistakes.check()
    assert caught.value.mistakes == tuple(cursor.mistakes.found)


def test_a_file_of_nothing_but_mistakes_is_given_up() -> None:
    """Ten thousand mistakes are kept; a file with more does not take all memory."""
    cursor = table({"rows": [1] * 10_000})
    list(cursor.tables("rows"))
    assert len(cursor.mistakes.found) == 10_000
    with pytest.raises(DataFileError, match="and 9951 more mistakes") as caught:
        cursor.wrong("more", "is too much")
    assert len(caught.value.mistakes) == 10_001
    problem = "has more than 10,000 mistakes; only these were looked at"
    assert caught.value.mistakes[-1] == Mistake(file="a.toml", problem=problem)


def test_near_names_are_looked_for_within_bounds() -> None:
    """Where many mistakes meet many names, the later mistakes come without a suggestion."""
    mistakes, known = Mistakes(), [f"A{number}" for number in range(60_000)]
    assert mistakes.near("A0", known) == "did you mean 'A0'?"
    assert mistakes.near("A0", known) == ""
