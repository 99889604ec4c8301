"""Keeping and deleting uploads. Files are written before their row, so a row never points to nothing."""

import hashlib
import os
import shutil
from datetime import datetime, timedelta
from typing import IO

from django.conf import settings
from django.db import transaction

from korzo.kernel import jobs
from korzo.kernel.files import pictures
from korzo.kernel.files.models import THUMBNAIL, WHOLE, Upload

DRAFT = "draft:"
DRAFTS_KEPT = timedelta(hours=24)


def add(file: IO[bytes], *, owner: str, now: datetime) -> Upload:
    """Keep a picture for a record; raises pictures.UnusablePicture, and OSError when the disk is full."""
    picture = pictures.read(file, most_bytes=settings.KORZO.photo_megabytes * 2**20)
    upload = Upload(
        owner=owner,
        media_type="image/jpeg",
        sha256=hashlib.sha256(picture.large).hexdigest(),
        size=len(picture.large) + len(picture.small),
        width=picture.width,
        height=picture.height,
        lat=picture.lat,
        long=picture.long,
        added_at=now,
    )
    path = upload.path()
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        for size, content in ((WHOLE, picture.large), (THUMBNAIL, picture.small)):
            part = upload.path(size).with_suffix(".part")
            with part.open("wb") as out:
                out.write(content)
                out.flush()
                os.fsync(out.fileno())
            part.replace(upload.path(size))
        upload.save(force_insert=True)
    except BaseException:
        _unlink(upload)
        raise
    return upload


def copy(upload: Upload, *, owner: str, now: datetime) -> Upload:
    """Keep the same picture for another record; on the disk it lies once, where the disk can do that."""
    same = {name: getattr(upload, name) for name in ("media_type", "sha256", "size", "width", "height", "lat", "long")}
    twin = Upload(owner=owner, added_at=now, **same)
    twin.path().parent.mkdir(parents=True, exist_ok=True)
    try:
        for size in (WHOLE, THUMBNAIL):
            try:
                os.link(upload.path(size), twin.path(size))
            except OSError:  # a disk without hard links
                shutil.copyfile(upload.path(size), twin.path(size))
        twin.save(force_insert=True)
    except BaseException:
        _unlink(twin)
        raise
    return twin


def adopt(uploads: list[Upload], *, owner: str) -> None:
    """Give draft uploads to the record that was made of the draft."""
    Upload.objects.filter(pk__in=[upload.pk for upload in uploads]).update(owner=owner)


def delete(upload: Upload) -> None:
    """Delete an upload; its files go once the transaction is through."""
    upload_id = upload.pk
    upload.delete()
    upload.pk = upload_id
    transaction.on_commit(lambda: _unlink(upload))


def discard(upload: Upload) -> None:
    """Delete the files of an upload whose row goes by itself: the transaction that made it is given up."""
    _unlink(upload)


@jobs.every(hours=1)
def forget_drafts() -> None:
    """Delete pictures of reports that were never sent."""
    from django.utils import timezone  # the job is the edge where the clock is read

    old = timezone.now() - DRAFTS_KEPT
    for upload in Upload.objects.filter(owner__startswith=DRAFT, added_at__lt=old):
        delete(upload)


def _unlink(upload: Upload) -> None:
    for size in (WHOLE, THUMBNAIL):
        upload.path(size).with_suffix(".part").unlink(missing_ok=True)
        upload.path(size).unlink(missing_ok=True)
