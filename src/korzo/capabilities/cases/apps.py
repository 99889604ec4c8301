"""The manifest of cases."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from korzo.kernel import capability
from korzo.kernel.people.roles import STAFF, Role

if TYPE_CHECKING:
    from django.http import HttpRequest


def _home(_request: object) -> dict[str, object]:
    from korzo.capabilities.cases.queries import counts  # models can be read only after Django has started

    return {"figures": counts.figures(), "latest": counts.latest()}


def _me(request: "HttpRequest") -> dict[str, object]:
    from korzo.capabilities.cases.queries import mine  # see above

    return {"cases": mine.newest(request.user), "has_more": mine.has_more(request.user)}


def _watching(request: "HttpRequest") -> dict[str, object]:
    from korzo.capabilities.cases.queries import watching  # see above

    reader = watching.of_person(request.user) if request.user.is_authenticated else None
    return {"rows": watching.of(reader) if reader else []}


class Cases(capability.Capability):
    """Complaint reporting."""

    name = "korzo.capabilities.cases"
    label = "cases"
    title = _("Problems and repairs")
    icon = "pin"
    mount = "cases/"
    offline = "cases:report-offline"
    carried = "cases:round"
    menu = (
        capability.MenuItem(_("Report a problem"), "cases:report", "add"),
        capability.MenuItem(_("Reported problems"), "cases:list", "map"),
        capability.MenuItem(_("How the city stands"), "cases:overview", "chart", roles=(Role.ELECTED,)),
        capability.MenuItem(_("Queue"), "cases:queue", "list", roles=STAFF),
        capability.MenuItem(_("My round"), "cases:round", "map", roles=(Role.OFFICER, Role.ADMINISTRATOR)),
        capability.MenuItem(_("Write a report down"), "cases:counter", "add", roles=(Role.AGENT, Role.ADMINISTRATOR)),
        capability.MenuItem(_("Who does what"), "cases:routing", "arrow-right", roles=(Role.ADMINISTRATOR,)),
    )
    doors = (capability.Door(_("Report a problem"), "cases:report", "camera", order=10),)
    panels = (
        capability.Panel("cases/panels/home.html", _home, title=_("Promised and kept")),
        capability.Panel("cases/panels/me.html", _me, where="me"),
        capability.Panel("cases/panels/watching.html", _watching, where="me"),
    )
