"""The reference of the rule language says what the code does."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pamms_core import Rater, read_method

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_DOCS = Path(__file__).parents[2] / "docs"
_PAGE = (_DOCS / "reference" / "rule-language.md").read_text(encoding="utf-8")
_TEMPLATE = (_DOCS / "rule-language.md.in").read_text(encoding="utf-8")
_SCRIPT = runpy.run_path(str(_DOCS / "generate_rule_language.py"))
_page: Callable[[str], str] = _SCRIPT["page"]
_examples: Callable[[str], Iterator[dict[str, Any]]] = _SCRIPT["examples"]
_EXAMPLES = list(_examples(_PAGE))


def test_page_is_what_the_script_writes() -> None:
    """The committed page is the one that is generated from the code."""
    assert _page(_TEMPLATE) == _PAGE, "run python docs/generate_rule_language.py"


@pytest.mark.parametrize("example", _EXAMPLES, ids=range(len(_EXAMPLES)))
def test_example_is_a_method(example: dict[str, Any]) -> None:
    """Every example of the page is read without a mistake."""
    method = read_method(example)
    assert set(method.rules) == set(example["rules"])


@pytest.mark.parametrize(
    "example",
    [pytest.param(each, id=str(place)) for place, each in enumerate(_EXAMPLES) if "tree" in each],
)
def test_tree_of_an_example_can_be_rated(example: dict[str, Any]) -> None:
    """A method of the page with its own tree compiles."""
    assert Rater.of_method(read_method(example)).nodes


def test_key_that_is_not_documented_is_noticed() -> None:
    """A key that a reader asks for and the page does not explain stops the script."""
    shorter = _TEMPLATE.replace("lower_is_better: Whether", "lower_was_better: Whether")
    with pytest.raises(ValueError, match="lower_is_better, lower_was_better") as caught:
        _page(shorter)
    assert str(caught.value).startswith("rule NodeRule")


def test_key_without_an_example_is_noticed() -> None:
    """A key that no example has is not left out of the page in silence: it stops the script."""
    rounding = 'rounding = { digits = 2, mode = "half up", before = "banding" }\n'
    with pytest.raises(ValueError, match=r"in no example, or not asked for: rounding$") as caught:
        _page(_TEMPLATE.replace(rounding, ""))
    assert str(caught.value).startswith("rule NodeRule")


def test_kind_of_table_without_a_place_is_noticed() -> None:
    """A kind of table that the page does not list stops the script."""
    shorter = _TEMPLATE.replace("```keys flags\nNAME: What the flag means, in words.\n```\n", "")
    with pytest.raises(ValueError, match=r"the page says nothing: flags$") as caught:
        _page(shorter)
    assert "tables" in str(caught.value)
