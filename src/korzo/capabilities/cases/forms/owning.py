"""What officers and arbiters type when a case goes to others."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from korzo.capabilities.cases.forms import text_field, version_field
from korzo.capabilities.cases.queries import choices
from korzo.kernel.text.languages import OWN_NAME
from korzo.ui.fields import Ready


class Versioned(forms.Form):
    """A form that knows which version of the case its reader saw."""

    version = version_field()


class HandOver(Versioned):
    """Asking another office to take the case over."""

    office = forms.ChoiceField(label=_("Office"))
    reason = text_field(_("Why should it take the case?"), hint=_("Only colleagues read this."), rows=3)
    field_order = ["office", "reason", "version"]

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        office: Any = self.fields["office"]
        office.choices = Ready(("", _("Choose …")), *choices.offices())


class Refuse(Versioned):
    """Not taking a case over."""

    reason = text_field(_("Why does your office not take it?"), hint=_("An arbiter reads this and decides."), rows=3)


class Decide(HandOver):
    """An arbiter's word."""

    reason = text_field(_("Reason"), hint=_("Both offices read this. Your decision is final."), rows=3)


class AskPart(Versioned):
    """Asking another office for a part of the work."""

    office = forms.ChoiceField(label=_("Office"))
    text = text_field(_("What should it do?"), rows=2)
    due_on = forms.DateField(label=_("By when"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    required = forms.BooleanField(label=_("Without it the case is not solved"), required=False, initial=True)
    field_order = ["office", "text", "due_on", "required", "version"]

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        office: Any = self.fields["office"]
        office.choices = Ready(("", _("Choose …")), *choices.offices())


class AnswerPart(Versioned):
    """Reporting a part of the work."""

    part = forms.IntegerField(widget=forms.HiddenInput)
    done = forms.ChoiceField(
        label=_("Is it done?"), choices=[("yes", _("Done")), ("no", _("Not possible"))], widget=forms.RadioSelect
    )
    text = text_field(_("What should the colleagues know?"), required=False, rows=2)


class DropPart(Versioned):
    """Taking the question for a part back."""

    part = forms.IntegerField(widget=forms.HiddenInput)


class Forward(Versioned):
    """A letter to an authority outside the city."""

    authority = forms.ChoiceField(label=_("Authority"))
    language = forms.ChoiceField(label=_("Language of the letter"))
    text = text_field(
        _("What do you ask for?"),
        hint=_("Kind, place and words of the report are added. Who reported it is not told."),
        rows=4,
    )
    on_paper = forms.BooleanField(label=_("I send it on paper, not by e-mail"), required=False)
    field_order = ["authority", "language", "text", "on_paper", "version"]

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        authority: Any = self.fields["authority"]
        authority.choices = Ready(("", _("Choose …")), *choices.authorities())
        language: Any = self.fields["language"]
        language.choices = [(code, OWN_NAME.get(code, code)) for code, _name in settings.LANGUAGES]
        language.initial = settings.LANGUAGE_CODE


class Answered(Versioned):
    """What an authority answered."""

    text = text_field(_("What did the authority answer?"), hint=_("Everybody can read this, and the reporter is told."))
    on = forms.DateField(label=_("When did the answer come?"), widget=forms.DateInput(attrs={"type": "date"}))
    then = forms.ChoiceField(
        label=_("What follows?"),
        choices=[
            ("solved", _("It is solved: close the case")),
            ("declined", _("It is not possible: close the case")),
            ("back", _("Our office goes on with it")),
        ],
        widget=forms.RadioSelect,
    )
    field_order = ["text", "on", "then", "version"]


class TakeBack(Versioned):
    """Going on with a case without an answer."""

    reason = text_field(_("Why?"), hint=_("Only colleagues read this."), rows=2)
