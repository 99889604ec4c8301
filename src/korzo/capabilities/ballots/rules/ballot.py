"""A ballot: made, and checked (Belenios specification, v1, "Ballot" and "Answers").

    {"election_uuid", "election_hash": φ, "credential", "answers": […], "signature": {"hash", "proof"}}

S0 = φ + "|" + public credential stands in every hash, so that no proof fits another voter or another election.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from korzo.capabilities.ballots.rules import answers, digests, jsons, proofs
from korzo.capabilities.ballots.rules.answers import BadProof
from korzo.capabilities.ballots.rules.digests import Draw
from korzo.capabilities.ballots.rules.groups import NotInGroup
from korzo.capabilities.ballots.rules.proofs import Ciphertext
from korzo.capabilities.ballots.rules.questions import Election


@dataclass(frozen=True, slots=True)
class Ballot:
    """A ballot that was checked: whose it is, and what it adds to the count, by question."""

    credential: str
    answers: tuple[tuple[Ciphertext, ...], ...]


def make(election: Election, secret: int, votes: Sequence[Sequence[int]], draw: Draw | None = None) -> bytes:
    """Make a ballot; ValueError if a vote is not one that its question allows.

    `votes` has a list for each question: 0 and 1 (the first one says "blank" where that is allowed), or numbers 0..255.
    """
    group = election.group
    draw = draw or digests.drawing(group.q)
    credential = group.write(group.of(secret))
    context = f"{election.fingerprint}|{credential}"
    if len(votes) != len(election.questions):
        raise ValueError(f"{len(election.questions)} questions are asked, {len(votes)} are answered")
    given = [answers.make(election, at, vote, context=context, draw=draw) for at, vote in enumerate(votes)]
    unsigned = {
        "election_uuid": election.uuid,
        "election_hash": election.fingerprint,
        "credential": credential,
        "answers": given,
    }
    hashed = digests.base64_of(jsons.write(unsigned))
    proof = proofs.prove(group, f"sig|{hashed}|", secret, draw("signature.w"))
    return jsons.write({**unsigned, "signature": {"hash": hashed, "proof": proof.as_json()}})


def check(election: Election, data: bytes) -> Ballot:
    """Check everything that a ballot says of itself; Malformed, NotInGroup or BadProof with the place.

    Whether its credential is on the list, and whether these bytes came before, is for the caller to know.
    """
    value = jsons.read(data)
    uuid, fingerprint, credential, given, signature = jsons.fields(
        value, "election_uuid", "election_hash", "credential", "answers", "signature"
    )
    if (uuid, fingerprint) != (election.uuid, election.fingerprint):
        raise jsons.Malformed("is for another election")
    _signed(election, value, credential, signature)
    context = f"{fingerprint}|{credential}"
    found = []
    for at, answer in enumerate(jsons.items(given, len(election.questions))):
        try:
            found.append(answers.check(election, at, answer, context=context))
        except (jsons.Malformed, NotInGroup, BadProof) as error:
            raise type(error)(f"answer {at}: {error}") from error
    return Ballot(credential, tuple(found))


def tracker(data: bytes) -> str:
    """What a voter keeps, and finds in the list of last ballots."""
    return digests.base64_of(data)


def _signed(election: Election, value: dict[str, Any], credential: str, signature: Any) -> None:
    group = election.group
    hashed, proof = jsons.fields(signature, "hash", "proof")
    unsigned = {name: each for name, each in value.items() if name != "signature"}
    if hashed != digests.base64_of(jsons.write(unsigned)):
        raise BadProof("signature: is over other answers")
    try:
        public = group.read(credential, member=False)
        held = public != group.identity and proofs.holds(
            group, f"sig|{hashed}|", public, proofs.read(group, proof), check=True
        )
    except NotInGroup as error:
        raise NotInGroup(f"signature: {error}") from error
    if not held:
        raise BadProof("signature: does not hold")
