"""Proofs of knowledge: Schnorr's, and that a ciphertext holds one of some numbers.

Belenios specification, v1, "Zero-knowledge proofs". A proof is a challenge c and a response r with A = g^r · X^c; it
holds if A hashes to c.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from korzo.capabilities.ballots.rules import jsons
from korzo.capabilities.ballots.rules.digests import Draw
from korzo.capabilities.ballots.rules.groups import Element, Group


@dataclass(frozen=True, slots=True)
class Proof:
    """A challenge and a response, scalars both."""

    challenge: int
    response: int

    def as_json(self) -> dict[str, str]:
        """The fields as the specification writes them."""
        return {"challenge": str(self.challenge), "response": str(self.response)}


@dataclass(frozen=True, slots=True)
class Ciphertext:
    """ElGamal: (g^r, y^r · m)."""

    alpha: Element
    beta: Element


def read(group: Group, value: Any) -> Proof:
    """Read a proof."""
    challenge, response = jsons.fields(value, "challenge", "response")
    return Proof(group.scalar(challenge), group.scalar(response))


def read_many(group: Group, value: Any, count: int) -> list[Proof]:
    """Read that many proofs."""
    return [read(group, each) for each in jsons.items(value, count)]


def read_ciphertext(group: Group, value: Any, *, member: bool = True) -> Ciphertext:
    """Read a ciphertext; `member=False` leaves the check of membership to who raises it to powers next."""
    alpha, beta = jsons.fields(value, "alpha", "beta")
    return Ciphertext(group.read(alpha, member=member), group.read(beta, member=member))


def ciphertext_as_json(group: Group, ciphertext: Ciphertext) -> dict[str, str]:
    """The fields as the specification writes them."""
    return {"alpha": group.write(ciphertext.alpha), "beta": group.write(ciphertext.beta)}


def encrypt(group: Group, key: Element, message: Element, randomness: int) -> Ciphertext:
    """(g^r, y^r · m)."""
    return Ciphertext(group.of(randomness), group.multiply(group.fixed(key)(randomness), message))


def times(group: Group, ciphertexts: Sequence[Ciphertext]) -> Ciphertext:
    """Multiply componentwise: the ciphertext of the sum."""
    return Ciphertext(
        group.product(each.alpha for each in ciphertexts), group.product(each.beta for each in ciphertexts)
    )


# Schnorr -------------------------------------------------------------------------------------------------------------
def prove(group: Group, prefix: str, secret: int, nonce: int) -> Proof:
    """Prove to know the logarithm of g^secret: c = H(prefix; g^w), r = w − secret · c."""
    challenge = group.hash(prefix, [group.of(nonce)])
    return Proof(challenge, (nonce - secret * challenge) % group.q)


def holds(group: Group, prefix: str, public: Element, proof: Proof, *, check: bool = False) -> bool:
    """Check it: A = g^r · X^c; with `check`, NotInGroup if X is no member."""
    (power,) = group.powers(public, [proof.challenge], check=check)
    return group.hash(prefix, [group.multiply(group.of(proof.response), power)]) == proof.challenge


# One of some numbers -------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Branch:
    """One of several statements "this ciphertext holds this number", of which one is true."""

    ciphertext: Ciphertext
    number: int


def prove_one(
    group: Group,
    key: Element,
    branches: Sequence[Branch],
    *,
    prefix: str,
    true: int,
    randomness: int,
    draw: Draw,
    name: str,
) -> list[Proof]:
    """Prove that one branch is true without saying which (Cramer, Damgård, Schoenmakers)."""
    power = group.fixed(key)
    simulated: dict[int, Proof] = {}
    commitments: list[Element] = []
    nonce = 0
    for at, branch in enumerate(branches):
        if at == true:
            nonce = draw(f"{name}[{at}].w")
            commitments += [group.of(nonce), power(nonce)]
        else:
            simulated[at] = Proof(draw(f"{name}[{at}].challenge"), draw(f"{name}[{at}].response"))
            commitments += _commitment(group, key, branch, simulated[at])
    challenge = (group.hash(prefix, commitments) - sum(proof.challenge for proof in simulated.values())) % group.q
    simulated[true] = Proof(challenge, (nonce - randomness * challenge) % group.q)
    return [simulated[at] for at in range(len(branches))]


def one_holds(group: Group, key: Element, branches: Sequence[Branch], proofs: Sequence[Proof], *, prefix: str) -> bool:
    """Check that the challenges add up to the hash of all commitments."""
    if len(proofs) != len(branches):
        return False
    commitments: list[Element] = []
    for branch, proof in zip(branches, proofs, strict=True):
        commitments += _commitment(group, key, branch, proof)
    return group.hash(prefix, commitments) == sum(proof.challenge for proof in proofs) % group.q


def interval(group: Group, context: str, ciphertext: Ciphertext) -> str:
    """The prefix under which an interval is proved: `prove|S|α,β|`."""
    return f"prove|{context}|{group.write(ciphertext.alpha)},{group.write(ciphertext.beta)}|"


def interval_holds(
    group: Group,
    key: Element,
    ciphertext: Ciphertext,
    proofs: Sequence[Proof],
    *,
    context: str,
    least: int,
    check: bool = False,
) -> bool:
    """Check that it holds one of the numbers from `least`; with `check`, NotInGroup if α or β is no member."""
    challenges = [proof.challenge for proof in proofs]
    alphas = group.powers(ciphertext.alpha, challenges, check=check)
    betas = group.powers(ciphertext.beta, challenges, check=check)
    power = group.fixed(key)
    commitments: list[Element] = []
    for number, (proof, alpha, beta) in enumerate(zip(proofs, alphas, betas, strict=True), least):
        commitments.append(group.multiply(group.of(proof.response), alpha))
        right = group.multiply(power(proof.response), beta)
        commitments.append(group.multiply(right, group.of(-number * proof.challenge)) if number else right)
    return group.hash(interval(group, context, ciphertext), commitments) == sum(challenges) % group.q


def _commitment(group: Group, key: Element, branch: Branch, proof: Proof) -> list[Element]:
    """A = g^r · α^c and B = y^r · (β / g^m)^c."""
    alpha = group.power(branch.ciphertext.alpha, proof.challenge)
    beta = group.power(branch.ciphertext.beta, proof.challenge)
    right = group.multiply(group.fixed(key)(proof.response), beta)
    if branch.number:
        right = group.multiply(right, group.of(-branch.number * proof.challenge))
    return [group.multiply(group.of(proof.response), alpha), right]
