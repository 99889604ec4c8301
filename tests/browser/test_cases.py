"""Residents and officers at real screens: reporting, following, working; with and without JavaScript, map or mouse."""

import io
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page, expect
from tests.browser.people import DESK, NARROW, PHONE, Browser
from tests.capabilities.cases.reports import with_
from tests.city import MIDDLE, City
from tests.kernel.test_files import photo

from korzo.capabilities.cases import operations
from korzo.capabilities.cases.models import Case
from korzo.capabilities.cases.operations import learning
from korzo.kernel.files import operations as files
from korzo.kernel.people.models import Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FOCUSED = "document.activeElement"


@pytest.fixture
def picture(tmp_path: Path) -> str:
    (tmp_path / "hole.jpg").write_bytes(photo(size=(800, 600)))
    return str(tmp_path / "hole.jpg")


# Reporting -----------------------------------------------------------------------------------------------------------
def test_a_report_in_three_screens_with_photo_and_pin(town: City, browse: Callable[..., Browser], picture: str) -> None:
    ana = browse()
    page = ana.go("home")
    page.get_by_role("main").get_by_role("link", name="Report a problem").first.click()
    page.get_by_label("What is it about?").select_option("pothole")
    page.get_by_label("What do you see?").fill("Rupa ispred škole")
    page.locator("input[type=file]").set_input_files(picture)
    page.locator("[data-korzo-photo-list] img").wait_for()
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/where/")
    pin = page.locator(".k-pin")
    pin.wait_for()
    pin.focus()
    page.keyboard.press("ArrowUp")
    shown = float(page.locator("input[name=latitude]").input_value())
    page.keyboard.press("ArrowUp")
    moved = float(page.locator("input[name=latitude]").input_value())
    assert moved > shown
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/send/")
    expect(page.get_by_text("Rupa ispred škole")).to_be_visible()
    page.get_by_label("E-mail").fill("ana@example.org")
    page.get_by_role("button", name="Send report").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Thank you")
    case = Case.objects.get()
    expect(page.locator(".k-number").first).to_have_text(case.code)
    assert (case.description, case.photos.count(), case.contact.email) == ("Rupa ispred škole", 1, "ana@example.org")
    assert case.lat == pytest.approx(moved, abs=1e-5)
    assert ana.complaints == []


def test_the_same_without_javascript(town: City, browse: Callable[..., Browser], picture: str) -> None:
    page = browse(java_script_enabled=False).go("cases:report")
    page.get_by_label("What is it about?").select_option("leak")
    page.get_by_label("What do you see?").fill("Curi voda")
    page.locator("input[type=file]").set_input_files(picture)
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Address or place").fill("lipa 5")
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("A jet").check()
    page.get_by_role("button", name="Send report").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Thank you")
    case = Case.objects.get()
    assert (case.attributes, case.photos.count()) == ({"FLOW": "jet"}, 1)
    assert case.lat == pytest.approx(42.41)
    page.get_by_role("link", name="Open my page").click()
    expect(page.get_by_text("Curi voda")).to_be_visible()


@pytest.mark.parametrize("script", [True, False])
def test_mistakes_keep_what_was_typed(town: City, browse: Callable[..., Browser], script: bool) -> None:
    ana = browse(java_script_enabled=script)
    page = ana.go("cases:report")
    page.get_by_label("What do you see?").fill("Rupa")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert").or_(page.locator(".ds-error-summary")).first).to_be_visible()
    expect(page.get_by_label("What do you see?")).to_have_value("Rupa")
    page.get_by_label("What is it about?").select_option("leak")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("Tell us where it is").first).to_be_visible()
    page.get_by_label("Address or place").fill("kod starog bunara")
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("E-mail").fill("ana@")
    page.get_by_label("Your name").fill("Ana")
    page.get_by_role("button", name="Send report").click()
    expect(page.get_by_label("E-mail")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("E-mail")).to_have_value("ana@")
    expect(page.get_by_label("Your name")).to_have_value("Ana")
    assert not Case.objects.exists()
    page.get_by_label("E-mail").fill("ana@example.org")
    page.get_by_label("Drops").check()
    page.get_by_role("button", name="Send report").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Thank you")
    assert Case.objects.get().address == "kod starog bunara"


def test_taking_a_photo_back_keeps_the_rest(town: City, browse: Callable[..., Browser], picture: str) -> None:
    page = browse(java_script_enabled=False).go("cases:report")
    page.get_by_label("What do you see?").fill("Prvo")
    page.get_by_label("What is it about?").select_option("pothole")
    page.locator("input[type=file]").set_input_files(picture)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("link", name="Back").click()
    page.get_by_label("What do you see?").fill("Drugo")
    page.get_by_role("button", name="Remove photo").click()
    expect(page.get_by_role("button", name="Remove photo")).to_have_count(0)
    expect(page.get_by_label("What do you see?")).to_have_value("Drugo")


