"""Django's form fields as Korzo draws them: label, hint, error and input that belong together for everybody."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import zip_longest
from operator import itemgetter
from typing import Any

from django import forms
from django.conf import settings
from django.forms.boundfield import BoundField, BoundWidget
from django.forms.utils import flatatt
from django.utils.choices import BaseChoiceIterator
from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from korzo.kernel.text.fields import TextInputs

Props = Mapping[str, Any]
# Browsers have better inputs for these than a line of text; they all speak ISO 8601.
NATIVE = {
    forms.DateInput: ("date", "%Y-%m-%d"),
    forms.DateTimeInput: ("datetime-local", "%Y-%m-%dT%H:%M"),
    forms.TimeInput: ("time", "%H:%M"),
}


class Ready(BaseChoiceIterator):
    """Choices as Django wants them: (value, label), or (group, such pairs); it need not look through them again."""

    def __init__(self, *choices: tuple[str, Any]) -> None:
        self.choices = choices

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        return iter(self.choices)


class Choice(forms.Select):
    """A list to choose from, written at once: of Django's templates each option takes three."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: object = None) -> SafeString:  # noqa: ARG002 -- Django's signature
        """Write what `django/forms/widgets/select.html` would."""
        options = _options(_plain(self.choices))
        for chosen in self.format_value(value)[:1]:
            start = format_html('<option value="{}"', chosen)
            options = SafeString(options.replace(f"{start}>", f"{start} selected>", 1))
        attributes = flatatt(self.build_attrs(self.attrs, attrs))
        return format_html('<select name="{}"{}>{}</select>', name, attributes, options)


def _plain(choices: Iterable[tuple[Any, Any]]) -> tuple[tuple[str, Any], ...]:
    """Choices with their labels as text; what is in a group stays together."""
    return tuple(
        (
            "" if value is None else str(value),
            _plain(label) if isinstance(label, list | tuple) else conditional_escape(label),
        )
        for value, label in choices
    )


@lru_cache(200)
def _options(choices: Iterable[tuple[str, Any]]) -> SafeString:
    drawn = (
        format_html('<optgroup label="{}">{}</optgroup>', value, _options(label))
        if isinstance(label, tuple)
        else format_html('<option value="{}">{}</option>', value, label)
        for value, label in choices
    )
    return mark_safe("".join(drawn))  # noqa: S308 -- escaped where it was written


def view(props: Props) -> Props:
    """Everything the field's template needs."""
    bound: BoundField = props["field"]
    if not isinstance(bound, BoundField):
        raise TypeError(f"the field component wants a bound field, not {bound!r}")
    widget = bound.field.widget
    hint = props["hint"] or bound.help_text
    name = bound.auto_id or bound.html_name
    described = [f"{name}-hint"] * bool(hint) + [f"{name}-error"] * bool(bound.errors)
    attrs: dict[str, Any] = {"class": _class(widget, props["classes"])}
    if described:
        attrs["aria-describedby"] = " ".join(described)
    if bound.errors:
        attrs["aria-invalid"] = "true"
    kind = _kind(widget)
    return {
        "kind": kind,
        "name": name,
        "label": props["label"] or bound.label,
        "hint": hint,
        "problems": bound.errors,
        "described": attrs.get("aria-describedby", ""),
        "says_optional": props["optional"] and not bound.field.required and kind != "checkbox",
        "input": bound.as_widget(widget=_native(widget), attrs=attrs) if kind not in {*_PARTS, "hidden"} else "",
        "hidden": bound.as_hidden() if kind == "hidden" else "",
        "parts": _PARTS[kind](bound, attrs) if kind in _PARTS else [],
        "several": isinstance(widget, forms.CheckboxSelectMultiple),
    }


def photo(props: Props) -> Props:
    """A file field for photos, named for the script that improves it."""
    return {**view({**props, "hint": "", "label": "", "classes": "", "optional": True}), "limit": int(props["limit"])}


def errors(props: Props) -> Props:
    """What is wrong with a form, each with the id of the place where it can be put right."""
    form: forms.BaseForm = props["form"]
    found = [{"text": text, "target": ""} for text in form.non_field_errors()]
    for name in form.errors if form.is_bound else ():
        if name in form.fields:
            bound = form[name]
            found += [
                {"text": f"{str(bound.label).rstrip('?:.')}: {text}", "target": _first(bound)} for text in bound.errors
            ]
    return {"found": found}


def _kind(widget: forms.Widget) -> str:
    if widget.is_hidden:
        return "hidden"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "choices"
    if isinstance(widget, forms.MultiWidget):
        return "boxes"
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox"
    return "file" if isinstance(widget, forms.FileInput) else "line"


def _class(widget: forms.Widget, more: str) -> str:
    return " ".join(filter(None, ("ds-input", widget.attrs.get("class", ""), more)))


def _native(widget: forms.Widget) -> forms.Widget | None:
    """The browser's own input for dates and times, where the form did not choose one, our list; else None."""
    if type(widget) is forms.Select:
        return Choice(widget.attrs, widget.choices)
    if type(widget) in NATIVE and widget.input_type == "text":  # type: ignore[attr-defined]
        kind, form = NATIVE[type(widget)]  # type: ignore[index]
        return type(widget)(attrs={**widget.attrs, "type": kind}, format=form)  # type: ignore[call-arg]
    return None


def _choices(bound: BoundField, attrs: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Radio buttons or checkboxes. A choice's label may have a `hint`."""
    shown = []
    for part in bound.subwidgets:
        part.data["attrs"] |= {"class": attrs["class"]}
        part.data["attrs"].pop("aria-describedby", None)  # the fieldset says it once
        label = part.data["label"]
        hint = "" if isinstance(label, str | Promise) else getattr(label, "hint", "")
        shown.append({"input": part.tag(), "id": part.id_for_label, "label": conditional_escape(label), "hint": hint})
    return shown


def _boxes(bound: BoundField, attrs: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The inputs of a field that has several, each with the name that it gives itself.

    Of a text in several languages only the city's own, the reader's and those that are written stand open.
    """
    shown = []
    widget = bound.field.widget
    near = {settings.KORZO.language, get_language()} if isinstance(widget, TextInputs) else set()
    languages = widget.codes if isinstance(widget, TextInputs) else ()
    for data, language in zip_longest(bound.subwidgets[0].data["subwidgets"], languages):
        own = {**data["attrs"], "class": attrs["class"], "placeholder": False}
        label = own.pop("aria-label")  # it stands beside the input
        part = BoundWidget(bound.field.widget, {**data, "attrs": own}, bound.form.renderer)
        aside = bool(near) and language not in near and not data["value"]
        shown.append({"input": part.tag(), "id": part.id_for_label, "label": label, "aside": aside})
    return sorted(shown, key=itemgetter("aside"))


_PARTS = {"choices": _choices, "boxes": _boxes}


def _first(bound: BoundField) -> str:
    """The id of a field's first input."""
    kind = _kind(bound.field.widget)
    if kind in _PARTS:
        parts = _PARTS[kind](bound, {"class": ""})
        return parts[0]["id"] if parts else ""
    return bound.id_for_label or bound.auto_id or ""
