"""Those who hold the decryption keys, alone or t of n (Belenios specification, v1, "Trustees").

`trustees` is a list of ["Single", {…}] and ["Pedersen", {…}]; owners of shuffles and decryptions are counted through it
from 1, each trustee of a Pedersen group singly. Three forms of threshold keys are in use: plain (up to 2.5),
strengthened (certificates with context, signed views of the ceremony, 2.5.1), and with a signature of the key itself
(from 3.0), which is what Korzo writes.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from korzo.capabilities.ballots.rules import jsons, proofs, signing
from korzo.capabilities.ballots.rules.answers import BadProof
from korzo.capabilities.ballots.rules.digests import Draw
from korzo.capabilities.ballots.rules.groups import Element, Group


class Form(StrEnum):
    """How much the members of a threshold group have signed."""

    PLAIN = "plain"
    STRENGTHENED = "strengthened"
    KEY_SIGNED = "key signed"


@dataclass(frozen=True, slots=True)
class Single:
    """A trustee without whom nothing is decrypted."""

    public: Element

    @property
    def publics(self) -> tuple[Element, ...]:
        """The keys against which decryptions are checked."""
        return (self.public,)

    @property
    def part(self) -> Element:
        """What this adds to the election key."""
        return self.public


@dataclass(frozen=True, slots=True)
class Pedersen:
    """Trustees of whom `threshold` are enough."""

    threshold: int
    publics: tuple[Element, ...]
    part: Element
    form: Form


@dataclass(frozen=True, slots=True)
class Trustees:
    """All of them, in their order."""

    members: tuple[Single | Pedersen, ...]

    def key(self, group: Group) -> Element:
        """The election key: the product of all parts."""
        return group.product(each.part for each in self.members)

    @property
    def publics(self) -> tuple[Element, ...]:
        """The keys of owners, from the first on."""
        return tuple(public for each in self.members for public in each.publics)


def make(group: Group, secret: int, draw: Draw) -> dict[str, Any]:
    """The public key of a single trustee with its proof of knowledge."""
    public = group.write(group.of(secret))
    pok = proofs.prove(group, _pok(group, public), secret, draw("pok.w"))
    return {"pok": pok.as_json(), "public_key": public}


def write(*members: dict[str, Any]) -> bytes:
    """The bytes of `trustees`, of single keys and threshold groups."""
    return jsons.write([["Pedersen" if "threshold" in each else "Single", each] for each in members])


def read(group: Group, data: bytes) -> Trustees:
    """Read and check every trustee; Malformed, NotInGroup or BadProof with the place."""
    found: list[Single | Pedersen] = []
    for at, entry in enumerate(jsons.items(jsons.read(data))):
        try:
            kind, value = jsons.items(entry, 2)
            if kind not in {"Single", "Pedersen"}:
                raise jsons.Malformed(f"{kind!r} is no kind of trustee")
            found.append(Single(known(group, value)) if kind == "Single" else read_threshold(group, value))
        except ValueError as error:
            raise type(error)(f"trustee {at + 1}: {error}") from error
    if not found:
        raise jsons.Malformed("there is no trustee")
    return Trustees(tuple(found))


def known(group: Group, value: Any) -> Element:
    """Check that whoever published this key knows its secret half."""
    pok, public_key, _, name = jsons.fields(value, "pok", "public_key", "signature?", "name?")
    if name is not None:
        jsons.text(name)
    public = group.read(public_key)
    if public == group.identity or not proofs.holds(group, _pok(group, public_key), public, proofs.read(group, pok)):
        raise BadProof("the secret half of the key is not proved to be known")
    return public


# Threshold -----------------------------------------------------------------------------------------------------------
def read_threshold(group: Group, value: Any) -> Pedersen:
    """Check the published outcome of a ceremony."""
    threshold, certs, coefexps, signatures, keys = jsons.fields(
        value, "threshold", "certs", "coefexps", "signatures?", "verification_keys"
    )
    size = len(jsons.items(certs))
    if not 1 <= jsons.whole(threshold) <= size:
        raise jsons.Malformed("the threshold is from 1 to the number of trustees")
    members = read_certificates(group, certs, threshold)
    strengthened = signatures is not None
    if any((member.threshold is not None) != strengthened for member in members):
        raise jsons.Malformed("certificates with context and signatures go together")
    exponents = [
        read_coefficients(group, member, each, threshold)
        for member, each in zip(members, jsons.items(coefexps, size), strict=True)
    ]
    if strengthened:
        for member, spelled, given in zip(members, coefexps, jsons.items(signatures, size), strict=True):
            signing.signed(group, member.verification, view(certs, spelled), given)
    publics, all_signed = [], True
    for index, (member, each) in enumerate(zip(members, jsons.items(keys, size), strict=True), 1):
        public = known(group, each)
        if public != expected(group, exponents, index):
            raise BadProof(f"member {index}: the key is not the one that was dealt")
        if "signature" in each:
            signing.signed(group, member.verification, each["public_key"], each["signature"])
        else:
            all_signed = False
        publics.append(public)
    form = (Form.KEY_SIGNED if all_signed else Form.STRENGTHENED) if strengthened else Form.PLAIN
    part = group.product(own[0] for own in exponents)
    return Pedersen(threshold, tuple(publics), part, form)


@dataclass(frozen=True, slots=True)
class Member:
    """Whom a certificate introduces; `threshold` is None where it has no context."""

    verification: Element
    encryption: Element
    threshold: int | None


def read_certificates(group: Group, certs: list[Any], threshold: int | None = None) -> list[Member]:
    """Check all certificates: signed by whom they introduce, and for this very ceremony."""
    found = [read_certificate(group, cert, index, len(certs), threshold) for index, cert in enumerate(certs, 1)]
    if len({member.threshold for member in found}) > 1:
        raise jsons.Malformed("the certificates disagree")
    if len({group.write(member.verification) for member in found}) < len(found):
        raise jsons.Malformed("two members have the same key")
    return found


def read_certificate(group: Group, cert: Any, index: int, size: int, threshold: int | None = None) -> Member:
    """Check the certificate of member `index` of `size`."""
    text, given = signing.message(cert)
    context, verification, encryption = jsons.fields(
        jsons.read(text.encode()), "context?", "verification", "encryption"
    )
    agreed = None if context is None else _context(group, context, index, size)
    if agreed not in {None, threshold or agreed}:
        raise jsons.Malformed(f"member {index}: the certificate is for another threshold")
    member = Member(group.read(verification), group.read(encryption), agreed)
    signing.signed(group, member.verification, text, given)
    return member


def read_coefficients(group: Group, member: Member, value: Any, threshold: int) -> list[Element]:
    """The g^a of a member's polynomial, signed by it."""
    text, given = signing.message(value)
    signing.signed(group, member.verification, text, given)
    (spelled,) = jsons.fields(jsons.read(text.encode()), "coefexps")
    return [group.read(each) for each in jsons.items(spelled, threshold)]


def view(certs: list[Any], coefficients: Any) -> str:
    """What a member signs: all certificates as it saw them, and its own coefficients."""
    (spelled,) = jsons.fields(jsons.read(coefficients["message"].encode()), "coefexps")
    return "certs_sig|" + jsons.write({"certs": certs, "coefexps": spelled}).decode()


def expected(group: Group, exponents: list[list[Element]], index: int) -> Element:
    """The public key dealt to member `index`: Π_i Π_k A_ik ^ (index^k)."""
    return group.product(dealt(group, own, index) for own in exponents)


def dealt(group: Group, own: list[Element], index: int) -> Element:
    """What one polynomial dealt to member `index`, in the exponent."""
    return group.combine(own, [pow(index, k, group.q) for k in range(len(own))])


def _context(group: Group, value: Any, index: int, size: int) -> int:
    name, members, threshold, number = jsons.fields(value, "group", "size", "threshold", "index")
    if (name, jsons.whole(members), jsons.whole(number)) != (group.name, size, index):
        raise jsons.Malformed(f"member {index}: the certificate is for another ceremony")
    return jsons.whole(threshold, 1)


def _pok(group: Group, public: str) -> str:
    return f"pok|{group.name}|{public}|"
