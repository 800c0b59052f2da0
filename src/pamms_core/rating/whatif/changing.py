"""Change some answers and see what moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pamms_core.rating.comparison import compare
from pamms_core.rating.whatif.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pamms_core.answers import Answers
    from pamms_core.rating.comparison import Comparison
    from pamms_core.rating.engine import Rater
    from pamms_core.rating.whatif.asking import Told

__all__ = ["change"]


def change(rater: Rater, answers: Answers, changes: Mapping[str, Told]) -> Comparison:
    """Compare a sheet with what it would be if some answers were others.

    See :meth:`pamms_core.Rater.change`.
    """
    sheet = Sheet(rater, answers)
    return compare(sheet.outcome, sheet.changed(changes).outcome)
