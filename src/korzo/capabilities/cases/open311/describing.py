"""Cases, categories and questions in the standard's words. Every request is written from public fields only."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from korzo.capabilities.cases.models import Attribute, Case, Category
from korzo.capabilities.cases.models.case import TEXT_LIMIT
from korzo.capabilities.cases.queries import whereabouts
from korzo.capabilities.cases.rules.states import WORDS
from korzo.kernel.files import links
from korzo.kernel.text.multilingual import in_language

EXTENDED = ("updates", "category__attributes")
"""What is read beside the requests when extensions are asked for."""
WAITS = gettext_lazy("We have sent an e-mail. The report is taken when its reader confirms it.")


def service(category: Category) -> dict[str, Any]:
    """A service of call 1."""
    return {
        "service_code": category.code,
        "service_name": str(category.name),
        "description": str(category.description) or None,
        "metadata": bool(category.questions),  # type: ignore[attr-defined]  # annotated by the query
        "type": category.answers,
        "keywords": str(category.keywords) or None,
        "group": str(category.group_name) or None,
    }


def definition(category: Category) -> dict[str, Any]:
    """The questions of call 2; an empty list when there are none."""
    return {
        "service_code": category.code,
        "attributes": [_attribute(number, each) for number, each in enumerate(category.attributes.all(), start=1)],
    }


def _attribute(number: int, question: Attribute) -> dict[str, Any]:
    language = get_language() or "en"
    made: dict[str, Any] = {
        "variable": question.is_question,
        "code": question.code,
        "datatype": question.datatype,
        "required": question.is_required,
        "datatype_description": str(question.hint) or None,
        "order": number,
        "description": str(question.question),
    }
    if question.datatype in (Attribute.Datatype.SINGLE, Attribute.Datatype.MULTI):
        made["values"] = [
            {"key": str(value["key"]), "name": in_language(value["name"], language).text} for value in question.values
        ]
    return made


def request(case: Case, *, extended: bool = False) -> dict[str, Any]:
    """A service request of calls 5 and 6; words and photos only once they are public."""
    photos = [photo for photo in case.photos.all() if photo.update_id is None] if case.text_is_public else []
    made: dict[str, Any] = {
        "service_request_id": case.code,
        "status": WORDS[case.step].open311,
        "status_notes": _notes(case),
        "service_name": str(case.category.name),
        "service_code": case.category.code,
        "description": (case.description[:TEXT_LIMIT] or None) if case.text_is_public else None,
        "agency_responsible": str(case.office.name),
        "service_notice": None,
        "requested_datetime": case.reported_at,
        "updated_datetime": case.updated_at if case.is_open else case.closed_at,
        "expected_datetime": case.due_at,
        "address": whereabouts.public(case) or None,
        "address_id": None,
        "zipcode": None,
        "lat": case.lat,
        "long": case.long,
        "media_url": settings.KORZO.base_url + links.url(photos[0].upload) if photos else None,
    }
    if extended:
        made["extended_attributes"] = {
            "channel": case.channel,
            "detailed_status": WORDS[case.step].citysdk,
            "photos": [
                {
                    "media_url": settings.KORZO.base_url + links.url(photo.upload),
                    "width": photo.upload.width,
                    "height": photo.upload.height,
                    "created_at": photo.added_at,
                }
                for photo in photos
            ],
            "url": settings.KORZO.base_url + reverse("cases:case", args=[case.code]),
        }
        made["attributes"] = list(_answers(case)) if case.text_is_public else []
        made["notes"] = [
            {"datetime": each.at, "description": each.text or str(each.get_kind_display()), "type": each.kind}
            for each in case.updates.all()
            if each.is_public
        ]
    return made


def _answers(case: Case) -> Iterator[dict[str, str]]:
    """What was answered to the questions about this kind, in words: of chosen values their names."""
    language = get_language() or "en"
    for question in case.category.attributes.all():
        given = case.attributes.get(question.code)
        if given in (None, "", []):
            continue
        names = {str(each["key"]): in_language(each["name"], language).text for each in question.values or ()}
        values = [str(each) for each in (given if isinstance(given, list) else [given])]
        yield {
            "code": question.code,
            "label": str(question.question),
            "name": ", ".join(names.get(value, value) for value in values),
            "value": ",".join(values),
        }


def _notes(case: Case) -> str | None:
    """What the office answered; of a case that repeats another, which one."""
    if case.state == Case.State.DUPLICATE and hasattr(case, "merge") and case.merge.root.is_public:
        return _("This is the same problem as %(code)s.") % {"code": case.merge.root.code}
    return (case.outcome or None) if case.outcome_is_public and not case.is_open else None


def notice(case: Case) -> str:
    """What a reporter reads at once: who is responsible, and by when."""
    if case.due_at is None:
        return _("Responsible: %(office)s.") % {"office": case.office.name}
    promised = date_format(localtime(case.due_at), "DATE_FORMAT")
    return _("Responsible: %(office)s. Promised by: %(date)s") % {"office": case.office.name, "date": promised}
