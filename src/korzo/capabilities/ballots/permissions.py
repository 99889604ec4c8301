"""Who may do what about votes. Every function takes the person (None: a stranger)."""

from korzo.capabilities.ballots.models import Roll, Vote
from korzo.kernel.people.models import Person
from korzo.kernel.people.roles import Role

Who = Person | None

ORGANISERS = (Role.OFFICER, Role.FACILITATOR, Role.ADMINISTRATOR)
"""They make consultations for the office they work for; facilitators and administrators for every office."""
MODERATORS = (Role.AGENT, Role.FACILITATOR, Role.ARBITER, Role.ADMINISTRATOR)
SHOWN = (Vote.Step.PUBLISHED, Vote.Step.GATHERING)


def can_see(person: Who, vote: Vote) -> bool:
    """Everybody sees what is published or gathers supporters; the rest is for its makers."""
    return vote.step in SHOWN or can_organise(person, vote) or is_proposer(person, vote)


def is_proposer(person: Who, vote: Vote) -> bool:
    """Who began it as a resident."""
    return person is not None and vote.proposer_id == person.pk


def can_work(person: Who) -> bool:
    """Open the desk."""
    return person is not None and person.has_role(*ORGANISERS, *MODERATORS)


def can_begin(person: Who) -> bool:
    """Make a new consultation."""
    return person is not None and person.has_role(*ORGANISERS)


def can_organise(person: Who, vote: Vote) -> bool:
    """Prepare, publish and answer a consultation; secret ballots are run by facilitators and administrators."""
    if person is None:
        return False
    if person.has_role(Role.FACILITATOR, Role.ADMINISTRATOR):
        return True
    return not vote.is_secret and person.has_role(Role.OFFICER, organisation_id=vote.organiser_id)


def can_run_secret(person: Who) -> bool:
    """Make secret ballots, and read rolls of voters, which are personal."""
    return person is not None and person.has_role(Role.FACILITATOR, Role.ADMINISTRATOR)


def can_freeze(person: Who, roll: Roll) -> bool:
    """Close a roll: who works with rolls, and an office whose consultations alone use it, by publishing one."""
    using = list(roll.votes.all())
    return can_run_secret(person) or (bool(using) and all(can_organise(person, each) for each in using))


def can_moderate(person: Who) -> bool:
    """Check what residents propose and state."""
    return person is not None and person.has_role(*MODERATORS)


def can_take_part(person: Who) -> bool:
    """Propose, support, state: anybody with an account."""
    return person is not None and person.is_active
