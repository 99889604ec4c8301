"""A case, who reported it, and what happened to it."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from korzo.capabilities.cases.models.catalogue import Category, RoutingRule
from korzo.capabilities.cases.rules import states
from korzo.kernel.people.models import Organisation, Person

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager

    from korzo.capabilities.cases.models.following import Follower
    from korzo.capabilities.cases.models.merging import Merge

TEXT_LIMIT = 4000
NEVER = datetime(9999, 12, 31, tzinfo=UTC)
_OPEN = Q(is_open=True)


class CaseQuerySet(models.QuerySet["Case"]):
    """Ways to choose cases."""

    def public(self) -> Self:
        """Those that everybody may see."""
        return self.filter(is_public=True)

    def open(self) -> Self:
        """Those that somebody still has to work on."""
        return self.filter(is_open=True)

    def newest_first(self) -> Self:
        """In the order of public lists."""
        return self.order_by("-reported_at", "-pk")

    def due_first(self) -> Self:
        """In the order of an officer's queue: what is due first, then what has no promise."""
        return self.order_by("urgent_at", "pk")


class Case(models.Model):
    """One problem at one place, owned by exactly one office at any moment."""

    class State(models.TextChoices):
        """The rules' states, with names to read."""

        RECEIVED = "received", _("Received")
        VALIDATED = "validated", _("With the office")
        IN_PROGRESS = "in_progress", _("In progress")
        FORWARDED = "forwarded", _("With another authority")
        RESOLVED = "resolved", _("Solved")
        DECLINED = "declined", _("Not possible")
        DUPLICATE = "duplicate", _("Already reported")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    class Channel(models.TextChoices):
        """The ways in that have a name to read; cases from other systems may know others."""

        WEB = "web", _("This site")
        EMAIL = "email", _("E-mail")
        SMS = "sms", _("SMS")
        PHONE = "phone", _("Telephone")
        COUNTER = "counter", _("Counter")
        PAPER = "paper", _("Paper")
        OPEN311 = "open311", _("Another program (Open311)")
        API = "api", _("Another program")
        INSPECTION = "inspection", _("Inspection")
        IMPORT = "import", _("Imported")

    code = models.CharField(max_length=24, unique=True)
    category = models.ForeignKey(Category, models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=12, choices=State, default=State.RECEIVED)
    is_open = models.BooleanField(default=True)
    is_public = models.BooleanField(default=True)
    text_is_public = models.BooleanField(default=False)
    description = models.TextField(max_length=TEXT_LIMIT, blank=True)
    language = models.CharField(max_length=10, blank=True)
    attributes = models.JSONField(default=dict, blank=True)
    outcome = models.TextField(max_length=TEXT_LIMIT, blank=True)
    outcome_is_public = models.BooleanField(default=True)
    reason = models.CharField(max_length=24, blank=True)

    lat = models.FloatField(null=True, blank=True)
    long = models.FloatField(null=True, blank=True)
    tile = models.BigIntegerField(null=True, blank=True)
    address = models.CharField(max_length=200, blank=True)
    district = models.ForeignKey(
        "kernel.District", models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    street = models.ForeignKey(
        "kernel.Street", models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )

    office = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    routed_by = models.ForeignKey(  # rules are kept in memory for moments: one deleted meanwhile must not stop a report
        RoutingRule, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False, db_constraint=False
    )
    assignee = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)

    channel = models.CharField(max_length=16, default="web")
    source = models.CharField(max_length=40, blank=True)
    source_key = models.CharField(max_length=80, blank=True)
    client_key = models.CharField(max_length=64, null=True, blank=True, unique=True)

    reported_at = models.DateTimeField()
    validated_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    urgent_at = models.GeneratedField(
        expression=Coalesce("due_at", Value(NEVER)), output_field=models.DateTimeField(), db_persist=True
    )
    promised_from = models.DateTimeField(null=True, blank=True)
    answer_due_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    waiting_since = models.DateTimeField(null=True, blank=True)
    escalate_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    unread_since = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField()
    reopened = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    objects = CaseQuerySet.as_manager()

    if TYPE_CHECKING:
        contact: "Contact"
        updates: RelatedManager["Update"]
        photos: RelatedManager["Photo"]
        followers: RelatedManager[Follower]
        merge: Merge
        repeated: RelatedManager[Merge]

    class Meta:
        """Constraints that hold however a row is written, and the indexes of each list."""

        constraints = [
            models.CheckConstraint(
                condition=Q(is_open=True, state__in=states.OPEN) | Q(is_open=False, state__in=states.CLOSED),
                name="case_open_follows_state",
            ),
            models.CheckConstraint(
                condition=Q(lat__isnull=True, long__isnull=True, tile__isnull=True)
                | Q(lat__range=(-90, 90), long__range=(-180, 180), tile__isnull=False),
                name="case_position_whole",
            ),
            models.UniqueConstraint(
                fields=["source", "source_key"], condition=~Q(source=""), name="case_imported_once"
            ),
        ]
        # Open cases are few beside all that ever were, so their lists have small indexes of their own. What follows the
        # order is there to be filtered by: rows that a list does not show are never fetched, neither to count them
        # (SQLite wants is_open even where it is the condition).
        indexes = [
            models.Index(fields=["-reported_at", "-id", "is_public", "is_open"], name="case_newest"),
            models.Index(fields=["category", "-reported_at", "-id", "is_public", "is_open"], name="case_by_category"),
            models.Index(fields=["district", "-reported_at", "-id", "is_public", "is_open"], name="case_by_district"),
            models.Index(
                fields=["street", "-reported_at", "-id", "is_public", "is_open"],
                name="case_by_street",
                condition=Q(street__isnull=False),
            ),
            models.Index(
                fields=["unread_since", "office"], name="case_unread", condition=Q(unread_since__isnull=False)
            ),
            models.Index(
                fields=["tile", "is_open", "is_public", "lat", "long", "state", "category", "code"], name="case_tile"
            ),  # all that a map shows of a case: three hundred rows lie on three hundred pages of the disk
            models.Index(fields=["updated_at"], name="case_changed"),
            models.Index(fields=["office", "urgent_at", "id"], name="case_queue", condition=_OPEN),
            models.Index(fields=["urgent_at", "id", "office"], name="case_due_first", condition=_OPEN),
            models.Index(
                fields=["category", "-reported_at", "-id", "is_public", "is_open"],
                name="case_open_by_category",
                condition=_OPEN,
            ),
            models.Index(
                fields=["-reported_at", "-id", "is_public", "is_open"], name="case_open_newest", condition=_OPEN
            ),
            models.Index(fields=["routed_by"], name="case_routed", condition=Q(routed_by__isnull=False)),
            models.Index(fields=["escalate_at"], name="case_escalate", condition=Q(escalate_at__isnull=False)),
            models.Index(fields=["assignee"], name="case_assigned", condition=Q(assignee__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def ref(self) -> str:
        """How other capabilities name this case."""
        return f"case:{self.code}"

    @property
    def step(self) -> states.State:
        """The state as the rules know it."""
        return states.State(self.state)

    @property
    def address_is_public(self) -> bool:
        """Whether everybody may read the address as it was written: checked here, or by the system it is from."""
        return self.text_is_public or bool(self.source)

    @property
    def on_time(self) -> bool | None:
        """Whether the promise was kept; None while open or when nothing was promised."""
        return self.closed_at <= self.due_at if self.closed_at and self.due_at else None

    @property
    def came_by(self) -> str:
        """Which way it came, as a person reads it."""
        return str(dict(self.Channel.choices).get(self.channel, self.channel))

    @property
    def is_unsorted(self) -> bool:
        """Whether nobody has said yet what it is about."""
        return self.category.code == str(settings.KORZO.unsorted_kind)

    def is_late(self, now: datetime) -> bool:
        """Say whether the case is open and past its promise."""
        return self.is_open and self.due_at is not None and self.due_at < now


class Contact(models.Model):
    """Who reported a case and how to reach them. The only place with their name and addresses."""

    case = models.OneToOneField(Case, models.CASCADE, related_name="contact", primary_key=True)
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=10, blank=True)
    follow_nonce = models.CharField(max_length=32, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.case_id.__str__()

    @property
    def is_reachable(self) -> bool:
        """Say whether there is any way to tell them."""
        return bool(self.person_id or self.email or self.phone)


class Update(models.Model):
    """Something that was written or done about a case after it was reported."""

    class Kind(models.TextChoices):
        """What sort of step it was."""

        VALIDATED = "validated", _("Checked and passed on")
        ASSIGNED = "assigned", _("Handed over")
        STARTED = "started", _("Work started")
        FORWARDED = "forwarded", _("Passed to another authority")
        RETURNED = "returned", _("The authority has answered")
        OFFERED = "offered", _("Another office is asked to take it over")
        REFUSED = "refused", _("Not taken over")
        OVERDUE = "overdue", _("Nobody answered in time")
        RECALLED = "recalled", _("Kept after all")
        DECIDED = "decided", _("An arbiter has decided")
        PART_ASKED = "part_asked", _("Part of the work asked for")
        PART_DONE = "part_done", _("Part of the work done")
        PART_FAILED = "part_failed", _("Part of the work not possible")
        COMMENTED = "commented", _("Comment")
        RESOLVED = "resolved", _("Solved")
        DECLINED = "declined", _("Not possible")
        REOPENED = "reopened", _("Reopened")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        MERGED = "merged", _("The same problem as another report")
        JOINED = "joined", _("Others reported it too")
        SPLIT = "split", _("Not the same problem after all")
        ASKED = "asked", _("Question to the person who reported it")
        REPLIED = "replied", _("Answer")
        SORTED = "sorted", _("Kind and place set right")
        HEARD = "heard", _("News from the authority")

    case = models.ForeignKey(Case, models.CASCADE, related_name="updates")
    kind = models.CharField(max_length=12, choices=Kind)
    at = models.DateTimeField()
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    office = models.ForeignKey(Organisation, models.SET_NULL, null=True, blank=True, related_name="+")
    toward = models.ForeignKey(Organisation, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    by_reporter = models.BooleanField(default=False)
    channel = models.CharField(max_length=16, blank=True)
    text = models.TextField(max_length=TEXT_LIMIT, blank=True)
    is_public = models.BooleanField(default=True)
    client_key = models.CharField(max_length=64, null=True, blank=True, unique=True)

    class Meta:
        """In the order in which it happened."""

        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["at"], name="update_at")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"

    @property
    def came_by(self) -> str:
        """Which way it came, as a person reads it; empty when it was written on this site."""
        return str(dict(Case.Channel.choices).get(self.channel, self.channel))


class Photo(models.Model):
    """A picture of the problem, or of the repair."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="photos")
    upload = models.ForeignKey("kernel.Upload", models.CASCADE, related_name="+")
    update = models.ForeignKey(Update, models.CASCADE, null=True, blank=True, related_name="photos")
    after_repair = models.BooleanField(default=False)
    added_at = models.DateTimeField()

    class Meta:
        """In the order in which they came."""

        ordering = ["added_at", "pk"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.upload_id}"
