"""The roads office of Galebinje in the street: materials with a past, a round of today, three inspections."""

from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from django.utils import timezone

from korzo.capabilities.cases.demo.acting import Stage
from korzo.capabilities.cases.models import Case, Category, Inspection, Material, Used, Work
from korzo.capabilities.cases.operations import inspecting, rounds
from korzo.capabilities.cases.rules.inspecting import later

OFFICE, STOPS, PAST = "roads", 6, 120
_MATERIALS = (
    ("kg", "Хладни асфалт", "Hladni asfalt", "Ладен асфалт", "Asfalt i ftohtë", "Cold asphalt", "상온 아스팔트"),
    ("kg", "Фарба за ознаке", "Boja za oznake", "Боја за ознаки", "Bojë për shenja", "Marking paint", "노면 표시 도료"),
    ("m²", "Плочник", "Pločnik", "Плочки", "Pllaka trotuari", "Paving slabs", "보도블록"),
)
_LANGUAGES = ("sr", "hr", "mk", "sq", "en", "ko")
_INSPECTIONS = (
    (
        "Пјешачки мост на ријеци",
        "Градски мост",
        1,
        "months",
        ("Ограда је чврста", "Даске су читаве", "#Ширина пукотине, mm"),
    ),
    ("Сливници прије јесени", "Трг од соли", 1, "years", ("Решетке су чисте", "Вода отиче", "*Шта је нађено")),
    ("Знакови код школа", "Школска улица", 2, "weeks", ("Знакови се виде", "Прелаз је обиљежен")),
)


def send_out(stage: Stage, *, now: datetime, random: Random) -> None:
    """Give the past its costs, and the office a day in the street."""
    if Material.objects.exists() or not stage.officers[OFFICE]:
        return
    materials = [_material(*row) for row in _MATERIALS]
    _past(stage, materials, random)
    officer = min(stage.officers[OFFICE], key=lambda each: len(each.email))  # the one in the manual
    cases = Case.objects.open().filter(office=stage.offices[OFFICE], validated_at__isnull=False, lat__isnull=False)
    for case in cases.due_first()[:STOPS]:
        rounds.put_on_round(case, by=officer, now=now)
    rounds.arrange(day=timezone.localtime(now).date(), by=officer, now=now)
    _inspect(stage, now)


def _material(unit: str, *names: str) -> Material:
    name = dict(zip(_LANGUAGES, names, strict=True))
    return Material.objects.create(name={**name, "bs": name["hr"], "cnr": name["hr"]}, unit=unit)


def _past(stage: Stage, materials: list[Material], random: Random) -> None:
    solved = Case.objects.filter(office=stage.offices[OFFICE], state=Case.State.RESOLVED, closed_at__isnull=False)
    for case in solved.order_by("-closed_at", "pk")[:PAST]:
        work = Work.objects.create(
            case=case,
            office=case.office,
            person=stage.worker(OFFICE),
            outcome=Work.Outcome.DONE,
            minutes=random.randrange(15, 180, 5),
            people=random.randint(1, 4),
            at=case.closed_at or case.updated_at,
            found=case.version,
            left=case.version,
        )
        used = random.sample(materials, random.randint(0, 2))
        Used.objects.bulk_create(
            Used(work=work, material=each, quantity=Decimal(random.randint(4, 400)) / 4) for each in used
        )


def _inspect(stage: Stage, now: datetime) -> None:
    officer, today = stage.worker(OFFICE), timezone.localtime(now).date()
    kind = Category.objects.filter(group="roads").order_by("order", "pk").first() or Category.objects.all()[0]
    for number, (name, address, every, unit, questions) in enumerate(_INSPECTIONS):
        row = Inspection(
            name=name,
            office=stage.offices[OFFICE],
            address=address,
            first_on=later(today, -2) - timedelta(days=number),
            every=every,
            unit=unit,
            category=kind,
            questions=[_question(text) for text in questions],
        )
        inspecting.keep(row, by=officer, now=now - timedelta(days=40))
    done = row.checks.get(state="unchecked")
    inspecting.do_check(done, state="checked", answers=[True, True], by=officer, now=now - timedelta(days=38))
    inspecting.make_due(now=now)


def _question(text: str) -> dict[str, str]:
    kind = {"#": Inspection.Answer.NUMBER, "*": Inspection.Answer.TEXT}.get(text[0], Inspection.Answer.YES)
    return {"text": text.lstrip("#*"), "type": str(kind)}
