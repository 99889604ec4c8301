"""Proposing a kind and an office from words: three cities, learned on earlier reports, examined on later ones."""

import csv
import gzip
import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from korzo.capabilities.cases.rules import suggesting  # noqa: E402 -- from the source beside this file
from korzo.capabilities.cases.rules.learning import Lesson, taught  # noqa: E402
from korzo.kernel.text import folding  # noqa: E402

DATA = ROOT.parent / "shared" / "data" / "citizen"
EARLIER = 0.75
TASKS = 200
"""Texts timed one by one."""
# The thirteen kinds of the data's own description, in its order.
NEW_YORK = (
    "pothole", "noise", "dangerous condition", "litter", "blocked sidewalk", "health hazard", "illegal parking",
    "streetlight", "graffiti", "abandoned", "sidewalk repair", "parks maintenance", "tree",
)  # fmt: skip
Rows = list[tuple[str, str, str]]


def read(name: str) -> Iterator[dict[str, str]]:
    with gzip.open(DATA / name, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def new_york() -> Rows:
    """Residents' own words; the label is in the title, which is not shown to the model."""
    found = []
    for row in read("nyc_publicstuff.csv.gz"):
        title = row["title"].lower().replace("street light", "streetlight")
        label = next((key for key in NEW_YORK if key in title), "")
        if row["own_words"] == "1" and label:
            found.append((f"{int(row['created_epoch']):012}", row["description"], label))
    return found


def boston(label: str, *, told: bool) -> Rows:
    """What the agent wrote as title; `told` leaves out titles that are the name of the kind."""
    return [
        (row["open_dt"], row["case_title"], row[label])
        for row in read("boston_311_2011_jul_oct.csv.gz")
        if not told or _plain(row["case_title"]) != _plain(row["type"])
    ]


def san_francisco(label: str) -> Rows:
    """The descriptor that was chosen, and the group above it: the file holds no free words."""
    return [
        (row["created_date"], f"{row['descriptor']} {row['complaint_type']}", row[label])
        for row in read("san_francisco_311_sample.csv.gz")
        if row["descriptor"]
    ]


def examine(name: str, rows: Rows) -> str:
    rows.sort()
    lessons = [Lesson(folding.tokens(text), label) for _at, text, label in rows]
    cut = int(len(lessons) * EARLIER)
    started = time.perf_counter()
    learned, model = taught(name, lessons[:cut], [])
    took = time.perf_counter() - started
    assert model is not None
    later = lessons[cut:]
    marks = suggesting.marks(model, [each.words for each in later], [each.label for each in later])
    spans = sorted(_time(model, text) for _at, text, _label in rows[cut:][:TASKS])
    return (
        f"| {name} | {cut:,} + {len(later):,} | {learned.labels} | {marks.first:.3f} | {marks.three:.3f} "
        f"| {marks.macro_f1:.3f} | {marks.proposed:.3f} | {marks.right:.3f} | {took:.0f} s | {spans[int(len(spans) * 0.95)]:.1f} ms |"
    )


def _time(model: suggesting.Model, text: str) -> float:
    started = time.perf_counter()
    suggesting.proposals(model, folding.tokens(text))
    return (time.perf_counter() - started) * 1000


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().lower()


def main() -> None:
    if not DATA.exists():
        sys.exit(f"The complaints of three cities are not beside the repository: {DATA}")
    print(
        "| words | learned + examined | labels | first right | in first three | macro-F1 | dared | of these right | learning | p95 |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|")
    for name, rows in (
        ("New York: own words → kind", new_york()),
        ("Boston: titles that are no kind's name → kind", boston("type", told=True)),
        ("Boston: all titles → kind", boston("type", told=False)),
        ("Boston: all titles → work queue", boston("queue", told=False)),
        ("San Francisco: descriptor → kind", san_francisco("category")),
        ("San Francisco: descriptor → work queue", san_francisco("agency_name")),
    ):
        print(examine(name, rows), flush=True)


if __name__ == "__main__":
    main()
