"""Loading other cities' figures, and adding definitions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from korzo.capabilities.assessments.forms.uploads import FileField
from korzo.capabilities.assessments.models import Definition, PeerSet
from korzo.capabilities.assessments.operations import defining
from korzo.capabilities.assessments.queries import definitions


class Peers(forms.ModelForm[PeerSet]):
    """A file with many cities, how it is read, and who published it."""

    file = FileField(label=_("File"), help_text=_("XLSX, XLS, ODS or CSV: a row for each city and year."))
    chart = forms.ChoiceField(label=_("Codes of"))
    year = forms.IntegerField(label=_("Year, where no head says it"), required=False, min_value=1900, max_value=2200)

    class Meta:
        """In the order of the page."""

        model = PeerSet
        fields = ("title", "code", "source", "licence")

    field_order = ("file", "chart", "year", "title", "code", "source", "licence")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        fields: dict[str, Any] = dict(self.fields)
        fields["chart"].choices = [(code, code) for code in definitions.on_offer(Definition.Kind.CHART)]
        fields["code"].help_text = _("Loaded again under the same code, a set takes its own place.")
        fields["source"].label, fields["licence"].label = _("Who published it, and where"), _("Licence")

    def validate_unique(self) -> None:
        """Say nothing of a code that is there: the set takes its own place."""


class Define(forms.Form):
    """A definition's file."""

    kind = forms.ChoiceField(label=_("What it defines"), choices=Definition.Kind.choices)
    file = FileField(label=_("File"), help_text=_("TOML, as those that come with Korzo."), most=defining.LONGEST * 4)
