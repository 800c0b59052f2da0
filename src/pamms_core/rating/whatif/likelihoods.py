"""How likely each answer to an open question is: uniform, given, or learned from counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, Final, TypeAlias

from pamms_core.answers import NOT_ASSESSED, Answers
from pamms_core.errors import PammsError, UnknownNameError
from pamms_core.rating.whatif.asking import Told, places_of, read_state, state_label
from pamms_core.rating.whatif.spread import Group
from pamms_core.scale import Rating
from pamms_core.standards.question_set import QuestionSet

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pamms_core.rating.engine import Rater

__all__ = [
    "UNIFORM",
    "Chance",
    "ChancesError",
    "Given",
    "Together",
    "learned_chances",
    "read_chance",
    "read_chances",
    "read_groups",
]

UNIFORM: Final = "uniform"

Chance: TypeAlias = Fraction | int | str
"""An exact number from 0 to 1: a fraction, or a text such as ``"1/4"`` or ``"0.25"``."""

Given: TypeAlias = "str | Mapping[str, str | Mapping[Told, Chance]]"
"""By code, the chance of each answer; all alike if ``"uniform"``."""

Together: TypeAlias = "Mapping[tuple[str, ...], str | Mapping[tuple[Told, ...] | Told, Chance]]"
"""By the codes of questions that move together, the chance of each row of answers to them; a
single answer in place of a row is that of all. ``"uniform"``: all have the same rating, each alike.
"""


class ChancesError(PammsError, ValueError):
    """Chances that cannot be; lists every reason.

    >>> raise ChancesError(["A01: its chances sum to 3/4, not 1"])
    Traceback (most recent call last):
    ...
    pamms_core.rating.whatif.likelihoods.ChancesError: A01: its chances sum to 3/4, not 1
    """

    def __init__(self, reasons: Iterable[str]) -> None:
        self.reasons: tuple[str, ...] = tuple(reasons)
        super().__init__(self.reasons)

    def __str__(self) -> str:
        return "; ".join(self.reasons)


def learned_chances(
    question_set: QuestionSet, sheets: Iterable[Answers], *, prior: int = 1, not_assessed: bool = False
) -> dict[str, dict[Told, Fraction]]:
    """Learn how likely each answer is from recorded sheets: the share of sheets that have it.

    Args:
        question_set: the set that was answered; questions that ask for a number are passed over.
        sheets: the recorded sheets.
        prior: how often each answer is counted before any sheet is looked at, so that none is
            held to be impossible because it has not occurred yet (Laplace's rule).
        not_assessed: whether *not assessed* counts as an answer, or is passed over.

    Raises:
        ChancesError: it is given no question set, or no answer sheets; the prior is negative, or it
            is 0 and a question has no answer on any sheet.

    >>> from pamms_core import load_answers, load_set
    >>> question_set = load_set("east-of-england-accommodation")
    >>> sheets = [load_answers(each, question_set) for each in ("solid-good", "poor-management")]
    >>> learned_chances(question_set, sheets)["A01"]["good"]
    Fraction(1, 2)
    """
    listed = _given(question_set, sheets)
    if prior < 0:
        raise ChancesError([f"the prior must be 0 or more, not {prior!r}"])
    counts: dict[str, Counter[str]] = {
        each.code: Counter() for each in question_set if each.most is None
    }
    for sheet in listed:
        for code, answer in sheet.entries.items():
            if code in counts and isinstance(answer.rating, Rating):
                counts[code][answer.rating.key] += 1
            elif code in counts and not_assessed and answer.rating is NOT_ASSESSED:
                counts[code][NOT_ASSESSED.value] += 1
    keys = [*question_set.framework.scale.keys, *([NOT_ASSESSED.value] if not_assessed else [])]
    found = {code: {key: seen[key] + prior for key in keys} for code, seen in counts.items()}
    if never := [code for code, seen in found.items() if not sum(seen.values())]:
        raise ChancesError(f"{code}: no sheet has an answer, and there is no prior" for code in never)
    return {
        code: {key: Fraction(number, sum(seen.values())) for key, number in seen.items()}
        for code, seen in found.items()
    }


def _given(question_set: object, sheets: object) -> list[Answers]:
    """Return the sheets, if they are some and the set is one; callers without types pass others."""
    if not isinstance(question_set, QuestionSet):
        wanted = "a question set, as load_set gives one (of a Rater: its question_set)"
        raise ChancesError([f"chances are learned for {wanted}, not for {_kind(question_set)}"])
    if isinstance(sheets, Answers) or not isinstance(sheets, Iterable):
        raise ChancesError([f"sheets must be a list of answer sheets, not {_kind(sheets)}"])
    listed = list(sheets)
    if odd := [place for place, each in enumerate(listed) if not isinstance(each, Answers)]:
        reasons = (f"sheets[{at}] must be an answer sheet, not {_kind(listed[at])}" for at in odd)
        raise ChancesError(reasons)
    return listed


def _kind(given: object) -> str:
    return f"{given!r:.80}" if given is None or isinstance(given, str) else type(given).__name__


def read_chances(
    rater: Rater, given: Given, open_: Mapping[int, Sequence[int | None]], reasons: list[str]
) -> dict[int, dict[int | None, int]]:
    """Return the weight of each state of each open question; those not named are uniform.

    Chances of questions that are not open are read too, and not used.

    Args:
        rater: the set and method.
        given: the chances by code.
        open_: by the place of each open question, the states it may have.
        reasons: takes all that is wrong.
    """
    found: dict[int, dict[int | None, int]] = {at: dict.fromkeys(may, 1) for at, may in open_.items()}
    if given == UNIFORM:
        return found
    if isinstance(given, str):
        reasons.append(f"chances must be 'uniform' or given by code, not {given!r:.80}")
        return found
    for code, rows in given.items():
        (place,) = places_of(rater, [code])
        if not isinstance(rows, str):
            chances: dict[tuple[Told, ...], Chance] = {(told,): each for told, each in rows.items()}
            read = {state: w for (state,), w in _rows(rater, [place], chances, reasons)}
            if place in open_:
                found[place] = read
        elif rows != UNIFORM:
            reasons.append(f"{code}: must be 'uniform' or a chance for each answer, not {rows!r:.80}")
    return found


def read_groups(
    rater: Rater, given: Together, open_: Mapping[int, Sequence[int | None]], reasons: list[str]
) -> tuple[Group, ...]:
    """Return the questions that move together, with their joint rows."""
    found: list[Group] = []
    taken: set[int] = set()
    for codes, rows in given.items():
        places = places_of(rater, codes)
        name = ", ".join(codes)
        if taken & set(places) or len(set(places)) < len(places) or not places[1:]:
            reasons.append(f"{name}: a group must have two questions or more, each in one group once")
        elif left := [rater.questions[at].code for at in places if at not in open_]:
            reasons.append(f"{name}: {', '.join(left)} not among the open questions")
        elif isinstance(rows, str):
            found.append(Group(tuple(places), _alike(rater, places, open_, rows, reasons)))
        else:
            joint = {
                each if isinstance(each, tuple) else (each,) * len(places): chance
                for each, chance in rows.items()
            }
            found.append(Group(tuple(places), tuple(_rows(rater, places, joint, reasons))))
        taken |= set(places)
    return tuple(found)


def _alike(
    rater: Rater,
    places: Sequence[int],
    open_: Mapping[int, Sequence[int | None]],
    rows: str,
    reasons: list[str],
) -> tuple[tuple[tuple[int | None, ...], int], ...]:
    """Give all questions of a group the same state, each alike likely."""
    name = ", ".join(rater.questions[at].code for at in places)
    if rows != UNIFORM:
        reasons.append(f"{name}: must be 'uniform' or a chance for each row, not {rows!r:.80}")
    if any(rater.questions[at].most is not None for at in places):
        reasons.append(f"{name}: questions that ask for a number need a chance for each row")
    return tuple(((state,) * len(places), 1) for state in open_[places[0]])


def _rows(
    rater: Rater, places: Sequence[int], rows: Mapping[tuple[Told, ...], Chance], reasons: list[str]
) -> list[tuple[tuple[int | None, ...], int]]:
    """Read rows of answers with their chances, as whole weights; chances of 0 are dropped."""
    questions = [rater.questions[at] for at in places]
    name = ", ".join(question.code for question in questions)
    found: dict[tuple[int | None, ...], Fraction] = {}
    before = len(reasons)
    for told, chance in rows.items():
        if len(told) != len(questions):
            reasons.append(f"{name}: a row must have {len(questions)} answers, not {told!r:.80}")
            continue
        try:
            states = tuple(read_state(rater, *each) for each in zip(questions, told, strict=True))
            exact = read_chance(chance)
        except (ValueError, UnknownNameError) as error:
            reasons.append(f"{name}: {error}")
            continue
        if states in found:
            labels = map(state_label, [rater] * len(places), places, states)
            reasons.append(f"{name}: {', '.join(labels)} is given twice")
        found[states] = exact
    if len(reasons) == before and sum(found.values()) != 1:
        reasons.append(f"{name}: its chances sum to {sum(found.values())}, not 1")
    scale = lcm(*(each.denominator for each in found.values()))
    return [(states, int(chance * scale)) for states, chance in found.items() if chance]


def read_chance(chance: object) -> Fraction:
    """Read an exact chance.

    Raises:
        ValueError: it is no exact number, or not from 0 to 1.

    >>> read_chance("0.25")
    Fraction(1, 4)
    """
    if isinstance(chance, bool) or not isinstance(chance, Fraction | int | str):
        raise ValueError(f"a chance must be exact, such as Fraction(1, 4) or '0.25', not {chance!r:.80}")  # noqa: TRY004
    try:
        exact = Fraction(chance)
    except (ValueError, ZeroDivisionError):
        raise ValueError(f"a chance must be a number, such as '1/4', not {chance!r:.80}") from None
    if not 0 <= exact <= 1:
        raise ValueError(f"a chance must be from 0 to 1, not {exact}")
    return exact
