"""The clocks of promises as a library: each city's way of counting by its dated vectors, pauses, ladders, and laws."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from bench import promises as bench
from hypothesis import assume, given
from hypothesis import strategies as st

from korzo.capabilities.cases.rules import promises, promises_ladder
from korzo.capabilities.cases.rules.promises import (
    BadPromise,
    Calendar,
    Clock,
    Convention,
    Pause,
    Promise,
    advance,
    due,
    worked,
)
from korzo.capabilities.cases.rules.promises_ladder import Run, Rung, To, Which

BELGRADE, AMSTERDAM = ZoneInfo("Europe/Belgrade"), ZoneInfo("Europe/Amsterdam")
CITY = Calendar(BELGRADE)
DUTY = Calendar(BELGRADE, always=True)
OFF = frozenset({date(2020, 9, 15), date(2020, 9, 21)})
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))
LENGTHS = st.timedeltas(timedelta(), timedelta(days=20)).map(
    lambda length: timedelta(seconds=int(length.total_seconds()))
)
CALENDARS = st.builds(
    Calendar,
    st.just(BELGRADE),
    is_holiday=st.frozensets(st.dates(date(2026, 1, 1), date(2027, 3, 1)), max_size=30).map(
        lambda days: days.__contains__
    ),
    opens=st.sampled_from([time(0), time(7, 30), time(8)]),
    closes=st.sampled_from([time(0), time(16), time(19, 15)]),
    weekend=st.frozensets(st.integers(0, 6), max_size=3),
    always=st.booleans(),
)
PROMISES = st.one_of(
    st.builds(Promise, st.sampled_from([Clock.WORKING_DAYS, Clock.CALENDAR_DAYS, Clock.HOURS]), st.integers(1, 40),
              st.sampled_from(Convention), st.booleans()),
    st.builds(Promise, st.just(Clock.WORKING_MINUTES), st.integers(1, 9000)),
)  # fmt: skip


def at(text: str, zone: ZoneInfo = BELGRADE) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


# Each city's way -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("02-15", 1, "02-16 12:00"),
        ("02-19", 1, "02-22 12:00"),
        ("02-20", 1, "02-23 00:00"),
        ("02-21", 1, "02-23 00:00"),
        ("02-18", 2, "02-22 12:00"),
        ("02-20", 2, "02-24 00:00"),
        ("02-18", 3, "02-23 12:00"),
        ("02-15", 10, "03-01 12:00"),
        ("02-19", 11, "03-08 12:00"),
        ("02-19", 1 * 3, "02-24 12:00"),  # badly late: three times the days
    ],
)
def test_amsterdam_begins_its_weeks_on_monday_at_midnight(start: str, days: int, end: str) -> None:
    calendar = Calendar(AMSTERDAM, is_holiday=lambda _day: True)  # festivities are ignored
    promise = Promise(Clock.WORKING_DAYS, days, Convention.MONDAY, skips_holidays=False)
    assert due(at(f"2021-{start} 12:00", AMSTERDAM), promise, calendar) == at(f"2021-{end}", AMSTERDAM)


def test_amsterdam_has_calendar_days_too() -> None:
    start, end = at("2021-02-19 12:00", AMSTERDAM), at("2021-02-20 12:00", AMSTERDAM)
    assert due(start, Promise(Clock.CALENDAR_DAYS, 1), Calendar(AMSTERDAM)) == end


@pytest.mark.parametrize(
    ("weekend", "holidays", "start", "days", "end"),
    [
        ({5, 6}, OFF, "2020-09-19", 1, "2020-09-22"),
        ({5, 6}, OFF, "2020-09-19", -5, "2020-09-11"),
        ({6}, frozenset(), "2020-09-20", 1, "2020-09-21"),
        ({6}, frozenset(), "2020-09-20", 6, "2020-09-26"),
    ],
)
def test_fixmystreet_counts_dates(
    weekend: set[int], holidays: frozenset[date], start: str, days: int, end: str
) -> None:
    calendar = Calendar(BELGRADE, is_holiday=holidays.__contains__, weekend=frozenset(weekend))
    assert promises.shift(date.fromisoformat(start), days, calendar) == date.fromisoformat(end)
    if days > 0:
        for hour in ("00:00", "12:00", "23:59"):
            found = due(at(f"{start} {hour}"), Promise(Clock.WORKING_DAYS, days, Convention.DATES), calendar)
            assert found == at(f"{end} 16:00")  # exactly when the office closes


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-03-12 15:59", "2026-03-13 15:59"),  # Thursday
        ("2026-03-13 09:00", "2026-03-16 16:00"),  # Friday counts from Monday
        ("2026-03-14 12:00", "2026-03-16 16:00"),
        ("2026-03-15 23:59", "2026-03-16 16:00"),
        ("2026-03-16 08:00", "2026-03-16 16:00"),
        ("2026-04-29 09:00", "2026-04-30 09:00"),
        ("2026-05-01 09:00", "2026-05-04 16:00"),  # a holiday
    ],
)
def test_podgorica_begins_on_monday_what_comes_from_friday_on(start: str, end: str) -> None:
    calendar = Calendar(BELGRADE, is_holiday={date(2026, 5, 1), date(2026, 5, 2)}.__contains__)
    promise = Promise(Clock.WORKING_DAYS, 1, Convention.LATE_WEEK)
    assert due(at(start), promise, calendar) == at(end)
    duty = Calendar(BELGRADE, is_holiday=calendar.is_holiday, always=True)
    assert due(at(start), promise, duty) == at(start) + timedelta(days=1)  # but for crews on duty


@pytest.mark.parametrize(
    ("convention", "end"),
    [
        (Convention.KEEP, "2026-03-17 12:00"),
        (Convention.MONDAY, "2026-03-17 00:00"),
        (Convention.DATES, "2026-03-16 16:00"),
        (Convention.LATE_WEEK, "2026-03-16 16:00"),
    ],
)
def test_a_saturday_noon_and_one_working_day_by_each_way(convention: Convention, end: str) -> None:
    assert due(at("2026-03-14 12:00"), Promise(Clock.WORKING_DAYS, 1, convention), CITY) == at(end)


def test_boston_is_counted_as_boston_counted(shared: Path) -> None:
    """The city's own deadlines of four months, through the same module: what people moved by hand is left over."""
    found = bench.replay(shared / "data" / "citizen")
    assert found.rows == 35_240
    assert found.share >= 0.989
    assert found.agreed / found.flagged >= 0.995


