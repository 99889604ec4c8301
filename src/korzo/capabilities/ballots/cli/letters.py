"""Letters with the codes of a secret ballot, made where there is neither server nor network; printed by Typst."""

import csv
import gettext
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click
import segno
import typst

HERE = Path(__file__).resolve()
SOURCE = HERE.parents[1] / "templates" / "ballots" / "print"
LOCALE = HERE.parents[3] / "locale"


@dataclass(frozen=True)
class Voter:
    """Somebody who gets a letter."""

    number: str
    weight: int
    name: str
    address: str


@dataclass(frozen=True)
class About:
    """What the letters say besides: title of the vote, address of its booth, who sends them, in which language."""

    title: str
    link: str
    sender: str
    language: str


def voters(path: Path) -> list[Voter]:
    """Read a list with the columns number, weight, name, address, as the desk of a vote gives it."""
    found = []
    with path.open(encoding="utf-8-sig", newline="") as file:
        for line, row in enumerate(csv.DictReader(file), 2):
            number, weight = (row.get("number") or "").strip(), (row.get("weight") or "1").strip()
            if not number or not weight.isdecimal() or int(weight) < 1:
                raise click.ClickException(f"{path.name}, line {line}: a number and a weight from 1 are expected")
            found.append(Voter(number, int(weight), row.get("name") or "", row.get("address") or ""))
    if len({each.number for each in found}) < len(found):
        raise click.ClickException(f"{path.name}: a number stands there twice")
    return found


def pdf(about: About, given: Sequence[tuple[Voter, str]]) -> bytes:
    """One page for each voter and code: address in the window, the code in large type and as a square to photograph."""
    _ = gettext.translation("django", LOCALE, languages=[about.language.replace("-", "_")], fallback=True).gettext
    said = {
        "city": about.sender,
        "lang": about.language.partition("-")[0],
        "day": "",
        "title": about.title,
        "lines": [_("This is your code. Whoever has it can vote in your place: show it to nobody.")],
        "code_name": _("Your code"),
        "where": _("Or open this address and type the code:"),
        "address": about.link,
        "qr_name": _("Point the camera of your phone at this picture."),
        "number_name": _("Number on the roll"),
        "notes": [
            _("Your choice is encrypted on your own device."),
            _("You can vote again until the end; only your last ballot counts."),
        ],
        "letters": [
            {
                "to": [
                    voter.name,
                    *(part.strip() for part in voter.address.replace("\n", ",").split(",") if part.strip()),
                ],
                "number": voter.number,
                "code": code,
                "qr": drawn(f"{about.link}#{code}"),
            }
            for voter, code in given
        ],
    }
    document: bytes = typst.compile(
        str(SOURCE / "letter.typ"),
        root=str(SOURCE),
        sys_inputs={"data": json.dumps(said, ensure_ascii=False)},
        pdf_standards=["ua-1"],
    )
    return document


def drawn(text: str) -> str:
    """Draw a QR code as SVG."""
    out = io.BytesIO()
    segno.make_qr(text, error="m").save(out, kind="svg", border=2, xmldecl=False)
    return out.getvalue().decode()
