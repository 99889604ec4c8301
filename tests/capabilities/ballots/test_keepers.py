"""Keepers' messages and lists of codes: everything is checked before it is kept, and whoever lies is named."""

import json
from datetime import datetime
from typing import Any

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.capabilities.ballots import boxes as made
from tests.city import City

from korzo.capabilities.ballots.cli import ballots as command
from korzo.capabilities.ballots.models import Box, Trustee
from korzo.capabilities.ballots.operations import boxes, codes, trustees
from korzo.capabilities.ballots.operations.refusals import NotAllowed, Refused
from korzo.capabilities.ballots.operations.trustees import Invited, Step
from korzo.capabilities.ballots.rules import ceremony, credentials, digests, groups, listing, proofs, signing
from korzo.capabilities.ballots.rules import trustees as rules
from korzo.kernel.messages.models import Message
from korzo.kernel.people.models import Person
from korzo.kernel.trail.models import Entry

GROUP = groups.named("Ed25519")
DRAW = digests.drawing(GROUP.q)
PEOPLE = [Invited(name, f"{name}@example.org") for name in ("ana", "luka", "mira")]


@pytest.fixture
def box(town: City, now: datetime) -> Box:
    return boxes.begin(made.vote(now), by=None, now=now)


def invite(box: Box, now: datetime, threshold: int | None = 2) -> list[Trustee]:
    return trustees.invite(box, PEOPLE, threshold=threshold, language="en", by=None, now=now)


def send(keeper: Trustee, step: str, message: Any) -> tuple[int, dict[str, str]]:
    """Through the keeper's page, as a device does it."""
    file = SimpleUploadedFile("message.json", json.dumps(message, separators=(",", ":"), ensure_ascii=False).encode())
    answer = Client().post(f"/en/ballots/keys/{keeper.token}/", {"step": step, "message": file})
    return answer.status_code, answer.json()


def rehearsal(keeper: Trustee, secret: int) -> dict[str, str]:
    return proofs.prove(GROUP, f"rehearsal|{keeper.box.uuid}|{keeper.number}|", secret, DRAW("w")).as_json()


def step_of(keeper: Trustee) -> Step:
    return trustees.next_step(Trustee.objects.select_related("box__vote").get(pk=keeper.pk))


@pytest.mark.django_db
def test_all_are_needed_and_each_key_is_proved_and_tried(box: Box, now: datetime) -> None:
    ana, luka, mira = invite(box, now, threshold=None)
    secrets = [DRAW("x") for _ in PEOPLE]
    keys = [rules.make(GROUP, each, DRAW) for each in secrets]
    forged = {**keys[0], "public_key": keys[1]["public_key"]}
    assert send(ana, "key", forged) == (
        422,
        {
            "detail": "What your device sent does not hold: the secret half of the key is not proved to be known",
            "code": "invalid",
        },
    )
    assert send(ana, "key", keys[0])[0] == 200
    assert send(ana, "key", keys[1])[0] == 409  # once is enough
    assert send(luka, "key", keys[0])[1]["detail"].endswith("two keepers have the same key")
    assert send(luka, "deal", {})[0] == 409
    for keeper, key in zip((luka, mira), keys[1:], strict=True):
        assert send(keeper, "key", key) == (200, {"step": "rehearse"})
    with pytest.raises(Refused, match="Not all keepers"):
        trustees.held(box)
    assert send(mira, "rehearse", rehearsal(mira, secrets[0]))[1]["detail"].endswith("this is another key")
    for keeper, secret in zip((ana, luka, mira), secrets, strict=True):
        assert send(keeper, "rehearse", rehearsal(keeper, secret)) == (200, {"step": "ready"})
    held = rules.read(GROUP, trustees.held(Box.objects.get(pk=box.pk)))
    assert held.publics[1:] == tuple(GROUP.of(each) for each in secrets)
    with pytest.raises(Refused, match="has made a key already"):
        invite(box, now)
    trustees.restart(box, by=None, now=now)
    assert step_of(ana) is Step.KEY
    told = Entry.objects.filter(ref=box.ref, event__startswith="ballots.Ke").order_by("seq")
    assert [(each.event.partition(".")[2], each.data.get("keeper"), each.data.get("step")) for each in told] == [
        ("KeepersNamed", None, None),
        *(("KeeperActed", keeper, step) for step in ("key", "rehearse") for keeper in (1, 2, 3)),
        ("KeysDropped", None, None),
    ]
    assert not [name for name in ("ana", "luka", "mira") if name in str([each.data for each in told])]


