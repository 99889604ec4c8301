"""Strangers' SQL runs in a process of its own: DuckDB's limit does not count texts and lists that a query makes.

    columns, rows = apart.ask({"data": path}, "SELECT ...", seconds=10, most=500)
    apart.write(path, "SELECT ... FROM data", (), into=file, how=writing.parquet, given=columns)

What takes more memory than `MOST_MEMORY` ends that process and nobody else; the next query gets a new one. A process
that answered waits for the next query, so that only the first pays for the start. Files that can only be written whole
are written in a process too, so that their memory goes with it.
"""

import atexit
import os
import pickle
import resource
import select
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any, BinaryIO, cast

from korzo.kernel.publishing import store

MOST_MEMORY = 512 * 2**20
MOST_ANSWER = 32 * 2**20
GRACE = 3.0
"""Seconds after which a query that does not let itself be interrupted ends with its process."""
AT_ONCE, IDLE = 2, 60.0
"""How many queries run at the same time, and for how many seconds their processes wait for others."""
WRITING_SECONDS, WRITING_MEMORY = 900.0, 2**30
"""How long a file may be written and what that may take; as many at the same time as queries."""
Answer = tuple[list[store.Column], list[tuple[Any, ...]]]
Write = Callable[[Path, Any, Iterable[list[tuple[Any, ...]]]], None]
"""A function of a module that needs no settings: where to, what it was given, rows batch by batch."""

_idle: list["_Process"] = []
_lock = threading.Lock()
_turns, _writers = (threading.BoundedSemaphore(AT_ONCE) for _kind in ("ask", "write"))


def ask(tables: Mapping[str, Path], query: str, *, seconds: float, most: int) -> Answer:
    """The columns and at most so many rows of one SELECT; raises store.Missing, Wrong, TooSlow, TooLarge, Broken."""
    if not _turns.acquire(timeout=seconds):
        raise store.TooSlow(f"{seconds:g} s")
    try:
        return _asked((dict(tables), query, seconds, most), seconds + GRACE)
    finally:
        _turns.release()


def write(path: Path, query: str, parameters: Sequence[Any], *, into: Path, how: Write, given: Any) -> None:
    """Have a query over the table `data` written into a file; raises what `ask` raises."""
    if not _writers.acquire(timeout=store.SECONDS):
        raise store.TooSlow(f"{store.SECONDS:g} s")
    process = _Process("fill")
    try:
        answer = process.ask((path, query, list(parameters), into, how, given), WRITING_SECONDS)
    finally:
        process.end()
        _writers.release()
    if isinstance(answer, Exception):
        raise answer


def _asked(asked: tuple[Any, ...], seconds: float) -> Answer:
    process = _waiting() or _Process()
    answer = process.ask(asked, seconds)
    with _lock:
        stays = not process.is_over and len(_idle) < AT_ONCE
        if stays:
            _idle.append(process)
    if not stays:
        process.end()
    if isinstance(answer, Exception):
        raise answer
    return answer


def _waiting() -> "_Process | None":
    with _lock:
        while _idle:
            process = _idle.pop()
            if not process.is_over:
                return process
            process.end()
    return None


class _Process:
    def __init__(self, work: str = "serve") -> None:
        command = [sys.executable, "-c", f"from {__name__} import {work}; {work}()"]
        self.running = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=_PATH)  # noqa: S603 -- ourselves
        self.goes = cast("BinaryIO", self.running.stdin)
        self.comes = cast("BinaryIO", self.running.stdout)

    @property
    def is_over(self) -> bool:
        return self.running.poll() is not None

    def ask(self, asked: Any, seconds: float) -> Answer | Exception:
        timed_out = threading.Event()

        def stop() -> None:
            timed_out.set()
            self.running.kill()

        clock = threading.Timer(seconds, stop)
        clock.daemon = True
        clock.start()
        try:
            _put(self.goes, pickle.dumps(asked))
            answer: Answer | Exception = pickle.loads(_taken(self.comes))  # noqa: S301 -- our own process
        except (OSError, EOFError):
            answer = store.TooSlow(f"{seconds:g} s") if timed_out.is_set() else store.TooLarge()
        finally:
            clock.cancel()
        if isinstance(answer, store.TooLarge | store.TooSlow):
            self.end()
        return answer

    def end(self) -> None:
        self.running.kill()
        self.running.wait()
        with suppress(OSError):
            self.goes.close()
        self.comes.close()


