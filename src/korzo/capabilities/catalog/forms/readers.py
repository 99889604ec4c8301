"""What readers type, and what stewards answer them."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from korzo.capabilities.catalog.forms import Title
from korzo.capabilities.catalog.models import Dataset, Publisher, Request
from korzo.capabilities.catalog.queries import lists
from korzo.kernel.text.fields import TextFormField
from korzo.ui.photos import photos_field


class Ask(forms.Form):
    """Data that somebody needs."""

    title = forms.CharField(label=_("Which data?"), max_length=160, help_text=_("Such as: bus stops with shelters."))
    text = forms.CharField(
        label=_("What do you need it for?"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("It is shown to everybody. Leave personal matters out."),
    )
    publisher = Title(Publisher.objects.none(), label=_("Who has it?"), required=False, empty_label=_("I do not know"))

    def __init__(self, data: Any = None, *, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["publisher"].queryset = Publisher.objects.filter(is_deleted=False)  # type: ignore[attr-defined]


class Answer(forms.Form):
    """What stewards say to who asked."""

    STATES = (
        Request.State.OPEN,
        Request.State.PROMISED,
        Request.State.DONE,
        Request.State.DECLINED,
        Request.State.HIDDEN,
    )

    state = forms.ChoiceField(label=_("What becomes of it?"), widget=forms.RadioSelect)
    answer = TextFormField(
        label=_("In words"), required=False, max_length=4000, help_text=_("Everybody reads it with the request.")
    )
    dataset = forms.CharField(
        label=_("Data set that answers it"), required=False, max_length=100, help_text=_("Its name in addresses.")
    )
    due_on = forms.DateField(label=_("Promised for"), required=False, widget=forms.DateInput())
    publisher = Title(Publisher.objects.none(), label=_("Who answers"), required=False, empty_label=_("Nobody yet"))

    def __init__(self, data: Any = None, *, request: Request) -> None:
        initial = {
            "state": request.state,
            "answer": request.answer,
            "dataset": request.dataset.name if request.dataset else "",
            "due_on": request.due_on,
            "publisher": request.publisher_id,
        }
        super().__init__(data, initial=initial)
        self.fields["state"].choices = [(each, each.label) for each in self.STATES]  # type: ignore[attr-defined]
        self.fields["publisher"].queryset = Publisher.objects.filter(is_deleted=False)  # type: ignore[attr-defined]

    def clean_dataset(self) -> Dataset | None:
        """The data set of this name."""
        named = self.cleaned_data["dataset"].strip()
        if not named:
            return None
        found = lists.find(named)
        if found is None:
            raise forms.ValidationError(_("There is no data set of this name."))
        return found


class Remark(forms.Form):
    """A remark on a data set."""

    text = forms.CharField(label=_("Your remark"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))


class Show(forms.Form):
    """What somebody made of open data."""

    title = forms.CharField(label=_("Name"), max_length=160)
    text = forms.CharField(label=_("What is it?"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5}))
    url = forms.URLField(label=_("Address"), max_length=500, assume_scheme="https")
    author = forms.CharField(label=_("Made by"), max_length=160, required=False, help_text=_("Everybody sees it."))
    datasets = forms.CharField(
        label=_("Data sets it is made of"),
        max_length=1000,
        help_text=_("Their names in addresses, separated by commas."),
    )
    photos = photos_field(_("Picture"))

    def clean_datasets(self) -> list[Dataset]:
        """The data sets of these names, which everybody sees."""
        names = {name for each in self.cleaned_data["datasets"].split(",") if (name := each.strip().lower())}
        found = list(lists.shown(timezone.now()).filter(name__in=names))
        if missing := names - {each.name for each in found}:
            raise forms.ValidationError(_("There is no data set “%(name)s”.") % {"name": min(missing)})
        return found


class Judgement(forms.Form):
    """What a steward says to who sent a showcase."""

    reply = forms.CharField(
        label=_("Your reply"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
