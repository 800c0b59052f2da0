"""Laws of counting, and a counter of another make that goes day by day."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any, Final
from zoneinfo import ZoneInfo

import attrs
from hypothesis import assume, example, given
from hypothesis import strategies as st

from pamms_core import (
    Counting,
    DayKind,
    Deadline,
    Due,
    Escalation,
    Extension,
    LastDay,
    Period,
    PeriodError,
    Suspension,
    Unit,
    escalations_between,
)
from pamms_core.workflow.escalation import When
from pamms_core.workflow.instants import day_of, end_of

DAY: Final = timedelta(days=1)
TICK: Final = timedelta(microseconds=1)
# London; none; half past midnight; a zone that left out a day; clocks that change at midnight.
ZONES: Final = (
    *("Europe/London", "UTC", "America/St_Johns", "Pacific/Apia", "America/Sao_Paulo"),
    *("America/Havana", "America/Toronto", "Asia/Beirut", "Asia/Kathmandu"),
)
DAYLIKE: Final = tuple(unit for unit in Unit if unit is not Unit.HOURS)
SMALL: Final = {
    Unit.HOURS: 900,
    Unit.DAYS: 60,
    Unit.WORKING_DAYS: 40,
    Unit.WEEKS: 9,
    Unit.MONTHS: 14,
    Unit.YEARS: 3,
}

instants = st.datetimes(datetime(2009, 1, 1), datetime(2014, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
texts = st.sampled_from(["the manager is ill", "asked for"])


@st.composite
def periods(draw: st.DrawFn, *units: Unit) -> Period:
    """Draw a period that is not too long to count by hand."""
    unit = draw(st.sampled_from(units or tuple(Unit)))
    return Period(draw(st.integers(1, SMALL[unit])), unit)


@st.composite
def countings(draw: st.DrawFn, /, **rules: Any) -> Counting:
    """Draw rules with holidays of all kinds."""
    days = st.dates(date(2009, 1, 1), date(2018, 1, 1))
    drawn = {
        "zone": draw(st.sampled_from(ZONES)),
        "calendar": draw(st.frozensets(days, max_size=5)) | draw(st.sampled_from(_RUNS)),
        "event_day_counts": draw(st.booleans()),
        "last_day": draw(st.sampled_from(LastDay)),
    }
    return Counting(**{**drawn, **rules})


_RUNS: Final = tuple(
    frozenset(date(2009, 1, 1) + n * DAY for n in range(0, 3000, step) if n % 100 < 25)
    for step in (1, 2, 5)
)


@st.composite
def deadlines(draw: st.DrawFn, *units: Unit) -> Deadline:
    """Draw a deadline that was extended and suspended, and has gone on."""
    period = draw(periods(*units))
    more = (Unit.HOURS,) if period.unit is Unit.HOURS else DAYLIKE
    moment = started = draw(instants)
    ledger: list[Extension | Suspension] = []
    for pause in draw(st.lists(st.none() | st.integers(0, 20 * 86_400), max_size=4)):
        moment += draw(st.timedeltas(timedelta(0), 40 * DAY))
        if pause is None:
            ledger.append(Extension(by=draw(periods(*more)), at=moment, reason=draw(texts)))
        else:
            resumed = moment + timedelta(seconds=pause)
            ledger.append(Suspension(at=moment, reason=draw(texts), until=resumed))
            moment = resumed
    return Deadline(clock="comments", started=started, period=period, ledger=tuple(ledger))


def due(deadline: Deadline, counting: Counting | None = None) -> Due:
    """Derive when something is due, which it must be."""
    found = deadline.due(counting)
    assert found is not None
    return found


def started(at: datetime, period: Period) -> Deadline:
    """Start a deadline to which nothing happened."""
    return Deadline(clock="comments", started=at, period=period)


def by_hand(deadline: Deadline, counting: Counting) -> date:
    """Count with a finger on the calendar: no arithmetic on more than one day or month."""
    origin = local(deadline.started, counting)
    last = origin - DAY if counting.event_day_counts else origin
    for period in added_up(deadline):
        left = period.count * (7 if period.unit is Unit.WEEKS else 1)
        if period.unit is Unit.MONTHS:
            left = (months_on(origin, period.count) - origin).days
        while left:
            last += DAY
            is_wanted = period.unit is not Unit.WORKING_DAYS or works(last, counting)
            left -= is_wanted and not stands(last, deadline, counting)
        origin = last
    if counting.last_day is LastDay.MOVES:
        while stands(last, deadline, counting) or not works(last, counting):
            last += DAY
    return last


def added_up(deadline: Deadline) -> list[Period]:
    """List the periods in order; months and years that follow one another become one."""
    listed: list[Period] = []
    extensions = [each.by for each in deadline.ledger if isinstance(each, Extension)]
    for each in (deadline.period, *extensions):
        period = Period(12 * each.count, Unit.MONTHS) if each.unit is Unit.YEARS else each
        if listed and period.unit is listed[-1].unit is Unit.MONTHS:
            period = Period(listed.pop().count + period.count, Unit.MONTHS)
        listed.append(period)
    return listed


def local(instant: datetime, counting: Counting) -> date:
    """Read the date of an instant."""
    return instant.astimezone(counting.zone).date()


def works(day: date, counting: Counting) -> bool:
    """Tell whether a day is a working day."""
    return day.isoweekday() <= 5 and day not in counting.calendar


def stands(day: date, deadline: Deadline, counting: Counting) -> bool:
    """Tell whether the clock stands on a day; all suspensions here have ended."""
    return any(
        local(each.at, counting) <= day < local(each.until, counting)
        for each in deadline.ledger
        if isinstance(each, Suspension) and each.until is not None
    )


def months_on(day: date, months: int) -> date:
    """Turn the page so many times, and take the last day where there is no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