@pytest.mark.django_db
def test_what_is_sealed_is_what_stands_then_and_not_what_a_page_saw(box: Box, now: datetime) -> None:
    Box.objects.update(is_practice=True)
    (ana,) = trustees.invite(box, PEOPLE[:1], threshold=None, language="en", by=None, now=now)
    made.ask(box.vote, "one", "Shall it be?", ["Yes", "No"])
    seen = Box.objects.get(pk=box.pk)
    codes.practise(seen, 2, by=None)
    secret = DRAW("x")
    send(ana, "key", rules.make(GROUP, secret, DRAW))
    with pytest.raises(Refused, match="Not all keepers"):
        trustees.seal(seen, by=None, now=now)
    send(ana, "rehearse", rehearsal(ana, secret))
    codes.practise(Box.objects.get(pk=box.pk), 3, by=None)  # on another page, a moment before
    assert trustees.seal(seen, by=None, now=now).step == Box.Step.VOTING
    sealed = Box.objects.get(pk=box.pk)
    assert set(credentials.read_list(GROUP, bytes(sealed.credentials))) == {
        credentials.public(GROUP, box.uuid, each.code) for each in sealed.practice_codes.all()
    }
    with pytest.raises(Refused, match="sealed already"):
        trustees.seal(seen, by=None, now=now)


@pytest.mark.django_db
def test_a_ceremony_refuses_what_does_not_belong_to_it(box: Box, now: datetime) -> None:
    keepers = invite(box, now)
    seeds = [signing.keys(GROUP, digests.token(22)) for _ in PEOPLE]

    def cert(at: int, **other: int) -> dict[str, Any]:
        given = {"index": at + 1, "size": 3, "threshold": 2, **other}
        return ceremony.certificate(GROUP, seeds[at], draw=DRAW, **given)

    for wrong in (cert(0, index=2), cert(0, size=4), cert(0, threshold=3)):
        assert send(keepers[0], "key", wrong)[0] == 422
    plain = json.dumps({"verification": GROUP.write(GROUP.of(1)), "encryption": GROUP.write(GROUP.of(2))})
    unsaid = signing.sign(GROUP, 1, plain.replace(" ", ""), DRAW("w"))
    assert send(keepers[0], "key", unsaid)[1]["detail"].endswith("does not say for what it is")
    for at, keeper in enumerate(keepers):
        assert step_of(keeper) is Step.KEY
        assert send(keeper, "key", cert(at))[0] == 200
    certs = trustees.certificates(box)
    dealt = [ceremony.polynomial(GROUP, each, certs, 2, DRAW) for each in seeds]
    assert send(keepers[0], "deal", dealt[1])[0] == 422  # somebody else's
    assert send(keepers[0], "deal", {**dealt[0], "secrets": dealt[0]["secrets"][:2]})[0] == 422
    for keeper, each in zip(keepers, dealt, strict=True):
        assert send(keeper, "deal", each)[0] == 200
    inputs = ceremony.inputs(trustees.dealings(box))
    made_keys = [
        ceremony.output(GROUP, each, certs, 2, given, draw=DRAW) for each, given in zip(seeds, inputs, strict=True)
    ]
    other = {**made_keys[0], "public_key": made_keys[1]["public_key"]}
    assert send(keepers[0], "finish", other)[0] == 422
    for at, keeper in enumerate(keepers):
        assert send(keeper, "finish", made_keys[at]) == (200, {"step": "rehearse"})
        private = Trustee.objects.get(pk=keeper.pk).private_key
        secret = ceremony.decryption_key(GROUP, seeds[at], private)
        assert send(keeper, "rehearse", rehearsal(keeper, secret))[0] == 200
    found = rules.read(GROUP, trustees.held(Box.objects.get(pk=box.pk)))
    assert found.members[1].form is rules.Form.KEY_SIGNED  # type: ignore[union-attr]


