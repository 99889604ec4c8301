"""A treasurer at a table of the data room: a pasted block, undo, two people at one cell, all about a cell, no JavaScript."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from tests.browser.people import DESK, Browser
from tests.capabilities.assessments import assessed

from korzo.capabilities.assessments.models import Assessment, Figure
from korzo.capabilities.assessments.operations import entering
from korzo.capabilities.assessments.operations.entering import Edit
from korzo.capabilities.assessments.rules import cells
from korzo.capabilities.assessments.rules.numbers import Mark
from korzo.kernel.people.models import Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASTE = """(cell, text) => {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    cell.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


@pytest.fixture
def made(people: dict[str, Person], now: datetime) -> Assessment:
    del people
    return assessed.filled(assessed.analyst(), now)


def look(page: Page) -> None:
    """A page, or a dialog on it, that nobody is kept out of, and that fits."""
    page.evaluate("Promise.all(document.getAnimations().map((each) => each.finished))")
    found = [(each["id"], each["nodes"][0]["html"][:160]) for each in Axe().run(page).response["violations"]]
    assert (page.url, found) == (page.url, [])
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, page.url


def cell(line: str, year: int = 2025, table: str = "T1") -> str:
    return f'td[data-cell="{table}/{line}//{year}/actual"]'


def saved(page: Page) -> None:
    expect(page.locator("[data-korzo-state]")).to_have_text("Saved")


def amount(made: Assessment, line: str, year: int = 2025) -> Decimal | None:
    found = Figure.objects.filter(assessment=made, row=line, year=year).first()
    return found.amount if found else None


def opened(made: Assessment, browse: Callable[..., Browser]) -> tuple[Browser, Page]:
    """The table of revenue, before the analyst at a desk."""
    browser = browse(DESK)
    browser.sign_in(Person.objects.get(email="analyst@example.org"))
    page = browser.go("assessments:table", made.code, "T1")
    expect(page.locator("[data-korzo-tools]")).to_be_visible()  # it is a spreadsheet by now
    return browser, page


def test_what_is_typed_is_saved_and_added_up(made: Assessment, browse: Callable[..., Browser]) -> None:
    browser, page = opened(made, browse)
    r1, r2, total = (page.locator(cell(line)) for line in ("R1", "R2", "RC"))
    look(page)

    r1.click()
    page.keyboard.type("500000.50")
    page.keyboard.press("Enter")
    expect(r2).to_be_focused()
    saved(page)
    expect(r1).to_have_text("500,000.50")
    expect(total).to_have_text("1,050,000.50")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("F2")
    page.keyboard.press("End")
    page.keyboard.type("9")
    page.keyboard.press("Escape")
    expect(r1).to_have_text("500,000.50")
    page.keyboard.type("a lot")
    page.keyboard.press("Tab")
    expect(r1).to_contain_text("This is not a number.")
    expect(page.locator("[data-korzo-state]")).to_contain_text("Not saved")
    r1.click()
    page.keyboard.type("440000")
    page.keyboard.press("Enter")
    saved(page)
    assert [each for each in browser.complaints if "422" not in each] == []


def test_a_pasted_block_is_asked_about_and_undone(made: Assessment, browse: Callable[..., Browser]) -> None:
    browser, page = opened(made, browse)
    block = "1.000,50\t2.000\r\n3.000\t4.000,25\r\n"
    page.locator(cell("R4", 2024)).click()
    page.locator(cell("R4", 2024)).evaluate(PASTE, block)
    dialog = page.locator("[data-korzo-paste]")
    expect(dialog).to_contain_text("2.000")
    expect(dialog.get_by_role("radio", name="A comma")).to_be_checked()
    look(page)
    dialog.get_by_role("button", name="Paste").click()
    expect(page.locator(cell("R5", 2024))).to_have_text("3,000")
    saved(page)
    assert [amount(made, line, year) for line in ("R4", "R5") for year in (2024, 2025)] == [
        Decimal("1000.50"), Decimal(2000), Decimal(3000), Decimal("4000.25"),
    ]  # fmt: skip
    page.keyboard.press("Control+z")
    expect(page.locator(cell("R4", 2024))).to_have_text("120,000")
    saved(page)
    assert amount(made, "R5") == 33000
    page.keyboard.press("Control+y")
    expect(page.locator(cell("R4", 2024))).to_have_text("1,000.50")
    saved(page)
    assert [amount(made, line, year) for line in ("R4", "R5") for year in (2024, 2025)] == [
        Decimal("1000.50"), Decimal(2000), Decimal(3000), Decimal("4000.25"),
    ]  # fmt: skip
    assert browser.complaints == []


def test_who_is_signed_out_loses_nothing(made: Assessment, browse: Callable[..., Browser]) -> None:
    browser, page = opened(made, browse)
    analyst, state = Person.objects.get(email="analyst@example.org"), page.locator("[data-korzo-state]")
    page.locator(cell("R7")).click()
    page.get_by_role("button", name="About this cell").click()
    panel = page.locator("[data-korzo-panel]")
    panel.get_by_label("Note").fill("From the cash office.")
    browser.context.clear_cookies()
    panel.get_by_role("button", name="Save").click()
    expect(panel).to_contain_text("Sign in again in another tab")
    expect(panel.get_by_label("Note")).to_have_value("From the cash office.")
    page.keyboard.press("Escape")
    page.locator(cell("R8")).click()
    page.keyboard.type("88")
    page.keyboard.press("Enter")
    expect(state).to_contain_text("Sign in again in another tab")
    page.keyboard.type("99")
    page.keyboard.press("Enter")
    expect(page.locator(cell("R8"))).to_have_text("88")
    assert amount(made, "R8") == 44_000
    page.locator(cell("R5")).evaluate(PASTE, "1\t2")
    expect(page.locator(cell("R5"))).to_have_text("33,000")

    browser.sign_in(analyst)
    expect(state).to_have_text("Saved", timeout=15_000)
    assert [amount(made, line) for line in ("R8", "R9")] == [88, 99]
    page.locator(cell("R7")).click()
    page.get_by_role("button", name="About this cell").click()
    panel.get_by_label("Note").fill("From the cash office.")
    panel.get_by_role("button", name="Save").click()
    expect(panel.locator("[data-unsaved]")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(page.locator(cell("R7"))).to_have_attribute("data-more", "a note")


def test_two_people_at_one_cell_and_all_about_it(
    made: Assessment, browse: Callable[..., Browser], now: datetime
) -> None:
    browser, page = opened(made, browse)
    other = Edit(cells.read("T1/R7//2025/actual"), "77", version=1)
    entering.enter(made, [other], mark=Mark.POINT, by=Person.objects.get(email="analyst@example.org"), now=now)
    r7 = page.locator(cell("R7"))
    r7.click()
    page.keyboard.type("88")
    page.keyboard.press("Enter")
    dialog = page.locator("[data-korzo-conflict]")
    expect(dialog.locator("[data-theirs]")).to_have_text("77")
    look(page)
    dialog.get_by_role("button", name="Take mine").click()
    saved(page)
    assert amount(made, "R7") == 88

    r7.click()
    page.get_by_role("button", name="About this cell").click()
    panel = page.locator("[data-korzo-panel]")
    expect(panel).to_contain_text("77")
    look(page)
    panel.get_by_label("Note").fill("From the cash office.")
    panel.get_by_label("How sure it is").select_option("estimate")
    panel.get_by_role("button", name="Save").click()
    expect(panel).to_contain_text("From the cash office.")
    page.keyboard.press("Escape")
    expect(r7).to_have_attribute("data-more", "estimated; a note")
    assert [each for each in browser.complaints if "409 (Conflict)" not in each] == []


def test_rows_are_added_to_a_register(made: Assessment, browse: Callable[..., Browser]) -> None:
    browser = browse(DESK)
    browser.sign_in(Person.objects.get(email="analyst@example.org"))
    page = browser.go("assessments:table", made.code, "T4")
    page.get_by_role("button", name="Add a row").click()
    page.keyboard.type("Bank")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("F2")
    page.keyboard.press("g")
    page.keyboard.press("Enter")
    saved(page)
    row = page.locator("tbody tr").last
    expect(row.locator("td").nth(2)).to_have_text("guaranteed")
    assert list(made.figures.filter(table="T4").values_list("column", "text")) == [
        ("kind", "guaranteed"),
        ("lender", "Bank"),
    ]
    page.reload()
    page.get_by_role("link", name="1. Bank").click()
    page.get_by_role("button", name="Take this row away").click()
    expect(page.locator("[data-korzo-nothing]")).to_be_visible()
    look(page)
    page.get_by_role("button", name="Put it back").click()
    expect(page.locator("tbody tr").last.locator("td").first).to_have_text("Bank")
    assert made.figures.filter(table="T4").count() == 2
    assert browser.complaints == []


def test_without_javascript_a_column_is_a_form(made: Assessment, browse: Callable[..., Browser]) -> None:
    browser = browse(java_script_enabled=False)
    browser.sign_in(Person.objects.get(email="analyst@example.org"))
    page = browser.go("assessments:table", made.code, "T1", language="sr")
    page.locator("main a[href*='form/?year=2025']").click()
    field = page.locator("input[name='T1/R1//2025/actual']")
    assert field.input_value() == "440000"
    field.fill("450.000,5")
    page.locator("main form button").first.click()
    expect(page.locator(cell("R1"))).to_have_text("450.000,50")
    assert amount(made, "R1") == Decimal("450000.5")


def test_the_room_and_its_pages_at_a_desk_and_on_a_phone(made: Assessment, browse: Callable[..., Browser]) -> None:
    analyst = Person.objects.get(email="analyst@example.org")
    for size in (DESK, (390, 844)):
        browser = browse(size)
        browser.sign_in(analyst)
        for name, more in (
            ("room", ()), ("set-up", ()), ("table", ("T1",)), ("table", ("T9",)), ("fill", ("T4",)), ("differences", ()),
            ("questions", ()), ("question", ("PI-1",)),
        ):  # fmt: skip
            page = browser.go(f"assessments:{name}", made.code, *more)
            look(page)
        assert browser.complaints == []
