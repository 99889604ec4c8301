"""Two years of invented reports: what happened, where, in whose words, and what each office made of it."""

from bisect import bisect_left
from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from korzo.capabilities.cases.demo import catalogue, lives, names, seasons, spots
from korzo.capabilities.cases.demo.acting import Cast, Story, play
from korzo.capabilities.cases.demo.archive import Archive
from korzo.capabilities.cases.demo.catalogue import Kind
from korzo.capabilities.cases.demo.lives import Setting
from korzo.capabilities.cases.demo.wording import Wording
from korzo.capabilities.cases.models import Case
from korzo.capabilities.cases.operations import Report
from korzo.capabilities.cases.queries import deciding

Say = Callable[[str], None]
NEAR = timedelta(days=90)
EVERY = 200
_TWINS = 0.03
_CHANNELS = {"web": 60, "phone": 24, "open311": 16}


def invent(*, count: int, say: Say, now: datetime, seed: int) -> None:
    """Fill the city with a catalogue and so many cases up to now; a city that has cases already is left alone.

    All cases come in one transaction: there is a whole past or none. What was reported in the last NEAR days is lived
    through step by step, so that the trail of everything still going on is whole; what is older comes as an archive.
    """
    catalogue.store(now=now)
    if Case.objects.exists():
        return
    random, wording = Random(seed), Wording(Random(f"{seed}/words"))
    stories = _stories(count, wording, random, now=now, seed=seed)
    recent = bisect_left(stories, now - NEAR, key=lambda story: story.at)
    cast, album = Cast(), _nothing
    with transaction.atomic():
        if old := stories[:recent]:
            say(f"Writing the archive: {len(old)} older reports ...")
            Archive(cast, album, wording, random).write(old, now=old[-1].at)
        near = stories[recent:]
        say(f"Living through the last {NEAR.days} days: {len(near)} reports, and what became of them ...")
        for done, _case in enumerate(play(near, cast=cast, album=album, wording=wording, random=random), start=1):
            if done % EVERY == 0:
                say(f"  {done} of {len(near)}")


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
    return sorted(stories, key=lambda story: story.at)


def _story(kind: Kind, at: datetime, spot: spots.Spot, wording: Wording, random: Random, setting: Setting) -> Story:
    language = wording.language(at.month)
    told = wording.wish(kind.code, language) or wording.report(kind.code, language, spot)
    channel = random.choices(list(_CHANNELS), list(_CHANNELS.values()))[0]
    name, email, phone = names.invented(told.language, random) if random.random() < 0.72 else ("", "", "")  # noqa: PLR2004
    by_phone = channel == "phone"
    report = Report(
        category=kind.code, description=told.text, language=told.language, lat=spot.lat, long=spot.long, address=spot.address,
        attributes=_answers(kind, random), name=name, email="" if by_phone else email, phone=phone if by_phone else "",
        channel=channel,
    )  # fmt: skip
    steps = lives.plan(kind, at=at, is_wish=bool(told.answer), random=random, setting=setting)
    return Story(at, kind, told, report, steps, photo=not by_phone and random.random() < kind.photo)


def _answers(kind: Kind, random: Random) -> dict[str, Any]:
    """What somebody answers to the questions of a kind; a list of choices gets one of them."""
    given: dict[str, Any] = {}
    for asked in kind.question:
        if asked.get("required") or random.random() < 0.6:  # noqa: PLR2004 -- most answer
            values = list(asked.get("values", {}))
            given[asked["code"]] = (
                random.choice(values) if values else f"{random.randrange(1, 40):02d}-{random.randrange(1, 300):03d}"
            )
    return given
