"""The rules against the test vectors: every hash, element and random number as published."""

import hashlib
import json

import pytest
from tests.capabilities.ballots.vectors import VOTING, needed, replayed, vector

from korzo.capabilities.ballots.rules import (
    answers,
    archive,
    ballot,
    credentials,
    decryption,
    digests,
    groups,
    jsons,
    proofs,
    questions,
    shuffle,
    shuffled,
    signing,
    tally,
    trustees,
    verifying,
)
from korzo.capabilities.ballots.rules.groups import NotInGroup

pytestmark = needed
BALLOTS = sorted(path.stem for path in (VOTING / "vectors").glob("ballot_*.json")) or ["none"]


def test_ed25519_elements_have_the_spelling_of_the_protocol() -> None:
    group, given = groups.named("Ed25519"), vector("ed25519_elements")
    assert len(given["elements"]) == 11
    for each in given["elements"]:
        element = group.of(int(each["scalar"]))
        assert group.write(element) == each["element"]
        assert element.hex() == each["standard_little_endian_hex"]
        assert group.read(each["element"]) == element
    work = given["operations"]
    a, b = group.read(work["a"]), group.read(work["b"])
    assert group.write(group.multiply(a, b)) == work["product"]
    assert group.write(group.multiply(a, group.inverse(b))) == work["quotient_a_over_b"]
    assert group.write(group.inverse(a)) == work["inverse_a"]
    assert group.write(group.power(a, 7)) == work["a_to_the_7"]


def test_what_is_no_element_is_refused() -> None:
    group, given = groups.named("Ed25519"), vector("ed25519_elements")
    assert len(given["must_be_rejected"]) == 10
    for each in given["must_be_rejected"]:
        with pytest.raises(NotInGroup):
            group.read(each["element"])
        with pytest.raises(NotInGroup):
            group.powers(group.read(each["element"], member=False), [5, 0], check=True)
    for each in given["accepted_special"]:
        group.read(each["element"])


def test_hashes_to_scalars() -> None:
    for case in vector("hash_to_scalar")["cases"]:
        group = groups.named(case["group"])
        elements = [group.read(each) for each in case["elements"]]
        assert group.hash(case["prefix"], elements) == int(case["mod_q"])


def test_embedding_and_independent_generators() -> None:
    given = vector("embedding_and_generators")
    for case in given["embedding"]:
        group = groups.named(case["group"])
        element = group.embed(case["ints"])
        assert group.write(element) == case["element"]
        assert group.extract(element, len(case["ints"])) == case["ints"]
    for case in given["generators"]:
        group = groups.named(case["group"])
        assert group.write(group.generator(case["index"])) == case["element"]


def test_credentials_of_both_styles() -> None:
    for case in vector("credentials")["cases"]:
        group = groups.named(case["group"])
        assert credentials.secret(group, case["uuid"], case["credential"]) == int(case["secret"])
        assert credentials.public(group, case["uuid"], case["credential"]) == case["public"]


def test_keys_of_single_trustees_and_signed_messages() -> None:
    for case in vector("trustee_key")["cases"]:
        group = groups.named(case["group"])
        draw = replayed(case["numbers"])
        assert trustees.make(group, draw("x"), draw) == case["trustee_public_key"]
        text = case["signed_msg"]["message"]
        assert signing.sign(group, draw("x"), text, draw("sig.w")) == case["signed_msg"]
        signing.signed(group, group.of(draw("x")), text, case["signed_msg"]["signature"])


def test_messages_between_trustees() -> None:
    for case in vector("pki")["cases"]:
        group, draw = groups.named(case["group"]), replayed(case["random_numbers"])
        sender, receiver = (signing.keys(group, case[who]["seed"]) for who in ("sender", "recipient"))
        assert sender == signing.Keys(int(case["sender"]["sk"]), int(case["sender"]["dk"]))
        to, plain = group.of(receiver.decryption), case["message"].encode()
        for name, gcm in (("ccm", False), ("gcm", True)):
            sent = signing.send(group, sender, to, plain, draw=draw, name=name, gcm=gcm)
            assert sent == case[f"sent_aes_{name}"]
            assert signing.receive(group, receiver, group.of(sender.signing), sent) == plain
            with pytest.raises(jsons.Malformed):
                signing.receive(group, sender, group.of(sender.signing), sent)
            with pytest.raises(answers.BadProof):
                signing.receive(group, receiver, group.of(receiver.signing), sent)
        long = json.loads(signing.encrypt(group, to, b"x" * 70_000, draw=draw, name="long", gcm=False))
        assert hashlib.sha256(long["data"].encode()).hexdigest() == case["long_ccm_data_sha256"]


