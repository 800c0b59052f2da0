"""The types of facts and commands that can be stored as JSON, and what is refused."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

import attrs
import pytest
from drafts import NINE

from pamms_core import Period
from pamms_core._frozen import FrozenMap
from pamms_core.codec import UnstorableError
from pamms_core.codec.kinds import shape_of
from pamms_core.codec.values import reader
from pamms_core.codec.writing import Writer


@attrs.frozen
class Every:
    """A value of every type that can be stored."""

    score: Fraction
    day: date
    at: datetime
    long: Period
    more: Every | None
    codes: FrozenMap[str, tuple[int, ...]]


EVERY = Every(
    Fraction(7, 2), date(2026, 3, 2), NINE, Period.parse("2 weeks"), None, FrozenMap({"a": (1, 2)})
)


def test_every_type_comes_back() -> None:
    """Fractions, dates, instants, periods, maps and values within values come back as they were."""
    value = attrs.evolve(EVERY, more=EVERY, at=NINE.astimezone())
    plain = Writer({}).write(value, Every, "")
    assert plain["score"] == "7/2"
    assert plain["at"] == "2026-03-02T09:00:00+00:00"
    assert reader({}).structure(json.loads(json.dumps(plain)), Every) == value


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"score": 0.5}, "x.score: must be a Fraction, not 0.5"),
        ({"day": NINE}, "x.day: must be a date, not datetime"),
        ({"at": datetime(2026, 3, 2)}, "x.at: 2026-03-02T00:00:00 has no time zone"),  # noqa: DTZ001
        ({"more": "text"}, "x.more: must be a Every, not 'text'"),
        ({"codes": {"a": "12"}}, "x.codes.a: must be a list, not '12'"),
        ({"codes": {1: ()}}, "x.codes: a key must be a text, not 1"),
        ({"codes": {"a": (1, True)}}, "x.codes.a[1]: must be a int, not True"),
        ({"codes": 7}, "x.codes: must be a map, not 7"),
    ],
)
def test_what_could_not_be_read_back_is_not_written(changes: dict[str, Any], expected: str) -> None:
    """A value of another type than declared is refused with its path."""
    with pytest.raises(UnstorableError, match=r"^x") as caught:
        Writer({}).write(attrs.evolve(EVERY, **changes), Every, "x")
    assert str(caught.value).startswith(expected)
    assert caught.value.path in expected


@pytest.mark.parametrize(
    "declared", [float, object, list[int], tuple[int, str], int | str, dict[str, int], bytes]
)
def test_types_without_a_json_form_are_refused(declared: Any) -> None:
    """What could not be read back strictly has no JSON form."""
    with pytest.raises(UnstorableError, match=r"no JSON form|told apart") as caught:
        shape_of(declared, "facts.x")
    assert caught.value.path == "facts.x"


def test_annotations_must_be_found() -> None:
    """A class whose annotations cannot be resolved is refused by its name."""

    @attrs.frozen
    class Local:
        """A class that holds what is not there."""

        part: Missing  # type: ignore[name-defined] # noqa: F821

    with pytest.raises(
        UnstorableError, match="its annotations cannot be resolved: name 'Missing'"
    ) as caught:
        Writer({}).write(Local(1), Local, "")
    assert caught.value.path == "Local"


def test_days_are_read_strictly() -> None:
    """A date is written one way."""
    for wrong in ("2026-3-2", "20260302", "2026-02-30", 7):
        with pytest.raises(ValueError, match="must be a date such as") as caught:
            reader({}).structure(wrong, date)
        assert caught.value.value == wrong  # type: ignore[attr-defined]
    assert reader({}).structure("2026-03-02T09:00:00+00:00", datetime).tzinfo is UTC
