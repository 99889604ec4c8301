"""Lists of files as people keep them in a sheet: one row a file, columns by name in any language of Korzo.

What cannot be read is told with line and column, and the rest is taken.
"""

# ruff: noqa: E501 -- names are lists

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from korzo.capabilities.catalog.rules import datajson, licences, shapes, vocabularies
from korzo.capabilities.catalog.rules.dcat.reading import Found

Fold = Callable[[str], str]
"""Writes words in small Latin letters without marks, so that every name of a column stands here once for two scripts."""
_NAMES = {
    "url": "url, address, link, file, file url, download, download url, downloadurl, adresa, poveznica, veza, datoteka, fajl, "
    "url datoteke, adresa datoteke, adresa fajla, adresa na podatocite, vrska, lidhja, skedari, adresa e skedarit, 주소, 링크, 파일",
    "title": "title, name, dataset, naslov, naziv, ime, skup podataka, skup podatoka, titulli, emri, 제목, 이름, 데이터명",
    "description": "description, notes, abstract, opis, sazetak, pershkrimi, 설명, 내용",
    "licence": "licence, license, licence url, license url, licenca, dozvola, licencija, 라이선스, 이용허락",
    "theme": "theme, themes, category, topic, tema, teme, temi, kategorija, oblast, kategoria, 주제, 분류, 분야",
    "keywords": "keywords, keyword, tags, kljucne reci, kljucne rijeci, oznake, klucni zborovi, oznaki, fjalet kyce, fjale kyce, "
    "etiketat, 키워드, 태그",
    "publisher": "publisher, organisation, organization, office, izdavac, objavljuje, objavuva, sluzba, organizacija, botuesi, "
    "organizata, 제공기관, 기관",
    "format": "format, file type, type, vrsta, tip, formati, 형식, 포맷",
    "identifier": "identifier, id, identifikator, oznaka skupa, sifra, identifikuesi, 식별자, 아이디",
    "frequency": "frequency, update frequency, updated, ucestalost, ucestalost azuriranja, zacestenost, frekuenca, denduria, 갱신주기, 주기",
    "start": "from, start, period from, od, pocetak, vazi od, nga, fillimi, 시작, 시작일",
    "end": "until, to, end, period to, do, kraj, vazi do, deri, mbarimi, 끝, 종료일",
    "landing_page": "page, web page, landing page, stranica, web stranica, veb strana, veb stranica, faqja, 페이지, 홈페이지",
    "contact": "contact, contact name, kontakt, kontakti, 담당자, 연락처",
    "email": "email, e mail, contact email, e posta, eposta, elektronska posta, 이메일",
}
COLUMNS = {code: frozenset(told.split(", ")) for code, told in _NAMES.items()}
"""The names of each column, folded, without dashes and the like."""
_DATES = ((r"(\d{4})-(\d{1,2})-(\d{1,2})", (1, 2, 3)), (r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})\.?", (3, 2, 1)))
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_SPELLED = {
    "cc by": "cc-by", "cc by 4.0": "cc-by", "cc-by 4.0": "cc-by", "cc-by-4.0": "cc-by", "cc0": "cc-zero", "cc0 1.0": "cc-zero",
    "cc-0": "cc-zero", "cc by-sa": "cc-by-sa", "cc by-sa 4.0": "cc-by-sa", "cc-by-sa-4.0": "cc-by-sa", "odbl": "odc-odbl",
    "otvorena dozvola": "open-license", "ogl": "uk-ogl", "cc by-nc 4.0": "cc-nc", "cc-by-nc-4.0": "cc-nc",
}  # fmt: skip


@dataclass
class Words:
    """What words stand for in the reader's languages: themes and frequencies, folded, and how words are folded."""

    fold: Fold
    themes: Mapping[str, str]
    frequencies: Mapping[str, str]


