"""Boston's deadlines of 2011, counted by our rules and compared with the city's own; `--data FOLDER`."""

import argparse
import csv
import gzip
import sys
import time as clock
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from korzo.capabilities.cases.rules.promises import Calendar, Clock, Convention, Promise, due  # noqa: E402

DATA = ROOT.parent / "shared" / "data" / "citizen"
CASES, RULES = "boston_311_2011_jul_oct.csv.gz", "boston_311_clock_rules.csv"
BOSTON = Calendar(ZoneInfo("America/New_York"), opens=time(8, 30), closes=time(17, 0))
MINUTE = timedelta(minutes=1)


@dataclass
class Kind:
    """What became of the deadlines of one type of report."""

    promise: Promise
    rows: int = 0
    same: int = 0

    @property
    def share(self) -> float:
        """The part of deadlines that we count as the city did, to the minute."""
        return self.same / self.rows if self.rows else 0.0


@dataclass
class Replay:
    """All deadlines, by type, and whether closed cases were on time: by the city's flag, by our deadline, and alike."""

    kinds: dict[str, Kind] = field(default_factory=dict)
    flagged: int = 0
    city_on_time: int = 0
    our_on_time: int = 0
    agreed: int = 0
    seconds: float = 0.0

    @property
    def rows(self) -> int:
        """How many deadlines were counted."""
        return sum(kind.rows for kind in self.kinds.values())

    @property
    def share(self) -> float:
        """The part of all deadlines that we count as the city did, to the minute."""
        return sum(kind.same for kind in self.kinds.values()) / self.rows


def replay(data: Path = DATA) -> Replay:
    """Count every deadline of a type whose rule is known, through the module that the city's cases go through."""
    with (data / RULES).open(encoding="utf-8", newline="") as file:
        found = Replay({row["type"]: Kind(_promise(row)) for row in csv.DictReader(file)})
    moments = list(_cases(data / CASES, found))
    started = clock.perf_counter()
    for kind, opened, target, closed, flag in moments:
        ours = due(opened, kind.promise, BOSTON)
        kind.rows += 1
        kind.same += abs(ours - target) <= MINUTE
        if closed and flag:
            found.flagged += 1
            found.city_on_time += flag == "ONTIME"
            found.our_on_time += closed <= ours
            found.agreed += (closed <= ours) == (flag == "ONTIME")
    found.seconds = clock.perf_counter() - started
    return found


def _promise(row: dict[str, str]) -> Promise:
    return Promise(
        Clock(row["clock"]), int(row["n_days"]), Convention.KEEP, skips_holidays=row["holidays_skipped"] == "yes"
    )


def _cases(path: Path, found: Replay) -> Iterator[tuple[Kind, datetime, datetime, datetime | None, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["type"] in found.kinds and row["target_dt"]:
                closed = _moment(row["closed_dt"]) if row["closed_dt"] else None
                kind = found.kinds[row["type"]]
                yield kind, _moment(row["open_dt"]), _moment(row["target_dt"]), closed, row["ontime"]


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BOSTON.zone)


def main() -> None:
    """Print the table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--data", type=Path, default=DATA)
    arguments.add_argument("--worst", type=int, default=10)
    given = arguments.parse_args()
    found = replay(given.data)
    by_clock: dict[str, list[Kind]] = defaultdict(list)
    for kind in found.kinds.values():
        by_clock[kind.promise.clock].append(kind)
    print(f"{found.rows:,} deadlines of {len(found.kinds)} types, {found.rows / found.seconds:,.0f} counted a second")
    print(f"within one minute of the city's own: {found.share:.2%}")
    for name, kinds in sorted(by_clock.items()):
        rows, same = sum(kind.rows for kind in kinds), sum(kind.same for kind in kinds)
        print(f"  {name:16} {rows:>7,} {same / rows:8.2%}")
    print("worst types:")
    for name, kind in sorted(found.kinds.items(), key=lambda pair: pair[1].share)[: given.worst]:
        print(f"  {name:48} {kind.rows:>6,} {kind.share:8.2%}")
    print(
        f"on time, of {found.flagged:,} closed cases: {found.city_on_time / found.flagged:.2%} by the city's flag, "
        f"{found.our_on_time / found.flagged:.2%} by our deadline, alike in {found.agreed / found.flagged:.2%}"
    )


if __name__ == "__main__":
    main()
