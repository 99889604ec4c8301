"""`korzo budgeting`, as it is typed: no database, no home, clear errors."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.capabilities.budgeting.rules.toys import TOY

from korzo.capabilities.budgeting.cli import budgeting
from korzo.capabilities.budgeting.rules.outcomes import Outcome

ROOT = Path(__file__).resolve().parents[4]


@pytest.fixture
def toy(tmp_path: Path) -> Path:
    path = tmp_path / "toy.pb"
    path.write_text(
        TOY.replace("votes;name", "votes;selected")
        .replace("Bench", "1")
        .replace("Swing", "1")
        .replace("Fountain", "0")
        .replace("Tree", "0")
    )
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(budgeting, [str(each) for each in arguments])


def test_winners_are_shown_round_by_round(toy: Path) -> None:
    ended = run("count", toy, "--completion", "none")
    assert ended.exit_code == 0
    assert [line.split()[:2] for line in ended.output.splitlines()[2:4]] == [["1", "A"], ["2", "D"]]
    assert "2 of 4 projects, 62 of 100, 10 voters" in ended.output
    assert "only declared B; only counted D" in ended.output


def test_losses_are_explained(toy: Path) -> None:
    ended = run("count", toy, "--rule", "greedy", "--explain")
    assert "Not funded:" in ended.output
    assert "cost more than was left" in ended.output
    assert "The file declares the same winners." in ended.output


def test_everything_is_there_as_json(toy: Path) -> None:
    plain = json.loads(run("count", toy, "--json", "--explain", "--tie-seed", "1 May").output)
    outcome = Outcome.from_json(plain["outcome"])
    assert (outcome.winners, outcome.runs, outcome.conventions.seed) == (("A", "D"), 6, "1 May")
    assert {each["loss"]["project"] for each in plain["explanations"]} == {"B", "C"}


def test_certificates_end_with_one_if_anybody_was_passed_over(toy: Path) -> None:
    ended = run("certify", toy)
    assert ended.exit_code == 1
    assert "Winners declared in the file: 1 projects" in ended.output
    assert "Winners counted by equal-shares: nobody was passed over" in ended.output
    fair = toy.with_name("fair.pb")
    fair.write_text(TOY)
    assert run("certify", fair).exit_code == 0


def test_files_are_checked(toy: Path) -> None:
    ended = run("check", toy)
    assert (ended.exit_code, ended.output) == (0, "toy.pb: 4 projects, 10 ballots, 4 different; can be counted\n")


@pytest.mark.parametrize("command", ["count", "check", "certify"])
def test_what_is_wrong_is_named_with_its_place(command: str, toy: Path) -> None:
    toy.write_text(toy.read_text().replace("2;A,B", "2;A,X", 1).replace("C;40", "C;-40"))
    ended = run(command, toy)
    assert ended.exit_code == 1
    assert ended.stdout == ""
    assert "error: line 18, cost: “-40” is no amount" in ended.stderr


@pytest.mark.parametrize(
    "arguments",
    [["count"], ["count", "/nowhere.pb"], ["count", "{toy}", "--rule", "best"], ["count", "{toy}", "--increment", "0"]],
)
def test_mistyped_commands_say_how_they_are_meant(arguments: list[str], toy: Path) -> None:
    ended = run(*(each.format(toy=toy) for each in arguments))
    assert ended.exit_code == 2
    assert "Usage:" in ended.output


def test_nothing_else_is_started(toy: Path, tmp_path: Path) -> None:
    """Neither Django nor a home: the count is one process that reads one file."""
    program = (
        "import sys; from korzo.cli import main\ntry: main()\nfinally: print('django' in sys.modules, file=sys.stderr)"
    )
    home = tmp_path / "nothing"
    home.mkdir()
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT / "src"), "HOME": str(home)}
    ended = subprocess.run(
        [sys.executable, "-c", program, "budgeting", "count", str(toy)],
        env=env,
        cwd=home,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0
    assert ended.stderr.strip() == "False"
    assert list(home.iterdir()) == []
