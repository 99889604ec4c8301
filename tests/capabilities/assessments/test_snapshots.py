"""What is signed: all that results are computed from; what everybody gets of it; and no update changes it."""

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.capabilities.assessments import assessed

from korzo.capabilities.assessments.models import Assessment, Peer, PeerSet
from korzo.capabilities.assessments.operations import (
    answering,
    documents,
    entering,
    importing,
    projecting,
    setting_up,
    settling,
    signing,
)
from korzo.capabilities.assessments.operations.entering import Edit
from korzo.capabilities.assessments.operations.importing import Taken
from korzo.capabilities.assessments.queries import definitions
from korzo.capabilities.assessments.queries.overview import Overview
from korzo.capabilities.assessments.rules import cells, packs
from korzo.capabilities.assessments.rules.numbers import Mark
from korzo.kernel.people.models import Person

pytestmark = pytest.mark.django_db
State = Assessment.State


@pytest.fixture
def lead(people: dict[str, Person]) -> Person:
    return assessed.analyst()


@pytest.fixture
def signed(lead: Person, people: dict[str, Person], now: datetime) -> Assessment:
    """With a loan, a rejected source, an explained difference, a plan, assumptions, peers and an earlier one."""
    peers = PeerSet.objects.create(
        code="others", title="Others", chart="x", country="RS", currency="EUR", source="Ministry", loaded_at=now
    )
    for at in range(12):
        Peer.objects.create(
            peers=peers, unit=f"City {at}", year=2025, size=1_000_000, lines={"RC": "1000"},
            ratios={"mfsa": {"C1": "0.2"}, "other": {"X": "1"}},
        )  # fmt: skip
    before = assessed.begun(lead, now, "earlier")
    made = assessed.filled(lead, now)
    setting_up.change(made, {"previous": before, "narrative": {"en": "We save enough."}}, by=lead, now=now)
    land = cells.read("T1/K1//2025/actual")
    paper = documents.add(made, "Confidential statement", b"K1\n9\n", file_name="s.csv", by=lead, now=now)
    importing.take(made, paper, [Taken(land, Decimal(9))], by=lead, now=now)
    told = [("T4/1/lender//actual", "Shady Bank"), ("T4/1/kind//actual", "own"), ("T4/1/closing/2025/actual", "500"),
            ("T2/EC//2025/actual", "704001")]  # fmt: skip
    edits = [Edit(cells.read(cell), text, note="Told over lunch") for cell, text in told]
    entering.enter(made, edits, mark=Mark.POINT, by=lead, now=now)
    settling.explain(made, "total-EC", 2025, reason="A slip of the treasurer.", by=lead, now=now)
    answering.answer(made, "PI-1.1", "B", comment="Nobody remembers why.", by=lead, now=now)
    assessed.planned(made, lead, now)
    projecting.assume(made, "base", years=3, drivers={"R1": Decimal("0.02")}, plan={}, loans=[], by=lead, now=now)
    for state, by in ((State.RECONCILING, lead), (State.REVIEWED, lead), (State.SUBMITTED, people["elected"])):
        made = signing.step(made, state, by=by, now=now)
    return made


PRIVATE = (
    "Confidential",
    "Shady",
    "over lunch",
    "slip of",
    "Nobody remembers",
    "document:",
    "A register of all houses",
)


def test_the_whole_holds_all_that_results_are_computed_from(signed: Assessment) -> None:
    held = json.loads(signed.snapshot.content)
    assert held["narrative"] == {"en": "We save enough."}
    assert held["previous"]["code"] == "earlier"
    assert held["scores"]["PI-1"] == "B"
    assert held["limits"] == "limits-rs@1"  # nobody chose one: that of the country
    assert "pack limits-rs@1" in held["definitions"]
    assert (held["peers"]["code"], held["peers"]["ratios"]["City 3"]) == ("others", {"mfsa": {"C1": "0.2"}})
    assert held["peers"]["lines"]["RC"]["City 3"] == {"2025": "1000"}
    assert next(each["drivers"] for each in held["scenarios"] if each["kind"] == "base") == {"R1": "0.02"}
    assert [(each["indicator"], each["target"], each["target_year"]) for each in held["plan"]] == [
        ("mfsa:C1", "0.35", 2026)
    ]
    assert all(word in signed.snapshot.content for word in PRIVATE)


