"""What every group can do, and what is the same in all of them."""

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from typing import Any

Element = Any  # opaque: only its own group knows what it is
Power = Callable[[int], Element]


class NotInGroup(ValueError):
    """A string or number that is no element of the group, or no scalar, or not in its one true spelling."""


class Group(ABC):
    """A group of prime order q with generator g.

    `capacity` is how many numbers 0..255 one element can carry (0: none). Exponents are taken mod q.
    """

    name: str
    q: int
    g: Element
    identity: Element
    capacity: int

    @abstractmethod
    def read(self, text: Any, *, member: bool = True) -> Element:
        """Read an element; NotInGroup if it is none. `member=False` leaves the costly part to `powers`."""

    @abstractmethod
    def write(self, element: Element) -> str:
        """Spell an element."""

    @abstractmethod
    def multiply(self, left: Element, right: Element) -> Element:
        """Multiply."""

    @abstractmethod
    def inverse(self, element: Element) -> Element:
        """1 / element."""

    @abstractmethod
    def power(self, base: Element, exponent: int) -> Element:
        """Raise to a power."""

    @abstractmethod
    def fixed(self, base: Element) -> Power:
        """Raise one base of which many powers are asked: tables are kept where that pays."""

    @abstractmethod
    def powers(self, base: Element, exponents: Sequence[int], *, check: bool = False) -> list[Element]:
        """Several powers of one base; with `check`, NotInGroup if the base is no member."""

    @abstractmethod
    def order(self, element: Element) -> Any:
        """A key by which ciphertexts of a tally are sorted."""

    @abstractmethod
    def generator(self, index: int) -> Element:
        """The independent generator of that index, from 0; −1 is the secondary one ("Independent generators")."""

    @abstractmethod
    def embed(self, values: Sequence[int]) -> Element:
        """Carry numbers 0..255 in one element ("Non-homomorphic answers")."""

    @abstractmethod
    def extract(self, element: Element, count: int) -> list[int]:
        """Give back what `embed` carried, or any `count` numbers where an element carries none."""

    def of(self, exponent: int) -> Element:
        """Raise the generator."""
        return self.fixed(self.g)(exponent)

    def product(self, elements: Iterable[Element]) -> Element:
        """Multiply all; of none it is the identity."""
        whole = self.identity
        for element in elements:
            whole = self.multiply(whole, element)
        return whole

    def combine(self, bases: Sequence[Element], exponents: Sequence[int]) -> Element:
        """Π base_i ^ exponent_i."""
        return self.product(self.power(base, exponent) for base, exponent in zip(bases, exponents, strict=True))

    def scalar(self, text: Any) -> int:
        """Read a scalar: decimal, without sign or leading zero, below q."""
        if not (isinstance(text, str) and text.isascii() and text.isdecimal() and (text == "0" or text[0] != "0")):
            raise NotInGroup("a scalar is a string of decimal digits without leading zeros")
        if len(text) > len(str(self.q)) or (value := int(text)) >= self.q:
            raise NotInGroup("a scalar is below the order of the group")
        return value

    def hash(self, prefix: str, elements: Iterable[Element]) -> int:
        """H(prefix; e1, e2, …): SHA-256 of the prefix and the elements joined by commas, big-endian, mod q."""
        return self.hashed(prefix + ",".join(map(self.write, elements)))

    def hashed(self, text: str) -> int:
        """SHA-256 of the text as a big-endian number mod q."""
        return int.from_bytes(hashlib.sha256(text.encode()).digest(), "big") % self.q


def packed(numbers: Sequence[int], capacity: int) -> int:
    """Write the numbers in base 256."""
    if not 0 < len(numbers) <= capacity or not all(0 <= number <= 255 for number in numbers):  # noqa: PLR2004 -- a byte
        raise ValueError(f"one ciphertext carries 1 to {capacity} numbers of 0 to 255")
    return int.from_bytes(bytes(numbers), "big")


def unpacked(value: int, count: int) -> list[int]:
    """Read the lowest `count` numbers in base 256; what stands above them is nobody's.

    Nothing proves what a ciphertext carries. One voter's nonsense is a paper like any other, and stops no count.
    """
    return list((value & ((1 << 8 * count) - 1)).to_bytes(count, "big"))
