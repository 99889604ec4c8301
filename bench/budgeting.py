"""Counting budgets beside pabutools, all rules on all files, a million ballots; `--files --peer --limit --ballots`."""

import argparse
import gc
import gzip
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]
PEER = ("pabutools==1.2.3", "gmpy2==2.3.2")
RUNS = (("equal-shares", "fraction"), ("phragmen", "fraction"), ("add1", "float"), ("add1", "fraction"))
SOURCE = (
    "import sys; sys.path[:0] = ['.', 'src']; from bench import budgeting; budgeting.ours(*__import__('sys').argv[1:])"
)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--folder", type=Path, default=ROOT.parent / "shared" / "data" / "voting" / "pb")
    arguments.add_argument("--files", nargs="*", default=["Poland_Swiecie_2023", "Poland_Warszawa_2019_Ochota"])
    arguments.add_argument(
        "--peer", type=Path, help="Python of an environment that has pabutools; without it one is made."
    )
    arguments.add_argument("--limit", type=float, default=300, help="Seconds for one count of the peer.")
    arguments.add_argument("--ballots", type=int, default=1_000_000)
    arguments.add_argument("--only", choices=("peer", "all", "large"))
    given = arguments.parse_args()
    if given.only in {None, "peer"}:
        beside(given.folder, given.files, given.peer, given.limit)
    if given.only in {None, "all"}:
        everything(given.folder)
    if given.only in {None, "large"}:
        large(given.ballots)


def beside(folder: Path, files: list[str], peer: Path | None, limit: float) -> None:
    """Count the same files in both, each in a process of its own."""
    with tempfile.TemporaryDirectory(prefix="korzo-peer-") as scratch:
        python = peer or _environment(Path(scratch) / "venv")
        print(f"{'':32}{'rule':14}{'peer':10}{'peer s':>9}{'MB':>7}{'Korzo s':>9}{'MB':>6}{'times':>8}  winners")
        for name in files:
            source = Path(scratch) / f"{name}.pb"
            source.write_bytes(_unpacked(folder, name))
            pointed = b"vote_type;cumulative" in source.read_bytes()
            for rule, arithmetic in RUNS:
                if pointed and rule == "phragmen":
                    continue  # it has no points
                mine = _timed([sys.executable, "-c", SOURCE, str(source), rule], limit)
                theirs = _timed(
                    [str(python), str(ROOT / "bench/peers/pabutools.py"), str(source), arithmetic, rule], limit
                )
                assert mine is not None
                row = f"{name[:30]:32}{rule:14}{arithmetic:10}"
                if theirs is None:
                    ratio, same = f">{limit / mine['seconds']:.0f}", "-"
                    row += f"{'>' + format(limit, '.0f'):>9}{'':7}"
                else:
                    ratio = f"{theirs['seconds'] / mine['seconds']:.0f}"
                    same = "same" if theirs["winners"] == mine["winners"] else "DIFFERENT"
                    row += f"{theirs['seconds']:9.2f}{theirs['megabytes']:7.0f}"
                print(f"{row}{mine['seconds']:9.3f}{mine['megabytes']:6.0f}{ratio:>8}  {same}", flush=True)


def ours(source: str, rule: str) -> None:
    """Count one file by the conventions of the peer: fraction start, stop when exhaustive, ties by the list."""
    from korzo.capabilities.budgeting.rules import counting, pabulib
    from korzo.capabilities.budgeting.rules.conventions import Completion, Conventions, Rule, Start, Stop
    from korzo.capabilities.budgeting.rules.ties import Ties

    conventions = {
        "equal-shares": Conventions(completion=Completion.NONE, ties=Ties.LIST),
        "phragmen": Conventions(Rule.PHRAGMEN, ties=Ties.LIST),
        "add1": Conventions(start=Start.FRACTION, stop=Stop.EXHAUSTIVE, ties=Ties.LIST),
    }[rule]
    election = pabulib.read(source).election
    started = time.perf_counter()
    outcome = counting.count(election, conventions)
    took = time.perf_counter() - started
    print(json.dumps({"seconds": took, "megabytes": _memory(), "winners": sorted(outcome.winners)}))


