"""A box from its sealing to its result: no vote lost, none counted twice, nothing that leads to a person."""

import json
import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import httpx
import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests import processes
from tests.capabilities.ballots import boxes as made
from tests.capabilities.ballots import official
from tests.city import City

from korzo.capabilities.ballots import jobs
from korzo.capabilities.ballots.models import Box, Piece
from korzo.capabilities.ballots.operations import boxes, casting
from korzo.capabilities.ballots.operations.refusals import Refused
from korzo.capabilities.ballots.rules import archive, ballot
from korzo.kernel.people.models import Person

YES, NO, BLANK = [0, 1, 0], [0, 0, 1], [1, 0, 0]
ORDER = [1, 2, 3]


def close(sealed: made.Sealed, now: datetime) -> datetime:
    """The hour after the vote."""
    later = now + timedelta(hours=2)
    boxes.close(sealed.box, now=later)
    boxes.count(Box.objects.get(pk=sealed.box.pk))
    return later


@official.needed
@pytest.mark.django_db
def test_a_whole_election_holds_for_us_and_for_the_official_tool(town: City, now: datetime, tmp_path: Path) -> None:
    sealed = made.sealed(now, group="RFC-3526-2048")
    first = sealed.cast(0, [YES, ORDER], now)
    sealed.cast(1, [BLANK, [0, 0, 0]], now)
    again = sealed.cast(0, [NO, [3, 1, 2]], now)
    assert (first.height, again.height, Piece.objects.filter(is_last=True).count()) == (1, 3, 2)
    later = close(sealed, now)
    with pytest.raises(Refused, match="no ballots any more"):
        sealed.cast(2, [YES, ORDER], later)
    boxes.end_shuffles(Box.objects.get(pk=sealed.box.pk), by=None)
    sealed.decrypt(4)
    assert not boxes.reveal(sealed.box, now=later)  # one of three is not enough
    boxes.take_decryption(sealed.box, 2, sealed.decrypt(2))  # twice: as if it came once
    assert boxes.reveal(sealed.box, now=later)
    report = sealed.verified(tmp_path)
    assert (report.failures, report.counted) == ([], 2)
    assert report.result == sealed.box.result
    assert sealed.box.result[0] == [1, 0, 1]
    assert sorted(sealed.box.result[1]) == [[0, 0, 0], [3, 1, 2]]
    assert sealed.box.server_key == ""
    assert official.verdict(tmp_path / f"{sealed.box.uuid}.bel", tmp_path / "outside")


@pytest.mark.django_db
def test_the_door_takes_each_ballot_once_and_says_why_it_refuses(
    town: City, people: dict[str, Person], client: Client
) -> None:
    now = timezone.now()
    sealed, other = made.sealed(now), made.sealed(now, code="2026-2")
    door = reverse("ballots:cast", args=["2026-1"])

    def post(data: bytes, at: str = door) -> tuple[int, str]:
        answer = client.post(at, data, content_type="application/json")
        said = answer.json()
        return answer.status_code, said.get("code") or said["tracker"]

    one, two = sealed.make(0, [YES, ORDER]), sealed.make(0, [NO, ORDER])
    assert post(one) == (200, ballot.tracker(one))
    assert post(one) == (200, ballot.tracker(one))
    assert post(two) == (200, ballot.tracker(two))
    assert post(one) == (409, "old")
    assert post(two) == (200, ballot.tracker(two))
    assert post(two.replace(b'"', b' "', 1)) == (422, "invalid")
    assert post(other.make(0, [YES, ORDER])) == (422, "invalid")
    sealed.codes.append(other.codes[0])
    assert post(sealed.make(20, [YES, ORDER])) == (422, "credential")
    assert post(b"x" * (casting.LARGEST + 1)) == (413, "large")
    Box.objects.get(pk=sealed.box.pk).vote.__class__.objects.filter(code="2026-1").update(
        opens_at=now + timedelta(hours=1), closes_at=now + timedelta(hours=2)
    )
    assert post(sealed.make(1, [YES, ORDER])) == (409, "early")
    pieces = list(sealed.box.pieces.values_list("kind", "tracker", "is_last"))
    assert pieces == [
        ("Setup", "", False),
        ("Ballot", ballot.tracker(one), False),
        ("Ballot", ballot.tracker(two), True),
    ]
    page = client.get(reverse("ballots:board", args=["2026-1"]), {"tracker": ballot.tracker(one)[:10]})
    assert "voted anew" not in page.text
    assert "voted anew" in client.get(page.request["PATH_INFO"], {"tracker": ballot.tracker(one)}).text
    assert ballot.tracker(two) in client.get(page.request["PATH_INFO"]).text


@pytest.mark.django_db
def test_the_archive_can_be_fetched_in_parts(town: City, client: Client, tmp_path: Path) -> None:
    now = timezone.now()
    sealed = made.sealed(now)
    address = reverse("ballots:archive", args=["2026-1"])
    early = client.get(address).getvalue()
    for voter in range(3):
        sealed.cast(voter, [YES, ORDER], now)
    whole = client.get(address).getvalue()
    assert whole.startswith(early)
    more = client.get(address, headers={"range": f"bytes={len(early)}-"})
    assert (more.status_code, early + more.getvalue()) == (206, whole)
    middle = client.get(address, headers={"range": "bytes=700-1999"})
    assert (middle.getvalue(), middle["Content-Range"]) == (whole[700:2000], f"bytes 700-1999/{len(whole)}")
    assert client.get(address, headers={"range": f"bytes={len(whole)}-"}).status_code == 416
    assert sealed.verified(tmp_path).failures == []


