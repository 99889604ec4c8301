"""What administrators type."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from korzo.kernel.people.models import Organisation
from korzo.kernel.people.roles import Role
from korzo.kernel.text.fields import written
from korzo.kernel.text.languages import HTML_LANG, OWN_NAME


def _offices() -> list[tuple[str, str]]:
    found = Organisation.objects.filter(is_active=True)
    return sorted(((each.code, str(each.name) or each.code) for each in found), key=lambda pair: pair[1].casefold())


class Invite(forms.Form):
    """A colleague and their first role."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    name = forms.CharField(label=_("Name"), max_length=120)
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    organisation = forms.ChoiceField(label=_("Organisation"), choices=_offices)


class GiveRole(forms.Form):
    """A role in an organisation."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    organisation = forms.ChoiceField(label=_("Organisation"), choices=_offices)


class Edit(forms.ModelForm[Organisation]):
    """An organisation; its name in each language that people write here."""

    class Meta:
        """All that is not a name."""

        model = Organisation
        fields = ("code", "kind", "parent", "email", "phone", "is_active")
        labels = {
            "code": _("Code"),
            "kind": _("Kind"),
            "parent": _("Part of"),
            "email": _("E-mail address"),
            "phone": _("Telephone"),
            "is_active": _("It works with this site"),
        }
        help_texts = {"code": _("Short, Latin letters, never changed: data sets and addresses use it.")}

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for code in written():
            self.fields[f"name_{code}"] = forms.CharField(
                label=_("Name (%(language)s)") % {"language": OWN_NAME[code]}, required=False, max_length=200,
                initial=self.instance.name.get(code, ""), widget=forms.TextInput(attrs={"lang": HTML_LANG[code]}),
            )  # fmt: skip
        above: Any = self.fields["parent"]
        above.label_from_instance = lambda organisation: str(organisation.name) or organisation.code
        names = [name for name in self.fields if name.startswith("name_")]
        self.order_fields(["code", "kind", *names])
        if self.instance.pk:
            self.fields["code"].disabled = True
            above.queryset = Organisation.objects.exclude(pk=self.instance.pk)

    def clean(self) -> dict[str, Any]:
        """Gather the names; one of them at least, and no circle."""
        given = super().clean() or {}
        typed = {
            name.removeprefix("name_"): str(text).strip() for name, text in given.items() if name.startswith("name_")
        }
        names = {**self.instance.name, **typed}
        self.instance.name = {code: text for code, text in names.items() if text}
        if not self.instance.name:
            self.add_error(f"name_{written()[0]}", _("Give the name in one language at least."))
        above = given.get("parent")
        while above is not None:
            if above.pk == self.instance.pk:
                self.add_error("parent", _("It cannot be part of its own part."))
                break
            above = above.parent
        return given


class TrailFilter(forms.Form):
    """What the trail is narrowed to."""

    ref = forms.CharField(label=_("Record"), required=False, max_length=80)
    who = forms.CharField(label=_("Person"), required=False, max_length=254)
    event = forms.ChoiceField(label=_("What happened"), required=False)

    def __init__(self, *args: Any, events: list[str], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["event"].choices = [("", _("Everything")), *((name, name) for name in events)]  # type: ignore[attr-defined]
