"""Translations beside their original, and what an item said before."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from korzo.capabilities.portal import permissions
from korzo.capabilities.portal.forms import editing as forms
from korzo.capabilities.portal.models import Item, Revision
from korzo.capabilities.portal.operations import editing
from korzo.capabilities.portal.operations.refusals import Conflict, NotAllowed, Refused
from korzo.capabilities.portal.queries import desk as queries
from korzo.capabilities.portal.rules import states
from korzo.capabilities.portal.views import inside, words
from korzo.kernel.people.models import Person
from korzo.kernel.text.languages import HTML_LANG, OWN_NAME
from korzo.ui import doors
from korzo.ui.doors import READS_AND_WRITES


@require_safe
@inside.writers
def languages(request: HttpRequest, person: Person, key: int) -> HttpResponse:
    """List the languages of an item: which are ready, and which are behind."""
    item = inside.item(person, key)
    context = {"item": item, "tab": "languages", "languages": queries.languages(item), "own": OWN_NAME[item.language]}
    return render(request, "portal/editors/languages.html", context)


@require_http_methods(READS_AND_WRITES)
@inside.writers
def translate(request: HttpRequest, person: Person, key: int, language: str) -> HttpResponse:
    """Write an item in another language, beside the original."""
    item = inside.kept(person, key)
    if language not in dict(forms.languages()) or language == item.language:
        raise Http404
    typed = request.POST if request.method == "POST" else None
    form = forms.Translation(typed, item=item, language=language, person=person)
    if not form.is_valid():
        return _shown(request, item, language, form, status=422 if form.errors else 200)
    given, now = form.cleaned_data, timezone.now()
    was_ready = bool(item.languages.get(language, {}).get("ready"))
    is_ready = given.get("is_ready", was_ready and item.state != states.PUBLISHED)
    try:
        editing.translate(item, language, form.texts, is_ready=is_ready, version=given["version"], by=person, now=now)
    except Conflict as conflict:
        form.add_error(None, str(conflict))
        again = request.POST.copy()
        again["version"] = str(item.version)
        form.data = again
        return _shown(request, item, language, form, theirs=queries.since(item, given["version"]), status=409)
    except (Refused, ValidationError) as refusal:
        doors.tell(request, refusal, form)
        return _shown(request, item, language, form, status=422)
    except NotAllowed:
        messages.error(request, _("Editors set translations ready."))
        return redirect("portal:edit-language", key, language)
    messages.success(request, _("Saved. Readers of this language see it.") if is_ready else _("Saved."))
    return redirect("portal:edit-languages", key)


@require_safe
@inside.writers
def revisions(request: HttpRequest, person: Person, key: int) -> HttpResponse:
    """List what an item said before, the newest first."""
    item = inside.item(person, key)
    rows = item.revisions.select_related("made_by").defer("content")[: editing.KEPT_REVISIONS]
    return render(request, "portal/editors/revisions.html", {"item": item, "tab": "revisions", "revisions": rows})


@require_safe
@inside.writers
def revision(request: HttpRequest, person: Person, key: int, number: int) -> HttpResponse:
    """Show what a revision changed, or what has changed since, word by word."""
    item = inside.item(person, key)
    chosen = _revision(item, number)
    since = request.GET.get("since") == "1"
    earlier = queries.before(chosen)
    found = (
        queries.compare(chosen.content, item.snapshot())
        if since
        else queries.compare(earlier.content if earlier else {}, chosen.content)
    )
    context = {
        "item": item,
        "revision": chosen,
        "since": since,
        "differences": words.named(found),
        "is_newest": item.revisions.filter(number__gt=number).first() is None,
        "edits": permissions.can_edit(person, item),
    }
    return render(request, "portal/editors/revision.html", context)


@require_POST
@inside.writers
def restore(request: HttpRequest, person: Person, key: int, number: int) -> HttpResponse:
    """Take an item's words back to a revision."""
    item = inside.kept(person, key)
    chosen, now = _revision(item, number), timezone.now()
    if inside.tried(request, lambda: editing.restore(item, chosen, version=item.version, by=person, now=now)):
        messages.success(request, _("It says again what it said then. What it said until now is kept too."))
    return redirect("portal:edit", key)


def _revision(item: Item, number: int) -> Revision:
    found = item.revisions.select_related("made_by").filter(number=number).first()
    if found is None:
        raise Http404
    return found


def _shown(
    request: HttpRequest, item: Item, language: str, form: forms.Translation, *, status: int = 200, **more: Any
) -> HttpResponse:
    kept = states.standing(item.languages, language)
    changed = queries.since(item, kept.of) if kept and item.is_behind(language) else []
    context = {
        "item": item,
        "form": form,
        "code": language,
        "name": OWN_NAME[language],
        "original_name": OWN_NAME[item.language],
        "original_lang": HTML_LANG[item.language],
        "is_behind": item.is_behind(language),
        "changed": words.named([each for each in changed if each.language == item.language]),
        **more,
    }
    if "theirs" in more:
        context["theirs"] = words.named(more["theirs"])
    return render(request, "portal/editors/language.html", context, status=status)
