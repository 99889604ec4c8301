"""`korzo ballots trustee`: make keys, alone or t of n. Files have the names that the official tool gives them."""

from pathlib import Path
from typing import Any

import click

from korzo.capabilities.ballots.cli.roles import FILE, GROUP, INTO, keep
from korzo.capabilities.ballots.rules import ceremony, digests, groups, jsons, signing, trustees

CERTS = click.option("--certs", type=FILE, required=True, help="All certificates, one a line, in their order.")
SEED = click.option("--key", type=FILE, required=True, help="Your seed (.key).")
THRESHOLD = click.option("--threshold", type=click.IntRange(min=1), required=True, help="How many are enough.")


@click.group()
def trustee() -> None:
    """Make the keys of trustees: `single`; or `certificate`, `deal`, `route`, `finish`, `publish` for t of n."""


@trustee.command()
@GROUP
@INTO
def single(group: str, into: Path) -> None:
    """Make the key of a trustee without whom nothing can be decrypted."""
    found = groups.named(group)
    draw = digests.drawing(found.q)
    secret = draw("x")
    public = trustees.make(found, secret, draw)
    name = digests.hex_of(public["public_key"].encode())[:8].upper()
    keep(into / f"{name}.privkey", jsons.write(str(secret)), secret=True)
    keep(into / f"{name}.pubkey", jsons.write(public) + b"\n")


@trustee.command()
@GROUP
@click.option("--index", type=click.IntRange(min=1), required=True, help="Your number, from 1.")
@click.option("--size", type=click.IntRange(min=1), required=True, help="How many trustees there are.")
@THRESHOLD
@INTO
def certificate(group: str, index: int, size: int, threshold: int, into: Path) -> None:
    """Step 1, each trustee: make a seed and a certificate."""
    if not index <= size or not threshold <= size:
        raise click.UsageError("Neither --index nor --threshold can be above --size.")
    found, seed = groups.named(group), digests.token(22)
    draw = digests.drawing(found.q)
    mine = signing.keys(found, seed)
    cert = ceremony.certificate(found, mine, index=index, size=size, threshold=threshold, draw=draw)
    name = digests.hex_of(found.write(found.of(mine.signing)).encode())
    keep(into / f"{name}.key", f"{seed}\n".encode(), secret=True)
    keep(into / f"{name}.cert", jsons.write(cert) + b"\n")


@trustee.command()
@GROUP
@CERTS
@SEED
@THRESHOLD
@INTO
def deal(group: str, certs: Path, key: Path, threshold: int, into: Path) -> None:
    """Step 2, each trustee: check all certificates, deal a share to each."""
    found = groups.named(group)
    mine = signing.keys(found, key.read_text(encoding="ascii").strip())
    made = _tried(ceremony.polynomial, found, mine, _lines(certs), threshold, digests.drawing(found.q))
    keep(into / f"{key.stem}.polynomial", jsons.write(made) + b"\n")


@trustee.command()
@click.option("--polynomials", type=FILE, required=True, help="What all have dealt, one a line, in their order.")
@INTO
def route(polynomials: Path, into: Path) -> None:
    """Step 3, whoever routes: sort what was dealt by receiver (1.vinput, 2.vinput, …)."""
    for number, each in enumerate(_tried(ceremony.inputs, _lines(polynomials)), 1):
        keep(into / f"{number}.vinput", jsons.write(each) + b"\n")


@trustee.command()
@GROUP
@CERTS
@SEED
@THRESHOLD
@click.option("--given", type=FILE, required=True, help="What was dealt to you (.vinput).")
@INTO
def finish(group: str, certs: Path, key: Path, threshold: int, given: Path, into: Path) -> None:  # noqa: PLR0917 -- click's
    """Step 4, each trustee: check what was dealt to you, make your key."""
    found = groups.named(group)
    mine = signing.keys(found, key.read_text(encoding="ascii").strip())
    (dealt,) = _lines(given)
    made = _tried(ceremony.output, found, mine, _lines(certs), threshold, dealt, draw=digests.drawing(found.q))
    keep(into / f"{key.stem}.dkey", made["private_key"].encode() + b"\n", secret=True)
    keep(into / f"{key.stem}.voutput", jsons.write(made) + b"\n")


@trustee.command()
@GROUP
@CERTS
@THRESHOLD
@click.option("--polynomials", type=FILE, required=True, help="What all have dealt, one a line, in their order.")
@click.option("--outputs", type=FILE, required=True, help="What all have made (.voutput), one a line, in their order.")
@INTO
def publish(group: str, certs: Path, threshold: int, polynomials: Path, outputs: Path, into: Path) -> None:  # noqa: PLR0917 -- click's
    """Step 5, whoever routes: check everything, write what the election publishes (threshold.json)."""
    made = ceremony.published(_lines(certs), threshold, _lines(polynomials), _lines(outputs))
    _tried(trustees.read_threshold, groups.named(group), made)
    keep(into / "threshold.json", jsons.write(made) + b"\n")


def _lines(path: Path) -> list[Any]:
    return [_tried(jsons.read, line) for line in path.read_bytes().splitlines() if line]


def _tried(function: Any, *given: Any, **named: Any) -> Any:
    try:
        return function(*given, **named)
    except ValueError as error:
        raise click.ClickException(str(error)) from error