@dataclass
class Listed:
    """A data set of a list with the lines that made it, and what could not be read: (line, column, what is wrong)."""

    found: Found
    line: int
    problems: list[tuple[int, str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Useless:
    """A row that cannot be taken, and why."""

    guid: str
    line: int
    column: str
    why: str


def columns(names: Sequence[str], fold: Fold) -> dict[str, int]:
    """Which column holds what, by its name; the first that fits."""
    plain = [" ".join(re.sub(r"[_\-–/.:()*]+", " ", fold(name)).split()) for name in names]
    found: dict[str, int] = {}
    for code, known in COLUMNS.items():
        at = next((at for at, name in enumerate(plain) if name in known and at not in found.values()), None)
        if at is not None:
            found[code] = at
    return found


def datasets(
    names: Sequence[str], rows: Iterable[tuple[int, Sequence[str | None]]], base: str, language: str, words: Words
) -> Iterator[Listed | Useless]:
    """Data sets by their identifier, else by their file's address; and rows that are of no use.

    Raises ValueError where there is no column of titles or addresses.
    """
    where = columns(names, words.fold)
    if missing := [code for code in ("title", "url") if code not in where]:
        raise ValueError(f"there is no column “{'” and no column “'.join(missing)}”")
    gathered: dict[str, Listed] = {}
    named = {code: names[at] for code, at in where.items()}
    for line, cells in rows:
        row = _Row(
            line, {code: str(cells[at] or "").strip() if at < len(cells) else "" for code, at in where.items()}, named
        )
        url = datajson.joined(base, row.get("url"))
        guid = (row.get("identifier") or url)[:500]
        if not url:
            yield Useless(guid, line, named["url"], "this is no address")
            continue
        known = gathered.get(guid)
        if known is None and not row.get("title"):
            yield Useless(guid, line, named["title"], "it has no title")
            continue
        form = _form(row, url)
        if known is None:
            found = Found(guid, _values(row, language, words), [(url, form)], _publisher(row, language))
            gathered[guid] = Listed(found, line, row.problems)
        elif all(key != url for key, _form_ in known.found.forms):
            known.found.forms.append((url, form | {"title": {language: title} if (title := row.get("title")) else {}}))
    yield from gathered.values()


@dataclass
class _Row:
    """The cells of a row by what they are, and what could not be read of them."""

    line: int
    cells: dict[str, str]
    named: Mapping[str, str]
    problems: list[tuple[int, str, str]] = field(default_factory=list)

    def get(self, code: str) -> str:
        return self.cells.get(code, "")

    def wrong(self, code: str, why: str) -> None:
        self.problems.append((self.line, self.named[code], f"{why}: {self.get(code)[:60]}"))


def _values(row: _Row, language: str, words: Words) -> dict[str, Any]:
    tags = [tag.strip() for tag in re.split(r"[;,|]", row.get("keywords")) if tag.strip()]
    values = {
        "name": row.get("title"),
        "title": {language: row.get("title")[:300]},
        "notes": {language: row.get("description")[:20000]} if row.get("description") else {},
        "keywords": {language: kept} if (kept := [tag for tag in tags if len(tag) <= 100]) else {},  # noqa: PLR2004 -- CKAN's limit
        "identifier": row.get("identifier")[:300],
        "contact_name": row.get("contact")[:200],
    }
    return values | _coded(row, words) | _period(row) | _reached(row)


def _coded(row: _Row, words: Words) -> dict[str, Any]:
    told = [each.strip() for each in re.split(r"[;|]", row.get("theme")) if each.strip()]
    themes = [words.themes.get(words.fold(each), "") for each in told]
    values = {
        "themes": sorted({code for code in themes if code}),
        "licence": licence(row.get("licence"), words.fold),
        "frequency": words.frequencies.get(words.fold(row.get("frequency")), ""),
    }
    if "" in themes:
        row.wrong("theme", "no such theme")
    for code in ("licence", "frequency"):
        if row.get(code) and not values[code]:
            row.wrong(code, f"no such {code}")
    return values


def _period(row: _Row) -> dict[str, date]:
    days = {}
    for code in ("start", "end"):
        if day := _day(row.get(code)):
            days[f"temporal_{code}"] = day
        elif row.get(code):
            row.wrong(code, "no date such as 2026-01-31 or 31.1.2026.")
    if "temporal_end" in days and days["temporal_end"] < days.get("temporal_start", date.min):
        row.wrong("end", "it ends before it begins")
        del days["temporal_end"]
    return days


def _reached(row: _Row) -> dict[str, str]:
    values = {}
    for code, key, fits in (
        ("landing_page", "landing_page", shapes.is_address),
        ("email", "contact_email", _EMAIL.fullmatch),
    ):
        if not row.get(code):
            continue
        if fits(row.get(code)):
            values[key] = row.get(code)
        else:
            row.wrong(code, "this is no address")
    return values


def _form(row: _Row, url: str) -> dict[str, Any]:
    spelled = row.get("format") or url.partition("?")[0].rpartition("/")[2].rpartition(".")[2]
    kind = vocabularies.file_type(spelled)
    return {
        "url": url,
        "format": kind or row.get("format")[:100],
        "media_type": vocabularies.media_type(kind),
    }


def _publisher(row: _Row, language: str) -> dict[str, Any]:
    name = row.get("publisher")
    return {"name": name, "title": {language: name[:200]}} if name else {}


def licence(told: str, fold: Fold) -> str:
    """The id of a licence by its id, address, title or what people write; "" for others."""
    found = licences.find(told) or licences.find(_SPELLED.get(" ".join(fold(told).split()), ""))
    if found is None:
        found = next((each for each in licences.LICENCES.values() if fold(each.title) == fold(told)), None)
    return found.id if found else told if shapes.is_address(told) and len(told) <= 100 else ""  # noqa: PLR2004


def _day(told: str) -> date | None:
    for pattern, order in _DATES:
        if found := re.match(pattern, told):
            try:
                return date(*(int(found[at]) for at in order))
            except ValueError:
                return None
    return None
