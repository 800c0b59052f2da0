"""What is wrong with a table is told when it is built, all at once, row by row."""

from __future__ import annotations

from typing import Any

import attrs
import pytest
from loans import Lend, Loan, Return, loans, may_renew, opening, rows

from pamms_core.workflow import (
    ANYWHERE,
    Choice,
    Extend,
    FellDue,
    Machine,
    MachineError,
    Notify,
    Occasion,
    Open,
    RowError,
    Rule,
    Start,
    Suspend,
    TableMistake,
    guard,
    in_person,
)


@attrs.frozen
class Wave:
    """A command that no row of the table has yet."""


@attrs.define
class Open2:
    """A command that is not frozen."""


@attrs.frozen
class Other:
    """Another command by the name of one that is there."""

    command_name = "lend"


def row(**parts: Any) -> Rule:
    """Make one more row, from the state `lent`, for a librarian."""
    usual: dict[str, Any] = {"id": "more", "command": Wave, "from_states": "lent", "roles": "librarian"}
    return Rule(**usual | parts)


def mistakes(*more: Rule, without: str = "", **changed: Any) -> list[str]:
    """Build the table and return its mistakes, of which there must be some."""
    with pytest.raises(MachineError, match="cannot be used:\n  ") as caught:
        loans(*more, without=without, **changed)
    assert all(isinstance(each, TableMistake) for each in caught.value.mistakes)
    return [str(each) for each in caught.value.mistakes]


@guard({})
def silent(*_: object) -> None:
    """Give no reason, ever."""


@guard({"wrong-state": "Not here."})
def kernels(*_: object) -> None:
    """Take a code of the kernel's."""


@guard({"renewed-too-often": "Enough."})
def renamed(*_: object) -> None:
    """Take another guard's code with another sentence."""


@guard({"reaching": "Not {person.id}.", "": "Nothing."})
def reaching(*_: object) -> None:
    """Reach into a value, and have an empty code."""


ROW = "row 'more': "


@pytest.mark.parametrize(
    ("parts", "problems"),
    [
        ({"from_states": ["lentt"]}, ["unknown state 'lentt' (did you mean 'lent'?)"]),
        ({"from_states": ()}, ["it applies in no state"]),
        ({"from_states": ["lost"]}, ["nothing leads out of the end 'lost'"]),
        ({"to": "shelf"}, ["unknown state 'shelf'"]),
        ({"to": Choice("none", [], lambda *_: "lent")}, ["its choice lists no state"]),
        ({"roles": ["libarian"]}, ["unknown role 'libarian' (did you mean 'librarian'?)"]),
        ({"roles": ()}, ["no role may do it"]),
        ({"notices": [Notify("n", "mayor")]}, ["unknown role 'mayor'"]),
        ({"command": FellDue}, ["it has neither a command nor an occasion (when)"]),
        ({"command": int}, ["a command type is a frozen attrs class, not <class 'int'>"]),
        ({"command": "wave"}, ["a command type is a frozen attrs class, not 'wave'"]),
        ({"command": Open2}, ["Open2 is not frozen"]),
        ({"command": Other}, ["another command type is called 'lend' too"]),
        ({"guards": [silent]}, ["guard 'silent': it declares no reason with a code"]),
        ({"guards": [kernels]}, ["guard 'kernels': the code 'wrong-state' is the kernel's own"]),
        (
            {"guards": [renamed]},
            ["guard 'renamed': the code 'renewed-too-often' has another sentence elsewhere"],
        ),
        ({"within": "lone"}, ["unknown clock 'lone' (did you mean 'loan'?) (no row starts it)"]),
        ({"stops": "tea"}, ["unknown clock 'tea' (no row starts it)"]),
        ({"starts": [Start("tea", "1 day")]}, ["no row ever stops the clock 'tea' that it starts"]),
        ({"stops": "loan", "resumes": "loan"}, ["it does 2 things to the clock 'loan' at once"]),
        (
            {"command": Lend, "from_states": ["asked"]},
            ["could fire as well as 'lend' for lend in the state 'asked'"],
        ),
        (
            {"command": FellDue, "when": Occasion("tea")},
            ["time itself takes the step, so no role may do it"],
        ),
        (
            {"when": Occasion("loan", after="28 days"), "roles": ()},
            ["a row of time has no command"],
        ),
    ],
    ids=lambda each: str(each[0])[:40] if isinstance(each, list) else "",
)
def test_a_row_with_a_mistake_is_named(parts: dict[str, Any], problems: list[str]) -> None:
    """Each mistake says which row, what is wrong and what may have been meant."""
    found = mistakes(row(**parts))
    assert found[: len(problems)] == [ROW + each for each in problems]


