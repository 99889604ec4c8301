"""What a phone must load before it sees the front page: every byte on a real socket, as the real server sends it."""

import signal
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser
from tests import ports, processes
from tests.capabilities.cases.reports import with_
from tests.city import City

from korzo.capabilities.cases import operations
from korzo.kernel.people.models import Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MOST_BYTES = 150_000


@pytest.fixture
def served(town: City, people: dict[str, Person], tmp_path: Path) -> Iterator[str]:
    """The address of a server with six reports on its front page."""
    for number in range(6):
        case = operations.report(with_(description=f"Rupa {number}"), by=None, now=timezone.now()).case
        operations.validate(case, by=people["officer"], now=timezone.now())
    port = ports.free()
    env = processes.environment(tmp_path / "home", KORZO_WORKERS="1", KORZO_BASE_URL=f"http://127.0.0.1:{port}")
    server = processes.start("-m", "korzo", "serve", "--port", str(port), env=env, group=True)

    def answers() -> bool:
        try:
            return bool(urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz").status == 200)
        except OSError:
            return False

    try:
        processes.wait(answers, "the server answers")
        yield f"http://127.0.0.1:{port}"
    finally:
        processes.kill_group(server, signal.SIGTERM)


def test_the_front_page_weighs_little(served: str, chromium: Browser) -> None:
    for language in ("sr", "en", "ko"):
        context = chromium.new_context(viewport={"width": 390, "height": 844}, locale=language, service_workers="block")
        page = context.new_page()
        wire = context.new_cdp_session(page)
        names: dict[str, str] = {}
        sizes: dict[str, int] = {}
        wire.on(
            "Network.responseReceived", lambda event, n=names: n.update({event["requestId"]: event["response"]["url"]})
        )
        wire.on(
            "Network.loadingFinished", lambda event, s=sizes: s.update({event["requestId"]: event["encodedDataLength"]})
        )
        wire.send("Network.enable")
        page.goto(f"{served}/{language}/", wait_until="networkidle")
        assert page.locator(".k-grid a").count() == 6
        weights = {names.get(key, key).removeprefix(served): round(size) for key, size in sizes.items()}
        assert {suffix for suffix in (".css", ".js", ".woff2") if any(suffix in name for name in weights)} == {
            ".css",
            ".js",
            ".woff2",
        }
        assert not [name for name in weights if "maplibre" in name]
        assert sum(weights.values()) <= MOST_BYTES, sorted(weights.items(), key=lambda each: -each[1])
        context.close()
