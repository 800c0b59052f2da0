"""Rate recorded cases again, and tell where a method does not say what was recorded."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import attrs

from pamms_core.answers import NOT_ASSESSED
from pamms_core.errors import did_you_mean
from pamms_core.rating.distance import distance
from pamms_core.rating.mismatch import AnswersMismatchError
from pamms_core.rating.tree import top_down
from pamms_core.standards.variation import named

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from pamms_core.answers import NotAssessed
    from pamms_core.rating.distance import Distance
    from pamms_core.rating.engine import Rater
    from pamms_core.rating.recorded_cases import RecordedCase
    from pamms_core.rating.verdict import State
    from pamms_core.scale import Rating

__all__ = ["Agreement", "Disagreement", "Verification", "verify"]

_EVERY = 1_000
_MOST_TOLD = 10_000


@attrs.frozen(kw_only=True)
class Agreement:
    """How often a node was rated as recorded.

    >>> Agreement(node="overall", agreed=99, compared=100).compared
    100
    """

    node: str
    agreed: int
    compared: int
    """In how many cases a rating of this node was recorded."""


@attrs.frozen(kw_only=True)
class Disagreement:
    """A node of a case that was not rated as recorded, and why.

    >>> from pamms_core import Rater, RecordedCase, load_answers, load_set
    >>> rater = Rater(load_set("east-of-england-accommodation"))
    >>> sheet = load_answers("solid-good", rater.question_set)
    >>> best = rater.question_set.framework.scale.best
    >>> case = RecordedCase(name="7", answers=sheet, expected={"overall": best})
    >>> told = verify(rater, [case]).disagreements[0]
    >>> told.case, told.expected, told.got, told.distance.up.away
    ('7', <Rating Excellent>, <Rating Good>, Fraction(79, 183))
    """

    case: str
    line: int | None
    """Where the case stands in its file."""
    node: str
    expected: Rating | NotAssessed
    """What was recorded; ``NOT_ASSESSED`` where there was no rating."""
    got: Rating | None
    """What the method says; see :attr:`state` where that is no rating."""
    state: State
    sentences: tuple[str, ...]
    """How the method came to it."""
    distance: Distance | None
    """How far the score is from where the rating turns, where it is read off bands."""


@attrs.frozen(kw_only=True, repr=False)
class Verification:
    """How well a method says what was recorded.

    >>> from pamms_core import Rater, RecordedCase, load_answers, load_set
    >>> rater = Rater(load_set("east-of-england-accommodation"))
    >>> sheet = load_answers("solid-good", rater.question_set)
    >>> good, poor = (rater.question_set.framework.scale[key] for key in ("good", "poor"))
    >>> cases = [RecordedCase(name="1", answers=sheet, expected={"overall": good, "domain-1": poor})]
    >>> found = verify(rater, cases)
    >>> found
    <Verification of pamms-reference: 1 of 2 ratings agree in 1 case>
    >>> found.disagreements[0].node, found.disagreements[0].got
    ('domain-1', <Rating Good>)
    """

    method: str
    method_digest: str
    question_set: str
    set_digest: str
    hypothetical: tuple[str, ...] = ()
    """The changes that make it hypothetical; none where set and method are sealed (S5)."""
    cases: int
    """How many cases were rated."""
    nodes: tuple[Agreement, ...]
    """The nodes of which a rating was recorded, the top of the tree first."""
    disagreements: tuple[Disagreement, ...]
    """In the order of the cases; not more than were to be told, though all are counted."""

    @property
    def agreed(self) -> int:
        """How many recorded ratings the method gives."""
        return sum(each.agreed for each in self.nodes)

    @property
    def compared(self) -> int:
        """How many ratings were recorded."""
        return sum(each.compared for each in self.nodes)

    @property
    def holds(self) -> bool:
        """Whether every rating agrees."""
        return self.agreed == self.compared

    @property
    def untold(self) -> int:
        """How many disagreements are counted only."""
        return self.compared - self.agreed - len(self.disagreements)

    def __repr__(self) -> str:
        cases = f"{self.cases} case{'' if self.cases == 1 else 's'}"
        agree = f"{self.agreed} of {self.compared} ratings agree in {cases}"
        varied = f"; {named(self.hypothetical)}" if self.hypothetical else ""
        return f"<Verification of {self.method}: {agree}{varied}>"


def verify(
    rater: Rater,
    cases: Iterable[RecordedCase],
    *,
    progress: Callable[[int], None] = lambda _: None,
    every: int = _EVERY,
    most_told: int = _MOST_TOLD,
) -> Verification:
    """Rate recorded cases and compare each recorded rating with what comes out.

    Cases are taken one by one and let go again, so that there may be any number.

    Args:
        rater: the question set and the method, compiled.
        cases: the cases, such as :func:`~pamms_core.load_cases` yields from a file.
        progress: called with the number of cases done.
        every: after how many cases each time.
        most_told: how many disagreements are kept with their explanations.

    Raises:
        AnswersMismatchError: a case is not for this set; names the case.
        DataFileError: the file that cases are read from cannot be used.

    >>> from pamms_core import Rater, RecordedCase, load_answers, load_set
    >>> rater = Rater(load_set("east-of-england-accommodation"))
    >>> sheet = load_answers("solid-good", rater.question_set)
    >>> good = rater.question_set.framework.scale["good"]
    >>> verify(rater, [RecordedCase(name="1", answers=sheet, expected={"overall": good})]).holds
    True
    """
    places = {node.code: place for place, node in enumerate(rater.nodes)}
    compared: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    told: list[Disagreement] = []
    done = 0
    for done, case in enumerate(cases, 1):
        states, differing = _compare(rater, case, places)
        compared.update(case.expected.keys())
        wrong.update(differing)
        if room := most_told - len(told):
            told.extend(_told(rater, case, states, differing[:room]))
        if not done % every:
            progress(done)
    return _verification(rater, done, compared, wrong, told)


def _compare(
    rater: Rater, case: RecordedCase, places: Mapping[str, int]
) -> tuple[list[int | None], list[str]]:
    """Return the states of a case's answers, and the nodes that are not rated as recorded."""
    states = _states(rater, case, places)
    verdicts = rater.verdicts(states, case.answers.flags)
    return states, [
        code
        for code, expected in case.expected.items()
        if expected != (verdicts[places[code]].rating or NOT_ASSESSED)
    ]


