"""A register of residents as a file: CSV in the encodings and with the separators that offices really send.

Every line is read; what is wrong with one is told with its line, column, value and reason. A line is either good or
rejected, never guessed at.
"""

import csv
import io
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

MOST_BYTES = 64 * 2**20
MOST_WEIGHT = 10_000
_NAMES = {
    "id": "id jmbg umcn oib embg matični_broj maticni_broj матични_број јмбг матичен_број nid 주민번호",
    "name": "name ime ime_i_prezime име име_и_презиме emri 이름 성명",
    "birth_date": "birth_date born date_of_birth datum_rođenja datum_rodjenja датум_рођења datëlindja 생년월일",
    "address": "address adresa адреса adresa_stanovanja 주소",
    "district": "district mesna_zajednica mjesna_zajednica месна_заједница opština општина lagja 동",
    "email": "email e-mail mail e-pošta posta",
    "weight": "weight težina тежина pesha",
    "channel": "channel način начин",
}
COLUMNS = tuple(_NAMES)
_KNOWN = {spelling: column for column, spellings in _NAMES.items() for spelling in spellings.split()}
_LIMITS = {"id": 64, "name": 160, "address": 240, "email": 254}
_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})$|(\d{1,2})[./](\d{1,2})[./](\d{4})\.?$")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+$")
_CHANNELS = {"": "online", "online": "online", "paper": "paper"}


class Unreadable(ValueError):
    """The file as a whole cannot be read."""


class Reason(StrEnum):
    """Why a line was rejected."""

    MISSING = "missing"
    TWICE = "twice"
    DATE = "date"
    FUTURE = "future"
    DISTRICT = "district"
    EMAIL = "email"
    WEIGHT = "weight"
    CHANNEL = "channel"
    TOO_LONG = "too_long"
    CELLS = "cells"


@dataclass(frozen=True, slots=True)
class Entry:
    """A good line."""

    line: int
    id: str
    name: str = ""
    birth_date: date | None = None
    address: str = ""
    district: str = ""
    email: str = ""
    weight: int = 1
    channel: str = "online"
    attributes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Rejected:
    """A line that was not taken; `value` as it stands in the file."""

    line: int
    column: str
    value: str
    reason: Reason


@dataclass(slots=True)
class Reading:
    """What a file holds, and how it was read."""

    encoding: str
    separator: str
    entries: list[Entry] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)


def read(data: bytes, *, districts: Mapping[str, str], as_of: date) -> Reading:
    """Read a register; `districts` leads from codes and names, casefolded, to codes. Raises Unreadable."""
    if len(data) > MOST_BYTES:
        raise Unreadable("the file is too large")
    text, encoding = decode(data)
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(";,\t", key=first.count)
    rows = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=separator)
    found = Reading(encoding, separator)
    try:
        head = _head(next(rows, []))
        reader = _Lines(head, districts, as_of)
        for cells in rows:
            if not any(cell.strip() for cell in cells):
                continue
            result = reader.entry(rows.line_num, cells)
            (found.entries if isinstance(result, Entry) else found.rejected).append(result)  # type: ignore[arg-type]
    except csv.Error as error:
        raise Unreadable(str(error)) from error
    return found


