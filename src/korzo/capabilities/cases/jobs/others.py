"""What others hear of a case than who reported it: those who reported the same problem, and those who follow it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation

from korzo.capabilities.cases import events
from korzo.capabilities.cases.models import Case, Follower, Update
from korzo.capabilities.cases.operations.following import CONFIRM
from korzo.capabilities.cases.queries import following, whereabouts
from korzo.kernel import jobs, trail
from korzo.kernel.messages import rendering, sending
from korzo.kernel.messages.models import Message
from korzo.kernel.people import language_of
from korzo.kernel.text.dates import day
from korzo.kernel.trail.models import Entry

FOLLOWED = "cases/followed"
UNCONFIRMED = timedelta(days=7)
KINDS = {
    "cases.CaseValidated": "validated",
    "cases.CaseStarted": "started",
    "cases.CaseForwarded": "forwarded",
    "cases.CaseResolved": "resolved",
    "cases.CaseDeclined": "declined",
    "cases.CaseReopened": "reopened",
    "cases.CaseCommented": "commented",
    "cases.CaseMerged": "merged",
    "cases.CaseSplit": "split",
    "cases.CaseJoined": "joined",
    "cases.CaseParted": "parted",
}
_WHOLE_CASE = ("merged", "split")
_OWN_REPORTER = ("joined", "parted")


@dataclass(frozen=True)
class Other:
    """Somebody to tell: how, about which of the cases that are one they asked, and as which follower (0: none)."""

    to: sending.Recipient
    ref: str
    own: str = ""
    follower: int = 0


def _concerning(entries: list[Entry]) -> list[Entry]:
    """Keep what happened to cases that others wait for."""
    codes = {_code(entry) for entry in entries}
    waited = Case.objects.filter(Q(repeated__isnull=False) | Q(followers__confirmed_at__isnull=False), code__in=codes)
    waited |= Case.objects.filter(repeated__case__followers__confirmed_at__isnull=False, code__in=codes)
    told = set(waited.values_list("code", flat=True))
    return [entry for entry in entries if _code(entry) in told or KINDS[entry.event] in _WHOLE_CASE + _OWN_REPORTER]


@trail.subscribe(
    events.CaseValidated,
    events.CaseStarted,
    events.CaseForwarded,
    events.CaseResolved,
    events.CaseDeclined,
    events.CaseReopened,
    events.CaseCommented,
    events.CaseMerged,
    events.CaseSplit,
    events.CaseJoined,
    events.CaseParted,
    name="cases.tell_others",
    among=_concerning,
)
def tell_others(entry: Entry) -> None:
    """Tell everybody else for whom this is their problem too; only what all may read, and nothing twice."""
    case = Case.objects.select_related("category", "office", "contact__person").filter(code=_code(entry)).first()
    update = Update.objects.filter(pk=entry.data.get("update") or 0, is_public=True).first()
    kind = KINDS[entry.event]
    if case is None or (kind == "commented" and (update is None or update.by_reporter)):
        return
    place = whereabouts.public(case)
    for other in _others(case, kind):
        with translation.override(other.to.language):
            context = {
                "kind": kind,
                "code": case.code,
                "own": other.own,
                "other": _other(entry),
                "category": str(case.category.name),
                "address": place,
                "text": update.text if update else "",
                "promised": day(case.due_at) if kind in ("joined", "parted") else "",
                "follower": other.follower,
            }
        key = f"trail:{entry.seq}"
        sending.send(to=other.to, template=FOLLOWED, context=context, ref=other.ref, key=key, now=timezone.now())


def _others(case: Case, kind: str) -> Iterator[Other]:
    """Whom it concerns: of a merged case its own people, of a root those of all that repeat it, but its reporter."""
    contacts = following.reachable().select_related("person", "case")
    if kind in _OWN_REPORTER or kind in _WHOLE_CASE:
        contacts = contacts.filter(case=case)
    else:
        contacts = contacts.filter(case__merge__root=case)
    for contact in contacts.order_by("pk"):
        person, language = contact.person, language_of(contact.person, contact.language)
        to = sending.Recipient(person, contact.email, contact.phone, contact.name, language, devices=contact.case.ref)
        yield Other(to, contact.case.ref, own=contact.case.code)
    if kind in _OWN_REPORTER or not case.is_public:
        return
    followers = Follower.objects.filter(Q(case=case) | Q(case__merge__root=case), confirmed_at__isnull=False)
    for follower in followers.select_related("person", "case").order_by("pk"):
        language = language_of(follower.person, follower.language)
        to = sending.Recipient(follower.person, follower.email, language=language)
        ref = follower.case.ref if follower.person else following.letter_ref(follower.case)
        yield Other(to, ref, follower=follower.pk)


@rendering.fills(FOLLOWED, CONFIRM)
def links(message: Message) -> dict[str, str]:
    """Where a letter leads, and where it can be stopped; made while it is written: secrets lie in no table."""
    ref, _hash, _rest = message.ref.partition("#")
    case = Case.objects.select_related("contact").filter(code=ref.partition(":")[2]).first()
    if case is None:
        return {"link": settings.KORZO.base_url, "stop": settings.KORZO.base_url}
    follower = Follower.objects.filter(pk=message.context.get("follower") or 0).first()
    with translation.override(message.language):
        link = reverse("cases:case", args=[message.context["code"]])
        stop = ""
        if follower is not None:
            stop = reverse("cases:follower", args=[follower.pk, following.follower_token(follower)])
        elif message.context.get("own") and hasattr(case, "contact") and case.contact.follow_nonce:
            link = reverse("cases:follow", args=[case.code, following.token(case.contact)])
    base = settings.KORZO.base_url
    return {"link": base + link, "stop": base + stop if stop else ""}


@jobs.every(hours=6)
def forget_unconfirmed() -> int:
    """Forget addresses whose owners did not confirm that they want to hear of a case; returns how many."""
    waiting = Follower.objects.filter(confirmed_at__isnull=True, asked_at__lt=timezone.now() - UNCONFIRMED)
    for follower in (found := list(waiting.select_related("case"))):
        Message.objects.filter(ref=following.letter_ref(follower.case), to=follower.email).delete()
        follower.delete()
    return len(found)


def _other(entry: Entry) -> str:
    """The number of the other case, where an event names one."""
    return str(entry.data.get("into") or entry.data.get("from_") or entry.data.get("other") or "").partition(":")[2]


def _code(entry: Entry) -> str:
    return entry.ref.partition(":")[2]
