"""A small Open311 server that behaves as badly as a test wants."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

SERVICES = [{"service_code": 7, "service_name": "Hole in the road", "metadata": False, "type": "realtime"}]


@dataclass
class Odd:
    """What it holds, what it was asked, and how it answers the next POSTs: a status, 0 to hang up after it was kept."""

    url: str = ""
    kept: list[dict[str, list[str]]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    updates: list[dict[str, Any]] = field(default_factory=list)
    told: list[dict[str, list[str]]] = field(default_factory=list)
    behaviour: list[int] = field(default_factory=list)
    answer: Any = None
    status: dict[str, tuple[str, str]] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    speaks_updates: bool = False
    pages_from: int | None = None
    page_size: int = 10
    refusal: Any = None

    def rows(self) -> list[dict[str, Any]]:
        return [
            {
                "service_request_id": str(100 + number),
                "status": self.status.get(str(100 + number), ("open", ""))[0],
                "status_notes": self.status.get(str(100 + number), ("open", ""))[1],
                "description": each["description"][0],
            }
            for number, each in enumerate(self.kept)
        ]


@contextmanager
def odd_system() -> Iterator[Odd]:  # noqa: C901 -- a server is one class
    """Serve until the block ends."""
    odd = Odd()

    class Handler(BaseHTTPRequestHandler):
        def say(self, content: Any, status: int = 200) -> None:
            body = content if isinstance(content, bytes) else json.dumps(content).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self) -> None:
            url = urlsplit(self.path)
            query, what = parse_qs(url.query), url.path.rsplit(".", 1)[0].removeprefix("/v2/")
            if what == "services":
                self.say(SERVICES)
            elif what == "servicerequestupdates" and odd.speaks_updates:
                self.say(self.page(odd.updates, query))
            elif what == "requests":
                self.say(self.page(odd.rows(), query))
            elif what.startswith("requests/"):
                self.say([row for row in odd.rows() if row["service_request_id"] == what.rpartition("/")[2]])
            elif what.startswith("tokens/"):
                number = odd.tokens.get(what.rpartition("/")[2])
                self.say([{"token": what.rpartition("/")[2], "service_request_id": number}] if number else [], 200)
            else:
                self.say({"errors": []}, 404)

        def page(self, rows: list[Any], query: dict[str, list[str]]) -> list[Any]:
            if odd.pages_from is None:
                return rows
            page = int(query.get("page", [str(odd.pages_from)])[0]) - odd.pages_from
            return rows[page * odd.page_size : (page + 1) * odd.page_size]

        def do_POST(self) -> None:
            given = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            if "servicerequestupdates" in self.path:
                odd.told.append(given)
                self.say([{"update_id": str(len(odd.told))}])
                return
            odd.keys.append(self.headers.get("Idempotency-Key", ""))
            status = odd.behaviour.pop(0) if odd.behaviour else 200
            if status >= 400:
                self.say(odd.refusal if odd.refusal is not None else {"errors": []}, status)
                return
            odd.kept.append(given)
            if not status:
                self.connection.close()
                return
            self.say(odd.answer or [{"service_request_id": 99 + len(odd.kept), "account_id": None}])

        def log_message(self, *_args: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    odd.url = f"http://127.0.0.1:{server.server_port}/v2"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield odd
    finally:
        server.shutdown()
        server.server_close()
