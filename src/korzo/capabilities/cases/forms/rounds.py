"""What a crew reports from the street, and the materials it uses."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from korzo.capabilities.cases.forms import text_field, version_field
from korzo.capabilities.cases.models import Material, Work
from korzo.capabilities.cases.operations.rounds import MOST_MINUTES, MOST_PEOPLE
from korzo.ui.photos import photos_field

MATERIALS = (1, 2, 3)


class Done(forms.Form):
    """How it ended at a stop. What has to be said then, the operation knows."""

    outcome = forms.ChoiceField(
        label=_("How did it end?"),
        choices=[each for each in Work.Outcome.choices if each[0] != Work.Outcome.STARTED],
        initial=Work.Outcome.DONE,
        widget=forms.RadioSelect,
    )
    text = text_field(_("What was done?"), hint=_("The resident reads this sentence."), required=False, rows=2)
    reason = forms.ChoiceField(
        label=_("Why could it not be done?"), choices=[("", _("Choose")), *Work.Reason.choices], required=False
    )
    photos = photos_field(_("Photo after the repair"))
    minutes = forms.IntegerField(label=_("Minutes"), required=False, min_value=0, max_value=MOST_MINUTES)
    people = forms.IntegerField(label=_("People"), required=False, min_value=1, max_value=MOST_PEOPLE, initial=1)
    note = text_field(_("Note for colleagues"), required=False, rows=2)
    version = version_field()

    def __init__(self, *args: Any, materials: list[Material], **more: Any) -> None:
        super().__init__(*args, **more)
        choices = [("", _("None")), *((str(each.pk), str(each)) for each in materials)]
        for number in MATERIALS if materials else ():
            self.fields[f"material_{number}"] = forms.ChoiceField(label=_("Material"), choices=choices, required=False)
            self.fields[f"quantity_{number}"] = forms.DecimalField(
                label=_("Quantity"),
                required=False,
                min_value=Decimal("0.01"),
                max_digits=9,
                decimal_places=2,
                widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "any"}),
            )

    @property
    def pairs(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The fields of materials, each beside that of its quantity."""
        return [(self[f"material_{at}"], self[f"quantity_{at}"]) for at in MATERIALS if f"material_{at}" in self.fields]

    def clean(self) -> dict[str, Any]:
        """Ask for the other half of a material or a quantity."""
        given = super().clean() or {}
        for number in MATERIALS:
            material, quantity = given.get(f"material_{number}"), given.get(f"quantity_{number}")
            if material and quantity is None and f"quantity_{number}" not in self.errors:
                self.add_error(f"quantity_{number}", _("How much of it?"))
            if quantity is not None and not material:
                self.add_error(f"material_{number}", _("Of which material?"))
        return given

    @property
    def materials(self) -> tuple[tuple[int, Decimal], ...]:
        """What was used, by key."""
        given = self.cleaned_data
        return tuple(
            (int(given[f"material_{at}"]), given[f"quantity_{at}"]) for at in MATERIALS if given.get(f"material_{at}")
        )

    def first_problem(self) -> str:
        """The first reason why it cannot be taken, with the name of its field."""
        field, reasons = next(iter(self.errors.items()))
        label = str(self.fields[field].label or "") if field in self.fields else ""
        return f"{label}: {reasons[0]}" if label else str(reasons[0])


class Order(forms.Form):
    """From where a round begins."""

    latitude = forms.FloatField(required=False, min_value=-90, max_value=90, widget=forms.HiddenInput)
    longitude = forms.FloatField(required=False, min_value=-180, max_value=180, widget=forms.HiddenInput)
    urgent = forms.BooleanField(label=_("What is late comes first"), required=False)


class MaterialForm(forms.ModelForm[Material]):
    """A material that crews can choose."""

    class Meta:
        """In the order of writing."""

        model = Material
        fields = ("name", "unit", "is_active")
        widgets = {"name": forms.TextInput}
