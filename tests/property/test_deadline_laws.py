"""Laws of counting."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo

import attrs
from deadlines_by_hand import (
    DAY,
    by_hand,
    due,
    instants,
    started,
)
from hypothesis import assume, example, given
from hypothesis import strategies as st

from pamms_core import (
    Counting,
    DayKind,
    Deadline,
    Escalation,
    Extension,
    LastDay,
    Period,
    PeriodError,
    Suspension,
    Unit,
    escalations_between,
)
from pamms_core.testing import countings, deadlines, periods
from pamms_core.testing.deadlines import DAYLIKE, ZONES
from pamms_core.workflow.escalation import When
from pamms_core.workflow.instants import day_of, end_of

TICK: Final = timedelta(microseconds=1)


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

    @given(instants, periods(), countings(), st.integers(1, 20))
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
