"""Ballots as people type them: a clerk from paper, or a program into a file."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import StringIO

from korzo.capabilities.budgeting.rules.validity import Flaw, Form, Way, flaws

_PART = re.compile(r"(\d{1,5})(?:[:=](\d{1,6}))?", re.ASCII)
MOST_PROBLEMS = 500
"""How many rejected rows are told one by one."""


class Unreadable(ValueError):
    """What was typed is no ballot; the message is the part that cannot be read."""


class NoBallots(ValueError):
    """The file holds no table of ballots; the message says what is missing."""


def typed(text: str, way: Way) -> dict[int, int]:
    """Read `3 7 12`, or with points `3:5 7:2`; ranked ballots stand best first. Raises Unreadable.

    Points with a blank or a sign between number and points: `3:5`, `3=5`. The same number twice cannot be read.
    """
    ballot: dict[int, int] = {}
    for place, part in enumerate(re.split(r"[\s,;]+", text.strip()) if text.strip() else [], 1):
        match = _PART.fullmatch(part)
        if match is None or int(match[1]) in ballot or (match[2] is None) == (way in {Way.CUMULATIVE, Way.SCORE}):
            raise Unreadable(part)
        ballot[int(match[1])] = int(match[2]) if match[2] is not None else place if way is Way.RANKED else 1
    return ballot


def shown(ballot: Mapping[int, int], way: Way) -> str:
    """Write a ballot as it is typed."""
    if way in {Way.CUMULATIVE, Way.SCORE}:
        return " ".join(f"{number}:{given}" for number, given in sorted(ballot.items()))
    if way is Way.RANKED:
        return " ".join(str(number) for number, _place in sorted(ballot.items(), key=lambda each: each[1]))
    return " ".join(map(str, sorted(ballot)))


@dataclass(frozen=True, slots=True)
class Rejected:
    """One row that was not taken, and why: words of ours in `reason`, or the ballot's flaws."""

    line: int
    column: str
    value: str
    reason: str = ""
    flaws: tuple[Flaw, ...] = ()


@dataclass(frozen=True, slots=True)
class Taken:
    """One good row; `panel` is the code in its column, if there is one."""

    line: int
    ballot: Mapping[int, int]
    panel: str = ""


def rows(data: bytes, form: Form, names: Mapping[str, int], panels: Iterable[str] = ()) -> Iterator[Taken | Rejected]:
    """Read a table of ballots: a `.pb` file, or CSV with a column `vote` and, for points, `points`.

    `names` are what projects are called in the file besides their numbers. Lists in a cell are separated by commas.
    Raises NoBallots.
    """
    table = _table(data)
    columns = [cell.strip().lower() for cell in next(table, (0, []))[1]]
    if "vote" not in columns:
        raise NoBallots("vote")
    if form.gives and "points" not in columns:
        raise NoBallots("points")
    known_panels = set(panels)
    voters: set[str] = set()
    for at, row in table:
        if not any(cell.strip() for cell in row):
            continue
        if len(row) != len(columns):
            yield Rejected(at, "", ";".join(row)[:80], "cells")
            continue
        cell = {name: value.strip() for name, value in zip(columns, row, strict=True)}
        if (voter := cell.get("voter_id", "")) and voter in voters:
            yield Rejected(at, "voter_id", voter[:80], "twice")
            continue
        voters.add(voter)
        panel = cell.get("panel", "")
        if panel and panel not in known_panels:
            yield Rejected(at, "panel", panel[:80], "panel")
            continue
        yield _row(at, cell, form, names, panel)


def _row(line: int, cell: Mapping[str, str], form: Form, names: Mapping[str, int], panel: str) -> Taken | Rejected:
    parts = [part.strip() for part in cell["vote"].split(",")] if cell["vote"] else []
    given = [part.strip() for part in cell["points"].split(",")] if form.gives and cell["points"] else []
    ballot: dict[int, int] = {}
    for place, part in enumerate(parts):
        number = names.get(part, int(part) if re.fullmatch(r"\d{1,5}", part, re.ASCII) else None)
        if number is None:
            return Rejected(line, "vote", part[:80], "unknown")
        if number in ballot:
            return Rejected(line, "vote", part[:80], "repeated")
        if form.gives:
            if len(given) != len(parts):
                return Rejected(line, "points", cell["points"][:80], "uneven")
            if not re.fullmatch(r"\d{1,6}", given[place], re.ASCII):
                return Rejected(line, "points", given[place][:80], "number")
            ballot[number] = int(given[place])
        else:
            ballot[number] = place + 1 if form.way is Way.RANKED else 1
    found = flaws(ballot, form)
    return Rejected(line, "vote", cell["vote"][:80], flaws=found) if found else Taken(line, ballot, panel)


def _table(data: bytes) -> Iterator[tuple[int, list[str]]]:
    """Find where the table begins and what separates its cells; give each row with its line in the file."""
    try:
        lines = StringIO(data.decode("utf-8-sig"), newline="").readlines()
    except UnicodeDecodeError as error:
        raise NoBallots("UTF-8") from error
    start = 0
    if lines and lines[0].strip().upper() == "META":
        start = next((at + 1 for at, line in enumerate(lines) if line.strip().upper() == "VOTES"), -1)
        if start < 0:
            raise NoBallots("VOTES")
    head = lines[start] if start < len(lines) else ""
    reader = csv.reader(lines[start:], delimiter=";" if ";" in head or "," not in head else ",")
    line = start + 1
    try:
        for row in reader:
            yield line, row
            line = start + reader.line_num + 1
    except csv.Error as error:
        raise NoBallots(str(error)) from error
