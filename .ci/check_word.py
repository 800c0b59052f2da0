"""Turn the Word copies of the shipped examples into PDF by LibreOffice, and read them back.

``python .ci/check_word.py soffice FOLDER``: for each policy the copy of each example has
all its standards and questions, and the overall rating just where the policy shows it.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from check_workbook import set_of

from pamms_core import load_answers, rate, shipped_examples
from pamms_core.policies.catalogue import load_policy, shipped_policies
from pamms_core.policies.words import Shown
from pamms_core.reports.audience import report_of
from pamms_core.reports.word import word_copy


def main(soffice: str, folder: str) -> None:
    """Write, convert and check every copy; stop at the first that is wrong."""
    place = Path(folder) / "word"
    place.mkdir(exist_ok=True)
    for example in shipped_examples():
        question_set = set_of(example)
        outcome = rate(question_set, load_answers(example, question_set))
        report = report_of(outcome, Shown, full=True)
        for name in shipped_policies():
            policy = load_policy(name)
            path = place / f"{example}-{name}.docx"
            path.write_bytes(word_copy(report, policy))
            text = _text(soffice, path)
            if ("Overall rating" in text) is not policy.word_copy_shows_overall:
                raise SystemExit(f"{path}: the overall rating is not as the policy says")
            if missing := [each.code for each in question_set if each.code not in text]:
                raise SystemExit(f"{path}: not in the copy: {', '.join(missing)}")
            print(f"{path.name}: {len(text.split())} words")


def _text(soffice: str, path: Path) -> str:
    """Convert a document to PDF, and that to text."""
    convert = [soffice, "--headless", "--convert-to", "pdf", "--outdir", str(path.parent), str(path)]
    subprocess.run(convert, check=True, capture_output=True, timeout=300)
    pdf = path.with_suffix(".pdf")
    told = subprocess.run(["pdftotext", str(pdf), "-"], check=True, capture_output=True, text=True)
    return told.stdout


if __name__ == "__main__":
    main(*sys.argv[1:])
