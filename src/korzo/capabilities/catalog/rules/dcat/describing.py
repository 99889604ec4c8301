"""What DCAT-AP 3 says of each thing in the catalogue; every IRI that stands for a thing has its class beside it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from korzo.capabilities.catalog.rules import extents, licences, vocabularies
from korzo.capabilities.catalog.rules.dcat import terms
from korzo.capabilities.catalog.rules.dcat.terms import Iri, Literal, Node, Value, iri, iris, plain, value, words
from korzo.capabilities.catalog.rules.dcat.views import (
    Agent,
    Contact,
    Dataset,
    Distribution,
    Page,
    Portal,
    Series,
    Service,
)

Said = Iterator[tuple[str, Value]]
_SCHEME = "data-theme"
_HASHES = {"md5", "sha1", "sha224", "sha256", "sha384", "sha512"}


def catalogue(portal: Portal, datasets: Iterable[Dataset], page: Page | None = None) -> Iterator[Node]:
    """The catalogue, or a page of it: data sets first, because what they need is known only then."""
    graph = _Graph()
    served: dict[str, list[Iri]] = {}
    hvd: dict[str, set[str]] = {}
    said: list[tuple[str, Value]] = []
    for each in datasets:
        yield from graph.dataset(each)
        yield from graph.record(each)
        said += [("dcat:dataset", iri(each.iri)), ("dcat:record", iri(f"{each.local}#record"))]
        _served(each, served, hvd)
    yield from graph.own(portal, served, hvd)
    others = [("dcat:service", service) for service in graph.services]
    yield from graph.portal(portal, [*said, *others])
    if page:
        yield _hydra(page)
    yield from graph.things()


def dataset(portal: Portal, of: Dataset) -> Iterator[Node]:
    """One data set with what it needs."""
    graph = _Graph()
    served: dict[str, list[Iri]] = {}
    hvd: dict[str, set[str]] = {}
    _served(of, served, hvd)
    yield from graph.dataset(of)
    yield from graph.own(portal, served, hvd)
    yield from graph.things()


def _served(of: Dataset, served: dict[str, list[Iri]], hvd: dict[str, set[str]]) -> None:
    for service in sorted({service for form in of.distributions for service in form.services}):
        served.setdefault(service, []).append(iri(of.iri))
        if of.hvd_category:
            hvd.setdefault(service, set()).add(of.hvd_category)


def _hydra(page: Page) -> Node:
    links = {"first": ("firstPage", 1), "last": ("lastPage", page.last)}
    if page.number < page.last:
        links["next"] = ("nextPage", page.number + 1)
    if page.number > 1:
        links["previous"] = ("previousPage", page.number - 1)
    said: list[tuple[str, Value]] = [("hydra:totalItems", value(page.total)), ("hydra:itemsPerPage", value(page.size))]
    for new, (old, number) in links.items():
        there = page.at(number)
        said += [(f"hydra:{new}", iri(there)), (f"hydra:{old}", plain(there))]
    return Node(iri(page.at(page.number)), ("hydra:PagedCollection", "hydra:PartialCollectionView"), tuple(said))


class _Graph:
    """Writes each thing once, and remembers which things of others must be named with their class."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, str], str] = {}
        self.written: set[str] = set()
        self.services: list[Iri] = []

    def thing(self, of: str, kind: str, label: str = "") -> Iri:
        """Name a thing of others, whose class is said at the end."""
        named = iri(of)
        self.known.setdefault((named, kind), label)
        return named

    def things(self) -> Iterator[Node]:
        """The classes of everything that was named, and a label where the profile asks for one."""
        for (named, kind), label in self.known.items():
            said: list[tuple[str, Value]] = []
            if kind == "skos:Concept":
                said = [("skos:prefLabel", Literal(label or named.rpartition("/")[2], "en"))]
            elif kind == "skos:ConceptScheme":
                said = [("dct:title", Literal(label, "en"))]
            yield Node(Iri(named), (kind,), tuple(said))

    def listed(self, name: str, texts: Iterable[str], kind: str) -> Said:
        return ((name, self.thing(each, kind)) for each in iris(texts))

    def authority(self, name: str, table: str, code: str, kind: str, label: str = "") -> Said:
        if code:
            yield name, self.thing(f"{vocabularies.AUTHORITY}{table}/{code}", kind, label)

    def licence(self, named: str) -> Said:
        found = licences.find(named)
        for each in iris([found.iri if found else named]):
            yield "dct:license", self.thing(each, "dct:LicenseDocument")

    def hvd(self, categories: Iterable[str], legislation: Iterable[str] = ()) -> Said:
        """Categories, and the law that made them, beside other laws."""
        laws = dict.fromkeys(legislation)
        for code in sorted(filter(None, categories)):
            laws[vocabularies.HVD_LEGISLATION] = None
            label = vocabularies.HVD_CATEGORIES.get(code, "")
            yield "dcatap:hvdCategory", self.thing(f"{vocabularies.HVD}{code}", "skos:Concept", label)
        yield from self.listed("dcatap:applicableLegislation", laws, "eli:LegalResource")

    def agent(self, of: Agent) -> Iterator[Node]:
        if of.iri in self.written:
            return
        self.written.add(of.iri)
        said: list[tuple[str, Value]] = [("foaf:name", each) for each in words(of.name)]
        if of.kind:
            kind = self.thing(vocabularies.PUBLISHER_TYPES + of.kind, "skos:Concept", _spaced(of.kind))
            said.append(("dct:type", kind))
        said += self.listed("foaf:homepage", [of.homepage], "foaf:Document")
        if of.email:
            said.append(("foaf:mbox", iri(f"mailto:{of.email}")))
        yield Node(iri(of.iri), ("foaf:Agent",), tuple(said))

    def contact(self, at: str, of: Contact, instead: str) -> Iterator[Node]:
        """Whom to ask; the page `instead` where nobody is named."""
        said: list[tuple[str, Value]] = [("vcard:fn", plain(of.name or of.email or of.url or instead))]
        if of.email:
            said.append(("vcard:hasEmail", iri(f"mailto:{of.email}")))
        said += [("vcard:hasURL", each) for each in iris([of.url or ("" if of.email else instead)])]
        yield Node(iri(at), ("vcard:Kind",), tuple(said))

    def dataset(self, of: Dataset) -> Iterator[Node]:
        yield from self.agent(of.publisher)
        said = [*self._words_of(of), *self._codes_of(of), *self._times_of(of)]
        parts: list[Node] = []
        for name, made in (
            ("dct:spatial", self._place(of)),
            ("dct:temporal", _period(of)),
            ("dct:provenance", _statement(of)),
            ("dct:creator", _author(of)),
        ):
            said += [(name, node.iri) for node in made]
            parts += made
        if of.contact.name or of.contact.email or of.contact.url:
            parts += self.contact(f"{of.local}#contact", of.contact, of.local)
            said.append(("dcat:contactPoint", iri(f"{of.local}#contact")))
        if of.series:
            said.append(("dcat:inSeries", iri(of.series.iri)))
            yield from self.series(of.series, of.hvd_category)
        said += [("dcat:distribution", iri(form.iri)) for form in of.distributions]
        yield Node(iri(of.iri), ("dcat:Dataset", "dcat:Resource"), tuple(said))
        yield from parts
        for form in of.distributions:
            yield from self.distribution(form, of)
        for service in of.services:
            yield from self.service(service, [iri(of.iri)], {service.hvd_category} - {""})

    def _words_of(self, of: Dataset) -> Said:
        yield "dct:identifier", plain(of.identifier or of.iri)
        yield from (("dct:title", each) for each in words(of.title))
        # The profile asks for a description of every data set, and catalogues of others do not always have one.
        yield from (
            ("dct:description", each) for each in words(of.description if any(of.description.values()) else of.title)
        )
        for language, listed in of.keywords.items():
            if language != "sr-latn" or "sr" not in of.keywords:
                yield from (
                    ("dcat:keyword", Literal(terms.clean(word), terms.tag(language))) for word in dict.fromkeys(listed)
                )
        if of.version:
            yield "dcat:version", plain(of.version)
        if of.version_notes:
            yield "adms:versionNotes", plain(of.version_notes)

    def _codes_of(self, of: Dataset) -> Said:
        yield "dct:publisher", iri(of.publisher.iri)
        yield from self.themes(of.themes)
        for code in of.languages:
            yield from self.authority("dct:language", "language", code, "dct:LinguisticSystem")
        yield from self.authority("dct:accessRights", "access-right", of.access, "dct:RightsStatement")
        yield from self.authority("dct:accrualPeriodicity", "frequency", of.frequency, "dct:Frequency")
        yield from self.hvd([of.hvd_category], of.legislation)
        yield from self.listed("dct:conformsTo", of.conforms_to, "dct:Standard")
        yield from self.listed("foaf:page", of.documentation, "foaf:Document")
        yield from self.listed("dcat:landingPage", [of.landing_page], "foaf:Document")
        yield from (("prov:wasDerivedFrom", each) for each in iris(of.sources))
        yield from (("dct:isReplacedBy", each) for each in iris([of.replaced_by]))

    def themes(self, codes: Sequence[str]) -> Said:
        for code in codes:
            label = vocabularies.THEMES.get(code, "")
            yield from self.authority("dcat:theme", _SCHEME, code, "skos:Concept", label)

    def _times_of(self, of: Dataset) -> Said:
        if of.issued:
            yield "dct:issued", value(of.issued)
        yield "dct:modified", value(of.updated or of.modified)
        if of.spatial_resolution:
            yield "dcat:spatialResolutionInMeters", value(Decimal(of.spatial_resolution))
        if of.temporal_resolution:
            yield "dcat:temporalResolution", Literal(of.temporal_resolution, datatype="xsd:duration")

    def _place(self, of: Dataset) -> list[Node]:
        made = [Node(each, ("dct:Location",)) for each in iris([of.spatial_uri])]
        box = extents.box(of.spatial)
        if box:
            wkt = [("dcat:bbox", Literal(extents.wkt(box), datatype="geo:wktLiteral")),
                   ("dcat:centroid", Literal(extents.middle(box), datatype="geo:wktLiteral"))]  # fmt: skip
            made.append(Node(iri(f"{of.local}#place"), ("dct:Location",), tuple(wkt)))
        return made

    def distribution(self, of: Distribution, whole: Dataset) -> Iterator[Node]:
        address = [*iris([of.url]), iri(whole.local)][0]
        said: list[tuple[str, Value]] = [("dcat:accessURL", address)]
        if of.download:
            said.append(("dcat:downloadURL", address))
        said += [("dct:title", each) for each in words(of.title)]
        said += [("dct:description", each) for each in words(of.description)]
        said += self._form(of)
        said += self.licence(of.licence or whole.licence)
        said += self.authority("dcatap:availability", "planned-availability", of.availability, "skos:Concept",
                               of.availability.capitalize())  # fmt: skip
        laws = [vocabularies.HVD_LEGISLATION] if whole.hvd_category else []
        said += self.listed("dcatap:applicableLegislation", laws, "eli:LegalResource")
        said += self.listed("dct:conformsTo", of.conforms_to, "dct:Standard")
        said += self.listed("foaf:page", of.documentation, "foaf:Document")
        said += [("dct:issued", value(of.issued))] if of.issued else []
        said += [("dct:modified", value(of.modified))] if of.modified else []
        said += [("dcat:accessService", iri(service)) for service in of.services]
        parts = []
        if rights := of.rights or whole.rights:
            found = list(iris([rights]))
            at = self.thing(found[0], "dct:RightsStatement") if found else iri(f"{of.iri}#rights")
            said.append(("dct:rights", at))
            parts += [] if found else [Node(at, ("dct:RightsStatement",), (("rdfs:label", plain(rights)),))]
        else:
            said += self.authority("dct:rights", "access-right", whole.access, "dct:RightsStatement")
        if of.size is not None:
            said.append(("dcat:byteSize", Literal(str(of.size), datatype="xsd:nonNegativeInteger")))
        if checksum := self._checksum(of):
            said.append(("spdx:checksum", checksum.iri))
            parts.append(checksum)
        yield Node(iri(of.iri), ("dcat:Distribution",), tuple(said))
        yield from parts

    def _form(self, of: Distribution) -> Said:
        code = vocabularies.file_type(of.format, of.media_type)
        yield from self.authority("dct:format", "file-type", code, "dct:MediaTypeOrExtent")
        media = vocabularies.media_type(of.format, of.media_type)
        if re.fullmatch(r"[\w.+-]+/[\w.+-]+", media):
            yield "dcat:mediaType", self.thing(vocabularies.MEDIA_TYPES + media, "dct:MediaType")

    def _checksum(self, of: Distribution) -> Node | None:
        algorithm = of.hash_algorithm.lower().replace("-", "")
        if algorithm not in _HASHES or not re.fullmatch(r"([0-9a-fA-F]{2})+", of.hash):
            return None
        how = self.thing(f"{terms.PREFIXES['spdx']}checksumAlgorithm_{algorithm}", "spdx:ChecksumAlgorithm")
        return Node(iri(f"{of.iri}#checksum"), ("spdx:Checksum",), (
            ("spdx:algorithm", how),
            ("spdx:checksumValue", Literal(of.hash.lower(), datatype="xsd:hexBinary")),
        ))  # fmt: skip

    def service(self, of: Service, serves: Sequence[Iri], hvd: Iterable[str]) -> Iterator[Node]:
        if of.iri in self.written:
            yield Node(iri(of.iri), ("dcat:DataService",), tuple(("dcat:servesDataset", each) for each in serves))
            return
        self.written.add(of.iri)
        self.services.append(iri(of.iri))
        if of.publisher:
            yield from self.agent(of.publisher)
        said: list[tuple[str, Value]] = [("dct:title", each) for each in words(of.title)]
        said += [("dct:description", each) for each in words(of.description)]
        said += [("dcat:endpointURL", each) for each in iris([of.endpoint_url])]
        said += [("dcat:endpointDescription", each) for each in iris([of.endpoint_description])]
        said += self.listed("foaf:page", [of.documentation or of.endpoint_url], "foaf:Document")
        said += self.listed("dct:conformsTo", of.conforms_to, "dct:Standard")
        said += self.licence(of.licence)
        said += self.authority("dct:accessRights", "access-right", of.access, "dct:RightsStatement")
        said += [("dct:publisher", iri(of.publisher.iri))] if of.publisher else []
        said += self.hvd(hvd)
        said += [("dcat:contactPoint", iri(f"{of.iri}-contact"))]
        said += [("dcat:servesDataset", each) for each in serves]
        yield Node(iri(of.iri), ("dcat:DataService",), tuple(said))
        yield from self.contact(f"{of.iri}-contact", of.contact, of.documentation or of.endpoint_url)

    def own(self, portal: Portal, served: dict[str, list[Iri]], hvd: dict[str, set[str]]) -> Iterator[Node]:
        """Korzo's own interfaces, as far as they serve anything here."""
        for each in portal.own:
            if each.iri in served:
                yield from self.service(each, served[each.iri], hvd.get(each.iri, ()))

    def series(self, of: Series, hvd: str) -> Iterator[Node]:
        """A series; it is of high value by what belongs to it."""
        valued = tuple(self.hvd([hvd]))
        if of.iri in self.written:
            if valued:
                yield Node(iri(of.iri), ("dcat:DatasetSeries",), valued)
            return
        self.written.add(of.iri)
        yield from self.agent(of.publisher)
        said: list[tuple[str, Value]] = [("dct:title", each) for each in words(of.title)]
        said += [("dct:description", each) for each in words(of.description or of.title)]
        said.append(("dct:publisher", iri(of.publisher.iri)))
        said += self.authority("dct:accrualPeriodicity", "frequency", of.frequency, "dct:Frequency")
        yield Node(iri(of.iri), ("dcat:DatasetSeries",), (*said, *valued))

    def record(self, of: Dataset) -> Iterator[Node]:
        said: list[tuple[str, Value]] = [
            ("foaf:primaryTopic", iri(of.iri)),
            ("dct:modified", value(of.modified)),
            ("dct:conformsTo", self.thing(terms.PREFIXES["dcatap"], "dct:Standard")),
        ]
        said += [("dct:issued", value(of.issued))] if of.issued else []
        yield Node(iri(f"{of.local}#record"), ("dcat:CatalogRecord",), tuple(said))

    def portal(self, of: Portal, said: list[tuple[str, Value]]) -> Iterator[Node]:
        yield from self.agent(of.publisher)
        about: list[tuple[str, Value]] = [("dct:title", each) for each in words(of.title)]
        about += [("dct:description", each) for each in words(of.description)]
        about.append(("dct:publisher", iri(of.publisher.iri)))
        about += self.listed("foaf:homepage", [of.homepage], "foaf:Document")
        for code in of.languages:
            about += self.authority("dct:language", "language", code, "dct:LinguisticSystem")
        about += self.licence(of.licence)
        scheme = self.thing(f"{vocabularies.AUTHORITY}{_SCHEME}", "skos:ConceptScheme", "Data theme")
        about.append(("dcat:themeTaxonomy", scheme))
        yield Node(iri(of.iri), ("dcat:Catalog",), (*about, *said))


def _period(of: Dataset) -> list[Node]:
    said: list[tuple[str, Value]] = []
    if of.temporal_start:
        said.append(("dcat:startDate", value(of.temporal_start)))
    if of.temporal_end:
        said.append(("dcat:endDate", value(of.temporal_end)))
    return [Node(iri(f"{of.local}#period"), ("dct:PeriodOfTime",), tuple(said))] if said else []


def _statement(of: Dataset) -> list[Node]:
    said: Any = tuple(("rdfs:label", each) for each in words(of.provenance))
    return [Node(iri(f"{of.local}#provenance"), ("dct:ProvenanceStatement",), said)] if said else []


def _author(of: Dataset) -> list[Node]:
    name = (("foaf:name", plain(of.author)),)
    return [Node(iri(f"{of.local}#author"), ("foaf:Agent",), name)] if of.author.strip() else []


def _spaced(code: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", code)
