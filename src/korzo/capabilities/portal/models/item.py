"""An item: a piece of news, an event, a page, a service … in as many languages as somebody wrote it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from korzo.capabilities.portal.rules import kinds, states
from korzo.kernel.files.models import Upload
from korzo.kernel.people.models import Organisation, Person
from korzo.kernel.text.fields import MultilingualField
from korzo.kernel.text.multilingual import Shown, Text, in_language, reading


class Category(models.Model):
    """What items are about, or which series they belong to; one may stand in several."""

    code = models.SlugField(_("name in addresses"), max_length=60, unique=True)
    name = MultilingualField(_("name"), max_length=80)
    kinds = models.JSONField(_("for which kinds"), default=list, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=50)
    is_shown = models.BooleanField(_("offered to readers"), default=True)

    class Meta:
        """In the order that the city gives."""

        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.code


class ItemQuerySet(models.QuerySet["Item"]):
    """Ways to choose items."""

    def shown(self, now: datetime) -> Self:
        """Those that everybody may read at this moment."""
        return self.filter(state=states.PUBLISHED, publish_at__lte=now)

    def newest_first(self, now: datetime) -> Self:
        """As lists show them: what is pinned, then the newest."""
        pinned = Q(pinned_until__gt=now)
        return self.annotate(is_pinned=models.ExpressionWrapper(pinned, models.BooleanField())).order_by(
            F("is_pinned").desc(nulls_last=True), "-publish_at", "-pk"
        )

    def light(self) -> Self:
        """Without what only their own page needs."""
        return self.defer("body", "links").select_related("cover")


class Item(models.Model):
    """One thing that the portal tells, whatever its kind; `details` are the answers to the kind's own questions.

    Texts are kept by language. `language` is the one it was written in; `languages` says of each other one whether it
    is ready, and from which version of the original it was made: `{"mk": {"ready": true, "of": 7}}`.
    """

    class Kind(models.TextChoices):
        """What sort of item."""

        NEWS = "news", _("News")
        EVENT = "event", _("Event")
        PAGE = "page", _("Page")
        SERVICE = "service", _("Service")
        BROCHURE = "brochure", _("Publication")
        ALBUM = "album", _("Album")
        PARTNER = "partner", _("Partner")
        TESTIMONIAL = "testimonial", _("Testimonial")

    class State(models.TextChoices):
        """Where it stands; what may follow is in `rules.states`."""

        DRAFT = states.DRAFT, _("Draft")
        IN_REVIEW = states.IN_REVIEW, _("To be checked")
        PUBLISHED = states.PUBLISHED, _("Published")
        WITHDRAWN = states.WITHDRAWN, _("Withdrawn")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    slug = models.SlugField(_("name in addresses"), max_length=80)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    language = models.CharField(_("written in"), max_length=10)
    languages = models.JSONField(default=dict, blank=True)
    title = MultilingualField(_("title"), max_length=160)
    lead = MultilingualField(_("in short"), max_length=600, blank=True)
    body = MultilingualField(_("text"), max_length=50_000, blank=True)
    details = models.JSONField(default=dict, blank=True)
    links = models.JSONField(_("links"), default=list, blank=True)
    related = models.JSONField(_("belongs to"), default=list, blank=True)
    categories = models.ManyToManyField(Category, related_name="items", blank=True, verbose_name=_("categories"))
    cover = models.ForeignKey(Upload, models.SET_NULL, null=True, blank=True, related_name="+")
    cover_alt = MultilingualField(_("what the picture shows"), max_length=300, blank=True)
    focus_x = models.FloatField(default=0.5, validators=[MinValueValidator(0), MaxValueValidator(1)])
    focus_y = models.FloatField(default=0.5, validators=[MinValueValidator(0), MaxValueValidator(1)])
    credit = models.CharField(_("author, as readers see it"), max_length=120, blank=True)
    office = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="portal_items", verbose_name=_("office")
    )
    starts_at = models.DateTimeField(_("begins"), null=True, blank=True)
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    is_all_day = models.BooleanField(_("all day"), default=False)
    street = models.ForeignKey("kernel.Street", models.SET_NULL, null=True, blank=True, related_name="+")
    district = models.ForeignKey("kernel.District", models.SET_NULL, null=True, blank=True, related_name="+")
    lat = models.FloatField(null=True, blank=True)
    long = models.FloatField(null=True, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=50)
    publish_at = models.DateTimeField(_("published"), null=True, blank=True)
    pinned_until = models.DateTimeField(_("on top until"), null=True, blank=True)
    is_told = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    sequence = models.PositiveIntegerField(default=0)
    made_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    objects = ItemQuerySet.as_manager()

    class Meta:
        """One item a name and kind; what is published has its moment; nothing ends before it begins."""

        ordering = ["-changed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "slug"], name="portal_item_once"),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(publish_at__isnull=False), name="portal_item_published_when"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(starts_at__isnull=False, ends_at__gte=F("starts_at")),
                name="portal_item_times_in_order",
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "-publish_at"], name="portal_item_shown", condition=Q(state="published")),
            models.Index(fields=["kind", "starts_at"], name="portal_item_days", condition=Q(state="published")),
            models.Index(
                fields=["publish_at"], name="portal_item_to_tell", condition=Q(state="published", is_told=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}/{self.slug}"

    @property
    def ref(self) -> str:
        """How other rooms name it, also after its address changed."""
        return f"item:{self.pk}"

    @property
    def made_of(self) -> kinds.Kind:
        """What its kind asks for."""
        return kinds.KINDS[self.kind]

    def readable(self, texts: Mapping[str, str]) -> Text:
        """The languages of one of its texts that readers may see."""
        return Text(states.shown(texts, self.language, self.languages))

    def said(self, name: str, language: str = "") -> Shown:
        """One of its texts as a reader gets it: in their language, or honestly in another one.

        Of a language the whole item is shown or nothing of it, so that a page does not mix them.
        """
        texts = getattr(self, name) if hasattr(self, name) else self.details.get(name, {})
        return in_language(self.readable(texts), language or self.shown_in())

    def shown_in(self, language: str = "") -> str:
        """In which language a reader gets it."""
        return in_language(self.readable(self.title), language or reading()).lang or self.language

    def ready_languages(self) -> list[str]:
        """The languages in which it can be read, the original first."""
        return [
            self.language,
            *(code for code in self.languages if code != self.language and code in self.readable(self.title)),
        ]

    def is_behind(self, language: str) -> bool:
        """Whether the original was changed since this translation was made."""
        found = states.standing(self.languages, language)
        return found is not None and language != self.language and found.is_behind(self.version_of_original)

    @property
    def version_of_original(self) -> int:
        """The version in which the original's words were changed last."""
        found = states.standing(self.languages, self.language)
        return found.of if found else self.version

    def is_shown(self, now: datetime) -> bool:
        """Whether everybody may read it."""
        return self.state == states.PUBLISHED and self.publish_at is not None and self.publish_at <= now

    def is_waiting(self, now: datetime) -> bool:
        """Whether it is to be published by itself later."""
        return self.state == states.PUBLISHED and self.publish_at is not None and self.publish_at > now

    def snapshot(self) -> dict[str, Any]:
        """Everything that a person wrote, as a revision keeps it."""
        kept = {name: getattr(self, name) for name in WRITTEN}
        for name, value in kept.items():
            if isinstance(value, datetime):
                kept[name] = value.isoformat()
            elif isinstance(value, UUID):
                kept[name] = str(value)
            elif isinstance(value, Text):
                kept[name] = dict(value)
        return kept | {"categories": sorted(self.categories.values_list("code", flat=True))}


