"""Nasty files: each is read as a person would read it, or refused in words; and what kinds of values are found in it."""

import json
import sqlite3
import struct
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from tests.capabilities.catalog.readings import Read, read, zipped

from korzo.capabilities.catalog.rules.reading import Unreadable

TEXTS = {
    "utf-8": "ime,grad\nŠime,Čakovec\nĐuro,Žabljak\n",
    "utf-8-sig": "ime,grad\nŠime,Čakovec\n",
    "windows-1250": "ime,grad\nŠime,Čakovec\nĐuro,Žabljak\nLjiljana,Šabac\n",
    "cp1250": "Šifra,Širina\nŠetalište,Dužina\nVišnja,Žiža\n",  # every pair of bytes could be a Korean letter
    "iso-8859-2": "ime,grad\nŠime,Čakovec\nŽeljko,Žabljak\n",
    "windows-1251": "име,град\nЂорђе,Београд\nЉиљана,Ниш\n",
    "iso-8859-5": "име,град\nЂорђе,Београд\nЉиљана,Ниш\n",
    "cp949": "이름,구\n강남역,강남구\n시청,중구\n",
    "utf-16": "ime,grad\nŠime,Čakovec\n",
    "utf-16-le": "ime,grad\nŠime,Čakovec\n",
    "utf-16-be": "ime,grad\nŠime,Čakovec\n",
    "utf-32": "ime,grad\nŠime,Čakovec\n",
}


@pytest.mark.parametrize("encoding", TEXTS)
@pytest.mark.parametrize(("ends", "delimiter"), [("\n", ";"), ("\r\n", "\t"), ("\r", ",")])
def test_encodings_line_ends_delimiters(tmp_path: Path, encoding: str, ends: str, delimiter: str) -> None:
    text = TEXTS[encoding]
    expected = [tuple(line.split(",")) for line in text.splitlines()]
    found = read(tmp_path, text.replace(",", delimiter).replace("\n", ends).encode(encoding))
    assert found.how.names == expected[0]
    assert [row[1:] for row in found.rows] == expected[1:]
    assert not found.bad


