"""Who stands behind a call of the JSON API."""

from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from korzo.kernel.people import keys
from korzo.kernel.people.models import Person


class Key(HttpBearer):
    """Bearer authentication with an API key."""

    def authenticate(self, request: HttpRequest, token: str) -> Person | None:  # noqa: ARG002 -- ninja's signature
        """Find for whom the key acts."""
        return keys.holder(token, now=timezone.now())


key = Key()


def person_of(request: HttpRequest) -> Person:
    """The person whose key authenticated this call."""
    person: Person = request.auth  # type: ignore[attr-defined]  # set by ninja after authentication
    return person
