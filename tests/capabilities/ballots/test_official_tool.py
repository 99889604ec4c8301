"""Our archives before the official tool, and its archives before us."""

import json
import random
from pathlib import Path

import pytest
from tests.capabilities.ballots import official
from tests.capabilities.ballots.elections import Cast, make
from tests.capabilities.ballots.official import tool, verdict

from korzo.capabilities.ballots.rules import archive, ballot, credentials, steps, verifying
from korzo.capabilities.ballots.rules.questions import Homomorphic, NonHomomorphic, Question

pytestmark = official.needed
COUNTED: list[Question] = [Homomorphic("Q", ("A", "B", "C"), 1, 2), Homomorphic("Blank", ("A", "B"), 1, 1, blank=True)]
RANKED: list[Question] = [*COUNTED, NonHomomorphic("Rank", ("A", "B", "C"))]


def votes(asked: list[Question], choose: random.Random) -> list[list[int]]:
    found = []
    for each in asked:
        if isinstance(each, NonHomomorphic):
            found.append([choose.randrange(256) for _ in each.answers])
        elif each.blank and choose.random() < 0.3:
            found.append([1] + [0] * len(each.answers))
        else:
            chosen = choose.sample(range(len(each.answers)), choose.randint(each.least, each.most))
            found.append([0] * each.blank + [int(at in chosen) for at in range(len(each.answers))])
    return found


@pytest.mark.parametrize(
    ("group", "asked", "weights", "members"),
    [
        ("BELENIOS-2048", COUNTED, [1, 2, 1, 40], None),
        ("BELENIOS-2048", COUNTED, [1, 1, 1], (3, 2)),
        ("RFC-3526-2048", RANKED[1:], [1, 1, 1], (3, 2)),
        ("RFC-3526-2048", RANKED[2:], [1, 1, 1], None),
    ],
    ids=["weights", "threshold", "everything", "only shuffled"],
)
def test_the_official_tool_accepts_our_archives(
    tmp_path: Path, group: str, asked: list[Question], weights: list[int], members: tuple[int, int] | None
) -> None:
    choose = random.Random(group)
    made = make(tmp_path, group, asked, weights=weights, members=members)
    voters = [*range(len(weights) - 1), 0]  # one does not vote, one votes twice
    made.cast(*(Cast(voter, votes(asked, choose)) for voter in voters))
    assert verdict(made.path, tmp_path / "while open")
    result = made.count(shuffles=len(asked))
    assert verdict(made.path, tmp_path / "when closed")
    found = archive.read(made.path)
    claimed = json.dumps(result, separators=(",", ":")).encode()
    last = found.events[-1].data[0]
    assert found.content(last) == b'{"result":' + claimed + b"}"
    before = archive.Head(found.timestamp, found.events[-2].digest, len(found.events) - 1)
    wrong = made.path.read_bytes()[: last.offset - 512] + archive.event(before, "Result", b'{"result":[]}')[0]
    made.path.write_bytes(wrong)
    assert not verdict(made.path, tmp_path / "when wrong")
    assert not verifying.verify(made.path).holds


@pytest.mark.parametrize(("group", "asked"), [("BELENIOS-2048", COUNTED), ("RFC-3526-2048", RANKED[1:])])
def test_we_accept_archives_of_the_official_tool(tmp_path: Path, group: str, asked: list[Question]) -> None:
    """Everything but the third ballot and the second decryption is made by the tool."""
    choose = random.Random(len(group))
    uuid = tool(tmp_path, "setup", "generate-token").decode().strip()
    kind = ("--uuid", uuid, "--group", group)
    tool(tmp_path, "setup", "generate-credentials", *kind, "--count", "3")
    (made,) = tmp_path.glob("*.privcreds")
    secret = [line.split()[1] for line in made.read_text().splitlines()]
    next(tmp_path.glob("*.pubcreds")).rename(tmp_path / "public_creds.json")
    for _ in range(2):
        tool(tmp_path, "setup", "generate-trustee-key", "--group", group)
    keys = sorted(tmp_path.glob("*.pubkey"))
    (tmp_path / "public_keys.jsons").write_bytes(b"".join(path.read_bytes() for path in keys))
    tool(tmp_path, "setup", "make-trustees")
    template = {"description": "", "name": "Test", "questions": [each.as_json() for each in asked]}
    (tmp_path / "questions.json").write_text(json.dumps(template))
    tool(tmp_path, "setup", "make-election", *kind, "--template", "questions.json")
    tool(tmp_path, "archive", "init")
    (path,) = tmp_path.glob("*.bel")

    def add(kind: str, data: bytes = b"") -> None:
        tool(tmp_path, "archive", "add-event", f"--type={kind}", given=data)

    for at in range(2):
        (tmp_path / "cred").write_text(secret[at])
        (tmp_path / "vote").write_text(json.dumps(votes(asked, choose)))
        add("Ballot", tool(tmp_path, "election", "generate-ballot", "--privcred", "cred", "--ballot", "vote"))
    election = verifying.verify(path).election
    assert election
    scalar = credentials.secret(election.group, uuid, secret[2])
    add("Ballot", ballot.make(election, scalar, votes(asked, choose)) + b"\n")
    add("EndBallots")
    add("EncryptedTally", tool(tmp_path, "election", "compute-encrypted-tally"))
    if election.shuffled:
        add("Shuffle", tool(tmp_path, "election", "shuffle", "--trustee-id=1"))
        add("EndShuffles")
    private = str(keys[0].with_suffix(".privkey"))
    add("PartialDecryption", tool(tmp_path, "election", "decrypt", "--privkey", private, "--trustee-id", "1"))
    report = verifying.verify(path)
    assert report.failures == []
    other = json.loads(keys[1].with_suffix(".privkey").read_text())
    with path.open("ab") as file:
        file.write(steps.decrypt(report, 2, int(other)))
    add("Result", tool(tmp_path, "election", "compute-result"))
    report = verifying.verify(path)
    assert report.failures == []
    assert report.counted == 3
    assert report.result
    tool(tmp_path, "election", "verify")