class TestPeriodText:
    """A period is written as it is read."""

    @given(st.builds(Period, st.integers(1, 1_000_000), st.sampled_from(Unit)))
    def test_round_trip(self, period: Period) -> None:
        """What a period writes is read as that period, whatever its capitals and spaces."""
        assert Period.parse(str(period)) == period
        assert Period.parse(f"  {str(period).upper().replace(' ', '  ')} ") == period

    @given(st.text("0123456789 dayswekinghourmtPTDM.-+", max_size=20))
    def test_any_text_is_a_period_or_refused(self, text: str) -> None:
        """Nothing else than a period or its error comes of a text."""
        try:
            period = Period.parse(text)
        except PeriodError:
            return
        assert Period.parse(str(period)) == period


class TestByHand:
    """The last day is the one that counting day by day finds, whatever happened."""

    @given(deadlines(*DAYLIKE), countings())
    def test_days(self, deadline: Deadline, counting: Counting) -> None:
        """Fast arithmetic over spans agrees with a finger on the calendar."""
        found = due(deadline, counting)
        assert found.date == by_hand(deadline, counting)
        assert found.instant == end_of(found.date, counting.zone)

    @given(deadlines(Unit.HOURS), countings())
    def test_hours(self, deadline: Deadline, counting: Counting) -> None:
        """A deadline in hours has run for just those hours when it is over."""
        found = due(deadline, counting)
        stopped = timedelta(0)
        for each in deadline.ledger:
            if isinstance(each, Suspension) and each.until is not None:
                stopped += max(min(each.until, found.instant) - each.at, timedelta(0))
        hours = deadline.period.count + sum(
            each.by.count for each in deadline.ledger if isinstance(each, Extension)
        )
        assert found.instant - deadline.started - stopped == timedelta(hours=hours)
        assert found.date == day_of(found.instant - TICK, counting.zone)


