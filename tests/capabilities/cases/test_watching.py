"""Hearing what happens in a street, a district, around a point, or of a kind: everybody once, nobody by mistake."""

import re
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st
from tests.capabilities.cases import reports
from tests.city import MIDDLE, City

from korzo.capabilities.cases import operations, public
from korzo.capabilities.cases.jobs import watching as jobs
from korzo.capabilities.cases.models import Case, News, Reader, Subscription
from korzo.capabilities.cases.operations import ReportRefused, watching
from korzo.capabilities.cases.queries import lists
from korzo.capabilities.cases.queries import watching as queries
from korzo.capabilities.cases.rules.watching import RADII, Spot, Wish, due
from korzo.kernel.messages import rendering
from korzo.kernel.messages.models import Message
from korzo.kernel.people import leaving
from korzo.kernel.people.models import Person
from korzo.kernel.trail import delivery
from korzo.kernel.trail.models import Entry

People = dict[str, Person]
MAIL = "curious@example.org"
HERE = {"near": "42.415,18.42", "within": "200"}
rows = st.integers(1, 3)
maybe = st.none() | rows
near = st.floats(-0.02, 0.02)


@st.composite
def wishes(draw: Any) -> Wish:
    place = draw(st.sampled_from(["all", "district", "street", "circle"]))
    kind = draw(st.sampled_from([{}, {"category": 1}, {"category": 2}, {"group": "a"}]))
    if place == "circle":
        return Wish(lat=42 + draw(near), long=18 + draw(near), radius=draw(st.sampled_from(RADII)), **kind)
    return Wish(**kind) if place == "all" else Wish(**{place: draw(rows)}, **kind)


@st.composite
def spots(draw: Any) -> Spot:
    point = (42 + draw(near), 18 + draw(near)) if draw(st.booleans()) else (None, None)
    return Spot(draw(rows), draw(st.sampled_from(["", "a"])), draw(maybe), draw(maybe), *point)


@given(wishes(), spots())
def test_what_fits_meets_in_a_key_and_only_circles_need_a_closer_look(wish: Wish, spot: Spot) -> None:
    meets = bool(set(wish.keys()) & set(spot.keys()))
    assert meets or not wish.fits(spot)
    if not wish.radius:
        assert meets == wish.fits(spot)
    assert len(spot.keys()) <= 12


@pytest.mark.parametrize(
    ("pace", "at", "told"),
    [
        ("at_once", "2026-03-11T22:15", "2026-03-11T22:15"),
        ("daily", "2026-03-11T07:59", "2026-03-11T08:00"),
        ("daily", "2026-03-11T08:00", "2026-03-12T08:00"),
        ("daily", "2026-03-28T09:00", "2026-03-29T08:00"),  # the clock is put forward that night
        ("weekly", "2026-03-11T09:00", "2026-03-16T08:00"),
        ("weekly", "2026-03-16T07:00", "2026-03-16T08:00"),
        ("weekly", "2026-03-16T08:00", "2026-03-23T08:00"),
    ],
)
def test_the_hour_of_a_digest(pace: str, at: str, told: str) -> None:
    zone = ZoneInfo("Europe/Belgrade")
    assert due(pace, datetime.fromisoformat(at).replace(tzinfo=zone)) == datetime.fromisoformat(told).replace(
        tzinfo=zone
    )


def follow(
    by: Person | None = None, *, pace: str = "at_once", solved: bool = True, now: datetime, **given: Any
) -> Subscription:
    row = watching.subscribe(queries.read(given), by=by, email=MAIL, language="en", pace=pace, solved=solved, now=now)
    watching.confirm_subscription(row, now=now)
    return row


def told(reader: Subscription | None = None) -> list[list[list[str]]]:
    """What each letter says."""
    delivery.deliver_news()
    jobs.tell_due()
    found = Message.objects.filter(template=watching.NEWS).exclude(channel="inbox").order_by("pk")
    return [each.context["told"] for each in found]


def page(name: str, *arguments: object) -> str:
    with translation.override("en"):
        return reverse(name, args=arguments)


