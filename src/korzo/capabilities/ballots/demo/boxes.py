"""Two invented secret ballots: one counted and open to any verifier, one where everybody can try how it goes."""

from datetime import datetime, timedelta
from random import Random

from korzo.capabilities.ballots.models import Box, Option, PracticeCode, Question, Roll, Vote, Voter
from korzo.capabilities.ballots.operations import boxes, casting
from korzo.capabilities.ballots.queries import archives
from korzo.capabilities.ballots.rules import ballot, ceremony, credentials, digests, groups, steps, trustees
from korzo.capabilities.ballots.rules.archive import records
from korzo.kernel.people.models import Organisation

LANGUAGES = ("en", "sr", "hr", "bs", "cnr", "mk", "sq", "ko")
VOTERS, TURNOUT, PRACTICE = 60, 41, 300

_SQUARE = """
    What shall become of the old fish market? | Шта да буде од старе рибарнице? | Što da bude od stare ribarnice?
        | Šta da bude od stare ribarnice? | Šta da bude od stare ribarnice? | Што да стане од старата рибарница?
        | Çfarë të bëhet me tregun e vjetër të peshkut? | 옛 어시장을 어떻게 할까요?
    The city asked the residents of the old town. The vote was secret; anybody can check it.
        | Град је питао становнике старог града. Гласање је било тајно и свако може да га провери.
        | Grad je pitao stanovnike staroga grada. Glasanje je bilo tajno i svatko ga može provjeriti.
        | Grad je pitao stanovnike starog grada. Glasanje je bilo tajno i svako ga može provjeriti.
        | Grad je pitao stanovnike starog grada. Glasanje je bilo tajno i svako ga može provjeriti.
        | Градот ги праша жителите на стариот град. Гласањето беше тајно и секој може да го провери.
        | Qyteti pyeti banorët e qytetit të vjetër. Votimi ishte i fshehtë dhe kushdo mund ta kontrollojë.
        | 시가 구시가지 주민에게 물었습니다. 비밀투표였으며 누구나 검증할 수 있습니다.
    Shall it stay a market? | Да ли да остане пијаца? | Treba li ostati tržnica? | Treba li ostati pijaca?
        | Treba li da ostane pijaca? | Дали да остане пазар? | A duhet të mbetet treg? | 시장으로 남겨야 할까요?
    Yes | Да | Da | Da | Da | Да | Po | 예
    No | Не | Ne | Ne | Ne | Не | Jo | 아니요
    What should come first? | Шта треба да буде прво? | Što treba biti prvo? | Šta treba biti prvo?
        | Šta treba da bude prvo? | Што треба да биде прво? | Çfarë duhet të bëhet më parë? | 무엇이 먼저여야 할까요?
    Shade and trees | Хлад и дрвеће | Hlad i drveće | Hlad i drveće | Hlad i drveće | Сенка и дрвја
        | Hije dhe pemë | 그늘과 나무
    A new roof | Нов кров | Novi krov | Novi krov | Novi krov | Нов покрив | Një çati e re | 새 지붕
    Benches and water | Клупе и вода | Klupe i voda | Klupe i voda | Klupe i voda | Клупи и вода
        | Stola dhe ujë | 벤치와 음수대
"""
_TRIAL = """
    Try a secret ballot | Пробајте тајно гласање | Isprobajte tajno glasanje | Isprobajte tajno glasanje
        | Probajte tajno glasanje | Пробајте тајно гласање | Provoni votimin e fshehtë | 비밀투표 체험
    A practice vote: nothing depends on it. Take a code, vote, and find your ballot on the board.
        | Гласање за вежбу: од њега ништа не зависи. Узмите код, гласајте и нађите свој листић на табли.
        | Glasanje za vježbu: o njemu ništa ne ovisi. Uzmite kod, glasajte i nađite svoj listić na ploči.
        | Glasanje za vježbu: od njega ništa ne zavisi. Uzmite kod, glasajte i nađite svoj listić na ploči.
        | Glasanje za vježbu: od njega ništa ne zavisi. Uzmite kod, glasajte i nađite svoj listić na tabli.
        | Гласање за вежба: од него ништо не зависи. Земете код, гласајте и најдете го своето ливче на таблата.
        | Votim për provë: asgjë nuk varet prej tij. Merrni një kod, votoni dhe gjeni fletën tuaj në tabelë.
        | 연습용 투표입니다. 결과는 아무 영향이 없습니다. 코드를 받아 투표하고 게시판에서 투표지를 찾아보세요.
    Which ice cream for the summer festival? | Који сладолед за летњи фестивал? | Koji sladoled za ljetni festival?
        | Koji sladoled za ljetni festival? | Koji sladoled za ljetnji festival? | Кој сладолед за летниот фестивал?
        | Cila akullore për festivalin e verës? | 여름 축제에 어떤 아이스크림이 좋을까요?
    Fig | Смоква | Smokva | Smokva | Smokva | Смоква | Fik | 무화과
    Lemon | Лимун | Limun | Limun | Limun | Лимон | Limon | 레몬
    Chocolate | Чоколада | Čokolada | Čokolada | Čokolada | Чоколадо | Çokollatë | 초콜릿
"""


