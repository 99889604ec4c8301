"""The manifest of the portal."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from korzo.kernel import capability

if TYPE_CHECKING:
    from django.http import HttpRequest

SHOWN = 3


def _news(_request: "HttpRequest") -> dict[str, object]:
    from django.utils import timezone

    from korzo.capabilities.portal.queries import items  # models can be read only after Django has started
    from korzo.capabilities.portal.rules import kinds

    return {"news": items.newest(kinds.NEWS, timezone.now(), SHOWN)}


def _events(_request: "HttpRequest") -> dict[str, object]:
    from django.utils import timezone

    from korzo.capabilities.portal.queries import items  # see above
    from korzo.capabilities.portal.rules import kinds

    return {"events": items.newest(kinds.EVENT, timezone.now(), SHOWN)}


class Portal(capability.Capability):
    """The front door: front page, news, events, services, notices, places."""

    name = "korzo.capabilities.portal"
    label = "portal"
    title = _("What the city tells")
    icon = "home"
    mount = ""
    front = "portal/front.html"
    menu = (
        capability.MenuItem(_("News"), "portal:news", "news"),
        capability.MenuItem(_("Services"), "portal:services", "building"),
    )
    doors = (
        capability.Door(_("Services"), "portal:services", "building", order=30),
        capability.Door(_("Events"), "portal:events", "calendar", order=35),
    )
    panels = (
        capability.Panel("portal/panels/news.html", _news, order=30, title=_("News")),
        capability.Panel("portal/panels/events.html", _events, order=35, title=_("What is on")),
    )
