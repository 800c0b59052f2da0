"""What differs between two methods, question sets or answer sheets, in words."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from pamms_core.rating.conditions import Comparison, Flag, Own
from pamms_core.standards.variation import weight_changes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pamms_core.answers import Answers
    from pamms_core.rating.conditions import AtLeast, Condition
    from pamms_core.rating.method import Limit, Method, NodeRule
    from pamms_core.standards.question_set import Question, QuestionSet

__all__ = ["answer_differences", "method_changes", "method_differences", "set_differences"]


def method_differences(before: Method, after: Method) -> Iterator[str]:
    """Name everything in which two methods differ: which they are, then their points and rules."""
    found = [*_identity("method", before, after), *method_changes(before, after)]
    yield from found or _details("method", before, after)


def method_changes(before: Method, after: Method) -> Iterator[str]:
    """Name what differs between the points, rules, flags and trees of two methods."""
    yield from _entries("points of", before.points, after.points)
    for name in _either(before.rules, after.rules):
        one, other = before.rules.get(name), after.rules.get(name)
        if one is None or other is None:
            yield f"rule of {name} {_came(one)}"
        else:
            yield from _rule(name, one, other)
    yield from _entries("meaning of flag", before.flags, after.flags)
    if before.tree != after.tree:
        yield "the method's own tree"


def set_differences(before: QuestionSet, after: QuestionSet) -> Iterator[str]:
    """Name everything in which two question sets differ: which they are, then their questions."""
    found = [
        *_identity("question set", before, after),
        *weight_changes(before, after),
        *_questions(before, after),
    ]
    yield from found or _details("question set", before, after)


def answer_differences(before: Answers, after: Answers) -> Iterator[str]:
    """Name every answer, number, flag and detail, such as a date, in which two sheets differ."""
    if before.title != after.title:
        yield f"title from {before.title!r} to {after.title!r}"
    for code in _either(before.entries, after.entries):
        one, other = (
            each.entries[code].label if code in each else "Not answered" for each in (before, after)
        )
        if one != other:
            yield f"answer to {code} from {one} to {other}"
    yield from _entries("number of", before.numbers, after.numbers)
    yield from _entries("flag", _yes_no(before.flags), _yes_no(after.flags))
    yield from _entries("detail", before.details, after.details)


def _identity(kind: str, before: QuestionSet | Method, after: QuestionSet | Method) -> Iterator[str]:
    if (before.id, before.edition) != (after.id, after.edition):
        yield f"{kind} from {before.id} {before.edition} to {after.id} {after.edition}"


def _details(kind: str, before: QuestionSet | Method, after: QuestionSet | Method) -> Iterator[str]:
    """Tell of what no rating depends on, such as a title or a source."""
    if before.digest != after.digest:
        yield f"details of {kind} {before.id} {before.edition} that no rating depends on"


def _either(before: Iterable[str], after: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*before, *after)))


def _came(before: object) -> str:
    return "added" if before is None else "removed"


def _entries(kind: str, before: Mapping[str, object], after: Mapping[str, object]) -> Iterator[str]:
    for name in _either(before, after):
        one, other = before.get(name), after.get(name)
        if one is None or other is None:
            yield f"{kind} {name} {_came(one)}: {other if one is None else one}"
        elif one != other:
            yield f"{kind} {name} from {one} to {other}"


def _yes_no(flags: Mapping[str, bool]) -> dict[str, str]:
    return {name: "yes" if given else "no" for name, given in flags.items()}


def _questions(before: QuestionSet, after: QuestionSet) -> Iterator[str]:
    for code in _either(before.by_code, after.by_code):
        one, other = before.by_code.get(code), after.by_code.get(code)
        if one is None or other is None:
            yield f"question {code} {_came(one)}"
        else:
            yield from _question(code, one, other)


def _question(code: str, before: Question, after: Question) -> Iterator[str]:
    if before.standard != after.standard:
        yield f"standard of {code} from {before.standard} to {after.standard}"
    if before.critical != after.critical:
        yield f"{code} {'no longer' if before.critical else 'now'} critical"
    worded = attrs.evolve(before, weight=after.weight, standard=after.standard, critical=after.critical)
    if worded != after:
        yield f"wording or evidence of {code}"


def _rule(name: str, before: NodeRule, after: NodeRule) -> Iterator[str]:
    """Name the parts of a rule that differ, and its limits one by one."""
    parts = ("score", "reading", "least_assessed", "missing", "weights")
    found = [each for each in parts if getattr(before, each) != getattr(after, each)]
    if found:
        yield f"{_listed([each.replace('_', ' ') for each in found])} in the rule of {name}"
    one, other = ({limit.id: limit for limit in rule.limits} for rule in (before, after))
    if gone := [limit for limit in one if limit not in other]:
        yield f"{'limit' if len(gone) == 1 else 'limits'} {_listed(gone)} of {name} removed"
    for key, limit in other.items():
        yield from _limit(f"limit {key} of {name}", one.get(key), limit)


def _listed(names: Sequence[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


def _limit(called: str, before: Limit | None, after: Limit) -> Iterator[str]:
    if before is None:
        yield f"{called} added: {_cap(after)}"
    elif (one := _cap(before)) != (other := _cap(after)):
        yield f"{called} from {one} to {other}"
    elif before != after:
        yield f"source of {called} from {before.source!r} to {after.source!r}"


def _cap(limit: Limit) -> str:
    return f"at most {limit.at_most} when {' and '.join(map(_condition, limit.when))}"


def _condition(condition: Condition) -> str:
    """Say a condition in a method file's words."""
    if isinstance(condition, Flag):
        return f"flag {condition.flag} is given as {'so' if condition.given else 'not so'}"
    if isinstance(condition, Own):
        return f"its own rating is {' or '.join(condition.ratings)}"
    if isinstance(condition, Comparison):
        return f"{condition.child} is above {condition.above}"
    among = f" among {', '.join(condition.among)}" if condition.among else ""
    bound = f"at most {condition.at_most}"
    if condition.at_least is not None:
        bound = f"at least {_least(condition.at_least)}"
    return f"{bound} {condition.population}{among} rated {' or '.join(condition.ratings)}"


def _least(bound: AtLeast) -> str:
    if isinstance(bound, Fraction):
        return f"{100 * bound}% of the"
    if isinstance(bound, int):
        return str(bound)
    return " or ".join(f"{number} (of {present} or more)" for present, number in bound)
