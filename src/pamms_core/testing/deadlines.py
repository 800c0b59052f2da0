"""Periods, calendars, rules of counting, and deadlines to which all sorts of things happened."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

import attrs
from hypothesis import strategies as st

from pamms_core._frozen import FrozenMap
from pamms_core.workflow.counting import Counting, LastDay
from pamms_core.workflow.deadline import Deadline
from pamms_core.workflow.england_and_wales import england_and_wales
from pamms_core.workflow.ledger import Extension, Suspension
from pamms_core.workflow.period import Period, Unit

if TYPE_CHECKING:
    from pamms_core.workflow.calendars import Calendar

__all__ = ["DAYLIKE", "ZONES", "ClosedWeekly", "calendars", "countings", "deadlines", "periods"]

DAYLIKE: Final = tuple(unit for unit in Unit if unit is not Unit.HOURS)
"""The units that end with a day; they do not mix with hours in one deadline."""
# London; none; half past midnight; a zone that left out a day; clocks that change at midnight.
ZONES: Final = (
    *("Europe/London", "UTC", "America/St_Johns", "Pacific/Apia", "America/Sao_Paulo"),
    *("America/Havana", "America/Toronto", "Asia/Beirut", "Asia/Kathmandu"),
)
"""Zones in which days begin, end, or go missing in unusual ways."""
_SMALL: Final = {
    Unit.HOURS: 900,
    Unit.DAYS: 60,
    Unit.WORKING_DAYS: 40,
    Unit.WEEKS: 9,
    Unit.MONTHS: 14,
    Unit.YEARS: 3,
}
_FIRST: Final = date(2009, 1, 1)
_DAY: Final = timedelta(days=1)
_RUNS: Final = tuple(
    frozenset(_FIRST + n * _DAY for n in range(0, 3000, step) if n % 100 < 25)  # noqa: PLR2004
    for step in (1, 2, 5)
)


@attrs.frozen
class ClosedWeekly:
    """A calendar of a host's own class: shut on one day of each week.

    >>> date(2026, 11, 25) in ClosedWeekly(2)
    True
    """

    weekday: int
    """The day of the week, 0 for Monday."""

    def __contains__(self, day: date) -> bool:
        return day.weekday() == self.weekday

    def name(self, _: date) -> str:
        """Name the day in explanations."""
        return "closed"


@st.composite
def periods(draw: st.DrawFn, *units: Unit) -> Period:
    """Draw a period, of one of these units if any are given, not too long to count by hand."""
    unit = draw(st.sampled_from(units or tuple(Unit)))
    return Period(draw(st.integers(1, _SMALL[unit])), unit)


def calendars() -> st.SearchStrategy[Calendar]:
    """Draw a calendar: a set of days, days by name, a host's class, or the built-in one.

    Sets may be empty, and may have long runs of holidays. They are about the years
    from 2009 to 2017, where :func:`deadlines` begin.
    """
    days = st.dates(_FIRST, date(2018, 1, 1))
    sets = st.builds(frozenset.__or__, st.frozensets(days, max_size=5), st.sampled_from(_RUNS))
    named = st.dictionaries(days, st.sampled_from(["fair", "flood"]), max_size=5).map(FrozenMap)
    few: st.SearchStrategy[Calendar] = st.frozensets(days, max_size=5)
    return st.one_of(few, sets, named, st.builds(ClosedWeekly, st.integers(0, 6)), _built_in())


def _built_in() -> st.SearchStrategy[Calendar]:
    return st.builds(england_and_wales)


@st.composite
def countings(draw: st.DrawFn, /, **rules: Any) -> Counting:
    """Draw rules of counting: any zone, calendar, first day and last day that is not given."""
    drawn = {
        "zone": draw(st.sampled_from(ZONES)),
        "calendar": draw(calendars()),
        "event_day_counts": draw(st.booleans()),
        "last_day": draw(st.sampled_from(LastDay)),
    }
    return Counting(**{**drawn, **rules})


@st.composite
def deadlines(draw: st.DrawFn, *units: Unit) -> Deadline:
    """Draw a deadline that was extended and suspended, and runs: it is due at some time."""
    period = draw(periods(*units))
    more = (Unit.HOURS,) if period.unit is Unit.HOURS else DAYLIKE
    moment = started = draw(_instants())
    ledger: list[Extension | Suspension] = []
    for pause in draw(st.lists(st.none() | st.integers(0, 20 * 86_400), max_size=4)):
        moment += draw(st.timedeltas(timedelta(0), 40 * _DAY))
        if pause is None:
            ledger.append(Extension(by=draw(periods(*more)), at=moment, reason=draw(_reasons())))
        else:
            resumed = moment + timedelta(seconds=pause)
            ledger.append(Suspension(at=moment, reason=draw(_reasons()), until=resumed))
            moment = resumed
    return Deadline(clock="comments", started=started, period=period, ledger=tuple(ledger))


def _instants() -> st.SearchStrategy[datetime]:
    first, last = datetime(2009, 1, 1), datetime(2014, 1, 1)  # noqa: DTZ001 - the zone comes with it
    return st.datetimes(first, last, timezones=st.just(UTC))


def _reasons() -> st.SearchStrategy[str]:
    return st.sampled_from(["the manager is ill", "asked for"])
