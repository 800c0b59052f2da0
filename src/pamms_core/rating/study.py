"""Decide each property of a method on one tree, by argument or by trying everything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pamms_core.rating.best_child import above_best_child
from pamms_core.rating.conditions import Count, Population
from pamms_core.rating.effects import Effects, largest_effect, largest_gain
from pamms_core.rating.findings import Property, Status
from pamms_core.rating.monotony import is_bounded_by_form, is_decided_by_form, is_monotone_by_form
from pamms_core.rating.reach import BeyondBudgetError
from pamms_core.rating.readings import Bands
from pamms_core.rating.score_reach import modes_that_differ
from pamms_core.rating.verdict import State

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from pamms_core.rating.findings import Finding
    from pamms_core.rating.method import Limit, NodeRule
    from pamms_core.rating.reach import Sheet
    from pamms_core.rating.subject import Subject
    from pamms_core.rating.verdict import Verdict

__all__ = ["study"]


def study(subject: Subject) -> Iterator[Finding]:
    """Yield the findings on every property that needs the tree."""
    yield from _uniform(subject)
    yield from _monotone(subject)
    yield from _best_child(subject)
    yield from _reached(subject)
    yield from largest_gain(subject)
    yield from largest_effect(subject)
    yield from _rounding(subject)


def _uniform(subject: Subject) -> Iterator[Finding]:
    """Rate every uniform sheet; flags, if there are any, given as not so."""
    rater, wrong = subject.rater, dict[int, str]()
    for rating in subject.scale:
        states = [rating.rank if question.most is None else None for question in rater.questions]
        for place, verdict in enumerate(rater.verdicts(states, subject.flags[0])):
            if verdict.state is not State.SCORED and verdict.rating != rating:
                wrong.setdefault(place, rating.key)
    for place, node in enumerate(rater.nodes):
        asks_ratings = any(question.most is None for question in node.questions)
        if subject.rules[place].reading is None or not asks_ratings:
            continue
        status = Status.FAILS if place in wrong else Status.HOLDS
        said = f"all {wrong[place]} is rated otherwise" if place in wrong else "tried for each rating"
        yield subject.finding(Property.UNIFORM, place, status, said)


def _by_form(subject: Subject, holds: Callable[[NodeRule], bool]) -> list[bool]:
    """Argue node by node: it holds of the rule, and of those of all nodes below."""
    argued: list[bool] = []
    for node, rule in zip(subject.rater.nodes, subject.rules, strict=True):
        argued.append(all(argued[child] for child in node.children) and holds(rule))
    return argued


def _monotone(subject: Subject) -> Iterator[Finding]:
    about = Property.MONOTONE
    argued = _by_form(subject, lambda rule: is_monotone_by_form(rule, subject.rater.method))
    effects = None if all(argued) else Effects(subject, subject.raises)
    for place, by_form in enumerate(argued):
        if by_form or effects is None:
            said = "by its form, and that of every rule below"
            yield subject.finding(about, place, Status.HOLDS, said)
            continue
        try:
            yield _fall(subject, effects, place)
        except BeyondBudgetError:
            yield subject.too_much(about, place)


def _fall(subject: Subject, effects: Effects, place: int) -> Finding:
    """Look for a raised answer that lowers a rating."""
    found = effects.find(place, _falls)
    if found is None:
        return subject.finding(Property.MONOTONE, place, Status.HOLDS, "tried throughout")
    sheets, flags = found
    before, after = (subject.verdict(place, sheet, flags).rating for sheet in sheets)
    said = f"a better answer lowers it from {before} to {after}"
    return subject.finding(Property.MONOTONE, place, Status.FAILS, said, sheets=sheets, flags=flags)


def _falls(before: Verdict, after: Verdict) -> bool:
    return before.rating is not None and after.rating is not None and after.rating < before.rating


def _best_child(subject: Subject) -> Iterator[Finding]:
    about = Property.BEST_CHILD
    decided = _by_form(subject, is_decided_by_form)
    for place, (node, rule) in enumerate(zip(subject.rater.nodes, subject.rules, strict=True)):
        if rule.reading is None:
            continue
        subject.progress(node.code)
        below = all(decided[child] for child in node.children)
        if below and is_bounded_by_form(rule, node, subject.rater.method):
            yield subject.finding(about, place, Status.HOLDS, "by the form of its rule")
            continue
        try:
            yield _above(subject, place)
        except BeyondBudgetError:
            yield subject.too_much(about, place)


def _above(subject: Subject, place: int) -> Finding:
    """Look for a sheet on which a node is above its best rated child."""
    about = Property.BEST_CHILD
    for reach, flags in zip(subject.reaches, subject.flags, strict=True):
        if found := above_best_child(reach, place):
            verdict, best, sheet = found
            said = f"it can be {verdict.rating} while its best child is {subject.scale.at(best)}"
            sheets = _smallest_above(subject, place, (verdict.rating, best), sheet, flags)
            return subject.finding(about, place, Status.FAILS, said, sheets=sheets, flags=flags)
    return subject.finding(about, place, Status.HOLDS, "tried throughout")


def _smallest_above(
    subject: Subject, place: int, ranks: object, sheet: Sheet, flags: Mapping[str, bool]
) -> Sequence[Sheet]:
    """Set aside what is not needed for a node's rating, and its best child's rank."""
    node = subject.rater.nodes[place]
    places = range(node.start, node.start + len(node.direct))
    asked = [at for at in places if subject.rater.questions[at].most is None]

    def shows(tried: Sequence[Sheet]) -> bool:
        (only,) = tried
        verdicts = subject.verdicts(only, flags)
        below = [verdicts[child].rating for child in node.children]
        own = [only[at] or 0 for at in asked if (only[at] or 0) < len(subject.scale)]
        best = max([*own, *(each.rank for each in below if each is not None)], default=None)
        return (verdicts[place].rating, best) == ranks

    return subject.smallest([sheet], shows)


def _reached(subject: Subject) -> Iterator[Finding]:
    """Look for ratings that never come out, and limits that never act."""
    for place, rule in enumerate(subject.rules):
        known = subject.totals(place)
        verdicts = None if known is None else {each for totals in known for each in totals.verdicts()}
        if rule.reading is not None:
            yield _ratings(subject, place, verdicts)
        if rule.limits:
            yield _limits(subject, place, verdicts)


def _ratings(subject: Subject, place: int, verdicts: Collection[Verdict] | None) -> Finding:
    if verdicts is None:
        return subject.too_much(Property.REACHABLE, place)
    found = {verdict.rating for verdict in verdicts}
    never = " or ".join(rating.label for rating in subject.scale if rating not in found)
    status = Status.FAILS if never else Status.HOLDS
    said = f"never {never}; tried throughout" if never else "a sheet was found for each"
    return subject.finding(Property.REACHABLE, place, status, said)


def _limits(subject: Subject, place: int, verdicts: Collection[Verdict] | None) -> Finding:
    if verdicts is None:
        return subject.too_much(Property.LIMIT_ACTS, place)
    acting = {limit.id for verdict in verdicts for limit in verdict.acting}
    never = [each for each in subject.rules[place].limits if each.id not in acting]
    named = ", ".join(each.id for each in never)
    if not never:
        status, said = Status.HOLDS, "a sheet was found for each"
    elif all(_is_idle(subject, place, each) for each in never):
        status, said = Status.IDLE, f"{named} has nothing to do here: no question is critical"
    else:
        status, said = Status.FAILS, f"{named} can never act; tried throughout"
    return subject.finding(Property.LIMIT_ACTS, place, status, said)


def _is_idle(subject: Subject, place: int, limit: Limit) -> bool:
    """Whether a limit of a method for any set waits for critical questions, and here are none."""
    waits = any(
        isinstance(each, Count) and each.population is Population.CRITICAL and each.at_least is not None
        for each in limit.when
    )
    none_critical = not any(each.critical for each in subject.rater.nodes[place].questions)
    return waits and none_critical and subject.rater.method.tree is None


def _rounding(subject: Subject) -> Iterator[Finding]:
    """Compare the rounding modes at every score that can come out where bands are read."""
    for place, rule in enumerate(subject.rules):
        banded = isinstance(rule.reading, Bands)
        if rule.score is not None and rule.score.banded_rounding is not None and banded:
            yield _rounded(subject, place)


def _rounded(subject: Subject, place: int) -> Finding:
    about = Property.ROUNDING
    parted = modes_that_differ(subject.rater, place, subject.states, subject.flags, subject.budget)
    if parted is None:
        return subject.too_much(about, place)
    if not parted:
        return subject.finding(about, place, Status.HOLDS, "tried at every score")
    said = "; ".join(f"{each.mode} at {each.score}" for each in parted)
    first = parted[0]
    return subject.finding(
        about,
        place,
        Status.FAILS,
        f"another rating is earned by {said}",
        sheets=[dict(first.states)],
        flags=first.flags,
    )
