"""Credentials: what a voter types, the secret made from it, the public half on the list.

Belenios specification, v1, "Credentials". Made today: 22 characters (129 bits, software from 2.4). Read as well: 15
characters of the old style, which is all that version 2.0 of the official tool can vote with. Dashes belong to the
string that is hashed.
"""

import hashlib
import re
from collections.abc import Mapping
from typing import Any

from korzo.capabilities.ballots.rules import digests, jsons
from korzo.capabilities.ballots.rules.groups import Group, NotInGroup

_FULL = re.compile(rf"[{digests.BASE58}]{{5}}-[{digests.BASE58}]{{6}}-[{digests.BASE58}]{{5}}-[{digests.BASE58}]{{6}}")
_OLD = re.compile(rf"[{digests.BASE58}]{{3}}(-[{digests.BASE58}]{{3}}){{4}}")
_UUID = re.compile(rf"[{digests.BASE58}]{{14,}}")


class BadCredential(ValueError):
    """A string that is no credential: mistyped or cut off."""


def uuid() -> str:
    """A name for a new election."""
    return digests.token(14)


def is_uuid(text: Any) -> bool:
    """Tell whether this names an election: Base58, at least 14 characters."""
    return isinstance(text, str) and bool(_UUID.fullmatch(text))


def make() -> str:
    """A new credential."""
    drawn = digests.token(22)
    return "-".join((drawn[:5], drawn[5:11], drawn[11:16], drawn[16:]))


def make_old() -> str:
    """A new credential of the old style, for tests with version 2.0 of the official tool."""
    drawn = digests.token(14)
    whole = drawn + digests.BASE58[_check_digit(drawn)]
    return "-".join(whole[at : at + 3] for at in range(0, 15, 3))


def secret(group: Group, uuid: str, credential: str) -> int:
    """The signing key of a credential; BadCredential if it is none."""
    if _FULL.fullmatch(credential):
        halves = (f"derive_credential|{uuid}|{half}|{credential}" for half in (0, 1))
        return int("".join(digests.hex_of(half.encode()) for half in halves), 16) % group.q
    if _OLD.fullmatch(credential):
        plain = credential.replace("-", "")
        if digests.BASE58.index(plain[14]) != _check_digit(plain[:14]):
            raise BadCredential("mistyped: the last character does not fit the others")
        derived = hashlib.pbkdf2_hmac("sha256", credential.encode(), uuid.encode(), 1000, 32)
        return int.from_bytes(derived, "big") % group.q
    raise BadCredential("a credential looks like abcde-fghijk-mnopq-rstuvw")


def public(group: Group, uuid: str, credential: str) -> str:
    """The public half, g^s."""
    return group.write(group.of(secret(group, uuid, credential)))


def listed(weights: Mapping[str, int]) -> bytes:
    """The public list: sorted, so that its order betrays nobody."""
    heavy = any(weight != 1 for weight in weights.values())
    return jsons.write([f"{each},{weights[each]}" if heavy else each for each in sorted(weights)])


def read_list(group: Group, data: bytes) -> dict[str, int]:
    """Read a public list: weights by public credential, in its order; Malformed with the place of what is wrong."""
    found: dict[str, int] = {}
    for at, entry in enumerate(jsons.items(jsons.read(data))):
        element, comma, weight = jsons.text(entry).partition(",")
        if comma and not (weight.isascii() and weight.isdecimal() and weight[0] != "0"):
            raise jsons.Malformed(f"credential {at}: a weight is a whole number from 1")
        try:
            if group.read(element) == group.identity:
                raise jsons.Malformed(f"credential {at}: is the identity")
        except NotInGroup as error:
            raise jsons.Malformed(f"credential {at}: {error}") from error
        if element in found:
            raise jsons.Malformed(f"credential {at}: is listed twice")
        found[element] = int(weight) if comma else 1
    return found


def _check_digit(fourteen: str) -> int:
    value = 0
    for character in fourteen:
        value = value * 58 + digests.BASE58.index(character)
    return 53 - value % 53
