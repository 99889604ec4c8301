"""Fetching pictures that programs name by address, as many clients of Open311 do."""

from datetime import datetime
from urllib.parse import urlsplit

import structlog
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from korzo.capabilities.cases.models import Case, Photo
from korzo.capabilities.cases.operations.intake import MOST_PHOTOS
from korzo.kernel import jobs, outside
from korzo.kernel.files import operations as files
from korzo.kernel.files.pictures import UnusablePicture

LARGEST = 20_000_000
SECONDS = 20.0
log = structlog.get_logger()


@jobs.job(retries=4)
def fetch_later(code: str, urls: list[str]) -> None:
    """Fetch pictures in the background."""
    fetch(code, urls, now=timezone.now())


def fetch(code: str, urls: list[str], *, now: datetime) -> int:
    """Fetch pictures and put them to a case, each once; returns how many. Raises NotReached, Lost: try again later.

    Once a case was checked nothing is added, for nobody would look at it before everybody can.
    """
    case, kept = Case.objects.get(code=code), 0
    for url in [] if case.text_is_public else urls[case.photos.count() : MOST_PHOTOS]:
        try:
            answer = outside.ask("GET", url, seconds=SECONDS, most=LARGEST)
            if not answer.is_fine:
                continue
            name = urlsplit(url).path.rsplit("/", 1)[-1] or "picture"
            with transaction.atomic():
                upload = files.add(SimpleUploadedFile(name, answer.body), owner=f"{files.DRAFT}open311", now=now)
                files.adopt([upload], owner=case.ref)
                Photo.objects.create(case=case, upload=upload, added_at=now)
            kept += 1
        except (outside.Forbidden, UnusablePicture) as reason:
            log.info("picture not fetched", case=code, reason=str(reason))
    return kept
