"""The verifier against whole elections, ours and the official tool's, and against 38 forgeries."""

import subprocess
import sys
from pathlib import Path

import pytest
from tests.capabilities.ballots.vectors import VOTING, archives, needed, vector

from korzo.capabilities.ballots.rules import archive, verifying

pytestmark = needed
TAMPERED = vector("tampered/tampered")["cases"] if VOTING.is_dir() else []
RESULTS: dict[str, list[list[object]]] = {
    "election1_2048_weighted": [[4, 1], [2, 3, 1]],
    "election2_rfc3526_threshold_mixnet": [
        [3, 2],
        [1, 2, 4],
        [[2, 1, 3], [1, 1, 1], [1, 2, 3], [255, 1, 0], [9, 8, 7], [1, 3, 2], [3, 2, 1]],
    ],
    "election3_ed25519": [[3, 1], [2, 2, 1]],
}


@pytest.mark.parametrize("path", archives(), ids=lambda path: path.parent.name)
def test_an_honest_election_is_verified(path: Path) -> None:
    report = verifying.verify(path)
    assert report.failures == []
    name = path.parent.name
    wanted: list[list[object]] = RESULTS.get(name) or vector(f"elections/{name}/secrets")["result"]
    assert [sorted(map(str, each)) for each in report.result or []] == [sorted(map(str, each)) for each in wanted]
    assert bool(report.warnings) is ("plain" in name or name.startswith("election2"))


@pytest.mark.parametrize("case", TAMPERED, ids=lambda case: case["file"])
def test_a_forgery_is_refused(case: dict[str, str]) -> None:
    path = VOTING / "vectors" / "tampered" / case["file"]
    report = verifying.verify(path)
    original = VOTING / "vectors" / "elections" / "ed25519_threshold_mixnet" / "KorzoVectorEd1.bel"
    assert report.holds is case["expected"].startswith("accept"), report.failures
    if report.holds:
        assert case["expected"] == "accept alone; reject against the original"
        assert not verifying.extends(path, original)
    assert verifying.extends(original, original)


def test_all_38_forgeries_are_there() -> None:
    assert len(TAMPERED) == 38
    assert sum(case["expected"] == "reject" for case in TAMPERED) == 35


@pytest.mark.parametrize("path", archives(), ids=lambda path: path.parent.name)
def test_an_archive_is_written_byte_for_byte_as_it_was(path: Path) -> None:
    found = archive.read(path)
    raw, head = archive.start(found.timestamp)
    for each in found.events:
        more, head = archive.event(head, each.kind, *(found.content(stored) for stored in each.data))
        raw += more
    assert raw == path.read_bytes()
    assert head == found.head()


def test_every_cut_is_noticed_or_an_honest_beginning(tmp_path: Path) -> None:
    whole = (VOTING / "vectors" / "elections" / "ed25519_weighted" / "KorzoVectorEd3.bel").read_bytes()
    path = tmp_path / "cut.bel"
    ends = []
    for length in range(0, len(whole) + 1, 512):
        path.write_bytes(whole[:length])
        try:
            ends.append(len(archive.read(path).events))
        except archive.Broken:
            continue
    assert ends == list(range(1, len(ends) + 1))
    assert len(ends) > 5


def test_without_gmp_the_verdict_is_the_same() -> None:
    code = (
        "import sys; sys.modules['gmpy2'] = None; from pathlib import Path;"
        "from korzo.capabilities.ballots.rules import verifying; report = verifying.verify(Path(sys.argv[1]));"
        "print(type(report.election.key).__name__, report.failures, report.result)"
    )
    path = VOTING / "vectors" / "elections" / "belenios2048_weighted" / "KorzoVectorBe1.bel"
    source = str(Path(__file__).resolve().parents[4] / "src")
    ended = subprocess.run(
        [sys.executable, "-c", code, str(path)], env={"PYTHONPATH": source}, capture_output=True, text=True, check=True
    )
    assert ended.stdout == "int [] [[0, 4], [2, 1, 3]]\n"
