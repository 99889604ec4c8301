"""An editor writes with a picture, sees it while writing, translates it, publishes; a reader reads it in their language."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.browser.people import DESK, Browser
from tests.browser.test_budgeting import looked_at
from tests.capabilities.portal import written
from tests.city import City

from korzo.capabilities.portal.models import Item
from korzo.kernel.people.models import Person
from korzo.kernel.text.languages import OWN_NAME

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASTE = """(field, bytes) => {
    const carried = new DataTransfer();
    carried.items.add(new File([new Uint8Array(bytes)], "quay.jpg", { type: "image/jpeg" }));
    field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: carried, bubbles: true, cancelable: true }));
}"""


def test_a_translated_item_with_a_picture_goes_out(  # noqa: PLR0915 -- one story
    town: City, people: dict[str, Person], browse: Callable[..., Browser], heavy: Path
) -> None:
    editor = browse()
    editor.sign_in(written.editor())
    page = looked_at(editor.go("portal:editors"))
    page.get_by_role("link", name="Write something new").click()
    looked_at(page).get_by_label("In which language do you write?").select_option("en")
    page.get_by_label("Title").fill("The quay is open")
    page.get_by_role("button", name="Begin the draft").click()
    text = looked_at(page).locator("#id_body")
    text.fill("## From today\n\nYou can walk **all the way**.")
    expect(page.locator("#preview").get_by_role("heading", name="From today")).to_be_visible()
    text.press("Control+End")
    text.evaluate(PASTE, list(heavy.read_bytes()))
    alt = page.locator("#picture-alt")
    expect(alt).to_be_focused()  # no picture goes into a text before somebody says what it shows
    alt.fill("People on the new quay")
    alt.press("Enter")
    expect(page.locator("[data-korzo-picture-note]")).to_have_text("The picture stands in the text.")
    expect(page.locator("#preview img")).to_have_attribute("alt", "People on the new quay")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Saved.").wait_for()
    looked_at(page).get_by_role("link", name="Pictures").click()
    page.locator("#id_file").set_input_files(heavy)
    page.locator("#id_alt").fill("The quay from above")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Saved.").wait_for()
    page.locator("[data-korzo-focus] img").click(position={"x": 3, "y": 3})
    expect(page.locator("#id_left")).to_have_value("1")
    looked_at(page).get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Saved.").wait_for()
    page.get_by_role("link", name="Translations").click()
    looked_at(page).get_by_role("link", name="Македонски").click()
    looked_at(page).get_by_label("Title").fill("Кејот е отворен")
    page.locator("#id_body").fill("Може да се помине **целосно**.")
    page.get_by_label("Ready: readers of this language see it").check()
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Readers of this language see it.").wait_for()
    looked_at(page).get_by_role("link", name="Text", exact=True).click()
    page.get_by_role("button", name="Save and publish").click()
    page.get_by_text("Everybody can read it.").wait_for()
    reader = browse(DESK)
    page = reader.go("portal:item", "news", Item.objects.get().slug, language="mk")
    expect(page.get_by_role("heading", level=1)).to_have_text("Кејот е отворен")
    page = editor.page
    looked_at(page).get_by_role("link", name="Versions").click()
    version = page.get_by_role("link", name="Version 2", exact=True)
    version.wait_for()
    looked_at(page)
    version.click()
    page.get_by_role("link", name="What was changed since").wait_for()
    looked_at(page)
    item = Item.objects.get()
    item.languages |= {code: {"ready": True, "of": 1} for code in OWN_NAME if code != "en"}
    item.title |= dict.fromkeys(OWN_NAME, "The quay is open")
    item.save()
    looked_at(editor.go("portal:editors")).get_by_text("behind: ").wait_for()  # a long list fits on a phone too
    assert item.state == "published"
    assert item.focus_x == pytest.approx(0.01)

    page = reader.go("portal:item", "news", item.slug, language="en")
    drawn = page.get_by_role("img", name="People on the new quay")
    drawn.scroll_into_view_if_needed()
    expect(drawn).to_have_js_property("complete", True)
    assert drawn.evaluate("image => image.naturalWidth") > 0
    assert editor.complaints == reader.complaints == []
