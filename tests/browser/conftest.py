"""A browser for each person who takes part."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from tests.browser.people import PHONE, Browser
from tests.chromium import chromium  # noqa: F401 -- a fixture


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
