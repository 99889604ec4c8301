"""Another portal on a real socket, from which data sets are taken over."""

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.utils import timezone

from korzo.capabilities.catalog.models import Run, Source
from korzo.capabilities.catalog.operations import harvesting
from korzo.kernel.people.models import Person

Answer = tuple[int, str, bytes]


class Elsewhere:
    """Another portal, on a real socket."""

    def __init__(self) -> None:
        outer = self
        self.asked: list[str] = []
        self.answer: Callable[[str, dict[str, str]], Answer] = lambda path, query: (404, "text/plain", b"")

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                outer.asked.append(self.path)
                query = {name: values[0] for name, values in parse_qs(parts.query).items()}
                status, kind, body = outer.answer(parts.path, query)
                self.send_response(status)
                self.send_header("Content-Type" if status < 300 or status > 399 else "Location", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_about: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.base = f"http://127.0.0.1:{self.server.server_port}"

    def ckan(self, packages: list[dict[str, Any]]) -> None:
        def answer(path: str, query: dict[str, str]) -> Answer:
            start, rows = int(query.get("start", 0)), int(query.get("rows", 10))
            page = sorted(packages, key=lambda each: str(each.get("id")))[start : start + rows]
            told = {"success": True, "result": {"count": len(packages), "results": page}}
            return 200, "application/json", json.dumps(told).encode()

        self.answer = answer


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[Elsewhere]:
    monkeypatch.setattr(settings.KORZO, "outside_hosts", "127.0.0.1")
    there = Elsewhere()
    yield there
    there.server.shutdown()


@pytest.fixture
def source(people: dict[str, Person], elsewhere: Elsewhere) -> Source:
    return Source.objects.create(name="zagreb", title="Zagreb", kind=Source.Kind.CKAN, address=elsewhere.base)


def run(source: Source, **more: Any) -> Run:
    return harvesting.harvest(source, by=None, now=timezone.now(), **more)
