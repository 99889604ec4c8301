"""Atom feeds: of a list as it is narrowed (a street, a district, a kind of problem), and of one case."""

from datetime import datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from korzo.capabilities.cases.queries import lists, story, watching, whereabouts
from korzo.kernel.text.languages import HTML_LANG

MOST = 50
TYPE = "application/atom+xml; charset=utf-8"


@require_safe
def newest(request: HttpRequest) -> HttpResponse:
    """The newest public cases of a list, with the list's own filters in the address."""
    filters = lists.Filters.read(request.GET.dict())
    about = " · ".join(filter(None, [_("Reported problems"), watching.label(request.GET.dict())]))
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    feed = _feed(about, reverse("cases:list") + query, request)
    for case in lists.public(filters)[:MOST]:
        place = whereabouts.public(case)
        _add(
            feed,
            title=" · ".join(filter(None, [str(case.category.name), place])),
            url=reverse("cases:case", args=[case.code]),
            key=f"{case.code}",
            at=case.updated_at,
            text=f"{case.get_state_display()}. {case.office.name}",
            published=case.reported_at,
        )
    return _answer(feed)


@require_safe
def one(request: HttpRequest, code: str) -> HttpResponse:
    """What happens to one public case, newest first."""
    case = lists.by_code(code)
    if case is None or not case.is_public:
        raise Http404
    url = reverse("cases:case", args=[case.code])
    feed = _feed(f"{case.category.name} · {case.code}", url, request)
    for number, step in reversed(list(enumerate(story.tell(case, reader=None).steps))):
        told = " · ".join(filter(None, [step.by, step.text]))
        _add(
            feed, title=str(step.title), url=url, key=f"{case.code}/{number}", at=step.at, text=told, published=step.at
        )
    return _answer(feed)


def _feed(title: str, url: str, request: HttpRequest) -> Atom1Feed:
    base = settings.KORZO.base_url
    return Atom1Feed(
        title=f"{title} · {settings.KORZO.city_name}",
        link=base + url,
        description="",
        language=HTML_LANG.get(get_language() or "", get_language()),
        feed_url=base + request.get_full_path(),
    )


def _add(feed: Atom1Feed, *, title: str, url: str, key: str, at: datetime, text: str, published: datetime) -> None:
    base = settings.KORZO.base_url
    host = base.split("//", 1)[-1].split(":", 1)[0].split("/", 1)[0]
    feed.add_item(
        title=title,
        link=base + url,
        description=text,
        unique_id=f"tag:{host},2026:case/{key}",
        updateddate=at,
        pubdate=published,
        author_name=settings.KORZO.city_name,
    )


def _answer(feed: Atom1Feed) -> HttpResponse:
    answer = HttpResponse(content_type=TYPE)
    feed.write(answer, "utf-8")
    answer["Cache-Control"] = "public, max-age=60"
    return answer
