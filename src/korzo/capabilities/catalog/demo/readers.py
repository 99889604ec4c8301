"""Readers: what they asked for and heard, what they remarked, follow and made. All of them are invented."""

import io
from datetime import datetime, timedelta
from random import Random

from PIL import Image, ImageColor, ImageDraw

from korzo.capabilities.catalog.demo.words import said
from korzo.capabilities.catalog.models import Dataset, Group, Publisher, Request, Showcase
from korzo.capabilities.catalog.operations import commenting, following, requesting, showing
from korzo.kernel.files import operations as files
from korzo.kernel.files.models import Upload
from korzo.kernel.people.models import Person
from korzo.kernel.people.roles import Role

_LANGUAGE = "sr-latn"
_PAPER = (244, 234, 216)
_ASKED = (
    ("Autobuska stajališta sa rampama", "Pravim kartu za mamu u kolicima.", "transport", 60),
    ("Igrališta sa datumom pregleda", "Da znamo koje je igralište bezbjedno.", "parks", 40),
    ("Potrošnja vode po domaćinstvu", "Za diplomski rad o štednji vode.", "water", 35),
    ("Buka uz obalni put, po satu", "Mjerenja postoje, ali ih nema na portalu.", "", 33),
    ("Raspored odvoza krupnog otpada", "Da ne stoji ispred zgrade danima.", "waste", 4),
)
_REMARKS = (
    ("street-lamps", "U ulici ispod tržnice ima pet novih svjetiljki kojih nema na spisku.",
     "Hvala! Dopisujemo ih ove sedmice; nova verzija izlazi u petak."),
    ("bathing-water", "Šta znači „<10“ u koloni E. coli?",
     "Manje nego što laboratorija može da izmjeri. Piše sada i u opisu."),
    ("city-budget-2025", "Može li i po mjesecima?", ""),
)  # fmt: skip
_MADE = (
    ("Hlad", "Karta koja pokazuje put do škole ispod drveća.", "https://example.org/hlad", "Tim Maslina",
     ("trees", "road-network"), "#2f6d4f"),
    ("Gdje ide moj euro", "Budžet grada u jednoj slici, po glavi stanovnika.", "https://example.org/euro",
     "Galebinjski sat",
     ("city-budget-2023", "city-budget-2024", "city-budget-2025"), "#134e6f"),
    ("Ima li mjesta", "Slobodna mjesta u garažama na ručnom satu.", "https://example.org/mjesta", "",
     ("parking-occupancy",), ""),
)  # fmt: skip


def take_part(made: dict[str, Dataset], random: Random, *, now: datetime) -> None:
    """Let residents ask, remark, follow and show, and stewards answer."""
    people = list(Person.objects.filter(memberships=None, is_active=True).order_by("email"))
    steward = Person.objects.filter(memberships__role=Role.ADMINISTRATOR).earliest("pk")
    shown = Person.objects.filter(email="resident@example.org").first() or people[0]
    asked = _ask(shown, people, random, now=now)
    _answer(asked, made["bus-stops"], by=steward, now=now)
    for order, (name, text, reply) in enumerate(_REMARKS):
        at = now - timedelta(days=9 - 2 * order)
        row = commenting.comment(made[name], text, language=_LANGUAGE, by=random.choice(people), now=at)
        if reply:
            later = at + timedelta(hours=20)
            commenting.comment(made[name], reply, reply_to=row, language=_LANGUAGE, by=steward, now=later)
    _show(made, people, random, by=steward, now=now)
    water, sea = Publisher.objects.get(name="water"), Group.objects.get(name="sea")
    for what in (made["bathing-water"], made["city-budget-2025"], water, sea, "TRAN"):
        following.follow(what, by=shown, now=now)
        for person in random.sample(people, min(7, len(people))):
            following.follow(what, by=person, now=now)


def _ask(shown: Person, people: list[Person], random: Random, *, now: datetime) -> list[Request]:
    asked = []
    for order, (title, text, office, days) in enumerate(_ASKED):
        publisher = Publisher.objects.filter(name=office).first()
        by, at = (shown if order in (0, 3) else random.choice(people)), now - timedelta(days=days)
        request = requesting.ask(title, text, publisher=publisher, language=_LANGUAGE, by=by, now=at)
        for person in random.sample(people, min(random.randint(2, 14), len(people))):
            if person != by:
                requesting.support(request, yes=True, by=person, now=at)
        asked.append(request)
    return asked


def _answer(asked: list[Request], published: Dataset, *, by: Person, now: datetime) -> None:
    """One published, one promised, one declined; one is late, and one is new."""
    stops, playgrounds, water, _noise, _waste = asked
    say = said("Објављено: стајалишта имају колону о рампи.", "Published: stops say whether there is a ramp.")
    requesting.answer(
        stops, state="done", text=say, dataset=published, publisher=stops.publisher, by=by, now=now - timedelta(days=41)
    )
    say = said("Прегледи се уносе; објављујемо их са следећим.", "Checks are being entered; they come next.")
    due = (now + timedelta(days=50)).date()
    requesting.answer(
        playgrounds, state="promised", text=say, due_on=due, publisher=playgrounds.publisher, by=by, now=now
    )
    say = said(
        "Из потрошње домаћинства види се ко је код куће. Објављујемо збирове по делу града.",
        "What a household uses tells who is at home. We publish sums by part of town.",
    )
    requesting.answer(water, state="declined", text=say, publisher=water.publisher, by=by, now=now)


def _show(made: dict[str, Dataset], people: list[Person], random: Random, *, by: Person, now: datetime) -> None:
    for order, (title, text, url, author, names, color) in enumerate(_MADE):
        at = now - timedelta(days=30 - 9 * order)
        showcase = Showcase(title=title, text=text, url=url, author=author, language=_LANGUAGE)
        picture = _picture(color, random, now=at) if color else None
        showing.send(showcase, [made[name] for name in names], picture=picture, by=random.choice(people), now=at)
        if color:
            showing.judge(showcase, show=True, reply="", by=by, now=at + timedelta(days=1))


def _picture(color: str, random: Random, *, now: datetime) -> Upload:
    """Hills of one colour, each paler than the one before it."""
    image = Image.new("RGB", (960, 600), color)
    draw, own = ImageDraw.Draw(image), ImageColor.getrgb(color)[:3]
    for step in range(1, 6):
        points = [(x, 130 * step - 60 + random.randint(-40, 40)) for x in range(0, 961, 80)]
        paler = tuple(round(tone + (paper - tone) * step / 7) for tone, paper in zip(own, _PAPER, strict=True))
        draw.polygon([*points, (960, 600), (0, 600)], fill=paler)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=88)
    out.seek(0)
    return files.add(out, owner=f"{files.DRAFT}showcase", now=now)
