"""A server started for a measurement, and what it takes: processor seconds and memory, by what each process is."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests import ports

ROOT = Path(__file__).resolve().parents[1]
_KORZO = [sys.executable, "-m", "korzo"]


@contextmanager
def installation(database: str = "sqlite") -> Iterator[Path]:
    """Set up a home, gone afterwards, that this process and all that it starts use; on SQLite or a PostgreSQL of its own."""
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="korzo-bench-")))
        os.environ |= {
            "KORZO_HOME": str(home),
            "DJANGO_SETTINGS_MODULE": "korzo.site.settings",
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        }
        if database == "postgres":
            from tests.postgres import server

            url = stack.enter_context(server(safe=True))
            if url is None:
                sys.exit(1)
            os.environ["KORZO_DATABASE_URL"] = url
        subprocess.run([*_KORZO, "setup"], check=True, stdout=subprocess.DEVNULL)
        yield home


def prepare(source: str, *given: object) -> str:
    """Run a piece of Python in the installation, and give back what it prints."""
    command = [sys.executable, "-c", source, *map(str, given)]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


@contextmanager
def serving() -> Iterator[tuple[int, int]]:
    """Serve the installation: the port, and the process that started all others."""
    port = ports.free()
    running = subprocess.Popen([*_KORZO, "serve", "--port", str(port)], stderr=subprocess.DEVNULL)
    try:
        wait(port)
        yield port, running.pid
    finally:
        running.send_signal(signal.SIGTERM)
        running.wait(30)


def tree(root: int) -> Iterator[tuple[int, str, float]]:
    """The process and all that it started: number, what it is, processor seconds so far."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        children.setdefault(int(fields[1]), []).append(int(stat.parent.name))
    waiting = [root]
    while waiting:
        pid = waiting.pop()
        waiting += children.get(pid, [])
        command = Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
        known = {"granian": "web", "korzo worker": "worker", "supervisor": "supervisor"}
        name = next((name for part, name in known.items() if part in command), command[:30])
        user, system = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[11:13]
        yield pid, name, (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def processor_seconds(root: int) -> dict[str, float]:
    """What web and worker took of the processors, together by name."""
    spent: dict[str, float] = {}
    for _pid, name, seconds in tree(root):
        spent[name] = spent.get(name, 0.0) + seconds
    return spent


def settle(root: int, seconds: int = 180) -> None:
    """Wait until nobody works: after the start web processes read ahead what will be asked of them."""
    before = sum(processor_seconds(root).values())
    for _turn in range(seconds):
        time.sleep(1)
        now = sum(processor_seconds(root).values())
        if now - before < 0.1:
            return
        before = now


def memory(root: int) -> list[tuple[str, float]]:
    """Proportional memory of the process tree: shared pages divided among those who share them."""
    found = []
    for pid, name, _seconds in tree(root):
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        kilobytes = next(int(line.split()[1]) for line in rollup if line.startswith("Pss:"))
        found.append((f"{name} ({pid})", kilobytes / 1024))
    return [*found, ("together", sum(megabytes for _name, megabytes in found))]


def wait(port: int) -> None:
    for _ in range(300):
        with socket.socket() as attempt:
            if attempt.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise SystemExit("the server did not start")
