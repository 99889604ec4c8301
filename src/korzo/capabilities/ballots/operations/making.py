"""Preparing and running a vote: its words, questions and options, publishing, closing early, answering."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from korzo.capabilities.ballots import events, permissions
from korzo.capabilities.ballots.models import Box, Option, Question, Vote
from korzo.capabilities.ballots.operations import rolls
from korzo.capabilities.ballots.operations.refusals import NotAllowed, Refused
from korzo.capabilities.ballots.operations.stepping import changing, hashed, needed, proof
from korzo.capabilities.ballots.queries import checklist, taking_part
from korzo.kernel import trail
from korzo.kernel.people.models import Organisation, Person

MOST_QUESTIONS = 40
MOST_OPTIONS = 200
_FAR = 10_000
_CODE = re.compile(r"\d{4}-(\d+)$")
MERGED = ("code", "kind", "step", "proposer", "made_at")
"""Fields of a vote that no form changes."""


def begin(
    title: Mapping[str, str], organiser: Organisation, *, by: Person, now: datetime, kind: str = Vote.Kind.POLL
) -> Vote:
    """Begin to prepare a vote; its code is the year and the next number. Raises NotAllowed."""
    vote = Vote(kind=kind, title=title, organiser=organiser, made_at=now)
    _organiser(vote, by)
    return store_new(vote, events.VoteMade, by=by, now=now)


def store_new(vote: Vote, happened: Callable[[str, str], Any], *, by: Person, now: datetime) -> Vote:
    """Store a new vote under the next free code, and say on the trail how it began."""
    year = timezone.localtime(now).year
    for _attempt in range(20):
        taken = Vote.objects.filter(code__startswith=f"{year}-").values_list("code", flat=True)
        numbers = [int(found[1]) for code in taken if (found := _CODE.fullmatch(code))]
        vote.code = f"{year}-{max(numbers, default=0) + 1}"
        try:
            with transaction.atomic():
                vote.save(force_insert=True)
                trail.record(happened(vote.ref, vote.kind), by=by, now=now)
        except IntegrityError:
            continue  # somebody took the number between looking and storing
        return vote
    raise Refused("", _("Too many votes are made at once. Try again."))


def keep(vote: Vote, values: dict[str, Any], *, by: Person, now: datetime) -> None:
    """Store what a form says about a vote. Raises NotAllowed, Refused.

    Codes that were made for others than those who are asked now are forgotten: the authority makes new ones.
    """
    districts = values.pop("districts", None)
    with changing(vote) as locked:
        _changeable(locked, by, now)
        asked = _asked(locked)
        for name, value in values.items():
            if name not in MERGED:
                setattr(locked, name, value)
        _organiser(locked, by)
        _in_order(locked)
        if districts is not None:
            locked.districts.set(districts)
        if _asked(locked) != asked:
            Box.objects.filter(vote=locked, is_practice=False).update(credentials=b"")
        _tell_change(locked, by=by, now=now)


def keep_question(
    question: Question, *, by: Person, now: datetime, options: Iterable[Mapping[str, str]] = ()
) -> Question:
    """Store a question, a new one at the end, with new options if some are given. Raises NotAllowed, Refused."""
    with changing(question.vote) as vote:
        _changeable(vote, by, now)
        if question.pk is None:
            question.number = vote.questions.count() + 1
            if question.number > MOST_QUESTIONS:
                raise Refused("", _("These are too many questions."))
        if question.kind in (Question.Kind.ONE, Question.Kind.GRADES):
            question.minimum = question.maximum = 1
        elif question.kind in (Question.Kind.POINTS, Question.Kind.RANKED):
            question.minimum = 1
            question.maximum = max(question.maximum, 1)
        if question.minimum > question.maximum:
            raise Refused("maximum", _("This is less than what one has to choose."))
        question.save()
        first = question.options.count() + 1
        made = [Option(question=question, number=number, title=title) for number, title in enumerate(options, first)]
        if first + len(made) - 1 > MOST_OPTIONS:
            raise Refused("options", _("These are too many options."))
        Option.objects.bulk_create(made)
        _tell_change(vote, by=by, now=now)
    return question


def keep_option(option: Option, *, by: Person, now: datetime) -> Option:
    """Store an option, a new one at the end. Raises NotAllowed, Refused."""
    with changing(option.question.vote) as vote:
        _changeable(vote, by, now)
        if option.pk is None:
            option.number = option.question.options.count() + 1
            if option.number > MOST_OPTIONS:
                raise Refused("", _("These are too many options."))
        option.save()
        _tell_change(vote, by=by, now=now)
    return option


def arrange(vote: Vote, row: Question | Option, doing: str, *, by: Person, now: datetime) -> None:
    """Move a question or an option `up` or `down` by one, or `remove` it. Raises NotAllowed, Refused."""
    with changing(vote) as locked:
        _changeable(locked, by, now)
        siblings: Any = locked.questions if isinstance(row, Question) else row.question.options
        order = list(siblings.order_by("number"))
        at = order.index(row)
        order.pop(at)
        if doing == "remove":
            row.delete()
        else:
            order.insert(max(at - 1, 0) if doing == "up" else at + 1, row)
        for far in (_FAR, 0):  # first out of the way: a number is taken only once
            for number, each in enumerate(order, start=1):
                type(each).objects.filter(pk=each.pk).update(number=far + number)
        _tell_change(locked, by=by, now=now)


def publish(vote: Vote, *, by: Person, now: datetime) -> None:
    """Show a vote to everybody; from its opening on nothing of it changes. Raises NotAllowed, Refused."""
    with changing(vote) as locked:
        _organiser(locked, by)
        if locked.step not in (Vote.Step.DRAFT, Vote.Step.GATHERING):
            raise Refused("", _("This vote is published already."))
        if locked.step == Vote.Step.GATHERING and locked.supporters.count() < locked.supporters_needed:
            raise Refused("", _("It does not have the supporters that it needs yet."))
        if found := checklist.missing(locked):
            raise Refused("", found[0].text)
        if locked.closes_at is not None and locked.closes_at <= now:
            raise Refused("", _("Its end has passed. Set another one."))
        if locked.is_secret and (not hasattr(locked, "box") or locked.box.step == "setup"):
            raise Refused("", _("Seal the box of this secret ballot first."))
        locked.step = Vote.Step.PUBLISHED
        if locked.roll is not None and locked.roll.frozen_at is None:
            rolls.freeze(locked.roll, by=by, now=now)
        opens, closes = (each.isoformat() if each else "" for each in (locked.opens_at, locked.closes_at))
        trail.record(events.VotePublished(locked.ref, opens, closes, proof(locked)), by=by, now=now)


def close(vote: Vote, why: str, *, by: Person, now: datetime) -> None:
    """End an open consultation before its day, with a reason that everybody reads. Raises NotAllowed, Refused."""
    with changing(vote) as locked:
        _organiser(locked, by)
        if locked.is_secret or not locked.is_open(now):
            raise Refused("", _("Only an open consultation can be closed early."))
        locked.closed_why = needed(why, _("Say why it closes early."), field="why", limit=500)
        locked.closes_at = now
        trail.record(events.VoteClosedEarly(locked.ref, now.isoformat()), by=by, now=now)


def reply(vote: Vote, text: Mapping[str, str], *, by: Person, now: datetime) -> None:
    """Say what the office does with the result; who asked to hear is told. Raises NotAllowed, Refused."""
    with changing(vote) as locked:
        _organiser(locked, by)
        if not locked.is_over(now):
            raise Refused("", _("Answer when it is over."))
        if not text:
            raise Refused("reply", _("Say what the office does with the result."))
        locked.reply, locked.replied_at = text, locked.replied_at or now
        trail.record(events.VoteAnswered(locked.ref, hashed(str(dict(text)))), by=by, now=now)


@transaction.atomic
def delete(vote: Vote, *, by: Person) -> None:
    """Throw a draft away."""
    _organiser(vote, by)
    if Vote.objects.select_for_update().get(pk=vote.pk).step != Vote.Step.DRAFT:
        raise Refused("", _("Only drafts can be deleted."))
    vote.delete()


def can_change(vote: Vote, now: datetime) -> bool:
    """Whether its words and questions may still be changed: until it opens, or until its box is sealed."""
    if vote.step == Vote.Step.REFUSED or (hasattr(vote, "box") and vote.box.step != "setup"):
        return False
    return vote.step != Vote.Step.PUBLISHED or (vote.opens_at is not None and now < vote.opens_at)


def _asked(vote: Vote) -> frozenset[int]:
    """Who may vote in a secret ballot, by their rows on its roll."""
    return frozenset(taking_part.electorate(vote).values_list("pk", flat=True)) if vote.is_secret else frozenset()


def _organiser(vote: Vote, by: Person) -> None:
    if not permissions.can_organise(by, vote):
        raise NotAllowed(_("Only the office that asks can do this."))


def _changeable(vote: Vote, by: Person, now: datetime) -> None:
    _organiser(vote, by)
    if not can_change(vote, now):
        raise Refused("", _("It has begun: nothing of it can be changed any more."))


def _in_order(vote: Vote) -> None:
    if vote.opens_at and vote.closes_at and vote.closes_at <= vote.opens_at:
        raise Refused("closes_at", _("It closes before it opens."))
    if vote.audience == Vote.Audience.ROLL and vote.roll_id is None:
        raise Refused("roll", _("Choose the roll of voters."))
    if vote.audience == Vote.Audience.NEAR and None in (vote.near_lat, vote.near_long, vote.near_metres):
        raise Refused("near_metres", _("Show the place on the map and say how near one has to be."))
    if vote.step == Vote.Step.PUBLISHED and None in (vote.opens_at, vote.closes_at):
        raise Refused("opens_at", _("A published vote needs both."))


def _tell_change(vote: Vote, *, by: Person, now: datetime) -> None:
    if vote.step in permissions.SHOWN:
        trail.record(events.VoteChanged(vote.ref, proof(vote)), by=by, now=now)
