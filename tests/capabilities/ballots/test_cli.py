"""`korzo ballots`, as it is typed: real processes, no database, no home."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.capabilities.ballots.elections import Cast, Made, make

from korzo.capabilities.ballots.cli import ballots
from korzo.capabilities.ballots.rules import archive, ballot, credentials, groups, jsons, questions, steps, trustees
from korzo.capabilities.ballots.rules.questions import Homomorphic, NonHomomorphic, Question

ASKED: list[Question] = [Homomorphic("Tram?", ("Yes", "No"), 1, 1, blank=True), NonHomomorphic("Rank", ("A", "B"))]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    made = make(tmp_path_factory.mktemp("cli"), "Ed25519", ASKED, weights=[1, 1, 1])
    made.cast(Cast(0, [[0, 1, 0], [1, 2]]), Cast(1, [[1, 0, 0], [2, 1]]))
    return made


def run(*arguments: object, good: bool = True) -> str:
    ended = CliRunner().invoke(ballots, [str(each) for each in arguments])
    assert (ended.exit_code == 0) is good, ended.output
    return ended.output


def test_the_command_needs_neither_database_nor_home(made: Made, tmp_path: Path) -> None:
    env = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(Path(__file__).resolve().parents[3] / "src"),
        "HOME": str(tmp_path / "nowhere"),
    }
    (nowhere := tmp_path / "nowhere").mkdir()
    ended = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "korzo", "ballots", "verify", "--json", str(made.path)],
        env=env,
        cwd=nowhere,
        capture_output=True,
        text=True,
        check=True,
    )
    told = json.loads(ended.stdout)
    assert (told["holds"], told["voters"], told["ballots"], told["counted"]) == (True, 3, 2, 2)
    assert told["election"]["uuid"] == made.uuid
    assert "django" not in ended.stderr
    assert list(nowhere.iterdir()) == []


def test_a_wrong_archive_ends_with_1_and_names_the_place(made: Made, tmp_path: Path) -> None:
    found = archive.read(made.path)
    path = tmp_path / made.path.name
    twice = found.content(found.of("Ballot")[0].data[0])
    path.write_bytes(made.path.read_bytes() + archive.event(found.head(), "Ballot", twice)[0])
    ended = CliRunner().invoke(ballots, ["verify", str(path)])
    assert ended.exit_code == 1
    assert "ballot 3 (event 3): the same ballot came before" in ended.output
    assert "NOT right" in ended.output


def test_an_older_copy_and_a_tracker_are_looked_for(made: Made, tmp_path: Path) -> None:
    older = tmp_path / "older.bel"
    found = archive.read(made.path)
    raw, head = archive.start(found.timestamp)
    first = found.events[0]
    older.write_bytes(raw + archive.event(head, "Setup", *(found.content(each) for each in first.data))[0])
    mine = ballot.tracker(found.content(found.of("Ballot")[1].data[0]))
    assert "is number 2" in run("verify", made.path, "--older", older, "--tracker", mine)
    assert "left out" in run("verify", older, "--older", made.path, good=False)
    assert "no ballot" in run("verify", made.path, "--tracker", "x" * 43, good=False)


def test_an_election_by_its_offline_roles(tmp_path: Path) -> None:
    """Credentials, a server's key, a ceremony of 2 of 3, votes, shuffle, decryption and result, all by typed commands."""
    group = groups.named("Ed25519")
    run("credentials", "--uuid", "KorzoTestByCLi", "--count", 3, "--into", tmp_path)
    private = tmp_path / "KorzoTestByCLi.privcreds"
    assert private.stat().st_mode & 0o077 == 0
    assert "there already" in run(
        "credentials", "--uuid", "KorzoTestByCLi", "--count", 3, "--into", tmp_path, good=False
    )
    run("trustee", "single", "--into", tmp_path / "server")
    people = [tmp_path / f"person{at}" for at in (1, 2, 3)]
    for at, person in enumerate(people, 1):
        run("trustee", "certificate", "--index", at, "--size", 3, "--threshold", 2, "--into", person)

    def gathered(ending: str, folders: list[Path]) -> Path:
        path = tmp_path / f"all{ending}"
        path.write_bytes(b"".join(next(folder.glob(f"*{ending}")).read_bytes() for folder in folders))
        return path

    certs, enough = gathered(".cert", people), ("--threshold", 2)
    seeds = [next(person.glob("*.key")) for person in people]
    for person, seed in zip(people, seeds, strict=True):
        run("trustee", "deal", "--certs", certs, "--key", seed, *enough, "--into", person)
    dealt = gathered(".polynomial", people)
    run("trustee", "route", "--polynomials", dealt, "--into", tmp_path)
    for at, (person, seed) in enumerate(zip(people, seeds, strict=True), 1):
        given = tmp_path / f"{at}.vinput"
        run("trustee", "finish", "--certs", certs, "--key", seed, *enough, "--given", given, "--into", person)
    outputs = gathered(".voutput", people)
    run(
        "trustee",
        "publish",
        "--certs",
        certs,
        *enough,
        "--polynomials",
        dealt,
        "--outputs",
        outputs,
        "--into",
        tmp_path,
    )
    single = jsons.read(next((tmp_path / "server").glob("*.pubkey")).read_bytes().strip())
    raw = trustees.write(single, jsons.read((tmp_path / "threshold.json").read_bytes().strip()))
    election = questions.write(
        group, trustees.read(group, raw).key(group), name="By hand", questions=ASKED, uuid="KorzoTestByCLi"
    )
    path = tmp_path / "KorzoTestByCLi.bel"
    path.write_bytes(steps.begin(1_767_225_600, election, raw, (tmp_path / "KorzoTestByCLi.pubcreds").read_bytes()))
    secrets = [
        credentials.secret(group, "KorzoTestByCLi", line.split()[1]) for line in private.read_text().splitlines()
    ]
    open_box = Made(path, group, "KorzoTestByCLi", [], secrets, [], 2)
    open_box.cast(Cast(0, [[0, 1, 0], [7, 9]]), Cast(2, [[0, 0, 1], [8, 8]]))
    assert "last event is Ballot" in run("shuffle", path, "--trustee", 1, good=False)
    run("tally", path, "--close")
    key = next((tmp_path / "server").glob("*.privkey"))
    assert "shuffle is needed" in run("decrypt", path, "--key", key, good=False)
    run("shuffle", path, "--trustee", 1)
    run("shuffle", path, "--trustee", 3, "--last")
    run("decrypt", path, "--key", key)
    assert "has decrypted before" in run("decrypt", path, "--key", key, good=False)
    for person, seed in list(zip(people, seeds, strict=True))[1:]:
        run("decrypt", path, "--key", seed, "--decryption-key", next(person.glob("*.dkey")))
    run("tally", path, "--result")
    told = json.loads(run("verify", path, "--json"))
    assert told["result"][0] == [0, 1, 1]
    assert sorted(told["result"][1]) == [[7, 9], [8, 8]]


def test_a_roll_with_weights(tmp_path: Path) -> None:
    roll = tmp_path / "roll.csv"
    roll.write_text("a@example.org,a,3\nb@example.org,b\n")
    run("credentials", "--group", "BELENIOS-2048", "--file", roll, "--into", tmp_path, "--old")
    (public,) = tmp_path.glob("*.pubcreds")
    group = groups.named("BELENIOS-2048")
    weights = credentials.read_list(group, public.read_bytes())
    assert sorted(weights.values()) == [1, 3]
    (private,) = tmp_path.glob("*.privcreds")
    for line in private.read_text().splitlines():
        voter, _, secret = line.rpartition(" ")
        assert weights[credentials.public(group, public.stem, secret)] == (3 if voter == "a@example.org,a,3" else 1)
    roll.write_text("a@example.org,a,many\n")
    assert "line 1" in run("credentials", "--file", roll, "--into", tmp_path, good=False)
