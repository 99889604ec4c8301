"""Promises in days and hours: real deadlines, the ends of summer time, and what holds for every start and amount."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from korzo.capabilities.cases.rules import promises
from korzo.capabilities.cases.rules.promises import BadPromise, Calendar, Clock, Promise, due

BELGRADE, BOSTON = ZoneInfo("Europe/Belgrade"), ZoneInfo("America/New_York")
CITY = Calendar(BELGRADE)
MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC))
AMOUNTS = st.integers(1, 60)
CLOCKS = st.sampled_from(Clock)
HOLIDAYS = st.frozensets(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=60)


def at(text: str, zone: ZoneInfo = BELGRADE) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("opened", "days", "deadline"),
    [
        ("2011-07-07 11:31:54", 2, "2011-07-11 11:31:46"),
        ("2011-07-08 18:42:39", 2, "2011-07-13 08:30:00"),
        ("2011-07-18 17:35:15", 2, "2011-07-21 08:30:00"),
        ("2011-08-20 10:12:37", 2, "2011-08-24 10:12:37"),
        ("2011-10-23 19:57:00", 2, "2011-10-27 08:30:00"),
        ("2011-10-07 15:01:51", 2, "2011-10-11 15:01:49"),
        ("2011-10-18 20:00:44", 1, "2011-10-20 08:30:00"),
        ("2011-07-09 03:36:25", 10, "2011-07-25 03:36:25"),
        ("2011-09-22 23:15:33", 10, "2011-10-07 08:30:00"),
    ],
)
def test_deadlines_of_boston_in_2011(opened: str, days: int, deadline: str) -> None:
    """Real deadlines, met to the minute; Boston did not skip holidays."""
    boston = Calendar(BOSTON, opens=time(8, 30), closes=time(17, 0))
    found = due(at(opened, BOSTON), Promise(Clock.WORKING_DAYS, days), boston)
    assert abs(found - at(deadline, BOSTON)) <= timedelta(seconds=60)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2026-03-27 12:00", 1, "2026-03-30 12:00"),
        ("2026-03-28 12:00", 1, "2026-03-31 12:00"),
        ("2026-03-26 16:00", 1, "2026-03-27 16:00"),  # at closing time it still counts today
        ("2026-03-26 16:01", 1, "2026-03-30 08:00"),
        ("2026-10-23 12:00", 1, "2026-10-26 12:00"),
    ],
)
def test_working_days_keep_the_wall_clock_over_the_ends_of_summer_time(start: str, days: int, end: str) -> None:
    assert due(at(start), Promise(Clock.WORKING_DAYS, days), CITY) == at(end)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-03-28 12:00", "2026-03-29 12:00"),
        ("2026-03-28 02:30", "2026-03-29 03:30"),  # half past two does not exist that night
        ("2026-10-24 12:00", "2026-10-25 12:00"),
        ("2026-10-24 02:30", "2026-10-25 02:30"),
    ],
)
def test_calendar_days_keep_the_wall_clock(start: str, end: str) -> None:
    found = due(at(start), Promise(Clock.CALENDAR_DAYS, 1), CITY)
    assert (found, f"{found:%H:%M}") == (at(end), end[-5:])


@pytest.mark.parametrize(
    ("start", "end"), [("2026-03-28 12:00", "2026-03-29 13:00"), ("2026-10-24 12:00", "2026-10-25 11:00")]
)
def test_hours_are_real_hours(start: str, end: str) -> None:
    assert due(at(start), Promise(Clock.HOURS, 24), CITY) == at(end)


@given(MOMENTS, CLOCKS, AMOUNTS)
def test_a_promise_lies_ahead_and_more_time_is_never_earlier(start: datetime, clock: Clock, amount: int) -> None:
    found = due(start, Promise(clock, amount), CITY)
    assert found > start
    assert due(start, Promise(clock, amount + 1), CITY) > found


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2026, 11, 1), timezones=st.just(UTC)),
    AMOUNTS,
    HOLIDAYS,
    st.frozensets(st.integers(0, 6), max_size=5),
)
def test_working_days_never_end_on_a_day_off(
    start: datetime, amount: int, off: frozenset[date], weekend: frozenset[int]
) -> None:
    calendar = Calendar(BELGRADE, is_holiday=off.__contains__, weekend=weekend)
    assert calendar.works(due(start, Promise(Clock.WORKING_DAYS, amount), calendar).date())


@given(MOMENTS, AMOUNTS, HOLIDAYS)
def test_as_many_working_days_lie_between_as_were_promised(start: datetime, amount: int, off: frozenset[date]) -> None:
    calendar = Calendar(ZoneInfo("UTC"), is_holiday=off.__contains__)
    begins, _clock = promises.opening(start, calendar)
    ends = due(start, Promise(Clock.WORKING_DAYS, amount), calendar).date()
    between = [begins + timedelta(days=n) for n in range(1, (ends - begins).days + 1)]
    assert sum(map(calendar.works, between)) == amount


@pytest.mark.parametrize("amount", [0, -1, 3661, 10**9])
def test_promises_that_cannot_be_meant_are_refused(amount: int) -> None:
    with pytest.raises(BadPromise):
        Promise(Clock.HOURS, amount)


def test_a_time_without_zone_and_a_calendar_without_working_days_are_refused() -> None:
    with pytest.raises(BadPromise):
        due(datetime(2026, 1, 1), Promise(Clock.HOURS, 1), CITY)
    with pytest.raises(BadPromise):
        due(at("2026-01-01 12:00"), Promise(Clock.WORKING_DAYS, 1), Calendar(BELGRADE, weekend=frozenset(range(7))))
