"""The manifest of budgeting."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from korzo.kernel import capability
from korzo.kernel.people.roles import Role

if TYPE_CHECKING:
    from django.http import HttpRequest


def _home(_request: object) -> dict[str, object]:
    from django.utils import timezone

    from korzo.capabilities.budgeting.queries import calendar  # models can be read only after Django has started

    return {"cycles": calendar.running(now=timezone.now())}


def _me(request: "HttpRequest") -> dict[str, object]:
    from korzo.capabilities.budgeting.queries import people  # see above

    person = request.user
    return {"ideas": people.ideas_of(person)[: people.MOST] if person.is_authenticated else []}


class Budgeting(capability.Capability):
    """Participatory budgeting."""

    name = "korzo.capabilities.budgeting"
    label = "budgeting"
    title = _("Residents’ budget")
    icon = "budget"
    mount = "budgeting/"
    menu = (
        capability.MenuItem(_("Residents’ budget"), "budgeting:cycles", "budget"),
        capability.MenuItem(
            _("Checks and plans"),
            "budgeting:desk",
            "budget",
            roles=(Role.OFFICER, Role.FACILITATOR, Role.ARBITER),
        ),
    )
    doors = (capability.Door(_("Residents’ budget"), "budgeting:cycles", "budget", order=50),)
    panels = (
        capability.Panel("budgeting/panels/home.html", _home, order=60, title=_("Residents’ budget")),
        capability.Panel("budgeting/panels/me.html", _me, where="me", order=60),
    )
