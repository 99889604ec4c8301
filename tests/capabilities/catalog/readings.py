"""Files as they are read: looked at, staged, guessed, with what did not fit."""

import io
import zipfile
from pathlib import Path
from typing import Any

import duckdb

from korzo.capabilities.catalog.operations import staging
from korzo.capabilities.catalog.rules import guessing, reading
from korzo.capabilities.catalog.rules.reading import Reading
from korzo.kernel.publishing import store


class Read:
    """A file as it was read."""

    def __init__(self, path: Path, given: dict[str, Any] | None = None) -> None:
        self.how: Reading = reading.look(path, path.name, given)
        self.writing = store.Writing(duckdb.connect(), path.with_name("x.part"))
        if self.how.kind == "parquet":  # has its types
            staging.parquet(self.writing, [path])
            self.rows = self.writing.run("SELECT * FROM data")
            return
        self.staged = staging.fill(self.writing, path, self.how, told=lambda _share: None)
        self.guesses = guessing.guess(self.writing.run, self.how.names, (given or {}).get("kinds"))
        self.kinds = [guess.kind for guess in self.guesses]
        self.bad = list(staging.rejected(self.writing, path, self.how, self.kinds, self.staged))
        self.rows = self.writing.run(guessing.table(self.how.names, self.kinds, f"NOT ({staging.misfits(self.kinds)})"))

    @property
    def values(self) -> list[Any]:
        return [row[1] for row in self.rows]


def read(folder: Path, content: bytes | str, name: str = "file.csv", **given: Any) -> Read:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return Read(path, given)


def zipped(**entries: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name.replace("__", "."), content)
    return out.getvalue()
