"""Money and dates: when each cycle ran, which envelopes it has, and what ideas can be about."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from korzo.capabilities.budgeting.models import Cycle, Theme, Track
from korzo.capabilities.budgeting.operations import setting_up
from korzo.kernel.people.models import Person
from korzo.kernel.places.models import District

_LANGUAGES = ("sr", "hr", "bs", "cnr", "mk", "sq", "en", "ko")
_THEMES = """
    streets | map | Улице и стазе | Ulice i staze | Ulice i staze | Ulice i staze
        | Улици и патеки | Rrugë dhe shtigje | Streets and paths | 거리와 보행로
    green | sun | Зеленило и хлад | Zelenilo i hlad | Zelenilo i hlad | Zelenilo i hlad
        | Зеленило и сенка | Gjelbërim dhe hije | Greenery and shade | 녹지와 그늘
    young | people | Деца и млади | Djeca i mladi | Djeca i mladi | Djeca i mladi
        | Деца и млади | Fëmijë dhe të rinj | Children and the young | 어린이와 청소년
    culture | book | Култура и сусрети | Kultura i susreti | Kultura i susreti | Kultura i susreti
        | Култура и средби | Kulturë dhe takime | Culture and meeting | 문화와 만남
    access | person | Град за све | Grad za sve | Grad za sve | Grad za sve
        | Град за сите | Qytet për të gjithë | A city for all | 모두를 위한 도시
    sea | flag | Обала и плаже | Obala i plaže | Obala i plaže | Obala i plaže
        | Брег и плажи | Bregdet dhe plazhe | Shore and beaches | 해안과 해변
"""
_NAMES = """
    main | Грађански буџет {year} | Građanski proračun {year} | Građanski budžet {year} | Građanski budžet {year}
        | Граѓански буџет {year} | Buxheti i qytetarëve {year} | Residents’ budget {year} | 시민참여예산 {year}
    young | Буџет младих {year} | Proračun mladih {year} | Budžet mladih {year} | Budžet mladih {year}
        | Буџет на младите {year} | Buxheti i të rinjve {year} | Budget of the young {year} | 청년참여예산 {year}
    city | Цео град | Cijeli grad | Cijeli grad | Cio grad | Цел град | I gjithë qyteti | The whole city | 도시 전체
    green | Зеленило и хлад | Zelenilo i hlad | Zelenilo i hlad | Zelenilo i hlad
        | Зеленило и сенка | Gjelbërim dhe hije | Greenery and shade | 녹지와 그늘
    about | Део градског буџета о коме одлучују грађани: ви предлажете, град проверава, сви гласају.
        | Dio gradskog proračuna o kojem odlučuju građani: vi predlažete, grad provjerava, svi glasaju.
        | Dio gradskog budžeta o kojem odlučuju građani: vi predlažete, grad provjerava, svi glasaju.
        | Dio gradskog budžeta o kojem odlučuju građani: vi predlažete, grad provjerava, svi glasaju.
        | Дел од градскиот буџет за кој одлучуваат граѓаните: вие предлагате, градот проверува, сите гласаат.
        | Një pjesë e buxhetit për të cilën vendosin qytetarët: ju propozoni, qyteti kontrollon, të gjithë votojnë.
        | A part of the city’s budget about which residents decide: you propose, the city checks, everybody votes.
        | 시민이 결정하는 시 예산의 일부입니다. 시민이 제안하고, 시가 검토하고, 모두가 투표합니다.
    youth | За идеје младих од 15 до 30 година, и за њих. | Za ideje mladih od 15 do 30 godina, i za njih.
        | Za ideje mladih od 15 do 30 godina, i za njih. | Za ideje mladih od 15 do 30 godina, i za njih.
        | За идеи на младите од 15 до 30 години, и за нив. | Për idetë e të rinjve nga 15 deri në 30 vjeç.
        | For ideas of people between 15 and 30, and for them. | 15세부터 30세까지 청년의 제안을 위한 예산입니다.
