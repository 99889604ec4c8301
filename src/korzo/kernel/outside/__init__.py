"""Asking systems outside at addresses that people typed, without being led into our own network.

    answer = outside.ask("GET", "https://city.example/open311/v2/services.json", most=1_000_000)

Only https to public addresses is asked, unless `KORZO_OUTSIDE_HOSTS` names the host. What a name stands for is looked
at before the line is opened and once more on the open line, so that a name that changes in between leads nowhere.
Redirections are answers, they are not followed; proxies of the environment are not used.
"""

import ipaddress
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
from django.conf import settings
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import HTTPError, NewConnectionError

from korzo import __version__

SECONDS = 10.0
LARGEST = 4_000_000
_SLICE = 65_536
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")  # of IPv4 (RFC 6052)
_PRIVATE = tuple(map(ipaddress.ip_network, ("::/96", "64:ff9b:1::/48", "fec0::/10")))  # `is_global` lets them pass


class Forbidden(ValueError):
    """This address must not be asked: it is not https, or it lies in a network that is nobody else's business."""


class NotReached(ConnectionError):
    """The other side surely has not heard us."""


class Lost(ConnectionError):
    """The line broke after we had spoken: the other side may have heard us."""


@dataclass(frozen=True)
class Answer:
    """What the other side said; header names in small letters. `location` is a whole address, "" where it is none."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def is_fine(self) -> bool:
        """Say whether the other side did what it was asked."""
        return 200 <= self.status < 300  # noqa: PLR2004 -- HTTP


def check(url: str) -> None:
    """Refuse an address that would not be asked, as far as it can be seen from the outside; raises Forbidden."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise Forbidden("this is not an address") from None
    if not host or parts.scheme not in ("http", "https") or parts.username is not None or port == 0:
        raise Forbidden("an address begins with https:// and names a host")
    if _is_ours(host):
        return
    if parts.scheme != "https":
        raise Forbidden("only https is asked")
    try:
        literal = ipaddress.ip_address(host)
    except ValueError:
        return
    _public(str(literal))


def ask(
    method: str,
    url: str,
    *,
    params: Mapping[str, str] | None = None,
    data: Any = None,
    headers: Mapping[str, str] | None = None,
    seconds: float = SECONDS,
    most: int = LARGEST,
) -> Answer:
    """Ask, and read the answer: at most so many bytes in so many seconds. Raises Forbidden, NotReached, Lost."""
    check(url)
    named = {"User-Agent": f"Korzo/{__version__}", **(headers or {})}
    with _within(seconds) as turn, _Session() as session:
        session.trust_env = False
        session.mount("https://", _Guarded())
        session.mount("http://", _Guarded())
        try:
            reply = session.request(
                method,
                url,
                params=params,
                data=data,
                headers=named,
                timeout=seconds,
                allow_redirects=False,
                stream=True,
            )
            headers = {name.lower(): value for name, value in reply.headers.items()}
            if "location" in headers:
                headers["location"] = _beside(url, headers["location"])
            return Answer(reply.status_code, headers, _read(reply, turn, most))
        except Lost:
            raise
        except (requests.exceptions.InvalidURL, requests.exceptions.InvalidHeader) as error:
            raise Forbidden("this is not an address") from error
        except (requests.RequestException, HTTPError, OSError) as error:
            if not turn.is_open:
                raise NotReached("no connection") from error
            late = turn.is_over or isinstance(error, requests.Timeout)
            raise Lost("no answer in time" if late else "the line broke") from error


def _beside(url: str, where: str) -> str:
    with suppress(ValueError):
        return urljoin(url, where)
    return ""


def _read(reply: requests.Response, turn: "_Turn", most: int) -> bytes:
    kept = bytearray()
    for part in reply.iter_content(_SLICE):
        kept += part
        if len(kept) > most:
            raise Lost("the answer is too large")
    if turn.is_over:  # an answer without a length ends where it was cut
        raise Lost("no answer in time")
    return bytes(kept)


@dataclass
class _Turn:
    """Until when we speak, the lines that were opened for it, and whether the other side can have heard us."""

    end: float
    is_open: bool = False
    lines: list[socket.socket] = field(default_factory=list)

    @property
    def is_over(self) -> bool:
        return time.monotonic() >= self.end

    def cut(self) -> None:
        for line in self.lines:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)


_turn: ContextVar[_Turn] = ContextVar("turn")


@contextmanager
def _within(seconds: float) -> Iterator[_Turn]:
    """Cut every line when time is over: the timeout of a socket begins anew with every byte that drips in."""
    turn = _Turn(time.monotonic() + seconds)
    before = _turn.set(turn)
    clock = threading.Timer(seconds, turn.cut)
    clock.daemon = True
    clock.start()
    try:
        yield turn
    finally:
        clock.cancel()
        _turn.reset(before)
        for line in turn.lines:
            line.close()


def _is_ours(host: str) -> bool:
    return host in {name.strip() for name in settings.KORZO.outside_hosts.split(",")}


def _public(address: str) -> None:
    found = ipaddress.ip_address(address.partition("%")[0])
    meant = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None)
    if found in _TRANSLATED:
        meant = ipaddress.IPv4Address(found.packed[-4:])
    for each in filter(None, (found, meant)):
        if not each.is_global or each.is_multicast or any(each in network for network in _PRIVATE):
            raise Forbidden("this address lies in a private network")


class _Careful:
    """Looks where a line leads before and after it is opened, and lets it be cut."""

    def connect(self: Any) -> None:
        super().connect()  # type: ignore[misc]
        _turn.get().is_open = True

    def _new_conn(self: Any) -> socket.socket:
        is_ours = _is_ours(self._dns_host)
        if not is_ours:
            self.timeout /= _looked_at(self)
        line: socket.socket = super()._new_conn()  # type: ignore[misc]
        try:
            if not is_ours:
                _public(line.getpeername()[0])
        except Forbidden:
            line.close()
            raise
        turn = _turn.get()
        turn.lines.append(line.dup())  # TLS takes the line itself
        if turn.is_over:
            turn.cut()
        return line


def _looked_at(line: Any) -> int:
    """Refuse a name that leads into a private network; returns how many addresses it has, all to be tried in time."""
    try:
        found = socket.getaddrinfo(line._dns_host, line.port, type=socket.SOCK_STREAM)  # noqa: SLF001
    except UnicodeError:
        raise Forbidden("this is not an address") from None
    except OSError as error:
        raise NewConnectionError(line, "no such host") from error
    for each in found:
        _public(str(each[4][0]))
    return len(found)


class _Http(_Careful, HTTPConnection):
    pass


class _Https(_Careful, HTTPSConnection):
    pass


class _HttpPool(HTTPConnectionPool):
    ConnectionCls = _Http


class _HttpsPool(HTTPSConnectionPool):
    ConnectionCls = _Https


class _Session(requests.Session):
    """Reads no `Location` by itself: it may be anything, and to take it apart may fail."""

    def get_redirect_target(self, resp: requests.Response) -> None:
        """Nowhere."""


class _Guarded(HTTPAdapter):
    """Has requests open careful lines only."""

    def init_poolmanager(self, *args: Any, **more: Any) -> None:
        """Make the pools of careful lines."""
        super().init_poolmanager(*args, **more)
        self.poolmanager.pool_classes_by_scheme = {"http": _HttpPool, "https": _HttpsPool}
