"""How well a data set can be found and used: the 405 points of data.europa.eu's Metadata Quality Assessment.

Metrics are those of the portal's DQV vocabulary, weights those of its method. A metric of files counts when every file
of the data set passes, and there is one. Links that nobody has tried yet count as working.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from korzo.capabilities.catalog.rules import licences, vocabularies
from korzo.capabilities.catalog.rules.dcat import terms
from korzo.capabilities.catalog.rules.dcat.views import Dataset, Distribution

MACHINES_READ = frozenset({
    "CSV", "GEOJSON", "ICS", "JSON", "JSON_LD", "KML", "KMZ", "NETCDF", "ODS", "RDFA", "RDF_N_QUADS", "RDF_N_TRIPLES",
    "RDF_TRIG", "RDF_TURTLE", "RDF_XML", "RSS", "SHP", "XLS", "XLSX", "XML",
})  # fmt: skip
NOBODYS = frozenset({
    "BMP", "CSV", "DBF", "GEOJSON", "GZIP", "HTML", "ICS", "JPEG2000", "JSON", "JSON_LD", "KML", "KMZ", "NETCDF", "ODS",
    "PNG", "RDF_N_QUADS", "RDF_N_TRIPLES", "RDF_TRIG", "RDF_TURTLE", "RDF_XML", "RSS", "RTF", "TAR", "TIFF", "TSV",
    "TXT", "WMS_SRVC", "XML", "ZIP",
})  # fmt: skip
"""Formats that belong to nobody."""


def _(word: str) -> str:
    """Mark a word for translators; whoever shows it translates."""
    return word


@dataclass(frozen=True)
class Metric:
    """What is looked at, what it is worth, what to do for it, and the field of the description where that is done."""

    code: str
    points: int
    fix: str
    field: str
    passes: Callable[[Dataset], bool]

    @property
    def of_files(self) -> bool:
        """Whether the files are to be put right, not the description."""
        return not self.field


@dataclass(frozen=True)
class Score:
    """Points, and the metrics that failed, the dearest first."""

    points: int
    lost: tuple[Metric, ...]

    @property
    def rating(self) -> str:
        """The portal's word for it."""
        return next(word for floor, word in RATINGS if self.points >= floor)


RATINGS = ((351, _("Excellent")), (221, _("Good")), (121, _("Sufficient")), (0, _("Bad")))


def score(of: Dataset) -> Score:
    """Look at a data set."""
    lost = tuple(each for each in METRICS if not each.passes(of))
    return Score(MOST - sum(each.points for each in lost), tuple(sorted(lost, key=lambda each: -each.points)))


def first(scores: Iterable[Score]) -> list[tuple[Metric, int, int]]:
    """What to fix first: (metric, data sets, points lost in all), the most points first."""
    counted = dict.fromkeys(METRICS, 0)
    for each in scores:
        for metric in each.lost:
            counted[metric] += 1
    found = [(metric, count, count * metric.points) for metric, count in counted.items() if count]
    return sorted(found, key=lambda row: -row[2])


def is_working(status: int | None) -> bool:
    """Whether an address answered as it should when it was last tried, or nobody has tried."""
    return status is None or 200 <= status < 400  # noqa: PLR2004 -- HTTP


def _each(passes: Callable[[Distribution], bool]) -> Callable[[Dataset], bool]:
    return lambda of: bool(of.distributions) and all(passes(form) for form in of.distributions)


def _licence(form: Distribution, of: Dataset) -> str:
    named = form.licence or of.licence
    found = licences.find(named)
    return next(iter(terms.iris([found.iri if found else named])), terms.Iri())


def _licensed(passes: Callable[[str], bool]) -> Callable[[Dataset], bool]:
    return lambda of: bool(of.distributions) and all(passes(_licence(form, of)) for form in of.distributions)


def _is_known(licence: str) -> bool:
    return licence.startswith(f"{vocabularies.AUTHORITY}licence/") or licence == licences.LICENCES["open-license"].iri


def _code(form: Distribution) -> str:
    return vocabularies.file_type(form.format, form.media_type)


