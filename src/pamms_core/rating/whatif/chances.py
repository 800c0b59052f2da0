"""The exact probability of each rating at each node, given chances for open questions."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from itertools import product
from math import prod
from typing import TYPE_CHECKING, Final

import attrs

from pamms_core._display import counted, percent
from pamms_core._frozen import FrozenMap
from pamms_core.rating.tree import top_down
from pamms_core.rating.whatif.likelihoods import (
    UNIFORM,
    ChancesError,
    read_chance,
    read_chances,
    read_groups,
)
from pamms_core.rating.whatif.showing import Shown, node_named
from pamms_core.rating.whatif.spread import Likely, TooManyStatesError, spread
from pamms_core.rating.whatif.unanswered import open_places, possible_states

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pamms_core.answers import Answers
    from pamms_core.rating.engine import Rater
    from pamms_core.rating.tree import Node
    from pamms_core.rating.verdict import Verdict
    from pamms_core.rating.whatif.likelihoods import Chance, Given, Together
    from pamms_core.scale import Rating, Scale

__all__ = ["Chances", "NodeChances", "find_chances"]

_SMALLEST: Final = Fraction(1, 1000)
"""The smallest probability that is written as a number."""


@attrs.frozen(kw_only=True)
class NodeChances:
    """How likely each rating of one node is.

    >>> from pamms_core import Rater, load_answers, load_set
    >>> rater = Rater(load_set("east-of-england-accommodation"))
    >>> sheet = load_answers("solid-good", rater.question_set).changed({"F01": None})
    >>> node = rater.chances(sheet)["overall"]
    >>> node.likeliest, node.at_least("good")
    (<Rating Good>, Fraction(1, 1))
    """

    code: str
    name: str
    ratings: FrozenMap[Rating, Fraction]
    """The probability of each rating of the scale, best first."""
    unrated: FrozenMap[str, Fraction]
    """The probability of each state without a rating that can come about; also of ``undetermined``."""
    limits: FrozenMap[str, Fraction]
    """The probability that each limit of the node's rule acts, by its id."""

    @property
    def likeliest(self) -> Rating | str:
        """The rating, or the state without one, that is most likely; the better of two alike."""
        every: list[tuple[Rating | str, Fraction]] = [*self.ratings.items(), *self.unrated.items()]
        return max(every, key=lambda each: each[1])[0]

    def at_least(self, rating: Rating | str) -> Fraction:
        """Return the probability of a rating or a better one.

        Raises:
            UnknownNameError: there is no such rating.
        """
        scale = next(iter(self.ratings)).scale
        least = scale.parse(rating) if isinstance(rating, str) else rating
        return sum((chance for each, chance in self.ratings.items() if each >= least), Fraction())

    def __str__(self) -> str:
        every = {**{each.label: c for each, c in self.ratings.items()}, **self.unrated}
        told = (f"{label} {_shown(chance)}" for label, chance in every.items() if chance)
        return f"{self.name}: {', '.join(told)}."


@attrs.frozen(kw_only=True, repr=False)
class Chances(Shown):
    """How likely each rating of each node is.

    >>> from pamms_core import Rater, load_answers, load_set
    >>> rater = Rater(load_set("east-of-england-accommodation"))
    >>> answers = load_answers("poor-management", rater.question_set).changed({"A01": None, "F01": None})
    >>> chances = rater.chances(answers)
    >>> chances["standard-2"].at_least("good")
    Fraction(3, 4)
    """

    title: str
    nodes: tuple[NodeChances, ...]
    """Every node, from the top down."""
    open: tuple[str, ...]
    """The codes of the open questions."""
    together: tuple[tuple[str, ...], ...]
    """The codes of open questions that move together; all others move by themselves."""
    uniform: tuple[str, ...]
    """The codes of open questions all of whose answers are held to be alike likely."""
    unused: tuple[str, ...]
    """The codes of questions that chances were given for, but that are not open."""
    hypothetical: tuple[str, ...]
    """The changes to set and method that make it a what-if (S5)."""

    def __getitem__(self, code: str) -> NodeChances:
        """Return a node's chances by its code, or raise UnknownNameError."""
        return node_named(self.nodes, code)

    def rows(self) -> tuple[dict[str, object], ...]:
        """Return a plain row for each node and each rating or state of it."""
        return tuple(
            {"node": node.code, "name": node.name, "rating": str(label), "probability": chance}
            for node in self.nodes
            for label, chance in (*node.ratings.items(), *node.unrated.items())
        )

    @property
    def subject(self) -> str:
        """What it is about, in a few words."""
        return f"Chances of {self.title!r} with {counted(len(self.open), 'open question')}"

    @property
    def notes(self) -> tuple[str, ...]:
        """What was assumed."""
        told = [f"{len(self.uniform)} of {len(self.open)} open questions have every answer alike likely"]
        told += [f"{', '.join(codes)} move together" for codes in self.together]
        if self.unused:
            told.append(f"chances of {counted(len(self.unused), 'question')} not open were not used")
        others = "others move" if self.together else "each open question moves"
        return (*told, f"{others} independently of each other")

    @property
    def lines(self) -> tuple[str, ...]:
        """A sentence for each node."""
        return tuple(map(str, self.nodes))

    @property
    def columns(self) -> tuple[str, ...]:
        """The headings of the table."""
        unrated = dict.fromkeys(state for node in self.nodes for state in node.unrated)
        return ("Part", *(rating.label for rating in self.nodes[0].ratings), *unrated)

    @property
    def cells(self) -> Iterator[tuple[str, ...]]:
        """The rows of the table."""
        for node in self.nodes:
            every = {**{each.label: c for each, c in node.ratings.items()}, **node.unrated}
            shown = (every.get(each) for each in self.columns[1:])
            yield (node.name, *(_shown(each) if each else "" for each in shown))

    @property
    def summary(self) -> str:
        """What the top comes to."""
        return str(self.nodes[0]).rstrip(".")


