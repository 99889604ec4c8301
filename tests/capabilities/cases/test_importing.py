"""Files of other cities: each case once, whole or not at all, whatever the file and whatever happens meanwhile."""

import csv
import gzip
import json
import random
import signal
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.db.models import Sum
from django.utils import timezone
from tests import processes
from tests.capabilities.cases.test_mapping import GOOD, HEADER, TEXT
from tests.city import City

from korzo import cli
from korzo.capabilities.cases import operations
from korzo.capabilities.cases.cli import find_mapping, reading
from korzo.capabilities.cases.models import Case, Category, Cell
from korzo.capabilities.cases.operations import counting
from korzo.capabilities.cases.operations.counting import Spot
from korzo.capabilities.cases.operations.importing import Importer, index
from korzo.capabilities.cases.rules import cells as grid
from korzo.kernel import search, trail
from korzo.kernel.people.models import Organisation, Person
from korzo.kernel.trail.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def mapping(tmp_path: Path) -> str:
    (tmp_path / "test.toml").write_text(TEXT)
    return str(tmp_path / "test.toml")


def write(path: Path, *rows: dict[str, str]) -> Path:
    """A CSV file with these rows; an `id` is given where there is none."""
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(HEADER)
        writer.writerows(list({**GOOD, "id": str(number), **row}.values()) for number, row in enumerate(rows))
    return path


def bring(path: Path, mapping: str, encoding: str = "utf-8-sig") -> "tuple[int, int, Counter[str]]":
    """Import in this process; returns how many were added and known, and why others were rejected."""
    meaning = find_mapping(mapping)
    importer, why = Importer(meaning.source), Counter[str]()
    for batch in reading.batches(path, meaning, encoding):
        importer.add(batch.rows, now=timezone.now())
        why.update(each.reason for each in batch.rejected)
    return importer.tally.added, importer.tally.known, why


def korzo(*arguments: str) -> Any:
    return CliRunner().invoke(cli.main, ["cases", *arguments])


def cells() -> set[tuple[Any, ...]]:
    return set(Cell.objects.exclude(cases=0).values_list("level", "x", "y", "category", "is_open", "cases"))


@pytest.mark.parametrize(
    ("name", "mapping", "rows", "rejected"),
    [
        ("nyc_311_one_day.csv", "new-york", 235, 0),
        ("nyc_publicstuff.csv.gz", "publicstuff", 5525, 0),
        ("san_francisco_311_sample.csv.gz", "san-francisco", 10_000, 60),
    ],
)
def test_real_files_come_in_whole(shared: Path, name: str, mapping: str, rows: int, rejected: int) -> None:
    path = shared / "data" / "citizen" / name
    added, known, why = bring(path, mapping)
    assert added + known + why.total() == rows
    assert why.total() <= rejected, why
    assert Case.objects.count() == added
    assert bring(path, mapping)[:2] == (0, added + known)
    before = cells()
    counting.recount()
    assert cells() == before
    assert list(trail.verify())[-1] == trail.head()[0]


def test_the_first_rows_of_boston_have_their_real_deadlines(shared: Path, tmp_path: Path) -> None:
    source = shared / "data" / "citizen" / "boston_311_2011_jul_oct.csv.gz"
    part = tmp_path / "boston.csv"
    with gzip.open(source, "rt", encoding="utf-8") as whole, part.open("w", encoding="utf-8") as out:
        out.writelines(line for _number, line in zip(range(2001), whole, strict=False))
    added, _known, why = bring(part, "boston")
    assert added + why.total() >= 1990
    assert Case.objects.exclude(due_at=None).count() > 1500
    assert not Case.objects.filter(lat=42.3594, long=-71.0587).exists()
    assert {office.code for office in Organisation.objects.all()} > {"intake"} or Organisation.objects.count() > 5


def test_rows_are_stored_as_they_are_meant(town: City, mapping: str, tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.csv",
        {"kind": "Рупа на путу", "who": "Путеви Србије", "lat": "42.415", "long": "18.41"},
        {"kind": "Šaht", "how": "?"},
    )
    assert bring(path, mapping) == (2, 0, Counter())
    case = Case.objects.get(source_key="0")
    assert (case.code, case.category.code, case.office.code, case.district and case.district.code) == (
        "K-2026-000001", "pothole", "putevi-srbije", "west",
    )  # fmt: skip
    assert (case.reported_at.isoformat(), case.channel, case.text_is_public, case.outcome_is_public) == (
        "2026-03-11T09:30:00+00:00", "phone", False, False,
    )  # fmt: skip
    assert Case.objects.get(source_key="1").category.code == "saht"