@pytest.mark.django_db(transaction=True)
def test_many_at_once_and_a_full_disk_lose_nothing(town: City, tmp_path: Path) -> None:
    now = timezone.now()
    sealed = made.sealed(now)
    ballots = [sealed.make(voter, [YES, ORDER]) for voter in range(6)]

    def send(data: bytes) -> casting.Receipt:
        try:
            return casting.cast(Box.objects.get(pk=sealed.box.pk), data, now=now)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        receipts = list(pool.map(send, ballots * 3))
    assert sum(not each.again for each in receipts) == 6
    assert len({each.height for each in receipts}) == 6
    if connection.vendor == "sqlite":
        last = sealed.make(7, [NO, ORDER])
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")  # pages that other tests have left free would take more ballots
            pages = cursor.execute("PRAGMA page_count").fetchone()[0]
            cursor.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(OperationalError):
            for voter in range(8, 20):
                casting.cast(sealed.box, sealed.make(voter, [YES, ORDER]), now=now)
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA max_page_count = 1073741823")
        casting.cast(sealed.box, last, now=now)
    report = sealed.verified(tmp_path)
    assert report.failures == []
    assert report.counted == Piece.objects.filter(is_last=True).count()


def rows() -> Iterator[tuple[str, str]]:
    """Every row of every table as text."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                yield table, " ".join(bytes(each).hex() if isinstance(each, memoryview) else str(each) for each in row)


@pytest.mark.django_db
def test_nothing_leads_from_a_person_to_a_ballot(
    town: City, people: dict[str, Person], client: Client, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    now = timezone.now()
    sealed = made.sealed(now)
    client.force_login(people["resident"])
    door = reverse("ballots:cast", args=["2026-1"])
    sent = [sealed.make(voter, [YES, ORDER]) for voter in range(3)]
    for data in sent:
        assert client.post(door, data, content_type="application/json").status_code == 200
    later = close(sealed, now)
    boxes.end_shuffles(Box.objects.get(pk=sealed.box.pk), by=None)
    sealed.decrypt(2)
    sealed.decrypt(3)
    boxes.reveal(sealed.box, now=later)
    jobs.post.func()
    publics = [json.loads(data)["credential"] for data in sent]
    trackers = [ballot.tracker(data) for data in sent]
    traces = [*publics, *trackers, *(public[:16] for public in publics)]
    for table, row in rows():
        assert not any(code in row for code in sealed.codes)
        if any(trace in row for trace in traces):
            assert table in {"ballots_piece", "ballots_box"}, table
            assert str(people["resident"].pk) not in row
            assert people["resident"].pk.hex not in row
    for field in Piece._meta.get_fields():
        assert "Time" not in type(field).__name__
    kept = b"".join(path.read_bytes() for path in Path(settings.KORZO.root).rglob("*") if path.is_file())
    for trace in [*sealed.codes, *traces]:
        assert trace not in caplog.text
        assert trace.encode() not in kept


@pytest.mark.django_db
def test_a_box_is_sealed_only_when_the_total_hides_everybody(town: City, now: datetime) -> None:
    with pytest.raises(Refused, match="at least 20 voters"):
        made.sealed(now, voters=19)


@pytest.mark.django_db
def test_records_of_a_piece_are_read_as_they_were_written(town: City, now: datetime) -> None:
    sealed = made.sealed(now)
    piece = sealed.box.pieces.get()
    names = [name for name, _content in archive.records(bytes(piece.data))]
    assert names[0] == "BELENIOS"
    assert names[-1] == f"{sealed.box.head}.event.json"


@pytest.mark.django_db(transaction=True)
def test_killed_while_people_vote_it_keeps_what_it_said_it_has(town: City, tmp_path: Path) -> None:
    sealed = made.sealed(timezone.now(), voters=30)
    ballots = [sealed.make(voter, [YES, ORDER]) for voter in range(30)]
    server = processes.Server(processes.environment(tmp_path / "home"))
    door = f"http://127.0.0.1:{server.port}{reverse('ballots:cast', args=['2026-1'])}"
    said, wrong = set[str](), list[str]()

    def send(data: bytes) -> bool:
        try:
            answer = httpx.post(door, content=data, headers={"content-type": "application/json"}, timeout=20)
            said.add(answer.json()["tracker"])
        except (httpx.HTTPError, ValueError, KeyError) as error:
            wrong.append(repr(error))
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        for data in ballots[:3]:
            processes.wait(partial(send, data), "the first vote", wrong)
        for data in ballots[3:]:
            pool.submit(send, data)
        processes.wait(lambda: len(said) >= 8, "some have voted", wrong)
        server.kill()
    assert len(said) < len(ballots)
    assert said <= set(Piece.objects.filter(is_last=True).values_list("tracker", flat=True))
    assert sealed.verified(tmp_path).failures == []
    server.start()
    try:
        for data in ballots:  # every device that has no receipt sends again
            processes.wait(partial(send, data), "the ballot is taken", wrong)
    finally:
        server.kill()
    report = sealed.verified(tmp_path)
    assert (report.failures, report.ballots, report.counted) == ([], 30, 30)