def decode(data: bytes) -> tuple[str, str]:
    """The text of a file and its encoding: UTF-8, UTF-16, or the code page that reads as words. Raises Unreadable."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16"), "utf-16"
        except UnicodeDecodeError as error:
            raise Unreadable("the file is cut in the middle of a letter") from error
    try:
        return data.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        readings = [(text, name) for name in ("cp1250", "cp1251") if (text := _decoded(data, name)) is not None]
    if not readings:
        raise Unreadable("the file is in no encoding that we know: save it as UTF-8")
    return max(readings, key=lambda each: _wordlike(each[0]))


def _decoded(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except UnicodeDecodeError:
        return None


_LATIN = frozenset("čćžšđČĆŽŠĐëËçÇöüáéíóúÖÜ")


def _wordlike(text: str) -> float:
    """How much of what is not ASCII are letters of our languages; Cyrillic in words of Cyrillic only."""
    strange = [letter for letter in text if letter > "\x7f"]
    cyrillic = sum(map(len, re.findall(r"[\u0400-\u045f]{3,}", text)))
    return (cyrillic + sum(letter in _LATIN for letter in strange)) / max(len(strange), 1)


def _head(cells: list[str]) -> list[str]:
    """The columns as we call them; any other is an attribute of that name."""
    named = ["_".join(cell.strip().lstrip("\ufeff").casefold().split()) for cell in cells]
    head = [_KNOWN.get(name, name) for name in named]
    if "id" not in head:
        raise Unreadable("there is no column “id”")
    if twice := {name for name in head if name and head.count(name) > 1}:
        raise Unreadable(f"twice in the first line: {', '.join(sorted(twice))}")
    return head


class _Wrong(ValueError):
    def __init__(self, column: str, reason: Reason) -> None:
        super().__init__(reason)
        self.column, self.reason = column, reason


@dataclass(slots=True)
class _Lines:
    """Reads one line after the other and remembers whom it has seen."""

    head: list[str]
    districts: Mapping[str, str]
    as_of: date
    seen: set[str] = field(default_factory=set)

    def entry(self, line: int, cells: list[str]) -> Entry | Rejected:
        given = dict(zip(self.head, (cell.strip() for cell in cells), strict=False))
        if any(cell.strip() for cell in cells[len(self.head) :]):
            return Rejected(line, "", " ".join(cells)[:80], Reason.CELLS)
        try:
            return self._entry(line, given)
        except _Wrong as wrong:
            return Rejected(line, wrong.column, given.get(wrong.column, "")[:80], wrong.reason)

    def _entry(self, line: int, given: dict[str, str]) -> Entry:
        for column, limit in _LIMITS.items():
            if len(given.get(column, "")) > limit:
                raise _Wrong(column, Reason.TOO_LONG)
        known = _same(given.get("id", ""))
        if not known:
            raise _Wrong("id", Reason.MISSING)
        if known in self.seen:
            raise _Wrong("id", Reason.TWICE)
        district = self.districts.get(given.get("district", "").casefold(), "")
        if given.get("district") and not district:
            raise _Wrong("district", Reason.DISTRICT)
        email = given.get("email", "")
        if email and not _EMAIL.match(email):
            raise _Wrong("email", Reason.EMAIL)
        channel = _CHANNELS.get(given.get("channel", "").casefold())
        if channel is None:
            raise _Wrong("channel", Reason.CHANNEL)
        more = tuple((name, given[name][:200]) for name in given if name and name not in COLUMNS and given[name])
        born, weight = self._date(given.get("birth_date", "")), _weight(given.get("weight", ""))
        self.seen.add(known)
        return Entry(
            line, known, given.get("name", ""), born, given.get("address", ""), district, email, weight, channel, more
        )

    def _date(self, text: str) -> date | None:
        if not text:
            return None
        if not (found := _DATE.match(text)):
            raise _Wrong("birth_date", Reason.DATE)
        year, month, day, day_first, month_second, year_last = found.groups()
        try:
            born = date(int(year or year_last), int(month or month_second), int(day or day_first))
        except ValueError:
            raise _Wrong("birth_date", Reason.DATE) from None
        if born > self.as_of:
            raise _Wrong("birth_date", Reason.FUTURE)
        return born


def same_id(text: str) -> str:
    """A number of the register as it is compared: without blanks and dashes, in capitals."""
    return _same(text)


def _same(text: str) -> str:
    return re.sub(r"[\s\-‐-–]", "", text).upper()


def _weight(text: str) -> int:
    if not text:
        return 1
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= MOST_WEIGHT):
        raise _Wrong("weight", Reason.WEIGHT)
    return int(text)


def rejected_csv(rejected: Collection[Rejected]) -> Iterator[str]:
    """The rejected lines as CSV; a cell never begins as a formula does."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["line", "column", "value", "reason"])
    for each in rejected:
        value = f"'{each.value}" if each.value[:1] in {"=", "+", "-", "@", "\t"} else each.value
        writer.writerow([each.line, each.column, value, each.reason.value])
    yield out.getvalue()
