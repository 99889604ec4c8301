"""Quiet hours, and what an SMS costs: plain computation."""

from datetime import datetime, time, timedelta
from math import ceil

from korzo.kernel.text.folding import fold

GSM7 = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM7_TWO = set("^{}\\[~]|€\f")


def wait_until(local: datetime, quiet_from: time | None, quiet_until: time | None) -> datetime:
    """The first moment from `local` (aware, the receiver's time) on that is not quiet; spans may cross midnight."""
    if quiet_from is None or quiet_until is None or quiet_from == quiet_until:
        return local
    clock = local.time()
    if quiet_from < quiet_until:
        quiet = quiet_from <= clock < quiet_until
        return (
            local.replace(hour=quiet_until.hour, minute=quiet_until.minute, second=0, microsecond=0) if quiet else local
        )
    if not (clock >= quiet_from or clock < quiet_until):
        return local
    day = local + timedelta(days=1) if clock >= quiet_from else local
    return day.replace(hour=quiet_until.hour, minute=quiet_until.minute, second=0, microsecond=0)


def sms_parts(text: str) -> int:
    """How many messages a text is billed as: GSM 03.38 has 160 (153 joined) characters, anything else UCS-2 70 (67)."""
    if all(letter in GSM7 or letter in GSM7_TWO for letter in text):
        length = sum(2 if letter in GSM7_TWO else 1 for letter in text)
        return 1 if length <= 160 else ceil(length / 153)  # noqa: PLR2004 -- GSM 03.38
    length = len(text.encode("utf-16-le")) // 2
    return 1 if length <= 70 else ceil(length / 67)  # noqa: PLR2004 -- GSM 03.38


def without_marks(text: str) -> str:
    """The text in plain Latin letters, which halves the price of an SMS; capitals are kept."""
    return "".join(
        letter if letter in GSM7 else (fold(letter).upper() if letter.isupper() else fold(letter)) or letter
        for letter in text
    )
