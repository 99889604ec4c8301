"""Translations without GNU gettext: gathers texts from the source, keeps `.po` files, compiles them, counts the gaps.

A reader never meets the language of the installation by accident: what a catalogue lacks is filled at compile time
from its near relatives, including what Django and allauth translate themselves, and then in English. Serbian Latin is
derived from Serbian and never kept.
"""

import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import allauth
import django
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from korzo.kernel.text.languages import KIN
from korzo.kernel.text.scripts import to_latin

_SLAVIC = "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);"
PLURALS = {
    "sr": _SLAVIC,
    "hr": _SLAVIC,
    "bs": _SLAVIC,
    "cnr": _SLAVIC,
    "mk": "nplurals=2; plural=(n%10==1 && n%100!=11 ? 0 : 1);",
    "sq": "nplurals=2; plural=(n!=1);",
    "ko": "nplurals=1; plural=0;",
}
"""The languages that are kept as `.po` files, and their rules for numbers (CLDR, cardinals)."""

_CALLS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "ngettext": (1, 2),
    "gettext": None,
}
_KEYWORDS = {name + ending: spec for name, spec in _CALLS.items() for ending in ("", "_lazy")}
_KEYWORDS |= {"_": None, "gettext_noop": None}
_TEMPLATES = frozenset((".html", ".txt", ".xml", ".svg", ".ics", ".js"))
_PACKAGES = tuple(Path(module.__path__[0]) for module in (django, allauth))

_Key = tuple[str, str | None]


@dataclass(frozen=True, slots=True)
class Share:
    """How much of a catalogue is translated: counts of messages, of all and of those that residents meet."""

    translated: int
    total: int
    resident_translated: int
    resident_total: int

    @property
    def complete(self) -> float:
        """Part of everything, 0 to 1."""
        return self.translated / self.total if self.total else 1.0

    @property
    def resident(self) -> float:
        """Part of what residents meet, 0 to 1."""
        return self.resident_translated / self.resident_total if self.resident_total else 1.0


def extract(source: Path) -> Catalog:
    """Gather every marked text of Python files and Django templates below a folder."""
    catalog = Catalog(charset="utf-8")
    for path in sorted(source.rglob("*")):
        place = path.relative_to(source).as_posix()
        if path.suffix == ".py" and "/migrations/" not in place:
            found: Iterator[Any] = extract_python(io.BytesIO(path.read_bytes()), _KEYWORDS, ["Translators:"], {})
        elif path.suffix in _TEMPLATES and "/templates/" in f"/{place}":
            found = _in_template(path)
        else:
            continue
        for line, call, said, comments in found:
            if (text := _said(call, said)) is not None:
                ids, context = text
                catalog.add(ids, context=context, locations=[(place, line)], auto_comments=comments)
    return catalog


def update(locale_dir: Path) -> dict[str, int]:
    """Bring the `.po` files in line with the source beside them; returns the new messages of each language.

    Translations of unchanged texts stay, nothing is guessed, and what is no longer in the source is dropped. Files are
    written only when they change, without dates and line numbers, so that a difference shows what happened.
    """
    template = extract(locale_dir.parent)
    added = {}
    for language in PLURALS:
        path = _po(locale_dir, language)
        old = _read(path, language)
        new = _empty(language)
        for message in template:
            if message.id:
                new[message.id] = _kept(message, old)
        added[language] = sum(1 for message in new if message.id and not old.get(message.id, message.context))
        path.parent.mkdir(parents=True, exist_ok=True)
        content = _header(language) + _written(new)
        if not path.exists() or path.read_bytes() != content:
            path.write_bytes(content)
    return added


def compile(locale_dir: Path) -> list[str]:  # noqa: A001  # reads `catalogues.compile`
    """Write the `.mo` files that are missing or older than what they are made of; returns their languages."""
    newest = max(path.stat().st_mtime for path in _sources(locale_dir))
    stale = [code for code in (*PLURALS, "sr-latn") if not _fresh(_mo(locale_dir, code), newest)]
    if stale:
        known = {code: _ours(locale_dir, code) for code in (*PLURALS, "sr-latn")}
        packaged = {code: _packaged(code) for code in known}
        english = _english([*packaged.values(), *known.values()])
        for code in stale:
            merged = dict(english)
            for relative in (*reversed(KIN.get(code, ())), code):
                merged |= packaged[relative] | known[relative]
            _write_mo(_mo(locale_dir, code), code, merged.values())
    return stale


def completeness(locale_dir: Path) -> dict[str, Share]:
    """Count, for each language, the translated texts of the source as it is now."""
    template = [message for message in extract(locale_dir.parent) if message.id]
    shares = {}
    for language in PLURALS:
        done = _ours(locale_dir, language)
        flags = [(_key(message) in done, is_resident(message)) for message in template]
        shares[language] = Share(
            translated=sum(translated for translated, _ in flags),
            total=len(flags),
            resident_translated=sum(translated and resident for translated, resident in flags),
            resident_total=sum(resident for _, resident in flags),
        )
    return shares


def is_resident(message: Message) -> bool:
    """Tell whether a text is met by residents: not if it occurs only in staff or admin pages, `admin.py` or `cli`."""
    return not all(_for_staff(place) for place, _line in message.locations)


def catalogue(locale_dir: Path, language: str) -> Catalog:
    """Read the kept translations of a language, for those who check them."""
    return _read(_po(locale_dir, language), language)


def _for_staff(place: str) -> bool:
    parts = f"/{place}"
    name = parts.rpartition("/")[2]
    return "/staff/" in parts or "/admin/" in parts or name == "admin.py" or name.startswith("cli")


