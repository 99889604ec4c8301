"""Writes the older past in bulk, as an archive that a city brings in: one entry in the trail for all of it.

The newer past goes through the operations (`acting`), which takes about 20 ms a case. Both follow the same plans, and
states follow one another by the same rules.
"""

import hashlib
import secrets
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from korzo.capabilities.cases import events
from korzo.capabilities.cases.demo.acting import Stage, Story
from korzo.capabilities.cases.demo.lives import BY_REPORTER, Step
from korzo.capabilities.cases.models import Case, Category, Contact, Photo, Update, Year
from korzo.capabilities.cases.operations import counting, intake
from korzo.capabilities.cases.queries import deciding
from korzo.capabilities.cases.rules import cells, numbers, promises, states
from korzo.capabilities.cases.rules.states import Action
from korzo.kernel import trail
from korzo.kernel.places import queries as places
from korzo.kernel.places.models import District

_ACTIONS = frozenset(Action)
_KINDS = {
    "validate": Update.Kind.VALIDATED, "pass_on": Update.Kind.ASSIGNED, "start": Update.Kind.STARTED,
    "note": Update.Kind.COMMENTED, "excuse": Update.Kind.COMMENTED, "ask": Update.Kind.COMMENTED,
    "resolve": Update.Kind.RESOLVED, "decline": Update.Kind.DECLINED, "reopen": Update.Kind.REOPENED,
    "withdraw": Update.Kind.WITHDRAWN,
}  # fmt: skip
_TOLD = {"resolve", "decline", "note", "excuse", "ask"}
"""Steps that carry their own words; a reopening or a handing over is followed by a comment."""


@dataclass
class Archive:
    """Rows that belong together, gathered and then stored at once."""

    stage: Stage
    contacts: list[Contact] = field(default_factory=list)
    updates: list[Update] = field(default_factory=list)
    photos: list[Photo] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Read what decides about cases, once for all of them."""
        self._categories = {category.code: category for category in Category.objects.all()}
        self._districts = dict(District.objects.values_list("pk", "code"))
        self._calendar = deciding.calendar()

    @transaction.atomic
    def write(self, stories: Sequence[Story], *, now: datetime) -> None:
        """Store these reports as they stand now."""
        points = [(story.report.lat, story.report.long) for story in stories]
        homes = places.districts_of(points)
        codes = _numbered([story.at.year for story in stories])
        cases = [self._lived(*each) for each in zip(stories, codes, homes, strict=True)]
        for case, street in zip(cases, places.streets_of(points), strict=True):
            case.street_id = street
        Case.objects.bulk_create(cases, batch_size=500)
        Contact.objects.bulk_create(self.contacts, batch_size=1000)
        Update.objects.bulk_create(self.updates, batch_size=1000)
        Photo.objects.bulk_create(self.photos, batch_size=1000)
        counting.recount()
        for case in cases:
            intake.index(case)
        proof = hashlib.sha256("\n".join(f"{case.code} {case.description}" for case in cases).encode()).hexdigest()
        happened = events.CasesImported("import:archive", "archive", len(cases), codes[0], codes[-1], proof)
        trail.record(happened, by=None, now=now)

    def _lived(self, story: Story, code: str, district: int | None) -> Case:
        """The case as it is after all that happened to it."""
        told, category = story.report, self._categories[story.kind.code]
        case = Case(
            code=code, category=category, is_public=not category.is_private, description=told.description,
            language=told.language, attributes=told.attributes, lat=told.lat, long=told.long,
            tile=cells.tile(told.lat or 0, told.long or 0), address=told.address, district_id=district,
            office=deciding.office_for(category, self._districts.get(district or 0), story.at).office,
            channel=told.channel,
            reported_at=story.at, updated_at=story.at, due_at=self._due(category, story.at),
        )  # fmt: skip
        contact = Contact(case=case, name=told.name, email=told.email, phone=told.phone, language=told.language)
        contact.follow_nonce = secrets.token_hex(16)
        self.contacts.append(contact)
        if story.photo:
            self._show(case, story, story.at)
        for step in story.steps:
            self._take(step, case, story)
        return case

    def _due(self, category: Category, start: datetime) -> datetime | None:
        return promises.due(start, category.promise, self._calendar) if category.promise else None

    def _take(self, step: Step, case: Case, story: Story) -> None:
        """Change the case as the operation of this name would, and write down what it would."""
        case.updated_at, case.version = step.at, case.version + 1
        if step.verb in _ACTIONS:
            case.state = states.after(case.step, Action(step.verb))
            case.is_open = case.step in states.OPEN
            case.closed_at = None if case.is_open else case.closed_at or step.at
        said = self.stage.said(step, story)
        if step.verb == "assign":
            case.assignee = self.stage.worker(case.office.code)
            return
        made = self._write_down(step.verb, step, case, said if step.verb in _TOLD else "")
        match step.verb:
            case "validate":
                case.validated_at, case.text_is_public, case.due_at = step.at, True, self._due(case.category, step.at)
            case "pass_on":
                case.office, case.assignee = self.stage.offices[step.office], None
                made.office = case.office
                self._write_down("note", step, case, said)
            case "resolve" | "decline":
                case.outcome, case.reason = said, step.reason
            case "reopen":
                case.reopened, case.reason, case.due_at = case.reopened + 1, "", self._due(case.category, step.at)
                self._write_down("ask", step, case, said)
        if step.photo and story.photo:
            self._show(case, story, step.at, made)

    def _write_down(self, verb: str, step: Step, case: Case, text: str) -> Update:
        own = verb in BY_REPORTER
        worker = self.stage.agents[0] if verb == "validate" else self.stage.worker(case.office.code)
        made = Update(
            case=case,
            kind=_KINDS[verb],
            at=step.at,
            text=text,
            is_public=verb not in ("note", "ask"),
            by_reporter=own,
            person=None if own else worker,
            office=None if own else case.office,
        )
        self.updates.append(made)
        return made

    def _show(self, case: Case, story: Story, at: datetime, update: Update | None = None) -> None:
        after = update is not None
        uploads = self.stage.album.copy(story.kind.code, story.at, owner=case.ref, after=after)
        self.photos += [
            Photo(case=case, upload=each, update=update, after_repair=after, added_at=at) for each in uploads
        ]


def _numbered(years: Sequence[int]) -> list[str]:
    """Give each report the next number of its year, in a city that has given none yet."""
    last: Counter[int] = Counter()
    codes = []
    for year in years:
        last[year] += 1
        codes.append(numbers.code(year, last[year]))
    Year.objects.bulk_create(Year(year=year, last=number) for year, number in last.items())
    return codes
