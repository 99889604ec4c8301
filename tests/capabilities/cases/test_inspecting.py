"""Inspections: when they are due, what is made once, and what a finding opens."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from tests.city import MIDDLE, City

from korzo.capabilities.cases import operations
from korzo.capabilities.cases.models import Case, Check, Inspection
from korzo.capabilities.cases.operations import inspecting
from korzo.capabilities.cases.queries import inspecting as reading
from korzo.capabilities.cases.rules.inspecting import Rhythm, Unit, later
from korzo.capabilities.cases.rules.routing import Season
from korzo.kernel.people.models import Person

DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))


# When ----------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("first", "every", "unit", "days"),
    [
        ("2026-01-31", 1, "months", ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"]),
        ("2028-01-31", 1, "months", ["2028-01-31", "2028-02-29", "2028-03-31", "2028-04-30"]),
        ("2026-11-30", 3, "months", ["2026-11-30", "2027-02-28", "2027-05-30", "2027-08-30"]),
        ("2028-02-29", 1, "years", ["2028-02-29", "2029-02-28", "2030-02-28", "2031-02-28", "2032-02-29"]),
        ("2026-12-15", 2, "weeks", ["2026-12-15", "2026-12-29", "2027-01-12"]),
        ("2026-03-28", 1, "days", ["2026-03-28", "2026-03-29", "2026-03-30"]),
    ],
)
def test_days_of_a_rhythm(first: str, every: int, unit: str, days: list[str]) -> None:
    rhythm = Rhythm(date.fromisoformat(first), every, Unit(unit))
    wanted = [date.fromisoformat(day) for day in days]
    assert [rhythm.day(number) for number in range(len(days))] == wanted
    assert list(rhythm.days(wanted[-1])) == wanted[::-1]
    assert rhythm.latest(wanted[-1] - timedelta(days=1)) == wanted[-2]


def test_a_season_leaves_days_out() -> None:
    winter = Rhythm(date(2026, 1, 31), 1, Unit.MONTHS, Season((11, 1), (2, 28)))
    assert winter.latest(date(2026, 10, 15)) == date(2026, 2, 28)
    assert winter.latest(date(2026, 12, 1)) == date(2026, 11, 30)
    assert Rhythm(date(2026, 6, 1), 1, Unit.YEARS, Season((1, 1), (2, 1))).latest(date(2040, 1, 1)) is None


@given(DAYS, st.integers(1, 40), st.sampled_from(Unit), DAYS)
def test_the_latest_day_is_one_of_the_rhythm_and_the_next_is_later(
    first: date, every: int, unit: Unit, until: date
) -> None:
    rhythm = Rhythm(first, every, unit)
    latest = rhythm.latest(until)
    if until < first:
        assert latest is None
        return
    assert latest is not None
    assert latest <= until
    number = next(at for at in range(40_000) if rhythm.day(at) == latest)
    assert rhythm.day(number + 1) > until


@given(DAYS, st.integers(0, 400), st.integers(0, 400))
def test_months_later_keep_their_order(day: date, some: int, more: int) -> None:
    assert later(day, some) <= later(day, some + more)
    assert later(day, 0) == day
    assert (later(day, some).year * 12 + later(day, some).month) == day.year * 12 + day.month + some


# What is made --------------------------------------------------------------------------------------------------------
@pytest.fixture
def lamps(town: City, people: dict[str, Person], now: datetime) -> Inspection:
    row = Inspection(
        name="Tunnel lamps", office=town.roads, address="The tunnel", lat=MIDDLE[0], long=MIDDLE[1],
        first_on=date(2026, 3, 11), every=1, unit="weeks", category=town.pothole,
        questions=[{"text": "All lit?", "type": "yes"}, {"text": "Volts", "type": "number"}],
    )  # fmt: skip
    return inspecting.keep(row, by=people["officer"], now=now)


def test_what_is_due_is_made_once_also_after_a_long_silence(
    lamps: Inspection, people: dict[str, Person], now: datetime
) -> None:
    assert [each.due_on for each in Check.objects.all()] == [date(2026, 3, 11)]
    assert inspecting.make_due(now=now + timedelta(days=8)) == 0  # the first one still waits, and is late
    ((check, is_late),) = reading.due(people["officer"], now=now + timedelta(days=8))
    assert is_late
    inspecting.do_check(check, state="not_checkable", note="Closed", by=people["officer"], now=now)
    assert inspecting.make_due(now=now + timedelta(days=60)) == 1
    assert inspecting.make_due(now=now + timedelta(days=60)) == 0
    assert Check.objects.get(state="unchecked").due_on == date(2026, 5, 6)
    with pytest.raises(IntegrityError), transaction.atomic():
        lamps.checks.create(due_on=date(2026, 5, 7))


def test_the_day_is_the_citys_also_when_clocks_change(lamps: Inspection, people: dict[str, Person]) -> None:
    Check.objects.all().delete()
    lamps.first_on = date(2026, 3, 29)
    lamps.save()
    with timezone.override(ZoneInfo("Europe/Podgorica")):
        assert inspecting.make_due(now=datetime(2026, 3, 28, 22, 59, tzinfo=UTC)) == 0
        assert inspecting.make_due(now=datetime(2026, 3, 28, 23, 0, tzinfo=UTC)) == 1
        Check.objects.update(state="checked")
        assert inspecting.make_due(now=datetime(2026, 4, 4, 21, 59, tzinfo=UTC)) == 0
        assert inspecting.make_due(now=datetime(2026, 4, 4, 22, 0, tzinfo=UTC)) == 1


def test_what_is_not_in_order_opens_a_case(lamps: Inspection, people: dict[str, Person], now: datetime) -> None:
    officer, check = people["officer"], Check.objects.get()
    for state, answers, note in (("checked", [True], ""), ("checked", [True, None], ""), ("not_checkable", [], "")):
        with pytest.raises(operations.ReportRefused):
            inspecting.do_check(check, state=state, answers=answers, note=note, by=officer, now=now)
    with pytest.raises(operations.NotAllowed):
        inspecting.do_check(check, state="checked", answers=[True, "3"], by=people["other"], now=now)
    done = inspecting.do_check(check, state="checked", answers=[False, "3"], note="Two dark", by=officer, now=now)
    case = Case.objects.get()
    assert (done.case, case.channel, case.state) == (case, "inspection", "validated")
    assert case.description == "Tunnel lamps\nNot in order: All lit?\nTwo dark"
    with pytest.raises(operations.ReportRefused):
        inspecting.do_check(check, state="checked", answers=[False, "3"], by=officer, now=now)
    assert Case.objects.count() == 1


def test_half_a_season_and_another_office_are_refused(
    lamps: Inspection, people: dict[str, Person], town: City, now: datetime
) -> None:
    lamps.every = 0
    with pytest.raises(ValidationError):
        inspecting.keep(lamps, by=people["officer"], now=now)
    lamps.every, lamps.office = 1, town.water
    with pytest.raises(operations.NotAllowed):
        inspecting.keep(lamps, by=people["officer"], now=now)


def test_an_officer_sets_one_up_and_answers_it(town: City, people: dict[str, Person], client: Client) -> None:
    client.force_login(people["officer"])
    given = {
        "name": "Bridge", "office": town.roads.pk, "address": "The bridge", "first_on": "2026-01-31", "every": "1",
        "unit": "months", "asked": "Railing firm?\n# Metres\n* What else", "category": town.pothole.pk, "is_active": "on",
    }  # fmt: skip
    wrong = client.post(reverse("cases:inspection-new"), given | {"season_from": "04-01"})
    assert wrong.status_code == 422
    assert client.post(reverse("cases:inspection-new"), given | {"office": town.water.pk}).status_code == 422
    assert client.post(reverse("cases:inspection-new"), given).status_code == 302
    assert [each["type"] for each in Inspection.objects.get().questions] == ["yes", "number", "text"]
    check = Check.objects.get()
    assert b"Bridge" in client.get(reverse("cases:round")).content
    url = reverse("cases:inspection-check", args=[check.pk])
    assert client.post(url, {"state": "checked", "answer_0": "yes"}).status_code == 422
    fine = {"state": "checked", "answer_0": "yes", "answer_1": "2.5", "answer_2": "=rust"}
    assert client.post(url, fine).status_code == 302
    lines = client.get(reverse("cases:inspections"), {"format": "csv"}).content.decode().splitlines()
    assert [line.split(",")[7:9] for line in lines[1:]] == [
        ["Railing firm?", "yes"],
        ["Metres", "2.5"],
        ["What else", "'=rust"],
    ]
    assert not Case.objects.exists()