def _in_template(path: Path) -> Iterator[Any]:
    # Django turns a template into calls among X's; without indentation that is Python enough for the tokenizer.
    code = "\n".join(line.strip() for line in templatize(path.read_text(encoding="utf-8"), str(path)).splitlines())
    yield from extract_python(io.BytesIO(code.encode()), _KEYWORDS, ["Translators:"], {})


def _said(call: str, said: str | tuple[str | None, ...]) -> tuple[str | tuple[str, ...], str | None] | None:
    """Read text (or both numbers of it) and context from a call; None when a variable stands where a text should."""
    texts = said if isinstance(said, tuple) else (said,)
    context, ids = None, []
    for part in _KEYWORDS.get(call) or (1,):
        position = part[0] if isinstance(part, tuple) else part
        text = texts[position - 1] if position <= len(texts) else None
        if not text:
            return None
        if isinstance(part, tuple):
            context = text
        else:
            ids.append(text)
    return (tuple(ids) if len(ids) > 1 else ids[0]), context


def _kept(message: Message, old: Catalog) -> Message:
    """Copy a message of the source with the translation it had."""
    known = old.get(message.id, message.context)
    same = known is not None and not known.fuzzy and known.pluralizable == message.pluralizable
    return Message(
        message.id,
        known.string if known is not None and same else "",
        locations=message.locations,
        flags=message.flags,
        auto_comments=message.auto_comments,
        user_comments=known.user_comments if known else (),
        context=message.context,
    )


def _empty(language: str) -> Catalog:
    known = {"cnr": "sr_Latn_ME"}.get(language, language)  # Babel drops the rules for numbers of others
    catalog = Catalog(locale=known, charset="utf-8", fuzzy=False)
    catalog.mime_headers = [("Content-Type", "text/plain; charset=utf-8"), ("Plural-Forms", PLURALS[language])]
    return catalog


def _header(language: str) -> bytes:
    return (
        'msgid ""\nmsgstr ""\n'
        f'"Language: {language}\\n"\n"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
        f'"Plural-Forms: {PLURALS[language]}\\n"\n\n'
    ).encode()


def _written(catalog: Catalog) -> bytes:
    out = io.BytesIO()
    write_po(out, catalog, width=0, omit_header=True, sort_by_file=True, include_lineno=False, ignore_obsolete=True)
    return out.getvalue().rstrip() + b"\n"


def _read(path: Path, language: str) -> Catalog:
    if not path.exists():
        return _empty(language)
    with path.open("rb") as file:
        return read_po(file)


def _ours(locale_dir: Path, code: str) -> dict[_Key, Message]:
    """Read the translated messages we keep; Serbian Latin from Serbian."""
    catalog = catalogue(locale_dir, "sr" if code == "sr-latn" else code)
    messages = {_key(message): message for message in catalog if message.id and _is_translated(message)}
    return {key: _in_latin(message) for key, message in messages.items()} if code == "sr-latn" else messages


def _packaged(code: str) -> dict[_Key, Message]:
    """Read what Django and allauth have translated themselves."""
    folder = _locale(code)
    messages: dict[_Key, Message] = {}
    for package in _PACKAGES:
        for path in sorted(package.glob(f"**/locale/{folder}/LC_MESSAGES/django.mo")):
            with path.open("rb") as file:
                found = [message for message in read_mo(file) if message.id and _is_translated(message)]
            for message in found:
                if isinstance(message.context, bytes):  # Babel decodes everything else
                    message.context = message.context.decode()
                messages[_key(message)] = message
    return messages


def _english(catalogues: Iterable[Mapping[_Key, Message]]) -> dict[_Key, Message]:
    """Say everything in the words of the source, so that the last resort is English."""
    return {
        key: Message(message.id, message.id, context=message.context)
        for each in catalogues
        for key, message in each.items()
    }


def _in_latin(message: Message) -> Message:
    said = message.string
    latin = to_latin(said) if isinstance(said, str) else tuple(map(to_latin, said or ()))
    return Message(message.id, latin, flags=message.flags, context=message.context)


def _write_mo(path: Path, code: str, messages: Iterable[Message]) -> None:
    catalog = _empty("sr" if code == "sr-latn" else code)
    for message in messages:
        catalog[message.id] = Message(
            message.id, _in_forms(message, catalog.num_plurals), flags=message.flags, context=message.context
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".part")
    with unfinished.open("wb") as file:
        write_mo(file, catalog)
    unfinished.replace(path)


def _in_forms(message: Message, forms: int) -> str | tuple[str, ...]:
    """Give as many forms as the language has: English has two, and the last serves for the rest."""
    said = [message.string] if isinstance(message.string, str) else list(message.string or ())
    if not message.pluralizable:
        return said[0]
    return tuple(said[-1] if forms == 1 else said[min(form, len(said) - 1)] for form in range(forms))


def _is_translated(message: Message) -> bool:
    said = message.string
    return not message.fuzzy and bool(all(said) if isinstance(said, tuple | list) else said)


def _key(message: Message) -> _Key:
    return (message.id[0] if isinstance(message.id, tuple | list) else message.id, message.context)


def _locale(code: str) -> str:
    return "sr_Latn" if code == "sr-latn" else code


def _po(locale_dir: Path, language: str) -> Path:
    return locale_dir / language / "LC_MESSAGES" / "django.po"


def _mo(locale_dir: Path, code: str) -> Path:
    return locale_dir / _locale(code) / "LC_MESSAGES" / "django.mo"


def _sources(locale_dir: Path) -> list[Path]:
    """List what a compiled catalogue is made of, as far as it can change."""
    kept = [_po(locale_dir, language) for language in PLURALS]
    made_by = [Path(__file__), *(package / "__init__.py" for package in _PACKAGES)]
    return [*(path for path in kept if path.exists()), *made_by]


def _fresh(path: Path, newest: float) -> bool:
    return path.exists() and path.stat().st_mtime >= newest
