"""How a component is declared: its props, its slots, and what is wrong with a use of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any


class _Required:
    """The default of a prop that must be given."""

    def __repr__(self) -> str:
        return "required"


REQUIRED = _Required()


class Misused(Exception):
    """A template uses a component otherwise than declared; the message says how it is meant."""


@dataclass(frozen=True)
class Prop:
    """One value that a component takes. `choices` empty means any value."""

    name: str
    default: Any = REQUIRED
    note: str = ""
    choices: tuple[str, ...] = ()

    def check(self, value: Any, component: str) -> None:
        """Refuse a value that is not among the choices."""
        if self.choices and value not in self.choices:
            raise Misused(f'{component}: {self.name}="{value}" is none of {", ".join(self.choices)}')


@dataclass(frozen=True, eq=False)
class Component:
    """A part of a page: the template `ui/components/<name>.html` and the sample `ui/samples/<name>.html`.

    `attributes` lets `id`, `class`, `lang`, `data-…`, `aria-…` and `hx-…` through, as the variable `attributes`; `body`
    says whether something may stand between the tags; `prepare` turns the props into what the template needs beside.
    """

    name: str
    note: str
    props: tuple[Prop, ...] = ()
    slots: tuple[str, ...] = ()
    body: bool = True
    attributes: bool = False
    prepare: Callable[[Mapping[str, Any]], Mapping[str, Any]] | None = None
    by_name: Mapping[str, Prop] = field(init=False, repr=False)
    sees: tuple[str, ...] = field(init=False, repr=False)
    """The names that its template knows."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {prop.name: prop for prop in self.props})
        object.__setattr__(self, "sees", (*self.by_name, *self.slots, "body", "classes", "attributes"))

    @property
    def template(self) -> str:
        """Where the component is drawn."""
        return f"ui/components/{self.name}.html"

    @property
    def sample(self) -> str:
        """Where /styleguide finds it in use."""
        return f"ui/samples/{self.name}.html"

    def check(self, names: set[str], slots: set[str], *, has_body: bool) -> None:
        """Refuse unknown props and slots, missing required props, and a body where none is shown."""
        for name in sorted(names - self.by_name.keys()):
            if not (self.attributes and is_attribute(name)):
                raise Misused(f"{self.name} has no prop {name!r}{_nearest(name, [*self.by_name])}")
        if missing := sorted(p.name for p in self.props if p.default is REQUIRED and p.name not in names):
            raise Misused(f"{self.name} needs {', '.join(missing)}")
        for name in sorted(slots - set(self.slots)):
            raise Misused(f"{self.name} has no slot {name!r}{_nearest(name, list(self.slots))}")
        if has_body and not self.body:
            raise Misused(f"{self.name} shows nothing between its tags; close it at once: {{% component ... / %}}")


def is_attribute(name: str) -> bool:
    """Whether a name is an HTML attribute that a component hands on as it is."""
    return name in {"id", "class", "lang"} or name.startswith(("data-", "aria-", "hx-"))


def _nearest(name: str, known: list[str]) -> str:
    if close := get_close_matches(name, known, n=1):
        return f"; did you mean {close[0]!r}?"
    return f"; it has {', '.join(known)}" if known else "; it has none"
