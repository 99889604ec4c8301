"""Signatures of Standard Webhooks 1.0 (`standard-webhooks/standard-webhooks`, `spec/standard-webhooks.md`), symmetric.

The signed content is `{id}.{timestamp}.{body}`, the signature `v1,` and the base64 of its HMAC-SHA256. While a secret
is being replaced there are two signatures, the new one first.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable

PREFIX = "whsec_"
_BYTES = 32


def make() -> str:
    """Make a secret as it is shown: `whsec_` and the base64 of 32 random bytes."""
    return PREFIX + base64.b64encode(secrets.token_bytes(_BYTES)).decode()


def headers(*, number: str, at: int, body: bytes, keys: Iterable[str]) -> dict[str, str]:
    """The headers that go with a body; `at` in seconds since 1970 is when it is sent, not when it happened."""
    signatures = " ".join(signature(number=number, at=at, body=body, secret=secret) for secret in keys)
    return {"webhook-id": number, "webhook-timestamp": str(at), "webhook-signature": signatures}


def signature(*, number: str, at: int, body: bytes, secret: str) -> str:
    """Sign one body with one secret."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    digest = hmac.new(key, f"{number}.{at}.".encode() + body, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(digest).decode()}"
