"""A crew in the street: the round on a phone, without a network, with what was done delivered once."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, Route, expect
from tests import processes
from tests.browser.people import Browser
from tests.browser.test_offline import KEPT, axe
from tests.capabilities.cases.reports import with_
from tests.city import City

from korzo.capabilities.cases import operations
from korzo.capabilities.cases.models import Case, Material, Stop, Work
from korzo.capabilities.cases.operations import rounds
from korzo.kernel.files.models import Upload
from korzo.kernel.people.models import Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CARRIED = "async () => Boolean(navigator.serviceWorker.controller && await caches.match(location.pathname))"
STOP = ".k-stop >> nth=0"


@pytest.fixture
def hole(town: City, people: dict[str, Person]) -> Case:
    """A case on the officer's round, whose reporter gave a name and a letter box."""
    now = timezone.now()
    told = with_(description="Rupa ispred škole", name="Ana Anić", email="ana@example.org")
    case = operations.report(told, by=None, now=now).case
    operations.validate(case, by=people["agent"], now=now)
    rounds.put_on_round(case, by=people["officer"], now=now)
    Material.objects.create(name={"en": "Cold asphalt"}, unit="kg")
    return case


def ready(browser: Browser, person: Person) -> Page:
    """A phone that has seen the round once today."""
    browser.sign_in(person)
    page = browser.go("cases:round")
    processes.wait(lambda: bool(page.evaluate(CARRIED)), "the device carries the round")
    return page


def report(page: Page, picture: Any = None) -> None:
    page.locator(STOP).get_by_text("Report what was done").click()
    page.get_by_label("What was done?").fill("Zakrpljeno")
    if picture:
        page.locator("input[type=file]").set_input_files(str(picture))
        page.locator("[data-korzo-photo-list] img").wait_for()
    page.get_by_label("Minutes").fill("40")
    page.get_by_label("People").fill("2")
    page.locator("select[name=material_1]").select_option(label="Cold asphalt, kg")
    page.locator("input[name=quantity_1]").fill("12.5")
    page.get_by_role("button", name="Save").click()


def queued(page: Page) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.evaluate(
        "async () => (await (await import('korzo/outbox')).all()).map(each => "
        "({...each, photos: each.photos?.map(photo => photo.size)}))"
    )
    return found


def test_what_is_done_without_a_network_arrives_once(
    hole: Case, people: dict[str, Person], browse: Callable[..., Browser], heavy: Any
) -> None:
    crew = browse()
    page = ready(crew, people["officer"])
    assert axe(page) == []
    crew.context.set_offline(True)
    page.reload()
    expect(page.locator("h1")).to_have_text("My round")
    expect(page.locator(STOP)).to_contain_text("Rupa ispred škole")
    assert "Ana Anić" not in page.content()
    assert "ana@example.org" not in page.content()
    page.get_by_role("button", name="Started").click()
    expect(page.locator(".k-stop[data-work=waiting]")).to_contain_text("Waits for the network")
    report(page, heavy)
    processes.wait(lambda: len(queued(page)) == 2, "both reports wait")
    assert queued(page)[1]["photos"][0] > 200_000
    page.reload()
    expect(page.locator(".k-stop[data-work=waiting]")).to_have_count(1)
    assert axe(page) == []
    assert not Work.objects.exists()

    crew.context.set_offline(False)
    expect(page.locator(".k-stop[data-work=sent]")).to_contain_text("Solved")
    processes.wait(lambda: queued(page) == [], "nothing waits")
    hole.refresh_from_db()
    assert (hole.state, hole.outcome, hole.photos.filter(after_repair=True).count()) == ("resolved", "Zakrpljeno", 1)
    started, done = Work.objects.all()
    assert (started.outcome, done.outcome, done.minutes, done.people) == ("started", "done", 40, 2)
    assert [(str(each.material), str(each.quantity)) for each in done.used.all()] == [("Cold asphalt, kg", "12.50")]
    page.reload()
    expect(page.locator(".k-stop[data-state=done]")).to_have_count(1)


def test_an_answer_that_is_lost_makes_no_second_report(
    hole: Case, people: dict[str, Person], browse: Callable[..., Browser], heavy: Any
) -> None:
    page = ready(browse(), people["officer"])
    lost = list[str]()

    def lose(route: Route) -> None:
        lost.append(route.request.headers["idempotency-key"])
        route.fetch()
        route.abort("connectionreset")

    page.route("**/round/*/do/", lose, times=1)
    report(page, heavy)
    expect(page.locator(".k-stop[data-work=sent]")).to_have_count(1)
    assert Work.objects.get().client_key == uuid.UUID(lost[0]).hex
    assert (Work.objects.count(), Upload.objects.count()) == (1, 1)


