"""Keeps pages that say the same to every stranger in memory, and never shows one that is out of date.

Every change in the house ends with an entry in the trail, in the same transaction. A page is kept with the number of
the last entry before it was made: once there is a newer one, it is made anew. So nobody has to remember which page
shows what, and what time changes by itself is at most a minute old.
"""

import gzip
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

import brotli
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.http.response import HttpResponseNotModified
from django.urls import ResolverMatch
from django.utils.cache import patch_vary_headers

from korzo.ui import shelf

MOST_PAGES = 600
LONGEST_ADDRESS = 300
_HARMLESS = frozenset({settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME})
_PACK: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda body: brotli.compress(body, quality=5),
    "gzip": lambda body: gzip.compress(body, 6, mtime=0),
}
Answer = Callable[[HttpRequest], HttpResponseBase]


@dataclass
class Page:
    """A page as it was made: its body plain and packed, and what came with it."""

    stamp: shelf.Stamp
    body: bytes
    headers: dict[str, str]
    each: shelf.Each | None
    match: ResolverMatch | None
    packed: dict[str, bytes] = field(default_factory=dict)

    def answer(self, request: HttpRequest) -> HttpResponse:
        """The page for a request: not again when the browser has it, packed when the browser can unpack."""
        etag = f'"{hashlib.sha256(self.body).hexdigest()[:24]}"'
        if etag in request.headers.get("If-None-Match", ""):
            kept: HttpResponse = HttpResponseNotModified()
        else:
            accepted = {part.split(";")[0].strip() for part in request.headers.get("Accept-Encoding", "").split(",")}
            way = next((each for each in _PACK if each in accepted), "")
            kept = HttpResponse(self._packed(way) if way else self.body, headers=self.headers)
            if way:
                kept["Content-Encoding"] = way
            kept["Content-Length"] = str(len(kept.content))
        kept["ETag"] = etag
        kept["Cache-Control"] = "private, no-cache"  # ask each time; the answer is mostly "as it was"
        patch_vary_headers(kept, ("Accept-Encoding", "Cookie"))
        return kept

    def _packed(self, way: str) -> bytes:
        if way not in self.packed:
            self.packed[way] = _PACK[way](self.body)
        return self.packed[way]


_pages: "OrderedDict[str, Page]" = OrderedDict()
_lock = threading.Lock()


def keep(answer: Answer) -> Answer:
    """Show strangers what is kept, as long as nothing has happened since."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        key = _key(request)
        if not key:
            return answer(request)
        if (kept := _find(key)) is not None:
            request.resolver_match = kept.match
            if kept.each:
                kept.each(request)
            return kept.answer(request)
        made = answer(request)
        if isinstance(made, HttpResponse) and (stamp := shelf.stamp_of(made, request)):
            page = Page(stamp, made.content, dict(made.items()), shelf.act_of(made), request.resolver_match)
            _put(key, page)
            return page.answer(request)
        return made

    return middleware


def _key(request: HttpRequest) -> str:
    """The name of a stranger's plain request; empty for every other one."""
    if request.method != "GET" or set(request.COOKIES) - _HARMLESS:
        return ""
    headers = request.headers
    if "Authorization" in headers or "HX-Request" in headers:
        return ""
    address = request.get_full_path()
    return f"{request.scheme} {headers.get('Host', '')} {address}" if len(address) <= LONGEST_ADDRESS else ""


def _find(key: str) -> Page | None:
    kept = _pages.get(key)
    if kept is None or kept.stamp != shelf.stamp():
        return None
    with _lock:
        if key in _pages:
            _pages.move_to_end(key)
    return kept


def _put(key: str, page: Page) -> None:
    with _lock:
        _pages[key] = page
        _pages.move_to_end(key)
        while len(_pages) > MOST_PAGES:
            _pages.popitem(last=False)


def forget() -> None:
    """Keep nothing any more; for tests, which begin a new house each."""
    with _lock:
        _pages.clear()
