"""Counting methods beside others': random profiles counted by Korzo, pref_voting, votelib and the official belenios-tool.

    python -m venv ENV; ENV/bin/pip install pref_voting==1.18.2 votelib==0.4.0
    PYTHONPATH=src:. python -m bench.counting --oracles ENV/bin/python [--profiles 5000] [--freeze TABLE.json]

`--freeze` writes the first few hundred with the others' answers; the tests count them again without the others.
Where a lot decides, everybody may decide otherwise: the answer is compared only if no lot was needed.
"""

import argparse
import json
import random
import shutil
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from korzo.capabilities.ballots.rules import methods
from korzo.capabilities.ballots.rules.methods import Candidate, Outcome, Paper
from korzo.capabilities.ballots.rules.methods.ties import By

FROZEN = 240
Profile = dict[str, Any]


def profile(rng: random.Random, at: int) -> Profile:
    """A profile: every fourth is graded, every fourth has equal ranks and gaps, the others are strict; some are large."""
    number = rng.randint(2, 7)
    count = rng.choice((3, 5, 9, 20, 40)) if at < FROZEN or at % 50 else rng.choice((80, 150))
    limit = rng.randint(2, 6) if at % 4 == 3 else 0
    strict = not limit and at % 4 != 2
    heavy = rng.random() < 0.5
    papers = []
    for _ in range(count):
        if limit:
            marks = [rng.randint(1, limit) for _ in range(number)]
        elif strict:
            order = sorted(range(number), key=lambda each: each * rng.random())
            marks = [0] * number
            for rank, each in enumerate(order[: rng.randint(0 if rng.random() < 0.1 else 1, number)], 1):
                marks[each] = rank
        else:
            marks = [rng.randint(0, number) for _ in range(number)]
        papers.append([rng.randint(1, 30) if heavy else 1, marks])
    seats = rng.randint(1, max(1, number - 1))
    return {
        "candidates": number,
        "seats": seats,
        "limit": limit,
        "strict": strict,
        "meek": at % 8 == 0,  # the other side is slow at it
        "papers": papers,
    }


def ours(asked: Profile, method: str) -> Outcome:
    """Korzo's count."""
    candidates = [Candidate(str(at)) for at in range(asked["candidates"])]
    papers = [Paper(tuple(marks), weight) for weight, marks in asked["papers"]]
    seats = asked["seats"] if methods.METHODS[method].is_proportional else 1
    return methods.count(method, papers, candidates, seats=seats, limit=asked["limit"])


def compare(asked: Profile, told: dict[str, Any]) -> list[tuple[str, str]]:
    """What each oracle says beside ours: (oracle, "equal" | "lot" | "none" | "differs")."""
    found = []
    for oracle, answer in told.items():
        if oracle == "scottish-lot":
            continue
        outcome = ours(asked, oracle.removesuffix("-votelib").removesuffix("-official"))
        drawn = [tie for tie in outcome.ties if tie.by is not By.EARLIER]
        lots = bool(drawn) or (oracle == "scottish-stv" and told["scottish-lot"])
        verdict = "none" if answer is None else "equal" if agrees(oracle, outcome, answer, lots) else "differs"
        found.append((oracle, "lot" if verdict == "differs" and lots else verdict))
    return found


def agrees(oracle: str, outcome: Outcome, answer: Any, lots: bool) -> bool:
    """Whether an oracle says the same, in its own way of saying it."""
    if oracle.endswith("-official"):
        return bool(official(outcome) == in_order(answer))
    if oracle == "schulze-votelib":
        # It knows no losing votes, and of several unbeaten names who beats most.
        return set(answer) <= set(outcome.ranking[0])
    if outcome.scores:
        return [str(each) for each in outcome.scores] == [str(each) for each in answer]
    if oracle == "schulze":
        return bool(sorted(outcome.ranking[0]) == answer)
    if lots and oracle in {"ranked-pairs", "instant-runoff"}:
        # The others list everybody who can win for some order of ties: ours has to be among them.
        return outcome.winners[0] in set(answer)
    return bool(sorted(outcome.winners) == answer)


def official(outcome: Outcome) -> Any:
    """Our outcome as the official tool writes the interesting part of its own."""
    return list(outcome.winners) if outcome.method == "belenios-stv" else [list(group) for group in outcome.ranking]


def in_order(answer: Any) -> Any:
    """The official tool's answer, equals in the order of the list."""
    return [sorted(group) if isinstance(group, list) else group for group in answer]


def ask_official(asked: Profile) -> dict[str, Any]:
    """Answers of belenios-tool, which knows no weights."""
    papers = json.dumps([marks for weight, marks in asked["papers"] for _ in range(weight)])

    def tool(*arguments: str) -> Any:
        ended = subprocess.run(
            ["belenios-tool", "method", *arguments], input=papers, capture_output=True, text=True, check=False
        )
        if ended.returncode:
            print("no answer of belenios-tool:", ended.stderr.strip(), papers[:200], file=sys.stderr)
            return None
        return json.loads(ended.stdout)["winners"]

    choices = f"--nchoices={asked['candidates']}"
    if asked["limit"]:
        judged = tool("majority-judgment", choices, f"--ngrades={asked['limit']}", "--blank-allowed=true")
        return {"majority-judgment-official": judged}
    told = {"schulze-official": tool("schulze", choices, "--blank-allowed=true")}
    if asked["strict"]:
        told["belenios-stv-official"] = tool("stv", f"--nseats={asked['seats']}")
    return told


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--oracles", help="a Python with pref_voting and votelib")
    parser.add_argument("--profiles", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--freeze", type=Path)
    given = parser.parse_args()
    rng = random.Random(given.seed)
    profiles = [profile(rng, at) for at in range(given.profiles)]
    told: list[dict[str, Any]] = [{} for _ in profiles]
    if given.oracles:
        peer = Path(__file__).parent / "peers" / "counting.py"
        lines = "\n".join(json.dumps(each) for each in profiles)
        ended = subprocess.run([given.oracles, peer], input=lines, stdout=subprocess.PIPE, text=True, check=True)
        for each, line in zip(told, ended.stdout.splitlines(), strict=True):
            each.update(json.loads(line))
    if shutil.which("belenios-tool"):
        with ThreadPoolExecutor(2) as pool:
            for each, answers in zip(told, pool.map(ask_official, profiles), strict=True):
                each.update(answers)
    counted: Counter[tuple[str, str]] = Counter()
    for number, (asked, answers) in enumerate(zip(profiles, told, strict=True)):
        for oracle, verdict in compare(asked, answers):
            counted[oracle, verdict] += 1
            if verdict == "differs":
                print("differs", number, oracle, answers[oracle], json.dumps(asked), file=sys.stderr)
    verdicts = ("equal", "lot", "none", "differs")
    print(f"{'oracle':28}" + "".join(f"{each:>9}" for each in verdicts))
    for oracle in sorted({oracle for oracle, _ in counted}):
        print(f"{oracle:28}" + "".join(f"{counted[oracle, each]:>9}" for each in verdicts))
    if given.freeze:
        rows = [[asked, answers] for asked, answers in zip(profiles, told, strict=True)][:FROZEN]
        given.freeze.write_text(
            "[\n" + ",\n".join(json.dumps(row, separators=(",", ":")) for row in rows) + "\n]\n", encoding="utf-8"
        )


if __name__ == "__main__":
    main()
