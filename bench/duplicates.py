"""Hints at duplicates on Boston's complaints, beside looking nearby only; `--fit` fits the weights, `--home` times a million."""

import argparse
import csv
import gzip
import os
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from math import exp, floor
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from korzo.capabilities.cases.rules import addresses, duplicates  # noqa: E402 -- from the source beside this file
from korzo.capabilities.cases.rules.duplicates import Likeness, Reason, Sight  # noqa: E402
from korzo.kernel.text import folding  # noqa: E402

FILE = ROOT.parent / "shared" / "data" / "citizen" / "boston_311_2011_jul_oct.csv.gz"
NOWHERE = (42.3594, -71.0587)
FAR_FUTURE = datetime(9999, 1, 1, tzinfo=UTC)
JULY, SEPTEMBER, NOVEMBER = (datetime(2011, month, 1, tzinfo=UTC) for month in (7, 9, 11))
OTHERS = 3000
_SQUARE = 0.004  # degrees: wider than the radius


@dataclass(eq=False)
class Row:
    """A complaint as the file has it; `twin_of` is the number that staff noted."""

    code: str
    sight: Sight
    closed_at: datetime
    is_duplicate: bool
    twin_of: str


@dataclass
class Asked:
    """A complaint at the moment in which it was made: its true elder (None: it is no duplicate), and all candidates."""

    row: Row
    elder: Row | None
    candidates: list[tuple[Row, Likeness]] = field(default_factory=list)


@dataclass(frozen=True)
class Figures:
    """How good hints are: parts of the duplicates whose elder is shown, and stands first; how much is shown to whom."""

    recall: float
    first: float
    shown: float
    hint_on_others: float

    def __str__(self) -> str:
        return f"{self.recall:7.3f} {self.first:7.3f} {self.shown:7.2f} {self.hint_on_others:7.3f}"


class Boston:
    """The complaints, in order of time, with a grid to look nearby."""

    def __init__(self, file: Path = FILE) -> None:
        with gzip.open(file, "rt", encoding="utf-8", newline="") as lines:
            self.rows = sorted(map(_read, csv.DictReader(lines)), key=lambda row: (row.sight.at, row.code))
        self.by_code = {row.code: row for row in self.rows}
        self.grid: dict[tuple[int, int], list[Row]] = defaultdict(list)
        for row in self.rows:
            if row.sight.lat is not None:
                self.grid[self._square(row)].append(row)

    def candidates(self, row: Row) -> Iterator[tuple[Row, Likeness]]:
        """What was open then, reported in the last 30 days, and lies within 250 metres."""
        x, y = self._square(row)
        for each in (near for i in (-1, 0, 1) for j in (-1, 0, 1) for near in self.grid[x + i, y + j]):
            age = row.sight.at - each.sight.at
            is_earlier = (each.sight.at, each.code) < (row.sight.at, row.code)
            if is_earlier and age <= duplicates.RECENT and each.closed_at > row.sight.at:
                likeness = duplicates.compare(row.sight, each.sight)
                if likeness.metres is not None and likeness.metres <= duplicates.RADIUS_M:
                    yield each, likeness

    def asked(self, since: datetime, until: datetime, others: int = OTHERS) -> tuple[list[Asked], list[Asked]]:
        """The duplicates of some months whose elder is known and earlier, and as many others at random."""
        placed = [row for row in self.rows if row.sight.lat is not None and since <= row.sight.at < until]
        pairs = [(row, elder) for row in placed if (elder := self._elder(row))]
        rest = random.Random(1).sample([row for row in placed if not row.is_duplicate], others)
        return (
            [Asked(row, elder, list(self.candidates(row))) for row, elder in pairs],
            [Asked(row, None, list(self.candidates(row))) for row in rest],
        )

    def root(self, row: Row) -> str:
        """The number of the case that this one, or the one that it repeats, repeats."""
        seen = {row.code}
        while row.twin_of in self.by_code and row.twin_of not in seen:
            row = self.by_code[row.twin_of]
            seen.add(row.code)
        return row.code

    def _elder(self, row: Row) -> Row | None:
        found = self.by_code.get(row.twin_of)
        return found if found and found.sight.lat is not None and found.sight.at < row.sight.at else None

    @staticmethod
    def _square(row: Row) -> tuple[int, int]:
        return floor((row.sight.lat or 0) / _SQUARE), floor((row.sight.long or 0) / _SQUARE)


def measured(pairs: list[Asked], others: list[Asked], shown: Callable[[Asked], list[Row]]) -> Figures:
    """How good a way is to choose, in order, what to show."""
    seen = [(asked.elder, shown(asked)) for asked in pairs]
    return Figures(
        sum(elder in rows for elder, rows in seen) / len(pairs),
        sum(rows[:1] == [elder] for elder, rows in seen) / len(pairs),
        sum(len(rows) for _elder, rows in seen) / len(pairs),
        sum(bool(shown(asked)) for asked in others) / len(others),
    )


def nearest(same: str, radius: float) -> Callable[[Asked], list[Row]]:
    """The baseline: the same kind or group within a circle, nearest first, then oldest."""

    def shown(asked: Asked) -> list[Row]:
        fit = [
            (likeness.metres, number, row)
            for number, (row, likeness) in enumerate(asked.candidates)
            if (likeness.metres or 0) <= radius and getattr(row.sight, same) == getattr(asked.row.sight, same)
        ]
        return [row for _metres, _number, row in sorted(fit, key=lambda each: (each[0], each[2].sight.at))]

    return shown


