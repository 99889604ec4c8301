"""Components are used as declared, or the template does not compile."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory
from django.test.html import parse_html
from django.utils import translation
from django.utils.safestring import SafeString

from korzo.ui import components, icons


def draw(source: str, **context: Any) -> str:
    with translation.override("en"):
        return Template(source).render(Context(context))


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ('{% component "button" varient="primary" %}x{% endcomponent %}', "did you mean 'variant'"),
        ('{% component "button" variant="primry" %}x{% endcomponent %}', "primary, secondary, tertiary"),
        ('{% component "link-button" %}x{% endcomponent %}', "link-button needs href"),
        ('{% component "buton" %}x{% endcomponent %}', "there is no component 'buton'"),
        ('{% component "alert" %}{% slot "action" %}x{% endslot %}{% endcomponent %}', "did you mean 'actions'"),
        (
            '{% component "alert" %}{% if 1 %}{% slot "actions" %}x{% endslot %}{% endif %}{% endcomponent %}',
            "directly",
        ),
        ('{% component "icon" name="pin" %}x{% endcomponent %}', "shows nothing between its tags"),
        ('{% component "progress" now=1 now=2 total=3 / %}', "each once"),
        ("{% component button / %}", "quoted name"),
        ("{% field form.name loook=1 %}", "did you mean 'look'"),
    ],
)
def test_a_wrong_use_does_not_compile(source: str, says: str) -> None:
    with pytest.raises(TemplateSyntaxError, match=says):
        Template(source)


def test_a_value_that_is_no_choice_is_refused_when_drawn() -> None:
    with pytest.raises(TemplateSyntaxError, match="none of"):
        draw('{% component "button" variant=v %}x{% endcomponent %}', v="loud")


def test_a_component_sees_its_props_and_nothing_else_of_the_page() -> None:
    drawn = draw('{% component "card" title="A" %}{{ title }}{% endcomponent %}', title="<page>", href="/leaks")
    assert "&lt;page&gt;" in drawn
    assert "/leaks" not in drawn


def test_slots_of_nested_components_stay_their_own() -> None:
    drawn = draw(
        '{% component "card" title="outer" %}{% component "alert" title="inner" %}{% slot "actions" %}IN{% endslot %}'
        '{% endcomponent %}{% slot "actions" %}OUT{% endslot %}{% endcomponent %}'
    )
    assert drawn.index("IN") < drawn.index("OUT")


def test_attributes_are_escaped_and_false_ones_are_left_out() -> None:
    drawn = draw('{% component "button" data-a=a data-b=False data-c=True %}x{% endcomponent %}', a='"><script>')
    assert 'data-a="&quot;&gt;&lt;script&gt;"' in drawn
    assert "data-b" not in drawn
    assert drawn.endswith(" data-c>x</button>")


class Form(forms.Form):
    name = forms.CharField(label="Your name", help_text="As in your passport")
    day = forms.DateField(required=False)
    kind = forms.ChoiceField(widget=forms.RadioSelect, choices=[("a", "<A>"), ("b", "B")])
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


def test_a_field_ties_label_hint_and_error_to_its_input() -> None:
    drawn = draw("{% field form.name %}", form=Form({}))
    assert '<label class="ds-label" for="id_name">Your name' in drawn
    assert 'aria-describedby="id_name-hint id_name-error"' in drawn
    assert 'id="id_name-hint"' in drawn
    assert 'id="id_name-error"' in drawn
    assert 'aria-invalid="true"' in drawn
    assert 'class="ds-input"' in drawn


def test_a_date_is_asked_for_with_the_browsers_own_input() -> None:
    with translation.override("sr"):
        drawn = Template("{% field form.day %}").render(Context({"form": Form({"day": "2026-05-04"})}))
    assert 'type="date"' in drawn
    assert 'value="2026-05-04"' in drawn


def test_choices_are_a_fieldset_whose_legend_asks() -> None:
    drawn = draw("{% field form.kind %}", form=Form({"kind": "b"}))
    assert drawn.count('type="radio"') == 2
    assert "<legend" in drawn
    assert "&lt;A&gt;" in drawn
    assert re.search(r'<input[^>]* value="b"[^>]* checked', drawn)


def test_hidden_fields_stay_hidden() -> None:
    assert draw("{% field form.secret %}", form=Form()) == '<input type="hidden" name="secret" id="id_secret">'


def test_the_error_summary_links_to_the_first_place_of_each_field() -> None:
    drawn = draw('{% component "error-summary" form=form / %}', form=Form({}))
    assert 'href="#id_name"' in drawn
    assert 'href="#id_kind_0"' in drawn
    assert draw('{% component "error-summary" form=form / %}', form=Form({"name": "A", "kind": "a"})) == ""


def test_pagination_keeps_the_filters() -> None:
    page = Paginator(range(100), 10).page(5)
    request = RequestFactory().get("/", {"q": "рупа", "page": "5"})
    drawn = draw('{% component "pagination" page=page request=request / %}', page=page, request=request)
    assert "?q=%D1%80%D1%83%D0%BF%D0%B0&amp;page=6" in drawn
    assert drawn.count("aria-current") == 1
    assert draw('{% component "pagination" page=page / %}', page=Paginator([1], 10).page(1)) == ""


def test_a_chart_stands_as_a_table_before_any_script_runs() -> None:
    rows = [{"year": 2025, "count": 3}, {"year": 2026, "count": None}]
    drawn = draw('{% component "chart" title="T" x="year" y="count" rows=rows / %}', rows=rows)
    assert "<td" in drawn
    assert drawn.count("<tr>") == 3
    assert "</script>" in drawn


def test_times_are_told_in_the_citys_zone(settings: Any) -> None:
    settings.TIME_ZONE = "Europe/Belgrade"
    moment = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
    assert 'datetime="2026-07-02T00:30:00+02:00"' in draw("{{ at|local_time }}", at=moment)
    assert draw("{{ at|local_time:'H:i' }}", at=moment).endswith(">00:30</time>")
    assert draw("{{ at|local_time }}", at=None) == ""


def test_a_moment_is_told_relative_to_now() -> None:
    now = datetime(2026, 7, 1, 12, tzinfo=UTC)
    assert ">just now<" in draw("{{ at|relative_time:now }}", at=now - timedelta(seconds=40), now=now)
    assert ">2\xa0hours ago<" in draw("{{ at|relative_time:now }}", at=now - timedelta(hours=2, minutes=5), now=now)
    assert ">in 3\xa0days<" in draw("{{ at|relative_time:now }}", at=now + timedelta(days=3), now=now)
    assert "ago" not in draw("{{ at|relative_time:now }}", at=now - timedelta(days=30), now=now)


def test_every_icon_is_drawn_with_lines_only() -> None:
    for name, shape in icons.SHAPES.items():
        assert "style" not in shape, name
        assert "<script" not in shape, name


def test_names_are_unique() -> None:
    assert len(components.BY_NAME) == len(components.DECLARED)


def test_what_was_drawn_once_is_drawn_again_only_for_the_very_same() -> None:
    source = '{% component "tag" %}{{ words }}{% endcomponent %}{% component "skip-link" label=label / %}'
    risky = "<b>&"
    first, safe, again = (draw(source, words="x", label=label) for label in (risky, SafeString(risky), risky))
    assert (first.count("&lt;b&gt;&amp;"), first == again, risky in safe) == (1, True, True)
    with translation.override("sr"):
        serbian = Template(source).render(Context({"words": "x", "label": ""}))
    assert (draw(source, words="x", label="") != serbian, draw(source, words="x", label="").count("x</span>")) == (
        True,
        1,
    )


def test_a_list_to_choose_from_is_what_django_would_write() -> None:
    grouped = [("", "Any"), ("Roads & more", [("a", "A < B"), ("1", "One")]), ("2", SafeString("<i>Two</i>"))]

    class Form(forms.Form):
        kind = forms.ChoiceField(choices=grouped)

    for form in (Form(), Form({"kind": "1"}), Form(initial={"kind": 2})):
        drawn = draw("{% field form.kind %}", form=form)
        theirs = str(form["kind"].as_widget(attrs={"class": "ds-input"}))
        ours = drawn[drawn.index("<select") : drawn.index("</select>") + len("</select>")]
        assert parse_html(ours) == parse_html(theirs)
