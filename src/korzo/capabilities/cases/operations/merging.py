"""Making several reports of one problem one case, and taking that back."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from korzo.capabilities.cases import events
from korzo.capabilities.cases.models import Case, Merge, Update
from korzo.capabilities.cases.operations import clocks
from korzo.capabilities.cases.operations.intake import ReportRefused
from korzo.capabilities.cases.operations.stepping import CaseChanged, changing, worker
from korzo.capabilities.cases.queries import similar
from korzo.capabilities.cases.rules import states
from korzo.capabilities.cases.rules.states import Action
from korzo.kernel import trail
from korzo.kernel.people.models import Person

MOST = 50


def merge(cases: Sequence[Case], *, into: Case, by: Person, now: datetime, version: int | None = None) -> Case:
    """Say that open cases are the same problem as `into`, or as the case that it repeats itself; returns that one.

    What was merged into them before comes along. The earliest promise holds, and all who reported or follow them hear
    what happens there. Raises ReportRefused, CaseChanged, NotAllowed, NotPossible.
    """
    with transaction.atomic():
        root = similar.root(into)
        chosen = sorted({case.pk: case for case in cases if case.pk != root.pk}.values(), key=lambda case: case.pk)
        if not chosen:
            raise ReportRefused("into", _("This is the same case. Choose another one."))
        if len(chosen) > MOST:
            raise ReportRefused("into", _("At most %(most)d cases can be joined at once.") % {"most": MOST})
        _lock([root.pk, *(case.pk for case in chosen)])
        if Merge.objects.filter(case=root).exists():
            raise CaseChanged(_("Somebody else has just changed this case. Look at it again."))
        if root.step is states.State.WITHDRAWN:
            raise ReportRefused("into", _("That report was withdrawn. Choose another one."))
        for case in chosen:
            _into(root, case, by=by, now=now, version=version)
        with changing(root, now=now) as step:
            worker(by, step.case)
            if step.case.is_open:
                clocks.keep_earlier(step, *(case.due_at for case in chosen))
            shown = ", ".join(case.code for case in chosen if case.is_public)
            step.log(Update.Kind.JOINED, by=by, text=shown, public=bool(shown))
            promised = step.case.due_at.isoformat() if step.case.due_at else None
            others = tuple(case.ref for case in chosen)
            trail.record(events.CaseJoined(root.ref, others, promised), by=by, now=now)
    return root


def split(case: Case, *, by: Person, now: datetime, version: int | None = None) -> None:
    """Take a merge back: the case is worked on by itself again, with what had been merged into it before."""
    with transaction.atomic():
        found = Merge.objects.select_related("root").filter(case=case).first()
        _lock([case.pk, *([found.root_id] if found else [])])
        if found:
            found.delete()
            Merge.objects.filter(case__in=_below(case.pk)).update(root=case)
        with changing(case, now=now, version=version) as step:
            worker(by, step.case)
            step.to(Action.SPLIT)
            before = states.State(found.state_before) if found else states.State.VALIDATED
            step.set(state=before if before in states.OURS else states.State.IN_PROGRESS, closed_at=None)
            clocks.recount(step, None)
            step.log(Update.Kind.SPLIT, by=by, text=found.root.code if found and found.root.is_public else "")
            trail.record(events.CaseSplit(case.ref, found.root.ref if found else ""), by=by, now=now)
        if found is None:  # it was a duplicate already when it was imported
            return
        with changing(found.root, now=now) as step:
            if step.case.is_open:
                clocks.recount(step, None)
            promised = step.case.due_at.isoformat() if step.case.due_at else None
            trail.record(events.CaseParted(step.case.ref, case.ref, promised), by=by, now=now)


def _into(root: Case, case: Case, *, by: Person, now: datetime, version: int | None) -> None:
    with changing(case, now=now, version=version) as step:
        worker(by, step.case)
        before = step.case.state
        step.to(Action.MERGE)
        step.log(Update.Kind.MERGED, by=by, text=root.code if root.is_public else "")
        Merge.objects.create(case=step.case, into=root, root=root, state_before=before, merged_at=now)
        Merge.objects.filter(root=step.case).update(root=root)
        trail.record(events.CaseMerged(case.ref, root.ref), by=by, now=now)


def _lock(keys: Collection[int]) -> None:
    """Lock cases in one order, so that two merges never wait for each other."""
    list(Case.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk").values_list("pk"))


def _below(key: int) -> list[int]:
    """All that was merged into a case, directly or through others."""
    found: list[int] = []
    layer = [key]
    while layer := list(Merge.objects.filter(into__in=layer).values_list("case", flat=True)):
        found += layer
    return found
