"""The JSON API: one router from each capability, one OpenAPI document."""

from ninja import NinjaAPI

from korzo import __version__
from korzo.kernel import capability


def build() -> NinjaAPI:
    """Put the API together from what the capabilities bring."""
    made = NinjaAPI(title="Korzo", version=__version__, docs_url=None, urls_namespace="api")
    for brought in capability.switched_on():
        if room := brought.room("api"):
            made.add_router(f"/{brought.label}", room.router, tags=[brought.label])
    return made
