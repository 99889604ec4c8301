"""What administrators type about a webhook."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from korzo.kernel import outside, webhooks
from korzo.kernel.webhooks.models import Webhook


class Edit(forms.ModelForm[Webhook]):
    """Where a webhook is, what it is told of, and what that is narrowed to."""

    url = forms.URLField(
        label=_("Address"), max_length=500, assume_scheme="https",
        help_text=_("Must begin with https:// and lie outside our own network."),
    )  # fmt: skip
    events = forms.MultipleChoiceField(label=_("What is told"), widget=forms.CheckboxSelectMultiple)

    class Meta:
        """All that is typed as such."""

        model = Webhook
        fields = ("name", "url")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        events: Any = self.fields["events"]
        events.choices = [
            (kind.name, kind.label) for source in webhooks.sources.values() for kind in source.types.values()
        ]
        events.initial = self.instance.events
        for name, facet in self._facets().items():
            self.fields[f"only_{name}"] = forms.MultipleChoiceField(
                label=facet.label, choices=facet.choices, required=False, widget=forms.CheckboxSelectMultiple,
                initial=self.instance.only.get(name, []), help_text=_("None chosen: all."),
            )  # fmt: skip

    @staticmethod
    def _facets() -> dict[str, webhooks.Facet]:
        return {facet.name: facet for source in webhooks.sources.values() for facet in source.facets}

    def clean_url(self) -> str:
        """Refuse addresses that would not be asked."""
        url: str = self.cleaned_data["url"]
        try:
            outside.check(url)
        except outside.Forbidden:
            raise forms.ValidationError(_("Must begin with https:// and lie outside our own network.")) from None
        return url

    def clean(self) -> dict[str, Any]:
        """Put what was chosen into the webhook."""
        given = super().clean() or {}
        self.instance.events = given.get("events", [])
        self.instance.only = {name: chosen for name in self._facets() if (chosen := given.get(f"only_{name}"))}
        return given

    @property
    def told(self) -> list[str]:
        """What a stored webhook is told of, in words."""
        events: Any = self.fields["events"]
        return [str(label) for name, label in events.choices if name in self.instance.events]
