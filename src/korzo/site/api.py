"""The JSON API: one router from each capability, one OpenAPI document."""

from django.http import HttpRequest
from django.utils import timezone
from ninja import NinjaAPI
from ninja.security import HttpBearer

from korzo import __version__
from korzo.kernel import capability
from korzo.kernel.people import keys
from korzo.kernel.people.models import Person


class Key(HttpBearer):
    """Bearer authentication with an API key."""

    def authenticate(self, request: HttpRequest, token: str) -> Person | None:
        """Find for whom the key acts."""
        person = keys.holder(token, now=timezone.now())
        if person:
            request.user = person
        return person


def build() -> NinjaAPI:
    """Put the API together from what the capabilities bring."""
    made = NinjaAPI(title="Korzo", version=__version__, docs_url=None, urls_namespace="api")
    for brought in capability.switched_on():
        if room := brought.room("api"):
            made.add_router(f"/{brought.label}", room.router, tags=[brought.label])
    return made