def test_what_somebody_else_changed_comes_back_with_all_that_was_written(
    hole: Case, people: dict[str, Person], browse: Callable[..., Browser], heavy: Any
) -> None:
    crew = browse()
    page = ready(crew, people["officer"])
    crew.context.set_offline(True)
    page.reload()
    report(page, heavy)
    expect(page.locator(".k-stop[data-work=waiting]")).to_have_count(1)
    operations.comment(hole, text="Pažnja, cijev!", public=False, by=people["agent"], now=timezone.now())
    crew.context.set_offline(False)
    expect(page.locator(".k-stop[data-work=refused]")).to_contain_text("Somebody else has just changed this case")
    expect(page.get_by_label("What was done?")).to_have_value("Zakrpljeno")
    expect(page.locator("input[name=quantity_1]")).to_have_value("12.5")
    page.locator("[data-korzo-photo-list] img").wait_for()
    assert not Work.objects.exists()
    assert not Upload.objects.exists()
    page.get_by_label("What was done?").fill("Zakrpljeno, cijev je cijela")
    page.get_by_role("button", name="Save").press("Enter")
    expect(page.locator(".k-stop[data-work=sent]")).to_have_count(1)
    hole.refresh_from_db()
    assert (hole.outcome, Work.objects.count(), hole.photos.count()) == ("Zakrpljeno, cijev je cijela", 1, 1)


def test_who_is_signed_out_loses_nothing_and_nobody_else_sends_it(
    hole: Case, people: dict[str, Person], browse: Callable[..., Browser]
) -> None:
    crew = browse()
    page = ready(crew, people["officer"])
    cookies = crew.context.cookies()
    crew.context.clear_cookies()
    report(page)
    expect(page.locator(".k-stop")).to_contain_text("Sign in, then what you wrote is sent.")
    crew.sign_in(people["administrator"])
    page = crew.go("cases:round")
    page.evaluate("async () => (await import('korzo/outbox')).flush()")
    assert not Work.objects.exists()
    crew.context.clear_cookies()
    crew.context.add_cookies(cookies)
    page = crew.go("cases:round")
    processes.wait(Work.objects.exists, "it is sent in the name of who wrote it")
    assert Work.objects.get().person == people["officer"]


def test_signing_out_takes_the_round_off_the_device(
    hole: Case, people: dict[str, Person], browse: Callable[..., Browser]
) -> None:
    page = ready(browse(), people["officer"])
    page.locator("[popovertarget=k-account]").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_load_state()
    processes.wait(lambda: not page.evaluate("caches.keys()"), "the device forgets the round")


def test_the_copy_of_another_day_is_not_shown(
    hole: Case, people: dict[str, Person], browse: Callable[..., Browser]
) -> None:
    crew = browse()
    page = ready(crew, people["officer"])
    processes.wait(lambda: bool(page.evaluate(KEPT)), "the device keeps the page for reporting")
    page.evaluate(
        "async () => { const own = await caches.open('korzo-own'); const old = await own.match(location.pathname);"
        " const headers = new Headers(old.headers); headers.set('Date', new Date(Date.now() - 90_000_000).toUTCString());"
        " await own.put(location.pathname, new Response(await old.text(), { headers })); }"
    )
    crew.context.set_offline(True)
    page.reload()
    expect(page.locator("h1")).not_to_have_text("My round")
    assert page.evaluate("caches.has('korzo-own')") is False


@pytest.mark.parametrize("script", [True, False])
def test_the_round_without_a_map_and_without_javascript(
    hole: Case, people: dict[str, Person], browse: Callable[..., Browser], script: bool
) -> None:
    crew = browse(java_script_enabled=script)
    crew.sign_in(people["officer"])
    page = crew.go("cases:round")
    way = page.get_by_role("link", name="Show me the way").first
    assert (way.get_attribute("href") or "").startswith("geo:42.415,18.42")
    page.get_by_text("Report what was done").click()
    page.get_by_label("Could not be done").check()
    page.get_by_label("Why could it not be done?").select_option("weather")
    page.get_by_role("button", name="Save").click()
    processes.wait(lambda: Stop.objects.get().state == Stop.State.NOT_DONE, "it is taken")
    assert Work.objects.get().reason == "weather"