def test_every_level_of_the_map_counts_what_lies_in_its_cells() -> None:
    chance = random.Random(5)
    places = [(chance.uniform(-89, 89), chance.uniform(-180, 180)) for _ in range(20)]
    places += [(chance.uniform(42.40, 42.44), chance.uniform(18.40, 18.44)) for _ in range(60)]
    spots = [
        Spot(grid.tile(*place), chance.choice(["leak", "noise"]), chance.random() < 0.5, *place) for place in places
    ]
    counting.add((spot, 1) for spot in spots)
    wanted = Counter(
        (level, *grid.cell(spot.lat, spot.long, level), category, spot.is_open)
        for spot in spots
        for level in grid.LEVELS
        for category in ("", spot.category)
    )
    assert cells() == {(*key, count) for key, count in wanted.items()}
    assert Cell.objects.filter(level=12).aggregate(all=Sum("lat_sum"))["all"] == pytest.approx(
        2 * sum(spot.lat for spot in spots)
    )
    counting.add((spot, -1) for spot in spots)
    assert cells() == set()


def test_kinds_in_cyrillic_do_not_fall_together(mapping: str, tmp_path: Path) -> None:
    bring(write(tmp_path / "a.csv", *({"kind": kind} for kind in ("Рупа", "Отпад", "시민", "!!!"))), mapping)
    assert set(Category.objects.values_list("code", flat=True)) == {"rupa", "otpad", "simin", "other"}


def test_good_rows_come_in_and_bad_ones_are_written_down(mapping: str, tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.csv",
        {},
        {"lat": "x"},
        {"opened": "2999-01-01"},
        {"id": "0"},
        {"lat": "118.5", "long": "42.4"},
        {},
    )
    with path.open("a") as out:
        out.write("ragged,row\n\n,,,,,,,,,,,,\n")
    rejects = tmp_path / "rejects.csv"
    ended = korzo("import", str(path), "--mapping", mapping, "--rejects", str(rejects))
    assert ended.exit_code == 0, ended.output
    assert "2 imported, 1 were here already, 4 rejected" in ended.output
    with rejects.open(newline="") as file:
        found = [(row["line"], row["column"], row["value"]) for row in csv.DictReader(file)]
    assert found == [("3", "lat", "x"), ("4", "opened", "2999-01-01"), ("6", "lat", "118.5"), ("8", "", "")]
    assert [hit.ref for hit in search.find("K-2026-000001", audiences=("public",)).hits] == ["case:K-2026-000001"]