WRITTEN = (
    *("slug", "language", "languages", "title", "lead", "body", "details", "links", "related", "cover_id", "cover_alt"),
    *("focus_x", "focus_y", "credit", "office_id", "starts_at", "ends_at", "is_all_day", "street_id", "district_id"),
    *("lat", "long", "order", "pinned_until"),
)
"""What people write of an item, and revisions bring back."""


class Revision(models.Model):
    """An item as it stood after somebody saved it."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    note = models.CharField(max_length=200, blank=True)
    made_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        """The newest first."""

        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["item", "number"], name="portal_revision_once")]

    def __str__(self) -> str:
        return f"{self.item_id}@{self.number}"


class Photo(models.Model):
    """A picture of an item: in its text, or in its album. `alt` is what somebody hears who cannot see it."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="photos")
    upload = models.OneToOneField(Upload, models.CASCADE, related_name="+")
    alt = MultilingualField(_("what the picture shows"), max_length=300, blank=True)
    caption = MultilingualField(_("caption"), max_length=300, blank=True)
    credit = models.CharField(_("photo by"), max_length=120, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        """In the order of the album."""

        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return str(self.upload_id)


class Document(models.Model):
    """A file to take along, in one language. `findings` are what the check for accessibility found."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="documents")
    language = models.CharField(_("language"), max_length=10)
    title = models.CharField(_("title"), max_length=200, blank=True)
    file_name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField(help_text="bytes")
    pages = models.PositiveIntegerField(null=True, blank=True)
    findings = models.JSONField(default=list, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    added_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        """In the order that editors give."""

        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.title or self.file_name


class Moved(models.Model):
    """An address that was an item's, or one of an older site: who comes there is sent on."""

    path = models.CharField(_("old address"), max_length=300, unique=True, help_text=_("Such as /tabid/81/item.aspx."))
    item = models.ForeignKey(Item, models.CASCADE, null=True, blank=True, related_name="moved_from")
    to = models.CharField(_("new address"), max_length=300, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        """By address."""

        ordering = ["path"]
        constraints = [
            models.CheckConstraint(
                condition=Q(item__isnull=False, to="") | (Q(item__isnull=True) & ~Q(to="")),
                name="portal_moved_somewhere",
            )
        ]

    def __str__(self) -> str:
        return self.path