@pytest.mark.django_db
def test_a_link_opens_until_the_next_one_and_staff_alone_prepare(
    box: Box, now: datetime, people: dict[str, Person]
) -> None:
    ana = invite(box, now)[0]
    old = ana.token
    assert Client().get(f"/en/ballots/keys/{old}/").status_code == 200
    trustees.send_again(ana, by=people["administrator"], now=now)
    assert Client().get(f"/en/ballots/keys/{old}/").status_code == 404
    assert Client().get(f"/en/ballots/keys/{Trustee.objects.get(pk=ana.pk).token}/").status_code == 200
    assert Message.objects.filter(template="ballots/keeper").count() == 4
    assert old not in json.dumps(list(Message.objects.values_list("context", flat=True)))
    for doing in (
        lambda by: trustees.invite(box, PEOPLE, threshold=2, language="", by=by, now=now),
        lambda by: trustees.restart(box, by=by, now=now),
        lambda by: trustees.send_again(ana, by=by, now=now),
        lambda by: codes.take(box, b"[]", by=by),
    ):
        with pytest.raises(NotAllowed):
            doing(people["officer"])


@pytest.mark.django_db
def test_a_list_of_codes_is_taken_whole_or_not_at_all(box: Box) -> None:
    good = [credentials.public(GROUP, box.uuid, credentials.make()) for _ in range(3)]
    data = "\n".join([good[0], f"{good[1]},2", good[0], "zz", f"{good[2]},0", GROUP.write(GROUP.identity)])
    found, problems = listing.read(GROUP, data.encode())
    assert found == {good[0]: 1, good[1]: 2}
    assert [(each.line, each.flaw) for each in problems] == [
        (3, "twice"),
        (4, "element"),
        (5, "weight"),
        (6, "element"),
    ]
    for wrong, flaw in ((b"[]", "empty"), (b"[1,", "form"), (f"7,{credentials.make()},Ana".encode(), "secret")):
        assert listing.read(GROUP, wrong) == ({}, [listing.Problem(0, listing.Flaw(flaw))])
    with pytest.raises(codes.Unreadable):
        codes.take(box, data.encode(), by=None)
    assert bytes(Box.objects.get(pk=box.pk).credentials) == b""
    assert codes.take(box, json.dumps([good[1], good[0]]).encode(), by=None) == 2
    assert bytes(Box.objects.get(pk=box.pk).credentials) == json.dumps(sorted(good[:2]), separators=(",", ":")).encode()
    with pytest.raises(Refused, match="Only a practice vote"):
        codes.practise(box, 5, by=None)


def test_letters_are_printed_where_there_is_no_server(tmp_path: Any) -> None:
    (tmp_path / "v.csv").write_text(
        'number,weight,name,address\n1,1,"Vera Ж","Lane 1, Town"\n2,2,Bob,Lane 2\n', encoding="utf-8"
    )
    link = "https://city.example/sr/ballots/2026-1/booth/"
    given = ["credentials", "--voters", str(tmp_path / "v.csv"), "--into", str(tmp_path)]
    done = CliRunner().invoke(
        command, [*given, "--letters", str(tmp_path / "l.pdf"), "--link", link, "--title", "Трг", "--language", "sr"]
    )
    assert done.exit_code == 0, done.output
    assert (tmp_path / "l.pdf").read_bytes().startswith(b"%PDF")
    assert oct((tmp_path / "l.pdf").stat().st_mode)[-3:] == "600"
    (public,) = tmp_path.glob("*.pubcreds")
    assert sorted(credentials.read_list(GROUP, public.read_bytes()).values()) == [1, 2]
    assert CliRunner().invoke(command, [*given, "--letters", "x.pdf"]).exit_code == 2