KINDS: list[tuple[str, Sequence[str], str, Any]] = [
    ("integers", ["1", "-2", "30"], "integer", 1),
    ("leading zeros", ["007", "123", "010"], "text", "007"),
    ("numbers", ["1.5", "2", "-3e5"], "number", 1.5),
    ("decimal commas", ["1,5", "2", "-3,25"], "number_comma", 1.5),
    ("blanks in numbers", ["1 234", "12", "1 234 567,5"], "number_blank", 1234.0),
    ("no-break blanks", ["1\u00a0234", "12"], "number_blank", 1234.0),
    ("dots in numbers", ["1.234,5", "12", "1.234.567"], "number_dots", 1234.5),
    ("commas in numbers", ["1,234.5", "12", "1,234,567"], "number_commas", 1234.5),
    ("three digits after a dot", ["1.234", "5.678"], "text", "1.234"),
    ("three digits after a comma", ["1,234", "5,678"], "text", "1,234"),
    ("three digits, but one begins with 0", ["1.234", "0.678"], "number", 1.234),
    ("too large for a machine's integer", ["12345678901234567890", "1"], "number", 12345678901234567890.0),
    ("underscores", ["1_000", "2"], "text", "1_000"),
    ("hexadecimal", ["0x1F", "0x20"], "text", "0x1F"),
    ("infinity", ["inf", "1"], "text", "inf"),
    ("percent", ["5 %", "7 %"], "text", "5 %"),
    ("booleans", ["true", "False", "TRUE"], "boolean", True),
    ("yes and no", ["da", "ne", "Da"], "boolean", True),
    ("dates", ["2024-01-31", "2023-12-01"], "date", "2024-01-31"),
    ("no date", ["2024-02-30", "2024-01-01"], "text", "2024-02-30"),
    ("dots in dates", ["31.1.2024", "01.02.2024."], "date_dots", "2024-01-31"),
    ("dots and blanks in dates", ["31. 1. 2024.", "1. 2. 2024."], "date_dots", "2024-01-31"),
    ("day first", ["31/01/2024", "01/02/2024"], "date_dmy", "2024-01-31"),
    ("month first", ["01/31/2024", "02/01/2024"], "date_mdy", "2024-01-31"),
    ("which first?", ["01/02/2024", "03/04/2024"], "text", "01/02/2024"),
    ("the same either way", ["01/01/2024", "03/03/2024"], "date_dmy", "2024-01-01"),
    ("short years", ["31/12/12", "01/02/13"], "date_dmy2", "2012-12-31"),
    ("year first with slashes", ["2024/1/31", "2023/12/1"], "date_ymd", "2024-01-31"),
    ("instants", ["2024-01-31T10:00:00", "2024-01-31 11:30"], "datetime", "2024-01-31 10:00:00"),
    ("instants with zones", ["2024-01-31T10:00:00+01:00", "2024-01-31T10:00:00Z"], "datetime_zone", "2024-01-31 09:00:00"),
    ("instants with dots", ["31.1.2024. 10:05", "1.2.2024 11:30:15"], "datetime_dots", "2024-01-31 10:05:00"),
    ("instants, day first", ["31/12/12 23:00", "01/02/13 00:00"], "datetime_dmy2", "2012-12-31 23:00:00"),
    ("times", ["10:00", "9:30", "23:59:59"], "time", "10:00:00"),
    ("times of twelve hours", ["12:00 AM", "1:30 PM"], "time_12", "00:00:00"),
    ("opening hours", ["10:00-12:00", "9:00-17:00"], "text", "10:00-12:00"),
    ("weekdays", ["Monday", "Tuesday"], "text", "Monday"),
    ("station ids", ["1A01C", "2B02D"], "text", "1A01C"),
    ("fractions", ["0/ 0", "1/ 2"], "text", "0/ 0"),
    ("years", ["2019", "2020"], "integer", 2019),
    ("phone numbers", ["+385 51 123", "+385 1 999"], "text", "+385 51 123"),
    ("missing", ["-", "1", "n/a", "2"], "integer", None),
    ("missing in text stays", ["-", "x"], "text", "-"),
    ("nothing but missing", ["-", "-"], "text", "-"),
    ("late letter", [*map(str, range(3000)), "12A"], "text", "0"),
    ("GeoJSON", ['{"type":"Point","coordinates":[1,2]}'] * 2, "geojson", '{"type":"Point","coordinates":[1,2]}'),
    ("formulas", ["=1+1", "=cmd|'/c calc'!A1"], "text", "=1+1"),
    ("empty cells", ["1", "", "3"], "integer", 1),
    ("long text", ["x" * 100_000, "y"], "text", "x" * 100_000),
    ("quotes", ['say "hi"', "a,b"], "text", 'say "hi"'),
    ("lines in cells", ["two\nlines", "one"], "text", "two\nlines"),
    ("emoji", ["🙂", "漢字"], "text", "🙂"),
    ("coordinates", ["45.3267", "-14.4424"], "number", 45.3267),
    ("signs", ["+5", "-5"], "integer", 5),
]  # fmt: skip


def quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if any(sign in cell for sign in '",\n;') else cell


@pytest.mark.parametrize(("values", "kind", "first"), [case[1:] for case in KINDS], ids=[case[0] for case in KINDS])
def test_kinds(tmp_path: Path, values: Sequence[str], kind: str, first: Any) -> None:
    delimiter = ";" if len(values) % 2 else ","
    body = "".join(f"{at}{delimiter}{quoted(value)}\n" for at, value in enumerate(values))
    found = read(tmp_path, f"n{delimiter}value\n{body}")
    assert found.kinds == ["integer", kind]
    value = found.rows[0][2]
    assert (str(value) if isinstance(first, str) else value) == first
    assert len(found.rows) == len(values)


def test_what_can_be_read_two_ways_is_asked(tmp_path: Path) -> None:
    found = read(tmp_path, "day,n\n01/02/2024,1.234\n03/04/2024,5.678\n")
    assert [guess.options for guess in found.guesses] == [("date_dmy", "date_mdy"), ("number", "number_dots")]
    chosen = read(
        tmp_path, "day,n\n01/02/2024,1.234\n03/04/2024,5.678\n", kinds={"day": "date_mdy", "n": "number_dots"}
    )
    assert str(chosen.rows[0]) == "(1, datetime.date(2024, 1, 2), 1234.0)"
    assert all(guess.is_sure for guess in chosen.guesses)


