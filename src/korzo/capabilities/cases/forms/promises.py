"""What administrators type about promises."""

from datetime import date, time
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from korzo.capabilities.cases.models import Category, OfficeHours
from korzo.capabilities.cases.queries import choices
from korzo.capabilities.cases.queries.promised import CLOCK_NAMES, CONVENTION_NAMES, TO_NAMES, WHICH_NAMES
from korzo.capabilities.cases.rules.promises_ladder import HIGHEST, Rung, To, Which
from korzo.ui.fields import Ready

MOST_RUNGS = 4
DAYS = [(str(number), name) for number, name in WEEKDAYS.items()]


def _named(names: dict[Any, Any]) -> list[tuple[str, Any]]:
    return [(each.value, name) for each, name in names.items()]


class Rules(forms.ModelForm[Category]):
    """The clocks of a category."""

    class Meta:
        """Both clocks, and how they are counted."""

        model = Category
        fields = (
            "amount", "clock", "starts", "convention", "skips_holidays", "pauses", "answer_amount", "answer_clock",
        )  # fmt: skip
        labels = {
            "amount": _("Solved within"),
            "clock": _("Counted in"),
            "starts": _("The time runs from"),
            "convention": _("How working days are counted"),
            "skips_holidays": _("Public holidays do not count"),
            "pauses": _("The clock stands still while the person who reported it is asked"),
            "answer_amount": _("Answered within"),
            "answer_clock": _("Answer counted in"),
        }
        help_texts = {
            "amount": _("Empty: no date is promised."),
            "answer_amount": _("Counted from the report. Empty: no answer is promised."),
            "pauses": _("Switch it off for deadlines set by law."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("clock", "answer_clock"):
            self.fields[name] = forms.ChoiceField(label=self.fields[name].label, choices=_named(CLOCK_NAMES))
        self.fields["convention"] = forms.ChoiceField(
            label=self.fields["convention"].label, choices=_named(CONVENTION_NAMES), widget=forms.RadioSelect
        )


class Ladder(forms.Form):
    """Up to four rungs: at so many per cent of which clock who is told."""

    def __init__(self, *args: Any, rungs: list[Rung] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, MOST_RUNGS + 1):
            rung = rungs[number - 1] if rungs and number <= len(rungs) else None
            self.fields[f"percent_{number}"] = forms.IntegerField(
                label=_("Per cent of the time used"), min_value=1, max_value=HIGHEST, required=False,
                initial=rung and rung.percent,
            )  # fmt: skip
            self.fields[f"which_{number}"] = forms.ChoiceField(
                label=_("Time for"), choices=_named(WHICH_NAMES), initial=rung.which if rung else Which.RESOLUTION
            )
            self.fields[f"to_{number}"] = forms.ChoiceField(
                label=_("Who is told"), choices=_named(TO_NAMES), initial=rung.to if rung else To.LEAD
            )

    @property
    def rows(self) -> list[list[forms.BoundField]]:
        """The fields of each rung."""
        numbers = range(1, MOST_RUNGS + 1)
        return [[self[f"{name}_{number}"] for name in ("percent", "which", "to")] for number in numbers]

    @property
    def rungs(self) -> list[Rung]:
        """What was typed; rungs without a number are none."""
        given = self.cleaned_data
        return [
            Rung(percent, To(given[f"to_{number}"]), Which(given[f"which_{number}"]))
            for number in range(1, MOST_RUNGS + 1)
            if (percent := given[f"percent_{number}"])
        ]


class Hours(forms.Form):
    """When an office works, and who leads it."""

    as_the_city = forms.BooleanField(label=_("It works when the city does"), required=False)
    opens = forms.TimeField(label=_("Opens at"), initial=time(8), widget=forms.TimeInput({"type": "time"}, "%H:%M"))
    closes = forms.TimeField(
        label=_("Closes at"), initial=time(16), help_text=_("00:00 is the end of the day."),
        widget=forms.TimeInput({"type": "time"}, "%H:%M"),
    )  # fmt: skip
    weekdays = forms.MultipleChoiceField(
        label=_("Works on"), choices=DAYS, widget=forms.CheckboxSelectMultiple, required=False
    )
    is_always_open = forms.BooleanField(
        label=_("A crew is on duty around the clock"), required=False,
        help_text=_("Nights, weekends and holidays count."),
    )  # fmt: skip
    lead = forms.ChoiceField(label=_("Leads the office"), required=False)

    def __init__(self, *args: Any, stored: OfficeHours | None, **kwargs: Any) -> None:
        initial: dict[str, Any] = {"as_the_city": stored is None, "weekdays": ["0", "1", "2", "3", "4"]}
        if stored:
            names = ("opens", "closes", "is_always_open")
            initial |= {name: getattr(stored, name) for name in names}
            initial |= {"weekdays": [str(day) for day in stored.weekdays], "lead": str(stored.lead_id or "")}
        super().__init__(*args, **kwargs)
        self.initial = initial
        lead: Any = self.fields["lead"]
        lead.choices = Ready(("", _("Nobody in particular")), *choices.workers())

    @property
    def hours(self) -> dict[str, Any] | None:
        """What an office's own hours are; None: the city's."""
        given = dict(self.cleaned_data)
        if given.pop("as_the_city"):
            return None
        weekdays = [int(day) for day in given.pop("weekdays")]
        lead = given.pop("lead") or None
        return {**given, "weekdays": weekdays, "lead_id": lead}


class Day(forms.Form):
    """A correction of the public holidays."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    is_working = forms.ChoiceField(
        label=_("It is"),
        choices=[("off", _("a day off")), ("working", _("a working day")), ("law", _("what the law says"))],
    )
    note = forms.CharField(label=_("Why"), max_length=120, required=False)

    @property
    def kind(self) -> bool | None:
        """Working, off, or as the law says."""
        return {"off": False, "working": True}.get(self.cleaned_data["is_working"])


class TryOut(forms.Form):
    """A question: when would it be due."""

    category = forms.ChoiceField(label=_("Kind"))
    office = forms.ChoiceField(label=_("Office"), required=False)
    on = forms.DateField(label=_("The time runs from"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    at = forms.TimeField(label=_("Time of day"), widget=forms.TimeInput({"type": "time"}, "%H:%M"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        category: Any = self.fields["category"]
        office: Any = self.fields["office"]
        category.choices = Ready(*choices.grouped_categories())
        office.choices = Ready(("", _("Works when the city does")), *choices.offices())

    def clean_on(self) -> date:
        """Keep to years that deadlines can be counted for."""
        day: date = self.cleaned_data["on"]
        if not 1990 <= day.year <= 2200:  # noqa: PLR2004 -- years
            raise forms.ValidationError(_("Choose a day nearer to now."))
        return day
