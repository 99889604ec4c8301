"""Checking, testing and changing Korzo itself."""

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parents[3]
BIN = Path(sys.executable).parent
ONCE = ("*/rules/*", "tests/ui/*", "tests/house/test_[!c]*", "*/test_html.py", "*/test_fuzz.py")
"""Tests that know no database, or ask nothing of it that others do not ask too: once is enough."""
NEEDED = {"chromium": "chromium", "postgres": "postgresql", "dovecot": "dovecot-imapd"}


def _run(*command: str | Path, env: dict[str, str] | None = None) -> int:
    click.secho("$ " + " ".join(str(part).removeprefix(f"{BIN}/") for part in command), dim=True)
    return subprocess.run(  # noqa: S603 -- our own commands
        [str(part) for part in command], cwd=ROOT, env={**os.environ, **(env or {})}, check=False
    ).returncode


@click.command()
def check() -> None:
    """Check format, lint, types, contracts, migrations and translations."""
    steps = [
        _run(BIN / "ruff", "format", "--check", "--quiet", "."),
        _run(BIN / "ruff", "check", "--quiet", "."),
        _run(BIN / "mypy"),
        _run(BIN / "lint-imports"),
        _run(sys.executable, "-m", "korzo", "manage", "makemigrations", "--check", "--dry-run", env=_scratch()),
        _run(sys.executable, "-m", "korzo", "translations", "status"),
    ]
    sys.exit(max(steps))


@click.command()
def fix() -> None:
    """Format, and repair what can be repaired by itself."""
    _run(BIN / "ruff", "check", "--fix", "--quiet", ".")
    sys.exit(_run(BIN / "ruff", "format", "."))


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def test(arguments: tuple[str, ...]) -> None:
    """Run all tests, on SQLite and on PostgreSQL, in real browsers (arguments go to pytest)."""
    _provide()
    scratch = _scratch()
    if _run(sys.executable, "-m", "korzo", "setup", env=scratch):  # real servers want their static files gathered
        sys.exit(1)
    pytest = (sys.executable, "-m", "pytest")
    if arguments:
        sys.exit(_run(*pytest, *arguments, env=scratch))
    workers = str(max(os.cpu_count() or 2, 2))
    shared = ("-q", "-n", workers, "--dist", "loadfile", "--no-loadscope-reorder")  # conftest.py has put them in order
    first = _run(*pytest, *shared, env=scratch)
    from tests.postgres import server

    with server() as url:
        second = (
            _run(
                *pytest,
                *shared,
                "-m",
                "not browser",
                *(f"--ignore-glob={path}" for path in ONCE),
                env={**scratch, "KORZO_DATABASE_URL": url},
            )
            if url
            else 1
        )
    sys.exit(first or second)


@cache
def _scratch() -> dict[str, str]:
    """An environment with a home of its own, gone when the command ends."""
    home = Path(tempfile.mkdtemp(prefix="korzo-test-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    return {
        "KORZO_HOME": str(home),
        "KORZO_SECRET_KEY": "only-for-tests",
        "DJANGO_SETTINGS_MODULE": "korzo.site.settings",
    }


def _provide() -> None:
    """Install what the tests drive from Debian's packages where that is allowed; else say what to do."""
    missing = [package for program, package in NEEDED.items() if not _found(program)]
    if not missing:
        return
    command = ["apt-get", "install", "-y", "--no-install-recommends", *missing]
    if shutil.which("apt-get") and os.getuid() == 0:
        click.echo(f"korzo: installing {', '.join(missing)} for the tests ...")
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], check=False, env=quiet, stdout=subprocess.DEVNULL)  # noqa: S607
        subprocess.run(command, check=False, env=quiet, stdout=subprocess.DEVNULL)  # noqa: S603
    still = [package for program, package in NEEDED.items() if not _found(program)]
    if still:
        raise click.ClickException(f"The tests need {', '.join(still)}. Install with: sudo {' '.join(command)}")


def _found(program: str) -> str | None:
    debian = [str(path) for path in Path("/usr/lib/postgresql").glob(f"*/bin/{program}")]
    return shutil.which(program) or (debian[-1] if debian else None)


@click.command()
def lock() -> None:
    """Pin every requirement anew, with hashes and without addresses."""
    for name in ("uv", "run", "dev", "postgres", "spark"):
        code = _run(
            BIN / "uv", "pip", "compile", "--quiet", "--universal", "--generate-hashes", "--upgrade", "--no-header",
            "--python-version", "3.11", f"requirements/{name}.in",
            "-o", f"requirements/{name}.txt",
        )  # fmt: skip
        if code:
            sys.exit(code)


@click.command()
@click.argument("name", required=False)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def bench(name: str | None, arguments: tuple[str, ...]) -> None:
    """Run a benchmark of the folder bench/ (without a name: list them)."""
    known = {path.stem: path for path in sorted((ROOT / "bench").glob("*.py")) if not path.stem.startswith("_")}
    if name is None:
        for each, path in known.items():
            click.echo(f"{each:20} {path.read_text().splitlines()[0].strip(chr(34))}")
        return
    if name not in known:
        raise click.BadParameter(f"no such benchmark; there are: {', '.join(known)}")
    sys.exit(_run(sys.executable, known[name], *arguments))


@click.group()
def translations() -> None:
    """Translated texts: update from the source, compile, show completeness."""


@translations.command()
def update() -> None:
    """Collect all marked texts into the catalogues, keeping translations."""
    from korzo.kernel.text import catalogues

    catalogues.update(ROOT / "src" / "korzo" / "locale")


@translations.command("compile")
def compile_() -> None:
    """Compile the catalogues."""
    from korzo.kernel.text import catalogues

    catalogues.compile(ROOT / "src" / "korzo" / "locale")


@translations.command()
def status() -> None:
    """Show how complete each language is, and how complete on the pages for residents."""
    from korzo.kernel.text import catalogues

    for code, done in catalogues.completeness(ROOT / "src" / "korzo" / "locale").items():
        click.echo(f"{code:8} all {done.complete:7.1%}   residents' pages {done.resident:7.1%}")