def test_two_rows_of_time_cannot_share_an_occasion() -> None:
    """Two rows for one occasion in one state could both fire."""
    found = mistakes(Rule(id="more", when=Occasion("loan", after="28 days"), from_states="lent"))
    assert found == [
        ROW + "could fire as well as 'lose' for when 28 days after loan was due in the state 'lent'"
    ]


def test_a_sentence_must_not_reach_into_values() -> None:
    """A placeholder is a plain name; and a code is not empty."""
    found = mistakes(row(guards=[reaching]))
    assert found == [
        ROW + "guard 'reaching': a placeholder must be a plain name in braces, not {person.id}"
        " in 'Not {person.id}.'",
        ROW + "guard 'reaching': an empty code",
    ]


@pytest.mark.parametrize(
    ("changed", "problems"),
    [
        (
            {"states": ["asked", "lent", "lent"], "ends": ["lent"]},
            ["states: 'lent' stands there 2 times"],
        ),
        ({"ends": []}, ["ends: there must be at least one end"]),
        ({"ends": ["returned", "shelf"]}, ["ends: unknown state 'shelf'"]),
        ({"ends": ["lost", "lost"]}, ["ends: 'lost' stands there 2 times"]),
        (
            {"roles": ["reader", "librarian", "mayor"]},
            ["roles: 'mayor' is never granted anything and gets no message"],
        ),
        ({"id": ""}, ["id: must not be empty"]),
        (
            {"states": ["asked", "lent", "in-repair", "returned", "lost", "*"]},
            ["states: '*' cannot be a name"],
        ),
        ({"opening": opening(to=None)}, ["row 'ask': it must lead to a state"]),
        (
            {"opening": opening(from_states="asked")},
            ["row 'ask': it opens the case, so it has no from-states"],
        ),
        ({"opening": opening(stops="loan")}, ["row 'ask': no clock runs before it"]),
    ],
    ids=lambda each: str(each[0]) if isinstance(each, list) else "",
)
def test_a_mistake_of_the_whole_is_named(changed: dict[str, Any], problems: list[str]) -> None:
    """Names that are twice there, unknown, unused or reserved, and an opening that is none."""
    found = mistakes(**changed)
    assert set(problems) <= set(found)


def test_time_cannot_open_a_case() -> None:
    """The opening is somebody's doing."""
    found = mistakes(opening=opening(command=FellDue))
    assert "row 'ask': no row of time can open a case" in found


def test_all_mistakes_come_at_once() -> None:
    """Three rows with a mistake each give three lines."""
    found = mistakes(row(to="shelf"), row(id="two", roles="mayor"), row(id="two"))
    assert len(found) >= 3
    assert "rules: 'two' stands there 2 times" in found


def test_a_state_that_nothing_leads_to_is_named() -> None:
    """Without the choice nobody reaches `in-repair`."""
    found = mistakes(
        Rule(
            id="return",
            command=Return,
            from_states="lent",
            to="returned",
            roles="librarian",
            stops="loan",
        ),
        without="return",
    )
    assert found == ["states: nothing leads to 'in-repair'"]


def test_a_state_without_a_way_to_an_end_is_named() -> None:
    """Without `mend` and without `lose` a damaged book stays where it is for good."""
    found = mistakes(
        without="mend lose", states=["asked", "lent", "in-repair", "returned"], ends=["returned"]
    )
    assert found == ["states: no way leads from 'in-repair' to an end"]


def test_a_clock_that_outlives_its_case_is_named_with_the_row() -> None:
    """A row may not end the case with a clock running, or with one suspended."""
    found = mistakes(Rule(id="give", command=Wave, from_states="lent", to="lost", roles="librarian"))
    assert found == ["row 'give': it may end the case in 'lost' with the clock 'loan' running"]


def test_a_clock_that_may_fall_due_unforeseen_is_named_with_the_state() -> None:
    """If a row says what happens at the due date in one state, some row must in every other."""
    due = Rule(id="over", when=Occasion("loan"), from_states="asked")
    assert mistakes(due) == [
        "clock 'loan': may fall due in the state 'lent', and no row says what happens there"
    ]
    assert loans(Rule(id="over", when=Occasion("loan")))


def test_suspending_and_resuming_are_followed() -> None:
    """A clock that is suspended in a state cannot fall due in it."""
    parts: dict[str, Any] = {"command": Wave, "roles": "librarian"}
    pause = Rule(
        id="pause", from_states="lent", to="in-repair", suspends=[Suspend("loan", "why")], **parts
    )
    found = mistakes(pause)
    assert found == ["row 'mend': it may end the case in 'returned' with the clock 'loan' running"]


