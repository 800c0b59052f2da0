"""Run the command line as ``python -m pamms_core``."""

from __future__ import annotations

import sys

from pamms_core.cli import main

__all__: list[str] = []

if __name__ == "__main__":
    sys.exit(main())
