"""The real modules in a real browser: they replay the vectors number by number, and what they make passes our own rules."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from tests.browser.people import Browser
from tests.capabilities.ballots import vectors

from korzo.capabilities.ballots.rules import (
    ballot,
    ceremony,
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
)
from korzo.capabilities.ballots.rules.questions import Homomorphic, NonHomomorphic
from korzo.capabilities.ballots.rules.shuffle import Setting

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LOAD = """async ([root, names]) => {
  const found = await Promise.all(names.map((name) => import(`${root}/static/ui/js/ballots/${name}.js`)));
  window.k = Object.fromEntries(names.map((name, at) => [name, found[at]]));
  window.replay = (numbers) => (name) => { if (!(name in numbers)) throw new Error(`no ${name}`); return BigInt(numbers[name]); };
}"""
MODULES = (
    *("ballot", "ceremony", "credentials", "decryption", "digests", "election", "group", "proofs"),
    *("shuffle", "signing", "trustees", "work"),
)


@pytest.fixture
def modules(browse: Callable[..., Browser]) -> Any:
    browser = browse()
    page = browser.page
    page.goto(f"{browser.root}/static/ui/js/ballots/json.js")
    page.evaluate(LOAD, [browser.root, MODULES])
    return page


@vectors.needed
def test_the_vectors_come_out_to_the_byte(modules: Any) -> None:
    run = modules.evaluate
    found = vectors.vector("ed25519_elements")
    spelled = run("(list) => list.map(({scalar}) => k.group.write(k.group.of(BigInt(scalar))))", found["elements"])
    assert spelled == [each["element"] for each in found["elements"]]
    refuses = (
        "(list) => list.map(({element}) => { try { k.group.read(element); return element; } catch { return null; } })"
    )
    assert run(refuses, found["must_be_rejected"]) == [None] * len(found["must_be_rejected"])
    kept = run("(list) => list.map(({element}) => k.group.write(k.group.read(element)))", found["accepted_special"])
    assert kept == [each["element"] for each in found["accepted_special"]]

    ours = [each for each in vectors.vector("hash_to_scalar")["cases"] if each["group"] == "Ed25519"]
    assert run("(list) => list.map(({string}) => String(k.group.hashed(string)))", ours) == [
        each["mod_q"] for each in ours
    ]
    found = vectors.vector("embedding_and_generators")
    ours = [each for each in found["embedding"] if each["group"] == "Ed25519"]
    assert run("(list) => list.map(({ints}) => k.group.write(k.group.embed(ints)))", ours) == [
        each["element"] for each in ours
    ]
    back = run("(list) => list.map(({ints, element}) => k.group.extract(k.group.read(element), ints.length))", ours)
    assert back == [each["ints"] for each in ours]
    ours = [each for each in found["generators"] if each["group"] == "Ed25519"]
    assert run("(list) => list.map(({index}) => k.group.write(k.group.generator(index)))", ours) == [
        each["element"] for each in ours
    ]

    ours = [
        each for each in vectors.vector("credentials")["cases"] if (each["group"], each["style"]) == ("Ed25519", "full")
    ]
    assert run("(list) => list.map((each) => k.credentials.publicHalf(each.uuid, each.credential))", ours) == [
        each["public"] for each in ours
    ]
    (one,) = (each for each in vectors.vector("trustee_key")["cases"] if each["group"] == "Ed25519")
    made = run("({numbers}) => k.trustees.make(BigInt(numbers.x), {draw: replay(numbers)})", one)
    assert made == one["trustee_public_key"]
    (one,) = (each for each in vectors.vector("pki")["cases"] if each["group"] == "Ed25519")
    sent = """async ({sender, recipient, message, random_numbers}) => {
      const [mine, theirs] = [k.signing.keys(sender.seed), k.signing.keys(recipient.seed)];
      const sent = await k.signing.send(mine, theirs.encryption, message, {draw: replay(random_numbers), name: "gcm"});
      return [sent, await k.signing.receive(theirs, mine.verification, sent)];
    }"""
    assert run(sent, one) == [one["sent_aes_gcm"], one["message"]]

    kinds = ("homomorphic", "choose_up_to_2_of_3", "blank_voted", "blank_not_voted", "nonhomomorphic", "two_questions")
    cast = """(one) => {
      const election = k.election.read(one.election_json);
      const secret = k.credentials.secret(election.uuid, one.credential);
      const made = k.ballot.make(election, secret, one.votes, {draw: replay(one.random_numbers)});
      return [election.fingerprint, made, k.ballot.tracker(made)];
    }"""
    for kind in kinds:
        one = vectors.vector(f"ballot_ed25519_{kind}")
        assert run(cast, one) == [one["election_fingerprint"], one["ballot_json"], one["tracker"]], kind

    one = vectors.vector("shuffle_ed25519")
    mixed = """(one) => {
      const election = {fingerprint: one.phi, key: k.group.read(one.public_key)};
      const given = k.proofs.ciphertexts(one.ciphertexts_before_sorted);
      const made = k.shuffle.shuffle(election, given, one.permutation_psi_zero_based, {draw: replay(one.random_numbers)});
      return JSON.parse(k.shuffle.record([made]));
    }"""
    made = run(mixed, one)
    assert made["ciphertexts"] == [one["ciphertexts_after"]]
    assert made["proofs"] == [one["proof"]]
    one = vectors.vector("tally_decrypt_ed25519")
    opened = """(one) => k.decryption.decrypt({fingerprint: one.phi}, k.decryption.readTally([[one.weighted_product]]),
      BigInt(one.private_key), {draw: replay(one.random_numbers)})"""
    assert json.loads(run(opened, one)) == one["partial_decryption"]


def test_what_a_browser_makes_passes_our_rules(modules: Any) -> None:
    """Ceremony of 2 of 3, ballots of every kind in a worker, shuffle, decryption: all with the browser's own numbers."""
    run, group = modules.evaluate, groups.named("Ed25519")
    draw = digests.drawing(group.q)
    seeds = [digests.token(22) for _ in range(3)]
    certs = run(
        "(seeds) => seeds.map((seed, at) => k.ceremony.certificate(seed, {index: at + 1, size: 3, threshold: 2}))",
        seeds,
    )
    deal = "([seeds, certs]) => Promise.all(seeds.map((seed) => k.ceremony.polynomial(seed, certs, 2)))"
    dealt = run(deal, [seeds[:2], certs])
    dealt.append(ceremony.polynomial(group, signing.keys(group, seeds[2]), certs, 2, draw))  # theirs and ours together
    given = ceremony.inputs(dealt)
    finish = (
        "([seeds, certs, given]) => Promise.all(seeds.map((seed, at) => k.ceremony.output(seed, certs, 2, given[at])))"
    )
    outputs = run(finish, [seeds, certs, given])
    single = draw("x")
    members = trustees.write(trustees.make(group, single, draw), ceremony.published(certs, 2, dealt, outputs))
    known = trustees.read(group, members)
    open_key = "([seed, sent]) => k.ceremony.decryptionKey(seed, sent).then(String)"
    keys = [int(run(open_key, [seeds[at], outputs[at]["private_key"]])) for at in range(3)]
    assert [group.of(each) for each in keys] == list(known.publics[1:])

    asked: list[Any] = [
        Homomorphic("Yes?", ("Yes", "No"), 1, 1),
        Homomorphic("Which?", ("Ж", "B", "C"), 0, 2, blank=True),
        NonHomomorphic("Ranks", ("A", "B", "C")),
    ]
    uuid = credentials.uuid()
    raw = questions.write(group, known.key(group), name="“Ж”", questions=asked, uuid=uuid)
    election = questions.read(raw)
    votes = [[[1, 0], [0, 1, 0, 1], [1, 2, 3]], [[0, 1], [1, 0, 0, 0], [0, 0, 0]], [[1, 0], [0, 0, 0, 0], [3, 255, 0]]]
    counted = tally.empty(election)
    cast = """async ([election, trustees, fingerprint, list]) => {
      const made = [];
      for (const votes of list) {
        const credential = k.credentials.make();
        made.push({credential, ...await k.work.work("ballot", {election, trustees, fingerprint, credential, votes})});
      }
      return made;
    }"""
    for made in run(cast, [raw.decode(), members.decode(), election.fingerprint, votes]):
        found = ballot.check(election, made["ballot"].encode())
        assert found.credential == credentials.public(group, uuid, made["credential"])
        assert made["tracker"] == ballot.tracker(made["ballot"].encode())
        tally.add(election, counted, found.answers)
    stranger = trustees.write(trustees.make(group, draw("y"), draw))
    for wrong in ([members.decode(), "another"], [stranger.decode(), election.fingerprint]):
        with pytest.raises(Exception, match="another election|not the trustees"):
            run(cast, [raw.decode(), *wrong, votes])

    counted = tally.finish(election, counted)
    spelled = [[proofs.ciphertext_as_json(group, each) for each in row] for row in counted]
    mix = """([text, [tally]]) => {
      const given = k.proofs.ciphertexts(tally);
      return k.shuffle.record([k.shuffle.shuffle(k.election.read(text), given, k.shuffle.permutation(given.length))]);
    }"""
    mixed = shuffled.read(group, run(mix, [raw.decode(), [spelled[2]]]).encode(), 1)
    shuffle.check(Setting(group, election.key, election.fingerprint), counted[2], mixed[0])
    counted = tally.replaced(election, counted, [list(mixed[0].ciphertexts)])
    spelled = [[proofs.ciphertext_as_json(group, each) for each in row] for row in counted]
    solve = """([text, tally, secret]) =>
      k.decryption.decrypt(k.election.read(text), k.decryption.readTally(tally), BigInt(secret))"""
    parts = {
        1: decryption.check(election, counted, known.publics[0], decryption.decrypt(election, counted, single, draw))
    }
    for owner in (2, 4):
        data = run(solve, [raw.decode(), spelled, str(keys[owner - 2])]).encode()
        assert jsons.read(data)
        parts[owner] = decryption.check(election, counted, known.publics[owner - 1], data)
    result = decryption.result(election, counted, decryption.combine(group, known, parts), 3)
    assert result[:2] == [[2, 1], [1, 1, 0, 1]]
    assert sorted(result[2]) == [[0, 0, 0], [1, 2, 3], [3, 255, 0]]
