"""Small vectors of our own, frozen: what was made once is made again to the byte, where the shared data is absent too."""

import pytest

from korzo.capabilities.ballots.rules import (
    archive,
    ballot,
    ceremony,
    credentials,
    digests,
    groups,
    jsons,
    questions,
    shuffle,
    shuffled,
    signing,
    trustees,
)
from korzo.capabilities.ballots.rules.proofs import Ciphertext
from korzo.capabilities.ballots.rules.questions import Homomorphic, NonHomomorphic, Question

UUID = "KorzoFrozenBox"
CREDENTIAL = "8zxcK-6H8j2Z-ZTeQ7-JtcGLk"
FROZEN = {
    "Ed25519": ("7b1f8cf18c26a622", "8ad695e81f86b57c", "d3cd91ac1f7e2324", "1fc1fff9aa8c5c6c"),
    "BELENIOS-2048": ("c7ab19be5a9f3adc", "7e503cf52f3b096a", "fc222f170501ddf0", "4e28811e2f43e1b0"),
    "RFC-3526-2048": ("060d5431b3e41c47", "525e6c699c814db4", "ad65e37a56cdf3d7", "de932251f8d20c4e"),
}


def made(name: str) -> tuple[str, str, str, str]:
    """Hashes of an archive's beginning, a ballot, a shuffle and a ceremony, all random numbers being hashes of their names."""
    group = groups.named(name)
    key = group.of(group.hashed("x"))
    asked: list[Question] = [Homomorphic("Tram?", ("Yes", "No", "Žut"), 1, 2, blank=True)]
    votes = [[0, 1, 0, 1]]
    if group.capacity:
        asked.append(NonHomomorphic("Rank", ("A", "B")))
        votes.append([7, 255])
    raw = questions.write(group, key, name="Frozen", questions=asked, uuid=UUID)
    held = trustees.write(trustees.make(group, group.hashed("x"), group.hashed))
    listed = credentials.listed({credentials.public(group, UUID, CREDENTIAL): 1})
    first, head = archive.start(1_767_225_600)
    first += archive.event(head, "Setup", *archive.setup(raw, held, listed))[0]
    cast = ballot.make(questions.read(raw), credentials.secret(group, UUID, CREDENTIAL), votes, group.hashed)
    before = [Ciphertext(group.of(at), group.of(at + 9)) for at in range(1, 5)]
    setting = shuffle.Setting(group, key, "phi")
    mixed = shuffle.shuffle(setting, before, [2, 0, 3, 1], group.hashed)
    shuffle.check(setting, before, mixed)
    members = [signing.keys(group, f"seed {at}") for at in range(2)]
    certs = [
        ceremony.certificate(group, each, index=at, size=2, threshold=2, draw=group.hashed)
        for at, each in enumerate(members, 1)
    ]
    dealt = [ceremony.polynomial(group, each, certs, 2, group.hashed) for each in members]
    outputs = [
        ceremony.output(group, each, certs, 2, given, draw=group.hashed)
        for each, given in zip(members, ceremony.inputs(dealt), strict=True)
    ]
    published = ceremony.published(certs, 2, dealt, outputs)
    assert trustees.read_threshold(group, published).form is trustees.Form.KEY_SIGNED
    every = (first, cast, shuffled.write(group, [mixed]), jsons.write(published))
    one, two, three, four = (digests.hex_of(each)[:16] for each in every)
    return one, two, three, four


@pytest.mark.parametrize("name", groups.NAMES)
def test_what_was_made_once_is_made_again(name: str) -> None:
    assert made(name) == FROZEN[name]
