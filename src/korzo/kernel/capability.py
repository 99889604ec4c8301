"""What a capability may bring: its manifest is the class in its `apps.py`, found by Django like any app."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from django.apps import AppConfig, apps
from django.urls import reverse

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@dataclass(frozen=True)
class MenuItem:
    """A link in the main menu (`roles` empty) or in the staff menu."""

    label: Any
    route: str
    icon: str = ""
    roles: tuple[str, ...] = ()


@dataclass(frozen=True)
class Panel:
    """A part of the front page or of the person's own page: a template and what it needs.

    `title` names it for those who arrange the front page; `order` is where it stands until they do.
    """

    template: str
    context: Callable[["HttpRequest"], Mapping[str, Any]]
    where: str = "home"
    order: int = 50
    roles: tuple[str, ...] = field(default=())
    title: Any = ""


@dataclass(frozen=True)
class Door:
    """What people come for, as the front page offers it: a few words, a route, an icon; the most asked for first."""

    label: Any
    route: str
    icon: str
    order: int = 50
    arguments: tuple[str, ...] = ()

    def url(self) -> str:
        """Where it leads, in the reader's language."""
        return reverse(self.route, args=self.arguments)


class Capability(AppConfig):
    """A capability's manifest. Its rooms `jobs`, `datasets`, `public` and `cli` are found by their names.

    Subclasses set `name`, `title`, `icon`, and where they need it `mount` (the address below the language; Django has
    taken `path`), `menu`, `doors` and `panels`. `front` is the template of the front page, where it is more than doors
    and panels. `offline` is the route of a page that devices keep for when there is no network; it must say the same to
    everybody. `carried` is one that a device keeps for a day for the person who has opened it.
    """

    title: Any = ""
    icon: str = ""
    mount: str = ""
    offline: str = ""
    carried: str = ""
    menu: Sequence[MenuItem] = ()
    doors: Sequence[Door] = ()
    front: str = ""
    panels: Sequence[Panel] = ()
    default_auto_field = "django.db.models.BigAutoField"

    def room(self, name: str) -> Any:
        """Import one of the capability's rooms; None when it has no such room."""
        full = f"{self.name}.{name}"
        return import_module(full) if find_spec(full) else None

    def ready(self) -> None:
        """Let jobs, datasets and references register themselves."""
        for room in ("jobs", "datasets", "public"):
            self.room(room)

    def lost(self, request: "HttpRequest") -> "HttpResponse | None":
        """Where an address that nobody knows leads, when this capability knows better; None when it does not."""
        del request
        return None

    def warm_up(self) -> None:
        """Read what would keep the first visitor waiting; called in a thread of its own when a web process starts."""


def switched_on() -> list[Capability]:
    """The manifests of all capabilities of this installation, in the order of the setting."""
    return [config for config in apps.get_app_configs() if isinstance(config, Capability)]
