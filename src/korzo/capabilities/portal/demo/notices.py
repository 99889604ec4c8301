# ruff: noqa: E501 -- a sentence is one line
"""Works and outages of the invented city: running, past their planned end, planned, over and cancelled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from korzo.capabilities.portal.models import Notice
from korzo.capabilities.portal.operations import notices
from korzo.kernel.people.models import Organisation, Person
from korzo.kernel.places.models import District, Street

Words = Mapping[str, str]
ENDS, CANCELS, TELLS = "ends", "cancels", "tells"


@dataclass(frozen=True)
class Invented:
    """A notice: hours from now of its announcement, beginning and planned end; which streets, and what was said after."""

    office: str
    kind: str
    severity: str
    title: Words
    text: Words
    said: float
    begins: float
    ends: float | None
    streets: Sequence[int] = ()
    district: int | None = None
    reason: Words = field(default_factory=dict)
    after: Sequence[tuple[float, str, Words]] = ()
    is_planned: bool = True


NOTICES: tuple[Invented, ...] = (
    Invented(
        "water", "water", "Severe",
        {"sr": "Нема воде: пукла цев", "en": "No water: a burst pipe", "mk": "Нема вода: пукната цевка", "sq": "Pa ujë: plasi tubi", "ko": "단수: 수도관 파열"},
        {"sr": "Цистерна са питком водом стоји испред школе. Пустите воду да истече пар минута кад се врати.", "en": "A tank with drinking water stands in front of the school. Let the tap run for some minutes when the water is back."},
        -3, -3, 4, streets=(0, 1), is_planned=False,
        reason={"sr": "Стара цев од ливеног гвожђа", "en": "An old pipe of cast iron"},
        after=((-1, TELLS, {"sr": "Цев је откопана, мајстори мењају шест метара.", "en": "The pipe is laid open; six metres are being replaced."}),),
    ),
    Invented(
        "lighting", "power", "Minor",
        {"sr": "Јавна расвета се мења, вече без светла", "en": "Street lights are replaced: an evening without light", "hr": "Mijenja se javna rasvjeta: večer bez svjetla"},
        {"sr": "Понесите лампу. Нова светла троше упола мање.", "en": "Take a torch. The new lights need half as much."},
        -50, -6, -1, streets=(2,),
    ),
    Invented(
        "roads", "street", "Moderate",
        {"sr": "Улица затворена: нови асфалт", "en": "Street closed: new asphalt", "mk": "Улицата е затворена: нов асфалт", "sq": "Rruga e mbyllur: asfalt i ri"},
        {"sr": "Пешаци пролазе десном страном. Аутобуси иду обилазно.", "en": "Pedestrians pass on the right side. Buses take a detour."},
        -70, 40, 88, streets=(3,),
    ),
    Invented(
        "transport", "transport", "Moderate",
        {"sr": "Регата: аутобуси не иду обалом", "en": "Regatta: no buses along the shore", "bs": "Regata: autobusi ne idu obalom"},
        {"sr": "Најближе станице су код поште и код пијаце.", "en": "The nearest stops are at the post office and at the market."},
        -30, 110, 118, district=0,
    ),
    Invented(
        "water", "water", "Moderate",
        {"sr": "Прање водоводне мреже", "en": "The water mains are flushed"},
        {"sr": "Вода може бити мутна; није опасна.", "en": "The water may be cloudy; it is not dangerous."},
        -150, -100, -96, district=1,
        after=((-97, ENDS, {"sr": "Вода је опет бистра.", "en": "The water is clear again."}),),
    ),
    Invented(
        "roads", "works", "Minor",
        {"sr": "Фарбање пешачких прелаза", "en": "Zebra crossings are painted"},
        {"sr": "Возите полако.", "en": "Drive slowly."},
        -60, 20, 26, streets=(4,),
        after=((-4, CANCELS, {"sr": "Због кише се помера. Јављамо нови дан.", "en": "Put off because of rain. We tell the new day."}),),
    ),
)  # fmt: skip


def invent(*, by: Person, now: datetime) -> None:
    """Announce them all and say how they went on; a city that has announced something already is left alone."""
    if Notice.objects.exists():
        return
    streets = list(Street.objects.filter(kind__in=("main", "secondary")).order_by("-kind", "code")[:5])
    streets += list(Street.objects.order_by("code")[:5])
    districts = list(District.objects.order_by("code")[:2])
    offices = {each.code: each for each in Organisation.objects.all()}
    sharp = now.replace(minute=0, second=0, microsecond=0)
    for each in NOTICES:
        if each.office in offices:
            _announce(each, offices[each.office], streets, districts, by=by, now=sharp)


def _announce(
    each: Invented,
    office: Organisation,
    streets: Sequence[Street],
    districts: Sequence[District],
    *,
    by: Person,
    now: datetime,
) -> None:
    def at(hours: float) -> datetime:
        return now + timedelta(hours=hours)

    made = notices.announce(
        office,
        {
            "kind": each.kind,
            "severity": each.severity,
            "title": dict(each.title),
            "text": dict(each.text),
            "reason": dict(each.reason),
            "is_planned": each.is_planned,
            "begins_at": at(each.begins),
            "ends_at": None if each.ends is None else at(each.ends),
        },
        streets=[streets[number] for number in each.streets if number < len(streets)],
        districts=[districts[each.district]] if each.district is not None and each.district < len(districts) else [],
        by=by,
        now=at(each.said),
    )
    for hours, what, text in each.after:
        {ENDS: notices.end, CANCELS: notices.cancel, TELLS: notices.tell}[what](made, text, by=by, now=at(hours))
