"""The encrypted tally: what is multiplied, what is sorted (Belenios specification, v1, "Encrypted tally").

Homomorphic questions: the product of all last ballots, each to the power of its weight. Non-homomorphic ones: all
ciphertexts, sorted by α and β (as numbers; in Ed25519 by their little-endian bytes), which the specification leaves
open and the official tool does.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from korzo.capabilities.ballots.rules import jsons, proofs
from korzo.capabilities.ballots.rules.groups import Group
from korzo.capabilities.ballots.rules.proofs import Ciphertext
from korzo.capabilities.ballots.rules.questions import Election, Homomorphic

Tally = list[list[Ciphertext]]
"""Ciphertexts by question."""


def empty(election: Election) -> Tally:
    """The tally of no ballot."""
    one = Ciphertext(election.group.identity, election.group.identity)
    return [[one] * each.choices if isinstance(each, Homomorphic) else [] for each in election.questions]


def add(election: Election, tally: Tally, answers: Sequence[Sequence[Ciphertext]], weight: int = 1) -> None:
    """Count the answers of a ballot, or another tally, in."""
    group = election.group
    for at, given in enumerate(answers):
        if isinstance(election.questions[at], Homomorphic):
            heavy = [_weighed(group, each, weight) for each in given]
            tally[at] = [proofs.times(group, pair) for pair in zip(tally[at], heavy, strict=True)]
        else:
            tally[at].extend(given)


def finish(election: Election, tally: Tally) -> Tally:
    """Sort what will be shuffled."""
    order = election.group.order
    return [
        given
        if isinstance(asked, Homomorphic)
        else sorted(given, key=lambda each: (order(each.alpha), order(each.beta)))
        for asked, given in zip(election.questions, tally, strict=True)
    ]


def write(group: Group, tally: Iterable[Iterable[Ciphertext]]) -> bytes:
    """The bytes of a tally."""
    return jsons.write([[proofs.ciphertext_as_json(group, each) for each in given] for given in tally])


def read(election: Election, data: bytes) -> Tally:
    """Read a tally; Malformed or NotInGroup."""
    found = [
        [proofs.read_ciphertext(election.group, each) for each in jsons.items(given)]
        for given in jsons.items(jsons.read(data), len(election.questions))
    ]
    for asked, given in zip(election.questions, found, strict=True):
        if isinstance(asked, Homomorphic):
            jsons.items(given, asked.choices)
    return found


def sized(count: int, weight: int, digest: str) -> bytes:
    """The record that says how many ballots a tally holds."""
    return jsons.write({"num_tallied": count, "total_weight": jsons.weighed(weight), "encrypted_tally": digest})


def read_sized(data: bytes) -> tuple[int, int, str]:
    """How many, of what weight, and which tally."""
    count, weight, digest = jsons.fields(jsons.read(data), "num_tallied", "total_weight", "encrypted_tally")
    return jsons.whole(count), jsons.weight(weight), jsons.text(digest)


def replaced(election: Election, tally: Tally, shuffled: Sequence[list[Ciphertext]]) -> Tally:
    """The tally with what was shuffled in place of what was not."""
    found: list[Any] = list(tally)
    for at, given in zip(election.shuffled, shuffled, strict=True):
        found[at] = given
    return found


def _weighed(group: Group, ciphertext: Ciphertext, weight: int) -> Ciphertext:
    if weight == 1:
        return ciphertext
    return Ciphertext(group.power(ciphertext.alpha, weight), group.power(ciphertext.beta, weight))