# Minutes of office hours ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("start", "minutes", "end"),
    [
        ("2026-03-11 09:30", 60, "2026-03-11 10:30"),
        ("2026-03-11 15:30", 60, "2026-03-12 08:30"),
        ("2026-03-13 15:30", 60, "2026-03-16 08:30"),
        ("2026-03-11 08:00", 480, "2026-03-11 16:00"),  # ends when the office closes, not when it opens again
        ("2026-03-11 16:00", 1, "2026-03-12 08:01"),
        ("2026-03-27 15:00", 120, "2026-03-30 09:00"),  # over the beginning of summer time
        ("2026-10-23 15:00", 120, "2026-10-26 09:00"),  # and its end
        ("2026-03-14 12:00", 5, "2026-03-16 08:05"),
    ],
)
def test_minutes_of_office_hours(start: str, minutes: int, end: str) -> None:
    assert due(at(start), Promise(Clock.WORKING_MINUTES, minutes), CITY) == at(end)


@pytest.mark.parametrize(("day", "hours"), [("2026-03-28", 24), ("2026-03-29", 23), ("2026-10-25", 25)])
def test_a_crew_on_duty_works_as_many_hours_as_the_day_has(day: str, hours: int) -> None:
    start = at(f"{day} 00:00")
    end = datetime.combine(start.date() + timedelta(days=1), time(), BELGRADE)
    assert worked(start, end, DUTY) == timedelta(hours=hours)
    shift = Calendar(BELGRADE, opens=time(0), closes=time(0), weekend=frozenset())
    assert worked(start, end, shift) == timedelta(hours=hours)


def test_holidays_may_count() -> None:
    calendar = Calendar(BELGRADE, is_holiday={date(2026, 3, 12)}.__contains__)
    start = at("2026-03-11 12:00")
    assert due(start, Promise(Clock.WORKING_DAYS, 1), calendar) == at("2026-03-13 12:00")
    assert due(start, Promise(Clock.WORKING_DAYS, 1, skips_holidays=False), calendar) == at("2026-03-12 12:00")


def test_what_nobody_can_mean_is_refused() -> None:
    with pytest.raises(BadPromise):
        Promise(Clock.WORKING_MINUTES, 30_001)
    with pytest.raises(BadPromise):
        due(at("9999-12-01 12:00"), Promise(Clock.CALENDAR_DAYS, 3660), CITY)
    with pytest.raises(BadPromise):
        due(at("9999-12-01 12:00"), Promise(Clock.WORKING_DAYS, 3660), CITY)
    never = Calendar(BELGRADE, weekend=frozenset(range(7)))
    with pytest.raises(BadPromise):
        due(at("2026-03-11 12:00"), Promise(Clock.WORKING_MINUTES, 1), never)


