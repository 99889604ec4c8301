"""Drawing on a photo before it is sent: with mouse, taps and keys; what is blurred never leaves the device."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Locator, Page, expect
from tests.browser.people import DESK, Browser
from tests.capabilities.cases.reports import with_
from tests.city import City

from korzo.capabilities.cases import operations
from korzo.capabilities.cases.models import Case
from korzo.kernel.people.models import Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Browse = Callable[..., Browser]
SIZE = (800, 600)
GREY = 200
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture
def plate(tmp_path: Path) -> Path:
    """A grey picture with fine stripes in its left upper quarter, as of a number plate, with a position and a preview."""
    pixels = np.full((SIZE[1], SIZE[0], 3), GREY, dtype=np.uint8)
    pixels[:300, :400:8] = pixels[:300, 1:400:8] = pixels[:300, 2:400:8] = pixels[:300, 3:400:8] = 0
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (42.0, 24.0, 54.0), 3: "E", 4: (18.0, 25.0, 12.0)})
    exif[0x010E] = "what the camera wrote"
    Image.fromarray(pixels).save(tmp_path / "plate.jpg", quality=95, exif=exif)
    return tmp_path / "plate.jpg"


def opened(page: Page, picture: Path, box: Locator | None = None) -> Locator:
    """Choose the photo and open the dialog."""
    box = box or page.locator("[data-korzo-photo]")
    box.locator("input[type=file]").set_input_files(str(picture))
    box.locator("[data-korzo-photo-list] img").wait_for()
    box.get_by_role("button", name="Draw on it").click()
    dialog = box.locator("dialog")
    expect(dialog).to_be_visible()
    dialog.evaluate("dialog => Promise.all(dialog.getAnimations({subtree: true}).map(each => each.finished))")
    return dialog


def drag(page: Page, canvas: Locator, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Drag between two places, given as shares of the picture."""
    box: Any = canvas.bounding_box()
    at = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in (start, end)]
    page.mouse.move(*at[0])
    page.mouse.down()
    page.mouse.move(*at[1], steps=4)
    page.mouse.up()


def chosen(page: Page) -> np.ndarray[Any, Any]:
    """The pixels of the file that would be sent."""
    content = page.locator("input[type=file]").first.evaluate(
        "async input => [...new Uint8Array(await input.files[0].arrayBuffer())]"
    )
    with Image.open(io.BytesIO(bytes(content))) as image:
        assert image.size == SIZE
        assert image.getexif().get_ifd(0x8825)[2] == (42, 24, 54)
        assert 0x010E not in image.getexif()
        return np.asarray(image.convert("RGB")).astype(int)


def is_striped(part: np.ndarray[Any, Any]) -> bool:
    return bool(part[:, :, 1].std() > 60)


def is_red(part: np.ndarray[Any, Any]) -> bool:
    return bool(((part[:, :, 0] > 170) & (part[:, :, 1] < 60)).any())


def test_blurred_and_pointed_at_with_the_mouse(town: City, browse: Browse, plate: Path) -> None:
    ana = browse()
    page = ana.go("cases:report")
    page.get_by_label("What is it about?").select_option("pothole")
    dialog = opened(page, plate)
    canvas = dialog.locator("canvas")
    assert Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}}).response["violations"] == []
    drag(page, canvas, (0.6, 0.9), (0.8, 0.7))
    dialog.get_by_role("button", name="Blur").click()
    drag(page, canvas, (0.5, 0.5), (0.0, 0.0))
    expect(dialog.get_by_role("status")).to_contain_text("Blurred")
    dialog.get_by_role("button", name="Done").click()
    expect(dialog).to_be_hidden()
    pixels = chosen(page)
    assert not is_striped(pixels[5:290, 5:390])
    assert is_red(pixels[420:, 480:])
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/where/")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Send report").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Thank you")
    upload = Case.objects.get().photos.get().upload
    assert (upload.lat, upload.long) == pytest.approx((42.415, 18.42), abs=1e-4)
    with Image.open(upload.path()) as image:
        kept = np.asarray(image.convert("RGB")).astype(int)
    assert not is_striped(kept[5:290, 5:390])
    assert is_red(kept)
    assert ana.complaints == []


