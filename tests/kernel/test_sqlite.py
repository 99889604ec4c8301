"""Writers stand in line, and nobody keeps the line when it dies."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connections

from korzo.kernel.sqlite.base import DatabaseWrapper

HOLDER = """
import sys, time
from django.conf import settings
settings.configure()
from korzo.kernel.sqlite.base import DatabaseWrapper
from django.db import connections
held = DatabaseWrapper({**connections.settings["default"], "NAME": sys.argv[1], "OPTIONS": {"transaction_mode": "IMMEDIATE"}})
held.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
print("holding", flush=True)
sys.stdin.readline()
held.commit()
time.sleep(60)
"""


@pytest.fixture(autouse=True)
def _databases_of_our_own(django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        yield


def connect(name: Path | str) -> Any:
    described = {**connections.settings["default"], "ENGINE": "korzo.kernel.sqlite", "NAME": str(name)}
    return DatabaseWrapper({**described, "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 0.01}}, "line")


def write(database: Any) -> None:
    database.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    database.cursor().execute("INSERT INTO word VALUES (1)")
    database.commit()
    database.set_autocommit(True)


@pytest.fixture
def written(tmp_path: Path) -> Path:
    database = connect(tmp_path / "db")
    database.cursor().execute("CREATE TABLE word (n)")
    database.close()
    return tmp_path / "db"


@pytest.mark.parametrize("end", ["commit", "kill"])
def test_a_writer_waits_for_the_one_before_however_that_ends(written: Path, end: str) -> None:
    """The waiting one would give up after 10 ms if it asked SQLite; in line it waits as long as the other writes."""
    command = [sys.executable, "-c", HOLDER, str(written)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}, **pipes) as other:  # type: ignore[call-overload]
        assert other.stdout.readline() == "holding\n"
        done = threading.Event()

        def wait() -> None:
            mine = connect(written)
            write(mine)
            mine.close()
            done.set()

        threading.Thread(target=wait, daemon=True).start()
        time.sleep(0.2)
        assert not done.is_set()
        if end == "kill":
            other.send_signal(signal.SIGKILL)
        else:
            other.stdin.write("\n")
            other.stdin.flush()
        assert done.wait(60)
        other.kill()


def test_threads_stand_in_line_too(written: Path) -> None:
    def work() -> None:
        mine = connect(written)
        for _ in range(25):
            write(mine)
        mine.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert connect(written).cursor().execute("SELECT count(*) FROM word").fetchone() == (100,)


def test_a_failed_start_and_a_rollback_leave_the_line(written: Path) -> None:
    first, second = connect(written), connect(written)
    first.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    first.rollback()
    write(second)
    broken = connect(written)
    broken.ensure_connection()
    broken.connection.close()
    with pytest.raises(Exception, match="closed"):
        broken.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    write(second)


def test_a_database_in_memory_needs_no_line() -> None:
    database = connect(":memory:")
    database.cursor().execute("CREATE TABLE word (n)")
    write(database)
    assert not list(Path.cwd().glob(":memory:*"))
