"""Writing items: begin, change, take an old revision back, translate, throw a draft away."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from korzo.capabilities.portal import events, permissions
from korzo.capabilities.portal.models import Category, Item, Moved, Revision
from korzo.capabilities.portal.models.item import WRITTEN
from korzo.capabilities.portal.operations import details
from korzo.capabilities.portal.operations.refusals import Conflict, NotAllowed, Refused
from korzo.capabilities.portal.rules import kinds
from korzo.kernel import search, trail
from korzo.kernel.files.models import Upload
from korzo.kernel.people.models import Person
from korzo.kernel.text import plain, scripts
from korzo.kernel.text.multilingual import Text, everything

WORDS = ("title", "lead", "body", "cover_alt")
_TIMES = ("starts_at", "ends_at", "pinned_until")
KEPT_REVISIONS = 200


@transaction.atomic
def begin(
    kind: str,
    language: str,
    values: Mapping[str, Any],
    *,
    categories: Iterable[Category] = (),
    by: Person,
    now: datetime,
) -> Item:
    """Begin an item as a draft, in the language in which it is written. Raises NotAllowed, Refused, ValidationError."""
    if not permissions.can_write(by):
        raise NotAllowed
    if kind not in kinds.KINDS:
        raise Refused("kind", _("There is no such kind."))
    item = Item(kind=kind, language=language, made_by=by, made_at=now)
    return _write(item, values, set(categories), note="", by=by, now=now)


@transaction.atomic
def change(
    item: Item,
    values: Mapping[str, Any],
    *,
    categories: Iterable[Category] | None = None,
    version: int,
    note: str = "",
    by: Person,
    now: datetime,
) -> Item:
    """Save an item again, as it was in `version` when it was opened. Raises NotAllowed, Conflict, ValidationError."""
    held = _held(item, version, by)
    return _write(held, values, None if categories is None else set(categories), note=note, by=by, now=now)


@transaction.atomic
def translate(
    item: Item, language: str, texts: Mapping[str, str], *, is_ready: bool, version: int, by: Person, now: datetime
) -> Item:
    """Write an item in another language: its texts by their names (`title`, `lead`, … and the kind's own).

    It stands beside the original as it is now; readers see it when it is ready. Raises NotAllowed, Conflict, Refused,
    ValidationError.
    """
    held = _held(item, version, by)
    if language == held.language:
        raise Refused("", _("This is the language of the original: change the item itself."))
    if is_ready and not permissions.can_publish(by):
        raise NotAllowed
    if is_ready and not texts.get("title", "").strip():
        raise Refused("title", _("A translation needs a title before readers may see it."))
    values: dict[str, Any] = {}
    own = {field.name for field in held.made_of.fields if field.by_language}
    answers = dict(held.details)
    for name, text in texts.items():
        if name in WORDS:
            values[name] = Text({**getattr(held, name), language: plain.clean(text)})
        elif name in own:
            answers[name] = dict(Text({**answers.get(name, {}), language: plain.clean(text)}))
        else:
            raise TypeError(name)
    was = held.languages.get(language, {}).get("ready", False)
    held.languages = {**held.languages, language: {"ready": is_ready, "of": held.version_of_original}}
    made = _write(held, values | {"details": answers}, None, note="", by=by, now=now)
    if was != is_ready:
        trail.record(events.TranslationSet(made.ref, language, is_ready), by=by, now=now)
    return made


@transaction.atomic
def restore(item: Item, revision: Revision, *, version: int, by: Person, now: datetime) -> Item:
    """Take an item's words back to an older revision; what stands now stays as a revision too. Raises as `change`."""
    held = _held(item, version, by)
    content = dict(revision.content)
    codes = content.pop("categories", [])
    for name in _TIMES:
        content[name] = parse_datetime(content[name]) if content.get(name) else None
    cover = content.get("cover_id")
    if cover is not None and not Upload.objects.filter(pk=cover).exists():
        content["cover_id"] = None
    content.pop("slug", None)  # an address once given leads here still; words go back, addresses do not
    note = _("Back to version %(number)s") % {"number": revision.number}
    return _write(held, content, set(Category.objects.filter(code__in=codes)), note=note, by=by, now=now)


@transaction.atomic
def delete(item: Item, *, by: Person, now: datetime) -> None:
    """Throw away a draft that nobody ever saw. Raises NotAllowed."""
    held = Item.objects.select_for_update().get(pk=item.pk)
    if not permissions.can_delete(by, held):
        raise NotAllowed
    trail.record(events.ItemDeleted(held.ref, held.kind), by=by, now=now)
    search.remove(held.ref)
    held.delete()


def index(item: Item, now: datetime) -> None:
    """Have search find an item that everybody may read, in all languages in which it can be read; else forget it."""
    if not item.is_shown(now):
        search.remove(item.ref)
        return
    said = [item.lead, item.body, *(texts for texts in item.details.values() if isinstance(texts, Mapping))]
    search.index(
        ref=item.ref,
        kind=item.kind,
        title=everything(item.readable(item.title)),
        body=" ".join(everything(item.readable(texts)) for texts in said),
        audience="public",
        at=item.publish_at or now,
    )


def _held(item: Item, version: int, by: Person) -> Item:
    held = Item.objects.select_for_update().get(pk=item.pk)
    if not permissions.can_edit(by, held):
        raise NotAllowed
    if held.version != version:
        raise Conflict(
            "", _("Somebody else saved this meanwhile. Your words are still here: compare, then save again.")
        )
    return held


def _write(
    item: Item, values: Mapping[str, Any], categories: set[Category] | None, *, note: str, by: Person, now: datetime
) -> Item:
    known = set(WRITTEN) | {name.removesuffix("_id") for name in WRITTEN}
    if strange := set(values) - known:
        raise TypeError(min(strange))
    is_new, before, words = item.pk is None, item.slug, {name: item_texts(item, name) for name in WORDS}
    changed = {name for name, value in values.items() if getattr(item, name) != value}
    for name, value in values.items():
        setattr(item, name, value)
    item.details = details.checked(item.made_of, item.details)
    item.slug = item.slug or free_slug(item.kind, item.title.get(item.language, ""), besides=item.pk)
    item.version, item.changed_at = (1 if is_new else item.version + 1), now
    if is_new or any(item_texts(item, name) != words[name] for name in WORDS):
        item.languages = {**item.languages, item.language: {"ready": True, "of": item.version}}
    if item.publish_at is not None:
        item.sequence += 1
    item.full_clean(exclude=["made_by"])
    item.save()
    if categories is not None and set(item.categories.all() if not is_new else ()) != categories:
        item.categories.set(categories)
        changed.add("categories")
    Revision.objects.create(
        item=item, number=item.version, content=item.snapshot(), note=note[:200], made_by=by, made_at=now
    )
    if before and before != item.slug:
        _moved(item, before, by, now)
    index(item, now)
    trail.record(events.ItemWritten(item.ref, item.kind, item.version, tuple(sorted(changed))), by=by, now=now)
    return item


def item_texts(item: Item, name: str) -> str:
    """One of an item's texts in the language of the original."""
    texts: Mapping[str, str] = getattr(item, name)
    return texts.get(item.language, "")


def free_slug(kind: str, title: str, *, besides: int | None = None) -> str:
    """Make a name in addresses of a title, with a number where it is taken, also by what moved away from there."""
    path, base = kinds.KINDS[kind].path, scripts.slug(title) or kind
    name, number = base, 1
    taken = Item.objects.filter(kind=kind).exclude(pk=besides or 0)
    while (
        taken.filter(slug=name).exists()
        or Moved.objects.filter(path=f"/{path}/{name}/").exclude(item=besides).exists()
        or name in details.RESERVED
    ):
        number += 1
        name = f"{base}-{number}"
    return name


def _moved(item: Item, before: str, by: Person, now: datetime) -> None:
    """Have the old address lead to the new one, and the new one lead nowhere else."""
    path = f"/{item.made_of.path}/"
    Moved.objects.filter(path=f"{path}{item.slug}/").delete()
    if item.publish_at is not None:
        Moved.objects.update_or_create(path=f"{path}{before}/", defaults={"item": item, "to": "", "made_at": now})
    trail.record(events.ItemMoved(item.ref, f"{path}{before}/", f"{path}{item.slug}/"), by=by, now=now)
