"""Reporting on a bad connection: kept on the device, sent once, and drawn on before it is sent."""

import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Route, expect
from tests import processes
from tests.browser.people import DESK, Browser
from tests.city import MIDDLE, City

from korzo.capabilities.cases.models import Case
from korzo.kernel.files.models import Upload
from korzo.kernel.people.models import Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
KEPT = (
    "async () => Boolean(navigator.serviceWorker.controller"
    " && await caches.match(document.querySelector('[data-korzo-outbox] a').href))"
)
Browse = Callable[..., Browser]


def ready(browser: Browser, language: str = "en") -> Page:
    """A browser that has seen the report page once, so that it keeps what it needs."""
    page = browser.go("cases:report", language=language)
    processes.wait(lambda: bool(page.evaluate(KEPT)), "the device keeps the page")
    return page


def write(page: Page, picture: Path | None = None, **more: str) -> None:
    page.locator("select[name=category]").select_option(more.get("category", "pothole"))
    page.locator("textarea[name=description]").fill(more.get("words", "Rupa ispred škole"))
    if picture:
        page.locator("input[type=file]").set_input_files(str(picture))
        page.locator("[data-korzo-photo-list] img").wait_for()
    page.locator("input[name=address]").fill(more.get("address", ""))


def queued(page: Page) -> list[dict[str, Any]]:
    """What the device keeps."""
    found: list[dict[str, Any]] = page.evaluate(
        "async () => (await (await import('korzo/outbox')).all()).map(each => "
        "({...each, photos: each.photos?.map(photo => photo.size)}))"
    )
    return found


def axe(page: Page) -> list[str]:
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
    return [f"{each['id']}: {each['nodes'][0]['html'][:120]}" for each in found.response["violations"]]


# Without a network ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("language", ["en", "sr"])
def test_a_report_with_photo_waits_for_the_network_and_arrives_once(
    town: City, browse: Browse, heavy: Path, language: str
) -> None:
    ana = browse()
    page = ready(ana, language)
    ana.context.set_offline(True)
    page.reload()
    form = page.locator("[data-korzo-offline]")
    form.wait_for()
    assert axe(page) == []
    write(page, heavy)
    form.locator("[type=submit]").click()
    expect(page.locator(".k-waiting-one[data-state=waiting]")).to_have_count(1)
    expect(page.locator(".k-waiting h2")).to_be_focused()
    assert axe(page) == []
    page.reload()
    expect(page.locator(".k-waiting-one[data-state=waiting]")).to_contain_text("Rupa ispred škole")
    assert queued(page)[0]["photos"][0] > 200_000
    assert not Case.objects.exists()

    ana.context.set_offline(False)
    expect(page.locator(".k-waiting-one[data-state=sent]")).to_have_count(1)
    expect(page.locator(".k-said")).to_have_text(page.locator("form").get_attribute("data-text-thanks") or "?")
    case = Case.objects.get()
    assert (case.description, case.language, case.photos.count()) == ("Rupa ispred škole", language, 1)
    assert (case.lat, case.long) == pytest.approx((42.415, 18.42), abs=1e-4)  # told by the photo
    (left,) = queued(page)
    assert left["photos"] is None
    assert {"fields", "uploads"}.isdisjoint(left)
    page.reload()
    ana.go("cases:report-offline", language=language)
    page.locator("[data-part=open]").click()
    expect(page.locator("main")).to_contain_text(case.code)
    assert Case.objects.count() == 1


