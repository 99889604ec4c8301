"""Words set as PDF/UA by Typst: what is said comes as data and is never read as commands.

A template may import `/ui/print/frame.typ`, which gives documents their common look.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Literal

import typst
from django.conf import settings
from django.utils import timezone, translation

from korzo.kernel.text.dates import day
from korzo.kernel.text.languages import HTML_LANG

Archive = Literal["a-2b", "a-3b"]
"""Standards for archives that can be kept beside PDF/UA-1."""
ROOT = Path(__file__).parents[1]


def document(template: Path, said: Mapping[str, Any], *, also: Sequence[Archive] = ()) -> bytes:
    """Set a template with what is said; city, language and day are added unless it says them.

    `also` names standards to keep beside PDF/UA-1.
    """
    language = HTML_LANG.get(translation.get_language(), translation.get_language())
    more = {
        "city": settings.KORZO.city_name or "Korzo",
        "lang": language.partition("-")[0],
        "day": day(timezone.now()),
    }
    made: bytes = typst.compile(
        str(template),
        root=str(ROOT),
        sys_inputs={"data": json.dumps({**more, **said}, ensure_ascii=False)},
        pdf_standards=["ua-1", *also],
        timestamp=int(timezone.now().timestamp()),
    )
    return made


@contextmanager
def printable() -> Iterator[None]:
    """Speak the reader's language, if this machine can print its letters; otherwise English."""
    language = translation.get_language()
    with translation.override("en" if language.startswith("ko") and not _has_korean() else language):
        yield


@cache
def _has_korean() -> bool:
    return any(font.family == "Noto Serif CJK KR" for font in typst.Fonts().fonts())
