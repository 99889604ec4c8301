"""Addresses in letters that prove who may end them."""

from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.urls import reverse

from korzo.kernel.people.models import Person

_SALT = "catalog.follows"


def follows(person: Person) -> str:
    """Where somebody changes or ends what they follow, without signing in."""
    token = signing.dumps(str(person.pk), salt=_SALT)
    return f"{settings.KORZO.base_url}{reverse('catalog:follows-by-link', args=[token])}"


def reader_of(token: str) -> Person | None:
    """Whose link it is; None for a wrong one."""
    try:
        return Person.objects.filter(pk=signing.loads(token, salt=_SALT), is_active=True).first()
    except (signing.BadSignature, ValidationError, ValueError):
        return None
