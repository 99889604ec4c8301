"""Secret ballots taken over HTTP beside the bare check of the same ballots, in one run; `--ballots`, `--choices`."""

import argparse
import http.client
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from bench import _processes as processes  # noqa: E402 -- found only then

from korzo.capabilities.ballots.rules import ballot, questions  # noqa: E402 -- see above

PREPARE = """
import sys, django; django.setup()
from pathlib import Path
from django.utils import timezone
from tests import city
from tests.capabilities.ballots import boxes
from korzo.capabilities.ballots.models import Option, Question
count, choices, folder = int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
city.build()
boxes.QUESTIONS = [("some", "Choose up to 5", [f"Project {n}" for n in range(1, choices + 1)], {"maximum": 5})]
sealed = boxes.sealed(timezone.now(), voters=count)
folder.joinpath("election.json").write_bytes(bytes(sealed.box.election))
for voter in range(count):
    votes = [0] + [int((voter + n) % choices < 3) for n in range(choices)]
    folder.joinpath(f"{voter}.ballot").write_bytes(sealed.make(voter, [votes]))
"""
WARM = 20


def main() -> None:
    """Print ballots per second, and the ratio."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--ballots", type=int, default=200)
    arguments.add_argument("--choices", type=int, default=20)
    arguments.add_argument("--senders", type=int, default=4)
    given = arguments.parse_args()
    with processes.installation() as home:
        folder = home / "ballots"
        folder.mkdir()
        processes.prepare(PREPARE, given.ballots, given.choices, folder)
        made = [path.read_bytes() for path in sorted(folder.glob("*.ballot"))]
        bare = check(questions.read((folder / "election.json").read_bytes()), made)
        with processes.serving() as (port, root):
            with ThreadPoolExecutor(given.senders) as pool:  # every process gets to know the election
                list(pool.map(lambda data: post(port, data), made[:WARM]))
            before = processes.processor_seconds(root)["web"]
            started = time.perf_counter()
            with ThreadPoolExecutor(given.senders) as pool:
                statuses = set(pool.map(lambda data: post(port, data), made[WARM:]))
            took = time.perf_counter() - started
            spent = processes.processor_seconds(root)["web"] - before
    assert statuses == {200}, statuses
    sent = len(made) - WARM
    size = sum(map(len, made)) / len(made) / 1000
    print(f"{sent} ballots of {given.choices} choices ({size:.1f} KB), {os.cpu_count()} cores, Ed25519\n")
    print(f"bare check, one core        {bare:8.1f} a second of CPU")
    print(
        f"taken over HTTP             {sent / spent:8.1f} a second of CPU     {sent / spent / bare:5.0%} of the bare check"
    )
    print(f"                            {sent / took:8.1f} a second of time")


def check(election: questions.Election, made: list[bytes]) -> float:
    """Ballots per processor second, checked and nothing else."""
    ballot.check(election, made[0])
    started = time.process_time()
    for data in made:
        ballot.check(election, data)
    return len(made) / (time.process_time() - started)


def post(port: int, data: bytes) -> int:
    """Send a ballot as a browser does."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    line.request("POST", "/en/ballots/2026-1/cast/", data, {"Content-Type": "application/json"})
    answer = line.getresponse()
    answer.read()
    line.close()
    return answer.status


if __name__ == "__main__":
    main()
