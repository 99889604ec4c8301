"""Reports without a network: the page that devices keep, and the address that takes each waiting report once."""

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from korzo.capabilities.cases import operations
from korzo.capabilities.cases.forms import offline as forms
from korzo.capabilities.cases.models import Category, Unconfirmed
from korzo.capabilities.cases.operations import intake
from korzo.capabilities.cases.views import photos, report
from korzo.kernel.files import operations as files
from korzo.kernel.files.models import Upload


@never_cache
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show the page for reporting without a network: the same to everybody, because a device keeps it."""
    request.user = AnonymousUser()
    kinds = Category.objects.filter(is_active=True).prefetch_related("attributes")
    asked = [forms.Questions(kind=kind.code, questions=list(kind.attributes.all())) for kind in kinds]
    context = {"form": forms.Whole(), "asked": [each for each in asked if each.questions]}
    return render(request, "cases/report/offline.html", context)


@csrf_exempt
@require_POST
def take(request: HttpRequest) -> JsonResponse:
    """Take a report that waited on a device. The same `Idempotency-Key` again gets the first answer.

    Nobody's session counts here, so there is none to abuse; and a page of another site cannot send this header without
    asking first, which nobody answers. Photos that came with an earlier screen are named in `uploads`.
    """
    key = forms.key(request.headers.get("Idempotency-Key", ""))
    if not key:
        return JsonResponse({"detail": _("This report has no number of its own. Write it again.")}, status=400)
    if known := intake.twin(key):
        return _answer(known)
    if not report.allowed(request):
        return JsonResponse({"detail": report.too_many()}, status=429)
    if request.POST.get("website"):
        return JsonResponse({"code": "", "follow": "", "is_new": False})
    return _taken(request, key)


def _taken(request: HttpRequest, key: str) -> JsonResponse:
    owner = f"{files.DRAFT}{key}"
    category = Category.objects.filter(code=request.POST.get("category", "")).first()
    questions = list(category.attributes.all()) if category else []
    form = forms.Whole(request.POST, request.FILES, questions=questions)
    if not form.is_valid():
        return JsonResponse(form.first_problem(), status=422)
    named = request.POST.getlist("uploads")
    earlier = list(Upload.objects.filter(pk__in=filter(forms.key, named), owner=owner).order_by("added_at"))
    if len(earlier) < len(named):
        detail = _("The photos that you sent before are no longer here. Add them again.")
        return JsonResponse({"field": "uploads", "detail": detail}, status=422)
    fresh = photos.keep(form, owner=owner, already=len(earlier))
    try:
        if form.errors:
            return JsonResponse(form.first_problem(), status=422)
        return _answer(operations.hand_in(_report(form, [*earlier, *fresh], key), by=None, now=timezone.now()))
    except operations.ReportRefused as refusal:
        return JsonResponse({"field": refusal.field, "detail": str(refusal)}, status=422)
    finally:  # what became no case's comes again with the next try
        for upload in Upload.objects.filter(pk__in=[each.pk for each in fresh], owner=owner):
            files.delete(upload)


def _report(form: forms.Whole, uploads: list[Upload], key: str) -> operations.Report:
    """What was reported; the place is the photo's when nothing else tells it."""
    given = form.cleaned_data
    point = given["latitude"], given["longitude"]
    if point == (None, None) and not given["address"].strip():
        point = next(((each.lat, each.long) for each in uploads if each.lat is not None), point)
    same = {name: given[name] for name in ("category", "description", "address", "name", "email", "phone")}
    return operations.Report(
        **same,
        lat=point[0],
        long=point[1],
        attributes=form.answers,
        photos=tuple(uploads),
        language=get_language() or "",
        client_key=key,
    )


def _answer(taken: operations.Receipt | Unconfirmed) -> JsonResponse:
    if isinstance(taken, Unconfirmed):
        detail = _("We have written to %(email)s. Open the link in that letter; then your report is taken.")
        return JsonResponse(
            {"code": "", "follow": "", "is_new": True, "detail": detail % {"email": taken.email}}, status=202
        )
    case = taken.case
    follow = reverse("cases:follow", args=[case.code, taken.follow])
    return JsonResponse(
        {"code": case.code, "follow": follow, "is_new": taken.is_new}, status=201 if taken.is_new else 200
    )
