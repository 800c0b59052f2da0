"""Reports of a rated assessment: a summary and a full one, as Markdown and as HTML."""

from pamms_core.reports.html import full_html, summary_html
from pamms_core.reports.markdown import full_markdown, summary_markdown

__all__ = ["full_html", "full_markdown", "summary_html", "summary_markdown"]
