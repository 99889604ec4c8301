"""Data sets as stewards and harvesters fill them in, in every mixture: nothing but a title, or everything at once."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from korzo.capabilities.catalog.rules import licences, vocabularies
from korzo.capabilities.catalog.rules.dcat import views
from korzo.capabilities.catalog.rules.dcat.views import Agent, Contact, Dataset, Distribution, Portal, Series, Service

BASE = "https://data.example.org"
NOW = datetime(2026, 11, 22, 12, 0, 0, 123456, tzinfo=UTC)
NASTY = 'A "quoted" \\ <b>&amp; line\r\nbreak\ttab \x00\x0b ]]> {}^` \ufffe 😀 https://a.b/c d'
HOME = Agent(
    f"{BASE}/organization/1",
    {"sr": "Град", "sr-latn": "Grad", "hr": "Grad", "en": "City"},
    "LocalAuthority",
    BASE,
    "a@b.org",
)
OWN = tuple(
    Service(
        f"{BASE}/{name}/#service", {"en": name}, f"{BASE}/{name}/", publisher=HOME, contact=Contact(email="a@b.org")
    )
    for name in ("api", "ogc")
)
PORTAL = Portal(
    BASE, {"en": "Open data", "sr": "Подаци"}, {"en": "What the city keeps"}, HOME, f"{BASE}/", ("ENG", "SRP"), own=OWN
)


def datasets(count: int, seed: int = 1) -> Iterator[Dataset]:
    rng = random.Random(seed)
    agents = [
        HOME,
        *(Agent(f"{BASE}/organization/{n}", {"en": f"Office {n}"}, rng.choice(["", "Company"])) for n in range(2, 9)),
    ]
    for number in range(count):
        yield _dataset(rng, number, rng.choice(agents))


def _dataset(rng: random.Random, number: int, publisher: Agent) -> Dataset:
    def perhaps(value: Any, none: Any = "") -> Any:
        return value if rng.random() < 0.6 else none

    key = f"{number:08x}-0000-4000-8000-000000000000"
    local = f"{BASE}/dataset/{key}"
    day = date(2020, 1, 1) + timedelta(days=rng.randrange(2000))
    return Dataset(
        iri=perhaps(local, f"http://elsewhere.example/set/{number} ü"),
        local=local,
        name=f"set-{number}",
        title={"en": f"Set {number}", "sr": f"Скуп {number}", **perhaps({"sr-latn": "Skup", "cnr": "Skup"}, {})},
        modified=NOW - timedelta(minutes=number),
        publisher=publisher,
        description=perhaps({"en": NASTY}, {}),
        keywords=perhaps({"en": ["water", "water", NASTY], "sr": ["вода"], "": ["h2o"]}, {}),
        themes=perhaps(rng.sample(list(vocabularies.THEMES), 2), []),
        languages=perhaps(["HRV", "SRP"], []),
        licence=rng.choice([*licences.LICENCES, "", "https://example.org/licence", "Free for all"]),
        rights=perhaps("Ask first, then use."),
        access=rng.choice(vocabularies.ACCESS),
        frequency=perhaps(rng.choice(list(vocabularies.FREQUENCIES))),
        spatial=perhaps(
            {"type": "Polygon", "coordinates": [[[14.2, 45.2], [14.6, 45.2], [14.6, 45.5], [14.2, 45.2]]]}, None
        ),
        spatial_uri=perhaps("http://publications.europa.eu/resource/authority/place/HRV_RJK"),
        spatial_resolution=perhaps("10.500"),
        temporal_start=perhaps(day, None),
        temporal_end=perhaps(day + timedelta(days=30), None),
        temporal_resolution=perhaps("P1D"),
        hvd_category=perhaps(rng.choice(list(vocabularies.HVD_CATEGORIES))),
        legislation=perhaps(["http://data.europa.eu/eli/dir/2007/2/oj", vocabularies.HVD_LEGISLATION], []),
        conforms_to=perhaps(["https://example.org/standard"], []),
        documentation=perhaps(["https://example.org/a page"], []),
        sources=perhaps(["https://example.org/dataset/1"], []),
        provenance=perhaps({"en": "Counted by hand"}, {}),
        identifier=perhaps(f"urn:set:{number}"),
        landing_page=perhaps("https://example.org/page"),
        version=perhaps("1.0"),
        version_notes=perhaps("First"),
        contact=perhaps(Contact("Ana", "ana@example.org"), Contact()),
        author=perhaps("Ana"),
        issued=perhaps(NOW, None),
        updated=perhaps(NOW, None),
        replaced_by=perhaps(f"{BASE}/dataset/other"),
        series=perhaps(Series(f"{BASE}/dataset-series/1", {"en": "Years"}, {}, HOME, "ANNUAL"), None),
        services=perhaps((_service(rng),), ()),
        distributions=tuple(_form(rng, local, n) for n in range(rng.randrange(1, 4))),
    )


def _service(rng: random.Random) -> Service:
    return Service(
        f"{BASE}/service/{rng.randrange(5)}", {"en": "WFS"}, "https://example.org/wfs", endpoint_description="https://example.org/wfs?cap",
        documentation="https://example.org/help", licence="cc-by", access="PUBLIC", hvd_category="c_ac64a52d",
        publisher=HOME, conforms_to=("https://example.org/wfs-2",),
    )  # fmt: skip


def _form(rng: random.Random, local: str, number: int) -> views.Distribution:
    code = rng.choice(["CSV", "geojson", "xlsx", "WMS", "strange format", ""])
    return Distribution(
        iri=f"{local}/resource/{number}",
        url=rng.choice([f"https://example.org/{number} é.csv", "ftp://example.org/a.csv", "not an address"]),
        download=bool(number),
        title={"en": "File"},
        description={"en": NASTY},
        format=code,
        media_type=rng.choice(["", "text/csv; charset=utf-8", "nonsense"]),
        licence=rng.choice(["", "cc-zero"]),
        rights=rng.choice(["", "https://example.org/rights"]),
        availability=rng.choice(["", "STABLE"]),
        conforms_to=["https://example.org/csv"],
        documentation=["https://example.org/csv"],
        size=rng.choice([None, 0, 12]),
        hash=rng.choice(["", "AB" * 32, "xyz"]),
        hash_algorithm=rng.choice(["sha256", "SHA-256", "crc"]),
        issued=NOW,
        modified=NOW,
        services=tuple(each.iri for each in OWN if rng.random() < 0.5),
    )
