"""The same forgeries before our verifier and before the official tool: the table in docs/standards/belenios.md."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.capabilities.ballots import official
from tests.capabilities.ballots.vectors import VOTING, needed

from korzo.capabilities.ballots.rules import archive, digests, verifying

pytestmark = needed
DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "standards" / "belenios.md"
Events = list[tuple[str, list[bytes]]]
COUNTED = VOTING / "vectors" / "elections" / "belenios2048_weighted" / "KorzoVectorBe1.bel"
SHUFFLED = VOTING / "vectors" / "elections" / "rfc3526_threshold_mixnet" / "KorzoVectorRf1.bel"


def events(path: Path) -> Events:
    found = archive.read(path)
    return [(each.kind, [found.content(stored) for stored in each.data]) for each in found.events]


def written(path: Path, given: Events, timestamp: int) -> None:
    raw, head = archive.start(timestamp)
    for kind, data in given:
        more, head = archive.event(head, kind, *data)
        raw += more
    path.write_bytes(raw)


def first(given: Events, kind: str) -> int:
    return next(at for at, each in enumerate(given) if each[0] == kind)


def moved(given: Events, kind: str, behind: str) -> None:
    each = given.pop(first(given, kind))
    given.insert(first(given, behind) + 1, each)


def copied(given: Events, kind: str, before: str) -> None:
    given.insert(first(given, before), given[first(given, kind)])


def cut(given: Events) -> None:
    """Nothing after the last ballot or EndBallots."""
    del given[first(given, "EncryptedTally") :]


def after_the_end(given: Events) -> None:
    moved(given, "Ballot", "EndBallots")
    cut(given)


def again(given: Events) -> None:
    copied(given, "Ballot", "EndBallots")
    cut(given)


def dropped(given: Events, kind: str) -> None:
    del given[first(given, kind)]


def told(given: Events, kind: str, at: int, change: Callable[[bytes], bytes]) -> None:
    """Change a data record, and mend what names it."""
    data = given[first(given, kind)][1]
    old, data[at] = digests.hex_of(data[at]).encode(), change(data[at])
    new = digests.hex_of(data[at]).encode()
    data[:] = [each.replace(old, new) for each in data]


def second_setup(given: Events) -> None:
    election, held, listed, linked = given[0][1]
    more = json.dumps([*json.loads(listed), json.loads(election)["public_key"]], separators=(",", ":")).encode()
    linked = linked.replace(digests.hex_of(listed).encode(), digests.hex_of(more).encode())
    given.insert(1, ("Setup", [election, held, more, linked]))


def twice_listed(listed: bytes) -> bytes:
    found = json.loads(listed)
    return json.dumps([*found, found[0]], separators=(",", ":")).encode()


def raised(name: str) -> Callable[[bytes], bytes]:
    return lambda data: re.sub(
        rf'"{name}":(\d+)'.encode(), lambda found: f'"{name}":{int(found[1]) + 3}'.encode(), data
    )


def less(given: Events) -> None:
    """The tally of nobody, and nothing after it."""
    at = first(given, "EncryptedTally")
    tally = json.loads(given[at][1][0])
    tally[0] = [{"alpha": "1", "beta": "1"} for _ in tally[0]]
    told(given, "EncryptedTally", 0, lambda _: json.dumps(tally, separators=(",", ":")).encode())
    del given[at + 1 :]


# what, archive, change, whether the official tool (2.0) accepts it
CASES: list[tuple[str, Path, Callable[[Events], object], bool]] = [
    ("a ballot after EndBallots, nothing after it", COUNTED, after_the_end, True),
    ("an old ballot appended again, nothing after EndBallots", COUNTED, again, True),
    ("the encrypted tally replaced, nothing after it", COUNTED, less, True),
    ("num_tallied raised", COUNTED, lambda given: told(given, "EncryptedTally", 1, raised("num_tallied")), True),
    ("total_weight raised", COUNTED, lambda given: told(given, "EncryptedTally", 1, raised("total_weight")), True),
    ("a second Setup with one more credential", COUNTED, second_setup, True),
    ("EndBallots missing", COUNTED, lambda given: dropped(given, "EndBallots"), True),
    ("EndBallots twice", COUNTED, lambda given: copied(given, "EndBallots", "EncryptedTally"), True),
    ("a partial decryption twice", COUNTED, lambda given: copied(given, "PartialDecryption", "Result"), True),
    ("a partial decryption missing", COUNTED, lambda given: dropped(given, "PartialDecryption"), False),
    (
        "another owner of a partial decryption",
        COUNTED,
        lambda given: told(given, "PartialDecryption", 1, lambda data: data.replace(b'"owner":1', b'"owner":2')),
        False,
    ),
    (
        "a wrong result",
        COUNTED,
        lambda given: told(given, "Result", 0, lambda data: data.replace(b"[[0,4]", b"[[1,3]")),
        False,
    ),
    ("a credential listed twice", COUNTED, lambda given: told(given, "Setup", 2, twice_listed), False),
    (
        "a blank in a ballot",
        COUNTED,
        lambda given: told(given, "Ballot", 0, lambda data: data.replace(b",", b", ", 1)),
        False,
    ),
    (
        "a response changed in a ballot",
        COUNTED,
        lambda given: told(given, "Ballot", 0, lambda data: data.replace(b'"response":"', b'"response":"1', 1)),
        False,
    ),
    (
        "the owner of a shuffle is nobody",
        SHUFFLED,
        lambda given: told(given, "Shuffle", 1, lambda data: data.replace(b'"owner":1', b'"owner":99')),
        True,
    ),
    ("EndShuffles missing", SHUFFLED, lambda given: dropped(given, "EndShuffles"), True),
    ("a shuffle missing", SHUFFLED, lambda given: dropped(given, "Shuffle"), False),
]


@pytest.fixture
def forged(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    source: Path
    _, source, change, _ = request.param
    given = events(source)
    change(given)
    path = tmp_path / source.name
    written(path, given, archive.read(source).timestamp)
    assert path.read_bytes() != source.read_bytes()
    return Path(path)


IDS = [case[0] for case in CASES]


@pytest.mark.parametrize("forged", CASES, indirect=True, ids=IDS)
def test_our_verifier_refuses_every_forgery(forged: Path) -> None:
    assert not verifying.verify(forged).holds


@official.needed
@pytest.mark.parametrize(("forged", "accepted"), [(case, case[3]) for case in CASES], indirect=["forged"], ids=IDS)
def test_the_official_tool_notices_less(forged: Path, tmp_path: Path, accepted: bool) -> None:
    assert official.verdict(forged, tmp_path / "box") is accepted


def test_the_table_says_the_same() -> None:
    rows = dict(
        re.findall(r"^\| (.+?) \| (accepts|refuses) \| refuses \|$", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE)
    )
    assert {case[0]: "accepts" if case[3] else "refuses" for case in CASES}.items() <= rows.items()
