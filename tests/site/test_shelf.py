"""Pages kept for strangers: the same for all, and never older than the last thing that happened."""

import gzip
import threading
import time
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.capabilities.portal import written

from korzo.capabilities.portal.models import Item, Views
from korzo.capabilities.portal.operations import counting, editing
from korzo.kernel.people.models import Person

People = dict[str, Person]
BROWSER: dict[str, Any] = {"HTTP_USER_AGENT": "Mozilla/5.0 (X11; Linux) Firefox/140.0"}


@pytest.fixture
def now() -> datetime:
    return timezone.now()


def queries(client: Client, address: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return len(asked)


@pytest.mark.django_db
def test_a_page_is_made_once_and_anew_after_a_change(people: People, now: datetime) -> None:
    item = written.item(now)
    address = f"/sr/news/{item.slug}/"
    assert queries(Client(), address) > 1
    assert queries(Client(), address) == 1
    item = editing.change(
        item, {"title": {"sr": "Другачији наслов"}}, version=item.version, by=written.editor(), now=now
    )
    assert "Другачији наслов" in Client().get(address).content.decode()
    assert queries(Client(), address) == 1


@pytest.mark.django_db
def test_what_people_see_is_never_kept_for_strangers(people: People, now: datetime) -> None:
    item = written.item(now)
    address = f"/sr/news/{item.slug}/"
    signed_in = Client()
    signed_in.force_login(written.editor())
    assert "Editor" in signed_in.get(address).content.decode()
    assert "Editor" not in Client().get(address).content.decode()
    assert "Editor" in signed_in.get(address).content.decode()


@pytest.mark.django_db
def test_it_is_packed_and_not_sent_again(people: People, now: datetime) -> None:
    address = f"/sr/news/{written.item(now).slug}/"
    plain = Client().get(address)
    packed = Client().get(address, HTTP_ACCEPT_ENCODING="gzip")
    assert gzip.decompress(packed.content) == plain.content
    assert packed["Content-Encoding"] == "gzip"
    assert "Content-Security-Policy" in packed
    again = Client().get(address, HTTP_IF_NONE_MATCH=plain["ETag"])
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.django_db
def test_readers_of_a_kept_page_are_counted_too(people: People, now: datetime) -> None:
    address = f"/sr/news/{written.item(now).slug}/"
    for _each in range(4):
        Client().get(address, **BROWSER)
    counting.write_down()
    assert list(Views.objects.values_list("count", flat=True)) == [4]


@pytest.mark.django_db(transaction=True)
def test_nobody_reads_what_was_true_before_an_edit_while_many_read(people: People) -> None:
    now = timezone.now()
    item, by = written.item(now, title={"sr": "Верзија 0"}), written.editor()
    address = f"/sr/news/{item.slug}/"
    said, stop, stale, read = [0], threading.Event(), [], [0]

    def reads() -> None:
        from django.db import connection

        client = Client()
        while not stop.is_set():
            least = said[0]
            text = client.get(address).content.decode()
            shown = int(text.split("<h1", 1)[1].split("Верзија ", 1)[1].split("<", 1)[0])
            read[0] += 1
            if shown < least:
                stale.append((least, shown))
        connection.close()

    readers = [threading.Thread(target=reads) for _each in range(3)]
    for each in readers:
        each.start()
    for number in range(1, 16):
        held = Item.objects.get(pk=item.pk)
        editing.change(held, {"title": {"sr": f"Верзија {number}"}}, version=held.version, by=by, now=now)
        said[0] = number
        time.sleep(0.05)
    stop.set()
    for each in readers:
        each.join()
    assert not stale
    assert read[0] > 15
