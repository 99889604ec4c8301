"""A million cases made of real ones: the shared Boston rows repeated, each copy moved in time and place."""

import csv
import gzip
import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data" / "citizen" / "boston_311_2011_jul_oct.csv.gz"
_TIMES = ("open_dt", "target_dt", "closed_dt")


def header() -> list[str]:
    """The columns of the source."""
    with gzip.open(SHARED, "rt", encoding="utf-8") as source:
        return next(csv.reader(source))


def rows(count: int, *, seed: int = 7) -> Iterator[dict[str, str]]:
    """So many rows: each copy lies 124 days after the one before and ends in October 2026, places moved by up to 200 m."""
    with gzip.open(SHARED, "rt", encoding="utf-8") as source:
        real = list(csv.DictReader(source))
    chance = random.Random(seed)
    copies = -(-count // len(real))
    last = datetime(2026, 10, 31) - datetime(2011, 10, 31)
    made = 0
    for copy in range(copies):
        shift = last - timedelta(days=124 * (copies - 1 - copy))
        for row in real:
            if made == count:
                return
            made += 1
            moved = dict(row)
            moved["case_enquiry_id"] = f"{copy:02}-{row['case_enquiry_id']}"
            for name in _TIMES:
                if row[name]:
                    moved[name] = (datetime.fromisoformat(row[name]) + shift).isoformat(" ")
            if copy < copies - 1 and row["case_status"] == "Open":
                moved["case_status"], moved["closed_dt"] = "Closed", moved["target_dt"] or moved["open_dt"]
                moved["closed_dt"] = max(moved["closed_dt"], moved["open_dt"])
            if (row["latitude"], row["longitude"]) != ("42.3594", "-71.0587"):
                moved["latitude"] = f"{float(row['latitude']) + chance.uniform(-0.002, 0.002):.6f}"
                moved["longitude"] = f"{float(row['longitude']) + chance.uniform(-0.002, 0.002):.6f}"
            yield moved


def write(target: Path, count: int) -> None:
    """Write the rows as CSV."""
    with target.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, header())
        writer.writeheader()
        writer.writerows(rows(count))
