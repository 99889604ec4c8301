"""BLT, the format in which ranked ballots are kept and exchanged; read with all that is seen in the wild, and written.

`candidates seats`, then `-2 -3` for who withdrew, then a paper each: `weight 4 1 3 0`; a lone `0`; the names and the
title in quotation marks. Besides: `#` comments, any blanks and line ends, `3=4` equal ranks, `-` a rank left out,
`(id)` before a weight, weights with decimals. Sources: Hill, Wichmann and Woodall 1987; OpenSTV's and OpaVote's notes.
"""

import re
from collections.abc import Iterator

from korzo.capabilities.ballots.rules.methods import files
from korzo.capabilities.ballots.rules.methods.files import Document
from korzo.capabilities.ballots.rules.methods.papers import Candidate, Number, Paper, tiers
from korzo.capabilities.ballots.rules.methods.problems import Noted, Problem, Token, Unreadable
from korzo.capabilities.ballots.rules.methods.stv_text import is_text, read_text

__all__ = ["Document", "Problem", "Unreadable", "read", "write"]
_NOTHING = Token("", 0, 0)


def read(raw: bytes) -> Document:
    """Read a file of ranked ballots, BLT or the text format `.stv`. Raises Unreadable."""
    noted = Noted()
    text = files.text_of(raw, noted)
    return read_text(text, noted, _read) if is_text(text) else _read(text, noted)


def _read(text: str, noted: Noted, first: int = 1) -> Document:
    words = files.words(text, noted, first)
    number, seats = _size(words, noted), _size(words, noted)
    if number > files.MOST_CANDIDATES:
        raise noted.stop(_NOTHING, f"has more than {files.MOST_CANDIDATES} candidates")
    known = {str(at + 1): at for at in range(number)}
    withdrawn: set[int] = set()
    papers: list[Paper] = []
    while (at := next(words, None)) is not None and not at.is_end:
        if not papers and at.text.startswith("-") and at.text[1:].isdecimal():
            if at.text[1:] not in known:
                noted.grave(at, "withdraws a candidate who is not in this file")
            else:
                withdrawn.add(known[at.text[1:]])
            continue
        papers.append(_paper(at, words, known, noted))
    if at is None:
        noted.grave(_NOTHING, "ends before the 0 that ends the ballots")
    names = _names(words, number, noted)
    if len(withdrawn) == number:
        noted.grave(_NOTHING, "has no candidate who did not withdraw")
    noted.check()
    listed = tuple(Candidate(str(at + 1), name) for at, name in enumerate(names[:number]))
    return Document(names[number], seats, listed, frozenset(withdrawn), tuple(papers), tuple(noted.all))


def _size(words: Iterator[Token], noted: Noted) -> int:
    at = next(words, None)
    if at is None:
        raise noted.stop(_NOTHING, "is empty: it has to begin with the numbers of candidates and seats")
    if at.quoted or not re.fullmatch(r"[1-9]\d{0,5}", at.text):
        raise noted.stop(at, "is no whole number above 0: a file begins with the numbers of candidates and seats")
    return int(at.text)


def _paper(at: Token, words: Iterator[Token], known: dict[str, int], noted: Noted) -> Paper:
    """Read up to the 0 that ends the paper."""
    if at.text.startswith("(") and not at.quoted:
        while not at.text.endswith(")"):
            at = _next(words, noted, at)
        at = _next(words, noted, at)
    weight = files.weight(at, noted)
    preferred: list[Token] = []
    while not (word := _next(words, noted, at)).is_end:
        if word.quoted:
            raise noted.stop(word, f"stands inside the paper that begins in line {at.line}: its 0 is missing")
        if word.line != at.line and not preferred:
            noted.light(word, "continues a paper on another line")
        preferred.append(word)
    return Paper(files.ranks(preferred, known, noted), weight or 1)


def _next(words: Iterator[Token], noted: Noted, since: Token) -> Token:
    if (word := next(words, None)) is None:
        raise noted.stop(since, "begins a paper that does not end: its 0 is missing")
    return word


def _names(words: Iterator[Token], number: int, noted: Noted) -> list[str]:
    """Read names and the title; missing ones are made up or empty."""
    names: list[str] = []
    for at in words:
        if not at.quoted:
            noted.grave(at, "stands where only names in quotation marks may stand")
        elif len(names) > number:
            noted.grave(at, f"is one name too many: there are {number} candidates and a title")
        else:
            names.append(at.text.strip())
    if len(names) < number:
        noted.light(_NOTHING, f"names {len(names)} of {number} candidates; the others go by their numbers")
    return names + [""] * (number + 1 - len(names))


def write(document: Document) -> str:
    """Write a file: equal papers as they stand, marks of quotation in names made single."""
    lines = [f"{len(document.candidates)} {document.seats}"]
    if document.withdrawn:
        lines.append(" ".join(f"-{at + 1}" for at in sorted(document.withdrawn)))
    lines += [" ".join([_plain(paper.weight), *_preferred(paper.marks), "0"]) for paper in document.papers]
    lines.append("0")
    lines += [_quoted(each.name) for each in document.candidates]
    return "\n".join([*lines, _quoted(document.title), ""])


def _preferred(marks: tuple[int, ...]) -> list[str]:
    by_rank = {marks[group[0]]: "=".join(str(at + 1) for at in group) for group in tiers(marks)}
    return [by_rank.get(rank, "-") for rank in range(1, max(by_rank, default=0) + 1)]


def _plain(weight: Number) -> str:
    """A weight without exponent; ValueError if no decimal number is the same."""
    for decimals in range(13):
        if weight * 10**decimals == int(weight * 10**decimals):
            digits = f"{int(weight * 10**decimals):0{decimals + 1}d}"
            return f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits
    raise ValueError(f"a weight of {weight} has no decimal form")


def _quoted(name: str) -> str:
    return '"' + " ".join(name.replace('"', "'").split()) + '"'
