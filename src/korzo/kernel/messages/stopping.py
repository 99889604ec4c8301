"""Numbers that asked for no more SMS: STOP ends it, START begins it again."""

from datetime import datetime

from korzo.kernel.messages.models import Stopped

STOP = frozenset({"STOP", "СТОП", "ODJAVA", "ОДЈАВА", "NDAL", "수신거부"})
START = frozenset({"START", "СТАРТ", "FILLO", "수신동의"})


def word(text: str) -> str:
    """The command that an SMS consists of: STOP, START, or nothing."""
    said = text.strip(" .!\n\t").upper()
    return "STOP" if said in STOP else "START" if said in START else ""


def stop(number: str, *, now: datetime) -> None:
    """Send this number (E.164) no more SMS."""
    Stopped.objects.get_or_create(number=number, defaults={"since": now})


def start(number: str) -> None:
    """Send this number SMS again."""
    Stopped.objects.filter(number=number).delete()


def is_stopped(number: str) -> bool:
    """Say whether a number (E.164) wants no SMS."""
    return Stopped.objects.filter(number=number).exists()
