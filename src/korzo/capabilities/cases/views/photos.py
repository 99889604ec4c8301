"""Photos that came with a form."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

from korzo.capabilities.cases.forms import MOST_PHOTOS
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