class TestExplanation:
    """What is explained is what was counted."""

    @given(deadlines(*DAYLIKE), countings())
    def test_days(self, deadline: Deadline, counting: Counting) -> None:
        """Each day has one line, the last is the due date, and as many count as the periods say."""
        found = due(deadline, counting)
        lines = found.explain()
        assert lines[-1].date == found.date
        first = lines[0].date
        assert [line.date for line in lines] == [first + n * DAY for n in range(len(lines))]
        assert first == day_of(deadline.started, counting.zone)
        numbers = [line.number for line in lines if line.number is not None]
        assert numbers == list(range(1, len(numbers) + 1))
        assert all((line.kind is DayKind.COUNTED) == (line.number is not None) for line in lines)
        asked = [deadline.period, *(each.by for each in deadline.ledger if isinstance(each, Extension))]
        if not any(period.unit in (Unit.MONTHS, Unit.YEARS) for period in asked):
            assert len(numbers) == sum(p.count * (7 if p.unit is Unit.WEEKS else 1) for p in asked)

    @given(deadlines(*DAYLIKE), countings())
    def test_reasons(self, deadline: Deadline, counting: Counting) -> None:
        """A skipped day is what its line says that it is."""
        for line in due(deadline, counting).explain():
            if line.kind is DayKind.WEEKEND:
                assert line.date.isoweekday() > 5
            elif line.kind is DayKind.HOLIDAY:
                assert line.date in counting.calendar
            elif line.kind is DayKind.SUSPENDED:
                assert line.note in {each.reason for each in deadline.ledger}
            elif line.kind is DayKind.MOVED_TO:
                assert counting.is_working(line.date)

    @given(deadlines(Unit.HOURS), countings())
    def test_hours(self, deadline: Deadline, counting: Counting) -> None:
        """The parts of the days add up to the hours."""
        found = due(deadline, counting)
        parts = [line.time for line in found.explain() if line.time is not None]
        hours = deadline.period.count + sum(
            each.by.count for each in deadline.ledger if isinstance(each, Extension)
        )
        assert sum(parts, timedelta(0)) == timedelta(hours=hours)
        assert found.explain()[-1].date == found.date


class TestMonotone:
    """More time is never less, and a later start never ends earlier."""

    @given(deadlines(), countings(), st.integers(1, 5))
    def test_in_the_period(self, deadline: Deadline, counting: Counting, more: int) -> None:
        """A longer period of the same unit is due no earlier, whatever happened."""
        longer = attrs.evolve(
            deadline, period=attrs.evolve(deadline.period, count=deadline.period.count + more)
        )
        assert due(longer, counting).instant >= due(deadline, counting).instant

    @given(instants, st.timedeltas(timedelta(0), 40 * DAY), periods(), countings())
    @example(
        datetime(2011, 1, 28, tzinfo=UTC),
        3 * DAY,
        Period(1, Unit.MONTHS),
        Counting(zone="UTC", calendar=set()),
    )
    def test_in_the_anchor(
        self, at: datetime, later: timedelta, period: Period, counting: Counting
    ) -> None:
        """A clock that starts later is due no earlier."""
        assert (
            due(started(at + later, period), counting).instant
            >= due(started(at, period), counting).instant
        )


class TestSuspension:
    """A suspension of n counted days moves the due date by n counted days."""

    @given(
        instants,
        periods(Unit.DAYS, Unit.WORKING_DAYS),
        countings(last_day=LastDay.STAYS),
        st.timedeltas(timedelta(0), 60 * DAY),
        st.timedeltas(timedelta(0), 30 * DAY),
    )
    def test_moves_by_its_counted_days(
        self, at: datetime, period: Period, counting: Counting, after: timedelta, stopped: timedelta
    ) -> None:
        """The due date is that of a period longer by the counted days that the suspension took."""
        plain = started(at, period)
        stop, go = at + after, at + after + stopped
        before = due(plain, counting)
        assume(stop < before.instant)
        suspended = plain.suspended(stop, "ill")
        assert suspended.due(counting) is None
        everything = attrs.evolve(period, count=period.count + 60)
        first, last = (day_of(each, counting.zone) for each in (stop, go))
        taken = sum(
            first <= line.date < last
            for line in due(started(at, everything), counting).explain()
            if line.kind is DayKind.COUNTED
        )
        longer = started(at, attrs.evolve(period, count=period.count + taken))
        assert due(suspended.resumed(go), counting).date == due(longer, counting).date

    @given(
        deadlines(),
        countings(),
        st.timedeltas(timedelta(0), 30 * DAY),
        st.timedeltas(timedelta(0), 9 * DAY),
    )
    def test_leaves_time(
        self, deadline: Deadline, counting: Counting, after: timedelta, stopped: timedelta
    ) -> None:
        """A clock that was stopped in time is not over when it goes on, nor was it made shorter."""
        stop = (
            max((deadline.started, *(getattr(each, "until", each.at) for each in deadline.ledger)))
            + after
        )
        before = due(deadline, counting)
        assume(stop < before.instant)
        resumed = due(deadline.suspended(stop, "ill").resumed(stop + stopped), counting)
        assert resumed.instant > stop + stopped
        assert resumed.instant >= before.instant


