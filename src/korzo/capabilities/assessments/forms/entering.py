"""Figures as people type them: a column of a table, a row of a register, one cell with all about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from korzo.capabilities.assessments.forms.uploads import FileField, handed
from korzo.capabilities.assessments.models import Document, Figure
from korzo.capabilities.assessments.operations.documents import Handed
from korzo.capabilities.assessments.queries import grids
from korzo.capabilities.assessments.queries.cells import Seen
from korzo.capabilities.assessments.queries.grids import Slot
from korzo.capabilities.assessments.rules.cells import Cell
from korzo.capabilities.assessments.rules.instruments import Column
from korzo.kernel.text.multilingual import Text
from korzo.ui.fields import Choice

_LONGEST = 400


@dataclass(frozen=True)
class Asks:
    """A cell that a form asks for: its name, help, and of a register its column and year."""

    slot: Slot
    name: Mapping[str, str]
    help: Mapping[str, str] | None
    column: Column | None
    year: int | None


class Filling(forms.Form):
    """Several cells; each is a field with the cell's spelling as name, and a hidden one with the version seen."""

    def __init__(self, *args: Any, asks: Sequence[Asks], **more: Any) -> None:
        super().__init__(*args, **more)
        self.asks = asks
        for each in asks:
            name, label = str(each.slot.cell), str(Text(each.name))
            label = f"{label}, {each.year}" if each.year else label
            self.fields[name] = _field(each.column, label, str(Text(each.help or {})))
            self.fields[name].initial = each.slot.typed
            version = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=each.slot.version)
            self.fields[f"version:{name}"] = version

    def edits(self) -> list[tuple[Cell, str, int]]:
        """What was changed: cell, what was typed, and the version seen."""
        found = []
        for each in self.asks:
            name, cell = str(each.slot.cell), each.slot.cell
            typed = self.cleaned_data[name]
            if cell is not None and self.add_prefix(name) in self.data and typed.strip() != each.slot.typed:
                version = self.cleaned_data[f"version:{name}"] or 0
                found.append((cell, grids.code(typed, each.column), version))
        return found


class CellForm(forms.Form):
    """One cell: the figure, or why there is none; how sure it is, a note, and the document it comes from."""

    typed = forms.CharField(label=_("Figure"), max_length=_LONGEST, required=False)
    absence = forms.ChoiceField(
        label=_("If there is none"),
        required=False,
        choices=[("", _("we will find it")), *Figure.Absence.choices],
        widget=forms.RadioSelect,
    )
    confidence = forms.ChoiceField(
        label=_("How sure it is"), required=False, choices=[("", _("not said")), *Figure.Confidence.choices]
    )
    document: Any = forms.ModelChoiceField(
        label=_("Comes from"), queryset=None, required=False, empty_label=_("not said")
    )
    file = FileField(label=_("Or hand in a document"), required=False)
    title = forms.CharField(label=_("What the document is called"), max_length=200, required=False)
    note = forms.CharField(label=_("Note"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, documents: QuerySet[Document], seen: Seen, **more: Any) -> None:
        held = seen.own or seen.held
        super().__init__(*args, **more)
        self.initial.update(typed=seen.slot.typed, version=seen.slot.version)
        if held:
            self.initial.update(
                absence=held.absence, confidence=held.confidence, note=held.note, document=held.document
            )
        self.seen = seen
        chosen: Any = self.fields["document"]
        chosen.queryset = documents
        if seen.column is not None and seen.column.choices:
            self.fields["typed"] = _field(seen.column, _("Figure"), "")

    def values(self) -> dict[str, Any]:
        """What an edit of this cell takes."""
        values = self.cleaned_data
        typed = "" if values["absence"] else grids.code(values["typed"], self.seen.column)
        return {
            "cell": self.seen.cell, "typed": typed, "version": values["version"] or 0, "absence": values["absence"],
            "note": values["note"], "confidence": values["confidence"], "document": values["document"],
        }  # fmt: skip

    def handed(self) -> Handed | None:
        """The document that was handed in."""
        return handed(self.cleaned_data)


def _field(column: Column | None, label: Any, told: str) -> forms.Field:
    if column is not None and column.choices:
        named = [("", "–"), *((str(grids.CHOICES.get(each, each)),) * 2 for each in column.choices)]
        return forms.ChoiceField(label=label, help_text=told, required=False, choices=named, widget=Choice)
    return forms.CharField(label=label, help_text=told, required=False, max_length=_LONGEST)
