"""Reading what clients send: parameters, attributes, times, keys and photos, with the standard's tolerance."""

import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from korzo.capabilities.cases.models import Case
from korzo.capabilities.cases.open311.wire import Problem
from korzo.kernel.people import keys
from korzo.kernel.people.models import Person

SPAN = timedelta(days=90)
YEARS = range(1900, 2200)
MOST = 1000
PAGE = 100
_ATTRIBUTE = re.compile(r"attribute\[([^\]]+)\](\[\])?")
NOT_PINPOINTED = "#NOTPINPOINTED#"


def check_jurisdiction(given: Mapping[str, str]) -> None:
    """Refuse another city's jurisdiction; clients of one-city servers may send any, or none."""
    ours, theirs = settings.KORZO.jurisdiction_id, given.get("jurisdiction_id", "")
    if ours and theirs and not hmac.compare_digest(ours.encode(), theirs.encode()):
        raise Problem(404, "jurisdiction_id provided was not found")


def caller(given: Mapping[str, str], now: datetime) -> Person:
    """For whom the program acts; the standard asks for a key on every POST."""
    key = given.get("api_key", "")
    if not key:
        raise Problem(403, "api_key was missing")
    person = keys.holder(key, now=now)
    if person is None:
        raise Problem(403, "api_key is not valid")
    return person


def attributes(given: QueryDict) -> dict[str, Any]:
    """`attribute[CODE]=v` and `attribute[CODE][]=a&attribute[CODE][]=b` by code."""
    found: dict[str, Any] = {}
    for name in given:
        if match := _ATTRIBUTE.fullmatch(name):
            found[match[1]] = given.getlist(name) if match[2] else given.get(name)
    return found


def number(given: Mapping[str, str], name: str) -> float | None:
    """A number, or None when it is missing or empty; raises Problem."""
    text = given.get(name, "").strip()
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        raise Problem(400, f"{name} is not a number") from None
    if value != value or abs(value) == float("inf"):  # noqa: PLR0124 -- NaN
        raise Problem(400, f"{name} is not a number")
    return value


def moment(given: Mapping[str, str], name: str) -> datetime | None:
    """A time (W3C, with zone; a bare one is the city's), or None; raises Problem.

    Clients say "ever" and "never" with the first and last years that their language knows; these are drawn nearer, so
    that spans and zones can be added.
    """
    text = given.get(name, "").strip().replace(" ", "+")
    if not text:
        return None
    try:
        day = parse_date(text)
        found = datetime.combine(day, datetime.min.time()) if day else parse_datetime(text)
    except ValueError:
        found = None
    if found is None:
        raise Problem(400, f"{name} is not a date such as 2026-05-24T00:00:00Z")
    if found.year not in YEARS:
        found = found.replace(year=min(max(found.year, YEARS[0]), YEARS[-1]), month=1, day=1)
    return found if found.tzinfo else timezone.make_aware(found)


@dataclass(frozen=True)
class Slice:
    """Which rows of a list: page (from 1) and size."""

    page: int
    size: int

    @property
    def rows(self) -> slice:
        """The rows of this page."""
        return slice((self.page - 1) * self.size, self.page * self.size)


def page(given: Mapping[str, str]) -> Slice:
    """Paging (extension): without it the standard's limit of 1,000 rows."""
    if not given.get("page") and not given.get("page_size"):
        return Slice(1, MOST)
    try:
        wanted = Slice(int(given.get("page") or 1), int(given.get("page_size") or PAGE))
    except ValueError:
        raise Problem(400, "page and page_size are whole numbers") from None
    if not (1 <= wanted.page <= 10**6 and 1 <= wanted.size <= MOST):
        raise Problem(400, f"page counts from 1, page_size is at most {MOST}")
    return wanted


def chosen(given: Mapping[str, str], now: datetime) -> "QuerySet[Case]":
    """The public cases that a GET of requests asks for; `service_request_id` overrides everything else."""
    cases = Case.objects.public().select_related("category", "office").prefetch_related("photos__upload", "merge__root")
    if ids := _words(given, "service_request_id"):
        return cases.filter(code__in=ids).order_by("-reported_at", "-pk")
    start, end = moment(given, "start_date"), moment(given, "end_date")
    since, until = moment(given, "updated_after"), moment(given, "updated_before")
    if since or until:
        cases = cases.filter(
            **({"updated_at__gt": since} if since else {}), **({"updated_at__lt": until} if until else {})
        )
        if start:
            cases = cases.filter(reported_at__gte=start)
        if end:
            cases = cases.filter(reported_at__lte=end)
    else:
        end = end or (start + SPAN if start else now)
        start = start or end - SPAN
        if end - start > SPAN:
            start = end - SPAN
        cases = cases.filter(reported_at__range=(start, end))
    if codes := _words(given, "service_code"):
        cases = cases.filter(category__code__in=codes)
    statuses = set(_words(given, "status"))
    if statuses - {"open", "closed"}:
        raise Problem(400, "status is open, closed, or both separated by a comma")
    if len(statuses) == 1:
        cases = cases.filter(is_open=statuses == {"open"})
    return cases.order_by("updated_at", "pk") if since else cases.order_by("-reported_at", "-pk")


def _words(given: Mapping[str, str], name: str) -> list[str]:
    return [word.strip() for word in given.get(name, "").split(",") if word.strip()]


def form_of(request: HttpRequest) -> QueryDict:
    """The parameters of a POST, from its body or, as some clients send them, from its address."""
    given = request.GET.copy()
    given.update(request.POST)
    return given
