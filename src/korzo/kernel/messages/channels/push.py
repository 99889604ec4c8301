"""Web Push (RFC 8030, 8291, 8292) to the browsers that a person allowed."""

import json
import os
from base64 import urlsafe_b64encode
from functools import lru_cache
from urllib.parse import urlsplit

import pywebpush
import requests
from cryptography.hazmat.primitives import serialization
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from py_vapid import Vapid

from korzo.kernel.messages.channels import Refused
from korzo.kernel.messages.models import Message, PushSubscription
from korzo.kernel.messages.rendering import render, render_short

LIVES_SECONDS = 3 * 86_400
GONE = (404, 410)


@lru_cache(maxsize=1)
def key() -> Vapid:
    """The installation's VAPID key, made once; changing it silences all subscriptions."""
    path = settings.KORZO.root / "vapid.pem"
    if not path.exists():
        made = Vapid()
        made.generate_keys()
        draft = path.with_suffix(f".{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_bytes(made.private_pem())
        try:
            os.link(draft, path)  # unlike a rename, this leaves the key of a process that was faster
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return Vapid.from_file(str(path))


def public_key() -> str:
    """What browsers need to subscribe: the uncompressed public point, base64url."""
    point = key().public_key.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    return urlsafe_b64encode(point).decode().rstrip("=")


def is_allowed(endpoint: str) -> bool:
    """Say whether an address given by a browser belongs to a known push service; anything else could be a trap."""
    url = urlsplit(endpoint)
    host = url.hostname or ""
    known = [name.strip() for name in settings.KORZO.push_hosts.split(",")]
    secure = url.scheme == "https" or host in {"127.0.0.1", "localhost"}
    return secure and any(host == name or (name.startswith("*.") and host.endswith(name[1:])) for name in known)


def send(message: Message, stable_id: str) -> None:
    """Push one message to all the person's browsers, or all that wait for the same thing; forget those that are gone.

    Unclear cases are simply tried again: the topic and the tag let a second copy replace the first, unseen.
    """
    written = render(message)
    if message.person is None:
        where, browsers = urlsplit(written.link).path or "/", PushSubscription.objects.filter(ref=message.to or "-")
    else:
        with translation.override(message.language):
            where = reverse("inbox")
        browsers = message.person.push_subscriptions.all()
    payload = json.dumps(
        {"title": written.subject, "body": render_short(message), "url": where, "tag": stable_id},
        ensure_ascii=False,
    )
    answers = [_push(subscription, payload, stable_id) for subscription in browsers]
    if True not in answers:
        if None in answers:
            raise ConnectionError("the push service is busy")
        raise Refused("no browser took it")


def _push(subscription: PushSubscription, payload: str, stable_id: str) -> bool | None:
    """Push to one browser: True accepted, False never will be, None later perhaps."""
    if not is_allowed(subscription.endpoint):
        subscription.delete()
        return False
    try:
        pywebpush.webpush(
            subscription_info={
                "endpoint": subscription.endpoint,
                "keys": {"p256dh": subscription.p256dh, "auth": subscription.auth},
            },
            data=payload,
            vapid_private_key=key(),
            vapid_claims={"sub": settings.KORZO.push_contact},
            headers={"Topic": stable_id[:32]},
            ttl=LIVES_SECONDS,
            timeout=15,
        )
    except pywebpush.WebPushException as error:
        status = error.response.status_code if error.response is not None else 0
        if status in GONE:
            subscription.delete()
        return None if status == 429 or status >= 500 else False  # noqa: PLR2004 -- HTTP
    except requests.RequestException:
        return None
    return True
