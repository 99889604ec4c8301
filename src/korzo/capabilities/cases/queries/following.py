"""The secret link with which a reporter follows a case without an account."""

import hmac

from django.conf import settings

from korzo.capabilities.cases.models import Case, Contact
from korzo.capabilities.cases.rules import numbers


def token(contact: Contact) -> str:
    """The secret part of the link: made from the installation's key, so the database alone gives no link away."""
    secret = f"follow:{settings.SECRET_KEY}".encode()
    return hmac.new(secret, f"{contact.case_id}:{contact.follow_nonce}".encode(), "sha256").hexdigest()[:40]


def find(code: str, given: str) -> Case | None:
    """The case that a link leads to; None when the link is wrong or its reporter erased it."""
    case = (
        Case.objects.select_related("category", "office", "district", "contact__person")
        .filter(code=numbers.parse(code) or code)
        .first()
    )
    if case is None or not hasattr(case, "contact") or not case.contact.follow_nonce:
        return None
    return case if hmac.compare_digest(token(case.contact).encode(), given.encode()) else None