def test_an_answer_that_is_lost_makes_no_second_case(town: City, browse: Browse, heavy: Path) -> None:
    ana = browse()
    page = ready(ana)
    ana.go("cases:report-offline")
    lost = list[str]()

    def lose(route: Route) -> None:
        lost.append(route.request.headers["idempotency-key"])
        route.fetch()
        route.abort("connectionreset")

    page.route("**/report/offline/send/", lose, times=1)
    write(page, heavy, address="lipa 5")
    page.get_by_role("button", name="Keep and send").click()
    processes.wait(lambda: queued(page)[0]["tries"] == 1, "the first try is over")
    case = Case.objects.get()
    assert case.client_key == uuid.UUID(lost[0]).hex
    page.get_by_role("button", name="Send now").click()
    expect(page.locator(".k-waiting-one[data-state=sent]")).to_contain_text(case.code)
    assert (Case.objects.count(), Upload.objects.count()) == (1, 1)


def test_what_is_refused_stays_with_the_reason_and_can_be_changed(town: City, browse: Browse, heavy: Path) -> None:
    ana = browse()
    page = ready(ana)
    ana.context.set_offline(True)
    page.reload()
    write(page, heavy, words="Curi", category="leak")
    page.get_by_role("button", name="Keep and send").click()  # the kind's question is not answered
    expect(page.locator(".k-waiting-one")).to_have_count(0)
    page.get_by_label("A jet").check()
    page.get_by_label("E-mail").fill("ana@example.org")
    page.get_by_role("button", name="Keep and send").click()
    expect(page.locator(".k-waiting-one[data-state=waiting]")).to_have_count(1)
    town.leak.is_active = False  # meanwhile the city takes such reports no more
    town.leak.save()
    ana.context.set_offline(False)
    refused = page.locator(".k-waiting-one[data-state=refused]")
    expect(refused).to_contain_text("What is it about?")
    assert not Case.objects.exists()
    ana.go("cases:report-offline")
    refused.get_by_role("button", name="Change").click()
    expect(page.get_by_label("What do you see?")).to_have_value("Curi")
    expect(page.get_by_label("E-mail")).to_have_value("ana@example.org")
    page.locator("[data-korzo-photo-list] img").wait_for()
    page.get_by_label("What is it about?").select_option("pothole")
    page.get_by_role("button", name="Keep and send").click()
    expect(page.locator(".k-waiting-one[data-state=sent]")).to_have_count(1)
    case = Case.objects.get()
    assert (case.category.code, case.photos.count(), case.contact.email) == ("pothole", 1, "ana@example.org")


def test_a_place_is_asked_for_and_the_device_can_tell_it(town: City, browse: Browse) -> None:
    here = {"latitude": MIDDLE[0], "longitude": MIDDLE[1]}
    ana = browse(geolocation=here, permissions=["geolocation"])
    page = ready(ana)
    ana.context.set_offline(True)
    page.reload()
    write(page)
    page.get_by_role("button", name="Keep and send").click()
    assert page.get_by_label("Address or place").evaluate("input => input.validationMessage").startswith("Tell us")
    page.get_by_role("button", name="Use my position").click()
    expect(page.locator("[data-korzo-place]")).to_contain_text("Position found")
    page.get_by_role("button", name="Keep and send").click()
    expect(page.locator(".k-waiting-one")).to_have_count(1)
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Remove").click()
    expect(page.locator(".k-waiting")).to_be_hidden()
    assert queued(page) == []


def test_other_pages_tell_that_a_report_waits_and_send_it(town: City, browse: Browse) -> None:
    ana = browse()
    page = ready(ana)
    ana.context.set_offline(True)
    page.reload()
    write(page, address="lipa 5")
    page.get_by_role("button", name="Keep and send").click()
    page.locator(".k-waiting-one[data-state=waiting]").wait_for()
    page.goto(page.url.split("/en/")[0] + "/en/accessibility/")  # nothing but the kept page can be shown
    expect(page.locator("h1")).to_have_text("Report without a network")
    ana.context.set_offline(False)
    page.locator(".k-waiting-one[data-state=sent]").wait_for()
    assert Case.objects.get().address == "lipa 5"


