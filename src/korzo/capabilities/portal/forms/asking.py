"""What the questions of each kind are called, and what their answers look like."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from korzo.capabilities.portal.rules import kinds

LABELS: dict[str, Any] = {
    "dateline": _("Place at the beginning"),
    "venue": _("Where it takes place"),
    "address": _("Street and number"),
    "online_url": _("Address of the online event"),
    "organiser": _("Who organises it"),
    "status": _("Does it take place?"),
    "registration": _("Registration"),
    "capacity": _("How many can come"),
    "registration_until": _("Registration ends on"),
    "publisher": _("Published by"),
    "year": _("Year"),
    "url": _("Website"),
    "country": _("Country"),
    "person": _("Who says it"),
    "role": _("Their role"),
    "organisation": _("Their organisation"),
    "topic": _("What it is about"),
    "is_anonymous": _("Leave the name away"),
    "consent_on": _("Agreed to be quoted on"),
    "who": _("For whom it is"),
    "documents": _("What to bring"),
    "fee": _("What it costs"),
    "takes": _("How long it takes"),
    "where": _("Where to go"),
    "hours": _("Open"),
    "phone": _("Phone"),
    "email": _("E-mail"),
}
HINTS: dict[str, Any] = {
    "dateline": _("Such as “Galebinje, 12 May”."),
    "hours": _("One line each, such as Mo-Fr 08:00-15:30. Days are Mo, Tu, We, Th, Fr, Sa, Su."),
    "country": _("Two letters, such as RS."),
    "documents": _("One document in each line."),
    "capacity": _("Empty: as many as want to."),
}
CHOICES: dict[str, Any] = {
    "scheduled": _("As planned"),
    "cancelled": _("Cancelled"),
    "postponed": _("Postponed, without a new day"),
    "rescheduled": _("On another day"),
    "online": _("Online only"),
    "none": _("Nobody needs to register"),
    "open": _("Whoever registers has a place"),
    "approval": _("We choose among those who register"),
}


_FORMS: dict[str, tuple[type[forms.Field], dict[str, Any]]] = {
    kinds.YES: (forms.BooleanField, {}),
    kinds.DAY: (forms.DateField, {"widget": forms.DateInput}),
    kinds.NUMBER: (forms.IntegerField, {"min_value": 0, "max_value": 1_000_000}),
    kinds.LINES: (forms.CharField, {"max_length": 4000, "widget": forms.Textarea}),
    kinds.HOURS: (forms.CharField, {"max_length": 4000, "widget": forms.Textarea}),
    kinds.EMAIL: (forms.EmailField, {}),
    kinds.URL: (forms.URLField, {"max_length": 500, "assume_scheme": "https"}),
    kinds.COUNTRY: (forms.CharField, {"max_length": 2}),
}


def question(field: kinds.Field) -> forms.Field:
    """The form's field for a question; whether the answer fits is seen when it is saved."""
    told: dict[str, Any] = {"label": LABELS[field.name], "help_text": HINTS.get(field.name, ""), "required": False}
    if field.options:
        return forms.ChoiceField(**told, choices=[(code, CHOICES[code]) for code in field.options])
    made, more = _FORMS.get(field.type, (forms.CharField, {"max_length": 300}))
    return made(**told, **more)