"""


def _read(table: str) -> dict[str, list[str]]:
    """Rows of cells between bars, by their first cell; a row goes on where a line begins with a bar."""
    rows = table.strip().replace("\n        |", "|").splitlines()
    split = ([cell.strip() for cell in row.split("|")] for row in rows)
    return {cells[0]: cells[1:] for cells in split}


_SAID = {code: dict(zip(_LANGUAGES, cells, strict=True)) for code, cells in _read(_NAMES).items()}


@dataclass(frozen=True)
class Plan:
    """A cycle: its code, names, dates, envelopes (code, money, district or theme), and the table of its ideas."""

    code: str
    name: dict[str, str]
    introduction: dict[str, str]
    dates: list[tuple[str, datetime, datetime | None]]
    tracks: tuple[tuple[str, int, str], ...]
    table: str


def all_of(now: datetime) -> list[Plan]:
    """The three cycles, in order of time, as seen from today."""
    year, about = now.year, _SAID["about"]
    last, this = _dates(now - timedelta(days=372)), _dates(now - timedelta(days=6), ends=False)
    return [
        Plan(f"{year - 1}", _called("main", year - 1), about, last, _MAIN, "last"),
        Plan(f"{year}", _called("main", year), about, this, _MAIN, "this"),
        Plan(f"young-{year}", _called("young", year), _SAID["youth"], _young(now), (("city", 20_000, ""),), "young"),
    ]


_MAIN = (("city", 150_000, ""), ("mirista", 30_000, "mirista"), ("borik", 25_000, "borik"), ("green", 40_000, "theme"))


def _called(name: str, year: int) -> dict[str, str]:
    return {language: text.format(year=year) for language, text in _SAID[name].items()}


def _dates(vote: datetime, *, ends: bool = True) -> list[tuple[str, datetime, datetime | None]]:
    """The year around a vote that begins on that day."""
    day = vote.replace(hour=6, minute=0, second=0, microsecond=0)
    starts = {
        "announce": -230, "propose": -215, "check": -160, "improve": -110, "shortlist": -40, "vote": 0,
        "count": 21, "decide": 26, "build": 60, "report": 480,
    }  # fmt: skip
    begun = [(code, day + timedelta(days=days)) for code, days in starts.items()]
    following = [*(at for _code, at in begun[1:]), day + timedelta(days=560) if ends else None]
    return [(code, at, end) for (code, at), end in zip(begun, following, strict=True)]


def _young(now: datetime) -> list[tuple[str, datetime, datetime | None]]:
    day = now.replace(hour=6, minute=0, second=0, microsecond=0)
    starts = {"announce": -30, "propose": -16, "check": 30, "shortlist": 60, "vote": 75, "count": 89, "build": 95}
    begun = [(code, day + timedelta(days=days)) for code, days in starts.items()]
    return [(code, at, end) for (code, at), end in zip(begun, [*(at for _c, at in begun[1:]), None], strict=True)]


def themes(*, by: Person, now: datetime) -> None:
    """What ideas can be about."""
    for order, (code, (icon, *names)) in enumerate(_read(_THEMES).items(), start=1):
        name = dict(zip(_LANGUAGES, names, strict=True))
        setting_up.keep_theme(Theme(code=code, name=name, icon=icon, order=order), by=by, now=now)


def store(plan: Plan, *, by: Person, now: datetime) -> Cycle:
    """Make the cycle as an administrator does."""
    cycle = Cycle(code=plan.code, name=plan.name, introduction=plan.introduction, currency="EUR", is_published=True)
    setting_up.keep_cycle(cycle, by=by, now=now)
    setting_up.plan(cycle, plan.dates, by=by, now=now)
    for order, (code, money, scope) in enumerate(plan.tracks, start=1):
        district = District.objects.filter(code=scope).first()
        theme = Theme.objects.get(code=code) if scope == "theme" else None
        kind = Track.Scope.THEME if theme else Track.Scope.DISTRICT if district else Track.Scope.CITY
        name = dict(district.name) if district else _SAID.get(code, _SAID["city"])
        track = Track(cycle=cycle, code=code, name=name, order=order, envelope=Decimal(money), scope=kind)
        track.district, track.theme = district, theme
        track.minimum_cost, track.maximum_cost = Decimal(500), Decimal(money) * Decimal("0.4")
        track.maximum_projects, track.tie_seed = 5, f"demo {plan.code}"
        setting_up.keep_track(track, by=by, now=now)
    return cycle
