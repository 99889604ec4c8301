"""Letters and SMS of the last minutes: two that nobody has sorted yet, an answer, and two that were not taken."""

from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime

from korzo.capabilities.cases.models import Case
from korzo.kernel.messages.arriving import taking
from korzo.kernel.messages.arriving.models import Arrived

NEW = 2
"""How many of them become cases of their own."""
_LETTERS: tuple[tuple[str, str, str, dict[str, str]], ...] = (
    (
        "Milena Kos <milena.kos@example.org>",
        "Neprijatan miris pored pijace",
        (
            "Poštovani,\n\nveć treći dan se iz šahta kod zelene pijace širi neprijatan miris. Prodavci se žale.\n\n"
            "Srdačan pozdrav\nMilena"
        ),
        {},
    ),
    (
        "Поштански робот <robot@example.org>",
        "Нисам у канцеларији",
        "Хвала на поруци. Враћам се у понедељак.",
        {"Auto-Submitted": "auto-replied"},
    ),
    ("", "Клупа", "Сломљена је клупа у парку.", {}),
)


def arrive(*, now: datetime) -> None:
    """Let them come in, once."""
    if Arrived.objects.exists():
        return
    for number, (sender, subject, text, more) in enumerate(_LETTERS):
        at = now - timedelta(seconds=90 - number)
        taking.mail(_mail(sender, subject, text, at, **more), now=at)
    waiting = Case.objects.open().exclude(contact__email="").newest_first().select_related("contact").first()
    if waiting is not None:
        answer = _mail(waiting.contact.email, f"Re: {waiting.code}", "Још увек је тако, прошао сам јутрос.", now)
        taking.mail(answer, now=now)
    taking.sms("+000 60 123 45 67", "Ne radi semafor kod skole", identity="demo", now=now - timedelta(seconds=60))


def _mail(sender: str, subject: str, text: str, at: datetime, **more: str) -> bytes:
    made = EmailMessage()
    if sender:
        made["From"] = sender
    made["To"], made["Subject"], made["Date"] = "prijave@galebinje.example", subject, format_datetime(at)
    for name, value in more.items():
        made[name] = value
    made.set_content(text)
    return made.as_bytes()
