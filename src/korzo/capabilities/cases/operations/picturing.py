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
    kept = 0
    for url in urls[:MOST_PHOTOS]:
        if Case.objects.filter(code=code, text_is_public=True).exists():
            break
        try:
            answer = outside.ask("GET", url, seconds=SECONDS, most=LARGEST)
            kept += answer.is_fine and _kept(code, url, answer.body, now)
        except (outside.Forbidden, UnusablePicture) as reason:
            log.info("picture not fetched", case=code, reason=str(reason))
    return kept


def _kept(code: str, url: str, content: bytes, now: datetime) -> bool:
    """Put a picture to a case; False when it is there already, or somebody has checked the case meanwhile."""
    name = urlsplit(url).path.rsplit("/", 1)[-1] or "picture"
    upload = files.add(SimpleUploadedFile(name, content), owner=f"{files.DRAFT}open311", now=now)
    with transaction.atomic():
        case = Case.objects.select_for_update(of=("self",)).get(code=code)
        if case.text_is_public or case.photos.filter(upload__sha256=upload.sha256).exists():
            files.delete(upload)
            return False
        files.adopt([upload], owner=case.ref)
        Photo.objects.create(case=case, upload=upload, added_at=now)
    return True
