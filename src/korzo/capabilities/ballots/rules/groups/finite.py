"""The two groups of squares, cubes, … modulo a prime of 2048 bits: BELENIOS-2048 and RFC-3526-2048.

Belenios specification, v1, "Default group parameters"; RFC 3526, section 3. Powers of one base share their squarings
(combs), products of powers share them too (Pippenger's buckets), powers of the generator and the election key are read
from tables.
"""

# ruff: noqa: D102 -- what the methods do is said in `base.Group`

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from korzo.capabilities.ballots.rules.groups import numbers
from korzo.capabilities.ballots.rules.groups.base import Element, Group, NotInGroup, Power, packed, unpacked

_TEETH = 8  # chains of squarings are cut into as many pieces
_FEW = 8  # below as many bases, buckets do not pay


class Finite(Group):
    """The subgroup of prime order q of the numbers modulo p."""

    def __init__(self, name: str, p: int, q: int, g: int, *, capacity: int = 0) -> None:
        self.name, self.p, self.q, self.capacity = name, numbers.big(p), q, capacity
        self.g, self.identity = numbers.big(g), numbers.big(1)
        self._safe = p == 2 * q + 1  # then the members are the squares, and Legendre's symbol tells them
        self._bits = q.bit_length()
        self._big_q = numbers.big(q)
        self._length = len(str(p))
        self.fixed = lru_cache(maxsize=4)(self._fixed)  # type: ignore[method-assign]

    def __reduce__(self) -> tuple[Any, ...]:
        from korzo.capabilities.ballots.rules import groups  # itself made there

        return groups.named, (self.name,)

    def read(self, text: Any, *, member: bool = True) -> Element:
        if not (isinstance(text, str) and text.isascii() and text.isdecimal() and text[0] != "0"):
            raise NotInGroup("an element is a string of decimal digits without leading zeros")
        if len(text) > self._length or (element := numbers.big(text)) >= self.p:
            raise NotInGroup("an element is below the modulus")
        if member and not self._member(element):
            raise NotInGroup("a number outside the group")
        return element

    def _member(self, element: Element) -> bool:
        if self._safe:
            return numbers.square(element, self.p)
        return bool(numbers.power(element, self._big_q, self.p) == 1)

    def write(self, element: Element) -> str:
        return str(element)

    def multiply(self, left: Element, right: Element) -> Element:
        return left * right % self.p

    def inverse(self, element: Element) -> Element:
        return numbers.inverse(element, self.p)

    def power(self, base: Element, exponent: int) -> Element:
        return numbers.power(base, exponent % self.q, self.p)

    def fixed(self, base: Element) -> Power:
        return self._fixed(base)  # replaced by a cache in __init__

    def _fixed(self, base: Element) -> Power:
        """Keep base^(digit·2^(width·place)) for every digit and place."""
        width = 10 if self._bits <= 512 else 6  # noqa: PLR2004 -- 27,000 products of 2048 bits, 8 MB
        p, q, mask = self.p, self.q, (1 << width) - 1
        rows = []
        for _ in range(-(-self._bits // width)):
            row = [self.identity]
            for _ in range(mask):
                row.append(row[-1] * base % p)
            rows.append(row)
            base = row[-1] * base % p

        def power(exponent: int) -> Element:
            exponent %= q
            whole = 1
            for row in rows:
                if digit := exponent & mask:
                    whole = whole * row[digit] % p
                exponent >>= width
            return numbers.big(whole)

        return power

    def powers(self, base: Element, exponents: Sequence[int], *, check: bool = False) -> list[Element]:
        if check and self._safe and not self._member(base):
            raise NotInGroup("a number outside the group")
        wanted = [*exponents, self.q] if check and not self._safe else list(exponents)
        found = self._comb(base, wanted)
        if len(found) > len(exponents) and found.pop() != 1:
            raise NotInGroup("a number outside the group")
        return found

    def _comb(self, base: Element, exponents: Sequence[int]) -> list[Element]:
        """Cut every exponent into eight rows of bits; four bits of a column are one product read from a table."""
        p, length = self.p, -(-self._bits // _TEETH)
        step = numbers.big(1) << length
        chain = [base]
        for _ in range(_TEETH - 1):
            chain.append(numbers.power(chain[-1], step, p))
        tables = [_subsets(chain[:4], p), _subsets(chain[4:], p)]
        return [_walk(exponent, length, tables, p) for exponent in exponents]

    def combine(self, bases: Sequence[Element], exponents: Sequence[int]) -> Element:
        if len(bases) < _FEW:
            return super().combine(bases, exponents)
        if len(bases) != len(exponents):
            raise ValueError("as many exponents as bases")
        p = self.p
        exponents = [exponent % self.q for exponent in exponents]
        bits = max(1, max(exponents).bit_length())
        width = min(12, max(3, len(bases).bit_length() - 2))
        whole: Any = self.identity
        for place in range(-(-bits // width) - 1, -1, -1):
            whole = numbers.power(whole, 1 << width, p)
            buckets: list[Any] = [None] * (1 << width)
            shift, mask = place * width, (1 << width) - 1
            for base, exponent in zip(bases, exponents, strict=True):
                if digit := exponent >> shift & mask:
                    held = buckets[digit]
                    buckets[digit] = base if held is None else held * base % p
            running: Any = self.identity
            total: Any = self.identity
            for held in reversed(buckets[1:]):
                if held is not None:
                    running = running * held % p
                total = total * running % p
            whole = whole * total % p
        return whole

    def order(self, element: Element) -> Any:
        return element

    def generator(self, index: int) -> Element:
        seed = int.from_bytes(hashlib.sha256(f"ggen|{index}".encode()).digest(), "big")
        return numbers.power(numbers.big(seed), (self.p - 1) // self._big_q, self.p)

    def embed(self, values: Sequence[int]) -> Element:
        start = numbers.big(packed(values, self.capacity) << 8)
        for epsilon in range(256):
            if start + epsilon > 0 and self._member(start + epsilon):
                return start + epsilon
        raise ValueError("no element is near enough")  # once in 2^256

    def extract(self, element: Element, count: int) -> list[int]:
        return unpacked(int(element) >> 8, count)


def _subsets(four: Sequence[Any], p: Any) -> list[Any]:
    """All sixteen products of some of the four."""
    found: list[Any] = [1]
    for each in four:
        found += [each * product % p for product in found]
    return found


def _walk(exponent: int, length: int, tables: Sequence[Sequence[Any]], p: Any) -> Any:
    """Read columns of bits: every bit is spread to a byte, so that rows can be added and columns read as bytes."""
    bits = f"{exponent:0{length * _TEETH}b}".encode().translate(_SPREAD)
    rows = [int.from_bytes(bits[at : at + length], "big") for at in range(0, len(bits), length)]  # the highest first
    high = rows[0] << 3 | rows[1] << 2 | rows[2] << 1 | rows[3]
    low = rows[4] << 3 | rows[5] << 2 | rows[6] << 1 | rows[7]
    whole = numbers.big(1)
    for below, above in zip(low.to_bytes(length, "big"), high.to_bytes(length, "big"), strict=True):
        whole = whole * whole % p
        if below:
            whole = whole * tables[0][below] % p
        if above:
            whole = whole * tables[1][above] % p
    return whole


_SPREAD = bytes.maketrans(b"01", b"\0\1")


def belenios_2048() -> Finite:
    """The group of the Belenios specification: q of 256 bits, homomorphic questions only."""
    return Finite("BELENIOS-2048", _P, _Q, _G)


def rfc_3526_2048() -> Finite:
    """Group 14 of RFC 3526: p = 2q + 1, g = 2; one element carries 254 numbers."""
    return Finite("RFC-3526-2048", _RFC_P, (_RFC_P - 1) // 2, 2, capacity=254)


_P = int(
    "a3ef2d011fefb1b6e39e568fccdffb0fb7dc7ef3a791b6862791811d21fc35f21e6d36856b428030421f514ed40bfd4c06e0"
    "92a495af8d79a2f85e0fb11c0ede07dd973f9c53e50930c6e82ac36de1ae3fb8c3aabfff12ce27a5022ddd8912d107435012"
    "768a2cdd0a4091d8fa447f6c7ebc15a349fa318a6b4fe17d8d47e843a3e14dfa9b2162f4d7229abe93a188b46b006517d6f6"
    "747ebbb29c9ec3099b607f18fb1a8bc858279aa8599411d998d3e3fada9e010840d082d8c31911acdd4a0e7992d0f18cc759"
    "cb5de0acf66a3882555bc810941e021b6a4ccfa04ee4008f878affa2375e2999b44f6cef17d707301e59e0e6351e051ed9ce"
    "c4157646e64f",
    16,
)
_Q = int(
    "adb6066a73522565f4daa0f2579db7f2f0fa90c2168bc709e20263387d55c491",
    16,
)
_G = int(
    "1307c1ab5f295885d7caa3a78a42415e31fd1c5807b61fb1e781878a52230a51988b98c259597f9c5a9dfd001d26ba31d9d8"
    "976f01d95a1c8262ee68a0e92cea541e5219e0d0d094301b894236823fe1d4bc04e29f3748aefd4f10d5b1a356a8643e673f"
    "d9d215fc8fe5fb9cf9fdb8ea88fdb1a3381a697fdf9c2458570b06d26aef1be365fdd90165f397c6b870df8c1b9e519edcee"
    "8bb0f74b7a1615a274ba60a7ea574a61f552d2dde0ce514e0927c4ff49b1964c4a913731ae4268d60d7f22127b6cbba44d45"
    "3ac8b72fd04e0991b7aeff04867d8724ac638f5f34100d2d47aa680d43771902743d663f42d853c041e1c91fe3823f4bcf28"
    "4308f1d7e653",
    16,
)
_RFC_P = int(
    "ffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74020bbea63b139b22514a08798e3404ddef95"
    "19b3cd3a431b302b0a6df25f14374fe1356d6d51c245e485b576625e7ec6f44c42e9a637ed6b0bff5cb6f406b7edee386bfb"
    "5a899fa5ae9f24117c4b1fe649286651ece45b3dc2007cb8a163bf0598da48361c55d39a69163fa8fd24cf5f83655d23dca3"
    "ad961c62f356208552bb9ed529077096966d670c354e4abc9804f1746c08ca18217c32905e462e36ce3be39e772c180e8603"
    "9b2783a2ec07a28fb5c55df06f4c52c9de2bcbf6955817183995497cea956ae515d2261898fa051015728e5a8aacaa68ffff"
    "ffffffffffff",
    16,
)
