"""What administrators type: who does what, and what can be reported."""

import re
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from korzo.capabilities.cases.models import Attribute, Category, RoutingRule
from korzo.capabilities.cases.queries import choices
from korzo.kernel.people.models import Organisation
from korzo.kernel.places.models import District
from korzo.kernel.text.fields import written
from korzo.kernel.text.languages import HTML_LANG, OWN_NAME
from korzo.ui.fields import Ready
from korzo.ui.icons import SHAPES

_LEAP = 2024


class DayOfYear(forms.CharField):
    """A day and a month, as `15.11.`; kept as `11-15`."""

    def prepare_value(self, value: Any) -> Any:
        """Show what is kept as people write it."""
        found = re.fullmatch(r"(\d\d)-(\d\d)", str(value or ""))
        return f"{int(found[2])}.{int(found[1])}." if found else value

    def clean(self, value: Any) -> str:
        """Read a day and a month."""
        text = super().clean(value).strip()
        found = re.fullmatch(r"(\d{1,2})\s*\.\s*(\d{1,2})\s*\.?", text)
        if not text:
            return ""
        try:
            day = date(_LEAP, int(found[2]), int(found[1])) if found else None
        except ValueError:
            day = None
        if day is None:
            raise forms.ValidationError(_now("Write day and month, for example 15.11."))
        return f"{day:%m-%d}"


class Rule(forms.ModelForm[RoutingRule]):
    """Which cases go to which office."""

    season_from = DayOfYear(label=_("Each year from"), required=False, help_text=_("Day and month, for example 15.11."))
    season_until = DayOfYear(label=_("Each year until"), required=False)

    class Meta:
        """In the order of the sentence."""

        model = RoutingRule
        fields = (
            "category", "group", "district", "hours", "season_from", "season_until", "since", "until", "office",
        )  # fmt: skip
        labels = {
            "category": _("Kind"), "group": _("Group"), "district": _("District"), "hours": _("Time of day"),
            "since": _("Not before"), "until": _("Not after"), "office": _("Goes to"),
        }  # fmt: skip
        widgets = {"since": forms.DateInput(), "until": forms.DateInput()}

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        named = {name: self.fields[name] for name in ("category", "group", "district", "hours", "office")}
        fields: dict[str, Any] = dict(named)
        anything = ("", _("Any"))
        codes = {each.code: str(each.pk) for each in Category.objects.only("code")}
        fields["category"].choices = Ready(
            anything,
            *((name, [(codes[code], said) for code, said in found]) for name, found in choices.grouped_categories()),
        )
        self.fields["group"] = forms.ChoiceField(label=_("Group"), required=False, choices=[anything, *_groups()])
        fields["district"].choices = Ready(
            anything, *sorted(((str(each.pk), str(each.name)) for each in District.objects.only("name")), key=_by_name)
        )
        fields["hours"].choices = [anything, *RoutingRule.Hours.choices]
        keys = {each.code: str(each.pk) for each in Organisation.objects.only("code")}
        fields["office"].choices = Ready(("", _("Choose …")), *((keys[code], said) for code, said in choices.offices()))
        self.order_fields(list(self.Meta.fields))

    def clean(self) -> dict[str, Any]:
        """Ask for one of kind and group, for both ends of a season, and for days in order."""
        given = super().clean() or {}
        if given.get("category") and given.get("group"):
            self.add_error("group", _("Choose a kind or a group, not both."))
        if bool(given.get("season_from")) != bool(given.get("season_until")):
            self.add_error("season_until", _("Give both days."))
        if given.get("since") and given.get("until") and given["since"] > given["until"]:
            self.add_error("until", _("This day lies before the first."))
        return given


class TryOut(forms.Form):
    """Where would this go."""

    category = forms.ChoiceField(label=_("Kind"))
    address = forms.CharField(label=_("Address or place"), required=False, max_length=200)
    district = forms.ChoiceField(label=_("District"), required=False)
    at = forms.DateTimeField(label=_("When is it reported?"), widget=forms.DateTimeInput())

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        fields: dict[str, Any] = dict(self.fields)
        fields["category"].choices = Ready(("", _("Choose …")), *choices.grouped_categories())
        fields["district"].choices = Ready(("", _("Unknown")), *choices.districts())


