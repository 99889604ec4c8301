"""A process with timed phases that switch abilities on and off: budgeting cycles, ballots, assessments."""

from collections.abc import Iterable
from datetime import datetime
from itertools import pairwise

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _


class Process(models.Model):
    """Something that runs through phases; `ref` names the record that it belongs to."""

    ref = models.CharField(max_length=80, unique=True)

    def __str__(self) -> str:
        return self.ref

    def may(self, ability: str, *, now: datetime) -> bool:
        """Say whether the phase that runs at `now` switches the ability on."""
        phase = self.at(now)
        return phase is not None and ability in phase.abilities

    def at(self, now: datetime) -> "Phase | None":
        """The phase that runs at `now`: from its start up to, not including, its end."""
        return self.phases.filter(starts_at__lte=now).filter(models.Q(ends_at__gt=now) | models.Q(ends_at=None)).first()

    def next(self, now: datetime) -> "Phase | None":
        """The next phase to start after `now`."""
        return self.phases.filter(starts_at__gt=now).first()


class Phase(models.Model):
    """A span of time in which some abilities are on. The last phase may be open-ended."""

    process = models.ForeignKey(Process, models.CASCADE, related_name="phases")
    name = models.CharField(max_length=40)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    abilities = models.JSONField(default=list, blank=True)

    class Meta:
        """In order of time."""

        ordering = ["starts_at"]
        constraints = [
            models.UniqueConstraint(fields=["process", "name"], name="phase_once"),
            models.CheckConstraint(
                condition=models.Q(ends_at__isnull=True) | models.Q(ends_at__gt=models.F("starts_at")),
                name="phase_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.process_id} {self.name}"


@transaction.atomic
def plan(ref: str, phases: Iterable[Phase]) -> Process:
    """Set the phases of a process, replacing earlier ones; raises ValidationError when two of them overlap."""
    ordered = sorted(phases, key=lambda phase: phase.starts_at)
    for earlier, later in pairwise(ordered):
        if earlier.ends_at is None or earlier.ends_at > later.starts_at:
            raise ValidationError(
                _("“%(later)s” starts before “%(earlier)s” has ended.") % {"later": later.name, "earlier": earlier.name}
            )
    process, _made = Process.objects.get_or_create(ref=ref)
    process.phases.all().delete()
    for phase in ordered:
        phase.process = process
        phase.full_clean(exclude=["process"])
        phase.save(force_insert=True)
    return process
