"""Addresses that people typed are asked carefully."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.conf import settings

from korzo.kernel import outside
from korzo.kernel.outside import sealed

drops: list[str] = []


@pytest.fixture
def near(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(settings.KORZO.__dict__, "outside_hosts", "127.0.0.1")


@pytest.fixture
def server() -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/away":
                self.send_response(302)
                self.send_header("Location", "http://127.0.0.1:1/secret")
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            if self.path == "/hang":
                self.connection.close()
                return
            if self.path == "/slow":
                time.sleep(1.5)
            if self.path.startswith("/drip"):
                self.drip()
                return
            size = 300_000 if self.path == "/large" else 2
            self.send_response(200)
            self.send_header("Content-Length", str(size))
            self.end_headers()
            self.wfile.write(b"ok" * (size // 2))

        def drip(self) -> None:
            """Say a byte now and then, in the head or after it, for much longer than anybody waits."""
            heads = {"/drip-head": "HTTP/1.0 200 OK\r\nX: ", "/drip-body": "HTTP/1.0 200 OK\r\n\r\n"}
            length = "HTTP/1.0 200 OK\r\nContent-Length: 40\r\n\r\n"
            drops.clear()
            with suppress(OSError):
                self.wfile.write(heads.get(self.path, length).encode())
                for _ in range(40):
                    self.wfile.write(b"x")
                    drops.append(self.path)
                    time.sleep(0.1)

        def log_message(self, *_args: object) -> None: ...

    made = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield f"http://127.0.0.1:{made.server_port}"
    made.shutdown()
    made.server_close()


@pytest.mark.parametrize(
    "url",
    ["http://example.org/", "https://127.0.0.1/", "https://[::1]/", "https://10.1.2.3/", "https://169.254.169.254/meta",
     "https://[::ffff:10.0.0.1]/", "https://[2002:0a00:0001::]/", "https://user:pw@example.org/", "ftp://example.org/", "https:///x", "nonsense",
     "https://[64:ff9b::a00:1]/", "https://[64:ff9b:1::1]/", "https://[::7f00:1]/", "https://[fec0::1]/",
     "https://example.org:0/", "https://[bad/", "file:///etc/passwd", "https://224.0.0.1/"],
)  # fmt: skip
def test_what_must_not_be_asked_is_refused(url: str) -> None:
    with pytest.raises(outside.Forbidden):
        outside.check(url)
    with pytest.raises(outside.Forbidden):
        outside.ask("GET", url)


def test_public_addresses_pass_the_first_look() -> None:
    outside.check("https://city.example.org/open311/v2")
    outside.check("https://93.184.215.14/")


def test_a_name_that_leads_into_our_own_network_is_refused_before_the_line_is_opened(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        with pytest.raises(outside.Forbidden):
            outside.ask("GET", f"https://localhost:{port}/", seconds=2)
        listener.settimeout(0.2)
        with pytest.raises(TimeoutError):
            listener.accept()


def test_a_name_that_changes_in_between_is_caught_on_the_open_line(monkeypatch: pytest.MonkeyPatch) -> None:
    real, calls = socket.getaddrinfo, []

    def rebinding(host: Any, port: Any, *args: Any, **more: Any) -> Any:
        calls.append(host)
        return real("93.184.215.14" if len(calls) == 1 else "127.0.0.1", port, *args, **more)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        monkeypatch.setattr(socket, "getaddrinfo", rebinding)
        with pytest.raises(outside.Forbidden):
            outside.ask("GET", f"https://rebind.example.org:{listener.getsockname()[1]}/", seconds=2)
        line, _address = listener.accept()
        assert line.recv(10) == b""


def test_an_allowed_host_is_asked_also_without_tls(near: None, server: str) -> None:
    answer = outside.ask("GET", f"{server}/fine", params={"a": "b"})
    assert (answer.status, answer.body, answer.is_fine) == (200, b"ok", True)


def test_a_redirection_is_an_answer_and_not_followed(near: None, server: str) -> None:
    assert outside.ask("GET", f"{server}/away").status == 302


def test_what_surely_did_not_arrive_is_told_from_what_may_have(near: None, server: str) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        with pytest.raises(outside.NotReached):
            outside.ask("GET", f"http://127.0.0.1:{free.getsockname()[1]}/")
    with pytest.raises(outside.Lost):
        outside.ask("GET", f"{server}/hang")
    with pytest.raises(outside.Lost):
        outside.ask("GET", f"{server}/slow", seconds=0.3)


@pytest.mark.parametrize("way", ["drip-head", "drip-body", "drip-length"])
def test_an_answer_that_drips_in_is_cut_when_time_is_over(near: None, server: str, way: str) -> None:
    with pytest.raises(outside.Lost, match="in time"):
        outside.ask("GET", f"{server}/{way}", seconds=0.5)
    assert 0 < len(drops) < 40


def test_a_name_that_no_network_can_ask_for_is_refused() -> None:
    with pytest.raises(outside.Forbidden):
        outside.ask("GET", f"https://{'a' * 64}.example/")


def test_large_answers_are_cut_off(near: None, server: str) -> None:
    assert len(outside.ask("GET", f"{server}/large").body) == 300_000
    with pytest.raises(outside.Lost, match="too large"):
        outside.ask("GET", f"{server}/large", most=100_000)


def test_secrets_are_sealed_with_the_installations_key(settings: Any) -> None:
    kept = sealed.seal("open sesame")
    assert "sesame" not in kept
    assert sealed.unseal(kept) == "open sesame"
    assert sealed.seal("") == sealed.unseal("") == ""
    settings.SECRET_KEY = "another key"
    with pytest.raises(sealed.Unreadable):
        sealed.unseal(kept)
