"""What the office types to prepare a vote."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from korzo.capabilities.ballots.forms import text_field
from korzo.capabilities.ballots.models import Option, Question, Roll, Vote
from korzo.capabilities.ballots.models.vote import PAPERS
from korzo.kernel.people.models import Organisation, Person
from korzo.kernel.people.roles import Role
from korzo.kernel.places.models import District
from korzo.kernel.text.fields import TextFormField, written
from korzo.kernel.text.multilingual import Text
from korzo.kernel.text.scripts import to_cyrillic, to_latin
from korzo.ui.photos import PhotosField, photos_field

CHOOSE = ("", _("Choose …"))
GRADES = 10
METHODS = (
    ("", _("The usual rule")),
    ("schulze", _("Each against each (Schulze)")),
    ("ranked-pairs", _("Each against each (ranked pairs)")),
    ("borda", _("Points for places (Borda)")),
    ("instant-runoff", _("Instant run-off")),
    ("scottish-stv", _("Transfers (Scottish councils)")),
    ("meek-stv", _("Transfers (Meek)")),
    ("belenios-stv", _("Transfers (Belenios)")),
)
"""How questions that are put in order may be counted."""


def offices(person: Person) -> list[Organisation]:
    """For whom somebody may make votes."""
    rows = Organisation.objects.filter(is_active=True)
    if not person.has_role(Role.FACILITATOR, Role.ADMINISTRATOR):
        rows = rows.filter(pk__in=[where for role, where in person.roles if role == Role.OFFICER])
    return sorted(rows, key=lambda each: str(each.name))


def picture_field(label: Any) -> PhotosField:
    """A field for one picture."""
    return photos_field(label, _("Instead of the one there is. We remove hidden data from it."))


class New(forms.Form):
    """The beginning of a vote."""

    title = TextFormField(label=_("Title"), max_length=160, widget=forms.TextInput)
    organiser = forms.ChoiceField(label=_("Which office asks?"))
    kind = forms.ChoiceField(label=_("How much is promised?"), choices=Vote.Kind.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, person: Person, may_be_secret: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        fields: dict[str, Any] = dict(self.fields)
        fields["organiser"].choices = [(str(each.pk), str(each.name)) for each in offices(person)]
        self.initial.setdefault("kind", Vote.Kind.POLL)
        if not may_be_secret:
            fields["kind"].choices = [(Vote.Kind.POLL.value, Vote.Kind.POLL.label)]


class Words(forms.ModelForm[Vote]):
    """A vote's words, times and audience."""

    cover = picture_field(_("Cover picture"))
    near_lat = forms.FloatField(required=False, widget=forms.HiddenInput, min_value=-90, max_value=90)
    near_long = forms.FloatField(required=False, widget=forms.HiddenInput, min_value=-180, max_value=180)

    class Meta:
        """In the order of the page."""

        model = Vote
        fields = (
            "title", "text", "opens_at", "closes_at", "audience", "roll", "districts", "minimum_age", "near_metres",
            "near_lat", "near_long", "is_named", "results", "has_opinions", "reply_days",
        )  # fmt: skip
        widgets = {"audience": forms.RadioSelect, "results": forms.RadioSelect}

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        fields: dict[str, Any] = dict(self.fields)
        fields["roll"].choices = [CHOOSE, *((each.pk, str(each.name)) for each in Roll.objects.all())]
        fields["roll"].label = _("Roll of voters")
        rows = District.objects.only("pk", "name")
        fields["districts"].widget = forms.CheckboxSelectMultiple()
        fields["districts"].choices = sorted(((each.pk, str(each.name)) for each in rows), key=lambda each: each[1])
        fields["audience"].choices = Vote.Audience.choices
        fields["results"].choices = Vote.Results.choices
        if self.instance.is_secret:
            for name in ("is_named", "results", "has_opinions", "reply_days", "near_metres", "near_lat", "near_long"):
                del self.fields[name]

    def _get_validation_exclusions(self) -> set[str]:
        """Leave to the operation what several fields say together: it tells at which one to change something."""
        return {*super()._get_validation_exclusions(), "audience", "opens_at", "closes_at"}  # type: ignore[misc]

    @property
    def values(self) -> dict[str, Any]:
        """What is stored on the vote."""
        return {name: value for name, value in self.cleaned_data.items() if name != "cover"}


