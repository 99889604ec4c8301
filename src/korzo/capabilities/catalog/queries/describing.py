"""The catalogue as `rules.dcat` wants it: frozen views, made with few queries however many data sets there are."""

from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import Any

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from korzo.capabilities.catalog.models import DataService, Dataset, Distribution, Publisher, Series
from korzo.capabilities.catalog.queries import addresses, features
from korzo.capabilities.catalog.rules import vocabularies
from korzo.capabilities.catalog.rules.dcat import views
from korzo.kernel.people.models import Organisation

DATASTORE, FEATURES = "/api/3/#datastore", "/ogc/#features"
_BATCH = 200
_NO_FILES = {"", "HTML", "WMS_SRVC", "WFS_SRVC"}
_TITLE, _ABOUT = _("Open data of %(city)s"), _("What %(city)s and its offices keep and publish.")
_DATASTORE = (_("Tables by program"), _("Rows of every table: filtered, sorted, searched, page by page."))
_FEATURES = (_("Features on the map"), _("Rows that have a place, as GeoJSON (OGC API Features)."))


def whole(chosen: QuerySet[Dataset]) -> QuerySet[Dataset]:
    """The data sets with everything that a view needs."""
    forms = Prefetch("distributions", Distribution.objects.select_related("current"))
    services = Prefetch("services", DataService.objects.select_related("publisher"))
    return chosen.select_related("publisher", "series__publisher", "replaced_by").prefetch_related(forms, services)


def views_of(chosen: QuerySet[Dataset]) -> Iterator[views.Dataset]:
    """The views of many data sets, some hundreds at a time."""
    keys = iter(list(chosen.values_list("pk", flat=True)))
    while batch := list(islice(keys, _BATCH)):
        found = {each.pk: each for each in whole(Dataset.objects.filter(pk__in=batch))}
        yield from (view(found[key]) for key in batch if key in found)


def view(of: Dataset) -> views.Dataset:
    """One data set."""
    publisher = agent(of.publisher)
    return views.Dataset(
        iri=addresses.dataset(of),
        local=local(of.pk),
        name=of.name,
        title=of.title,
        description=of.notes,
        modified=of.changed_at,
        publisher=publisher,
        keywords=of.keywords,
        themes=of.themes,
        languages=of.languages,
        licence=of.licence,
        rights=of.rights,
        access=of.access,
        frequency=of.frequency,
        spatial=of.spatial,
        spatial_uri=of.spatial_uri,
        spatial_resolution=str(of.spatial_resolution or ""),
        temporal_start=of.temporal_start,
        temporal_end=of.temporal_end,
        temporal_resolution=of.temporal_resolution,
        hvd_category=of.hvd_category,
        legislation=of.legislation,
        conforms_to=of.conforms_to,
        documentation=of.documentation,
        sources=of.sources,
        provenance=of.provenance,
        identifier=of.identifier,
        landing_page=of.landing_page,
        version=of.version,
        version_notes=of.version_notes,
        contact=views.Contact(of.contact_name, of.contact_email, of.contact_url),
        author=of.author,
        issued=of.issued_at,
        updated=of.updated_at,
        replaced_by=addresses.dataset(of.replaced_by) if of.replaced_by else "",
        series=_series(of.series) if of.series else None,
        services=tuple(_service(each) for each in of.services.all()),
        distributions=tuple(_forms(of)),
    )


def agent(of: Publisher) -> views.Agent:
    """A publisher."""
    return views.Agent(publisher_iri(of.pk), of.title, of.kind, of.homepage, of.email)


def portal() -> views.Portal:
    """The catalogue itself and the interfaces of this installation."""
    base = settings.KORZO.base_url
    home = _home()
    contact = views.Contact(email=home.email, url=base + "/")
    own = (
        views.Service(
            f"{base}{DATASTORE}", _said(_DATASTORE[0]), f"{base}/api/3/action/datastore_search",
            description=_said(_DATASTORE[1]), documentation=f"{base}/api/3", access="PUBLIC", publisher=home,
            contact=contact,
        ),
        views.Service(
            f"{base}{FEATURES}", _said(_FEATURES[0]), f"{base}/ogc/", description=_said(_FEATURES[1]),
            endpoint_description=f"{base}/ogc/api", documentation=f"{base}/ogc/?f=html", access="PUBLIC",
            conforms_to=("http://www.opengis.net/doc/IS/ogcapi-features-1/1.0",), publisher=home, contact=contact,
        ),
    )  # fmt: skip
    languages = dict.fromkeys(vocabularies.LANGUAGES[code] for code, _name in settings.LANGUAGES)
    return views.Portal(
        base, _said(_TITLE), _said(_ABOUT), home, f"{base}/", tuple(languages), contact=contact, own=own
    )


