"""Partial decryptions and the result (Belenios specification, v1, "Partial decryptions" and "Election result")."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isqrt
from typing import Any

from korzo.capabilities.ballots.rules import jsons, proofs
from korzo.capabilities.ballots.rules.answers import BadProof
from korzo.capabilities.ballots.rules.digests import Draw
from korzo.capabilities.ballots.rules.groups import Element, Group
from korzo.capabilities.ballots.rules.proofs import Ciphertext, Proof
from korzo.capabilities.ballots.rules.questions import Election, Homomorphic
from korzo.capabilities.ballots.rules.tally import Tally
from korzo.capabilities.ballots.rules.trustees import Pedersen, Trustees

Factors = list[list[Element]]
"""α^x for every ciphertext of a tally, by question."""


class Unfinished(ValueError):
    """Too few trustees have decrypted."""


# One trustee ---------------------------------------------------------------------------------------------------------
def decrypt(election: Election, tally: Tally, secret: int, draw: Draw) -> bytes:
    """Decrypt a tally with one key, and prove it: log_g X = log_α f."""
    group = election.group
    public = group.of(secret)
    factors: list[list[str]] = []
    given: list[list[dict[str, str]]] = []
    for at, ciphertexts in enumerate(tally):
        factors.append([])
        given.append([])
        for place, each in enumerate(ciphertexts):
            nonce = draw(f"pd.w[{at}][{place}]")
            factor, commitment = group.powers(each.alpha, [secret, nonce])
            challenge = group.hash(_prefix(election, public), [group.of(nonce), commitment])
            factors[-1].append(group.write(factor))
            given[-1].append(Proof(challenge, (nonce - secret * challenge) % group.q).as_json())
    return jsons.write({"decryption_factors": factors, "decryption_proofs": given})


def check(election: Election, tally: Tally, public: Element, data: bytes) -> Factors:
    """Check a partial decryption against its owner's key; Malformed, NotInGroup or BadProof with the place."""
    group = election.group
    factors, given = jsons.fields(jsons.read(data), "decryption_factors", "decryption_proofs")
    jsons.items(factors, len(tally))
    jsons.items(given, len(tally))
    power = group.fixed(public)
    found: Factors = []
    for at, ciphertexts in enumerate(tally):
        row = zip(
            ciphertexts,
            jsons.items(factors[at], len(ciphertexts)),
            jsons.items(given[at], len(ciphertexts)),
            strict=True,
        )
        found.append([])
        for place, (each, spelled, proof) in enumerate(row):
            factor, read = group.read(spelled, member=False), proofs.read(group, proof)
            (raised,) = group.powers(factor, [read.challenge], check=True)
            left = group.multiply(group.of(read.response), power(read.challenge))
            right = group.multiply(group.power(each.alpha, read.response), raised)
            if group.hash(_prefix(election, public), [left, right]) != read.challenge:
                raise BadProof(f"answer {at}: ciphertext {place}: is not decrypted with this key")
            found[-1].append(factor)
    return found


def _prefix(election: Election, public: Element) -> str:
    return f"decrypt|{election.fingerprint}|{election.group.write(public)}|"


# All together --------------------------------------------------------------------------------------------------------
def combine(group: Group, trustees: Trustees, given: Mapping[int, Factors]) -> Factors:
    """Join partial decryptions by owner (1, 2, …); of a threshold group the first t in the order of trustees count."""
    parts: list[tuple[Factors, int]] = []
    first = 1
    for member in trustees.members:
        owners = [owner for owner in range(first, first + len(member.publics)) if owner in given]
        needed = member.threshold if isinstance(member, Pedersen) else 1
        if len(owners) < needed:
            raise Unfinished(f"{needed} of the trustees {first} to {first + len(member.publics) - 1} are needed")
        if isinstance(member, Pedersen):
            indexes = [owner - first + 1 for owner in owners[:needed]]
            shares = lagrange(group.q, indexes)
            parts += [(given[first + index - 1], shares[index]) for index in indexes]
        else:
            parts.append((given[first], 1))
        first += len(member.publics)
    shape = parts[0][0]
    return [
        [
            group.product(
                factors[at][place] if share == 1 else group.power(factors[at][place], share) for factors, share in parts
            )
            for place in range(len(row))
        ]
        for at, row in enumerate(shape)
    ]


def lagrange(q: int, indexes: Sequence[int]) -> dict[int, int]:
    """λ_δ = Π_{k≠δ} k / (k − δ) mod q."""
    found = {}
    for each in indexes:
        above, below = 1, 1
        for other in indexes:
            if other != each:
                above = above * other % q
                below = below * (other - each) % q
        found[each] = above * pow(below, -1, q) % q
    return found


@dataclass(frozen=True, slots=True)
class Logarithm:
    """The v with g^v = m for 0 ≤ v ≤ most, by baby steps and giant steps (Shanks)."""

    group: Group
    most: int
    steps: Mapping[Element, int]
    giant: Element
    stride: int

    @classmethod
    def up_to(cls, group: Group, most: int) -> "Logarithm":
        """Prepare for values from 0 to `most`."""
        stride = isqrt(most) + 1
        steps: dict[Element, int] = {}
        value = group.identity
        for at in range(stride):
            steps[value] = at
            value = group.multiply(value, group.g)
        return cls(group, most, steps, group.inverse(value), stride)

    def of(self, element: Element) -> int:
        """BadProof if there is none."""
        for giant in range(self.stride + 1):
            small = self.steps.get(element)
            if small is not None and (value := giant * self.stride + small) <= self.most:
                return value
            element = self.group.multiply(element, self.giant)
        raise BadProof(f"decrypts to no number from 0 to {self.most}")


def result(election: Election, tally: Tally, factors: Factors, weight: int) -> list[list[Any]]:
    """What the tally says: totals, or single answers in the order of the last shuffle; BadProof or NotInGroup."""
    group = election.group
    logarithm = Logarithm.up_to(group, weight)
    found: list[list[Any]] = []
    for at, (asked, ciphertexts, row) in enumerate(zip(election.questions, tally, factors, strict=True)):
        plain = [_plain(group, each, factor) for each, factor in zip(ciphertexts, row, strict=True)]
        try:
            if isinstance(asked, Homomorphic):
                found.append([jsons.weighed(logarithm.of(each)) for each in plain])
            else:
                found.append([group.extract(each, len(asked.answers)) for each in plain])
        except ValueError as error:
            raise type(error)(f"answer {at}: {error}") from error
    return found


def write(found: Sequence[Sequence[Any]]) -> bytes:
    """The bytes of a result."""
    return jsons.write({"result": found})


def _plain(group: Group, ciphertext: Ciphertext, factor: Element) -> Element:
    return group.multiply(ciphertext.beta, group.inverse(factor))
