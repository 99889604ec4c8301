"""A model field for texts in several languages, and the boxes in which an administrator writes them."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from korzo.kernel.text import plain
from korzo.kernel.text.languages import HTML_LANG, OWN_NAME
from korzo.kernel.text.multilingual import Text, parse

_ONE_LINE = 200  # characters that a single-line box may ask for


def written() -> list[str]:
    """List the languages a person writes here: those on offer, except Serbian Latin where Cyrillic gives it."""
    offered = [code for code, _name in settings.LANGUAGES if code in OWN_NAME]
    return [code for code in offered if code != "sr-latn" or "sr" not in offered]


class TextInputs(forms.MultiWidget):
    """One box per language, each marked with its language for readers' software."""

    template_name = "django/forms/widgets/multiwidget.html"

    def __init__(self, widget: type[forms.Widget] = forms.Textarea, attrs: dict[str, Any] | None = None) -> None:
        self.codes = written()
        boxes: dict[str, forms.Widget | type[forms.Widget]] = {}
        for code in self.codes:
            name = OWN_NAME[code]
            boxes[code] = widget(attrs={"lang": HTML_LANG[code], "aria-label": name, "placeholder": name, "rows": 3})
        super().__init__(boxes, attrs)

    def decompress(self, value: Mapping[str, str] | None) -> list[str]:
        """Spread a text over the boxes."""
        return [(value or {}).get(code, "") for code in self.codes]


class TextFormField(forms.MultiValueField):
    """Reads one box per language into a `Text`; a required text needs one of them."""

    def __init__(self, *, max_length: int = 50_000, widget: type[forms.Widget] = forms.Textarea, **kwargs: Any) -> None:
        self.codes = written()
        self.limit = max_length
        fields = [forms.CharField(required=False, max_length=max_length) for _code in self.codes]
        kwargs = {name: value for name, value in kwargs.items() if name not in {"encoder", "decoder"}}
        super().__init__(fields, widget=TextInputs(widget), require_all_fields=False, **kwargs)

    def compress(self, data_list: list[str]) -> Text:
        """Gather the boxes."""
        pairs = zip(self.codes, data_list, strict=False)
        return Text({code: plain.clean(text, limit=self.limit) for code, text in pairs if text})


class MultilingualField(models.JSONField[Any, Any]):
    """Keeps a `Text` as JSON `{code: text}`; `max_length` counts characters in each language."""

    description = _("Text in several languages")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", Text)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Text:
        """Read a row."""
        return parse(super().from_db_value(value, expression, connection))

    def to_python(self, value: Any) -> Text:
        """Accept any mapping of texts. Raises ValidationError."""
        try:
            return parse(value)
        except ValueError as error:
            raise ValidationError(_("Write a text for each language."), code="invalid") from error

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """Write a row."""
        return super().get_db_prep_value(dict(value) if isinstance(value, Mapping) else value, connection, prepared)

    def get_prep_value(self, value: Any) -> Any:
        """Compare with plain JSON."""
        return dict(value) if isinstance(value, Mapping) else value

    def value_to_string(self, obj: models.Model) -> Any:
        """Serialise as an object, not as a printed text."""
        return dict(self.value_from_object(obj) or {})

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        """Check presence and the length of each language. Raises ValidationError."""
        del model_instance
        if not value and not self.blank:
            raise ValidationError(self.error_messages["blank"], code="blank")
        if self.max_length and any(len(text) > self.max_length for text in (value or {}).values()):
            raise ValidationError(
                _("Write at most %(limit)s characters.") % {"limit": self.max_length}, code="max_length"
            )

    def save_form_data(self, instance: models.Model, data: Mapping[str, str]) -> None:
        """Take what the boxes say, and keep the languages that had no box."""
        kept = {code: text for code, text in parse(self.value_from_object(instance)).items() if code not in written()}
        setattr(instance, self.attname, Text(kept | dict(data or {})))

    def formfield(self, **kwargs: Any) -> Any:
        """Make one box per language: single lines for short texts."""
        short = (self.max_length or _ONE_LINE + 1) <= _ONE_LINE
        defaults: dict[str, Any] = {
            "form_class": TextFormField,
            "max_length": self.max_length or 50_000,
            "widget": forms.TextInput if short else forms.Textarea,
            "show_hidden_initial": False,
        }
        return models.Field.formfield(self, **defaults | kwargs)
