"""The command line as its users meet it: real processes, exit codes, and never a traceback."""

import subprocess
import tarfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.db import connection, transaction
from tests import processes

from korzo import cli
from korzo.kernel import trail
from korzo.kernel.trail.models import Entry


@dataclass(frozen=True)
class Happened:
    ref: str


@pytest.fixture
def env(transactional_db: None, tmp_path: Path, now: datetime) -> dict[str, str]:
    """A home on the test's database, with three entries in the trail."""
    with transaction.atomic():
        for _ in range(3):
            trail.record(Happened("thing:1"), by=None, now=now)
    return processes.environment(tmp_path / "home")


@pytest.fixture
def empty_database(transactional_db: None) -> Iterator[dict[str, str]]:
    with processes.empty_database() as setting:
        yield setting


def korzo(env: dict[str, str], *arguments: str) -> "subprocess.CompletedProcess[str]":
    ended = processes.run("-m", "korzo", *arguments, env=env)
    assert "Traceback" not in ended.stderr, ended.stderr
    return ended


def test_help_names_every_command_with_a_sentence() -> None:
    shown = CliRunner().invoke(cli.main, ["--help"])
    assert shown.exit_code == 0
    lines = shown.output.partition("Commands:")[2].splitlines()
    said = {line.split()[0]: line.split()[1:] for line in lines if line.strip() and not line.startswith("   ")}
    assert set(said) >= {
        "demo",
        "serve",
        "worker",
        "backup",
        "restore",
        "config",
        "trail",
        "publish",
        "cases",
        "places",
    }
    assert all(said.values())


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["--nonsense"],
        ["serve", "--port", "many"],
        ["serve", "extra"],
        ["restore"],
        ["restore", "/nowhere.tar.gz"],
        ["trail", "nonsense"],
        ["trail", "verify", "--head", "nonsense"],
        ["cases", "import"],
        ["cases", "import", "/nowhere.csv", "--mapping", "boston"],
        ["cases", "export", "--form", "pdf", "x"],
        ["places", "nonsense"],
        ["config", "--nonsense"],
    ],
)
def test_a_mistyped_command_says_how_it_is_meant(arguments: list[str]) -> None:
    ended = CliRunner().invoke(cli.main, arguments)
    assert ended.exit_code == 2
    assert "Usage:" in ended.output
    assert "--help" in ended.output


@pytest.mark.parametrize("group", ["trail", "cases", "places", "translations"])
def test_a_group_alone_lists_what_it_can_do(group: str) -> None:
    shown = CliRunner().invoke(cli.main, [group])
    assert (shown.exit_code, "Commands:" in shown.output) == (2, True)


def test_real_processes_answer_help_errors_and_settings(env: dict[str, str], tmp_path: Path) -> None:
    assert korzo(env, "--help").returncode == 0
    assert korzo(env, "nonsense").returncode == 2
    (tmp_path / "home" / "korzo.env").write_text("KORZO_CITY_NAME=Testgrad\nKORZO_SMS_TOKEN=secret-token\n")
    shown = korzo({**env, "KORZO_COUNTRY": "ME"}, "config")
    assert shown.returncode == 0
    assert "KORZO_CITY_NAME = Testgrad   [korzo.env]" in shown.stdout
    assert "KORZO_COUNTRY = ME   [environment]" in shown.stdout
    assert "KORZO_THREADS = 2   [default]" in shown.stdout
    assert "KORZO_SMS_TOKEN = (set)" in shown.stdout
    assert "secret-token" not in shown.stdout


def test_a_setting_that_makes_no_sense_is_named(env: dict[str, str]) -> None:
    ended = korzo({**env, "KORZO_THREADS": "many"}, "config")
    assert (ended.returncode, "KORZO_THREADS" in ended.stderr) == (2, True)


def test_the_trail_is_verified_by_exit_code(env: dict[str, str]) -> None:
    noted = korzo(env, "trail", "head").stdout.strip()
    assert noted == "{}:{}".format(*trail.head())
    good = korzo(env, "trail", "verify", "--head", noted)
    assert (good.returncode, good.stdout) == (0, "3 entries, unbroken.\n")
    Entry.objects.filter(seq=3).delete()
    cut = korzo(env, "trail", "verify", "--head", noted)
    assert (cut.returncode, "Entry 3 is broken" in cut.stderr) == (1, True)
    Entry.objects.filter(seq=2).update(why="forged")
    forged = korzo(env, "trail", "verify")
    assert (forged.returncode, forged.stderr) == (1, "Entry 2 is broken: content does not match its hash.\n")


def test_a_backup_made_while_writing_is_whole_and_can_be_restored(
    env: dict[str, str], empty_database: dict[str, str], tmp_path: Path, now: datetime
) -> None:
    home, archive, again = tmp_path / "home", tmp_path / "backup.tar.gz", tmp_path / "again"
    (home / "files" / "ab").mkdir(parents=True)
    (home / "files" / "ab" / "photo.jpg").write_bytes(b"photo")
    (home / "korzo.env").write_text("KORZO_CITY_NAME=Testgrad\n")
    stop, written = threading.Event(), []

    def write() -> None:
        while not stop.is_set():
            with transaction.atomic():
                written.append(trail.record(Happened("thing:2"), by=None, now=now).seq)
        connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        processes.wait(lambda: len(written) > 20, "the writer writes")
        before = len(written)
        made = korzo(env, "backup", str(archive))
        after = len(written)
    finally:
        stop.set()
        writer.join()
    assert made.returncode == 0, made.stderr
    assert after > before  # nobody had to wait for the backup
    assert archive.stat().st_mode & 0o077 == 0
    with tarfile.open(archive) as opened:
        dump = "korzo.sqlite3" if connection.vendor == "sqlite" else "korzo.pgdump"
        assert {dump, "files/ab/photo.jpg", "korzo.env"} <= set(opened.getnames())

    env |= empty_database
    restored = korzo(env, "restore", "--home", str(again), str(archive))
    assert restored.returncode == 0, restored.stderr
    assert (again / "files" / "ab" / "photo.jpg").read_bytes() == b"photo"
    verified = korzo(env, "trail", "verify", "--home", str(again))
    assert verified.returncode == 0, verified.stderr
    assert 3 + before <= int(verified.stdout.split()[0]) <= 3 + len(written)

    refused = korzo(env, "restore", "--home", str(again), str(archive))
    assert (refused.returncode, "is not empty" in refused.stderr) == (1, True)
    elsewhere = korzo(env, "restore", "--home", str(tmp_path / "elsewhere"), str(archive))
    taken = connection.vendor == "postgresql"  # the database has tables already, while SQLite lies in the home
    assert (elsewhere.returncode, "is not empty" in elsewhere.stderr) == (int(taken), taken)
    assert korzo(env, "trail", "verify", "--home", str(again)).stdout == verified.stdout


def test_an_archive_that_is_none_is_refused(env: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "backup.tar.gz").write_bytes(b"nonsense")
    ended = korzo(env, "restore", "--home", str(tmp_path / "again"), str(tmp_path / "backup.tar.gz"))
    assert (ended.returncode, "is no backup" in ended.stderr) == (1, True)
