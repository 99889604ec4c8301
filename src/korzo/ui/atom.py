"""Atom feeds (RFC 4287), as every capability writes them; RSS 2.0 for those who know nothing newer.

feed = atom.Feed(request, _("Votes"), reverse("ballots:votes"))
feed.add(atom.tag(f"vote/{code}"), title=…, path=…, text=…, at=…, published=…)
return feed.answer()
"""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.translation import get_language

from korzo.kernel.text.languages import HTML_LANG


def tag(key: str) -> str:
    """An id of something here that stays when its address changes (RFC 4151)."""
    host = settings.KORZO.base_url.split("//", 1)[-1].split(":", 1)[0].split("/", 1)[0]
    return f"tag:{host},2026:{key}"


class Feed:
    """A feed about the page at `path`, in the language of the request."""

    def __init__(self, request: HttpRequest, title: str, path: str, *, is_rss: bool = False) -> None:
        self._base = settings.KORZO.base_url
        self._feed = (Rss201rev2Feed if is_rss else Atom1Feed)(
            title=f"{title} · {settings.KORZO.city_name}",
            link=self._base + path,
            description="",
            language=HTML_LANG.get(get_language() or "", get_language()),
            feed_url=self._base + request.get_full_path(),
        )

    def add(
        self, key: str, *, title: str, path: str, text: str, at: datetime, published: datetime, by: str = ""
    ) -> None:
        """Tell of something: by the city itself unless somebody else is named."""
        self._feed.add_item(
            title=title,
            link=self._base + path,
            description=text,
            unique_id=key,
            unique_id_is_permalink=False,
            updateddate=at,
            pubdate=published,
            author_name=by or settings.KORZO.city_name,
        )

    def answer(self, *, seconds: int = 60) -> HttpResponse:
        """The feed, which may be kept for so long."""
        answer = HttpResponse(content_type=self._feed.content_type)
        self._feed.write(answer, "utf-8")
        answer["Cache-Control"] = f"public, max-age={seconds}"
        return answer
