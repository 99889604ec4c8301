"""A real PostgreSQL server for the tests, from Debian's package, also when run as root; gone afterwards."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests import ports

SPEED = ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off", "-c", "max_connections=60"]


def program(name: str) -> str | None:
    """Where a program of PostgreSQL is; Debian keeps servers out of the PATH."""
    debian = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return str(debian[-1]) if debian else shutil.which(name)


@contextmanager
def server(*, safe: bool = False) -> Iterator[str | None]:
    """Start a server on a free port and yield its address; None, with the reason printed, when there is none to start.

    With `safe` it writes to disk like a real one (for benchmarks).
    """
    initdb, postgres = program("initdb"), program("postgres")
    if not (initdb and postgres):
        print("PostgreSQL is not installed: sudo apt-get install postgresql")  # noqa: T201 -- for the person at the terminal
        yield None
        return
    user = _unprivileged()
    folder = Path(tempfile.mkdtemp(prefix="korzo-pg-"))
    if user:
        shutil.chown(folder, user)
    as_user = ["setpriv", f"--reuid={user}", f"--regid={user}", "--init-groups"] if user else []
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.STDOUT}
    data, port = folder / "data", ports.free()
    try:
        make = [*as_user, initdb, "-D", str(data), "-U", "korzo", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"]
        subprocess.run(make, check=True, cwd=folder, **quiet)  # type: ignore[call-overload]
        options = [] if safe else SPEED
        command = [*as_user, postgres, "-D", str(data), "-h", "127.0.0.1", "-p", str(port), "-k", str(folder), *options]
        with (
            (folder / "log").open("w") as log,
            subprocess.Popen(command, cwd=folder, stdout=log, stderr=log) as running,
        ):
            try:
                _wait(port, running)
                yield f"postgres://korzo@127.0.0.1:{port}/postgres"
            finally:
                running.terminate()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unprivileged() -> str | None:
    """Somebody to run the server as, because PostgreSQL refuses root."""
    if os.getuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _wait(port: int, running: "subprocess.Popen[bytes]") -> None:
    for _ in range(200):
        if running.poll() is not None:
            raise RuntimeError("PostgreSQL did not start")
        with socket.socket() as attempt:
            attempt.settimeout(0.2)
            if attempt.connect_ex(("127.0.0.1", port)) == 0:
                return
        subprocess.run(["sleep", "0.1"], check=False)
    raise RuntimeError("PostgreSQL did not answer in 20 s")
