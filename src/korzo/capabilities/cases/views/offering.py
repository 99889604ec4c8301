"""What can be done to a case now, and the one form that is open: a form is made when it is asked for, not before."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django import forms as django_forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from korzo.capabilities.cases import permissions
from korzo.capabilities.cases.forms import Assign
from korzo.capabilities.cases.models import Case
from korzo.capabilities.cases.rules import states
from korzo.capabilities.cases.views import owning
from korzo.capabilities.cases.views.doing import Doing
from korzo.kernel.people.models import Person


def about(case: Case, person: Person) -> dict[str, Any]:
    """What decides about it: who the reader is to the case, what its state allows, and who else has to do with it."""
    works_on = permissions.can_work_on(person, case)
    possible = {each.value for each in states.possible(case.step)} if works_on else set()
    return {"works_on": works_on, "possible": possible, **owning.beside(case, person, possible)}


def offered(
    doings: Mapping[str, Doing], case: Case, person: Person, about: dict[str, Any], *, question: str = ""
) -> dict[str, Doing]:
    """What this person can do, in the order of the page; `question` is what the reporter was asked and leaves open."""
    works_on, possible = about["works_on"], about["possible"]
    is_open, letter = works_on and case.is_open, works_on and about["letter"]
    can_ask = is_open and hasattr(case, "contact") and case.contact.follow_nonce
    when = {
        "refuse": about["answers"],
        "decide": about["decides"],
        "sort": is_open,
        "resolve": "resolve" in possible,
        "comment": works_on,
        "go-on": is_open and question,
        "ask": can_ask and not question,
        "assign": case.is_open and permissions.can_assign(person, case),
        "hand-over": about["asks"],
        "ask-part": about["divides"],
        "forward": about["writes"],
        "answered": letter,
        "take-back": letter,
        "decline": "decline" in possible,
        "reopen": "reopen" in possible,
    }
    found = {name: doings[name] for name, can in when.items() if can}
    if "assign" in found and not permissions.can_give(person):
        found["assign"] = replace(found["assign"], title=_("Give to a colleague"))
    return found


def blank(
    name: str, doing: Doing, case: Case, person: Person, about: dict[str, Any], *, text: str = ""
) -> django_forms.Form | None:
    """The form of one of them, with what is known already and perhaps a `text` that stood ready."""
    if doing.form is None:
        return None
    initial: dict[str, Any] = {"version": case.version, "on": timezone.localdate()}
    match name:
        case "assign":
            initial |= {"office": case.office.code, "assignee": str(case.assignee_id or "")}
        case "sort":
            initial |= {"category": "" if case.is_unsorted else case.category.code}
        case "answered":
            initial |= owning.heard(about["letter"])
    made = doing.form(initial=initial | ({"text": text} if text else {}), auto_id=auto_id(name))
    if isinstance(made, Assign) and not permissions.can_give(person):
        made.keep_in(case.office)
    if name == "resolve" and not about["is_missing"]:
        del made.fields["despite"]
    return made


def auto_id(name: str) -> str:
    """How its fields are called on a page that has others."""
    return f"{name.replace('-', '_')}-%s"
