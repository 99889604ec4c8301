"""Photos that came with a form."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core import signing
from django.http import HttpRequest

from korzo.capabilities.cases.models import Case
from korzo.kernel.files import operations as files
from korzo.kernel.files.models import Upload
from korzo.ui.photos import keep

__all__ = ["keep", "keep_photos", "note", "sent_before"]


def keep_photos(form: forms.Form, draft: dict[str, Any]) -> bool:
    """Keep the form's photos with the draft; False, with the reason in the form, when one cannot be used."""
    kept = keep(form, owner=f"{files.DRAFT}{draft['key']}", already=len(draft["uploads"]))
    draft["uploads"] += [str(upload.pk) for upload in kept]
    return not form.errors


def note(kept: Sequence[Upload], case: Case) -> str:
    """Remember photos that were sent with a form which has to be sent again."""
    return signing.dumps([str(upload.pk) for upload in kept], salt=case.ref) if kept else ""


def sent_before(request: HttpRequest, case: Case) -> list[Upload]:
    """The photos that `note` remembered; none when the note is not ours."""
    try:
        keys = signing.loads(request.POST.get("kept", ""), salt=case.ref)
    except signing.BadSignature:
        return []
    return list(Upload.objects.filter(pk__in=keys))
