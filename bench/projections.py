"""Projections: how far off each method would have been on a table of cities; `FILE --mapping CHART --first Y --last Y`."""

import argparse
import statistics
import sys
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src")]
from korzo.capabilities.assessments.rules import charts, cities, projections  # noqa: E402
from korzo.capabilities.assessments.rules.ratios import Lines  # noqa: E402

SLOVENIA = ROOT.parent / "shared" / "data" / "assessments" / "slovenia_2007_2012.csv"
Method = Callable[[Sequence[Decimal], int], list[Decimal]]
METHODS: dict[str, Method] = {
    "last value": projections.last_value,
    "and a quarter of its growth (ours)": projections.shrunk,
    "straight line": projections.linear,
    "growth carried on": projections.compound,
}
LINES = ("RC", "EC", "X")
FEWEST = 3


def main() -> None:
    """Print the median absolute error in per cent, for every last known year."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("source", nargs="?", type=Path, default=SLOVENIA)
    arguments.add_argument("--mapping", default="slovenia")
    arguments.add_argument("--first", type=int, default=2007)
    arguments.add_argument("--last", type=int, default=2012)
    given = arguments.parse_args()
    if not given.source.exists():
        raise SystemExit(f"{given.source} is not here")
    found = cities.read(given.source, charts.named(given.mapping), year=None).accounts
    cuts = range(given.first + FEWEST - 1, given.last)
    heads = [f"{line} to {cut}" for line in LINES for cut in cuts]
    print(f"{len(found)} cities; median absolute error in per cent, of all later years up to {given.last}")
    print("| method | " + " | ".join(heads) + " |")
    print("|---|" + "---|" * len(heads))
    for name, method in METHODS.items():
        off = [
            _error(found.values(), line, range(given.first, cut + 1), given.last, method)
            for line in LINES
            for cut in cuts
        ]
        print(f"| {name} | " + " | ".join(f"{each:.1f}" for each in off) + " |")


def _error(known: Iterable[Lines], line: str, past: range, last: int, method: Method) -> float:
    """The median, over cities and later years, of |forecast ÷ truth − 1|, in per cent."""
    off = []
    for figures in known:
        series = [value for year in past if isinstance(value := figures(line, year), Decimal) and value > 0]
        if len(series) < len(past):
            continue
        ahead = range(past[-1] + 1, last + 1)
        for year, said in zip(ahead, method(series, len(ahead)), strict=True):
            truth = figures(line, year)
            if isinstance(truth, Decimal) and truth > 0:
                off.append(abs(said / truth - 1))
    return float(statistics.median(off)) * 100


if __name__ == "__main__":
    main()
