"""Loading a set against parsing the same bytes as TOML; the bar is 3 times."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pamms_core import load_set
from pamms_core.standards import catalogue

if TYPE_CHECKING:
    from pytest_benchmark.fixture import BenchmarkFixture

MEDIANS: dict[str, float] = {}
BAR = 3


@pytest.mark.benchmark(group="loading")
def test_parsing(benchmark: BenchmarkFixture) -> None:
    """The floor parses the framework, the set and its six bank files."""
    data = Path(catalogue.__file__).parent / "data"
    files = [
        data / "frameworks/pamms.toml",
        data / "sets/east-of-england-accommodation.toml",
        *data.glob("bank/*.toml"),
    ]
    texts = [path.read_text(encoding="utf-8") for path in files]
    assert len(texts) == 8
    benchmark(lambda: [tomllib.loads(text) for text in texts])
    MEDIANS["floor"] = benchmark.stats.stats.median  # type: ignore[union-attr]


@pytest.mark.benchmark(group="loading")
def test_loading(benchmark: BenchmarkFixture) -> None:
    """Loading reads, parses, checks and builds the set."""
    assert len(benchmark(load_set, "east-of-england-accommodation")) == 144
    MEDIANS["loading"] = benchmark.stats.stats.median  # type: ignore[union-attr]


def test_ratio() -> None:
    """Loading stays within its bar."""
    ratio = MEDIANS["loading"] / MEDIANS["floor"]
    print(f"\nloading: {ratio:.2f} times parsing (bar {BAR})", end="")  # noqa: T201
    assert ratio <= BAR