def scored(least: float, most: int = 5) -> Callable[[Asked], list[Row]]:
    """Korzo's way: from a score on, the likeliest first, then oldest."""

    def shown(asked: Asked) -> list[Row]:
        fit = [each for each in asked.candidates if each[1].score >= least]
        return [row for row, _likeness in sorted(fit, key=lambda each: (-each[1].score, each[0].sight.at))[:most]]

    return shown


def fit(boston: Boston) -> tuple[float, dict[Reason, float]]:
    """Fit constant and weights on July and August: all candidates of all duplicates, and of 6,000 others."""
    pairs, others = boston.asked(JULY, SEPTEMBER, 6000)
    seen: Counter[frozenset[Reason]] = Counter()
    true: Counter[frozenset[Reason]] = Counter()
    for asked in [*pairs, *others]:
        for row, likeness in asked.candidates:
            seen[likeness.reasons] += 1
            true[likeness.reasons] += boston.root(row) == boston.root(asked.row)
    weights = dict.fromkeys(Reason, 0.0)
    constant = 0.0
    for _turn in range(600):  # Newton's steps along each axis, shortened; ridge of 1
        slope: dict[Reason | None, float] = defaultdict(float)
        bend: dict[Reason | None, float] = defaultdict(float)
        for reasons, count in seen.items():
            chance = 1 / (1 + exp(-constant - sum(weights[each] for each in reasons)))
            for each in (None, *reasons):
                slope[each] += true[reasons] - count * chance
                bend[each] += count * chance * (1 - chance)
        constant += 0.25 * slope[None] / bend[None]
        for each in weights:
            weights[each] += 0.25 * (slope[each] - weights[each]) / (bend[each] + 1)
    return constant, weights


def _read(line: dict[str, str]) -> Row:
    def moment(name: str) -> datetime | None:
        return datetime.fromisoformat(line[name]).replace(tzinfo=UTC) if line[name] else None

    lat, long = float(line["latitude"]), float(line["longitude"])
    is_placed = (lat, long) != NOWHERE
    address = folding.fold(" ".join(line["location"].split()))
    sight = Sight(
        category=line["type"],
        group=line["reason"],
        at=moment("open_dt") or FAR_FUTURE,
        lat=lat if is_placed else None,
        long=long if is_placed else None,
        address=address,
        street=addresses.street(address),
        words=frozenset(folding.stems(line["case_title"])),
        channel=duplicates.STAFF if line["source"] == "Employee Generated" else line["source"],
    )
    closed_at = moment("closed_dt") or FAR_FUTURE
    return Row(line["case_enquiry_id"], sight, closed_at, line["duplicate"] == "1", line["duplicate_of"])


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--fit", action="store_true", help="fit the weights anew and print them")
    arguments.add_argument("--home", type=Path, help="time the check in this home instead (it is only read)")
    arguments.add_argument("--turns", type=int, default=400)
    given = arguments.parse_args()
    if given.home:
        timed(given.home, given.turns)
        return
    boston = Boston()
    if given.fit:
        constant, weights = fit(boston)
        print(f"constant {constant:.2f}", *(f"{name} {weight:.2f}" for name, weight in weights.items()), sep="\n")
        return
    for name, since, until in (("July-August (tuned on)", JULY, SEPTEMBER), ("September-October", SEPTEMBER, NOVEMBER)):
        pairs, others = boston.asked(since, until)
        print(f"\n{name}: {len(pairs)} duplicates, {len(others)} others\n{'':26} {HEAD}")
        for same in ("group", "category"):
            for radius in (25, 50, 100, 250):
                print(f"same {same}, {radius} m".ljust(26), measured(pairs, others, nearest(same, radius)))
        for least in (0.01, duplicates.POSSIBLE, duplicates.LIKELY, 0.06, 0.1, 0.15):
            print(f"score from {least}".ljust(26), measured(pairs, others, scored(least)))


HEAD = " recall   first   shown  others"


def timed(home: Path, turns: int) -> None:
    """Time the whole check of random cases of a filled home, as staff and as residents ask."""
    os.environ |= {"KORZO_HOME": str(home), "DJANGO_SETTINGS_MODULE": "korzo.site.settings"}
    import django

    django.setup()
    from bench._measure import HEAD as COLUMNS
    from bench._measure import timed as measure
    from django.db.models import Max

    from korzo.capabilities.cases.models import Case
    from korzo.capabilities.cases.queries import similar

    def asking(sought: similar.Sought, public: bool) -> Callable[[], Any]:
        return lambda: similar.found(sought, now=sought.sight.at, public=public)

    chance, last = random.Random(5), Case.objects.aggregate(last=Max("pk"))["last"]
    tried = [chance.randrange(1, last) for _ in range(turns * 200)]
    picked = Case.objects.filter(pk__in=tried[:turns]) | Case.objects.filter(pk__in=tried, is_open=True)
    sought = [similar.sought_row(row) for row in picked.order_by("?").values(*similar.FIELDS)[: 2 * turns]]
    placed = [each for each in sought if each.sight.lat is not None]
    lost = [similar.without_place(each) for each in placed]
    print(f"{last:,} cases\n{COLUMNS}")
    print(measure("a resident's report, placed", [asking(each, public=True) for each in placed]))
    print(measure("a case, for staff", [asking(each, public=False) for each in placed]))
    print(measure("the same by address alone", [asking(each, public=False) for each in lost]))


if __name__ == "__main__":
    main()
