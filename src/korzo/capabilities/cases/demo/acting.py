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
from korzo.capabilities.cases.demo.wording import Told, Wording
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
    told: Told
    report: Report
    steps: list[Step]
    photo: bool = False
    by: Person | None = None


@dataclass
class Cast:
    """Who acts: offices by code, their officers, and the agents of the call centre."""

    offices: dict[str, Organisation] = field(
        default_factory=lambda: {each.code: each for each in Organisation.objects.all()}
    )
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
    """Do one step."""
    said = wording.at_step(step, story.kind.code, story.told)
    agent, officer = random.choice(cast.agents), cast.worker(case.office.code, random)
    match step.verb:
        case "validate":
            operations.validate(case, by=agent, now=step.at)
        case "pass_on":
            operations.assign(case, office=cast.offices[step.office], by=officer, now=step.at, note=said)
        case "assign":
            operations.assign(case, office=case.office, assignee=officer, by=officer, now=step.at)
        case "start":
            operations.start(case, by=officer, now=step.at)
        case "note" | "excuse":
            operations.comment(case, text=said, public=step.verb == "excuse", by=officer, now=step.at)
        case "ask":
            operations.comment(case, text=said, public=False, by=story.by, as_reporter=True, now=step.at)
        case "resolve":
            photos = album(story.kind.code, random, step.at, True) if step.photo and story.photo else ()
            operations.resolve(case, text=said, by=officer, now=step.at, photos=photos)
        case "decline":
            operations.decline(case, reason=step.reason, text=said, by=officer, now=step.at)
        case "reopen":
            operations.reopen(case, text=said, by=story.by, as_reporter=True, now=step.at)
        case "withdraw":
            operations.withdraw(case, by=story.by, now=step.at)
