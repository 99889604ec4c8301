"""Asking systems outside at addresses that people typed, without being led into our own network.

    answer = outside.ask("GET", "https://city.example/open311/v2/services.json", most=1_000_000)

Only https to public addresses is asked, unless `KORZO_OUTSIDE_HOSTS` names the host. What a name stands for is looked
at before the line is opened and once more on the open line, so that a name that changes in between leads nowhere.
Redirections are answers, they are not followed; proxies of the environment are not used.
"""

import ipaddress
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import requests
from django.conf import settings
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import HTTPError, MaxRetryError, NewConnectionError

from korzo import __version__

SECONDS = 10.0
LARGEST = 4_000_000
_SLICE = 65_536


class Forbidden(ValueError):
    """This address must not be asked: it is not https, or it lies in a network that is nobody else's business."""


class NotReached(ConnectionError):
    """The other side surely has not heard us."""


class Lost(ConnectionError):
    """The line broke after we had spoken: the other side may have heard us."""


@dataclass(frozen=True)
class Answer:
    """What the other side said; header names in small letters."""

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
    with requests.Session() as session:
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
            return Answer(
                reply.status_code, {k.lower(): v for k, v in reply.headers.items()}, _read(reply, seconds, most)
            )
        except requests.RequestException as error:
            raise _told(error) from error
        except (HTTPError, OSError) as error:
            raise Lost("the line broke") from error


def _read(reply: requests.Response, seconds: float, most: int) -> bytes:
    end, kept = time.monotonic() + seconds, bytearray()
    for part in reply.iter_content(_SLICE):
        kept += part
        if len(kept) > most:
            raise Lost("the answer is too large")
        if time.monotonic() > end:
            raise Lost("the answer took too long")
    return bytes(kept)


def _told(error: requests.RequestException) -> Exception:
    """What a failed request means for who asked."""
    cause: Any = error
    while cause is not None:
        if isinstance(cause, Forbidden):
            return Forbidden(str(cause))
        reason = cause.args[0] if cause.args else None
        if isinstance(reason, MaxRetryError):
            reason = reason.reason
        if isinstance(reason, NewConnectionError) or isinstance(
            cause, requests.ConnectTimeout | requests.exceptions.SSLError
        ):
            return NotReached("no connection")
        cause = cause.__cause__ or (reason if isinstance(reason, BaseException) else None)
    if isinstance(error, requests.exceptions.InvalidURL | requests.exceptions.InvalidHeader):
        return Forbidden("this is not an address")
    return Lost("no answer in time" if isinstance(error, requests.Timeout) else "the line broke")


def _is_ours(host: str) -> bool:
    return host in {name.strip() for name in settings.KORZO.outside_hosts.split(",")}


def _public(address: str) -> None:
    found = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None)
    for each in filter(None, (found, mapped)):
        if not each.is_global or each.is_multicast:
            raise Forbidden("this address lies in a private network")


class _Careful:
    """Looks where a line leads before and after it is opened."""

    def _new_conn(self: Any) -> socket.socket:
        host = self._dns_host
        if _is_ours(host):
            return super()._new_conn()  # type: ignore[no-any-return, misc]
        try:
            for found in socket.getaddrinfo(host, self.port, type=socket.SOCK_STREAM):
                _public(str(found[4][0]))
        except OSError as error:
            raise NewConnectionError(self, "no such host") from error
        line: socket.socket = super()._new_conn()  # type: ignore[misc]
        try:
            _public(line.getpeername()[0])
        except Forbidden:
            line.close()
            raise
        return line


class _Http(_Careful, HTTPConnection):
    pass


class _Https(_Careful, HTTPSConnection):
    pass


class _HttpPool(HTTPConnectionPool):
    ConnectionCls = _Http


class _HttpsPool(HTTPSConnectionPool):
    ConnectionCls = _Https


class _Guarded(HTTPAdapter):
    """Has requests open careful lines only."""

    def init_poolmanager(self, *args: Any, **more: Any) -> None:
        """Make the pools of careful lines."""
        super().init_poolmanager(*args, **more)
        self.poolmanager.pool_classes_by_scheme = {"http": _HttpPool, "https": _HttpsPool}
