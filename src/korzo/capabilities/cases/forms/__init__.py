"""What people type about cases. Forms check shape; the operations decide."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from korzo.capabilities.cases.forms.watching import SUGGESTED
from korzo.capabilities.cases.models import Attribute
from korzo.capabilities.cases.models.case import TEXT_LIMIT
from korzo.capabilities.cases.queries import choices
from korzo.capabilities.cases.queries.story import REASON_NAMES
from korzo.kernel.people.models import Organisation
from korzo.kernel.text.multilingual import in_language
from korzo.ui.fields import Ready
from korzo.ui.photos import photos_field


def version_field() -> forms.IntegerField:
    """The version of the case that the writer saw."""
    return forms.IntegerField(widget=forms.HiddenInput, required=False)


def seconds(text: str) -> int:
    """How long a page waited; nonsense counts as the least."""
    return min(max(int(text), 1), 3600) if text.isdecimal() and text.isascii() and len(text) < 6 else 1  # noqa: PLR2004


def text_field(label: Any, *, hint: Any = "", required: bool = True, rows: int = 4) -> forms.CharField:
    """A field for a few sentences."""
    return forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        widget=forms.Textarea(attrs={"rows": rows, "maxlength": TEXT_LIMIT}),
        validators=[MaxLengthValidator(TEXT_LIMIT)],
    )


class What(forms.Form):
    """First screen: what is wrong."""

    category = forms.ChoiceField(
        label=_("What is it about?"), error_messages={"required": _("Choose what the problem is.")}
    )
    description = text_field(
        _("What do you see?"), hint=_("A sentence or two. Please no names of people."), required=False
    )
    photos = photos_field(_("Photos"), _("A photo helps most. We remove hidden data such as the position from it."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["category"]
        field.choices = Ready(("", _("Choose …")), *choices.grouped_categories())


class Where(forms.Form):
    """Second screen: where it is. Without a map, the address is enough."""

    address = forms.CharField(
        label=_("Address or place"),
        max_length=200,
        required=False,
        help_text=_("For example a street with a house number."),
    )
    latitude = forms.FloatField(required=False, min_value=-90, max_value=90, widget=forms.HiddenInput)
    longitude = forms.FloatField(required=False, min_value=-180, max_value=180, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Ask for an address or a point."""
        cleaned = super().clean() or {}
        if not cleaned.get("address", "").strip() and cleaned.get("latitude") is None:
            self.add_error("address", _("Tell us where it is: an address, or a point on the map."))
        return cleaned


class Send(forms.Form):
    """Third screen: further questions of the category, how to reach the person (all optional), and off it goes."""

    name = forms.CharField(label=_("Your name"), max_length=120, required=False)
    email = forms.EmailField(
        label=_("E-mail"), required=False, help_text=_("We write when something happens. It is never published.")
    )
    phone = forms.CharField(label=_("Mobile number"), max_length=40, required=False)
    website = forms.CharField(required=False, widget=forms.HiddenInput)
    """A trap: people do not see it, programs that fill in everything do."""

    def __init__(self, *args: Any, questions: Sequence[Attribute] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "en"
        asked = {f"attribute_{question.code}": _question(question, language) for question in questions}
        self.asked = list(asked)
        self.fields = {**asked, **self.fields}

    @property
    def questions(self) -> list[forms.BoundField]:
        """The category's own questions."""
        return [self[name] for name in self.asked]

    @property
    def answers(self) -> dict[str, Any]:
        """Answers by attribute code."""
        return {name.removeprefix("attribute_"): self.cleaned_data[name] for name in self.asked}


def _question(question: Attribute, language: str) -> forms.Field:
    """The form field for a question of one of Open311's six types."""
    shared: dict[str, Any] = {
        "label": str(question.question),
        "help_text": str(question.hint),
        "required": question.is_required and question.is_question,
    }
    values = [(each["key"], in_language(each["name"], language).text) for each in question.values]
    match Attribute.Datatype(question.datatype):
        case Attribute.Datatype.SINGLE:
            return forms.ChoiceField(choices=values, widget=forms.RadioSelect, **shared)
        case Attribute.Datatype.MULTI:
            return forms.MultipleChoiceField(choices=values, widget=forms.CheckboxSelectMultiple, **shared)
        case Attribute.Datatype.NUMBER:
            return forms.DecimalField(**shared)
        case Attribute.Datatype.DATETIME:
            return forms.DateTimeField(widget=forms.DateTimeInput(attrs={"type": "datetime-local"}), **shared)
        case Attribute.Datatype.TEXT:
            return forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), max_length=TEXT_LIMIT, **shared)
        case _:
            return forms.CharField(max_length=200, **shared)


class Filter(forms.Form):
    """What a list is narrowed to."""

    q = forms.CharField(label=_("Number, street or word"), required=False)
    category = forms.ChoiceField(label=_("Kind"), required=False)
    status = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("Open and closed")), ("open", _("Open")), ("closed", _("Closed"))],
    )
    district = forms.ChoiceField(label=_("District"), required=False)
    street = forms.CharField(label=_("Street"), required=False, max_length=120, widget=forms.TextInput(attrs=SUGGESTED))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        category: Any = self.fields["category"]
        district: Any = self.fields["district"]
        category.choices = Ready(("", _("All kinds")), *choices.grouped_categories())
        district.choices = Ready(("", _("Whole city")), *choices.districts())


class Reply(forms.Form):
    """What the reporter adds through their link."""

    text = text_field(_("Your message to the office"), rows=3)
    photos = photos_field()


class Ask(forms.Form):
    """What an officer asks the reporter."""

    text = text_field(
        _("Your question"), hint=_("They answer on their own page. The clock stands still until then."), rows=3
    )
    version = version_field()


class Comment(forms.Form):
    """What an officer writes."""

    text = text_field(_("Text"), rows=3)
    public = forms.BooleanField(label=_("Everybody may read this, and the reporter is told"), required=False)
    photos = photos_field()
    version = version_field()


class Resolve(forms.Form):
    """Closing a case as solved."""

    text = text_field(_("What was done?"), hint=_("The resident reads this sentence."), rows=3)
    despite = text_field(
        _("Why is it solved although a part of the work is missing?"),
        hint=_("Only colleagues read this."),
        required=False,
        rows=2,
    )
    photos = photos_field(_("Photo after the repair"))
    version = version_field()


class Decline(forms.Form):
    """Closing a case without solving it."""

    reason = forms.ChoiceField(label=_("Reason"), choices=list(REASON_NAMES.items()))
    text = text_field(
        _("Explanation"), hint=_("Why it is not possible, and who can help. The resident reads this."), rows=3
    )
    version = version_field()


class Reopen(forms.Form):
    """Opening a closed case again."""

    text = text_field(_("What is still wrong?"), rows=3)
    version = version_field()


class Assign(forms.Form):
    """Handing a case to an office and perhaps a person."""

    office = forms.ChoiceField(label=_("Office"), required=False)
    assignee = forms.ChoiceField(label=_("Person"), required=False)
    note = text_field(_("Note for colleagues"), required=False, rows=2)
    version = version_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        office: Any = self.fields["office"]
        assignee: Any = self.fields["assignee"]
        office.choices = Ready(*choices.offices())
        assignee.choices = Ready(("", _("Nobody in particular")), *choices.workers())

    def keep_in(self, office: Organisation) -> None:
        """Offer the people of one office only."""
        del self.fields["office"]
        assignee: Any = self.fields["assignee"]
        assignee.choices = Ready(("", _("Nobody in particular")), *choices.workers(office))
