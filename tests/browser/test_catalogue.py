"""A steward drops a file of shapes on a phone, stops it, sends it once more, watches it being read, and sees its map."""

import json
from collections.abc import Callable
from datetime import datetime

import pytest
from django.conf import settings
from playwright.sync_api import expect
from tests.browser.people import Browser
from tests.browser.test_budgeting import looked_at
from tests.capabilities.catalog import sets
from tests.city import City

from korzo.capabilities.catalog.models import Version
from korzo.kernel.jobs import worker
from korzo.kernel.people.models import Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DROP = """(area, told) => {
    const files = new DataTransfer();
    files.items.add(new File([told], "parks.geojson"));
    for (const name of ["dragover", "drop"])
        area.dispatchEvent(new DragEvent(name, { dataTransfer: files, bubbles: true, cancelable: true }));
}"""

DRAWN = """async (element) => {
    element.scrollIntoView();
    for (let turn = 0; turn < 100; turn += 1) {
        const map = element.korzoMap;
        const found = map?.getLayer("korzo-shapes-fill") ? map.querySourceFeatures("korzo-shapes") : [];
        if (found.length) return [...new Set(found.map(({ geometry }) => geometry.type))];
        await new Promise((done) => { setTimeout(done, 100); });
    }
    return [];
}"""


def parks() -> str:
    """Forty parks beside one another, with enough words to take a while."""
    listed = []
    for number in range(40):
        west, south = 14.4 + number % 8 / 100, 45.3 + number // 8 / 100
        ring = [
            [west, south],
            [west + 0.008, south],
            [west + 0.008, south + 0.008],
            [west, south + 0.008],
            [west, south],
        ]
        words = {"name": f"Park {number}", "words": "Trees and benches. " * 800}
        listed.append({"type": "Feature", "properties": words, "geometry": {"type": "Polygon", "coordinates": [ring]}})
    return json.dumps({"type": "FeatureCollection", "features": listed})


def test_a_dropped_file_is_sent_stopped_sent_again_and_drawn(
    town: City,
    people: dict[str, Person],
    browse: Callable[..., Browser],
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(settings.KORZO, "table_sources", "/srv/exports")
    form = sets.form(sets.made(now, name="parks"), now, title={})
    steward = browse()
    steward.sign_in(sets.admin())
    page = looked_at(steward.go("catalog:receive", "parks", str(form.pk)))
    page.locator("[data-korzo-drop-hint]").wait_for()
    sending = page.locator("[data-korzo-sending]")
    expect(sending).to_be_hidden()
    page.locator("[data-korzo-drop]").evaluate(DROP, parks())
    wire = steward.context.new_cdp_session(page)
    slow = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 100_000}
    wire.send("Network.emulateNetworkConditions", slow)
    page.get_by_role("button", name="Upload").click()
    expect(sending.get_by_role("status")).to_have_text("20 % has been sent")
    assert sending.locator("progress").evaluate("bar => bar.value") >= 0.2
    looked_at(page)
    sending.get_by_role("button", name="Stop").press("Enter")
    expect(sending.get_by_role("status")).to_have_text("Stopped. Nothing was kept.")
    expect(sending.get_by_role("button")).to_be_hidden()
    assert not Version.objects.exists()
    wire.send("Network.emulateNetworkConditions", slow | {"uploadThroughput": -1})
    page.get_by_role("button", name="Upload").click()
    page.get_by_text("parks.geojson is being read").wait_for()
    looked_at(page)
    Version.objects.update(report={"progress": 0.4})
    expect(page.get_by_role("status")).to_have_text("parks.geojson is being read: 40 %")
    worker.run_all()
    page.get_by_text("The newest version is shown").wait_for()
    page = steward.go("catalog:table", "parks", str(form.pk), query="?view=map")
    assert page.locator(".k-map").evaluate(DRAWN) == ["Polygon"]
    looked_at(page)
    steward.go("catalog:receive", "parks", str(form.pk))
    page.get_by_text("Fill it from a view of a database").click()
    looked_at(page).get_by_label("Database").fill("/srv/exports/parks.sqlite")
    page.get_by_label("View").fill("parks")
    page.get_by_role("button", name="Save and read it now").click()
    page.get_by_text("This database may not be named").wait_for()  # there is no such file
    assert steward.complaints == []
