"""E-mail, over the SMTP server of the settings (or into files when there is none)."""

import smtplib
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from korzo.kernel.messages.channels import Refused, Unclear
from korzo.kernel.messages.models import Message
from korzo.kernel.messages.rendering import render

PERMANENT = 500


def send(message: Message, stable_id: str) -> None:
    """Send one message; text and HTML, threaded by what it is about."""
    written = render(message)
    mail = EmailMultiAlternatives(
        subject=written.subject,
        body=written.text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[message.to],
        headers={"Message-ID": f"<{stable_id}>", "Auto-Submitted": "auto-generated", **_thread(message)},
    )
    mail.attach_alternative(written.html, "text/html")
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused as error:
        if all(code >= PERMANENT for code, _text in error.recipients.values()):
            raise Refused("the address was refused") from error
        raise
    except smtplib.SMTPServerDisconnected as error:
        raise Unclear("the mail server hung up") from error
    except TimeoutError as error:
        raise Unclear("the mail server did not answer in time") from error


def _thread(message: Message) -> dict[str, str]:
    if not message.ref:
        return {}
    about = message.ref.replace(":", ".")
    return {"References": f"<{about}@{urlsplit(settings.KORZO.base_url).hostname or 'korzo'}>"}