def test_ten_years_can_be_meant() -> None:
    assert due(at("2026-03-11 12:00"), Promise(Clock.WORKING_DAYS, 3660), CITY).year == 2040


# Pauses --------------------------------------------------------------------------------------------------------------
def test_ninety_working_minutes() -> None:
    """New at 0, open at 60, waiting at 90, closed at 120 minutes around the clock: 90 were worked."""
    start = at("2026-03-11 00:00")
    waited = Pause(start + timedelta(minutes=90), start + timedelta(minutes=120))
    whole = worked(start, start + timedelta(minutes=120), DUTY)
    assert whole - worked(waited.since, waited.until, DUTY) == timedelta(minutes=90)


def test_a_pause_over_a_weekend_counts_office_hours_only() -> None:
    asked, answered = at("2026-03-13 15:00"), at("2026-03-16 09:00")  # Friday to Monday: two hours of office
    found = due(at("2026-03-11 12:00"), Promise(Clock.WORKING_DAYS, 5), CITY, [Pause(asked, answered)])
    assert found == at("2026-03-18 14:00")


def test_a_question_after_the_deadline_does_not_make_a_late_case_punctual() -> None:
    start, promise = at("2026-03-11 12:00"), Promise(Clock.WORKING_DAYS, 1)
    end = due(start, promise, CITY)
    assert due(start, promise, CITY, [Pause(end, end + timedelta(days=9))]) == end


@given(MOMENTS, PROMISES, CALENDARS, LENGTHS, LENGTHS)
def test_a_pause_moves_the_deadline_by_exactly_its_own_length(
    start: datetime, promise: Promise, calendar: Calendar, after: timedelta, length: timedelta
) -> None:
    pause, counted = Pause(start + after, start + after + length), promise.counted_by(calendar)
    before, now = due(start, promise, calendar), due(start, promise, calendar, [pause])
    assert now >= before
    moved = worked(pause.since, pause.until, counted) if pause.since < before else timedelta()
    assert worked(before, now, counted) == moved


@given(MOMENTS, PROMISES, CALENDARS, LENGTHS, st.lists(LENGTHS, min_size=4, max_size=4))
def test_two_pauses_in_any_order_are_one_after_the_other(
    start: datetime, promise: Promise, calendar: Calendar, after: timedelta, lengths: list[timedelta]
) -> None:
    first = Pause(start + after, start + after + lengths[0])
    second = Pause(first.until + lengths[1], first.until + lengths[1] + lengths[2])
    found = due(start, promise, calendar, [first, second])
    assert found == due(start, promise, calendar, [second, first])
    assert found >= due(start, promise, calendar, [first])


# Laws ----------------------------------------------------------------------------------------------------------------
@given(MOMENTS, MOMENTS, CALENDARS, st.integers(1, 5000), st.sampled_from([Clock.HOURS, Clock.WORKING_MINUTES]))
def test_who_reports_later_is_never_promised_an_earlier_moment(
    one: datetime, other: datetime, calendar: Calendar, amount: int, clock: Clock
) -> None:
    promise = Promise(clock, min(amount, 3000) if clock is Clock.HOURS else amount)
    earlier, later = sorted((one, other))
    assert due(earlier, promise, calendar) <= due(later, promise, calendar)


@given(
    MOMENTS,
    st.timedeltas(timedelta(), timedelta(days=6)),
    st.integers(1, 30),
    st.sampled_from([Convention.MONDAY, Convention.DATES, Convention.LATE_WEEK]),
    st.frozensets(st.dates(date(2026, 1, 1), date(2027, 3, 1)), max_size=30),
)
def test_nor_in_working_days(
    start: datetime, later: timedelta, amount: int, convention: Convention, off: frozenset[date]
) -> None:
    """Boston's way keeps this for days only: Saturday noon is promised a later hour than Monday morning."""
    calendar = Calendar(ZoneInfo("UTC"), is_holiday=off.__contains__)
    promise = Promise(Clock.WORKING_DAYS, amount, convention)
    assert due(start, promise, calendar) <= due(start + later, promise, calendar)


@given(MOMENTS, st.timedeltas(timedelta(), timedelta(days=6)), st.integers(1, 30))
def test_boston_keeps_the_order_of_days(start: datetime, later: timedelta, amount: int) -> None:
    """From working day to working day: who reports on a Sunday evening waits longer than who does after midnight."""
    assume(max(start.weekday(), (start + later).weekday()) < 5)
    promise, calendar = Promise(Clock.WORKING_DAYS, amount), Calendar(ZoneInfo("UTC"))
    assert due(start, promise, calendar).date() <= due(start + later, promise, calendar).date()


