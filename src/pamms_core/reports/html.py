"""Write a report as one HTML page that needs nothing else.

The page loads nothing and runs nothing, and its content security policy says
so to the browser: should a text ever get through unescaped, it stays text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pamms_core.reports.compose import compose_full, compose_summary
from pamms_core.reports.content import Parts
from pamms_core.reports.markup import joined, line, lines, section, tone
from pamms_core.reports.notebook import outcome_table
from pamms_core.reports.style import STYLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pamms_core.rating.outcome import Outcome
    from pamms_core.reports.content import Fact, Note, Report, Row, Section

__all__ = ["full_html", "heading", "notice", "outcome_table", "page", "report_html", "summary_html"]

_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def summary_html(outcome: Outcome) -> str:
    """Write the summary as a page: the service overall, its domains and standards.

    >>> from pamms_core import load_answers, load_set, rate
    >>> question_set = load_set("east-of-england-accommodation")
    >>> page = summary_html(rate(question_set, load_answers("solid-good", question_set)))
    >>> page[:15], "<script" in page
    ('<!DOCTYPE html>', False)
    """
    return report_html(compose_summary(outcome))


def full_html(outcome: Outcome) -> str:
    """Write the full report as a page: the summary, and every question with its evidence.

    >>> from pamms_core import load_answers, load_set, rate
    >>> question_set = load_set("east-of-england-accommodation")
    >>> page = full_html(rate(question_set, load_answers("solid-good", question_set)))
    >>> page.count('<table class="questions"')
    16
    """
    return report_html(compose_full(outcome))


def report_html(report: Report) -> str:
    """Write a report that is composed already as a page."""
    return page(report.title, _heading(report), _main(report))


def page(title: str, head: str, main: Iterable[str]) -> str:
    """Write a page of markup under a heading; it loads nothing and runs nothing."""
    return (
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{line(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        '<a class="skip" href="#main">Skip to the report</a>\n'
        f"<header>{head}</header>\n"
        f'<main id="main" tabindex="-1">\n{joined(main)}\n</main>\n</body>\n</html>\n'
    )


def _heading(report: Report) -> str:
    return heading(report.kind, report.subject)


def heading(kind: str, subject: str) -> str:
    """Write a page's heading: what it is, and what it is about."""
    above = f'<span class="kind">{line(kind)}<span class="spoken">: </span></span>'
    return f"<h1>{above}{line(subject)}</h1>"


def _main(report: Report) -> Iterator[str]:
    yield from map(notice, report.notices)
    card = _card(report.overall, report.overall_title) if report.overall else ""
    yield f'<div class="verdict">{card}{_facts(report.facts)}</div>'
    yield from _contents(report)
    yield from map(section, report.sections)


def notice(note: Note) -> str:
    """Write a note that must not be overlooked."""
    sentences = " ".join(map(lines, note.sentences))
    title = f"<strong>{line(note.title)}.</strong>"
    return f'<div class="notice" role="note"><p>{title} {sentences}</p></div>'


def _card(overall: Row, title: str) -> str:
    shown = overall.rating
    stars = (
        f'<p class="stars"><span aria-hidden="true">{shown.picture}</span>'
        f'<span class="spoken">{shown.words}</span></p>'
    )
    return (
        f'<section class="card {tone(shown)}" aria-labelledby="overall-rating">'
        f'<h2 id="overall-rating">{line(title)}</h2><p class="label">{line(shown.label)}</p>'
        f'{stars if shown.picture else ""}<p class="basis">{_basis(overall)}</p></section>'
    )


def _basis(overall: Row) -> str:
    decided = f"Decided by: {line(overall.decided_by)}." if overall.decided_by else ""
    if not overall.score:
        return decided
    share = f", {overall.percentage} of the highest points" if overall.percentage else ""
    return f"Score {overall.score}{share}. {decided}"


def _facts(facts: tuple[Fact, ...]) -> str:
    pairs = (f"<div><dt>{line(each.name)}</dt><dd>{line(each.value)}</dd></div>" for each in facts)
    return f'<dl class="facts">{"".join(pairs)}</dl>'


def _contents(report: Report) -> Iterator[str]:
    """Link to every section and standard, where the report has them in detail."""
    if any(isinstance(each.body, Parts) for each in report.sections):
        links = "".join(map(_link, report.sections))
        yield (
            '<nav class="contents" aria-labelledby="contents"><h2 id="contents">Contents</h2>'
            f"<ul>{links}</ul></nav>"
        )


def _link(target: Section) -> str:
    below = ""
    if isinstance(target.body, Parts):
        rows = [part.row for part in target.body.parts]
        links = (f'<li><a href="#{each.code}">{line(each.name)}</a></li>' for each in rows)
        below = f"<ul>{''.join(links)}</ul>"
    return f'<li><a href="#{target.id}">{line(target.title)}</a>{below}</li>'
