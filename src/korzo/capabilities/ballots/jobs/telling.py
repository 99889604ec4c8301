"""Who asked to hear is told: reminded before the close, what the office answers, how proposals and appeals went."""

from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from korzo.capabilities.ballots import events
from korzo.capabilities.ballots.models import Appeal, Supporter, Vote
from korzo.kernel import jobs, trail
from korzo.kernel.messages import rendering, sending
from korzo.kernel.messages.models import Message
from korzo.kernel.people import language_of
from korzo.kernel.people.models import Person
from korzo.kernel.text.multilingual import in_language
from korzo.kernel.trail.models import Entry

TEMPLATE = "ballots/told"
REMIND = timedelta(hours=48)


@jobs.every(minutes=30)
def remind() -> None:
    """Remind who asked for it two days before the close, once."""
    now = timezone.now()
    soon = Vote.objects.filter(
        step=Vote.Step.PUBLISHED, opens_at__lte=now, closes_at__gt=now, closes_at__lte=now + REMIND
    )
    for vote in soon:
        _tell(vote, "closes", _followers(vote), key=f"vote-closes:{vote.pk}")


@trail.subscribe(
    events.VotePublished,
    events.VoteClosedEarly,
    events.VoteAnswered,
    events.ProposalJudged,
    events.ProposalCarried,
    events.AppealDecided,
    name="ballots.tell",
)
def tell(entry: Entry) -> None:
    """Tell those whom it concerns, each once, in their language."""
    vote = Vote.objects.select_related("proposer").filter(code=entry.ref.partition(":")[2]).first()
    if vote is None:
        return
    key = f"trail:{entry.seq}"
    match entry.event.partition(".")[2]:
        case "AppealDecided":
            row = Appeal.objects.select_related("person").filter(pk=entry.data["appeal"]).first()
            if row is not None:  # else the account is gone, and its appeals with it
                _tell(vote, f"appeal_{row.state}", [row.person], key=key, text=row.reason)
        case "ProposalJudged":
            kind = "gathers" if entry.data["allowed"] else "refused"
            _tell(vote, kind, _proposer(vote), key=key, text=vote.refused_why)
        case "ProposalCarried":
            _tell(vote, "carried", _proposer(vote), key=key)
        case "VotePublished":
            _tell(vote, "published", [*_proposer(vote), *(each.person for each in _supporters(vote))], key=key)
        case "VoteClosedEarly":
            _tell(vote, "closed", _followers(vote), key=key, text=vote.closed_why)
        case "VoteAnswered":
            _tell(vote, "answered", _followers(vote), key=key)


def _tell(vote: Vote, kind: str, people: Iterable[Person], *, key: str, text: str = "") -> None:
    for person in {each.pk: each for each in people if each.is_active}.values():
        language = language_of(person)
        told = in_language(vote.reply, language).text if kind == "answered" else text
        sending.send(
            to=sending.Recipient(person, language=language),
            template=TEMPLATE,
            context={"kind": kind, "code": vote.code, "title": in_language(vote.title, language).text, "text": told},
            ref=vote.ref,
            key=f"{key}:{person.pk}",
            now=timezone.now(),
        )


def _followers(vote: Vote) -> list[Person]:
    return [each.person for each in vote.followers.select_related("person")]


def _supporters(vote: Vote) -> Iterable[Supporter]:
    return vote.supporters.select_related("person")


def _proposer(vote: Vote) -> list[Person]:
    return [vote.proposer] if vote.proposer else []


@rendering.fills(TEMPLATE)
def links(message: Message) -> dict[str, str]:
    """Where a message leads: the page of the vote."""
    with translation.override(message.language):
        page = reverse("ballots:vote", args=[message.context["code"]])
    return {"link": f"{settings.KORZO.base_url}{page}"}
