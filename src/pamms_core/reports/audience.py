"""Reports for one audience: of a result exactly what the policy shows it (A3, A9)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from pamms_core.policies.words import Audience, Shown
from pamms_core.processes.assessment_facts import AssessmentState
from pamms_core.processes.audiences import shown_now
from pamms_core.processes.indicative import outcome_of
from pamms_core.rating.method import NodeKind
from pamms_core.reports.compose import compose_full, compose_summary
from pamms_core.reports.content import Fact, Note, Notes, Ratings, Report, Row, Section
from pamms_core.reports.rows import nodes_of, row_of
from pamms_core.workflow.day_lines import long_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pamms_core.policies.policy import LocalPolicy
    from pamms_core.processes.assessment_facts import AssessmentFacts
    from pamms_core.rating.engine import Rater
    from pamms_core.rating.outcome import Outcome
    from pamms_core.workflow.case import Case

__all__ = ["audience_report", "report_of", "restricted"]

_KIND_OF: Final = {
    Shown.OVERALL: NodeKind.OVERALL,
    Shown.DOMAINS: NodeKind.DOMAIN,
    Shown.STANDARDS: NodeKind.STANDARD,
}
_DRAFT: Final = Note(
    title="Draft",
    sentences=("The ratings are indicative: the provider may still comment, and they may change.",),
)


def audience_report(  # noqa: PLR0913 - all that a report depends on
    policy: LocalPolicy,
    case: Case[AssessmentFacts],
    rater: Rater,
    *,
    roles: Iterable[str] = (),
    audience: Audience | None = None,
    full: bool = False,
    statement: str = "",
    good_practice_permitted: bool = False,
) -> Report | None:
    """Compose the report of an assessment for somebody; nothing, where nothing is open to them.

    Write it with ``report_markdown``, ``report_html`` or ``report_word``.

    Args:
        policy: the local policy.
        case: the case, brought up to date with ``advance``.
        rater: the rater of the set that was asked.
        roles: the roles that the reader has in this case; none is the public.
        audience: an audience that the reader belongs to besides, such as other providers.
        full: whether to tell every question too, where the reader may see them.
        statement: what is said of the action plan once it is accepted; see ``plan_statement``.
        good_practice_permitted: whether the provider lets others see its good practice (A9).

    Raises:
        ValueError: the rater is for another question set, edition, or text of it.
    """
    shown = shown_now(policy, case.state, roles, audience)
    if not shown:
        return None
    outcome = outcome_of(case.facts, rater)
    if policy.titles is not None:
        outcome = outcome.titled(policy.titles)
    report = report_of(outcome, shown, full=full)
    is_final = case.state == AssessmentState.PUBLISHED
    facts = (*_known(policy, case.facts), *report.facts)
    sections = [*report.sections]
    if is_final and statement and Shown.PLAN_STATEMENT in shown:
        sections.append(
            _section("statement", "Action plan", (Note(title="Done", sentences=(statement,)),))
        )
    if is_final and Shown.GOOD_PRACTICE in shown:
        own = Shown.QUESTIONS in shown
        if own or good_practice_permitted or not policy.good_practice_needs_permission:
            sections.append(_good_practice(outcome))
    notices = report.notices if is_final else (_DRAFT, *report.notices)
    return attrs.evolve(report, facts=facts, notices=notices, sections=tuple(sections))


def _known(policy: LocalPolicy, facts: AssessmentFacts) -> Iterator[Fact]:
    yield Fact("Council", policy.title)
    yield Fact("Kind", facts.kind.value.replace("-", " ").capitalize())
    if facts.published_on is not None:
        yield Fact("Published on", long_date(facts.published_on))


def _section(id_: str, title: str, notes: tuple[Note, ...]) -> Section:
    return Section(id=id_, title=title, body=Notes(notes=notes, otherwise="None."))


def _good_practice(outcome: Outcome) -> Section:
    """List what was rated best, with why."""
    best = outcome.question_set.framework.scale.best
    notes = tuple(
        Note(title=f"{each.question.code} {each.question.text}", sentences=(each.answer.comment,))
        for each in outcome.questions
        if each.answer.rating == best and each.answer.comment.strip()
    )
    return _section("good-practice", "Good practice", notes)


def report_of(outcome: Outcome, shown: Iterable[Shown], *, full: bool) -> Report:
    """Compose a report of an outcome that depends on nothing but what is shown.

    Args:
        outcome: the rated answers.
        shown: what the reader may see.
        full: whether to tell every question too, where the reader may see them.

    >>> from pamms_core import load_answers, load_set, rate
    >>> question_set = load_set("east-of-england-accommodation")
    >>> outcome = rate(question_set, load_answers("solid-good", question_set))
    >>> report = report_of(outcome, [Shown.OVERALL], full=True)
    >>> [row.name for section in report.sections[:1] for row in section.body.rows]
    ['Overall']
    """
    open_now = frozenset(shown)
    if {Shown.QUESTIONS, Shown.STANDARDS} <= open_now:
        composed = compose_full(outcome) if full else compose_summary(outcome)
        return restricted(composed, open_now)
    return _ratings_only(outcome, open_now)


def _caption(report: Report) -> str:
    """Say of the ratings that they are not all, and of those of a what-if that they are that."""
    what_if = "Hypothetical ratings. " if report.hypothetical else ""
    return f"{what_if}The ratings that are shown here."


def _kinds(shown: frozenset[Shown]) -> frozenset[NodeKind]:
    return frozenset(kind for each, kind in _KIND_OF.items() if each in shown)


def _ratings_only(outcome: Outcome, shown: frozenset[Shown]) -> Report:
    """Begin with nothing, and add the ratings that are shown, without how they came about."""
    kinds, summary = _kinds(shown), compose_summary(outcome)
    rows = tuple(_bare(row) for row in map(row_of, nodes_of(outcome)) if row.kind in kinds)
    told = {"reference weights, not official", "hypothetical"}
    return Report(
        kind=summary.kind,
        subject=summary.subject,
        notices=tuple(each for each in summary.notices if each.title.casefold() in told),
        overall=next((each for each in rows if each.kind is NodeKind.OVERALL), None),
        hypothetical=summary.hypothetical,
        facts=(),
        sections=(
            Section(id="ratings", title="Ratings", body=Ratings(rows, _caption(summary))),
            *(each for each in summary.sections if each.id == "meanings"),
        ),
    )


def _bare(row: Row) -> Row:
    """Leave the name and the rating."""
    return attrs.evolve(row, score="", exact="", percentage="", assessed="", decided_by="", noted=False)


def restricted(report: Report, shown: Iterable[Shown]) -> Report:
    """Take out of a report of ratings and questions what is not shown of the ratings above them.

    How a rating came about tells of the ratings below it: where one of those is not
    shown, the rating stands alone.
    """
    kinds = _kinds(frozenset(shown))
    if kinds == frozenset(_KIND_OF.values()):
        return report
    told = {
        row.code: _explained(row.kind, kinds)
        for section in report.sections
        if isinstance(section.body, Ratings)
        for row in section.body.rows
        if row.kind in kinds
    }
    overall = report.overall
    if overall is not None:
        overall = _shown_row(overall, told) if overall.code in told else None
    caption = _caption(report)
    sections = tuple(_restricted(each, told, caption) for each in report.sections)
    return attrs.evolve(report, overall=overall, sections=sections)


def _explained(kind: NodeKind, kinds: frozenset[NodeKind]) -> bool:
    """Tell whether everything below a kind of part is shown."""
    below = {
        NodeKind.OVERALL: {NodeKind.DOMAIN, NodeKind.STANDARD},
        NodeKind.DOMAIN: {NodeKind.STANDARD},
    }
    return below.get(kind, set()) <= kinds


def _shown_row(row: Row, told: Mapping[str, bool]) -> Row:
    return row if told[row.code] else _bare(row)


def _restricted(section: Section, told: Mapping[str, bool], caption: str) -> Section:
    body = section.body
    if isinstance(body, Ratings):
        rows = tuple(_shown_row(each, told) for each in body.rows if each.code in told)
        return attrs.evolve(section, body=Ratings(rows, caption))
    if isinstance(body, Notes) and section.id in {"limits", "unrated"}:
        notes = tuple(each for each in body.notes if told.get(each.code))
        otherwise = "No limit lowered a rating that is shown here."
        return attrs.evolve(section, body=attrs.evolve(body, notes=notes, otherwise=otherwise))
    return section
