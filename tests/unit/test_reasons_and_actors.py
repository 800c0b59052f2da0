"""Reasons and their sentences; actors and the duties that guards keep apart."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import attrs
import pytest
from loans import ANN, BEGIN, LIB, Lend, asked, done, lent, loans

from pamms_core.workflow import (
    KERNEL_SENTENCES,
    TIME,
    Actor,
    Guard,
    KernelCode,
    Moment,
    Reason,
    ReasonError,
    Sentences,
    in_person,
    not_same_person_as,
    not_the_author,
)

LOANS = loans()


def test_every_kernel_code_has_a_sentence() -> None:
    """No reason of the kernel goes without words."""
    assert set(KERNEL_SENTENCES.texts) == set(KernelCode)


def test_parameters_are_shown_as_people_write_them() -> None:
    """Times to the minute with their zone, several values with commas."""
    reason = Reason.of("too-late", clock="loan", due=datetime(2026, 3, 17, tzinfo=UTC), at=BEGIN)
    assert KERNEL_SENTENCES.say(reason) == (
        "Too late: loan was due by 2026-03-17 00:00+00:00, and it is 2026-03-02 10:00+00:00."
    )
    told = KERNEL_SENTENCES.say(Reason.of("wrong-state", state="lent", allowed=("asked", "lost")))
    assert told == "This cannot be done in the state lent, only in: asked, lost."


def test_reasons_are_values() -> None:
    """Equal reasons are equal and hash alike; a code of the kernel is a plain text."""
    reason = Reason.of(KernelCode.NO_ROLE, person="ann")
    assert {reason, Reason("no-role", {"person": "ann"})} == {reason}
    assert type(reason.code) is str


def test_sentences_can_be_replaced_one_by_one() -> None:
    """What is translated is said so, what is not stays English."""
    welsh = KERNEL_SENTENCES.translated({"ended": "Mae'r achos wedi dod i ben."})
    assert welsh.say(Reason.of("ended", state="lost")) == "Mae'r achos wedi dod i ben."
    assert welsh.say(Reason.of("no-role", person="ann")) == "ann has no role here."


@pytest.mark.parametrize(
    ("call", "code", "problem"),
    [
        (
            lambda: KERNEL_SENTENCES.translated({"endet": "Vorbei."}),
            "endet",
            "there is no such reason to translate (did you mean 'ended'?)",
        ),
        (
            lambda: KERNEL_SENTENCES.translated({"ended": "{person}: vorbei."}),
            "ended",
            "it has no parameter person",
        ),
        (lambda: KERNEL_SENTENCES.say(Reason.of("odd")), "odd", "no sentence is known for it"),
        (
            lambda: KERNEL_SENTENCES.say(Reason.of("no-roles", person="ann")),
            "no-roles",
            "no sentence is known for it (did you mean 'no-role'?)",
        ),
        (lambda: KERNEL_SENTENCES.say(Reason.of("no-role")), "no-role", "its sentence needs person"),
        (
            lambda: Sentences({"x": "{a!r}"}),
            "x",
            "a placeholder must be a plain name in braces, not {a} in '{a!r}'",
        ),
        (
            lambda: Sentences({"x": "{"}),
            "x",
            "its sentence cannot be read (Single '{' encountered in format string): '{'",
        ),
    ],
)
def test_sentences_that_do_not_fit_are_refused(call: Any, code: str, problem: str) -> None:
    """An unknown code, a missing or unknown parameter, a placeholder that does more than name."""
    with pytest.raises(ReasonError, match=f"reason '{code}': ") as caught:
        call()
    assert (caught.value.code, caught.value.problem) == (code, problem)


def test_an_actor_is_known_by_id_and_roles() -> None:
    """Roles are a set, however they are given; whom it acts for counts as a person too."""
    actor = Actor("zoe", ["librarian", "librarian"], on_behalf_of="ann")
    assert actor.roles == {"librarian"}
    assert actor.persons == {"zoe", "ann"}
    assert LIB.persons == {"lib"}
    assert TIME.roles == {"time"}


def test_roles_are_not_one_text() -> None:
    """The letters of a text would become roles."""
    with pytest.raises(TypeError, match=r"not the text 'reader'; write \['reader'\]") as caught:
        Actor("ann", "reader")
    assert caught.type is TypeError


@pytest.mark.parametrize(
    ("roles", "match"),
    [(None, "roles must be several texts, not None; write"), ([1], "a role must be a text, not 1")],
)
def test_roles_are_texts(roles: Any, match: str) -> None:
    """Nothing at all, and what is no text, are told apart from having no role."""
    with pytest.raises(TypeError, match=match) as caught:
        Actor("ann", roles)
    assert caught.type is TypeError


@pytest.mark.parametrize("principal", ["", " ", 7])
def test_nobody_acts_for_nobody(principal: Any) -> None:
    """Whoever acts for another says for whom."""
    match = r"principal \(on_behalf_of\) must be a text that is not empty"
    with pytest.raises(ValueError, match=match) as caught:
        Actor("zoe", on_behalf_of=principal)
    assert caught.type is ValueError


@pytest.mark.parametrize("id", ["", "  ", None, 7])
def test_an_actor_has_an_id(id: Any) -> None:  # noqa: A002 - the field's name
    """Nobody in particular cannot act."""
    with pytest.raises(ValueError, match="id must be a text that is not empty, not ") as caught:
        Actor(id)
    assert caught.type is ValueError


def ask(guard: Guard, by: Actor, case: Any = None) -> Reason | None:
    """Ask a guard of the case."""
    return guard.check(case or lent(LOANS), Moment(BEGIN, by, "reader"))


def test_the_author_is_refused_and_so_is_who_acts_for_them() -> None:
    """One author, several, or none yet."""
    one = not_the_author("First draft", lambda facts: facts.borrower)
    assert one.name == "not-the-author-of-first-draft"
    assert ask(one, ANN) == Reason.of("is-the-author", person="ann", what="First draft")
    assert ask(one, Actor("zoe", on_behalf_of="ann")) == ask(one, ANN)
    assert ask(one, LIB) is None
    assert ask(not_the_author("draft", lambda _: ("max", "lib")), LIB) is not None
    assert ask(not_the_author("draft", lambda _: None), LIB) is None


def test_two_people_are_needed_for_two_steps() -> None:
    """The last one who gave the command counts, in person or through another."""
    guard = not_same_person_as(Lend)
    assert guard.name == "not-same-person-as-lend"
    assert ask(guard, LIB) == Reason.of("same-person", person="lib", command="lend")
    assert ask(guard, ANN) is None
    assert ask(guard, LIB, asked(LOANS)) is None
    through = done(LOANS, asked(LOANS), Lend(), Actor("zoe", ["librarian"], on_behalf_of="max"))
    assert ask(guard, Actor("max"), through) == Reason.of("same-person", person="max", command="lend")


def test_some_steps_are_taken_in_person() -> None:
    """Nobody signs for another."""
    found = ask(in_person, Actor("zoe", on_behalf_of="ann"))
    assert found == Reason.of("not-in-person", person="zoe", principal="ann")
    assert ask(in_person, ANN) is None


def test_guards_are_compared_by_what_they_declare() -> None:
    """Two guards made alike are equal, so a table can be compared; another name is another guard."""
    one = not_the_author("draft", lambda facts: facts.borrower)
    assert one == not_the_author("draft", lambda facts: facts.borrower)
    assert one != attrs.evolve(one, name="other")
