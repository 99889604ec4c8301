"""Chromium, started once, and a browser for each person who takes part."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import sync_playwright
from tests.browser.people import PHONE, Browser

from korzo.ui import assets

CHROMIUM = Path("/usr/bin/chromium")
SWITCHES = (
    "--no-sandbox",
    "--disable-gpu",
    "--enable-unsafe-swiftshader",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    if not CHROMIUM.exists():
        pytest.skip("needs Debian's chromium")
    assets.install()
    with pytest.MonkeyPatch.context() as environment, sync_playwright() as playwright:
        environment.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop runs in this thread
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=SWITCHES)
        yield browser
        browser.close()


@pytest.fixture
def browse(chromium: Any, live_server: Any) -> Iterator[Callable[..., Browser]]:
    contexts = []

    def make(size: tuple[int, int] = PHONE, **more: Any) -> Browser:
        context = chromium.new_context(viewport={"width": size[0], "height": size[1]}, locale="en-GB", **more)
        context.set_default_timeout(15_000)
        contexts.append(context)
        return Browser(context, live_server.url)

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def heavy(tmp_path: Path) -> Path:
    """A photo of about 300 kB with a position in the city."""
    noise = np.random.default_rng(7).integers(0, 255, (520, 680, 3), dtype=np.uint8)
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (42.0, 24.0, 54.0), 3: "E", 4: (18.0, 25.0, 12.0)})
    Image.fromarray(noise).save(tmp_path / "hole.jpg", quality=88, exif=exif)
    assert 200_000 < (tmp_path / "hole.jpg").stat().st_size < 400_000
    return tmp_path / "hole.jpg"
