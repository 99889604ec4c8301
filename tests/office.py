"""Debian's LibreOffice, without a window: workbooks as it computes them, whatever values the file says they have."""

import csv
import re
import shutil
import subprocess
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

NAME = "soffice"
_CACHED = re.compile(rb'(<c [^>]*?)(?: t="\w+")?(>)(<f>[^<]*</f>)<v>[^<]*</v>')
_SHEETS = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,{shown},false,false,-1"

Sheet = list[list[str]]
Book = dict[str, Sheet]


def needed() -> str:
    """Where it is; skips the test where it is not."""
    found = shutil.which(NAME)
    if found is None:
        pytest.skip("needs LibreOffice: sudo apt-get install libreoffice-calc")
    return found


def forgotten(source: Path, target: Path) -> int:
    """Copy a workbook without what its formulas are said to come to; return how many formulas there are."""
    formulas = 0
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content, changed = _CACHED.subn(rb"\1\2\3", old.read(name))
            assert changed == content.count(b"<f>"), name
            new.writestr(name, content)
            formulas += changed
    return formulas


def recalculated(books: Sequence[Path], folder: Path, *, shown: bool) -> list[Book]:
    """All sheets of workbooks by name, as LibreOffice computes them: as it shows them, or with all their digits."""
    office, out = needed(), folder / ("shown" if shown else "whole")
    for book in books:
        assert forgotten(book, folder / f"bare-{book.name}")
    command = [office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore"]
    command += ["--convert-to", _SHEETS.format(shown=str(shown).lower()), "--outdir", str(out)]
    command += [str(folder / f"bare-{book.name}") for book in books]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return [
        {
            path.stem.removeprefix(f"bare-{book.stem}-"): _read(path)
            for path in sorted(out.glob(f"bare-{book.stem}-*.csv"))
        }
        for book in books
    ]


def _read(path: Path) -> Sheet:
    with path.open(encoding="utf-8", newline="") as file:
        return [*csv.reader(file)]
