"""E-mail, over the SMTP server of the settings (or into files when there is none)."""

import smtplib
from contextlib import suppress

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection

from korzo.kernel.messages.arriving import threads
from korzo.kernel.messages.channels import Refused, Unclear
from korzo.kernel.messages.models import Message
from korzo.kernel.messages.rendering import Rendered, render

PERMANENT = 500


def send(message: Message, stable_id: str) -> None:
    """Send one message; text and HTML, threaded by what it is about.

    Until the server greets us nothing can have been accepted; once we speak of the message, a broken line is unclear.
    """
    written = render(message)
    line = get_connection()
    mail = EmailMultiAlternatives(
        subject=written.subject,
        body=written.text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[message.to],
        headers=_headers(message, written, stable_id),
        reply_to=[answers] if (answers := threads.reply_to(message)) else None,
        connection=line,
    )
    mail.attach_alternative(written.html, "text/html")
    line.open()
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused as error:
        if all(code >= PERMANENT for code, _text in error.recipients.values()):
            raise Refused("the address was refused") from error
        raise
    except smtplib.SMTPDataError as error:
        if error.smtp_code >= PERMANENT:
            raise Refused(f"the mail server refused with {error.smtp_code}") from error
        raise
    except smtplib.SMTPServerDisconnected as error:
        raise Unclear("the mail server hung up") from error
    except smtplib.SMTPException:
        raise
    except OSError as error:
        raise Unclear("the line to the mail server broke") from error
    finally:
        with suppress(Exception):  # what was accepted stays accepted, however the goodbye goes
            line.close()


def _headers(message: Message, written: Rendered, stable_id: str) -> dict[str, str]:
    """What programs read: that a machine wrote it, what it is about, and how to end it by one click (RFC 8058)."""
    headers = {"Message-ID": f"<{threads.message_id(message.ref, stable_id)}>", "Auto-Submitted": "auto-generated"}
    if message.ref:
        headers["References"] = f"<{threads.thread_id(message.ref)}>"
    if written.stop:
        headers["List-Unsubscribe"] = f"<{written.stop}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers
