"""Laws of views, for random facts, policies and cases."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st

from pamms_core._frozen import FrozenMap
from pamms_core.testing.machines import BEGIN, Tally, actors, commands, gaps, machines
from pamms_core.workflow import (
    Actor,
    Case,
    Log,
    Machine,
    Moment,
    Open,
    Reason,
    Rule,
    advance,
    command_name,
    decide,
    guard,
    open_case,
)
from pamms_core.workflow.openings import Opening, ViewPolicy
from pamms_core.workflow.option import options
from pamms_core.workflow.views import view

if TYPE_CHECKING:
    from collections.abc import Callable


@attrs.frozen
class Remark:
    """Something that somebody said."""

    text: str
    person: str


@attrs.frozen(kw_only=True)
class Known:
    """Facts of every shape."""

    title: str
    rating: str | None
    remarks: tuple[Remark, ...]
    by_code: FrozenMap[str, Remark]
    alerts: frozenset[Remark]
    last: Remark | None


PARTS = ("remarks", "by_code", "alerts", "last")
PATHS = ("title", "rating", *PARTS, *(f"{name}.{part}" for name in PARTS for part in ("text", "person")))

words = st.sampled_from(["", "a", "b", "c"])
remarks = st.builds(Remark, words, words)
known = st.builds(
    Known,
    title=words,
    rating=st.none() | words,
    remarks=st.lists(remarks, max_size=2).map(tuple),
    by_code=st.dictionaries(words, remarks, max_size=2).map(FrozenMap),
    alerts=st.frozensets(remarks, max_size=3),
    last=st.none() | remarks,
)

READERS: tuple[Callable[[Known], object], ...] = (
    lambda facts: facts.title == "a",
    lambda facts: facts.rating is None,
    lambda facts: any(each.person == "a" for each in facts.remarks),
    lambda facts: len(facts.remarks) > 1,
    lambda facts: [each.text for each in facts.by_code.values()] == ["a"],
    lambda facts: len(facts.alerts) > 1,
    lambda facts: min(facts.alerts, key=repr).text == "a",
    lambda facts: facts.last is not None and facts.last.person == "b",
    lambda facts: hash(facts) % 2,
    lambda facts: str(facts) > "L",
    lambda facts: (
        facts
        == Known(title="", rating=None, remarks=(), by_code=FrozenMap(), alerts=frozenset(), last=None)
    ),
    lambda facts: attrs.evolve(facts, title="").rating == "a",
)

FEWER = settings(max_examples=settings().max_examples // 3)
"""Drawing a machine takes long."""


def asks(number: int) -> Rule:
    """Make a row whose guard reads the facts in one of many ways, and tells what it found."""

    @guard({f"found-{number}": "It found {found}."}, f"guard-{number}")
    def reads(case: Case[Any], _: Moment) -> Reason | None:
        found = READERS[number](case.facts)
        return Reason.of(f"found-{number}", found=str(found)) if found else None

    return Rule(
        id=f"row-{number}",
        command=attrs.make_class(f"Ask{number}", [], frozen=True),
        to="over",
        roles=["reader"],
        guards=[reads],
    )


ASKING: Machine[Known] = Machine(
    id="asking",
    edition="1",
    states=["open", "over"],
    ends=["over"],
    roles=["reader"],
    opening=Rule(id="open", command=Open, to="open", roles=["reader"], apply=lambda _f, c, _m: c.facts),
    rules=[asks(number) for number in range(len(READERS))],
    facts=Known,
)
READER = Actor("rea", ["reader"])


def mixed(shown: Any, hidden: Any, paths: set[str], name: str = "") -> Any:
    """Make a value that is like the first where it is open, and like the second where it is not."""
    if name in paths:
        return shown
    below = [each for each in paths if each.startswith(f"{name}." if name else "")]
    if not below:
        return hidden
    if isinstance(shown, tuple | frozenset):
        others = [*hidden] or [Remark("c", "c")]
        pairs = zip(shown, others * len(shown), strict=False)
        return type(shown)(mixed(each, other, paths, name) for each, other in pairs)
    if isinstance(shown, FrozenMap):
        other = next(iter(hidden.values()), Remark("c", "c"))
        return FrozenMap({key: mixed(each, other, paths, name) for key, each in shown.items()})
    if shown is None:
        return None
    other = Remark("c", "c") if hidden is None else hidden
    parts = [each.name for each in attrs.fields(type(shown))]
    dotted = {part: f"{name}.{part}" if name else part for part in parts}
    return attrs.evolve(
        shown, **{p: mixed(getattr(shown, p), getattr(other, p), paths, dotted[p]) for p in parts}
    )


class TestNothingHiddenIsTold:
    """Two cases that differ only in what is hidden give equal views."""

    @given(known, known, st.sets(st.sampled_from(PATHS)))
    def test_of_facts(self, shown: Known, hidden: Known, paths: set[str]) -> None:
        """Whatever facts are open, the others change neither facts nor options of a view."""
        policy = ViewPolicy(
            machine=ASKING, openings=[Opening(to="reader", states="*", facts=paths, options="*")]
        )
        case = open_case(ASKING, Open(shown), by=READER, at=BEGIN).case
        other = attrs.evolve(case, facts=mixed(shown, hidden, paths))
        assert view(policy, case, READER, BEGIN) == view(policy, other, READER, BEGIN)

    @FEWER
    @given(st.data(), machines())
    def test_of_facts_clocks_and_steps(self, data: st.DataObject, machine: Machine[Tally]) -> None:
        """In random cases of random machines, hidden facts, clocks and steps leave no trace."""
        machine = attrs.evolve(machine, facts=Tally)
        case, at = drawn_case(data, machine)
        opening = data.draw(drawn_opening(machine))
        policy = ViewPolicy(machine=machine, openings=[opening])
        other = attrs.evolve(
            case,
            facts=data.draw(drawn_facts(case.facts, opening)),
            clocks=tuple(each for each in case.clocks if open_in(opening.clocks, each.name)),
            log=Log.of(each for each in case.log if open_in(opening.entries, each.name)),
            version=data.draw(st.integers(0, 9)) if opening.entries != ("*",) else case.version,
        )
        viewer = data.draw(actors())
        assert view(policy, case, viewer, at) == view(policy, other, viewer, at)


class TestWhatIsOpenIsTold:
    """Where everything is open, a view says what the case does."""

    @FEWER
    @given(st.data(), machines())
    def test_options_are_those_of_the_kernel(self, data: st.DataObject, machine: Machine[Tally]) -> None:
        """With nothing hidden, a view's options are exactly those that the kernel gives."""
        machine = attrs.evolve(machine, facts=Tally)
        case, at = drawn_case(data, machine)
        everything = Opening(
            to=machine.roles, states="*", facts="*", entries="*", people=True, clocks="*", options="*"
        )
        viewer = attrs.evolve(data.draw(actors()), roles=["clerk"])
        found = view(ViewPolicy(machine=machine, openings=[everything]), case, viewer, at)
        expected = options(machine, case, by=viewer, at=at)
        assert [(o.name, o.reasons, o.still_open) for o in found.options] == [
            (o.name, o.reasons, o.still_open) for o in expected
        ]
        assert all(each.hidden == () for each in found.options)
        assert found.facts["count"] == case.facts.count
        assert len(found.entries) == len(case.log)


