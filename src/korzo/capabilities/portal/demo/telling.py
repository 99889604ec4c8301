"""Writes what is invented as editors do: the original, its translations, pictures, files; then publishes it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import translation

from korzo.capabilities.portal.demo import drawing, news, places
from korzo.capabilities.portal.models import Category, Item
from korzo.capabilities.portal.operations import arranging, documents, editing, pictures, publishing
from korzo.kernel.people.models import Organisation, Person
from korzo.kernel.text.multilingual import Text
from korzo.ui import typesetting

ORIGINAL = "sr"
_SERVICE = ("who", "documents", "fee", "takes")
_LEAFLET = Path(__file__).with_name("leaflet.typ")
_TOGETHER = ("details", "url", "country", "person", "role", "is_anonymous", "hours", "phone")


def write(random: Random, *, by: Person, now: datetime) -> None:
    """Write everything."""
    for order, (code, serbian, english) in enumerate(places.CATEGORIES):
        values = {"code": code, "name": Text({"sr": serbian, "en": english}), "order": order}
        arranging.keep_category(Category(), values, by=by, now=now)
    author = _Author(random, by, now)
    for entry in news.NEWS:
        author.tell("news", entry)
    for order, entry in enumerate(news.PAGES):
        author.tell("page", entry, order=order)
    for entry in places.EVENTS:
        author.tell("event", entry)
    for order, entry in enumerate(places.SERVICES):
        author.tell("service", entry, order=order)
    for entry in news.BROCHURES:
        author.tell("brochure", entry)
    author.tell("album", news.ALBUM)
    for order, entry in enumerate(places.PARTNERS):
        author.tell("partner", entry, order=order)
    for entry in places.TESTIMONIALS:
        author.tell("testimonial", {**entry, "details": {"consent_on": now.date().isoformat()}})
    author.leave_waiting()


class _Author:
    """Who writes, with what and when."""

    def __init__(self, random: Random, by: Person, now: datetime) -> None:
        self.random, self.by, self.now = random, by, now
        self.offices = {each.code: each for each in Organisation.objects.all()}
        self.categories = {each.code: each for each in Category.objects.all()}

    def tell(self, kind: str, entry: Mapping[str, Any], **more: Any) -> Item:
        """Write an item in all languages that it has, and publish it."""
        then = self.now - timedelta(days=entry.get("days_ago", 30))
        item = self.draft(kind, entry, then, **more)
        if name := entry.get("picture"):
            item.refresh_from_db()
            says = "Нацртан поглед на обалу Галебиња"
            drawn = drawing.picture(name, self.random)
            pictures.cover(item, drawn, alt=says, focus=(0.5, 0.6), version=item.version, by=self.by, now=then)
            self._say_what_it_shows(item, then)
        for language in places.INVENTED:
            if language in entry and language != ORIGINAL:
                self._translate(item, language, entry, then)
        for name, serbian, english in entry.get("pictures", ()):
            photo = pictures.add(item, drawing.picture(name, self.random), alt=serbian, by=self.by, now=then)
            pictures.describe(photo, by=self.by, alt=photo.alt | {"en": english}, credit="Galebinje")
        if entry.get("file"):
            self._print(item, entry, then)
        return publishing.publish(item, by=self.by, now=then)

    def draft(self, kind: str, entry: Mapping[str, Any], then: datetime, **more: Any) -> Item:
        """Write the original."""
        title, lead, body, *answers = entry[ORIGINAL]
        values: dict[str, Any] = {"title": Text({ORIGINAL: title}), "lead": Text({ORIGINAL: lead}), **more}
        values["body"] = Text({ORIGINAL: _marked(body, ORIGINAL)})
        details = dict(entry.get("details", {})) | {name: entry[name] for name in _TOGETHER[1:] if name in entry}
        for name, text in zip(_SERVICE, answers[0] if answers else (), strict=False):
            details[name] = {ORIGINAL: text}
        values["details"] = details
        values["office"] = self.offices.get(entry.get("office", ""))
        if "in_days" in entry:
            starts = (self.now + timedelta(days=entry["in_days"])).astimezone(ZoneInfo(settings.TIME_ZONE))
            values["starts_at"] = starts.replace(hour=entry["hour"], minute=0, second=0, microsecond=0)
            values["ends_at"] = values["starts_at"] + timedelta(hours=entry["hours"])
        chosen = [self.categories[code] for code in entry.get("categories", ())]
        return editing.begin(kind, ORIGINAL, values, categories=chosen, by=self.by, now=then)

    def leave_waiting(self) -> None:
        """Leave something on the desk: handed in, planned, and begun."""
        title = {ORIGINAL: "Отворена врата водовода"}
        body = {ORIGINAL: _marked("Погледајте како настаје чиста вода.", ORIGINAL)}
        values = {"title": Text(title), "body": Text(body), "office": self.offices.get("water")}
        waits = editing.begin("news", ORIGINAL, values, by=self.by, now=self.now)
        publishing.hand_in(waits, by=self.by, now=self.now)
        trees = {ORIGINAL: _marked("Садимо двеста стабала.", ORIGINAL)}
        later = {"title": Text({ORIGINAL: "Нове саднице у парковима"}), "body": Text(trees)}
        planned = editing.begin("news", ORIGINAL, later, by=self.by, now=self.now)
        publishing.publish(planned, at=self.now + timedelta(days=5), by=self.by, now=self.now)

    def _translate(self, item: Item, language: str, entry: Mapping[str, Any], then: datetime) -> None:
        item.refresh_from_db()
        title, lead, body, *answers = entry[language]
        texts = {"title": title, "lead": lead, "body": _marked(body, language)}
        texts |= dict(zip(_SERVICE, answers[0] if answers else (), strict=False))
        editing.translate(item, language, texts, is_ready=True, version=item.version, by=self.by, now=then)

    def _say_what_it_shows(self, item: Item, then: datetime) -> None:
        item.refresh_from_db()
        alt = item.cover_alt | {"en": "The shore of Galebinje, drawn"}
        editing.change(item, {"cover_alt": alt}, version=item.version, by=self.by, now=then)

    def _print(self, item: Item, entry: Mapping[str, Any], then: datetime) -> None:
        for language in ("sr", "en"):
            title, lead, body = entry[language]
            with translation.override(language):
                made = typesetting.document(_LEAFLET, {"title": title, "text": f"{lead} {body}"})
            name = f"{item.slug}-{language}.pdf"
            documents.add(item, made, file_name=name, language=language, title=title, by=self.by, now=then)


def _marked(body: str, language: str) -> str:
    """The text with the sentence that says that nothing of it is true."""
    return f"{body}\n\n{places.INVENTED[language]}".strip()
