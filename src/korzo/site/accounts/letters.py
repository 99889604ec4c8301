"""The inbox, and the browsers that may show notifications."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from korzo.kernel import refs
from korzo.kernel.messages import devices
from korzo.kernel.messages import inbox as letters
from korzo.kernel.messages.channels import push as pushing
from korzo.kernel.messages.models import Channel
from korzo.site.accounts.me import person_of

PAGE_SIZE = 20


@login_required
@never_cache
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """List what a person was told, newest first."""
    person = person_of(request)
    page = Paginator(letters.of(person), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "letters": [letters.letter(message) for message in page], "unread": letters.unread(person)}
    return render(request, "site/me/inbox.html", context)


@login_required
@never_cache
@require_safe
def letter(request: HttpRequest, message: int) -> HttpResponse:
    """Show one message, which is read then."""
    found = letters.of(person_of(request)).filter(pk=message).first()
    if found is None:
        raise Http404
    letters.read(found, now=timezone.now())
    try:
        about = refs.describe(found.ref) if found.ref else None
    except refs.MalformedRef:
        about = None
    return render(request, "site/me/letter.html", {"letter": letters.letter(found), "about": about})


@login_required
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Note that a person knows all of it."""
    letters.of(person_of(request)).filter(read_at__isnull=True).update(read_at=timezone.now())
    return redirect("inbox")


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def push(request: HttpRequest) -> HttpResponse:
    """Let this browser show notifications; without a contact in the settings there are none."""
    if not settings.KORZO.push_contact:
        raise Http404
    person = person_of(request)
    if request.method == "POST":
        language = translation.get_language() or ""
        if not devices.keep(request.POST.dict(), person=person, language=language, now=timezone.now()):
            messages.error(request, _("Notifications of this browser cannot be used here."))
            return redirect("push")
        person.channel = Channel.PUSH
        person.save(update_fields=["channel"])
        messages.success(request, _("From now on we tell you on this device."))
        return redirect("me")
    context = {"key": pushing.public_key(), "browsers": person.push_subscriptions.count()}
    return render(request, "site/me/push.html", context)


@login_required
@require_POST
def stop_push(request: HttpRequest) -> HttpResponse:
    """Forget all browsers of a person; from now on they get e-mail."""
    person = person_of(request)
    person.push_subscriptions.all().delete()
    if person.channel == Channel.PUSH:
        person.channel = Channel.EMAIL
        person.save(update_fields=["channel"])
    messages.success(request, _("No more notifications. We write to you by e-mail."))
    return redirect("me")
