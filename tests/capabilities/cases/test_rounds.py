"""Rounds: the order of the way, what is done at a stop, what it took, and who may."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from time import perf_counter
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from tests.capabilities.cases.reports import with_
from tests.city import City

from korzo.capabilities.cases import operations
from korzo.capabilities.cases.models import Case, Material, Stop, Update, Work
from korzo.capabilities.cases.operations import rounds
from korzo.capabilities.cases.operations.rounds import Done
from korzo.capabilities.cases.queries import rounds as reading
from korzo.capabilities.cases.rules import route
from korzo.kernel.people.models import Person
from korzo.kernel.trail.models import Entry

places = st.tuples(st.floats(42.0, 42.3), st.floats(18.0, 18.4))
ways = st.lists(places, max_size=24)
MINUTE = timedelta(minutes=1)


# The way -------------------------------------------------------------------------------------------------------------
@given(ways, st.none() | places)
def test_a_way_goes_everywhere_once_and_is_never_longer_than_nearest_first(
    spots: list[route.Place], start: route.Place | None
) -> None:
    found = route.order(spots, start)
    assert sorted(found) == list(range(len(spots)))
    assert found == route.order(spots, start)
    simple = route.nearest_first(spots, start)
    assert route.length(spots, found, start) <= route.length(spots, simple, start) + 1e-6
    if spots and start is None:
        assert found[0] == 0


@given(st.lists(st.tuples(places, st.booleans()), max_size=16), st.none() | places)
def test_what_is_urgent_comes_first(spots: list[tuple[route.Place, bool]], start: route.Place | None) -> None:
    urgent = [is_urgent for _place, is_urgent in spots]
    found = route.urgent_first([place for place, _urgent in spots], urgent, start)
    assert sorted(found) == list(range(len(spots)))
    assert [urgent[at] for at in found] == sorted(urgent, reverse=True)


def test_a_crossing_is_undone() -> None:
    row = [(42.0, 18.0), (42.0, 18.03), (42.0, 18.01), (42.0, 18.02)]
    assert route.order(row) == [0, 2, 3, 1]
    spots = [(42 + (each * 7 % 13) / 400, 18 + (each * 5 % 11) / 300) for each in range(40)]
    assert route.length(spots, route.order(spots)) < 0.95 * route.length(spots, route.nearest_first(spots))


def test_distances_are_those_of_the_globe() -> None:
    assert route.metres((42.0, 18.0), (43.0, 18.0)) == pytest.approx(111_195, rel=1e-4)
    assert route.metres((60.0, 18.0), (60.0, 19.0)) == pytest.approx(55_597, rel=1e-3)


def test_two_hundred_stops_take_no_time_to_speak_of() -> None:
    spots = [(42 + (each * 7919 % 200) / 4000, 18 + (each * 104729 % 211) / 3000) for each in range(200)]
    began = perf_counter()
    assert len(route.order(spots)) == 200
    assert perf_counter() - began < 2  # a tenth of a second; twenty times that is a mistake


# The round -----------------------------------------------------------------------------------------------------------
@pytest.fixture
def case(town: City, people: dict[str, Person], now: datetime) -> Case:
    return checked(people, now)


def checked(people: dict[str, Person], now: datetime, **more: Any) -> Case:
    made = operations.report(with_(**more), by=None, now=now).case
    operations.validate(made, by=people["agent"], now=now)
    return made


def test_a_case_is_on_a_round_once_and_comes_back_when_it_was_skipped(
    case: Case, people: dict[str, Person], now: datetime
) -> None:
    officer = people["officer"]
    stop = rounds.put_on_round(case, by=officer, now=now)
    rounds.skip(stop, back=False, by=officer)
    assert not reading.stops(officer, now=now)[0].is_left
    assert rounds.put_on_round(case, by=officer, now=now) == stop
    assert [each.is_left for each in reading.stops(officer, now=now)] == [True]
    assert reading.stops(officer, now=now + timedelta(days=1)) == []
    with pytest.raises(operations.NotAllowed):
        rounds.put_on_round(case, by=people["other"], now=now)
    with pytest.raises(operations.NotAllowed):
        rounds.skip(stop, back=False, by=people["other"])


def test_a_round_is_put_in_order_and_by_hand(town: City, people: dict[str, Person], now: datetime) -> None:
    officer = people["officer"]
    longs = (18.402, 18.412, 18.404, 18.414)
    stops = [rounds.put_on_round(checked(people, now, long=long), by=officer, now=now) for long in longs]
    assert rounds.arrange(day=reading.today(now), by=officer, now=now) == 4
    assert [each.case.long for each in reading.stops(officer, now=now)] == sorted(longs)
    rounds.arrange(day=reading.today(now), start=(42.415, 18.42), by=officer, now=now)
    assert [each.case.long for each in reading.stops(officer, now=now)] == sorted(longs, reverse=True)
    rounds.move(stops[0], up=True, by=officer)
    assert [each.case.long for each in reading.stops(officer, now=now)][-2] == longs[0]
    Case.objects.filter(pk=stops[0].case_id).update(due_at=now - MINUTE)
    rounds.arrange(day=reading.today(now), start=(42.415, 18.42), urgent_first=True, by=officer, now=now)
    assert reading.stops(officer, now=now)[0] == stops[0]


def test_what_is_done_is_taken_once_and_told(case: Case, people: dict[str, Person], now: datetime) -> None:
    officer = people["officer"]
    stop = rounds.put_on_round(case, by=officer, now=now)
    asphalt = Material.objects.create(name={"en": "Cold asphalt"}, unit="kg")
    version = case.version
    started, _new = rounds.do_stop(stop, Done("started", version=version, key="a" * 32), by=officer, now=now)
    done = Done(
        "done", text="Mended", note="Watch the pipe", minutes=30, people=2, version=version,
        materials=((asphalt.pk, Decimal("12.5")),), key="b" * 32,
    )  # fmt: skip
    work, is_new = rounds.do_stop(stop, done, by=officer, now=now + MINUTE)
    again, twice = rounds.do_stop(stop, done, by=officer, now=now + 2 * MINUTE)
    assert (is_new, twice, again, Work.objects.count()) == (True, False, work, 2)
    case.refresh_from_db()
    stop.refresh_from_db()
    assert (case.state, case.outcome, stop.state, started.outcome) == ("resolved", "Mended", "done", "started")
    assert not Update.objects.get(text="Watch the pipe").is_public
    assert Entry.objects.filter(event="cases.CaseWorkedOn").order_by("seq")[1].data["minutes"] == 30
    (cost,) = reading.costs(officer, month=date(2026, 3, 1))
    assert (cost.hours, cost.materials) == (Decimal("1.00"), [(asphalt, Decimal("12.50"))])


def test_what_somebody_else_changed_is_seen_first(case: Case, people: dict[str, Person], now: datetime) -> None:
    officer = people["officer"]
    stop, version = rounds.put_on_round(case, by=officer, now=now), case.version
    operations.comment(case, text="A pipe!", public=False, by=people["agent"], now=now)
    with pytest.raises(operations.CaseChanged):
        rounds.do_stop(stop, Done("done", text="Mended", version=version), by=officer, now=now)
    rounds.do_stop(stop, Done("started", version=case.version), by=officer, now=now)
    operations.comment(case, text="Still", public=False, by=people["agent"], now=now)
    with pytest.raises(operations.CaseChanged):
        rounds.do_stop(stop, Done("done", text="Mended", version=case.version - 1), by=officer, now=now)
    assert not Work.objects.filter(outcome="done").exists()


def test_what_cannot_be_done_stays_open_with_the_reason(case: Case, people: dict[str, Person], now: datetime) -> None:
    officer = people["officer"]
    stop = rounds.put_on_round(case, by=officer, now=now)
    for wrong in (
        Done("not_done"),
        Done("nonsense"),
        Done("noted"),
        Done("done"),
        Done("noted", note="x", minutes=2000),
        Done("noted", note="x", people=0),
        Done("noted", materials=((7, Decimal(1)),)),
    ):
        with pytest.raises(operations.ReportRefused):
            rounds.do_stop(stop, wrong, by=officer, now=now)
    assert not Work.objects.exists()
    rounds.do_stop(stop, Done("not_done", reason="weather", note="Snow"), by=officer, now=now)
    case.refresh_from_db()
    stop.refresh_from_db()
    assert (case.is_open, stop.state) == (True, "not_done")
    assert Update.objects.get(case=case, kind="commented").text == "Could not be done: Weather\nSnow"
    with pytest.raises(operations.NotAllowed):
        rounds.do_stop(stop, Done("noted", note="x"), by=people["other"], now=now)


# What it took --------------------------------------------------------------------------------------------------------
def test_a_month_is_added_up_for_those_who_may_see_it(
    case: Case, people: dict[str, Person], now: datetime, client: Client
) -> None:
    officer = people["officer"]
    stop = rounds.put_on_round(case, by=officer, now=now)
    sand, paint = (Material.objects.create(name={"en": name}, unit="kg") for name in ("=Sand", "Paint"))
    used = ((sand.pk, Decimal(3)), (paint.pk, Decimal("0.5")))
    rounds.do_stop(stop, Done("noted", minutes=90, people=2, materials=used), by=officer, now=now)
    month = date(2026, 3, 1)
    assert reading.total(officer, month=month).hours == 3
    assert reading.costs(people["other"], month=month) == []
    assert reading.costs(people["administrator"], month=month, office="water") == []
    assert reading.costs(officer, month=date(2026, 4, 1)) == []
    client.force_login(officer)
    assert b"3.00" in client.get(reverse("cases:costs"), {"month": "2026-03"}).content
    lines = client.get(reverse("cases:costs"), {"month": "2026-03", "format": "csv"}).content.decode().splitlines()
    assert lines[1].endswith("roads,1,3.00,'=Sand,3.00,kg")
    assert lines[2].endswith("roads,,,Paint,0.50,kg")


# Over the wire -------------------------------------------------------------------------------------------------------
def test_devices_send_once_and_hear_why_not(case: Case, people: dict[str, Person], client: Client) -> None:
    stop = rounds.put_on_round(case, by=people["officer"], now=timezone.now())
    url = reverse("cases:round-do", args=[stop.pk])
    key = {"Idempotency-Key": "0b0c1f6e-2f0e-4d6f-9d6d-1d2b7c8b9a10"}
    assert client.get(reverse("cases:round-pass")).status_code == 401
    assert client.post(url, {"outcome": "noted", "note": "x"}, headers=key).status_code == 401
    client.force_login(people["other"])
    assert client.post(url, {"outcome": "noted", "note": "x"}, headers=key).status_code == 422
    client.force_login(people["officer"])
    stale = client.post(url, {"outcome": "done", "text": "Mended", "version": "1"}, headers=key)
    assert (stale.status_code, stale.json()["version"]) == (409, case.version)
    fine = {"outcome": "done", "text": "Mended", "version": str(case.version)}
    assert [client.post(url, fine, headers=key).status_code for _ in range(2)] == [201, 200]
    closed = client.post(
        url, fine | {"version": ""}, headers={"Idempotency-Key": "1b0c1f6e-2f0e-4d6f-9d6d-1d2b7c8b9a10"}
    )
    assert (closed.status_code, Work.objects.count()) == (422, 1)
    assert Stop.objects.get().state == "done"
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(people["officer"])
    assert (
        strict.post(url, fine, headers={"Idempotency-Key": "2b0c1f6e-2f0e-4d6f-9d6d-1d2b7c8b9a10"}).status_code == 403
    )