def test_the_same_with_keys_alone(town: City, browse: Browse, plate: Path) -> None:
    page = browse().go("cases:report")
    dialog = opened(page, plate)
    expect(dialog.locator("canvas")).to_be_focused()
    press = page.keyboard.press
    press("Enter")  # the arrow begins in the middle
    for _ in range(3):
        press("Shift+ArrowRight")
    expect(dialog.get_by_role("status")).to_contain_text("80 %")
    press("Enter")
    for _ in range(2):
        press("Shift+Tab")
    press("Enter")  # blur
    expect(dialog.get_by_role("button", name="Blur")).to_have_attribute("aria-pressed", "true")
    for _ in range(2):
        press("Tab")
    for _ in range(9):
        press("Shift+ArrowLeft")
    for _ in range(5):
        press("Shift+ArrowUp")
    press("Space")
    press("Escape")  # takes the first point back, and leaves the dialog open
    expect(dialog).to_be_visible()
    press("Space")
    for _ in range(5):
        press("Shift+ArrowRight")
        press("Shift+ArrowDown")
    press("Space")
    press("Tab")
    press("Enter")
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("button", name="Draw on it")).to_be_focused()
    pixels = chosen(page)
    assert not is_striped(pixels[5:290, 5:390])
    assert is_red(pixels[250:350, 420:640])


def test_tapped_undone_and_left_as_it_was(town: City, browse: Browse, plate: Path) -> None:
    page = browse(has_touch=True).go("cases:report")
    dialog = opened(page, plate)
    canvas = dialog.locator("canvas")
    box: Any = canvas.bounding_box()
    for x, y in ((0.6, 0.8), (0.9, 0.8)):
        page.touchscreen.tap(box["x"] + x * box["width"], box["y"] + y * box["height"])
    expect(dialog.get_by_role("status")).to_have_text("Arrow drawn")
    dialog.get_by_role("button", name="Undo").click()
    expect(dialog.get_by_role("status")).to_have_text("Undone")
    dialog.get_by_role("button", name="Undo").click()
    expect(dialog.get_by_role("status")).to_have_text("There is nothing to undo")
    for x, y in ((0.6, 0.8), (0.9, 0.8)):
        page.touchscreen.tap(box["x"] + x * box["width"], box["y"] + y * box["height"])
    dialog.get_by_role("button", name="Leave the photo as it was").click()
    size = page.locator("input[type=file]").evaluate("input => input.files[0].size")
    assert size == plate.stat().st_size


def test_officers_blur_too(town: City, people: dict[str, Person], browse: Browse, plate: Path) -> None:
    case = operations.report(with_(), by=None, now=timezone.now()).case
    officer = browse(DESK)
    officer.sign_in(people["officer"])
    page = officer.go("cases:record", case.code)
    page.locator("summary", has_text="Solve").click()
    box = page.locator("[data-korzo-photo]").filter(has_text="Photo after the repair")
    dialog = opened(page, plate, box)
    dialog.get_by_role("button", name="Blur").click()
    drag(page, dialog.locator("canvas"), (0.52, 0.52), (0.0, 0.0))
    dialog.get_by_role("button", name="Done").click()
    expect(dialog).to_be_hidden()
    page.get_by_label("What was done?").fill("Asfaltirano")
    page.get_by_role("button", name="Close as solved").click()
    expect(page.get_by_text("Solved. The reporter is told")).to_be_visible()
    with Image.open(case.photos.get().upload.path()) as image:
        assert not is_striped(np.asarray(image.convert("RGB")).astype(int)[5:290, 5:390])
    assert officer.complaints == []