# The line breaks while a report is sent --------------------------------------------------------------------------------
def test_a_report_that_cannot_be_sent_just_now_waits_instead(town: City, browse: Browse, heavy: Path) -> None:
    ana = browse()
    page = ready(ana)
    write_first(page, heavy)
    page.get_by_label("E-mail").fill("ana@example.org")
    ana.context.set_offline(True)
    page.get_by_role("button", name="Send report").click()
    expect(page.locator("h1")).to_contain_text("waits on this device")
    ana.context.set_offline(False)
    expect(page.locator(".k-waiting-one[data-state=sent]")).to_have_count(1)
    case = Case.objects.get()
    assert (case.contact.email, case.photos.count()) == ("ana@example.org", 1)
    page = ana.go("cases:report")
    expect(page.get_by_label("What do you see?")).to_have_value("")  # the next report is another one


def test_a_web_report_whose_answer_is_lost_is_one_case(town: City, browse: Browse, heavy: Path) -> None:
    page = ready(browse())
    write_first(page, heavy)

    lost = list[str]()

    def lose(route: Route) -> None:
        if lost or route.request.method != "POST":
            route.continue_()
            return
        lost.append(route.request.url)
        route.fetch(max_redirects=0)
        route.abort("connectionreset")

    page.route("**/report/send/", lose)
    page.get_by_role("button", name="Send report").click()
    page.wait_for_url("**/report/offline/")
    expect(page.locator(".k-waiting-one[data-state=sent]")).to_have_count(1)
    assert (Case.objects.count(), Upload.objects.count()) == (1, 1)


def test_a_photo_that_cannot_be_uploaded_goes_on_on_the_device(town: City, browse: Browse, heavy: Path) -> None:
    ana = browse()
    page = ready(ana)
    page.get_by_label("What is it about?").select_option("pothole")
    page.get_by_label("What do you see?").fill("Rupa")
    page.locator("input[type=file]").set_input_files(str(heavy))
    page.locator("[data-korzo-photo-list] img").wait_for()
    ana.context.set_offline(True)
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/report/offline/#*")
    expect(page.get_by_label("What do you see?")).to_have_value("Rupa")
    page.locator("[data-korzo-photo-list] img").wait_for()
    page.get_by_role("button", name="Keep and send").click()
    page.locator(".k-waiting-one[data-state=waiting]").wait_for()
    ana.context.set_offline(False)
    page.locator(".k-waiting-one[data-state=sent]").wait_for()
    assert Case.objects.get().photos.count() == 1


def write_first(page: Page, picture: Path) -> None:
    """Fill in the first two screens."""
    page.get_by_label("What is it about?").select_option("pothole")
    page.get_by_label("What do you see?").fill("Rupa")
    page.locator("input[type=file]").set_input_files(str(picture))
    page.locator("[data-korzo-photo-list] img").wait_for()
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/where/")
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/send/")


# What the device keeps -------------------------------------------------------------------------------------------------
def test_nothing_of_a_person_is_kept_and_signing_out_empties_it(
    town: City, people: dict[str, Person], browse: Browse
) -> None:
    officer = browse(DESK)
    officer.sign_in(people["officer"])
    page = ready(officer)
    kept = page.evaluate(
        "async () => { const found = {}; for (const name of await caches.keys()) { const shelf = await caches.open(name);"
        " for (const key of await shelf.keys()) found[new URL(key.url).pathname] = await (await shelf.match(key)).text(); }"
        " return found; }"
    )
    pages = [path for path in kept if not path.startswith("/static/")]
    assert pages == ["/en/cases/report/offline/"]
    assert "Officer" not in kept[pages[0]]
    assert "csrfmiddlewaretoken" not in kept[pages[0]]
    page.evaluate("sessionStorage.setItem('korzo-draft-x', 'words')")
    page.locator("[popovertarget=k-account]").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_load_state()
    processes.wait(lambda: not page.evaluate("caches.keys()"), "the device forgets its copies")
    assert page.evaluate("sessionStorage.length") == 0
