"""Hashes and random numbers (Belenios specification, v1, "Basic types" and "Common")."""

import base64
import hashlib
import secrets
from collections.abc import Callable

BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"

Draw = Callable[[str], int]
"""A scalar at random; its name says what for, so that tests can replay a ballot number by number."""


def base64_of(data: bytes) -> str:
    """SHA-256 in Base64 without `=`: fingerprints, trackers, signed hashes."""
    return base64.b64encode(hashlib.sha256(data).digest()).decode().rstrip("=")


def hex_of(data: bytes) -> str:
    """SHA-256 in hex: the names of records."""
    return hashlib.sha256(data).hexdigest()


def drawing(q: int) -> Draw:
    """Draw scalars below q; 128 bits more than q has leave no bias that counts."""
    return lambda _name: secrets.randbits(q.bit_length() + 128) % q


def token(length: int) -> str:
    """Random Base58 characters, 5.86 bits each."""
    return "".join(secrets.choice(BASE58) for _ in range(length))
