"""Whether a report has to be confirmed, and the secret links with which that is done."""

import hashlib
import hmac
import uuid
from datetime import timedelta

from django.conf import settings

from korzo.capabilities.cases.models import Unconfirmed

FOUND_AGAIN = timedelta(days=30)
"""How long after it became a case a report's link and token still lead there."""


def is_asked(email: str) -> bool:
    """Say whether a stranger's report with this e-mail address waits for a yes."""
    return settings.KORZO.confirm_reports != "off" and bool(email.strip())


def needs_email() -> bool:
    """Say whether a stranger's report without an e-mail address is refused."""
    return bool(settings.KORZO.confirm_reports == "strangers")


def waits() -> timedelta:
    """How long a report waits."""
    return timedelta(days=settings.KORZO.confirm_days)


def secret(nonce: str) -> str:
    """The secret of the link: made from the installation's key, so the database alone gives no link away."""
    key = f"confirm:{settings.SECRET_KEY}".encode()
    return hmac.new(key, nonce.encode(), "sha256").hexdigest()[:40]


def digest(given: str) -> str:
    """What is kept of a secret, to find it again."""
    return hashlib.sha256(given.encode()).hexdigest()


def find(given: str) -> Unconfirmed | None:
    """The report that a link belongs to, also when it is a case by now; None when it is wrong or was forgotten."""
    return Unconfirmed.objects.select_related("case").filter(digest=digest(given)).first()


def by_token(given: str) -> Unconfirmed | None:
    """The report that a program holds the token of, also when it is a case by now."""
    try:
        key = uuid.UUID(given)
    except ValueError:
        return None
    return Unconfirmed.objects.select_related("case").filter(pk=key).first()
