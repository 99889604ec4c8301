"""What every page shows around its content: menus, languages, the city's name."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import get_script_prefix, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from korzo.kernel import capability
from korzo.kernel.people.models import Person
from korzo.kernel.people.roles import Role
from korzo.kernel.text import languages

OWN = (capability.MenuItem(_("Back office"), "office:people", "settings", roles=(Role.ADMINISTRATOR,)),)
OFFICE = (
    (_("People"), "office:people"),
    (_("Organisations"), "office:organisations"),
    (_("Messages"), "office:messages"),
    (_("Webhooks"), "office:webhooks"),
    (_("Letters in"), "office:letters"),
    (_("Background work"), "office:jobs"),
    (_("Trail"), "office:trail"),
)


@dataclass(frozen=True)
class Item:
    """A link as the page shell shows it."""

    label: Any
    url: str
    icon: str
    current: bool


@dataclass(frozen=True)
class Choice:
    """A language of the switch: the address is this page in that language."""

    code: str
    name: str
    lang: str
    url: str
    current: bool


def desk(person: Person) -> str:
    """The route where somebody's work is: the first page of the menu that their roles open; empty for residents."""
    return next((item.route for item in entries() if item.roles and person.has_role(*item.roles)), "")


def entries() -> list[capability.MenuItem]:
    """What all capabilities bring into the menu, and the house's own."""
    return [*(item for brought in capability.switched_on() for item in brought.menu), *OWN]


def context(request: HttpRequest) -> dict[str, Any]:
    """Add menus, languages and the city to every page."""
    person = getattr(request, "user", None)
    here = request.path
    public: list[Item] = []
    staff: list[Item] = []
    addresses = [(entry, reverse(entry.route)) for entry in entries()]
    nearest = max((url for _entry, url in addresses if here.startswith(url)), key=len, default="")
    for entry, url in addresses:
        if entry.roles and not (person and person.is_authenticated and person.has_role(*entry.roles)):
            continue
        (staff if entry.roles else public).append(Item(entry.label, url, entry.icon, url == nearest))
    code = get_language() or settings.LANGUAGE_CODE
    full = request.get_full_path()
    return {
        "menu": public,
        "staff_menu": staff,
        "languages": [
            Choice(each, name, languages.HTML_LANG[each], _translated(full, code, each), each == code)
            for each, name in settings.LANGUAGES
        ],
        "html_lang": languages.HTML_LANG.get(code, code),
        "city_name": settings.KORZO.city_name,
        "map_style": settings.KORZO.map_style_url,
        "demo": settings.KORZO.is_demo,
        "office_tabs": lambda: [
            {"label": label, "url": reverse(route), "current": here == reverse(route), "count": None}
            for label, route in OFFICE
        ],
    }


def _translated(address: str, code: str, wanted: str) -> str:
    """The address of a page in another language: nothing but the language at its beginning differs."""
    start = get_script_prefix()
    here = f"{start}{code}/"
    return f"{start}{wanted}/{address.removeprefix(here)}" if address.startswith(here) else address
