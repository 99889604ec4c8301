"""Asking the person who reported a case, and waiting no longer for their answer."""

from django.utils.translation import gettext as _

from korzo.capabilities.cases import forms
from korzo.capabilities.cases.operations import promises
from korzo.capabilities.cases.views.doing import Doing

DOINGS = {
    "ask": Doing(
        forms.Ask,
        lambda case, given, who: promises.ask(case, text=given["text"], version=given["version"], **who),
        lambda: _("Asked. The clock stands still until the answer is here."),
    ),
    "go-on": Doing(None, lambda case, _given, who: promises.go_on(case, **who), lambda: _("The clock runs again.")),
}
