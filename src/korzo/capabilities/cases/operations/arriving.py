"""What a letter or an SMS becomes: a message of the reporter in the history of their case, or a new case."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from io import BytesIO

from django.utils.translation import gettext as _

from korzo.capabilities.cases.models import Case
from korzo.capabilities.cases.models.case import TEXT_LIMIT
from korzo.capabilities.cases.operations import intake, work
from korzo.capabilities.cases.queries import arriving as meant
from korzo.kernel.files import operations as files
from korzo.kernel.files.models import Upload
from korzo.kernel.files.pictures import UnusablePicture
from korzo.kernel.messages.arriving import Held, Letter
from korzo.kernel.text import plain


def take(letter: Letter, *, now: datetime) -> str:
    """Take a letter; returns the reference of its case. Raises Held when it says nothing."""
    photos: list[Upload] = []
    try:
        photos.extend(_photos(letter, now))
        return _taken(letter, tuple(photos), now)
    except BaseException:
        for each in photos:
            files.discard(each)
        raise


def _taken(letter: Letter, photos: tuple[Upload, ...], now: datetime) -> str:
    words = letter.text or letter.subject or (_("Photos came without words.") if photos else "")
    if not words:
        raise Held(_("It says nothing."))
    if case := meant.case(letter):
        text = plain.shorten(words, TEXT_LIMIT)
        work.comment(
            case, text=text, public=False, by=None, now=now, photos=photos, as_reporter=True, channel=letter.channel
        )
        return case.ref
    try:
        return _new(letter, photos, now).ref
    except intake.ReportRefused as refusal:
        raise Held(str(refusal)) from refusal


def _new(letter: Letter, photos: tuple[Upload, ...], now: datetime) -> Case:
    """A case that somebody still has to sort; its sender is told its number and asked for kind and place."""
    said = "\n\n".join(part for part in (letter.subject, letter.text) if part)
    by_mail = letter.channel == "email"
    what = intake.Report(
        category="",
        description=plain.shorten(said, TEXT_LIMIT),
        photos=photos,
        name=letter.name if by_mail else "",
        email=letter.sender if by_mail else "",
        phone="" if by_mail else letter.sender,
        language=meant.language(letter),
        channel=letter.channel,
        client_key=intake.once(f"letter:{letter.fingerprint}"),
        is_unsorted=True,
    )
    return intake.report(what, by=None, now=now).case


def _photos(letter: Letter, now: datetime) -> Iterator[Upload]:
    """The pictures that came along; what is none stays with the letter as it came."""
    left = intake.MOST_PHOTOS
    for each in letter.attachments:
        if left and not each.media_type.startswith(("text/", "message/")):
            with suppress(UnusablePicture):
                yield files.add(BytesIO(each.content), owner=f"{files.DRAFT}letter", now=now)
                left -= 1