def _shown(chance: Fraction) -> str:
    """Write a probability so that what is possible is never shown as 0, nor as certain."""
    if 0 < chance < _SMALLEST:
        return f"< {percent(_SMALLEST)}"
    return f"> {percent(1 - _SMALLEST)}" if 1 - _SMALLEST < chance < 1 else percent(chance)


def find_chances(  # noqa: PLR0913 (each is an input choice of its own)
    rater: Rater,
    answers: Answers,
    chances: Given = UNIFORM,
    *,
    questions: Iterable[str] | None,
    groups: Together,
    flags: Mapping[str, Chance],
    not_assessed: bool,
    reopen: bool,
    most: int,
) -> Chances:
    """Find how likely each rating is; see :meth:`pamms_core.Rater.chances`."""
    states = rater.states(answers)
    places = open_places(rater, states, questions, reopen=reopen)
    open_ = {at: possible_states(rater, at, not_assessed=not_assessed) for at in places}
    reasons: list[str] = []
    alone = read_chances(rater, chances, open_, reasons)
    together = read_groups(rater, groups, open_, reasons)
    flagged = _read_flags(rater, answers, flags, reasons)
    grouped = {at for group in together for at in group.places}
    named = [] if isinstance(chances, str) else [c for c, given in chances.items() if given != UNIFORM]
    reasons += [
        f"{code}: has chances of its own and in a group" for code in named if _in(rater, code, grouped)
    ]
    if reasons:
        raise ChancesError(reasons)
    alone = {at: weights for at, weights in alone.items() if at not in grouped}
    found = _found(rater, answers, Likely(alone=alone, groups=together, states=states), flagged, most)
    codes = [rater.questions[at].code for at in places]
    return Chances(
        title=answers.title or answers.set_id,
        nodes=tuple(found),
        open=tuple(codes),
        together=tuple(tuple(rater.questions[at].code for at in each.places) for each in together),
        uniform=tuple(rater.questions[at].code for at in alone if rater.questions[at].code not in named),
        unused=tuple(code for code in named if code not in codes),
        hypothetical=rater.hypothetical,
    )


def _in(rater: Rater, code: str, places: set[int]) -> bool:
    return any(rater.questions[at].code == code for at in places)


def _read_flags(
    rater: Rater, answers: Answers, flags: Mapping[str, Chance], reasons: list[str]
) -> dict[str, Fraction]:
    """Read the chances of flags that were not given."""
    found: dict[str, Fraction] = {}
    for name, chance in flags.items():
        if name not in rater.method.flags:
            reasons.append(
                f"flag {name!r} is not one of the method's: {', '.join(rater.method.flags) or 'none'}"
            )
        elif name in answers.flags:
            reasons.append(f"flag {name!r} is given already")
        else:
            try:
                found[name] = read_chance(chance)
            except ValueError as error:
                reasons.append(f"flag {name!r}: {error}")
    return found


def _found(
    rater: Rater, answers: Answers, likely: Likely, flagged: Mapping[str, Fraction], most: int
) -> Iterator[NodeChances]:
    """Yield the chances of every node from the top down: those under each guess, by its chance."""
    by_place: dict[int, dict[Verdict, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    for guess in product([False, True], repeat=len(flagged)):
        given = dict(zip(flagged, guess, strict=True))
        chance = prod((p if given[name] else 1 - p for name, p in flagged.items()), start=Fraction(1))
        if chance:
            for at, verdict, share in _shares(rater, {**answers.flags, **given}, likely, most):
                by_place[at][verdict] += share * chance
    places = {id(node): at for at, node in enumerate(rater.nodes)}
    for node in top_down(rater.nodes):
        yield _node_chances(rater, node, by_place[places[id(node)]])


def _shares(
    rater: Rater, flags: Mapping[str, bool], likely: Likely, most: int
) -> Iterator[tuple[int, Verdict, Fraction]]:
    worlds = list(rater.worlds(flags)[1].values())
    done: list[NodeChances] = []
    try:
        for at, weighted in enumerate(spread(rater, worlds, likely, most)):
            every = sum(weight for _, weight in weighted)
            shares = [(verdict, Fraction(weight, every)) for verdict, weight in weighted]
            done.append(_node_chances(rater, rater.nodes[at], _merged(shares)))
            yield from ((at, verdict, share) for verdict, share in shares)
    except TooManyStatesError as error:
        raise TooManyStatesError(error.node, error.combinations, error.most, tuple(done)) from None


def _merged(shares: Sequence[tuple[Verdict, Fraction]]) -> dict[Verdict, Fraction]:
    found: dict[Verdict, Fraction] = defaultdict(Fraction)
    for verdict, share in shares:
        found[verdict] += share
    return found


def _node_chances(rater: Rater, node: Node, found: Mapping[Verdict, Fraction]) -> NodeChances:
    scale: Scale = rater.question_set.framework.scale
    ratings = dict.fromkeys(scale, Fraction())
    unrated: dict[str, Fraction] = defaultdict(Fraction)
    limits = dict.fromkeys((limit.id for limit in rater.method.rule_of(node).limits), Fraction())
    for verdict, share in found.items():
        if verdict.rating is None:
            unrated[verdict.state.value] += share
        else:
            ratings[verdict.rating] += share
        for limit in verdict.acting:
            limits[limit.id] += share
    return NodeChances(
        code=node.code,
        name=node.name,
        ratings=FrozenMap(ratings),
        unrated=FrozenMap(unrated),
        limits=FrozenMap(limits),
    )