class QuestionForm(forms.ModelForm[Question]):
    """A question; new options one a line, in the language of the page."""

    picture = picture_field(_("Picture"))
    grades = text_field(
        _("Grades"), limit=600, rows=5, required=False, hint=_("One on each line, the best first. Only for grades.")
    )
    options = text_field(
        _("Add options"), limit=20_000, rows=5, required=False, hint=_("One on each line. Pictures and texts later.")
    )

    class Meta:
        """In the order of the page."""

        model = Question
        fields = (
            "kind", "title", "text", "minimum", "maximum", "may_be_blank", "points", "grades", "seats", "method",
        )  # fmt: skip
        widgets = {"kind": forms.RadioSelect}

    def __init__(self, *args: Any, language: str, **more: Any) -> None:
        super().__init__(*args, **more)
        self.language = language
        fields: dict[str, Any] = dict(self.fields)
        fields["kind"].choices = Question.Kind.choices
        self.fields["method"] = forms.ChoiceField(label=_("Orders are counted by"), choices=METHODS, required=False)
        if self.instance.method == PAPERS:
            del self.fields["method"]  # somebody else counts
        self.initial["grades"] = "\n".join(str(Text(each)) for each in self.instance.grades)

    def _get_validation_exclusions(self) -> set[str]:
        """See `Words`."""
        return {*super()._get_validation_exclusions(), "minimum"}  # type: ignore[misc]

    def clean_grades(self) -> list[dict[str, str]]:
        """Grades as they are kept; what other languages call a grade stays with it while its own word stays."""
        known = {str(Text(each)): each for each in self.instance.grades}
        lines = _lines(self.cleaned_data["grades"])[:GRADES]
        return [known.get(line, worded(line, self.language)) for line in lines]

    @property
    def new_options(self) -> list[dict[str, str]]:
        """The options to add."""
        return [worded(line[:240], self.language) for line in _lines(self.cleaned_data["options"])]


class OptionForm(forms.ModelForm[Option]):
    """An option."""

    picture = picture_field(_("Picture"))

    class Meta:
        """In the order of the page."""

        model = Option
        fields = ("title", "text")


class Close(forms.Form):
    """Closing early."""

    why = text_field(_("Why does it close early?"), limit=500, hint=_("Everybody reads it."))


class Reply(forms.Form):
    """The office's answer."""

    reply = TextFormField(
        label=_("What the office does with the result"), max_length=8000, help_text=_("Everybody reads it.")
    )


class Propose(forms.Form):
    """What a resident proposes to ask."""

    title = forms.CharField(
        label=_("Your question"), max_length=160, help_text=_("Such as: Where should the new playground stand?")
    )
    text = text_field(_("Why should it be asked?"), limit=4000, rows=6)
    options = text_field(_("Possible answers"), limit=4000, rows=5, hint=_("One on each line, from 2 to 12."))
    organiser = forms.ChoiceField(label=_("Which office should answer?"))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["organiser"]
        asked = Organisation.objects.filter(
            is_active=True, kind__in=(Organisation.Kind.CITY, Organisation.Kind.DEPARTMENT, Organisation.Kind.UTILITY)
        )
        named = sorted(((str(each.pk), str(each.name)) for each in asked), key=lambda each: each[1])
        field.choices = [CHOOSE, *named]


def worded(text: str, code: str) -> dict[str, str]:
    """A text written on a page in a language, as it is kept; Serbian in Latin letters goes where its box is."""
    if code == "sr-latn" and code not in written():
        cyrillic = to_cyrillic(text)
        return {"sr": cyrillic if to_latin(cyrillic) == text else text}
    return {code if code in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE: text}


def _lines(text: str) -> list[str]:
    return list(dict.fromkeys(" ".join(line.split()) for line in text.splitlines() if line.strip()))
