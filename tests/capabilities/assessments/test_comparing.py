"""Pages of administrators: other cities are loaded and taken away, definitions are added and never changed."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from korzo.capabilities.assessments.models import Definition, Peer, PeerSet
from korzo.capabilities.assessments.queries import definitions
from korzo.kernel.people.models import Person

pytestmark = pytest.mark.django_db
HERE = "/en/assessments"
CODES = "70;700;703;704;706;71;40;400;401;402;403;405;409;4025;41;42;43;55"
AMOUNTS = "900;700;150;30;20;100;300;100;20;150;10;10;10;60;200;150;50;20"


@pytest.fixture
def client(people: dict[str, Person]) -> Client:
    found = Client()
    found.force_login(people["administrator"])
    return found


def sent(client: Client, name: str, content: str) -> int:
    typed = {
        "title": "Ministry",
        "code": "ministry",
        "source": "Ministry of Finance",
        "licence": "",
        "chart": "slovenia",
    }
    file = SimpleUploadedFile(name, content.encode())
    return client.post(f"{HERE}/peers/", {**typed, "file": file}).status_code


def test_cities_are_loaded_again_in_their_own_place(client: Client) -> None:
    rows = [f"{year};CITY {at};{AMOUNTS}" for year in (2024, 2025) for at in range(6)]
    assert sent(client, "cities.csv", "\n".join([f"year;municipality;{CODES}", *rows])) == 302
    assert Peer.objects.count() == 12
    assert sent(client, "cities.csv", "\n".join([f"year;municipality;{CODES}", *rows[:6]])) == 302
    assert Peer.objects.count() == 6
    assert Decimal(Peer.objects.all()[0].ratios["mfsa"]["C1"]) == Decimal("0.51")
    assert "6 rows" in client.get(f"{HERE}/peers/").content.decode()
    assert client.post(f"{HERE}/peers/ministry/delete/").status_code == 302
    assert not PeerSet.objects.exists()


@pytest.mark.parametrize(
    ("name", "content"), [("empty.csv", ""), ("letter.csv", "Dear colleague,\n"), ("x.xlsx", "no")]
)
def test_what_holds_no_cities_is_said(client: Client, name: str, content: str) -> None:
    assert sent(client, name, content) == 422
    assert not PeerSet.objects.exists()


def add(client: Client, text: str, kind: str = "pack") -> str:
    file = SimpleUploadedFile("own.toml", text.encode())
    answer = client.post(f"{HERE}/definitions/", {"kind": kind, "file": file}, follow=True)
    return str(answer.content.decode())


def test_a_definition_is_taken_as_a_pattern_changed_and_added(client: Client) -> None:
    pattern = client.get(f"{HERE}/definitions/pack/mfsa/").content.decode()
    assert "version already" in add(client, pattern)
    assert "is no number in quotes" in add(client, pattern.replace('above = "0.30"', 'above = "much"', 1))
    changed = pattern.replace('version = "1"', 'version = "2"', 1).replace('above = "0.30"', 'above = "0.25"', 1)
    assert "Added" in add(client, changed)
    newest = definitions.named(Definition.Kind.PACK, "mfsa")
    assert newest.ratios[0].thresholds[0].limit == Decimal("0.25")
    assert definitions.named(Definition.Kind.PACK, "mfsa@1").ratios[0].thresholds[0].limit == Decimal("0.30")
    assert "version already" in add(client, changed)
    assert client.get(f"{HERE}/definitions/pack/nothing/").status_code == 404
    assert client.get(f"{HERE}/definitions/recipe/mfsa/").status_code == 404
