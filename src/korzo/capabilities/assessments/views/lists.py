"""Which assessments there are, for everybody and for who works on them; beginning one."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from korzo.capabilities.assessments import permissions
from korzo.capabilities.assessments.forms import setting_up as forms
from korzo.capabilities.assessments.operations import setting_up
from korzo.capabilities.assessments.queries import lists, rooms
from korzo.capabilities.assessments.views import inside
from korzo.kernel.people.models import Person
from korzo.ui import doors
from korzo.ui.doors import READS_AND_WRITES

_PAGE = 30


@require_safe
def published(request: HttpRequest) -> HttpResponse:
    """List what cities published about themselves."""
    page = Paginator(lists.published(), _PAGE).get_page(request.GET.get("page"))
    works = permissions.can_work(doors.reader(request))
    return render(request, "assessments/published.html", {"page": page, "works": works})


@require_safe
@inside.workers
def mine(request: HttpRequest, person: Person) -> HttpResponse:
    """List what the reader is asked for, and the assessments that they may read."""
    page = Paginator(lists.of(person), _PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "asked": rooms.asked(lists.asked_of(person)),
        "begins": lists.can_begin_for(person).exists(),
        "sets_up": permissions.can_set_up(person),
        "today": timezone.localdate(),
    }
    return render(request, "assessments/mine.html", context)


@require_http_methods(READS_AND_WRITES)
@inside.workers
def begin(request: HttpRequest, person: Person) -> HttpResponse:
    """Begin an assessment."""
    organisations = lists.can_begin_for(person)
    year = timezone.localdate().year
    start = {"first_year": year - 5, "last_year": year - 1, "organisation": organisations.first()}
    form = forms.Begin(request.POST if request.method == "POST" else None, organisations=organisations, initial=start)
    if request.method == "POST" and form.is_valid():
        code, instrument = form.cleaned_data["code"], form.cleaned_data["instrument"]
        try:
            made = setting_up.begin(
                form.organisation(), code, form.values(), instrument=instrument, by=person, now=timezone.now()
            )
        except inside.REFUSALS as refusal:
            doors.tell(request, refusal, form)
        else:
            messages.success(request, _("Begun. Ask people for its parts, or fill them in yourself."))
            return redirect("assessments:room", made.code)
    return render(request, "assessments/begin.html", {"form": form}, status=422 if form.errors else 200)