def drawn_case(data: st.DataObject, machine: Machine[Any]) -> tuple[Case[Any], Any]:
    """Draw a case at a moment at which time has nothing left to do."""
    at = BEGIN
    case = open_case(machine, Open(None), by=Actor("ann", ["clerk"]), at=at).case
    for _ in range(data.draw(st.integers(0, 6))):
        at += data.draw(gaps())
        case = advance(machine, case, at).case
        case = decide(machine, case, data.draw(commands()), by=data.draw(actors()), at=at).case
    at += timedelta(hours=1)
    case = advance(machine, case, at).case
    clocks = tuple(attrs.evolve(clock, steps=()) for clock in case.clocks)
    return attrs.evolve(case, clocks=clocks, wake=None), at


@st.composite
def drawn_opening(draw: st.DrawFn, machine: Machine[Any]) -> Opening:
    """Draw an opening for every role, of some facts, clocks, steps and options."""
    names = [command_name(each) for each in machine.rows_of]
    steps = draw(st.just(["*"]) | st.lists(st.sampled_from([*names, "fell-due"])))
    return Opening(
        to=machine.roles,
        states="*",
        facts=tuple(draw(st.sets(st.sampled_from(["count", "authors", "marks"])))),
        entries=[each if each == "*" else f"{each}.*" for each in steps],
        people=draw(st.booleans()),
        clocks=[each for each in machine.clocks if draw(st.booleans())],
        options="*",
    )


@st.composite
def drawn_facts(draw: st.DrawFn, facts: Tally, opening: Opening) -> Tally:
    """Draw other facts, the same where they are open."""
    texts = st.lists(st.sampled_from(["ann", "ben", "cas"]), max_size=2).map(tuple)
    other = draw(st.builds(Tally, st.integers(0, 9), texts, texts))
    return attrs.evolve(other, **{name: getattr(facts, name) for name in opening.facts})


def open_in(paths: tuple[str, ...], name: str) -> bool:
    """Tell whether an opening names something."""
    return any(path in ("*", name) or path.startswith(f"{name}.") for path in paths)
