"""Render the HTML reports in a real browser, wide, narrow and on paper."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from pamms_core import load_answers, load_set, rate
from pamms_core.reports import full_html, summary_html

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--hide-scrollbars",
]
# Narrower windows than this are widened by the browser itself.
SIZES = {"wide": "1200,1600", "phone": "500,1600"}
SMALLEST_PICTURE = 20_000


def main(browser: str, folder: Path) -> None:
    """Render both reports of one example and check that something was drawn."""
    question_set = load_set("east-of-england-accommodation")
    outcome = rate(question_set, load_answers("poor-management", question_set))
    for name, page in (("summary", summary_html(outcome)), ("full", full_html(outcome))):
        path = folder / f"{name}.html"
        path.write_text(page, encoding="utf-8")
        for size, window in SIZES.items():
            picture = folder / f"{name}-{size}.png"
            _run(browser, folder, f"--screenshot={picture}", f"--window-size={window}", path.as_uri())
            _check(picture)
        paper = folder / f"{name}.pdf"
        _run(browser, folder, f"--print-to-pdf={paper}", path.as_uri())
        _check(paper)


def _run(browser: str, folder: Path, *arguments: str) -> None:
    profile = f"--user-data-dir={folder / 'browser'}"
    subprocess.run([browser, *FLAGS, profile, *arguments], check=True, stderr=subprocess.DEVNULL)


def _check(drawn: Path) -> None:
    size = drawn.stat().st_size
    print(f"{drawn.name}: {size} bytes")
    if size < SMALLEST_PICTURE:
        sys.exit(f"{drawn.name} is too small to hold a report")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
