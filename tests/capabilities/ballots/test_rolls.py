"""Rolls of voters: registers as offices send them, who is told what, letters, and appeals."""

import csv
import io
import re
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from tests.capabilities.ballots import polls
from tests.city import City

from korzo.capabilities.ballots.cli import rolls as cli
from korzo.capabilities.ballots.models import Appeal, Box, Roll, Vote, Voter
from korzo.capabilities.ballots.operations import answering, appeals, boxes, making, rolls
from korzo.capabilities.ballots.operations.refusals import NotAllowed, Refused
from korzo.capabilities.ballots.queries import taking_part
from korzo.capabilities.ballots.rules import register
from korzo.capabilities.ballots.rules.register import Reason
from korzo.kernel.people.models import Person
from korzo.kernel.places.models import District
from korzo.kernel.trail.models import Entry

People = dict[str, Person]
DAY = date(2026, 3, 11)
PLACES = {"west": "west", "запад": "west", "east": "east"}
TABLE = "ЈМБГ;Име и презиме;Датум рођења;Адреса;Месна заједница;занимање\n12-34;Шаћир Ђорђевић;1.2.1970.;Улица 1;Запад;учитељ\n"


def read(data: bytes) -> register.Reading:
    return register.read(data, districts=PLACES, as_of=DAY)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_offices_send_registers_in_many_ways(encoding: str, separator: str) -> None:
    reading = read(TABLE.replace(";", separator).encode(encoding))
    entry = reading.entries[0]
    assert (entry.id, entry.name, entry.birth_date) == ("1234", "Шаћир Ђорђевић", date(1970, 2, 1))
    assert (entry.district, entry.attributes, reading.separator) == ("west", (("занимање", "учитељ"),), separator)
    assert (reading.encoding, reading.rejected) == (encoding.removesuffix("-sig"), [])


def test_the_latin_code_page_is_told_from_the_cyrillic_one() -> None:
    text = "id,ime i prezime,adresa\n7,Željko Čačić Đurđević,Šumska 3\n"
    reading = read(text.encode("cp1250"))
    assert (reading.encoding, reading.entries[0].name) == ("cp1250", "Željko Čačić Đurđević")


def test_every_wrong_line_says_where_and_why() -> None:
    lines = [
        "id,birth_date,district,email,weight,channel",
        "1,1970-12-31,west,a@b.org,3,paper",
        ",1970-12-31,,,,",
        "2,31/02/1970,,,,",
        "3,2030-01-01,,,,",
        "4,,north,,,",
        "5,,,a at b,,",
        "6,,,,0,",
        "7,,,,,fax",
        "0 1,,,,,",
        "1,,,,,",
        "8,,,,,,more",
        f"9,,{'x' * 300},,,",
        f"{'9' * 65},,,,,",
        "",
        '"1\n0",,,,,',
    ]
    reading = read("\n".join(lines).encode())
    assert [each.id for each in reading.entries] == ["1", "01", "10"]
    assert [(each.line, each.column, each.reason) for each in reading.rejected] == [
        (3, "id", Reason.MISSING),
        (4, "birth_date", Reason.DATE),
        (5, "birth_date", Reason.FUTURE),
        (6, "district", Reason.DISTRICT),
        (7, "email", Reason.EMAIL),
        (8, "weight", Reason.WEIGHT),
        (9, "channel", Reason.CHANNEL),
        (11, "id", Reason.TWICE),
        (12, "", Reason.CELLS),
        (13, "district", Reason.DISTRICT),
        (14, "id", Reason.TOO_LONG),
    ]
    evil = register.Rejected(3, "id", "=HYPERLINK(1)", Reason.TWICE)
    rows = list(csv.reader(io.StringIO("".join(register.rejected_csv([evil])))))
    assert rows[1] == ["3", "id", "'=HYPERLINK(1)", "twice"]
    for nonsense in (b"", b"name\nx", b"id,id\n1,2", b"\xff\xfe\x41"):
        with pytest.raises(register.Unreadable):
            read(nonsense)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        reading = read(b"id;name\n" + data)
    except register.Unreadable:
        return
    assert len({each.id for each in reading.entries}) == len(reading.entries)


