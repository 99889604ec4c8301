"""Texts in several languages, in the database and in forms; catalogues and formats."""

import gettext
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import formats, translation

from korzo.kernel.text import catalogues
from korzo.kernel.text.fields import MultilingualField
from korzo.kernel.text.multilingual import Shown, Text, everything, in_language
from korzo.ui.templatetags.korzo import local_time

TOWN = Text({"sr": "Жабаљ", "en": "Zhabaly"})


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (TOWN, "sr", Shown("Жабаљ", "sr")),
        (TOWN, "sr-latn", Shown("Žabalj", "sr-latn")),
        (TOWN, "cnr", Shown("Žabalj", "sr-latn")),
        (TOWN, "bs", Shown("Žabalj", "sr-latn")),
        (TOWN, "sq", Shown("Zhabaly", "en")),
        ({"hr": "Općina", "sr": "Општина"}, "bs", Shown("Općina", "hr")),
        ({"sr-latn": "Opština"}, "sr", Shown("Opština", "sr-latn")),
        ({"ko": "시"}, "mk", Shown("시", "ko")),
        ("as it is", "sr", Shown("as it is", "")),
        ({}, "sr", Shown("", "")),
        (None, "sr", Shown("", "")),
    ],
)
def test_readers_get_the_nearest_language(value: Mapping[str, str] | str | None, code: str, shown: Shown) -> None:
    assert in_language(value, code) == shown


def test_text_is_a_value() -> None:
    assert TOWN == {"en": "Zhabaly", "sr": "Жабаљ"}
    assert hash(TOWN) == hash(Text({"en": "Zhabaly", "sr": "Жабаљ"}))
    assert TOWN | {"en": "Town"} == {"sr": "Жабаљ", "en": "Town"}
    assert everything(TOWN) == "Жабаљ Zhabaly"
    with pytest.raises(ValueError, match="xx"):
        Text({"xx": "?"})
    with translation.override("sr-latn"):
        assert f"{TOWN}" == "Žabalj"


def test_the_field_keeps_json_and_refuses_the_rest() -> None:
    field = MultilingualField(max_length=10)
    assert field.to_python({"sr": "а"}) == Text({"sr": "а"})
    assert field.get_prep_value(TOWN) == {"sr": "Жабаљ", "en": "Zhabaly"}
    for wrong in (["a"], {"sr": 1}, {"xx": "a"}):
        with pytest.raises(ValidationError):
            field.to_python(wrong)
    with pytest.raises(ValidationError):
        field.clean(Text({"sr": "предугачко име"}), None)
    with pytest.raises(ValidationError):
        field.clean(Text(), None)


def test_the_form_has_a_box_for_each_written_language(settings: Any) -> None:
    settings.LANGUAGES = [("sr", "Српски"), ("sr-latn", "Srpski"), ("sq", "Shqip")]
    empty: Any = type("Form", (forms.Form,), {"name": MultilingualField(max_length=50).formfield()})
    form = empty({"name_sr": " Општина ", "name_sq": ""})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["name"] == {"sr": "Општина"}
    assert 'lang="sr-Cyrl"' in str(form)
    assert "sr-latn" not in str(form)
    assert not empty({}).is_valid()


@pytest.fixture
def source(tmp_path: Path) -> Path:
    pages = tmp_path / "templates" / "staff"
    pages.mkdir(parents=True)
    (tmp_path / "views.py").write_text(
        "from django.utils.translation import gettext as _, ngettext, pgettext\n"
        '_("Open")\npgettext("verb", "Open")\nngettext("%(n)d case", "%(n)d cases", 2)\n_(name)\n'
    )
    (pages / "list.html").write_text(
        '  <p>{% translate "Queue" %}\n{% blocktranslate with n=x %}Hello {{ n }}{% endblocktranslate %}</p>\n'
        " {% blocktranslate count c=x trimmed %}\n one {{ c }}\n {% plural %} many {{ c }}{% endblocktranslate %}"
    )
    return tmp_path


def test_texts_are_gathered_from_python_and_templates(source: Path) -> None:
    found = {(message.id, message.context) for message in catalogues.extract(source) if message.id}
    assert found == {
        ("Open", None),
        ("Open", "verb"),
        (("%(n)d case", "%(n)d cases"), None),
        ("Queue", None),
        ("Hello %(n)s", None),
        (("one %(c)s", "many %(c)s"), None),
    }


