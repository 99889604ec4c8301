"""The three groups of the protocol (Belenios specification, v1, "Group parameters"), each under its own name.

All are written multiplicatively: a group of prime order q with generator g. An element is opaque to all but its group.
"""

from functools import cache

from korzo.capabilities.ballots.rules.groups.base import Element, Group, NotInGroup

__all__ = ["NAMES", "Element", "Group", "NotInGroup", "named"]

NAMES = ("Ed25519", "BELENIOS-2048", "RFC-3526-2048")


@cache
def named(name: str) -> Group:
    """The group of that name; ValueError if the protocol knows none."""
    if name == "Ed25519":
        from korzo.capabilities.ballots.rules.groups.ed25519 import Ed25519  # loads libsodium

        return Ed25519()
    from korzo.capabilities.ballots.rules.groups import finite

    if name == "BELENIOS-2048":
        return finite.belenios_2048()
    if name == "RFC-3526-2048":
        return finite.rfc_3526_2048()
    raise ValueError(f"no group named {name!r}; there are {', '.join(NAMES)}")
