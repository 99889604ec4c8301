"""Photos that come with a form: the field that takes several, and keeping those that can be used."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from korzo.kernel.files import operations as files
from korzo.kernel.files.models import Upload
from korzo.kernel.files.pictures import UnusablePicture

MOST_PHOTOS = 5
ACCEPTED = "image/jpeg,image/png,image/webp,image/heic,image/heif"


class PhotosInput(forms.ClearableFileInput):
    """A file input that takes several photos."""

    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Several files; their content is looked at when they are kept."""

    widget = PhotosInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Check each file; returns a list, empty when none was sent."""
        given = data if isinstance(data, list | tuple) else [data]
        single = super().clean
        files = [single(each, initial) for each in given if each]
        if len(files) > MOST_PHOTOS:
            raise forms.ValidationError(
                ngettext_lazy("Send at most %(most)d photo.", "Send at most %(most)d photos.", MOST_PHOTOS)
                % {"most": MOST_PHOTOS}
            )
        return files


def photos_field(label: Any = None, hint: Any = "") -> PhotosField:
    """A field for photos; phones offer the camera."""
    return PhotosField(
        required=False,
        label=label or gettext_lazy("Photos"),
        help_text=hint,
        widget=PhotosInput(attrs={"accept": ACCEPTED}),
    )


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
