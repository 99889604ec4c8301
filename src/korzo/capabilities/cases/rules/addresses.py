"""Addresses as the public may read them."""

import re
from itertools import zip_longest

_ORDINAL = re.compile(r"\d+(\.|st|nd|rd|th|번?[로길가])", re.IGNORECASE)
"""A number that belongs to the name of a street: 27. marta, 5th Avenue, 110길."""
_NAMES_DAYS = re.compile(
    r"(?!stan|ulaz|стан|улаз)[a-zа-яšžčćđђјљњћџ]{3}"
    r"|(Jan|Feb|Mar|Apr|Maj|Jun|Jul|Avg|Sep|Okt|Nov|Dec|Јан|Феб|Мар|Апр|Мај|Јун|Јул|Авг|Сеп|Окт|Нов|Дец)"
)
"""What follows an ordinal in the name of a street: words in small letters, and months however they are written."""
_BEFORE = re.compile(r"(k?br|broj|no|nr|бр|број|stan|стан|ulaz|улаз)\.?", re.IGNORECASE)
_STUCK = re.compile(r"(k?br|no|nr|бр)\.?\d", re.IGNORECASE)


def street(address: str) -> str:
    """The address without numbers of houses and flats, which could name a person's home.

    Where it cannot be told whether a number is a house's or belongs to a name, it is left out.
    """
    words = address.split()
    kept: list[str] = []
    left_out = ""
    for word, following in zip_longest(words, words[1:], fillvalue=""):
        is_letter = bool(left_out) and len(word.strip(",.")) == 1  # the A of 12 A
        if not (is_letter or _is_number(word, following)):
            kept.append(word)
            left_out = ""
            continue
        left_out = word
        while kept and _BEFORE.fullmatch(kept[-1]):
            kept.pop()
        if kept and word.endswith(","):
            kept[-1] = kept[-1].rstrip(",") + ","
    return " ".join(kept).strip(" ,;/-–")


def _is_number(word: str, following: str) -> bool:
    """Say whether a word is a number that is not part of a name."""
    if not any(letter.isdigit() for letter in word):
        return False
    if word[0].isalpha():
        return _STUCK.match(word) is not None  # E75 is a road, br.7 a house
    return not (_ORDINAL.fullmatch(word) and (not word.endswith(".") or _NAMES_DAYS.match(following)))