HEADINGS = [
    ("a,a,a\n1,2,3\n", ("a", "a 2", "a 3")),
    ("Name,name\nx,y\n", ("Name", "name 2")),
    ("a,,c\n1,2,3\n", ("a", "column 2", "c")),
    ("DateUTC<br />,b\n1,2\n", ("DateUTC", "b")),
    ("_id,_secret\n1,2\n", ("id", "secret")),
    ('"a ""b""",c\n1,2\n', ("a 'b", "c")),
    ("  spaced  , tabs\t\n1,2\n", ("spaced", "tabs")),
    (f"{'x' * 90},{'x' * 90}\n1,2\n", ("x" * 63, "x" * 61 + " 2")),
    (f"{'č' * 50},b\n1,2\n", ("č" * 31, "b")),
    ("A &amp; B,c\n1,2\n", ("A & B", "c")),
    ("Report of 2024\n\na,b,c\n1,2,3\n4,5,6\n", ("a", "b", "c")),
    ("sep=;\na;b\n1;2\n", ("a", "b")),
    ("# comment\na,b\n1,2\n3,4\n", ("a", "b")),
    ('"multi\nline",b\n1,2\n', ("multi line", "b")),
    ("district,2019,2020\nA,1,2\nB,3,4\n", ("district", "2019", "2020")),
    ("only\n1\n2\n", ("only",)),
    ("a,b\n", ("a", "b")),
    ("a;b\n1,5;x\n2,5;y\n", ("a", "b")),
]


@pytest.mark.parametrize(("text", "names"), HEADINGS)
def test_headings(tmp_path: Path, text: str, names: tuple[str, ...]) -> None:
    assert read(tmp_path, text).how.names == names


def test_a_mark_in_the_middle_and_null_bytes_are_taken_out(tmp_path: Path) -> None:
    found = read(tmp_path, b"id,b\n\xef\xbb\xbf136,x\n2,y\x00z\n")
    assert found.rows == [(1, 136, "x"), (2, 2, "yz")]


def test_ragged_rows(tmp_path: Path) -> None:
    found = read(tmp_path, "a,b,c\n1,2\n4,5,6\n\n7,8,9,,\n1,2,3,extra\n,,\n")
    assert found.rows == [(1, 1, 2, None), (2, 4, 5, 6), (3, 7, 8, 9)]
    assert (found.staged.short, found.staged.long) == (1, 1)
    assert [(each.line, each.value, each.reason) for each in found.bad] == [(6, "extra", "cells")]


@pytest.mark.parametrize("text", ["a,b\n1,x\n2,y\nbad,z\n3,w\n", 'a,b\n1,"x\nx"\n2,y\nbad,z\n3,w\n'])
def test_what_does_not_fit_is_told_with_its_line(tmp_path: Path, text: str) -> None:
    found = read(tmp_path, text, kinds={"a": "integer"})
    line = text[: text.index("bad")].count("\n") + 1
    assert [(each.line, each.column, each.value, each.reason) for each in found.bad] == [(line, "a", "bad", "integer")]
    assert found.values == [1, 2, 3]


def test_nearly_numbers_are_told(tmp_path: Path) -> None:
    found = read(tmp_path, "a,b\n" + "".join(f"{n},x\n" for n in range(200)) + "oops,x\n")
    guess = found.guesses[0]
    assert (guess.kind, guess.almost, guess.misfits, guess.misfit_examples) == ("text", "integer", 1, ("oops",))


