"""Cyrillic and Latin: one language in two alphabets, and addresses in plain letters.

Cyrillic becomes Latin without loss: thirty letters, of which љ њ џ (and Macedonian ѕ) become two. The way back is a
guess, because nj, lj and dž are sometimes two letters, so `to_cyrillic` is for showing, never for storing.
Sources: Pravopis srpskoga jezika (Matica srpska, 2010); Pravopis crnogorskoga jezika (2009) for ś and ź; the Macedonian
letters as in ISO 9:1995 (ǵ, ḱ), with dz for ѕ.
"""

import re
import unicodedata
from collections.abc import Callable
from html.parser import HTMLParser

_PAIRS = {"Љ": "LJ", "Њ": "NJ", "Џ": "DŽ", "Ѕ": "DZ"}
_LETTERS = dict(zip("абвгдђежзијклмнопрстћуфхцчшљњџ", [*"abvgdđežzijklmnoprstćufhcčš", "lj", "nj", "dž"], strict=True))
_TO_LATIN = str.maketrans(_LETTERS | {"ѕ": "dz"} | {c.upper(): latin.upper() for c, latin in _LETTERS.items()})
_TO_CYRILLIC = {latin: cyrillic for cyrillic, latin in _LETTERS.items()}
_TO_CYRILLIC |= {latin.upper(): c.upper() for latin, c in _TO_CYRILLIC.items()}
_TO_CYRILLIC |= {latin.capitalize(): c.upper() for latin, c in _TO_CYRILLIC.items() if len(latin) > 1}
_TO_CYRILLIC |= {"ś": "с\u0301", "Ś": "С\u0301", "ź": "з\u0301", "Ź": "З\u0301"}

_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_CAPITAL_PAIR = re.compile(r"[ЉЊЏЅ]")
_LATIN_LETTER = re.compile("|".join(sorted(_TO_CYRILLIC, key=len, reverse=True)))
_DIGRAPH = re.compile(r"[\u01c4-\u01cc]")  # ǆ and the like, one code point for two letters
_WORD = re.compile(r"[^\W\d_]+")
_ADDRESS = re.compile(
    r"(?:https?://|www\.|mailto:)\S+"
    r"|(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|(?<![\w.-])[\w-]+(?:\.[\w-]+)*\.(?:rs|срб|me|ba|hr|mk|мкд|al|xk|kr|eu|com|org|net|int)\b(?:/\S*)?"
)
_STAYS_LATIN = re.compile(
    r"(?<!\S)\S*?\d\S*"  # codes and units: K-2026-000123, 20cm
    r"|\b(?:(?=[IVX]{2})X{0,3}(?:I[XV]|V?I{0,3})|[VX]|(?=[MDCLXVI]{4})M{1,3}(?:C[MD]|D?C{0,3})(?:X[CL]|L?X{0,3})(?:I[XV]|V?I{0,3}))\b"
    r"|\b(?:Bluetooth|Facebook|Google|Instagram|LinkedIn|Microsoft|PayPal|Telegram|Viber|WhatsApp|Wi-Fi|YouTube"
    r"|CSV|HTML|PDF|QR|SMS|URL|USB)\b"
)
_TWO_LETTERS = re.compile(
    r"(injek|konjunk|konjug|konjekt)"
    r"|\b(tanjug|anjon|vanjezi|panjevrop"
    r"|nadž(?:i[vm]|nj|anj|dr|up)|podž(?:up|anr|elu)|odž(?:al|vak|iv|ubor)|predž(?:elu|etv))",
    re.IGNORECASE,
)
_MEETING = re.compile(r"(?<=n)(?=j)|(?<=d)(?=ž)", re.IGNORECASE)
_SEAM = "\ue000"  # private use: holds n|j and d|ž apart while letters are replaced


def to_latin(text: str) -> str:
    """Write Serbian, Montenegrin or Macedonian Cyrillic in Latin letters, in NFC; addresses stay as they are.

    A capital љ њ џ ѕ becomes LJ within a word in capitals and Lj elsewhere: ЊЕГОШ is NJEGOŠ, Љ. П. is Lj. P.
    """
    return _outside(_ADDRESS, text, _latin) if _CYRILLIC.search(text) else text


def to_cyrillic(text: str) -> str:
    """Write Serbian or Montenegrin Latin in Cyrillic letters, to be shown and never stored.

    Addresses, codes, Roman numerals, well-known names and words with foreign letters stay Latin. Where nj and dž are
    two letters (инјекција, надживети), a list of word beginnings knows it; a word missing there comes out wrong.
    """
    return _outside(_ADDRESS, unicodedata.normalize("NFC", text), lambda part: _outside(_STAYS_LATIN, part, _cyrillic))


