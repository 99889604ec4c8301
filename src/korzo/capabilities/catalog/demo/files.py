"""Files as offices send them: semicolons, decimal commas, headings below a title, old encodings."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

from korzo.kernel.places.models import Address

Row = Sequence[Any]
_BUDGET = (
    ("Porezi", 18_400_000), ("Naknade za zemljište", 4_900_000), ("Boravišna taksa", 1_350_000),
    ("Prihodi od imovine", 2_700_000), ("Transferi države", 6_100_000), ("Donacije", 410_000),
    ("Plate i doprinosi", -7_800_000), ("Škole i vrtići", -5_200_000), ("Putevi i ulice", -6_350_000),
    ("Komunalne usluge", -4_450_000), ("Socijalna zaštita", -2_900_000), ("Kultura i sport", -2_150_000),
    ("Građanski budžet", -245_000), ("Otplata kredita", -1_980_000), ("Rezerva", -400_000),
)  # fmt: skip
_BEACHES = (
    "Galeb",
    "Plavi horizont",
    "Stari mol",
    "Dvije sestre",
    "Pličina",
    "Pod borom",
    "Luka",
    "Skala",
    "Sveti Nikola",
    "Uvala",
)
_TREES = ("Platan", "Čempres", "Maslina", "Oleandar", "Kostela", "Magnolija", "Alepski bor", "Murva", "Lipa")
_GARAGES = (("Stari grad", 210), ("Luka", 340), ("Stadion", 480), ("Pijaca", 120))


def budget(_random: Random, year: int) -> tuple[str, bytes]:
    """A year's budget, with decimal commas."""
    rows = [
        (number, name, _euros(amount * (1 + 0.06 * (year - 2025))))
        for number, (name, amount) in enumerate(_BUDGET, start=1)
    ]
    return f"budzet-{year}.csv", _csv(("R. br.", "Namjena", "Iznos (EUR)"), rows, encoding="utf-8-sig")


def bathing(random: Random, year: int) -> tuple[str, bytes]:
    """Samples of a season, under a title of two lines, in the encoding of an old laboratory."""
    first = datetime(year, 5, 15)  # noqa: DTZ001 -- a day
    rows = [
        (
            f"{first + timedelta(days=7 * week):%d.%m.%Y}", beach, _comma(random.uniform(16, 27)),
            random.choice(("<10", random.randint(10, 180))), random.choice(("<10", random.randint(10, 90))),
        )
        for week in range(18) for beach in _BEACHES
    ]  # fmt: skip
    head = ("Datum uzorkovanja", "Plaža", "Temp. mora (°C)", "E. coli /100 ml", "Enterokoke /100 ml")
    title = f"Kvalitet mora {year};;;;\r\nJP Plaže i luka, laboratorija;;;;\r\n"
    return f"more {year}.csv", title.encode("cp1250") + _csv(head, rows, encoding="cp1250")


def lamps(random: Random, year: int) -> tuple[str, bytes]:
    """Every lamp with its place."""
    rows = [
        (f"L{number:05d}", street, lat, long, random.choice(("LED", "LED", "natrijum", "živa")),
         random.choice((20, 35, 50, 70, 150)), random.randint(1998, year))
        for number, (street, lat, long) in enumerate(_places(random, 1500), start=1)
    ]  # fmt: skip
    return "svetiljke.csv", _csv(("oznaka", "ulica", "lat", "lon", "vrsta", "snaga W", "godina"), rows)


def trees(random: Random, _year: int) -> tuple[str, bytes]:
    """Every tree with its place."""
    rows = [
        (number, random.choice(_TREES), street, lat, long, random.randint(12, 240),
         random.choice(("dobro", "dobro", "osrednje", "loše")))
        for number, (street, lat, long) in enumerate(_places(random, 1200), start=1)
    ]  # fmt: skip
    return "zelenilo.csv", _csv(("broj", "vrsta", "ulica", "lat", "lon", "obim cm", "stanje"), rows)