def test_the_whole_way_by_keyboard_alone(town: City, browse: Callable[..., Browser]) -> None:
    page = browse(DESK).go("cases:report")

    def tab_to(name: str) -> None:
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.evaluate(f"({FOCUSED}.labels?.[0] ?? {FOCUSED}).textContent.trim()").startswith(name):
                assert page.evaluate(
                    f"getComputedStyle({FOCUSED}).outlineStyle !== 'none' || getComputedStyle({FOCUSED}).boxShadow !== 'none'"
                )
                return
        raise AssertionError(f"“{name}” is not reached with the Tab key")

    def enter() -> None:
        with page.expect_navigation():
            page.keyboard.press("Enter")

    page.keyboard.press("Tab")
    assert "#" in page.evaluate(f"{FOCUSED}.getAttribute('href')")  # the way past the menus comes first
    tab_to("What is it about?")
    page.keyboard.type("Pot")
    tab_to("What do you see?")
    page.keyboard.type("Rupa")
    tab_to("Continue")
    enter()
    tab_to("Address or place")
    page.keyboard.type("lipa 5")
    enter()  # finds the address, and shows which ones there are
    tab_to("Ulica lipa 5")
    enter()
    tab_to("Send report")
    enter()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Thank you")
    assert Case.objects.get().description == "Rupa"


# Working and following -----------------------------------------------------------------------------------------------
def test_words_propose_a_kind_and_a_tap_chooses_it(town: City, browse: Callable[..., Browser]) -> None:
    learning.learn(now=timezone.now())
    page = browse().go("cases:report")
    page.get_by_label("What do you see?").press_sequentially("Curenje воде")
    page.get_by_role("button", name="Water leak").click()
    expect(page.get_by_label("What is it about?")).to_have_value("leak")
    expect(page.get_by_label("What do you see?")).to_have_value("Curenje воде")
    expect(page.get_by_role("button", name="Continue")).to_be_visible()


def test_the_map_shows_where_most_is_reported(town: City, browse: Callable[..., Browser]) -> None:
    for number in range(3):
        operations.report(with_(client_key=str(number)), by=None, now=timezone.now())
    page = browse(DESK).go("cases:list")
    switch = page.get_by_role("switch", name="Show where most is reported")
    page.locator(".k-place, .k-cluster").first.wait_for()
    with page.expect_response(lambda answer: "heat=1" in answer.url) as asked:
        switch.check()
    assert sum(each["properties"]["count"] for each in asked.value.json()["features"]) == 3
    page.wait_for_function("document.querySelector('.k-map').korzoMap.getLayer('korzo-heat')")
    assert not page.locator(".k-place:visible, .k-cluster:visible").count()
    switch.uncheck()
    page.locator(".k-place:visible, .k-cluster:visible").first.wait_for()


@pytest.mark.parametrize("script", [True, False])
def test_a_form_of_the_record_unfolds(
    town: City, people: dict[str, Person], browse: Callable[..., Browser], script: bool
) -> None:
    case = operations.report(with_(), by=None, now=timezone.now()).case
    officer = browse(DESK, java_script_enabled=script)
    officer.sign_in(people["officer"])
    page = officer.go("cases:record", case.code)
    page.locator("summary", has_text="Not possible").click()
    if not script:
        page.locator("#decline").get_by_role("link", name="Continue").click()
    page.get_by_label("Explanation").fill("Nije naše")
    page.get_by_role("button", name="Close with this reason").click()
    expect(page.get_by_text("The reporter is told why")).to_be_visible()
    case.refresh_from_db()
    assert (case.state, case.outcome, officer.complaints) == ("declined", "Nije naše", [])


def test_an_officer_solves_and_the_resident_reopens(
    town: City, people: dict[str, Person], browse: Callable[..., Browser]
) -> None:
    receipt = operations.report(with_(email="ana@example.org"), by=None, now=timezone.now())
    case, officer, ana = receipt.case, browse(DESK), browse()
    officer.sign_in(people["officer"])
    page = officer.go("cases:queue")
    page.locator(".k-queue a").first.click()
    page.get_by_role("button", name="Check and publish").click()
    expect(page.get_by_text("The promise runs now")).to_be_visible()
    stranger = ana.go("cases:case", case.code)
    expect(stranger.get_by_text("Рупа на путу").first).to_be_visible()

    page.keyboard.press("r")  # the form unfolds, and the cursor stands in it
    expect(page.get_by_label("What was done?")).to_be_focused()
    page.keyboard.type("Asfaltirano")
    page.get_by_role("button", name="Close as solved").click()
    expect(page.get_by_text("Solved. The reporter is told")).to_be_visible()

    followed = ana.go("cases:follow", case.code, receipt.follow)
    expect(followed.get_by_text("Asfaltirano").first).to_be_visible()
    followed.get_by_label("Your message to the office").fill("Još je tu")
    followed.get_by_role("button", name="It is not solved: open it again").click()
    expect(followed.get_by_text("The case is open again")).to_be_visible()
    case.refresh_from_db()
    assert (case.state, case.reopened) == ("in_progress", 1)
    expect(officer.go("cases:record", case.code).get_by_text("Još je tu")).to_be_visible()
    assert officer.complaints + ana.complaints == []


