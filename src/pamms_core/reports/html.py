"""Write a report as one HTML page that needs nothing else.

The page loads nothing and runs nothing, and its content security policy says
so to the browser: should a text ever get through unescaped, it stays text.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from pamms_core.reports.compose import compose_full, compose_summary, subject_of
from pamms_core.reports.content import Meanings, Notes, Parts, Ratings
from pamms_core.reports.rows import nodes_of, row_of
from pamms_core.reports.style import STYLE
from pamms_core.reports.text import one_line, plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pamms_core.rating.outcome import Outcome
    from pamms_core.reports.content import Body, Entry, Note, Part, RatingText, Report, Row, Section

__all__ = ["full_html", "outcome_table", "summary_html"]

_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_COLUMNS: Final = ("Part", "Rating", "Score", "Percentage", "Assessed", "Decided by")
_NOTHING: Final = '<span aria-hidden="true">–</span><span class="spoken">none</span>'


def summary_html(outcome: Outcome) -> str:
    """Write the summary as a page: the service overall, its domains and standards.

    >>> from pamms_core import load_answers, load_set, rate
    >>> question_set = load_set("east-of-england-accommodation")
    >>> page = summary_html(rate(question_set, load_answers("solid-good", question_set)))
    >>> page[:15], "<script" in page
    ('<!DOCTYPE html>', False)
    """
    return _page(compose_summary(outcome))


def full_html(outcome: Outcome) -> str:
    """Write the full report as a page: the summary, and every question with its evidence."""
    return _page(compose_full(outcome))
