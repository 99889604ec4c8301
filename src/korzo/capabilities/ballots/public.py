"""The door of ballots: what others may ask about votes, and what is kept about a person."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from korzo.capabilities.ballots import permissions
from korzo.capabilities.ballots.events import BoxCounted
from korzo.capabilities.ballots.models import (
    Answer,
    Appeal,
    Box,
    Follower,
    Opinion,
    Statement,
    Supporter,
    Vote,
    Voter,
)
from korzo.capabilities.ballots.operations import commissions
from korzo.capabilities.ballots.operations.commissions import (
    GRADES,
    POINTS,
    RANKED,
    TICKS,
    Order,
    Ordered,
    Orderer,
    Words,
)
from korzo.capabilities.ballots.queries import keys
from korzo.kernel import files, people, refs
from korzo.kernel.files.models import Upload
from korzo.kernel.people.models import Person
from korzo.kernel.places import queries as places
from korzo.kernel.places.around import Happening, Where, tells
from korzo.kernel.places.models import Street
from korzo.kernel.text.dates import day
from korzo.kernel.text.multilingual import in_language, reading

__all__ = [
    "GRADES",
    "POINTS",
    "RANKED",
    "TICKS",
    "BoxCounted",
    "Order",
    "Ordered",
    "booth",
    "commission",
    "orders",
    "papers",
]


def commission(
    title: Words,
    text: Words,
    ordered: tuple[Ordered, ...],
    *,
    organiser: str,
    opens_at: datetime | None,
    closes_at: datetime | None,
    by: Person,
    now: datetime,
) -> str:
    """Prepare a secret ballot whose papers somebody else counts, and give its reference (`vote:2026-5`).

    Roll, keepers of keys and codes are then added at the desk of votes. Raises PermissionError for who may not.
    """
    when = {"opens_at": opens_at, "closes_at": closes_at}
    return commissions.commission(title, text, ordered, organiser=organiser, by=by, now=now, **when).ref


def orders(
    waiting: Callable[[datetime], list[Order]], prepare: Callable[[str, str, Person, datetime], list[str]]
) -> None:
    """Have the desk of votes show what waits to be voted on, with a button that has it prepared.

    `prepare` gets the reference, the code of the organiser, who pressed the button and when; it gives what it made.
    """
    commissions.orderers.append(Orderer(waiting, prepare))


def booth(ref: str, *, now: datetime) -> str | None:
    """The address where one votes in a secret ballot now; None while nobody can."""
    vote = Vote.objects.filter(code=refs.parse(ref)[1], box__step=Box.Step.VOTING).first()
    return reverse("ballots:booth", args=[vote.code]) if vote and vote.is_open(now) else None


def papers(ref: str, question: int) -> tuple[tuple[int, ...], ...] | None:
    """The anonymous papers of a question (its number, from 1): an integer for each option; None before the count."""
    box = Box.objects.filter(vote__code=refs.parse(ref)[1], step=Box.Step.DONE).first()
    if box is None:
        return None
    asked = box.vote.questions.order_by("number")[question - 1]
    if not asked.comes_as_papers:
        raise ValueError(f"only totals are known of question {question} of {ref}")
    return tuple(tuple(map(int, paper)) for paper in box.result[question - 1])


@refs.describes("vote")
def describe(code: str) -> refs.Described | None:
    """Show a vote to other capabilities."""
    vote = Vote.objects.filter(code=code, step__in=permissions.SHOWN).first()
    return refs.Described(vote.ref, f"{vote.title} · {code}", reverse("ballots:vote", args=[code])) if vote else None


@tells("vote", gettext_lazy("Voting"), icon="ballot", order=30)
def going_on(where: Where, now: datetime, limit: int) -> Sequence[Happening]:
    """Open votes for the whole city, or for a district that a place lies in, what closes first at the top."""
    found = Vote.objects.filter(step=Vote.Step.PUBLISHED, opens_at__lte=now, closes_at__gt=now)
    found = found.order_by("closes_at", "pk")
    if where.office:
        found = found.filter(organiser=where.office)
    elif not where.is_everywhere:
        found = found.filter(Q(districts__isnull=True) | Q(districts__in=_districts(where))).distinct()
    return [
        Happening(
            vote.ref,
            str(vote.title),
            reverse("ballots:vote", args=[vote.code]),
            vote.opens_at or now,
            vote.closes_at,
            note=_("until %(moment)s") % {"moment": day(vote.closes_at)},
            is_running=True,
            lang=in_language(vote.title, reading()).html_lang,
        )
        for vote in found[:limit]
    ]


def _districts(where: Where) -> list[int]:
    if where.district:
        return [where.district]
    if where.lat is not None and where.long is not None:
        return [pk for pk in places.districts_of([(where.lat, where.long)]) if pk]
    street = Street.objects.filter(pk=where.street).first() if where.street else None
    return list(places.touching(street.shape).districts) if street else []


@files.guards("vote")
def may_see_picture(person: Person | None, upload: Upload) -> bool:
    """Pictures are shown like the vote."""
    vote = Vote.objects.filter(code=upload.owner.partition(":")[2]).first()
    return vote is not None and permissions.can_see(person, vote)


@people.exports("votes")
def export(person: Person) -> dict[str, Any]:
    """What a person proposed, supports, follows, answered with their account, and what rolls say about them."""
    own = {keys.of_person(vote, person): vote.code for vote in Vote.objects.filter(kind=Vote.Kind.POLL)}
    listed = list(Voter.objects.filter(person=person).select_related("roll", "district"))
    for voter in listed:
        own |= {keys.of_voter(vote, voter): vote.code for vote in voter.roll.votes.filter(kind=Vote.Kind.POLL)}
    return {
        "proposed": [
            {"code": each.code, "step": each.step, "title": dict(each.title), "text": dict(each.text)}
            for each in Vote.objects.filter(proposer=person).order_by("pk")
        ],
        "supported": list(Supporter.objects.filter(person=person).order_by("pk").values_list("vote__code", flat=True)),
        "followed": list(Follower.objects.filter(person=person).order_by("pk").values_list("vote__code", flat=True)),
        "answers": [
            {"vote": own[each.key], "choices": each.choices, "day": each.day.isoformat()}
            for each in Answer.objects.filter(key__in=list(own)).order_by("pk")
        ],
        "statements": [
            {"vote": each.vote.code, "text": each.text, "state": each.state, "reason": each.reason}
            for each in Statement.objects.filter(author=person).select_related("vote")
        ],
        "opinions": [
            {"vote": own[each.key], "statement": each.statement.text, "value": each.value}
            for each in Opinion.objects.filter(key__in=list(own)).select_related("statement").order_by("pk")
        ],
        "appeals": [
            {"vote": each.vote.code, "text": each.text, "state": each.state, "reason": each.reason}
            for each in Appeal.objects.filter(person=person).select_related("vote")
        ],
        "rolls": [
            {
                "roll": each.roll.code,
                "number": each.number,
                "name": each.name,
                "birth_date": each.birth_date.isoformat() if each.birth_date else None,
                "address": each.address,
                "district": each.district.code if each.district else None,
                "email": each.email,
                "attributes": each.attributes,
            }
            for each in listed
        ],
    }


@people.erases("votes")
def forget(person: Person, now: datetime) -> None:
    """Cut the account from proposals, rolls and answers; what was answered without a name stays and counts."""
    del now
    Vote.objects.filter(proposer=person).update(proposer=None)
    copied = Voter.objects.filter(person=person, key=keys.of_account(person))  # name and address came from the account
    copied.update(name="", email="")
    Voter.objects.filter(person=person).update(person=None)
    Statement.objects.filter(author=person).update(author=None)
    Answer.objects.filter(person=person).delete()
    for kind in (Supporter, Follower, Appeal):
        kind.objects.filter(person=person).delete()
