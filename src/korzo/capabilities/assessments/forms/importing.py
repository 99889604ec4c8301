"""Handing in a document, and saying how it is to be read."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from korzo.capabilities.assessments.forms.uploads import FileField
from korzo.capabilities.assessments.models import Definition, Figure
from korzo.capabilities.assessments.models.assessment import CURRENCY
from korzo.capabilities.assessments.queries import definitions
from korzo.capabilities.assessments.queries.grids import PHASES
from korzo.capabilities.assessments.queries.importing import LISTING, SKIP, TABLE, Choices
from korzo.capabilities.assessments.rules.cells import Phase
from korzo.capabilities.assessments.rules.listings import Column
from korzo.capabilities.assessments.rules.numbers import Mark
from korzo.kernel.text.multilingual import Text

_TOLD = [(phase.value, words) for phase, words in PHASES.items()]


class Upload(forms.Form):
    """A file that figures come from."""

    file = FileField(label=_("File"), help_text=_("A spreadsheet (XLSX, XLS, ODS), CSV, or our template, filled in."))
    title = forms.CharField(label=_("What it is"), max_length=200, required=False, help_text=_("Empty: its name."))


class Choose(forms.Form):
    """How a file is to be read: everything is guessed first, and shown."""

    sheet = forms.ChoiceField(label=_("Sheet"), required=False)
    layout = forms.ChoiceField(
        label=_("How it is laid out"),
        choices=[(LISTING, _("A row for each code: one city")), (TABLE, _("A column for each code: many cities"))],
    )
    chart = forms.ChoiceField(label=_("Codes of"), required=False)
    unit = forms.ChoiceField(label=_("City"), required=False)
    year = forms.IntegerField(label=_("Year, where no head says it"), min_value=1990, max_value=2100)
    phase = forms.ChoiceField(label=_("What it tells, where no head says it"), choices=_TOLD)
    scale = forms.TypedChoiceField(
        label=_("Amounts are in"),
        coerce=int,
        choices=[(1, _("whole units")), (1_000, _("thousands")), (1_000_000, _("millions"))],
    )
    currency = forms.CharField(label=_("Currency"), max_length=3, validators=[CURRENCY], help_text="ISO 4217")
    code = forms.ChoiceField(label=_("Codes stand in"), required=False)
    code_more = forms.ChoiceField(
        label=_("and go on in"),
        required=False,
        help_text=_("Where two columns make a code, such as task and kind: 09/21."),
    )
    mark = forms.ChoiceField(
        label=_("Before the decimals stands"),
        required=False,
        choices=[("", _("as each column shows")), (Mark.COMMA.value, _("a comma")), (Mark.POINT.value, _("a point"))],
    )

    def __init__(
        self,
        data: Any,
        *,
        sheets: list[str],
        units: list[str],
        columns: list[Column],
        heads: Sequence[tuple[int, str]] = (),
    ) -> None:
        super().__init__(data)
        fields: dict[str, Any] = dict(self.fields)
        fields["sheet"].choices = [("", _("all sheets")), *((name, name) for name in sheets)]
        fields["chart"].choices = [("", _("our own lines (R1, E4 …)")), *_charts()]
        fields["unit"].choices = [("", _("the one with our name")), *((name, name) for name in units)]
        named = [(str(at), head) for at, head in heads]
        fields["code"].choices = [("", _("the column that seems so")), *named]
        fields["code_more"].choices = [("", _("no other column")), *named]
        self.columns = columns
        for column in columns:
            self.fields[f"year_{column.at}"] = forms.IntegerField(
                label=_("Year"), required=False, min_value=1990, max_value=2100
            )
            self.fields[f"phase_{column.at}"] = forms.ChoiceField(
                label=_("What it tells"),
                required=False,
                choices=[("", _("as above")), *_TOLD, (SKIP, _("leave it out"))],
            )

    def pairs(self) -> list[tuple[str, Any, Any]]:
        """Each column's head with its two questions."""
        return [
            (column.head or str(column.at + 1), self[f"year_{column.at}"], self[f"phase_{column.at}"])
            for column in self.columns
        ]

    def choices(self) -> Choices:
        """What was said."""
        given = self.cleaned_data
        return Choices(
            sheet=given["sheet"],
            layout=given["layout"],
            chart=given["chart"],
            unit=given["unit"],
            year=given["year"],
            phase=Phase(given["phase"]),
            scale=given["scale"],
            currency=given["currency"],
            mark=Mark(given["mark"]) if given["mark"] else None,
            codes=codes(given),
            columns={
                column.at: (given.get(f"year_{column.at}"), given.get(f"phase_{column.at}") or "")
                for column in self.columns
            },
        )


def codes(given: Mapping[str, Any]) -> tuple[int, ...]:
    """The columns that make a code together, if two are named."""
    named = (str(given.get(name) or "") for name in ("code", "code_more"))
    found = [int(each) for each in named if each.isdecimal()]
    return tuple(found) if len(found) > 1 else ()


class Take(forms.Form):
    """Taking what the preview shows."""

    confidence = forms.ChoiceField(
        label=_("How sure are these figures?"),
        choices=[("", _("Nobody said")), *Figure.Confidence.choices],
        required=False,
    )
    wrong = forms.ChoiceField(
        label=_("If some cells cannot be read"),
        choices=[("good", _("Take the others")), ("none", _("Take nothing"))],
        initial="good",
        widget=forms.RadioSelect,
    )


def as_data(choices: Choices, columns: list[Column]) -> dict[str, Any]:
    """Choices as the form's own data: what is guessed is filled in before anybody looks."""
    return {
        "sheet": choices.sheet, "layout": choices.layout, "chart": choices.chart, "unit": choices.unit,
        "year": choices.year, "phase": choices.phase.value, "scale": choices.scale, "currency": choices.currency,
        "mark": choices.mark.value if choices.mark else "",
        **{f"year_{column.at}": column.year or "" for column in columns},
        **{f"phase_{column.at}": column.phase.value if column.phase else "" for column in columns},
    }  # fmt: skip


def _charts() -> list[tuple[str, str]]:
    return [
        (name, str(Text(definitions.chart(name).title)) or name) for name in definitions.on_offer(Definition.Kind.CHART)
    ]
