"""Keeping an installation: settings, backups, the trail."""

import os
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
import zlib
from datetime import UTC, datetime
from pathlib import Path

import click

from korzo import cli


@click.command()
@cli.home_option
def config() -> None:
    """List every setting: its value, where it comes from, and what it does."""
    from dotenv import dotenv_values
    from pydantic import SecretStr

    from korzo.site import config as settings

    loaded = settings.load()
    in_file = {name.lower() for name in dotenv_values(loaded.home / "korzo.env")}
    for name, field in settings.Config.model_fields.items():
        variable = f"korzo_{name}"
        source = "environment" if variable.upper() in os.environ else "korzo.env" if variable in in_file else "default"
        value = getattr(loaded, name)
        shown = ("(set)" if value.get_secret_value() else "(not set)") if isinstance(value, SecretStr) else value
        click.echo(f"{click.style(variable.upper(), bold=True)} = {shown}   [{source}]\n    {field.description}")


@click.command()
@cli.home_option
@click.argument("target", type=click.Path(path_type=Path, dir_okay=False), required=False)
def backup(target: Path | None) -> None:
    """Write everything of this installation into one archive, while it runs."""
    from korzo.site import config as settings

    loaded = settings.load()
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    target = target or Path(f"korzo-backup-{stamp}.tar.gz")
    with tempfile.TemporaryDirectory(dir=target.absolute().parent, prefix=".korzo-") as folder:
        part = Path(folder) / target.name
        with tarfile.open(part, "w:gz", compresslevel=3) as archive:
            archive.add(_snapshot(loaded.root, loaded.database_url, Path(folder)), _DUMP[bool(loaded.database_url)])
            for name in ("files", "letters", "open", "theme", "korzo.env", "secret.key", "vapid.pem", "erasures.jsonl"):
                if (loaded.root / name).exists():
                    archive.add(loaded.root / name, name)
            for table in sorted((loaded.root / "tables").glob("[!.]*.duckdb")):
                with table.open("rb") as file:  # one that is replaced meanwhile is read to its end
                    archive.addfile(archive.gettarinfo(arcname=f"tables/{table.name}", fileobj=file), file)
        part.chmod(0o600)
        part.replace(target)
    click.echo(
        f"{target} ({target.stat().st_size / 2**20:.1f} MB). It holds personal data and the secret key: keep it safe."
    )


_DUMP = {False: "korzo.sqlite3", True: "korzo.pgdump"}


def _snapshot(root: Path, database_url: str, folder: Path) -> Path:
    copy = folder / "database"
    if database_url:
        subprocess.run(["pg_dump", "--format=custom", f"--file={copy}", f"--dbname={database_url}"], check=True)  # noqa: S603, S607
    else:
        with sqlite3.connect(root / "korzo.sqlite3") as live, sqlite3.connect(copy) as kept:
            live.backup(kept)  # all in one step: between steps every commit of others would begin it anew
    return copy


@click.command()
@cli.home_option
@click.argument("archive", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--erasures", type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="The file erasures.jsonl of the installation that was lost; by default the one in the home.",
)  # fmt: skip
def restore(archive: Path, erasures: Path | None) -> None:
    """Lay a backup into an empty home and an empty database; accounts erased since then are erased again.

    A backup of SQLite goes into PostgreSQL as well, when KORZO_DATABASE_URL names an empty database.
    """
    from korzo.site import config as settings

    home = settings.load().home
    if (home / "korzo.sqlite3").exists() or ((home / "files").exists() and any((home / "files").iterdir())):
        raise click.ClickException(f"{home} is not empty. Move it away first, or name another folder with --home.")
    home.mkdir(parents=True, exist_ok=True)
    since = erasures or home / "erasures.jsonl"
    forgotten = since.read_text() if since.exists() else ""
    try:
        with tarfile.open(archive) as opened:
            if not set(_DUMP.values()) & set(opened.getnames()):
                raise tarfile.ReadError("there is no database in it")
            opened.extractall(home, filter="data")
    except (tarfile.TarError, EOFError, zlib.error) as error:
        raise click.ClickException(f"{archive} is no backup, or it is damaged: {error}") from error
    with (home / "erasures.jsonl").open("a") as file:
        file.write(forgotten)
    _load(home)
    from django.core.management import call_command
    from django.utils import timezone

    from korzo.site.accounts import operations

    call_command("migrate", verbosity=0, interactive=False)  # an older backup lacks the tables of today
    if again := operations.erase_again(home, now=timezone.now()):
        click.echo(f"Accounts erased again: {again}.")
    elif not forgotten:
        click.echo("No list of erasures was found: name it with --erasures, if accounts were erased since this backup.")
    click.echo(f"Restored into {home}. Start with: korzo serve --home {home}")


