"""The editors' desk: what is written, its form, and its steps."""

from collections.abc import Callable
from copy import copy
from datetime import datetime
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from korzo.capabilities.portal import permissions
from korzo.capabilities.portal.forms import editing as forms
from korzo.capabilities.portal.forms.around import Picture
from korzo.capabilities.portal.models import Item
from korzo.capabilities.portal.operations import editing, publishing
from korzo.capabilities.portal.operations.refusals import Conflict
from korzo.capabilities.portal.queries import desk as queries
from korzo.capabilities.portal.queries.items import Read
from korzo.capabilities.portal.views import inside, words
from korzo.kernel.people.models import Person
from korzo.kernel.text.multilingual import Text
from korzo.ui import doors
from korzo.ui.doors import READS_AND_WRITES

ON_A_PAGE = 30


@require_safe
@inside.writers
def desk(request: HttpRequest, person: Person) -> HttpResponse:
    """List what is written: what waits to be checked first."""
    asked = queries.Asked.of(request.GET)
    page = Paginator(queries.listed(person, asked), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [queries.Row(each) for each in page],
        "asked": asked,
        "kinds": Item.Kind.choices,
        "states": Item.State.choices,
        "arranges": permissions.can_arrange(person),
        "now": timezone.now(),
    }
    return render(request, "portal/editors/desk.html", context)


@require_http_methods(READS_AND_WRITES)
@inside.writers
def begin(request: HttpRequest, person: Person) -> HttpResponse:
    """Begin an item."""
    first = {"kind": request.GET.get("kind", ""), "language": get_language()}
    form = forms.Begin(request.POST if request.method == "POST" else None, initial=first)
    if form.is_valid():
        kind, language, title = (form.cleaned_data[name] for name in ("kind", "language", "title"))
        office = person.offices if not permissions.is_editor(person) else frozenset()
        values = {"title": Text({language: title}), "office_id": min(office, default=None)}
        made = inside.tried(request, lambda: editing.begin(kind, language, values, by=person, now=timezone.now()), form)
        if made:
            return redirect("portal:edit", made.pk)
    return render(request, "portal/editors/begin.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(READS_AND_WRITES)
@inside.writers
def edit(request: HttpRequest, person: Person, key: int) -> HttpResponse:
    """Write: save, and hand in or publish what was saved; without a script also look at it first."""
    if request.method != "POST":
        return _shown(request, person, inside.item(person, key))
    item = inside.kept(person, key)
    form = forms.Writing(request.POST, item=item, person=person)
    if "preview" in request.POST:
        return _shown(request, person, item, form=form, preview=drawn(item, request.POST.get("body", "")))
    if not form.is_valid():
        return _shown(request, person, item, form=form, status=422)
    return _saved(request, person, item, form)


@require_POST
@inside.writers
def step(request: HttpRequest, person: Person, key: int) -> HttpResponse:
    """Withdraw an item, send it back, or throw a draft away."""
    item, now = inside.item(person, key), timezone.now()
    if request.POST.get("step") == "delete":
        if inside.tried(request, lambda: editing.delete(item, by=person, now=now)):
            messages.success(request, _("The draft is gone."))
            return redirect("portal:editors")
    else:
        _stepped(request, person, item, request.POST.get("step", ""), now)
    return redirect("portal:edit", key)


@require_POST
@inside.writers
def preview(request: HttpRequest, person: Person, key: int) -> HttpResponse:
    """Show a text as readers would see it."""
    item = inside.item(person, key)
    language = request.POST.get("language", "") or item.language
    return HttpResponse(drawn(item, request.POST.get("body", "")[:50_000], language))


def drawn(item: Item, body: str, language: str = "") -> SafeString:
    """A text that is not saved, drawn with the item's pictures."""
    seen = copy(item)
    seen.language = language or item.language
    seen.body = Text({seen.language: body}) if seen.language in dict(forms.languages()) else Text()
    return Read(seen, seen.language, seen.language).body


def _saved(request: HttpRequest, person: Person, item: Item, form: forms.Writing) -> HttpResponse:
    """Save what was typed, and take the step that was asked for."""
    now, version = timezone.now(), form.cleaned_data["version"]
    try:
        values, categories = form.values, form.categories
        if values or categories is not None:
            editing.change(item, values, categories=categories, version=version, by=person, now=now)
    except ValidationError as error:
        doors.tell(request, error, form)
        return _shown(request, person, item, form=form, status=422)
    except Conflict as conflict:
        form.add_error(None, str(conflict))
        typed = request.POST.copy()  # what was typed stays, and is saved over what the other wrote only the next time
        typed["version"] = str(item.version)
        form.data = typed
        return _shown(request, person, item, form=form, theirs=words.named(queries.since(item, version)), status=409)
    if step := request.POST.get("step", ""):
        _stepped(request, person, item, step, now)
    else:
        messages.success(request, _("Saved."))
    return redirect("portal:edit", item.pk)


def _shown(request: HttpRequest, person: Person, item: Item, *, status: int = 200, **more: Any) -> HttpResponse:
    now = timezone.now()
    edits = permissions.can_edit(person, item)
    context = {
        "item": item,
        "tab": "text",
        "form": forms.Writing(item=item, person=person) if edits else None,
        "picture": Picture(prefix="picture"),
        "preview": drawn(item, item.body.get(item.language, "")),
        "lacking": publishing.lacking(item),
        "publishes": permissions.can_publish(person),
        "deletes": permissions.can_delete(person, item),
        "is_shown": item.is_shown(now),
        "waits_until": queries.publishes_at(item, now),
        **more,
    }
    return render(request, "portal/editors/edit.html", context, status=status)


def _stepped(request: HttpRequest, person: Person, item: Item, step: str, now: datetime) -> bool:
    """Take a step; says whether that was possible."""
    at = None
    if step == "plan":
        try:
            at = django_forms.DateTimeField().clean(request.POST.get("publish_at", ""))
        except ValidationError:
            messages.error(request, _("Say from which day and time on it can be read."))
            return False
    steps: dict[str, tuple[Callable[[], Item], str]] = {
        "hand_in": (lambda: publishing.hand_in(item, by=person, now=now), _("Saved. Editors look at it now.")),
        "publish": (lambda: publishing.publish(item, by=person, now=now), _("Published. Everybody can read it.")),
        "plan": (lambda: publishing.publish(item, at=at, by=person, now=now), _("It appears at the time you chose.")),
        "withdraw": (lambda: publishing.withdraw(item, by=person, now=now), _("Nobody else sees it any more.")),
        "send_back": (lambda: publishing.send_back(item, by=person, now=now), _("It is a draft again.")),
    }
    if step not in steps:
        return False
    write, told = steps[step]
    if not inside.tried(request, write):
        return False
    messages.success(request, told)
    return True
