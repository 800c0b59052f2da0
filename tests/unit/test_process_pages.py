"""The reference pages of policies and their workflows say what policies and machines say."""

from __future__ import annotations

import runpy
from pathlib import Path

_DOCS = Path(__file__).parents[2] / "docs"
_FOLDER = _DOCS / "reference" / "policies"
_SCRIPT = runpy.run_path(str(_DOCS / "generate_processes.py"))


def test_pages_are_what_the_script_writes() -> None:
    """The committed pages are those that are generated, no more and no fewer."""
    pages: dict[str, str] = _SCRIPT["pages"]()
    committed = {path.name: path.read_text(encoding="utf-8") for path in _FOLDER.glob("*.md")}
    assert set(committed) == set(pages), "run python docs/generate_processes.py"
    stale = [name for name, text in pages.items() if committed[name] != text]
    assert not stale, "run python docs/generate_processes.py"


def test_pictures_are_what_the_script_draws() -> None:
    """Every workflow of every policy has its picture, as it is drawn today, and its page shows it."""
    pictures: dict[str, str] = _SCRIPT["pictures"]()
    committed = {
        f"pictures/{path.name}": path.read_text(encoding="utf-8") for path in _FOLDER.glob("pictures/*")
    }
    assert committed == pictures, "run python docs/generate_processes.py"
    for path in pictures:
        page = _FOLDER / Path(path).with_suffix(".md").name
        assert f"]({path})" in page.read_text(encoding="utf-8")
