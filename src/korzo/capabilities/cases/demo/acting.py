"""Lives out the plans: every report and every step goes through the real operations, in the order of time."""

import heapq
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count
from random import Random

from korzo.capabilities.cases import operations
from korzo.capabilities.cases.demo.album import Album
from korzo.capabilities.cases.demo.catalogue import Kind
from korzo.capabilities.cases.demo.lives import Step
from korzo.capabilities.cases.demo.wording import Told, Wording
from korzo.capabilities.cases.models import Case
from korzo.capabilities.cases.operations import Report
from korzo.kernel.files.operations import DRAFT
from korzo.kernel.people.models import Membership, Organisation, Person
from korzo.kernel.people.roles import Role


@dataclass(frozen=True)
class Story:
    """A report that will be made, its words, and what becomes of it. `by` is a resident with an account, or nobody."""

    at: datetime
    kind: Kind
    told: Told
    report: Report
    steps: list[Step]
    photo: bool = False
    by: Person | None = None


@dataclass
class Stage:
    """Everybody and everything that takes part."""

    album: Album
    wording: Wording
    random: Random
    offices: dict[str, Organisation] = field(default_factory=dict)
    officers: dict[str, list[Person]] = field(default_factory=lambda: defaultdict(list))
    agents: list[Person] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Read who works where."""
        self.offices = {office.code: office for office in Organisation.objects.all()}
        for row in Membership.objects.select_related("person", "organisation").order_by("person__email"):
            if row.role == Role.OFFICER:
                self.officers[row.organisation.code].append(row.person)
            elif row.role == Role.AGENT:
                self.agents.append(row.person)

    def worker(self, office: str) -> Person:
        """Somebody who works for an office; an agent where it has nobody of its own."""
        return self.random.choice(self.officers[office] or self.agents)

    def play(self, stories: Iterable[Story]) -> Iterator[Case]:
        """Carry out all reports and steps in the order of time; yields each case when it is reported."""
        turns = count()
        coming: list[tuple[datetime, int, Story, Step | None, Case | None]] = []
        for story in stories:
            heapq.heappush(coming, (story.at, next(turns), story, None, None))
        while coming:
            at, _turn, story, step, case = heapq.heappop(coming)
            if step and case:
                _DOES[step.verb](self, step, case, story)
                continue
            case = self._report(story)
            yield case
            for each in story.steps:
                heapq.heappush(coming, (max(each.at, at), next(turns), story, each, case))

    def _report(self, story: Story) -> Case:
        photos = self.album.copy(story.kind.code, story.at, owner=f"{DRAFT}demo") if story.photo else ()
        by = self.random.choice(self.agents) if story.report.channel == "phone" else story.by
        return operations.report(replace(story.report, photos=photos), by=by, now=story.at).case

    def said(self, step: Step, story: Story) -> str:
        """What is said at a step."""
        return self.wording.at_step(step, story.kind.code, story.told)

    def validate(self, step: Step, case: Case, _story: Story) -> None:
        """The call centre has looked at it."""
        operations.validate(case, by=self.random.choice(self.agents), now=step.at)

    def assign(self, step: Step, case: Case, _story: Story) -> None:
        """Somebody in the office takes it."""
        officer = self.worker(case.office.code)
        operations.assign(case, office=case.office, assignee=officer, by=officer, now=step.at)

    def pass_on(self, step: Step, case: Case, story: Story) -> None:
        """Another office is asked, and takes it over."""
        officer, office = self.worker(case.office.code), self.offices[step.office]
        if office == case.office or not self.officers[office.code]:
            return
        asked = operations.hand_over(case, office=office, reason=self.said(step, story), by=officer, now=step.at)
        asked.case = case
        operations.accept(asked, by=self.worker(office.code), now=step.at)

    def start(self, step: Step, case: Case, _story: Story) -> None:
        """Work begins."""
        operations.start(case, by=self.worker(case.office.code), now=step.at)

    def comment(self, step: Step, case: Case, story: Story) -> None:
        """The office writes, for all or for colleagues."""
        by, text = self.worker(case.office.code), self.said(step, story)
        operations.comment(case, text=text, public=step.verb == "excuse", by=by, now=step.at)

    def ask(self, step: Step, case: Case, story: Story) -> None:
        """The reporter writes to the office."""
        operations.comment(case, text=self.said(step, story), public=False, by=story.by, as_reporter=True, now=step.at)

    def resolve(self, step: Step, case: Case, story: Story) -> None:
        """It is mended, and sometimes there is a picture to prove it."""
        shown = step.photo and story.photo
        photos = self.album.copy(story.kind.code, story.at, owner=f"{DRAFT}demo", after=True) if shown else ()
        by = self.worker(case.office.code)
        operations.resolve(case, text=self.said(step, story), by=by, now=step.at, photos=photos)

    def decline(self, step: Step, case: Case, story: Story) -> None:
        """It will not be done."""
        by, text = self.worker(case.office.code), self.said(step, story)
        operations.decline(case, reason=step.reason, text=text, by=by, now=step.at)

    def reopen(self, step: Step, case: Case, story: Story) -> None:
        """The reporter does not agree that it is solved."""
        operations.reopen(case, text=self.said(step, story), by=story.by, as_reporter=True, now=step.at)

    def withdraw(self, step: Step, case: Case, story: Story) -> None:
        """The reporter takes it back."""
        operations.withdraw(case, by=story.by, now=step.at)


_DOES: dict[str, Callable[[Stage, Step, Case, Story], None]] = {
    "validate": Stage.validate, "assign": Stage.assign, "pass_on": Stage.pass_on, "start": Stage.start,
    "note": Stage.comment, "excuse": Stage.comment, "ask": Stage.ask, "resolve": Stage.resolve,
    "decline": Stage.decline, "reopen": Stage.reopen, "withdraw": Stage.withdraw,
}  # fmt: skip