def _media(form: Distribution) -> str:
    return vocabularies.media_type(form.format, form.media_type)


def _complies(of: Dataset) -> bool:
    return (
        any(of.title.values())
        and any(of.description.values())
        and all(any(terms.iris([each.url])) for each in of.distributions)
    )


METRICS: Sequence[Metric] = (
    Metric("keywordAvailability", 30, _("Name keywords."), "keywords", lambda of: any(of.keywords.values())),
    Metric("categoryAvailability", 30, _("Choose a theme."), "themes", lambda of: bool(of.themes)),
    Metric(
        "spatialAvailability", 20, _("Say which area it covers."), "area", lambda of: bool(of.spatial or of.spatial_uri)
    ),
    Metric(
        "temporalAvailability",
        20,
        _("Say which time it covers."),
        "temporal_start",
        lambda of: bool(of.temporal_start or of.temporal_end),
    ),
    Metric(
        "accessUrlStatusCode",
        50,
        _("Mend the links that lead nowhere."),
        "",
        _each(lambda form: is_working(form.link_status)),
    ),
    Metric(
        "downloadUrlAvailability",
        20,
        _("Offer every form as a file, not only as a page."),
        "",
        _each(lambda form: form.download),
    ),
    Metric(
        "downloadUrlStatusCode",
        30,
        _("See that every file can be downloaded."),
        "",
        _each(lambda form: form.download and is_working(form.link_status)),
    ),
    Metric(
        "formatAvailability",
        20,
        _("Say the format of every file."),
        "",
        _each(lambda form: bool(_code(form) or form.format)),
    ),
    Metric(
        "mediaTypeAvailability", 10, _("Say the media type of every file."), "", _each(lambda form: bool(_media(form)))
    ),
    Metric(
        "formatMediaTypeVocabularyAlignment",
        10,
        _("Use a format that is on the EU’s list, such as CSV."),
        "",
        _each(lambda form: bool(_code(form) and _media(form))),
    ),
    Metric(
        "formatMediaTypeNonProprietary",
        20,
        _("Offer a format that belongs to nobody, such as CSV instead of Excel."),
        "",
        _each(lambda form: _code(form) in NOBODYS),
    ),
    Metric(
        "formatMediaTypeMachineInterpretable",
        20,
        _("Offer a format that programs read, such as CSV or GeoJSON."),
        "",
        _each(lambda form: _code(form) in MACHINES_READ),
    ),
    Metric("dcatApCompliance", 30, _("Describe what is in it."), "notes", _complies),
    Metric("licenceAvailability", 20, _("Choose a licence."), "licence", _licensed(bool)),
    Metric("knownLicence", 10, _("Choose one of the well-known licences."), "licence", _licensed(_is_known)),
    Metric("accessRightsAvailability", 10, _("Say who may have the data."), "access", lambda of: bool(of.access)),
    Metric(
        "accessRightsVocabularyAlignment",
        5,
        _("Say who may have the data in the EU’s words."),
        "access",
        lambda of: of.access in vocabularies.ACCESS,
    ),
    Metric(
        "contactPointAvailability",
        20,
        _("Name somebody to ask."),
        "contact_email",
        lambda of: bool(of.contact.name or of.contact.email or of.contact.url),
    ),
    Metric(
        "publisherAvailability", 10, _("Name the publisher."), "publisher", lambda of: any(of.publisher.name.values())
    ),
    Metric(
        "rightsAvailability",
        5,
        _("Say what people may do with the files."),
        "",
        lambda of: bool(of.rights or of.access) or _each(lambda form: bool(form.rights))(of),
    ),
    Metric("byteSizeAvailability", 5, _("Say how large every file is."), "", _each(lambda form: form.size is not None)),
    Metric("dateIssuedAvailability", 5, _("Publish it."), "", lambda of: of.issued is not None),
    Metric(
        "dateModifiedAvailability", 5, _("Say when the data changed."), "", lambda of: bool(of.updated or of.modified)
    ),
)
MOST = sum(each.points for each in METRICS)
