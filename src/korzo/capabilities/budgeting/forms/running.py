"""What administrators type about cycles, and what volunteers say about themselves."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from korzo.capabilities.budgeting.forms import CHOOSE, districts
from korzo.capabilities.budgeting.models import Cycle, Theme, Track, Volunteer
from korzo.capabilities.budgeting.models.cycle import CODE
from korzo.capabilities.budgeting.queries.calendar import KINDS, Stage
from korzo.kernel.places.models import District
from korzo.ui.icons import SHAPES


class _Coded:
    """A form whose code can only be given once: calendars, trail and open data name things by it."""

    instance: Any
    fields: dict[str, Any]

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        if self.instance.pk is not None:
            del self.fields["code"]


class CycleForm(_Coded, forms.ModelForm[Cycle]):
    """A cycle."""

    class Meta:
        """In the order of the page."""

        model = Cycle
        fields = ("code", "name", "introduction", "currency", "shortlist_factor", "districts_of_choice", "is_published")


class TrackForm(_Coded, forms.ModelForm[Track]):
    """An envelope: its money, for what it is, how people vote and how the votes are counted."""

    class Meta:
        """In the order of the page."""

        model = Track
        fields = (
            "code", "name", "order", "envelope", "scope", "district", "theme", "minimum_cost", "maximum_cost",
            "ballot", "minimum_projects", "maximum_projects", "points", "theme_minimum", "theme_maximum",
            "rule", "completion", "start", "stop", "increment", "comparison", "empty_ballots_count", "threshold",
        )  # fmt: skip

    first = ("code", "name", "order", "envelope", "scope", "district", "theme", "minimum_cost", "maximum_cost")
    ballot = ("ballot", "minimum_projects", "maximum_projects", "points", "theme_minimum", "theme_maximum")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        fields: dict[str, Any] = dict(self.fields)
        fields["order"].label = _("Order")
        fields["district"].label, fields["theme"].label = _("District"), _("Theme")
        keys = {each.code: each.pk for each in District.objects.only("code")}
        fields["district"].choices = [CHOOSE, *((keys[code], name) for code, name in districts())]
        fields["theme"].choices = [CHOOSE, *((each.pk, str(each.name)) for each in Theme.objects.all())]

    @property
    def sections(self) -> list[tuple[Any, list[forms.BoundField], bool]]:
        """Headings with their fields, and whether the section stands open."""
        counted = [name for name in self.Meta.fields if name not in self.first + self.ballot]
        parts = ((_("Money"), self.first, True), (_("Ballot"), self.ballot, False), (_("Counting"), counted, False))
        return [
            (label, asked, is_open or any(field.errors for field in asked))
            for label, names, is_open in parts
            if (asked := [self[name] for name in names if name in self.fields])
        ]


class ThemeForm(_Coded, forms.ModelForm[Theme]):
    """What ideas can be about."""

    icon = forms.ChoiceField(label=_("Drawing"), choices=[(name, name) for name in SHAPES])

    class Meta:
        """In the order of the page."""

        model = Theme
        fields = ("code", "name", "icon", "order", "is_active")
        labels = {"order": _("Order")}


class Calendar(forms.Form):
    """When each phase begins; one ends when the next begins, and what has no date is left out."""

    def __init__(self, *args: Any, stages: list[Stage], **more: Any) -> None:
        super().__init__(*args, **more)
        known = {stage.kind.code: stage for stage in stages}
        for kind in KINDS:
            stage = known.get(kind.code)
            self.fields[kind.code] = forms.DateTimeField(
                label=kind.label,
                required=False,
                initial=stage.starts_at if stage else None,
                widget=forms.DateTimeInput(),
                help_text=f"{kind.who}. {kind.text}",
            )
        last = stages[-1].ends_at if stages else None
        self.fields["end"] = forms.DateTimeField(
            label=_("End"), required=False, initial=last, widget=forms.DateTimeInput()
        )

    def clean(self) -> dict[str, Any]:
        """Have the phases follow one another."""
        given = super().clean() or {}
        before: datetime | None = None
        for name in (*(kind.code for kind in KINDS), "end"):
            at = given.get(name)
            if at and before and at <= before:
                self.add_error(name, _("This lies before the phase that should come first."))
            before = at or before
        return given

    @property
    def dates(self) -> list[tuple[str, datetime, datetime | None]]:
        """Phase, start and end of each phase that has a date."""
        begun = [(kind.code, at) for kind in KINDS if (at := self.cleaned_data.get(kind.code))]
        ends = [*(at for _code, at in begun), self.cleaned_data.get("end")][1:]
        return [(code, at, end) for (code, at), end in zip(begun, ends, strict=True)]


class NextCycle(forms.Form):
    """The code of the next cycle."""

    code = forms.CharField(
        label=_("Code of the next cycle"), max_length=24, validators=[CODE], help_text=_("Such as 2027.")
    )


class VolunteerForm(forms.Form):
    """Which groups somebody belongs to, so that the committee mirrors the city."""

    age = forms.ChoiceField(label=_("How old are you?"), choices=Volunteer.Age.choices, widget=forms.RadioSelect)
    sex = forms.ChoiceField(label=_("Sex"), choices=Volunteer.Sex.choices, widget=forms.RadioSelect)
    district = forms.ChoiceField(label=_("Where do you live?"))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["district"]
        field.choices = districts(CHOOSE)


class Close(forms.Form):
    """Closing the list."""

    seats = forms.IntegerField(label=_("Seats"), min_value=1, max_value=1000, initial=25)
    seed_source = forms.CharField(
        label=_("Where will the seed come from?"),
        max_length=200,
        help_text=_("Something that nobody can know today, for example: the numbers of the state lottery on 1 March."),
    )


class Seed(forms.Form):
    """The seed."""

    seed = forms.CharField(label=_("Seed"), max_length=120, help_text=_("As it was announced. It cannot be changed."))