@pytest.mark.parametrize("name", BALLOTS)
def test_a_ballot_is_made_number_by_number(name: str) -> None:
    given = vector(name)
    election = questions.read(given["election_json"].encode())
    assert election.fingerprint == given["election_fingerprint"]
    group = election.group
    secret = credentials.secret(group, election.uuid, given["credential"])
    assert secret == int(given["credential_secret"])
    made = ballot.make(election, secret, given["votes"], replayed(given["random_numbers"]))
    assert made.decode() == given["ballot_json"]
    assert ballot.tracker(made) == given["tracker"]
    assert ballot.check(election, made).credential == given["public_credential"]


def test_bad_ballots_are_refused_and_the_good_one_is_not() -> None:
    given = vector("bad_ballots")
    found = archive.read(VOTING / "vectors" / given["election"])
    begun = verifying.setup(found)
    verdicts = {}
    for case in given["cases"]:
        try:
            read = ballot.check(begun.election, case["ballot_json"].encode())
            verdicts[case["name"]] = "accept" if read.credential in begun.weights else "reject"
        except ValueError:
            verdicts[case["name"]] = "reject"
    assert verdicts == {case["name"]: case["expected"] for case in given["cases"]}
    assert len(verdicts) == 16


@pytest.mark.parametrize("name", ["shuffle_ed25519", "shuffle_rfc_3526_2048"])
def test_a_shuffle_is_made_number_by_number(name: str) -> None:
    given = vector(name)
    group = groups.named(given["group"])
    setting = shuffle.Setting(group, group.read(given["public_key"]), given["phi"])
    before = [proofs.read_ciphertext(group, each) for each in given["ciphertexts_before_sorted"]]
    made = shuffle.shuffle(setting, before, given["permutation_psi_zero_based"], replayed(given["random_numbers"]))
    wanted = {"ciphertexts": [given["ciphertexts_after"]], "proofs": [given["proof"]]}
    assert json.loads(shuffled.write(group, [made])) == wanted
    (again,) = shuffled.read(group, shuffled.write(group, [made]), 1)
    shuffle.check(setting, before, again)


def test_tally_and_decryption() -> None:
    given = vector("tally_decrypt_ed25519")
    group = groups.named("Ed25519")
    key = group.read(given["public_key"])
    asked = questions.Homomorphic("?", ("A",), 0, 1)
    election = questions.Election(group, key, "x" * 14, "", "", (asked,), given["phi"])
    whole = tally.empty(election)
    for each, weight in zip(given["ciphertexts"], given["weights"], strict=True):
        tally.add(election, whole, [[proofs.read_ciphertext(group, each)]], weight)
    assert json.loads(tally.write(group, whole)) == [[given["weighted_product"]]]
    draw = replayed(given["random_numbers"])
    part = decryption.decrypt(election, whole, draw("x"), draw)
    assert json.loads(part) == given["partial_decryption"]
    factors = decryption.check(election, whole, key, part)
    assert decryption.result(election, whole, factors, sum(given["weights"])) == [[given["result"]]]


def test_lagrange() -> None:
    given = vector("lagrange")
    for case in given["cases"]:
        found = decryption.lagrange(int(given["q"]), case["indexes"])
        assert found == {int(index): int(value) for index, value in case["coefficients"].items()}


def test_the_first_header() -> None:
    given = vector("archive_header")
    first, _ = archive.start(given["timestamp"])
    assert first[:512].hex() == given["header_512_bytes_hex"]
    assert first[512:].rstrip(b"\0").decode() == given["content"]
    assert digests.hex_of(b"") == hashlib.sha256().hexdigest()