def test_catalogues_keep_translations_and_change_only_with_the_source(source: Path) -> None:
    locale = source / "locale"
    assert catalogues.update(locale)["sr"] == 6
    path = locale / "sr" / "LC_MESSAGES" / "django.po"
    path.write_text(path.read_text().replace('msgid "Queue"\nmsgstr ""', 'msgid "Queue"\nmsgstr "Ред"'))
    before = path.read_bytes()
    assert catalogues.update(locale)["sr"] == 0
    assert path.read_bytes() == before
    (source / "views.py").write_text('_("Close")')
    assert catalogues.update(locale)["sr"] == 1
    assert b'msgid "Open"' not in path.read_bytes()
    share = catalogues.completeness(locale)["sr"]
    assert (share.translated, share.total, share.resident_translated, share.resident_total) == (1, 4, 0, 1)


def test_compiled_catalogues_fall_back_to_relatives_then_english(source: Path) -> None:
    locale = source / "locale"
    catalogues.update(locale)
    path = locale / "sr" / "LC_MESSAGES" / "django.po"
    path.write_text(path.read_text().replace('msgid "Queue"\nmsgstr ""', 'msgid "Queue"\nmsgstr "Жеља"'))
    assert set(catalogues.compile(locale)) == {*catalogues.PLURALS, "sr-latn"}
    assert catalogues.compile(locale) == []

    def said(code: str, text: str) -> str:
        return gettext.translation("django", locale, [code]).gettext(text)

    assert said("sr", "Queue") == "Жеља"
    assert said("sr_Latn", "Queue") == said("cnr", "Queue") == "Želja"
    assert said("sq", "Queue") == "Queue"
    assert said("cnr", "This field is required.") == "Ovo polje se mora popuniti."
    assert said("sq", "This field is required.") != "This field is required."


@pytest.mark.parametrize("code", ["sr", "sr-latn", "hr", "bs", "mk", "sq", "en"])
def test_day_comes_before_month_in_europe(code: str) -> None:
    with translation.override(code):
        assert forms.DateField().clean("04/12/2021") == date(2021, 12, 4)
        assert forms.DateField().clean("4.12.2021") == date(2021, 12, 4)
        assert forms.DateField().clean("2021-12-04") == date(2021, 12, 4)
        assert formats.get_format("FIRST_DAY_OF_WEEK") == 1
        point, comma = formats.get_format("DECIMAL_SEPARATOR"), formats.get_format("THOUSAND_SEPARATOR")
        assert formats.number_format(1234567.5, use_l10n=True, force_grouping=True) == f"1{comma}234{comma}567{point}5"


def test_american_order_is_not_guessed_in_korean() -> None:
    with translation.override("ko"):
        assert forms.DateField().clean("2021. 12. 4.") == date(2021, 12, 4)
        with pytest.raises(ValidationError):
            forms.DateField().clean("04/12/2021")
        assert formats.date_format(date(2021, 12, 4)) == "2021년 12월 4일"


DATES = {
    "sr": "3. {}а 2026.|јануар фебруар март април мај јун јул август септембр октобр новембр децембр",
    "sr-latn": "3. {}a 2026.|januar februar mart april maj jun jul avgust septembr oktobr novembr decembr",
    "hr": "3. {} 2026.|siječnja veljače ožujka travnja svibnja lipnja srpnja kolovoza rujna listopada studenoga prosinca",
    "bs": "3. {}a 2026.|januar februar mart april maj jun jul august septembr oktobr novembr decembr",
    "cnr": "3. {}a 2026.|januar februar mart april maj jun jul avgust septembr oktobr novembr decembr",
    "mk": "3 {} 2026|јануари февруари март април мај јуни јули август септември октомври ноември декември",
    "sq": "3 {} 2026|janar shkurt mars prill maj qershor korrik gusht shtator tetor nëntor dhjetor",
    "en": "3 {} 2026|January February March April May June July August September October November December",
    "ko": "2026년 {}월 3일|1 2 3 4 5 6 7 8 9 10 11 12",
}


@pytest.mark.parametrize("language", DATES)
def test_a_date_is_said_as_people_say_it(language: str) -> None:
    form, _bar, months = DATES[language].partition("|")
    noon = [datetime(2026, number, 3, 12, 5, tzinfo=UTC) for number in range(1, 13)]
    with translation.override(language):
        assert [formats.date_format(moment.date()) for moment in noon] == [
            form.format(month) for month in months.split()
        ]
        for moment in noon:
            assert formats.date_format(moment.date()) in local_time(moment, "DATE_FORMAT")
            assert formats.date_format(moment, "DATETIME_FORMAT").startswith(formats.date_format(moment.date()))


def test_every_offered_language_says_dates() -> None:
    assert set(DATES) == {code for code, _name in settings.LANGUAGES}
