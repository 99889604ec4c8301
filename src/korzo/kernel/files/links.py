"""Addresses of uploads: plain where everybody may look, signed for who may look without an account."""

from django.core import signing
from django.urls import reverse

from korzo.kernel.files.models import THUMBNAIL, WHOLE, Upload

_SALT = "korzo.files"
SIGNED_SECONDS = 2 * 86_400


def url(upload: Upload, size: str = WHOLE, *, signed: bool = False) -> str:
    """Where an upload is served; a signed address works for two days without further permission."""
    plain = reverse("file", args=[upload.pk, size])
    return f"{plain}?s={signing.dumps(upload.pk.hex, salt=_SALT)}" if signed else plain


def is_signed(upload: Upload, signature: str) -> bool:
    """Say whether a signature was made for this upload, within the last two days."""
    try:
        return bool(signing.loads(signature, salt=_SALT, max_age=SIGNED_SECONDS) == upload.pk.hex)
    except signing.BadSignature:
        return False


def shown(upload: Upload, *, alt: str, caption: str = "", signed: bool = False) -> dict[str, str]:
    """What the photo grid needs."""
    return {
        "url": url(upload, signed=signed),
        "thumbnail": url(upload, THUMBNAIL, signed=signed),
        "alt": alt,
        "caption": caption,
    }
