"""Lives out the plans: every report and every step goes through the real operations, in the order of time."""

import heapq
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from random import Random
from typing import Any

from korzo.capabilities.cases import operations
from korzo.capabilities.cases.demo.catalogue import Kind
from korzo.capabilities.cases.demo.lives import Step
from korzo.capabilities.cases.demo.wording import Wording, spoken
from korzo.capabilities.cases.models import Case
from korzo.capabilities.cases.operations import Report
from korzo.kernel.people.models import Membership, Organisation, Person
from korzo.kernel.people.roles import Role

Album = Callable[[str, Random, datetime, bool], tuple[Any, ...]]


@dataclass(frozen=True)
class Story:
    """A report that will be made, what becomes of it, and whose it is (None: a stranger's)."""

    at: datetime
    kind: Kind
    report: Report
    steps: list[Step]
    photo: bool = False
    by: Person | None = None


@dataclass
class Cast:
    """Who acts: offices by code, their officers, and the agents of the call centre."""

    offices: dict[str, Organisation] = field(default_factory=lambda: {each.code: each for each in Organisation.objects.all()})
    officers: dict[str, list[Person]] = field(default_factory=dict)
    agents: list[Person] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Read who works where."""
        by_office = defaultdict(list)
        for row in Membership.objects.select_related("person", "organisation").order_by("person__email"):
            if row.role == Role.OFFICER:
                by_office[row.organisation.code].append(row.person)
            elif row.role == Role.AGENT:
                self.agents.append(row.person)
        self.officers = dict(by_office)

    def worker(self, office: str, random: Random) -> Person:
        """Somebody who works for an office; agents where it has nobody of its own."""
        return random.choice(self.officers.get(office) or self.agents)


def play(stories: Iterable[Story], *, cast: Cast, album: Album, wording: Wording, random: Random) -> Iterator[Case]:
    """Carry out all reports and steps in the order of time; yields each case once it is reported."""
    turns = count()
    coming: list[tuple[datetime, int, Story, Step | None, list[Case]]] = []
    for story in stories:
        heapq.heappush(coming, (story.at, next(turns), story, None, []))
    while coming:
        at, _turn, story, step, made = heapq.heappop(coming)
        if step is not None:
            _take(step, made[0], story, cast, album, wording, random)
            continue
        case = _report(story, cast, album, random)
        yield case
        for each in story.steps:
            heapq.heappush(coming, (max(each.at, at), next(turns), story, each, [case]))


def _report(story: Story, cast: Cast, album: Album, random: Random) -> Case:
    photos = album(story.kind.code, random, story.at, False) if story.photo else ()
    what = Report(**{**vars(story.report), "photos": photos})
    by = random.choice(cast.agents) if what.channel == "phone" else story.by
    return operations.report(what, by=by, now=story.at).case


def _take(step: Step, case: Case, story: Story, cast: Cast, album: Album, wording: Wording, random: Random) -> None:
    """Do one step; its words are in the reporter's language where the office speaks it."""
    office, language, kind = case.office.code, case.language, story.kind.code
    agent, officer = random.choice(cast.agents), cast.worker(office, random)
    if case.assignee_id and case.assignee in cast.officers.get(office, ()):
        officer = case.assignee
    reporter = {"by": story.by, "as_reporter": True, "now": step.at}
    match step.verb:
        case "validate":
            operations.validate(case, by=agent, now=step.at, **step.details)
        case "assign" if "office" in step.details:
            note = wording.note("misrouted")
            operations.assign(case, office=cast.offices[step.details["office"]], by=officer, now=step.at, note=note)
        case "assign":
            operations.assign(case, office=case.office, assignee=officer, by=officer, now=step.at)
        case "start":
            operations.start(case, by=officer, now=step.at)
        case "comment" if step.by == "reporter":
            operations.comment(case, text=wording.impatient(language), public=False, **reporter)
        case "comment" if step.details["public"]:
            operations.comment(case, text=wording.delayed(language), public=True, by=officer, now=step.at)
        case "comment":
            operations.comment(case, text=wording.note("work"), public=False, by=officer, now=step.at)
        case "resolve":
            photos = album(kind, random, step.at, True) if step.details["photo"] and story.photo else ()
            operations.resolve(case, text=wording.done(kind, language), by=officer, now=step.at, photos=photos)
        case "decline":
            reason = step.details["reason"]
            text = spoken(step.details["text"], "sr") if "text" in step.details else wording.declined(reason, language)
            operations.decline(case, reason=reason, text=text, by=officer, now=step.at)
        case "reopen":
            operations.reopen(case, text=wording.still_broken(language), **reporter)
        case "withdraw":
            operations.withdraw(case, by=story.by, now=step.at)
