"""Messages between trustees, signed and encrypted (Belenios specification, v1, "Public key infrastructure").

A trustee has a seed of 22 characters, from which both keys come. Messages are written with AES-GCM (software from 3.1);
those with AES-CCM of older trustees are read.
"""

import hashlib
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESCCM, AESGCM

from korzo.capabilities.ballots.rules import jsons, proofs
from korzo.capabilities.ballots.rules.answers import BadProof
from korzo.capabilities.ballots.rules.digests import Draw
from korzo.capabilities.ballots.rules.groups import Element, Group
from korzo.capabilities.ballots.rules.proofs import Ciphertext

_TWO_BYTES = 65_536


@dataclass(frozen=True, slots=True)
class Keys:
    """Both secret keys of a trustee: one signs, one decrypts."""

    signing: int
    decryption: int


def keys(group: Group, seed: str) -> Keys:
    """The keys that a seed stands for."""
    return Keys(group.hashed(f"sk|{seed}"), group.hashed(f"dk|{seed}"))


# Signed --------------------------------------------------------------------------------------------------------------
def sign(group: Group, signing: int, message: str, nonce: int) -> dict[str, Any]:
    """A signed message."""
    return {"message": message, "signature": signature(group, signing, message, nonce)}


def signature(group: Group, signing: int, message: str, nonce: int) -> dict[str, str]:
    """The signature of a message that travels elsewhere."""
    return proofs.prove(group, f"sigmsg|{message}|", signing, nonce).as_json()


def signed(group: Group, verification: Element, message: str, given: Any) -> None:
    """Check a signature; BadProof if it does not hold."""
    if not proofs.holds(group, f"sigmsg|{message}|", verification, proofs.read(group, given)):
        raise BadProof("a signature does not hold")


def message(value: Any) -> tuple[str, Any]:
    """The message and the signature, not yet checked."""
    found, given = jsons.fields(value, "message", "signature")
    return jsons.text(found), given


# Encrypted -----------------------------------------------------------------------------------------------------------
def encrypt(group: Group, encryption: Element, plain: bytes, *, draw: Draw, name: str, gcm: bool = True) -> bytes:
    """Encrypt to a trustee's key."""
    shared = group.of(draw(f"{name}.s"))
    ciphertext = proofs.encrypt(group, encryption, shared, draw(f"{name}.r"))
    key, iv = _key(group, shared), _iv(group, ciphertext.alpha)
    data = AESGCM(key).encrypt(iv, plain, None) if gcm else _ccm(key).encrypt(_nonce(iv, len(plain)), plain, None)
    algorithm = {"algorithm": "AES-GCM"} if gcm else {}
    return jsons.write({**algorithm, **proofs.ciphertext_as_json(group, ciphertext), "data": data.hex()})


def decrypt(group: Group, decryption: int, data: bytes) -> bytes:
    """Decrypt what was sent to me; Malformed if it was not, or was changed on the way."""
    algorithm, alpha, beta, encrypted = jsons.fields(jsons.read(data), "algorithm?", "alpha", "beta", "data")
    if algorithm not in {None, "AES-GCM"}:
        raise jsons.Malformed(f"{algorithm} is not known")
    ciphertext = Ciphertext(group.read(alpha), group.read(beta))
    shared = group.multiply(ciphertext.beta, group.power(ciphertext.alpha, -decryption))
    key, iv = _key(group, shared), _iv(group, ciphertext.alpha)
    try:
        raw = bytes.fromhex(jsons.text(encrypted))
        if algorithm:
            return AESGCM(key).decrypt(iv, raw, None)
        return _ccm(key).decrypt(_nonce(iv, len(raw) - 8), raw, None)
    except (InvalidTag, ValueError) as error:
        raise jsons.Malformed("a message is for somebody else, or was changed") from error


def send(
    group: Group, mine: Keys, encryption: Element, plain: bytes, *, draw: Draw, name: str, gcm: bool = True
) -> str:
    """Sign and encrypt; the receiver's key is signed along, so that no message can be passed on as the sender's."""
    inner = jsons.write({"recipient": group.write(encryption), "message": plain.decode()}).decode()
    wrapped = jsons.write(sign(group, mine.signing, inner, draw(f"{name}.sig.w")))
    return encrypt(group, encryption, wrapped, draw=draw, name=name, gcm=gcm).decode()


def receive(group: Group, mine: Keys, verification: Element, sent: str) -> bytes:
    """Decrypt, and check who sent it and that it was sent to me."""
    inner, given = message(jsons.read(decrypt(group, mine.decryption, sent.encode())))
    signed(group, verification, inner, given)
    recipient, plain = jsons.fields(jsons.read(inner.encode()), "recipient", "message")
    if recipient != group.write(group.of(mine.decryption)):
        raise jsons.Malformed("a message is for somebody else")
    return jsons.text(plain).encode()


def _key(group: Group, shared: Element) -> bytes:
    return hashlib.sha256(f"key|{group.write(shared)}".encode()).digest()


def _iv(group: Group, alpha: Element) -> bytes:
    return hashlib.sha256(f"iv|{group.write(alpha)}".encode()).digest()


def _ccm(key: bytes) -> AESCCM:
    return AESCCM(key, tag_length=8)


def _nonce(iv: bytes, length: int) -> bytes:
    return iv[:13] if length < _TWO_BYTES else iv[:12]