def everything(folder: Path) -> None:
    """Count every file of the folder by every rule."""
    from korzo.capabilities.budgeting.rules import counting, pabulib
    from korzo.capabilities.budgeting.rules.conventions import Rule

    spent: dict[str, float] = {}
    slow: list[str] = []
    for path in sorted(folder.glob("*.pb*")):
        reading = _into(spent, "reading", partial(pabulib.read, path))
        for rule in Rule:
            if rule is Rule.MAXIMIN and len(reading.election.ballots.weights) > 1500:
                slow.append(path.name)
                continue
            _into(spent, rule, partial(counting.count, reading.election, _conventions(rule, reading.election)))
    print("\nall rules on all files, seconds")
    for name, seconds in spent.items():
        print(f"{name:20}{seconds:8.2f}")
    print(f"{'together':20}{sum(spent.values()):8.2f}   without {Rule.MAXIMIN} on {', '.join(slow)}")


def _conventions(rule: Any, election: Any) -> Any:
    """The file's order for ties; where a share is above 20,000 units it grows by a hundredth of itself."""
    from korzo.capabilities.budgeting.rules.conventions import Conventions
    from korzo.capabilities.budgeting.rules.ties import Ties

    share = int(election.budget / max(1, election.ballots.cast))
    return Conventions(rule, increment=Fraction(share // 100 if share > 20_000 else 1), ties=Ties.LIST)


def large(ballots: int) -> None:
    """Count a synthesised city: 300 projects, 1 to 10 approvals a ballot, some projects far more popular than others."""
    from korzo.capabilities.budgeting.rules import counting, fairness, pabulib
    from korzo.capabilities.budgeting.rules.conventions import Completion, Conventions
    from korzo.capabilities.budgeting.rules.ties import Ties

    with tempfile.TemporaryDirectory(prefix="korzo-large-") as scratch:
        path = Path(scratch) / "city.pb"
        path.write_text(_city(ballots), encoding="utf-8")
        _said("floor: read the bytes", path.read_bytes)
        gc.disable()
        election = _said("read the file", lambda: pabulib.read(path)).election
        gc.enable()
        plain = Conventions(completion=Completion.NONE, ties=Ties.LIST)
        outcome = _said("Equal Shares, one run", lambda: counting.count(election, plain))
        whole = _said("Equal Shares, Add1", lambda: counting.count(election, Conventions(ties=Ties.LIST)))
        _said("certificate", lambda: fairness.certify(election, outcome.winners))
    print(
        f"\n{ballots:,} ballots ({len(election.ballots.weights):,} different), 300 projects, {whole.runs} runs of Add1"
    )
    print(f"{'memory':24}{_memory():8.0f} MB")


def _city(ballots: int) -> str:
    choose = random.Random(2026)
    popular = [1 / (each + 5) for each in range(300)]
    rows = [f"p{at};{choose.randrange(20, 2000) * 100};project {at}" for at in range(300)]
    votes = []
    for voter in range(ballots):
        named = dict.fromkeys(choose.choices(range(300), popular, k=choose.randrange(1, 11)))
        votes.append(f"{voter};{','.join(f'p{at}' for at in named)}")
    meta = {"description": "d", "country": "Worldwide", "unit": "u", "instance": "1", "num_projects": "300"}
    meta |= {"num_votes": str(ballots), "budget": "10000000", "vote_type": "approval", "rule": "unknown"}
    meta |= {"date_begin": "2026", "date_end": "2026"}
    head = "\n".join(f"{name};{value}" for name, value in meta.items())
    return "\n".join(
        ["META", "key;value", head, "PROJECTS", "project_id;cost;name", *rows, "VOTES", "voter_id;vote", *votes, ""]
    )


def _into(spent: dict[str, float], name: str, work: Callable[[], Any]) -> Any:
    started = time.perf_counter()
    result = work()
    spent[name] = spent.get(name, 0) + time.perf_counter() - started
    return result


def _said(name: str, work: Callable[[], Any]) -> Any:
    spent: dict[str, float] = {}
    worked = time.process_time()
    result = _into(spent, name, work)
    print(f"{name:24}{spent[name]:8.2f} s, {time.process_time() - worked:6.2f} s of a processor", flush=True)
    return result


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _unpacked(folder: Path, name: str) -> bytes:
    plain = folder / f"{name}.pb"
    return plain.read_bytes() if plain.exists() else gzip.decompress((folder / f"{name}.pb.gz").read_bytes())


def _environment(venv: Path) -> Path:
    subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)
    subprocess.run([str(venv / "bin" / "pip"), "install", "--quiet", *PEER], check=True)
    return venv / "bin" / "python"


def _timed(command: list[str], limit: float) -> dict[str, Any] | None:
    try:
        ended = subprocess.run(command, check=True, capture_output=True, text=True, timeout=limit, cwd=ROOT)
    except subprocess.TimeoutExpired:
        return None
    measured: dict[str, Any] = json.loads(ended.stdout.splitlines()[-1])
    return measured


if __name__ == "__main__":
    main()
