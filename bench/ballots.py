"""Verifying elections beside the official tool, on one core and two; shuffles and decryptions; `--ballots --mixed --only`."""

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from korzo.capabilities.ballots.rules import (  # noqa: E402 -- after the path
    ballot,
    credentials,
    digests,
    groups,
    questions,
    steps,
    trustees,
    verifying,
)
from korzo.capabilities.ballots.rules.questions import Homomorphic, NonHomomorphic  # noqa: E402
from korzo.capabilities.ballots.rules.reports import Report  # noqa: E402

CHOOSE = Homomorphic("Choose up to 5 of 20", tuple(f"Project {at}" for at in range(1, 21)), 0, 5)
RANK = NonHomomorphic("Fifteen numbers", tuple(f"Slot {at}" for at in range(1, 16)))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--ballots", type=int, default=60, help="Ballots of 20 choices.")
    arguments.add_argument("--mixed", type=int, default=400, help="Ballots to shuffle.")
    arguments.add_argument("--only", choices=("tool", "cores", "mixnet", "large"))
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="korzo-ballots-") as name:
        folder = Path(name)
        if given.only in {None, "tool", "cores"}:
            choices(folder, given.ballots, given.only)
        if given.only in {None, "mixnet"}:
            mixnet(folder, given.mixed)
        if given.only == "large":
            large(folder, given.ballots)


def choices(folder: Path, count: int, only: str | None) -> None:
    """Verify the same archive with the official tool and ours, each in a process of its own, in turns."""
    print(f"\n{count} ballots of 20 choices, ballots per second{'':12}{'of CPU':>10}{'of time':>10}{'KB each':>10}")
    for group in ("BELENIOS-2048", "Ed25519"):
        path, _ = opened(folder / group, group, CHOOSE, [[[0] * 15 + [1] * 5]] * count)
        kilobytes = path.stat().st_size / count / 1024
        work: dict[str, Callable[[], Any]] = {}
        if group == "BELENIOS-2048" and shutil.which("belenios-tool") and only != "cores":
            work["belenios-tool 2.0"] = lambda path=path: run(
                "belenios-tool", "election", "verify", "--dir", str(path.parent)
            )  # type: ignore[misc]
        for cores in (1, 2):
            work[f"Korzo, {cores} core{'s' * (cores > 1)}"] = lambda path=path, cores=cores: ours(path, cores)  # type: ignore[misc]
        best: dict[str, tuple[float, float]] = {}
        for _ in range(3):
            for name, each in work.items():
                cpu, wall = timed(each)
                before = best.get(name, (cpu, wall))
                best[name] = (min(cpu, before[0]), min(wall, before[1]))
        for name, (cpu, wall) in best.items():
            print(f"{group:16}{name:42}{count / cpu:10.1f}{count / wall:10.1f}{kilobytes:10.1f}", flush=True)


def large(folder: Path, count: int) -> None:
    """A big city's vote on one question of five options: what it takes, and what 100,000 voters would."""
    asked = Homomorphic("One of five", tuple(f"Option {at}" for at in range(1, 6)), 1, 1, blank=True)
    started = time.process_time()
    path, _ = opened(folder / "large", "Ed25519", asked, [[[0, 1, 0, 0, 0, 0]]] * count)
    made = time.process_time() - started
    size = path.stat().st_size
    cpu, wall = timed(lambda: ours(path, 2))
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    for voters in (count, 100_000):
        times = voters / count
        print(
            f"{voters:7} voters: archive {size * times / 1e6:8.0f} MB, made in {made * times / 60:6.1f} minutes of CPU, "
            f"verified in {cpu * times / 60:6.1f} ({wall * times / 60:.1f} minutes on two cores)"
            + ("" if voters == count else ", projected")
        )
    print(f"largest process {peak:.0f} MB")


def ours(path: Path, cores: int) -> None:
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    run(sys.executable, "-m", "korzo", "ballots", "verify", "--json", "--cores", str(cores), str(path), env=env)


def run(*command: str, env: dict[str, str] | None = None) -> None:
    subprocess.run(command, check=True, capture_output=True, env=env)


def timed(work: Callable[[], Any]) -> tuple[float, float]:
    """CPU seconds of the processes that were started, and seconds on the clock."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    work()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return used, time.perf_counter() - started


def mixnet(folder: Path, count: int) -> None:
    """Shuffle, decrypt and verify ballots of fifteen numbers in one ciphertext."""
    for group in ("Ed25519", "RFC-3526-2048"):
        path, key = opened(folder / f"mixed-{group}", group, RANK, [[[at % 256] * 15] for at in range(count)])
        print(f"\n{count} ballots of 15 numbers, {group}, {path.stat().st_size / count:.0f} bytes each")

        def step(name: str, work: Callable[[Report], bytes], path: Path = path) -> None:
            report = verifying.verify(path)
            assert report.holds, report.failures
            started = time.process_time()
            added = work(report)
            print(
                f"  {name:24}{time.process_time() - started:8.2f} s   {len(added) / count:6.0f} bytes each", flush=True
            )
            with path.open("ab") as file:
                file.write(added)

        step("close", steps.close)
        step("encrypted tally", steps.count)
        step("shuffle", lambda report: steps.mix(report, 1))
        step("end", steps.end_shuffles)
        step("decrypt", lambda report, key=key: steps.decrypt(report, 1, key))  # type: ignore[misc]
        step("result", steps.reveal)
        started = time.process_time()
        assert verifying.verify(path).holds
        print(f"  {'verify everything':24}{time.process_time() - started:8.2f} s", flush=True)
        if group != "Ed25519" and shutil.which("belenios-tool"):
            cpu, _ = timed(lambda path=path: run("belenios-tool", "election", "verify", "--dir", str(path.parent)))  # type: ignore[misc]
            mine, _ = timed(lambda path=path: ours(path, 1))  # type: ignore[misc]
            print(
                f"  whole commands: belenios-tool {cpu:.2f} s, Korzo {mine:.2f} s: {cpu / mine:.1f} times", flush=True
            )


def opened(folder: Path, name: str, asked: Any, votes: list[list[list[int]]]) -> tuple[Path, int]:
    """An open election with these ballots."""
    folder.mkdir(parents=True)
    group, uuid = groups.named(name), credentials.uuid()
    draw = digests.drawing(group.q)
    secret = draw("x")
    raw = trustees.write(trustees.make(group, secret, draw))
    voters = [draw("credential") for _ in votes]
    listed = credentials.listed({group.write(group.of(each)): 1 for each in voters})
    election = questions.write(group, group.of(secret), name="Bench", questions=[asked], uuid=uuid)
    path = folder / f"{uuid}.bel"
    path.write_bytes(steps.begin(1_767_225_600, election, raw, listed))
    report = verifying.verify(path)
    assert report.election
    made = [ballot.make(report.election, voter, vote) for voter, vote in zip(voters, votes, strict=True)]
    path.write_bytes(path.read_bytes() + steps.cast(report, *made))
    return path, secret


if __name__ == "__main__":
    main()
    print(json.dumps({"peak MB": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)}))
