"""What an officer finds ready: texts in the reader's language, lists that were kept, colleagues to name."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q
from django.utils import translation

from korzo.capabilities.cases.models import Case, ReadyText, SavedFilter
from korzo.capabilities.cases.queries import choices
from korzo.capabilities.cases.rules import writing
from korzo.kernel.people import language_of
from korzo.kernel.people.models import Membership, Person
from korzo.kernel.people.roles import STAFF
from korzo.kernel.text import folding
from korzo.kernel.text.dates import day
from korzo.kernel.text.multilingual import in_language

MOST_COLLEAGUES = 12


@dataclass(frozen=True)
class Ready:
    """A text as it would be sent: its places filled in, in the language `html_lang`."""

    key: int
    use: str
    name: str
    text: str
    html_lang: str


def texts(case: Case) -> dict[str, list[Ready]]:
    """Texts for this case by their use, in the language of the person who reported it."""
    rows = ReadyText.objects.filter(
        Q(office=None) | Q(office=case.office_id), Q(category=None) | Q(category=case.category_id)
    )
    language = _language(case)
    with translation.override(language):
        values = {
            "code": case.code,
            "kind": str(case.category.name),
            "address": case.address,
            "office": str(case.office.name),
            "date": day(case.due_at),
        }
    found: dict[str, list[Ready]] = defaultdict(list)
    for row in rows:
        shown = in_language(row.text, language)
        found[row.use].append(Ready(row.pk, row.use, row.name, writing.filled(shown.text, values), shown.html_lang))
    return dict(found)


def _language(case: Case) -> str:
    contact = getattr(case, "contact", None)
    return language_of(contact.person, contact.language) if contact else language_of(None)


def saved(person: Person) -> list[SavedFilter]:
    """The lists that somebody kept."""
    return list(SavedFilter.objects.filter(person=person))


def colleagues(case: Case, person: Person) -> list[str]:
    """Names of those who work on such cases beside this person, to be named in a note."""
    found = (name for key, name in choices.workers(case.office) if key != str(person.pk))
    return list(found)[:MOST_COLLEAGUES]


def mentioned(text: str) -> list[Person]:
    """People of the staff whose names follow an @ in a text."""
    if "@" not in text:
        return []
    staff = Membership.objects.filter(role__in=STAFF, person__is_active=True).select_related("person")
    by_name: dict[str, dict[object, Person]] = defaultdict(dict)
    for row in staff:
        by_name[folding.fold(str(row.person))][row.person_id] = row.person
    return [person for name in sorted(writing.named(folding.fold(text), by_name)) for person in by_name[name].values()]
