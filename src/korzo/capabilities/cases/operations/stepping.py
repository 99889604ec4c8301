"""How a case is changed: locked, one version further, with the map's counts, the search and loose ends in order."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from korzo.capabilities.cases import permissions
from korzo.capabilities.cases.models import Case, Photo, Update
from korzo.capabilities.cases.operations import clocks, counting, intake, loose_ends
from korzo.capabilities.cases.rules import states
from korzo.capabilities.cases.rules.states import Action
from korzo.kernel.files import operations as files
from korzo.kernel.files.models import Upload
from korzo.kernel.people.models import Organisation, Person
from korzo.kernel.text import plain


class NotAllowed(PermissionError):
    """This person may not do that with this case."""


class CaseChanged(RuntimeError):
    """Somebody else changed the case meanwhile; look at it again before deciding."""


@dataclass
class Step:
    """A case being changed: locked, with its spot on the map from before."""

    case: Case
    now: datetime
    fields: set[str] = field(default_factory=set)

    def set(self, **values: object) -> None:
        """Give fields their values; what was set is what is stored."""
        for name, value in values.items():
            setattr(self.case, name, value)
            self.fields.add(name)

    def to(self, action: Action) -> None:
        """Move to the state that the action leads to; raises NotPossible."""
        state = states.after(self.case.step, action)
        was_open = self.case.is_open
        self.set(state=state, is_open=state in states.OPEN)
        if was_open and not self.case.is_open:
            self.set(closed_at=self.now)
            clocks.stop(self)

    def log(
        self,
        kind: str,
        *,
        by: Person | None,
        text: str = "",
        public: bool = True,
        photos: tuple[Upload, ...] = (),
        office: Organisation | None = None,
        toward: Organisation | None = None,
        channel: str = "",
    ) -> Update:
        """Write a line of the case's story: by the owning office if no other is named, perhaps toward another one.

        What a reporter writes about a closed case is unread until somebody of the city does something there.
        """
        is_staffs = by is not None and bool(by.roles)
        if kind in (Update.Kind.COMMENTED, Update.Kind.REPLIED) and not (is_staffs or self.case.is_open):
            self.set(unread_since=self.case.unread_since or self.now)
        elif self.case.unread_since and (is_staffs or self.case.is_open):
            self.set(unread_since=None)
        made = Update.objects.create(
            case=self.case,
            kind=kind,
            at=self.now,
            person=by if by and by.roles else None,
            office=(office or self.case.office) if by and by.roles else None,
            toward=toward,
            by_reporter=toward is None and not (by and by.roles),
            channel=channel,
            text=text,
            is_public=public,
        )
        if photos:
            files.adopt(list(photos), owner=self.case.ref)
            Photo.objects.bulk_create(
                Photo(
                    case=self.case,
                    upload=each,
                    update=made,
                    added_at=self.now,
                    after_repair=kind == Update.Kind.RESOLVED,
                )
                for each in photos
            )
        return made


@contextmanager
def changing(case: Case, *, now: datetime, version: int | None = None) -> Iterator[Step]:
    """Lock the case, let the caller change it, then store exactly what changed, the map's counts and the search."""
    with transaction.atomic():
        locked = Case.objects.select_for_update(of=("self",)).select_related("category", "office").get(pk=case.pk)
        if version is not None and locked.version != version:
            raise CaseChanged(_("Somebody else has just changed this case. Look at it again."))
        before, was_open = counting.Spot.of(locked), locked.is_open
        step = Step(locked, now)
        yield step
        if was_open and not locked.is_open:
            loose_ends.tie(locked, now=now)
        step.set(updated_at=now, version=locked.version + 1)
        locked.save(update_fields=sorted(step.fields))
        counting.move(before, counting.Spot.of(locked))
        if step.fields & {"text_is_public", "is_public", "outcome", "outcome_is_public", "category", "address"}:
            intake.index(locked)
    for name in step.fields:
        setattr(case, name, getattr(locked, name))


def worker(person: Person | None, case: Case) -> Person:
    """Let through who works on the case; raises NotAllowed."""
    if person is None or not permissions.can_work_on(person, case):
        raise NotAllowed(_("Only the office that owns the case can do this."))
    return person


def needed(text: str, message: str, *, field: str = "text") -> str:
    """Clean a text that must say something; raises ReportRefused."""
    cleaned = plain.clean(text)
    if not cleaned:
        raise intake.ReportRefused(field, message)
    return cleaned
