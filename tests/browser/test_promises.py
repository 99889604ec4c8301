"""The pages of promises at real screens: nothing for axe to find, nothing too wide, and no complaint of the browser."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from tests.browser.people import DESK, NARROW, PHONE, Browser
from tests.capabilities.cases.reports import with_
from tests.city import City

from korzo.capabilities.cases import operations
from korzo.capabilities.cases.operations import promise_rules, promises
from korzo.capabilities.cases.queries import following
from korzo.capabilities.cases.rules.promises_ladder import Rung, To
from korzo.kernel.people.models import Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("size", [NARROW, PHONE, DESK], ids=["narrow", "phone", "desk"])
def test_promises_at_every_size(
    town: City, people: dict[str, Person], browse: Callable[..., Browser], size: tuple[int, int]
) -> None:
    now, browser = timezone.now(), browse(size)
    promise_rules.set_ladder(None, rungs=[Rung(80, To.LEAD)], by=people["administrator"], now=now - timedelta(days=2))
    made = operations.report(with_(email="ana@example.org"), by=None, now=now - timedelta(days=2)).case
    operations.validate(made, by=people["officer"], now=now)
    promises.ask(made, text="Which lane?", by=people["officer"], now=now)
    pages = [("cases:follow", made.code, following.token(made.contact)), ("cases:case", made.code)]
    wrong: dict[str, Any] = {}
    for page in [*pages, ("cases:promises",), ("cases:promise", "pothole"), ("cases:office-hours", "roads"),
                 ("cases:promise-ladder",), ("cases:record", made.code)]:  # fmt: skip
        if page[0] == "cases:promises":
            browser.sign_in(people["administrator"])
        tried = "?category=pothole&on=2026-03-27&at=12:00" if page[0] == "cases:promises" else ""
        shown = browser.go(*page, query=tried)
        if found := Axe().run(shown).response["violations"]:
            wrong[page[0]] = [(each["id"], [node["html"][:160] for node in each["nodes"][:3]]) for each in found]
        if (width := shown.evaluate("document.documentElement.scrollWidth")) > size[0]:
            wrong[f"{page[0]} width"] = width
    assert wrong == {}
    assert browser.complaints == []