class Worded(forms.ModelForm[Any]):
    """A form with one box per language for each of the texts it names."""

    texts: dict[str, Any] = {}
    needed = ""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for name, label in self.texts.items():
            kept = getattr(self.instance, name)
            for code in written():
                self.fields[f"{name}_{code}"] = forms.CharField(
                    label=f"{label} ({OWN_NAME[code]})", required=False, max_length=1000, initial=kept.get(code, ""),
                    widget=forms.TextInput(attrs={"lang": HTML_LANG[code]}),
                )  # fmt: skip

    def boxes(self, name: str) -> list[forms.BoundField]:
        """The boxes of a text."""
        return [self[f"{name}_{code}"] for code in written()]

    @property
    def sections(self) -> list[tuple[Any, list[forms.BoundField], bool]]:
        """Each text with its boxes, and whether it must be given."""
        return [(label, self.boxes(name), name == self.needed) for name, label in self.texts.items()]

    @property
    def plain(self) -> list[forms.BoundField]:
        """The fields that are not texts in languages."""
        return [self[name] for name in self.Meta.fields]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Gather the texts; one language at least of the one that is needed."""
        given = super().clean() or {}
        for name in self.texts:
            typed = {code: str(given.get(f"{name}_{code}", "")).strip() for code in written()}
            whole = {**getattr(self.instance, name), **typed}
            setattr(self.instance, name, {code: text for code, text in whole.items() if text})
        if not getattr(self.instance, self.needed):
            self.add_error(f"{self.needed}_{written()[0]}", _("Write it in one language at least."))
        return given


class Kind(Worded):
    """A kind of problem."""

    texts = {
        "name": _("Name"), "description": _("Explanation"), "group_name": _("Name of the group"),
        "keywords": _("Words that residents use"),
    }  # fmt: skip
    needed = "name"

    class Meta:
        """All that is not a text; by when is promised stands on its own page."""

        model = Category
        fields = ("code", "group", "icon", "order", "is_active", "is_private")
        labels = {
            "code": _("Code"),
            "group": _("Code of the group"),
            "icon": _("Drawing"),
            "order": _("Place in the form"),
        }
        help_texts = {"code": _("Short, Latin letters, never changed: data sets and addresses use it.")}

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["icon"] = forms.ChoiceField(label=_("Drawing"), choices=[(name, name) for name in sorted(SHAPES)])
        self.fields["is_active"].label = _("It can be reported")
        self.fields["is_private"].label = _("Cases are never shown publicly")
        self.fields["code"].disabled = bool(self.instance.pk)


class Question(Worded):
    """A further question about a kind of problem."""

    texts = {"question": _("Question"), "hint": _("Hint")}
    needed = "question"
    keys = forms.CharField(
        label=_("Answers to choose from: codes"), required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One a line, Latin letters. Below are their names, in the same order."),
    )  # fmt: skip

    class Meta:
        """All that is not a text."""

        model = Attribute
        fields = ("code", "order", "datatype", "is_question", "is_required")
        labels = {
            "code": _("Code"), "order": _("Place in the form"), "datatype": _("Answer"),
            "is_question": _("It wants an answer"), "is_required": _("The answer is needed"),
        }  # fmt: skip

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        values = self.instance.values
        self.fields["keys"].initial = "\n".join(each["key"] for each in values)
        for code in written():
            self.fields[f"names_{code}"] = forms.CharField(
                label=_("Names of the answers (%(language)s)") % {"language": OWN_NAME[code]}, required=False,
                initial="\n".join(each["name"].get(code, "") for each in values).rstrip("\n"),
                widget=forms.Textarea(attrs={"rows": 4, "lang": HTML_LANG[code]}),
            )  # fmt: skip
        self.fields["code"].disabled = bool(self.instance.pk)

    @property
    def answers(self) -> list[forms.BoundField]:
        """The boxes for answers to choose from."""
        return [self["keys"], *(self[f"names_{code}"] for code in written())]

    def clean(self) -> dict[str, Any]:
        """Put codes and names of the answers together."""
        given = super().clean()
        keys = [line.strip() for line in str(given.get("keys", "")).splitlines() if line.strip()]
        names = {code: str(given.get(f"names_{code}", "")).splitlines() for code in written()}
        self.instance.values = [{"key": key, "name": _at(names, at)} for at, key in enumerate(keys)]
        if str(given.get("datatype", "")).endswith("valuelist") and not keys:
            self.add_error("keys", _("Give at least one answer."))
        return given


def _at(names: dict[str, list[str]], at: int) -> dict[str, str]:
    """The names on one line, by language."""
    said = {code: lines[at].strip() for code, lines in names.items() if at < len(lines)}
    return {code: name for code, name in said.items() if name}


def _groups() -> list[tuple[str, str]]:
    rows = Category.objects.exclude(group="").order_by("order").only("group", "group_name")
    return list({each.group: (each.group, str(each.group_name) or each.group) for each in rows}.values())


def _by_name(pair: tuple[str, str]) -> str:
    return pair[1].casefold()
