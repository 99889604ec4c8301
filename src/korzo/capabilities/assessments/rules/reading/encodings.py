"""Text of unknown encoding, as offices of the region save it."""

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CYRILLIC = re.compile("[А-ЯЁЂЃЄЅІЇЈЉЊЋЌЎЏ]?[а-яёђѓєѕіїјљњќћўџ]+|[А-ЯЁЂЃЄЅІЇЈЉЊЋЌЎЏ]+")
_MOST = 0.8


def decoded(content: bytes) -> str:
    """The text: UTF-8 or UTF-16 where it says or is so, else what reads as words; nothing is refused."""
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return content.decode(encoding, "replace")
    if content[1:200:2].count(0) > len(content[1:200:2]) // 2:
        return content.decode("utf-16-le", "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode(_guessed(content), "replace")


def _guessed(content: bytes) -> str:
    for encoding in ("windows-1251", "iso-8859-5"):
        words = re.findall(r"[^\W\d_]{3,}", content.decode(encoding, "replace"))
        high = [word for word in words if not word.isascii()]
        if high and sum(bool(_CYRILLIC.fullmatch(word)) for word in high) / len(high) > _MOST:
            return encoding
    controls = len(re.findall(rb"[\x80-\x9f]", content))
    carons = len(re.findall(rb"[\xa9\xae\xb9\xbe]", content))  # Š Ž š ž of ISO 8859-2
    return "iso-8859-2" if carons and not controls else "windows-1250"
