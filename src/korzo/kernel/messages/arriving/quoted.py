"""What somebody wrote themselves, without the letter that they answered: plain computation, linear in the text.

Cut where an answer's own words end: at a line that names us as the writer of what follows, at “Dana … je napisao:”, at
the headers that Outlook repeats, at what is quoted. When nothing is left (somebody wrote below or between), all stays.
"""

import re
from collections.abc import Sequence

_WROTE = (
    "wrote", "написао", "написала", "је написао/ла", "пише", "napisao", "napisala", "napisa", "je napisao/la", "piše",
    "напиша", "пишува", "shkroi", "ka shkruar", "작성", "schrieb", "a écrit", "ha scritto", "írta", "napisał(a)",
)  # fmt: skip
_INTRO = re.compile(rf"^.{{0,200}}\b(?:{'|'.join(map(re.escape, _WROTE))})\b.{{0,80}}:$", re.IGNORECASE)
_HAS_DATE_OR_MAIL = re.compile(r"\d{1,2}[.:/ ]|@|<")
_LINES = re.compile(
    r"^[-_ ]{2,}\s*(?:original message|forwarded message|оригинална порука|originalna poruka|izvorna poruka|"
    r"изворна порака|mesazhi origjinal|원본 메시지|ursprüngliche nachricht)\s*[-_ ]*$|^_{20,}$",
    re.IGNORECASE,
)
_FIELD = re.compile(
    r"^\*?(?:from|sent|date|to|subject|cc|од|od|послато|poslato|poslano|датум|datum|за|za|коме|prima|kome|предмет|predmet|naslov|"
    r"nga|dërguar|data|për|subjekti|보낸 ?사람|보낸 ?날짜|받는 ?사람|제목|von|gesendet|an|betreff)\s*:\*?\s",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(
    r"^--\s?$|^(?:sent from my|get outlook for|послато са мог|poslato sa mog|poslano s mog|dërguar nga)",
    re.IGNORECASE,
)
FIELDS = 3


def own_words(text: str, ours: Sequence[str] = ()) -> str:
    """The part of a mail's text that its sender wrote for us; `ours` are our own addresses."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    kept = _without_quotes(lines[: _end(lines, [each.lower() for each in ours if each])])
    return "\n".join(kept).strip() or "\n".join(lines).strip()


def _end(lines: list[str], ours: list[str]) -> int:
    """The number of the line at which the own words end."""
    for number, line in enumerate(lines):
        bare = line.strip()
        if _LINES.match(bare) or _SIGNATURE.match(bare) or _is_intro(lines, number):
            return number
        if bare.endswith((":", ">")) and any(each in bare.lower() for each in ours):
            return number
        if (
            _FIELD.match(bare)
            and sum(bool(_FIELD.match(each.strip())) for each in lines[number : number + 6]) >= FIELDS
        ):
            return number
    return len(lines)


def _is_intro(lines: list[str], number: int) -> bool:
    """Say whether “on this day they wrote:” stands here, perhaps broken over two lines, with something quoted below."""
    for count in (1, 2):
        said = " ".join(line.strip() for line in lines[number : number + count])
        if _HAS_DATE_OR_MAIL.search(said[:200]) and _INTRO.match(said[:300]):
            below = next((line for line in lines[number + count :] if line.strip()), "")
            return not below or below.lstrip().startswith(">") or "@" in said
    return False


def _without_quotes(lines: list[str]) -> list[str]:
    """Leave out quoted lines when they stand at the end; between own words they explain what is answered."""
    end = len(lines)
    while end and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith(">")):
        end -= 1
    return lines[:end]
