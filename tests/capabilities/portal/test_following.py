"""Hearing of works in one's street, and of news: everybody once, nobody by mistake, ended by one click."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from tests.capabilities.portal.announced import announced
from tests.city import City, square

from korzo.capabilities.portal.jobs import telling as jobs
from korzo.capabilities.portal.models import Category, Item, Notice, Reader, Telling, Wish
from korzo.capabilities.portal.operations import following as operations
from korzo.capabilities.portal.operations import notices, publishing
from korzo.capabilities.portal.operations.refusals import Refused
from korzo.capabilities.portal.queries import following
from korzo.kernel.messages import rendering
from korzo.kernel.messages.models import Message
from korzo.kernel.people import leaving
from korzo.kernel.people.models import Person
from korzo.kernel.trail import delivery

People = dict[str, Person]
MAIL = "curious@example.org"


def page(name: str, *arguments: object) -> str:
    with translation.override("en"):
        return reverse(f"portal:{name}", args=arguments)


def follow(by: Person | None = None, *, email: str = MAIL, now: datetime, **given: Any) -> Wish:
    wish = operations.follow(following.read(given), by=by, email=email, language="en", now=now)
    operations.confirm(wish, now=now)
    return wish


def letters() -> list[Message]:
    delivery.deliver_news()
    jobs.tell_due()
    found = Message.objects.filter(template__in=(operations.NOTICE, operations.ITEM))
    return list(found.exclude(channel="inbox").order_by("pk"))


@pytest.mark.parametrize(
    ("wish", "heard"),
    [
        ({}, True),
        ({"street": "mill"}, True),
        ({"street": "lime"}, False),
        ({"street": "mill", "kind": "water"}, True),
        ({"street": "mill", "kind": "power"}, False),
        ({"district": "west"}, True),
        ({"place": "Mlinska"}, True),
        ({"place": "Mlinska ulica 5"}, True),
        ({"near": "42.4165,18.42", "within": "200"}, True),
        ({"near": "42.4185,18.42", "within": "200"}, False),
        ({"near": "42.4185,18.42", "within": "500"}, True),
    ],
)
def test_works_in_a_street_reach_who_asked_for_it(
    town: City, people: People, now: datetime, wish: dict[str, Any], heard: bool
) -> None:
    delivery.start_at_head()
    follow(now=now, **wish)
    announced(people["officer"], now)
    assert len(letters()) == heard
    assert len(letters()) == heard


@pytest.mark.parametrize(
    ("where", "wish", "heard"),
    [
        ({"streets": (), "districts": ("west",)}, {"street": "lime"}, True),
        ({"streets": (), "districts": ("west",)}, {"district": "east"}, False),
        ({"streets": (), "is_everywhere": True}, {"district": "east"}, True),
        ({"streets": (), "is_everywhere": True}, {"near": "42.4,18.44", "within": "200"}, True),
        ({"streets": (), "area": square(18.41, 42.412, 18.415, 42.413)}, {"near": "42.4125,18.416"}, True),
        ({"streets": (), "area": square(18.41, 42.412, 18.415, 42.413)}, {"near": "42.4125,18.43"}, False),
        ({"streets": (), "area": square(18.41, 42.412, 18.415, 42.413)}, {"district": "west"}, True),
    ],
)
def test_districts_areas_and_the_whole_city(
    town: City, people: People, where: dict[str, Any], wish: dict[str, Any], heard: bool
) -> None:
    now = timezone.now()
    delivery.start_at_head()
    follow(now=now, **wish)
    announced(people["officer"], now, **where)
    assert len(letters()) == heard


def test_somebody_with_several_wishes_hears_once_for_each_occasion(town: City, people: People, now: datetime) -> None:
    delivery.start_at_head()
    for wish in ({}, {"street": "mill"}, {"district": "west"}):
        follow(people["resident"], now=now, **wish)
    officer = people["officer"]
    notice = announced(officer, now)
    assert len(letters()) == 1
    notices.tell(notice, {"en": "It takes longer."}, by=officer, now=now + timedelta(hours=1))
    last = letters()[-1]
    assert Message.objects.filter(template=operations.NOTICE).exclude(channel="inbox").count() == 2
    text = rendering.render(last).text
    assert "It takes longer." in text
    assert "Mlinska ulica" in text
    notices.end(notice, {}, by=officer, now=now + timedelta(hours=2))
    assert rendering.render(letters()[-1]).subject.startswith("Over: everything works again: No water")
    assert Telling.objects.filter(told_at__isnull=True).count() == 0


def test_what_waits_of_one_notice_is_one_letter(town: City, people: People, now: datetime) -> None:
    delivery.start_at_head()
    follow(now=now, street="mill")
    notice = announced(people["officer"], now)
    notices.tell(notice, {"en": "News"}, by=people["officer"], now=now)
    (letter,) = letters()
    assert letter.context["occasions"] == ["announced", f"update-{notice.updates.get().pk}"]


def test_an_address_hears_nothing_before_it_is_confirmed_by_a_button(town: City, people: People) -> None:
    delivery.start_at_head()
    browser, now = Client(headers={"accept-language": "en"}), timezone.now()
    sent = browser.post(page("follow"), {"about": "notices", "place": "Mlinska", "email": MAIL.upper()})
    assert sent.status_code == 200
    announced(people["officer"], now)
    assert letters() == []
    letter = rendering.render(Message.objects.get(template=operations.CONFIRM))
    assert "Mlinska" in letter.text
    link = re.search(r"https?://[^/]+(/\S+)", letter.text)
    assert link
    shown = browser.get(link[1])
    assert "Yes, tell me what happens" in shown.content.decode()
    assert Wish.objects.get().confirmed_at is None
    browser.post(link[1], {"wish": Wish.objects.get().pk, "confirm": "1"})
    assert Wish.objects.get().confirmed_at is not None
    announced(people["officer"], now)
    (told,) = letters()
    assert told.to == MAIL
    stop = re.sub(r"https?://[^/]+", "", rendering.render(told).stop)
    strict = Client(enforce_csrf_checks=True)
    assert strict.get(stop).status_code == 200
    assert Reader.objects.exists()
    assert strict.post(stop, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Reader.objects.exists()
    assert not Message.objects.filter(to=MAIL).exists()
    assert strict.post(stop, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert strict.get(stop).status_code == 404


def test_an_account_follows_at_once_and_ends_it(town: City, people: People) -> None:
    browser = Client(headers={"accept-language": "en"})
    browser.force_login(people["resident"])
    sent = browser.post(page("follow"), {"about": "notices", "district": "west"})
    assert sent["Location"] == page("following")
    wish = Wish.objects.get()
    assert wish.confirmed_at is not None
    assert "West" in browser.get(page("following")).content.decode()
    other = Client()
    other.force_login(people["other"])
    other.post(page("following"), {"wish": wish.pk, "end": "1"})
    assert Wish.objects.exists()
    browser.post(page("following"), {"wish": wish.pk, "end": "1"})
    assert not Reader.objects.exists()


def test_a_street_that_nobody_knows_is_asked_again_and_traps_catch(town: City) -> None:
    browser = Client(headers={"accept-language": "en"})
    unknown = browser.post(page("follow"), {"about": "notices", "place": "Qwxyz", "email": MAIL})
    assert unknown.status_code == 422
    caught = browser.post(page("follow"), {"about": "notices", "email": MAIL, "website": "x"})
    assert caught.status_code == 302
    assert not Reader.objects.exists()


def test_strangers_ask_for_few_letters_and_one_wish_for_one_a_day(town: City, now: datetime) -> None:
    browser = Client(headers={"accept-language": "en"})
    for number in range(12):
        given = {"about": "notices", "email": f"x{number}@example.org"}
        answer = browser.post(page("follow"), given)
    assert answer.status_code == 422
    assert Message.objects.count() == 10
    for _again in range(2):
        operations.follow(following.read({}), by=None, email=MAIL, now=now)
    assert Message.objects.filter(to=MAIL).count() == 1
    with pytest.raises(Refused):
        operations.follow(following.read({}), by=None, email="no address", now=now)


def item(kind: str, now: datetime, by: Person, *categories: Category) -> Item:
    title = {"en": f"A {kind}"}
    made = Item.objects.create(kind=kind, slug="x", language="en", title=title, made_at=now, changed_at=now)
    made.categories.set(categories)
    publishing.publish(made, by=by, now=now)
    publishing.appear(now)
    return made


@pytest.mark.parametrize(
    ("wish", "heard"),
    [
        ({"about": "news"}, True),
        ({"about": "news", "category": "roads"}, True),
        ({"about": "news", "category": "parks"}, False),
        ({"about": "events"}, False),
        ({"about": "notices"}, False),
    ],
)
def test_news_reach_who_asked_for_them(town: City, people: People, wish: dict[str, Any], heard: bool) -> None:
    delivery.start_at_head()
    now = timezone.now()
    roads, _parks = (Category.objects.create(code=code, name={"en": code}) for code in ("roads", "parks"))
    follow(now=now, **wish)
    item("news", now, people["administrator"], roads)
    found = letters()
    assert len(found) == heard
    if heard:
        assert rendering.render(found[0]).subject == "A news"


def test_what_is_withdrawn_meanwhile_stands_in_no_letter(town: City, people: People) -> None:
    delivery.start_at_head()
    now = timezone.now()
    follow(now=now, about="news")
    made = item("news", now, people["administrator"])
    (letter,) = letters()
    publishing.withdraw(made, by=people["administrator"], now=now)
    assert "A news" not in rendering.render(letter).text


def test_what_nobody_confirmed_is_forgotten_and_who_leaves_takes_all_along(
    town: City, people: People, now: datetime, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    operations.follow(following.read({}), by=None, email=MAIL, now=now)
    week = timedelta(days=7)
    assert operations.forget_old(now=now + week, unconfirmed=week, told=week) == 0
    assert operations.forget_old(now=now + 2 * week, unconfirmed=week, told=week) == 1
    assert not Reader.objects.exists()
    resident = people["resident"]
    follow(resident, now=now, street="mill")
    follow(now=now, email=resident.email, district="west")
    kept = leaving.everything_about(resident)["portal"]["follows"]
    assert [each["where"] for each in kept] == ["Works and outages · Mlinska ulica", "Works and outages · West"]
    leaving.erase(resident, now=now)
    assert not Reader.objects.exists()
    assert not Notice.objects.exists()
