"""The ceremony in which n trustees make keys of which t are enough (Belenios specification, v1, "Trustees", Pedersen).

Each trustee runs three steps on its own device, from its seed; whoever routes the messages learns no secret.

    certificate        I am member j of n, with these keys
    polynomial         my share for each member, encrypted to it; what I dealt, in public
    output             my decryption key (to myself), my public key
"""

from typing import Any

from korzo.capabilities.ballots.rules import digests, jsons, signing, trustees
from korzo.capabilities.ballots.rules.answers import BadProof
from korzo.capabilities.ballots.rules.digests import Draw
from korzo.capabilities.ballots.rules.groups import Group
from korzo.capabilities.ballots.rules.signing import Keys


def certificate(group: Group, mine: Keys, *, index: int, size: int, threshold: int, draw: Draw) -> dict[str, Any]:
    """Step 1: introduce myself."""
    text = jsons.write(
        {
            "context": {"group": group.name, "size": size, "threshold": threshold, "index": index},
            "verification": group.write(group.of(mine.signing)),
            "encryption": group.write(group.of(mine.decryption)),
        }
    ).decode()
    return signing.sign(group, mine.signing, text, draw("cert.w"))


def polynomial(group: Group, mine: Keys, certs: list[Any], threshold: int, draw: Draw) -> dict[str, Any]:
    """Steps 2 and 3: check all certificates, then deal a random polynomial."""
    members = trustees.read_certificates(group, certs, threshold)
    coefficients = [draw(f"a[{k}]") for k in range(threshold)]
    spelled = [group.write(group.of(each)) for each in coefficients]
    shares = [_value(group, coefficients, index) for index in range(1, len(members) + 1)]
    coefexps = signing.sign(group, mine.signing, jsons.write({"coefexps": spelled}).decode(), draw("coefexps.w"))
    own = jsons.write({"polynomial": [str(each) for each in coefficients]})
    return {
        "polynomial": signing.send(group, mine, group.of(mine.decryption), own, draw=draw, name="polynomial"),
        "secrets": [
            signing.send(
                group, mine, member.encryption, jsons.write({"secret": str(share)}), draw=draw, name=f"secret[{at}]"
            )
            for at, (member, share) in enumerate(zip(members, shares, strict=True))
        ],
        "coefexps": coefexps,
        "signature": signing.signature(group, mine.signing, trustees.view(certs, coefexps), draw("view.w")),
    }


def inputs(polynomials: list[Any]) -> list[dict[str, Any]]:
    """Step 4: route to each member what was dealt to it."""
    return [
        {
            "polynomial": own["polynomial"],
            "secrets": [each["secrets"][at] for each in polynomials],
            "coefexps": [each["coefexps"] for each in polynomials],
            **({"signatures": [each["signature"] for each in polynomials]} if "signature" in own else {}),
        }
        for at, own in enumerate(polynomials)
    ]


def output(group: Group, mine: Keys, certs: list[Any], threshold: int, given: Any, *, draw: Draw) -> dict[str, Any]:
    """Step 5: check what was dealt to me, and make my key; BadProof names a member who dealt wrongly."""
    members = trustees.read_certificates(group, certs, threshold)
    _, secrets, coefexps, signatures = jsons.fields(given, "polynomial", "secrets", "coefexps", "signatures?")
    me = group.write(group.of(mine.decryption))
    index = 1 + [group.write(member.encryption) for member in members].index(me)
    total = 0
    for at, member in enumerate(members):
        own = trustees.read_coefficients(group, member, coefexps[at], threshold)
        if signatures is not None:
            signing.signed(group, member.verification, trustees.view(certs, coefexps[at]), signatures[at])
        (spelled,) = jsons.fields(jsons.read(signing.receive(group, mine, member.verification, secrets[at])), "secret")
        share = group.scalar(spelled)
        if group.of(share) != trustees.dealt(group, own, index):
            raise BadProof(f"member {at + 1} dealt something else than was published")
        total += share
    total %= group.q
    public = trustees.make(group, total, draw)
    signed = signing.signature(group, mine.signing, public["public_key"], draw("key.w"))
    key = jsons.write({"decryption_key": str(total)})
    return {
        "private_key": signing.send(group, mine, group.of(mine.decryption), key, draw=draw, name="key"),
        "public_key": {**public, "signature": signed},
    }


def published(certs: list[Any], threshold: int, polynomials: list[Any], outputs: list[Any]) -> dict[str, Any]:
    """Step 6: what goes into the archive; `trustees.read_threshold` checks it."""
    strengthened = {"signatures": [each["signature"] for each in polynomials]} if "signature" in polynomials[0] else {}
    return {
        "threshold": threshold,
        "certs": certs,
        "coefexps": [each["coefexps"] for each in polynomials],
        **strengthened,
        "verification_keys": [each["public_key"] for each in outputs],
    }


def decryption_key(group: Group, mine: Keys, sent: str) -> int:
    """Open the decryption key that I sent to myself."""
    plain = signing.receive(group, mine, group.of(mine.signing), sent)
    (spelled,) = jsons.fields(jsons.read(plain), "decryption_key")
    return group.scalar(spelled)


def whole(group: Group, size: int, enough: int) -> tuple[dict[str, Any], list[int]]:
    """Hold a whole ceremony on one machine, for demo and tests: what is published, and the decryption keys."""
    draw = digests.drawing(group.q)
    members = [signing.keys(group, digests.token(22)) for _ in range(size)]
    certs = [
        certificate(group, each, index=at, size=size, threshold=enough, draw=draw) for at, each in enumerate(members, 1)
    ]
    dealt = [polynomial(group, each, certs, enough, draw) for each in members]
    given = zip(members, inputs(dealt), strict=True)
    outputs = [output(group, each, certs, enough, mine, draw=draw) for each, mine in given]
    pairs = zip(members, outputs, strict=True)
    keys = [decryption_key(group, each, out["private_key"]) for each, out in pairs]
    return published(certs, enough, dealt, outputs), keys


def _value(group: Group, coefficients: list[int], at: int) -> int:
    """The polynomial at a place."""
    return sum(each * pow(at, k, group.q) for k, each in enumerate(coefficients)) % group.q
