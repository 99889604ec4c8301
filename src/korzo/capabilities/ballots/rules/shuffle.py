"""Shuffles with proof: the same ballots in another order, and nobody sees which is which.

Belenios specification, v1, "Shuffle proofs", after Haenni, Locher, Koenig, Dubuis, *CHVote protocol specification*
1.3.2 and *Pseudo-code algorithms for verifiable re-encryption mix-nets*.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from korzo.capabilities.ballots.rules import digests
from korzo.capabilities.ballots.rules.answers import BadProof
from korzo.capabilities.ballots.rules.digests import Draw
from korzo.capabilities.ballots.rules.groups import Element, Group
from korzo.capabilities.ballots.rules.proofs import Ciphertext
from korzo.capabilities.ballots.rules.shuffled import Argument, Shuffled

_BATCHED = 128  # bits of the random factors that join equations: one in 2^128 wrong ones would pass


@dataclass(frozen=True, slots=True)
class Setting:
    """What both sides know."""

    group: Group
    key: Element
    fingerprint: str

    def generators(self, count: int) -> list[Element]:
        """Make h_0, h_1, … of the specification."""
        return [self.group.generator(at) for at in range(count)]


# Prover --------------------------------------------------------------------------------------------------------------
def permutation(count: int) -> list[int]:
    """A random order."""
    order = list(range(count))
    secrets.SystemRandom().shuffle(order)
    return order


def shuffle(setting: Setting, given: Sequence[Ciphertext], order: Sequence[int], draw: Draw) -> Shuffled:
    """Re-encrypt in another order, and prove it; output i is input order[i]."""
    group, count = setting.group, len(given)
    power = group.fixed(setting.key)
    fresh = [draw(f"shuffle.r'[{at}]") for at in range(count)]
    again = [
        Ciphertext(group.multiply(each.alpha, group.of(r)), group.multiply(each.beta, power(r)))
        for each, r in zip(given, fresh, strict=True)
    ]
    after = tuple(again[at] for at in order)
    generators, h = setting.generators(count), group.generator(-1)
    commit: dict[int, int] = {at: draw(f"shuffle.r[{at}]") for at in order}
    place = {source: at for at, source in enumerate(order)}
    c = [group.multiply(group.of(commit[source]), generators[place[source]]) for source in range(count)]
    u = _challenges(setting, given, after, c)
    u_prime = [u[at] for at in order]
    r_hat = [draw(f"shuffle.rhat[{at}]") for at in range(count)]
    chain = [h]
    for r, factor in zip(r_hat, u_prime, strict=True):
        chain.append(group.multiply(group.of(r), group.power(chain[-1], factor)))
    w = [draw(f"shuffle.w{at}") for at in range(1, 5)]
    w_hat = [draw(f"shuffle.what[{at}]") for at in range(count)]
    w_prime = [draw(f"shuffle.w'[{at}]") for at in range(count)]
    t = (
        group.of(w[0]),
        group.of(w[1]),
        group.multiply(group.of(w[2]), group.combine(generators, w_prime)),
        group.multiply(power(-w[3]), group.combine([each.beta for each in after], w_prime)),
        group.multiply(group.of(-w[3]), group.combine([each.alpha for each in after], w_prime)),
    )
    t_hat = [
        group.multiply(group.of(x), group.power(before, y)) for x, before, y in zip(w_hat, chain, w_prime, strict=False)
    ]
    challenge = _challenge(setting, t, t_hat, given, after, c, chain[1:])
    factors = [1] * count
    for at in range(count - 2, -1, -1):
        factors[at] = u_prime[at + 1] * factors[at + 1] % group.q
    sums = (
        sum(commit.values()),
        sum(r * factor for r, factor in zip(r_hat, factors, strict=True)),
        sum(commit[at] * u[at] for at in range(count)),
        sum(fresh[at] * u[at] for at in range(count)),
    )
    q = group.q
    return Shuffled(
        after,
        Argument(
            t,
            tuple(t_hat),
            tuple((nonce + challenge * total) % q for nonce, total in zip(w, sums, strict=True)),
            tuple((nonce + challenge * r) % q for nonce, r in zip(w_hat, r_hat, strict=True)),
            tuple((nonce + challenge * factor) % q for nonce, factor in zip(w_prime, u_prime, strict=True)),
            tuple(c),
            tuple(chain[1:]),
        ),
    )


# Verifier ------------------------------------------------------------------------------------------------------------
def check(setting: Setting, given: Sequence[Ciphertext], shuffled: Shuffled) -> None:
    """Check a shuffle; BadProof names the equation.

    The N equations of t̂ are joined by random factors of 128 bits into one: all are over members of a group of prime
    order, so a wrong one passes with a chance of 2^-128.
    """
    group, proof, after = setting.group, shuffled.proof, shuffled.ciphertexts
    count = len(given)
    if any(len(each) != count for each in (after, proof.t_hat, proof.s_hat, proof.s_prime, proof.c, proof.c_hat)):
        raise BadProof(f"every list has {count} entries")
    generators, h = setting.generators(count), group.generator(-1)
    power = group.fixed(setting.key)
    u = _challenges(setting, given, after, proof.c)
    challenge = _challenge(setting, proof.t, proof.t_hat, given, after, proof.c, proof.c_hat)
    minus = -challenge % group.q
    t1, t2, t3, t41, t42 = proof.t
    s1, s2, s3, s4 = proof.s
    joint = 1
    for each in u:
        joint = joint * each % group.q
    last = proof.c_hat[-1] if count else h
    spread = [minus * each % group.q for each in u]
    difference = group.multiply(group.product(proof.c), group.inverse(group.product(generators)))
    quotient = group.multiply(last, group.power(h, -joint))
    if t1 != group.multiply(group.power(difference, minus), group.of(s1)):
        raise BadProof("t1")
    if t2 != group.multiply(group.power(quotient, minus), group.of(s2)):
        raise BadProof("t2")
    if t3 != group.multiply(group.of(s3), group.combine([*proof.c, *generators], [*spread, *proof.s_prime])):
        raise BadProof("t3")
    betas = [each.beta for each in (*given, *after)]
    if t41 != group.multiply(power(-s4), group.combine(betas, [*spread, *proof.s_prime])):
        raise BadProof("t4, beta")
    alphas = [each.alpha for each in (*given, *after)]
    if t42 != group.multiply(group.of(-s4), group.combine(alphas, [*spread, *proof.s_prime])):
        raise BadProof("t4, alpha")
    _check_chain(group, h, proof, challenge)


def _check_chain(group: Group, h: Element, proof: Argument, challenge: int) -> None:
    """t̂_i · ĉ_i^κ = g^ŝ_i · ĉ_{i−1}^s'_i for all i, each to a random power, multiplied."""
    count = len(proof.c_hat)
    random = [secrets.randbits(_BATCHED) for _ in range(count)]
    exponents = [0] * (count + 1)  # of h, ĉ_0, ĉ_1, …
    for at, factor in enumerate(random):
        exponents[at] -= factor * proof.s_prime[at]
        exponents[at + 1] += factor * challenge
    total = sum(factor * each for factor, each in zip(random, proof.s_hat, strict=True))
    left = group.multiply(
        group.combine(proof.t_hat, random), group.combine([h, *proof.c_hat], [each % group.q for each in exponents])
    )
    if left != group.of(total):
        raise BadProof("t̂")


