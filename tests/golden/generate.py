"""Write the truth tables of the shipped methods.

``python tests/golden/generate.py`` writes the tables beside this file; a test
compares them with what this makes. The modules named ``..._tables.py`` make
them, by brute force and with plain fractions. Nothing is taken from the library:
each method is written anew, as its rule reads.

A table is named after its method's file, and may have a part after a dot. Its
columns are codes of inputs (or of nodes, that are to be given such inputs that
they have this rating), then behind ``>`` what comes of them: the rating of a
node, its ``score``, its score as ``shown``, or its rating ``before`` limits, and
under which flags; a flag that is not named is not given.

A rating is its number or its first letter. Of an input, ``-`` is not assessed and
blank has nothing yet. Of a node, ``n`` is nothing assessed, ``t`` too little
assessed, ``p`` a part without a rating, ``s`` scored and not rated, and ``G/R``
undetermined between the two; of a score and a rating before limits, ``n`` is none.
What is blank behind ``>`` is not compared.
"""

from __future__ import annotations

import runpy
from pathlib import Path

HERE = Path(__file__).parent


def tables() -> dict[str, str]:
    """Make every table, by file name."""
    found = {}
    for path in sorted(HERE.glob("*_tables.py")):
        for name, rows in runpy.run_path(str(path))["TABLES"].items():
            found[f"{name}.csv"] = "".join(f"{','.join(row)}\n" for row in rows())
    return found


if __name__ == "__main__":
    for name, text in tables().items():
        (HERE / name).write_text(text, encoding="utf-8")
