"""SMS, over an HTTP gateway: POST of JSON {to, text, id} with a bearer token; 2xx means accepted."""

import phonenumbers
import requests
from django.conf import settings

from korzo.kernel.messages import quiet
from korzo.kernel.messages.channels import Refused, Unclear, never_connected
from korzo.kernel.messages.models import Message
from korzo.kernel.messages.rendering import render_short

SECONDS = 15
NOT_NOW = (408, 425, 429)
BEHIND_BROKE = (502, 504)  # a proxy speaks: what stands behind it may have accepted


def send(message: Message, stable_id: str) -> None:
    """Send one message; written without diacritics where that makes it cheaper and the script allows."""
    text = render_short(message)
    plain = quiet.without_marks(text)
    if not _cyrillic(text) and quiet.sms_parts(plain) < quiet.sms_parts(text):
        text = plain
    try:
        answer = requests.post(
            settings.KORZO.sms_url,
            json={"to": e164(message.to), "text": text, "id": stable_id},
            headers={
                "Authorization": f"Bearer {settings.KORZO.sms_token.get_secret_value()}",
                "Idempotency-Key": stable_id,
            },
            timeout=SECONDS,
            allow_redirects=False,
        )
    except requests.ConnectionError as error:
        if never_connected(error):
            raise
        raise Unclear("the line to the SMS gateway broke") from error
    except requests.Timeout as error:
        raise Unclear("the SMS gateway did not answer in time") from error
    status = answer.status_code
    if status in BEHIND_BROKE:
        raise Unclear(f"the SMS gateway lost its own answer ({status})")
    if status in NOT_NOW or status >= 500:  # noqa: PLR2004 -- HTTP
        raise ConnectionError(f"the SMS gateway answered {status}")
    if status >= 300:  # noqa: PLR2004 -- HTTP
        raise Refused(f"the SMS gateway refused with {status}")


def e164(number: str) -> str:
    """The number as networks write it (+381641234567), a local one read as of the city's country; raises Refused."""
    try:
        parsed = phonenumbers.parse(number, settings.KORZO.country)
    except phonenumbers.NumberParseException as error:
        raise Refused("not a telephone number") from error
    if not phonenumbers.is_valid_number(parsed):
        raise Refused("not a telephone number")
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def _cyrillic(text: str) -> bool:
    return any("\u0400" <= letter <= "\u04ff" for letter in text)
