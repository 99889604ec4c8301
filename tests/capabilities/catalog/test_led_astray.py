"""Links that stewards and other portals name lead to public places only, also by redirections, and stop nothing."""

from datetime import datetime

import pytest
from tests.capabilities.catalog import sets
from tests.capabilities.catalog.elsewhere import Elsewhere, elsewhere  # noqa: F401 -- a fixture

from korzo.capabilities.catalog.jobs import linking as jobs
from korzo.capabilities.catalog.operations import fetching, harvesting, linking
from korzo.kernel.people.models import Person

ASTRAY = (
    "http://localhost:{port}/secret", "//localhost:{port}/secret", "https://localhost:{port}/secret",
    "http://127.0.0.1:{port}@localhost:{port}/secret", "https://127.1:{port}/secret", "https://2130706433/", "https://0x7f000001/",
    "https://[::1]:{port}/", "https://[::ffff:127.0.0.1]/", "https://169.254.169.254/latest/meta-data/", "https://10.0.0.1/",
    "https://0.0.0.0/", "file:///etc/passwd", "gopher://localhost/", "javascript:alert(1)", "http://[", "http://[::1", "https://a..b/",
    "https://\xff/", "http://127.0.0.1:99999/", "https://" + "a" * 300 + "/",
)  # fmt: skip


@pytest.mark.parametrize("where", ASTRAY)
def test_no_redirection_leads_into_our_own_network(
    people: dict[str, Person],
    elsewhere: Elsewhere,
    now: datetime,
    where: str,
) -> None:
    there = where.format(port=elsewhere.server.server_port)
    elsewhere.answer = lambda path, _query: (302, there, b"") if path == "/a.csv" else (200, "text/csv", b"id\n1\n")
    url = f"{elsewhere.base}/a.csv"
    link = sets.form(sets.made(now), now, source="link", url=url)
    fetching.schedule(link, 24, by=sets.admin())
    assert not fetching.fetch(link, now=now)
    assert linking.status_of(url) != 200
    with pytest.raises(harvesting.Unreadable):
        harvesting.ask(url)
    assert set(elsewhere.asked) == {"/a.csv"}


def test_a_link_that_is_no_address_keeps_no_other_from_being_tried(
    people: dict[str, Person],
    elsewhere: Elsewhere,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(jobs, "PAUSE_SECONDS", 0.0)
    dataset = sets.made(now)
    elsewhere.answer = lambda path, _query: (
        (302, "http://[", b"") if path == "/a.csv" else (200, "text/csv", b"id\n1\n")
    )
    _broken, fine = (sets.form(dataset, now, source="link", url=f"{elsewhere.base}/{name}.csv") for name in "ab")
    jobs.try_links.call()
    fine.refresh_from_db()
    assert fine.link_status == 200
