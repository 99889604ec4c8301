"""A shuffle as it stands in the archive (Belenios specification, v1, "Shuffles").

{"ciphertexts": [[ct]], "proofs": [[ [t1, t2, t3, [t41, t42], [t̂]], [s1, s2, s3, s4, [ŝ], [s']], [c], [ĉ] ]]}
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from korzo.capabilities.ballots.rules import jsons, proofs
from korzo.capabilities.ballots.rules.groups import Element, Group
from korzo.capabilities.ballots.rules.proofs import Ciphertext


@dataclass(frozen=True, slots=True)
class Argument:
    """The commitments t and t̂, the responses s, ŝ and s', the permutation c and the chain ĉ."""

    t: tuple[Element, ...]
    t_hat: tuple[Element, ...]
    s: tuple[int, ...]
    s_hat: tuple[int, ...]
    s_prime: tuple[int, ...]
    c: tuple[Element, ...]
    c_hat: tuple[Element, ...]


@dataclass(frozen=True, slots=True)
class Shuffled:
    """A shuffle of one question: its ciphertexts and the proof."""

    ciphertexts: tuple[Ciphertext, ...]
    proof: Argument


def write(group: Group, shuffles: Sequence[Shuffled]) -> bytes:
    """The bytes of a shuffle, one entry for each non-homomorphic question."""
    return jsons.write(
        {
            "ciphertexts": [
                [proofs.ciphertext_as_json(group, each) for each in shuffled.ciphertexts] for shuffled in shuffles
            ],
            "proofs": [_as_json(group, shuffled.proof) for shuffled in shuffles],
        }
    )


def read(group: Group, data: bytes, questions: int) -> list[Shuffled]:
    """Read a shuffle; Malformed or NotInGroup."""
    ciphertexts, arguments = jsons.fields(jsons.read(data), "ciphertexts", "proofs")
    pairs = zip(jsons.items(ciphertexts, questions), jsons.items(arguments, questions), strict=True)
    return [
        Shuffled(tuple(proofs.read_ciphertext(group, each) for each in jsons.items(given)), _argument(group, argument))
        for given, argument in pairs
    ]


def _as_json(group: Group, proof: Argument) -> list[Any]:
    def spelled(elements: Sequence[Element]) -> list[str]:
        return [group.write(each) for each in elements]

    def said(scalars: Sequence[int]) -> list[str]:
        return [str(each) for each in scalars]

    t = spelled(proof.t)
    return [
        [*t[:3], t[3:], spelled(proof.t_hat)],
        [*said(proof.s), said(proof.s_hat), said(proof.s_prime)],
        spelled(proof.c),
        spelled(proof.c_hat),
    ]


def _argument(group: Group, value: Any) -> Argument:
    t, s, c, c_hat = jsons.items(value, 4)
    t1, t2, t3, t4, t_hat = jsons.items(t, 5)
    s1, s2, s3, s4, s_hat, s_prime = jsons.items(s, 6)

    def elements(given: Any) -> tuple[Element, ...]:
        return tuple(group.read(each) for each in jsons.items(given))

    def scalars(given: Any) -> tuple[int, ...]:
        return tuple(group.scalar(each) for each in jsons.items(given))

    return Argument(
        elements([t1, t2, t3, *jsons.items(t4, 2)]),
        elements(t_hat),
        scalars([s1, s2, s3, s4]),
        scalars(s_hat),
        scalars(s_prime),
        elements(c),
        elements(c_hat),
    )
