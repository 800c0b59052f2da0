"""Banks: a set takes what suits its area, or what it selects, and nothing that is retired."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest

from pamms_core import DataFileError, Mistake, lint, load_set, read_set
from pamms_core.standards.catalogue import load_bank
from pamms_core.standards.lint import lint_bank

if TYPE_CHECKING:
    from collections.abc import Callable

    from pamms_core import Framework

    Data: TypeAlias = dict[str, Any]
    MistakesOf: TypeAlias = Callable[..., tuple[Mistake, ...]]
    Write: TypeAlias = Callable[[str, str | bytes], str]


@pytest.fixture
def banked(small_data: Data, write: Write) -> Data:
    """Return a set that takes A01, B01 and, for home care only, B02 from a bank."""
    rows = small_data.pop("questions")
    rows.append(rows[1] | {"code": "B02", "areas": ["community"]})
    write("bank.toml", _toml({"questions": rows}))
    return small_data | {"bank": ["bank.toml"]}


def _toml(data: Data) -> str:
    """Write plain data as TOML, whose inline tables need equal signs."""
    return "\n".join(f"{key} = {_value(each)}" for key, each in data.items())


def _value(each: object) -> str:
    if isinstance(each, dict):
        return "{" + ", ".join(f"{key} = {_value(inner)}" for key, inner in each.items()) + "}"
    if isinstance(each, list):
        return "[" + ", ".join(map(_value, each)) + "]"
    return json.dumps(each)


@pytest.fixture
def load(write: Write) -> Callable[[Data], Any]:
    """Return what writes a set beside the bank and loads it."""
    return lambda data: load_set(write("own.toml", _toml(data)))


def test_without_a_selection_all_that_suit_the_area_are_taken(banked: Data, load: Any) -> None:
    """B02 is for home care only."""
    assert [each.code for each in load(banked)] == ["A01", "B01"]


def test_a_selection_takes_what_it_names(banked: Data, load: Any) -> None:
    """Whatever order the codes are named in, the questions come in that of their codes."""
    banked["left_out"].append({"standard": 2, "why": "kept smaller"})
    assert [each.code for each in load(banked | {"select": ["A01"]})] == ["A01"]
    banked["left_out"].pop()
    assert [each.code for each in load(banked | {"select": ["B01", "A01"]})] == ["A01", "B01"]


def test_every_mistake_of_a_selection_is_told(banked: Data, load: Any, mistakes_of: MistakesOf) -> None:
    """Unknown codes, codes for another area and codes named twice, each with its place."""
    found = mistakes_of("select", load, banked | {"select": ["A01", "B1", "A01", "B02", 7]})
    assert [(each.path, each.problem, each.value, each.hint) for each in found[:4]] == [
        ("select[4]", "must be a text", 7, ""),
        ("select[1]", "is no question of the bank", "B1", "did you mean 'B01'?"),
        ("select[2]", "is selected twice", "A01", ""),
        ("select[3]", "is not for accommodation; its areas: community", "B02", ""),
    ]


def test_a_selection_needs_a_bank_and_something_to_select(
    small_data: Data, banked: Data, load: Any, framework: Framework, mistakes_of: MistakesOf
) -> None:
    """An empty list selects nothing, and without a bank there is nothing to select from."""
    found = mistakes_of("select", load, banked | {"select": []})
    assert (found[0].path, found[0].problem) == ("select", "must not be empty")
    del small_data["left_out"]
    found = mistakes_of("select", read_set, small_data | {"select": ["A01"]}, framework)
    assert [(each.path, each.problem) for each in found] == [
        ("questions", "is missing; a list is needed"),
        ("select", "needs a bank to select from"),
        ("select[0]", "is no question of the bank"),
    ]


def test_of_a_bank_that_was_not_read_no_code_is_called_unknown(
    banked: Data, load: Any, mistakes_of: MistakesOf
) -> None:
    """The missing file is the mistake, and not each code in it."""
    found = mistakes_of("gone", load, banked | {"bank": ["gone.toml"], "select": ["A01"]})
    assert [each.problem for each in found] == ["cannot be read: no such file or directory"]


def test_a_selection_does_not_hide_a_code_that_stands_twice(
    banked: Data, load: Any, write: Write, mistakes_of: MistakesOf
) -> None:
    """Both rows are read, and the second is told."""
    row = {"code": "A01", "areas": "x"}
    write("more.toml", _toml({"questions": [row, {"code": ["A01"], "areas": ["community"]}]}))
    data = banked | {"bank": ["bank.toml", "more.toml"], "select": ["A01", "B01"]}
    found = mistakes_of("another question", load, data)
    assert any("is the code of another question already" in each.problem for each in found)


@pytest.mark.parametrize("holder", ["set", "bank"])
def test_a_retired_code_is_no_question_s(
    banked: Data, load: Any, write: Write, mistakes_of: MistakesOf, holder: str, tmp_path: Any
) -> None:
    """Codes are never used again, whether the set or the bank has retired them."""
    if holder == "bank":
        bank = (tmp_path / "bank.toml").read_text(encoding="utf-8")
        write("bank.toml", f'retired = ["B01", "B09"]\n{bank}')
    data = banked | ({"retired": ["B01"]} if holder == "set" else {})
    found = mistakes_of("retired", load, data)
    problem = "is retired; a new question needs a new code"
    assert [(each.path, each.problem, each.value) for each in found] == [
        ("questions[1].code", problem, "B01")
    ]


def test_what_is_retired_belongs_to_what_a_set_says(banked: Data, load: Any) -> None:
    """The set keeps the codes, and its digest covers them."""
    plain, retiring = load(banked), load(banked | {"retired": ["B09"]})
    assert (plain.retired, retiring.retired) == ((), ("B09",))
    assert plain.digest != retiring.digest


def test_a_stated_digest_is_checked(banked: Data, load: Any) -> None:
    """S5: a set that was changed after it was sealed is refused, with both digests."""
    sealed = load(banked).digest
    assert load(banked | {"digest": sealed}).digest == sealed
    with pytest.raises(DataFileError, match="changed after it was sealed") as error:
        load(banked | {"digest": sealed, "title": "Another title"})
    (mistake,) = error.value.mistakes
    assert (mistake.path, mistake.value) == ("digest", sealed)
    assert load(banked | {"title": "Another title"}).digest in mistake.problem


def test_no_two_questions_of_the_whole_bank_are_alike() -> None:
    """In their first wording, no two ask nearly the same, and no guidance serves twice."""
    assert lint_bank(load_bank()) == ()


@pytest.mark.parametrize("name", ["east-of-england-accommodation"])
def test_lint_finds_nothing_in_what_is_shipped(name: str) -> None:
    """Each shipped set is triangulated and has nothing odd."""
    assert lint(load_set(name)) == ()