@given(MOMENTS, LENGTHS, CALENDARS)
def test_advancing_and_counting_undo_each_other(start: datetime, length: timedelta, calendar: Calendar) -> None:
    end = advance(start, length, calendar)
    assert worked(start, end, calendar) == length
    assert end == start or worked(start, end - timedelta(seconds=1), calendar) < length


@given(st.lists(st.none() | MOMENTS))
def test_the_earliest_clock_wins(dues: list[datetime | None]) -> None:
    found = promises.earliest(*dues)
    known = [each for each in dues if each]
    assert found in known if known else found is None
    assert all(found <= each for each in known if found)


# Ladders -------------------------------------------------------------------------------------------------------------
def test_the_rungs_of_ten_working_hours() -> None:
    run = Run(at("2026-03-11 08:00"), Promise(Clock.WORKING_MINUTES, 600), CITY)
    assert [run.reached(percent) for percent in (50, 80, 100, 200)] == [
        at("2026-03-11 13:00"),
        at("2026-03-11 16:00"),
        at("2026-03-12 10:00"),
        at("2026-03-13 12:00"),
    ]


def test_a_pause_moves_the_rungs_too() -> None:
    pause = Pause(at("2026-03-11 10:00"), at("2026-03-11 12:00"))
    run = Run(at("2026-03-11 08:00"), Promise(Clock.WORKING_MINUTES, 480), CITY, [pause])
    assert (run.reached(25), run.reached(50), run.due) == (
        at("2026-03-11 10:00"),
        at("2026-03-11 14:00"),
        at("2026-03-12 10:00"),
    )


def test_an_earlier_end_that_another_case_brought_holds() -> None:
    cap = at("2026-03-11 12:00")
    run = Run(at("2026-03-11 08:00"), Promise(Clock.WORKING_MINUTES, 480), CITY, cap=cap)
    assert (run.due, run.reached(50)) == (cap, at("2026-03-11 10:00"))


@given(MOMENTS, PROMISES, CALENDARS, st.lists(st.integers(1, 300), min_size=2, max_size=5), st.tuples(LENGTHS, LENGTHS))
def test_rungs_come_in_order_and_the_hundredth_is_the_deadline(
    start: datetime, promise: Promise, calendar: Calendar, percents: list[int], stood: tuple[timedelta, timedelta]
) -> None:
    run = Run(start, promise, calendar, [Pause(start + stood[0], start + sum(stood, timedelta()))])
    moments = [run.reached(percent) for percent in sorted(percents)]
    assert moments == sorted(moments)
    assert run.reached(100) == run.due
    assert all((moment <= run.due) == (percent <= 100) or moment == run.due
               for percent, moment in zip(sorted(percents), moments, strict=True))  # fmt: skip


def test_steps_of_both_clocks_in_order_of_time() -> None:
    start = at("2026-03-11 08:00")
    runs = {
        Which.RESOLUTION: Run(start, Promise(Clock.HOURS, 100), CITY),
        Which.ANSWER: Run(start, Promise(Clock.HOURS, 72), CITY),
    }
    ladder = [Rung(100, To.ARBITER), Rung(100, To.LEAD, Which.ANSWER), Rung(80, To.LEAD)]
    found = promises_ladder.steps(runs, ladder)
    assert [(step.at - start, step.rung.to) for step in found] == [
        (timedelta(hours=72), To.LEAD),
        (timedelta(hours=80), To.LEAD),
        (timedelta(hours=100), To.ARBITER),
    ]
    assert promises_ladder.steps({}, ladder) == []


@given(
    MOMENTS,
    st.lists(st.builds(Rung, st.integers(1, 300), st.sampled_from(To), st.sampled_from(Which)), max_size=6),
    st.integers(0, 6),
)
def test_the_coming_rung_is_the_first_that_nobody_was_told_of(start: datetime, ladder: list[Rung], known: int) -> None:
    runs = {
        Which.RESOLUTION: Run(start, Promise(Clock.WORKING_DAYS, 4), CITY),
        Which.ANSWER: Run(start, Promise(Clock.HOURS, 72), CITY),
    }
    told = set(ladder[:known])
    left = [step.at for step in promises_ladder.steps(runs, ladder) if step.rung not in told]
    assert promises_ladder.coming(runs, ladder, told) == min(left, default=None)
