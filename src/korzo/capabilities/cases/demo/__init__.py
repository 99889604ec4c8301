"""Two years of invented reports: what happened, where, in whose words, and what each office made of it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from korzo.capabilities.cases.demo import catalogue, lives, names, seasons, spots
from korzo.capabilities.cases.demo.acting import Cast, Story, play
from korzo.capabilities.cases.demo.catalogue import Kind
from korzo.capabilities.cases.demo.lives import NO_MONEY, Setting
from korzo.capabilities.cases.demo.wording import Wording
from korzo.capabilities.cases.models import Case
from korzo.capabilities.cases.operations import Report
from korzo.capabilities.cases.queries import deciding

Say = Callable[[str], None]
_TWINS = 0.03
_CHANNELS = {"web": 60, "phone": 24, "open311": 16}


def invent(*, count: int, say: Say, now: datetime, seed: int) -> None:
    """Fill the city with a catalogue and so many cases up to now; a city that has cases already is left alone.

    All cases come in one transaction: there is a whole past or none.
    """
    catalogue.store(now=now)
    if Case.objects.exists():
        return
    random = Random(seed)
    wording = Wording(Random(f"{seed}/words"))
    stories = _stories(count, wording, random, now=now, seed=seed)
    say(f"Living through two years: {len(stories)} reports, and what became of them ...")
    with transaction.atomic():
        told = play(stories, cast=Cast(), album=_nothing, wording=wording, random=random)
        for done, _case in enumerate(told, start=1):
            if done % max(1, count // 5) == 0:
                say(f"  {done} of {len(stories)}")


def _nothing(_kind: str, _random: Random, _at: datetime, _after: bool) -> tuple[Any, ...]:
    return ()


def _stories(count: int, wording: Wording, random: Random, *, now: datetime, seed: int) -> list[Story]:
    """Everything that will be reported, and a second report of some of it by somebody else."""
    town = spots.Town(seed)
    zone = ZoneInfo(settings.TIME_ZONE)
    setting = Setting(now, deciding.calendar())
    twins = int(count * _TWINS)
    moments = seasons.moments(catalogue.kinds(), count=count - twins, now=now, zone=zone, seed=seed)
    stories = []
    for at, kind in moments:
        spot = town.choose(kind, random)
        stories.append(_story(kind, at, spot, wording, random, setting))
        if twins and random.random() < _TWINS * 1.2:
            again = at + timedelta(hours=random.uniform(0.5, 40))
            if again < now:
                twins -= 1
                stories.append(_story(kind, again, spots.near(spot, random, metres=15), wording, random, setting))
    return stories


def _story(kind: Kind, at: datetime, spot: spots.Spot, wording: Wording, random: Random, setting: Setting) -> Story:
    language = wording.language(at.month)
    wish = wording.wish(kind.code) if random.random() < NO_MONEY else None
    if wish:
        language = language if language in ("sr", "sr-latn", "cnr", "bs", "hr") else "sr"
        text = wording.wished(wish[0], language)
    else:
        text, language = wording.report(kind.code, language, spot)
    channel = random.choices(list(_CHANNELS), list(_CHANNELS.values()))[0]
    name, email, phone = names.invented(language, random) if random.random() < 0.72 else ("", "", "")  # noqa: PLR2004
    report = Report(
        category=kind.code, description=text, lat=spot.lat, long=spot.long, attributes=_answers(kind, random), name=name,
        email="" if channel == "phone" else email, phone=phone if channel == "phone" else "", language=language, channel=channel,
    )  # fmt: skip
    steps = lives.plan(kind, at=at, answer=wish[1] if wish else "", random=random, setting=setting)
    return Story(at, kind, report, steps, photo=channel != "phone" and random.random() < kind.photo)


def _answers(kind: Kind, random: Random) -> dict[str, Any]:
    """What somebody answers to the questions of a kind; a list of choices gets one of them."""
    given: dict[str, Any] = {}
    for asked in kind.question:
        if asked.get("required") or random.random() < 0.6:  # noqa: PLR2004 -- most answer
            values = list(asked.get("values", {}))
            given[asked["code"]] = random.choice(values) if values else f"{random.randrange(1, 40):02d}-{random.randrange(1, 300):03d}"
    return given
