"""Accounts, roles and organisations."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from korzo.kernel import trail
from korzo.kernel.people.models import Membership, Organisation, Person
from korzo.kernel.people.roles import Role
from korzo.site.accounts import events, operations
from korzo.site.office import forms
from korzo.site.office.doors import does, does_surely, edits, shows

PAGE_SIZE = 30


@shows
def people(request: HttpRequest, _by: Person) -> HttpResponse:
    """List accounts: those with a role, or all that a word finds."""
    words = request.GET.get("q", "").strip()[:100]
    everybody = request.GET.get("all") == "1"
    found = Person.objects.order_by("name", "email").prefetch_related("memberships__organisation")
    if words:
        found = found.filter(Q(name__icontains=words) | Q(email__icontains=words))
    elif not everybody:
        found = found.filter(Q(memberships__isnull=False) | Q(is_superuser=True)).distinct()
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "site/office/people.html", {"page": page, "words": words, "everybody": everybody})


@edits
def invite(request: HttpRequest, by: Person) -> HttpResponse:
    """Make an account for a colleague, with a role, and write to them."""
    form = forms.Invite(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "site/office/invite.html", {"form": form}, status=422 if form.errors else 200)
    given, now = form.cleaned_data, timezone.now()
    office = Organisation.objects.get(code=given["organisation"])
    with transaction.atomic():
        person = operations.invite(email=given["email"], name=given["name"], by=by, now=now)
        operations.give_role(person=person, role=Role(given["role"]), organisation=office, by=by, now=now)
    messages.success(request, _("Done. They find a mail with the way in."))
    return redirect("office:person", person.pk)


@shows
def person(request: HttpRequest, _by: Person, person: UUID) -> HttpResponse:
    """Show one account and its roles."""
    return _person(request, _found(person), forms.GiveRole())


@does_surely
def give_role(request: HttpRequest, by: Person, person: UUID) -> HttpResponse:
    """Give a role."""
    found, form = _found(person), forms.GiveRole(request.POST)
    if not form.is_valid():
        return _person(request, found, form)
    office = Organisation.objects.get(code=form.cleaned_data["organisation"])
    given = Role(form.cleaned_data["role"])
    if operations.give_role(person=found, role=given, organisation=office, by=by, now=timezone.now()):
        messages.success(request, _("Role given."))
    return redirect("office:person", found.pk)


@does
def withdraw_role(request: HttpRequest, by: Person, person: UUID, membership: int) -> HttpResponse:
    """Take a role away."""
    found = get_object_or_404(
        Membership.objects.select_related("person", "organisation"), pk=membership, person_id=person
    )
    try:
        operations.withdraw_role(membership=found, by=by, now=timezone.now())
        messages.success(request, _("Role withdrawn."))
    except operations.NotPossible as refusal:
        messages.error(request, str(refusal))
    return redirect("office:person", person)


@does
def close(request: HttpRequest, by: Person, person: UUID) -> HttpResponse:
    """Let somebody sign in no more."""
    found = _found(person)
    try:
        operations.close(person=found, by=by, now=timezone.now())
        messages.success(request, _("The account is closed; its sessions are over."))
    except operations.NotPossible as refusal:
        messages.error(request, str(refusal))
    return redirect("office:person", found.pk)


@does
def reopen(request: HttpRequest, by: Person, person: UUID) -> HttpResponse:
    """Let somebody sign in again."""
    found = _found(person)
    operations.reopen(person=found, by=by, now=timezone.now())
    messages.success(request, _("The account is open again."))
    return redirect("office:person", found.pk)


@shows
def organisations(request: HttpRequest, _by: Person) -> HttpResponse:
    """List organisations."""
    page = Paginator(Organisation.objects.select_related("parent"), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "site/office/organisations.html", {"page": page})


@edits
def organisation(request: HttpRequest, by: Person, code: str = "") -> HttpResponse:
    """Add an organisation, or change one."""
    found = get_object_or_404(Organisation, code=code) if code else None
    form = forms.Edit(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            kept = form.save()
            changed = tuple(sorted(form.changed_data))
            trail.record(events.OrganisationChanged(f"organisation:{kept.code}", changed), by=by, now=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("office:organisations")
    context = {"form": form, "organisation": found}
    return render(request, "site/office/organisation.html", context, status=422 if form.errors else 200)


def _found(person: UUID) -> Person:
    return get_object_or_404(Person, pk=person)


def _person(request: HttpRequest, found: Person, form: forms.GiveRole) -> HttpResponse:
    memberships = found.memberships.select_related("organisation").order_by("organisation__code", "role")
    context = {"person": found, "memberships": memberships, "form": form}
    return render(request, "site/office/person.html", context, status=422 if form.errors else 200)
