"""The catalogue: shipped names and paths are told apart, and unknown names are typed errors."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import attrs
import pytest

from pamms_core import (
    Mistake,
    UnknownNameError,
    load_framework,
    load_set,
    shipped_examples,
    shipped_sets,
)
from pamms_core.spreadsheets import set_csv
from pamms_core.standards.catalogue import find_example, resolve, shipped

if TYPE_CHECKING:
    from collections.abc import Callable

    MistakesOf: TypeAlias = Callable[..., tuple[Mistake, ...]]


def test_the_shipped_framework_loads() -> None:
    """The framework has an id, and loading it twice gives equal frameworks."""
    assert load_framework().id == "pamms"
    assert load_framework() == load_framework()


def test_every_shipped_set_loads_under_its_id() -> None:
    """The name of a set's file is the id in it."""
    assert "east-of-england-accommodation" in shipped_sets()
    assert [load_set(name).id for name in shipped_sets()] == list(shipped_sets())


def test_no_file_goes_by_the_name_of_a_shipped_set(tmp_path: Path, mistakes_of: MistakesOf) -> None:
    """The id and edition of a sealed set mean that set alone; a copy of it or a new edition is fine."""
    sealed = load_set("south-west-community")
    path = tmp_path / "own.csv"
    for changed in (sealed, attrs.evolve(sealed, source="ours", edition="2027.1")):
        path.write_text(set_csv(changed), encoding="utf-8")
        assert load_set(path) == load_set(str(path)) == changed
    path.write_text(set_csv(attrs.evolve(sealed, source="ours")), encoding="utf-8")
    for name in (path, str(path)):
        (found,) = mistakes_of("is that of the shipped south-west-community", load_set, name)
        assert (found.path, found.value) == ("edition", sealed.edition)
        assert sealed.digest in found.problem


def test_shipped_names_come_in_order(tmp_path: Path) -> None:
    """Only TOML files count, without their ending, in the order of their names."""
    for name in ("b.toml", "a.toml", "notes.md", "c.json"):
        (tmp_path / name).touch()
    assert shipped(str(tmp_path)) == ("a", "b")
    assert list(shipped_examples()) == sorted(shipped_examples())


def test_a_shipped_example_is_found_by_its_name() -> None:
    """Each name leads to a file that is there."""
    assert all(os.path.isfile(find_example(name)) for name in shipped_examples())


@pytest.mark.parametrize(
    "name",
    ["own.toml", "own.CSV", "own.xlsx", "./own", "folder/own", Path("own"), Path("solid-good")],
)
def test_a_path_stays_a_path(name: str | Path) -> None:
    """A path object, a folder or an ending makes a path, whatever the ending and be it there or not."""
    assert find_example(name) == os.fspath(name)


def test_an_unknown_set_is_named_with_the_known_ones() -> None:
    """A misspelt id is answered with the near one."""
    with pytest.raises(UnknownNameError, match="did you mean 'east-of-england-accommodation'") as caught:
        load_set("east-of-england-acommodation")
    assert caught.value.kind == "question set"
    assert caught.value.name == "east-of-england-acommodation"
    assert caught.value.known == shipped_sets()


def test_an_unknown_example_is_named_with_the_known_ones(tmp_path: Path) -> None:
    """Where nothing is shipped, nothing is known."""
    with pytest.raises(UnknownNameError, match="unknown example 'x'; known: none") as caught:
        resolve("example", "x", str(tmp_path))
    assert (caught.value.kind, caught.value.name, caught.value.known) == ("example", "x", ())


def test_a_missing_set_file_is_a_mistake_of_that_file(mistakes_of: MistakesOf) -> None:
    """A path that leads nowhere is not taken for a name."""
    problem = "cannot be read: no such file or directory"
    found = mistakes_of("no such file", load_set, "nowhere/own.toml")
    assert found == (Mistake(file="nowhere/own.toml", problem=problem),)
