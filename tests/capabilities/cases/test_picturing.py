"""Pictures that programs name are fetched, kept once, and never shown unchecked."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.test import Client
from tests.capabilities.cases import reports
from tests.capabilities.cases.test_systems import near  # noqa: F401 -- the neighbour stands on this machine
from tests.city import City
from tests.kernel.test_files import photo

from korzo.capabilities.cases import operations
from korzo.capabilities.cases.models import Case
from korzo.capabilities.cases.operations import picturing
from korzo.kernel import outside
from korzo.kernel.jobs.worker import run_all
from korzo.kernel.people import keys
from korzo.kernel.people.models import Person

pytestmark = pytest.mark.django_db


@contextmanager
def pictures(served: Callable[[str], tuple[int, bytes]]) -> Iterator[str]:
    """Serve pictures: `served` says status and content of a path; status 0 hangs up."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, content = served(self.path)
            if not status:
                self.connection.close()
                return
            self.send_response(status)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_args: object) -> None: ...

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def test_a_picture_is_kept_once_however_often_it_is_tried(town: City, now: datetime) -> None:
    case = operations.report(reports.HOLE, by=None, now=now).case
    answers = {"/gone": (404, b""), "/red": (200, photo()), "/late": (0, b"")}
    with pictures(lambda path: answers[path]) as root:
        urls = [root + path for path in answers]
        with pytest.raises(ConnectionError):
            picturing.fetch(case.code, urls, now=now)
        answers["/late"] = (200, photo(size=(80, 40)))
        picturing.fetch(case.code, urls, now=now)
    assert len({each.upload.sha256 for each in case.photos.all()}) == case.photos.count() == 2


def test_a_picture_that_arrives_after_the_check_stays_out(town: City, people: dict[str, Person], now: datetime) -> None:
    case = operations.report(reports.HOLE, by=None, now=now).case

    class Checking:
        """An answer during which somebody checks the case."""

        is_fine = True

        @property
        def body(self) -> bytes:
            operations.validate(case, by=people["officer"], now=now)
            return photo()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(outside, "ask", lambda *_args, **_more: Checking())
        assert picturing.fetch(case.code, ["https://a.example/1.jpg"], now=now) == 0
    assert not case.photos.exists(), "nobody looked at it before everybody can"


def test_pictures_that_are_named_are_fetched(town: City, people: dict[str, Person], now: datetime) -> None:
    key = keys.make(person=people["resident"], label="x", now=now)
    with pictures(lambda _path: (200, photo())) as root:
        posted = {"api_key": key, "service_code": "pothole", "lat": "42.415", "long": "18.42",
              "media_url": [f"{root}/a.jpg", "https://10.0.0.1/b.jpg"]}  # fmt: skip
        Client().post("/open311/v2/requests.json", posted)
        run_all()
    assert Case.objects.get().photos.count() == 1
