"""Photos that came with a form."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core import signing
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from korzo.capabilities.cases.forms import MOST_PHOTOS
from korzo.capabilities.cases.models import Case
from korzo.kernel.files import operations as files
from korzo.kernel.files.models import Upload
from korzo.kernel.files.pictures import UnusablePicture


def keep_photos(form: forms.Form, draft: dict[str, Any]) -> bool:
    """Keep the form's photos with the draft; False, with the reason in the form, when one cannot be used."""
    kept = keep(form, owner=f"{files.DRAFT}{draft['key']}", already=len(draft["uploads"]))
    draft["uploads"] += [str(upload.pk) for upload in kept]
    return not form.errors


def keep(form: forms.Form, *, owner: str, already: int = 0) -> list[Upload]:
    """Keep the form's photos for an owner; those that cannot be used are named in the form."""
    kept: list[Upload] = []
    for file in form.cleaned_data["photos"]:
        if already + len(kept) >= MOST_PHOTOS:
            form.add_error("photos", _("At most %(most)d photos can be sent.") % {"most": MOST_PHOTOS})
            break
        try:
            kept.append(files.add(file, owner=owner, now=timezone.now()))
        except UnusablePicture as reason:
            form.add_error("photos", f"{file.name}: {reason}")
        except OSError:
            form.add_error(
                "photos", _("The photo could not be stored just now. Send the report without it, or try again.")
            )
    return kept


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