REFUSED: list[tuple[str, bytes, str]] = [
    ("empty.csv", b"", "empty"),
    ("blank.csv", b" \n\r\n", "empty"),
    ("nulls.csv", b"\0" * 500, "empty"),
    ("page.csv", b"\n<!DOCTYPE html><html><body>404</body></html>", "html"),
    ("page2.csv", b"\xef\xbb\xbf<html>", "html"),
    ("feed.csv", b"<?xml version='1.0'?><a/>", "xml"),
    ("paper.csv", b"%PDF-1.7 ....", "form"),
    ("picture.csv", b"\x89PNG\r\n\x1a\n", "form"),
    ("packed.csv", b"\x1f\x8b\x08\x00", "form"),
    ("some.zip", zipped(readme=b"hello"), "form"),
    ("broken.zip", b"PK\x03\x04 not really", "zip"),
    ("broken.xlsx", zipped(xl__workbook__xml=b"<a/>").replace(b"workbook", b"workbook"), "form"),
    ("broken.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "sheet"),
    ("wide.csv", ",".join(f"c{n}" for n in range(10_000)).encode() + b"\n" + b"," * 9999 + b"\n", "columns"),
    ("broken.json", b'{"a": [1, 2', "json"),
    ("deep.json", b"[" * 200_000, "json"),
    ("number.json", b"[]", "empty"),
    ("broken.gpkg", b"SQLite format 3\0" + b"\0" * 100, "geopackage"),
    ("broken.parquet", b"PAR1" + b"\0" * 100, "parquet"),
    ("map.zip", zipped(a__shp=b"\0" * 10, a__dbf=b"\0" * 4), "shapefile"),
]


@pytest.mark.parametrize(("name", "content", "problem"), REFUSED, ids=[case[0] for case in REFUSED])
def test_what_is_refused(tmp_path: Path, name: str, content: bytes, problem: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(tmp_path, content, name)
    assert refused.value.problem == problem


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    with pytest.raises(Unreadable) as refused:
        read(tmp_path, zipped(**{"xl/workbook__xml": b"\0" * 80_000_000}), "bomb.xlsx")
    assert refused.value.problem == "bomb"


DOCUMENTS: list[tuple[str, Any, list[Any]]] = [
    ("records", [{"a": 1, "b": "x"}, {"a": 2, "c": True}], [(1, "x", None), (2, None, True)]),
    ("nested list", {"count": 1, "records": [{"a": 1}]}, [(1,)]),
    ("one list", {"meta": 1, "things": [{"a": 1}]}, [(1,)]),
    ("arrays", [["a", "b"], [1, 2], [3, 4]], [(1, 2), (3, 4)]),
    ("arrays without heading", [[1, 2], [3, 4]], [(1, 2), (3, 4)]),
    ("values", [1, 2], [(1,), (2,)]),
    ("one record", {"a": 1, "b": "x"}, [(1, "x")]),
    ("objects in cells", [{"a": {"b": 1}}], [('{"b":1}',)]),
    (
        "features",
        {"type": "FeatureCollection", "features": [{"type": "Feature", "id": "x/1", "properties": {"n": 1}, "geometry": {"type": "Point", "coordinates": [1, 2]}}]},
        [("x/1", 1, '{"type":"Point","coordinates":[1,2]}')],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("content", "rows"), [case[1:] for case in DOCUMENTS], ids=[case[0] for case in DOCUMENTS])
def test_json(tmp_path: Path, content: Any, rows: list[Any]) -> None:
    found = read(tmp_path, json.dumps(content), "file.json")
    assert [row[1:] for row in found.rows] == rows


def test_lines_of_json(tmp_path: Path) -> None:
    found = read(tmp_path, '{"a": 1}\n{"a": 2}\n', "file.ndjson")
    assert found.values == [1, 2]


def test_a_shapefile(tmp_path: Path) -> None:
    ring = [(14.0, 45.0), (14.0, 46.0), (15.0, 46.0), (14.0, 45.0)]
    body = struct.pack("<i4d2i1i", 5, 14, 45, 15, 46, 1, 4, 0) + b"".join(struct.pack("<2d", *point) for point in ring)
    point = struct.pack("<i2d", 1, 14.4, 45.3)
    shp = b"\0" * 100 + b"".join(
        struct.pack(">2i", number, len(shape) // 2) + shape
        for number, shape in ((1, body), (2, point), (3, struct.pack("<i", 0)))
    )
    field = b"ime".ljust(11, b"\0") + b"C" + b"\0" * 4 + bytes([8]) + b"\0" * 15
    dbf = b"\x03" + b"\0" * 3 + struct.pack("<IHH", 3, 65, 9) + b"\0" * 20 + field + b"\r"
    dbf += b"".join(b" " + name.encode("windows-1250").ljust(8) for name in ("Šuma", "Rijeka", "ništa"))
    found = read(tmp_path, zipped(x__shp=shp, x__dbf=dbf, x__cpg=b"1250"), "map.zip")
    assert found.values == ["Šuma", "Rijeka", "ništa"]
    assert [json.loads(row[2])["type"] if row[2] else None for row in found.rows] == ["Polygon", "Point", None]
    assert found.kinds == ["text", "geojson"]


def test_a_geopackage(tmp_path: Path) -> None:
    from shapely import Point, to_wkb

    path = tmp_path / "map.gpkg"
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("CREATE TABLE gpkg_contents (table_name TEXT)")
        db.execute("CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, srs_id INT)")
        db.execute("INSERT INTO gpkg_contents VALUES ('trees')")
        db.execute("INSERT INTO gpkg_geometry_columns VALUES ('trees', 'geom', 4326)")
        db.execute("CREATE TABLE trees (fid INTEGER PRIMARY KEY, geom BLOB, kind TEXT)")
        blob = b"GP\0\1" + struct.pack("<i", 4326) + to_wkb(Point(14.4, 45.3))
        db.execute("INSERT INTO trees VALUES (1, ?, 'oak')", [blob])
    found = Read(path)
    assert found.rows == [(1, 1, "oak", '{"type":"Point","coordinates":[14.4,45.3]}')]


def test_a_spreadsheet(tmp_path: Path) -> None:
    from datetime import datetime

    import xlsxwriter

    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("Empty")
        sheet = book.add_worksheet("Data")
        sheet.write_row(0, 0, ["Report"])
        sheet.write_row(2, 0, ["when", "population", "population", "share"])
        sheet.write_row(3, 0, ["", "men", "women", ""])
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for at in range(3):
            sheet.write_datetime(4 + at, 0, datetime(2024, 1, 1 + at), day)
            sheet.write_row(4 + at, 1, [at + 1, at + 2, 0.5])
        sheet.write_formula(7, 1, "=SUM(B5:B7)", value=6)
    found = Read(path)
    assert found.how.sheet == "Data"
    assert found.how.names == ("when", "population men", "population women", "share")
    assert found.kinds == ["date", "integer", "integer", "number"]
    assert found.rows[-1][2] == 6


@pytest.fixture
def real(shared: Path) -> Path:
    folder = shared / "data" / "open-data"
    if not folder.is_dir():
        pytest.skip("needs the open data in ../shared, which are not here")
    return folder


def test_real_files_of_cities(real: Path, tmp_path: Path) -> None:
    def of(name: str) -> Read:
        (tmp_path / name).write_bytes((real / name).read_bytes())
        return Read(tmp_path / name)

    wifi = of("seoul_public_wifi_cp949.csv")
    assert (wifi.how.encoding, len(wifi.rows), wifi.how.names) == ("cp949", 13628, ("no", "gu", "X", "Y"))
    assert (wifi.rows[0][2][-1], wifi.kinds) == ("구", ["text", "text", "number", "number"])

    register = of("barcelona_wifi_register_raw.csv")
    assert (len(register.rows), len(register.how.names), register.rows[0][1]) == (1074, 36, 136112242)

    buildings = of("building_genome_meta_cr_lineends.csv")
    assert (len(buildings.rows), len(buildings.how.names)) == (507, 19)
    sqm = buildings.how.names.index("sqm") + 1
    assert round(sum(row[sqm] for row in buildings.rows if row[sqm]), 2) == 4_463_215.05
    assert dict(zip(buildings.how.names, buildings.kinds, strict=True))["dataend"] == "datetime_dmy2"

    weather = of("building_genome_weather10.csv")
    assert "timestamp 2" in weather.how.names
    assert "DateUTC" in weather.how.names
    assert len(weather.rows) == 7510

    people = of("seoul_population_by_district.xls")
    assert len(people.how.names) == 14
    assert people.how.names[1] == "자치구"
    assert any(row[4] == 10_197_604 for row in people.rows)

    parking = of("zagreb_parking_areas.geojson")
    assert len(parking.rows) == 4898
    assert parking.kinds[-1] == "geojson"
    assert sum(row[parking.how.names.index("capacity_final") + 1] or 0 for row in parking.rows) == 163_740