def test_the_fingerprint_is_of_what_the_table_says() -> None:
    """Equal tables have one fingerprint; sentences do not count; anything else does."""
    again = loans()
    assert again.key == loans().key
    assert again.key.fingerprint.startswith("sha256:")
    changes: list[dict[str, Any]] = [
        {"id": "lease"},
        {"edition": "2"},
        {"ends": ["lost", "returned"]},
        {"opening": opening(source="D1")},
        {"rules": list(reversed(rows().values()))},
    ]
    keys = {loans(**each).key for each in changes} | {again.key}
    assert len(keys) == len(changes) + 1
    other = guard({"renewed-too-often": "Enough, {book}: {times}."}, name="may-renew")(may_renew.check)
    reworded = [
        attrs.evolve(each, guards=[other]) if each.id == "renew" else each for each in again.rules
    ]
    assert loans(rules=reworded).key == again.key


def test_a_machine_can_be_asked_what_it_holds() -> None:
    """Commands, clocks, states of a row, reasons: all are readings of the table."""
    machine = loans()
    assert list(machine.commands) == ["open", "lend", "renew", "hold", "go-on", "rename", "return"]
    assert machine.clocks == ("loan",)
    assert machine.initial == ("asked",)
    assert machine.states_of(machine.by_id["rename"]) == ("asked", "lent", "in-repair")
    assert machine.states_of(machine.opening) == ("(new)",)
    assert [each.id for each in machine.time_rows["loan"]] == ["remind", "chase", "lose"]
    assert {"renewed-too-often", "is-the-author", "too-late"} <= set(machine.sentences.texts)
    assert machine.by_id["rename"].from_states == ANYWHERE
    assert "loan" in repr(machine)


@pytest.mark.parametrize("part", ["states", "ends", "roles"])
def test_a_text_is_no_list_of_texts(part: str) -> None:
    """The letters of a text would become states."""
    with pytest.raises(TypeError, match=r"not the text 'lent'; write \['lent'\]") as caught:
        loans(**{part: "lent"})
    assert caught.type is TypeError


def test_what_can_be_several_may_be_one() -> None:
    """One guard, one notice or one thing done to a clock needs no list."""
    notice, more = Notify("told", "reader"), Extend("loan", "1 day", "ill")
    row = Rule(id="r", guards=in_person, notices=notice, starts=Start("loan", "1 day"), extends=more)
    assert (row.guards, row.notices, row.extends) == ((in_person,), (notice,), (more,))
    assert row.starts == (Start("loan", "1 day"),)
    assert Rule(id="r", suspends=Suspend("loan", "ill")).suspends == (Suspend("loan", "ill"),)


def test_a_row_of_wrong_parts_is_named_with_all_of_them() -> None:
    """Most of all a function that lacks ``@guard``: it has no code to refuse with."""

    def forgotten(_case: object, _moment: object) -> None:
        return None

    parts: dict[str, Any] = {"guards": [forgotten, in_person], "starts": ["loan"]}
    with pytest.raises(RowError, match="row 'lend': guards: <function") as caught:
        Rule(id="lend", **parts)
    assert caught.value.rule == "lend"
    first, second = caught.value.problems
    assert first.endswith("is no Guard, made with @guard or @command_guard")
    assert second == "starts: 'loan' is no Start, such as Start('comments', '14 days')"
    assert isinstance(caught.value, TypeError)


def test_an_occasion_is_on_one_side() -> None:
    """Before and after at once is nonsense, and is told as a sentence otherwise."""
    with pytest.raises(ValueError, match="comes before 'loan' is due or after, not both") as caught:
        Occasion("loan", before="1 day", after="1 day")
    assert caught.type is ValueError
    told = [
        str(each)
        for each in (Occasion("a"), Occasion("a", before="1 day"), Occasion("a", after="1 day"))
    ]
    assert told == ["a is due", "1 day before a is due", "1 day after a was due"]


def test_the_smallest_machine() -> None:
    """A state and an end are enough."""
    machine: Machine[Loan] = Machine(
        id="two",
        edition="1",
        states=["open", "closed"],
        ends=["closed"],
        roles=["clerk"],
        opening=Rule(id="open", command=Open, to="open", roles="clerk"),
        rules=[Rule(id="close", command=Wave, to="closed", roles="clerk")],
    )
    assert machine.clocks == ()
