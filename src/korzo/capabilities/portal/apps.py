"""The manifest of the portal."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from korzo.kernel import capability
from korzo.kernel.people.roles import Role

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

SHOWN = 3
_WRITERS = (Role.EDITOR, Role.OFFICER, Role.FACILITATOR, Role.ANALYST, Role.AGENT, Role.ADMINISTRATOR)
_ANNOUNCERS = (Role.OFFICER, Role.AGENT, Role.EDITOR, Role.ADMINISTRATOR)


def _around(_request: "HttpRequest") -> dict[str, object]:
    from django.utils import timezone

    from korzo.kernel.places import around  # models can be read only after Django has started

    return {"told": around.going_on(around.Where(), now=timezone.now(), limit=SHOWN)}


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


def _wishes(request: "HttpRequest") -> dict[str, object]:
    from korzo.capabilities.portal.queries import following  # see above
    from korzo.ui import doors

    reader = following.of_person(doors.reader(request))
    return {"wishes": following.of(reader) if reader else []}


class Portal(capability.Capability):
    """The front door: front page, news, events, services, notices, places."""

    name = "korzo.capabilities.portal"
    label = "portal"
    title = _("What the city tells")
    icon = "home"
    mount = ""
    front = "portal/front.html"
    menu = (
        capability.MenuItem(_("Works and outages"), "portal:notices", "alert"),
        capability.MenuItem(_("News"), "portal:news", "news"),
        capability.MenuItem(_("Services"), "portal:services", "building"),
        capability.MenuItem(_("Editors’ desk"), "portal:editors", "edit", roles=_WRITERS),
        capability.MenuItem(_("Works and outages: desk"), "portal:notices-desk", "alert", roles=_ANNOUNCERS),
    )
    doors = (
        capability.Door(_("Works and outages"), "portal:notices", "alert", order=20),
        capability.Door(_("Services"), "portal:services", "building", order=30),
    )

    def lost(self, request: "HttpRequest") -> "HttpResponse | None":
        """Send on who comes to an address that moved, also one of an older site."""
        from korzo.capabilities.portal.views import items  # see above

        return items.sent_on(request.get_full_path()) or items.sent_on(request.path)

    panels = (
        capability.Panel("portal/panels/around.html", _around, order=20, title=_("What is going on")),
        capability.Panel("portal/panels/news.html", _news, order=30, title=_("News")),
        capability.Panel("portal/panels/me.html", _wishes, where="me", order=70),
        capability.Panel("portal/panels/events.html", _events, order=35, title=_("What is on")),
    )
