"""One thing that an officer can do to a case, as the record's page knows it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise

from korzo.capabilities.cases.models import Case

Given = dict[str, Any]
Words = str | Promise


@dataclass(frozen=True)
class Doing:
    """The form it needs (None: only a button), how it is done, and what is said then.

    What folds open on the record has a `title`, a `verb` on its button, and perhaps a `key` that opens it.
    """

    form: type[forms.Form] | None
    do: Callable[[Case, Given, Given], object]
    said: Callable[[], str]
    title: Words = ""
    verb: Words = ""
    key: str = ""
