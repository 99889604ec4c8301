"""The secret links with which reporters and others follow a case without an account."""

import hmac
import re

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat

from korzo.capabilities.cases.models import Case, Contact, Follower
from korzo.capabilities.cases.rules import numbers
from korzo.kernel.messages.models import PushSubscription
from korzo.kernel.people.models import Person

SHORT = 16


def token(contact: Contact) -> str:
    """The secret part of the link: made from the installation's key, so the database alone gives no link away."""
    secret = f"follow:{settings.SECRET_KEY}".encode()
    return hmac.new(secret, f"{contact.case_id}:{contact.follow_nonce}".encode(), "sha256").hexdigest()[:40]


def short(contact: Contact) -> str:
    """The way to the same page for an SMS, where each letter costs: the case's key and a part of its secret."""
    return f"{contact.case_id:x}-{token(contact)[:SHORT]}"


def find_short(given: str) -> Contact | None:
    """Whose page a short link leads to; None when it is wrong."""
    key, _hyphen, secret = given.partition("-")
    if not (re.fullmatch("[0-9a-f]{1,15}", key) and len(secret) == SHORT):
        return None
    found = Contact.objects.select_related("case").filter(case=int(key, 16)).exclude(follow_nonce="").first()
    return found if found and hmac.compare_digest(token(found)[:SHORT].encode(), secret.encode()) else None


def find(code: str, given: str) -> Case | None:
    """The case that a link leads to; None when the link is wrong or its reporter erased it."""
    case = (
        Case.objects.select_related("category", "office", "district", "contact__person")
        .filter(code=numbers.parse(code) or code)
        .first()
    )
    if case is None or not hasattr(case, "contact") or not case.contact.follow_nonce:
        return None
    return case if hmac.compare_digest(token(case.contact).encode(), given.encode()) else None


def reachable() -> QuerySet[Contact]:
    """Reporters whom we can tell: by account, by address, or on a device that waits for their case."""
    waiting = PushSubscription.objects.filter(ref=Concat(Value("case:"), OuterRef("case__code")))
    return Contact.objects.filter(Q(person__isnull=False) | ~Q(email="") | ~Q(phone="") | Exists(waiting))


def follower_token(follower: Follower) -> str:
    """The secret with which somebody who follows by e-mail confirms that, and ends it."""
    secret = f"follower:{settings.SECRET_KEY}".encode()
    return hmac.new(secret, f"{follower.pk}:{follower.nonce}".encode(), "sha256").hexdigest()[:40]


def find_follower(number: int, given: str) -> Follower | None:
    """The follower that a link in a letter belongs to; None when it is wrong, or they left."""
    found = Follower.objects.select_related("case__category", "case__office").filter(pk=number).first()
    if found is None or not hmac.compare_digest(follower_token(found).encode(), given.encode()):
        return None
    return found


def of_person(person: Person | None, case: Case) -> Follower | None:
    """How somebody with an account follows a case; None when they do not."""
    return Follower.objects.filter(person=person, case=case).first() if person else None


def count(case: Case) -> int:
    """How many follow a case, or one of those that repeat it."""
    return Follower.objects.filter(Q(case=case) | Q(case__merge__root=case), confirmed_at__isnull=False).count()


def letter_ref(case: Case) -> str:
    """Under which reference letters to addresses that follow a case are kept, apart from the reporter's."""
    return f"{case.ref}#follower"