def test_strangers_get_the_published_sections_and_the_house_can_prove_them(
    signed: Assessment, lead: Person, now: datetime
) -> None:
    stranger, house = Client(), Client()
    house.force_login(lead)
    address = "/en/assessments/2025/snapshot.json"
    assert stranger.get(address).status_code == 404
    signing.publish(signed, ["tables", "questions"], by=lead, now=now)
    answer = stranger.get(address)
    told: dict[str, Any] = answer.json()
    assert not any(word in answer.text for word in PRIVATE)
    assert set(told["sections"]) == {"tables", "questions"}
    assert {"cell": "T4/1/closing/2025/actual", "amount": "500"} in told["sections"]["tables"]["figures"]
    assert {"what": "figures of other sources", "count": 1} in told["left_out"]
    assert {"what": "words of registers", "count": 1} in told["left_out"]
    assert {"what": "section:plan"} in told["left_out"]
    assert house.get(address + "?public=1").content == answer.content
    whole = house.get(address).content
    assert hashlib.sha256(whole).hexdigest() == told["whole_sha256"] == signed.snapshot.sha256
    proof = json.loads(whole)["publishable"]
    for name, sha256 in told["sha256"].items():
        spelled = json.dumps(proof[name], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        assert hashlib.sha256(spelled.encode()).hexdigest() == sha256
    assert {name: proof[name] for name in told["sections"]} == told["sections"]
    program = stranger.get("/en/assessments/2025/data.json").text
    assert not any(word in program for word in (*PRIVATE, "We save enough", "City 3"))


@pytest.fixture
def updated(tmp_path: Path, signed: Assessment, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Korzo of next year: what is called good is something else, and the version may be a new one."""
    shipped = tmp_path / "packs"
    shipped.mkdir()
    for path in packs.HERE.glob("*.toml"):
        text = path.read_text(encoding="utf-8")
        (shipped / path.name).write_text(text.replace('above = "0.30", band = "good"', 'above = "0.99", band = "good"'))
    packs.named.cache_clear()
    monkeypatch.setattr(packs, "HERE", shipped)
    yield shipped
    packs.named.cache_clear()


@pytest.mark.parametrize("version", ["1", "2"])
def test_an_update_of_korzo_never_changes_what_is_signed(
    updated: Path, signed: Assessment, lead: Person, now: datetime, version: str
) -> None:
    text = (updated / "mfsa.toml").read_text(encoding="utf-8")
    (updated / "mfsa.toml").write_text(text.replace('version = "1"', f'version = "{version}"'), encoding="utf-8")
    packs.named.cache_clear()
    held = Overview(Assessment.objects.get(code="2025")).one("mfsa", "C1")
    assert held is not None
    assert (held.computed.band, held.computed.ratio.thresholds[0].limit) == ("good", Decimal("0.30"))
    assert definitions.texts(signed)["pack mfsa@1"] != text
    client = Client()
    client.force_login(lead)
    assert client.get("/en/assessments/2025/").status_code == 200
    open_ = Assessment.objects.get(code="earlier")  # begun with mfsa@1, and not signed: goes on with what there is
    assert definitions.packs_of(open_)[0].version == version
    assert client.get("/en/assessments/earlier/").status_code == 200
    assert definitions.packs_of(open_)[0].ratios[0].thresholds[0].limit == Decimal("0.99")
    again = signing.correct(signed, "2025-2", by=lead, now=now)
    assert definitions.packs_of(again)[0].ratios[0].thresholds[0].limit == Decimal("0.30")  # figures are corrected
