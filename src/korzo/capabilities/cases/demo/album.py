"""The pictures of a past: each is drawn once, and every case that shows it has its own upload of the same file."""

import io
from datetime import datetime

from korzo.capabilities.cases.demo import pictures
from korzo.kernel.files import operations as files
from korzo.kernel.files.models import Upload

_OFTEN = ("pothole", "rubbish", "street-light", "leak", "parking", "beach")
_SELDOM = ("broken-bin", "road-sign", "lamp-post", "illegal-building", "stray-dogs", "bus-stop", "manhole", "bench")
_VARIANTS = dict.fromkeys(_OFTEN, 3) | dict.fromkeys(_SELDOM, 1)
_ORIGINAL = "original:"


class Album:
    """Draws a picture when it is first wanted; the same moment always shows the same picture."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._drawn = {upload.owner: upload for upload in Upload.objects.filter(owner__startswith=_ORIGINAL)}

    def copy(self, kind: str, moment: datetime, *, owner: str, after: bool = False) -> tuple[Upload, ...]:
        """An upload for what was reported at a moment, or for its repair; none where nothing can be shown."""
        if not pictures.can_show(kind, after=after):
            return ()
        variant = int(moment.timestamp()) % _VARIANTS.get(kind, 2)
        return (files.copy(self._original(kind, variant, after=after), owner=owner, now=moment),)

    def _original(self, kind: str, variant: int, *, after: bool) -> Upload:
        owner = f"{_ORIGINAL}{kind}/{variant}{'/after' * after}"
        if owner not in self._drawn:
            out = io.BytesIO()
            pictures.draw(kind, variant, after=after).save(out, "JPEG", quality=95)
            self._drawn[owner] = files.add(out, owner=owner, now=self._now)
        return self._drawn[owner]
