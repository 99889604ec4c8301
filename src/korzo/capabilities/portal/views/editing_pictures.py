"""Pictures and files of an item."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from korzo.capabilities.portal import permissions
from korzo.capabilities.portal.forms import around as forms
from korzo.capabilities.portal.models import Document, Item, Photo
from korzo.capabilities.portal.operations import documents as files
from korzo.capabilities.portal.operations import pictures as operations
from korzo.capabilities.portal.operations.refusals import Refused
from korzo.capabilities.portal.queries.files import path
from korzo.capabilities.portal.rules import writing
from korzo.capabilities.portal.views import inside
from korzo.kernel.files import links
from korzo.kernel.people.models import Person
from korzo.ui import doors
from korzo.ui.doors import READS_AND_WRITES


@require_safe
@inside.writers
def pictures(request: HttpRequest, person: Person, key: int) -> HttpResponse:
    """Show the pictures of an item: the one above it, and those in its text or album."""
    return _pictures(request, person, inside.item(person, key))


@require_POST
@inside.writers
def add(request: HttpRequest, person: Person, key: int) -> HttpResponse:
    """Take a picture; a script gets what it writes into the text."""
    item = inside.kept(person, key)
    form = forms.Picture(request.POST, request.FILES, prefix="picture")
    photo = None
    if form.is_valid():
        file, alt = form.cleaned_data["file"], form.cleaned_data["alt"]
        photo = inside.tried(request, lambda: operations.add(item, file, alt=alt, by=person, now=timezone.now()), form)
    if request.headers.get("Accept") == "application/json":
        if not photo:
            told = [str(each) for problems in form.errors.values() for each in problems]
            return JsonResponse({"problem": " ".join(told)}, status=422)
        alt = photo.alt.get(item.language, "").replace("[", "(").replace("]", ")").replace("\\", "/")
        return JsonResponse({"text": f"![{alt}]({writing.PICTURE}{photo.upload_id})"}, status=201)
    if not photo:
        return _pictures(request, person, item, adding=form, status=422)
    messages.success(request, _("The picture is there."))
    return redirect("portal:edit-pictures", key)


@require_http_methods(READS_AND_WRITES)
@inside.writers
def describe(request: HttpRequest, person: Person, key: int, photo: int) -> HttpResponse:
    """Say what a picture shows, and where it stands."""
    item = inside.kept(person, key)
    chosen = _photo(item, photo)
    form = forms.Described(request.POST if request.method == "POST" else None, instance=chosen)
    if form.is_valid():
        operations.describe(chosen, by=person, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("portal:edit-pictures", key)
    context = {"item": item, "form": form, "photo": chosen, "picture": _shown(item, chosen)}
    return render(request, "portal/editors/picture.html", context, status=422 if form.errors else 200)


@require_POST
@inside.writers
def act(request: HttpRequest, person: Person, key: int, photo: int) -> HttpResponse:
    """Put a picture above the item, move it forward, or take it away."""
    item = inside.kept(person, key)
    chosen, now = _photo(item, photo), timezone.now()
    asked = request.POST.get("do", "")
    if asked == "remove" and inside.tried(request, lambda: operations.remove(chosen, by=person)):
        messages.success(request, _("The picture is gone."))
    if asked == "cover":
        alt = chosen.alt.get(item.language, "")
        inside.tried(
            request,
            lambda: operations.cover(
                item, chosen.upload, alt=alt, focus=(0.5, 0.5), version=item.version, by=person, now=now
            ),
        )
    if asked == "forward":
        _forward(item, chosen, person)
    return redirect("portal:edit-pictures", key)


@require_POST
@inside.writers
def cover(request: HttpRequest, person: Person, key: int) -> HttpResponse:
    """Choose the picture above an item, say what it shows, and what of it must stay in sight."""
    item, now = inside.kept(person, key), timezone.now()
    if request.POST.get("do") == "remove":
        inside.tried(request, lambda: operations.no_cover(item, version=item.version, by=person, now=now))
        return redirect("portal:edit-pictures", key)
    form = forms.Cover(request.POST, request.FILES, item=item)
    if form.is_valid():
        given = form.cleaned_data
        saved = inside.tried(
            request,
            lambda: operations.cover(
                item,
                given["file"],
                alt=given["alt"],
                focus=form.focus,
                version=given["version"],
                by=person,
                now=now,
            ),
            form,
        )
        if saved:
            messages.success(request, _("Saved."))
            return redirect("portal:edit-pictures", key)
    return _pictures(request, person, item, covering=form, status=422)


@require_http_methods(READS_AND_WRITES)
@inside.writers
def documents(request: HttpRequest, person: Person, key: int) -> HttpResponse:
    """Show the files of an item with what was found in them, and take another."""
    item = inside.item(person, key)
    if not item.made_of.has_files:
        raise Http404
    form = forms.File(initial={"language": item.language})
    if request.method == "POST":
        item = inside.kept(person, key)
        form = forms.File(request.POST, request.FILES)
        if form.is_valid() and inside.tried(request, lambda: _taken(item, form, person), form):
            messages.success(request, _("The file is there."))
            return redirect("portal:edit-files", key)
    context = {
        "item": item,
        "tab": "files",
        "form": form,
        "documents": item.documents.all(),
        "edits": permissions.can_edit(person, item),
    }
    return render(request, "portal/editors/files.html", context, status=422 if form.errors else 200)


@require_POST
@inside.writers
def remove_document(request: HttpRequest, person: Person, key: int, document: int) -> HttpResponse:
    """Take a file away."""
    item = inside.kept(person, key)
    chosen = item.documents.filter(pk=document).first()
    if chosen is None:
        raise Http404
    if inside.tried(request, lambda: files.remove(chosen, by=person)):
        messages.success(request, _("The file is gone."))
    return redirect("portal:edit-files", key)


@require_safe
def document(request: HttpRequest, key: int, name: str) -> HttpResponseBase:
    """Give a file to who may see its item; to everybody else it does not exist."""
    found = Document.objects.select_related("item").filter(pk=key, file_name=name).first()
    if found is None:
        raise Http404
    is_public = found.item.is_shown(timezone.now())
    if not (is_public or permissions.can_see(doors.reader(request), found.item)) or not path(found).is_file():
        raise Http404
    answer = FileResponse(path(found).open("rb"), content_type=found.media_type, filename=found.file_name)
    answer["Cache-Control"] = "private, no-cache" if is_public else "private, no-store"
    return answer


def _taken(item: Item, form: forms.File, person: Person) -> Document:
    given = form.cleaned_data
    if given["file"].size > files.MOST_BYTES:
        raise Refused("file", _("The file is larger than %(most)d MB.") % {"most": files.MOST_BYTES // 2**20})
    return files.add(
        item,
        given["file"].read(),
        file_name=given["file"].name,
        language=given["language"],
        title=given["title"],
        by=person,
        now=timezone.now(),
    )


def _forward(item: Item, chosen: Photo, person: Person) -> None:
    """Let a picture change places with the one before it."""
    row = list(item.photos.all())
    at = next(index for index, each in enumerate(row) if each.pk == chosen.pk)
    if at:
        row[at - 1], row[at] = row[at], row[at - 1]
    for order, each in enumerate(row):
        if each.order != order:
            operations.describe(each, by=person, order=order)


def _photo(item: Item, key: int) -> Photo:
    found = next((each for each in item.photos.all() if each.pk == key), None)
    if found is None:
        raise Http404
    return found


def _shown(item: Item, photo: Photo) -> dict[str, object]:
    in_text = {name for text in item.body.values() for name in writing.pictures(text)}
    return {
        "photo": photo,
        "small": links.url(photo.upload, "small"),
        "alt": photo.alt.get(item.language, ""),
        "in_text": str(photo.upload_id) in in_text,
        "is_cover": item.cover_id == photo.upload_id,
    }


def _pictures(
    request: HttpRequest,
    person: Person,
    item: Item,
    *,
    adding: forms.Picture | None = None,
    covering: forms.Cover | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "item": item,
        "tab": "pictures",
        "pictures": [_shown(item, each) for each in item.photos.all()],
        "adding": adding or forms.Picture(prefix="picture"),
        "covering": covering or forms.Cover(item=item),
        "cover_url": links.url(item.cover) if item.cover else "",
        "edits": permissions.can_edit(person, item),
    }
    return render(request, "portal/editors/pictures.html", context, status=status)