_PATH = {"PYTHONPATH": ":".join(sys.path), "LC_ALL": "C.UTF-8"}
"""All that the process inherits: no secrets of this one."""


def serve() -> None:
    """Answer what comes in until nobody asks any more."""
    import duckdb  # noqa: F401 -- loaded before memory is short

    came, goes = _confined(MOST_MEMORY)
    kept = _Kept()
    while select.select([came], [], [], IDLE)[0]:
        try:
            tables, query, seconds, most = pickle.loads(_taken(came))  # noqa: S301 -- from who started this process
        except EOFError:
            return
        _put(goes, _answered(kept, tables, query, seconds, most))


def fill() -> None:
    """Write one file, and say that it is written."""
    came, goes = _confined(WRITING_MEMORY)
    path, query, parameters, into, how, given = pickle.loads(_taken(came))  # noqa: S301 -- from who started this process
    try:
        with store.sandbox({"data": path}, seconds=WRITING_SECONDS, spill=into.parent) as table:
            how(into, given, table.batches(query, parameters))
    except (store.Missing, store.Wrong, store.TooSlow, store.TooLarge, store.Broken) as error:
        _put(goes, pickle.dumps(type(error)(*error.args)))
    except MemoryError:
        _put(goes, pickle.dumps(store.TooLarge()))
    else:
        _put(goes, pickle.dumps(([], [])))


def _confined(memory: int) -> tuple[BinaryIO, BinaryIO]:
    """Where questions come from and answers go to, in a process that takes no more memory than this."""
    came, goes = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # DuckDB draws how far it is
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    return came, goes


class _Kept:
    """The tables of the query before: who asks again does not wait until they are opened."""

    def __init__(self) -> None:
        self.key: list[Any] = []
        self.open = ExitStack()

    def table(self, tables: dict[str, Path], seconds: float) -> store.Table:
        key = [(name, path, _stamp(path)) for name, path in tables.items()]
        if key != self.key or not key:
            self.close()
            self.made = self.open.enter_context(store.sandbox(tables))
            self.key = key
        self.made.seconds = seconds
        return self.made

    def close(self) -> None:
        self.key = []
        self.open.close()


def _stamp(path: Path) -> tuple[int, ...]:
    try:
        found = path.stat()
    except OSError:
        raise store.Missing(path.name) from None
    return found.st_dev, found.st_ino, found.st_mtime_ns, found.st_size


def _answered(kept: _Kept, tables: dict[str, Path], query: str, seconds: float, most: int) -> bytes:
    try:
        table = kept.table(tables, seconds)
        described = table.columns(query)
        answer = pickle.dumps((described, table.all(f"SELECT * FROM ({query}) LIMIT {most}")))  # noqa: S608 -- checked by who asks, and nothing else is there
    except (store.Missing, store.Wrong, store.TooSlow, store.TooLarge, store.Broken) as error:
        kept.close()
        return pickle.dumps(type(error)(*error.args))
    except MemoryError:
        kept.close()
        return pickle.dumps(store.TooLarge())
    return answer if len(answer) <= MOST_ANSWER else pickle.dumps(store.TooLarge())


def _put(pipe: BinaryIO, content: bytes) -> None:
    pipe.write(len(content).to_bytes(8, "big") + content)
    pipe.flush()


def _taken(pipe: BinaryIO) -> bytes:
    size = int.from_bytes(_exactly(pipe, 8), "big")
    if size > 2 * MOST_ANSWER:
        raise EOFError
    return _exactly(pipe, size)


def _exactly(pipe: BinaryIO, size: int) -> bytes:
    found = pipe.read(size)
    if len(found) < size:
        raise EOFError
    return found


@atexit.register
def close() -> None:
    """End the processes that wait."""
    with _lock:
        while _idle:
            _idle.pop().end()
