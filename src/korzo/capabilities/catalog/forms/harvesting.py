"""What administrators type about other catalogues."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from korzo.capabilities.catalog.models import Source
from korzo.kernel import outside


class Other(forms.ModelForm[Source]):
    """Another catalogue from which data sets are taken over."""

    class Meta:
        """All that is said of it."""

        model = Source
        fields = ["title", "name", "kind", "address", "query", "publisher", "hours", "most", "is_on"]
        help_texts: ClassVar = {
            "address": _("The portal’s own, or that of its feed, its data.json, its collections or the list of files.")
        }

    def clean_address(self) -> str:
        """Refuse an address that would never be asked."""
        address = str(self.cleaned_data["address"])
        try:
            outside.check(address)
        except outside.Forbidden as error:
            raise forms.ValidationError(str(error)) from error
        return address
