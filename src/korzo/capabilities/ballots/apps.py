"""The manifest of ballots."""

from django.utils.translation import gettext_lazy as _

from korzo.kernel import capability


class Ballots(capability.Capability):
    """Consultations and secret ballots."""

    name = "korzo.capabilities.ballots"
    label = "ballots"
    title = _("Votes")
    icon = "ballot"
    mount = "ballots/"
