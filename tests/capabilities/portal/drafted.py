"""A draft with everything that hangs on one."""

import io
from datetime import datetime, timedelta

from PIL import Image
from tests.capabilities.portal import pdfs

from korzo.capabilities.portal.models import Category, Moved
from korzo.capabilities.portal.operations import documents, editing, pictures, publishing
from korzo.kernel.people.models import Organisation, Person
from korzo.kernel.text.multilingual import Text


def drafted(by: Person, editor: Person, now: datetime) -> dict[str, str]:
    """Write a draft for the roads office, what is published, and something to arrange; returns parts of addresses."""
    office = Organisation.objects.get(code="roads")
    values = {"title": Text({"en": "A draft"}), "body": Text({"en": "Of the roads office."}), "office": office}
    item = editing.begin("news", "en", values, by=by, now=now)
    out = io.BytesIO()
    Image.new("RGB", (300, 200), "teal").save(out, "PNG")
    photo = pictures.add(item, out, alt="A road", by=by, now=now)
    file = documents.add(item, pdfs.plain(), file_name="plan.pdf", language="en", by=by, now=now)
    Category.objects.create(code="town", name=Text({"en": "Town"}))
    day = {"title": Text({"en": "Fair"}), "starts_at": now + timedelta(days=2)}
    for kind, given in (("news", {"title": Text({"en": "New bridge"})}), ("event", day)):
        publishing.publish(editing.begin(kind, "en", given, by=editor, now=now), by=editor, now=now)
    moved = Moved.objects.create(path="/tabid/81/", to="/news/", made_at=now)
    return {
        "draft-item": str(item.pk),
        "photo": str(photo.pk),
        "document": str(file.pk),
        "item-category": "town",
        "moved": str(moved.pk),
    }
