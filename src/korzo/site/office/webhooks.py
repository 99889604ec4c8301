"""Other programs that are told what happens: who they are, what they asked for, and what reached them."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from korzo.kernel.messages import rendering
from korzo.kernel.messages.models import Message
from korzo.kernel.people.models import Person
from korzo.kernel.webhooks import operations
from korzo.kernel.webhooks.models import Delivery, Webhook
from korzo.site.office.doors import does, does_surely, edits, shows
from korzo.site.office.webhook_form import Edit

PAGE_SIZE = 30
_State = Delivery.State


@shows
def webhooks(request: HttpRequest, _by: Person) -> HttpResponse:
    """List who is told, and how that goes."""
    dead, waiting = Q(deliveries__state=_State.DEAD), Q(deliveries__state=_State.WAITING)
    found = Webhook.objects.annotate(dead=Count("deliveries", filter=dead), waiting=Count("deliveries", filter=waiting))
    return render(request, "site/office/webhooks.html", {"webhooks": found})


@edits
def edit(request: HttpRequest, by: Person, webhook: int = 0) -> HttpResponse:
    """Add a webhook, or change one; a new one shows its secret, this once."""
    found = get_object_or_404(Webhook, pk=webhook) if webhook else None
    form = Edit(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        kept = form.save(commit=False)
        if secret := operations.keep(kept, by=by, now=timezone.now()):
            return _shown(request, kept, secret)
        messages.success(request, _("Saved."))
        return redirect("office:webhook", kept.pk)
    context = {"form": form, "webhook": found}
    return render(request, "site/office/webhook_edit.html", context, status=422 if form.errors else 200)


@shows
def webhook(request: HttpRequest, _by: Person, webhook: int) -> HttpResponse:
    """Show a webhook and what was sent to it."""
    return _shown(request, get_object_or_404(Webhook, pk=webhook))


@does_surely
def rotate(request: HttpRequest, by: Person, webhook: int) -> HttpResponse:
    """Make a new secret, and show it this once."""
    found = get_object_or_404(Webhook, pk=webhook)
    return _shown(request, found, operations.rotate(found, by=by, now=timezone.now()))


@does
def switch(request: HttpRequest, by: Person, webhook: int) -> HttpResponse:
    """Stop telling it, or go on."""
    on = "on" in request.POST
    operations.switch(get_object_or_404(Webhook, pk=webhook), on=on, by=by, now=timezone.now())
    messages.success(
        request, _("It is told again.") if on else _("It is told no more. What happens meanwhile is lost.")
    )
    return redirect("office:webhook", webhook)


@does
def test(request: HttpRequest, _by: Person, webhook: int) -> HttpResponse:
    """Send it a test."""
    operations.test(get_object_or_404(Webhook, pk=webhook), now=timezone.now())
    messages.success(request, _("A test is on its way. Look here again in some seconds."))
    return redirect("office:webhook", webhook)


@does
def delete(request: HttpRequest, by: Person, webhook: int) -> HttpResponse:
    """Delete it."""
    operations.delete(get_object_or_404(Webhook, pk=webhook), by=by, now=timezone.now())
    messages.success(request, _("Deleted."))
    return redirect("office:webhooks")


@does
def again(request: HttpRequest, by: Person, webhook: int, delivery: int) -> HttpResponse:
    """Send again what was given up."""
    found = get_object_or_404(Delivery.objects.select_related("webhook"), pk=delivery, webhook=webhook)
    if operations.send_again(found, by=by, now=timezone.now()):
        messages.success(request, _("It is on its way again."))
    return redirect("office:webhook", webhook)


def _shown(request: HttpRequest, found: Webhook, secret: str = "") -> HttpResponse:
    view = view if (view := request.GET.get("view", "")) in _State.values else ""
    counts = dict(found.deliveries.order_by().values_list("state").annotate(Count("pk")))
    tabs = [
        {
            "label": label,
            "url": f"?view={name}",
            "current": name == view,
            "count": counts.get(name, 0) if name else None,
        }
        for name, label in (("", _("All")), *_State.choices)
    ]
    sent = found.deliveries.order_by("-pk")
    page = Paginator(sent.filter(state=view) if view else sent, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"webhook": found, "secret": secret, "tabs": tabs, "page": page, "told": Edit(instance=found).told}
    return render(request, "site/office/webhook.html", context)


@rendering.fills("webhooks/stopped")
def link(message: Message) -> dict[str, str]:
    """Lead an administrator to the webhook that was stopped."""
    with translation.override(message.language):
        return {"link": f"{settings.KORZO.base_url}{reverse('office:webhook', args=[message.ref.partition(':')[2]])}"}
