"""What is typed to announce works or an outage, and to say how it goes on."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from shapely.geometry import Point as Spot
from shapely.geometry import mapping

from korzo.capabilities.portal.forms.following import districts, suggested
from korzo.capabilities.portal.models import Notice
from korzo.capabilities.portal.queries.following import SURE
from korzo.kernel.people.models import Organisation
from korzo.kernel.places import geometry, memory
from korzo.kernel.places import queries as places
from korzo.kernel.places.models import District, Street
from korzo.kernel.text.fields import TextFormField

RADII = (50, 100, 200, 500, 1000)
CORNERS = 6
"""Corners in a quarter of a drawn circle."""


class Announce(forms.ModelForm[Notice]):
    """A notice: what, in whose name, where, from when until when."""

    operator = forms.ChoiceField(label=_("In whose name?"))
    streets = forms.MultipleChoiceField(label=_("Streets"), required=False, widget=forms.CheckboxSelectMultiple)
    street = forms.CharField(
        label=_("Add a street"), help_text=_("Write its name. You can add several, one after the other."),
        required=False, max_length=120,
    )  # fmt: skip
    quarters = forms.MultipleChoiceField(
        label=_("Whole districts"), required=False, widget=forms.CheckboxSelectMultiple
    )
    lat = forms.FloatField(required=False, widget=forms.HiddenInput, min_value=-90, max_value=90)
    long = forms.FloatField(required=False, widget=forms.HiddenInput, min_value=-180, max_value=180)
    radius = forms.TypedChoiceField(
        label=_("So far around the point on the map"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", _("No area")), *((str(each), f"{each} m") for each in RADII)],
    )
    no_area = forms.BooleanField(label=_("Take the drawn area away"), required=False)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        """In the order of the page."""

        model = Notice
        fields = (
            "kind", "severity", "is_planned", "title", "text", "reason", "begins_at", "ends_at", "is_everywhere",
        )  # fmt: skip
        widgets = {"severity": forms.RadioSelect}

    def __init__(self, *args: Any, offices: list[Organisation], **more: Any) -> None:
        super().__init__(*args, **more)
        self.unknown = ""
        fields: dict[str, Any] = dict(self.fields)
        fields["kind"].choices = [("", _("Choose …")), *Notice.Kind.choices]
        fields["severity"].choices = Notice.Severity.choices
        fields["operator"].choices = [(each.code, str(each.name)) for each in offices]
        fields["quarters"].choices = districts()
        fields["street"].widget.attrs |= suggested("street")
        fields["streets"].choices = [(each.code, each.name) for each in self._chosen()]
        self.initial["version"] = self.instance.version
        if self.instance.pk:
            del self.fields["operator"]
        if not self.instance.area:
            del self.fields["no_area"]

    def _chosen(self) -> list[Street]:
        """The streets that were chosen so far, and the one that is being added."""
        if not self.is_bound:
            return list(self.instance.streets.defer("geometry")) if self.instance.pk else []
        given: Any = self.data.copy()  # type: ignore[attr-defined]  # what a browser sends
        codes = given.getlist("streets")
        typed = given.get("street", "").strip()[:120]
        added = _street(typed) if typed else ""
        if added:
            codes = list(dict.fromkeys([*codes, added]))
            given.setlist("streets", codes)
            given["street"] = ""
            self.data = given
        self.unknown = "" if added else typed
        return list(Street.objects.filter(code__in=codes).defer("geometry"))

    def clean_street(self) -> str:
        """Refuse a street that nobody knows."""
        if self.unknown:
            raise forms.ValidationError(_("We do not know this street. Write it as on the street sign."))
        return ""

    def _get_validation_exclusions(self) -> set[str]:
        """Leave to the operation what several fields say together: it tells at which one to change something."""
        return {*super()._get_validation_exclusions(), "begins_at", "ends_at"}  # type: ignore[misc]

    def now_at(self, version: int) -> None:
        """Let what was typed be saved over the version that there is now, since its writer was told of it."""
        given: Any = self.data.copy()  # type: ignore[attr-defined]  # what a browser sends
        given["version"] = str(version)
        self.data = given

    @property
    def values(self) -> dict[str, Any]:
        """What is stored on the notice."""
        given = self.cleaned_data
        area = None if given.get("no_area") else self.instance.area
        if given["radius"] and given["lat"] is not None and given["long"] is not None:
            area = circle(geometry.Point(given["lat"], given["long"]), given["radius"])
        return {name: given[name] for name in self.Meta.fields} | {"area": area}

    @property
    def places(self) -> dict[str, Any]:
        """Streets and districts."""
        given = self.cleaned_data
        return {
            "streets": list(Street.objects.filter(code__in=given["streets"])),
            "districts": list(District.objects.filter(code__in=given["quarters"])),
        }


class Tell(forms.Form):
    """How it goes on."""

    text = TextFormField(label=_("What is new?"), help_text=_("Everybody reads it."), max_length=1000, required=False)
    ends_at = forms.DateTimeField(label=_("Takes until (only if that changes)"), required=False)


def circle(middle: geometry.Point, metres: float) -> dict[str, Any]:
    """Draw a circle as an area (GeoJSON)."""
    plane = memory.current().plane
    return mapping(plane.round(Spot(plane.xy(middle)).buffer(metres, quad_segs=CORNERS)))


def _street(typed: str) -> str:
    """The code of the street that somebody means; empty when nobody knows it."""
    if Street.objects.filter(code=typed).exists():
        return typed
    hit = next((each for each in places.find(typed, limit=5) if each.kind in ("street", "address")), None)
    return hit.code if hit and hit.score >= SURE else ""
