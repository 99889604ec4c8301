"""One file counted by pabutools: `python pabutools.py FILE fraction|float rule`; prints seconds, memory and winners as JSON."""

import json
import resource
import sys
import time
from pathlib import Path

sys.path.pop(0)  # this script has the name of the library

import pabutools.fractions
from pabutools.election import Cost_Sat, parse_pabulib
from pabutools.election.satisfaction import Additive_Cardinal_Sat
from pabutools.rules import method_of_equal_shares, sequential_phragmen
from pabutools.tiebreaking import TieBreakingRule


def main() -> None:
    source, arithmetic, rule = sys.argv[1:]
    pabutools.fractions.FRACTION = {"fraction": "gmpy2", "float": "float"}[arithmetic]
    started = time.perf_counter()
    instance, profile = parse_pabulib(source)
    read = time.perf_counter() - started
    rows = Path(source).read_text(encoding="utf-8-sig").partition("PROJECTS")[2].splitlines()[2:]
    place = {row.partition(";")[0]: at for at, row in enumerate(rows)}
    points = instance.meta["vote_type"] == "cumulative"
    support = (lambda p, x: p.total_score(x)) if points else (lambda p, x: p.approval_score(x))
    ties = TieBreakingRule(lambda _i, p, x: (x.cost, -support(p, x), place[x.name]))
    started = time.perf_counter()
    if rule == "phragmen":
        found = sequential_phragmen(instance, profile, tie_breaking=ties)
    else:
        found = method_of_equal_shares(
            instance,
            profile.as_multiprofile(),
            sat_class=Additive_Cardinal_Sat if points else Cost_Sat,
            tie_breaking=ties,
            voter_budget_increment=1 if rule == "add1" else None,
        )
    took = time.perf_counter() - started
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"read": read, "seconds": took, "megabytes": memory, "winners": sorted(x.name for x in found)}))


if __name__ == "__main__":
    main()
