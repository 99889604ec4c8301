"""Publishers, groups, a series, and the data sets with their files."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from django.conf import settings

from korzo.capabilities.catalog import operations
from korzo.capabilities.catalog.demo import files
from korzo.capabilities.catalog.demo.entries import ENTRIES, GROUPED, GROUPS, INVENTED, SERIES, SERIES_TITLE, Entry
from korzo.capabilities.catalog.forms import city
from korzo.capabilities.catalog.models import Dataset, Distribution, Group, Publisher, Series
from korzo.capabilities.catalog.operations import publishers, registers, tables
from korzo.kernel.people.models import Organisation, Person
from korzo.kernel.people.roles import Role
from korzo.kernel.text.scripts import to_latin

_ACCESS = {"closed": Dataset.Access.NON_PUBLIC, "partly": Dataset.Access.RESTRICTED}
_STEPS = {"draft": Dataset.Step.DRAFT, "review": Dataset.Step.DRAFT}


def enter(random: Random, *, now: datetime) -> dict[str, Dataset]:
    """Enter everything, as administrators and offices do; returns the data sets by name."""
    by = Person.objects.filter(memberships__role=Role.ADMINISTRATOR).earliest("pk")
    offices = {each.code: _publisher(each, by=by, now=now) for each in Organisation.objects.order_by("pk")}
    groups = {
        name: registers.make(Group, {"name": name, "title": title, "description": INVENTED}, by=by, now=now)
        for name, title in GROUPS.items()
    }
    name, followed = SERIES
    about = {"name": name, "title": SERIES_TITLE, "description": INVENTED, "frequency": "ANNUAL"}
    series = registers.keep_series(Series(), {**about, "publisher": offices["city"]}, by=by, now=now)
    made: dict[str, Dataset] = {}
    for order, entry in enumerate(ENTRIES):
        then = now - timedelta(days=400 - 11 * order)
        publisher = offices[entry.publisher]
        values = _described(entry, publisher, now=now)
        values["groups"] = [groups[name] for name, within in GROUPED.items() if entry.name in within]
        if entry.name in followed:
            values["series"] = series
        step = _STEPS.get(entry.how[0], Dataset.Step.PUBLISHED)
        dataset = operations.create(publisher, values, step=step, by=by, now=then)
        made[entry.name] = dataset
        _fill(entry, dataset, random, by=by, now=now - timedelta(days=7 * order % 23))
    operations.submit(made["bridges"], by=by, now=now)
    operations.deprecate(made["road-register"], replaced_by=made["road-network"], by=by, now=now)
    return made


def _publisher(office: Organisation, *, by: Person, now: datetime) -> Publisher:
    if office.parent_id is None:
        return publishers.home(now=now)
    values = {
        "name": office.code,
        "organisation": office,
        "title": dict(office.name),
        "description": INVENTED,
        "kind": Publisher.Kind.COMPANY if office.kind == Organisation.Kind.UTILITY else Publisher.Kind.LOCAL,
        "email": office.email,
        "homepage": settings.KORZO.base_url,
    }
    return registers.make(Publisher, values, by=by, now=now)


def _described(entry: Entry, publisher: Publisher, *, now: datetime) -> dict[str, Any]:
    how = entry.how[0]
    access = _ACCESS.get(how, Dataset.Access.PUBLIC)
    values: dict[str, Any] = {
        "name": entry.name,
        "title": entry.title,
        "notes": entry.notes,
        "keywords": {"sr": ["Галебиње"], "en": ["Galebinje", entry.name.replace("-", " ")]},
        "themes": [entry.theme],
        "frequency": entry.frequency,
        "languages": ["SRP"],
        "access": access,
        "access_reason": entry.reason,
        "personal_data": access != Dataset.Access.PUBLIC,
        "licence": "cc-by" if access == Dataset.Access.PUBLIC else "",
        "spatial": city(),
        "contact_name": to_latin(str(publisher.title)),
        "contact_email": publisher.email,
        "provenance": INVENTED,
    }
    values |= _more(entry.more)
    if how == "embargo":
        values["embargo_until"] = now + timedelta(days=45)
    return values


def _more(more: str) -> Mapping[str, Any]:
    if more.startswith("hvd "):
        return {"hvd_category": more.removeprefix("hvd ")}
    if more:
        return {"temporal_start": date(int(more), 1, 1), "temporal_end": date(int(more), 12, 31)}
    return {}


def _fill(entry: Entry, dataset: Dataset, random: Random, *, by: Person, now: datetime) -> None:
    kind, *named = entry.how
    if kind == "open":
        for file in named:
            values: dict[str, Any] = {
                "url": f"{settings.KORZO.base_url}/open/{file}",
                "format": file.rpartition(".")[2].upper(),
            }
            operations.add_form(dataset, values, by=by, now=now)
    if kind == "file":
        year = int(entry.more) if entry.more.isdecimal() else now.year
        name, content = files.MADE[named[0]](random, year)
        format_ = name.rpartition(".")[2].upper()
        values = {"source": Distribution.Source.UPLOAD, "title": entry.title, "format": format_}
        form = operations.add_form(dataset, values, by=by, now=now)
        tables.receive(form, [content], name, confirm="never", at_once=True, by=by, now=now)
