"""Real processes on the test's own database: workers, web servers, commands."""

import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

from tests import ports

ROOT = Path(__file__).resolve().parents[1]
PATIENCE_SECONDS = 120


def environment(home: Path, **more: str) -> dict[str, str]:
    """Settings with which another process works on the test's database; `home` is its own folder."""
    home.mkdir(parents=True, exist_ok=True)
    name = str(connection.settings_dict["NAME"])
    url = ""
    if connection.vendor == "postgresql":
        url = urlsplit(settings.KORZO.database_url)._replace(path=f"/{name}").geturl()
    elif not (home / "korzo.sqlite3").exists():
        (home / "korzo.sqlite3").symlink_to(name)
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        "KORZO_HOME": str(home),
        "KORZO_DATABASE_URL": url,
        "KORZO_SECRET_KEY": settings.SECRET_KEY,
        **more,
    }


@contextmanager
def empty_database() -> Iterator[dict[str, str]]:
    """The environment of a database with nothing in it, of the same kind as the test's: a new one, or the home's own."""
    if connection.vendor == "sqlite":
        yield {"KORZO_DATABASE_URL": ""}
        return
    import psycopg

    name, url = f"empty_{uuid.uuid4().hex[:12]}", urlsplit(settings.KORZO.database_url)
    with psycopg.connect(url.geturl(), autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield {"KORZO_DATABASE_URL": url._replace(path=f"/{name}").geturl()}
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def start(*command: str, env: dict[str, str], group: bool = False) -> "subprocess.Popen[str]":
    """Start Python with these arguments; with `group` it can be killed together with its children."""
    with log(env).open("a") as out:
        return subprocess.Popen(
            [sys.executable, *command], env=env, cwd=ROOT, text=True, start_new_session=group, stdout=out, stderr=out
        )


def log(env: dict[str, str]) -> Path:
    """Where started processes write."""
    return Path(env["KORZO_HOME"]) / "processes.log"


def kill_group(process: "subprocess.Popen[str]", how: signal.Signals) -> None:
    """End a process that was started as a group, and its children."""
    if process.poll() is None:
        os.killpg(process.pid, how)
    process.wait()


def run(*command: str, env: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    """Run Python with these arguments to its end."""
    return subprocess.run(
        [sys.executable, *command], env=env, cwd=ROOT, capture_output=True, text=True, check=False, timeout=180
    )


def wait(until: Callable[[], bool], what: str, troubles: Sequence[str] = ()) -> None:
    """Look again and again until something is true; fails, telling the last troubles, when it does not happen at all."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not until():
        if time.monotonic() > end:
            raise AssertionError(f"did not happen: {what}; {troubles[-3:]}")
        time.sleep(0.1)


class Server:
    """A real web server process that can be killed and started again on its port."""

    def __init__(self, env: dict[str, str]) -> None:
        self.port, self.env = ports.free(), env
        self.start()

    def start(self) -> None:
        self.process = start(
            "-m", "granian", "--interface", "wsgi", "korzo.site.wsgi:application", "--host", "127.0.0.1", "--port", str(self.port),
            "--workers", "1", "--blocking-threads", "4", "--no-ws", "--log-level", "error", env=self.env, group=True,
        )  # fmt: skip

    def kill(self) -> None:
        kill_group(self.process, signal.SIGKILL)
