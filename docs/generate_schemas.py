"""Write the JSON Schemas that ``reference/schemas`` holds; a test says when they are stale."""

from __future__ import annotations

import json
from pathlib import Path

from pamms_core.codec import published_schemas

FOLDER = Path(__file__).parent / "reference" / "schemas"


def schema_files() -> dict[Path, str]:
    """Give the text of each file by its path."""
    return {
        FOLDER / f"{name}.schema.json": json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
        for name, schema in published_schemas().items()
    }


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for path, text in schema_files().items():
        path.write_text(text, encoding="utf-8")
