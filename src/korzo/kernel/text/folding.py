"""Folding words so that they find one another: any alphabet, any marks, any case ending.

"рупа" and "rupa", "đak" and "djak", "општине" and "opštinama" share a stem. Folding is Unicode's NFKC, lower case,
Cyrillic to Latin and no marks; stemming is Snowball's for Serbian, which also unites ekavian and ijekavian; Korean,
which writes compounds without blanks, gives each pair of syllables.
"""

import re
import threading
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain, pairwise

import snowballstemmer

_PLAIN = dict(zip("абвгдђежзијклмнопрстћуфхцчш", "abvgddezzijklmnoprstcufhccs", strict=True))
_PLAIN |= {"љ": "lj", "њ": "nj", "џ": "dz", "ѕ": "dz"}
_PLAIN |= {"đ": "d", "ð": "d", "ł": "l", "ø": "o", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe"}
_RUN = re.compile(r"[^\W_]+")
_HANGUL = re.compile(r"[가-힣]+|[^가-힣]+")
_LONGEST = 40
_WITHOUT_J = re.compile(r"(?<=[gksz])j")  # ѓ ќ ś ź typed without their marks


class _Folded(dict[int, str]):
    """Remembers what each character folds to; the first meeting works it out."""

    def __missing__(self, code: int) -> str:
        base = "".join(c for c in unicodedata.normalize("NFD", chr(code)) if not unicodedata.combining(c))
        folded = unicodedata.normalize("NFC", "".join(_PLAIN.get(c, c) for c in base))
        self[code] = folded
        return folded


_FOLDED = _Folded()
_STEMMER = snowballstemmer.stemmer("serbian")
_ONE_AT_A_TIME = threading.Lock()  # a stemmer keeps its word in itself


def fold(text: str) -> str:
    """Write text in lower case Latin letters without marks; punctuation stays. Folding twice changes nothing."""
    return text.lower() if text.isascii() else unicodedata.normalize("NFKC", text).lower().translate(_FOLDED)


def tokens(text: str) -> list[str]:
    """Split text into folded words, in order, cut to 40 letters; 시민참여 gives 시민 민참 참여."""
    return list(chain.from_iterable(map(_tokens, text.split())))


def stems(text: str) -> list[str]:
    """Give the stem of each word of the text, in order."""
    return list(chain.from_iterable(map(_stems, text.split())))


@lru_cache(maxsize=2**16)
def stem(word: str) -> str:
    """Cut a folded word to what its forms share, and a number to its value; other words stay."""
    if word.isdigit():
        return word.lstrip("0") or word
    if not (word.isascii() and word.isalpha()):
        return word
    with _ONE_AT_A_TIME:
        short = fold(_STEMMER.stemWord(_WITHOUT_J.sub("", word)))
    return short[:-1] if short.endswith("aj") else short  # izveštaj and izveštaja


# Between blanks, texts repeat themselves: remembering whole chunks is what makes a million rows bearable.
@lru_cache(maxsize=2**16)
def _tokens(chunk: str) -> tuple[str, ...]:
    return tuple(piece[:_LONGEST] for run in _RUN.findall(fold(chunk)) for piece in _pieces(run))


@lru_cache(maxsize=2**16)
def _stems(chunk: str) -> tuple[str, ...]:
    return tuple(map(stem, _tokens(chunk)))


def _pieces(run: str) -> Iterator[str]:
    """Cut Korean into pairs of syllables, and leave everything else whole."""
    for piece in _HANGUL.findall(run):
        if "가" <= piece[0] <= "힣" and len(piece) > 1:
            yield from map("".join, pairwise(piece))
        else:
            yield piece
