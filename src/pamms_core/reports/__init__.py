"""Reports: a summary and a full one, evidence by key question or regulation, and checklists."""

from pamms_core.reports.checklist import checklist_html, checklist_markdown
from pamms_core.reports.crosswalk import crosswalk_html, crosswalk_markdown
from pamms_core.reports.html import full_html, summary_html
from pamms_core.reports.markdown import full_markdown, summary_markdown

__all__ = [
    "checklist_html",
    "checklist_markdown",
    "crosswalk_html",
    "crosswalk_markdown",
    "full_html",
    "full_markdown",
    "summary_html",
    "summary_markdown",
]
