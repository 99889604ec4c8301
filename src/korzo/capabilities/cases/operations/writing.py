"""Keeping texts ready, keeping lists, and telling colleagues who are named in notes."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from korzo.capabilities.cases import events, permissions
from korzo.capabilities.cases.models import Case, Mention, ReadyText, SavedFilter, Update
from korzo.capabilities.cases.operations.intake import ReportRefused, hashed
from korzo.capabilities.cases.operations.stepping import NotAllowed
from korzo.capabilities.cases.queries import writing as ready
from korzo.capabilities.cases.rules import writing
from korzo.kernel import trail
from korzo.kernel.people.models import Person

MOST_SAVED = 20
MOST_QUERY = 400


def keep_text(row: ReadyText, *, by: Person, now: datetime) -> ReadyText:
    """Add a text that stands ready, or change it. Raises ValidationError for places that nothing is known for."""
    _may(by)
    if strange := sorted({place for text in row.text.values() for place in writing.unknown(text)}):
        known = ", ".join(f"{{{name}}}" for name in writing.PLACES)
        raise ValidationError(
            {"text": _("Nothing can be filled in for %(strange)s. There are: %(known)s.")
            % {"strange": ", ".join(strange), "known": known}}
        )  # fmt: skip
    row.full_clean()
    with transaction.atomic():
        row.save()
        said = "\n".join(f"{code} {text}" for code, text in row.text.items())
        trail.record(events.ReadyTextKept(f"ready-text:{row.pk}", row.use, hashed(said)), by=by, now=now)
    return row


def delete_text(row: ReadyText, *, by: Person, now: datetime) -> None:
    """Delete a text that stood ready; what was sent with it stays."""
    _may(by)
    with transaction.atomic():
        trail.record(events.ReadyTextDeleted(f"ready-text:{row.pk}"), by=by, now=now)
        row.delete()


def keep_list(*, name: str, query: str, by: Person) -> SavedFilter:
    """Keep a narrowed list under a name; the same name again stands for the new list."""
    name = " ".join(name.split())
    if not name:
        raise ReportRefused("name", _("Give the list a name."))
    if len(query) > MOST_QUERY:
        most = MOST_QUERY // 8  # letters, of which each takes up to six as an address writes it
        raise ReportRefused("q", _("This text is too long: at most %(most)d characters.") % {"most": most})
    others = SavedFilter.objects.filter(person=by).exclude(name=name)
    if others.count() >= MOST_SAVED:
        raise ReportRefused("name", _("You keep %(most)d lists. Delete one first.") % {"most": MOST_SAVED})
    row, _is_new = SavedFilter.objects.update_or_create(person=by, name=name, defaults={"query": query})
    return row


def drop_list(key: int, *, by: Person) -> bool:
    """Keep a list no more; says whether there was one of this person."""
    return bool(SavedFilter.objects.filter(pk=key, person=by).delete()[0])


def mention(update: Update, case: Case, *, by: Person) -> None:
    """Note who is named in a note; raises ReportRefused for colleagues who cannot read it."""
    people = [person for person in ready.mentioned(update.text) if person != by]
    for person in people:
        if not permissions.can_see_inside(person, case):
            raise ReportRefused(
                "text",
                _("%(name)s does not see this case. Ask their office for a part of the work, or take the name out.")
                % {"name": person},
            )
    Mention.objects.bulk_create(Mention(update=update, person=person) for person in people)


def _may(person: Person) -> None:
    if not permissions.can_set_up(person):
        raise NotAllowed(_("Texts that stand ready are kept by administrators."))
