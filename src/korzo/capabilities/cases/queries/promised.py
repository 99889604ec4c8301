"""What is promised, in sentences and by name; and who is told when it is not kept."""

from dataclasses import dataclass
from datetime import datetime
from datetime import time as clock_time

from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from korzo.capabilities.cases.models import Case, Category, Escalation, EscalationRung, Move, OfficeHours
from korzo.capabilities.cases.queries import deciding
from korzo.capabilities.cases.rules.promises import Clock, Convention, Promise
from korzo.capabilities.cases.rules.promises_ladder import Run, Rung, To, Which, steps
from korzo.kernel.people.models import Organisation, Person
from korzo.kernel.people.roles import Role
from korzo.kernel.text.dates import day

HOUR, MIDNIGHT = 60, clock_time()
CLOCK_NAMES = {
    Clock.WORKING_DAYS: gettext_lazy("working days"),
    Clock.WORKING_MINUTES: gettext_lazy("minutes of office hours"),
    Clock.CALENDAR_DAYS: gettext_lazy("days, weekends included"),
    Clock.HOURS: gettext_lazy("hours around the clock"),
}
CONVENTION_NAMES = {
    Convention.KEEP: gettext_lazy(
        "From the same time of day; the evening counts from the next opening, the weekend from Monday"
    ),
    Convention.MONDAY: gettext_lazy("From the same time of day; the weekend counts from Monday 0:00"),
    Convention.DATES: gettext_lazy("By dates only, until the office closes on the last day"),
    Convention.LATE_WEEK: gettext_lazy("From Friday on the time counts from the next opening"),
}
TO_NAMES = {
    To.LEAD: gettext_lazy("who leads the office"),
    To.ARBITER: gettext_lazy("the arbiter"),
    To.ELECTED: gettext_lazy("elected officials"),
}
WHICH_NAMES = {Which.ANSWER: gettext_lazy("an answer"), Which.RESOLUTION: gettext_lazy("a solution")}


def people(case: Case, to: To) -> list[Person]:
    """Who stands on a rung: the office's lead (or else all its officers), the arbiters, or the elected officials."""
    if to is To.LEAD:
        lead = Person.objects.filter(
            pk__in=OfficeHours.objects.filter(pk=case.office_id).values("lead"), is_active=True
        )
        if lead:
            return list(lead)
    role = {To.LEAD: Role.OFFICER, To.ARBITER: Role.ARBITER, To.ELECTED: Role.ELECTED}[to]
    found = Person.objects.filter(is_active=True, memberships__role=role)
    if to is To.LEAD:
        found = found.filter(memberships__organisation_id=case.office_id, memberships__role=role)
    return list(found.distinct().order_by("email"))


def time(promise: Promise) -> str:
    """So much time, in words."""
    amount = promise.amount
    match promise.clock:
        case Clock.HOURS:
            return ngettext("%(count)d hour", "%(count)d hours", amount) % {"count": amount}
        case Clock.CALENDAR_DAYS:
            return ngettext("%(count)d day", "%(count)d days", amount) % {"count": amount}
        case Clock.WORKING_DAYS:
            return ngettext("%(count)d working day", "%(count)d working days", amount) % {"count": amount}
    if amount % HOUR == 0:
        hours = amount // HOUR
        return ngettext("%(count)d office hour", "%(count)d office hours", hours) % {"count": hours}
    return ngettext("%(count)d minute of office hours", "%(count)d minutes of office hours", amount) % {"count": amount}


def sentences(of: Category) -> list[str]:
    """What is promised for a kind of problem, in sentences to read aloud."""
    said = []
    if answer := of.answer_promise:
        said.append(_("Answered within %(time)s.") % {"time": time(answer)})
    if promise := of.promise:
        start = of.get_starts_display()
        said.append(_("Solved within %(time)s, counted from %(start)s.") % {"time": time(promise), "start": start})
        if promise.clock is Clock.WORKING_DAYS:
            said.append(f"{CONVENTION_NAMES[promise.convention]}.")
        if promise.clock in (Clock.WORKING_DAYS, Clock.WORKING_MINUTES) and not promise.skips_holidays:
            said.append(_("Public holidays count as working days."))
        if not of.pauses:
            said.append(_("Nothing stops the clock."))
    return said or [_("Nothing is promised.")]


def rungs(ladder: list[Rung]) -> list[str]:
    """A ladder, rung by rung."""
    return [
        _("When %(percent)d %% of the time for %(what)s are used: %(who)s.")
        % {"percent": rung.percent, "what": WHICH_NAMES[rung.which], "who": TO_NAMES[rung.to]}
        for rung in ladder
    ]


def own_ladder(of: Category | None) -> list[Rung]:
    """The rungs that a category has of its own, or those for all others."""
    return [row.rung for row in EscalationRung.objects.filter(category=of)]


@dataclass(frozen=True)
class Moment:
    """Something that would happen at a moment."""

    at: datetime
    what: str


def rehearse(of: Category, office: Organisation | None, start: datetime) -> list[Moment]:
    """What would happen to a case of this kind whose clocks begin at `start`, if nobody did anything."""
    calendar = deciding.calendar(office.pk if office else None)
    promises = {Which.ANSWER: of.answer_promise, Which.RESOLUTION: of.promise}
    runs = {which: Run(start, promise, calendar) for which, promise in promises.items() if promise}
    told = [
        Moment(
            step.at,
            _("%(percent)d %% of the time for %(what)s are used: %(who)s.")
            % {
                "percent": step.rung.percent,
                "what": WHICH_NAMES[step.rung.which],
                "who": TO_NAMES[step.rung.to],
            },
        )
        for step in steps(runs, deciding.ladder(of))
    ]
    names = {Which.ANSWER: _("An answer is due."), Which.RESOLUTION: _("It is due.")}
    due = [Moment(run.due, names[which]) for which, run in runs.items()]
    return sorted([*due, *told], key=lambda moment: moment.at)


def moved(move: Move) -> str:
    """From which day to which a promise moved, and why; nothing when the day is the same."""
    before, after = day(move.before), day(move.after)
    if before == after:
        return ""
    why = {"before": before, "after": after, "why": move.get_reason_display()}
    if not before:
        return _("To %(after)s, %(why)s.") % why
    return _("From %(before)s to %(after)s, %(why)s.") % why if after else _("No date any more, %(why)s.") % why


def escalated(row: Escalation) -> str:
    """Which rung was reached."""
    rung = Rung(row.percent, To(row.to), Which(row.which))
    return rungs([rung])[0]


def hours(own: OfficeHours | None) -> str:
    """When an office works, in a sentence."""
    if own is None:
        return _("Works when the city does.")
    if own.is_always_open:
        return _("A crew is on duty around the clock.")
    days = ", ".join(str(WEEKDAYS_ABBR[day]) for day in sorted(own.weekdays))
    closes = f"{own.closes:%H:%M}" if own.closes != MIDNIGHT else "24:00"
    return _("%(days)s from %(opens)s to %(closes)s.") % {
        "days": days, "opens": f"{own.opens:%H:%M}", "closes": closes
    }  # fmt: skip