def test_a_refusal_shows_what_was_typed(town: City, people: dict[str, Person], browse: Callable[..., Browser]) -> None:
    case = operations.report(with_(), by=None, now=timezone.now()).case
    officer = browse(DESK)
    officer.sign_in(people["officer"])
    page = officer.go("cases:record", case.code)
    page.locator("summary", has_text="Solve").click()
    page.get_by_label("What was done?").fill("Moja rečenica")
    operations.validate(case, by=people["agent"], now=timezone.now())  # somebody was faster
    page.get_by_role("button", name="Close as solved").click()
    expect(page.get_by_text("Somebody else has just changed this case").first).to_be_visible()
    expect(page.get_by_label("What was done?")).to_have_value("Moja rečenica")


# Every page ----------------------------------------------------------------------------------------------------------
def some_cases(people: dict[str, Person]) -> tuple[Case, str]:
    """An open one with photo, words, a promise and a story; a solved one; a late one. The first, and its secret."""
    now = timezone.now()
    upload = files.add(_photo(), owner="draft:1", now=now)
    receipt = operations.report(with_(photos=(upload,), email="ana@example.org", name="Ana"), by=None, now=now)
    officer = people["officer"]
    operations.validate(receipt.case, by=officer, now=now)
    operations.comment(receipt.case, text="Dolazimo sutra.", public=True, by=officer, now=now)
    operations.comment(receipt.case, text="Za kolege", public=False, by=officer, now=now)
    solved = operations.report(with_(lat=MIDDLE[0] + 0.001), by=None, now=now).case
    operations.resolve(solved, text="Gotovo", by=officer, now=now)
    late = operations.report(with_(address="lipa 5"), by=None, now=now).case
    Case.objects.filter(pk=late.pk).update(due_at=now - timedelta(days=1))
    return receipt.case, receipt.follow


def _photo() -> Any:
    return io.BytesIO(photo(size=(300, 200)))


def every_page(browser: Browser, people: dict[str, Person], language: str) -> Iterator[tuple[str, Page]]:
    """Each kind of page, first as a resident, then as an officer."""
    case, follow = some_cases(people)

    def go(name: str, *arguments: str, query: str = "") -> Page:
        return browser.go(name, *arguments, language=language, query=query)

    yield "home", go("home")
    yield "list", go("cases:list")
    yield "nothing found", go("cases:list", query="?q=xyzzy")
    yield "case", go("cases:case", case.code)
    yield "follow", go("cases:follow", case.code, follow)
    page = go("cases:report")
    yield "report", page
    send = page.locator("main form button[type=submit], main form .ds-button:not([type=button])").last
    send.click()
    page.locator(".ds-error-summary").wait_for()
    yield "report with an error", page
    page.locator("select[name=category]").select_option("leak")
    page.locator("main form .ds-button:not([type=button])").last.click()
    page.wait_for_url("**/where/")
    yield "where", page
    page.locator("input[name=address]").fill("kod starog bunara")
    page.locator("main form .ds-button:not([type=button])").last.click()
    page.wait_for_url("**/send/")
    yield "send", page
    page.locator("main form .ds-button:not([type=button])").last.click()
    page.locator(".ds-error-summary").wait_for()
    yield "send with an error", page
    page.locator("input[name=attribute_FLOW]").last.check()
    page.locator("main form .ds-button:not([type=button])").last.click()
    page.wait_for_url("**/done/**")
    yield "done", page
    browser.sign_in(people["officer"])
    yield "queue", go("cases:queue")
    yield "record", go("cases:record", case.code)
    yield "record with the reporter", go("cases:record", case.code, query="?contact=show")


@pytest.mark.parametrize("language", ["sr-latn", "sr"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_axe_finds_nothing_on_any_page(
    town: City, people: dict[str, Person], browse: Callable[..., Browser], size: tuple[int, int], language: str
) -> None:
    browser, found, seen = browse(size), {}, []
    for name, page in every_page(browser, people, language):
        seen.append(name)
        if page.locator("[data-korzo-map]:visible").count():
            page.locator("[data-korzo-map]:visible").first.scroll_into_view_if_needed()
            page.locator(".maplibregl-canvas").first.wait_for(state="attached")
        answer = Axe().run(page)
        if answer.response["violations"]:
            found[name] = [
                (each["id"], [node["html"][:160] for node in each["nodes"][:3]])
                for each in answer.response["violations"]
            ]
    assert found == {}
    assert len(seen) == 14
    assert browser.complaints == []


def test_every_page_fits_a_narrow_screen(town: City, people: dict[str, Person], browse: Callable[..., Browser]) -> None:
    browser = browse(NARROW)
    wide = {
        name: width
        for name, page in every_page(browser, people, "sr-latn")
        if (width := page.evaluate("document.documentElement.scrollWidth")) > NARROW[0]
    }
    assert wide == {}
    assert browser.complaints == []
