"""Files that broke on the way: cut off, bytes turned, pieces missing. Each is read as far as it goes, or refused in words."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random

import duckdb
import pytest
import xlsxwriter
from tests.capabilities.catalog.readings import read, zipped

from korzo.capabilities.catalog.rules.reading import Unreadable
from korzo.kernel.publishing import store

ROWS = [(f"Šuma {at}", at, at / 7) for at in range(300)]
TURNS = 8


def csv(_path: Path) -> bytes:
    lines = (f'"{name}";{count};{str(share).replace(".", ",")}' for name, count, share in ROWS)
    return "\r\n".join(["ime;broj;udio", *lines]).encode("windows-1250")


def utf16(_path: Path) -> bytes:
    return "\n".join(["ime\tbroj", *(f"{name}\t{count}" for name, count, _share in ROWS)]).encode("utf-16")


def documents(_path: Path) -> bytes:
    return json.dumps([{"ime": name, "broj": count} for name, count, _share in ROWS]).encode()


def shapes(_path: Path) -> bytes:
    points = (
        {"type": "Feature", "properties": {"ime": name}, "geometry": {"type": "Point", "coordinates": [14 + share, 45]}}
        for name, _count, share in ROWS
    )
    return json.dumps({"type": "FeatureCollection", "features": list(points)}).encode()


def book(path: Path) -> bytes:
    with xlsxwriter.Workbook(str(path)) as made:
        sheet = made.add_worksheet()
        for at, row in enumerate([("ime", "broj", "udio"), *ROWS]):
            sheet.write_row(at, 0, row)
    return path.read_bytes()


def parquet(path: Path) -> bytes:
    duckdb.sql(f"COPY (SELECT range AS broj, 'x' || range AS ime FROM range(5000)) TO '{path}' (FORMAT parquet)")
    return path.read_bytes()


def package(path: Path) -> bytes:
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("CREATE TABLE gpkg_contents (table_name TEXT)")
        db.execute("CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, srs_id INT)")
        db.execute("INSERT INTO gpkg_contents VALUES ('trees')")
        db.execute("CREATE TABLE trees (ime TEXT, broj INT, udio REAL)")
        db.executemany("INSERT INTO trees VALUES (?, ?, ?)", ROWS)
    return path.read_bytes()


def archive(_path: Path) -> bytes:
    return zipped(podaci__csv=csv(_path))


KINDS: dict[str, Callable[[Path], bytes]] = {
    "csv": csv, "tsv": utf16, "json": documents, "geojson": shapes, "xlsx": book, "parquet": parquet, "gpkg": package,
    "zip": archive,
}  # fmt: skip


def damaged(content: bytes, random: Random) -> bytes:
    """Cut off, with bytes turned, a piece taken out, or a piece of it twice."""
    at, length = random.randrange(len(content)), random.randrange(1, 200)
    match random.randrange(4):
        case 0:
            return content[:at]
        case 1:
            turned = bytearray(content)
            for _each in range(length):
                turned[random.randrange(len(content))] = random.randrange(256)
            return bytes(turned)
        case 2:
            return content[:at] + content[at + length :]
    return content[: at + length] + content[at:]


@pytest.mark.parametrize("turn", range(TURNS))
@pytest.mark.parametrize("kind", KINDS)
def test_what_broke_on_the_way(tmp_path: Path, kind: str, turn: int) -> None:
    content = damaged(KINDS[kind](tmp_path / f"good.{kind}"), Random(f"{kind}/{turn}"))
    try:
        found = read(tmp_path, content, f"broken.{kind}")
    except Unreadable as refused:
        assert refused.problem
    except store.Wrong as refused:
        assert str(tmp_path) not in str(refused)
    else:
        assert len(found.rows) <= 10_000
