"""What somebody may do for an organisation."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """A person holds a role in one organisation; several are possible."""

    AGENT = "agent", _("Call agent")
    OFFICER = "officer", _("Officer")
    ARBITER = "arbiter", _("Arbiter")
    ELECTED = "elected", _("Elected official")
    ANALYST = "analyst", _("Analyst")
    EDITOR = "editor", _("Editor")
    FACILITATOR = "facilitator", _("Facilitator")
    ADMINISTRATOR = "administrator", _("Administrator")


STAFF = (Role.AGENT, Role.OFFICER, Role.ARBITER, Role.ELECTED, Role.ADMINISTRATOR)
