"""Tables of many rows, one DuckDB file each: `data` with `_id BIGINT` first.

    with store.opened(path) as table:
        rows = table.all(f"SELECT station, count(*) FROM {table.data} GROUP BY ALL")

    with store.replacing(path) as new:          # whole, or not at all
        new.run("CREATE TABLE data AS SELECT …", progress=told)

    with store.changing(path) as copy:          # the same with what is there now
        copy.run("DELETE FROM data WHERE _id = 7")

Each process keeps one DuckDB in memory to which files are attached read-only, so that memory and threads are limited
once for all of them. A file is never written in place: who reads an older one reads it to its end, and a writer that is
killed leaves the old file served. Nothing that is asked reaches other files or the network.
"""

import atexit
import os
import re
import threading
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import structlog
from django.conf import settings

from korzo.kernel.publishing import files

if TYPE_CHECKING:
    import duckdb

log = structlog.get_logger()
SECONDS = 20.0
KEPT = 64
"""Files that a process keeps open."""
Progress = Callable[[float], None]


class Missing(LookupError):
    """There is no such table (yet, or any more)."""


class TooSlow(TimeoutError):
    """It took longer than allowed, and was stopped."""


class TooLarge(MemoryError):
    """It needs more memory than allowed."""


class Wrong(ValueError):
    """DuckDB does not understand or cannot do what was asked; the first line of what it says."""


class Broken(OSError):
    """The file of a table cannot be read. What was said about it stands in the log, because it names folders."""


@dataclass(frozen=True)
class Column:
    """A column and its type as DuckDB names it."""

    name: str
    type: str


