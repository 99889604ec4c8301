"""The JSON API: one router from each capability, one OpenAPI document."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import ValidationError

from korzo import __version__
from korzo.kernel import capability
from korzo.site import pages


def build() -> NinjaAPI:
    """Put the API together from what the capabilities bring."""
    made = NinjaAPI(title="Korzo", version=__version__, docs_url=None, urls_namespace="api")
    for brought in capability.switched_on():
        if room := brought.room("api"):
            made.add_router(f"/{brought.label}", room.router, tags=[brought.label])
    made.exception_handler(ValidationError)(_refuse)
    for error in pages.UNAVAILABLE:
        made.exception_handler(error)(_later)
    return made


def _refuse(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Say what is wrong with a request in the shape of every other problem; `field` names the first wrong value."""
    first = error.errors[0] if error.errors else {"loc": (), "msg": ""}
    field = ".".join(str(part) for part in first["loc"][1:])
    return JsonResponse({"detail": f"{field}: {first['msg']}", "field": field}, status=422)


def _later(_request: HttpRequest, _error: Exception) -> HttpResponse:
    """Ask to come again: the database cannot be reached or written to now."""
    headers = {"Retry-After": pages.RETRY_SECONDS}
    return JsonResponse({"detail": "Not possible just now. Try again later."}, status=503, headers=headers)