def in_markup(markup: str, convert: Callable[[str], str]) -> str:
    """Convert only the text of HTML that is in the page's language, leaving tags, attributes and entities alone.

    Elements with `translate="no"`, with their own `lang`, and code, pre, kbd, samp, script and style are skipped.
    """
    page = _Page(convert)
    page.feed(markup)
    page.close()
    return "".join(page.parts)


def slug(text: str, *, limit: int = 60) -> str:
    """Make the part of an address that a title gives: plain Latin letters, digits and hyphens; "" if none are left.

    đ is written dj, ѓ gj, ќ kj, as in passports; Korean is romanised by syllable (ISO/TR 11941, as in Unicode's names).
    """
    latin = to_latin(unicodedata.normalize("NFKC", text)).lower().translate(_SPELT_OUT)
    spelt = "".join(_romanised(letter) for letter in latin)
    plain = "".join(c for c in unicodedata.normalize("NFKD", spelt) if not unicodedata.combining(c))
    words = re.findall(r"[a-z0-9]+", plain)
    whole = "-".join(words)
    return whole if len(whole) <= limit else whole[: limit + 1].rpartition("-")[0] or whole[:limit]


_SPELT_OUT = str.maketrans({"đ": "dj", "ǵ": "gj", "ḱ": "kj", "ß": "ss", "æ": "ae", "ø": "o", "ł": "l", "ı": "i"})


def _romanised(letter: str) -> str:
    if "가" <= letter <= "힣":
        return unicodedata.name(letter).removeprefix("HANGUL SYLLABLE ").lower()
    return letter


def _outside(pattern: re.Pattern[str], text: str, convert: Callable[[str], str]) -> str:
    """Convert what lies between the matches."""
    parts, start = [], 0
    for match in pattern.finditer(text):
        parts += [convert(text[start : match.start()]), match.group()]
        start = match.end()
    return "".join([*parts, convert(text[start:])])


def _latin(text: str) -> str:
    # Taken apart, ѓ ќ с́ з́ and accented vowels need no table: the mark stays, the letter below it changes.
    apart = _CAPITAL_PAIR.sub(_capital_pair, unicodedata.normalize("NFD", text))
    return unicodedata.normalize("NFC", apart.translate(_TO_LATIN))


def _capital_pair(match: re.Match[str]) -> str:
    before, after = match.string[: match.start()][-1:], match.string[match.end() :][:1]
    capitals = after.isupper() or (before.isupper() and not after.isalpha())
    pair = _PAIRS[match.group()]
    return pair if capitals else pair.capitalize()


def _cyrillic(text: str) -> str:
    return _WORD.sub(_cyrillic_word, _DIGRAPH.sub(lambda pair: unicodedata.normalize("NFKC", pair[0]), text))


def _cyrillic_word(match: re.Match[str]) -> str:
    word = match.group()
    parted = _TWO_LETTERS.sub(lambda found: _MEETING.sub(_SEAM, found[0], count=1), word)
    written = _LATIN_LETTER.sub(lambda letter: _TO_CYRILLIC[letter[0]], parted).replace(_SEAM, "")
    return word if re.search(r"[a-z]", unicodedata.normalize("NFD", written), re.IGNORECASE) else written


class _Page(HTMLParser):
    """Repeats markup as it comes, and converts what a reader reads."""

    _VOID = frozenset(("area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"))
    _VERBATIM = frozenset(("code", "kbd", "pre", "samp", "script", "style", "textarea"))

    def __init__(self, convert: Callable[[str], str]) -> None:
        super().__init__(convert_charrefs=False)
        self.convert = convert
        self.parts: list[str] = []
        self.skipping: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.parts.append(self.get_starttag_text() or "")
        has = dict(attrs)
        foreign = tag in self._VERBATIM or has.get("translate") == "no" or "lang" in has
        if (self.skipping or foreign) and tag not in self._VOID:
            self.skipping.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del tag, attrs
        self.parts.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        self.parts.append(f"</{tag}>")
        if tag in self.skipping:
            del self.skipping[len(self.skipping) - 1 - self.skipping[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        self.parts.append(data if self.skipping else self.convert(data))

    def handle_entityref(self, name: str) -> None:
        self.parts.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.parts.append(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        self.parts.append(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self.parts.append(f"<!{decl}>")
