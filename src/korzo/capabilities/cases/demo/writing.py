"""Texts that stand ready in Galebinje, the list that one officer kept, and a colleague named in a note."""

from datetime import datetime

from korzo.capabilities.cases import operations
from korzo.capabilities.cases.models import Case, ReadyText
from korzo.capabilities.cases.operations import writing
from korzo.kernel.people.models import Membership, Person
from korzo.kernel.people.roles import Role

_TEXTS = (
    (
        "Thanks, we come",
        "comment",
        {
            "sr": "Хвала на пријави {code}. Екипа излази на терен.\nОбећани рок: {date}.",
            "hr": "Hvala na prijavi {code}. Ekipa izlazi na teren.\nObećani rok: {date}.",
            "mk": "Благодариме за пријавата {code}. Екипата излегува на терен.\nВетен рок: {date}.",
            "sq": "Faleminderit për raportimin {code}. Ekipi del në terren.\nAfati i premtuar: {date}.",
            "en": "Thank you for report {code}. A crew is on its way.\nPromised by: {date}.",
            "ko": "{code} 신고 감사합니다. 작업반이 현장으로 나갑니다.\n약속한 날: {date}.",
        },
    ),
    (
        "Which house number?",
        "ask",
        {
            "sr": "Молимо кућни број или оријентир: {address} је дуга улица.\nПо чему да препознамо место?",
            "hr": "Molimo kućni broj ili orijentir: {address} je duga ulica.\nKako da prepoznamo mjesto?",
            "mk": "Молиме куќен број или ориентир: {address} е долга улица.\nПо што да го препознаеме местото?",
            "sq": "Ju lutemi numrin e shtëpisë ose një pikë orientimi: {address} është e gjatë.\nSi ta njohim vendin?",
            "en": "Please give us a house number or a landmark: {address} is long.\nHow do we recognise the place?",
            "ko": "{address}은(는) 깁니다. 번지나 눈에 띄는 것을 알려 주세요.\n그곳을 어떻게 알아볼 수 있을까요?",
        },
    ),
    (
        "Repaired and checked",
        "resolve",
        {
            "sr": "Поправљено и проверено. Хвала вам на стрпљењу.",
            "hr": "Popravljeno i provjereno. Hvala vam na strpljenju.",
            "mk": "Поправено и проверено. Ви благодариме на трпението.",
            "sq": "U riparua dhe u kontrollua. Faleminderit për durimin.",
            "en": "Repaired and checked. Thank you for your patience.",
            "ko": "고치고 확인했습니다. 기다려 주셔서 감사합니다.",
        },
    ),
    (
        "Not this year",
        "decline",
        {
            "sr": "У овогодишњем буџету за ово нема новца.\nПријава {code} остаје на списку предлога за следећу.",
            "hr": "U ovogodišnjem proračunu za ovo nema novca.\nPrijava {code} ostaje na popisu prijedloga za iduću.",
            "mk": "Во годинашниот буџет за ова нема пари.\nПријавата {code} останува на списокот за идната.",
            "sq": "Në buxhetin e këtij viti nuk ka para për këtë.\nRaportimi {code} mbetet në listën e vitit tjetër.",
            "en": "There is no money for this in this year's budget.\nReport {code} stays on the list for next year.",
            "ko": "올해 예산에는 이를 위한 돈이 없습니다. {code} 신고는 내년 제안 목록에 남습니다.",
        },
    ),
)


def write(*, now: datetime) -> None:
    """Keep the texts and a list, and have the officer of the roads name a colleague."""
    administrator = _somebody(Role.ADMINISTRATOR)
    if administrator is None or ReadyText.objects.exists():
        return
    for name, use, text in _TEXTS:
        writing.keep_text(ReadyText(name=name, use=use, text=text), by=administrator, now=now)
    officer = Person.objects.filter(email="roads@example.org").first()
    if officer is None:
        return
    writing.keep_list(name="Potholes that are late", query="category=pothole&late=1", by=officer)
    agent, case = _somebody(Role.AGENT), Case.objects.open().filter(office__code="roads").due_first().first()
    if agent and case:
        note = f"@{agent} Is this the place where somebody fell yesterday?"
        operations.comment(case, text=note, public=False, by=officer, now=now)


def _somebody(role: str) -> Person | None:
    row = Membership.objects.filter(role=role, person__is_active=True).select_related("person").order_by("pk").first()
    return row.person if row else None
