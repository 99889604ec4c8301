"""The public halves of the voters' codes: handed in by the authority that made them, or made for practice."""

from django.db import transaction
from django.utils.translation import gettext as _

from korzo.capabilities.ballots.models import Box, PracticeCode
from korzo.capabilities.ballots.operations import stepping
from korzo.capabilities.ballots.operations.refusals import Refused
from korzo.capabilities.ballots.rules import credentials, groups, listing
from korzo.capabilities.ballots.rules.listing import Problem
from korzo.kernel.people.models import Person


class Unreadable(Refused):
    """Lines that cannot be taken; nothing was."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("file", _("Some lines cannot be taken. Nothing was kept."))


@transaction.atomic
def take(box: Box, data: bytes, *, by: Person | None) -> int:
    """Keep a list until the vote is sealed, in place of an earlier one; how many it has. Raises Unreadable."""
    box = _locked(box, by)
    weights, problems = listing.read(groups.named(box.group), data)
    if problems:
        raise Unreadable(problems)
    box.credentials = credentials.listed(weights)
    box.save(update_fields=["credentials"])
    return len(weights)


@transaction.atomic
def practise(box: Box, count: int, *, by: Person | None) -> None:
    """Make codes that anybody may have: for practice votes only."""
    box = _locked(box, by)
    if not box.is_practice:
        raise Refused("", _("Only a practice vote gives codes to everybody."))
    group = groups.named(box.group)
    codes = [credentials.make() for _ in range(count)]
    box.practice_codes.all().delete()
    PracticeCode.objects.bulk_create([PracticeCode(box=box, code=each) for each in codes])
    box.credentials = credentials.listed({credentials.public(group, box.uuid, each): 1 for each in codes})
    box.save(update_fields=["credentials"])


def _locked(box: Box, by: Person | None) -> Box:
    stepping.runner(by)
    return stepping.locked_box(box, Box.Step.SETUP, why=_("This vote is sealed: its voters cannot change any more."))
