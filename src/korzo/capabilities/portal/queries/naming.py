"""What lists and the menu call each kind."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from korzo.capabilities.portal.rules import kinds

LISTS: dict[str, tuple[Any, Any, str]] = {
    "news": (_("News"), _("What the city has to tell."), "news"),
    "event": (_("Events"), _("What you can go to, and what took place."), "calendar"),
    "service": (_("Services"), _("Who does what, what to bring, what it costs, and when they are open."), "building"),
    "page": (_("Good to know"), _("What stays true for longer."), "info"),
    "brochure": (_("Publications"), _("To read and to take along."), "book"),
    "album": (_("Albums"), _("In pictures."), "photo"),
    "partner": (_("Partners"), _("With whom we work."), "people"),
    "testimonial": (_("What people say"), _("In their own words."), "message"),
}
"""Title, one sentence, and icon of each kind's list."""


def title(kind: kinds.Kind) -> str:
    """What the list of a kind is called."""
    return str(LISTS[kind.code][0])
