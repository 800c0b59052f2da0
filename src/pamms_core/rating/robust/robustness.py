"""The largest variation of weights, points or thresholds under which a rating stays as it is."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from pamms_core._frozen import FrozenMap
from pamms_core.errors import UnknownNameError
from pamms_core.rating.improving.request import node_at
from pamms_core.rating.robust.box import Tree
from pamms_core.rating.robust.margins import variables_of
from pamms_core.rating.robust.result import KINDS, WHOLE, Breaking, Robustness
from pamms_core.rating.robust.system import NUDGE
from pamms_core.rating.robust.together import Met, Together
from pamms_core.rating.robust.ways import Ways

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pamms_core.answers import Answers
    from pamms_core.rating.engine import Rater
    from pamms_core.rating.robust.box import Box
    from pamms_core.rating.robust.margins import Margin, Variable
    from pamms_core.rating.robust.ways import Change

__all__ = ["robustness"]

# So many halvings leave bounds within a millionth of each other.
_HALVINGS = 20


def robustness(
    rater: Rater, answers: Answers, *, of: str = "weights", at: str = "overall"
) -> Robustness:
    """Find how far weights, points or thresholds may vary with no change of a node's rating.

    Args:
        rater: the set and method.
        answers: the answer sheet.
        of: ``weights`` (of all questions below), ``points`` (of all ratings) or ``thresholds``
            (of all bands), each by itself and all at once; or one question's code.
        at: the node's code.

    Raises:
        AnswersMismatchError: the answers are not for this set.
        UnknownNameError: there is no such node, or nothing of this name varies.

    >>> from pamms_core import Rater, load_answers, load_set
    >>> rater = Rater(load_set("east-of-england-accommodation"))
    >>> robustness(rater, load_answers("solid-good", rater.question_set), of="thresholds")
    <Robustness of overall to thresholds, hypothetical: ...%>
    """
    kind = of if of in KINDS else "weights"
    weighed = [each.code for each in rater.questions if each.most is None]
    if kind != of and of not in weighed:
        raise UnknownNameError("kind or question", of, [*KINDS, *weighed])
    top = node_at(rater, at)
    if kind != of:
        return _of_one_weight(rater, answers, of, top)
    return _Search(Tree(rater, answers, top, of), of).found()


def _of_one_weight(rater: Rater, answers: Answers, code: str, top: int) -> Robustness:
    """Find how far one weight may vary, exactly, whatever the scores are made of."""
    ways, node = Ways(rater, answers, top), rater.nodes[top]
    weight = rater.question_set.by_code[code].weight
    is_below = any(each.code == code for each in node.questions)
    found = [(ways.change(code, weight, way), way) for way in (-1, 1)] if is_below else []
    met = [(each, way) for each, way in found if each is not None and each.at < weight]
    change, way = min(met, key=lambda one: (one[0].at, one[0].beyond), default=(None, 1))
    share = WHOLE if change is None else Fraction(change.at, weight)
    return Robustness(
        node=node.code,
        of=code,
        rating=tuple(sorted(ways.now)),
        safe=share,
        breaks=None if change is None else share,
        is_attained=change is not None and not change.beyond,
        breaking=None if change is None else _moved_to(change, code, weight, way),
        hypothetical=rater.hypothetical,
    )


def _moved_to(change: Change, code: str, weight: int, way: int) -> Breaking:
    """Say what the weight then is; at the change, or a little beyond it."""
    room = WHOLE if change.until is None else Fraction(change.until - change.at)
    moved = change.at + change.beyond * min(room / 2, weight * NUDGE)
    return Breaking(
        by=Fraction(moved, weight),
        values=FrozenMap({code: Fraction(weight + way * moved)}),
        becomes=tuple(sorted(change.symbols)),
    )


class _Search:
    """Looks for the smallest variation that changes a rating."""

    def __init__(self, tree: Tree, of: str) -> None:
        self.tree, self.of = tree, of
        self.margins = [margin for found in tree.margins.values() for margin in found]
        self.names = _names(tree)
        self.together = Together(tree, self.names, self._rated)

    def found(self) -> Robustness:
        safe = self._safe()
        met = self._broken(safe)
        if self.tree.is_linear and safe < WHOLE:
            safe, met = self.together.search(safe, met)
        breaks, is_attained, breaking = (None, False, None) if met is None else met
        return Robustness(
            node=self.tree.rater.nodes[self.tree.top].code,
            of=self.of,
            rating=tuple(sorted(self.tree.now)),
            safe=safe,
            breaks=breaks,
            is_attained=is_attained,
            breaking=breaking,
            hypothetical=self.tree.rater.hypothetical,
        )

    def _safe(self) -> Fraction:
        """Return a share below which nothing changes."""
        if not self.tree.is_linear:
            return self._halved()
        least = self.together.least(Fraction(0), {})
        return WHOLE if least is None else least

    def _halved(self) -> Fraction:
        low, high = Fraction(0), WHOLE
        for _ in range(_HALVINGS):
            middle = (low + high) / 2
            box: Box = dict.fromkeys(self.names, (-middle, middle))
            if self.tree.may_differ(box):
                high = middle
            else:
                low = middle
        return low

    def _broken(self, safe: Fraction) -> Met | None:
        """Go out in likely directions, and return the nearest change that is met."""
        best: Met | None = None
        for direction in self._directions(safe):
            met = self._met(direction, WHOLE if best is None else best.share)
            if met is not None and (best is None or met.order < best.order):
                best = met
            if best is not None and best.share == safe:
                break
        return best

    def _directions(self, safe: Fraction) -> Iterator[Mapping[Variable, int]]:
        """Yield directions that flip a test soonest, nearest first, then those that flip several."""
        near = sorted(
            (each for each in self.margins if each.reach and Fraction(abs(each.value), each.reach) < 1),
            key=lambda each: Fraction(abs(each.value), each.reach),
        )
        flips = [_direction(each) for each in near]
        soon = [d for each, d in zip(near, flips, strict=True) if abs(each.value) <= safe * each.reach]
        yield from soon
        yield _together(soon)
        yield _together(soon[::-1])
        yield from flips[len(soon) :]
        yield from (dict.fromkeys(self.names, sign) for sign in (1, -1))

    def _met(self, direction: Mapping[Variable, int], limit: Fraction) -> Met | None:
        """Return where the rating first changes in a direction, up to a limit."""
        turns = sorted(set(self._turns(direction)))
        turns = [each for each in turns if each <= limit and each < 1]
        if not self.tree.is_linear:
            return self._halving(direction, limit)
        for at, turn in enumerate(turns):
            if (met := self._at(direction, turn)) is not None:
                return Met(turn, True, met)
            following = turns[at + 1] if at + 1 < len(turns) else WHOLE
            if (met := self._at(direction, turn + min((following - turn) / 2, NUDGE))) is not None:
                return Met(turn, False, met)
        return None

    def _turns(self, direction: Mapping[Variable, int]) -> Iterator[Fraction]:
        """Yield where tests turn on the way."""
        for margin in self.margins:
            slope = sum(s * direction.get(name, 0) for name, s in margin.slopes.items())
            if margin.value == 0 and slope:
                yield Fraction(0)
            elif margin.value * slope < 0:
                yield Fraction(-margin.value, slope)

    def _at(self, direction: Mapping[Variable, int], share: Fraction) -> Breaking | None:
        """Rate exactly at one share of a direction."""
        return self._rated({name: sign * share for name, sign in direction.items() if sign})

    def _rated(self, point: Mapping[Variable, Fraction]) -> Breaking | None:
        """Rate exactly at a point, and tell of it if the rating differs there."""
        becomes = self.tree.possible({name: (each, each) for name, each in point.items()})
        if becomes == self.tree.now:
            return None
        values = {name: self._value(name) * (1 + each) for name, each in point.items()}
        share = max(map(abs, point.values()), default=Fraction(0))
        return Breaking(by=share, values=FrozenMap(values), becomes=tuple(sorted(becomes)))

    def _value(self, name: Variable) -> Fraction:
        """Return what a variable is now."""
        rater = self.tree.rater
        if self.tree.of == "weights":
            return Fraction(rater.question_set.by_code[name].weight)
        if self.tree.of == "points":
            return rater.method.points[name]
        rule, _, key = name.rpartition(": ")
        return next(band.bound for band in rater.method.rules[rule].bands.bands if band.rating == key)

    def _halving(self, direction: Mapping[Variable, int], limit: Fraction) -> Met | None:
        """Narrow down a change in a direction where nothing goes in straight lines."""
        steps = [limit * step / 16 for step in range(1, 16)]
        low = Fraction(0)
        for high in steps:
            met = self._at(direction, high)
            if met is not None:
                break
            low = high
        else:
            return None
        for _ in range(_HALVINGS):
            middle = (low + high) / 2
            if (nearer := self._at(direction, middle)) is not None:
                high, met = middle, nearer
            else:
                low = middle
        return Met(high, True, met)


def _names(tree: Tree) -> tuple[Variable, ...]:
    method, node = tree.rater.method, tree.rater.nodes[tree.top]
    if tree.of == "weights":
        return tuple(question.code for question in node.questions if question.most is None)
    return tuple(method.points) if tree.of == "points" else variables_of(tree.margins)


def _direction(margin: Margin) -> dict[Variable, int]:
    """Return the direction in which a test turns soonest."""
    way = -1 if margin.holds else 1
    return {name: way * (1 if slope > 0 else -1) for name, slope in margin.slopes.items()}


def _together(directions: Sequence[Mapping[Variable, int]]) -> dict[Variable, int]:
    """Go in several directions at once; where they differ, in the first."""
    found: dict[Variable, int] = {}
    for each in directions:
        found = {**each, **found}
    return found
