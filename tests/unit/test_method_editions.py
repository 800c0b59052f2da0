"""A folder of methods, and editions that are in force together."""

from __future__ import annotations

from datetime import date
from itertools import combinations, product
from typing import TYPE_CHECKING

import attrs
import pytest

from pamms_core import DataFileError, UnknownNameError, load_method, load_methods, shipped_methods
from pamms_core.rating import method_file
from pamms_core.rating.editions import overlaps

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DAYS = [None, *(date(2026, 1, day) for day in range(1, 5))]
SPANS = [(a, b) for a, b in product(DAYS, DAYS) if a is None or b is None or a <= b]
TEXT = """
id = "{id}"
edition = "{edition}"
title = "An edition"
points = {{ good = 2, poor = 1 }}
{dates}
[rules.standard]
score = "mean of questions"
bands = {{ good = 2 }}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., str]:
    """Return what writes a folder of methods: by file, the id, the edition, and lines of dates."""

    def build(**files: tuple[str, str, str]) -> str:
        for name, (code, edition, dates) in files.items():
            text = TEXT.format(id=code, edition=edition, dates=dates)
            (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
        return str(tmp_path)

    return build


def test_what_is_shipped_is_a_folder_of_methods() -> None:
    """The shipped methods and the examples each load as a folder, in the order of their names."""
    for path, names in (
        (method_file._DATA, shipped_methods()),
        (f"{method_file._DATA}/examples", shipped_methods(examples=True)),
    ):
        assert load_methods(path) == tuple(map(load_method, names))


def test_two_editions_overlap_if_and_only_if_some_day_is_in_both() -> None:
    """For every two spans of four days, open at either end or not."""
    method = load_method()
    days = [date(2025, 12, 1), *filter(None, DAYS), date(2026, 2, 1)]
    editions = [
        attrs.evolve(method, edition=str(number), effective_from=first, effective_to=last)
        for number, (first, last) in enumerate(SPANS)
    ]
    for one, other in combinations(editions, 2):
        both = any(one.in_force(day) and other.in_force(day) for day in days)
        assert bool(list(overlaps({"one.toml": one, "other.toml": other}))) == both


def test_all_pairs_are_told_at_once_each_at_the_later_edition(folder: Callable[..., str]) -> None:
    """Beside mistakes of other files; editions of another method, or apart, are none."""
    path = folder(
        a=("ours", "1", "effective_to = 2026-12-31"),
        b=("ours", "2", "effective_from = 2026-06-01\neffective_to = 2027-06-01"),
        c=("ours", "3", "effective_from = 2026-12-31"),
        d=("theirs", "1", ""),
        e=("theirs", "2", 'effective_from = "soon"'),
        f=("apart", "1", "effective_to = 2026-12-31"),
        g=("apart", "2", "effective_from = 2027-01-01"),
    )
    with pytest.raises(DataFileError, match="edition 1 of ours") as caught:
        load_methods(path)
    told = [(each.file.removeprefix(path)[1:], each.path, each.value) for each in caught.value.mistakes]
    assert told == [
        ("e.toml", "effective_from", "soon"),
        ("b.toml", "effective_from", "2026-06-01"),
        ("c.toml", "effective_from", "2026-12-31"),
        ("c.toml", "effective_from", "2026-12-31"),
    ]
    assert str(caught.value.mistakes[1]) == (
        f"{path}/b.toml: effective_from: must be after edition 1 of ours ({path}/a.toml),"
        " which is in force to 2026-12-31, not '2026-06-01'"
    )


def test_an_edition_without_dates_overlaps_with_all(folder: Callable[..., str]) -> None:
    """It is always in force, and so is told."""
    path = folder(a=("ours", "1", ""), b=("ours", "2", "effective_from = 2026-06-01"))
    with pytest.raises(DataFileError, match="which is in force always") as caught:
        load_methods(path)
    assert len(caught.value.mistakes) == 1


@pytest.mark.parametrize(
    ("name", "problem"), [("", "at least one method file"), ("nowhere", "cannot be read as a folder")]
)
def test_a_folder_without_methods_is_refused(tmp_path: Path, name: str, problem: str) -> None:
    """An empty one, and one that is not there."""
    with pytest.raises(DataFileError, match=problem) as caught:
        load_methods(tmp_path / name)
    assert caught.value.mistakes[0].file == str(tmp_path / name)


@pytest.mark.parametrize("name", ["examples/cms-2021", "examples/cms2022", "cms-2022"])
def test_a_mistyped_example_gets_the_nearest_name(name: str) -> None:
    """As any other shipped name does."""
    with pytest.raises(UnknownNameError, match="did you mean 'examples/cms-2022'") as caught:
        load_method(name)
    assert caught.value.name == name
    assert set(caught.value.known) == {*shipped_methods(), *shipped_methods(examples=True)}


def test_a_path_that_begins_like_an_example_stays_a_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that is there, or a name with an ending, is not taken for a mistyped example."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "examples").mkdir()
    (tmp_path / "examples" / "mine").write_text(TEXT.format(id="mine", edition="1", dates=""), "utf-8")
    assert load_method("examples/mine").id == "mine"
    with pytest.raises(DataFileError, match=r"examples/mine\.toml") as caught:
        load_method("examples/mine.toml")
    assert caught.value.mistakes[0].file == "examples/mine.toml"
