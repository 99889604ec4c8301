"""Ed25519: the subgroup of prime order of the curve −x² + y² = 1 + d·x²y² modulo 2^255 − 19, computed by libsodium.

Belenios specification, v1, "Ed25519"; RFC 8032, section 5.1. An element is its usual 32 bytes (little-endian y, the
sign of x on top); the protocol spells them reversed, in hex. libsodium refuses the identity as a factor and zero as a
scalar: both are caught here.
"""

# ruff: noqa: D102 -- what the methods do is said in `base.Group`

import hashlib
import re
from collections.abc import Sequence
from typing import Any

from nacl import bindings
from nacl.exceptions import RuntimeError as Refused

from korzo.capabilities.ballots.rules.groups.base import Element, Group, NotInGroup, Power, packed, unpacked

_FIELD = 2**255 - 19
_SIGN = 1 << 255
_PADDING = 14
_SPELLING = re.compile(r"[0-9a-f]{64}")
_times: Any = bindings.crypto_scalarmult_ed25519_noclamp
_base: Any = bindings.crypto_scalarmult_ed25519_base_noclamp
_add: Any = bindings.crypto_core_ed25519_add
_valid: Any = bindings.crypto_core_ed25519_is_valid_point


class Ed25519(Group):
    """The group in which new elections are made."""

    name = "Ed25519"
    q = 2**252 + 27742317777372353535851937790883648493
    identity = (1).to_bytes(32, "little")
    capacity = 30

    def __init__(self) -> None:
        self.g = _base((1).to_bytes(32, "little"))

    def __reduce__(self) -> tuple[Any, ...]:
        from korzo.capabilities.ballots.rules import groups  # itself made there

        return groups.named, (self.name,)

    def read(self, text: Any, *, member: bool = True) -> Element:
        if not (isinstance(text, str) and _SPELLING.fullmatch(text)):
            raise NotInGroup("an element is 64 lower-case hex digits")
        element = bytes.fromhex(text)[::-1]
        if int(text, 16) % _SIGN >= _FIELD:
            raise NotInGroup("a coordinate is below 2^255 - 19")
        if member:
            self._check(element)
        return element

    def _check(self, element: Element) -> None:
        if element != self.identity and not _valid(element):
            raise NotInGroup("a point outside the group")

    def write(self, element: Element) -> str:
        found: str = element[::-1].hex()
        return found

    def multiply(self, left: Element, right: Element) -> Element:
        return _add(left, right)

    def inverse(self, element: Element) -> Element:
        return element if element == self.identity else element[:31] + bytes((element[31] ^ 0x80,))

    def power(self, base: Element, exponent: int) -> Element:
        exponent %= self.q
        if exponent == 0 or base == self.identity:
            return self.identity
        try:
            return _times(exponent.to_bytes(32, "little"), base)
        except Refused as error:  # libsodium looks at every base again
            raise NotInGroup("a point outside the group") from error

    def fixed(self, base: Element) -> Power:
        if base != self.g:
            return lambda exponent: self.power(base, exponent)
        return self.of

    def of(self, exponent: int) -> Element:
        exponent %= self.q
        return _base(exponent.to_bytes(32, "little")) if exponent else self.identity

    def powers(self, base: Element, exponents: Sequence[int], *, check: bool = False) -> list[Element]:
        if check and not any(exponent % self.q for exponent in exponents):
            self._check(base)  # otherwise libsodium does it on the way
        return [self.power(base, exponent) for exponent in exponents]

    def order(self, element: Element) -> Any:
        return element

    def generator(self, index: int) -> Element:
        start = int.from_bytes(hashlib.sha256(f"ggen|{index}".encode()).digest(), "big") >> 2
        while True:
            try:
                found = start.to_bytes(32, "little")
                for _ in range(3):
                    found = _add(found, found)
            except Refused:
                start += 1
            else:
                return found

    def embed(self, values: Sequence[int]) -> Element:
        start = packed(values, self.capacity) << _PADDING
        for epsilon in range(1 << _PADDING):
            candidate = (start + epsilon).to_bytes(32, "little")
            if candidate == self.identity or _valid(candidate):
                return candidate
        raise ValueError("no point is near enough")  # once in 2^1500

    def extract(self, element: Element, count: int) -> list[int]:
        return unpacked(int.from_bytes(element, "little") >> _PADDING, count)
