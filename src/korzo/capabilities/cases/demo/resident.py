"""What the demo's resident reported herself: one solved, one declined, one being worked on, one of this morning."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from django.conf import settings

from korzo.capabilities.cases import jobs
from korzo.capabilities.cases.demo import catalogue
from korzo.capabilities.cases.demo.acting import Story
from korzo.capabilities.cases.demo.lives import Step
from korzo.capabilities.cases.demo.spots import Town
from korzo.capabilities.cases.demo.wording import Told
from korzo.capabilities.cases.models import Contact
from korzo.capabilities.cases.operations import Report
from korzo.kernel.messages.models import Channel, Message
from korzo.kernel.people.models import Person
from korzo.kernel.trail.models import Entry

LANGUAGE = "sr-latn"
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class _Own:
    """So many days ago she reported this, and so many days later that was done."""

    ago: float
    kind: str
    text: str
    steps: tuple[tuple[float, str, str], ...] = ()
    answer: str = ""


_OWN = (
    _Own(
        41,
        "pothole",
        "Velika rupa odmah iza krivine, juče je pukla guma komšiji. Molim vas da je zakrpite pre kiše.",
        ((0.1, "validate", ""), (0.3, "assign", ""), (3.1, "start", ""), (5.0, "resolve", "")),
    ),
    _Own(
        23,
        "playground",
        "Na igralištu nema ni malo hlada, deca leti ne mogu da se igraju. Da li može bar jedna tenda?",
        ((0.1, "validate", ""), (6.0, "decline", "no_money")),
        answer="За тенду над игралиштем ове године нема новца. Предлог можете дати за грађански буџет.",
    ),
    _Own(
        4,
        "street-light",
        "Ne rade tri lampe zaredom, cela ulica je u mraku.",
        ((0.08, "validate", ""), (0.6, "assign", ""), (1.7, "start", "")),
    ),
    _Own(0.12, "rubbish", "Kontejner je pun od petka, mačke su razvukle kese po trotoaru."),
)


def stories(town: Town, *, now: datetime, random: Random) -> list[Story]:
    """Her reports; none in a home without an account that has no role."""
    resident = Person.objects.filter(memberships__isnull=True, is_superuser=False).order_by("joined_at").first()
    if resident is None:
        return []
    kinds = {kind.code: kind for kind in catalogue.kinds()}
    found = []
    for own in _OWN:
        at, kind = _in_the_morning(now, own.ago), kinds[own.kind]
        spot = town.choose(kind, random)
        told = Told(own.text, LANGUAGE, own.text, own.answer)
        report = Report(category=own.kind, description=own.text, lat=spot.lat, long=spot.long, language=LANGUAGE)
        steps = [Step(at + later * _DAY, verb, reason=reason, photo=True) for later, verb, reason in own.steps]
        photo = own.kind in ("pothole", "rubbish")
        found.append(Story(at, kind, told, report, steps, photo=photo, by=resident))
    return found


def _in_the_morning(now: datetime, ago: float) -> datetime:
    """So many days ago, a little before ten; the same day as it is."""
    at = (now - ago * _DAY).astimezone(ZoneInfo(settings.TIME_ZONE))
    return at if ago < 1 else at.replace(hour=9, minute=42)


def fill_inbox() -> None:
    """Tell her in her inbox what she would have been told at the time; nothing goes out by other ways."""
    contact = Contact.objects.select_related("person").exclude(person=None).first()
    if contact is None or contact.person is None or Message.objects.filter(person=contact.person).exists():
        return
    person, chosen = contact.person, contact.person.channel
    Person.objects.filter(pk=person.pk).update(channel=Channel.INBOX)
    codes = Contact.objects.filter(person=person).values_list("case__code", flat=True)
    for entry in Entry.objects.filter(ref__in=[f"case:{code}" for code in codes], event__in=jobs.TEMPLATES).order_by(
        "at"
    ):
        jobs.inform(entry)
        Message.objects.filter(key=f"trail:{entry.seq}").update(made_at=entry.at, send_after=entry.at, sent_at=entry.at)
    Person.objects.filter(pk=person.pk).update(channel=chosen)
