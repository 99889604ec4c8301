"""Real Chromium: axe, reflow, weight, policy, map, chart and keys."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIZES = {"phone": (390, 844), "desk": (1440, 900)}


@pytest.fixture
def open_page(chromium: Any, live_server: Any) -> Iterator[Any]:
    contexts = []

    def go(path: str, *, theme: str = "light", size: tuple[int, int] = SIZES["desk"]) -> tuple[Page, list[str]]:
        context = chromium.new_context(viewport={"width": size[0], "height": size[1]}, locale="en-GB")
        context.add_init_script(f"localStorage.setItem('korzo-theme', '{theme}')")
        contexts.append(context)
        page = context.new_page()
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.goto(f"{live_server.url}/en/styleguide/{path}", wait_until="load")
        return page, complaints

    yield go
    for context in contexts:
        context.close()


def walk_down(page: Page) -> None:
    """Scroll through the page, so that what waits to be near is drawn."""
    page.evaluate(
        "async () => { for (let y = 0; y < document.body.scrollHeight; y += 500)"
        " { scrollTo(0, y); await new Promise(done => setTimeout(done, 60)); } scrollTo(0, 0); }"
    )
    page.locator(".k-chart-drawing svg").nth(1).wait_for(state="attached")
    page.locator(".maplibregl-canvas").first.wait_for(state="attached")


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing(open_page: Any, theme: str, size: str) -> None:
    page, complaints = open_page("", theme=theme, size=SIZES[size])
    walk_down(page)
    found = Axe().run(page)
    assert not found.response["violations"], found.generate_report()
    assert complaints == []


@pytest.mark.parametrize("name", ["front", "article", "question", "map", "queue", "check", "empty"])
def test_whole_pages_reflow_and_pass_axe(open_page: Any, name: str) -> None:
    page, complaints = open_page(f"patterns/{name}/", size=(320, 640))
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    found = Axe().run(page)
    assert not found.response["violations"], found.generate_report()
    assert complaints == []


def test_the_front_page_is_light(open_page: Any) -> None:
    page, _ = open_page("patterns/front/")
    page.wait_for_load_state("networkidle")
    loaded = page.evaluate("performance.getEntriesByType('resource').map(each => [each.name, each.decodedBodySize])")
    assert not [name for name, _size in loaded if "maplibre" in name or "charts" in name]
    assert sum(size for name, size in loaded if name.endswith("woff2")) <= 55_000


def test_the_map_shows_places_and_lights_the_list(open_page: Any) -> None:
    page, complaints = open_page("patterns/map/")
    page.locator("a.k-place").first.wait_for()
    first = page.locator("#reports li").first
    first.hover()
    assert page.locator("a.k-place[data-active]").count() == 1
    page.mouse.move(0, 0)
    assert page.locator("a.k-place[data-active]").count() == 0
    assert complaints == []


def test_the_pin_moves_by_keyboard_and_fills_the_form(open_page: Any) -> None:
    page, _ = open_page("patterns/question/")
    pin = page.locator(".k-pin")
    pin.wait_for()
    latitude = page.locator("input[name=latitude]")
    assert latitude.input_value() == ""  # where the pin stands is no answer until somebody moves it
    pin.focus()
    page.keyboard.press("ArrowUp")
    before = float(latitude.input_value())
    page.keyboard.press("ArrowUp")
    assert float(latitude.input_value()) > before


def test_without_webgl_the_page_says_so_and_the_list_stays(chromium: Any, live_server: Any) -> None:
    context = chromium.new_context()
    context.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
    page = context.new_page()
    page.goto(f"{live_server.url}/en/styleguide/patterns/map/")
    page.get_by_text("The map cannot be shown on this device").wait_for()
    assert page.locator("#reports li").count() == 5
    context.close()


def test_the_queue_is_walked_by_keys_that_can_be_switched_off(open_page: Any) -> None:
    page, _ = open_page("patterns/queue/")
    page.wait_for_load_state("networkidle")
    page.keyboard.press("j")
    focused = "[...document.querySelectorAll('.k-queue a')].indexOf(document.activeElement)"
    assert page.evaluate(focused) == 1
    page.keyboard.press("k")
    assert page.evaluate(focused) == 0
    page.keyboard.press("?")
    page.get_by_label("Use these keys").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    assert page.evaluate(focused) != 1


def test_a_draft_survives_a_reload(open_page: Any) -> None:
    page, _ = open_page("patterns/question/")
    page.evaluate("document.querySelector('form').dataset.korzoDraft = 'test'")
    page.evaluate("import('korzo/wizard').then(module => module.start(document.querySelector('form')))")
    page.locator("textarea").fill("Рупа испред школе")
    page.reload()
    page.evaluate("document.querySelector('form').dataset.korzoDraft = 'test'")
    page.evaluate("import('korzo/wizard').then(module => module.start(document.querySelector('form')))")
    assert page.locator("textarea").input_value() == "Рупа испред школе"


def test_a_large_photo_is_made_smaller_before_it_is_sent(open_page: Any, tmp_path: Path) -> None:
    import numpy as np
    from PIL import Image

    picture = tmp_path / "big.jpg"
    noise = np.random.default_rng(1).integers(0, 255, (2400, 3000, 3), dtype=np.uint8)
    exif = Image.Exif()
    exif[0x0112] = 6  # held upright: to be turned by a quarter
    exif[0x0110] = "A camera that can be recognised"
    exif.get_ifd(0x8825).update({1: "N", 2: (43.0, 57.0, 50.0), 3: "E", 4: (19.0, 15.0, 10.0)})
    Image.fromarray(noise).save(picture, quality=90, exif=exif)
    page, _ = open_page("")
    box = page.locator("[data-korzo-photo]")
    box.scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")
    box.locator("input").set_input_files(str(picture))
    box.locator("img").wait_for()
    sent = tmp_path / "sent.jpg"
    read = "async input => [...new Uint8Array(await input.files[0].arrayBuffer())]"
    sent.write_bytes(bytes(box.locator("input").evaluate(read)))
    with Image.open(sent) as smaller:
        assert max(smaller.size) == 2048
        assert smaller.size[0] < smaller.size[1]
        assert smaller.getexif().get(0x0112, 1) == 1  # the pixels were turned
        assert dict(smaller.getexif().get_ifd(0x8825)) == {1: "N", 2: (43, 57, 50), 3: "E", 4: (19, 15, 10)}
        assert 0x0110 not in smaller.getexif()
    box.get_by_role("button", name="Remove photo").click()
    assert box.locator("input").evaluate("input => input.files.length") == 0
