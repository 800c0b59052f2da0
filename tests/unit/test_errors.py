"""Errors: what they say, what they carry, and that they are two things at once."""

from __future__ import annotations

import copy
import pickle
import time

import pytest

from pamms_core import AnswersMismatchError, DataFileError, Mistake, PammsError, UnknownNameError
from pamms_core.errors import did_you_mean


@pytest.mark.parametrize(
    ("mistake", "line"),
    [
        (Mistake(file="a.csv", problem="is empty"), "a.csv: is empty"),
        (Mistake(file="a.csv", line=7, problem="is empty"), "a.csv:7: is empty"),
        (
            Mistake(file="a.toml", path="questions[2].weight", value=0, problem="must be positive"),
            "a.toml: questions[2].weight: must be positive, not 0",
        ),
        (
            Mistake(
                file="a.toml", line=3, path="area", value="acc", problem="must be one of b", hint="try b"
            ),
            "a.toml:3: area: must be one of b, not 'acc' (try b)",
        ),
        (
            Mistake(file="a.toml", path="x", value="A1", problem="stands there twice"),
            "a.toml: x: stands there twice: 'A1'",
        ),
        (
            Mistake(file="a.toml", path="x\n\x1b[2J", problem="is an unknown key"),
            "a.toml: x\\n\\x1b[2J: is an unknown key",
        ),
        (
            Mistake(file="a.toml", path="y" * 201, problem="is an unknown key"),
            f"a.toml: {'y' * 199}…: is an unknown key",
        ),
        (
            Mistake(file="a.toml", path="x", value=False, problem="must be 1"),
            "a.toml: x: must be 1, not False",
        ),
    ],
)
def test_a_mistake_says_where_what_and_what_is_allowed(mistake: Mistake, line: str) -> None:
    """File, line, path, problem, value and hint stand in one order; what is unknown is left out."""
    assert str(mistake) == line


def test_a_long_value_is_shortened() -> None:
    """No value is quoted at more than 80 characters."""
    shown = str(Mistake(file="a", problem="must be x", value="x" * 1000))
    shown = shown.removeprefix("a: must be x, not ")
    assert len(shown) == 80
    assert shown == "'" + "x" * 78 + "…"


def test_a_value_of_just_the_longest_length_is_shown_whole() -> None:
    """80 characters, quotes included, are not shortened."""
    assert str(Mistake(file="a", problem="wrong", value="x" * 78)).endswith(f"'{'x' * 78}'")


def test_a_value_that_cannot_be_written_is_described() -> None:
    """A value nested too deep, or a number too long, for Python to write does not break the message."""
    deep: list[object] = []
    for _ in range(200_000):
        deep = [deep]
    for value, kind in ((deep, "list"), (10**5000, "int")):
        assert str(Mistake(file="a", problem="must be x", value=value)) == (
            f"a: must be x, not a {kind} too large or too deep to be shown"
        )


def test_mistakes_hash_without_their_value() -> None:
    """A mistake about a value that cannot be hashed can be kept in a set."""
    mistake = Mistake(file="a", problem="wrong", value=[1])
    assert {mistake} == {Mistake(file="a", problem="wrong", value=[1])}


def test_a_data_file_error_lists_every_mistake() -> None:
    """The message has one line a mistake; the mistakes themselves are kept."""
    mistakes = [Mistake(file="a", problem="one"), Mistake(file="b", problem="two")]
    error = DataFileError(iter(mistakes))
    assert str(error) == "a: one\nb: two"
    assert error.mistakes == tuple(mistakes)
    assert isinstance(error, PammsError)
    assert isinstance(error, ValueError)


@pytest.mark.parametrize(
    ("count", "last"), [(50, "a: 49"), (51, "… and 1 more mistakes"), (120, "… and 70 more mistakes")]
)
def test_past_fifty_lines_the_rest_is_counted(count: int, last: str) -> None:
    """A person reads fifty lines at most; the error still carries all mistakes."""
    error = DataFileError(Mistake(file="a", problem=str(number)) for number in range(count))
    assert str(error).splitlines()[-1] == last
    assert len(error.mistakes) == count


def test_an_unknown_name_says_the_nearest_and_all_known() -> None:
    """The message has the kind, the name, the near match and the names there are."""
    error = UnknownNameError("standard", "medicine", ["medicines", "records"])
    assert (
        str(error)
        == "unknown standard 'medicine' (did you mean 'medicines'?); known: medicines, records"
    )
    assert (error.kind, error.name, error.known) == ("standard", "medicine", ("medicines", "records"))
    assert isinstance(error, LookupError)


def test_an_unknown_name_without_any_near() -> None:
    """Where nothing is near, nothing is suggested; where nothing is known, that is said."""
    assert str(UnknownNameError("set", "x", ["alpha"])) == "unknown set 'x'; known: alpha"
    assert str(UnknownNameError("set", "x", [])) == "unknown set 'x'; known: none"


def test_at_most_twenty_names_are_listed() -> None:
    """Of many known names the first twenty are listed, and a dot says there are more."""
    names = [f"name{number}" for number in range(21)]
    assert str(UnknownNameError("set", "?", names)).endswith("name18, name19, …")
    assert str(UnknownNameError("set", "?", names[:20])).endswith("name18, name19")


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("Acommodation", "did you mean 'Accommodation'?"),
        ("COMMUNITY", "did you mean 'community'?"),
        ("room-7", "did you mean 'room-07'?"),
        ("zebra", ""),
        ("", ""),
    ],
)
def test_did_you_mean_ignores_case_and_keeps_the_names_own(name: str, hint: str) -> None:
    """The near name is suggested as it is written where it is known, zeros before a number or not."""
    known = ["Accommodation", "community", "room-07", "room-17", "room-70"]
    assert did_you_mean(name, known) == hint


def test_did_you_mean_of_a_huge_name_is_quick() -> None:
    """A name of a million characters is compared by its beginning only."""
    started = time.process_time()
    assert did_you_mean("a" * 1_000_000, ["accommodation"] * 10) == ""
    assert time.process_time() - started < 1


@pytest.mark.parametrize(
    "error",
    [
        DataFileError([Mistake(file="a", problem="one", value=[1])]),
        UnknownNameError("set", "x", ["alpha"]),
        AnswersMismatchError(["one reason", "another"]),
    ],
)
def test_errors_survive_pickling_and_copying(error: PammsError) -> None:
    """An error from another process says and carries the same."""
    for twin in (pickle.loads(pickle.dumps(error)), copy.copy(error)):  # noqa: S301
        assert str(twin) == str(error)
        assert vars(twin) == vars(error)
        assert twin.args == error.args
