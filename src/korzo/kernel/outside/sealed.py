"""Secrets that must be used again, such as keys of other systems: encrypted in the database, shown to nobody.

The key comes from the installation's secret key. Who changes that has to type these secrets again.
"""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings


class Unreadable(ValueError):
    """The secret was sealed with another key."""


def seal(secret: str) -> str:
    """Encrypt a secret for the database; an empty one stays empty."""
    return _lock().encrypt(secret.encode()).decode() if secret else ""


def unseal(sealed: str) -> str:
    """Decrypt a secret; raises Unreadable."""
    try:
        return _lock().decrypt(sealed.encode()).decode() if sealed else ""
    except InvalidToken:
        raise Unreadable("sealed with another secret key; type it again") from None


def _lock() -> Fernet:
    derived = hashlib.blake2b(settings.SECRET_KEY.encode(), digest_size=32, person=b"korzo.outside").digest()
    return Fernet(base64.urlsafe_b64encode(derived))
