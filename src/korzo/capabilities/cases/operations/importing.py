"""Bringing cases of another system in: many at once, each exactly once, in batches that are whole or not at all."""

import hashlib
import itertools
import marshal
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import compress, repeat
from typing import Any

from django.db import connection, transaction

from korzo.capabilities.cases import events
from korzo.capabilities.cases.models import Case, Category, Year
from korzo.capabilities.cases.operations import counting
from korzo.capabilities.cases.queries.deciding import INTAKE
from korzo.capabilities.cases.rules import numbers, states
from korzo.capabilities.cases.rules.mapping import Columns
from korzo.kernel import search, trail
from korzo.kernel.people.models import Organisation
from korzo.kernel.places import queries as places
from korzo.kernel.search.models import SearchEntry
from korzo.kernel.text.scripts import slug

BATCH = 10_000
_SAME = {
    "text_is_public": False,
    "language": "",
    "attributes": "{}",
    "outcome_is_public": False,
    "reason": "",
    "reopened": 0,
    "version": 1,
}


@dataclass
class Tally:
    """What became of the rows so far."""

    added: int = 0
    known: int = 0


class Importer:
    """Stores batches of one source. Categories and offices are known by their names; those that are not are made."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.tally = Tally()
        self._categories = {category.code: category for category in Category.objects.all()}
        offices = list(Organisation.objects.all())
        self._offices = {office.code: office.pk for office in offices}
        self._names = {
            ("category", name): each.code for each in self._categories.values() for name in each.name.values()
        }
        self._names |= {("office", name): each.code for each in offices for name in each.name.values()}
        self._resumes = Case.objects.filter(source=source).exists()
        self._seen: set[str] = set()
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:  # for this process only: more memory, and fewer, larger check-points
                cursor.execute("PRAGMA cache_size=-131072")
                cursor.execute("PRAGMA wal_autocheckpoint=16384")

    def add(self, rows: Columns, *, now: datetime) -> None:
        """Store a batch; rows that are stored already are counted as known and left alone."""
        with transaction.atomic():
            fresh = self._fresh(rows)
            if count := len(fresh["key"]):
                self._store(fresh, now)
        self._seen.update(rows["key"])
        self.tally.added += count
        self.tally.known += len(rows["key"]) - count

    def _fresh(self, rows: Columns) -> Columns:
        """The rows of a batch that are not stored yet and did not come earlier in this run."""
        keys = rows["key"]
        known = self._seen.intersection(keys)
        if self._resumes:
            stored = Case.objects.filter(source=self.source, source_key__in=keys)
            known.update(stored.values_list("source_key", flat=True))
        first = {key: at for at, key in reversed(list(enumerate(keys))) if key not in known}
        if len(first) == len(keys):
            return rows
        wanted = sorted(first.values())
        return {name: [column[at] for at in wanted] for name, column in rows.items()}

    def _store(self, rows: Columns, now: datetime) -> None:
        codes = _number(rows["reported_at"])
        kinds = list(zip(rows["category"], rows["group"], strict=True))
        known = {kind: self._category(*kind) for kind in dict.fromkeys(kinds)}
        categories = [known[kind] for kind in kinds]
        offices = {name: self._office(name) for name in dict.fromkeys(rows["office"])}
        is_open = [state in states.OPEN for state in rows["state"]]
        is_public = [not category.is_private for category in categories]
        ended_at = [closed or opened for closed, opened in zip(rows["closed_at"], rows["reported_at"], strict=True)]
        values: Columns = {
            "code": codes,
            "category_id": [category.pk for category in categories],
            "state": rows["state"],
            "is_open": is_open,
            "is_public": is_public,
            "description": rows["description"],
            "outcome": rows["outcome"],
            "lat": rows["lat"],
            "long": rows["long"],
            "tile": rows["tile"],
            "address": rows["address"],
            "district_id": places.districts_of(points := list(zip(rows["lat"], rows["long"], strict=True))),
            "street_id": places.streets_of(points),
            "office_id": [offices[name] for name in rows["office"]],
            "channel": rows["channel"],
            "source_key": rows["key"],
            "reported_at": rows["reported_at"],
            "validated_at": rows["reported_at"],
            "due_at": rows["due_at"],
            "closed_at": [None if still else ended for still, ended in zip(is_open, ended_at, strict=True)],
            "updated_at": ended_at,
        }
        _insert(values, {**_SAME, "source": self.source})
        shown = [public and tile is not None for public, tile in zip(is_public, rows["tile"], strict=True)]
        names = [category.code for category in categories]
        spots = zip(rows["tile"], names, is_open, rows["lat"], rows["long"], strict=True)
        counting.add(zip(compress(spots, shown), repeat(1), strict=False))
        proof = hashlib.sha256(marshal.dumps(values, 2)).hexdigest()
        happened = events.CasesImported(f"import:{self.source}", self.source, len(codes), codes[0], codes[-1], proof)
        trail.record(happened, by=None, now=now)

    def _category(self, name: str, group: str) -> Category:
        code = self._names.get(("category", name))
        if code is None:
            code = self._names["category", name] = _code(name, 60)
        found = self._categories.get(code)
        if found is None:
            found = Category.objects.create(
                code=code,
                name={"en": name},
                group=_code(group, 40) if group else "",
                group_name={"en": group} if group else {},
            )
            self._categories[code] = found
        return found

    def _office(self, name: str) -> int:
        code = self._names.get(("office", name))
        if code is None:
            code = self._names["office", name] = _code(name, 40) if name else INTAKE
        if code not in self._offices:
            made = Organisation.objects.create(
                code=code,
                kind=Organisation.Kind.DEPARTMENT,
                name={"en": name or "Intake"},
                is_active="do not use" not in name.casefold(),
            )
            self._offices[code] = made.pk
        return self._offices[code]


def index(source: str, *, batch: int = BATCH) -> Iterable[int]:
    """Put the cases of a source that the search does not know yet into it, yielding how many more were looked at.

    An import that was stopped before this is made good by the next one. Cases known already keep the words they have.
    """
    if SearchEntry.objects.filter(kind="case").count() == Case.objects.count():
        return
    cases = Case.objects.filter(source=source).select_related("category").order_by("pk")
    rows: list[search.Row] = []
    for case in cases.only("code", "address", "is_public", "reported_at", "category__name", "category__code").iterator(
        batch
    ):
        title = case.category.name.get("en") or case.category.code
        audience = "public" if case.is_public else "staff"
        rows.append(search.Row(case.ref, "case", f"{case.code} {title}", case.address, audience, case.reported_at))
        if len(rows) == batch:
            yield _add_unknown(rows)
            rows = []
    if rows:
        yield _add_unknown(rows)


def _add_unknown(rows: list[search.Row]) -> int:
    known = set(SearchEntry.objects.filter(ref__in=[row.ref for row in rows]).values_list("ref", flat=True))
    search.index_many(row for row in rows if row.ref not in known)
    return len(rows)


def _code(name: str, most: int) -> str:
    """The code of a category, group or office that is known by its name only."""
    return slug(name, limit=most) or "other"


def _number(moments: Sequence[str]) -> list[str]:
    """Give each row the next number of the year in which it was reported."""
    years = [int(moment[:4]) for moment in moments]
    following = {}
    for year, count in sorted(Counter(years).items()):
        Year.objects.get_or_create(year=year)
        locked = Year.objects.select_for_update().get(year=year)
        following[year] = itertools.count(locked.last + 1)
        locked.last += count
        locked.save(update_fields=["last"])
    return [numbers.code(year, next(following[year])) for year in years]


def _insert(values: Columns, same: Mapping[str, Any]) -> None:
    """Insert rows at the database's own speed; `same` is what all of them have in common."""
    names = ", ".join([*values, *same])
    rows = list(zip(*values.values(), *map(repeat, same.values()), strict=False))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY cases_case ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * (len(values) + len(same)))
            cursor.executemany(f"INSERT INTO cases_case ({names}) VALUES ({marks})", rows)  # noqa: S608 -- our own column names
