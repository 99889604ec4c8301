"""Free ports, and small HTTP servers that keep what they were sent."""

import random
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


def free() -> int:
    """A port that nobody listens on, below those that the system lends to outgoing connections of other tests."""
    while True:
        port = random.randrange(10000, 32000)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


@dataclass
class Gateway:
    """What was posted (path, headers by small name, body), and the statuses of the next answers (else 201).

    Status 0 hangs up unanswered.
    """

    url: str = ""
    posts: list[tuple[str, Mapping[str, str], bytes]] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)


@contextmanager
def gateway() -> Iterator[Gateway]:
    """Serve until the block ends."""
    kept = Gateway()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            kept.posts.append((self.path, headers, body))
            status = kept.statuses.pop(0) if kept.statuses else 201
            if not status:
                self.connection.close()
                return
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_args: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    kept.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield kept
    finally:
        server.shutdown()
        server.server_close()
