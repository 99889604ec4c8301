"""The trail: what happened, by whom; who looked at personal data; and whether it is whole."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from korzo.kernel import jobs, refs
from korzo.kernel import trail as chain
from korzo.kernel.messages import sending
from korzo.kernel.people.models import Person
from korzo.kernel.trail.models import Entry
from korzo.site.office import forms
from korzo.site.office.doors import does, shows

PAGE_SIZE = 50
AT_ONCE = 5000
SEEN = "trail.Seen"
LONGEST = 16


@dataclass(frozen=True)
class Line:
    """An entry as the page shows it."""

    seq: int
    at: datetime
    event: str
    ref: str
    url: str
    by: str
    by_ref: str
    why: str
    data: dict[str, Any]
    hash: str


class Capped(Paginator[Entry]):
    """Pages of a list that may be millions long: the newest ten thousand."""

    @cached_property
    def count(self) -> int:
        """How many there are, at most ten thousand."""
        entries: QuerySet[Entry] = self.object_list  # type: ignore[assignment]
        return entries.order_by()[:10_000].count()


@shows
def trail(request: HttpRequest, _by: Person) -> HttpResponse:
    """Show entries, newest first, narrowed to a record, a person or a kind."""
    kinds = list(Entry.objects.order_by("event").values_list("event", flat=True).distinct())
    form = forms.TrailFilter(request.GET, events=kinds)
    asked = form.cleaned_data if form.is_valid() else {}
    page = Capped(_narrowed(asked), PAGE_SIZE).get_page(request.GET.get("page"))
    seen = asked.get("event") == SEEN
    tabs = [
        {"label": _("Everything"), "url": "?", "current": not seen, "count": None},
        {"label": _("Who looked at personal data"), "url": f"?event={SEEN}", "current": seen, "count": None},
    ]
    context = {"form": form, "page": page, "lines": _lines(list(page)), "tabs": tabs, "head": chain.head()}
    return render(request, "site/office/trail.html", context)


@does
def verify(request: HttpRequest, by: Person) -> HttpResponse:
    """Check the chain: a short one at once, a long one in the background, with the result in the inbox."""
    if chain.head()[0] > AT_ONCE:
        verify_all.enqueue(person_id=str(by.pk))
        messages.info(request, _("The trail is long. You find the result in your inbox in a few minutes."))
        return redirect("office:trail")
    count, broken = _checked()
    if broken:
        messages.error(
            request, _("Entry %(seq)d does not fit: %(reason)s") % {"seq": broken.seq, "reason": broken.reason}
        )
    else:
        messages.success(request, _("Unbroken: %(count)d entries.") % {"count": count})
    return redirect("office:trail")


@jobs.job(retries=1)
def verify_all(person_id: str) -> None:
    """Check the whole chain and write the result to who asked."""
    person, now = Person.objects.get(pk=person_id), timezone.now()
    head = chain.head()
    count, broken = _checked()
    context = {
        "broken": broken is not None, "seq": broken.seq if broken else 0, "reason": broken.reason if broken else "",
        "count": count, "hash": head[1],
    }  # fmt: skip
    key = f"verified:{person_id}:{now.isoformat(timespec='seconds')}"
    sending.send(to=sending.Recipient(person), template="trail/verified", context=context, ref="", key=key, now=now)


def _checked() -> tuple[int, chain.Broken | None]:
    count = 0
    for step in chain.verify():
        if isinstance(step, chain.Broken):
            return count, step
        count += 1
    return count, None


def _narrowed(asked: dict[str, str]) -> "QuerySet[Entry]":
    found = Entry.objects.order_by("-seq")
    if ref := asked.get("ref", "").strip():
        found = found.filter(ref=ref if ":" in ref else f"case:{ref.upper()}")
    if who := asked.get("who", "").strip():
        meant = Person.objects.filter(Q(email__iexact=who) | Q(name__icontains=who))[:20]
        known = [person.ref for person in meant] or [who]
        found = found.filter(Q(by__in=known) | Q(ref__in=known))
    if event := asked.get("event"):
        found = found.filter(event=event)
    return found


def _lines(entries: list[Entry]) -> list[Line]:
    """Entries with names in place of references, where the person is still here."""
    named = {ref for entry in entries for ref in (entry.by, entry.ref) if ref.startswith("person:")}
    ids = [ref.partition(":")[2] for ref in named]
    names = {person.ref: str(person) for person in Person.objects.filter(pk__in=ids)}
    lines = []
    for entry in entries:
        try:
            known = refs.describe(entry.ref)
        except refs.MalformedRef:
            known = None
        data = {name: _short(value) for name, value in entry.data.items() if name != "ref" and value not in (None, "")}
        lines.append(
            Line(
                entry.seq, entry.at, entry.event, names.get(entry.ref, entry.ref), known.url if known else "",
                names.get(entry.by, entry.by), entry.by, entry.why, data, entry.hash,
            )
        )  # fmt: skip
    return lines


def _short(value: object) -> object:
    """Hashes and exact times are told by their beginning."""
    return f"{value[:LONGEST]}…" if isinstance(value, str) and len(value) > LONGEST else value