def invent(organiser: Organisation, *, now: datetime, random: Random) -> None:
    """Invent both, unless the city has a box already."""
    if Box.objects.exists():
        return
    _counted(organiser, now - timedelta(days=40), random)
    _trial(organiser, now)


def _counted(organiser: Organisation, start: datetime, random: Random) -> None:
    title, text, stay, yes, no, first, *ideas = _read(_SQUARE)
    roll = Roll.objects.create(
        code="old-town", name={"en": "Old town", "sr": "Стари град"}, as_of=start.date(), made_at=start
    )
    Voter.objects.bulk_create(
        Voter(roll=roll, number=at, key=digests.hex_of(f"invented {at}".encode())) for at in range(1, VOTERS + 1)
    )
    vote = _vote("ribarnica", title, text, organiser, start, days=14, audience=Vote.Audience.ROLL, roll=roll)
    _ask(vote, Question.Kind.ONE, stay, [yes, no])
    _ask(vote, Question.Kind.RANKED, first, ideas, method="schulze", maximum=len(ideas))
    box, codes, keys = _sealed(vote, VOTERS, start)
    election = archives.known(box.uuid).election
    for at, code in enumerate(codes[:TURNOUT] + codes[:3]):  # three think again
        order = random.sample([1, 2, 3], 3)
        choice = random.choices([[0, 1, 0], [0, 0, 1], [1, 0, 0]], [9, 5, 1])[0]
        secret = credentials.secret(election.group, box.uuid, code)
        casting.cast(box, ballot.make(election, secret, [choice, order]), now=start + timedelta(hours=3 + at))
    end = start + timedelta(days=14, minutes=1)
    boxes.close(box, now=end)
    boxes.count(Box.objects.get(pk=box.pk))
    boxes.end_shuffles(box, by=None)
    for owner in (2, 4):  # the second of the three was on holiday
        made = steps.decrypt(archives.standing(Box.objects.get(pk=box.pk)), owner, keys[owner])
        boxes.take_decryption(box, owner, records(made)[0][1])
    boxes.reveal(box, now=end + timedelta(hours=20))
    boxes.check(Box.objects.get(pk=box.pk), now=end + timedelta(hours=21))


def _trial(organiser: Organisation, now: datetime) -> None:
    title, text, ice, *kinds = _read(_TRIAL)
    vote = _vote("proba", title, text, organiser, now - timedelta(days=2), days=60, audience=Vote.Audience.ANYONE)
    _ask(vote, Question.Kind.SOME, ice, kinds, maximum=2)
    box, codes, _keys = _sealed(vote, PRACTICE, now - timedelta(days=2), is_practice=True)
    PracticeCode.objects.bulk_create(PracticeCode(box=box, code=code) for code in codes)


def _sealed(
    vote: Vote, voters: int, start: datetime, *, is_practice: bool = False
) -> tuple[Box, list[str], dict[int, int]]:
    box = boxes.begin(vote, by=None, now=start - timedelta(days=3), is_practice=is_practice)
    group = groups.named(box.group)
    published, keys = ceremony.whole(group, size=3, enough=2)
    codes = [credentials.make() for _ in range(voters)]
    listed = credentials.listed({credentials.public(group, box.uuid, code): 1 for code in codes})
    held = trustees.write(box.server, published)
    box.threshold = 2
    box.save(update_fields=["threshold"])
    return boxes.seal(box, held, listed, by=None, now=start - timedelta(days=1)), codes, dict(enumerate(keys, 2))


def _vote(
    code: str,
    title: dict[str, str],
    text: dict[str, str],
    organiser: Organisation,
    start: datetime,
    *,
    days: int,
    **more: object,
) -> Vote:
    return Vote.objects.create(
        code=code,
        kind=Vote.Kind.SECRET,
        step=Vote.Step.PUBLISHED,
        title=title,
        text=text,
        organiser=organiser,
        made_at=start - timedelta(days=10),
        opens_at=start,
        closes_at=start + timedelta(days=days),
        **more,
    )


def _ask(vote: Vote, kind: str, title: dict[str, str], options: list[dict[str, str]], **more: object) -> None:
    number = vote.questions.count() + 1
    question = Question.objects.create(vote=vote, number=number, kind=kind, title=title, **more)
    Option.objects.bulk_create(Option(question=question, number=at, title=each) for at, each in enumerate(options, 1))


def _read(table: str) -> list[dict[str, str]]:
    rows = table.strip().replace("\n        |", " |").splitlines()
    return [dict(zip(LANGUAGES, (cell.strip() for cell in row.split("|")), strict=True)) for row in rows]
