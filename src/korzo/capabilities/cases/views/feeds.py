"""Atom feeds: of a list as it is narrowed (a street, a district, a kind of problem), and of one case."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from korzo.capabilities.cases.queries import lists, story, watching, whereabouts
from korzo.ui import atom

MOST = 50


@require_safe
def newest(request: HttpRequest) -> HttpResponse:
    """The newest public cases of a list, with the list's own filters in the address."""
    filters = lists.Filters.read(request.GET.dict())
    about = " · ".join(filter(None, [_("Reported problems"), watching.label(request.GET.dict())]))
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    feed = atom.Feed(request, about, reverse("cases:list") + query)
    for case in lists.public(filters)[:MOST]:
        place = whereabouts.public(case)
        feed.add(
            atom.tag(f"case/{case.code}"),
            title=" · ".join(filter(None, [str(case.category.name), place])),
            path=reverse("cases:case", args=[case.code]),
            text=f"{case.get_state_display()}. {case.office.name}",
            at=case.updated_at,
            published=case.reported_at,
        )
    return feed.answer()


@require_safe
def one(request: HttpRequest, code: str) -> HttpResponse:
    """What happens to one public case, newest first."""
    case = lists.by_code(code)
    if case is None or not case.is_public:
        raise Http404
    url = reverse("cases:case", args=[case.code])
    feed = atom.Feed(request, f"{case.category.name} · {case.code}", url)
    for number, step in reversed(list(enumerate(story.tell(case, reader=None).steps))):
        told = " · ".join(filter(None, [step.by, step.text]))
        key = atom.tag(f"case/{case.code}/{number}")
        feed.add(key, title=str(step.title), path=url, text=told, at=step.at, published=step.at)
    return feed.answer()
