"""Which case a letter means, and whether its sender may write to it."""

import re

from django.conf import settings

from korzo.capabilities.cases.models import Case, Contact
from korzo.capabilities.cases.rules import numbers
from korzo.kernel.messages.arriving import Letter
from korzo.kernel.messages.channels import Refused
from korzo.kernel.messages.channels.sms import e164

_CODE = re.compile(r"(?<![\w-])[KК]-?\d{4}-?\d{1,9}(?![\w-])", re.IGNORECASE)
_CYRILLIC = re.compile("[\u0400-\u04ff]")


def case(letter: Letter) -> Case | None:
    """The case whose reporter wrote the letter: proven by our own address, or named by who reported it; else None."""
    rows = Case.objects.select_related("category", "office", "contact__person")
    if letter.about.startswith("case:"):
        return rows.filter(code=letter.about.partition(":")[2]).first()
    named = [ref.partition(":")[2] for ref in letter.mentions if ref.startswith("case:")]
    where = f"{letter.subject} {letter.text}" if letter.channel == "sms" else letter.subject
    named += filter(None, (numbers.parse(found) for found in _CODE.findall(where)))
    for code in dict.fromkeys(named):
        found = rows.filter(code=code).first()
        if found and hasattr(found, "contact") and _wrote(found.contact, letter):
            return found
    return None


def language(letter: Letter) -> str:
    """In which language to answer somebody of whom we know nothing but their letters' script."""
    default = str(settings.LANGUAGE_CODE)
    if default.startswith("sr") and letter.text:
        return "sr" if _CYRILLIC.search(letter.text) else "sr-latn"
    return default


def _wrote(contact: Contact, letter: Letter) -> bool:
    """Say whether the sender is who reported the case."""
    if letter.channel == "sms":
        own = [contact.phone, contact.person.phone if contact.person else ""]
        return any(_number(each) == letter.sender for each in own if each)
    own = [contact.email, contact.person.email if contact.person else ""]
    return letter.sender in [each.lower() for each in own if each]


def _number(written: str) -> str:
    try:
        return e164(written)
    except Refused:
        return ""
