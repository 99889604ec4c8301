"""The order of the alphabet, which neither database knows: č after c, nj after n, љ after л, sh after s.

Sources: Serbian, Croatian, Bosnian and Macedonian orthographies; Montenegrin orthography (2009), which puts ś after š,
с́ at the end of the Cyrillic alphabet; the Albanian alphabet of 36 letters (Congress of Manastir, 1908).
"""

import re
import unicodedata
from functools import lru_cache

from korzo.kernel.text import scripts

_LATIN = "a b c č ć d dž đ e f g h i j k l lj m n nj o p q r s š ś t u v w x y z ž ź"
_AZBUKA = "а б в г д ђ е ж з з\u0301 и ј к л љ м н њ о п р с т ћ у ф х ц ч џ ш с\u0301"
_ALPHABETS = {
    "sr": _AZBUKA,
    "mk": "а б в г д ѓ е ж з ѕ и ј к л љ м н њ о п р с т ќ у ф х ц ч џ ш",
    "sq": "a b c ç d dh e ë f g gj h i j k l ll m n nj o p q r rr s sh t th u v w x xh y z zh",
    "en": "a b c d e f g h i j k l m n o p q r s t u v w x y z",
} | dict.fromkeys(("sr-latn", "hr", "bs", "cnr"), _LATIN)


def sort_key(text: str, language: str) -> str:
    """Give the key of a text in the order of an alphabet: digits only, so that every database sorts it alike.

    Letter case and foreign marks do not count, 2 comes before 10, and Cyrillic in a Latin list sorts as it is shown.
    """
    alphabet = _ALPHABETS.get(language, _ALPHABETS["en"])
    shown = scripts.to_latin(text) if alphabet is _LATIN else text
    pattern, places = _places(alphabet)
    return "".join(_place(match[0], places) for match in pattern.finditer(unicodedata.normalize("NFC", shown).lower()))


@lru_cache
def _places(alphabet: str) -> tuple[re.Pattern[str], dict[str, str]]:
    """Number the letters from 10; the other script's letters follow in the order of Unicode."""
    letters = alphabet.split()
    longest_first = "|".join(sorted(letters, key=len, reverse=True))
    places = {letter: f"{place:02}" for place, letter in enumerate(letters, start=10)}
    return re.compile(rf"{longest_first}|\d+|\s+|\w"), places


def _place(piece: str, places: dict[str, str]) -> str:
    if piece in places:
        return places[piece]
    if piece.isspace():
        return "00"
    if piece.isdecimal():
        value = str(int(piece[:60]))
        return f"01{len(value):02}{value}"
    base = unicodedata.normalize("NFKD", piece)[0]
    return places.get(base) or f"9{ord(piece):07}"
