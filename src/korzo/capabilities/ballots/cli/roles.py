"""The roles of those who work offline: credential authority, trustees at the count, whoever keeps the archive."""

import csv
import os
from collections.abc import Callable
from pathlib import Path

import click

from korzo.capabilities.ballots.cli.verify import ARCHIVE, CORES, watched
from korzo.capabilities.ballots.rules import ceremony, groups, jsons, signing, steps
from korzo.capabilities.ballots.rules import credentials as rules
from korzo.capabilities.ballots.rules.groups import Group
from korzo.capabilities.ballots.rules.reports import Report

_SEED = 22

GROUP = click.option(
    "--group", type=click.Choice(groups.NAMES), default="Ed25519", show_default=True, help="The group of the election."
)
INTO = click.option(
    "--into", type=click.Path(path_type=Path, file_okay=False), default=Path(), help="Folder for what is made."
)
FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


def keep(path: Path, data: bytes, *, secret: bool = False) -> None:
    """Write a new file; one that is there is never replaced. Secrets can be read by their owner only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600 if secret else 0o644), "wb") as file:
            file.write(data)
    except FileExistsError as error:
        raise click.ClickException(f"{path} is there already") from error
    click.echo(f"{'keep secret: ' if secret else ''}{path}")


@click.command()
@click.option("--uuid", help="The uuid of the election.  [default: a new one]")
@GROUP
@click.option("--count", type=click.IntRange(min=1), help="How many voters.")
@click.option(
    "--file", "roll", type=FILE, help="Voters, one a line: address,login,weight (the latter two may be missing)."
)
@click.option("--voters", "listed", type=FILE, help="Voters as CSV with the columns number, weight, name, address.")
@click.option("--letters", type=click.Path(path_type=Path, dir_okay=False), help="With --voters: letters as PDF.")
@click.option("--link", help="With --letters: the address of the booth.")
@click.option("--title", default="", help="With --letters: what the vote is about.")
@click.option("--sender", default="", help="With --letters: who sends them.")
@click.option("--language", default="en", show_default=True, help="With --letters: in which language.")
@click.option("--old", is_flag=True, help="Of 15 characters, for version 2.0 of the official tool.")
@INTO
def credentials(  # noqa: PLR0917 -- click's
    uuid: str | None,
    group: str,
    count: int | None,
    roll: Path | None,
    listed: Path | None,
    letters: Path | None,
    link: str | None,
    title: str,
    sender: str,
    language: str,
    *,
    old: bool,
    into: Path,
) -> None:
    """Make one secret credential for each voter, the public list without names, and letters to print."""
    if sum(each is not None for each in (count, roll, listed)) != 1:
        raise click.UsageError("Name one of --count, --file and --voters.")
    if letters is not None and not (listed and link and title):
        raise click.UsageError("Letters need --voters, --link and --title.")
    uuid = uuid or rules.uuid()
    if not rules.is_uuid(uuid):
        raise click.UsageError("A uuid has at least 14 Base58 characters.")
    from korzo.capabilities.ballots.cli import letters as post  # Typst takes a moment to load

    people = post.voters(listed) if listed else []
    voters = [(each.number, each.weight) for each in people] or _counted(count, roll)
    found, weights, made = groups.named(group), dict[str, int](), list[str]()
    for _voter, weight in voters:
        secret = rules.make_old() if old else rules.make()
        weights[rules.public(found, uuid, secret)] = weight
        made.append(secret)
    lines = [f"{voter} {secret}\n" for (voter, _weight), secret in zip(voters, made, strict=True)]
    if letters is not None and link:
        about = post.About(title, link, sender, language)
        keep(letters, post.pdf(about, list(zip(people, made, strict=True))), secret=True)
    keep(into / f"{uuid}.privcreds", "".join(lines).encode(), secret=True)
    keep(into / f"{uuid}.pubcreds", rules.listed(weights))


def _counted(count: int | None, roll: Path | None) -> list[tuple[str, int]]:
    return [(str(at + 1), 1) for at in range(count)] if count else _roll(roll or Path())


def _roll(path: Path) -> list[tuple[str, int]]:
    found = []
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.reader(file), 1):
            if not row:
                continue
            weight = row[2] if len(row) > 2 else "1"  # noqa: PLR2004 -- address, login, weight
            if len(row) > 3 or not weight.isdecimal() or int(weight) < 1:  # noqa: PLR2004 -- see above
                raise click.ClickException(f"{path.name}, line {number}: address,login,weight are expected")
            found.append((",".join(row), int(weight)))
    if len({voter for voter, _ in found}) < len(found):
        raise click.ClickException(f"{path.name}: a line occurs twice")
    return found


@click.command()
@ARCHIVE
@click.option("--trustee", type=click.IntRange(min=1), required=True, help="Who shuffles: the number of the trustee.")
@click.option("--last", is_flag=True, help="End shuffling after this one.")
@CORES
def shuffle(archive: Path, trustee: int, cores: int, *, last: bool) -> None:
    """Verify FILE.bel, shuffle its ballots, append the shuffle."""
    _append(archive, cores, lambda report: steps.mix(report, trustee))
    if last:
        _append(archive, cores, steps.end_shuffles)


@click.command()
@ARCHIVE
@click.option(
    "--key", type=FILE, required=True, help="The private key (.privkey), or the seed (.key) of a threshold key."
)
@click.option("--decryption-key", type=FILE, help="With a seed: the encrypted decryption key (.dkey).")
@CORES
def decrypt(archive: Path, key: Path, decryption_key: Path | None, cores: int) -> None:
    """Verify FILE.bel, decrypt its tally with one key, append the proof of it."""

    def step(report: Report) -> bytes:
        if report.setup is None:
            raise steps.OutOfTurn(f"the archive does not hold: {report.failures[0]}")
        group = report.setup.election.group
        if decryption_key is None:
            secret = _own(group, key.read_text(encoding="ascii").strip())
        else:
            mine = signing.keys(group, key.read_text(encoding="ascii").strip())
            secret = ceremony.decryption_key(group, mine, decryption_key.read_text(encoding="ascii").strip())
        return steps.decrypt(report, steps.owner_of(report, secret), secret)

    _append(archive, cores, step)


def _own(group: Group, text: str) -> int:
    """A scalar as Belenios keeps it, or the 22 characters from which a browser made it."""
    if len(text) == _SEED and not text.isdecimal():
        return signing.keys(group, text).signing
    return group.scalar(jsons.read(text.encode()))


@click.command()
@ARCHIVE
@click.option("--close", is_flag=True, help="Voting is still open: end it.")
@click.option("--result", is_flag=True, help="All have decrypted: say the result.")
@CORES
def tally(archive: Path, cores: int, *, close: bool, result: bool) -> None:
    """Verify FILE.bel and append the encrypted tally, or the result."""
    if close:
        _append(archive, cores, steps.close)
    _append(archive, cores, steps.reveal if result else steps.count)


def _append(archive: Path, cores: int, step: Callable[[Report], bytes]) -> None:
    report = watched(archive, cores)
    try:
        added = step(report)
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    with archive.open("ab") as file:
        file.write(added)
        file.flush()
        os.fsync(file.fileno())
    after = archive.stat().st_size
    click.echo(f"{archive.name}: {len(added):,} bytes appended, {after:,} in all")
