"""Two years of invented reports: what happened, where, in whose words, and what each office made of it."""

import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from korzo.capabilities.cases.demo import (
    catalogue,
    judged,
    ladder,
    letters,
    lives,
    names,
    neighbour,
    owning,
    resident,
    rounds,
    same,
    seasons,
    spots,
    watched,
    writing,
)
from korzo.capabilities.cases.demo.acting import Stage, Story
from korzo.capabilities.cases.demo.album import Album
from korzo.capabilities.cases.demo.archive import Archive
from korzo.capabilities.cases.demo.catalogue import Kind
from korzo.capabilities.cases.demo.lives import Setting
from korzo.capabilities.cases.demo.spots import Spot, Town
from korzo.capabilities.cases.demo.wording import Wording
from korzo.capabilities.cases.models import Case
from korzo.capabilities.cases.operations import Report
from korzo.capabilities.cases.queries import deciding

Say = Callable[[str], None]
NEAR = timedelta(days=90)
_EVERY = 200
_TWINS, _NAMED, _QUESTIONS_ANSWERED = 0.03, 0.72, 0.6
_CHANNELS = {"web": 54, "phone": 22, "open311": 14, "counter": 7, "paper": 3}


def invent(*, count: int, say: Say, now: datetime, seed: int) -> None:
    """Fill the city with a catalogue and so many cases up to now; a city that has cases already is left alone.

    All cases come in one transaction: there is a whole past or none. What was reported in the last NEAR days is lived
    through step by step, so that the trail of it is whole; what is older comes as an archive.
    """
    catalogue.store(now=now)
    owning.rules(now=now)
    neighbour.know(now=now)
    if Case.objects.exists():
        return
    ladder.open_at_weekends()
    random, wording = Random(seed), Wording(Random(f"{seed}/words"))
    stories = Author(now, wording, random).write(max(count - letters.NEW, 0), seed)
    recent = bisect_left(stories, now - NEAR, key=lambda story: story.at)
    with transaction.atomic():
        stage = Stage(Album(now), wording, random)
        if old := stories[:recent]:
            say(f"Writing the archive: {len(old)} older reports, with pictures ...")
            Archive(stage).write(old, now=old[-1].at)
        near = stories[recent:]
        say(f"Living through the last {NEAR.days} days: {len(near)} reports, and what became of them ...")
        for done, _case in enumerate(stage.play(near), start=1):
            if done % _EVERY == 0:
                say(f"  {done} of {len(near)}")
        same.tidy(now=now, random=Random(f"{seed}/same"))
        owning.live(stage, now=now)
        resident.fill_inbox()
        ladder.put_up(now=now)
        judged.judge(now=now, random=Random(f"{seed}/judged"))
        rounds.send_out(stage, now=now, random=Random(f"{seed}/rounds"))
        letters.arrive(now=now)
        watched.follow(now=now)
        writing.write(now=now)


@dataclass
class Author:
    """Makes up reports."""

    now: datetime
    wording: Wording
    random: Random

    def write(self, count: int, seed: int) -> list[Story]:
        """So many reports of two years in order of time, some of them twice by different people."""
        town, zone = Town(seed), ZoneInfo(settings.TIME_ZONE)
        setting = Setting(self.now, deciding.calendar())
        stories = resident.stories(town, now=self.now, random=Random(f"{seed}/resident"))[:count]
        twins = int(count * _TWINS)
        singles = count - twins - len(stories)
        lately = singles - singles // 20  # a third of the twins is of the last weeks, where they can still be found
        twice = set(self.random.sample(range(lately), min(twins - twins // 3, lately)))
        twice |= set(self.random.sample(range(lately, singles), min(twins // 3, singles - lately)))
        moments = seasons.moments(catalogue.kinds(), count=singles, now=self.now, zone=zone, seed=seed)
        for number, (at, kind) in enumerate(moments):
            spot = town.choose(kind, self.random)
            stories.append(self._story(kind, at, spot, setting))
            if number in twice:
                again = at + min(timedelta(hours=self.random.uniform(0.5, 40)), (self.now - at) * 0.9)
                stories.append(self._story(kind, again, spots.near(spot, self.random, metres=15), setting))
        return sorted(stories, key=lambda story: story.at)

    def _story(self, kind: Kind, at: datetime, spot: Spot, setting: Setting) -> Story:
        random, language = self.random, self.wording.language(at.month)
        told = self.wording.wish(kind.code, language) or self.wording.report(kind.code, language, spot)
        channel = random.choices(list(_CHANNELS), list(_CHANNELS.values()))[0]
        name, email, phone = names.invented(told.language, random) if random.random() < _NAMED else ("", "", "")
        by_phone = channel == "phone"
        report = Report(
            category=kind.code,
            description=told.text,
            language=told.language,
            lat=spot.lat,
            long=spot.long,
            address=spot.address,
            attributes=self._answers(kind),
            name=name,
            email="" if by_phone else email,
            phone=phone if by_phone else "",
            channel=channel,
        )
        steps = lives.plan(kind, at=at, is_wish=bool(told.answer), random=random, setting=setting)
        could_show = not by_phone and not told.answer and bool(re.search(kind.pictured, told.core))
        return Story(at, kind, told, report, steps, photo=could_show and random.random() < kind.photo)

    def _answers(self, kind: Kind) -> dict[str, Any]:
        """What somebody answers to a kind's questions; where there is nothing to choose from, the number of a pole."""
        given: dict[str, Any] = {}
        for asked in kind.question:
            if asked.get("required") or self.random.random() < _QUESTIONS_ANSWERED:
                values = list(asked.get("values", {}))
                number = f"{self.random.randrange(1, 40):02d}-{self.random.randrange(1, 300):03d}"
                given[asked["code"]] = self.random.choice(values) if values else number
        return given