def local(key: object) -> str:
    """The address of a data set below this installation, whatever its own IRI is."""
    return f"{settings.KORZO.base_url}/dataset/{key}"


def publisher_iri(key: object) -> str:
    """What a publisher is called by in linked data."""
    return f"{settings.KORZO.base_url}/organization/{key}"


def _home() -> views.Agent:
    """Who runs the portal: the city or the network, even before it has published anything."""
    city = Organisation.objects.filter(kind__in=("city", "association"), parent__isnull=True).order_by("pk").first()
    if found := Publisher.objects.filter(organisation=city).first():
        return agent(found)
    base, name = settings.KORZO.base_url, {settings.KORZO.language: settings.KORZO.city_name}
    return views.Agent(f"{base}/#publisher", city.name if city else name, Publisher.Kind.LOCAL, base)


def _series(of: Series) -> views.Series:
    iri = f"{settings.KORZO.base_url}/dataset-series/{of.pk}"
    return views.Series(iri, of.title, of.description, agent(of.publisher), of.frequency)


def _service(of: DataService) -> views.Service:
    return views.Service(
        iri=f"{settings.KORZO.base_url}/service/{of.pk}",
        title=of.title,
        endpoint_url=of.endpoint_url,
        description=of.description,
        endpoint_description=of.endpoint_description,
        documentation=of.documentation,
        conforms_to=of.conforms_to,
        licence=of.licence,
        access=of.access,
        hvd_category=of.hvd_category,
        publisher=agent(of.publisher),
        contact=views.Contact(email=of.contact_email),
    )


def _forms(of: Dataset) -> Iterator[views.Distribution]:
    """The forms that are there; one whose file has not come yet is nobody's business."""
    for each in of.distributions.all():
        if url := addresses.public(each):
            yield _form(each, url)


def _form(of: Distribution, url: str) -> views.Distribution:
    is_open, is_link = of.dataset.is_open, of.source == Distribution.Source.LINK
    is_file = is_open and (
        not is_link
        or (of.resource_type in ("", "file") and vocabularies.file_type(of.format, of.media_type) not in _NO_FILES)
    )
    has_table = of.has_table and is_open
    served = [DATASTORE] * has_table + [FEATURES] * (has_table and features.placed(of) is not None)
    return views.Distribution(
        iri=addresses.distribution(of),
        url=url,
        download=is_file,
        title=of.title,
        description=of.description,
        format=of.format or ("CSV" if of.source == Distribution.Source.TABLE else ""),
        media_type=of.media_type,
        licence=of.licence,
        rights=of.rights,
        availability=of.availability,
        conforms_to=of.conforms_to,
        documentation=of.documentation,
        size=of.size,
        hash=of.hash if is_open else "",
        hash_algorithm=of.hash_algorithm,
        issued=of.made_at,
        modified=of.updated_at or of.changed_at,
        services=tuple(f"{settings.KORZO.base_url}{each}" for each in served),
        link_status=200 if not is_link or url.startswith(f"{settings.KORZO.base_url}/") else of.link_status,
        schema=of.table_schema if has_table else {},
        key=str(of.pk),
    )


def _said(words: Any) -> dict[str, str]:
    """Our own words in every language of the portal that has them."""
    return dict(_said_before(words))


@cache
def _said_before(words: Any) -> tuple[tuple[str, str], ...]:
    named = {"city": settings.KORZO.city_name}
    with translation.override("en"):
        said = {"en": str(words) % named}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            if code != "sr-latn" and (text := str(words) % named) != said["en"]:
                said[code] = text
    return tuple(said.items())
