"""Trying the links of data sets, politely: each once a day, one host never twice at once, so many in one go."""

from datetime import datetime, timedelta
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.db.models import F

from korzo.capabilities.catalog.models import Dataset, Distribution
from korzo.capabilities.catalog.operations.fetching import KEPT
from korzo.kernel import outside

EVERY = timedelta(hours=23)
AT_ONCE = 200
SECONDS = 10.0
UNREACHED, REFUSED = 599, 598
"""What is kept where no status came: nobody answered in time; the address must not be asked."""
_HOPS = 4
_PROBED = 1_000_000
_BROKEN_HEAD = {400, 403, 404, 405, 406, 500, 501}
"""What servers answer to HEAD though they would answer GET."""


def due(now: datetime, *, most: int = AT_ONCE) -> list[Distribution]:
    """Links of what strangers see that were not tried today, the longest wait first.

    Ours work, and those that are fetched are tried then.
    """
    steps = (Dataset.Step.PUBLISHED, Dataset.Step.DEPRECATED)
    links = Distribution.objects.filter(source=Distribution.Source.LINK, dataset__step__in=steps)
    links = links.exclude(url__startswith=f"{settings.KORZO.base_url}/").exclude(custom__has_key=KEPT).exclude(url="")
    links = links.exclude(link_checked_at__gt=now - EVERY)
    return list(links.order_by(F("link_checked_at").asc(nulls_first=True), "pk")[:most])


def check(distribution: Distribution, *, now: datetime) -> int:
    """Try a link and keep what it answered."""
    status = status_of(distribution.url)
    Distribution.objects.filter(pk=distribution.pk, url=distribution.url).update(
        link_status=status, link_checked_at=now
    )
    return status


def status_of(url: str) -> int:
    """What an address answers at the end of its redirections: by HEAD, and by GET where HEAD is not understood."""
    status = _asked("HEAD", url)
    return _asked("GET", url) if status in _BROKEN_HEAD else status


def _asked(method: str, url: str) -> int:
    for _hop in range(_HOPS):
        try:
            answer = outside.ask(method, url, headers={"Accept": "*/*"}, seconds=SECONDS, most=_PROBED)
        except outside.Forbidden:
            return REFUSED
        except outside.Lost as error:
            # A file that is larger than what is read here answers all the same.
            return 200 if "too large" in str(error) else UNREACHED
        except outside.NotReached:
            return UNREACHED
        there = answer.headers.get("location", "")
        if not (300 <= answer.status < 400 and there):  # noqa: PLR2004 -- HTTP
            return answer.status
        url = urljoin(url, there)
    return UNREACHED


def host(url: str) -> str:
    """Whose turn it is."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
