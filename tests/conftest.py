"""Files of a few lines, a question set of two questions, and what is wrong with either."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from pamms_core import DataFileError, Mistake, QuestionSet, load_framework, read_set

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """However slow the machine is, no test waits so long that a line of progress would tell of it."""
    monkeypatch.setattr("pamms_core.cli.progress.monotonic", lambda: 0.0)


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str | bytes], str]:
    """Return what writes a file into an empty folder and tells its path."""

    def build(name: str, content: str | bytes) -> str:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    return build


@pytest.fixture
def mistakes_of() -> Callable[..., tuple[Mistake, ...]]:
    """Return what calls a reader, which must refuse with a message, and gives all mistakes."""

    def build(match: str, call: Callable[..., object], *given: object, **named: object) -> Any:
        with pytest.raises(DataFileError, match=match) as caught:
            call(*given, **named)
        return caught.value.mistakes

    return build


@pytest.fixture
def small_data() -> dict[str, Any]:
    """Return a valid set of the questions A01 (standard 1) and B01 (standard 2) as plain data."""
    return {
        "id": "small",
        "edition": "2026.1",
        "title": "A small set",
        "region": "Nowhere",
        "area": "accommodation",
        "questions": [small_question("A01", 1), small_question("B01", 2)],
        "left_out": [{"standard": number, "why": "kept small"} for number in range(3, 17)],
    }


@pytest.fixture
def small_set(small_data: dict[str, Any]) -> QuestionSet:
    """Return the set of A01 and B01."""
    return read_set(small_data, load_framework())


def small_question(code: str, standard: int) -> dict[str, Any]:
    """Write one question as plain data."""
    ratings = ("excellent", "good", "requires_improvement", "poor")
    return {
        "code": code,
        "standard": standard,
        "text": f"Is {code} so?",
        "evidence": ["record"],
        "weight": 1,
        "areas": ["accommodation"],
        "guidance": {key: f"What {code} looks like where it is {key}." for key in ratings},
    }