def test_a_roll_keeps_no_number_of_the_register(town: City, people: People, now: datetime) -> None:
    boss = people["administrator"]
    roll = polls.roll(boss, now)
    ana, young, ceca, dora = roll.voters.order_by("number")
    assert [each.number for each in (ana, young, ceca, dora)] == [1, 2, 3, 4]
    assert dora.channel == "paper"
    assert dora.district == ana.district == District.objects.get(code="west")
    assert not [row for row in Voter.objects.values() if "AB-1" in str(row) or "AB1" in str(row)]
    again = polls.roll(boss, now, code="again", text=polls.REGISTER.replace("AB-1", "ab 1"))
    assert again.voters.get(number=1).key == ana.key
    with pytest.raises(Refused, match="has this code"):
        polls.roll(boss, now)
    with pytest.raises(NotAllowed):
        polls.roll(people["officer"], now, code="officers")
    west = frozenset({ana.district_id or 0})
    narrow = rolls.narrow(
        roll, rolls.Plan("west-16", {"en": "W"}, now.date()), rolls.Narrowing(west, 16), by=boss, now=now
    )
    assert [each.key for each in narrow.voters.order_by("number")] == [ana.key, dora.key]
    staff = rolls.from_accounts(rolls.Plan("staff", {"en": "S"}, now.date()), ["officer"], by=boss, now=now)
    assert {each.person for each in staff.voters.all()} == {people["officer"], people["other"]}
    rolls.mark(ana, "paper", by=boss, now=now)
    rolls.freeze(roll, by=boss, now=now)
    with pytest.raises(Refused, match="frozen"):
        rolls.mark(ana, "online", by=boss, now=now)
    listed = list(rolls.hand_out(roll, with_addresses=False, by=boss, now=now))
    assert listed == [["number", "weight"], [2, 1], [3, 1]]
    payloads = " ".join(Entry.objects.values_list("payload", flat=True))
    assert not [name for name in ("Ana", "Anić", "Testgrad", "AB") if name in payloads]
    assert Entry.objects.filter(event="ballots.RollHandedOut").count() == 1


def test_publishing_closes_a_roll_that_no_other_office_asks_with(town: City, people: People) -> None:
    now, officer = timezone.now(), people["officer"]
    roll = polls.roll(people["administrator"], now)
    planned: dict[str, Any] = {"step": "draft", "opens_at": now + timedelta(hours=1), "audience": "roll", "roll": roll}
    own = polls.poll(now, **planned)
    other = polls.poll(now, code="2026-8", organiser=town.water, **planned)
    with pytest.raises(NotAllowed, match="Other offices"):
        making.publish(own, by=officer, now=now)
    roll.refresh_from_db()
    assert (roll.frozen_at, Vote.objects.get(pk=own.pk).step) == (None, "draft")
    other.delete()
    making.publish(own, by=officer, now=now)
    roll.refresh_from_db()
    assert (roll.frozen_at, Entry.objects.get(event="ballots.RollFrozen").ref) == (now, roll.ref)
    with pytest.raises(NotAllowed):
        rolls.freeze(polls.roll(people["administrator"], now, code="unused"), by=officer, now=now)


def test_voters_are_forgotten_when_no_vote_needs_them(town: City, people: People, client: Client) -> None:
    now, boss = timezone.now(), people["administrator"]
    roll, unused = polls.roll(boss, now), polls.roll(boss, now, code="unused")
    using: dict[str, Any] = {"audience": "roll", "roll": roll}
    old = polls.poll(now, closes_at=now - timedelta(hours=1), minimum_age=18, **using)
    later = polls.poll(now, code="2026-8", closes_at=now, **using)
    planned = polls.poll(now, code="2026-9", step="draft", **using)
    rule: dict[str, Any] = {"days": 90, "now": now + timedelta(days=90, minutes=1)}
    assert (taking_part.turnout(old)["listed"], rolls.forget(**rule)) == (3, 0)  # planned holds it
    planned.delete()
    assert rolls.forget(days=90, now=now + timedelta(days=90)) == 0  # for one of them it is a minute early
    secret = polls.poll(now, code="2026-10", kind="secret", closes_at=now - timedelta(minutes=5), **using)
    box = boxes.begin(secret, by=None, now=now)
    assert rolls.forget(**rule) == 0  # not counted yet
    Box.objects.filter(pk=box.pk).update(step="done")
    assert (rolls.forget(**rule), rolls.forget(**rule)) == (1, 0)
    assert [each.roll.code for each in Voter.objects.select_related("roll")] == [unused.code] * 4
    assert [taking_part.turnout(Vote.objects.get(pk=each.pk))["listed"] for each in (old, later)] == [3, 4]
    assert Entry.objects.get(event="ballots.RollForgotten").data["voters"] == 4
    client.force_login(boss)
    assert "its voters were deleted" in client.get("/en/ballots/desk/rolls/voters/").text