def _load(home: Path) -> None:
    """Bring the database that lies in the home to where the settings want it. What fails leaves it there."""
    from korzo.site import config as settings

    url, dump, file = settings.load().database_url, home / _DUMP[True], home / _DUMP[False]
    if dump.exists() and not url:
        raise click.ClickException("This backup is of PostgreSQL: set KORZO_DATABASE_URL to an empty database.")
    if url and file.exists():  # brought up to date first, by a process of its own that does not know the new database
        update = [sys.executable, "-m", "korzo", "manage", "migrate", "--verbosity=0"]
        subprocess.run(update, check=True, env={**os.environ, "KORZO_HOME": str(home), "KORZO_DATABASE_URL": ""})  # noqa: S603
    cli.start()
    if not url:
        return
    from korzo.cli import moving

    if not moving.is_empty():
        raise click.ClickException("The database of KORZO_DATABASE_URL is not empty. Name another one.")
    if dump.exists():
        command = ["pg_restore", "--no-owner", "--single-transaction", f"--dbname={url}", str(dump)]
        if subprocess.run(command, check=False).returncode:  # noqa: S603
            raise click.ClickException(f"PostgreSQL did not take the backup; it lies in {dump}.")
        dump.unlink()
        return
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    click.echo(f"Moved from SQLite to PostgreSQL: {moving.move(file)} rows.")
    for part in home.glob(f"{file.name}*"):
        part.unlink()


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """Run one of Django's own commands (migrate, shell, createsuperuser …)."""
    from django.core.management import execute_from_command_line

    execute_from_command_line(["korzo manage", *arguments])


@click.group()
@cli.home_option
def trail() -> None:
    """The append-only record of what happened."""


@trail.command()
@cli.home_option
@click.option("--head", help="NUMBER:HASH noted earlier (`korzo trail head`); the chain must still contain it.")
def verify(head: str | None) -> None:
    """Check the whole chain and name the first entry that does not fit."""
    cli.start()
    from korzo.kernel import trail as chain

    until = None
    if head:
        number, _colon, noted = head.partition(":")
        if not number.isdigit() or not noted:
            raise click.BadParameter("write it as NUMBER:HASH", param_hint="--head")
        until = (int(number), noted)
    count = 0
    for step in chain.verify(until=until):
        if isinstance(step, chain.Broken):
            click.echo(f"Entry {step.seq} is broken: {step.reason}.", err=True)
            sys.exit(1)
        count += 1
    click.echo(f"{count} entries, unbroken.")


@trail.command("head")
@cli.home_option
def show_head() -> None:
    """Print number and hash of the newest entry, to be kept elsewhere."""
    cli.start()
    from korzo.kernel import trail as chain

    click.echo("{}:{}".format(*chain.head()))


@click.command()
@cli.home_option
@click.option("--all", "everything", is_flag=True, help="Write all data sets anew instead of what changed.")
def publish(*, everything: bool) -> None:
    """Write the open data sets into the lake now."""
    cli.start()
    from korzo.kernel.publishing import lake

    for written in lake.publish_all(anew=everything):
        click.echo(f"{written.name}: {written.rows} rows" if written.parts else f"{written.name}: unchanged")
