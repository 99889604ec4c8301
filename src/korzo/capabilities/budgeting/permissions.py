"""Who may do what in budgeting. Every function takes the person (None: a stranger)."""

from korzo.capabilities.budgeting.models import Batch, Comment, Idea, Review
from korzo.capabilities.budgeting.rules import states
from korzo.kernel.people.models import Person
from korzo.kernel.people.roles import Role

Who = Person | None

PLANNERS = (Role.FACILITATOR, Role.ARBITER, Role.ADMINISTRATOR)
"""They run the process between the offices: who checks what, what is joined, what is shortlisted."""
MODERATORS = (Role.AGENT, *PLANNERS)
WORKERS = (Role.OFFICER, *MODERATORS)


def can_see(person: Who, idea: Idea) -> bool:
    """Everybody sees what was sent; drafts and hidden ideas are for their authors and for those who moderate."""
    if idea.state != states.State.DRAFT and not idea.is_hidden and idea.cycle.is_published:
        return True
    return is_author(person, idea) or (idea.state != states.State.DRAFT and can_moderate(person))


def is_author(person: Who, idea: Idea) -> bool:
    """The author, and who agreed to stand behind the idea."""
    if person is None:
        return False
    return idea.author_id == person.pk or idea.coauthors.filter(person=person, agreed_at__isnull=False).exists()


def can_withdraw(person: Who, idea: Idea) -> bool:
    """Take an idea back: only who began it."""
    return person is not None and idea.author_id == person.pk


def can_take_part(person: Who) -> bool:
    """Propose, support, comment: anybody with an account."""
    return person is not None and person.is_active


def can_work(person: Who) -> bool:
    """Open the pages of those who check and prepare ideas."""
    return person is not None and person.has_role(*WORKERS)


def can_plan(person: Who) -> bool:
    """Give ideas to offices, join them, shortlist them, note visits."""
    return person is not None and person.has_role(*PLANNERS)


def can_moderate(person: Who) -> bool:
    """Hide what is out of place, with a reason."""
    return person is not None and person.has_role(*MODERATORS)


def can_enter(person: Who) -> bool:
    """Type paper ballots: who works for the city, clerks and planners alike."""
    return can_work(person)


def can_settle(person: Who, batch: Batch) -> bool:
    """Decide where two clerks read a paper ballot differently: who plans, but neither of the two."""
    return can_plan(person) and person is not None and person.pk not in {batch.first_clerk_id, batch.second_clerk_id}


def can_count(person: Who) -> bool:
    """Make ballots, take votes in, seal them and count them."""
    return can_plan(person)


def can_decide(person: Who) -> bool:
    """Record what the council decided about chosen ideas."""
    return person is not None and person.has_role(Role.ELECTED, Role.ADMINISTRATOR)


def can_report(person: Who) -> bool:
    """Tell how the building of chosen ideas goes on."""
    return person is not None and person.has_role(Role.OFFICER, *PLANNERS)


def can_set_up(person: Who) -> bool:
    """Make cycles, envelopes and calendars; draw the committee."""
    return person is not None and person.has_role(Role.ADMINISTRATOR)


def can_review(person: Who, review: Review) -> bool:
    """Write a check: officers of the office that was asked, and administrators; nobody checks an idea of their own."""
    return (
        person is not None
        and (person.has_role(Role.OFFICER, organisation_id=review.office_id) or person.has_role(Role.ADMINISTRATOR))
        and not is_author(person, review.idea)
    )


def can_see_review(person: Who, review: Review) -> bool:
    """Everybody reads confirmed checks; before that, the office and those who plan."""
    return review.state == Review.State.CONFIRMED or can_review(person, review) or can_plan(person)


def can_confirm(person: Who, review: Review) -> bool:
    """Confirm a check: somebody else of the office, or who plans; never who wrote it, nor the idea’s authors."""
    if person is None or review.reviewer_id == person.pk or is_author(person, review.idea):
        return False
    return can_review(person, review) or can_plan(person)


def can_read_comment(person: Who, comment: Comment) -> bool:
    """Hidden and waiting comments are for their writer and for those who moderate."""
    return (
        comment.state == Comment.State.SHOWN
        or can_moderate(person)
        or (person is not None and comment.person_id == person.pk)
    )
