"""What becomes of a report: who does what to it, and when. Only a plan; `acting` carries it out."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from korzo.capabilities.cases.demo.catalogue import Kind
from korzo.capabilities.cases.rules.promises import Calendar, Clock, Promise, due

_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True)
class Pace:
    """How an office works: the part of the promised time it needs (median and spread), and what it never finishes."""

    median: float
    spread: float
    forgotten: float


PACES = {
    "water": Pace(0.35, 0.6, 0.01), "lighting": Pace(0.55, 0.6, 0.05), "roads": Pace(0.75, 0.65, 0.08),
    "waste": Pace(0.5, 0.6, 0.04), "parks": Pace(0.95, 0.75, 0.14), "parking": Pace(0.5, 0.7, 0.02),
    "police": Pace(0.6, 0.7, 0.08), "inspection": Pace(1.15, 0.7, 0.22), "transport": Pace(0.7, 0.6, 0.08),
    "beach": Pace(0.4, 0.6, 0.04), "intake": Pace(0.5, 0.5, 0.0),
}  # fmt: skip
_MISTAKEN = {
    "roads": "parking", "water": "roads", "waste": "parks", "parks": "waste", "lighting": "roads", "police": "parking",
    "parking": "police", "beach": "parks", "transport": "roads",
}  # fmt: skip
"""Where a wrongly routed case goes next."""

REASONS = {"not_ours": 22, "no_defect": 25, "not_found": 20, "private_ground": 23, "other": 10}
DECLINED = 0.06
"""Part of the reports that are declined, beside wishes."""
BY_REPORTER = ("ask", "reopen", "withdraw")


@dataclass(frozen=True)
class Step:
    """Something done to a case.

    `verb` is one of `operations`, or a comment by its purpose: `note` (for colleagues), `excuse` (for everybody), `ask`
    (the reporter's). `pass_on` gives the case to `office`, `assign` to a person in its own.
    """

    at: datetime
    verb: str
    office: str = ""
    reason: str = ""
    photo: bool = False


@dataclass(frozen=True)
class Setting:
    """What all lives share: the present, the offices' calendar."""

    now: datetime
    calendar: Calendar


def plan(kind: Kind, *, at: datetime, is_wish: bool, random: Random, setting: Setting) -> list[Step]:
    """The life of a case that is reported at a moment, without what lies after the present.

    A wish is something for which there is no money.
    """
    steps = _lived(kind, at, random, setting, is_wish=is_wish)
    steps.sort(key=lambda step: step.at)
    return [step for step in steps if step.at < setting.now]


def _lived(kind: Kind, at: datetime, random: Random, setting: Setting, *, is_wish: bool) -> list[Step]:
    checked = _checked(at, random, setting)
    if random.random() < 0.012:  # noqa: PLR2004 -- few take a report back
        return [Step(at + random.uniform(0.2, 30) * _HOUR, "withdraw")]
    promised = due(checked, Promise(Clock(kind.promise[1]), kind.promise[0]), setting.calendar)
    pace = PACES[kind.office]
    took = (promised - checked) * (pace.median * random.lognormvariate(0, pace.spread))
    done = _at_work(checked + max(took, 20 * _MINUTE), kind, random, setting)
    steps = [Step(checked, "validate"), *_passed_on(kind, checked, done, random)]
    if _is_forgotten(pace, setting.now - at, random):
        steps += _talked(checked, checked + (setting.now - checked) * 0.8, promised, random)
        steps += [Step(checked + took * 0.3, "start")] * (random.random() < 0.4)  # noqa: PLR2004 -- some are begun
        return _by_day(steps, kind, checked, setting)
    steps += _talked(checked, done, promised, random)
    if random.random() < 0.75 and not is_wish:  # noqa: PLR2004 -- the rest is solved without a word in between
        steps.append(Step(checked + (done - checked) * random.uniform(0.3, 0.9), "start"))
    steps = _by_day(steps, kind, checked, setting)
    if is_wish:
        return [*steps, Step(done, "decline", reason="no_money")]
    if random.random() < DECLINED and not kind.private:
        return [*steps, Step(done, "decline", reason=random.choices(list(REASONS), list(REASONS.values()))[0])]
    return [*steps, Step(done, "resolve", photo=random.random() < 0.4), *_again(kind, done, took, random, setting)]  # noqa: PLR2004


def _again(kind: Kind, done: datetime, took: timedelta, random: Random, setting: Setting) -> list[Step]:
    """What follows when it was not solved after all: mostly it is then; what is fresh may still be fought over."""
    if random.random() > 0.04:  # noqa: PLR2004 -- few are not content
        return []
    again = (done + random.uniform(0.5, 9) * _DAY).astimezone(setting.calendar.zone)
    again = again.replace(hour=max(again.hour, 7))
    mended = Step(_at_work(again + max(took * 0.8, 3 * _HOUR), kind, random, setting), "resolve")
    is_over = random.random() < 0.85 or setting.now - again > 40 * _DAY  # noqa: PLR2004 -- most are mended
    return [Step(again, "reopen"), mended] if is_over else [Step(again, "reopen")]


def _by_day(steps: list[Step], kind: Kind, checked: datetime, setting: Setting) -> list[Step]:
    """Offices do not write at night: what falls there was done in the day before. Crews on duty do."""
    if kind.promise[1] == Clock.HOURS:
        return steps
    found = []
    for step in steps:
        local = step.at.astimezone(setting.calendar.zone)
        if not 7 <= local.hour <= 18:  # noqa: PLR2004 -- hours of the day
            evening = local - _DAY if local.hour < 7 else local  # noqa: PLR2004 -- as above
            local = evening.replace(hour=9 + local.minute % 9)
        is_office = step.verb not in (*BY_REPORTER, "validate")
        found.append(replace(step, at=max(local, checked + _MINUTE)) if is_office else step)
    return found


def _checked(at: datetime, random: Random, setting: Setting) -> datetime:
    """When the call centre, at work from 7 to 21 every day, has looked at a report; it is behind with the newest."""
    if setting.now - at < 2 * _DAY and random.random() < 0.7:  # noqa: PLR2004 -- a part of them
        return setting.now
    moment = at + random.expovariate(1 / 75) * _MINUTE + 4 * _MINUTE
    local = moment.astimezone(setting.calendar.zone)
    if local.hour >= 21:  # noqa: PLR2004 -- hours of the day
        local = (local + _DAY).replace(hour=7)
    elif local.hour < 7:  # noqa: PLR2004 -- hours of the day
        local = local.replace(hour=7)
    return max(local, at + _MINUTE)


def _at_work(moment: datetime, kind: Kind, random: Random, setting: Setting) -> datetime:
    """The next moment at which the office works; crews on duty work around the clock."""
    if kind.promise[1] == Clock.HOURS:
        return moment
    local = moment.astimezone(setting.calendar.zone)
    day = local.date() if setting.calendar.works(local.date()) else setting.calendar.next_working(local.date())
    if day == local.date() and 8 <= local.hour < 16:  # noqa: PLR2004 -- hours of the day
        return moment
    if day == local.date() and local.hour >= 16:  # noqa: PLR2004 -- hours of the day
        day = setting.calendar.next_working(day)
    return datetime.combine(day, local.time().replace(hour=random.randrange(8, 16)), setting.calendar.zone)


def _is_forgotten(pace: Pace, age: timedelta, random: Random) -> bool:
    """Some cases lie; the older they are, the likelier that somebody has found them since."""
    return random.random() < pace.forgotten * max(0.0, 1 - age / (240 * _DAY)) * (6 if age < 60 * _DAY else 2)


def _passed_on(kind: Kind, checked: datetime, done: datetime, random: Random) -> list[Step]:
    """Handed to another office by mistake and back, or to somebody in the office."""
    soon = checked + min((done - checked) * random.uniform(0.05, 0.2), 9 * _HOUR)
    if random.random() < 0.035 and kind.office in _MISTAKEN:  # noqa: PLR2004 -- few are misunderstood
        back = soon + (done - soon) * 0.2
        return [Step(soon, "pass_on", office=_MISTAKEN[kind.office]), Step(back, "pass_on", office=kind.office)]
    return [Step(soon, "assign")] if random.random() < 0.4 else []  # noqa: PLR2004 -- a part of all


def _talked(checked: datetime, done: datetime, promised: datetime, random: Random) -> list[Step]:
    """What is written on the way: internal notes, an excuse when it takes long, an impatient reporter."""
    steps = []
    if random.random() < 0.22:  # noqa: PLR2004 -- a part of all
        steps.append(Step(checked + (done - checked) * random.uniform(0.1, 0.8), "note"))
    if done > promised and random.random() < 0.5:  # noqa: PLR2004 -- half of the late ones hear why
        at = promised + (done - promised) * random.uniform(-0.1, 0.4)
        steps.append(Step(max(at, checked + _MINUTE), "excuse"))
    if done > promised + _DAY and random.random() < 0.3:  # noqa: PLR2004 -- a part of all
        steps.append(Step(promised + (done - promised) * random.uniform(0.3, 0.7), "ask"))
    return steps
