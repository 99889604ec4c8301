"""Small files that ask for all memory, or for ever: a process with little memory says what is wrong and goes on."""

import resource
import sqlite3
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from tests.processes import ROOT

MEMORY = 400_000_000
LARGE = 600
OOXML = "http://schemas.openxmlformats.org"
ODS = "urn:oasis:names:tc:opendocument:xmlns"
READ = """
import sys
from pathlib import Path
from korzo.capabilities.catalog.rules import reading
path = Path(sys.argv[1])
try:
    how = reading.look(path, path.name)
    print(sum(1 for _row in reading.rows(path, how)), "rows")
except reading.Unreadable as error:
    print(error.problem)
"""


def read(path: Path) -> str:
    """What a process of its own says of a file; it and its children have little memory and a minute of work."""

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (60, 60))

    ended = subprocess.run(
        [sys.executable, "-c", READ, str(path)], env={"PYTHONPATH": str(ROOT / "src")}, capture_output=True, text=True,
        check=False, preexec_fn=limited,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr[-2000:]
    return ended.stdout.strip()


def book(path: Path, *parts: bytes) -> None:
    """A spreadsheet whose only sheet is put together of these parts."""
    main, office = f"{OOXML}/spreadsheetml/2006/main", f"{OOXML}/officeDocument/2006/relationships"

    def leading(kind: str, to: str) -> str:
        one = f'<Relationship Id="rId1" Type="{office}/{kind}" Target="{to}"/>'
        return f'<Relationships xmlns="{OOXML}/package/2006/relationships">{one}</Relationships>'

    sheets = '<sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("_rels/.rels", leading("officeDocument", "xl/workbook.xml"))
        archive.writestr("xl/_rels/workbook.xml.rels", leading("worksheet", "worksheets/sheet1.xml"))
        archive.writestr("xl/workbook.xml", f'<workbook xmlns="{main}" xmlns:r="{office}">{sheets}</workbook>')
        with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
            for part in (f'<worksheet xmlns="{main}"><sheetData>'.encode(), *parts, b"</sheetData></worksheet>"):
                sheet.write(part)


def lie(path: Path, name: str, size: int = 1000) -> None:
    """Have an archive say that one of its files is small."""
    raw = bytearray(path.read_bytes())
    for signature, at_size, at_name in ((b"PK\1\2", 24, 46), (b"PK\3\4", 22, 30)):
        at = raw.index(name.encode()) if signature == b"PK\3\4" else raw.rindex(name.encode())
        assert raw[at - at_name : at - at_name + 4] == signature
        raw[at - at_name + at_size : at - at_name + at_size + 4] = struct.pack("<I", size)
    path.write_bytes(raw)


def far_apart(path: Path) -> None:
    book(path, b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>')


def endless_cell(path: Path) -> None:
    megabyte = b"a" * 1_000_000
    book(path, b'<row r="1"><c r="A1" t="inlineStr"><is><t>', *[megabyte] * LARGE, b"</t></is></c></row>")
    lie(path, "xl/worksheets/sheet1.xml")


def repeated(path: Path) -> None:
    cell = '<table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="16384"/>'
    row = f'<table:table-row table:number-rows-repeated="6000">{cell}</table:table-row>'
    spaces = f'xmlns:office="{ODS}:office:1.0" xmlns:table="{ODS}:table:1.0"'
    table = f'<office:spreadsheet><table:table table:name="S">{row}</table:table></office:spreadsheet>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", f'<manifest:manifest xmlns:manifest="{ODS}:manifest:1.0"/>')
        archive.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:body>{table}</office:body></office:document-content>",
        )


def shapes(path: Path, *, honest: bool) -> None:
    """Records that are nothing but noughts."""
    field = b"ime".ljust(11, b"\0") + b"C" + b"\0" * 4 + bytes([8]) + b"\0" * 15
    dbf = b"\x03" + b"\0" * 3 + struct.pack("<IHH", 2**31, 65, 9) + b"\0" * 20 + field + b"\r"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, head in (("x.shp", b"\0" * 100), ("x.dbf", dbf)):
            with archive.open(name, "w") as file:
                file.write(head)
                for _megabyte in range(LARGE):
                    file.write(struct.pack(">2i", 1, 2) + struct.pack("<i", 0) if name == "x.shp" else b" " * 1_000_000)
    if not honest:
        lie(path, "x.dbf")


def endless_shapes(path: Path) -> None:
    shapes(path, honest=True)


def lying_shapes(path: Path) -> None:
    shapes(path, honest=False)


def package(path: Path, made: str) -> None:
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("CREATE TABLE gpkg_contents (table_name TEXT)")
        db.execute("CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, srs_id INT)")
        db.execute("INSERT INTO gpkg_contents VALUES ('trees')")
        db.execute(made)
        if " TABLE " in made:
            db.execute("INSERT INTO trees (a) VALUES (1)")


def view_without_end(path: Path) -> None:
    endless = "WITH RECURSIVE n(a) AS (SELECT 1 UNION ALL SELECT a + 1 FROM n) SELECT a FROM n"
    package(path, f"CREATE VIEW trees AS {endless}")


def value_without_end(path: Path) -> None:
    package(path, "CREATE TABLE trees (a INT, b TEXT GENERATED ALWAYS AS (hex(zeroblob(100000000))) VIRTUAL)")


@pytest.mark.parametrize(
    ("name", "made", "problem"),
    [
        ("far.xlsx", far_apart, "memory"),
        ("cell.xlsx", endless_cell, "sheet"),
        ("repeated.ods", repeated, "memory"),
        ("honest.zip", endless_shapes, "bomb"),
        ("lying.zip", lying_shapes, "shapefile"),
        ("view.gpkg", view_without_end, "geopackage"),
        ("value.gpkg", value_without_end, "geopackage"),
    ],
)
def test_a_small_file_takes_neither_all_memory_nor_all_time(
    tmp_path: Path, name: str, made: Callable[[Path], None], problem: str
) -> None:
    made(tmp_path / name)
    assert (tmp_path / name).stat().st_size < 2_000_000
    assert read(tmp_path / name) == problem
