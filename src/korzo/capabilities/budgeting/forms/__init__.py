"""What people type about ideas. Forms check shape; the operations decide."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from korzo.capabilities.budgeting.models import Cycle, Idea, Theme, Track
from korzo.capabilities.budgeting.models.idea import COMMENT_LIMIT, TEXT_LIMIT, TITLE_LIMIT
from korzo.capabilities.budgeting.operations.proposing import tracks_for
from korzo.capabilities.budgeting.queries import lists
from korzo.capabilities.budgeting.rules.money import said
from korzo.kernel.places.models import District
from korzo.ui.fields import Ready
from korzo.ui.photos import photos_field

CHOOSE = ("", _("Choose …"))
ANY = ("", _("All"))
STATES = (
    ANY,
    ("waiting", _("Being checked")),
    ("feasible", _("Can be done")),
    ("ballot", _("On the ballot")),
    ("chosen", _("Chosen")),
    ("out", _("Not on the ballot, or not chosen")),
)
ORDERS = (
    ("shuffled", _("Shuffled, the same for you each time")),
    ("newest", _("Newest first")),
    ("supported", _("Most supported first")),
)


def text_field(label: Any, *, limit: int, hint: Any = "", required: bool = True, rows: int = 4) -> forms.CharField:
    """A field for a few sentences."""
    return forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        widget=forms.Textarea(attrs={"rows": rows, "maxlength": limit}),
        validators=[MaxLengthValidator(limit)],
    )


def money_field(label: Any, *, hint: Any = "", required: bool = False) -> forms.DecimalField:
    """A field for an amount."""
    return forms.DecimalField(
        label=label,
        help_text=hint,
        required=required,
        min_value=0,
        max_digits=14,
        decimal_places=2,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )


def themes() -> Ready:
    """What an idea can be about."""
    return Ready(CHOOSE, *((each.code, str(each.name)) for each in Theme.objects.filter(is_active=True)))


def districts(*before: tuple[str, Any]) -> Ready:
    """The districts by name."""
    rows = District.objects.only("code", "name")
    return Ready(*before, *sorted(((each.code, str(each.name)) for each in rows), key=lambda each: each[1]))


def _choices(form: forms.Form, name: str, choices: Sequence[tuple[str, Any]] | Ready) -> None:
    field: Any = form.fields[name]
    field.choices = choices


class Filter(forms.Form):
    """What a list of ideas is narrowed to."""

    q = forms.CharField(label=_("Search ideas"), required=False, max_length=200)
    track = forms.ChoiceField(label=_("Envelope"), required=False)
    theme = forms.ChoiceField(label=_("Theme"), required=False)
    district = forms.ChoiceField(label=_("District"), required=False)
    state = forms.ChoiceField(label=_("Where it stands"), required=False, choices=STATES)
    order = forms.ChoiceField(label=_("Order"), required=False, choices=ORDERS)

    def __init__(self, cycle: Cycle, filters: lists.Filters) -> None:
        super().__init__(initial={name: getattr(filters, name) for name in self.base_fields})
        _choices(self, "track", [ANY, *((each.code, str(each.name)) for each in cycle.tracks.all())])
        _choices(self, "theme", [ANY, *((each.code, str(each.name)) for each in Theme.objects.all())])
        _choices(self, "district", districts(ANY))


class Words(forms.Form):
    """First screen: what should be done."""

    title = forms.CharField(
        label=_("Title"), max_length=TITLE_LIMIT, help_text=_("In a few words, for example: Shade at the bus stop.")
    )
    theme = forms.ChoiceField(label=_("Theme"), error_messages={"required": _("Choose what your idea is about.")})
    body = text_field(_("What should be done?"), limit=TEXT_LIMIT, hint=_("And why. A few sentences."), rows=7)
    benefits = text_field(_("Who benefits?"), limit=1000, required=False, rows=3)
    photos = photos_field(_("Photos"), _("Of the place, or of what you mean. We remove hidden data from them."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "theme", themes())


class Where(forms.Form):
    """Second screen: where it is; an idea for the whole city has no place."""

    address = forms.CharField(
        label=_("Address or place"),
        max_length=200,
        required=False,
        help_text=_("Leave it empty if your idea is for the whole city."),
    )
    latitude = forms.FloatField(required=False, min_value=-90, max_value=90, widget=forms.HiddenInput)
    longitude = forms.FloatField(required=False, min_value=-180, max_value=180, widget=forms.HiddenInput)


class Cost(forms.Form):
    """Third screen: what it costs, and which envelope should pay."""

    track = forms.ChoiceField(label=_("Which envelope?"), widget=forms.RadioSelect)
    estimated_cost = money_field(_("What may it cost?"), hint=_("A guess is enough. An office works it out later."))
    is_signed = forms.BooleanField(
        label=_("Show my name with the idea"), required=False, help_text=_("Otherwise it says: a resident.")
    )

    def __init__(self, *args: Any, idea: Idea, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tracks = {track.code: track for track in tracks_for(idea)}
        _choices(self, "track", [(code, _named(track)) for code, track in self.tracks.items()])


def _named(track: Track) -> str:
    return f"{track.name} · {said(track.envelope, track.cycle.currency)}"


class Improve(forms.Form):
    """Sending an idea again after a check."""

    answer = text_field(_("What did you change?"), limit=2000, hint=_("Everybody reads it beside the reason."))


class Comment(forms.Form):
    """What somebody says about an idea."""

    text = text_field(_("Your comment"), limit=COMMENT_LIMIT, rows=3)


class Complaint(forms.Form):
    """Why something is out of place."""

    why = forms.CharField(label=_("What is wrong with it?"), max_length=300, required=False)


class Invitation(forms.Form):
    """Who else stands behind an idea."""

    email = forms.EmailField(
        label=_("E-mail of your co-author"), help_text=_("We ask them, if they have an account here.")
    )
