"""What administrators type about the system of a neighbouring city or an outside authority."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from korzo.capabilities.cases.models import System
from korzo.capabilities.cases.queries import systems
from korzo.kernel import outside
from korzo.kernel.people.models import Organisation
from korzo.ui.fields import Ready


class Edit(forms.ModelForm[System]):
    """Where it is, and how it is asked; the key is typed, and never shown."""

    endpoint = forms.URLField(
        label=_("Address of its Open311 endpoint"), max_length=500, assume_scheme="https",
        help_text=_("Such as https://city.example/open311/v2. It must lie outside our own network."),
    )  # fmt: skip
    key = forms.CharField(
        label=_("Key that it gave us"), max_length=200, required=False, widget=forms.PasswordInput,
        help_text=_("It is kept encrypted and never shown. Leave it empty to keep the present one."),
    )  # fmt: skip

    class Meta:
        """All that is typed as such."""

        model = System
        fields = ("jurisdiction", "form", "speaks_updates", "repeats_safely", "is_active")
        labels = {
            "jurisdiction": _("Jurisdiction"),
            "form": _("Form of the answers"),
            "speaks_updates": _("It speaks updates (servicerequestupdates)"),
            "repeats_safely": _("It recognises what is sent twice (Idempotency-Key)"),
            "is_active": _("Cases may be sent to it"),
        }
        help_texts = {
            "jurisdiction": _("Only if it serves several cities."),
            "repeats_safely": _("Korzo does. Where this is off, a person decides when an answer got lost."),
        }

    field_order = (
        "authority",
        "endpoint",
        "key",
        "jurisdiction",
        "form",
        "speaks_updates",
        "repeats_safely",
        "is_active",
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["endpoint"].initial = self.instance.endpoint
        if not self.instance.pk:
            chosen = Ready(("", _("Choose …")), *systems.without())
            self.fields["authority"] = forms.ChoiceField(label=_("Authority"), choices=chosen)
        self.order_fields(self.field_order)

    def clean_endpoint(self) -> str:
        """Refuse addresses that would not be asked."""
        url: str = self.cleaned_data["endpoint"].rstrip("/")
        try:
            outside.check(url)
        except outside.Forbidden:
            raise forms.ValidationError(_("Must begin with https:// and lie outside our own network.")) from None
        return url

    def clean(self) -> dict[str, Any]:
        """Put what was typed into the system."""
        given = super().clean() or {}
        self.instance.endpoint = given.get("endpoint", "")
        if code := given.get("authority"):
            self.instance.authority = Organisation.objects.get(code=code)
        return given


class Kinds(forms.Form):
    """Which of its services each of our kinds goes to."""

    def __init__(self, *args: Any, system: System, **more: Any) -> None:
        super().__init__(*args, **more)
        offered = [("", _("Not sent to it")), *systems.services(system)]
        known = {code for code, _name in offered}
        for each in systems.kinds():
            present = system.kinds.get(each.code, "")
            own = [] if present in known else [(present, present)]
            self.fields[f"kind_{each.code}"] = forms.ChoiceField(
                label=str(each.name), choices=[*offered, *own], required=False, initial=present
            )

    @property
    def kinds(self) -> dict[str, str]:
        """Our categories and its services, where one was chosen."""
        return {name.removeprefix("kind_"): code for name, code in self.cleaned_data.items() if code}
