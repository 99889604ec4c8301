"""Lists of items as readers ask for them, and each item as its reader gets it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import ExtractYear
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from korzo.capabilities.portal.models import Category, Document, Item, Photo
from korzo.capabilities.portal.models.item import ItemQuerySet
from korzo.capabilities.portal.rules import kinds, writing
from korzo.kernel import refs, search
from korzo.kernel.files import links
from korzo.kernel.files.models import THUMBNAIL
from korzo.kernel.text.languages import HTML_LANG
from korzo.kernel.text.multilingual import in_language

COMING, PAST = "coming", "past"
MOST_FOUND = 200
MOST_RELATED = 3
_WITH_FACTS = (kinds.EVENT.code, kinds.PARTNER.code)


@dataclass(frozen=True)
class Asked:
    """What a reader asks of a list: words, a category, a year, and of events whether they are still to come."""

    words: str = ""
    category: str = ""
    year: int | None = None
    when: str = ""

    @classmethod
    def of(cls, given: Mapping[str, str]) -> "Asked":
        """Read what stands in an address; nonsense is no question."""
        year = given.get("year", "")
        return cls(
            given.get("q", "").strip()[:200],
            given.get("category", "")[:60],
            int(year) if year.isdecimal() and len(year) == 4 else None,  # noqa: PLR2004 -- a year has four digits
            given.get("when", "") if given.get("when") in (COMING, PAST) else "",
        )


def listed(kind: kinds.Kind, asked: Asked, now: datetime) -> ItemQuerySet:
    """The items of a kind that everybody may read, as asked, in the order of their list."""
    rows = Item.objects.shown(now).filter(kind=kind.code).light().prefetch_related("categories")
    if asked.category:
        rows = rows.filter(categories__code=asked.category)
    if asked.words:
        hits = search.find(asked.words, kinds=(kind.code,), limit=MOST_FOUND).hits
        rows = rows.filter(pk__in=[int(refs.parse(hit.ref)[1]) for hit in hits])
    if kind is kinds.EVENT:
        return _events(rows, asked, now)
    if asked.year:
        rows = rows.filter(publish_at__year=asked.year)
    if kind in (kinds.PARTNER, kinds.SERVICE, kinds.PAGE):
        return rows.order_by("order", "pk")
    return rows.newest_first(now)


def _events(rows: ItemQuerySet, asked: Asked, now: datetime) -> ItemQuerySet:
    """What is still to come, the nearest first; what is past, the latest first."""
    over = Q(ends_at__lt=now) | Q(ends_at__isnull=True, starts_at__lt=_today(now))
    if asked.year:
        rows = rows.filter(starts_at__year=asked.year)
    if asked.when == PAST:
        return rows.filter(over).order_by("-starts_at", "-pk")
    return rows.exclude(over).order_by("starts_at", "pk")


def _today(now: datetime) -> datetime:
    """When this day began in the city."""
    return now.astimezone(ZoneInfo(settings.TIME_ZONE)).replace(hour=0, minute=0, second=0, microsecond=0)


def categories(kind: kinds.Kind, now: datetime) -> QuerySet[Category]:
    """The categories in which there is something of a kind, with how much."""
    shown = Q(items__kind=kind.code, items__state=Item.State.PUBLISHED, items__publish_at__lte=now)
    counted = Category.objects.filter(is_shown=True).annotate(number=Count("items", filter=shown, distinct=True))
    return counted.filter(number__gt=0)


def years(kind: kinds.Kind, now: datetime) -> list[int]:
    """The years in which something of a kind appeared, the latest first."""
    when = "starts_at" if kind is kinds.EVENT else "publish_at"
    rows = Item.objects.shown(now).filter(kind=kind.code, **{f"{when}__isnull": False})
    found = rows.annotate(in_year=ExtractYear(when)).values_list("in_year", flat=True).distinct()
    return sorted(found, reverse=True)


def newest(kind: kinds.Kind, now: datetime, limit: int) -> list[Item]:
    """The first few of a kind's list."""
    return list(listed(kind, Asked(), now)[:limit])


def find(kind: kinds.Kind, slug: str) -> Item | None:
    """An item by its address, whoever may read it."""
    rows = Item.objects.select_related("cover", "office", "street", "district")
    return rows.prefetch_related("categories", "photos__upload", "documents", "slots").filter(
        kind=kind.code, slug=slug
    ).first()  # fmt: skip


@dataclass(frozen=True)
class Read:
    """An item as somebody reads it in a language: `language` is the one that it is really in."""

    item: Item
    wanted: str
    language: str

    @classmethod
    def of(cls, item: Item, wanted: str) -> "Read":
        """Choose the language: the reader's, a kindred one, or the original."""
        return cls(item, wanted, item.shown_in(wanted))

    @property
    def is_elsewhere(self) -> bool:
        """Whether the reader gets another language than the page's."""
        return self.language != self.wanted

    @property
    def html_lang(self) -> str:
        """The value of the `lang` attribute of what the item says."""
        return HTML_LANG.get(self.language, self.language)

    def text(self, name: str) -> str:
        """One of its texts in that language."""
        return self.item.said(name, self.language).text

    @cached_property
    def body(self) -> SafeString:
        """What it says at length, as HTML."""
        return mark_safe(writing.html(self.text("body"), self._picture))  # noqa: S308 -- no HTML of the writer's is kept

    @property
    def has_facts(self) -> bool:
        """Whether there are answers to show in a list beside the text."""
        silent = {"status", "registration", "capacity", "consent_on", "is_anonymous", "country"}
        is_said = self.item.kind in _WITH_FACTS and bool(set(self.item.details) - silent)
        return is_said or self.item.kind in (kinds.SERVICE.code, kinds.TESTIMONIAL.code)

    @cached_property
    def shown_photos(self) -> list[dict[str, str]]:
        """Its pictures that do not stand in the text already, for the album."""
        in_text = set(writing.pictures(self.text("body")))
        return [self._shown(each) for each in self.item.photos.all() if str(each.upload_id) not in in_text]

    @property
    def documents(self) -> list[Document]:
        """Its files, those in the reader's language first."""
        return sorted(self.item.documents.all(), key=lambda each: each.language != self.language)

    @cached_property
    def related(self) -> list[refs.Described]:
        """What it belongs to, as far as everybody may see it."""
        return [found for ref in self.item.related if (found := refs.describe(ref))]

    def _shown(self, photo: Photo) -> dict[str, str]:
        shown = links.shown(
            photo.upload,
            alt=in_language(photo.alt, self.language).text,
            caption=in_language(photo.caption, self.language).text,
        )
        return shown | {"credit": photo.credit}

    def _picture(self, name: str) -> writing.Picture | None:
        photo = next((each for each in self.item.photos.all() if str(each.upload_id) == name), None)
        if photo is None:
            return None
        upload = photo.upload
        return writing.Picture(links.url(upload), upload.width, upload.height, links.url(upload, THUMBNAIL))


def alike(item: Item, now: datetime) -> list[Item]:
    """The newest others of its kind in its categories."""
    rows = Item.objects.shown(now).filter(kind=item.kind, categories__in=item.categories.all()).exclude(pk=item.pk)
    return list(rows.light().distinct().order_by("-publish_at", "-pk")[:MOST_RELATED])


def views(item: Item) -> int:
    """How often it was opened."""
    return item.views.aggregate(Sum("count"))["count__sum"] or 0


def is_over(item: Item, now: datetime | None = None) -> bool:
    """Whether an event is past."""
    now = now or timezone.now()
    last = item.ends_at or item.starts_at
    return last is not None and last < (now if item.ends_at else _today(now))