@pytest.mark.parametrize(
    ("wish", "heard"),
    [
        ({"district": "west"}, True),
        ({"district": "east"}, False),
        ({"street": "mill"}, True),
        ({"street": "lime"}, False),
        ({"category": "pothole"}, True),
        ({"category": "leak"}, False),
        ({"category": "group:roads"}, True),
        ({"category": "group:water"}, False),
        ({"category": "pothole", "district": "west"}, True),
        ({"category": "leak", "district": "west"}, False),
        ({"place": "Mlinska"}, True),
        (HERE, True),
        ({"near": "42.4185,18.42", "within": "200"}, False),
        ({"near": "42.4185,18.42", "within": "500"}, True),
    ],
)
def test_a_report_reaches_who_asked_for_it_and_the_list_shows_the_same(
    town: City, now: datetime, wish: dict[str, Any], heard: bool
) -> None:
    delivery.start_at_head()
    follow(now=now, **wish)
    case = operations.report(reports.HOLE, by=None, now=now).case
    assert told() == ([[[case.code, "new"]]] if heard else [])
    assert told() == ([[[case.code, "new"]]] if heard else [])
    if "place" not in wish:
        listed = lists.public(lists.Filters.read(wish))
        assert list(listed.values_list("code", flat=True)) == ([case.code] if heard else [])