def _states(rater: Rater, case: RecordedCase, places: Mapping[str, int]) -> list[int | None]:
    """Check a case; one that was read from a file is always right."""
    reasons = list(_wrong_expected(rater, case, places))
    states: list[int | None] = []
    try:
        states = rater.states(case.answers)
    except AnswersMismatchError as error:
        reasons.extend(error.reasons)
    if reasons:
        raise AnswersMismatchError(f"case {case.name!r}: {reason}" for reason in reasons)
    return states


def _wrong_expected(rater: Rater, case: RecordedCase, places: Mapping[str, int]) -> Iterator[str]:
    scale = rater.question_set.framework.scale
    for code, expected in case.expected.items():
        if code not in places:
            near = did_you_mean(code, places)
            yield f"{code!r} is no node that is rated{f' ({near})' if near else ''}"
        if expected is not NOT_ASSESSED and expected.scale != scale:
            yield f"{code} was rated on scale {expected.scale.id!r}, not {scale.id!r}"


def _told(
    rater: Rater, case: RecordedCase, states: list[int | None], differing: list[str]
) -> Iterator[Disagreement]:
    """Explain each difference; most cases have none, so the whole outcome is made only here."""
    if not differing:
        return
    outcome = rater.outcome(case.answers, states)
    for code in differing:
        node = outcome[code]
        yield Disagreement(
            case=case.name,
            line=case.line,
            node=code,
            expected=case.expected[code],
            got=node.rating,
            state=node.state,
            sentences=node.explain().sentences,
            distance=distance(node),
        )


def _verification(
    rater: Rater, cases: int, compared: Counter[str], wrong: Counter[str], told: list[Disagreement]
) -> Verification:
    codes = [node.code for node in top_down(rater.nodes) if node.code in compared]
    return Verification(
        method=rater.method.id,
        method_digest=rater.method.digest,
        question_set=rater.question_set.id,
        set_digest=rater.question_set.digest,
        hypothetical=rater.hypothetical,
        cases=cases,
        nodes=tuple(
            Agreement(node=code, agreed=compared[code] - wrong[code], compared=compared[code])
            for code in codes
        ),
        disagreements=tuple(told),
    )
