"""Who may answer a consultation here and now, and what they answered."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from korzo.capabilities.ballots.models import Answer, Vote, Voter
from korzo.capabilities.ballots.queries import keys
from korzo.capabilities.ballots.rules import eligibility
from korzo.capabilities.ballots.rules.eligibility import Asker, Audience, OnRoll, Refusal
from korzo.kernel.people.models import Person


@dataclass(frozen=True)
class Entrance:
    """Who asks, as far as the vote has to know: an account, a voter of the roll, a device, a distance."""

    vote: Vote
    person: Person | None = None
    voter: Voter | None = None
    by_code: bool = False
    device: str = ""
    distance_m: float | None = None

    @property
    def refusal(self) -> Refusal | None:
        """Why they may not answer; None: they may."""
        listed = _on_roll(self.voter) if self.voter else None
        return eligibility.refusal(audience(self.vote), Asker(self.person is not None, listed, self.distance_m))

    @property
    def key(self) -> str:
        """One for each person, whichever way they come; empty while nothing is known."""
        if self.vote.audience == Vote.Audience.ROLL:
            return keys.of_voter(self.vote, self.voter) if self.voter else ""
        if self.person is not None and (self.vote.audience == Vote.Audience.RESIDENTS or self.vote.is_named):
            return keys.of_person(self.vote, self.person)
        return keys.of_device(self.vote, self.device) if self.device else ""

    @property
    def answer(self) -> Answer | None:
        """What they answered."""
        return self.vote.answers.filter(key=self.key).first() if self.key else None


def audience(vote: Vote) -> Audience:
    """The rule of a vote."""
    opens = timezone.localdate(vote.opens_at) if vote.opens_at else timezone.localdate()
    is_listed = vote.audience == Vote.Audience.ROLL
    districts = frozenset(vote.districts.values_list("code", flat=True)) if is_listed else frozenset()
    return Audience(vote.audience, opens, districts, vote.minimum_age, vote.near_metres, vote.is_named)


def electorate(vote: Vote) -> "QuerySet[Voter]":
    """Those on the roll of a vote who may take part: in its districts, old enough when it opens; paper or not."""
    voters = Voter.objects.filter(roll=vote.roll).order_by("number")
    if districts := list(vote.districts.values_list("pk", flat=True)):
        voters = voters.filter(district__in=districts)
    if vote.minimum_age:
        voters = voters.filter(birth_date__lte=eligibility.latest_birth(vote.minimum_age, audience(vote).opens_on))
    return voters


def enter(
    vote: Vote, person: Person | None, *, voter_pk: int | None = None, device: str = "", distance_m: float | None = None
) -> Entrance:
    """Find out who asks; `voter_pk` is the voter whose letter's code was typed."""
    voter, by_code = None, False
    if vote.audience == Vote.Audience.ROLL and vote.roll_id is not None:
        listed = Voter.objects.filter(roll_id=vote.roll_id).select_related("district").defer("district__geometry")
        voter = listed.filter(person=person).first() if person else None
        if voter is None and voter_pk is not None:
            voter = listed.filter(pk=voter_pk).first()
            by_code = voter is not None
    return Entrance(vote, person, voter, by_code, device, distance_m)


def _on_roll(voter: Voter) -> OnRoll:
    district = voter.district.code if voter.district else ""
    return OnRoll(district, voter.birth_date, voter.channel == Voter.Channel.PAPER)


def who(vote: Vote) -> list[str]:
    """Who may take part, in words."""
    said = [_whom(vote)]
    if vote.audience == Vote.Audience.ROLL:
        if districts := [str(each.name) for each in vote.districts.defer("geometry")]:
            said.append(_("Only in: %(districts)s.") % {"districts": ", ".join(sorted(districts))})
        if vote.minimum_age:
            said.append(_("At least %(years)d years old on the day it opens.") % {"years": vote.minimum_age})
    if vote.is_named:
        said.append(_("Answers are shown with the name."))
    elif not vote.is_secret:
        said.append(
            _("Your name is not kept with your answer. Still, this is no secret ballot: who runs the site could look.")
        )
    return said


def _whom(vote: Vote) -> str:
    if vote.is_secret:
        return _("Those who got a code for this vote. Nobody sees who answered what.")
    if vote.audience == Vote.Audience.NEAR:
        metres = vote.near_metres or 0
        told = ngettext(
            "Who is within %(metres)d metre of the place. One answer a device.",
            "Who is within %(metres)d metres of the place. One answer a device.",
            metres,
        )
        return told % {"metres": metres}
    return {
        Vote.Audience.ANYONE: _("Anybody. One answer a device; that can be got around, so the result is a mood."),
        Vote.Audience.RESIDENTS: _("Everybody with an account here, once."),
        Vote.Audience.ROLL: _("Those on the roll of voters, once: signed in, or with the code from the letter."),
    }[Vote.Audience(vote.audience)]


def why_not(entrance: Entrance) -> dict[str, Any]:
    """A refusal for a page: a title, what it means and what to do, and a key for the template."""
    refusal, vote = entrance.refusal, entrance.vote
    if refusal is None:
        return {}
    title, text = {
        Refusal.ACCOUNT: (_("Sign in to answer"), _("So everybody answers once. An account is made in a minute.")),
        Refusal.ROLL: (
            _("Show that you are on the roll"),
            _("This is for those on a roll of voters. Use the code from your letter, or the number in the register."),
        ),
        Refusal.PAPER: (
            _("You vote on paper"),
            _("The roll says that you asked for paper, so that nobody votes twice. Ask the office if that is wrong."),
        ),
        Refusal.AREA: (
            _("This is asked in another part of the city"),
            _("The roll says that you live elsewhere. If you have moved, ask the office to correct it."),
        ),
        Refusal.AGE: (
            _("You are not old enough for this one"),
            _("One has to be %(years)d on the day it opens.") % {"years": vote.minimum_age or 0},
        ),
        Refusal.AGE_UNKNOWN: (
            _("We do not know how old you are"),
            _("Your birth date is missing on the roll. Ask the office to add it."),
        ),
        Refusal.POSITION: (
            _("Show where you are"),
            _("This is for people at a place. We measure how far you are from it, and keep nothing of it."),
        ),
        Refusal.FAR: (
            _("You are too far away"),
            _("You are about %(far)s m from the place; %(near)s m are allowed. Come closer and try again.")
            % {"far": round(entrance.distance_m or 0), "near": vote.near_metres},
        ),
    }[refusal]
    return {"key": refusal.value, "title": title, "text": text}


def turnout(vote: Vote) -> dict[str, int]:
    """How many have answered, and of how many where that is known."""
    answered = vote.answers.count()
    listed = 0
    if vote.audience == Vote.Audience.ROLL and vote.roll_id:
        listed = electorate(vote).count() if vote.listed is None else vote.listed
    return {"answered": answered, "listed": listed, "share": round(100 * answered / listed) if listed else 0}