def test_an_address_hears_nothing_before_it_is_confirmed_by_a_button(town: City, now: datetime) -> None:
    delivery.start_at_head()
    browser = Client(headers={"accept-language": "en"})
    sent = browser.post(
        page("cases:watch"), {"category": "pothole", "pace": "at_once", "solved": "1", "email": MAIL.upper()}
    )
    assert sent.status_code == 200
    operations.report(reports.HOLE, by=None, now=now)
    assert told() == []
    letter = rendering.render(Message.objects.get(template=watching.CONFIRM))
    assert "Pothole" in letter.text
    link = re.search(r"https?://[^/]+(/\S+)", letter.text)
    assert link
    assert browser.get(link[1]).status_code == 200
    row = Subscription.objects.get()
    assert row.confirmed_at is None
    browser.post(link[1], {"subscription": row.pk, "do": "confirm"})
    operations.report(reports.HOLE, by=None, now=timezone.now())
    assert len(told()) == 1
    stop = rendering.render(Message.objects.get(template=watching.NEWS)).stop
    assert stop.endswith(link[1])
    assert Client().post(link[1], {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Reader.objects.exists()
    assert not Message.objects.filter(to=MAIL).exists()
    assert Client().get(link[1]).status_code == 404
    assert list(Entry.objects.filter(event__startswith="cases.Subscription").values_list("event", flat=True)) == [
        "cases.SubscriptionBegun", "cases.SubscriptionEnded",
    ]  # fmt: skip


def test_a_digest_waits_for_the_morning_and_says_each_case_once(town: City, people: People, now: datetime) -> None:
    delivery.start_at_head()
    follow(now=now, pace="weekly", district="west")
    follow(now=now, pace="daily", category="pothole")
    first = operations.report(reports.HOLE, by=None, now=now).case
    second = operations.report(reports.with_(description="Друга"), by=None, now=now).case
    operations.resolve(first, text="Filled", by=people["officer"], now=now)
    delivery.deliver_news()
    reader = Reader.objects.get()
    morning = News.objects.order_by("due_at")[0].due_at
    assert not watching.tell(reader, now=morning - timedelta(seconds=1))
    assert watching.tell(reader, now=morning)
    assert told() == [[[first.code, "solved"], [second.code, "new"]]]
    assert not watching.tell(reader, now=morning + timedelta(days=14))


def test_who_reported_or_follows_a_case_gets_one_message_of_it(town: City, people: People, now: datetime) -> None:
    delivery.start_at_head()
    resident = people["resident"]
    follow(resident, now=now, category="pothole")
    follow(now=now, category="pothole")
    mine = operations.report(reports.HOLE, by=resident, now=now).case
    operations.report(reports.with_(email=MAIL), by=None, now=now)
    delivery.deliver_news()
    for reader in Reader.objects.all():
        watching.tell(reader, now=now)
    by_reader = {
        each.to: [code for code, _what in each.context["told"]]
        for each in Message.objects.filter(template=watching.NEWS).exclude(channel="inbox")
    }
    assert mine.code in by_reader[MAIL]
    assert mine.code not in by_reader[resident.email]
    assert [len(codes) for codes in by_reader.values()] == [1, 1]
    operations.follow(mine, by=None, email=MAIL, now=now)
    for follower in mine.followers.all():
        operations.confirm(follower, now=now)
    operations.resolve(mine, text="Filled", by=people["officer"], now=now)
    delivery.deliver_news()
    for reader in Reader.objects.all():
        assert not watching.tell(reader, now=now)


def test_what_is_hidden_later_is_in_no_digest_and_words_only_when_checked(
    town: City, people: People, now: datetime
) -> None:
    delivery.start_at_head()
    follow(now=now, pace="daily", district="west")
    hidden = operations.report(reports.with_(description="Име и презиме"), by=None, now=now).case
    unread = operations.report(reports.with_(description="Непроверено"), by=None, now=now).case
    checked = operations.report(reports.with_(description="Проверено"), by=None, now=now).case
    noise = operations.report(reports.with_(category="noise"), by=None, now=now).case
    operations.validate(checked, by=people["officer"], now=now)
    delivery.deliver_news()
    operations.hide(hidden, hidden=True, by=people["officer"], now=now)
    watching.tell(Reader.objects.get(), now=now + timedelta(days=2))
    letter = Message.objects.get(template=watching.NEWS)
    text = rendering.render(letter).text
    assert [part in text for part in (checked.code, unread.code, "Проверено")] == [True] * 3
    assert [part in text for part in (hidden.code, noise.code, "Непроверено")] == [False] * 3
    operations.hide(checked, hidden=True, by=people["officer"], now=now)
    assert checked.code not in rendering.render(letter).text
    operations.hide(hidden, hidden=False, by=people["officer"], now=now)
    delivery.deliver_news()
    assert News.objects.filter(case=hidden, told_at=None).count() == 1


def test_a_worker_killed_before_the_end_loses_nothing_and_says_nothing_twice(
    town: City, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    delivery.start_at_head()
    follow(now=now, district="west")
    case = operations.report(reports.HOLE, by=None, now=now).case
    delivery.deliver_news()
    with monkeypatch.context() as broken:
        broken.setattr(watching, "_still_true", lambda _row: 1 / 0)
        assert jobs.tell_due() == 1
    assert not Message.objects.filter(template=watching.NEWS).exists()
    assert News.objects.get().told_at is None
    watching.tell(Reader.objects.get(), now=timezone.now() + jobs.AGAIN)
    assert told() == [[[case.code, "new"]]]


def test_pausing_ending_and_changing(town: City, people: People, now: datetime) -> None:
    delivery.start_at_head()
    resident, browser = people["resident"], Client(headers={"accept-language": "en"})
    browser.force_login(resident)
    assert browser.post(page("cases:watch"), {"district": "west", "pace": "daily"}).status_code == 302
    row = Subscription.objects.get()
    assert (row.solved, row.confirmed_at is None) == (False, False)
    url, own = page("cases:watching"), {"subscription": row.pk}
    case = operations.report(reports.HOLE, by=None, now=now).case
    delivery.deliver_news()
    browser.post(url, {**own, "do": "save", "pace": "at_once"})
    assert told() == [[[case.code, "new"]]]
    operations.report(reports.HOLE, by=None, now=now)
    delivery.deliver_news()
    browser.post(url, {**own, "do": "pause"})
    operations.report(reports.HOLE, by=None, now=now)
    assert len(told()) == 1
    assert "Paused" in browser.get(url).content.decode()
    browser.post(url, {**own, "do": "go-on"})
    other = Client()
    other.force_login(people["officer"])
    other.post(url, {**own, "do": "end"})
    assert Subscription.objects.get().is_paused is False
    browser.post(url, {**own, "do": "end"})
    assert not Reader.objects.exists()


def test_nobody_follows_everything_or_a_street_that_nobody_knows(town: City, people: People, now: datetime) -> None:
    browser = Client(headers={"accept-language": "en"})
    for wrong in ({}, {"place": "Xyzzy"}, {"category": "noise"}, {"near": "1,2,3"}):
        answer = browser.post(page("cases:watch"), {"pace": "daily", "email": MAIL, **wrong})
        assert answer.status_code == 422, wrong
    with pytest.raises(ReportRefused):
        watching.subscribe(queries.read({}), by=people["resident"], pace="daily", solved=True, now=now)
    assert not Reader.objects.exists()


def test_strangers_have_limits(town: City) -> None:
    browser = Client(headers={"accept-language": "en"})
    codes = ["pothole", "leak", "group:roads", "group:water", "", "pothole", "leak"]
    for number, code in enumerate(codes):
        given = {"pace": "daily", "email": MAIL, "category": code, "district": "west" if number > 3 else ""}
        assert browser.post(page("cases:watch"), given).status_code == 200
    assert Message.objects.filter(template=watching.CONFIRM).count() == 5
    for _ in range(3):
        last = browser.post(page("cases:watch"), {"pace": "daily", "email": "b@example.org", "district": "east"})
    assert last.status_code == 200
    assert (
        browser.post(page("cases:watch"), {"pace": "daily", "email": "c@example.org", "district": "east"}).status_code
        == 422
    )


def test_what_one_follows_is_taken_along_and_forgotten(town: City, people: People, now: datetime) -> None:
    resident = people["resident"]
    follow(resident, now=now, district="west")
    row = watching.subscribe(
        queries.read({"street": "mill"}), by=None, email=resident.email, pace="daily", solved=True, now=now
    )
    assert [each["what"] for each in public.export_watched(resident)] == ["district=west", "street=mill"]
    assert row.confirmed_at is None
    leaving.erase(resident, now=now)
    assert not Reader.objects.exists()
    assert not Message.objects.filter(to=resident.email).exists()


def test_what_nobody_confirmed_is_forgotten(town: City, now: datetime) -> None:
    old = timezone.now() - timedelta(days=8)
    watching.subscribe(queries.read({"street": "mill"}), by=None, email=MAIL, pace="daily", solved=True, now=old)
    assert jobs.forget_subscriptions.func() == 1
    assert not Reader.objects.exists()
    assert not Message.objects.exists()


def test_one_case_costs_as_many_queries_with_thirty_subscriptions_as_with_one(
    town: City, people: People, now: datetime
) -> None:
    case = operations.report(reports.HOLE, by=None, now=now).case
    case = Case.objects.select_related("category").get(pk=case.pk)

    def cost(what: str) -> int:
        with CaptureQueriesContext(connection) as queries_made:
            watching.note(case, what, now=now)
        return len(queries_made)

    follow(people["resident"], now=now, district="west")
    alone = cost("new")
    for number in range(29):
        watching.confirm_subscription(
            watching.subscribe(
                queries.read({"district": "west"}), by=None, email=f"{number}@example.org", pace="daily",
                solved=True, now=now,
            ), now=now,
        )  # fmt: skip
    assert cost("solved") == alone == 1
    assert cost("solved") == 1
    assert News.objects.filter(what="solved").count() == 30


def test_the_list_says_what_can_be_followed_and_the_feed_is_of_the_same(town: City, now: datetime) -> None:
    case = operations.report(reports.HOLE, by=None, now=now).case
    browser = Client(headers={"accept-language": "en"})
    html = browser.get(page("cases:list") + "?category=pothole&street=mlinska").content.decode()
    assert "Follow: Pothole · Mlinska ulica" in html
    assert case.code in html
    feed = browser.get(page("cases:feed") + "?category=pothole&street=mlinska").content.decode()
    assert case.code in feed
    assert "Mlinska ulica" in feed
    assert case.code not in browser.get(page("cases:feed") + "?street=lime").content.decode()
    assert "Mlinska ulica" in browser.get(page("cases:streets") + "?street=mlin").content.decode()
    around = browser.get(page("cases:case", case.code)).content.decode()
    link = re.search(r'href="([^"]+near=[^"]+)"', around)
    assert link
    form = browser.get(link[1].replace("&amp;", "&")).content.decode()
    assert "Mlinska ulica" in form
    assert f"{MIDDLE[0]}" in form