def test_pages_of_rolls(town: City, people: People, client: Client) -> None:
    client.force_login(people["administrator"])
    text = polls.REGISTER + "AB-1;Twice;;;;\n"
    given = {"code": "voters", "name_en": "Voters", "as_of": str(timezone.localdate()), "wrong": "none"}

    def send(**more: str) -> Any:
        file = SimpleUploadedFile("register.csv", text.encode("utf-16"), "text/csv")
        return client.post("/en/ballots/desk/rolls/from-register/", {**given, **more, "file": file})

    page = send(check="1").content.decode()
    assert "This number stands in the file twice." in page
    assert "4 good lines" in page
    assert send().status_code == 422
    assert not Roll.objects.exists()
    assert send(wrong="good").status_code == 200
    roll = Roll.objects.get()
    assert roll.voters.count() == 4
    address = "/en/ballots/desk/rolls/voters/"
    assert "Берислав" in client.get(address, {"q": "берис"}).content.decode()
    assert Entry.objects.filter(event="trail.Seen", ref=roll.ref).exists()
    letters = client.post(f"{address}letters.pdf", {"first": 1, "last": 9})
    assert (letters.status_code, letters.content[:5]) == (200, b"%PDF-")
    assert "no-store" in letters["Cache-Control"]
    assert len(re.findall(rb"/Type ?/Page\b", letters.content)) == 3
    assert roll.voters.exclude(code_hash="").count() == 3
    client.post(f"{address}1/")
    assert roll.voters.get(number=1).channel == "paper"
    names = client.post(f"{address}voters.csv", {"addresses": "1"}).content.decode()
    assert names.splitlines()[1].startswith("2,1,Берислав,")
    client.force_login(people["officer"])
    assert client.get(address).status_code == 403


def test_an_appeal_puts_somebody_on_the_roll_once(town: City, people: People, client: Client) -> None:
    now, boss, ana = timezone.now(), people["administrator"], people["resident"]
    roll = polls.roll(boss, now)
    vote = polls.poll(now, audience="roll", roll=roll)
    client.force_login(ana)
    address = f"/en/ballots/{vote.code}/appeals/"
    client.post(address, {"text": "I, Ana Secret, moved here in May."})
    row = Appeal.objects.get()
    with pytest.raises(Refused, match="waits"):
        appeals.appeal(vote, "Again", by=ana, now=now)
    with pytest.raises(Refused, match="number"):
        appeals.decide(row, grant=True, reason="Right.", by=boss, now=now)
    appeals.decide(row, grant=True, reason="Registered since May.", number="AB-9", by=boss, now=now)
    assert roll.voters.count() == 5
    answering.answer(taking_part.enter(vote, ana), polls.yes(), now=now)
    log = Client().get(address).content.decode()
    assert "Registered since May." in log
    assert "Ana Secret" not in log
    other = appeals.appeal(vote, "Me too", by=people["elected"], now=now)
    with pytest.raises(Refused, match="Another account"):
        appeals.decide(other, grant=True, reason="Right.", number="ab9", by=boss, now=now)
    appeals.decide(other, grant=False, reason="Lives elsewhere.", by=boss, now=now)
    assert Appeal.objects.get(pk=other.pk).state == "refused"


def test_codes_of_letters_are_for_consultations_only(town: City, people: People, now: datetime) -> None:
    boss = people["administrator"]
    roll = polls.roll(boss, now)
    first = rolls.make_codes(roll, first=1, last=3, by=boss, now=now)
    vote = polls.poll(now, audience="roll", roll=roll)
    second = rolls.make_codes(roll, first=1, last=1, by=boss, now=now)
    assert answering.find_letter(vote, first[0].code) is None
    assert answering.find_letter(vote, second[0].code.replace("O", "0").replace("I", "1")) == first[0].voter
    assert not Voter.objects.filter(code_hash__contains=second[0].code).exists()
    secret = making.begin({"en": "S"}, town.roads, by=boss, now=now, kind=Vote.Kind.SECRET)
    Vote.objects.filter(pk=secret.pk).update(audience="roll", roll=roll)
    with pytest.raises(Refused, match="credential authority"):
        rolls.make_codes(roll, first=1, last=1, by=boss, now=now)


def test_a_roll_is_imported_from_the_command_line(town: City, tmp_path: Path) -> None:
    source, rejects = tmp_path / "register.csv", tmp_path / "rejects.csv"
    source.write_text(polls.REGISTER + "AB-1;Twice;;;;\n")
    given = ["import", str(source), "--name", "Voters", "--code", "voters", "--rejects", str(rejects)]
    dry = CliRunner().invoke(cli.roll, [*given, "--dry-run"])
    assert (dry.exit_code, Roll.objects.count()) == (0, 0)
    assert "utf-8, 4 good, 1 rejected" in dry.output
    assert CliRunner().invoke(cli.roll, given).exit_code == 1
    assert "6,id,AB-1,twice" in rejects.read_text()
    done = CliRunner().invoke(cli.roll, [*given, "--keep-good"])
    assert done.output.splitlines()[-1].startswith("roll:voters: 4 voters as of ")
