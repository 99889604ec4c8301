"""Answering a consultation: one person, one answer, whichever way they come; the last one counts until the close."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from korzo.capabilities.ballots import events
from korzo.capabilities.ballots.models import Answer, Question, Vote, Voter
from korzo.capabilities.ballots.operations.refusals import NotAllowed, Refused
from korzo.capabilities.ballots.queries import keys
from korzo.capabilities.ballots.queries.taking_part import Entrance
from korzo.capabilities.ballots.rules import eligibility, filling
from korzo.capabilities.ballots.rules.filling import Asked, Flaw
from korzo.kernel import trail
from korzo.kernel.people.models import Person

Choices = Mapping[str, Sequence[int]]


def answer(entrance: Entrance, choices: Choices, *, now: datetime) -> Answer:
    """Keep somebody's answers; again: instead of what they had said. Raises Refused, NotAllowed."""
    if entrance.refusal is not None or not entrance.key:
        raise NotAllowed(_("You cannot answer this one."))
    channel = Answer.Channel.CODE if entrance.by_code else Answer.Channel.ONLINE
    person = entrance.person if entrance.vote.is_named else None
    return keep(entrance.vote, entrance.key, choices, channel=channel, voter=entrance.voter, person=person, now=now)


def keep(
    vote: Vote,
    key: str,
    choices: Choices,
    *,
    channel: Answer.Channel,
    voter: Voter | None,
    person: Person | None,
    now: datetime,
    also_after: bool = False,
) -> Answer:
    """Store an answer under its key, checked; `also_after`: paper is typed after the close. Raises Refused."""
    checked = check(vote, choices)
    with transaction.atomic():
        current = Vote.objects.select_for_update().get(pk=vote.pk)
        if current.is_secret or not (current.is_open(now) or (also_after and current.is_over(now))):
            raise Refused("", _("Answers are not taken at this time."), "closed")
        today = timezone.localdate(now)
        made, is_new = Answer.objects.update_or_create(
            vote=current,
            key=key,
            defaults={
                "choices": checked,
                "weight": voter.weight if voter else 1,
                "channel": channel,
                "district_id": voter.district_id if voter else None,
                "age_band": eligibility.band(voter.birth_date, today) if voter else "",
                "day": today,
                "person": person,
            },
        )
        trail.record(events.AnswerGiven(vote.ref, str(channel), is_change=not is_new), by=None, now=now)
    return made


def check(vote: Vote, choices: Choices) -> dict[str, list[int]]:
    """The answers as they are kept; raises Refused with the first question that cannot be counted."""
    found: dict[str, list[int]] = {}
    for question in vote.questions.prefetch_related("options"):
        name = str(question.number)
        values = [int(each) for each in choices.get(name, [])]
        wrong = filling.flaw(asked(question), values)
        if wrong is not None:
            raise Refused(f"q{name}", in_words(question, wrong), wrong.value)
        found[name] = values
    return found


def asked(question: Question) -> Asked:
    """A question as the rules see it."""
    options = len(question.options.all())
    return Asked(
        question.kind,
        options,
        question.minimum,
        min(question.maximum, options),
        question.may_be_blank,
        question.points or 0,
        len(question.grades),
    )


def in_words(question: Question, wrong: Flaw) -> str:
    """What to change."""
    return {
        Flaw.EMPTY: _("Answer this question."),
        Flaw.TOO_FEW: _("Choose at least %(number)d.") % {"number": max(question.minimum, 1)},
        Flaw.TOO_MANY: _("Choose at most %(number)d.") % {"number": question.maximum},
        Flaw.POINTS: _("You have %(number)d points; give away no more than these.") % {"number": question.points or 0},
        Flaw.PLACES: _("Give the places 1, 2, 3 and so on, each once and none left out."),
        Flaw.GRADES: _("Give every one of them a grade, or leave all empty."),
        Flaw.STRANGE: _("We did not understand this. Please answer again."),
    }[wrong]


def find_letter(vote: Vote, code: str) -> Voter | None:
    """The voter whose letter has this code."""
    if (roll := vote.roll) is None or not code.strip():
        return None
    return roll.voters.filter(code_hash=keys.of_code(roll.pk, code)).first()


@transaction.atomic
def link(vote: Vote, number: str, born: str, *, by: Person) -> Voter:
    """Join an account with its place on the roll by the number in the register and the birth date. Raises Refused."""
    if (roll := vote.roll) is None:
        raise Refused("", _("This vote has no roll of voters."))
    found = roll.voters.select_for_update().filter(key=keys.of_register(number)).first()
    if found is None or found.birth_date is None or found.birth_date.isoformat() != born:
        raise Refused("number", _("We did not find this on the roll. Look at number and birth date again."))
    if found.person_id not in (None, by.pk):
        raise Refused("number", _("Another account has this place on the roll. Ask the office if it is not yours."))
    if roll.voters.filter(person=by).exclude(pk=found.pk).exists():
        raise Refused("number", _("Your account has another place on the roll."))
    found.person = by
    found.save(update_fields=["person"])
    return found
