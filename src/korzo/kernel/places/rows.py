"""How each kind of file becomes rows: which properties it needs, which geometry, what makes two rows the same."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.db.models import Max, Min
from django.utils.translation import gettext as _

from korzo.kernel.places import geometry, reading
from korzo.kernel.places.models import Address, Boundary, District, Feature, Neighbour, Shaped, Street
from korzo.kernel.places.reading import Refused
from korzo.kernel.text.folding import fold

BOX = ["west", "south", "east", "north"]


def boundary_box() -> geometry.Box | None:
    """Measure the city's box, or None before it has a boundary."""
    edges = Boundary.objects.aggregate(Min("west"), Min("south"), Max("east"), Max("north"))
    if edges["west__min"] is None:
        return None
    return geometry.Box(edges["west__min"], edges["south__min"], edges["east__max"], edges["north__max"])


class Reader(ABC):
    """Turns features of one kind into rows that are not saved yet."""

    model: ClassVar[Any]
    unique: ClassVar[list[str]] = ["code"]
    changing: ClassVar[list[str]]

    def __init__(self, properties: Mapping[str, str], *, language: str, near: geometry.Box | None) -> None:
        self.language = language
        self.near = near
        self.mended = 0
        self._properties = properties

    def called(self, ours: str) -> str:
        """Say what the file calls one of our properties."""
        return self._properties.get(ours, ours)

    @abstractmethod
    def row(self, source: reading.Feature) -> Any:
        """Make the row; raises Refused."""

    def key(self, row: Any) -> object:
        """Give what makes two rows the same."""
        return row.code

    def known(self, batch: Sequence[Any]) -> int:
        """Count which of these are in the database already."""
        return int(self.model.objects.filter(code__in=[row.code for row in batch]).count())


class ShapedReader(Reader):
    """What all kinds with a code and a geometry have in common."""

    types: ClassVar[tuple[str, ...]] = reading.AREAS

    def row(self, source: reading.Feature) -> Shaped:
        """Make the row and measure its box."""
        row = self.described(source)
        shape, mended = source.shape(self.types, self.near)
        row.geometry = geometry.as_geojson(shape, digits=7)
        self.mended += mended
        return row.boxed()

    @abstractmethod
    def described(self, source: reading.Feature) -> Shaped:
        """Make the row without its geometry; raises Refused."""

    def code(self, source: reading.Feature, otherwise: str) -> str:
        """Read the code, or make one from the name, so that files without codes can be read twice as well."""
        return source.text(self.called("code"), longest=80) or fold(otherwise)[:80]

    def names(self, source: reading.Feature, *, needed: bool = True) -> dict[str, str]:
        """Read the name in each language."""
        return source.names(self.called("name"), language=self.language, needed=needed)


class Boundaries(ShapedReader):
    """The city's edge."""

    model = Boundary
    changing = ["name", "geometry", *BOX]

    def described(self, source: reading.Feature) -> Shaped:
        """Nothing but the geometry is needed."""
        return Boundary(code=self.code(source, "city"), name=self.names(source, needed=False))


class Districts(ShapedReader):
    """Parts of the city."""

    model = District
    changing = ["name", "kind", "population", "geometry", *BOX]

    def described(self, source: reading.Feature) -> Shaped:
        """The name is needed; population must be a whole number if it is there."""
        names, people = self.names(source), source.text(self.called("population"))
        if people and not people.isdecimal():
            raise Refused(self.called("population"), people, _("is not a whole number"))
        return District(
            code=self.code(source, next(iter(names.values()))),
            name=names,
            kind=source.text(self.called("kind"), longest=24),
            population=int(people) if people else None,
        )


class Neighbours(ShapedReader):
    """Areas outside, and who answers there."""

    model = Neighbour
    changing = ["name", "authority", "email", "phone", "url", "geometry", *BOX]

    def described(self, source: reading.Feature) -> Shaped:
        """Name and authority are needed; addresses must be addresses."""
        names = self.names(source)
        row = Neighbour(
            code=self.code(source, next(iter(names.values()))),
            name=names,
            authority=source.text(self.called("authority"), needed=True),
            email=source.text(self.called("email")),
            phone=source.text(self.called("phone"), longest=40),
            url=source.text(self.called("url")),
        )
        for prop, value, check in (("email", row.email, validate_email), ("url", row.url, URLValidator())):
            try:
                if value:
                    check(value)
            except ValidationError as error:
                raise Refused(self.called(prop), value, " ".join(error.messages)) from error
        return row