def _challenges(
    setting: Setting, given: Sequence[Ciphertext], after: Sequence[Ciphertext], c: Sequence[Element]
) -> list[int]:
    text = _spelled(setting.group, given, after, c)
    seed = digests.hex_of(f"shuffle-challenges|{setting.fingerprint}|{text}".encode())
    return [setting.group.hashed(seed + digests.hex_of(str(at).encode())) for at in range(len(given))]


def _challenge(  # noqa: PLR0917 -- in the order in which they are hashed
    setting: Setting,
    t: Sequence[Element],
    t_hat: Sequence[Element],
    given: Sequence[Ciphertext],
    after: Sequence[Ciphertext],
    c: Sequence[Element],
    c_hat: Sequence[Element],
) -> int:
    group = setting.group
    text = _listed(group, [*t, *t_hat]) + _spelled(group, given, after, c) + _listed(group, c_hat)
    return group.hashed(f"shuffle-challenge|{setting.fingerprint}|{text}{group.write(setting.key)}")


def _spelled(group: Group, given: Sequence[Ciphertext], after: Sequence[Ciphertext], c: Sequence[Element]) -> str:
    pairs = [part for each in (*given, *after) for part in (each.alpha, each.beta)]
    return _listed(group, [*pairs, *c])


def _listed(group: Group, elements: Sequence[Element]) -> str:
    return "".join(f"{group.write(each)}," for each in elements)
