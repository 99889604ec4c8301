"""Runs web server and worker as children; starts either again if it dies, stops both when told to stop.

A module of its own that imports next to nothing: it stays in memory as long as Korzo runs.
"""

import signal
import subprocess
import sys
import time

PAUSE_SECONDS = 1.0
PATIENCE_SECONDS = 20


def children(host: str, port: str, workers: str, threads: str) -> dict[str, list[str]]:
    """The commands of the processes that make an installation."""
    python = [sys.executable, "-m"]
    web = [*python, "granian", "--interface", "wsgi", "korzo.site.wsgi:application", "--host", host, "--port", port]
    limits = ["--workers", workers, "--blocking-threads", threads, "--backpressure", "64"]
    manners = ["--no-ws", "--respawn-failed-workers", "--log-level", "warning"]
    return {"web": [*web, *limits, *manners], "worker": [*python, "korzo", "worker"]}


def main(host: str, port: str, workers: str, threads: str) -> None:
    """Watch over the children until a signal comes."""
    commands = children(host, port, workers, threads)
    running = {name: subprocess.Popen(command) for name, command in commands.items()}  # noqa: S603 -- our own commands
    stopping = False

    def stop(*_signal: object) -> None:
        nonlocal stopping
        stopping = True
        for child in running.values():
            child.terminate()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    while not stopping:
        time.sleep(PAUSE_SECONDS)
        for name, child in list(running.items()):
            if child.poll() is not None and not stopping:
                sys.stderr.write(f"korzo: the {name} process ended ({child.returncode}); starting it again\n")
                running[name] = subprocess.Popen(commands[name])  # noqa: S603 -- our own commands
    for child in running.values():
        try:
            child.wait(timeout=PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()


if __name__ == "__main__":
    main(*sys.argv[1:])
