"""What people made of open data: a gallery, sending something in, and checking it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from korzo.capabilities.catalog import permissions
from korzo.capabilities.catalog.forms import readers as forms
from korzo.capabilities.catalog.models import Showcase
from korzo.capabilities.catalog.operations import showing
from korzo.capabilities.catalog.queries import lists, readers
from korzo.capabilities.catalog.views import inside
from korzo.kernel import limits
from korzo.kernel.files import operations as uploads
from korzo.kernel.limits import Limit
from korzo.kernel.people.models import Person
from korzo.ui import doors, photos

SENT = Limit.parse("5/d")


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Show what was made."""
    page = Paginator(readers.showcases(timezone.now()), lists.PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "catalog/showcases/gallery.html", {"page": page})


@require_http_methods(doors.READS_AND_WRITES)
@inside.residents
def send(request: HttpRequest, person: Person) -> HttpResponse:
    """Send in what one made."""
    begun = {"datasets": request.GET.get("dataset", ""), "author": person.name}
    form = forms.Show(request.POST or None, request.FILES or None, initial=begun)
    if request.method == "POST" and form.is_valid():
        if not limits.allow("showcase", person.ref, SENT, now=timezone.now()):
            form.add_error(None, _("You have sent much today. Please go on tomorrow."))
        elif made := _sent(request, form, person):
            messages.success(request, _("Thank you. A steward looks at it, and we tell you."))
            return redirect("catalog:showcase", made.pk)
    return render(request, "catalog/showcases/send.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@require_safe
def one(request: HttpRequest, key: int) -> HttpResponse:
    """Show one."""
    return _page(request, _found(request, key))


@require_POST
@inside.stewards
def judge(request: HttpRequest, person: Person, key: int) -> HttpResponse:
    """Decide whether it is shown."""
    found = _found(request, key)
    if not permissions.can_judge(person, found):
        raise PermissionDenied
    form = forms.Judgement(request.POST)
    if form.is_valid():
        given = {"show": "show" in request.POST, "reply": form.cleaned_data["reply"]}
        write = lambda: showing.judge(found, **given, by=person, now=timezone.now())  # noqa: E731
        if inside.tried(request, write, form):
            messages.success(request, _("Saved."))
            return redirect("catalog:showcase", key)
    return _page(request, found, form)


@require_safe
@inside.stewards
def desk(request: HttpRequest, person: Person) -> HttpResponse:
    """List what waits for a check."""
    rows = Showcase.objects.prefetch_related("datasets__publisher").order_by("made_at")
    waiting = rows.filter(state=Showcase.State.WAITING)
    judged = [each for each in waiting if permissions.can_judge(person, each)]
    return render(request, "catalog/showcases/desk.html", {"rows": judged})


def _sent(request: HttpRequest, form: forms.Show, person: Person) -> Showcase | None:
    given = dict(form.cleaned_data)
    datasets = given.pop("datasets")
    kept = photos.keep(form, owner=f"{uploads.DRAFT}showcase", already=photos.MOST_PHOTOS - 1)
    if form.errors:
        return None
    del given["photos"]
    showcase = Showcase(**given, language=get_language() or "")
    picture = kept[0] if kept else None
    write = lambda: showing.send(showcase, datasets, picture=picture, by=person, now=timezone.now())  # noqa: E731
    return inside.tried(request, write, form) or None


def _found(request: HttpRequest, key: int) -> Showcase:
    rows = Showcase.objects.select_related("picture", "person").prefetch_related("datasets__publisher")
    found = rows.filter(pk=key).first()
    if found is None or not permissions.can_read_showcase(doors.reader(request), found):
        raise Http404
    return found


def _page(request: HttpRequest, found: Showcase, form: Any = None) -> HttpResponse:
    moderates = permissions.can_judge(doors.reader(request), found)
    context = {
        "showcase": found,
        "datasets": [each for each in found.datasets.all() if each.is_shown(timezone.now())],
        "form": form or (forms.Judgement() if moderates else None),
    }
    return render(request, "catalog/showcases/one.html", context, status=422 if form and form.errors else 200)
