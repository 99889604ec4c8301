"""Sets of small numbers in Python integers: bit n says that n is in the set."""

from collections.abc import Mapping, Sequence
from itertools import compress

SPARSE = 16
"""So many numbers are put together one by one; more go through a string of digits."""
_DIGITS = bytes.maketrans(b"01", b"\x00\x01")


def of(numbers: Sequence[int], size: int) -> int:
    """The set of these numbers, all below `size`."""
    if len(numbers) <= SPARSE:
        found = 0
        for number in numbers:
            found |= 1 << number
        return found
    digits = bytearray(b"0") * size
    for number in numbers:
        digits[number] = 49
    digits.reverse()
    return int(digits, 2)


def flags(numbers: int, size: int) -> bytes:
    """A byte of 0 or 1 for each number below `size`."""
    return format(numbers, "b").encode().translate(_DIGITS)[::-1].ljust(size, b"\0") if size else b""


def listed(numbers: int, size: int) -> list[int]:
    """The numbers in a set, in order."""
    return list(compress(range(size), flags(numbers, size)))


def split(classes: Mapping[int, int], numbers: int, worth: int) -> dict[int, int]:
    """Sets by score, after those who are in `numbers` got `worth` more."""
    found: dict[int, int] = {}
    for score, members in classes.items():
        with_it = members & numbers
        if with_it:
            found[score + worth] = found.get(score + worth, 0) | with_it
        if with_it != members:
            found[score] = found.get(score, 0) | (members & ~numbers)
    return found
