"""In which encoding a text is, found from all of its bytes; and the same text as plain UTF-8."""

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

_CHUNK = 1 << 20
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
ENCODINGS = ("utf-8", "windows-1250", "windows-1251", "iso-8859-2", "iso-8859-5", "cp949", "utf-16", "windows-1252")
"""What a person can choose."""


@dataclass(frozen=True)
class Scan:
    """What all bytes of a file tell."""

    encoding: str
    boms: int
    lines: int
    carriages: int
    nulls: int
    replaced: bool

    @property
    def is_plain(self) -> bool:
        """Whether it can be read as it is."""
        return self.encoding == "utf-8" and not (self.boms or self.nulls or self.replaced or self.has_bare_carriages)

    @property
    def has_bare_carriages(self) -> bool:
        """Whether lines end as on old Macs (somewhere)."""
        return self.carriages > 0


def scan(path: Path) -> Scan:
    """Look at all bytes once."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    boms = lines = carriages = nulls = pairs = 0
    is_utf8, sample, last = True, bytearray(), b""
    with path.open("rb") as file:
        start = file.read(4)
        file.seek(0)
        while chunk := file.read(_CHUNK):
            joined = last[-2:] + chunk
            boms += joined.count(codecs.BOM_UTF8) - last[-2:].count(codecs.BOM_UTF8)
            lines += chunk.count(b"\n")
            carriages += chunk.count(b"\r")
            pairs += (last[-1:] + chunk).count(b"\r\n")
            nulls += chunk.count(b"\0")
            if is_utf8:
                try:
                    decoder.decode(chunk)
                except UnicodeDecodeError:
                    is_utf8 = False
            if len(sample) < 4 * _CHUNK:
                sample += chunk if len(sample) < _CHUNK or not chunk.isascii() else b""
            last = chunk
    found, replaced = next((name for bom, name in _BOMS if start.startswith(bom)), ""), False
    if not found:
        found, replaced = ("utf-8", False) if is_utf8 and not nulls else _guessed(bytes(sample), nulls)
    return Scan(found, boms, lines, carriages - pairs, nulls, replaced)


def _guessed(sample: bytes, nulls: int) -> tuple[str, bool]:
    """The encoding of text that is not UTF-8, and whether some signs are lost."""
    if nulls > len(sample) // 4:
        even, odd = sample[::2].count(0), sample[1::2].count(0)
        return ("utf-16-le" if odd > even else "utf-16-be"), False
    tolerant = sample.decode("utf-8", "replace")
    high = sum(1 for sign in tolerant if sign > "\x7f")
    if nulls or (high and tolerant.count("\ufffd") < high / 10):
        return "utf-8", "\ufffd" in tolerant
    if _korean(sample):
        return "cp949", False
    if _cyrillic(sample, "windows-1251"):
        return "windows-1251", False
    if _cyrillic(sample, "iso-8859-5"):
        return "iso-8859-5", False
    controls = len(re.findall(rb"[\x80-\x9f]", sample))
    carons = len(re.findall(rb"[\xa9\xae\xb9\xbe]", sample))
    return ("iso-8859-2" if carons and not controls else "windows-1250"), False


def _korean(sample: bytes) -> bool:
    """Whether it reads as Korean: hardly anything but its letters, and hardly any of the rare ones.

    The rare syllables that CP949 adds to KS X 1001 take a letter of ASCII as their second byte, so that `Ši` of
    windows-1250 would be one.
    """
    try:
        text = codecs.getincrementaldecoder("cp949")().decode(sample)
    except UnicodeDecodeError:
        return False
    high = len(re.findall(r"[^\x00-\x7f]", text))
    letters = len(re.findall("[가-힣ㄱ-ㅎ㈜①-⑳℃㎡㎥·]", text))
    usual = len(re.findall(rb"[\xa1-\xfe]{2}", sample))
    return high > 0 and letters / high > 0.9 and usual / high > 0.9  # noqa: PLR2004 -- some signs are always others


def _cyrillic(sample: bytes, encoding: str) -> bool:
    """Whether it reads as Cyrillic words: small letters in the middle, as people write."""
    text = sample.decode(encoding, "replace")
    words = re.findall(r"[^\W\d_]{3,}", text)
    high = [word for word in words if not word.isascii()]
    fine = [
        word for word in high if re.fullmatch(r"[А-ЯЁЂЃЄЅІЇЈЉЊЋЌЎЏ]?[а-яёђѓєѕіїјљњћќўџ]+|[А-ЯЁЂЃЄЅІЇЈЉЊЋЌЎЏ]+", word)
    ]
    return bool(high) and len(fine) / len(high) > 0.8  # noqa: PLR2004 -- Latin words read so give nonsense


def plain(path: Path, encoding: str, target: Path) -> None:
    """Write the text as UTF-8 with line feeds at line ends, without byte-order marks and null bytes."""
    with (
        path.open(encoding=encoding, errors="replace", newline=None) as source,
        target.open("w", encoding="utf-8", newline="\n") as out,
    ):
        while chunk := source.read(_CHUNK):
            out.write(chunk.replace("\ufeff", "").replace("\0", ""))