class TestExtension:
    """An extension by the unit of the period is a longer period."""

    @given(instants, periods(), countings(), st.integers(1, 40))
    def test_is_a_longer_period(
        self, at: datetime, period: Period, counting: Counting, more: int
    ) -> None:
        """Also for months: they are added before any is cut short."""
        extended = started(at, period).extended(Period(more, period.unit), at, "asked for")
        longer = started(at, Period(period.count + more, period.unit))
        assert due(extended, counting).instant == due(longer, counting).instant

    @given(instants, st.integers(1, 60), countings(event_day_counts=False, last_day=LastDay.STAYS))
    def test_months_clip_and_do_not_drift(self, at: datetime, months: int, counting: Counting) -> None:
        """However many months are added one by one, the day is the anchor's or the last of its month."""
        deadline = started(at, Period(1, Unit.MONTHS))
        for _ in range(months - 1):
            deadline = deadline.extended("1 month", at, "asked for")
        anchor, last = day_of(at, counting.zone), due(deadline, counting).date
        assert (last.year - anchor.year) * 12 + last.month - anchor.month == months
        assert last.day == min(anchor.day, monthrange(last.year, last.month)[1])


class TestEndOfDay:
    """A day is over at the first instant after which none of it comes."""

    @given(st.sampled_from(ZONES), st.dates(date(1916, 1, 1), date(2037, 1, 1)))
    @example("America/Toronto", date(1919, 3, 30))
    @example("America/St_Johns", date(2006, 10, 28))
    @example("America/Havana", date(2026, 10, 31))
    @example("Pacific/Apia", date(2011, 12, 30))
    def test_is_where_the_day_ends(self, zone: str, day: date) -> None:
        """Just before it is that day or an earlier one, and from then on, for a day, a later one."""
        rules = ZoneInfo(zone)
        end = end_of(day, rules)
        assert day_of(end - TICK, rules) <= day
        assert all(day_of(end + timedelta(minutes=n), rules) > day for n in range(0, 1441, 10))
        assert end <= end_of(day + DAY, rules)

    @given(deadlines(), countings(), st.sampled_from(ZONES))
    def test_does_not_hang_on_the_zone_it_was_told_in(
        self, deadline: Deadline, counting: Counting, zone: str
    ) -> None:
        """The same instants told in another zone give the same due date."""
        there = attrs.evolve(deadline, started=deadline.started.astimezone(ZoneInfo(zone)))
        assert there == deadline
        assert due(there, counting) == due(deadline, counting)


class TestEscalation:
    """Steps fall on the right side, and each falls in one of the spans that follow one another."""

    @given(deadlines(), countings(), periods())
    def test_side(self, deadline: Deadline, counting: Counting, offset: Period) -> None:
        """Before is before and after is after."""
        found = due(deadline, counting)
        before = Escalation(id="x", when=When.BEFORE, offset=offset).instant(found)
        after = Escalation(id="x", when=When.AFTER, offset=offset).instant(found)
        assert before < found.instant < after

    @given(
        deadlines(),
        countings(),
        st.lists(st.tuples(st.sampled_from(When), periods()), max_size=4),
        st.lists(instants, min_size=2, max_size=6).map(sorted),
    )
    def test_spans_give_each_once(
        self,
        deadline: Deadline,
        counting: Counting,
        steps: list[tuple[When, Period]],
        moments: list[datetime],
    ) -> None:
        """Asking span by span gives what asking once gives, in order."""
        found = due(deadline, counting)
        all_steps = [Escalation(id=str(n), when=when, offset=by) for n, (when, by) in enumerate(steps)]
        whole = escalations_between(found, all_steps, after=moments[0], until=moments[-1])
        parts = [
            step
            for after, until in pairwise(moments)
            for step in escalations_between(found, all_steps, after=after, until=until)
        ]
        assert list(whole) == parts
        assert [step.at for step in whole] == sorted(step.at for step in whole)
