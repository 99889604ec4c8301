"""What is in the air between offices just now: hand-overs, a refusal, silence, parts of the work, letters."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from korzo.capabilities.cases import jobs, operations
from korzo.capabilities.cases.demo.acting import Stage
from korzo.capabilities.cases.models import Case, Category, RoutingRule
from korzo.capabilities.cases.operations import handing_over, parting, setting_up
from korzo.kernel.messages.models import Channel
from korzo.kernel.people.models import Organisation, Person
from korzo.kernel.people.roles import Role
from korzo.kernel.trail.models import Entry

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
AUTHORITIES = {
    "grid": {
        "sr": "Електродистрибуција", "hr": "Elektrodistribucija", "bs": "Elektrodistribucija",
        "cnr": "Elektrodistribucija", "mk": "Електродистрибуција", "sq": "Shpërndarja e energjisë",
        "en": "Electricity distribution", "ko": "전력배급공사",
    },
    "state-roads": {
        "sr": "Државни путеви", "hr": "Državne ceste", "bs": "Državni putevi", "cnr": "Državni putevi",
        "mk": "Државни патишта", "sq": "Rrugët shtetërore", "en": "State roads", "ko": "국도관리공사",
    },
}  # fmt: skip
_GIVEN = (
    ("water", "По плану одржавања ово је ваше подручје, погледајте слику.", "Није: граница подручја је улица прије."),
    ("waste", "Наш возач каже да је ово ваша рута.", "Рута нам се завршава улицу раније."),
    ("parks", "Ово је на вашој површини, видите катастар.", "Површина је приватна, ми је не одржавамо."),
    ("lighting", "Ту је ваш стуб, без вас не можемо прићи.", "Стуб није у нашем попису."),
)
_DECISION = "Обје службе су биле на терену; по плану одржавања о томе брине служба која је замољена."
_PARTS = (
    ("water", "Провјерите да ли ту пролази цијев, прије него што копамо.", "Прошли смо трасу: цијеви нема."),
    ("police", "Молимо да у четвртак у 8 сати не буде паркираних возила.", ""),
    ("parks", "Орежите гране да може прићи корпа.", "Орезано."),
)
_LETTERS = (
    ("grid", "Молимо да погледате: по нашој евиденцији објекат је ваш.", "Екипа је изашла и отклонила недостатак."),
    ("state-roads", "Молимо да погледате: мјесто је на државном путу.", ""),
    ("grid", "Молимо да искључите вод док наша екипа ради.", ""),
)


def rules(*, now: datetime) -> None:
    """Send some cases by place and time: noise in the night, bathing in summer."""
    by = Person.objects.filter(memberships__role=Role.ADMINISTRATOR).first()
    office = {each.code: each for each in Organisation.objects.all()}
    kind = {each.code: each for each in Category.objects.all()}
    if by is None or RoutingRule.objects.exclude(hours="", season_from="").exists():
        return
    for row in (
        RoutingRule(category=kind["fallen-tree"], hours=RoutingRule.Hours.OUTSIDE, office=office["intake"]),
        RoutingRule(category=kind["stray-dogs"], season_from="06-15", season_until="09-15", office=office["beach"]),
        RoutingRule(group="order", office=office["police"]),
    ):
        setting_up.add_rule(row, by=by, now=now)


def live(stage: Stage, *, now: datetime) -> None:
    """Put the newest open cases between two offices, in every way there is."""
    cases = iter(
        Case.objects.open()
        .filter(state=Case.State.VALIDATED, reported_at__lt=now - 5 * _DAY, is_public=True)
        .select_related("category", "office")
        .order_by("-reported_at")[:40]
    )
    newest = Entry.objects.order_by("-seq").values_list("seq", flat=True).first() or 0
    _hand_over(stage, cases, now)
    _divide(stage, cases, now)
    _write(stage, cases, now)
    _tell(newest)


def _hand_over(stage: Stage, cases: Iterator[Case], now: datetime) -> None:
    """Two wait for an answer, one was not answered in time, one is refused, one decided, one taken over."""
    arbiter = Person.objects.filter(memberships__role=Role.ARBITER).first()
    ends = ("wait", "wait", "silence", "refuse", "decide", "accept")
    for at, (end, case) in enumerate(zip(ends, cases, strict=False)):
        others = [each for each in _GIVEN if each[0] != case.office.code]
        code, reason, answer = others[at % len(others)]
        asked_at = now - (4 * _DAY if end in ("silence", "decide") else _HOUR)
        receiver = stage.offices[code]
        by, asked = stage.worker(case.office.code), stage.worker(code)
        given = operations.hand_over(case, office=receiver, reason=reason, by=by, now=asked_at)
        given.case = case
        if end == "accept":
            operations.accept(given, by=asked, now=now)
        if end in ("refuse", "decide"):
            operations.refuse(given, reason=answer, by=asked, now=asked_at + _HOUR / 2)
        if end == "decide" and arbiter:
            operations.decide(given, office=receiver, reason=_DECISION, by=arbiter, now=now - _DAY)
    handing_over.run_out(now=now)


def _divide(stage: Stage, cases: Iterator[Case], now: datetime) -> None:
    for (code, text, answer), case in zip(_PARTS, cases, strict=False):
        if code == case.office.code:
            continue
        by, due_on = stage.worker(case.office.code), (now + 3 * _DAY).date()
        part = parting.ask_part(case, office=stage.offices[code], text=text, due_on=due_on, by=by, now=now - 2 * _DAY)
        part.case = case
        if answer:
            parting.answer_part(part, done=True, text=answer, by=stage.worker(code), now=now - _DAY)


def _write(stage: Stage, cases: Iterator[Case], now: datetime) -> None:
    authorities = {code: _authority(code, name) for code, name in AUTHORITIES.items()}
    for (code, text, answer), case in zip(_LETTERS, cases, strict=False):
        by, sent_at = stage.worker(case.office.code), now - 3 * _DAY
        letter = operations.forward(
            case, authority=authorities[code], text=text, language="sr", on_paper=True, by=by, now=sent_at
        )  # no mail leaves an invented city
        letter.case = case
        if answer:
            operations.answered(letter, text=answer, on=(now - _DAY).date(), solved=True, by=by, now=now - _DAY)


def _authority(code: str, name: dict[str, str]) -> Organisation:
    given = {"kind": Organisation.Kind.AUTHORITY, "name": name, "email": f"{code}@example.org"}
    return Organisation.objects.get_or_create(code=code, defaults=given)[0]


def _tell(newest: int) -> None:
    """Fill the inboxes of those concerned; nothing goes out by other ways."""
    staff = Person.objects.filter(channel=Channel.EMAIL, memberships__isnull=False)
    keys = list(staff.values_list("pk", flat=True))
    Person.objects.filter(pk__in=keys).update(channel=Channel.INBOX)
    for entry in Entry.objects.filter(seq__gt=newest, event__startswith="cases.CaseHandOver").order_by("seq"):
        jobs.owning.tell_offices(entry)
    for entry in Entry.objects.filter(seq__gt=newest, event__startswith="cases.CasePart").order_by("seq"):
        jobs.owning.tell_parts(entry)
    Person.objects.filter(pk__in=keys).update(channel=Channel.EMAIL)
