"""The page of oracles leaves nothing out; that its numbers are true is tested with each oracle."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

# The lists of cases that a file may have, as the page names them.
LISTS = {
    "cases": "cases",
    "anomalies": "anomalies",
    "missing_patterns": "missing patterns",
    "real_rows": "real rows",
}


def test_the_page_has_a_row_for_every_list_of_cases(
    folder: Path, stated: Mapping[tuple[str, str], tuple[int, int]]
) -> None:
    """Every list of every file has its row, with as many cases as the list has."""
    published = {
        (path.name, LISTS[key]): len(rows)
        for path in folder.glob("*.json")
        for key, rows in json.loads(path.read_text(encoding="utf-8")).items()
        if key in LISTS
    }
    assert {row: cases for row, (cases, _) in stated.items()} == published
