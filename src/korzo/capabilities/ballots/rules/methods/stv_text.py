"""The text format `.stv`: a header of `key=value`, then ballots of ids, or of ranks in columns, or a whole BLT file."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from korzo.capabilities.ballots.rules.methods import files
from korzo.capabilities.ballots.rules.methods.files import Document
from korzo.capabilities.ballots.rules.methods.papers import Candidate, Paper
from korzo.capabilities.ballots.rules.methods.problems import Noted, Token

_KEY = re.compile(r"\s*([A-Za-z_]+)\s*=(.*)")
_TIMES = re.compile(r"(\d+(?:\.\d+)?)[Xx]")
_NOTHING = Token("", 0, 0)
_ONCE = ("title", "method", "seats", "quota", "random", "order", "ballots")


def is_text(text: str) -> bool:
    """Tell whether a file is in this format: its first line that says anything is `key=value`."""
    first = next((line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")), "")
    return bool(_KEY.match(first))


def read_text(text: str, noted: Noted, blt: Callable[[str, Noted, int], Document]) -> Document:
    """Read it; a BLT inside is read by `blt`. Raises Unreadable."""
    meta: dict[str, str] = {}
    named: dict[str, Candidate] = {}
    lines = text.splitlines()
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        found = _KEY.match(line)
        if not found:
            raise noted.stop(Token(line.strip(), number, 1), "is no line key=value, and no ballots= came before it")
        key, value = found.group(1).lower(), found.group(2).strip()
        at = Token(value, number, found.start(2) + 1)
        if key == "candidate":
            _candidate(at, named, noted)
        elif key in meta:
            noted.grave(at, f"is a second {key}")
        else:
            meta[key] = value
            if key not in _ONCE:
                noted.light(at, f"belongs to the unknown key {key}, which is kept and not used")
        if key == "ballots":
            if value.lower() == "blt":
                inside = blt("\n".join(lines[number:]), noted, number + 1)
                return replace(inside, title=meta.get("title") or inside.title, meta=meta)
            return _ballots(at, lines[number:], meta, named, noted)
    raise noted.stop(_NOTHING, "has no line ballots=")


def _candidate(at: Token, named: dict[str, Candidate], noted: Noted) -> None:
    name, _, words = at.text.partition(" ")
    if not name or "=" in name or name in {"-", "end"}:
        noted.grave(at, "is no candidate: an id without = and a name")
    elif name in named:
        noted.grave(at, "has an id that came before")
    elif len(named) >= files.MOST_CANDIDATES:
        raise noted.stop(at, f"is one more than {files.MOST_CANDIDATES} candidates")
    else:
        named[name] = Candidate(name, words.strip() or name)


def _ballots(
    at: Token,
    lines: Sequence[str],
    meta: Mapping[str, str],
    named: Mapping[str, Candidate],
    noted: Noted,
) -> Document:
    seats = _whole("seats", meta, noted)
    declared = _whole("ballots", meta, noted)
    if not named:
        raise noted.stop(_NOTHING, "has no candidate=")
    order = meta.get("order", "").split()
    if order and sorted(order) != sorted(named):
        raise noted.stop(Token(meta["order"], 0, 0), "is an order= that does not name every candidate once")
    papers: list[Paper] = []
    number = {name: place for place, name in enumerate(named)}
    read = 0
    for line_number, line in enumerate(lines, at.line + 1):
        words = list(files.words(line, noted, line_number))
        if not words:
            continue
        if [word.text for word in words] == ["end"]:
            break
        read += 1
        papers.append(_paper(words, number, order, noted))
    else:
        noted.light(_NOTHING, "does not end with the line end")
    if read != declared:
        noted.grave(at, f"ballots are declared, {read} lines of them are there")
    noted.check()
    return Document(
        meta.get("title", ""),
        seats,
        tuple(named.values()),
        frozenset(),
        tuple(papers),
        tuple(noted.all),
        meta,
    )


def _paper(words: list[Token], number: Mapping[str, int], order: Sequence[str], noted: Noted) -> Paper:
    times = _TIMES.fullmatch(words[0].text)
    weight = None
    if times:
        weight = files.weight(Token(times.group(1), words[0].line, words[0].column), noted)
        words = words[1:]
    if not order:
        return Paper(files.ranks(words, number, noted), weight or 1)
    marks = [0] * len(number)
    if len(words) != len(order):
        noted.grave(words[0] if words else _NOTHING, f"begins a line of {len(words)} ranks for {len(order)} candidates")
        return Paper(tuple(marks))
    for name, word in zip(order, words, strict=True):
        if word.text == "-" or re.fullmatch(r"\d{1,4}", word.text):
            marks[number[name]] = 0 if word.text == "-" else int(word.text)
        else:
            noted.grave(word, "is no rank: a whole number, or - for none")
    return Paper(tuple(marks), weight or 1)


def _whole(key: str, meta: Mapping[str, str], noted: Noted) -> int:
    value = meta.get(key, "")
    if not re.fullmatch(r"\d{1,9}", value) or (key == "seats" and not int(value)):
        raise noted.stop(Token(value, 0, 0), f"is no whole number for {key}=")
    return int(value)
