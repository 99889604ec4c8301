"""The manifest of ballots."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from korzo.kernel import capability
from korzo.kernel.people.roles import Role

if TYPE_CHECKING:
    from django.http import HttpRequest


def _home(_request: object) -> dict[str, object]:
    from django.utils import timezone

    from korzo.capabilities.ballots.queries import lists  # models can be read only after Django has started

    return {"votes": lists.closing_soon(now=timezone.now())}


def _me(request: "HttpRequest") -> dict[str, object]:
    from korzo.capabilities.ballots.queries import lists  # see above

    person = request.user
    return {"votes": lists.of_person(person) if person.is_authenticated else []}


class Ballots(capability.Capability):
    """Consultations and secret ballots."""

    name = "korzo.capabilities.ballots"
    label = "ballots"
    title = _("Voting")
    icon = "ballot"
    mount = "ballots/"
    menu = (
        capability.MenuItem(_("Voting"), "ballots:votes", "ballot"),
        capability.MenuItem(
            _("Votes: desk"),
            "ballots:desk",
            "ballot",
            roles=(Role.OFFICER, Role.FACILITATOR, Role.AGENT, Role.ARBITER, Role.ADMINISTRATOR),
        ),
    )
    doors = (capability.Door(_("Voting"), "ballots:votes", "ballot", order=40),)
    panels = (
        capability.Panel("ballots/panels/home.html", _home, order=55, title=_("Open votes")),
        capability.Panel("ballots/panels/me.html", _me, where="me", order=65),
    )