class Streets(ShapedReader):
    """Streets; aliases are a list, or text with semicolons as in OpenStreetMap."""

    model = Street
    types = reading.LINES
    changing = ["name", "name_folded", "aliases", "kind", "geometry", *BOX]

    def described(self, source: reading.Feature) -> Shaped:
        """The name is needed; an unknown class is refused rather than guessed."""
        name = source.text(self.called("name"), needed=True, longest=120)
        kind = source.text(self.called("class")) or Street.Kind.RESIDENTIAL
        if kind not in Street.Kind.values:
            raise Refused(self.called("class"), kind, _("must be one of: %s") % ", ".join(Street.Kind.values))
        also = source.properties.get(self.called("aliases")) or []
        aliases = also if isinstance(also, list) else str(also).split(";")
        return Street(
            code=self.code(source, name),
            name=name,
            aliases=[text for alias in aliases if (text := str(alias).strip())],
            kind=kind,
        )


class Features(ShapedReader):
    """Background of the map."""

    model = Feature
    types = reading.AREAS + reading.LINES + reading.POINTS
    changing = ["name", "kind", "geometry", *BOX]

    def described(self, source: reading.Feature) -> Shaped:
        """The kind is needed; without name and code the place in the file is the code."""
        names, kind = self.names(source, needed=False), source.text(self.called("kind"), needed=True, longest=24)
        return Feature(code=self.code(source, f"{kind}-{source.index}"), name=names, kind=kind)


class Addresses(Reader):
    """House numbers; the street is named by its code or by its name in either script."""

    model = Address
    unique = ["street", "number_key"]
    changing = ["number", "postal_code", "lat", "long", "cell"]

    def __init__(self, properties: Mapping[str, str], *, language: str, near: geometry.Box | None) -> None:
        super().__init__(properties, language=language, near=near)
        self._by_code: dict[str, int] = {}
        self._by_name: dict[str, list[int]] = {}
        for pk, code, name, aliases in Street.objects.values_list("pk", "code", "name_folded", "aliases"):
            self._by_code[code] = pk
            for said in {name, *map(fold, aliases)}:
                self._by_name.setdefault(said, []).append(pk)
        self._had: set[tuple[int, str]] | None = None

    def row(self, source: reading.Feature) -> Address:
        """Make the row; raises Refused when the street is unknown, or several have that name."""
        shape, _mended = source.shape(reading.POINTS, self.near)
        middle = geometry.middle_of(shape)
        return Address(
            street_id=self._street(source),
            number=source.text(self.called("number"), needed=True, longest=12),
            postal_code=source.text(self.called("postal_code"), longest=10),
            lat=round(middle.lat, 7),
            long=round(middle.long, 7),
        ).placed()

    def _street(self, source: reading.Feature) -> int:
        prop = self.called("street")
        said = source.text(prop, needed=True)
        if said in self._by_code:
            return self._by_code[said]
        named = self._by_name.get(fold(said), [])
        if len(named) != 1:
            raise Refused(
                prop, said, _("several streets are called so; give the code") if named else _("no such street")
            )
        return named[0]

    def key(self, row: Any) -> object:
        """A number stands once in a street."""
        return (row.street_id, row.number_key)

    def known(self, batch: Sequence[Any]) -> int:
        """Count which of these were in the database before this file."""
        if self._had is None:
            self._had = set(Address.objects.values_list("street_id", "number_key"))
        return sum(self.key(row) in self._had for row in batch)


KINDS: dict[str, type[Reader]] = {
    "boundary": Boundaries,
    "neighbours": Neighbours,
    "districts": Districts,
    "streets": Streets,
    "addresses": Addresses,
    "features": Features,
}
"""Kinds of file, in the order in which they need one another."""
