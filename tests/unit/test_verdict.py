"""Verdicts, and what is made of several that are possible."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pamms_core import State
from pamms_core.rating.method import Limit
from pamms_core.rating.verdict import Verdict, agreed

if TYPE_CHECKING:
    from pamms_core import Scale

CAP, OTHER = (Limit(id=name, at_most="good", when=()) for name in ("cap", "other"))


def rated(scale: Scale, key: str, before: str | None = None, *triggered: Limit) -> Verdict:
    """Make the verdict of a rated node."""
    return Verdict(State.RATED, scale[key], scale[before or key], triggered)


def test_states_read_as_words() -> None:
    """A state is its own sentence part."""
    assert [str(state) for state in State] == [
        "rated",
        "scored",
        "nothing assessed",
        "too little assessed",
        "a part has no rating",
        "undetermined",
    ]


def test_which_states_have_a_score() -> None:
    """A rated, a scored and an undetermined node have a score; what is not assessed has none."""
    assert [state.value for state in State if state.has_score] == ["rated", "scored", "undetermined"]


def test_a_symbol_is_the_rating_or_the_state(scale: Scale) -> None:
    """A parent looks a verdict up by one word; it is no part of what makes verdicts equal."""
    assert rated(scale, "good").symbol == "good"
    assert Verdict(State.PART_MISSING).symbol == "a part has no rating"
    assert "symbol" not in repr(rated(scale, "good"))


def test_limits_act_that_lowered_the_rating_to_what_it_is(scale: Scale) -> None:
    """A limit that holds and changes nothing does not act."""
    assert rated(scale, "good", "excellent", CAP).acting == (CAP,)
    assert rated(scale, "good", "good", CAP).acting == ()
    assert Verdict(State.NOTHING_ASSESSED).acting == ()


def test_where_all_agree_that_is_the_verdict(scale: Scale) -> None:
    """One rating under every value is the rating, with the limits that hold in all of them."""
    found = agreed(
        [rated(scale, "good", "excellent", CAP, OTHER), rated(scale, "good", "excellent", OTHER)],
        ("breach",),
    )
    assert found == rated(scale, "good", "excellent", OTHER)
    assert (found.causes, found.possible) == ((), ())


def test_what_it_would_be_without_limits_may_stay_unknown(scale: Scale) -> None:
    """Where the ratings agree and those before limits do not, the latter is not told."""
    found = agreed([rated(scale, "good", "excellent", CAP), rated(scale, "good", "good", CAP)], ("x",))
    assert (found.rating, found.before_limits, found.triggered) == (scale["good"], None, (CAP,))


def test_states_without_a_rating_agree_too() -> None:
    """Nothing assessed is nothing assessed, whatever a flag says."""
    nothing = Verdict(State.NOTHING_ASSESSED)
    assert agreed([nothing, nothing], ("breach",)) == nothing


def test_where_they_differ_it_is_undetermined(scale: Scale) -> None:
    """Every rating that is possible is listed, best first, with all that it turns on."""
    open_ = Verdict(
        State.UNDETERMINED, possible=(scale["good"], scale["poor"]), causes=("judgement", "breach")
    )
    found = agreed([rated(scale, "poor"), rated(scale, "excellent"), open_], ("breach",))
    assert found.state is State.UNDETERMINED
    assert [rating.key for rating in found.possible] == ["excellent", "good", "poor"]
    assert found.causes == ("breach", "judgement")
    assert (found.rating, found.before_limits, found.symbol) == (None, None, "undetermined")


def test_one_that_is_undetermined_stays_so(scale: Scale) -> None:
    """Trying one value of an undetermined verdict does not settle it."""
    open_ = Verdict(State.UNDETERMINED, possible=tuple(scale), causes=("judgement",))
    assert agreed([open_], ()) == open_
