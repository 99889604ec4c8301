"""Setting up inspections, and answering them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from korzo.capabilities.cases.forms import text_field
from korzo.capabilities.cases.models import Category, Check, Inspection
from korzo.kernel.people.models import Organisation, Person
from korzo.kernel.people.roles import Role

MARKS = {"#": Inspection.Answer.NUMBER, "*": Inspection.Answer.TEXT}
MOST_QUESTIONS = 30


class InspectionForm(forms.ModelForm[Inspection]):
    """What is looked at, where, how often, and what is asked there."""

    asked = text_field(
        _("Questions, one in a line"),
        hint=_("Answered with yes (in order) or no. A line that begins with # asks for a number, with * for words."),
    )

    class Meta:
        """In the order of writing."""

        model = Inspection
        fields = (
            *("name", "office", "address", "lat", "long", "first_on", "every", "unit", "season_from", "season_until"),
            *("category", "is_active"),
        )
        labels = {
            "category": _("What is not in order opens a case of the kind"),
            "lat": _("Latitude"),
            "long": _("Longitude"),
        }
        help_texts = {
            "address": _("A street, a district, or the name of a thing."),
            "season_from": _("Month and day, as 04-01. Empty: all year."),
        }
        widgets = {"first_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    field_order = (
        *("name", "office", "address", "lat", "long", "first_on", "every", "unit", "season_from", "season_until"),
        *("asked", "category", "is_active"),
    )

    def __init__(self, *args: Any, person: Person, **more: Any) -> None:
        super().__init__(*args, **more)
        office: Any = self.fields["office"]
        every = Organisation.objects.filter(is_active=True).exclude(kind=Organisation.Kind.AUTHORITY)
        if not person.has_role(Role.ADMINISTRATOR):
            every = every.filter(pk__in=[at for role, at in person.roles if role == Role.OFFICER])
        office.queryset = every
        office.label_from_instance = lambda row: str(row.name)
        kind: Any = self.fields["category"]
        kind.queryset = Category.objects.filter(is_active=True)
        kind.label_from_instance = lambda row: str(row.name)
        marks = {answer: mark for mark, answer in MARKS.items()}
        self.fields["asked"].initial = "\n".join(
            f"{marks.get(each['type'], '')} {each['text']}".strip() for each in self.instance.questions
        )

    def clean_asked(self) -> list[dict[str, str]]:
        """Read the questions."""
        found = []
        for line in filter(None, map(str.strip, self.cleaned_data["asked"].splitlines())):
            answer = MARKS.get(line[0], Inspection.Answer.YES)
            if text := line.removeprefix("#").removeprefix("*").strip()[:200]:
                found.append({"text": text, "type": str(answer)})
        if not 0 < len(found) <= MOST_QUESTIONS:
            raise forms.ValidationError(_("Ask between 1 and %(most)d questions.") % {"most": MOST_QUESTIONS})
        return found

    def clean(self) -> dict[str, Any]:
        """Ask for both ends of a season and for a whole point."""
        given = super().clean() or {}
        for one, other in (("season_from", "season_until"), ("lat", "long")):
            if (given.get(one) in {None, ""}) != (given.get(other) in {None, ""}) and not self.errors:
                self.add_error(other, _("Give both, or neither."))
        self.instance.questions = given.get("asked", [])
        return given


class Answers(forms.Form):
    """The questions of one inspection."""

    state = forms.ChoiceField(
        label=_("How did it end?"),
        choices=[each for each in Check.State.choices if each[0] != Check.State.UNCHECKED],
        initial=Check.State.CHECKED,
        widget=forms.RadioSelect,
    )
    note = text_field(_("Note, or the reason"), required=False, rows=3)

    def __init__(self, *args: Any, questions: list[dict[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.names = [f"answer_{at}" for at, _each in enumerate(questions)]
        asked = dict(zip(self.names, map(_field, questions), strict=True))
        self.fields = {"state": self.fields["state"], **asked, "note": self.fields["note"]}

    @property
    def answers(self) -> list[Any]:
        """In the order of the questions; None where nothing was answered."""
        return [_plain(self.cleaned_data.get(name)) for name in self.names]


def _field(question: dict[str, str]) -> forms.Field:
    if question["type"] == Inspection.Answer.NUMBER:
        return forms.DecimalField(label=question["text"], required=False, max_digits=12)
    if question["type"] == Inspection.Answer.TEXT:
        return forms.CharField(label=question["text"], required=False, max_length=500)
    choices = [("yes", _("Yes, in order")), ("no", _("No, not in order"))]
    return forms.ChoiceField(label=question["text"], required=False, choices=choices, widget=forms.RadioSelect)


def _plain(value: Any) -> Any:
    if value in {"yes", "no"}:
        return value == "yes"
    return None if value in {None, ""} else str(value)
