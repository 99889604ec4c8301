"""The section VOTES: read row by row, equal ballots put together before they are looked at."""

from array import array
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from math import lcm

import numpy as np

from korzo.capabilities.budgeting.rules.elections import POINTED, Ballots, Project, Shape
from korzo.capabilities.budgeting.rules.pabulib import cells
from korzo.capabilities.budgeting.rules.pabulib.columns import header
from korzo.capabilities.budgeting.rules.pabulib.problems import Noted

_LIMITS = ("min_length", "max_length", "min_sum_cost", "max_sum_cost")


class Box:
    """The ballots of a file. A ballot is told from another only by what it names, never by who cast it."""

    def __init__(
        self, shape: Shape, projects: Sequence[Project], meta: Mapping[str, str], noted: Noted, *, keep: bool
    ) -> None:
        self.shape, self.projects, self.meta, self.noted, self.keep = shape, projects, meta, noted, keep
        self.place = {project.id: at for at, project in enumerate(projects)}
        self.cast = 0
        self.kept: list[tuple[str, ...]] = []
        self.seen: dict[tuple[str, str], list[int]] = {}
        """What is written, with how often, and the line of the first."""
        self.occurrences = [0] * len(projects)
        self.fineness = 1
        self.watched = shape in POINTED or shape is Shape.CHOOSE_ONE or any(name in meta for name in _LIMITS)
        """Whether more has to be looked at than which projects a ballot names."""

    def fill(self, rows: Iterator[tuple[int, list[str]]]) -> tuple[str, ...]:
        """Read all rows, and give the names of the columns."""
        needed = ("voter_id", "vote", *(("points",) if self.shape in POINTED else ()))
        line, head = next(rows, (0, [""]))
        columns = header(head, line, needed, "VOTES", self.noted)
        vote = columns.index("vote")
        points = columns.index("points") if self.shape in POINTED else None
        width, seen, voters, at_line = len(columns), self.seen, array("q"), array("q")
        for line, row in rows:
            if len(row) != width:
                self.noted.grave(line, "", ";".join(row), f"has {len(row)} cells where there are {width} columns")
                continue
            key = (row[vote], "" if points is None else row[points])
            known = seen.get(key)
            if known is None:
                seen[key] = [1, line]
            else:
                known[0] += 1
            voters.append(hash(row[0].strip()))
            at_line.append(line)
            if self.keep:
                self.kept.append(tuple(cell.strip() for cell in row))
        self.cast = len(voters)
        self._same_voters(voters, at_line)
        return columns

    def ballots(self) -> Ballots:
        """Put together what names the same."""
        if (plain := None if self.watched or self.shape is Shape.ORDINAL else self._plain()) is not None:
            return plain
        pointed = self.shape in POINTED
        read: dict[tuple[str, str], tuple[tuple[int, ...], tuple[Fraction, ...]]] = {}
        for key, (times, line) in self.seen.items():
            read[key] = self._ballot(key, times, line)
        if pointed:
            self.fineness = lcm(*(each.denominator for _named, given in read.values() for each in given))
        counted: dict[object, int] = {}
        for key, (named, given) in read.items():
            whole: object = named if self.shape is Shape.ORDINAL else tuple(sorted(named))
            if pointed:
                whole = tuple(sorted((at, int(each * self.fineness)) for at, each in zip(named, given, strict=True)))
            counted[whole] = counted.get(whole, 0) + self.seen[key][0]
        return Ballots.weighted(self.shape, counted, fineness=self.fineness)

    def check_columns(self, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Tell where the file's own numbers of votes are not those of the ballots."""
        if "votes" not in columns:
            return
        at = columns.index("votes")
        for row, found in zip(rows, self.occurrences, strict=True):
            if row[at] and cells.whole(row[at]) != found:
                self.noted.light(0, "votes", row[at], f"of project {row[0]}: the ballots give it {found}")

    def _same_voters(self, voters: "array[int]", at_line: "array[int]") -> None:
        """Find ids that stand twice by their 64-bit hashes, which takes a tenth of the memory of the ids."""
        ids = np.array(voters, np.int64)
        order = np.argsort(ids, kind="stable")
        for again in order[1:][ids[order][1:] == ids[order][:-1]][:5].tolist():
            self.noted.grave(at_line[again], "voter_id", "", "this voter has voted before")

    def _ballot(self, key: tuple[str, str], times: int, line: int) -> tuple[tuple[int, ...], tuple[Fraction, ...]]:
        """Read one ballot: places of projects, and points."""
        names = key[0].split(",") if key[0] else []
        places: list[int] = []
        for name in names:
            at = self.place.get(name)
            if at is None:
                at = self.place.get(name.strip())
                if at is None:
                    self.noted.grave(line, "vote", name, "is no project of this file")
                    continue
                self.noted.light(line, "vote", name, "has blanks around it, which are left out")
            places.append(at)
            self.occurrences[at] += times
        given: list[Fraction] = []
        if self.shape in POINTED:
            for text in key[1].split(",") if key[1] else []:
                points = cells.amount(text.strip())
                if points is None or abs(points) > 10**9:
                    self.noted.grave(line, "points", text, "are no points")
                    points = Fraction(0)
                given.append(points)
            if len(given) != len(names):
                self.noted.grave(line, "points", key[1], f"are {len(given)} for {len(names)} projects")
                return (), ()
        if len(set(places)) < len(places):
            self.noted.light(line, "vote", key[0], "names a project twice; it counts once")
            first = [at for at, place in enumerate(places) if place not in places[:at]]
            given = [given[at] for at in first] if given else []
            places = [places[at] for at in first]
        self._limits(places, given, key, line)
        return tuple(places), tuple(given)

    def _plain(self) -> Ballots | None:
        """Read all ballots at once, if nothing is wrong with any of them."""
        texts = [vote for vote, _points in self.seen if vote]
        try:
            chosen = np.fromiter(map(self.place.__getitem__, ",".join(texts).split(",") if texts else ()), np.int64)
        except KeyError:
            return None
        times = np.fromiter((times for (vote, _points), (times, _line) in self.seen.items() if vote), np.int64)
        lengths = np.fromiter((vote.count(",") + 1 for vote in texts), np.int64)
        empty = self.seen.get(("", ""), (0, 0))[0]
        rows = np.repeat(np.arange(len(lengths)), lengths)
        chosen = np.sort(rows * len(self.projects) + chosen) - rows * len(self.projects)
        if ((chosen[1:] == chosen[:-1]) & (rows[1:] == rows[:-1])).any():
            return None
        occurrences = np.bincount(chosen, weights=times[rows], minlength=len(self.projects))
        self.occurrences = occurrences.astype(np.int64).tolist()
        return Ballots.grouped(self.shape, lengths, chosen, times, empty=empty)

    def _limits(self, places: list[int], given: list[Fraction], key: tuple[str, str], line: int) -> None:
        """Tell of ballots that break the stated limits; they count as they are."""
        found: dict[str, Fraction] = {"length": Fraction(len(places))}
        if "min_sum_cost" in self.meta or "max_sum_cost" in self.meta:
            found["sum_cost"] = sum((self.projects[at].cost for at in places), Fraction(0))
        if given:
            found |= {"sum_points": sum(given, Fraction(0))}
        for name, value in found.items():
            low, high = (cells.amount(self.meta.get(f"{end}_{name}", "")) for end in ("min", "max"))
            if (low is not None and value < low) or (high is not None and value > high):
                shown = cells.shown(value)
                self.noted.light(line, "vote", key[0], f"breaks the limits of {name}: {shown}; it counts as it is")
        for end, beyond in (("min", min(given, default=None)), ("max", max(given, default=None))):
            limit = cells.amount(self.meta.get(f"{end}_points", ""))
            if limit is None or beyond is None:
                continue
            if (beyond < limit) if end == "min" else (beyond > limit):
                self.noted.light(line, "points", key[1], f"breaks {end}_points; it counts as it is")
        if self.shape is Shape.CHOOSE_ONE and len(places) > 1:
            self.noted.light(line, "vote", key[0], "names more than one project; it counts as it is")