def parking(random: Random, year: int) -> tuple[str, bytes]:
    """Free places, every hour of a month."""
    first = datetime(year, 9, 1)  # noqa: DTZ001 -- local hours, as the machine writes them
    rows = [
        (f"{first + timedelta(hours=hour):%Y-%m-%d %H:%M}", name, places,
         max(0, round(places * (1 - random.uniform(0.2, 0.5) - 0.5 * (8 <= hour % 24 <= 18)))))  # noqa: PLR2004 -- hours
        for hour in range(24 * 30) for name, places in _GARAGES
    ]  # fmt: skip
    return "garaze.csv", _csv(("vrijeme", "garaža", "mjesta", "slobodno"), rows)


def drinking(random: Random, year: int) -> tuple[str, bytes]:
    """Analyses of each month."""
    parts = ("Stari grad", "Borik", "Mirišta", "Luka", "Polje")
    rows = [
        (f"{at}-{month:02d}", part, _comma(random.uniform(0.1, 0.5)), _comma(random.uniform(0.1, 1.2)),
         "0" if random.random() > 0.02 else "3")  # noqa: PLR2004 -- one in fifty
        for at in (year - 2, year - 1) for month in range(1, 13) for part in parts
    ]  # fmt: skip
    return "voda.csv", _csv(("mjesec", "dio grada", "hlor mg/l", "mutnoća NTU", "koliformne bakterije"), rows)


def permits(random: Random, year: int) -> tuple[str, bytes]:
    """Building permits without names."""
    kinds = ("nova zgrada", "dogradnja", "rekonstrukcija", "promjena namjene")
    rows = [
        (f"{number:04d}/{year - 1}", f"{random.randint(1, 28):02d}.{number % 12 + 1:02d}.{year - 1}.",
         random.choice(kinds), street, _comma(random.uniform(25, 900)))
        for number, (street, _lat, _long) in enumerate(_places(random, 240), start=1)
    ]  # fmt: skip
    return "dozvole.csv", _csv(("broj", "datum", "vrsta", "ulica", "površina m2"), rows)


def streets(random: Random, year: int) -> tuple[str, bytes]:
    """Streets with what lies on them."""
    named = sorted({street for street, _lat, _long in _places(random, 2000)})
    rows = [
        (street, random.randint(60, 2400), random.choice(("asfalt", "asfalt", "kamen", "beton")),
         random.randint(1979, year))
        for street in named
    ]  # fmt: skip
    return "ulice.csv", _csv(("ulica", "dužina m", "zastor", "obnovljena"), rows)


def islands(random: Random, _year: int) -> tuple[str, bytes]:
    """Containers with their places."""
    rows = [
        (street, lat, long, random.choice(("papir", "staklo", "plastika", "staro odijelo")), random.randint(1, 5))
        for street, lat, long in _places(random, 160)
    ]
    return "ostrva.csv", _csv(("ulica", "lat", "lon", "kontejner", "pražnjenja nedjeljno"), rows)


def stops(random: Random, _year: int) -> tuple[str, bytes]:
    """Bus stops as GeoJSON."""
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [long, lat]},
            "properties": {
                "naziv": street,
                "linije": ", ".join(str(line) for line in sorted(random.sample(range(1, 13), 2))),
                "nadstrešnica": random.random() > 0.4,  # noqa: PLR2004 -- a share
            },
        }
        for street, lat, long in _places(random, 90)
    ]
    whole = {"type": "FeatureCollection", "features": features}
    return "stajalista.geojson", json.dumps(whole, ensure_ascii=False).encode()


MADE: dict[str, Callable[[Random, int], tuple[str, bytes]]] = {
    made.__name__: made for made in (budget, bathing, lamps, trees, parking, drinking, permits, streets, islands, stops)
}


def _places(random: Random, count: int) -> list[tuple[str, float, float]]:
    """Houses of the town, drawn at random: street, latitude, longitude."""
    there = list(Address.objects.order_by("pk").values_list("street__name", "lat", "long"))
    drawn = random.sample(there, min(count, len(there)))
    return [(name, round(lat, 6), round(long, 6)) for name, lat, long in drawn]


def _csv(head: Row, rows: Iterable[Row], *, encoding: str = "utf-8") -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerow(head)
    writer.writerows(rows)
    return out.getvalue().encode(encoding)


def _euros(amount: float) -> str:
    return f"{amount:,.2f}".replace(",", " ").replace(".", ",").replace(" ", ".")


def _comma(number: float) -> str:
    return f"{number:.2f}".replace(".", ",")