class Table:
    """A table that can be asked; one per thread."""

    def __init__(self, cursor: "duckdb.DuckDBPyConnection", data: str, seconds: float) -> None:
        self.cursor, self.data, self.seconds = cursor, data, seconds

    def all(self, query: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Ask; raises TooSlow, TooLarge, Wrong."""
        with _watched(self.cursor, self.seconds, reads=True):
            return self.cursor.execute(query, list(parameters)).fetchall()

    def batches(self, query: str, parameters: Sequence[Any] = (), *, rows: int = 10_000) -> Iterator[list[Any]]:
        """Ask for what may be long, and yield it piece by piece; the time is counted until the first."""
        with _watched(self.cursor, self.seconds, reads=True):
            found = self.cursor.execute(query, list(parameters))
            batch = found.fetchmany(rows)
        while batch:
            yield batch
            batch = found.fetchmany(rows)

    def columns(self, query: str | None = None, parameters: Sequence[Any] = ()) -> list[Column]:
        """The columns of the table, or of what a query would give."""
        asked = query or f"SELECT * FROM {self.data}"  # noqa: S608 -- the name is ours
        with _watched(self.cursor, self.seconds, reads=True):
            return [Column(name, str(kind)) for name, kind, *_rest in self._described(asked, parameters)]

    def _described(self, query: str, parameters: Sequence[Any]) -> Sequence[tuple[Any, ...]]:
        return self.cursor.execute(f"SELECT * FROM ({query}) LIMIT 0", list(parameters)).description or ()  # noqa: S608


class Writing:
    """A file that is being written."""

    def __init__(self, connection: "duckdb.DuckDBPyConnection", path: Path) -> None:
        self.connection, self.path = connection, path

    @property
    def aside(self) -> Path:
        """A file that may be read while writing, besides the sources; it goes with the writing."""
        return aside(self.path)

    def run(
        self, statement: str, parameters: Sequence[Any] = (), *, progress: Progress | None = None
    ) -> list[tuple[Any, ...]]:
        """Run a statement; `progress` hears about twice a second how far it is (0 … 1). Raises Wrong, TooLarge."""
        if progress is None:
            with _watched(self.connection, None):
                return self.connection.execute(statement, list(parameters)).fetchall()
        found: list[Any] = []
        failed: list[BaseException] = []

        def work() -> None:
            try:
                with _watched(self.connection, None):
                    found.extend(self.connection.execute(statement, list(parameters)).fetchall())
            except BaseException as error:  # noqa: BLE001 -- raised below, in the thread that asked
                failed.append(error)

        worker = threading.Thread(target=work)
        worker.start()
        try:
            while worker.is_alive():
                worker.join(0.4)
                progress(max(self.connection.query_progress(), 0.0) / 100)
        finally:
            if worker.is_alive():
                self.connection.interrupt()
            worker.join()
        if failed:
            raise failed[0]
        return found


@contextmanager
def opened(path: Path, *, seconds: float = SECONDS) -> Iterator[Table]:
    """Ask a table: it stays open for those who ask next. Raises Missing."""
    hall = _hall()
    with hall.reading(path) as name:
        cursor = hall.connection.cursor()
        try:
            yield Table(cursor, f'"{name}".main.data', seconds)
        finally:
            cursor.close()


@contextmanager
def parser() -> Iterator[Table]:
    """Have DuckDB's parser look at queries without running them (`json_serialize_sql`)."""
    cursor = _hall().connection.cursor()
    try:
        yield Table(cursor, "", SECONDS)
    finally:
        cursor.close()


@contextmanager
def sandbox(
    tables: dict[str, Path], *, seconds: float = SECONDS, memory: str = "256MB", spill: Path | None = None
) -> Iterator[Table]:
    """Let a stranger's query run where it finds nothing but views of these names; raises Missing.

    The first is also called `data`. What does not fit into memory goes into the folder `spill`, if there is one.
    """
    import duckdb

    config: dict[str, Any] = {"threads": 2, "memory_limit": memory, "temp_directory": str(spill or "")}
    connection = duckdb.connect(":memory:", config=config)
    try:
        for number, (name, path) in enumerate(tables.items()):
            if not path.exists():
                raise Missing(path.name)
            with _watched(connection, None, reads=True):
                connection.execute(f"ATTACH '{_quoted(path)}' AS file_{number} (READ_ONLY)")
            for view in {name, "data"} if number == 0 else {name}:
                with _watched(connection, None, reads=True):
                    connection.execute(f'CREATE VIEW "{view}" AS SELECT * FROM file_{number}.main.data')  # noqa: S608
        connection.execute("SET enable_external_access=false")
        connection.execute("SET lock_configuration=true")
        yield Table(connection, "data", seconds)
    finally:
        connection.close()


@contextmanager
def replacing(path: Path, *, sources: Sequence[Path] = ()) -> Iterator[Writing]:
    """Write a new file that takes the place of the old one at the end; `sources` may be read. Raises files.Busy."""
    with files.staged(path) as part, _writing(part, sources) as new:
        yield new


@contextmanager
def changing(path: Path) -> Iterator[Writing]:
    """Change a copy that takes the place of the old one at the end; raises Missing, files.Busy."""
    with files.staged(path, copied=True) as part:
        if not part.exists():
            raise Missing(path.name)
        with _writing(part, ()) as new:
            yield new


@contextmanager
def _writing(part: Path, sources: Sequence[Path]) -> Iterator[Writing]:
    import duckdb

    spill = part.with_suffix(".spill")
    connection = duckdb.connect(str(part), config={**_limits(), "temp_directory": str(spill)})
    try:
        connection.execute("SET enable_progress_bar=true")
        connection.execute("SET enable_progress_bar_print=false")
        allowed = ", ".join(f"'{_quoted(source)}'" for source in (*sources, aside(part)))
        connection.execute(f"SET allowed_paths=[{allowed}]")
        connection.execute("SET enable_external_access=false")
        connection.execute("SET lock_configuration=true")
        yield Writing(connection, part)
        connection.execute("CHECKPOINT")
    finally:
        connection.close()
        files.swept(spill)
        files.swept(aside(part))


def aside(part: Path) -> Path:
    """Where a writer keeps what it made of its source."""
    return part.with_name(f"{part.name}.aside")


def _limits() -> dict[str, Any]:
    return {"threads": min(os.cpu_count() or 1, 4), "memory_limit": f"{settings.KORZO.table_memory}MB"}


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


@contextmanager
def _watched(connection: "duckdb.DuckDBPyConnection", seconds: float | None, *, reads: bool = False) -> Iterator[None]:
    """Stop what takes too long, and say what went wrong in the words of this room."""
    import duckdb

    clock = threading.Timer(seconds, connection.interrupt) if seconds else None
    if clock:
        clock.daemon = True
        clock.start()
    try:
        yield
    except duckdb.InterruptException:
        raise TooSlow(f"{seconds:g} s" if seconds else "") from None
    except duckdb.OutOfMemoryException:
        raise TooLarge from None
    except (duckdb.Error, RuntimeError) as error:
        if reads and (isinstance(error, duckdb.IOException) or str(error).startswith("Corrupt database file")):
            log.warning("table cannot be read", error=str(error).partition("\n")[0])
            raise Broken from None
        raise Wrong(_without_folders(str(error).partition("\n")[0])) from error
    finally:
        if clock:
            clock.cancel()


def _without_folders(said: str) -> str:
    """What DuckDB says, but not where on this machine: people read it."""
    return re.sub(rf"{re.escape(str(settings.KORZO.root))}[^\s\"']*", "…", said)


class _Hall:
    """The DuckDB of this process, and the files attached to it."""

    def __init__(self) -> None:
        import duckdb

        self.pid, self.lock, self.made = os.getpid(), threading.Lock(), 0
        self.attached: OrderedDict[Path, tuple[tuple[int, ...], str]] = OrderedDict()
        self.old: list[str] = []
        self.readers: Counter[str] = Counter()
        tables = Path(settings.KORZO.root) / "tables"
        tables.mkdir(parents=True, exist_ok=True)
        self.connection = duckdb.connect(
            ":memory:", config={**_limits(), "temp_directory": str(tables / f".spill-{self.pid}")}
        )
        self.connection.execute(f"SET allowed_directories=['{_quoted(tables)}']")
        self.connection.execute("SET enable_external_access=false")
        self.connection.execute("SET lock_configuration=true")

    @contextmanager
    def reading(self, path: Path) -> Iterator[str]:
        """What the file is attached as, as long as somebody reads it."""
        name = self._name(path)
        try:
            yield name
        finally:
            with self.lock:
                self.readers[name] -= 1
                self._let_go()

    def _name(self, path: Path) -> str:
        """What the file is attached as; one that was replaced since is attached anew."""
        try:
            found = path.stat()
        except OSError:
            raise Missing(path.name) from None
        seen = (found.st_dev, found.st_ino, found.st_mtime_ns, found.st_size)
        with self.lock:
            before = self.attached.get(path)
            if before and before[0] == seen:
                self.attached.move_to_end(path)
                self.readers[before[1]] += 1
                return before[1]
            self.made += 1
            name = f"t{self.made}"
            with _watched(self.connection, None, reads=True):
                self.connection.execute(f"ATTACH '{_quoted(path)}' AS {name} (READ_ONLY)")
            self.attached[path] = (seen, name)
            self.attached.move_to_end(path)
            self.readers[name] += 1
            if before:
                self.old.append(before[1])
            if len(self.attached) > KEPT:
                self.old.append(self.attached.popitem(last=False)[1][1])
            return name

    def _let_go(self) -> None:
        """Detach what was replaced and nobody reads any more."""
        if self.pid != os.getpid():
            return
        for name in [each for each in self.old if not self.readers[each]]:
            self.old.remove(name)
            del self.readers[name]
            self.connection.execute(f"DETACH {name}")

    def close(self) -> None:
        """Let go of everything."""
        with self.lock:
            self.pid = 0
            self.connection.close()


_halls: dict[Path, _Hall] = {}
_making = threading.Lock()


def _hall() -> _Hall:
    """The hall of this process; a forked one makes its own, and so does another home (in tests)."""
    root = Path(settings.KORZO.root)
    with _making:
        hall = _halls.get(root)
        if hall is None or hall.pid != os.getpid():
            close()
            hall = _halls[root] = _Hall()
        return hall


@atexit.register
def close() -> None:
    """Let go of all files."""
    while _halls:
        hall = _halls.popitem()[1]
        if hall.pid == os.getpid():  # what a parent process opened is its own
            hall.close()
