"""Bringing cases of another system in: many at once, each exactly once, in batches that are whole or not at all."""

import hashlib
import marshal
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from korzo.capabilities.cases import events
from korzo.capabilities.cases.models import Case, Category, Year
from korzo.capabilities.cases.operations import counting
from korzo.capabilities.cases.queries.deciding import INTAKE
from korzo.capabilities.cases.rules import cells, numbers, states
from korzo.capabilities.cases.rules.mapping import Imported
from korzo.kernel import search, trail
from korzo.kernel.people.models import Organisation
from korzo.kernel.places import queries as places
from korzo.kernel.search.models import SearchEntry
from korzo.kernel.text.scripts import slug

BATCH = 10_000
_COLUMNS = (
    "code", "category_id", "state", "is_open", "is_public", "text_is_public", "description", "language", "attributes",
    "outcome", "outcome_is_public", "reason", "lat", "long", "tile", "address", "district_id", "office_id", "channel",
    "source", "source_key", "reported_at", "validated_at", "due_at", "closed_at", "updated_at", "reopened", "version",
)  # fmt: skip


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

    def add(self, rows: Sequence[Imported], *, now: datetime) -> None:
        """Store a batch; rows that are stored already are counted as known and left alone."""
        with transaction.atomic():
            fresh = self._fresh(rows)
            self.tally.known += len(rows) - len(fresh)
            if fresh:
                self._store(fresh, now)
        self.tally.added += len(fresh)

    def _fresh(self, rows: Sequence[Imported]) -> list[Imported]:
        """The rows of a batch that are not stored yet and did not come earlier in this run."""
        stored: set[str] = set()
        if self._resumes:
            keys = [row.key for row in rows]
            stored = set(
                Case.objects.filter(source=self.source, source_key__in=keys).values_list("source_key", flat=True)
            )
        fresh = []
        for row in rows:
            if row.key not in self._seen and row.key not in stored:
                fresh.append(row)
            self._seen.add(row.key)
        return fresh

    def _store(self, rows: list[Imported], now: datetime) -> None:
        codes = _number(rows)
        districts = places.districts_of([(row.lat, row.long) for row in rows])
        values, spots = [], []
        for row, code, district in zip(rows, codes, districts, strict=True):
            category = self._category(row)
            is_open = row.state in states.OPEN
            tile = None
            if row.lat is not None and row.long is not None:
                tile = cells.tile(row.lat, row.long)
                if not category.is_private:
                    spots.append((counting.Spot(row.lat, row.long, category.code, is_open), 1))
            ended_at = row.closed_at or row.reported_at
            values.append((
                code, category.pk, row.state, is_open, not category.is_private, False, row.description, "", "{}",
                row.outcome, False, "", row.lat, row.long, tile, row.address, district,
                self._office(row.office), row.channel,
                self.source, row.key, row.reported_at, row.reported_at, row.due_at,
                None if is_open else ended_at, ended_at, 0, 1,
            ))  # fmt: skip
        _insert(values)
        counting.add(spots)
        proof = hashlib.sha256(marshal.dumps(values, 2)).hexdigest()
        happened = events.CasesImported(f"import:{self.source}", self.source, len(rows), codes[0], codes[-1], proof)
        trail.record(happened, by=None, now=now)

    def _category(self, row: Imported) -> Category:
        code = self._names.get(("category", row.category))
        if code is None:
            code = self._names["category", row.category] = _code(row.category, 60)
        found = self._categories.get(code)
        if found is None:
            group = _code(row.group, 40) if row.group else ""
            found = Category.objects.create(
                code=code, name={"en": row.category}, group=group, group_name={"en": row.group} if row.group else {}
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


def _number(rows: Sequence[Imported]) -> list[str]:
    """Give each row the next number of its year."""
    wanted = Counter(int(row.reported_at[:4]) for row in rows)
    following = {}
    for year, count in sorted(wanted.items()):
        Year.objects.get_or_create(year=year)
        locked = Year.objects.select_for_update().get(year=year)
        following[year] = locked.last + 1
        locked.last += count
        locked.save(update_fields=["last"])
    codes = []
    for row in rows:
        year = int(row.reported_at[:4])
        codes.append(numbers.code(year, following[year]))
        following[year] += 1
    return codes


def _insert(values: list[tuple[Any, ...]]) -> None:
    """Insert rows at the database's own speed."""
    names = ", ".join(_COLUMNS)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY cases_case ({names}) FROM STDIN") as copy:
                for row in values:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(_COLUMNS))
            cursor.executemany(f"INSERT INTO cases_case ({names}) VALUES ({marks})", values)  # noqa: S608 -- our own column names
