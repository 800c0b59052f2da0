"""What others published, the methods that should give the same, and the page that counts them.

The published cases stay where they are: in ``../shared/oracles`` beside this
repository, or in the folder that the environment variable ``PAMMS_ORACLES`` names.
"""

from __future__ import annotations

import json
import os
import re
import tomllib
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pamms_core import NOT_ASSESSED, Answer, Answers, Rater, load_method, read_method

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pamms_core import Method, Outcome

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reference" / "oracles.md"
# A row of the page: file, which of its lists, and how many were published and reproduced.
ROW = re.compile(r"\| `(\w+\.json)` \| ([\w ]+) \|.*\| ([\d,]+) \| ([\d,]+) \|")


@pytest.fixture(scope="session")
def folder() -> Path:
    """The folder of the published cases; without it these tests are skipped."""
    found = Path(os.environ.get("PAMMS_ORACLES", ROOT.parent / "shared" / "oracles"))
    if not found.is_dir():
        pytest.skip(f"there is no folder {found} of published cases")
    return found


@pytest.fixture(scope="session")
def oracle(folder: Path) -> Callable[[str], dict[str, Any]]:
    """Return what reads a file of published cases."""

    def read(name: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((folder / name).read_text(encoding="utf-8"))
        return found

    return read


@pytest.fixture(scope="session")
def rater_of() -> Callable[[str], Rater]:
    """Return what makes the rater of a shipped example."""
    return cache(lambda name: Rater.of_method(load_method(f"examples/{name}")))


@pytest.fixture(scope="session")
def varied() -> Callable[[str, str, object], Method]:
    """Return what loads a shipped example with one value changed, such as ``rules.overall.missing``."""

    def build(name: str, path: str, value: object) -> Method:
        file = resources.files("pamms_core.rating").joinpath(f"data/examples/{name}.toml")
        data: Any = tomllib.loads(file.read_text(encoding="utf-8"))
        *way, last = path.split(".")
        table = data
        for key in way:
            table = table[key]
        assert last in table
        table[last] = value
        return read_method(data)

    return build


@pytest.fixture(scope="session")
def rated() -> Callable[..., Outcome]:
    """Return what rates inputs by code; ``-`` is not assessed, and flags are given by name."""

    def build(rater: Rater, inputs: Mapping[str, str], **flags: bool) -> Outcome:
        asked = rater.question_set
        scale = asked.framework.scale
        entries = {
            code: Answer(NOT_ASSESSED if key == "-" else scale.parse(key))
            for code, key in inputs.items()
        }
        named = {name.replace("_", "-"): given for name, given in flags.items()}
        return rater.rate(Answers(set_id=asked.id, edition=asked.edition, entries=entries, flags=named))

    return build


@pytest.fixture(scope="session")
def stated() -> Mapping[tuple[str, str], tuple[int, int]]:
    """What the page says: how many were published and reproduced, by file and list."""
    rows = ROW.findall(PAGE.read_text(encoding="utf-8"))
    return {
        (file, which): (int(published.replace(",", "")), int(reproduced.replace(",", "")))
        for file, which, published, reproduced in rows
    }
