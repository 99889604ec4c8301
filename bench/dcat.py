"""The catalogue as linked data: seconds and megabytes for each syntax, and how many rules of DCAT-AP it breaks.

    PYTHONPATH=src:. python bench/dcat.py [data sets]

The shapes of DCAT-AP 3.0.1 and of high-value data sets lie beside the project (`../shared/data/open-data/shacl`).
"""

import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from rdflib import Graph  # noqa: E402 -- found only then
from tests.capabilities.catalog import described, shacl  # noqa: E402

from korzo.capabilities.catalog.rules.dcat import describing, writing  # noqa: E402

COUNT = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000


def main() -> None:
    sets = list(described.datasets(COUNT))
    text = ""
    for syntax in ("xml", "jsonld", "ttl"):
        started = time.perf_counter()
        text = "".join(writing.write(describing.catalogue(described.PORTAL, sets), syntax))
        print(f"{syntax}: {time.perf_counter() - started:.2f} s, {len(text.encode()) / 1e6:.1f} MB")
    graph = Graph().parse(data=text, format="turtle")
    valued = [each for each in sets if each.hvd_category]
    text = "".join(writing.write(describing.catalogue(described.PORTAL, valued), "ttl"))
    hvd = Graph().parse(data=text, format="turtle")
    print(f"{len(graph)} triples of {COUNT} data sets, {len(valued)} of them of high value")
    for name in (shacl.GATE, shacl.STRICT, shacl.RANGES, shacl.HVD):
        started = time.perf_counter()
        broken = list(shacl.violations(hvd if name == shacl.HVD else graph, name))
        print(f"{name}: {len(broken)} violations ({time.perf_counter() - started:.1f} s) {broken[:3] or ''}")


main()
