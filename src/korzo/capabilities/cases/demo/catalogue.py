"""What Galebinje lets people report: kinds of problems, questions about them, offices, promises, days off.

Kept as data in `kinds/*.toml`, one file for each group, so that a city can begin its own catalogue by copying them.
"""

import tomllib
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any

from korzo.capabilities.cases.models import Attribute, Category, DayOff, RoutingRule
from korzo.kernel.people.models import Organisation
from korzo.kernel.places.models import District

Text = dict[str, str]
ANSWERED_WITHIN = 72  # hours, as cities of the region promise


@dataclass(frozen=True)
class Kind:
    """A kind of problem, and how it happens.

    `share` is its part of all reports in an average month (relative), `season` and `hours` name rhythms in `seasons`,
    `where` multiplies by kind of district, `ground` names open ground where it happens too, `photo` is the probability
    of a picture (of reports that do not come by telephone), `pictured` a pattern for the words that fit our pictures.
    """

    code: str
    group: str
    group_name: Text
    office: str
    icon: str
    promise: tuple[int, str]
    share: float
    season: str
    photo: float
    name: Text
    about: Text
    words: Text
    hours: str = "office"
    ground: str = ""
    where: dict[str, float] = field(default_factory=dict)
    pictured: str = ""
    private: bool = False
    question: tuple[dict[str, Any], ...] = ()


@cache
def kinds() -> tuple[Kind, ...]:
    """Read the catalogue, in the order of the form."""
    found = []
    for file in sorted((files(__package__) / "kinds").iterdir(), key=lambda each: each.name):
        told = tomllib.loads(file.read_text(encoding="utf-8"))
        group = told["group"]
        always = {"group": group["code"], "group_name": group["name"], "office": group["office"]}
        found += [Kind(**{**always, **kind, "promise": tuple(kind["promise"])}) for kind in told["kind"]]
    return tuple(found)


def store(*, now: datetime) -> None:
    """Make categories, questions, routing rules and days off, unless the city has categories already."""
    if Category.objects.exists():
        return
    offices = {office.code: office for office in Organisation.objects.all()}
    for order, kind in enumerate(kinds(), start=1):
        category = _category(kind, order)
        RoutingRule.objects.create(office=offices[kind.office], category=category)
    for district in District.objects.filter(kind="beach"):  # the beach office keeps its districts clean itself
        for code in ("rubbish", "broken-bin"):
            category = Category.objects.get(code=code)
            RoutingRule.objects.create(office=offices["beach"], category=category, district=district, order=10)
    DayOff.objects.bulk_create(_days_off(now))


def _category(kind: Kind, order: int) -> Category:
    amount, clock = kind.promise
    category = Category.objects.create(
        code=kind.code, name=kind.name, description=kind.about, keywords=kind.words, group=kind.group,
        group_name=kind.group_name, icon=kind.icon, order=order * 10, is_private=kind.private, clock=clock,
        amount=amount, answer_clock="hours", answer_amount=ANSWERED_WITHIN,
    )  # fmt: skip
    for at, asked in enumerate(kind.question, start=1):
        Attribute.objects.create(
            category=category,
            code=asked["code"],
            order=at,
            datatype=asked["datatype"],
            is_required=asked.get("required", False),
            question=asked["question"],
            hint=asked.get("hint", {}),
            values=[{"key": key, "name": name} for key, name in asked.get("values", {}).items()],
        )
    return category


def _days_off(now: datetime) -> list[DayOff]:
    """The town's own feast, a bridge day between two holidays, and a Saturday that is worked for it."""
    days = []
    for year in range(now.year - 2, now.year + 2):
        days += [
            DayOff(day=date(year, 9, 21), note="Дан града Галебиња"),
            DayOff(day=date(year, 5, 20), note="Спојено са празником"),
        ]
        worked = next(date(year, 5, day) for day in range(24, 31) if date(year, 5, day).weekday() == 5)  # noqa: PLR2004 -- Saturday
        days.append(DayOff(day=worked, is_working=True, note="Радна субота"))
    return days
