"""How a refusal is told: at its question, above the form, or above the page."""

from django import forms
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.exceptions import ValidationError
from django.test import RequestFactory

from korzo.ui import doors


class Asked(forms.Form):
    name = forms.CharField()


class Refused(Exception):
    field = "name"


def test_each_problem_stands_at_its_question_or_above_all() -> None:
    request, form = RequestFactory().post("/"), Asked({"name": "x"})
    doors.tell(request, ValidationError({"name": ["Too short."], "hidden": ["Not so."]}), form)
    doors.tell(request, ValidationError(["Once.", "Twice."]), form)
    doors.tell(request, Refused("Taken."), form)
    assert form.errors == {"name": ["Too short.", "Taken."], "__all__": ["Not so.", "Once.", "Twice."]}


def test_without_a_form_it_stands_above_the_page() -> None:
    request = RequestFactory().post("/")
    request._messages = CookieStorage(request)  # type: ignore[attr-defined]
    doors.tell(request, ValidationError({"name": ["Too short."], "other": ["Not so."]}), Asked())
    assert [str(each) for each in get_messages(request)] == ["Too short. Not so."]
