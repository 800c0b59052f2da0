"""Why answers, or a question set, do not go with a method: every reason at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pamms_core.answers import NOT_ASSESSED
from pamms_core.errors import PammsError, did_you_mean
from pamms_core.rating.method import NodeKind
from pamms_core.rating.scores import Basis, Measure
from pamms_core.scale import Rating

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from pamms_core.answers import Answers
    from pamms_core.rating.method import Method, NodeRule
    from pamms_core.rating.tree import Node
    from pamms_core.scale import Scale
    from pamms_core.standards.question_set import QuestionSet

__all__ = [
    "AnswersMismatchError",
    "MethodMismatchError",
    "wrong_answers",
    "wrong_method",
    "wrong_rules",
    "wrong_set",
]

# A near match is looked for among all questions; past so many reasons nobody reads them one by one.
_MOST_HINTED: Final = 50
# An exact mean of means has a common denominator of all weights that may be assessed.
_MOST_CARRIED: Final = 2_000


class MethodMismatchError(PammsError, ValueError):
    """A method that does not fit a question set; lists every reason.

    >>> print(MethodMismatchError("ours", "theirs", ["it has no rule for domains"]))
    method 'ours' does not fit question set 'theirs': it has no rule for domains
    """

    def __init__(self, method: str, question_set: str, reasons: Iterable[str]) -> None:
        self.method = method
        self.question_set = question_set
        self.reasons: tuple[str, ...] = tuple(reasons)
        super().__init__(method, question_set, self.reasons)

    def __str__(self) -> str:
        fit = f"method {self.method!r} does not fit question set {self.question_set!r}"
        return f"{fit}: {'; '.join(self.reasons)}"


class AnswersMismatchError(PammsError, ValueError):
    """Answers that do not belong to the question set or the method; lists every reason.

    >>> print(AnswersMismatchError(["answers are for set 'a', not 'b'", "unknown question 'Z01'"]))
    answers are for set 'a', not 'b'; unknown question 'Z01'
    """

    def __init__(self, reasons: Iterable[str]) -> None:
        self.reasons: tuple[str, ...] = tuple(reasons)
        super().__init__(self.reasons)

    def __str__(self) -> str:
        return "; ".join(self.reasons)


def wrong_answers(question_set: QuestionSet, method: Method, answers: Answers) -> Iterator[str]:
    """List why an answer sheet is not one of this set or method."""
    sheet, asked = (answers.set_id, answers.edition), (question_set.id, question_set.edition)
    if sheet != asked:
        yield f"the answers are for {_called(sheet)}, not {_called(asked)}"
    yield from _wrong_entries(question_set, method, answers)
    yield from _wrong_flags(method, answers)
    yield from _wrong_numbers(question_set, answers)


def _called(identity: tuple[str, str]) -> str:
    return f"question set {identity[0]!r}, edition {identity[1]!r}"


def _wrong_entries(question_set: QuestionSet, method: Method, answers: Answers) -> Iterator[str]:
    known, scale = question_set.by_code, question_set.framework.scale
    inputs = method.tree.inputs if method.tree is not None else ()
    counting = {each.code for each in inputs if each.most is not None}
    # Most of a sheet shares a few ratings, so each is looked at once.
    ratings = {id(answer.rating): answer.rating for answer in answers.entries.values()}
    wrong = {name: said for name, rating in ratings.items() if (said := _not_on(scale, rating))}
    if not wrong and not counting and answers.entries.keys() <= known.keys():
        return
    foreign = 0
    for code, answer in answers.entries.items():
        if code not in known:
            near = _near(code, known) if foreign < _MOST_HINTED else ""
            foreign += 1
            yield f"{code!r} is not a question of the set{near}"
        if id(answer.rating) in wrong:
            yield f"{code} is rated {wrong[id(answer.rating)]}"
        elif code in counting and answer.is_rated:
            yield f"{code} asks for a number, not a rating"


def _near(name: str, known: Collection[str]) -> str:
    near = did_you_mean(name, known)
    return f" ({near})" if near else ""


def _not_on(scale: Scale, rating: object) -> str:
    """Say what is wrong with a rating, if anything; callers without types pass texts too."""
    if isinstance(rating, Rating):
        return "" if rating.scale == scale else f"on scale {rating.scale.id!r}, not {scale.id!r}"
    return "" if rating is None or rating is NOT_ASSESSED else f"{rating!r:.80}, which is no rating"


def _wrong_flags(method: Method, answers: Answers) -> Iterator[str]:
    given: Mapping[str, object] = answers.flags
    for name, value in given.items():
        if name not in method.flags:
            yield f"{name!r} is not a flag of method {method.id!r}{_near(name, method.flags)}"
        if not isinstance(value, bool):
            yield f"flag {name!r} is {value!r:.80}, which is neither true nor false"


def _wrong_numbers(question_set: QuestionSet, answers: Answers) -> Iterator[str]:
    given: Mapping[str, object] = answers.numbers
    for code, number in given.items():
        most = question_set.by_code[code].most if code in question_set.by_code else None
        if most is None:
            yield f"{code!r} does not ask for a number"
        elif not isinstance(number, int) or isinstance(number, bool) or not 0 <= number <= most:
            yield f"{code} must be a whole number from 0 to {most}, not {number!r:.80}"


def wrong_set(question_set: QuestionSet, method: Method) -> Iterator[str]:
    """Say why a method with its own tree cannot be used on a set, if so."""
    if method.tree is not None:
        asked = {question.code: question.most for question in question_set}
        if asked != {each.code: each.most for each in method.tree.inputs}:
            yield "it has a tree of its own, and rates answers to its own set only"


def wrong_method(question_set: QuestionSet, method: Method, nodes: Sequence[Node]) -> Iterator[str]:
    """List why a method does not fit a question set, whose tree has these nodes."""
    rated, pointed = question_set.framework.scale.keys, tuple(method.points)
    if rated != pointed:
        yield f"it gives points to {', '.join(pointed)}, but answers are {', '.join(rated)}"
    unruled = [node for node in nodes if method.rule_name(node) not in method.rules]
    for kind in dict.fromkeys(node.kind for node in unruled):
        yield f"it has no rule for a {kind}"
    if not unruled:
        for name, problem in wrong_rules(method, nodes):
            yield f"its rule for {name!r} {problem}"


def wrong_rules(method: Method, nodes: Sequence[Node]) -> Iterator[tuple[str, str]]:
    """List by rule what cannot be done at the nodes of a tree; all of them have a rule.

    Some node that a rule is for must have each child that it names.
    """
    ruled: dict[str, list[Node]] = {name: [] for name in method.rules}
    for node in nodes:
        ruled[method.rule_name(node)].append(node)
    for name, ruled_here in ruled.items():
        rule = method.rules[name]
        if not ruled_here and name not in set(NodeKind):
            yield name, "is for no node of the tree"
        for problem in _wrong_rule(method, rule, ruled_here, nodes) if ruled_here else ():
            yield name, problem


def _wrong_rule(
    method: Method, rule: NodeRule, ruled: Sequence[Node], nodes: Sequence[Node]
) -> Iterator[str]:
    below = [nodes[child] for node in ruled for child in node.children]
    codes = {each.code for each in below} | {each.code for node in ruled for each in node.direct}
    for code in dict.fromkeys(rule.named_children()):
        if code and code not in codes:
            yield f"names {code!r}, which is no child there"
    numbers = {each.code for node in ruled for each in node.questions if each.most is not None}
    for code in () if rule.score is None else rule.score.numbers:
        if code not in numbers:
            yield f"names {code!r}, which is no number there"
    if rule.score is not None and rule.score.basis is Basis.SCORES:
        for child in below:
            yield from _uncarried(method, child, nodes)


def _uncarried(method: Method, node: Node, nodes: Sequence[Node]) -> Iterator[str]:
    """Say why a node's score cannot go up to its parent, if so."""
    rule = method.rule_of(node)
    score = rule.score
    if score is None or score.measure is Measure.RATIO:
        has = "none" if score is None else "a ratio"
        yield f"needs the score of {node.code!r}, which has {has}"
    elif score.measure is not Measure.SUM and score.banded_rounding is None:
        pooled = score.basis is Basis.QUESTIONS
        weight = sum(each.weight for each in (node.questions if pooled else node.direct))
        if not pooled:
            weight += sum(rule.weights.get(nodes[child].code, 1) for child in node.children)
        if weight > _MOST_CARRIED:
            yield f"needs the exact score of {node.code!r} over a weight of {weight}; round it first"