def test_all_or_nothing_and_dry_run_store_nothing(mapping: str, tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", {}, {"lat": "x"}, {})
    refused = korzo("import", str(path), "--mapping", mapping, "--all-or-nothing")
    assert (refused.exit_code, "Nothing was imported" in refused.output) == (1, True)
    dry = korzo("import", str(path), "--mapping", mapping, "--dry-run")
    assert (dry.exit_code, "1 rows would be rejected" in dry.output) == (0, True)
    assert (Case.objects.count(), Category.objects.count(), Entry.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize(
    ("content", "encoding", "said"),
    [
        ("id,opened,kind\n1,2026-03-11,рупа\n".encode("cp1251"), "utf-8", "not in the encoding"),
        ("id,opened,kind\n1,2026-03-11,рупа\n".encode("utf-16"), "utf-8-sig", "has no column"),
        (b"", "utf-8", "has no column"),
        (b"\x00\x01\x02", "utf-8", "has no column"),
        (b'id,opened,kind\n1,2026-03-11,"open', "utf-8", "unexpected end"),
        (b"id,opened,kind\n1,2026-03-11,x\n", "nonsense", "no encoding"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(
    mapping: str, tmp_path: Path, content: bytes, encoding: str, said: str
) -> None:
    (tmp_path / "a.csv").write_bytes(content)
    ended = korzo("import", str(tmp_path / "a.csv"), "--mapping", mapping, "--encoding", encoding)
    assert said in ended.output, ended.output
    assert ended.exit_code == {"not in the encoding": 0, "no encoding": 2}.get(said, 1)
    assert ended.exception is None or isinstance(ended.exception, SystemExit)
    assert not Case.objects.exists()


@pytest.mark.parametrize("content", [b"", b"{", b"1", b'"x"', b"[1]", b'{"a": 1}', b"\xff\xfe", b"[" * 100_000])
def test_json_that_is_no_list_of_objects_is_refused(mapping: str, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.json").write_bytes(content)
    ended = korzo("import", str(tmp_path / "a.json"), "--mapping", mapping)
    assert (ended.exit_code, ended.output.count("Error: ")) == (1, 1), ended.output


def test_a_damaged_archive_is_refused(mapping: str, tmp_path: Path) -> None:
    whole = gzip.compress(write(tmp_path / "a.csv", *[{}] * 50).read_bytes())
    for name, content in {"none.csv.gz": b"nonsense", "cut.csv.gz": whole[: len(whole) // 2]}.items():
        (tmp_path / name).write_bytes(content)
        assert korzo("import", str(tmp_path / name), "--mapping", mapping).exit_code == 1
    assert not Case.objects.exists()


def test_other_encodings_come_in_when_they_are_named(mapping: str, tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", {"kind": "Рупа на путу"})
    path.write_bytes(path.read_text().encode("cp1251"))
    assert bring(path, mapping, "cp1251")[0] == 1
    assert Category.objects.get().name["en"] == "Рупа на путу"


def test_an_import_makes_good_for_an_index_that_was_stopped(
    mapping: str, tmp_path: Path, people: dict[str, Person]
) -> None:
    path = write(tmp_path / "a.csv", {}, {})
    bring(path, mapping)
    assert search.find("K-2026-000002").hits == []
    assert sum(index("test")) == 2
    case = Case.objects.get(code="K-2026-000002")
    Case.objects.filter(pk=case.pk).update(state="received", description="ogroman krater")
    case.refresh_from_db()
    operations.validate(case, by=people["agent"], now=timezone.now())
    bring(write(tmp_path / "b.csv", {}, {}, {}), mapping)
    assert sum(index("test")) == 3
    assert [hit.ref for hit in search.find("krater").hits] == [case.ref]  # its words are still found
    assert list(index("test")) == []


def test_what_is_exported_comes_in_again(town: City, people: dict[str, Person], tmp_path: Path) -> None:
    for kind, lat in (("pothole", 42.41), ("leak", 42.42), ("noise", 42.415)):
        report = operations.Report(kind, "=1+1", lat, 18.41, attributes={"FLOW": "jet"}, address="Mlinska ulica 7")
        operations.report(report, by=None, now=timezone.now())
    leak = Case.objects.get(category__code="leak")
    operations.validate(leak, by=people["agent"], now=timezone.now())
    operations.resolve(leak, text="+ gotovo", by=people["agent"], now=timezone.now())
    for form in ("csv", "json"):
        path = tmp_path / f"bulk.{form}"
        assert korzo("export", str(path)).exit_code == 0
        text = path.read_text()
        assert "Mlinska ulica 7" not in text
        if form == "csv":
            assert "'=1+1" in text
        else:
            assert {row["service_request_id"] for row in json.loads(text)} == {"K-2026-000001", "K-2026-000002"}
        bring(path, "georeport-bulk")
        back = {
            case.source_key: case for case in Case.objects.filter(source="georeport-bulk").select_related("category")
        }
        assert set(back) == {"K-2026-000001", "K-2026-000002"}
        for key, case in back.items():
            origin = Case.objects.get(code=key)
            assert (case.is_open, case.lat, case.long, case.category.code) == (
                origin.is_open,
                origin.lat,
                origin.long,
                origin.category.code,
            )
            assert abs(case.reported_at - origin.reported_at).total_seconds() < 1
        assert back[leak.code].description.lstrip("'") == "=1+1"
        Case.objects.filter(source="georeport-bulk").delete()


@pytest.mark.django_db(transaction=True)
def test_an_import_killed_in_the_middle_goes_on_and_doubles_nothing(mapping: str, tmp_path: Path) -> None:
    """A real process, killed after its first batch is stored."""
    path = tmp_path / "many.csv"
    rows = 60_000
    with path.open("w", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(HEADER)
        for number in range(rows):
            writer.writerow(list({**GOOD, "id": str(number)}.values()))
    env = processes.environment(tmp_path / "home")
    arguments = ("-m", "korzo", "cases", "import", str(path), "--mapping", mapping, "--no-index")
    importing = processes.start(*arguments, env=env)
    try:
        processes.wait(lambda: Case.objects.exists() or importing.poll() is not None, "the first batch is stored")
    finally:
        importing.send_signal(signal.SIGKILL)
        importing.wait()
    stored = Case.objects.count()
    if importing.returncode == -signal.SIGKILL:
        assert 0 < stored < rows
    again = processes.run(*arguments, env=env)
    assert again.returncode == 0, again.stderr
    assert Case.objects.count() == rows
    assert Case.objects.values("code").distinct().count() == rows
    assert Case.objects.values("source_key").distinct().count() == rows
    assert sum(Cell.objects.filter(level=12, category="").values_list("cases", flat=True)) == rows
    assert list(trail.verify())[-1] == trail.head()[0]
