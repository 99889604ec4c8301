"""Asking the person who reported a case, and waiting no longer for their answer."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from korzo.capabilities.cases import forms
from korzo.capabilities.cases.operations import promises
from korzo.capabilities.cases.views.doing import Doing

DOINGS = {
    "ask": Doing(
        forms.Ask,
        lambda case, given, who: promises.ask(case, text=given["text"], version=given["version"], **who),
        lambda: _("Asked. The clock stands still until the answer is here."),
        gettext_lazy("Ask the person who reported it"),
        gettext_lazy("Send the question"),
    ),
    "go-on": Doing(
        None,
        lambda case, _given, who: promises.go_on(case, **who),
        lambda: _("The clock runs again."),
        verb=gettext_lazy("Wait no longer for the answer"),
    ),
}
